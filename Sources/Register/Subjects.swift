public import Domain
import FoundationEssentials
public import Record
import Views
public import Vocabulary

extension BookPage {
    /// The subject as its entries leave it; `NotFound` where there are none.
    public func load<S: Subject>(_ id: Identifier<S>) throws -> S { try reader.load(id) }

    /// Opens a subject, takes the keys that it claims, and answers it.
    @discardableResult
    public mutating func open<S: Subject>(_ id: Identifier<S>, _ events: [S.Event]) throws -> S {
        guard let first = events.first else { throw NotFound() }
        let (position, opening) = try write(first, id, after: 0)
        guard let subject = S(opening: opening, as: id, stamp(position)) else { throw NotFound() }
        reader.keep("\(S.kind)/\(id)", KnownSubject(sequence: 1, value: subject))
        for claim in subject.claims { try self.claim(claim.kind, claim.key, for: "\(S.kind)/\(id)") }
        return try append(Array(events.dropFirst()), to: subject)
    }

    /// Appends events to a subject as it was loaded, moves the keys that it claims, and answers it as it now is.
    @discardableResult
    public mutating func append<S: Subject>(_ events: [S.Event], to subject: S) throws -> S {
        guard !events.isEmpty else { return subject }
        var after = subject
        let name = "\(S.kind)/\(subject.id)"
        let start = try reader.sequence(of: name)
        var sequence = start
        for event in events {
            let (position, kept) = try write(event, subject.id, after: sequence)
            after.apply(kept, stamp(position))
            sequence += 1
        }
        // Only what was the whole subject leaves the whole subject: a page may have been handed one that is late.
        if let known = try reader.known(name), known.sequence == start, known.value as? S == subject {
            reader.keep(name, KnownSubject(sequence: sequence, value: after))
        }
        for claim in subject.claims.subtracting(after.claims) { try release(claim.kind, claim.key) }
        for claim in after.claims.subtracting(subject.claims) {
            try self.claim(claim.kind, claim.key, for: "\(S.kind)/\(subject.id)")
        }
        return after
    }

    /// Appends an event and answers where, and what is read back from its entry: without the texts behind its seals, so that
    /// none of them stays with a subject in memory once it is erased.
    private mutating func write<S: Subject>(
        _ event: S.Event, _ id: Identifier<S>, after sequence: Int
    ) throws -> (Int, S.Event) {
        let (name, body, disclosures) = try EventCoder.encode(event, of: S.kind)
        let position = try append(name, body: body, disclosures: disclosures, to: "\(S.kind)/\(id)", after: sequence)
        // One that carries no seal is what would be read back.
        return (position, disclosures.isEmpty ? event : try EventCoder.decode(S.Event.self, name, body))
    }

    private func stamp(_ position: Int) -> Stamp {
        Stamp(position: position, time: now, actor: Actor(actor) ?? .register)
    }

    /// Refuses where the seat is not held by this appointment today, or may not do this.
    public func require(_ sitting: Sitting, may power: Power?) throws {
        let appointment = try load(sitting.appointment)
        guard appointment.seat == sitting.seat, appointment.holds(on: today) else {
            throw Refusal(Fault("seat.not-held", "You no longer hold this seat: choose another"))
        }
        if try load(sitting.body).isAbolished(by: today) {
            throw Refusal(Fault("body.abolished", "This authority was abolished: nobody acts for it any more"))
        }
        if let power, try !load(sitting.seat).office.may(power) {
            throw Refusal(Fault("seat.power", "This seat may not do that: act from a seat that may"))
        }
    }

    /// A row of the drawer, read as a value, with its revision.
    public func row<Value: Decodable>(_ kind: String, _ key: String, as _: Value.Type) throws -> (Value, revision: Int)?
    {
        try reader.row(kind, key, as: Value.self)
    }

    /// Writes a value as a row of the drawer; see `put(kind:key:owner:json:expecting:)`.
    @discardableResult
    public mutating func put(
        _ value: some Encodable, _ kind: String, _ key: String, owner: String?, expecting revision: Int?
    ) throws -> Int {
        try put(kind: kind, key: key, owner: owner, json: BookPage.json(value), expecting: revision)
    }

    /// The one spelling in which a value is kept.
    static func json(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(value))
    }
}

extension BookReader {
    /// The subject as its entries leave it; `NotFound` where there are none.
    public func load<S: Subject>(_ id: Identifier<S>) throws -> S {
        let name = "\(S.kind)/\(id)"
        guard let known = try known(name), let subject = known.value as? S else {
            return try replay(id, after: 0, of: nil)
        }
        guard try known.sequence < sequence(of: name) else { return subject }
        return try replay(id, after: known.sequence, of: subject)
    }

    /// The subject as its entries alone say, whatever is kept of it.
    func replay<S: Subject>(_ id: Identifier<S>) throws -> S { try replay(id, after: 0, of: nil) }

    private func replay<S: Subject>(_ id: Identifier<S>, after start: Int, of earlier: S?) throws -> S {
        let name = "\(S.kind)/\(id)"
        var (subject, sequence) = (earlier, start)
        for stored in try entries(of: name, after: start) {
            let entry = Entry(stored)
            let (event, stamp) = (try entry.decoded(for: S.self), try entry.stamp())
            if subject == nil { subject = S(opening: event, as: id, stamp) } else { subject?.apply(event, stamp) }
            sequence = stored.sequence
        }
        guard let subject else { throw NotFound() }
        keep(name, KnownSubject(sequence: sequence, value: subject))
        return subject
    }

    /// A row of the drawer, read as a value, with its revision.
    public func row<Value: Decodable>(_ kind: String, _ key: String, as _: Value.Type) throws -> (Value, revision: Int)?
    {
        try row(kind: kind, key: key).map { (try JSONDecoder().decode(Value.self, from: Data($0.json)), $0.revision) }
    }
}
