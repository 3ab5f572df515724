/// The lasting name of one thing of a kind: 80 random bits, written as 16 characters of lower-case base 32 (RFC 4648
/// alphabet). It is minted when a form is shown, so that a form sent twice opens nothing twice.
public struct Identifier<Thing>: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt16

    /// From ten random bytes.
    public init(random bytes: [UInt8]) {
        precondition(bytes.count == 10, "an identifier is made of ten bytes")
        high = bytes[0..<8].reduce(0) { $0 << 8 | UInt64($1) }
        low = UInt16(bytes[8]) << 8 | UInt16(bytes[9])
    }

    /// Reads the 16 characters; nil where the text is anything else.
    public init?(_ text: some StringProtocol) { self.init(String(text)) }

    /// Reads the 16 characters; nil where the text is anything else.
    public init?(_ text: String) {
        guard let bits = bits(text) else { return nil }
        (high, low) = bits
    }

    /// The same name read as that of another kind of thing: for a future subject whose draft has the name already.
    public init(_ other: Identifier<some Any>) {
        (high, low) = (other.high, other.low)
    }

    fileprivate static func digit(_ value: UInt64) -> UInt8 {
        UInt8(truncatingIfNeeded: value < 26 ? value + 0x61 : value - 26 + 0x32)
    }
}

/// The bits behind 16 characters. It stands outside of the type, so that no kind of thing makes it slower.
private func bits(_ text: String) -> (high: UInt64, low: UInt16)? {
    guard text.utf8.count == 16 else { return nil }
    var high: UInt64 = 0
    var low: UInt64 = 0
    var index = 0
    for byte in text.utf8 {
        let digit: UInt64
        switch byte {
        case 0x61...0x7A: digit = UInt64(byte - 0x61)
        case 0x32...0x37: digit = UInt64(byte - 0x32) + 26
        default: return nil
        }
        if index < 8 { high = high << 5 | digit } else { low = low << 5 | digit }
        index += 1
    }
    return (high << 24 | low >> 16, UInt16(low & 0xFFFF))
}

extension Identifier: CustomStringConvertible, LosslessStringConvertible {
    /// The 16 characters.
    public var description: String {
        let first = high >> 24
        let second = (high & 0xFF_FFFF) << 16 | UInt64(low)
        return String(unsafeUninitializedCapacity: 16) { buffer in
            for index in 0..<8 {
                let shift = UInt64(35 - 5 * index)
                buffer[index] = Self.digit(first >> shift & 31)
                buffer[index + 8] = Self.digit(second >> shift & 31)
            }
            return 16
        }
    }
}

extension Identifier: Comparable {
    /// By the bits; the texts sort otherwise, since base 32 puts its letters before its digits.
    public static func < (left: Self, right: Self) -> Bool { (left.high, left.low) < (right.high, right.low) }
}

extension Identifier: Codable {
    public init(from decoder: any Decoder) throws {
        self = try decoder.scalar("an identifier") { Identifier($0) }
    }

    public func encode(to encoder: any Encoder) throws { try encoder.scalar(description) }
}

extension Decoder {
    /// One JSON string, read by `read`; a clear error names what was expected.
    func scalar<Value>(_ what: String, _ read: (String) -> Value?) throws -> Value {
        let container = try singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = read(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not \(what)")
        }
        return value
    }
}

extension Encoder {
    /// One JSON string.
    func scalar(_ text: String) throws {
        var container = singleValueContainer()
        try container.encode(text)
    }
}
