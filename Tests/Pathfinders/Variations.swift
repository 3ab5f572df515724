public import Domain
public import Vocabulary

/// Variations of the cast's agreements.
extension Cast {
    /// What a variation is told, on a day: the bodies between which it would be, and the agreement that it changes.
    ///
    /// - Parameter bodies: How bodies are that are otherwise than the cast has them: those that were abolished.
    public func circumstances<K: Kind>(
        varying agreement: Agreement<K>, between parties: [Identifier<Body>]? = nil, agenda: Agenda? = nil,
        bodies: [Body] = [], on day: Day
    ) -> Circumstances {
        func body(_ id: Identifier<Body>) -> Body? {
            bodies.first { $0.id == id } ?? self.parties.first { $0.id == id }?.body
        }
        return Circumstances(
            parties: (parties ?? agreement.parties).compactMap(body), seats: self.parties.flatMap(\.allSeats),
            agenda: agenda, original: agreement.original(agreement.parties.compactMap(body), on: day))
    }

    /// A variation that a party has sent, with what it changes of the draft.
    public func sentVariation<K: Kind>(
        of story: Story<K>, by party: Party, agenda: Agenda? = nil, to successors: [Party] = [],
        bodies: [Body] = [], _ change: (inout Draft<K>, Circumstances) throws -> Void
    ) throws -> Story<K> {
        let (agreement, day) = (story.agreement, story.now.londonDay)
        let joined = successors.map(\.id).filter { !agreement.parties.contains($0) }
        let all = circumstances(
            varying: agreement, between: agreement.parties + joined, agenda: agenda, bodies: bodies, on: day)
        var draft = try agreement.variation(as: identifier(), to: successors.map(\.id), by: party.id, on: day, in: all)
        let own = circumstances(
            varying: agreement, between: draft.parties, agenda: agenda, bodies: bodies, on: day)
        try change(&draft, own)
        return try Story(draft, own, at: story.now, cast: self)
    }

    /// One that all others accept and every seat signs.
    public func signedVariation<K: Kind>(
        of story: Story<K>, by party: Party, agenda: Agenda? = nil, to successors: [Party] = [],
        bodies: [Body] = [], _ change: (inout Draft<K>, Circumstances) throws -> Void
    ) throws -> Story<K> {
        var variation = try sentVariation(
            of: story, by: party, agenda: agenda, to: successors, bodies: bodies, change)
        for other in variation.agreement.parties where other != party.id {
            guard let other = parties.first(where: { $0.id == other }) else { continue }
            try variation.acceptAll(by: other)
        }
        try variation.freeze()
        try variation.signAll()
        return variation
    }

    /// A body of the cast that was abolished, or will be.
    public func abolished(_ party: Party, until day: Day) throws -> Body {
        var body = party.body
        for event in try body.abolish(until: day) {
            body.apply(event, Stamp(position: 0, time: Instant(day: day), actor: .operator))
        }
        return body
    }
}

extension Story {
    /// Takes up a variation that all have signed.
    public mutating func takeUp(_ variation: Story<K>) throws(Refusal) {
        now = max(now, variation.now)
        take(try agreement.vary(by: variation.agreement, in: variation.circumstances))
    }
}
