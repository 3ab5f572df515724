import Domain
import HTML
import Views
import Vocabulary

/// What somebody typed as the wording of a line, field by field, right or wrong.
struct LineWords: Sendable, Equatable {
    private(set) var fields: [String: String]

    /// The words of a wording that stands.
    init(_ part: Part) {
        fields = [:]
        switch part {
        case .summary(let text), .vision(let text), .term(let text): set("text", text)
        case .consulted(let partner, let said):
            set("partner", partner)
            set("said", said)
        case .priority(let area, let title, let reason, let horizon):
            set("area", area.description)
            set("title", title ?? "")
            set("reason", reason)
            set("horizon", horizon.rawValue)
        case .contribution(_, let text, let promise):
            set("text", text)
            set(promise)
        case .paragraph(let number, let sense, let text, let promise):
            set("number", String(number))
            set("sense", sense.rawValue)
            set("text", text)
            promise.map { set($0) }
        case .point(_, let mark, let sense, let text, let promise):
            set("mark", mark)
            set("sense", sense.rawValue)
            set("text", text)
            promise.map { set($0) }
        case .group(let number, let text):
            set("number", String(number))
            set("text", text)
        case .area(_, _, let code, let title, let text, let limit):
            set("code", code)
            set("title", title)
            set("text", text)
            set("limit", limit.rawValue)
        case .note(let mark, let text):
            set("mark", mark)
            set("text", text)
        case .drafter(let name): set("name", name)
        case .signatory(let seat, let order):
            set("seat", seat.description)
            set("order", String(order))
        case .commencement(let inForce, let publication):
            inForce.map { set("inForce", $0) }
            publication.map { set("publication", $0) }
        }
    }

    /// Words kept, or as a form sent them.
    init(_ fields: [String: String]) { self.fields = fields.filter { LineWords.names.contains($0.key) } }

    /// The names of all fields that any part has.
    private static let names = Set(
        ["text", "partner", "said", "area", "title", "reason", "horizon", "owner", "due", "number", "sense", "mark"]
            + ["code", "limit", "name", "seat", "order"]
            + ["dueOn", "inForce", "publication"].flatMap { name in ["day", "month", "year"].map { "\(name)-\($0)" } })

    subscript(_ name: String) -> String { fields[name] ?? "" }

    /// The three fields of a day.
    func day(_ name: String) -> DateWords {
        DateWords(day: self["\(name)-day"], month: self["\(name)-month"], year: self["\(name)-year"])
    }

    private mutating func set(_ name: String, _ words: String) { fields[name] = words }

    private mutating func set(_ name: String, _ day: Day) {
        let (year, month, number) = day.parts
        fields["\(name)-day"] = String(number)
        fields["\(name)-month"] = String(month)
        fields["\(name)-year"] = String(year)
    }

    private mutating func set(_ promise: Promise) {
        promise.owner.map { set("owner", $0.description) }
        guard case .day(let day) = promise.due else { return set("due", promise.due.description) }
        set("due", "day")
        set("dueOn", day)
    }
}

extension LineWords {
    /// What a wording cannot say of itself: where it stands, and who writes it.
    struct Place: Sendable {
        let above: LineID?
        /// The lasting name of an area: the one it has, or a new one.
        let area: Identifier<Area>
        let seats: [Identifier<Seat>: SeatRead]
        let side: Identifier<Body>
    }

    /// The wording that these words are. Refused with all that is wrong with them at once.
    func part(_ name: Part.Name, _ place: Place) throws(Refusal) -> Part {
        do {
            return try read(name, place)
        } catch {
            // The rules of the kind would say more, and are not asked as long as there is no part to ask about.
            let empty = WordingFields.texts(name).flatMap { Wording.faults(self[$0.field], field: $0.field, $0.what) }
            let owner =
                name == .contribution && self["owner"].isEmpty
                ? [Fault("promise.owner", field: "owner", "Choose the seat that answers for it")] : []
            throw Refusal(empty + owner + error.faults)
        }
    }

