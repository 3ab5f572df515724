public import Vocabulary

/// What one side undertakes to do: who answers for it, and how it will be known to be kept.
public struct Promise: Hashable, Codable, Sendable {
    /// The body that promises.
    public let by: Identifier<Body>
    /// The seat of that body that answers for it.
    public let owner: Identifier<Seat>?
    /// When, or in what manner, it is to be kept.
    public let due: Due

    /// A promise by a body.
    public init(by: Identifier<Body>, owner: Identifier<Seat>?, due: Due) {
        self.by = by
        self.owner = owner
        self.due = due
    }
}

/// When or how a promise is to be kept. An undertaking *delivers* by a day, *considers* (kept by publishing a conclusion) or
/// *continues* (reported each year); a contribution has a day or holds throughout the agreement.
public enum Due: Hashable, Sendable {
    case day(Day)
    case throughout
    case considers
    case continues
}

extension Due: CustomStringConvertible {
    /// A day, or one of the three words.
    public var description: String {
        switch self {
        case .day(let day): day.description
        case .throughout: "throughout"
        case .considers: "considers"
        case .continues: "continues"
        }
    }

    /// Reads what `description` writes.
    public init?(_ text: String) {
        switch text {
        case "throughout": self = .throughout
        case "considers": self = .considers
        case "continues": self = .continues
        default:
            guard let day = Day(text) else { return nil }
            self = .day(day)
        }
    }
}

extension Due: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let due = Due(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not a day or manner")
        }
        self = due
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
