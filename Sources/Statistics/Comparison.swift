/// Whether a greater value of a measure is better.
public enum Polarity: String, Codable, CaseIterable, Sendable {
    case high
    case low
    /// Neither: places are not ranked by it.
    case neither
}

/// The values that part a set into quarters, by linear interpolation between neighbours (Hyndman and Fan's type 7, which is R's
/// own and the Local Authority Interactive Tool's).
public struct Quartiles: Hashable, Sendable {
    public let lower: Double
    public let median: Double
    public let upper: Double

    /// Of values in any order; nil for none.
    public init?(of values: some Sequence<Double>) {
        let sorted = values.sorted()
        guard !sorted.isEmpty else { return nil }
        func quantile(_ share: Double) -> Double {
            let place = Double(sorted.count - 1) * share
            let below = Int(place)
            guard below + 1 < sorted.count else { return sorted[below] }
            return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
        }
        (lower, median, upper) = (quantile(0.25), quantile(0.5), quantile(0.75))
    }
}

/// A quarter of the authorities that have a value, A the best.
public enum Band: String, Codable, CaseIterable, Sendable {
    case a = "A"
    case b = "B"
    case c = "C"
    case d = "D"

    /// Where a value stands among the authorities. One on a boundary is with the lower values. Nil where a measure is neither
    /// better high nor low.
    public init?(of value: Double, in quartiles: Quartiles, _ polarity: Polarity) {
        let quarter =
            value <= quartiles.lower ? 0 : value <= quartiles.median ? 1 : value <= quartiles.upper ? 2 : 3
        switch polarity {
        case .high: self = [.d, .c, .b, .a][quarter]
        case .low: self = [.a, .b, .c, .d][quarter]
        case .neither: return nil
        }
    }
}

/// Each value's rank: 1 for the best, and the same number for equals, after whom as many are left out as there are of them
/// (minimum rank). Empty where a measure is neither better high nor low.
public func ranks<Key: Hashable>(_ values: [(key: Key, value: Double)], _ polarity: Polarity) -> [Key: Int] {
    guard polarity != .neither else { return [:] }
    let sorted = values.sorted { polarity == .high ? $0.value > $1.value : $0.value < $1.value }
    var ranks: [Key: Int] = [:]
    var (rank, last): (Int, Double?) = (0, nil)
    for (index, entry) in sorted.enumerated() {
        if entry.value != last { rank = index + 1 }
        ranks[entry.key] = rank
        last = entry.value
    }
    return ranks
}

/// The plain mean; nil of nothing.
public func mean(_ values: some Collection<Double>) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
}

/// What authorities make of their schools: never the mean of schools' shares, but of their pupils.
public struct Weighted: Hashable, Sendable {
    /// The share of all eligible pupils that the schools with a value have, in the unit of the schools' values.
    public let value: Double
    /// The eligible pupils of the schools with a value.
    public let covered: Int
    /// The eligible pupils of all schools.
    public let eligible: Int

    /// Of schools, each with its eligible pupils and its value where it has one; nil where none has.
    public init?(of schools: some Sequence<(eligible: Int, value: Double?)>) {
        var (sum, covered, eligible) = (0.0, 0, 0)
        for school in schools where school.eligible > 0 {
            eligible += school.eligible
            guard let value = school.value else { continue }
            covered += school.eligible
            sum += value * Double(school.eligible)
        }
        guard covered > 0 else { return nil }
        (value, self.covered, self.eligible) = (sum / Double(covered), covered, eligible)
    }
}
