import Dispatch
import Domain
public import GRDB
import Synchronization
public import Vocabulary

/// Where the views read the record from.
public struct Source: Sendable {
    /// The entries from a position on, in order, at most so many.
    public let entries: @Sendable (_ from: Int, _ limit: Int) throws -> [Entry]
    /// The entries of one subject before a position, in order.
    public let history: @Sendable (_ subject: String, _ before: Int) throws -> [Entry]
    /// The texts behind seals; those that are erased are missing.
    public let disclosures: @Sendable ([Digest]) throws -> [Digest: Disclosure]

    /// From three functions of the store.
    public init(
        entries: @escaping @Sendable (_ from: Int, _ limit: Int) throws -> [Entry],
        history: @escaping @Sendable (_ subject: String, _ before: Int) throws -> [Entry],
        disclosures: @escaping @Sendable ([Digest]) throws -> [Digest: Disclosure]
    ) {
        self.entries = entries
        self.history = history
        self.disclosures = disclosures
    }
}

/// What pages read: tables folded from the record, in a local file that can be deleted and built anew at any time.
public final class Views: Sendable {
    let pool: DatabasePool
    private let source: Source
    private let fold: Fold
    let answers = Answers()
    private let reached: Mutex<Int>
    /// How many long works have the file: whoever follows passes by.
    let long = Atomic(0)
    private let batch: Int
    private let reading = DispatchQueue(label: "views.reading")

    /// Opens the views in a folder, or an empty file of them: `reach` fills it. The file is named by the version of the
    /// tables, so that a program with other tables builds its own beside the old one.
    public convenience init(in folder: String, source: Source) throws {
        try self.init(in: folder, source: source, batch: 16_000)
    }

    /// The same, folding at most so many entries in one transaction, and telling every question put to the tables.
    init(
        in folder: String, source: Source, batch: Int, asked: (@Sendable (_ sql: String) -> Void)? = nil
    ) throws {
        var configuration = Configuration()
        configuration.maximumReaderCount = 8
        // A command beside a server folds into the same file: each waits for the other.
        configuration.busyMode = .timeout(Views.patience)
        configuration.prepareDatabase { db in
            // Whatever is lost with the machine is folded again from the record.
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
            try db.execute(sql: "PRAGMA secure_delete = ON")
            // Of a reader, 1 MiB: the system keeps the file's pages for all of them.
            try db.execute(sql: "PRAGMA cache_size = -1024")
            if let asked {
                db.trace(options: .statement) { event in if case .statement(let one) = event { asked(one.expandedSQL) }
                }
            }
        }
        let path = "\(folder)/\(Views.file)"
        pool = try viewed { [configuration] in try DatabasePool(path: path, configuration: configuration) }
        self.source = source
        fold = Fold(source: source)
        self.batch = batch
        reached = Mutex(0)
        let next = try viewed {
            try pool.writeWithoutTransaction { db in
                // What is written goes into the file less often: every 32 MiB.
                try db.execute(sql: "PRAGMA wal_autocheckpoint = 8192")
                try db.execute(sql: Views.fewPages)
            }
            try pool.write { db in
                guard try !db.tableExists("folded") else { return }
                for table in Schema.tables { try db.execute(sql: Schema.creation(of: table)) }
                for index in Schema.indexes { try db.execute(sql: index) }
                try db.execute(sql: "INSERT INTO folded (id, next, time) VALUES (0, 0, 0)")
            }
            return try pool.read { try Int.fetchOne($0, sql: "SELECT next FROM folded") ?? 0 }
        }
        reached.withLock { $0 = next }
    }

    /// The name of the file of this program's views.
    static var file: String {
        let tables = Schema.version + Schema.tables.map(\.columns).joined() + Schema.indexes.joined()
        return "views-\(Digest(of: tables.utf8).description.prefix(12)).sqlite"
    }

    /// How many entries are folded in.
    public var position: Int { reached.withLock { $0 } }

    /// Folds in whatever the record has, at least up to that many entries. The same path serves a live change, catching up
    /// after a stop, an empty file, and what another process wrote.
    public func reach(_ position: Int) async throws {
        guard position - self.position > batch else { return try await goOn(to: position) }
        long.add(1, ordering: .relaxed)
        defer { long.subtract(1, ordering: .relaxed) }
        // What a year's negotiations touch stays in memory as long as there is much to do.
        try await keep(Views.manyPages)
        do { try await goOn(to: position) } catch {
            try await keep(Views.fewPages)
            throw error
        }
        try await keep(Views.fewPages)
    }

    private static let manyPages = "PRAGMA cache_size = -32768"
    private static let fewPages = "PRAGMA cache_size = -2048"

    private func keep(_ pages: String) async throws {
        try await viewed { try await pool.writeWithoutTransaction { try $0.execute(sql: pages) } }
    }

