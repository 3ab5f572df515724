import GRDB
import Synchronization

extension Views {
    /// Writes the file anew and empties its write-ahead log, so that what was erased is in neither, nor in the index of
    /// words.
    ///
    /// - Throws: `ViewsInUse` where somebody read for longer than a writer waits; then it is still to be done.
    public func sweep() async throws {
        long.add(1, ordering: .relaxed)
        defer { long.subtract(1, ordering: .relaxed) }
        do {
            try await pool.writeWithoutTransaction { db in
                // The index drops words when it is merged only.
                try db.execute(sql: "INSERT INTO search (search) VALUES ('optimize')")
                try db.execute(sql: "VACUUM")
                try db.checkpoint(.truncate)
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            throw ViewsInUse(file: Views.file)
        }
    }
}
