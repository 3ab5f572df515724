public import Domain
import GRDB
public import Vocabulary

/// A line in which searched words were found.
public struct Found: Codable, Hashable, Sendable {
    /// `compact`, `statement`.
    public let kind: String
    public let agreement: String
    public let line: String
    /// The agreement's name.
    public let title: String
    /// Some of the text round the words found; each of them stands between U+E000 and U+E001.
    public let excerpt: String
}

extension Views {
    /// The lines that hold all of these words, or words of their stems, among those that the viewer may see; best first.
    public func search(_ words: String, for viewer: Viewer, today: Day, page: Int = 1, size: Int = 20) throws -> Listed<
        Found
    > {
        let query = Views.query(of: words)
        guard !query.isEmpty else { return Listed(rows: [], total: 0) }
        return try read { db in
            let condition: SQL = """
                FROM search JOIN found ON found.id = search.rowid
                WHERE search MATCH \(query) AND \(viewer.sees("found", today: today))
                """
            let total = try SQLRequest<Int>(literal: "SELECT COUNT(*) " + condition).fetchOne(db) ?? 0
            let rows = try db.rows(
                """
                SELECT found.kind, found.agreement, found.line, found.title,
                snippet(search, 1, char(57344), char(57345), '…', 40) AS excerpt \(condition)
                ORDER BY rank, found.agreement, found.line LIMIT \(size) OFFSET \((page - 1) * size)
                """
            ) {
                Found(
                    kind: $0["kind"], agreement: $0["agreement"], line: $0["line"], title: $0["title"],
                    excerpt: $0["excerpt"])
            }
            return Listed(rows: rows, total: total)
        }
    }

    /// What asks the search index for lines with all of these words; empty where there are none.
    static func query(of words: String) -> String {
        // Scalar by scalar: some letters (U+0D4E) make one Character with a quote that follows them.
        let terms = words.unicodeScalars.split { !isPartOfWord($0) }.prefix(20)
        // Each word in quotes, so that none is read as an operator of the query language.
        return terms.map { "\"\(String($0))\"" }.joined(separator: " ")
    }

    private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.properties.isAlphabetic || scalar.properties.numericType != nil { return true }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: return true
        default: return false
        }
    }
}
