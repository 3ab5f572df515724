import Domain
import HTML
import Views
import Vocabulary

/// The form of one line of a draft: its fields with the words in them.
struct LineForm: Sendable {
    let name: Part.Name
    let words: [String: String]
    let choices: LineChoices
    /// What is wrong with the words.
    var problems: [FormProblem] = []

    /// The fields.
    var fields: HTML {
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
        case .signatory: signatory
        case .commencement: commencement
        }
    }

    private var priority: HTML {
        let area = Identifier<Area>(words["area"] ?? "").flatMap { choices.agenda?[$0] }
        let title: HTML =
            area?.limit == .titled || words["title"] != nil && words["title"] != ""
            ? input(
                "title", "Your own title for this area", "Area \(area?.code ?? "") is open: say what it is about here.")
            : HTML()
        return hiddenInput("area", words["area"] ?? "") + title
            + self.area("reason", "Why it matters here", "What makes this area a priority in your own place.", rows: 8)
            + radios(
                field("horizon", "How far ahead it looks"),
                options: Part.Horizon.allCases.map { Choice($0.rawValue, DraftWords.horizon($0)) },
                chosen: words["horizon"], isInline: true)
    }

    private var contribution: HTML {
        let party = choices.party(Identifier<Body>(words["by"] ?? ""))
        let day = dateInput(field("due-on", "By which day", "For example, 31 7 2004."), value: date("due-on"))
        return hiddenInput("by", words["by"] ?? "")
            + area(
                "text", "What \(party?.name ?? "this side") contributes",
                "Money, people, help, or a change of practice.")
            + select(
                field("owner", "Who answers for it", "A seat, not a person: people come and go."),
                options: choices.seats.filter { $0.body == party?.id }.map { Choice($0.id.description, $0.title) },
                chosen: words["owner"], blank: "Choose a seat")
            + radios(
                field("due", "When it is due"),
                options: [Choice("throughout", "Throughout the agreement"), Choice("day", "By a day", reveals: day)],
                chosen: words["due"])
    }

    private var areaFields: HTML {
        hiddenInput("area", words["area"] ?? "") + input("code", "Letter", "A small letter.", .characters2)
            + input("title", "Short name", "Ours, for lists and headings; the wording below is what counts.")
            + area("text", "Wording")
            + radios(
                field("limit", "Who may choose it"),
                options: Part.Limit.allCases.map { Choice($0.rawValue, DraftWords.limit($0)) },
                chosen: words["limit"] ?? Part.Limit.anyone.rawValue)
    }

    private var sense: HTML {
        select(
            field("sense", "What it is for"),
            options: Part.Sense.allCases.map { Choice($0.rawValue, DraftWords.sense($0)) },
            chosen: words["sense"] ?? Part.Sense.context.rawValue)
    }

    private var undertaking: HTML {
        details(
            "Who answers for it, if it is an undertaking", isOpen: words["sense"] == Part.Sense.undertaking.rawValue,
            undertakingFields(
                field("due", "How it will be kept"), field("due-on", "By which day"),
                field("owner", "Who answers for it")))
    }

    /// How an undertaking is kept, by which day, and who answers for it.
    func undertakingFields(_ due: Field, _ day: Field, _ owner: Field) -> HTML {
        let date = dateInput(day, value: date(day.name))
        return radios(
            due,
            options: [
                Choice("day", "Delivers by a day", reveals: date),
                Choice("considers", "Considers", hint: "Kept by publishing a conclusion."),
                Choice("continues", "Continues", hint: "Reported each year."),
            ], chosen: words[due.name], isSmall: true)
            + select(
                owner, options: choices.seats.map { Choice($0.id.description, $0.full) }, chosen: words[owner.name],
                blank: "Choose a seat")
    }

    private var signatory: HTML {
        select(
            field("seat", "Seat", "Seats of the parties that may sign agreements."),
            options: choices.seats.filter { $0.office.may(.sign) }.map { Choice($0.id.description, $0.full) },
            chosen: words["seat"], blank: "Choose a seat")
            + number(
                "order", "Order of signing", "1 signs first. Seats with the same number sign in any order.",
                fallback: "1")
    }

    private var commencement: HTML {
        dateInput(
            field("in-force", "In force from (optional)", "Not before the last signature, whatever day is given."),
            value: date("in-force"))
            + dateInput(
                field("publication", "Public from (optional)", "Leave this empty to publish it when it is in force."),
                value: date("publication"))
    }

    // MARK: One field

    private func field(_ name: String, _ label: String, _ hint: String? = nil) -> Field {
        Field(name, label, hint: hint, in: problems)
    }

    private func area(_ name: String, _ label: String, _ hint: String? = nil, rows: Int = 5) -> HTML {
        textArea(field(name, label, hint), value: words[name] ?? "", rows: rows, limit: Wording.longest)
    }

    private func input(_ name: String, _ label: String, _ hint: String? = nil, _ width: InputWidth = .full) -> HTML {
        textInput(field(name, label, hint), value: words[name] ?? "", width: width)
    }

    private func number(_ name: String, _ label: String, _ hint: String? = nil, fallback: String = "") -> HTML {
        textInput(field(name, label, hint), value: words[name] ?? fallback, kind: .wholeNumber, width: .characters4)
    }

    private func date(_ name: String) -> DateWords {
        DateWords(
            day: words["\(name)-day"] ?? "", month: words["\(name)-month"] ?? "", year: words["\(name)-year"] ?? "")
    }
}

