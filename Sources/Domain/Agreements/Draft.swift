public import Vocabulary

/// An agreement before it is sent: private to its author's side, made of the lines that it will have. It is a row of the
/// store, not of the record.
public struct Draft<K: Kind>: Equatable, Sendable, Codable {
    /// The identifier that the agreement will have.
    public let id: Identifier<Agreement<K>>
    /// The name under which it will be known.
    public var title: String {
        didSet { if !Wording.same(title, oldValue) { edition += 1 } }
    }
    /// The body that writes it.
    public let author: Identifier<Body>
    /// The bodies that will make it, the author first.
    public let parties: [Identifier<Body>]
    /// What it will be made under.
    public var framework: Framework {
        didSet { if framework != oldValue { edition += 1 } }
    }
    /// In their order.
    public private(set) var lines: [DraftLine]
    /// Counts the changes of what it says.
    public private(set) var edition: Int
    /// Who has cleared which edition.
    public private(set) var clearances: [Clearance]

    /// Which edition of the agreement that it changes it was made of, where it is a variation.
    private(set) var basis: Int?

    /// One line of a draft.
    public struct DraftLine: Hashable, Sendable, Codable {
        public let id: LineID
        public let content: Part
    }

    /// A seat of the author saying that the draft may be sent as it then stood.
    public struct Clearance: Hashable, Sendable, Codable {
        public let seat: Identifier<Seat>
        public let edition: Int
        public let time: Instant
    }

    /// An empty draft.
    public init(
        _ id: Identifier<Agreement<K>>, title: String, author: Identifier<Body>, parties: [Identifier<Body>],
        framework: Framework
    ) {
        self.id = id
        self.title = title
        self.author = author
        self.parties = [author] + parties.filter { $0 != author }
        self.framework = framework
        lines = []
        edition = 1
        clearances = []
        basis = nil
    }

    /// A draft that begins with lines which stood already.
    init(
        _ id: Identifier<Agreement<K>>, title: String, author: Identifier<Body>, parties: [Identifier<Body>],
        framework: Framework, lines: [DraftLine], basis: Int
    ) {
        self.init(id, title: title, author: author, parties: parties, framework: framework)
        (self.lines, self.basis) = (lines, basis)
    }

    /// The line of that name.
    public subscript(_ id: LineID) -> Part? { lines.first { $0.id == id }?.content }

    /// The lines of one part.
    public func lines(_ name: Part.Name) -> [DraftLine] { lines.filter { $0.content.name == name } }
}

/// How strictly a draft's line is taken.
public enum Strictness: Sendable {
    /// As its author types: whatever can still be completed is kept.
    case typing
    /// As its author says that it is done.
    case done
}

extension Draft {
    /// Puts a line into the draft, in the place of the one of that name or as a new one, after another or at the end.
    public mutating func put(
        _ content: Part, as id: LineID, after: LineID? = nil, _ strictness: Strictness = .done,
        in circumstances: Circumstances
    ) throws(Refusal) {
        var faults = K.check(content, above: content.above.flatMap { self[$0] }, in: circumstances)
        if strictness == .typing {
            // Whatever can still be completed or chosen waits until the draft is sent, when all of it is checked.
            faults.removeAll { Self.later.contains($0.rule) }
        }
        guard faults.isEmpty else { throw Refusal(faults) }
        if let index = lines.firstIndex(where: { $0.id == id }) {
            guard !lines[index].content.isSame(as: content) else { return }
            lines[index] = DraftLine(id: id, content: content)
        } else {
            guard lines.count < 1000 else {
                throw Refusal(Fault("draft.long", "A draft has at most 1,000 lines"))
            }
            let place = after.flatMap { after in lines.firstIndex { $0.id == after } }.map { $0 + 1 } ?? lines.count
            lines.insert(DraftLine(id: id, content: content), at: place)
        }
        edition += 1
    }

    /// The rules of what can still be completed or chosen.
    private static var later: Set<String> {
        [
            "wording.empty", "promise.owner", "agenda.needs-title", "payment.owner", "payment.amount", "returns.owner",
            "returns.days",
        ]
    }

