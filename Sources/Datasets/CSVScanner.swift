public import Vocabulary

/// Reads comma-separated values record by record over their bytes, without copying one (RFC 4180; a line feed alone ends a record
/// too, and a byte-order mark at the beginning is passed over).
public struct CSVScanner {
    private let bytes: [UInt8]
    private var at: Int
    /// The number of the record that was read last, from 1; a heading is record 1. Line breaks inside quotation marks end none.
    public private(set) var record = 0
    /// Where its cells are, without the quotation marks round them.
    private var cells: [Range<Int>] = []
    /// Which of them hold a quotation mark that is written twice.
    private var doubled: Set<Int> = []
    private let isStrict: Bool
    private let names: [String]
    /// How many cells a record may have: what is no table may have as many as bytes.
    private static let mostCells = 100_000

    /// Over a file's bytes.
    ///
    /// - Parameters:
    ///   - isStrict: Refuses what published files have and the standard has not: bytes that are no UTF-8, and a quotation mark in
    ///     a cell that does not begin with one.
    ///   - names: What faults call the columns; where it names none, they are numbered from 1.
    public init(_ bytes: [UInt8], isStrict: Bool = false, columns names: [String] = []) {
        (self.bytes, self.isStrict, self.names) = (bytes, isStrict, names)
        at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }

    /// How many cells the record has.
    public var count: Int { cells.count }

    /// The bytes of a cell; nothing where the record is shorter.
    public subscript(_ index: Int) -> ArraySlice<UInt8> {
        guard cells.indices.contains(index) else { return [] }
        guard doubled.contains(index) else { return bytes[cells[index]] }
        var plain: [UInt8] = []
        var isSecond = false
        for byte in bytes[cells[index]] {
            if byte == 0x22, !isSecond {
                isSecond = true
                continue
            }
            isSecond = false
            plain.append(byte)
        }
        return plain[...]
    }

    /// The text of a cell. Bytes that are no UTF-8 are read as the marks of Windows (code page 1252), which published files still
    /// have.
    public func text(_ index: Int) -> String {
        let cell = self[index]
        return String(validating: cell, as: UTF8.self)
            ?? String(
                String.UnicodeScalarView(
                    cell.map { (0x80...0x9F).contains($0) ? Self.windows[Int($0) - 0x80] : Unicode.Scalar($0) }))
    }

    /// What code page 1252 has where Unicode has controls.
    private static let windows =
        Array(
            "\u{20AC}\u{FFFD}\u{201A}\u{192}\u{201E}\u{2026}\u{2020}\u{2021}\u{2C6}\u{2030}\u{160}\u{2039}\u{152}\u{FFFD}\u{17D}\u{FFFD}"
                .unicodeScalars)
        + Array(
            "\u{FFFD}\u{2018}\u{2019}\u{201C}\u{201D}\u{2022}\u{2013}\u{2014}\u{2DC}\u{2122}\u{161}\u{203A}\u{153}\u{FFFD}\u{17E}\u{178}"
                .unicodeScalars)

    /// All cells of the record as texts.
    public var texts: [String] { cells.indices.map(text) }

    /// Goes on to the next record that is not empty; false after the last.
    ///
    /// - Throws: `Refusal` where quotation marks do not come in pairs, for a zero byte: then it is no text, and for a record of
    ///   more than a hundred thousand cells.
    public mutating func next() throws(Refusal) -> Bool {
        let (bytes, end) = (bytes, bytes.count)
        repeat {
            guard at < end else { return false }
            record += 1
            cells.removeAll(keepingCapacity: true)
            if !doubled.isEmpty { doubled.removeAll(keepingCapacity: true) }
            try read(bytes.span)
            if isStrict { try demandText() }
        } while cells.count == 1 && cells[0].isEmpty
        return true
    }

