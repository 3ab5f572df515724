/// The time that a figure is of: a year, or several years taken together, of one manner of counting.
public struct Period: Hashable, Sendable {
    /// How its years are counted.
    public let year: Year
    /// The calendar year in which its first year ends.
    public let first: Int
    /// The calendar year in which its last year ends; the same for one year.
    public let last: Int
    /// How settled its figures are.
    public let status: Status

    /// A manner of counting years.
    public enum Year: String, CaseIterable, Sendable {
        /// From September to August.
        case academic
        /// From April to March.
        case financial
        /// From January to December.
        case calendar
        /// Counted on one day of the year.
        case annual
        /// Nobody says.
        case unstated
    }

    /// How settled figures are.
    public enum Status: String, CaseIterable, Sendable {
        /// As published, with nothing said.
        case published
        case provisional
        case revised
        case final
        /// What was spent, beside what was planned.
        case outturn
    }

    /// A period of these years.
    public init(_ year: Year, from first: Int, to last: Int, _ status: Status = .published) {
        (self.year, self.first, self.last, self.status) = (year, first, last, status)
    }

    /// Reads a label as publishers write it: `2023`, `2022/23`, `2022-23`, `2013-15`, `2013/14-15/16`, each with what may stand
    /// behind it in brackets: `2018 (Revised)`, `2023(prov)`, `2016-17 (OT)`. Nil for any other, so that whoever reads a file
    /// can say so: a label has one meaning or none.
    ///
    /// A single year is the one in which the period ends. Two years that follow each other are one year, but for calendar
    /// years, which do not run across two.
    public init?(_ label: some StringProtocol, counting year: Year) {
        var text = Substring(label)[...]
        var status = Status.published
        if text.last == ")" {
            guard let bracket = text.firstIndex(of: "(") else { return nil }
            switch text[text.index(after: bracket)...].dropLast().lowercased() {
            case "prov", "provisional": status = .provisional
            case "rev", "revised": status = .revised
            case "final": status = .final
            case "ot": status = .outturn
            default: return nil
            }
            text = text[..<bracket]
            while text.last == " " { text = text.dropLast() }
        }
        guard let years = Period.years(Array(text.utf8), counting: year) else { return nil }
        self.init(year, from: years.first, to: years.last, status)
    }

    private static func years(_ label: [UInt8], counting year: Year) -> (first: Int, last: Int)? {
        guard label.count >= 4, let start = Day.digits(label[..<4]), (1900...2199).contains(start) else { return nil }
        /// The year of two digits that comes after another.
        func after(_ year: Int, _ digits: ArraySlice<UInt8>) -> Int? {
            guard let short = Day.digits(digits) else { return nil }
            let full = year / 100 * 100 + short
            return full > year ? full : full + 100
        }
        let marks = label.dropFirst(4)
        switch marks.count {
        case 0: return (start, start)
        case 3:
            guard marks.first == UInt8(ascii: "-") || marks.first == UInt8(ascii: "/"),
                let end = after(start, marks.dropFirst()), end - start <= 10
            else { return nil }
            if end == start + 1, year != .calendar { return (end, end) }
            return marks.first == UInt8(ascii: "/") ? nil : (start, end)
        case 9:
            let parts = Array(marks)
            guard parts[0] == UInt8(ascii: "/"), parts[3] == UInt8(ascii: "-"), parts[6] == UInt8(ascii: "/"),
                let end = after(start, parts[1...2]), end == start + 1, let next = after(start, parts[4...5]),
                let last = after(next, parts[7...8]), last == next + 1, last - end <= 10
            else { return nil }
            return (end, last)
        default: return nil
        }
    }
}

extension Period: Comparable {
    /// The earlier end first; of equal ends the longer first, and of the same years the less settled.
    public static func < (left: Period, right: Period) -> Bool {
        (left.last, left.first, left.status.settled, left.year.rawValue)
            < (right.last, right.first, right.status.settled, right.year.rawValue)
    }
}

extension Period: CustomStringConvertible {
    /// As pages write it: `2022/23`, `2023`, `2013/14 to 2015/16`, with how settled it is behind it.
    public var description: String {
        func name(_ end: Int) -> String {
            year == .academic || year == .financial ? "\(end - 1)/\(padded(end % 100, 2))" : String(end)
        }
        let years = first == last ? name(last) : "\(name(first)) to \(name(last))"
        return status == .published ? years : "\(years) (\(status.rawValue))"
    }
}

extension Period: Codable {
    /// As the record has it, with nothing left to guess: `academic 2023`, `financial 2014-2016`, `calendar 2018 revised`.
    public var code: String {
        let years = first == last ? String(last) : "\(first)-\(last)"
        return status == .published ? "\(year.rawValue) \(years)" : "\(year.rawValue) \(years) \(status.rawValue)"
    }

    /// Reads what `code` writes.
    public init?(code: some StringProtocol) {
        let words = code.split(separator: " ", omittingEmptySubsequences: false)
        guard (2...3).contains(words.count), let year = Year(rawValue: String(words[0])) else { return nil }
        let years = words[1].split(separator: "-", omittingEmptySubsequences: false).map { text in
            text.utf8.count == 4 ? Day.digits(Array(text.utf8)[...]) : nil
        }
        guard (1...2).contains(years.count), let first = years[0], let last = years[years.count - 1] else { return nil }
        guard years.count == 1 || first < last else { return nil }
        var status = Status.published
        if words.count == 3 {
            guard let known = Status(rawValue: String(words[2])), known != .published else { return nil }
            status = known
        }
        self.init(year, from: first, to: last, status)
    }

    public init(from decoder: any Decoder) throws {
        self = try decoder.scalar("a period such as academic 2023") { Period(code: $0) }
    }

    public func encode(to encoder: any Encoder) throws { try encoder.scalar(code) }
}

extension Period.Status {
    /// How settled, from the least.
    public var settled: Int {
        switch self {
        case .provisional: 0
        case .outturn: 1
        case .published: 2
        case .revised: 3
        case .final: 4
        }
    }
}
