import FoundationEssentials
import Glibc

/// Files of the register beside SQLite's own: written so that after a power cut there is the whole of one or nothing of it,
/// and readable to their owner alone.
///
/// Everything throws `StoreError`: `exists` where a file is in the way, `full` and `readOnly` as the disk says.
public enum Disk {
    /// Writes a new file and waits until it is on the disk. It is not to be called by the name that it shall have: see
    /// `place`.
    public static func write(_ bytes: [UInt8], to path: String) throws {
        try with(path, O_WRONLY | O_CREAT | O_EXCL) { file in
            try write(bytes, file, path)
            try settle(file, path)
        }
    }

    /// Adds to the end of a file, which is made where there is none, and waits until it is on the disk.
    public static func append(_ bytes: [UInt8], to path: String) throws {
        let isNew = !FileManager.default.fileExists(atPath: path)
        try with(path, O_WRONLY | O_CREAT | O_APPEND) { file in
            try write(bytes, file, path)
            try settle(file, path)
        }
        if isNew { try settleFolder(of: path) }
    }

    /// How many bytes a file has.
    public static func size(of path: String) throws -> Int {
        var facts = stat()
        guard stat(path, &facts) == 0 else { throw failure("cannot look at \(path)") }
        return Int(facts.st_size)
    }

    /// Cuts a file off after so many bytes.
    public static func cut(_ path: String, to length: Int) throws {
        try with(path, O_WRONLY) { file in
            guard ftruncate(file, length) == 0 else { throw failure("cannot shorten \(path)") }
            try settle(file, path)
        }
    }

    /// Waits until what was written to a file, by whatever means, is on the disk.
    public static func settle(_ path: String) throws {
        try with(path, O_RDONLY) { try settle($0, path) }
    }

    /// Gives a whole file its name, in the same folder; never over another.
    public static func place(_ finished: String, at path: String) throws {
        if link(finished, path) == 0 {
            unlink(finished)
            return try settleFolder(of: path)
        }
        switch errno {
        case EEXIST: throw StoreError(.exists, "there is a file \(path) already")
        case EPERM, EOPNOTSUPP, EMLINK:
            // A disk on which a file has one name only, as many that are carried about: nothing better can be asked of it.
            guard !FileManager.default.fileExists(atPath: path) else {
                throw StoreError(.exists, "there is a file \(path) already")
            }
            try replace(path, with: finished)
        default: throw failure("cannot name the file \(path)")
        }
    }

    /// Puts a whole file in the place of another of the same disk, at one stroke.
    public static func replace(_ path: String, with finished: String) throws {
        guard rename(finished, path) == 0 else { throw failure("cannot name the file \(path)") }
        try settleFolder(of: path)
    }

    /// Gives a file a second name, never over another: whichever of the two goes, the file stays.
    public static func name(_ path: String, also other: String) throws {
        guard link(path, other) == 0 else {
            if errno == EEXIST { throw StoreError(.exists, "there is a file \(other) already") }
            throw failure("cannot name the file \(other)")
        }
        try settleFolder(of: other)
    }

    /// Waits until the names in a file's folder are on the disk.
    public static func settleFolder(of path: String) throws {
        let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        try with(folder, O_RDONLY | O_DIRECTORY) { try settle($0, folder) }
    }

    private static func with(_ path: String, _ flags: Int32, _ work: (Int32) throws -> Void) throws {
        let file = open(path, flags | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            if errno == EEXIST { throw StoreError(.exists, "there is a file \(path) already") }
            throw failure("cannot open \(path)")
        }
        defer { close(file) }
        try work(file)
    }

    private static func write(_ bytes: [UInt8], _ file: Int32, _ path: String) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            guard count >= 0 else {
                if errno == EINTR { continue }
                throw failure("cannot write \(path)")
            }
            rest = rest.dropFirst(count)
        }
    }

    private static func settle(_ file: Int32, _ path: String) throws {
        guard fsync(file) == 0 else { throw failure("\(path) may not have reached the disk") }
    }

    private static func failure(_ what: String) -> StoreError {
        let code = errno
        let kind: StoreError.Kind =
            switch code {
            case ENOSPC, EDQUOT: .full
            case EROFS, EACCES, EPERM: .readOnly
            case ENOENT, ENOTDIR: .unopenable
            default: .disk
            }
        return StoreError(kind, "\(what): \(String(cString: strerror(code)))")
    }
}
