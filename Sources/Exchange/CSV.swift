/// A list as comma-separated values (RFC 4180): UTF-8, a first row of column names, every row ended by CR LF.
///
/// A cell that begins with `=`, `+`, `-`, `@`, a tab or a line end is written with an apostrophe before it, so that a
/// spreadsheet shows it and never runs it as a formula; who reads the file by program takes one leading apostrophe away. A
/// number below zero, `-0.4`, is no formula and stands as it is.
public struct CSV: Equatable, Sendable {
    /// The names of the columns.
    public let columns: [String]
    /// The cells, row by row, as they are meant; a row with fewer cells than columns is filled up with empty ones.
    public let rows: [[String]]
    private let hasNames: Bool

    /// A list of these columns.
    public init(columns: [String], rows: [[String]]) {
        (self.columns, self.rows, hasNames) = (columns, rows, true)
    }

    /// The media type, with its character set and that there is a row of names.
    public static let mediaType = "text/csv; charset=utf-8; header=present"

    /// Rows without a row of names, to go on with.
    public init(rows: [[String]]) { (columns, self.rows, hasNames) = ([], rows, false) }

    /// The file as text, without the last line end.
    public var text: String { String(decoding: bytes.dropLast(2), as: UTF8.self) }

    /// The file.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        if hasNames { CSV.append(columns, to: &bytes) }
        for row in rows {
            CSV.append(row + Array(repeating: "", count: max(0, columns.count - row.count)), to: &bytes)
        }
        return bytes
    }

    private static func append(_ row: [String], to bytes: inout [UInt8]) {
        for (index, cell) in row.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(cell, to: &bytes)
        }
        bytes += [0x0D, 0x0A]
    }

    private static func append(_ cell: String, to bytes: inout [UInt8]) {
        let text = isFormula(cell) ? "'" + cell : cell
        guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else {
            bytes += text.utf8
            return
        }
        bytes.append(0x22)
        for byte in text.utf8 {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }

    /// Digits with a minus before them, and at most one point or exponent: `-0.4`, `-1.5e-05`.
    private static func isNumber(_ cell: String) -> Bool {
        let digits = cell.utf8.allSatisfy { (0x30...0x39).contains($0) || [0x2D, 0x2E, 0x65].contains($0) }
        return cell.hasPrefix("-") && digits && Double(cell) != nil
    }

    /// By scalar: a combining mark after the sign makes another Character of it, and the same formula. The last four are
    /// the full-width signs, which some spreadsheets take for the narrow ones.
    private static func isFormula(_ cell: String) -> Bool {
        guard let first = cell.unicodeScalars.first, !isNumber(cell) else { return false }
        return "=+-@\t\r\n\u{FF1D}\u{FF0B}\u{FF0D}\u{FF20}".unicodeScalars.contains(first)
    }
}
