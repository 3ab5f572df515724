import Domain
import Views
import Vocabulary

/// A line as a form gives it, and what the form alone shows to be wrong.
struct LineReading: Sendable {
    let content: Part?
    let faults: [Fault]

    /// Reads the words of a part; `isDone` where their author says so, and nothing may be left open.
    init(
        _ name: Part.Name, above: LineID?, _ words: LineWords, standing: Part? = nil, _ choices: LineChoices,
        isDone: Bool = true
    ) {
        var reading = PartReading(words: words, choices: choices, isDone: isDone)
        reading.standing = standing
        content = reading.part(name, above: above)
        // What is still being typed is kept as far as it goes.
        faults = isDone || content == nil ? reading.faults : []
    }

    /// The seats that it names.
    var seats: [Identifier<Seat>] { content?.seats ?? [] }

    /// The line, where the form gives one at all.
    func part() throws(Refusal) -> Part {
        if let content { return content }
        throw faults.isEmpty ? Form.unreadable : Refusal(faults)
    }

    /// What a rule makes of the line. Refused with all that is wrong at once: what the rule says, and what the form shows.
    func checked<Result>(by rule: () throws(Refusal) -> Result) throws(Refusal) -> Result {
        let result: Result
        do throws(Refusal) {
            result = try rule()
        } catch {
            // Whoever has not read what stands now is told that, and nothing else.
            throw error.current == nil ? Refusal(error.faults + faults) : error
        }
        guard faults.isEmpty else { throw Refusal(faults) }
        return result
    }
}

/// Reading the fields of lines.
struct PartReading {
    let words: LineWords
    let choices: LineChoices
    let isDone: Bool
    /// What stands before the names of the fields, where one form has several lines.
    var start = ""
    /// What stands now: it tells which area the line is, and keeps its due day while another is still being typed.
    var standing: Part?
    var faults: [Fault] = []

    mutating func part(_ name: Part.Name, above: LineID?) -> Part? {
        switch name {
        case .summary: return .summary(text: words["text"])
        case .vision: return .vision(text: words["text"])
        case .term: return .term(text: words["text"])
        case .consulted: return .consulted(partner: words["partner"], said: words["said"])
        case .drafter: return .drafter(name: words["name"])
        case .note: return .note(mark: words["mark"], text: words["text"])
        case .group: return .group(number: groupNumber(), text: words["text"])
        case .priority: return priority()
        case .contribution: return standsUnder(above).flatMap { contribution($0) }
        case .target: return standsUnder(above).flatMap { target($0) }
        case .request: return request()
        case .paragraph:
            let (sense, promise) = undertaking()
            return .paragraph(
                number: words.number("number") ?? 0, sense: sense, text: words["text"], promise: promise)
        case .point:
            guard let above = standsUnder(above) else { return nil }
            let (sense, promise) = undertaking()
            return .point(paragraph: above, mark: words["mark"], sense: sense, text: words["text"], promise: promise)
        case .area: return standsUnder(above).flatMap { area($0) }
        case .signatory:
            let order = words.number("order") ?? 0
            return seat("Choose a seat of one of the parties").map { .signatory(seat: $0, order: order) }
        case .period, .section, .condition, .payment, .returns: return moneyPart(name, above: above)
        case .commencement: return .commencement(inForce: day("in-force"), publication: day("publication"))
        }
    }

    mutating func standsUnder(_ above: LineID?) -> LineID? {
        if above == nil {
            faults.append(Fault("part.above", "What this line stands under is gone: open the page anew"))
        }
        return above
    }

    private mutating func groupNumber() -> Int {
        if let number = words.number("number"), (1...999).contains(number) { return number }
        faults.append(Fault("form.number", field: "number", "Give the group a number from 1"))
        return 0
    }

    private mutating func area(_ group: LineID) -> Part? {
        var known = words.identifier("area", of: Area.self)
        if case .area(let area, _, _, _, _, _) = standing { known = area }
        guard let known else { return nil }
        return .area(
            area: known, group: group, code: words["code"], title: words["title"], text: words["text"], limit: limit())
    }

    private mutating func priority() -> Part? {
        let horizon = Part.Horizon(rawValue: words["horizon"])
        if horizon == nil, isDone {
            faults.append(Fault("priority.horizon", field: "horizon", "Choose how far ahead it looks"))
        }
        guard let area = words.identifier("area", of: Area.self) else {
            // The rules are not asked as long as there is no part to ask about, so an empty reason is told here.
            faults.insert(Fault("form.missing", field: "area", "Choose an area of the agenda"), at: 0)
            faults += Wording.faults(words["reason"], field: "reason", "why this area matters here")
            return nil
        }
        return .priority(
            area: area, title: words["title"].isEmpty ? nil : words["title"], reason: words["reason"],
            horizon: horizon ?? .short)
    }

