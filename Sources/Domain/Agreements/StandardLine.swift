public import Vocabulary

/// A term that one body offers to many of its agreements in the same words: it is a line of its own in each of them, and each
/// other side answers it there.
public struct StandardLine: Equatable, Sendable {
    public let id: Identifier<StandardLine>
    /// The body that offers it.
    public let by: Identifier<Body>
    /// The name under which that body knows it.
    public let title: String
    /// What it says.
    public let text: String
    /// Where it was offered, in that order.
    public private(set) var offers: [CitedLine]
}

extension StandardLine: Subject {
    public static let kind = "standard-line"

    /// What can happen to a standard line.
    public enum Event: Codable, Equatable, Sendable {
        /// A body worded it.
        case opened(by: Identifier<Body>, title: String, text: String)
        /// It was put into compacts that are being negotiated.
        case offered(lines: [CitedLine])
    }

    public init?(opening event: Event, as id: Identifier<StandardLine>, _ stamp: Stamp) {
        guard case .opened(let by, let title, let text) = event else { return nil }
        self.init(id: id, by: by, title: title, text: text, offers: [])
    }

    public mutating func apply(_ event: Event, _ stamp: Stamp) {
        switch event {
        case .opened: break
        case .offered(let lines): offers += lines
        }
    }

    /// To how many one offers the same is nobody else's business while they negotiate.
    public func audience(of event: Event) -> Audience { .body(by) }
}

extension StandardLine {
    /// Words a line that is to be offered.
    public static func open(title: String, text: String, by body: Identifier<Body>) throws(Refusal) -> [Event] {
        let faults =
            Wording.faults(title, field: "title", upTo: 200, "a name for the line")
            + Wording.faults(text, field: "text", "the line")
        guard faults.isEmpty else { throw Refusal(faults) }
        return [.opened(by: body, title: title, text: text)]
    }

    /// What the line is in a compact.
    public var content: Part { .term(text: text) }

    /// Offers it to compacts, each under the name of the line that it will be there; those that were offered it are passed
    /// over.
    public func offer(_ lines: [CitedLine], by body: Identifier<Body>) throws(Refusal) -> [Event] {
        guard body == by else {
            throw Refusal(Fault("standard.body", "Only the body that worded this line offers it"))
        }
        let known = Set(offers.map(\.compact))
        let new = lines.filter { !known.contains($0.compact) }
        guard Set(new.map(\.compact)).count == new.count else {
            throw Refusal(Fault("standard.twice", field: "compact", "Choose each compact once"))
        }
        guard known.count + new.count <= 1000 else {
            throw Refusal(Fault("standard.many", field: "compact", "A line is offered to at most 1,000 compacts"))
        }
        return new.isEmpty ? [] : [.offered(lines: new)]
    }
}
