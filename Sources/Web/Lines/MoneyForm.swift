import Domain
import HTML
import Views
import Vocabulary

/// The fields of the parts of an agreement with conditions.
extension LineForm {
    var moneyFields: HTML {
        switch name {
        case .period: period
        case .section: section
        case .condition: condition
        case .payment: payment
        case .returns: returns
        default: HTML()
        }
    }

    private var period: HTML {
        dateInput(field("from", "First day", "A financial year begins on 1 April."), value: words.dayWords("from"))
            + dateInput(field("until", "Last day", "It may run for many years."), value: words.dayWords("until"))
    }

    private var section: HTML {
        select(
            field("topic", "What it is about"),
            options: Part.Topic.allCases.map { Choice($0.rawValue, $0.heading) }, chosen: words["topic"],
            blank: "Choose one")
            + input("title", "Title (only for another section)") + area("text", "Text", rows: 10)
    }

    private var condition: HTML {
        let day = dateInput(
            field("due-on", "By which day", "For example, 31 3 2027."), value: words.dayWords("due-on"))
        return area(
            "text", "What is to be done", "In words that both sides can check: what, how much, by when.", rows: 6)
            + select(
                field(
                    "owner", "Who answers for it",
                    "A seat, not a person. The side whose seat you choose is the one that promises."),
                options: choices.seats.map { Choice($0.id.description, $0.full) }, chosen: words["owner"],
                blank: "Choose a seat")
            + radios(
                field("due", "When it is due"),
                options: [
                    Choice("day", "By a day", reveals: day), Choice("continues", "Each year, by 31 March"),
                    Choice("throughout", "Throughout the agreement"),
                ], chosen: words["due"])
    }

    private var payment: HTML {
        area("text", "What the money is for", rows: 3)
            + textInput(
                field("amount", "Amount in pounds", "For example, 1,250,000 or 499.50."), value: words["amount"],
                kind: .sum, width: .characters20)
            + dateInput(field("due-on", "To be paid by", "For example, 30 6 2027."), value: words.dayWords("due-on"))
            + select(
                field(
                    "owner", "Who decides on it", "A seat that may decide on payments. Its body is the one that pays."),
                options: seats { $0.may(.pay) }, chosen: words["owner"], blank: "Choose a seat")
    }

    private var returns: HTML {
        area("text", "What is to be reported", "What the narrative is to say, and on which risks.", rows: 6)
            + area(
                "figures", "Figures (optional)", "One on a line, with its unit: Plans issued within 20 weeks, per cent."
            )
            + area("days", "Due days", "One on a line, such as 31 7 2026.")
            + select(
                field("owner", "Who certifies them", "A seat that may certify: in a council the section 151 officer."),
                options: seats { $0.may(.certify) }, chosen: words["owner"], blank: "Choose a seat")
            + number(
                "weeks", "Weeks for the assessment", "Counted from the day on which a return is certified.",
                fallback: String(PartReading.usualAssessment))
    }

    private func seats(_ may: (Office) -> Bool) -> [Choice] {
        choices.seats.filter { may($0.office) }.map { Choice($0.id.description, $0.full) }
    }
}
