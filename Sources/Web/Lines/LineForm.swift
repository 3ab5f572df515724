import Domain
import HTML
import Views
import Vocabulary

/// The form of one line: its fields with the words in them.
struct LineForm: Sendable {
    let name: Part.Name
    let words: LineWords
    let choices: LineChoices
    /// What is wrong with the words.
    var problems: [FormProblem] = []
    /// What stands, so that a target keeps the baseline that was agreed.
    var standing: Part?
    /// Where the measure of a target is chosen.
    var choosing: Path?

    /// The fields, with a word of warning where anything may be written in them.
    var fields: HTML {
        switch name {
        case .signatory, .commencement, .period: lineFields
        default: namingHint() + lineFields
        }
    }

    private var lineFields: HTML {
        switch name {
        case .summary:
            area(
                "text", "Plain summary", "What changes, for whom, when, and how to object. Written for the public.",
                rows: 8)
        case .vision: area("text", "The authority's vision", rows: 10)
        case .consulted:
            input("partner", "Partner", "The name of the body or group, not of a person.")
                + area("said", "What it said")
        case .priority: priority
        case .contribution: contribution
        case .target: target
        case .request: request
        case .term: area("text", "Term")
        case .paragraph:
            number("number", "Number", "By which it is cited.") + sense + area("text", "Text", rows: 8) + undertaking
        case .point:
            input("mark", "Mark", "Its letter. Leave this empty for a dash.", .characters4) + sense
                + area("text", "Text") + undertaking
        case .group: number("number", "Number") + area("text", "Opening text")
        case .area: areaFields
        case .note:
            input("mark", "Mark", "The sign by which the text refers to it.", .characters4) + area("text", "Text")
        case .drafter: input("name", "Name of the body", "Not of a person.")
        case .period, .section, .condition, .payment, .returns: moneyFields
        case .signatory: signatory
        case .commencement: commencement
        }
    }

    private var areaFields: HTML {
        hiddenInput("area", words["area"]) + input("code", "Letter", "A small letter.", .characters2)
            + input("title", "Short name", "Ours, for lists and headings; the wording below is what counts.")
            + area("text", "Wording")
            + radios(
                field("limit", "Who may choose it"),
                options: Part.Limit.allCases.map { Choice($0.rawValue, $0.words) },
                chosen: chosen("limit", else: Part.Limit.anyone.rawValue))
    }

    private var sense: HTML {
        select(
            field("sense", "What it is for"),
            options: Part.Sense.allCases.map { Choice($0.rawValue, $0.words) },
            chosen: chosen("sense", else: Part.Sense.context.rawValue))
    }

    private var signatory: HTML {
        select(
            field("seat", "Seat", "Seats of the parties that may sign agreements."),
            options: choices.signing.map { Choice($0.id.description, $0.full) }, chosen: words["seat"],
            blank: "Choose a seat")
            + number(
                "order", "Order of signing", "1 signs first. Seats with the same number sign in any order.",
                fallback: "1")
    }

    private var commencement: HTML {
        dateInput(
            field("in-force", "In force from (optional)", "Not before the last signature, whatever day is given."),
            value: words.dayWords("in-force"))
            + dateInput(
                field("publication", "Public from (optional)", "Leave this empty to publish it when it is in force."),
                value: words.dayWords("publication"))
    }

    // MARK: Priorities

    private var priority: HTML {
        (isNegotiated ? areas : hiddenInput("area", words["area"])) + ownTitle
            + area("reason", "Why it matters here", "What makes this area a priority in your own place.", rows: 8)
            + radios(
                field("horizon", "How far ahead it looks"),
                options: Part.Horizon.allCases.map { Choice($0.rawValue, $0.words) }, chosen: words["horizon"],
                isInline: true)
    }

    /// In a negotiation the area is settled in the form, while drafting before it.
    private var areas: HTML {
        let open = choices.agenda?.areas.filter { $0.limit != .london || choices.isLondon } ?? []
        return select(
            field("area", "Area of the agenda"),
            options: open.map { Choice($0.id.description, "\($0.code). \($0.title)") }, chosen: words["area"],
            blank: "Choose an area")
    }

    private var ownTitle: HTML {
        if isNegotiated {
            return input(
                "title", "Your own title for this area (optional)",
                "Only where the area asks for one, or to say it more closely.")
        }
        let area = words.identifier("area").flatMap { choices.agenda?[$0] }
        guard area?.limit == .titled || !words["title"].isEmpty else { return HTML() }
        return input(
            "title", "Your own title for this area", "Area \(area?.code ?? "") is open: say what it is about here.")
    }

