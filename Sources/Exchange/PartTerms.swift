public import Domain
public import Vocabulary

extension Part {
    /// What a target, or a part of an agreement with conditions, says besides its text, in words, with the names of bodies and
    /// seats as they are given; nothing of another part.
    ///
    /// - Parameters:
    ///   - body: The name of a body.
    ///   - seat: The name of a seat; of none where none is named yet.
    public func terms(
        body: (Identifier<Body>) -> String, seat: (Identifier<Seat>?) -> String
    ) -> [(key: String, words: String)] {
        switch self {
        case .target(_, _, let target): return target.terms
        case .period(let from, let until): return [("From", from.written), ("Until", until.written)]
        case .section(let topic, _, _): return topic == .other ? [] : [("On", topic.words)]
        case .condition(_, let promise):
            return [("By", body(promise.by)), ("Who answers for it", seat(promise.owner)), ("Due", promise.due.words)]
        case .payment(_, _, let instalment):
            return [
                ("Amount", instalment.amount.description), ("Due", instalment.due.written),
                ("Paid by", body(instalment.by)), ("Who decides", seat(instalment.owner)),
            ]
        case .returns(_, let template):
            let weeks = template.weeks == 1 ? "1 week" : "\(template.weeks) weeks"
            return [
                ("By", body(template.by)), ("Certified by", seat(template.owner)),
                ("Due", template.days.map(\.written).joined(separator: "; ")),
                ("Figures", template.figures.joined(separator: "; ")),
                ("Assessed by", body(template.to)), ("Assessed within", weeks),
            ].filter { !$0.1.isEmpty }
        default: return []
        }
    }
}

extension Target {
    /// What is measured, and from where to where it is to go.
    fileprivate var terms: [(key: String, words: String)] {
        [
            ("Measure", "\(measure) (\(set))"),
            ("Of whom", group == .all ? "" : group.words),
            ("Set against", against.words),
            ("From", words(baseline)),
            ("On the way", milestones.map(words).joined(separator: "; ")),
            ("Goal", words(goal)),
            ("Better", direction == .rise ? "higher" : "lower"),
        ].filter { !$0.1.isEmpty }
    }
}

extension Target.Against {
    /// In words; nothing where the figure itself counts.
    public var words: String {
        switch self {
        case .itself: ""
        case .group(let other):
            "the same place's figure for \(other == .all ? "everybody" : other.words)"
        case .england: "England"
        case .region: "its region"
        }
    }
}

extension Due {
    /// In words, behind what says that it is due: "31 July 2004".
    public var words: String {
        switch self {
        case .day(let day): day.written
        case .throughout: "throughout the agreement"
        case .considers: "when a conclusion is published"
        case .continues: "continues, reported each year"
        }
    }
}

extension PupilGroup {
    /// Whom it is of, as pages say it: "Special", "Gender: Boys"; "All" for everybody.
    public var words: String {
        guard !parts.isEmpty else { return "All" }
        return parts.sorted { $0.key < $1.key }.map { name, value in
            let label = name.replacing("_", with: " ")
            return "\(label.prefix(1).uppercased())\(label.dropFirst()): \(value.replacing("/", with: ", "))"
        }.joined(separator: "; ")
    }
}
