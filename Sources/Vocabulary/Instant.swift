/// A moment, to the millisecond, in UTC: `2003-07-23T10:30:00.000Z`.
public struct Instant: Hashable, Sendable {
    /// Milliseconds since 1 January 1970, 00:00 UTC.
    public let milliseconds: Int64

    /// The moment that many milliseconds after 1 January 1970, 00:00 UTC.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Reads `2003-07-23T10:30:00.000Z`, and nothing else.
    public init?(_ text: some StringProtocol) {
        self.init(utf8: Array(text.utf8)[...])
    }

    /// The same, read from bytes.
    public init?(utf8 text: ArraySlice<UInt8>) {
        let bytes = Array(text)
        guard bytes.count == 24, bytes[10] == 0x54, bytes[13] == 0x3A, bytes[16] == 0x3A, bytes[19] == 0x2E,
            bytes[23] == 0x5A, let day = Day(utf8: bytes[0..<10]),
            let hour = Day.digits(bytes[11..<13]), let minute = Day.digits(bytes[14..<16]),
            let second = Day.digits(bytes[17..<19]), let thousandth = Day.digits(bytes[20..<23]),
            hour < 24, minute < 60, second < 60
        else { return nil }
        milliseconds = Int64(((day.number * 24 + hour) * 60 + minute) * 60 + second) * 1000 + Int64(thousandth)
    }

    /// The day on the calendar in London, where the law that binds councils counts days. British Summer Time runs from
    /// 01:00 UTC on the last Sunday in March to 01:00 UTC on the last Sunday in October (Summer Time Order 2002,
    /// SI 2002/262; the same rule has held since 1996).
    public var londonDay: Day { local.day }

    /// Hours and minutes on the clock in London.
    public var londonTime: (hour: Int, minute: Int) {
        let minutes = Int(local.milliseconds / 60_000)
        return (minutes / 60, minutes % 60)
    }

    /// "23 July 2003, 11:30am" on the clock in London.
    public var written: String {
        let (hour, minute) = londonTime
        let clock = hour % 12 == 0 ? 12 : hour % 12
        return "\(londonDay.written), \(clock):\(padded(minute, 2))\(hour < 12 ? "am" : "pm")"
    }

    /// This moment and that many seconds more.
    public func adding(seconds: Int) -> Instant { Instant(milliseconds: milliseconds + Int64(seconds) * 1000) }

    private var local: (day: Day, milliseconds: Int64) {
        let shifted = milliseconds + (isSummer ? 3_600_000 : 0)
        let (day, rest) = Instant.split(shifted)
        return (Day(number: day), rest)
    }

    private var isSummer: Bool {
        let year = Day(number: Instant.split(milliseconds).0).parts.year
        func change(_ month: Int) -> Int64 {
            guard let last = Day(year, month, 31) else { return 0 }
            return Int64(last.number - last.weekday % 7) * 86_400_000 + 3_600_000
        }
        return (change(3)..<change(10)).contains(milliseconds)
    }

    private static func split(_ milliseconds: Int64) -> (Int, Int64) {
        let (day, rest) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        return rest < 0 ? (Int(day) - 1, rest + 86_400_000) : (Int(day), rest)
    }
}

extension Instant: CustomStringConvertible {
    /// `2003-07-23T10:30:00.000Z`
    public var description: String {
        let (day, rest) = Instant.split(milliseconds)
        let (seconds, thousandth) = Int(rest).quotientAndRemainder(dividingBy: 1000)
        let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
        return "\(Day(number: day))T\(clock).\(padded(thousandth, 3))Z"
    }
}

extension Instant: Comparable {
    /// Earlier moments come first.
    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }
}

extension Instant: Codable {
    public init(from decoder: any Decoder) throws {
        self = try decoder.scalar("a moment such as 2003-07-23T10:30:00.000Z") { Instant($0) }
    }

    public func encode(to encoder: any Encoder) throws { try encoder.scalar(description) }
}
