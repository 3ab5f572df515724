public import Vocabulary

/// What a published figure of a place is to become: from where it stands, by when, and by which steps on the way. Whether it is
/// met is judged from what is published, and never typed in.
public struct Target: Hashable, Codable, Sendable {
    /// The name of the data set that the measure is of.
    public let set: String
    /// What is measured.
    public let measure: MeasureCode
    /// The authority or the school.
    public let place: PlaceCode
    /// Of whom.
    public let group: PupilGroup
    /// What the figure is set against.
    public let against: Against
    /// Which way is better.
    public let direction: Direction
    /// How many digits behind the point values are compared with, from 0 to 6.
    public let decimals: Int
    /// What the values are of, in the publisher's words: "Percentage", "Rate per 10,000", "£".
    public let unit: String
    /// Where it starts.
    public let baseline: Point
    /// What it is to be in between, earlier years first.
    public let milestones: [Point]
    /// What it is to be in the end.
    public let goal: Point

    /// The most milestones that a target may have.
    public static let mostMilestones = 10

    /// What a target's figure is set against. Of a gap, the value is the figure less the other one.
    public enum Against: Hashable, Codable, Sendable {
        /// Nothing: the figure itself counts.
        case itself
        /// The figure for another group of the same place.
        case group(other: PupilGroup)
        /// England's figure for the same group.
        case england
        /// The region's figure for the same group.
        case region
    }

    /// Which way is better.
    public enum Direction: String, Codable, CaseIterable, Sendable {
        /// More is better.
        case rise
        /// Less is better.
        case fall
    }

    /// A value in a period.
    public struct Point: Hashable, Codable, Sendable {
        public let period: Period
        public let value: Quantity

        /// This value in this period.
        public init(period: Period, value: Quantity) { (self.period, self.value) = (period, value) }
    }

    /// A target, right or wrong: `faults` says what is wrong with it.
    public init(
        set: String, measure: MeasureCode, place: PlaceCode, group: PupilGroup = .all, against: Against = .itself,
        direction: Direction, decimals: Int, unit: String, baseline: Point, milestones: [Point] = [], goal: Point
    ) {
        (self.set, self.measure, self.place, self.group) = (set, measure, place, group)
        (self.against, self.direction, self.decimals, self.unit) = (against, direction, decimals, unit)
        (self.baseline, self.milestones, self.goal) = (baseline, milestones, goal)
    }
}

extension Target {
    /// What is wrong with it; nothing where it can be agreed.
    public func faults() -> [Fault] {
        var faults: [Fault] = []
        if !place.isAuthority, !place.isSchool {
            faults.append(
                Fault("target.place", field: "place", "Choose an authority or a school: nobody else has a target"))
        }
        if case .group(group) = against {
            faults.append(Fault("target.group", field: "against", "Choose another group to compare this one with"))
        }
        if !(0...6).contains(decimals) {
            faults.append(
                Fault("target.decimals", field: "decimals", "Choose how many decimals to compare with, from 0 to 6"))
        }
        if milestones.count > Target.mostMilestones {
            faults.append(
                Fault(
                    "target.many", field: "milestones", "Leave out milestones until there are \(Target.mostMilestones)")
            )
        }
        return faults + precisionFaults + periodFaults + valueFaults
    }

    /// The points from the baseline to the goal, each with the field of the form that it comes from.
    private var fields: [(field: String, point: Point)] {
        [("baseline", baseline)] + milestones.map { ("milestones", $0) } + [("goal", goal)]
    }

    private var precisionFaults: [Fault] {
        fields.filter { $0.point.value.decimals > max(decimals, 0) }.map { field, point in
            let most =
                decimals <= 0 ? "a whole number" : decimals == 1 ? "at most 1 decimal" : "at most \(decimals) decimals"
            return Fault(
                "target.precision", field: field,
                "Enter \(most) instead of \(point.value): values are compared with no more than that")
        }
    }

    private var periodFaults: [Fault] {
        fields.dropFirst().enumerated().compactMap { index, next in
            let (before, period) = (fields[index].point.period, next.point.period)
            let field = next.field == "goal" ? "goal-year" : next.field
            if !period.isCounted(as: baseline.period) {
                return Fault(
                    "target.counting", field: field,
                    "Choose a year counted like the baseline's, \(baseline.period.years), instead of \(period.years)")
            }
            // Of a milestone and a goal that is not behind it, it is the milestone that is wrong.
            if next.field == "milestones", period.last >= goal.period.last, goal.period.last > baseline.period.last {
                return Fault(
                    "target.order", field: "milestones",
                    "Choose an earlier year than the goal's, \(goal.period.years), instead of \(period.years)")
            }
            if next.field == "goal", period.last > baseline.period.last { return nil }
            guard period.last > before.last else {
                return Fault(
                    "target.order", field: field,
                    "Choose a later year than \(before.years): the years run from the baseline to the goal"
                )
            }
            return nil
        }
    }

