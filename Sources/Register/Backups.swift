import Domain
import FoundationEssentials
public import Merkle
import Record
public import Vocabulary

/// A backup that was made: one file that holds the whole record, checked, and the signed checkpoint of it beside.
public struct Backup: Sendable {
    /// How many bytes it has.
    public let bytes: Int
    /// The state of the log that it holds.
    public let checkpoint: Checkpoint
    /// The path of the signed note.
    public let note: String
}

extension Register {
    /// What is added to a backup's path for the path of its checkpoint.
    public static let checkpointEnding = ".checkpoint"

    /// Copies the record of a folder, as it stands at one moment, while others go on reading and writing. The copy is checked,
    /// entry by entry, before it gets its name; nothing that was erased is in it.
    ///
    /// - Parameters:
    ///   - folder: The register's.
    ///   - path: Of the backup to be; nothing may be there yet.
    ///   - progress: Is told how many entries of how many are checked.
    /// - Throws: `Refusal` where something is at the path already, or the copy is not whole; `StoreError`.
    public static func backUp(
        _ folder: String, to path: String, clock: @escaping @Sendable () -> Instant, randomness: Randomness,
        progress: (_ done: Int, _ all: Int) -> Void
    ) throws -> Backup {
        let (making, note) = ("\(path).making", path + checkpointEnding)
        for taken in [path, note] where FileManager.default.fileExists(atPath: taken) {
            throw Refusal(Fault("backup.exists", "There is a file \(taken) already: give another name"))
        }
        guard !FileManager.default.fileExists(atPath: making) else {
            throw Refusal(
                Fault(
                    "backup.unfinished", "\(making) is of a backup that goes on or broke off: wait for it, or delete it"
                ))
        }
        let into = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        guard into.isEmpty || FileManager.default.fileExists(atPath: into) else {
            throw Refusal(Fault("backup.folder", "There is no folder \(into): make it first"))
        }
        let book = try Book(opening: "\(folder)/record.sqlite", clock: clock, randomness: randomness)
        do {
            try book.copy(to: making)
            let checkpoint = try check(making, against: book, clock, randomness, progress)
            let signer = try book.read { try Keys.signer(in: $0, name: checkpoint.origin) }
            try book.close()
            try Disk.settle(making)
            let bytes = try Disk.size(of: making)
            // First the checkpoint: under the backup's name there is never one without it.
            try Disk.write(Array(try signer.sign(checkpoint.text).utf8), to: "\(making)\(checkpointEnding)")
            try Disk.place("\(making)\(checkpointEnding)", at: note)
            try Disk.place(making, at: path)
            return Backup(bytes: bytes, checkpoint: checkpoint, note: note)
        } catch {
            for left in [making, "\(making)-wal", "\(making)-shm", "\(making)\(checkpointEnding)"]
            where FileManager.default.fileExists(atPath: left) {
                try FileManager.default.removeItem(atPath: left)
            }
            throw error
        }
    }

    /// The state of the log that a copy holds, which is found from its entries and is one that the record had.
    private static func check(
        _ path: String, against book: Book, _ clock: @escaping @Sendable () -> Instant, _ randomness: Randomness,
        _ progress: (_ done: Int, _ all: Int) -> Void
    ) throws -> Checkpoint {
        let copy = try Book(opening: path, clock: clock, randomness: randomness)
        var problems = try copy.check(progress: progress)
        let checkpoint = try copy.read { try $0.checkpoint() }
        try copy.close()
        // The check left a write-ahead log, if an empty one.
        guard try !Book.isInUse(at: path) else {
            throw Refusal(Fault("backup.unfinished", "Another process has \(path) open: try again without it"))
        }
        if try book.read({ try $0.root(of: checkpoint.size) }) != checkpoint.root {
            problems.append("the tree of the copy is not that of the record")
        }
        guard problems.isEmpty else {
            throw Refusal(
                problems.map { Fault("backup.damaged", "The record is damaged, and was not backed up: \($0)") })
        }
        return checkpoint
    }
}
