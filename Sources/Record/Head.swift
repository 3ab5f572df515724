import FoundationEssentials
import GRDB
import Merkle
import Vocabulary

/// The one row that says how far the record goes. Its size is read inside every transaction, because commands write beside
/// a running server.
struct Head {
    var origin: String
    var frontier: Frontier
    var time: Instant

    var size: Int { frontier.size }

    init(_ db: Database) throws {
        guard let row = try db.first("SELECT origin, size, frontier, time FROM head") else {
            throw StoreError(.corrupt, "the record has no head")
        }
        let (bytes, size) = (try row.bytes(2), try row.decode(Int.self, atIndex: 1))
        let hashes = stride(from: 0, to: bytes.count, by: Hash.byteCount).compactMap {
            Hash(bytes[$0..<min($0 + Hash.byteCount, bytes.count)])
        }
        guard let frontier = Frontier(size: size, hashes: hashes) else {
            throw StoreError(.corrupt, "the frontier of the head does not fit its size, \(size)")
        }
        origin = try row.decode(String.self, atIndex: 0)
        self.frontier = frontier
        time = Instant(milliseconds: try row.decode(Int64.self, atIndex: 3))
    }

    func save(in db: Database) throws {
        try db.run(
            "UPDATE head SET size = ?, frontier = ?, time = ?",
            [size, Data(frontier.hashes.flatMap(\.bytes)), time.milliseconds])
    }
}

/// Statements of the store: each is prepared once for a connection.
extension Database {
    func run(_ sql: String, _ arguments: StatementArguments = []) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }

    func first(_ sql: String, _ arguments: StatementArguments = []) throws -> Row? {
        try Row.fetchOne(try cachedStatement(sql: sql), arguments: arguments)
    }

    func all<Value>(_ sql: String, _ arguments: StatementArguments = [], _ read: (Row) throws -> Value) throws
        -> [Value]
    {
        var values: [Value] = []
        try each(sql, arguments) { values.append(try read($0)) }
        return values
    }

    func each(_ sql: String, _ arguments: StatementArguments = [], _ body: (Row) throws -> Void) throws {
        try Row.fetchCursor(try cachedStatement(sql: sql), arguments: arguments).forEach(body)
    }
}

extension Row {
    func bytes(_ column: Int) throws -> [UInt8] { Array(try decode(Data.self, atIndex: column)) }
}
