public import Vocabulary

/// Something with a history on the record: its events, in order, are all that is known of it. Rules read it and answer
/// with events; `apply` writes and never fails.
public protocol Subject: Equatable, Sendable {
    /// What can happen to it. A case's name and labels are the record's words for ever.
    associatedtype Event: Codable, Equatable, Sendable

    /// The word before its identifier in the record: `compact`.
    static var kind: String { get }

    /// Its lasting name.
    var id: Identifier<Self> { get }

    /// The subject that its first event opens; nil where that event opens nothing.
    init?(opening event: Event, as id: Identifier<Self>, _ stamp: Stamp)

    /// Takes in a later event.
    mutating func apply(_ event: Event, _ stamp: Stamp)

    /// The unique keys that it holds now.
    var claims: Set<Claim> { get }

    /// Who may see one of its events, as things stand.
    func audience(of event: Event) -> Audience
}

extension Subject {
    /// Most subjects hold no unique key.
    public var claims: Set<Claim> { [] }

    /// The subject after its whole history; nil where the history opens nothing.
    public static func replay(_ history: some Sequence<(Event, Stamp)>, as id: Identifier<Self>) -> Self? {
        var subject: Self?
        for (event, stamp) in history {
            if subject == nil {
                subject = Self(opening: event, as: id, stamp)
                guard subject != nil else { return nil }
            } else {
                subject?.apply(event, stamp)
            }
        }
        return subject
    }
}

/// Where, when and by whom an event was put on the record.
public struct Stamp: Hashable, Sendable {
    /// Its place in the record, from 0.
    public let position: Int
    /// By the register's own clock.
    public let time: Instant
    /// Who acted.
    public let actor: Actor

    /// A place, a time and an actor.
    public init(position: Int, time: Instant, actor: Actor) {
        self.position = position
        self.time = time
        self.actor = actor
    }
}

/// Who acts: a seat, through whoever holds it; the operator of the register; or the register itself.
public enum Actor: Hashable, Sendable {
    /// An office in a body.
    case seat(Identifier<Seat>)
    /// Whoever runs the register, from its own machine.
    case `operator`
    /// The register, of itself.
    case register
}

extension Actor {
    /// The seat, where one acted.
    public var seat: Identifier<Seat>? { if case .seat(let seat) = self { seat } else { nil } }
}

extension Actor: CustomStringConvertible {
    /// As the record writes it: `seat/…`, `operator`, `register`.
    public var description: String {
        switch self {
        case .seat(let seat): "seat/\(seat)"
        case .operator: "operator"
        case .register: "register"
        }
    }

    /// Reads what the record writes.
    public init?(_ text: String) {
        switch text {
        case "operator": self = .operator
        case "register": self = .register
        default:
            guard text.hasPrefix("seat/"), let seat = Identifier<Seat>(text.dropFirst(5)) else { return nil }
            self = .seat(seat)
        }
    }
}

/// A key that only one live subject may hold: one body for each code, one compact for each statement, year and authority.
public struct Claim: Hashable, Sendable {
    /// What sort of key: `body-code`.
    public let kind: String
    /// The key itself.
    public let key: String

    /// A key of a kind.
    public init(_ kind: String, _ key: String) {
        self.kind = kind
        self.key = key
    }
}
