public import Domain
import Record
public import Vocabulary

extension Register {
    /// Enters a body in the register.
    public func enter(
        _ id: Identifier<Body>, sort: Body.Sort, name: String, code: String, authority: Authority? = nil,
        by actor: Actor = .operator
    ) async throws {
        let events = try Body.open(sort: sort, name: name, code: code, authority: authority)
        try await change(by: actor) { page in _ = try page.open(id, events) }
    }

    /// Says which day is the last of the authority with a code.
    public func abolish(authority code: String, until day: Day, by actor: Actor = .operator) async throws {
        try await change(by: actor) { page in
            guard let name = try page.reader.claim("body-code", code),
                let id = Identifier<Body>(name.dropFirst(Body.kind.utf8.count + 1))
            else { throw NotFound() }
            let body = try page.load(id)
            try page.append(try body.abolish(until: day), to: body)
        }
    }

    /// Creates a seat in a body.
    public func create(
        _ id: Identifier<Seat>, in body: Identifier<Body>, title: String, office: Office, by actor: Actor = .operator
    ) async throws {
        try await change(by: actor) { page in
            let events = try Seat.open(in: try page.load(body), title: title, office: office)
            _ = try page.open(id, events)
        }
    }

    /// Appoints a person to a seat, with a key of its own to sign with where the office signs.
    public func appoint(
        _ id: Identifier<Appointment>, to seat: Identifier<Seat>, name: String, from: Day, until: Day?,
        by actor: Actor = .operator
    ) async throws {
        let holder = randomness.seal(name)
        try await change(by: actor) { [keys] page in
            try page.appoint(id, to: seat, holder: holder, from: from, until: until, keys: keys)
        }
    }

    /// Names the seats that must clear the body's drafts before they are sent.
    public func nameClearance(_ seats: [Identifier<Seat>], of body: Identifier<Body>, by sitting: Sitting) async throws
    {
        try await change(by: sitting, may: .arrange) { page in
            guard sitting.body == body else { throw NotFound() }
            let body = try page.load(body)
            try page.append(try body.nameClearance(try seats.map { try page.load($0) }), to: body)
        }
    }
}

extension BookPage {
    mutating func appoint(
        _ id: Identifier<Appointment>, to seat: Identifier<Seat>, holder: Sealed, from: Day, until: Day?, keys: Keys
    ) throws {
        let seat = try load(seat)
        let appointment = try open(
            id, try Appointment.make(seat: seat.id, holder: holder, from: from, until: until))
        if seat.office.may(.sign) {
            try certify(appointment, seat: seat, body: try load(seat.body), by: keys.root)
        }
    }

    func circumstances(
        _ parties: [Identifier<Body>], _ framework: Framework, citing lines: some Sequence<Part>,
        and more: [Identifier<Seat>] = []
    ) throws -> Circumstances {
        try reader.circumstances(parties, framework, citing: lines, and: more, on: today)
    }
}

extension BookReader {
    /// What the rules of an agreement are told of other subjects: its parties, the seats that the given lines cite, and
    /// the agenda that it chooses from; of a variation, what it changes as that stands on a day.
    func circumstances(
        _ parties: [Identifier<Body>], _ framework: Framework, citing lines: some Sequence<Part>,
        and more: [Identifier<Seat>] = [], on today: Day
    ) throws -> Circumstances {
        var seats = Set(more)
        for part in lines { seats.formUnion(part.seats) }
        return Circumstances(
            parties: try parties.map { try load($0) },
            seats: try seats.sorted().map { try seat($0) }.compactMap(\.self),
            agenda: try framework.statement.map { try load($0) }.flatMap { $0.stage == .signed ? $0.agenda : nil },
            original: try framework.varies.flatMap { try original($0, on: today) })
    }

    /// The agreement that a variation changes, of whichever kind it is.
    private func original(_ id: Identifier<Framework>, on today: Day) throws -> Original? {
        func found<K: Kind>(_: K.Type) throws -> Original? {
            guard try sequence(of: "\(K.name)/\(id)") > 0 else { return nil }
            let agreement = try load(Identifier<Agreement<K>>(id))
            return agreement.original(try agreement.parties.map { try load($0) }, on: today)
        }
        for kind in Kinds.all {
            if let original = try found(kind) { return original }
        }
        return nil
    }

    /// A seat that a form names: nothing where there is none, so that the rule can say so beside its field.
    private func seat(_ id: Identifier<Seat>) throws -> Seat? {
        do { return try load(id) } catch is NotFound { return nil }
    }
}
