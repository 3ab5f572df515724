public import Vocabulary

/// What the school performance tables say of their own columns, in the meta file beside each.
///
/// Every year shapes it a little otherwise: the column that holds the names is called `Field Name`, `FieldName` or
/// `Metafile heading`.
public struct TableMeta: Sendable {
    /// What each column is, by its name in the way that `name` writes it.
    private let titles: [String: String]
    /// How many columns it describes.
    public var count: Int { titles.count }

    /// Whether a heading is that of such a file.
    public static func isHeading(_ cells: [String]) -> Bool {
        cells.count > 2 && cells[0] == "Column" && ["Field Name", "FieldName", "Metafile heading"].contains(cells[1])
    }

    /// Reads it.
    ///
    /// - Throws: `Refusal` where its columns are others, or it describes none.
    public init(_ bytes: [UInt8]) throws(Refusal) {
        var scanner = CSVScanner(bytes)
        _ = try scanner.heading(
            TableMeta.isHeading,
            or: Fault(
                "table-meta.columns", field: "row 1",
                "Choose the meta file of a performance table: its first row begins with Column, Field Name, Label/Description"
            ))
        var titles: [String: String] = [:]
        while try scanner.next() {
            let name = Self.name(scanner.text(1))
            if !name.isEmpty, titles[name] == nil { titles[name] = scanner.text(2).words }
        }
        guard !titles.isEmpty else {
            throw Refusal(Fault("table-meta.empty", field: "row 2", "The file describes no column: get it anew"))
        }
        self.titles = titles
    }

    /// What a column of a table is; nil where nobody says.
    public subscript(_ column: String) -> String? {
        guard let title = titles[Self.name(column)], !title.isEmpty else { return nil }
        return title
    }

    /// A name as both files would have it: meta files write `AlphaIND`, a line break behind a name, and
    /// `P8MEA_FSM6CLA1A__16` with two lines.
    private static func name(_ text: String) -> String {
        text.words.uppercased().split(separator: "_").joined(separator: "_")
    }
}

extension String {
    /// Its words with one space between them, and none at the ends.
    var words: String {
        var before = UInt8(ascii: " ")
        var isPlain = true
        for byte in utf8 {
            isPlain = isPlain && ((0x21...0x7E).contains(byte) || byte == 0x20 && before != 0x20)
            before = byte
        }
        return isPlain && (before != 0x20 || isEmpty) ? self : split { $0.isWhitespace }.joined(separator: " ")
    }
}
