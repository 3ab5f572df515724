public import Vocabulary

/// What was published of a target's measure at its place in one period.
public struct Observation: Hashable, Sendable {
    public let period: Period
    /// The figure for the target's group at its place.
    public let figure: Figure
    /// What a gap target sets it against: the figure of the other group, of England or of the region.
    public let other: Figure?
    /// The name of the release that it is from.
    public let release: String?

    /// A published figure with what it is set against.
    public init(period: Period, figure: Figure, other: Figure? = nil, release: String? = nil) {
        (self.period, self.figure, self.other, self.release) = (period, figure, other, release)
    }
}

/// What published figures say of a target: computed each time, and never typed in.
public struct Judgement: Hashable, Codable, Sendable {
    public let verdict: Verdict
    /// What it rests on; nil where it cannot be judged.
    public let actual: Actual?
    /// What was expected in that period, on the way to the goal.
    public let expected: Double?
    public let goal: Target.Point
    /// The name of the release that it rests on.
    public let release: String?
    /// All of it in one sentence.
    public let sentence: String
    /// What else there is to know, a sentence each.
    public let notes: [String]

    /// A published value, as the target measures it.
    public struct Actual: Hashable, Codable, Sendable {
        public let period: Period
        public let value: Double
        /// The value as a person reads it, with the target's decimals and unit: `52%`.
        public let text: String
    }

    /// How a target stands.
    public enum Verdict: Hashable, Sendable {
        /// The goal's year was published, and is at least as good as the goal.
        case met
        /// The goal's year is to come, and the latest figure is at least as good as was expected by then.
        case onCourse
        /// The goal's year is to come, and the latest figure is worse than was expected by then.
        case behind
        /// The goal's year was published, and is worse than the goal.
        case missed
        case cannotBeJudged(Reason)
    }

    /// Why a target cannot be judged.
    public enum Reason: Hashable, Sendable {
        /// Nothing of this measure was published for the place.
        case nothingPublished
        /// Nothing was published since the baseline, so far.
        case nothingSinceBaseline
        /// A later year than the goal's was published, and the goal's was not: there were no tests in 2020.
        case goalNotPublished
        /// There is a row without a value.
        case missing(Missing, of: Side)
    }

    /// Which of the two figures of a gap.
    public enum Side: String, CaseIterable, Sendable {
        /// That of the target's group at its place; the only one where the target is no gap.
        case own
        /// The one that it is set against.
        case other
    }
}

extension Judgement.Verdict: CustomStringConvertible {
    /// The word that lists and tables show.
    public enum Name: String, Codable, CaseIterable, Sendable {
        case met
        case onCourse = "on course"
        case behind
        case missed
        case cannotBeJudged = "cannot be judged"
    }

    /// Which of the words it is.
    public var name: Name {
        switch self {
        case .met: .met
        case .onCourse: .onCourse
        case .behind: .behind
        case .missed: .missed
        case .cannotBeJudged: .cannotBeJudged
        }
    }

    /// The word, with the reason where there is one: `cannot be judged: missing own suppressed`.
    public var description: String {
        if case .cannotBeJudged(let reason) = self { "\(name.rawValue): \(reason)" } else { name.rawValue }
    }

    /// Reads what `description` writes.
    public init?(_ text: String) {
        switch Name(rawValue: text) {
        case .met: self = .met
        case .onCourse: self = .onCourse
        case .behind: self = .behind
        case .missed: self = .missed
        case .cannotBeJudged, nil:
            let start = "\(Name.cannotBeJudged.rawValue): "
            guard text.hasPrefix(start), let reason = Judgement.Reason(String(text.dropFirst(start.count)))
            else { return nil }
            self = .cannotBeJudged(reason)
        }
    }
}

extension Judgement.Verdict: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let verdict = Judgement.Verdict(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is no verdict")
        }
        self = verdict
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Judgement.Reason: CustomStringConvertible {
    private static let missing: [(Missing, String)] = [
        (.suppressed, "suppressed"), (.notApplicable, "not applicable"), (.confidential, "confidential"),
        (.notAvailable, "not available"), (.lowCoverage, "low coverage"), (.notPublished, "not published"),
    ]

    /// A few words: `nothing published`, `missing other suppressed`.
    public var description: String {
        switch self {
        case .nothingPublished: "nothing published"
        case .nothingSinceBaseline: "nothing since the baseline"
        case .goalNotPublished: "goal not published"
        case .missing(let missing, let side):
            "missing \(side.rawValue) \(Self.missing.first { $0.0 == missing }?.1 ?? "")"
        }
    }

    /// Reads what `description` writes.
    public init?(_ text: String) {
        let missing = Judgement.Side.allCases.flatMap { side in
            Self.missing.map { Judgement.Reason.missing($0.0, of: side) }
        }
        let all = [.nothingPublished, .nothingSinceBaseline, .goalNotPublished] + missing
        guard let reason = all.first(where: { $0.description == text }) else { return nil }
        self = reason
    }
}

