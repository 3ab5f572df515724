/// A sum of money in whole pence, so that sums are exact. It is never below nothing: what goes back is named as such.
public struct Money: Hashable, Sendable {
    public let pence: Int64

    /// The most that one sum may be: a thousand billion pounds.
    public static let most: Int64 = 1_000_000_000_000_00

    /// No money.
    public static let nothing = Money(known: 0)

    /// Refused below nothing, and above a thousand billion pounds.
    public init(pence: Int64) throws(Refusal) {
        guard (0...Money.most).contains(pence) else {
            throw Refusal(Fault("money.range", "Enter an amount from nothing to a thousand billion pounds"))
        }
        self.pence = pence
    }

    private init(known pence: Int64) { self.pence = pence }

    /// Reads an amount in pounds as people write it: `1250000`, `1,250,000.00`, `£12.50`; nil for anything else.
    public init?(pounds text: some StringProtocol) {
        var bytes = Array(text.utf8).filter { $0 != 0x20 }[...]
        if bytes.starts(with: Array("£".utf8)) { bytes = bytes.dropFirst(2) }
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let pounds = Money.digits(grouped: parts[0]) else { return nil }
        var pence: Int64 = 0
        if parts.count == 2 {
            guard parts[1].count == 2, let last = Day.digits(parts[1]) else { return nil }
            pence = Int64(last)
        }
        guard pounds <= Money.most / 100, pounds * 100 + pence <= Money.most else { return nil }
        self.pence = pounds * 100 + pence
    }

    /// A number whose commas, where it has any, stand before every three digits.
    static func digits(grouped bytes: ArraySlice<UInt8>) -> Int64? {
        let groups = bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard
            groups.count == 1 || ((1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 })
        else { return nil }
        let digits = groups.flatMap(\.self)
        guard (1...15).contains(digits.count) else { return nil }
        return Day.digits(digits).map(Int64.init)
    }

    /// The whole of many sums; nil above a thousand billion pounds.
    public static func sum(_ sums: some Sequence<Money>) -> Money? {
        var pence: Int64 = 0
        for sum in sums {
            pence += sum.pence
            guard pence <= most else { return nil }
        }
        return Money(known: pence)
    }

    /// This sum and another; at most a thousand billion pounds.
    public func adding(_ other: Money) -> Money { Money(known: min(pence + other.pence, Money.most)) }

    /// What is left of this sum without another; nothing where the other is greater.
    public func less(_ other: Money) -> Money { Money(known: max(pence - other.pence, 0)) }
}

extension Money {
    /// `1250000.00`: pounds as spreadsheets read them.
    public var plain: String { "\(pence / 100).\(padded(Int(pence % 100), 2))" }
}

extension Money: CustomStringConvertible {
    /// `£1,250,000`, and `£12.50` where there are pence.
    public var description: String {
        var pounds = String(pence / 100)
        var grouped = ""
        while pounds.utf8.count > 3 {
            grouped = ",\(pounds.suffix(3))\(grouped)"
            pounds.removeLast(3)
        }
        let rest = pence % 100
        return "£\(pounds)\(grouped)\(rest == 0 ? "" : ".\(padded(Int(rest), 2))")"
    }
}

extension Money: Comparable {
    /// Smaller sums come first.
    public static func < (left: Money, right: Money) -> Bool { left.pence < right.pence }
}

extension Money: Codable {
    /// As whole pence.
    public init(from decoder: any Decoder) throws {
        let pence = try decoder.singleValueContainer().decode(Int64.self)
        do {
            try self.init(pence: pence)
        } catch {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(codingPath: decoder.codingPath, debugDescription: "\(pence) pence is no sum"))
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(pence)
    }
}
