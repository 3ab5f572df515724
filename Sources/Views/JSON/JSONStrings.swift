/// The values that stand at marks.
extension JSONText {
    /// The bytes of a value as they stand, quotation marks and all.
    func raw(_ index: Int) -> ArraySlice<UInt8> {
        let mark = marks[index]
        let quote = mark.sort == .string ? 1 : 0
        return bytes[Int(mark.start) - quote..<Int(mark.end) + quote]
    }

    /// The mark of the value that an object has under a key; of several, the first, as Foundation's reader has it.
    func value(of key: String, in object: Int) -> Int? {
        var key = key
        return key.withUTF8 { key in
            var index = object + 1
            while index < Int(marks[object].next) {
                if isKey(index, key) { return index + 1 }
                index = Int(marks[index + 1].next)
            }
            return nil
        }
    }

    private func isKey(_ index: Int, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
        let mark = marks[index]
        if mark.isEscaped { return string(at: index).map { $0.utf8.elementsEqual(key) } ?? false }
        guard Int(mark.end - mark.start) == key.count else { return false }
        for place in 0..<key.count where bytes[Int(mark.start) + place] != key[place] { return false }
        return true
    }

    /// A string's text; nil where it is not UTF-8, or an escape in it is none.
    func string(at index: Int) -> String? {
        let mark = marks[index]
        let text = bytes[Int(mark.start)..<Int(mark.end)]
        guard mark.isEscaped else { return String(validating: text, as: UTF8.self) }
        var plain: [UInt8] = []
        plain.reserveCapacity(text.count)
        var place = text.startIndex
        while place < text.endIndex {
            let byte = text[place]
            place += 1
            guard byte == UInt8(ascii: "\\") else {
                plain.append(byte)
                continue
            }
            guard let scalar = escape(text, &place), let encoded = UTF8.encode(scalar) else { return nil }
            plain.append(contentsOf: encoded)
        }
        return String(validating: plain, as: UTF8.self)
    }

    private func escape(_ text: ArraySlice<UInt8>, _ place: inout Int) -> Unicode.Scalar? {
        guard place < text.endIndex else { return nil }
        place += 1
        switch text[place - 1] {
        case UInt8(ascii: "\""): return "\""
        case UInt8(ascii: "\\"): return "\\"
        case UInt8(ascii: "/"): return "/"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default: return nil
        }
        guard let first = unit(text, &place) else { return nil }
        guard (0xD800..<0xDC00).contains(first) else { return Unicode.Scalar(first) }
        // The first half of a scalar beyond the first plane: the other half follows, or it is no text.
        guard place + 1 < text.endIndex, text[place] == UInt8(ascii: "\\"), text[place + 1] == UInt8(ascii: "u") else {
            return nil
        }
        place += 2
        guard let second = unit(text, &place), (0xDC00..<0xE000).contains(second) else { return nil }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private func unit(_ text: ArraySlice<UInt8>, _ place: inout Int) -> UInt32? {
        guard place + 4 <= text.endIndex else { return nil }
        var value: UInt32 = 0
        for byte in text[place..<place + 4] {
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x61...0x66: value = value << 4 | UInt32(byte - 0x61 + 10)
            case 0x41...0x46: value = value << 4 | UInt32(byte - 0x41 + 10)
            default: return nil
            }
        }
        place += 4
        return value
    }

    /// A whole number, also one written `1.0` or `1e2`; nil where it is another or too large.
    func integer<Number: FixedWidthInteger>(at index: Int, _: Number.Type) -> Number? {
        let digits = bytes[Int(marks[index].start)..<Int(marks[index].end)]
        let isNegative = digits.first == UInt8(ascii: "-")
        var value: Number = 0
        for byte in digits.dropFirst(isNegative ? 1 : 0) {
            guard (0x30...0x39).contains(byte) else { return fraction(at: index).flatMap { Number(exactly: $0) } }
            let (tens, tooMany) = value.multipliedReportingOverflow(by: 10)
            let digit = Number(truncatingIfNeeded: byte - 0x30)
            let (sum, tooLarge) =
                isNegative ? tens.subtractingReportingOverflow(digit) : tens.addingReportingOverflow(digit)
            guard !tooMany, !tooLarge else { return nil }
            value = sum
        }
        return value
    }

    /// A number; nil where it is too large.
    func fraction(at index: Int) -> Double? {
        let digits = String(decoding: bytes[Int(marks[index].start)..<Int(marks[index].end)], as: UTF8.self)
        return Double(digits).flatMap { $0.isFinite ? $0 : nil }
    }
}
