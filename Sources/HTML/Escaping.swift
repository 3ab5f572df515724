extension [UInt8] {
    /// Text as it may stand in an element or a quoted attribute.
    ///
    /// Goes by byte and never by `Character`: a quote with a combining mark behind it is one Character that equates to
    /// no quote, yet its first byte still ends an attribute. Controls and noncharacters, which HTML forbids even as
    /// references, become U+FFFD.
    mutating func append(escaping text: String) {
        var text = text
        text.withUTF8 { append(escaping: $0) }
    }

    private mutating func append(escaping text: UnsafeBufferPointer<UInt8>) {
        reserveMore(text.count)
        var start = 0
        var index = 0
        while index < text.count {
            guard isSuspect(text[index]) else {
                index += 1
                continue
            }
            let (length, substitute) = substitution(in: text, at: index)
            if let substitute {
                append(contentsOf: text[start..<index])
                substitute.withUTF8Buffer { append(contentsOf: $0) }
                start = index + length
            }
            index += length
        }
        append(contentsOf: text[start..<index])
    }

    /// Asking for exactly what the next piece needs would copy everything at each piece; twice what there is does not.
    private mutating func reserveMore(_ extra: Int) {
        guard capacity < count + extra else { return }
        reserveCapacity(Swift.max(2 * capacity, count + extra))
    }

    /// Whether the bytes end directly behind the `=` or the opening quote of an attribute whose value a browser follows
    /// or runs.
    var endInsideActiveAttribute: Bool {
        guard var end = indices.last else { return false }
        if self[end] == UInt8(ascii: "\"") || self[end] == UInt8(ascii: "'") { end -= 1 }
        guard end >= 0, self[end] == UInt8(ascii: "=") else { return false }
        var start = end
        while start > 0, self[start - 1].isOfAttributeName { start -= 1 }
        let name = self[start..<end]
        func isCalled(_ other: [UInt8]) -> Bool { zip(name, other).allSatisfy { $0 | 0x20 == $1 } }
        return name.count >= 2 && isCalled(handler)
            || activeAttributes.contains { $0.count == name.count && isCalled($0) }
    }
}

private let activeAttributes = [
    "href", "src", "action", "formaction", "style", "srcdoc", "srcset", "data", "poster", "ping", "background", "cite",
].map { Array($0.utf8) }

/// What the names of attributes that run a script begin with.
private let handler = Array("on".utf8)

extension UInt8 {
    fileprivate var isOfAttributeName: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}

/// One bit for each byte below 64 that cannot stay: & < > " ' and the controls other than tab, line feed and return.
private let suspectsBelow64: UInt64 =
    (0xFFFF_FFFF & ~(1 << 9 | 1 << 10 | 1 << 13)) | 1 << 0x22 | 1 << 0x26 | 1 << 0x27 | 1 << 0x3C | 1 << 0x3E

@inline(__always)
private func isSuspect(_ byte: UInt8) -> Bool {
    if byte < 64 { return suspectsBelow64 >> UInt64(byte) & 1 == 1 }
    return byte == 0x7F || byte == 0xC2 || byte >= 0xEF
}

/// How many bytes the scalar at a suspect byte takes, and what is written in its place; nil if it may stay.
private func substitution(in text: UnsafeBufferPointer<UInt8>, at index: Int) -> (Int, StaticString?) {
    let byte = text[index]
    switch byte {
    case UInt8(ascii: "&"): return (1, "&amp;")
    case UInt8(ascii: "<"): return (1, "&lt;")
    case UInt8(ascii: ">"): return (1, "&gt;")
    case UInt8(ascii: "\""): return (1, "&quot;")
    case UInt8(ascii: "'"): return (1, "&#39;")
    case 0xC2 where index + 1 < text.count: return (2, text[index + 1] < 0xA0 ? "\u{FFFD}" : nil)
    case 0xEF where index + 2 < text.count:
        let scalar = (UInt32(text[index + 1] & 0x3F) << 6) | UInt32(text[index + 2] & 0x3F) | 0xF000
        return (3, scalar >= 0xFFFE || (0xFDD0...0xFDEF).contains(scalar) ? "\u{FFFD}" : nil)
    case 0xF0... where index + 3 < text.count:
        let endsPlane = text[index + 1] & 0x0F == 0x0F && text[index + 2] == 0xBF && text[index + 3] >= 0xBE
        return (4, endsPlane ? "\u{FFFD}" : nil)
    default: return (1, "\u{FFFD}")
    }
}
