public import Vocabulary

/// Equal requests of one or several authorities, and the one answer to all of them. The body that was asked makes it, when it
/// answers a request or sees that others ask the same; it cites the requests, and their compacts do not cite it.
public struct RequestGroup: Equatable, Sendable {
    public let id: Identifier<RequestGroup>
    /// The body that was asked.
    public let of: Identifier<Body>
    /// What is asked, in a sentence.
    public let title: String
    /// The requests in it, in the order in which they came.
    public private(set) var members: [Member]
    /// Its answers, oldest first; the last one counts.
    public private(set) var answers: [Answer] = []
    /// How often what is in it, or is answered, has changed since it was opened: an answer, or a request that joins, names what
    /// its writer had read.
    public private(set) var revision = 0
    /// How many times it was told what came of it.
    public private(set) var results = 0

    /// A request in it.
    public struct Member: Hashable, Sendable {
        public let request: CitedLine
        /// When it was put there.
        public let joined: Instant
    }

    /// One answer.
    public struct Answer: Hashable, Sendable {
        public let outcome: Outcome
        public let reasons: Sealed
        /// When, by whom and where on the record.
        public let stamp: Stamp
    }

    /// What a request is answered.
    public enum Outcome: String, Codable, CaseIterable, Sendable {
        case accepted
        case acceptedInPart
        case declined
    }
}

extension RequestGroup: Subject {
    public static let kind = "request"

    /// What can happen to requests that are answered together.
    public enum Event: Codable, Equatable, Sendable {
        /// The body that was asked put requests together, or one by itself.
        case opened(of: Identifier<Body>, title: String, requests: [CitedLine])
        /// More requests ask the same.
        case joined(requests: [CitedLine])
        /// One of them does not ask the same.
        case parted(request: CitedLine, reason: Sealed)
        /// All of them were answered.
        case answered(answer: Int, outcome: Outcome, reasons: Sealed)
        /// What came of it was made known.
        case resulted(result: Int, words: Sealed, link: Sealed?)
    }

    public init?(opening event: Event, as id: Identifier<RequestGroup>, _ stamp: Stamp) {
        guard case .opened(let of, let title, let requests) = event else { return nil }
        self.init(
            id: id, of: of, title: title, members: requests.map { Member(request: $0, joined: stamp.time) })
    }

    private init(id: Identifier<RequestGroup>, of: Identifier<Body>, title: String, members: [Member]) {
        (self.id, self.of, self.title, self.members) = (id, of, title, members)
    }

    public mutating func apply(_ event: Event, _ stamp: Stamp) {
        switch event {
        case .opened: break
        case .joined(let requests):
            revision += 1
            members += requests.map { Member(request: $0, joined: stamp.time) }
        case .parted(let request, _):
            revision += 1
            members.removeAll { $0.request == request }
        case .answered(_, let outcome, let reasons):
            revision += 1
            answers.append(Answer(outcome: outcome, reasons: reasons, stamp: stamp))
        case .resulted: results += 1
        }
    }

    /// A request is in one group at most.
    public var claims: Set<Claim> { Set(members.map { Claim("request", $0.request.description) }) }

    /// What is in it was public before it was put there.
    public func audience(of event: Event) -> Audience { .everyone }
}

extension RequestGroup {
    /// Puts requests together that ask the same of one's own body, or one by itself.
    public static func open(
        _ requests: [PutRequest], title: String, as seat: Seat
    ) throws(Refusal) -> [Event] {
        var faults = Wording.faults(title, field: "title", upTo: 200, "what is asked, in a sentence")
        faults += unfit(requests, for: seat)
        if requests.isEmpty { faults.append(Fault("request.empty", field: "request", "Choose one request at least")) }
        guard faults.isEmpty else { throw Refusal(faults) }
        return [.opened(of: seat.body, title: title, requests: unique(requests))]
    }

    /// Adds requests that ask the same; those that are in it already are passed over.
    ///
    /// - Parameter read: The revision that was read: who joins what was answered meanwhile has that answer for good.
    public func join(_ requests: [PutRequest], after read: Int, as seat: Seat) throws(Refusal) -> [Event] {
        try mustBeAsked(seat)
        var faults = RequestGroup.unfit(requests, for: seat)
        if requests.isEmpty { faults.append(Fault("request.empty", field: "request", "Choose one request at least")) }
        guard faults.isEmpty else { throw Refusal(faults) }
        guard read == revision else { throw .stale(revision) }
        let new = RequestGroup.unique(requests).filter { line in !members.contains { $0.request == line } }
        return new.isEmpty ? [] : [.joined(requests: new)]
    }

    /// Takes a request out that does not ask the same, before they are answered, so that it can be answered by itself.
    public func part(_ request: CitedLine, reason: Sealed, as seat: Seat) throws(Refusal) -> [Event] {
        try mustBeAsked(seat)
        guard members.contains(where: { $0.request == request }) else { return [] }
        guard answers.isEmpty else {
            throw Refusal(
                Fault("request.answered", "These requests were answered together: the answer stands for each of them"))
        }
        return [.parted(request: request, reason: reason)]
    }

    /// Answers all of them, with reasons. A later answer takes the place of an earlier one, and both stay readable.
    ///
    /// - Parameter read: The revision that was read: no answer reaches a request that its writer has not seen.
    public func answer(
        _ outcome: Outcome, reasons: Sealed, after read: Int, as seat: Seat
    ) throws(Refusal) -> [Event] {
        try mustBeAsked(seat)
        guard !members.isEmpty else {
            throw Refusal(Fault("request.empty", "No request is left here to be answered"))
        }
        guard read == revision else { throw .stale(revision) }
        return [.answered(answer: answers.count + 1, outcome: outcome, reasons: reasons)]
    }

    /// Says what came of it, once it was answered.
    public func result(
        _ words: Sealed, link: Sealed?, after last: Int, as seat: Seat
    ) throws(Refusal) -> [Event] {
        try mustBeAsked(seat)
        guard !answers.isEmpty else {
            throw Refusal(Fault("request.unanswered", field: "words", "Answer the requests first"))
        }
        guard results == last else { throw .stale(results) }
        return [.resulted(result: last + 1, words: words, link: link)]
    }

    private func mustBeAsked(_ seat: Seat) throws(Refusal) {
        guard seat.body == of else {
            throw Refusal(Fault("request.body", "Only the body that was asked answers"))
        }
    }

    private static func unique(_ requests: [PutRequest]) -> [CitedLine] {
        var seen: Set<CitedLine> = []
        return requests.map(\.line).filter { seen.insert($0).inserted }
    }

    private static func unfit(_ requests: [PutRequest], for seat: Seat) -> [Fault] {
        requests.contains { $0.ask.of != seat.body }
            ? [Fault("request.body", "Only the body that was asked answers")] : []
    }
}
