import FoundationEssentials
import GRDB

extension Book {
    /// Whether a process has the record at a path open. Where none has, its write-ahead log is folded into the file, so that
    /// the one file is the whole record; a damaged file stays as it is.
    public static func isInUse(at path: String) throws -> Bool {
        guard FileManager.default.fileExists(atPath: path) else { return false }
        do {
            let queue = try DatabaseQueue(path: path)
            // Leaving the write-ahead log takes the file for oneself.
            try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            try queue.close()
            return false
        } catch let error as DatabaseError {
            return [.SQLITE_BUSY, .SQLITE_LOCKED].contains(error.resultCode)
        }
    }

    /// Gives the record at a path another name beside its own, so that it stays when another is put in its place. A log that
    /// could not be folded into it goes along: SQLite would take it for the new record's.
    public static func keep(_ path: String, as aside: String) throws {
        try Disk.name(path, also: aside)
        for ending in ["-wal", "-journal"] where FileManager.default.fileExists(atPath: path + ending) {
            try Disk.replace(aside + ending, with: path + ending)
        }
        if FileManager.default.fileExists(atPath: path + "-shm") {
            try FileManager.default.removeItem(atPath: path + "-shm")
        }
    }
}
