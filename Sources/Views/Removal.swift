import FoundationEssentials
import GRDB

extension Views {
    /// Deletes every views file in a folder, of this program's version and of any other.
    ///
    /// - Throws: `ViewsInUse` where a process has one of them open, and then deletes none.
    public static func remove(in folder: String) throws { try remove(in: folder, but: nil) }

    /// Deletes the views files of other versions than this program's, in which erased texts may stand.
    ///
    /// - Throws: `ViewsInUse` where a process has one of them open, and then deletes none.
    public func removeOthers(in folder: String) throws { try Views.remove(in: folder, but: Views.file) }

    private static func remove(in folder: String, but own: String?) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { name in
            // Damaged ones that were put aside have the name of this program's, with more behind it.
            name.hasPrefix("views-") && own.map { ![$0, "\($0)-wal", "\($0)-shm"].contains(name) } ?? true
        }
        for name in names where name.hasSuffix(".sqlite") {
            try take(name, in: folder)
        }
        for name in names where FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
            try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }

    /// Puts a damaged views file of this program's version out of the way, under its name with `.damaged` behind it, so
    /// that the views are built anew.
    ///
    /// - Returns: The file's new name; nil where it is whole, or not there.
    /// - Throws: `ViewsInUse` where it is damaged and another process has it open.
    public static func setDamagedAside(in folder: String) throws -> String? {
        let files = FileManager.default
        let name = Views.file
        guard files.fileExists(atPath: "\(folder)/\(name)"), try isDamaged("\(folder)/\(name)") else { return nil }
        try take(name, in: folder)
        let aside = "\(name).damaged"
        for (from, to) in [("\(name)-wal", nil), ("\(name)-shm", nil), (name, aside)] {
            if let to, files.fileExists(atPath: "\(folder)/\(to)") { try files.removeItem(atPath: "\(folder)/\(to)") }
            guard files.fileExists(atPath: "\(folder)/\(from)") else { continue }
            if let to {
                try files.moveItem(atPath: "\(folder)/\(from)", toPath: "\(folder)/\(to)")
            } else {
                try files.removeItem(atPath: "\(folder)/\(from)")
            }
        }
        return aside
    }

    private static func isDamaged(_ path: String) throws -> Bool {
        do {
            var configuration = Configuration()
            configuration.busyMode = .timeout(5)
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            let found = try queue.inDatabase { db in
                // Every page is read once: mapped, that is no question to the system for each.
                try db.execute(sql: "PRAGMA mmap_size = 1073741824")
                return try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
            }
            try queue.close()
            return found != "ok"
        } catch let error as DatabaseError where error.isDamage {
            return true
        } catch let error as DatabaseError {
            throw ViewsError(error)
        }
    }

    /// Leaving the write-ahead log takes the file for oneself. A server whose file was deleted under it would go on writing
    /// to the old one and begin to read the new.
    private static func take(_ name: String, in folder: String) throws {
        do {
            let queue = try DatabaseQueue(path: "\(folder)/\(name)")
            try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
            try queue.close()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
            throw ViewsInUse(file: name)
        } catch let error as DatabaseError where error.isDamage {
            // Nobody else reads it either: SQLite asks for the file before it looks into it.
        } catch let error as DatabaseError {
            throw ViewsError(error)
        }
    }
}

extension DatabaseError {
    /// Whether the file holds what SQLite never writes.
    fileprivate var isDamage: Bool { resultCode == .SQLITE_CORRUPT || resultCode == .SQLITE_NOTADB }
}

/// Another process has the views open.
public struct ViewsInUse: Error, CustomStringConvertible {
    /// The name of the file.
    public let file: String

    /// A sentence that says what to do.
    public var description: String { "Another process has \(file) open: stop the server first" }
}
