import FoundationEssentials
import GRDB
import Synchronization
public import Vocabulary

/// The record and all that cannot be rebuilt, in one SQLite file: entries and their tree, sealed texts, claims, drawer
/// and files.
///
/// Several processes may have the same file open. Entries get their positions from the head row under SQLite's one
/// write lock, so the order has no gaps; an answer is given only after its commit is on the disk.
public final class Book: Sendable {
    /// The name of the log, as it was when the file was opened.
    public let origin: String
    /// What this process has written.
    public let written = Written()

    let pool: DatabasePool
    private let clock: @Sendable () -> Instant
    private let randomness: Randomness
    let waiting = Mutex(Waiting())
    /// A compact of a hundred lines takes some 100 kB.
    private let recent = RecentSubjects(most: 256)
    private let last = Mutex<Head?>(nil)
    private let lately = LastEntries(most: 512)

    /// Begins a record in a new file.
    ///
    /// - Parameters:
    ///   - path: Of the file to be; its folder exists.
    ///   - origin: The name of the log for ever: an address without scheme, such as `concordat.example/record`.
    ///   - clock: What time it is.
    ///   - randomness: Where salts come from.
    /// - Throws: `StoreError`, of kind `exists` when there is a database at the path already, of kind `misuse` when the
    ///   origin cannot be the name of a log.
    public static func create(
        at path: String, origin: String, clock: @escaping @Sendable () -> Instant, randomness: Randomness
    ) throws -> Book {
        guard Envelope.isOrigin(origin) else {
            throw StoreError(.misuse, "'\(origin)' cannot be the name of a log")
        }
        guard try !isSetUp(at: path) else { throw StoreError(.exists, "there is a file \(path) already") }
        // Made whole under another name: a crash leaves no half of a record, and of two that begin at once one is refused.
        let making = "\(path).making-\(Randomness.system.identifier(of: Book.self))"
        try Disk.write([], to: making)
        try stored {
            let queue = try DatabaseQueue(path: making)
            try queue.inDatabase { try Schema.create(in: $0, origin: origin) }
            try queue.close()
        }
        try Disk.settle(making)
        do {
            if FileManager.default.fileExists(atPath: path), try !isSetUp(at: path) {
                try Disk.replace(path, with: making)
            } else {
                try Disk.place(making, at: path)
            }
        } catch {
            try FileManager.default.removeItem(atPath: making)
            throw error
        }
        return try Book(opening: path, clock: clock, randomness: randomness)
    }

    /// Whether there is a file at a path with anything in it. One that is empty was left where setting up broke off.
    public static func isSetUp(at path: String) throws -> Bool {
        guard FileManager.default.fileExists(atPath: path) else { return false }
        return try stored { try !Schema.isBlank(path) }
    }

