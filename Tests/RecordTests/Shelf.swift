import FoundationEssentials
import GRDB
import Record
import Synchronization
import Vocabulary

/// A folder of its own for each test, gone with it.
final class Shelf: Sendable {
    let folder: String
    let clock = Clock()

    init() throws {
        folder =
            FileManager.default.temporaryDirectory.path + "/record-"
            + Randomness.system.bytes(8).map(String.init).joined()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit {
        do { try FileManager.default.removeItem(atPath: folder) } catch { print("left behind: \(folder), \(error)") }
    }

    var path: String { folder + "/record.sqlite" }

    func create() throws -> Book {
        try Book.create(at: path, origin: "concordat.test/record", clock: clock.now, randomness: .system)
    }

    func open(_ path: String? = nil) throws -> Book {
        try Book(opening: path ?? self.path, clock: clock.now, randomness: .system)
    }

    /// The file through SQLite alone, as somebody would come at it who wants to change what was said.
    func tamper(_ sql: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.inDatabase { db in
            try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
            for trigger in ["entry_follows", "entry_unchanged", "entry_kept"] {
                try db.execute(sql: "DROP TRIGGER IF EXISTS \(trigger)")
            }
            try db.execute(sql: sql)
        }
        try queue.close()
    }

    func bytes(of name: String) throws -> [UInt8] {
        let path = folder + "/" + name
        return FileManager.default.fileExists(atPath: path) ? Array(try Data(contentsOf: URL(filePath: path))) : []
    }
}

/// A clock that stands until it is set.
final class Clock: Sendable {
    private let time = Mutex(Instant("2003-07-23T10:30:00.000Z") ?? Instant(milliseconds: 0))

    var now: @Sendable () -> Instant { { self.time.withLock { $0 } } }

    func set(_ text: String) { time.withLock { $0 = Instant(text) ?? $0 } }
}

extension BookPage {
    /// One more event of a subject, whatever it holds.
    @discardableResult
    mutating func note(_ subject: String, _ body: String = "{}") throws -> Int {
        try append("compact.noted.1", body: Array(body.utf8), to: subject, after: reader.sequence(of: subject))
    }
}

extension Book {
    /// Entries enough for a full tile and the beginning of the next.
    func fill(_ count: Int) async throws {
        _ = try await write(by: "register", holder: nil) { page in
            for number in 0..<count { try page.note("compact/\(number % 7)", #"{"number":\#(number)}"#) }
        }
    }
}

func utf8(_ text: String) -> [UInt8] { Array(text.utf8) }