extension Judgement {
    /// What has changed since an earlier judgement of the same target, such as by a revised release, in one sentence; nil where
    /// nothing has.
    public func change(from earlier: Judgement) -> String? {
        let isSame =
            actual?.period.years == earlier.actual?.period.years && actual?.text == earlier.actual?.text
        guard verdict != earlier.verdict || !isSame else { return nil }
        let turn = turn(from: earlier)
        switch (earlier.actual, actual) {
        case (nil, nil): return turn.capitalised
        case (_?, _?) where isSame: return turn.capitalised
        case (nil, let now?):
            return "A figure for \(now.period.years) was published, \(now.text): \(turn)"
        case (let then?, nil):
            return "The figure for \(then.period.years), \(then.text) before, no longer counts: \(turn)"
        case (let then?, let now?) where then.period.years == now.period.years:
            return "The figure for \(now.period.years) is now \(now.text), and was \(then.text) before: \(turn)"
        case (let then?, let now?):
            let latest = "The latest figure is now \(now.text) in \(now.period.years)"
            return "\(latest), after \(then.text) in \(then.period.years): \(turn)"
        }
    }

    /// How the verdict turned, in words that follow a colon.
    private func turn(from earlier: Judgement) -> String {
        if verdict.name == earlier.verdict.name {
            return verdict.name == .cannotBeJudged
                ? "the target still cannot be judged, for another reason."
                : "the target is \(verdict.name.rawValue) as before."
        }
        switch (earlier.verdict.name, verdict.name) {
        case (.cannotBeJudged, let now): return "the target could not be judged before and is now \(now.rawValue)."
        case (let then, .cannotBeJudged): return "the target was \(then.rawValue) and can no longer be judged."
        case (let then, let now): return "the target was \(then.rawValue) and is now \(now.rawValue)."
        }
    }
}

extension Missing {
    /// Why there is no value, after "the figure": `is kept confidential`.
    var words: String {
        switch self {
        case .suppressed: "is suppressed, because so few people are behind it that they could be recognised"
        case .notApplicable: "is missing, because the question does not arise here"
        case .confidential: "is kept confidential"
        case .notAvailable: "is not available"
        case .lowCoverage: "is left out, because too few took part for it to speak of all"
        case .notPublished: "is not published yet"
        }
    }
}

/// What was published in one period, of the two figures of a gap or of the one.
private struct Reading {
    let period: Period
    let value: Double?
    /// Why there is no value.
    let lack: (missing: Missing, side: Judgement.Side)?
    let release: String?

    init(_ observation: Observation, _ against: Target.Against) {
        (period, release) = (observation.period, observation.release)
        let own = observation.figure.number
        // A figure that counts by itself is taken as it was published, to its last digit.
        if against == .itself, case .value(let own) = own {
            (value, lack) = (own, nil)
            return
        }
        let other = against == .itself ? Figure.value(0) : (observation.other ?? .missing(.notAvailable)).number
        switch (own, other) {
        case (.value(let own), .value(let other)): (value, lack) = (own.less(other), nil)
        case (.value, .missing(let missing)): (value, lack) = (nil, (missing, .other))
        case (.missing(let missing), _): (value, lack) = (nil, (missing, .own))
        }
    }

    /// Whether it was published at all, be it without a value.
    var isPublished: Bool { lack?.missing != .notPublished }
}

extension Observation {
    /// What a target takes of it: the figure, or how far it is from what it is set against; nil where there is no such value.
    public func value(for target: Target) -> Double? { Reading(self, target.against).value }
}

extension Figure {
    /// The same; nothing where its value is no number.
    fileprivate var number: Figure {
        if case .value(let value) = self, !value.isFinite { .missing(.notAvailable) } else { self }
    }

    /// Some fixed order, so that of two figures that claim to be the same one is always taken.
    fileprivate var order: (Double, UInt8) {
        switch self {
        case .value(let value): (value, 0)
        case .missing(let missing): (-.infinity, missing.rawValue)
        }
    }
}

extension Target {
    /// What these figures say of the target. In what order they come makes no difference. Of one period the most settled
    /// figures count: final before revised, published, outturn and provisional ones.
    public func judge(_ observations: [Observation]) -> Judgement {
        let readings = settled(observations)
        let published = readings.filter(\.isPublished)
        let notes = baselineNotes(readings)
        guard !published.isEmpty else {
            return unjudged(.nothingPublished, "nothing has been published of this measure here", nil, notes)
        }
        if let end = published.first(where: { $0.period.last == goal.period.last }) {
            return judge(end, atGoal: true, notes)
        }
        if let later = published.first(where: { $0.period.last > goal.period.last }) {
            let why = "no figure for \(goal.period.years) was published, though one for \(later.period.years) was"
            return unjudged(.goalNotPublished, why, later.release, notes)
        }
        let since = published.filter { $0.period.last > baseline.period.last }
        guard let latest = since.last else {
            let why = "nothing has been published since \(baseline.period.years), where the target starts"
            return unjudged(.nothingSinceBaseline, why, nil, notes, yet: true)
        }
        guard let standing = since.last(where: { $0.value != nil }) else { return judge(latest, atGoal: false, notes) }
        let gaps = readings.filter { $0.period.last > standing.period.last && $0.period.last <= goal.period.last }
        return judge(standing, atGoal: false, notes + gaps.compactMap { lack(of: $0).map { "\($0.capitalised)." } })
    }

