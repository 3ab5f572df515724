/// A JSON text (RFC 8259) and the places of all values in it, found in one pass. It may be any bytes: what is not JSON is
/// refused, nested or not, and every place that is marked lies within the bytes.
final class JSONText {
    /// What a value is.
    enum Sort: UInt8 { case object, array, string, number, yes, no, null }

    /// The place of one value. The marks of an object's keys and values, or of an array's elements, follow its own.
    struct Mark {
        let sort: Sort
        /// Whether a string has escapes.
        var isEscaped = false
        /// The first byte; of a string, the first after its quotation mark.
        let start: Int32
        /// The byte after the last; of a string, its closing quotation mark.
        var end: Int32
        /// The mark after it and all that is in it.
        var next: Int32
    }

    /// The text.
    let bytes: [UInt8]
    /// The whole value first.
    let marks: [Mark]

    init(_ bytes: [UInt8]) throws(NotJSON) {
        var scan = JSONScan(bytes)
        try scan.whole()
        self.bytes = bytes
        marks = scan.marks
        // A key that is no text makes the whole none, asked for or not.
        for key in scan.oddKeys where string(at: key) == nil { throw NotJSON(offset: Int(marks[key].start)) }
    }
}

/// The pass over a text that finds the places of its values.
private struct JSONScan {
    let bytes: [UInt8]
    var marks: [JSONText.Mark] = []
    /// The marks of keys with escapes or beyond ASCII.
    var oddKeys: [Int] = []
    var offset = 0

    /// Foundation's reader goes as deep.
    private static let deepest = 512

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func whole() throws(NotJSON) {
        guard bytes.count < Int(Int32.max) else { throw NotJSON(offset: 0) }
        marks.reserveCapacity(24)
        var open: [Int] = []
        repeat {
            if try value(&open) { continue }
            // A value has ended: what holds it goes on or ends too.
            while let holder = open.last {
                skipSpace()
                let isObject = marks[holder].sort == .object
                if pass(UInt8(ascii: ",")) {
                    if isObject { try key() }
                    break
                }
                guard pass(UInt8(ascii: isObject ? "}" : "]")) else { throw NotJSON(offset: offset) }
                close(holder)
                open.removeLast()
            }
        } while !open.isEmpty
        skipSpace()
        guard offset == bytes.count else { throw NotJSON(offset: offset) }
    }

    /// Marks the next value; answers whether it is an object or array that holds something, which is then open.
    private mutating func value(_ open: inout [Int]) throws(NotJSON) -> Bool {
        skipSpace()
        guard offset < bytes.count else { throw NotJSON(offset: offset) }
        switch bytes[offset] {
        case UInt8(ascii: "{"):
            guard try begin(.object, until: UInt8(ascii: "}"), &open) else { return false }
            try key()
            return true
        case UInt8(ascii: "["): return try begin(.array, until: UInt8(ascii: "]"), &open)
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try word("true", .yes)
        case UInt8(ascii: "f"): try word("false", .no)
        case UInt8(ascii: "n"): try word("null", .null)
        default: try number()
        }
        return false
    }

    private mutating func begin(_ sort: JSONText.Sort, until end: UInt8, _ open: inout [Int]) throws(NotJSON) -> Bool {
        guard open.count < Self.deepest else { throw NotJSON(offset: offset) }
        let index = marks.count
        mark(sort, from: offset)
        offset += 1
        skipSpace()
        if pass(end) {
            close(index)
            return false
        }
        open.append(index)
        return true
    }

    private mutating func close(_ index: Int) {
        marks[index].end = Int32(offset)
        marks[index].next = Int32(marks.count)
    }

    private mutating func mark(_ sort: JSONText.Sort, from start: Int, isEscaped: Bool = false) {
        marks.append(
            JSONText.Mark(
                sort: sort, isEscaped: isEscaped, start: Int32(start), end: Int32(offset), next: Int32(marks.count + 1))
        )
    }

    private mutating func skipSpace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }

    private mutating func pass(_ byte: UInt8) -> Bool {
        guard offset < bytes.count, bytes[offset] == byte else { return false }
        offset += 1
        return true
    }

    private mutating func key() throws(NotJSON) {
        skipSpace()
        if try string() { oddKeys.append(marks.count - 1) }
        skipSpace()
        guard pass(UInt8(ascii: ":")) else { throw NotJSON(offset: offset) }
    }

    private mutating func word(_ word: StaticString, _ sort: JSONText.Sort) throws(NotJSON) {
        let start = offset
        for index in 0..<word.utf8CodeUnitCount {
            guard pass(word.utf8Start[index]) else { throw NotJSON(offset: offset) }
        }
        mark(sort, from: start)
    }

    /// Marks a string; answers whether it has escapes or is beyond ASCII.
    @discardableResult
    private mutating func string() throws(NotJSON) -> Bool {
        guard pass(UInt8(ascii: "\"")) else { throw NotJSON(offset: offset) }
        let (bytes, start) = (bytes, offset)
        var (place, isEscaped, seen) = (offset, false, UInt8(0))
        while place < bytes.count {
            let byte = bytes[place]
            if byte == UInt8(ascii: "\"") {
                offset = place
                mark(.string, from: start, isEscaped: isEscaped)
                offset += 1
                return isEscaped || seen >= 0x80
            }
            seen |= byte
            guard byte >= 0x20 else { throw NotJSON(offset: place) }
            if byte == UInt8(ascii: "\\") {
                isEscaped = true
                place += 1
            }
            place += 1
        }
        throw NotJSON(offset: bytes.count)
    }

    private mutating func number() throws(NotJSON) {
        let start = offset
        _ = pass(UInt8(ascii: "-"))
        let first = offset
        let whole = digits()
        guard whole > 0, whole == 1 || bytes[first] != UInt8(ascii: "0") else { throw NotJSON(offset: start) }
        if pass(UInt8(ascii: ".")) { guard digits() > 0 else { throw NotJSON(offset: offset) } }
        if pass(UInt8(ascii: "e")) || pass(UInt8(ascii: "E")) {
            if !pass(UInt8(ascii: "+")) { _ = pass(UInt8(ascii: "-")) }
            guard digits() > 0 else { throw NotJSON(offset: offset) }
        }
        mark(.number, from: start)
    }

    private mutating func digits() -> Int {
        let start = offset
        while offset < bytes.count, (0x30...0x39).contains(bytes[offset]) { offset += 1 }
        return offset - start
    }
}

/// Bytes that are no JSON text.
struct NotJSON: Error, CustomStringConvertible {
    /// Where they stop being one.
    let offset: Int

    var description: String { "not JSON from byte \(offset) on" }
}
