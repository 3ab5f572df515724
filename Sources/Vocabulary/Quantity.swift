/// A decimal number exactly as somebody reported it, such as `-12.50`: never rounded, and never a floating-point number.
public struct Quantity: Hashable, Sendable {
    /// The digits without their point.
    public let digits: Int64
    /// How many of them stand behind the point, from 0 to 6.
    public let decimals: Int

    /// Reads a number with at most 15 digits, of which at most 6 stand behind the point; before the point there may be a comma
    /// before every three digits. Nil for anything else.
    public init?(_ text: some StringProtocol) {
        var bytes = Array(text.utf8).filter { $0 != 0x20 }[...]
        let signs = [Array("-".utf8), Array("\u{2212}".utf8)]
        let sign = signs.first { bytes.starts(with: $0) }
        bytes = bytes.dropFirst(sign?.count ?? 0)
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = Money.digits(grouped: parts[0]) else { return nil }
        let behind = parts.count == 2 ? parts[1] : []
        guard parts.count == 1 || (1...6).contains(behind.count), String(whole).utf8.count + behind.count <= 15,
            let rest = Day.digits(behind)
        else { return nil }
        let number = behind.reduce(whole) { number, _ in number * 10 } + Int64(rest)
        digits = sign == nil ? number : -number
        decimals = behind.count
    }
}

extension Quantity: CustomStringConvertible {
    /// `1234.50`, as the record has it.
    public var description: String {
        let text = padded(Int(abs(digits)), decimals + 1)
        let sign = digits < 0 ? "-" : ""
        guard decimals > 0 else { return sign + text }
        return "\(sign)\(text.dropLast(decimals)).\(text.suffix(decimals))"
    }
}

extension Quantity {
    /// `-2,350,000.50`, as a person reads it.
    public var grouped: String {
        let text = description
        let sign = text.hasPrefix("-") ? "-" : ""
        let parts = text.dropFirst(sign.count).split(separator: ".", maxSplits: 1)
        var (whole, grouped) = (String(parts[0]), "")
        while whole.utf8.count > 3 {
            grouped = ",\(whole.suffix(3))\(grouped)"
            whole.removeLast(3)
        }
        return sign + whole + grouped + (parts.count == 2 ? ".\(parts[1])" : "")
    }
}

extension Quantity: Codable {
    public init(from decoder: any Decoder) throws {
        self = try decoder.scalar("a number such as 12.50") { Quantity($0) }
    }

    public func encode(to encoder: any Encoder) throws { try encoder.scalar(description) }
}
