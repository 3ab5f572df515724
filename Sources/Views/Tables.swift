import FoundationEssentials
import GRDB
import GRDBSQLite

/// A value in a row.
enum Cell {
    case null
    case number(Int64)
    case text(String)

    init(_ number: Int?) { self = number.map { .number(Int64($0)) } ?? .null }
    init(_ number: Int64?) { self = number.map { .number($0) } ?? .null }
    init(_ text: String?) { self = text.map { .text($0) } ?? .null }
    init(_ flag: Bool) { self = .number(flag ? 1 : 0) }
    init(_ thing: (some CustomStringConvertible)?) { self = thing.map { .text($0.description) } ?? .null }

    /// A value with parts of its own, as JSON: the same text for the same value.
    static func json(_ value: some Encodable) throws -> Cell {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return .text(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}

/// The tables while a run is folded into them: each statement is prepared once for the connection, and its values are
/// handed to SQLite as they are.
struct Tables {
    private let db: Database
    private let prepared = Prepared()

    /// The statements met in this run: finding one by its text costs more than running it.
    private final class Prepared {
        var statements: [GRDB.Statement?] = Array(repeating: nil, count: Writing.allCases.count)
    }

    init(_ db: Database) { self.db = db }

    /// The row of what a search finds of a line, and its words.
    func found(line: String, of agreement: String) throws -> (row: Int64, words: String)? {
        let statement = try db.cachedStatement(sql: "SELECT id, text FROM found WHERE agreement = ? AND line = ?")
        return try Row.fetchOne(statement, arguments: [agreement, line]).map { ($0[0], $0[1]) }
    }

    /// Runs a statement with these values for its question marks, in order; answers the number of the row last inserted.
    @discardableResult
    func write(_ writing: Writing, _ cells: Cell...) throws -> Int64 {
        let statement: GRDB.Statement
        if let known = prepared.statements[writing.rawValue] {
            statement = known
        } else {
            statement = try db.cachedStatement(sql: writing.sql)
            prepared.statements[writing.rawValue] = statement
        }
        let pointer = statement.sqliteStatement
        for (index, cell) in cells.enumerated() {
            let place = Int32(index + 1)
            let code =
                switch cell {
                case .null: sqlite3_bind_null(pointer, place)
                case .number(let number): sqlite3_bind_int64(pointer, place, number)
                case .text(var text):
                    text.withUTF8 { text in
                        // The length is given, so that a zero byte ends nothing. An empty text may have no address at all,
                        // and would then be none.
                        text.withMemoryRebound(to: CChar.self) {
                            $0.baseAddress.map {
                                sqlite3_bind_text(pointer, place, $0, Int32(text.count), Self.copied)
                            } ?? sqlite3_bind_text(pointer, place, "", 0, Self.copied)
                        }
                    }
                }
            guard code == SQLITE_OK else { throw failure(code, writing) }
        }
        let code = sqlite3_step(pointer)
        sqlite3_reset(pointer)
        guard code == SQLITE_DONE else { throw failure(code, writing) }
        return sqlite3_last_insert_rowid(db.sqliteConnection)
    }

    /// How many seconds a statement waits for another process's.
    static func wait(_ seconds: Double, in db: Database) {
        sqlite3_busy_timeout(db.sqliteConnection, Int32(seconds * 1000))
    }

    private func failure(_ code: Int32, _ writing: Writing) -> DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: code), message: String(cString: sqlite3_errmsg(db.sqliteConnection)),
            sql: writing.sql)
    }

    /// SQLITE_TRANSIENT, a macro that Swift does not see: SQLite copies the text before the call returns.
    private static let copied = unsafeBitCast(OpaquePointer(bitPattern: -1), to: sqlite3_destructor_type.self)
}
