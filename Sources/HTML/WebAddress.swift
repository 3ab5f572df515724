/// An address on the web that a page may link to: `http` or `https` with a host, and nothing that a browser would run or
/// that could show another host than the one it leads to. Grammar: RFC 3986, narrowed.
public struct WebAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address in ASCII, as it stands in a link.
    public let description: String

    /// The address in a person's words; nil unless it is one.
    ///
    /// Refused: other schemes (`javascript:`, `data:`), white space and control characters, a user name before the host,
    /// a host that is not letters, digits, dots and hyphens (names in other scripts come in their `xn--` form), and more
    /// than 2,048 bytes, as it was typed or as it is written. Behind the host, characters that an address may not hold as
    /// they are become percent-encoded.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count <= 2048, let rest = bytes.withoutWebScheme else { return nil }
        let host = rest.prefix { !"/?#".utf8.contains($0) }
        guard host.isHostAndPort else { return nil }
        guard let tail = rest[host.endIndex...].percentEncoded else { return nil }
        let written = bytes[..<host.endIndex] + tail
        // What is kept is read again by the same rule.
        guard written.count <= 2048 else { return nil }
        description = String(decoding: written, as: UTF8.self)
    }
}

extension [UInt8] {
    fileprivate var withoutWebScheme: ArraySlice<UInt8>? {
        for scheme in ["https://", "http://"] {
            let start = prefix(scheme.utf8.count)
            let letters = start.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
            if letters.elementsEqual(scheme.utf8) { return self[start.endIndex...] }
        }
        return nil
    }
}

extension ArraySlice<UInt8> {
    fileprivate var isHostAndPort: Bool {
        let parts = split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count <= 2, let name = parts.first, let start = name.first, let end = name.last else {
            return false
        }
        guard start.isLetterOrDigit, end.isLetterOrDigit else { return false }
        guard name.allSatisfy({ $0.isLetterOrDigit || "-.".utf8.contains($0) }) else { return false }
        guard parts.count == 2 else { return true }
        return !parts[1].isEmpty && parts[1].count <= 5 && parts[1].allSatisfy { (0x30...0x39).contains($0) }
    }

    /// nil if there is white space or a control in it.
    fileprivate var percentEncoded: [UInt8]? {
        var result: [UInt8] = []
        var inFragment = false
        for (index, byte) in zip(indices, self) {
            guard byte > 0x20, byte != 0x7F else { return nil }
            let hash = byte == UInt8(ascii: "#")
            if byte.mayStandInAddress || (hash && !inFragment) || (byte == UInt8(ascii: "%") && startsEscape(at: index))
            {
                result.append(byte)
            } else {
                result += [UInt8(ascii: "%"), hexDigit(byte >> 4), hexDigit(byte & 15)]
            }
            inFragment = inFragment || hash
        }
        return result
    }

    private func startsEscape(at index: Int) -> Bool {
        index + 2 < endIndex && self[index + 1].isHexDigit && self[index + 2].isHexDigit
    }
}

private func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
}

extension UInt8 {
    fileprivate var isLetterOrDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }

    fileprivate var isHexDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x46).contains(self) || (0x61...0x66).contains(self)
    }

    fileprivate var mayStandInAddress: Bool {
        isLetterOrDigit || "-._~!$&'()*+,;=:@/?".utf8.contains(self)
    }
}
