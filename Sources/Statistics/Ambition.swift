public import Vocabulary

/// How ambitious a goal is, by what has happened: of all authorities that began about where a target begins, how many improved as
/// much in as many years.
public struct Ambition: Hashable, Sendable {
    /// How many times an authority stood within the distance of the baseline with figures of as many years later.
    public let began: Int
    /// How many of them improved at least as much.
    public let reached: Int
    /// What they improved by, better being more: the quartiles.
    public let improvement: Quartiles

    /// The share that improved at least as much, from 0 to 1.
    public var share: Double { Double(reached) / Double(began) }
}

extension Columns {
    /// Answers from history how often a goal was reached from where a target begins; nil where nobody began there, or the measure is neither better
    /// high nor low.
    ///
    /// - Parameters:
    ///   - periods: The periods of the measure that are counted alike, the earliest first.
    ///   - years: How many years lie between baseline and goal.
    ///   - distance: How far from the baseline an authority may have begun, in the measure's unit.
    public func ambition(
        of measure: MeasureCode, group: PupilGroup = .all, in periods: [Period], from baseline: Double, to goal: Double,
        years: Int, within distance: Double, _ polarity: Polarity
    ) -> Ambition? {
        guard polarity != .neither, years > 0 else { return nil }
        let way: Double = polarity == .high ? 1 : -1
        // A hair's breadth of rounding is no improvement less.
        let wanted = (goal - baseline) * way - 1e-9
        let ends = Dictionary(periods.map { ([$0.first, $0.last], $0) }) { _, last in last }
        var improvements: [Double] = []
        for period in periods {
            guard let end = ends[[period.first + years, period.last + years]] else { continue }
            let later = Dictionary(values(Series(measure, end, of: group)).map { ($0.place, $0.value) }) { first, _ in
                first
            }
            for (place, value) in values(Series(measure, period, of: group))
            where place.isAuthority && abs(value - baseline) <= distance + 1e-9 {
                if let after = later[place] { improvements.append((after - value) * way) }
            }
        }
        return Quartiles(of: improvements).map { quartiles in
            Ambition(
                began: improvements.count, reached: improvements.count { $0 >= wanted }, improvement: quartiles)
        }
    }

    /// What changed at a place between two periods; nil where either has no value.
    public func change(of measure: MeasureCode, group: PupilGroup = .all, from: Period, to: Period, at place: PlaceCode)
        -> Double?
    {
        guard let before = figure(Series(measure, from, of: group), at: place)?.value,
            let after = figure(Series(measure, to, of: group), at: place)?.value
        else { return nil }
        return after - before
    }

    /// The difference between two groups of a place in a period, the first less the second; nil where either has no value.
    public func gap(
        of measure: MeasureCode, in period: Period, between group: PupilGroup, and other: PupilGroup,
        at place: PlaceCode
    ) -> Double? {
        guard let one = figure(Series(measure, period, of: group), at: place)?.value,
            let two = figure(Series(measure, period, of: other), at: place)?.value
        else { return nil }
        return one - two
    }
}
