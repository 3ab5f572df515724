import GRDB

extension Views {
    /// What may stand in a log about a failure of the views' tables: SQLite's code and what it means, and never its own
    /// message, which can quote what somebody searched for. Nil for any other error.
    public static func failure(_ error: any Error) -> String? {
        switch error {
        case let error as ViewsError: return error.place
        case let error as DatabaseError:
            // Described as its number and what that means.
            return "the views failed: SQLite \(error.extendedResultCode)"
        case is RowDecodingError: return "the views failed: a row holds what it should not"
        default: return nil
        }
    }
}