    private mutating func read(_ span: Span<UInt8>) throws(Refusal) {
        let end = span.count
        while true {
            guard cells.count < Self.mostCells else { throw tooLong() }
            if at < end, span[at] == 0x22 {
                try quoted(span)
            } else {
                let start = at
                while at < end {
                    let byte = span[at]
                    if byte == 0x2C || byte == 0x0A { break }
                    if byte == 0 { throw noText(cells.count) }
                    if byte == 0x22, isStrict { throw stray(cells.count) }
                    at += 1
                }
                let stop = at > start && at < end && span[at] == 0x0A && span[at - 1] == 0x0D ? at - 1 : at
                cells.append(start..<(at == end && stop > start && span[stop - 1] == 0x0D ? stop - 1 : stop))
            }
            guard at < end else { return }
            let byte = span[at]
            at += 1
            if byte == 0x0A { return }
        }
    }

    private mutating func quoted(_ span: Span<UInt8>) throws(Refusal) {
        let end = span.count
        at += 1
        let start = at
        var hasDoubled = false
        while true {
            guard at < end else {
                throw Refusal(
                    Fault(
                        "csv.quotes", field: field(cells.count),
                        "A quotation mark is opened here and never closed: the file may be cut off. Get it anew"))
            }
            if span[at] == 0 { throw noText(cells.count) }
            if span[at] == 0x22 {
                guard at + 1 < end, span[at + 1] == 0x22 else { break }
                hasDoubled = true
                at += 1
            }
            at += 1
        }
        if hasDoubled { doubled.insert(cells.count) }
        cells.append(start..<at)
        at += 1
        if at < end, span[at] == 0x0D { at += 1 }
        guard at >= end || span[at] == 0x2C || span[at] == 0x0A else {
            throw stray(cells.count - 1)
        }
    }

    private func demandText() throws(Refusal) {
        for (index, cell) in cells.enumerated() where String(validating: bytes[cell], as: UTF8.self) == nil {
            throw Refusal(Fault("csv.text", field: field(index), "Save the file as UTF-8: this cell is not"))
        }
    }

    /// Where a cell is, for whoever looks for it in the file.
    private func field(_ index: Int) -> String {
        let name = names.isEmpty ? String(index + 1) : names[min(index, names.count - 1)]
        return "row \(record), column \(name)"
    }

    private func stray(_ index: Int) -> Refusal {
        Refusal(
            Fault(
                "csv.quotes", field: field(index),
                "Put the whole cell into quotation marks and write each one inside it twice"))
    }

    private func tooLong() -> Refusal {
        Refusal(
            Fault(
                "csv.cells", field: "row \(record)",
                "This row has more than \(Self.mostCells) cells: choose a table of comma-separated values"))
    }

    private func noText(_ index: Int) -> Refusal {
        Refusal(
            Fault("csv.text", field: field(index), "This is no text: choose a file of comma-separated values"))
    }
}

/// The first record of a file that names its columns.
struct CSVHeading {
    private let columns: [String: Int]

    /// How many it names.
    let count: Int

    /// The place of a column; none that any record has, where it is not named.
    subscript(_ name: String) -> Int { columns[name] ?? -1 }

    fileprivate init(_ names: [String]) {
        columns = Dictionary(zip(names, names.indices)) { first, _ in first }
        count = names.count
    }
}

extension CSVScanner {
    /// Reads the heading of a file of some sort.
    ///
    /// - Throws: The fault where it is that of another, or there is none.
    mutating func heading(
        _ isRight: ([String]) -> Bool, or fault: @autoclosure () -> Fault
    ) throws(Refusal) -> CSVHeading {
        guard try next(), isRight(texts) else { throw Refusal(fault()) }
        return CSVHeading(texts)
    }
}

extension ArraySlice<UInt8> {
    /// Without the spaces and tabs at its ends.
    var trimmed: ArraySlice<UInt8> {
        var slice = self
        while let first = slice.first, first == 0x20 || first == 0x09 || first == 0x0D { slice = slice.dropFirst() }
        while let last = slice.last, last == 0x20 || last == 0x09 || last == 0x0D { slice = slice.dropLast() }
        return slice
    }
}

extension String {
    /// Without the spaces and tabs at its ends.
    var trimmingSpaces: String {
        let bytes = Array(utf8)
        let inner = bytes[...].trimmed
        return inner.count == bytes.count ? self : String(decoding: inner, as: UTF8.self)
    }
}