    /// Opens a record.
    ///
    /// - Parameters:
    ///   - path: Of the file.
    ///   - clock: What time it is.
    ///   - randomness: Where salts come from.
    /// - Throws: `StoreError`, of kind `unopenable` when there is no file, of kind `notARecord` when it is something
    ///   else; that file is then left as it was.
    public init(opening path: String, clock: @escaping @Sendable () -> Instant, randomness: Randomness) throws {
        // SQLite would make a file where there is none.
        guard FileManager.default.fileExists(atPath: path) else {
            throw StoreError(.unopenable, "there is no file \(path)")
        }
        var configuration = Configuration()
        configuration.busyMode = .timeout(Schema.patience)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { db in
            try Schema.recognise(db)
            try db.execute(sql: "PRAGMA secure_delete = ON")
            // 1 MiB each: the system keeps the file's pages for all connections.
            try db.execute(sql: "PRAGMA cache_size = -1024")
        }
        (pool, origin) = try stored { [configuration] in
            let pool = try DatabasePool(path: path, configuration: configuration)
            // Only now: GRDB lowers it to NORMAL when it turns to the write-ahead log, and an answer given before a
            // power cut could then be lost.
            try pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = FULL")
                try Schema.migrate(db)
            }
            return (pool, try pool.read { try Head($0).origin })
        }
        self.clock = clock
        self.randomness = randomness
    }

    /// Empties the write-ahead log into the file and closes it. Reads and writes after it throw `StoreError`.
    public func close() throws {
        try stored {
            // SQLite does it by itself only where no statement is left; whoever else has the file open does it after us. It is
            // misuse where the file is closed already.
            do {
                try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
            } catch let error as DatabaseError where [.SQLITE_BUSY, .SQLITE_MISUSE].contains(error.resultCode) {}
            try pool.close()
        }
    }

    // MARK: Reading

    /// Shows the record as it stands at one moment; writers go on meanwhile. Not to be called inside another `read`.
    ///
    /// - Throws: `StoreError`, and what the body throws.
    public func read<T>(_ body: (BookReader) throws -> T) throws -> T {
        try stored {
            try pool.read { db in try body(BookReader(db: db, head: try Head(db), recent: recent, memory: nil)) }
        }
    }

    /// The number of entries.
    public func size() throws -> Int { try read { $0.size } }

    /// The entries from a position on that this process appended a moment ago, at most so many; nil where the one at that
    /// position must be read.
    public func justWritten(from position: Int, limit: Int) -> [StoredEntry]? {
        lately.entries(from: position, limit: limit)
    }

    // MARK: Writing

    /// Runs the body in the writer's transaction. Bodies that wait at the same time share one commit, each in a
    /// savepoint of its own: one that throws leaves nothing behind and disturbs no other.
    ///
    /// Once it waits, a body runs even when its task is cancelled. It must not wait for anything.
    ///
    /// - Parameters:
    ///   - actor: Who writes: `seat/…`, `member/…`, `operator` or `register`.
    ///   - holder: The sealed name of the person who writes, where there is one.
    ///   - follow: Told the size of the record once it is durable, on the writer's thread and before the caller, where
    ///     nobody else waits to write: what follows the record then does so without another thread. It must not wait;
    ///     where it fails the change stands, and whoever reads finds out by themselves.
    ///   - body: Decides and writes; it runs on the writer's thread.
    /// - Returns: The body's value and the size of the record after it, both durable.
    /// - Throws: What the body throws, `StoreError` when it could not be kept, `CancellationError` when the task was
    ///   cancelled already.
    public func write<T: Sendable>(
        by actor: String, holder: Sealed?, follow: (@Sendable (Int) throws -> Void)? = nil,
        _ body: @escaping @Sendable (inout BookPage) throws -> T
    ) async throws -> (T, Int) {
        try Task.checkCancellation()
        return try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<(T, Int), any Error>) in
            enqueue(
                Job(
                    actor: actor, holder: holder,
                    decide: { page in
                        let value = try body(&page)
                        return { size in continuation.resume(returning: (value, size)) }
                    },
                    follow: follow,
                    fail: { continuation.resume(throwing: $0) }))
        }
    }

    /// Writes a large file piece by piece, each in a transaction of its own, so that other writers come in between; it is there
    /// for nobody before `BookPage.keep(brought:)`. One that was begun before is gone on with.
    ///
    /// - Parameter progress: Told how many bytes are written, of how many.
    public func bring(
        _ bytes: [UInt8], by actor: String, progress: (@Sendable (Int, Int) -> Void)? = nil
    ) async throws -> Digest {
        let digest = Digest(of: bytes)
        let (isNeeded, _) = try await write(by: actor, holder: nil) { page in
            try page.begin(digest, size: bytes.count)
        }
        guard isNeeded else { return digest }
        for (number, start) in stride(from: 0, to: bytes.count, by: Schema.pieceLength).enumerated() {
            let end = min(start + Schema.pieceLength, bytes.count)
            _ = try await write(by: actor, holder: nil) { page in
                try page.add(piece: number, of: digest, bytes[start..<end])
            }
            progress?(end, bytes.count)
        }
        return digest
    }

    /// Writes the whole file anew and empties its write-ahead log, so that what was erased is in neither. Writers wait
    /// meanwhile.
    ///
    /// - Throws: `StoreError`, of kind `busy` when somebody read for longer than a writer waits; then it is still to be
    ///   done.
    public func sweep() async throws {
        do {
            try await pool.writeWithoutTransaction { db in
                // SQLite overwrites what it deletes, but not every copy that it left when it moved rows between pages.
                try db.execute(sql: "VACUUM")
                try db.checkpoint(.truncate)
            }
        } catch let error as DatabaseError {
            throw StoreError(error)
        }
    }

    /// Copies the record, as it stands at one moment, into a new file; it holds nothing of what was erased.
    ///
    /// - Throws: `StoreError`, also when there is a file at the path already.
    public func copy(to path: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else {
            throw StoreError(.exists, "there is a file \(path) already")
        }
        // Empty, it is the owner's alone before SQLite writes into it.
        try Disk.write([], to: path)
        try stored { try pool.unsafeRead { try $0.execute(sql: "VACUUM INTO ?", arguments: [path]) } }
    }

    // MARK: Group commit

    private func enqueue(_ job: Job) {
        let idle = waiting.withLock { waiting in
            waiting.jobs.append(job)
            defer { waiting.isDraining = true }
            return !waiting.isDraining
        }
        if idle { pool.asyncWriteWithoutTransaction { self.drain($0) } }
    }

    /// Commits what waits. What comes in meanwhile goes into the next commit, for which other users of the writer's
    /// queue, and other processes, are let in between.
    private func drain(_ db: Database) {
        let jobs = waiting.withLock { waiting in
            defer { waiting.jobs = [] }
            return waiting.jobs
        }
        commit(jobs, db)
        let more = waiting.withLock { waiting in
            waiting.isDraining = !waiting.jobs.isEmpty
            return waiting.isDraining
        }
        if more { pool.asyncWriteWithoutTransaction { self.drain($0) } }
    }

    private func commit(_ jobs: [Job], _ db: Database) {
        var answers: [@Sendable () -> Void] = []
        let memory = TransactionMemory()
        var size = 0
        do {
            let after = try stored {
                try db.run("BEGIN IMMEDIATE TRANSACTION")
                var head = try head(db)
                size = head.size
                for job in jobs { answers.append(try run(job, db, &head, memory)) }
                if head.size > size { try head.save(in: db) }
                try db.run("COMMIT TRANSACTION")
                return head
            }
            recent.keep(memory.subjects)
            lately.keep(memory.entries)
            last.withLock { $0 = after }
            written.committed(entries: after.size - size)
            // Where others wait they are written next, and whoever is answered now follows beside that.
            if after.size > size, let follow = jobs.lazy.compactMap(\.follow).first, waiting.withLock(\.jobs.isEmpty) {
                do { try follow(after.size) } catch { written.unfollowed(error) }
            }
        } catch {
            written.failed(error)
            var cause = error
            do { try stored { try db.rollback() } } catch { cause = error }
            // Refusals too: they may rest on what an earlier body wrote, and that is gone.
            answers = jobs.map { job in { [cause] in job.fail(cause) } }
        }
        for answer in answers { answer() }
    }

    /// The head as it stands. That of a size is always the same, so the last one serves until the record has grown.
    private func head(_ db: Database) throws -> Head {
        let size = try db.first("SELECT size FROM head")?.decode(Int.self, atIndex: 0)
        if let last = last.withLock({ $0 }), last.size == size { return last }
        return try Head(db)
    }

    /// Answers what to say once the transaction is durable; throws when no other body can go on either.
    private func run(
        _ job: Job, _ db: Database, _ head: inout Head, _ memory: TransactionMemory
    ) throws -> @Sendable () -> Void {
        try db.run("SAVEPOINT body")
        memory.begin()
        do {
            var page = BookPage(
                db: db, head: head, actor: job.actor, holder: job.holder, clock: clock(), randomness: randomness,
                recent: recent, memory: memory)
            let answer = try stored { try job.decide(&page) }
            try db.run("RELEASE body")
            head = page.head
            let size = head.size
            return { answer(size) }
        } catch {
            // A full or failing disk makes SQLite roll the whole transaction back by itself.
            guard db.isInsideTransaction else { throw error }
            memory.undo()
            try db.run("ROLLBACK TO body")
            try db.run("RELEASE body")
            return { job.fail(error) }
        }
    }
}

/// A body that waits for the writer.
struct Job: Sendable {
    let actor: String
    let holder: Sealed?
    /// Runs the body, and answers how to tell its caller once the size is durable.
    let decide: @Sendable (inout BookPage) throws -> @Sendable (Int) -> Void
    let follow: (@Sendable (Int) throws -> Void)?
    let fail: @Sendable (any Error) -> Void
}

struct Waiting: Sendable {
    var jobs: [Job] = []
    var isDraining = false
}