    private var valueFaults: [Fault] {
        guard isAsGood(goal.value.number, as: baseline.value.number) else {
            let better = direction == .rise ? "higher" : "lower"
            return [
                Fault(
                    "target.direction", field: "goal",
                    "Enter a goal that is \(better) than the baseline's \(baseline.value), or the same to keep it")
            ]
        }
        // Each between the one before it and the goal, so that the way never leads back.
        return fields.dropFirst().dropLast().enumerated().compactMap { index, next in
            let (before, value) = (fields[index].point.value, next.point.value)
            guard isAsGood(value.number, as: before.number), isAsGood(goal.value.number, as: value.number) else {
                return Fault(
                    "target.milestone", field: next.field,
                    "Enter a milestone for \(next.point.period.years) from \(before) to \(goal.value)")
            }
            return nil
        }
    }

    /// Whether a value is at least as good as another, both rounded as this target compares them.
    func isAsGood(_ value: Double, as other: Double) -> Bool {
        let (value, other) = (value.scaled(decimals), other.scaled(decimals))
        return direction == .rise ? value >= other : value <= other
    }

    /// What is expected in a period, on straight lines from the baseline through the milestones to the goal; nil before the
    /// baseline, after the goal and for years that are counted otherwise.
    public func expected(in period: Period) -> Double? {
        guard period.isCounted(as: goal.period) else { return nil }
        let points = [baseline] + milestones + [goal]
        guard let next = points.firstIndex(where: { $0.period.last >= period.last }) else { return nil }
        if points[next].period.last == period.last { return points[next].value.number }
        guard next > 0 else { return nil }
        let (start, end) = (points[next - 1], points[next])
        let (from, to) = (start.value.number.scaled(9), end.value.number.scaled(9))
        let span = Int128(end.period.last - start.period.last)
        let gone = Int128(period.last - start.period.last)
        return .fine((from * span + (to - from) * gone).divided(by: span))
    }
}

extension Target {
    /// A value of this target as a person reads it: `52%`, `£1,234`, `5 percentage points below England`.
    public func reading(_ value: Double) -> String {
        let side = value.scaled(decimals)
        let other: String
        switch against {
        case .itself: return written(side, percent: "%")
        case .group(let group): other = "the figure for \(group.name)"
        case .england: other = "England"
        case .region: other = "the region"
        }
        return side == 0 ? "level with \(other)" : "\(brief(value)) \(other)"
    }

    /// A value in its period, as a person reads it: `52% in 2022/23`.
    public func words(_ point: Point) -> String { "\(reading(point.value.number)) in \(point.period.years)" }

    /// The same without what it is set against: `52%`, `5 percentage points below`, `level`.
    public func brief(_ value: Double) -> String {
        let side = value.scaled(decimals)
        if against == .itself { return written(side, percent: "%") }
        return side == 0 ? "level" : "\(apart(side)) \(side < 0 ? "below" : "above")"
    }

    /// How far two values are apart, as a person reads it: `1 percentage point`, `£1,234`, `3`.
    func apart(_ scaled: Int128) -> String {
        let size = scaled < 0 ? -scaled : scaled
        let isOne = decimals <= 0 && size == 1
        return written(size, percent: isOne ? " percentage point" : " percentage points")
    }

    private func written(_ scaled: Int128, percent: String) -> String {
        let text = Double.text(of: scaled, decimals: decimals)
        let unit = unit.lowercased()
        if unit.hasPrefix("%") || unit.hasPrefix("percent") || unit.hasPrefix("per cent") { return text + percent }
        guard unit.hasPrefix("£") else { return text }
        let millions = unit == "£m" ? "m" : ""
        return scaled < 0 ? "-£\(text.dropFirst())\(millions)" : "£\(text)\(millions)"
    }
}

extension Quantity {
    /// The number nearest to it; of at most 15 digits, so that it is written the same.
    public var number: Double { Double(digits) / Double(Int128.ten(decimals)) }
}

extension PupilGroup {
    /// Who they are, in the publisher's words.
    var name: String {
        parts.isEmpty ? "everybody" : parts.sorted { $0.key < $1.key }.map(\.value).joined(separator: ", ")
    }
}

extension Period {
    /// The same years, however settled.
    var years: Period { Period(year, from: first, to: last) }

    /// Whether it is as many years as the other one, counted in the same manner.
    public func isCounted(as other: Period) -> Bool { year == other.year && last - first == other.last - other.first }
}
