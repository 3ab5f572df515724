import FoundationEssentials
import Glibc
import Record
import Views

/// How the register stands: its size, its files and the disk beneath them, for whoever watches over the program.
public struct Standing: Sendable, Hashable {
    /// The number of entries of the record; nil where it cannot be read.
    public let entries: Int?
    /// How many entries the views hold.
    public let viewed: Int
    /// The entries that this process appended.
    public let appended: Int
    /// Its durable commits; writers that meet share one.
    public let commits: Int
    /// Its commits that failed.
    public let failedCommits: Int
    /// The length of the record's file, in bytes.
    public let recordBytes: Int?
    /// The length of the write-ahead log beside it, in bytes; 0 where there is none.
    public let logBytes: Int
    /// What is free for this program on the disk of the data folder, in bytes.
    public let freeBytes: Int?
    /// The size of that disk, in bytes.
    public let diskBytes: Int?
}

/// Whether the register can do its work right now.
public enum Readiness: Sendable, Hashable {
    case ready
    /// It cannot, for a reason that says what to do.
    case not(String)
}

extension Register {
    /// How the register stands.
    public func standing() -> Standing {
        let disk = Disk(of: book.path)
        let entries: Int?
        do { entries = try book.size() } catch { entries = nil }
        return Standing(
            entries: entries, viewed: views.position, appended: book.written.entries, commits: book.written.commits,
            failedCommits: book.written.failures, recordBytes: length(of: book.path),
            logBytes: length(of: book.path + "-wal") ?? 0, freeBytes: disk?.free, diskBytes: disk?.size)
    }

    /// Whether the record can be read and written and the views have reached it, as far as that can be known cheaply: the
    /// disk is asked for its room, and only after a commit that failed is one more tried.
    ///
    /// - Parameter patience: How long the views may take to reach what the record holds now.
    public func readiness(patience: Duration = .seconds(1)) async -> Readiness {
        let size: Int
        do { size = try book.size() } catch {
            return .not("the record cannot be read: \(Failure(error)). Stop the program and look after the file")
        }
        guard let disk = Disk(of: book.path) else {
            return .not("the disk of the data folder cannot be asked for its room: look after it")
        }
        guard !disk.isReadOnly, access(book.path, W_OK) == 0 else {
            return .not("the record may not be written: give the program its data folder for writing")
        }
        guard disk.free >= Register.leastRoom else {
            return .not("the disk of the data folder has \(disk.free >> 20) MiB left: make room")
        }
        if book.written.failure != nil {
            do { try await book.tryWriting() } catch {
                return .not("the record cannot be written: \(Failure(error)). \(Register.remedy(for: error))")
            }
        }
        let end = ContinuousClock.now + patience
        while views.position < size {
            guard ContinuousClock.now < end else {
                return .not("pages stand at entry \(views.position) of \(size): wait, and if it lasts read the log")
            }
            do { try await Task.sleep(for: .milliseconds(20)) } catch { break }
        }
        return .ready
    }

    /// Beneath this much room, in bytes, a disk counts as full: SQLite needs some of it for the next commits.
    static let leastRoom = 8 << 20

    private static func remedy(for error: any Error) -> String {
        switch (error as? StoreError)?.kind {
        case .full: "Make room on the disk"
        case .readOnly, .unopenable: "Give the program its data folder for writing"
        case .busy: "Another program holds the file: end it"
        case .corrupt, .disk: "Stop the program, look after the disk, and restore a backup"
        default: "Read the log"
        }
    }

    private func length(of path: String) -> Int? {
        do { return try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int } catch { return nil }
    }
}

/// The disk that holds a file.
private struct Disk {
    let free: Int
    let size: Int
    let isReadOnly: Bool

    init?(of path: String) {
        var answer = statvfs()
        guard statvfs(path, &answer) == 0 else { return nil }
        free = Int(answer.f_bavail * answer.f_frsize)
        size = Int(answer.f_blocks * answer.f_frsize)
        isReadOnly = answer.f_flag & UInt(ST_RDONLY) != 0
    }
}