extension LineForm {
    /// The words with which the form of a line begins.
    static func words(of part: Part) -> [String: String] {
        var words: [String: String] = [:]
        switch part {
        case .summary(let text), .vision(let text), .term(let text), .contribution(_, let text, _): words["text"] = text
        case .consulted(let partner, let said): words = ["partner": partner, "said": said]
        case .priority(let area, let title, let reason, let horizon):
            words = ["area": area.description, "reason": reason]
            words["title"] = title
            // Nothing is chosen for somebody who has not written anything yet.
            if !reason.isEmpty { words["horizon"] = horizon.rawValue }
        case .paragraph(let number, let sense, let text, _):
            words = ["number": String(number), "sense": sense.rawValue, "text": text]
        case .point(_, let mark, let sense, let text, _): words = ["mark": mark, "sense": sense.rawValue, "text": text]
        case .group(let number, let text): words = ["number": String(number), "text": text]
        case .area(let area, _, let code, let title, let text, let limit):
            words = ["area": area.description, "code": code, "title": title, "text": text, "limit": limit.rawValue]
        case .note(let mark, let text): words = ["mark": mark, "text": text]
        case .drafter(let name): words = ["name": name]
        case .signatory(let seat, let order): words = ["seat": seat.description, "order": String(order)]
        case .commencement(let inForce, let publication):
            put(inForce, as: "in-force", in: &words)
            put(publication, as: "publication", in: &words)
        }
        if let promise = part.promise {
            words["by"] = promise.by.description
            words["owner"] = promise.owner?.description
            if case .day(let day) = promise.due {
                words["due"] = "day"
                put(day, as: "due-on", in: &words)
            } else {
                words["due"] = promise.due.description
            }
        }
        return words
    }

    static func put(_ day: Day?, as name: String, in words: inout [String: String]) {
        guard let parts = day?.parts else { return }
        words["\(name)-day"] = String(parts.day)
        words["\(name)-month"] = String(parts.month)
        words["\(name)-year"] = String(parts.year)
    }
}

/// A line as a form gives it, and what the form alone shows to be wrong.
struct ReadLineForm: Sendable {
    let content: Part?
    let faults: [Fault]

    /// The seats that it names.
    var seats: [Identifier<Seat>] {
        if case .signatory(let seat, _) = content { return [seat] }
        return content?.promise?.owner.map { [$0] } ?? []
    }

    /// Reads a form of a part; `isDone` where its author says so, and nothing may be left open.
    init(
        _ name: Part.Name, above: LineID?, _ form: Form, standing: Part?, _ choices: LineChoices, isDone: Bool
    ) {
        var reading = Reading(form: form, choices: choices, isDone: isDone)
        reading.standing = standing?.promise?.due
        content = reading.part(name, above: above)
        faults = reading.faults
    }
}

/// Reading the fields of a line.
struct Reading {
    let form: Form
    let choices: LineChoices
    let isDone: Bool
    /// What stands before the names of the fields, where one form has several lines.
    var start = ""
    /// When the line was due before: kept while a new day is still being typed.
    var standing: Due?
    var faults: [Fault] = []

