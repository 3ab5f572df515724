import Domain
import Views
import Vocabulary

/// Reading the fields of the parts of an agreement with conditions.
extension PartReading {
    mutating func moneyPart(_ name: Part.Name, above: LineID?) -> Part? {
        switch name {
        case .period: period()
        case .section: section()
        case .condition: condition()
        case .payment: standsUnder(above).flatMap { payment($0) }
        case .returns: returns()
        default: nil
        }
    }

    private mutating func period() -> Part? {
        let (from, until) = (day("from"), day("until"))
        for (day, name, what) in [(from, "from", "first"), (until, "until", "last")]
        where day == nil && !faults.contains(where: { $0.field == name }) {
            faults.append(Fault("form.missing", field: name, "Enter the \(what) day, such as 31 3 2029"))
        }
        guard let from, let until else { return nil }
        return .period(from: from, until: until)
    }

    private mutating func section() -> Part? {
        .section(
            topic: word("topic", "Choose what the section is about", else: .other),
            title: words["title"].isEmpty ? nil : words["title"], text: words["text"])
    }

    private mutating func condition() -> Part? {
        let owner = choices.seat(words.identifier("owner", of: Seat.self))
        var due: Due?
        switch words["due"] {
        case "day": due = dueDay(Fault("condition.due", field: "due-on", "Enter the day by which it is due"))
        case "throughout": due = .throughout
        case "continues": due = .continues
        default:
            if isDone {
                faults.append(
                    Fault("condition.due", field: "due", "Give a due day, or choose throughout or each year"))
            }
        }
        // Money rests on it: it is never taken as throughout because nobody said when.
        if isDone, due == nil {
            faults += Wording.faults(words["text"], field: "text", "what is done")
            if owner == nil {
                faults.append(Fault("promise.owner", field: "owner", "Choose the seat that answers for it"))
            }
            return nil
        }
        // The side whose seat answers for it is the one that promises.
        guard let by = owner?.body ?? standing?.promise?.by ?? party(.authority) else { return nil }
        return .condition(text: words["text"], promise: Promise(by: by, owner: owner?.id, due: due ?? .throughout))
    }

    private mutating func payment(_ condition: LineID) -> Part? {
        let owner = choices.seat(words.identifier("owner", of: Seat.self))
        let typed = day("due-on")
        // What stands is kept only while another day is still being typed.
        let due = isDone ? typed : typed ?? standing?.instalment?.due
        if due == nil, !faults.contains(where: { $0.field == "due-on" }) {
            faults.append(Fault("form.missing", field: "due-on", "Enter the day by which it is to be paid"))
        }
        let amount = amount("amount")
        guard let amount, let due, let by = owner?.body ?? party(.department) else {
            // The rules are not asked as long as there is no part to ask about, so what else is missing is told here.
            faults += Wording.faults(words["text"], field: "text", "what the money is for")
            if owner == nil {
                faults.append(Fault("payment.owner", field: "owner", "Choose the seat that decides on it"))
            }
            return nil
        }
        return .payment(
            condition: condition, text: words["text"],
            instalment: Instalment(by: by, owner: owner?.id, amount: amount, due: due))
    }

    /// The sum that is typed; nothing where none is, which the rules refuse.
    private mutating func amount(_ name: String) -> Money? {
        if words[name].isEmpty { return .nothing }
        let amount = Money(pounds: words[name])
        if amount == nil {
            faults.append(
                Fault("payment.amount", field: name, "Enter an amount in pounds, such as 1,250,000 or 499.50"))
        }
        return amount
    }

    private mutating func returns() -> Part? {
        let owner = choices.seat(words.identifier("owner", of: Seat.self))
        var days: [Day] = []
        for (number, text) in lines("days").enumerated() {
            guard let day = Day(typed: text) else {
                faults.append(
                    Fault("returns.days", field: "days", "Line \(number + 1): enter a real day, such as 31 7 2026"))
                continue
            }
            days.append(day)
        }
        // The other side assesses; of several authorities none assesses another.
        guard faults.isEmpty || isDone, let by = owner?.body ?? standing?.template?.by ?? party(.authority),
            let sort = choices.party(by)?.sort, let to = party(sort == .department ? .authority : .department)
        else { return nil }
        let template = ReturnTemplate(
            by: by, owner: owner?.id, to: to, days: Array(Set(days)).sorted(), figures: lines("figures"),
            weeks: words.number("weeks") ?? (isDone ? 0 : Self.usualAssessment))
        return .returns(text: words["text"], template: template)
    }

    /// The clock with which the form of returns begins.
    static let usualAssessment = 4

    /// The lines of a field of many, without the empty ones.
    func lines(_ name: String) -> [String] {
        words[name].split(whereSeparator: \.isNewline).map { $0.trimmed }.filter { !$0.isEmpty }
    }

    private func party(_ sort: Body.Sort) -> Identifier<Body>? { choices.parties.first { $0.sort == sort }?.id }
}

extension StringProtocol {
    /// Without the spaces at its ends.
    var trimmed: String {
        let start = drop { $0 == " " || $0 == "\t" }
        guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return String(start[...end])
    }
}

extension Day {
    /// A day as people type it: 31 7 2026, 31/7/2026, 31 July 2026, 2026-07-31.
    init?(typed text: String) {
        if let day = Day(text) {
            self = day
            return
        }
        let parts = text.split { !$0.isLetter && !$0.isNumber }.map { $0.lowercased() }
        guard parts.count == 3, let day = Int(parts[0]), let year = Int(parts[2]), (1900...2199).contains(year) else {
            return nil
        }
        let named = Day.months.firstIndex { parts[1].count >= 3 && $0.lowercased().hasPrefix(parts[1]) }
        guard let month = Int(parts[1]) ?? named.map({ $0 + 1 }) else { return nil }
        self.init(year, month, day)
    }
}
