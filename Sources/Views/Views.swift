public import GRDB
import Synchronization
public import Vocabulary

/// Where the views read the record from.
public struct Source: Sendable {
    /// The entries from a position on, in order, at most so many.
    public let entries: @Sendable (_ from: Int, _ limit: Int) throws -> [Entry]
    /// The entries of one subject before a position, in order.
    public let history: @Sendable (_ subject: String, _ before: Int) throws -> [Entry]
    /// The text behind a seal; nil once it is erased.
    public let disclosure: @Sendable (Digest) throws -> Disclosure?

    /// From three functions of the store.
    public init(
        entries: @escaping @Sendable (_ from: Int, _ limit: Int) throws -> [Entry],
        history: @escaping @Sendable (_ subject: String, _ before: Int) throws -> [Entry],
        disclosure: @escaping @Sendable (Digest) throws -> Disclosure?
    ) {
        self.entries = entries
        self.history = history
        self.disclosure = disclosure
    }
}

/// What pages read: tables folded from the record, in a local file that can be deleted and built anew at any time.
public final class Views: Sendable {
    private let pool: DatabasePool
    private let source: Source
    private let fold: Fold
    let answers = Answers()
    private let reached: Mutex<Int>
    private let batch: Int

    /// Opens the views in a folder, or an empty file of them: `reach` fills it. The file is named by the version of the
    /// tables, so that a program with other tables builds its own beside the old one.
    public convenience init(in folder: String, source: Source) throws {
        try self.init(in: folder, source: source, batch: 4000)
    }

    /// The same, folding at most so many entries in one transaction, and telling every question put to the tables.
    init(
        in folder: String, source: Source, batch: Int, asked: (@Sendable (_ sql: String) -> Void)? = nil
    ) throws {
        let tables = Schema.version + Schema.tables.map(\.columns).joined() + Schema.indexes.joined()
        let name = Digest(of: tables.utf8).description.prefix(12)
        var configuration = Configuration()
        configuration.maximumReaderCount = 8
        // A command beside a server folds into the same file: each waits for the other.
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { db in
            // Whatever is lost with the machine is folded again from the record.
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
            try db.execute(sql: "PRAGMA secure_delete = ON")
            if let asked {
                db.trace(options: .statement) { event in if case .statement(let one) = event { asked(one.expandedSQL) }
                }
            }
        }
        pool = try DatabasePool(path: "\(folder)/views-\(name).sqlite", configuration: configuration)
        self.source = source
        fold = Fold(source: source)
        self.batch = batch
        reached = Mutex(0)
        try pool.write { db in
            guard try !db.tableExists("folded") else { return }
            for table in Schema.tables {
                try db.execute(sql: "CREATE TABLE \(table.name) (\(table.columns)) STRICT")
            }
            for index in Schema.indexes { try db.execute(sql: index) }
            try db.execute(sql: "INSERT INTO folded (id, next, time) VALUES (0, 0, 0)")
        }
        let next = try pool.read { try Int.fetchOne($0, sql: "SELECT next FROM folded") ?? 0 }
        reached.withLock { $0 = next }
    }

    /// How many entries are folded in.
    public var position: Int { reached.withLock { $0 } }

    /// Folds in whatever the record has, at least up to that many entries. The same path serves a live change, catching up
    /// after a stop, an empty file, and what another process wrote.
    public func reach(_ position: Int) async throws {
        while self.position < position {
            let before = self.position
            try await pool.write { [fold, source, batch] db in
                let next = try Int.fetchOne(db, sql: "SELECT next FROM folded") ?? 0
                guard next < position else { return }
                let entries = try source.entries(next, batch)
                guard let last = entries.last else { return }
                try fold.take(entries, from: next, into: db)
                try db.execute(
                    sql: "UPDATE folded SET next = ?, time = ?",
                    arguments: [last.position + 1, last.time.milliseconds])
            }
            let next = try await pool.read { try Int.fetchOne($0, sql: "SELECT next FROM folded") ?? 0 }
            reached.withLock { $0 = max($0, next) }
            guard next > before else { throw ViewsBehind(position: next, wanted: position) }
        }
    }

    /// Answers a question from one consistent state of the views.
    public func read<T>(_ question: (Database) throws -> T) throws -> T { try pool.read(question) }

    /// Every table's rows in order, so that two builds of the views can be compared: name of the table, and a line a row.
    /// Answers how many entries are folded into what it read.
    public func dump(_ line: (_ table: String, _ row: String) throws -> Void) throws -> Int {
        try read { db in
            for table in Schema.tables where table.name != "found" && table.name != "folded" {
                let columns = try db.columns(in: table.name).map(\.name)
                let rows = try Row.fetchCursor(
                    db, sql: "SELECT * FROM \(table.name) ORDER BY \(columns.joined(separator: ", "))")
                while let row = try rows.next() {
                    try line(table.name, columns.map { (row[$0] as DatabaseValue).description }.joined(separator: "|"))
                }
            }
            let rows = try Row.fetchCursor(
                db, sql: "SELECT key, kind, agreement, line, title, text, publicFrom, bodies FROM found ORDER BY key")
            while let row = try rows.next() {
                try line("found", row.databaseValues.map(\.description).joined(separator: "|"))
            }
            return try Int.fetchOne(db, sql: "SELECT next FROM folded") ?? 0
        }
    }

    /// Closes the file.
    public func close() throws { try pool.close() }
}

/// The record has fewer entries than the views were told to reach.
public struct ViewsBehind: Error, CustomStringConvertible {
    /// What they have.
    public let position: Int
    /// What was asked for.
    public let wanted: Int

    public var description: String { "the views stand at entry \(position) and cannot reach \(wanted)" }
}
