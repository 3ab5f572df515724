import GRDB
public import Vocabulary

/// The store failed: the disk, the file or the way it was used; never a rule. For logs, not for readers.
public struct StoreError: Error, Hashable, Sendable {
    /// What kind of failure it was, where somebody can do something about it.
    public enum Kind: Hashable, Sendable {
        /// The disk is full.
        case full
        /// The file, its folder or its disk may not be written.
        case readOnly
        /// The file is damaged, or holds what this program never writes.
        case corrupt
        /// Another process held the file for longer than a writer waits.
        case busy
        /// The disk did not read or write what it was asked to.
        case disk
        /// There is no such file, or it may not be opened.
        case unopenable
        /// The file is not a record of this program, or one of a later version.
        case notARecord
        /// There is a record at this path already.
        case exists
        /// A caller asked for what the store never keeps.
        case misuse
        /// Any other answer of SQLite.
        case other
    }

    /// What kind of failure it was.
    public let kind: Kind
    /// SQLite's extended result code; 0 where the store itself found the fault.
    public let code: Int
    /// The SQL that failed, without its values; nil where there was none.
    public let statement: String?
    /// What was wrong.
    public let message: String

    init(_ kind: Kind, _ message: String) {
        self.kind = kind
        code = 0
        statement = nil
        self.message = message
    }

    init(_ error: DatabaseError) {
        kind =
            switch error.resultCode {
            case .SQLITE_FULL: .full
            case .SQLITE_READONLY: .readOnly
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupt
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
            case .SQLITE_IOERR: .disk
            case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: .unopenable
            default: .other
            }
        code = Int(error.extendedResultCode.rawValue)
        statement = error.sql
        message = error.message ?? "SQLite answered \(code)"
    }
}

extension StoreError: Troubled {
    public var trouble: Trouble? {
        switch kind {
        case .full: .full
        case .readOnly, .unopenable: .readOnly
        case .busy: .busy
        case .disk: .disk
        case .corrupt: .damagedRecord
        case .notARecord, .exists, .misuse, .other: nil
        }
    }
}

extension StoreError: CustomStringConvertible {
    /// One line for a log.
    public var description: String {
        let code = code == 0 ? "" : " (SQLite \(code))"
        let statement =
            statement.map { " in: " + $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") } ?? ""
        return "the store failed, \(kind): \(message)\(code)\(statement)"
    }
}

/// Runs work on the database; what GRDB throws leaves this room as a `StoreError`, everything else as it is.
func stored<T>(_ work: () throws -> T) throws -> T {
    do {
        return try work()
    } catch let error as DatabaseError {
        throw StoreError(error)
    } catch let error as RowDecodingError {
        throw StoreError(.corrupt, error.description)
    }
}
