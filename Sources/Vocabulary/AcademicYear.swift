/// A school year of England: from 1 September to 31 August, written 2003/04.
public struct AcademicYear: Hashable, Sendable {
    /// The calendar year in which it begins.
    public let start: Int

    /// Nil outside 1900 to 2199.
    public init?(start: Int) {
        guard (1900...2199).contains(start) else { return nil }
        self.start = start
    }

    /// Reads `2003`, `2003/04`, `2003-04`, `2003/2004`; nil where the second year does not follow the first.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard [4, 7, 9].contains(bytes.count), let start = Day.digits(bytes[..<4]) else { return nil }
        if bytes.count > 4 {
            guard bytes[4] == 0x2F || bytes[4] == 0x2D, let end = Day.digits(bytes[5...]),
                end == (bytes.count == 9 ? start + 1 : (start + 1) % 100)
            else { return nil }
        }
        self.init(start: start)
    }

    /// The academic year that holds a day.
    public init?(holding day: Day) {
        let (year, month, _) = day.parts
        self.init(start: month >= 9 ? year : year - 1)
    }

    /// 1 September of its first year.
    public var firstDay: Day { Day(start, 9, 1) ?? Day(number: 0) }

    /// 31 August of its second year.
    public var lastDay: Day { Day(start + 1, 8, 31) ?? Day(number: 0) }
}

extension AcademicYear: CustomStringConvertible {
    /// `2003/04`
    public var description: String { "\(start)/\(padded((start + 1) % 100, 2))" }
}

extension AcademicYear: Comparable {
    /// Earlier years come first.
    public static func < (left: AcademicYear, right: AcademicYear) -> Bool { left.start < right.start }
}

extension AcademicYear: Codable {
    public init(from decoder: any Decoder) throws {
        self = try decoder.scalar("an academic year such as 2003/04") { AcademicYear($0) }
    }

    public func encode(to encoder: any Encoder) throws { try encoder.scalar(description) }
}
