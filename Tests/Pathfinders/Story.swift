public import Domain
public import Vocabulary

/// One agreement and all that happened to it, with a clock that a test sets.
public struct Story<K: Kind>: Sendable {
    /// As it stands.
    public private(set) var agreement: Agreement<K>
    /// What happened, oldest first.
    public private(set) var history: [(AgreementEvent, Stamp)]
    /// What its rules are told of the parties and the agenda.
    public var circumstances: Circumstances
    /// When the next thing happens; each event takes a second.
    public var now: Instant
    private let cast: Cast

    /// 15 September 2003, ten o'clock in London.
    public static var morning: Instant { Instant(milliseconds: 1_063_616_400_000) }

    /// Sends a draft that no seat must clear.
    public init(
        _ draft: Draft<K>, _ circumstances: Circumstances, at time: Instant = Self.morning, cast: Cast
    ) throws(Refusal) {
        let events = try draft.send(named: [], in: circumstances)
        try self.init(events, as: draft.id, circumstances, at: time, cast: cast)
    }

    /// From the events that open it.
    public init(
        _ events: [AgreementEvent], as id: Identifier<Agreement<K>>, _ circumstances: Circumstances,
        at time: Instant = Self.morning, cast: Cast
    ) throws(Refusal) {
        history = []
        for event in events {
            history.append((event, Stamp(position: history.count, time: time, actor: .register)))
        }
        guard let agreement = Agreement<K>.replay(history, as: id) else {
            throw Refusal(Fault("draft.author", "These events open no agreement"))
        }
        self.agreement = agreement
        self.circumstances = circumstances
        self.cast = cast
        now = time.adding(seconds: 1)
    }

    /// Takes in what a rule answered.
    public mutating func take(_ events: [AgreementEvent], by actor: Actor = .register) {
        for event in events {
            let stamp = Stamp(position: history.count, time: now, actor: actor)
            history.append((event, stamp))
            agreement.apply(event, stamp)
            now = now.adding(seconds: 1)
        }
    }

    /// The events alone.
    public var events: [AgreementEvent] { history.map(\.0) }

    /// A line as it can be read now.
    public func read(_ line: LineID) -> ReadLine { ReadLine(line, revision: agreement.lines[line]?.revision ?? 0) }

    /// The first line of a part.
    public func line(_ name: Part.Name) -> Line {
        guard let line = agreement.lines.all.first(where: { $0.lastContent.name == name }) else {
            preconditionFailure("the agreement has no \(name)")
        }
        return line
    }

    /// A party accepts every line as it stands.
    public mutating func acceptAll(by party: Party) throws(Refusal) {
        take(
            try agreement.accept(
                agreement.lines.all.map { ReadLine($0.id, revision: $0.revision) }, by: party.id))
    }

    /// A digest that stands for the text as its lines stand: it differs wherever a line or its revision does.
    public var digest: Digest {
        Digest(
            of: agreement.lines.standing.map { "\($0.id) \($0.revision) \($0.content.text)\n" }.joined().utf8)
    }

    /// Fixes the text, as the register does by itself once every side accepts every line.
    public mutating func freeze() throws(Refusal) { take(try agreement.freeze(digest, in: circumstances)) }

    /// Whoever holds a seat signs the text that stands.
    public mutating func sign(as seat: Seat) throws(Refusal) {
        guard let party = cast.parties.first(where: { $0.id == seat.body }) else {
            throw Refusal(Fault("side.party", ""))
        }
        take(
            try agreement.sign(
                agreement.execution.text ?? digest, as: seat.id, appointment: party.holder(of: seat.office),
                signature: Digest(of: cast.randomness.bytes(32)), on: now.londonDay),
            by: .seat(seat.id))
    }

    /// Every seat that must sign does, in turn.
    public mutating func signAll() throws(Refusal) {
        while let next = agreement.execution.next.first, let seat = circumstances.seats[next] { try sign(as: seat) }
    }
}