    /// Chooses an area of the agenda as a priority.
    public mutating func choose(
        _ area: Area, as id: LineID, title: String? = nil, reason: String, horizon: Part.Horizon,
        in circumstances: Circumstances
    ) throws(Refusal) {
        try put(
            .priority(area: area.id, title: title, reason: reason, horizon: horizon), as: id, .typing, in: circumstances
        )
    }

    /// Takes out a line and whatever stands under it.
    public mutating func remove(_ id: LineID) {
        let count = lines.count
        lines.removeAll { $0.id == id || $0.content.above == id }
        if lines.count != count { edition += 1 }
    }

    /// Moves a line to stand after another, or to the beginning.
    public mutating func move(_ id: LineID, after: LineID?) {
        guard let from = lines.firstIndex(where: { $0.id == id }), id != after else { return }
        let line = lines.remove(at: from)
        let place = after.flatMap { after in lines.firstIndex { $0.id == after } }.map { $0 + 1 } ?? 0
        lines.insert(line, at: place)
        edition += 1
    }

    /// Clears the draft as it stands, for a seat that the body names.
    public mutating func clear(
        as seat: Identifier<Seat>, at time: Instant, edition read: Int, named: [Identifier<Seat>]
    )
        throws(Refusal)
    {
        guard read == edition else { throw .stale(edition) }
        guard named.contains(seat) else {
            throw Refusal(Fault("clearance.not-named", "Your body does not ask this seat to clear drafts"))
        }
        clearances.removeAll { $0.seat == seat }
        clearances.append(Clearance(seat: seat, edition: edition, time: time))
    }

    /// The named seats that have not cleared the draft as it stands.
    public func uncleared(_ named: [Identifier<Seat>]) -> [Identifier<Seat>] {
        named.filter { seat in !clearances.contains { $0.seat == seat && $0.edition == edition } }
    }

    /// All that must still be done before it can be sent.
    public func lacking(named: [Identifier<Seat>], in circumstances: Circumstances) -> [Fault] {
        var faults = K.whole(lines.map(\.content), in: circumstances)
        for line in lines {
            faults += K.check(line.content, above: line.content.above.flatMap { self[$0] }, in: circumstances)
                .map { $0.at(line.id.description) }
        }
        faults += unfit(in: circumstances)
        if faults.isEmpty {
            for seat in uncleared(named) {
                let title = circumstances.seats[seat]?.title ?? seat.description
                faults.append(
                    Fault("clearance.missing", field: "clearance", "\(title) must clear this draft before it is sent"))
            }
        }
        return faults
    }

    /// Sends it to the other parties: the events that open the agreement.
    public func send(named: [Identifier<Seat>], in circumstances: Circumstances) throws(Refusal) -> [AgreementEvent] {
        // What stands may be varied by any party.
        guard let sort = circumstances.party(author)?.sort, K.authors.contains(sort) || framework.varies != nil else {
            throw Refusal(Fault("draft.author", "\(K.title): this body does not write one"))
        }
        guard Set(circumstances.parties.map(\.sort)) == K.parties, circumstances.parties.count == parties.count,
            (framework.varies == nil) == (circumstances.original == nil)
        else {
            throw Refusal(Fault("draft.parties", "\(K.title): it is not made between these bodies"))
        }
        if let authority = framework.authority, circumstances.party(authority)?.sort != .authority {
            throw Refusal(Fault("draft.authority", "The authority that this is made for must be a party to it"))
        }
        let framed = K.faults(of: framework)
        guard framed.isEmpty else { throw Refusal(framed) }
        if framework.statement != nil, circumstances.agenda?.year != framework.year {
            throw Refusal(
                Fault(
                    "draft.agenda", field: "agenda",
                    "Choose the agenda of a school year that all its signatories have signed"))
        }
        let faults =
            Wording.faults(title, field: "title", upTo: 200, "a title")
            + lacking(named: named, in: circumstances)
        guard faults.isEmpty else { throw Refusal(faults) }
        return [.opened(title: title, parties: parties, author: author, framework: framework)]
            + clearances.filter { named.contains($0.seat) }.map { .cleared(seat: $0.seat, time: $0.time) }
            + (circumstances.original?.opening(self)
                ?? lines.map {
                    .lineProposed(line: $0.id, revision: 1, content: $0.content, side: author, after: nil)
                })
    }
}
