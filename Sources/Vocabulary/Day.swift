/// A day of the Gregorian calendar, written `2003-07-23`.
public struct Day: Hashable, Sendable {
    /// Days since 1 January 1970.
    public let number: Int

    /// The day that many days after 1 January 1970.
    public init(number: Int) { self.number = number }

    /// Nil where the calendar has no such day. Years 1 to 9999.
    public init?(_ year: Int, _ month: Int, _ day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...Day.length(of: month, in: year)).contains(day)
        else { return nil }
        number = Day.number(year, month, day)
    }

    /// Reads `2003-07-23`, and nothing else.
    public init?(_ text: some StringProtocol) {
        self.init(utf8: Array(text.utf8)[...])
    }

    init?(utf8 bytes: ArraySlice<UInt8>) {
        guard bytes.startIndex == 0, bytes.count == 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
            let year = Day.digits(bytes[0..<4]), let month = Day.digits(bytes[5..<7]),
            let day = Day.digits(bytes[8..<10])
        else { return nil }
        self.init(year, month, day)
    }

    /// Year, month from 1 and day of the month from 1.
    public var parts: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// 1 for Monday to 7 for Sunday.
    public var weekday: Int { ((number + 3) % 7 + 7) % 7 + 1 }

    /// This day and that many days more.
    public func adding(days: Int) -> Day { Day(number: number + days) }

    /// The same day of the month that many years later; of a 29 February, the 28th where that year has none.
    public func adding(years: Int) -> Day {
        let (year, month, day) = parts
        return Day(year + years, month, day) ?? Day(year + years, month, day - 1) ?? self
    }

    /// "23 July 2003", as official letters write it.
    public var written: String {
        let (year, month, day) = parts
        return "\(day) \(Day.months[month - 1]) \(year)"
    }

    /// The names of the months, January first.
    public static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    static func digits(_ bytes: some Collection<UInt8>) -> Int? {
        var value = 0
        for byte in bytes {
            guard (0x30...0x39).contains(byte) else { return nil }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }

    private static func length(of month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func number(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

extension Day: CustomStringConvertible {
    /// `2003-07-23`
    public var description: String {
        let (year, month, day) = parts
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }
}

extension Day: Comparable {
    /// Earlier days come first.
    public static func < (left: Day, right: Day) -> Bool { left.number < right.number }
}

extension Day: Codable {
    public init(from decoder: any Decoder) throws { self = try decoder.scalar("a day such as 2003-07-23") { Day($0) } }

    public func encode(to encoder: any Encoder) throws { try encoder.scalar(description) }
}

func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