    private func read(_ name: Part.Name, _ place: Place) throws(Refusal) -> Part {
        switch name {
        case .summary: return .summary(text: self["text"])
        case .vision: return .vision(text: self["text"])
        case .term: return .term(text: self["text"])
        case .consulted: return .consulted(partner: self["partner"], said: self["said"])
        case .priority:
            guard let area = Identifier<Area>(self["area"]) else {
                throw missing("area", "Choose an area of the agenda")
            }
            return .priority(
                area: area, title: self["title"].isEmpty ? nil : self["title"], reason: self["reason"],
                horizon: try word("horizon", "Choose how far ahead it looks"))
        case .contribution:
            return .contribution(priority: try above(place), text: self["text"], promise: try promise(place))
        case .paragraph:
            return .paragraph(
                number: try number("number"), sense: try sense(), text: self["text"], promise: try maybePromise(place))
        case .point:
            return .point(
                paragraph: try above(place), mark: self["mark"], sense: try sense(), text: self["text"],
                promise: try maybePromise(place))
        case .group: return .group(number: try number("number"), text: self["text"])
        case .area:
            return .area(
                area: place.area, group: try above(place), code: self["code"], title: self["title"], text: self["text"],
                limit: try word("limit", "Choose who may choose this area"))
        case .note: return .note(mark: self["mark"], text: self["text"])
        case .drafter: return .drafter(name: self["name"])
        case .signatory:
            guard let seat = Identifier<Seat>(self["seat"]) else { throw missing("seat", "Choose who signs") }
            return .signatory(seat: seat, order: try number("order"))
        case .commencement:
            return .commencement(inForce: try maybeDay("inForce"), publication: try maybeDay("publication"))
        }
    }

    private func above(_ place: Place) throws(Refusal) -> LineID {
        guard let above = place.above else {
            throw Refusal(Fault("part.above", "What this line stands under is gone: open the page anew"))
        }
        return above
    }

    private func sense() throws(Refusal) -> Part.Sense { try word("sense", "Choose what it is for") }

    private func maybePromise(_ place: Place) throws(Refusal) -> Promise? {
        self["owner"].isEmpty ? nil : try promise(place)
    }

    private func promise(_ place: Place) throws(Refusal) -> Promise {
        let owner = Identifier<Seat>(self["owner"])
        // The side that promises is the one whose seat answers for it.
        let side = owner.flatMap { place.seats[$0]?.body } ?? place.side
        return Promise(by: side, owner: owner, due: try due())
    }

    private func due() throws(Refusal) -> Due {
        guard self["due"] == "day" else {
            guard let due = Due(self["due"]) else { throw missing("due", "Choose when it is due") }
            return due
        }
        guard let day = try maybeDay("dueOn") else { throw missing("dueOn", "Enter the day by which it is due") }
        return .day(day)
    }

    private func maybeDay(_ name: String) throws(Refusal) -> Day? {
        let words = ["day", "month", "year"].map { self["\(name)-\($0)"] }
        if words.allSatisfy(\.isEmpty) { return nil }
        let numbers = words.compactMap { $0.utf8.count <= 4 ? Int($0) : nil }
        guard numbers.count == 3, numbers[2] >= 1900, let day = Day(numbers[2], numbers[1], numbers[0]) else {
            throw Refusal(Fault("form.day", field: name, "Enter a real day, such as 31 7 2004"))
        }
        return day
    }

    private func number(_ name: String) throws(Refusal) -> Int {
        guard let number = Int(self[name]) else { throw missing(name, "Enter a whole number") }
        return number
    }

    private func word<W: RawRepresentable>(_ name: String, _ message: String) throws(Refusal) -> W
    where W.RawValue == String {
        guard let word = W(rawValue: self[name]) else { throw missing(name, message) }
        return word
    }

    private func missing(_ field: String, _ message: String) -> Refusal {
        Refusal(Fault("form.missing", field: field, message))
    }
}

/// The fields of a wording, by its part.
struct WordingFields {
    let shown: ShownAgreement
    let part: Part.Name
    let words: LineWords
    let problems: [FormProblem]

    var html: HTML {
        switch part {
        case .summary: area("text", "What changes, for whom and when", hint: "In plain words, for the public")
        case .vision: area("text", "The vision")
        case .term: area("text", "The term", rows: 3)
        case .consulted: input("partner", "Name of the partner") + area("said", "What the partner said")
        case .priority: priority
        case .contribution: area("text", "What is contributed", rows: 4) + promise(isRequired: true)
        case .paragraph: number("number", "Number") + sense + area("text", "The paragraph") + promise(isRequired: false)
        case .point:
            short("mark", "Mark", hint: "A letter, or a dash") + sense + area("text", "The point", rows: 3)
                + promise(isRequired: false)
        case .group: number("number", "Number") + area("text", "Opening text of the group")
        case .area:
            short("code", "Letter") + input("title", "Title") + area("text", "Full wording") + limit
        case .note: short("mark", "Mark") + area("text", "The note", rows: 3)
        case .drafter: input("name", "Name of the body")
        case .signatory: signatory
        case .commencement:
            dateInput(
                field("inForce", "In force from", hint: "Leave it open for the day of the last signature"),
                value: words.day("inForce"))
                + dateInput(
                    field("publication", "Public from", hint: "Leave it open for the day it comes into force"),
                    value: words.day("publication"))
        }
    }

