import Crypto

/// A SHA-256 digest: 32 bytes, written as 64 lower-case hexadecimal digits.
public struct Digest: Hashable, Sendable {
    /// The 32 bytes.
    public let bytes: [UInt8]

    /// Nil where there are not 32 bytes.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.bytes = Array(bytes)
    }

    /// The digest of these bytes.
    public init(of content: some Sequence<UInt8>) {
        var hash = SHA256()
        hash.update(data: Array(content))
        bytes = Array(hash.finalize())
    }

    /// Reads 64 hexadecimal digits, and nothing else.
    public init?(_ text: some StringProtocol) {
        self.init(String(text))
    }

    /// The same of a text that is a string already.
    public init?(_ text: String) {
        var text = text
        guard let bytes = text.withUTF8(Digest.bytes) else { return nil }
        self.bytes = bytes
    }

    private static func bytes(_ digits: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(32)
        for index in stride(from: 0, to: 64, by: 2) {
            guard let high = Digest.value(digits[index]), let low = Digest.value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x61 + 10
        default: nil
        }
    }
}

extension Digest: CustomStringConvertible {
    /// The 64 digits.
    public var description: String {
        func digit(_ value: UInt8) -> UInt8 { value < 10 ? value + 0x30 : value - 10 + 0x61 }
        return String(unsafeUninitializedCapacity: 64) { buffer in
            for (index, byte) in bytes.enumerated() {
                buffer[2 * index] = digit(byte >> 4)
                buffer[2 * index + 1] = digit(byte & 15)
            }
            return 64
        }
    }
}

extension Digest: Codable {
    public init(from decoder: any Decoder) throws { self = try decoder.scalar("a SHA-256 digest") { Digest($0) } }

    public func encode(to encoder: any Encoder) throws { try encoder.scalar(description) }
}
