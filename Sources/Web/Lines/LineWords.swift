import Domain
import Vocabulary

/// What the fields of a form say, right or wrong, by their names: those of one line, or of several whose names begin
/// differently.
struct LineWords: Sendable, Equatable {
    private(set) var fields: [String: String]

    /// Words kept; none where nothing was written yet.
    init(_ fields: [String: String] = [:]) { self.fields = fields }

    /// As a form sent them.
    init(_ form: Form) { fields = form.named("") }

    /// What the field of that name says; empty where it says nothing.
    subscript(_ name: String) -> String {
        get { fields[name] ?? "" }
        set { fields[name] = newValue }
    }

    /// A whole number; nil where it is none.
    func number(_ name: String) -> Int? { Int(self[name]) }

    /// An identifier; nil where it is none.
    func identifier<T>(_ name: String, of _: T.Type = T.self) -> Identifier<T>? { Identifier<T>(self[name]) }

    /// The three fields of a day, as they were typed.
    func dayWords(_ name: String) -> DateWords {
        DateWords(day: self["\(name)-day"], month: self["\(name)-month"], year: self["\(name)-year"])
    }

    /// A day from its three fields: nil where all are empty, a refusal where they are no day.
    func day(_ name: String) throws(Refusal) -> Day? {
        let words = LineWords.partsOfDays.map { self["\(name)-\($0)"] }
        if words.allSatisfy(\.isEmpty) { return nil }
        let numbers = words.compactMap { $0.utf8.count <= 4 ? Int($0) : nil }
        guard numbers.count == 3, numbers[2] >= 1900, let day = Day(numbers[2], numbers[1], numbers[0]) else {
            throw Refusal(Fault("form.day", field: name, "Enter a real day, such as 31 7 2004"))
        }
        return day
    }

    /// Fills in the three fields of a day.
    mutating func set(_ name: String, to day: Day?) {
        guard let parts = day?.parts else { return }
        self["\(name)-day"] = String(parts.day)
        self["\(name)-month"] = String(parts.month)
        self["\(name)-year"] = String(parts.year)
    }

    /// Only the words of a line, without whatever else its form carries.
    var ofLine: [String: String] { fields.filter { LineWords.names.contains($0.key) } }

    /// The names of all fields that a line of any part has.
    private static let names: Set<String> = {
        let days = ["due-on", "in-force", "publication", "from", "until", "again"].flatMap { name in
            partsOfDays.map { "\(name)-\($0)" }
        }
        let others = [
            "text", "partner", "said", "area", "title", "reason", "horizon", "by", "owner", "due", "number", "sense",
            "mark", "code", "limit", "name", "seat", "order", "wants", "concerns", "benefits", "weeks",
            "topic", "amount", "figures", "days",
            "set", "measure", "group", "against", "other", "direction", "baseline", "goal-year", "goal", "milestones",
        ]
        return Set(others + days)
    }()

    private static let partsOfDays = ["day", "month", "year"]
}

extension LineWords {
    /// The words with which the form of a line begins.
    init(_ part: Part) {
        self.init()
        switch part {
        case .summary(let text), .vision(let text), .term(let text), .contribution(_, let text, _): self["text"] = text
        case .consulted(let partner, let said): fields = ["partner": partner, "said": said]
        case .target(_, let text, let target): self.init(text, target)
        case .request(let text, let ask):
            fields = [
                "text": text, "wants": ask.wants.rawValue, "concerns": ask.concerns.rawValue,
                "benefits": ask.benefits.rawValue, "weeks": String(ask.weeks),
            ]
        case .priority(let area, let title, let reason, let horizon):
            fields = ["area": area.description, "reason": reason]
            fields["title"] = title
            // Nothing is chosen for somebody who has not written anything yet.
            if !reason.isEmpty { self["horizon"] = horizon.rawValue }
        case .paragraph(let number, let sense, let text, _):
            fields = ["number": String(number), "sense": sense.rawValue, "text": text]
        case .point(_, let mark, let sense, let text, _):
            fields = ["mark": mark, "sense": sense.rawValue, "text": text]
        case .group(let number, let text): fields = ["number": String(number), "text": text]
        case .area(let area, _, let code, let title, let text, let limit):
            fields = ["area": area.description, "code": code, "title": title, "text": text, "limit": limit.rawValue]
        case .note(let mark, let text): fields = ["mark": mark, "text": text]
        case .drafter(let name): self["name"] = name
        case .period(let from, let until):
            set("from", to: from)
            set("until", to: until)
        case .section(let topic, let title, let text):
            fields = ["topic": topic.rawValue, "text": text]
            fields["title"] = title
        case .condition(let text, _): self["text"] = text
        case .payment(_, let text, let instalment):
            self["text"] = text
            fields["owner"] = instalment.owner?.description
            if instalment.amount > .nothing { self["amount"] = String(instalment.amount.description.dropFirst()) }
            set("due-on", to: instalment.due)
        case .returns(let text, let template):
            fields = [
                "text": text, "figures": template.figures.joined(separator: "\n"),
                "days": template.days.map(\.written).joined(separator: "\n"), "weeks": String(template.weeks),
            ]
            fields["owner"] = template.owner?.description
        case .signatory(let seat, let order): fields = ["seat": seat.description, "order": String(order)]
        case .commencement(let inForce, let publication):
            set("in-force", to: inForce)
            set("publication", to: publication)
        }
        if let promise = part.promise { set(promise) }
    }

    private mutating func set(_ promise: Promise) {
        self["by"] = promise.by.description
        fields["owner"] = promise.owner?.description
        guard case .day(let day) = promise.due else {
            self["due"] = promise.due.description
            return
        }
        self["due"] = "day"
        set("due-on", to: day)
    }
}
