public import Vocabulary

/// An office in a body through which people act. It lasts while its holders come and go; acts are recorded by seat.
public struct Seat: Equatable, Sendable {
    public let id: Identifier<Seat>
    /// The body whose office it is.
    public let body: Identifier<Body>
    /// "Director of Education".
    public let title: String
    /// What sort of office, and so what it may do.
    public let office: Office
}

extension Seat: Subject {
    public static let kind = "seat"

    /// What can happen to a seat.
    public enum Event: Codable, Equatable, Sendable {
        /// It was created in a body.
        case opened(body: Identifier<Body>, title: String, office: Office)
    }

    public init?(opening event: Event, as id: Identifier<Seat>, _ stamp: Stamp) {
        switch event {
        case .opened(let body, let title, let office): self.init(id: id, body: body, title: title, office: office)
        }
    }

    public mutating func apply(_ event: Event, _ stamp: Stamp) {}

    public var claims: Set<Claim> { [Claim("seat", "\(body)/\(title.lowercased())")] }

    public func audience(of event: Event) -> Audience { .everyone }
}

extension Seat {
    /// Creates a seat in a body.
    public static func open(in body: Body, title: String, office: Office) throws(Refusal) -> [Event] {
        let faults = Wording.faults(title, field: "title", upTo: 200, "the seat's title")
        guard faults.isEmpty else { throw Refusal(faults) }
        guard office.belongs(to: body.sort) else {
            let fitting = Office.allCases.filter { $0.belongs(to: body.sort) }.map(\.rawValue).joined(separator: ", ")
            throw Refusal(
                Fault(
                    "seat.office", field: "office",
                    "\(body.name) cannot have the office '\(office.rawValue)': choose one of \(fitting)"))
        }
        return [.opened(body: body.id, title: title, office: office)]
    }
}
