/// A year of public money: from 1 April to 31 March, written 2026-27.
public struct FinancialYear: Hashable, Sendable {
    /// The calendar year in which it begins.
    public let start: Int

    /// The financial year that holds a day.
    public init(holding day: Day) {
        let (year, month, _) = day.parts
        start = month >= 4 ? year : year - 1
    }

    /// 1 April of its first year.
    public var firstDay: Day { Day(start, 4, 1) ?? Day(number: 0) }

    /// 31 March of its second year.
    public var lastDay: Day { Day(start + 1, 3, 31) ?? Day(number: 0) }
}

extension FinancialYear: CustomStringConvertible {
    /// `2026-27`
    public var description: String { "\(start)-\(padded((start + 1) % 100, 2))" }
}

extension FinancialYear: Comparable {
    /// Earlier years come first.
    public static func < (left: FinancialYear, right: FinancialYear) -> Bool { left.start < right.start }
}
