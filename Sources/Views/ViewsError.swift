import GRDB
public import Vocabulary

/// The views' file failed; never the record. For logs, not for readers.
public struct ViewsError: Troubled, CustomStringConvertible {
    public let trouble: Trouble?
    /// SQLite's extended result code.
    public let code: Int
    /// What failed and where, without anything that was written.
    let place: String
    /// One line for whoever runs the program.
    public let description: String

    init(_ error: DatabaseError) {
        trouble =
            switch error.resultCode {
            case .SQLITE_FULL: .full
            case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM: .readOnly
            case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
            case .SQLITE_IOERR: .disk
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: .damagedViews
            default: nil
            }
        code = Int(error.extendedResultCode.rawValue)
        let statement = error.sql.map { " in: " + $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        place = "the views failed: SQLite \(error.extendedResultCode)\(statement ?? "")"
        description = "the views failed: \(error.message ?? "no reason given") (SQLite \(code))\(statement ?? "")"
    }
}

/// Runs work on the views; what GRDB throws leaves this room as a `ViewsError`, everything else as it is.
func viewed<T>(_ work: () throws -> T) throws -> T {
    do {
        return try work()
    } catch let error as DatabaseError {
        throw ViewsError(error)
    } catch let error as RowDecodingError {
        throw ViewsError(DatabaseError(resultCode: .SQLITE_CORRUPT, message: error.description))
    }
}

/// The same for work that waits.
func viewed<T: Sendable>(_ work: () async throws -> sending T) async throws -> T {
    do {
        return try await work()
    } catch let error as DatabaseError {
        throw ViewsError(error)
    }
}
