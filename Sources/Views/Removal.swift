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
    public func removeOthers(in folder: String) throws { try Views.remove(in: folder, but: name) }

    private static func remove(in folder: String, but own: String?) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { name in
            name.hasPrefix("views-") && own.map { !name.hasPrefix($0) } ?? true
        }
        for name in names where name.hasSuffix(".sqlite") {
            do {
                let queue = try DatabaseQueue(path: "\(folder)/\(name)")
                // Leaving the write-ahead log takes the file for oneself. A server whose file was deleted under it would
                // go on writing to the old one and begin to read the new.
                try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
                try queue.close()
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                throw ViewsInUse(file: name)
            }
        }
        for name in names where FileManager.default.fileExists(atPath: "\(folder)/\(name)") {
            try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }
}

/// Another process has the views open.
public struct ViewsInUse: Error, CustomStringConvertible {
    /// The name of the file.
    public let file: String

    /// A sentence that says what to do.
    public var description: String { "Another process has \(file) open: stop the server first" }
}
