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
        let position = try write(first, id, after: 0)
        guard let subject = S(opening: first, as: id, stamp(position)) else { throw NotFound() }
        for claim in subject.claims { try self.claim(claim.kind, claim.key, for: "\(S.kind)/\(id)") }
        return try append(Array(events.dropFirst()), to: subject)
    }

    /// Appends events to a subject as it was loaded, moves the keys that it claims, and answers it as it now is.
    @discardableResult
    public mutating func append<S: Subject>(_ events: [S.Event], to subject: S) throws -> S {
        guard !events.isEmpty else { return subject }
        var after = subject
        var sequence = try reader.sequence(of: "\(S.kind)/\(subject.id)")
        for event in events {
            let position = try write(event, subject.id, after: sequence)
            after.apply(event, stamp(position))
            sequence += 1
        }
        for claim in subject.claims.subtracting(after.claims) { try release(claim.kind, claim.key) }
        for claim in after.claims.subtracting(subject.claims) {
            try self.claim(claim.kind, claim.key, for: "\(S.kind)/\(subject.id)")
        }
        return after
    }

    private mutating func write<S: Subject>(_ event: S.Event, _ id: Identifier<S>, after sequence: Int) throws -> Int {
        let (name, body, disclosures) = try EventCoder.encode(event, of: S.kind)
        return try append(name, body: body, disclosures: disclosures, to: "\(S.kind)/\(id)", after: sequence)
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
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return try put(
            kind: kind, key: key, owner: owner, json: [UInt8](try encoder.encode(value)), expecting: revision)
    }
}

extension BookReader {
    /// The subject as its entries leave it; `NotFound` where there are none.
    public func load<S: Subject>(_ id: Identifier<S>) throws -> S {
        let history = try entries(of: "\(S.kind)/\(id)").map { stored in
            let entry = Entry(stored)
            return (try entry.decoded(for: S.self), try entry.stamp())
        }
        guard let subject = S.replay(history, as: id) else { throw NotFound() }
        return subject
    }

    /// A row of the drawer, read as a value, with its revision.
    public func row<Value: Decodable>(_ kind: String, _ key: String, as _: Value.Type) throws -> (Value, revision: Int)?
    {
        try row(kind: kind, key: key).map { (try JSONDecoder().decode(Value.self, from: Data($0.json)), $0.revision) }
    }
}