    mutating func part(_ name: Part.Name, above: LineID?) -> Part? {
        switch name {
        case .summary: return .summary(text: form["text"])
        case .vision: return .vision(text: form["text"])
        case .term: return .term(text: form["text"])
        case .consulted: return .consulted(partner: form["partner"], said: form["said"])
        case .drafter: return .drafter(name: form["name"])
        case .note: return .note(mark: form["mark"], text: form["text"])
        case .group: return .group(number: number("number", "Give the group a number from 1"), text: form["text"])
        case .priority: return priority()
        case .contribution: return above.flatMap { contribution($0) }
        case .paragraph:
            return .paragraph(
                number: form.number("number") ?? 0, sense: sense(), text: form["text"], promise: promise())
        case .point:
            return above.map {
                .point(paragraph: $0, mark: form["mark"], sense: sense(), text: form["text"], promise: promise())
            }
        case .area:
            guard let above, let area = form.identifier("area", of: Area.self) else { return nil }
            return .area(
                area: area, group: above, code: form["code"], title: form["title"], text: form["text"],
                limit: Part.Limit(rawValue: form["limit"]) ?? .anyone)
        case .signatory:
            guard let seat = form.identifier("seat", of: Seat.self) else {
                faults.append(Fault("signatory.seat", field: "seat", "Choose a seat of one of the parties"))
                return nil
            }
            return .signatory(seat: seat, order: form.number("order") ?? 0)
        case .commencement: return .commencement(inForce: day("in-force"), publication: day("publication"))
        }
    }

    private mutating func priority() -> Part? {
        guard let area = form.identifier("area", of: Area.self) else { return nil }
        let horizon = Part.Horizon(rawValue: form["horizon"])
        if horizon == nil, isDone {
            faults.append(Fault("priority.horizon", field: "horizon", "Choose how far ahead it looks"))
        }
        return .priority(area: area, title: form.maybe("title"), reason: form["reason"], horizon: horizon ?? .short)
    }

    private mutating func contribution(_ priority: LineID) -> Part? {
        guard let by = form.identifier("by", of: Body.self) else {
            faults.append(Fault("promise.side", field: "by", "Choose which party makes this promise"))
            return nil
        }
        let due: Due
        switch form["due"] {
        case "day":
            let day = day("due-on")
            if form.dayWords("due-on") == DateWords(), isDone {
                faults.append(Fault("contribution.due", field: "due-on", "Enter the day by which it is due"))
            }
            due = day.map { .day($0) } ?? standing ?? .throughout
        case "throughout": due = .throughout
        default:
            if isDone { faults.append(Fault("contribution.due", field: "due", "Give a due day, or choose throughout")) }
            due = .throughout
        }
        return .contribution(
            priority: priority, text: form["text"],
            promise: Promise(by: by, owner: form.identifier("owner", of: Seat.self), due: due))
    }

    mutating func sense() -> Part.Sense { Part.Sense(rawValue: form[start + "sense"]) ?? .context }

    /// An undertaking's owner and due day; nil where neither is given, or where the line is something else.
    mutating func promise() -> Promise? {
        guard sense() == .undertaking else { return nil }
        let owner = choices.seat(form.identifier(start + "owner", of: Seat.self))
        let due: Due?
        switch form[start + "due"] {
        case "day":
            let before = faults.count
            due = day(start + "due-on").map { .day($0) } ?? standing
            if form.dayWords(start + "due-on") == DateWords(), isDone, faults.count == before {
                faults.append(
                    Fault("undertaking.due", field: start + "due-on", "Enter the day by which it will be delivered"))
            }
        case "considers": due = .considers
        case "continues": due = .continues
        default:
            due = nil
            if owner != nil, isDone {
                faults.append(Fault("undertaking.due", field: start + "due", "Choose how the undertaking will be kept"))
            }
        }
        guard let due, let by = owner?.body ?? choices.parties.first(where: { $0.sort == .department })?.id else {
            return nil
        }
        return Promise(by: by, owner: owner?.id, due: due)
    }

    private mutating func number(_ name: String, _ message: String) -> Int {
        if let number = form.number(name), (1...999).contains(number) { return number }
        faults.append(Fault("form.number", field: name, message))
        return 0
    }

    mutating func day(_ name: String) -> Day? {
        do throws(Refusal) {
            return try form.day(name)
        } catch {
            faults += error.faults
            return nil
        }
    }
}