    private func goOn(to position: Int) async throws {
        var ahead: Run?
        while self.position < position {
            let before = self.position
            if ahead?.first != before { ahead = position - before > batch ? try await read(from: before) : nil }
            let end = ahead.map { $0.first + $0.entries.count } ?? position
            // Where more is to come, the next run is read and decoded while this one is folded.
            async let following = end < position ? read(from: end) : nil
            // Answered by the write itself: a read that is awaited keeps its connection until one of the event loops goes on
            // with it, and these may all be waiting for a connection.
            let next = try await viewed {
                try await pool.writeWithoutTransaction { [self, ahead] in try take(ahead, upTo: position, into: $0) }
            }
            guard next > before else { throw ViewsBehind(position: next, wanted: position) }
            ahead = try await following
        }
    }

    /// Folds in a few entries at once, on the thread of whoever asks, who waits for nobody: where there are many, or the file
    /// is at work or another process's, nothing is done, and `reach` does it.
    ///
    /// - Throws: `ViewsError` where they cannot be folded; `reach` then says so again.
    public func follow(to position: Int) throws {
        guard (1...Self.few).contains(position - self.position), long.load(ordering: .relaxed) == 0 else { return }
        do {
            try pool.writeWithoutTransaction { db in
                Tables.wait(0, in: db)
                defer { Tables.wait(Views.patience, in: db) }
                _ = try take(nil, upTo: position, into: db)
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            // Another process folds: `reach` waits for it.
        } catch let error as DatabaseError {
            throw ViewsError(error)
        }
    }

    /// Five seconds: how long a command beside a server and the server wait for each other.
    private static let patience = 5.0

    private static let few = 64

    /// Folds in one run, in a transaction, and answers how many entries the tables then hold.
    private func take(_ ahead: Run?, upTo position: Int, into db: Database) throws -> Int {
        // Of many who wait, the first folds in what all have written.
        guard self.position < position else { return self.position }
        try db.run("BEGIN IMMEDIATE TRANSACTION")
        do {
            let next = try fold(ahead, upTo: position, into: db)
            try db.run("COMMIT TRANSACTION")
            reached.withLock { $0 = max($0, next) }
            return next
        } catch {
            // SQLite may have rolled back by itself.
            if db.isInsideTransaction { try db.rollback() }
            throw error
        }
    }

    /// Folds in one run and answers how many entries the tables then hold.
    private func fold(_ ahead: Run?, upTo position: Int, into db: Database) throws -> Int {
        let next = try Int.fetchOne(db.cachedStatement(sql: "SELECT next FROM folded")) ?? 0
        guard next < position else { return next }
        // Another process may have folded meanwhile into the same file.
        let run = if let ahead, ahead.first == next { ahead } else { try Run(source, from: next, limit: batch) }
        guard let last = run.entries.last else { return next }
        try fold.take(run, into: db)
        try db.run("UPDATE folded SET next = ?, time = ?", [last.position + 1, last.stamp.time.milliseconds])
        return last.position + 1
    }

    /// Reads a run beside the writer, on a thread that nothing else waits for.
    private func read(from position: Int) async throws -> Run {
        try await withCheckedThrowingContinuation { continuation in
            reading.async { [source, batch] in
                do {
                    continuation.resume(returning: try Run(source, from: position, limit: batch))
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
    }

    /// Answers a question from one consistent state of the views.
    public func read<T>(_ question: (Database) throws -> T) throws -> T {
        try viewed { try pool.read(question) }
    }

    /// What SQLite finds wrong with the file, its indexes among it; nothing where it is whole.
    public func damage() throws -> [String] {
        try read { try String.fetchAll($0, sql: "PRAGMA integrity_check") }.filter { $0 != "ok" }
    }

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
                db,
                sql: "SELECT agreement, line, kind, title, text, publicFrom, bodies FROM found ORDER BY agreement, line"
            )
            while let row = try rows.next() {
                try line("found", row.databaseValues.map(\.description).joined(separator: "|"))
            }
            return try Int.fetchOne(db, sql: "SELECT next FROM folded") ?? 0
        }
    }

    /// Empties the write-ahead log into the file and closes it.
    public func close() throws {
        // Whoever else has the file open does it after us; it is misuse where it is closed already.
        do {
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        } catch let error as DatabaseError where [.SQLITE_BUSY, .SQLITE_MISUSE].contains(error.resultCode) {}
        try pool.close()
    }
}

/// The record has fewer entries than the views were told to reach.
public struct ViewsBehind: Error, CustomStringConvertible {
    /// What they have.
    public let position: Int
    /// What was asked for.
    public let wanted: Int

    public var description: String { "the views stand at entry \(position) and cannot reach \(wanted)" }
}

extension Database {
    /// Runs a statement that is prepared once for the connection.
    fileprivate func run(_ sql: String, _ arguments: StatementArguments = []) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
