import Domain
import FoundationEssentials
public import Merkle
import Record
import Signatures
import Views
public import Vocabulary

/// A record that is to be put back from a backup.
public struct Restoration: Sendable {
    /// The backup.
    public var file: String
    /// Where the register is to be.
    public var folder: String
    /// The newest checkpoint that ever left the house, as the signed note.
    public var lastCheckpoint: String?
    /// The key of the log, as it is known from elsewhere.
    public var key: VerifierKey?
    /// The list of erasures; the one in the folder where none is named.
    public var erasures: String?
    /// The name under which the log goes on; where it is given the log gets it even where it could keep its own.
    public var origin: String?
    /// Whether a record in the folder may be put aside.
    public var replaces = false

    /// Of a backup, into a folder.
    public init(file: String, folder: String) {
        self.file = file
        self.folder = folder
    }
}

/// What was put back.
public struct Restored: Sendable {
    /// The state of the log now.
    public let checkpoint: Checkpoint
    /// How many entries the backup had.
    public let entries: Int
    /// The name that the log had before, where it goes on under a new one.
    public let former: String?
    /// What was erased since the backup was made, and is erased again.
    public let erased: Erased
    /// Whether the list of erasures named anything.
    public let hasErasures: Bool
    /// Whether a signed checkpoint of the backup lay beside it and holds.
    public let isCheckpointed: Bool
    /// The path of the record that was in the folder.
    public let aside: String?
}

extension Register {
    /// Puts a record back from a backup. Everything is done in a folder of its own within the register's; only what is whole
    /// and checked takes its place, and a record that was there is put aside, never deleted.
    ///
    /// - Parameter progress: Is told how many entries of how many are checked.
    /// - Throws: `Refusal` that says everything that is in the way, having changed nothing; `ViewsInUse`; `StoreError`.
    public static func restore(
        _ restoration: Restoration, clock: @escaping @Sendable () -> Instant, randomness: Randomness,
        progress: (_ done: Int, _ all: Int) -> Void
    ) async throws -> Restored {
        let (files, folder) = (FileManager.default, restoration.folder)
        let record = "\(folder)/record.sqlite"
        try standsFree(record, restoration)
        let isNew = !files.fileExists(atPath: folder)
        let stage = "\(folder)/.restoring"
        if files.fileExists(atPath: stage) { try files.removeItem(atPath: stage) }
        try files.createDirectory(
            atPath: stage, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        do {
            if isNew { try files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder) }
            try files.copyItem(atPath: restoration.file, toPath: "\(stage)/record.sqlite")
            try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(stage)/record.sqlite")
            let staged = Staged(restoration, folder: stage, clock, randomness)
            let restored = try await staged.prepare(progress)
            let aside = try put(stage, in: folder, at: clock())
            try files.removeItem(atPath: stage)
            return Restored(
                checkpoint: restored.checkpoint, entries: restored.entries, former: restored.former,
                erased: restored.erased, hasErasures: restored.hasErasures, isCheckpointed: restored.isCheckpointed,
                aside: aside)
        } catch {
            try files.removeItem(atPath: isNew ? folder : stage)
            throw error
        }
    }

    /// Refuses where the folder or the file is not as a restore wants it.
    private static func standsFree(_ record: String, _ restoration: Restoration) throws {
        let (files, file) = (FileManager.default, restoration.file)
        guard files.fileExists(atPath: file) else {
            throw Refusal(Fault("restore.file", "There is no file \(file)"))
        }
        if files.fileExists(atPath: "\(file)-wal") {
            throw Refusal(
                Fault("restore.file", "\(file) is a record in use and no backup: make one of it with concordat backup"))
        }
        guard try Book.isSetUp(at: record) else { return }
        guard restoration.replaces else {
            throw Refusal(
                Fault(
                    "restore.register",
                    "\(restoration.folder) holds a register: give another folder, or --replace to put its record aside")
            )
        }
        guard try !Book.isInUse(at: record) else {
            throw Refusal(Fault("restore.in-use", "Another process has \(record) open: stop the server first"))
        }
    }

    /// Gives what is prepared its place; a power cut leaves the old record or the new one, whole.
    private static func put(_ stage: String, in folder: String, at time: Instant) throws -> String? {
        let (files, record) = (FileManager.default, "\(folder)/record.sqlite")
        try Views.remove(in: folder)
        try Disk.settle("\(stage)/record.sqlite")
        var aside: String?
        if try Book.isSetUp(at: record) {
            guard try !Book.isInUse(at: record) else {
                throw Refusal(Fault("restore.in-use", "Another process has \(record) open: stop the server first"))
            }
            let name = "\(record).before-\(compact(time))"
            try Book.keep(record, as: name)
            aside = name
        }
        try Disk.replace(record, with: "\(stage)/record.sqlite")
        for name in try files.contentsOfDirectory(atPath: stage) where name.hasPrefix("views-") {
            try files.moveItem(atPath: "\(stage)/\(name)", toPath: "\(folder)/\(name)")
        }
        return aside
    }

    /// `20261122T001500Z`
    static func compact(_ time: Instant) -> String {
        String(time.description.prefix { $0 != "." }.filter { $0 != "-" && $0 != ":" }) + "Z"
    }
}
