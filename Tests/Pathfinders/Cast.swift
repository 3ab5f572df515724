public import Domain
public import Vocabulary

/// The shared cast: the Department, the association, and the five authorities that tested compacts in 2003. Every cast of
/// the same seed has the same identifiers.
public struct Cast: Sendable {
    /// Where new identifiers and seals come from.
    public let randomness: Randomness
    /// The Department for Education and Skills.
    public let department: Party
    /// The Local Government Association.
    public let association: Party
    /// Norfolk, a county (926).
    public let norfolk: Party
    /// Gateshead, a metropolitan authority (390).
    public let gateshead: Party
    /// Rochdale, a metropolitan authority (354).
    public let rochdale: Party
    /// Telford and Wrekin, a unitary authority (894).
    public let telford: Party
    /// Kingston upon Thames, a London borough (314).
    public let kingston: Party

    /// The same cast for the same seed.
    public init(seed: UInt64 = 2003) {
        let randomness = Randomness.seeded(seed)
        self.randomness = randomness
        department = Party(.department, "Department for Education and Skills", "dfes", nil, randomness)
        association = Party(.association, "Local Government Association", "lga", nil, randomness)
        func authority(_ name: String, _ code: String, _ ons: String, _ type: String, _ region: String) -> Party {
            let facts = Authority(
                ons: ons, type: type, region: region, london: region == "London", from: nil, until: nil)
            return Party(.authority, name, code, facts, randomness)
        }
        norfolk = authority("Norfolk", "926", "E10000020", "county", "East of England")
        gateshead = authority("Gateshead", "390", "E08000037", "metropolitan", "North East")
        rochdale = authority("Rochdale", "354", "E08000005", "metropolitan", "North West")
        telford = authority("Telford and Wrekin", "894", "E06000020", "unitary", "West Midlands")
        kingston = authority("Kingston upon Thames", "314", "E09000021", "london-borough", "London")
    }

    /// Everybody.
    public var parties: [Party] { [department, association, norfolk, gateshead, rochdale, telford, kingston] }

    /// The five authorities.
    public var authorities: [Party] { [norfolk, gateshead, rochdale, telford, kingston] }

    /// A new identifier.
    public func identifier<Thing>(of _: Thing.Type = Thing.self) -> Identifier<Thing> { randomness.identifier() }

    /// The facts that the rules of an agreement between these are told.
    public func circumstances(_ parties: [Party], agenda: Agenda? = nil) -> Circumstances {
        Circumstances(parties: parties.map(\.body), seats: parties.flatMap(\.allSeats), agenda: agenda)
    }
}

/// A body of the cast with its seats, each held by somebody since 1 January 2003 with a key in force.
public struct Party: Sendable {
    /// The body itself.
    public let body: Body
    /// Its seats, by office; every body has one of each office that is its sort's.
    public let seats: [Office: Seat]
    /// Who holds each seat.
    public let appointments: [Office: Appointment]
    /// What put the body, its seats and their holders on the record.
    public let events: (body: [Body.Event], seats: [Office: [Seat.Event]], appointments: [Office: [Appointment.Event]])

    /// Its identifier.
    public var id: Identifier<Body> { body.id }
    /// Its seats, in the order of the offices.
    public var allSeats: [Seat] { Office.allCases.compactMap { seats[$0] } }

    /// The seat of that office; there must be one.
    public subscript(_ office: Office) -> Seat {
        guard let seat = seats[office] else { preconditionFailure("\(body.name) has no office '\(office)'") }
        return seat
    }

    /// Whoever holds the seat of that office; there must be one.
    public func holder(of office: Office) -> Appointment {
        guard let appointment = appointments[office] else { preconditionFailure("nobody is \(office) of \(body.name)") }
        return appointment
    }

    /// The office that signs for it.
    public var signing: Office {
        switch body.sort {
        case .department: .minister
        case .authority: .director
        case .association: .chair
        }
    }

    init(_ sort: Body.Sort, _ name: String, _ code: String, _ authority: Authority?, _ randomness: Randomness) {
        let stamp = Stamp(position: 0, time: Party.beginning, actor: .operator)
        do {
            let bodyEvents = try Body.open(sort: sort, name: name, code: code, authority: authority)
            let body = try Party.first(bodyEvents, randomness, stamp, as: Body.self)
            var seats: [Office: Seat] = [:]
            var seatEvents: [Office: [Seat.Event]] = [:]
            var appointments: [Office: Appointment] = [:]
            var appointmentEvents: [Office: [Appointment.Event]] = [:]
            for office in Office.allCases where office.belongs(to: sort) {
                let opened = try Seat.open(in: body, title: Party.titles[office] ?? office.rawValue, office: office)
                let seat = try Party.first(opened, randomness, stamp, as: Seat.self)
                let made =
                    try Appointment.make(
                        seat: seat.id, holder: randomness.seal("The \(seat.title) of \(name)"),
                        from: Party.beginning.londonDay, until: nil)
                    + [.certified(certificate: Digest(of: randomness.bytes(32)))]
                seats[office] = seat
                seatEvents[office] = opened
                appointments[office] = try Party.first(made, randomness, stamp, as: Appointment.self)
                appointmentEvents[office] = made
            }
            self.body = body
            self.seats = seats
            self.appointments = appointments
            events = (bodyEvents, seatEvents, appointmentEvents)
        } catch {
            preconditionFailure("the cast breaks a rule: \(error)")
        }
    }

    private static let beginning = Instant(milliseconds: 1_041_379_200_000)

    private static let titles: [Office: String] = [
        .officer: "School Improvement Officer", .director: "Director of Education",
        .cabinetMember: "Cabinet Member for Children", .leader: "Leader of the Council",
        .chiefExecutive: "Chief Executive", .adviser: "Regional Adviser", .minister: "Secretary of State",
        .secretary: "Education Secretary", .chair: "Chair", .financeOfficer: "Chief Finance Officer",
    ]

    private static func first<S: Subject>(
        _ events: [S.Event], _ randomness: Randomness, _ stamp: Stamp, as _: S.Type
    ) throws -> S {
        guard let subject = S.replay(events.map { ($0, stamp) }, as: randomness.identifier()) else { throw NotFound() }
        return subject
    }
}
