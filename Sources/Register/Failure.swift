import FoundationEssentials
import Record
import Views

/// What may be said of an error to whoever runs the program: what failed and where, never what somebody wrote.
public struct Failure: Sendable, Hashable, CustomStringConvertible {
    /// One of a few words, for counting: `store-full`, `views-behind`, `other`.
    public let kind: String
    /// One line for a log.
    public let description: String

    /// Of any error.
    public init(_ error: any Error) {
        switch error {
        case let error as StoreError:
            kind = "store-\(error.kind)"
            let place = error.statement.map {
                " in: " + $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            }
            description = "the store failed, \(error.kind) (SQLite \(error.code))\(place ?? "")"
        case let error as KeptUnseen:
            kind = "kept-unseen"
            description = "kept as entry \(error.position - 1), not shown yet: \(Failure(error.cause))"
        case let error as RecordCutShort: (kind, description) = ("record-cut-short", error.description)
        case let error as ViewsBehind: (kind, description) = ("views-behind", error.description)
        case is CancellationError: (kind, description) = ("cancelled", "the work was cancelled")
        case let error as DecodingError: (kind, description) = ("decoding", "stored JSON \(Failure.place(of: error))")
        default:
            let views = Views.failure(error)
            (kind, description) = (views == nil ? "other" : "views", views ?? "\(String(reflecting: type(of: error)))")
        }
    }

    private static func place(of error: DecodingError) -> String {
        let (what, context): (String, DecodingError.Context) =
            switch error {
            case .typeMismatch(_, let context): ("has another type", context)
            case .valueNotFound(_, let context): ("has no value", context)
            case .keyNotFound(_, let context): ("has no such key", context)
            case .dataCorrupted(let context): ("cannot be read", context)
            @unknown default: ("cannot be read", DecodingError.Context(codingPath: [], debugDescription: ""))
            }
        return "\(what) at depth \(context.codingPath.count)"
    }
}