    /// One reading for each period that is counted as the target's are, earlier ones first.
    private func settled(_ observations: [Observation]) -> [Reading] {
        var chosen: [Int: Observation] = [:]
        for observation in observations where observation.period.isCounted(as: goal.period) {
            let last = observation.period.last
            chosen[last] = chosen[last].map { isMoreSettled(observation, $0) ? observation : $0 } ?? observation
        }
        return chosen.values.sorted { $0.period.last < $1.period.last }.map { Reading($0, against) }
    }

    private func isMoreSettled(_ one: Observation, _ two: Observation) -> Bool {
        let ranks = (one.period.status.settled, two.period.status.settled)
        if ranks.0 != ranks.1 { return ranks.0 > ranks.1 }
        if one.release != two.release { return (one.release ?? "") > (two.release ?? "") }
        if one.figure != two.figure { return one.figure.order > two.figure.order }
        let others = (one.other ?? .missing(.notPublished), two.other ?? .missing(.notPublished))
        return others.0.order > others.1.order
    }

    private func baselineNotes(_ readings: [Reading]) -> [String] {
        guard let now = readings.first(where: { $0.period.last == baseline.period.last })?.value,
            now.scaled(decimals) != baseline.value.number.scaled(decimals)
        else { return [] }
        let start = brief(baseline.value.number)
        return [
            "The figure published for \(baseline.period.years) is now \(brief(now)); the target was agreed from \(start)."
        ]
    }

    private func unjudged(
        _ reason: Judgement.Reason, _ why: String, _ release: String?, _ notes: [String], yet: Bool = false
    ) -> Judgement {
        Judgement(
            verdict: .cannotBeJudged(reason), actual: nil, expected: nil, goal: goal, release: release,
            sentence: "Cannot be judged\(yet ? " yet" : ""): \(why).", notes: notes)
    }

    private func judge(_ reading: Reading, atGoal: Bool, _ notes: [String]) -> Judgement {
        guard let value = reading.value, let expected = expected(in: reading.period) else {
            // A reading lies between the baseline and the goal, and where it has no value it says why.
            let (missing, side) = reading.lack ?? (.notAvailable, .own)
            return unjudged(
                .missing(missing, of: side), lack(of: reading) ?? "its years are in no order", reading.release, notes)
        }
        let isGood = isAsGood(value, as: expected)
        let verdict: Judgement.Verdict = atGoal ? isGood ? .met : .missed : isGood ? .onCourse : .behind
        let actual = Judgement.Actual(period: reading.period, value: value, text: self.reading(value))
        return Judgement(
            verdict: verdict, actual: actual, expected: expected, goal: goal, release: reading.release,
            sentence: sentence(actual, expected, verdict), notes: notes)
    }

    private func sentence(_ actual: Judgement.Actual, _ expected: Double, _ verdict: Judgement.Verdict) -> String {
        let provisional = actual.period.status == .provisional ? ", a provisional figure" : ""
        let start = "\(actual.text) in \(actual.period.years)\(provisional), "
        let difference = actual.value.scaled(decimals) - expected.scaled(decimals)
        let apart = apart(difference)
        let (from, to) = (baseline.value.number, goal.value.number)
        switch verdict.name {
        case .met where difference == 0: return "\(start)which was the goal: met."
        case .met: return "\(start)where the goal was \(brief(to)): met, with \(apart) to spare."
        case .missed: return "\(start)where the goal was \(brief(to)): missed by \(apart)."
        default: break
        }
        let isKept = from.scaled(decimals) == to.scaled(decimals)
        let aim: String
        if isKept {
            aim = "where the target is to keep \(brief(to)) until \(goal.period.years)"
        } else {
            let way =
                "on the way from \(brief(from)) in \(baseline.period.years) to \(brief(to)) in \(goal.period.years)"
            aim = difference == 0 ? "as was expected \(way)" : "where \(brief(expected)) was expected \(way)"
        }
        if verdict == .behind { return "\(start)\(aim): behind by \(apart)." }
        if !isKept, isAsGood(actual.value, as: to) {
            return "\(start)\(aim): on course, and the goal is reached already."
        }
        return "\(start)\(aim): on course\(difference == 0 ? "" : ", ahead by \(apart)")."
    }

    /// Why a reading has no value, and which of the two figures of a gap has none; nil where it has one.
    private func lack(of reading: Reading) -> String? {
        guard let (missing, side) = reading.lack else { return nil }
        let years = reading.period.years
        let figure =
            switch (side, against) {
            case (.own, .group): "the figure for \(group.name) in \(years)"
            case (.other, .group(let other)): "the figure for \(other.name) in \(years)"
            case (.other, .england): "England's figure for \(years)"
            case (.other, .region): "the region's figure for \(years)"
            case (.own, _), (.other, .itself): "the figure for \(years)"
            }
        return "\(figure) \(missing.words)"
    }
}

extension String {
    /// The same, beginning with a capital.
    fileprivate var capitalised: String { prefix(1).uppercased() + dropFirst() }
}