    private mutating func request() -> Part? {
        // In a compact the authority asks, and the Department answers.
        var sides = (
            choices.parties.first { $0.sort == .authority }?.id, choices.parties.first { $0.sort == .department }?.id
        )
        // Of several authorities it stays the one that asks.
        if case .request(_, let ask) = standing { sides = (ask.by, ask.of) }
        guard let by = sides.0, let of = sides.1 else {
            faults.append(Fault("request.side", "A request is made by one party and answered by another"))
            return nil
        }
        let ask = Ask(
            by: by, of: of, wants: word("wants", "Choose what is asked for", else: .change),
            concerns: word("concerns", "Choose what would have to change", else: .policy),
            benefits: word("benefits", "Choose for whom it is asked", else: .authority),
            weeks: words.number("weeks") ?? (isDone ? 0 : standingWeeks))
        return .request(text: words["text"], ask: ask)
    }

    /// What a clock that is still being typed stands for.
    private var standingWeeks: Int {
        if case .request(_, let ask) = standing { ask.weeks } else { Self.usualWeeks }
    }

    /// The clock with which the form of a request begins.
    static let usualWeeks = 12

    /// The seat that signs.
    mutating func seat(_ message: String) -> Identifier<Seat>? {
        let seat = words.identifier(start + "seat", of: Seat.self)
        if seat == nil { faults.append(Fault("signatory.seat", field: start + "seat", message)) }
        return seat
    }

    // MARK: Promises

    private mutating func contribution(_ priority: LineID) -> Part? {
        let owner = words.identifier("owner", of: Seat.self)
        // In a negotiation the side that promises is the one whose seat answers for it.
        let settled = choices.proposer.map { choices.seat(owner)?.body ?? standing?.promise?.by ?? $0 }
        guard let by = settled ?? words.identifier("by", of: Body.self) else {
            faults.append(Fault("promise.side", field: "by", "Choose which party makes this promise"))
            return nil
        }
        var due: Due?
        switch words["due"] {
        case "day":
            due = dueDay(Fault("contribution.due", field: "due-on", "Enter the day by which it is due"))
        case "throughout": due = .throughout
        default:
            if isDone { faults.append(Fault("contribution.due", field: "due", "Give a due day, or choose throughout")) }
        }
        return .contribution(
            priority: priority, text: words["text"], promise: Promise(by: by, owner: owner, due: due ?? .throughout))
    }

    /// What a paragraph or point is for; with its owner and due day, where it is an undertaking and either is given.
    mutating func undertaking() -> (Part.Sense, Promise?) {
        let sense: Part.Sense = word("sense", "Choose what it is for", else: .context)
        return (sense, sense == .undertaking ? promise() : nil)
    }

    private mutating func promise() -> Promise? {
        // Whoever negotiates takes a promise away by naming nobody, for a way of keeping it cannot be unchosen.
        if choices.proposer != nil, words[start + "owner"].isEmpty { return nil }
        let owner = choices.seat(words.identifier(start + "owner", of: Seat.self))
        var due: Due?
        switch words[start + "due"] {
        case "day":
            due = dueDay(
                Fault("undertaking.due", field: start + "due-on", "Enter the day by which it will be delivered"))
        case "considers": due = .considers
        case "continues": due = .continues
        default:
            if owner != nil, isDone {
                faults.append(Fault("undertaking.due", field: start + "due", "Choose how the undertaking will be kept"))
            }
        }
        guard let due, let by = owner?.body ?? choices.parties.first(where: { $0.sort == .department })?.id else {
            return nil
        }
        return Promise(by: by, owner: owner?.id, due: due)
    }

    /// The due day that is typed; the one that stands as long as none is.
    mutating func dueDay(_ missing: Fault) -> Due? {
        if isDone, words.dayWords(start + "due-on") == DateWords() { faults.append(missing) }
        return day("due-on").map { .day($0) } ?? standing?.promise?.due
    }

    // MARK: One field

    /// Who may choose an area.
    mutating func limit() -> Part.Limit { word("limit", "Choose who may choose this area", else: .anyone) }

    mutating func day(_ name: String) -> Day? {
        do throws(Refusal) {
            return try words.day(start + name)
        } catch {
            faults += error.faults
            return nil
        }
    }

    mutating func word<Word: RawRepresentable<String>>(
        _ name: String, _ message: String, else fallback: Word
    ) -> Word {
        if let word = Word(rawValue: words[start + name]) { return word }
        if isDone { faults.append(Fault("form.missing", field: start + name, message)) }
        return fallback
    }
}
