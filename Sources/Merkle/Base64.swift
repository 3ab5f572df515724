/// Standard base 64 (RFC 4648 section 4), read strictly.
///
/// Foundation's reader accepts unused bits that are not zero, so that two different lines would mean the same bytes;
/// a signed format must have one spelling only.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func encode(_ bytes: some Collection<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count + 2) / 3 * 4)
        var group: UInt32 = 0
        var held = 0
        for byte in bytes {
            group = group << 8 | UInt32(byte)
            held += 1
            if held == 3 {
                for shift in [18, 12, 6, 0] as [UInt32] { text.append(alphabet[Int(group >> shift & 63)]) }
                group = 0
                held = 0
            }
        }
        if held == 1 {
            text += [alphabet[Int(group >> 2)], alphabet[Int(group << 4 & 63)], UInt8(ascii: "="), UInt8(ascii: "=")]
        } else if held == 2 {
            text += [
                alphabet[Int(group >> 10)], alphabet[Int(group >> 4 & 63)], alphabet[Int(group << 2 & 63)],
                UInt8(ascii: "="),
            ]
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes, or nothing when the text is not the one spelling that `encode` gives them.
    static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        let text = Array(text)
        guard text.count % 4 == 0 else { return nil }
        let padding = text.reversed().prefix(2).prefix { $0 == UInt8(ascii: "=") }.count
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3)
        var group: UInt32 = 0
        var bits: UInt32 = 0
        for character in text.dropLast(padding) {
            guard let value = value(of: character) else { return nil }
            group = group << 6 | value
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(group >> bits & 255))
                group &= 1 << bits - 1
            }
        }
        return group == 0 ? bytes : nil
    }

    private static func value(of character: UInt8) -> UInt32? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
        case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a")) + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0")) + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}

/// A whole number in ASCII decimal, in its one spelling: no sign, no leading zero, within `Int`.
func decimal(_ text: some Collection<UInt8>) -> Int? {
    guard let first = text.first, first != UInt8(ascii: "0") || text.count == 1 else { return nil }
    var number = 0
    for character in text {
        guard case UInt8(ascii: "0")...UInt8(ascii: "9") = character else { return nil }
        let (tens, tooMany) = number.multipliedReportingOverflow(by: 10)
        let (sum, tooLarge) = tens.addingReportingOverflow(Int(character - UInt8(ascii: "0")))
        guard !tooMany, !tooLarge else { return nil }
        number = sum
    }
    return number
}