    private var isNegotiated: Bool { choices.proposer != nil }

    // MARK: Requests

    private var request: HTML {
        let asked = choices.parties.first { $0.sort == .department }?.name ?? "the Department"
        return area(
            "text", "What is asked of \(asked)", "What should change, and why it would help. It becomes public.")
            + chosen(
                "wants", "What is asked for", Ask.Want.allCases.map { Choice($0.rawValue, $0.words, hint: $0.meaning) })
            + chosen(
                "concerns", "What would have to change", Ask.Concern.allCases.map { Choice($0.rawValue, $0.words) })
            + chosen("benefits", "For whom it is asked", Ask.Beneficiary.allCases.map { Choice($0.rawValue, $0.words) })
            + number(
                "weeks", "Weeks for the answer", "Counted from the day on which the compact is in force and public.",
                fallback: String(PartReading.usualWeeks))
    }

    private func chosen(_ name: String, _ label: String, _ options: [Choice]) -> HTML {
        radios(field(name, label), options: options, chosen: words[name])
    }

    // MARK: Promises

    private var contribution: HTML {
        let party = isNegotiated ? nil : choices.party(words.identifier("by"))
        let day = dateInput(
            field("due-on", "By which day", "For example, 31 7 2004."), value: words.dayWords("due-on"))
        return (isNegotiated ? HTML() : hiddenInput("by", words["by"]))
            + area(
                "text", isNegotiated ? "What is contributed" : "What \(party?.name ?? "this side") contributes",
                "Money, people, help, or a change of practice.")
            + select(
                field("owner", "Who answers for it", ownerHint), options: owners(of: party), chosen: words["owner"],
                blank: "Choose a seat")
            + radios(
                field("due", "When it is due"),
                options: [Choice("throughout", "Throughout the agreement"), Choice("day", "By a day", reveals: day)],
                chosen: words["due"])
    }

    private var ownerHint: String {
        isNegotiated
            ? "A seat, not a person. The side whose seat you choose is the one that promises."
            : "A seat, not a person: people come and go."
    }

    private func owners(of party: BodyRead?) -> [Choice] {
        if isNegotiated { return choices.seats.map { Choice($0.id.description, $0.full) } }
        return choices.seats.filter { $0.body == party?.id }.map { Choice($0.id.description, $0.title) }
    }

    private var undertaking: HTML {
        details(
            "Who answers for it, if it is an undertaking", isOpen: words["sense"] == Part.Sense.undertaking.rawValue,
            undertakingFields(
                field("due", "How it will be kept"), field("due-on", "By which day"),
                field("owner", "Who answers for it", "The side whose seat you choose is the one that promises.")))
    }

    /// How an undertaking is kept, by which day, and who answers for it.
    func undertakingFields(_ due: Field, _ day: Field, _ owner: Field) -> HTML {
        let date = dateInput(day, value: words.dayWords(day.name))
        return radios(
            due,
            options: [
                Choice("day", "Delivers by a day", reveals: date),
                Choice("considers", "Considers", hint: "Kept by publishing a conclusion."),
                Choice("continues", "Continues", hint: "Reported each year."),
            ], chosen: words[due.name], isSmall: true)
            + select(
                owner, options: choices.seats.map { Choice($0.id.description, $0.full) }, chosen: words[owner.name],
                blank: isNegotiated ? "Nobody" : "Choose a seat")
    }

    // MARK: One field

    func field(_ name: String, _ label: String, _ hint: String? = nil) -> Field {
        Field(name, label, hint: hint, in: problems)
    }

    func area(_ name: String, _ label: String, _ hint: String? = nil, rows: Int = 5) -> HTML {
        textArea(field(name, label, hint), value: words[name], rows: rows, limit: Wording.longest)
    }

    func input(_ name: String, _ label: String, _ hint: String? = nil, _ width: InputWidth = .full) -> HTML {
        textInput(field(name, label, hint), value: words[name], width: width)
    }

    func number(_ name: String, _ label: String, _ hint: String? = nil, fallback: String = "") -> HTML {
        // A field that was sent empty stays empty.
        textInput(
            field(name, label, hint), value: words.fields[name] ?? fallback, kind: .wholeNumber, width: .characters4)
    }

    private func chosen(_ name: String, else fallback: String) -> String {
        words[name].isEmpty ? fallback : words[name]
    }
}
