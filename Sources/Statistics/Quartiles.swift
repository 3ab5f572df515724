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
        self.init(sorted: sorted.count) { sorted[$0] }
    }

    /// Of so many values, the least first; nil for none.
    init?(sorted count: Int, _ value: (Int) -> Double) {
        guard count > 0 else { return nil }
        func quantile(_ share: Double) -> Double {
            let place = Double(count - 1) * share
            let below = Int(place)
            guard below + 1 < count else { return value(below) }
            let (low, high, part) = (value(below), value(below + 1), place - Double(below))
            // As R computes it: another order of the same steps rounds otherwise in the last digit.
            return low == high ? low : (1 - part) * low + part * high
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
