import Domain
import Register
import Vocabulary

/// The bodies of the demonstration, with somebody sitting in each of their seats.
struct Cast: Sendable {
    /// The Department, by its seats.
    struct Department: Sendable {
        let minister, adviser, director, finance: Sitting

        /// The body itself.
        var body: Identifier<Body> { minister.body }
    }

    /// The association that speaks for authorities, by its seats.
    struct Association: Sendable {
        let chair, secretary: Sitting

        /// The body itself.
        var body: Identifier<Body> { chair.body }
    }

    /// An authority, by its seats.
    struct Council: Sendable {
        let officer, director, cabinetMember, leader, chiefExecutive, finance: Sitting

        /// The body itself.
        var body: Identifier<Body> { officer.body }
    }

    let department: Department
    let association: Association
    let norfolk, gateshead, rochdale, telford, kingston, hampshire, essex: Council

    /// Enters the bodies, creates their seats, appoints to each, and names who clears drafts.
    init(_ register: Register) async throws {
        department = try await register.department()
        association = try await register.association()
        let list = try AuthorityList(csv: AuthorityList.shipped)
        norfolk = try await register.council("926", of: list)
        gateshead = try await register.council("390", of: list)
        rochdale = try await register.council("354", of: list)
        telford = try await register.council("894", of: list)
        kingston = try await register.council("314", of: list)
        hampshire = try await register.council("850", of: list)
        essex = try await register.council("881", of: list)
        try await register.clears(department.director, by: department.minister)
        try await register.clears(norfolk.director, norfolk.cabinetMember, by: norfolk.director)
        try await register.clears(gateshead.director, by: gateshead.director)
        try await register.clears(kingston.director, kingston.leader, by: kingston.leader)
    }
}

extension Register {
    fileprivate func department() async throws -> Cast.Department {
        let (body, name) = (randomness.identifier(of: Body.self), "Department for Education and Skills")
        try await enter(body, sort: .department, name: name, code: "dfes")
        return Cast.Department(
            minister: try await sit("Secretary of State", .minister, body, name),
            adviser: try await sit("Regional adviser", .adviser, body, name),
            director: try await sit("Director of school standards", .director, body, name),
            finance: try await sit("Director of funding", .financeOfficer, body, name))
    }

    fileprivate func association() async throws -> Cast.Association {
        let (body, name) = (randomness.identifier(of: Body.self), "Local Government Association")
        try await enter(body, sort: .association, name: name, code: "lga")
        return Cast.Association(
            chair: try await sit("Chair", .chair, body, name),
            secretary: try await sit("Education policy secretary", .secretary, body, name))
    }

    fileprivate func council(_ code: String, of list: AuthorityList) async throws -> Cast.Council {
        guard let row = list.rows.first(where: { $0.code == code }) else {
            throw Refused("The list of authorities that the program brings along has no code \(code)")
        }
        let (body, name) = (randomness.identifier(of: Body.self), row.name)
        try await enter(body, sort: .authority, name: name, code: code, authority: row.authority)
        return Cast.Council(
            officer: try await sit("Policy officer", .officer, body, name),
            director: try await sit("Director of Education", .director, body, name),
            cabinetMember: try await sit("Cabinet Member for Education", .cabinetMember, body, name),
            leader: try await sit("Leader of the Council", .leader, body, name),
            chiefExecutive: try await sit("Chief Executive", .chiefExecutive, body, name),
            finance: try await sit("Chief Finance Officer", .financeOfficer, body, name))
    }

    /// Creates a seat and appoints somebody to it who is nobody.
    private func sit(
        _ title: String, _ office: Office, _ body: Identifier<Body>, _ bodyName: String
    ) async throws -> Sitting {
        let seat = randomness.identifier(of: Seat.self)
        let appointment = randomness.identifier(of: Appointment.self)
        try await create(seat, in: body, title: title, office: office)
        try await appoint(
            appointment, to: seat, name: "Illustrative holder, \(title), \(bodyName)", from: today, until: nil)
        guard let sitting = try sitting(appointment) else {
            throw Refused("Nobody holds the seat \(title), \(bodyName), though it was just filled")
        }
        return sitting
    }

    fileprivate func clears(_ seats: Sitting..., by sitting: Sitting) async throws {
        try await nameClearance(seats.map(\.seat), of: sitting.body, by: sitting)
    }
}