    /// The fields of a part that must not be empty, and what completes "Enter …".
    static func texts(_ name: Part.Name) -> [(field: String, what: String)] {
        switch name {
        case .priority: [("reason", "why this area matters here")]
        case .contribution: [("text", "what is contributed")]
        case .paragraph: [("text", "the paragraph")]
        case .point: [("text", "the point")]
        case .group: [("text", "the group's opening text")]
        case .area: [("title", "the area's title"), ("text", "the area's text")]
        default: []
        }
    }

    private func field(_ name: String, _ label: String, hint: String? = nil) -> Field {
        Field(name, label, hint: hint, in: problems)
    }

    private func area(_ name: String, _ label: String, hint: String? = nil, rows: Int = 6) -> HTML {
        textArea(field(name, label, hint: hint), value: words[name], rows: rows, limit: Wording.longest)
    }

    private func input(_ name: String, _ label: String, hint: String? = nil) -> HTML {
        textInput(field(name, label, hint: hint), value: words[name])
    }

    private func short(_ name: String, _ label: String, hint: String? = nil) -> HTML {
        textInput(field(name, label, hint: hint), value: words[name], width: .characters4)
    }

    private func number(_ name: String, _ label: String, hint: String? = nil) -> HTML {
        textInput(field(name, label, hint: hint), value: words[name], kind: .wholeNumber, width: .characters4)
    }

    private var priority: HTML {
        let areas = shown.read.areas.sorted { $0.value.code < $1.value.code }.map {
            Choice($0.key.description, "\($0.value.code). \($0.value.title)")
        }
        let horizons = Part.Horizon.allCases.map { Choice($0.rawValue, $0.words) }
        let title = input(
            "title", "A title of your own (optional)",
            hint: "Only where the area asks for one, or to say it more closely")
        return select(
            field("area", "Area of the agenda"), options: areas, chosen: words["area"], blank: "Choose an area")
            + title + area("reason", "Why it matters here")
            + radios(
                field("horizon", "How far ahead does it look?"), options: horizons, chosen: words["horizon"],
                isInline: true)
    }

    private var sense: HTML {
        select(
            field("sense", "What is it for?"), options: Part.Sense.allCases.map { Choice($0.rawValue, $0.words) },
            chosen: words["sense"].isEmpty ? Part.Sense.context.rawValue : words["sense"])
    }

    private var limit: HTML {
        radios(
            field("limit", "Who may choose it?"), options: Part.Limit.allCases.map { Choice($0.rawValue, $0.words) },
            chosen: words["limit"].isEmpty ? Part.Limit.anyone.rawValue : words["limit"])
    }

    private func promise(isRequired: Bool) -> HTML {
        let label = isRequired ? "Who answers for it?" : "Who answers for it? Only for an undertaking"
        let owner = select(
            field("owner", label, hint: "The side whose seat you choose is the one that promises"), options: seats(),
            chosen: words["owner"], blank: isRequired ? "Choose a seat" : "Nobody")
        let day = Choice(
            "day", "By a day",
            reveals: dateInput(field("dueOn", "Due day", hint: "For example, 31 7 2004"), value: words.day("dueOn")))
        let manner =
            isRequired
            ? [Choice("throughout", "Throughout the agreement")]
            : [
                Choice("considers", "It is to be considered", hint: "Kept by publishing a conclusion"),
                Choice("continues", "It continues", hint: "Reported each year"),
                Choice("throughout", "Throughout the agreement"),
            ]
        return owner + radios(field("due", "When is it due?"), options: [day] + manner, chosen: words["due"])
    }

    private var signatory: HTML {
        select(field("seat", "Who signs?"), options: seats(.sign), chosen: words["seat"], blank: "Choose a seat")
            + number("order", "Order of signing", hint: "Lower numbers sign first; equal ones in any order")
    }

    private func seats(_ power: Power? = nil) -> [Choice] {
        shown.seats.values.filter { seat in power.map { seat.office.may($0) } ?? true }
            .sorted { ($0.bodyName, $0.title) < ($1.bodyName, $1.title) }
            .map { Choice($0.id.description, "\($0.bodyName): \($0.title)") }
    }
}
