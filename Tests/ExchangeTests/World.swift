import Domain
import Exchange
import FoundationEssentials
import Merkle
import Record
import Register
import Signatures
import Synchronization
import Vocabulary

/// A register in a folder of its own, with a statement of intent and Norfolk's compact, each signed by both sides.
final class World: Sendable {
    let folder: String
    let register: Register

    let department: Side
    let association: Side
    let norfolk: Side
    let statement: Identifier<Domain.Statement>
    let compact: Identifier<Compact>

    /// A body with a seat that writes and negotiates, and a seat that signs.
    struct Side: Sendable {
        let body: Identifier<Body>
        let writer: Sitting
        let signer: Sitting
        var viewer: Viewer { Viewer(body: body, seat: nil) }
    }

    static let origin = "concordat.test/record"
    static let hostile = "“Reading” <b>first</b>\u{301} =1+1\n\n\u{202E}second\r\nline & more"

    init(signing: Bool = true) async throws {
        let random = Randomness.system
        folder = FileManager.default.temporaryDirectory.path + "/exchange-\(random.identifier(of: World.self))"
        let clock = Clock()
        register = try await Register(in: folder + "/data", origin: World.origin, clock: clock.now, randomness: random)
        department = try await World.side(
            register, .department, "Department for Education and Skills", "dfes", ("Adviser", .adviser),
            ("Minister", .minister))
        association = try await World.side(
            register, .association, "Local Government Association", "lga", ("Secretary", .secretary), ("Chair", .chair))
        norfolk = try await World.side(
            register, .authority, "Norfolk", "926", ("Education officer", .officer),
            ("Director of Education", .director))
        statement = random.identifier()
        compact = random.identifier()
        let area: Identifier<Area> = random.identifier()
        try await World.agree(
            Draft(
                statement, title: "Statement of intent 2003/04", author: department.body,
                parties: [department.body, association.body], framework: Framework(year: AcademicYear(start: 2003))),
            World.lines(area, department, association), by: department, with: association, register, signing: true)
        try await World.agree(
            Draft(
                compact, title: "Norfolk <compact> 2003/04", author: norfolk.body,
                parties: [norfolk.body, department.body],
                framework: Framework(
                    statement: statement, year: AcademicYear(start: 2003), authority: norfolk.body)),
            World.lines(choosing: area, norfolk, department), by: norfolk, with: department, register, signing: signing)
    }

    deinit {
        do {
            try register.close()
            try FileManager.default.removeItem(atPath: folder)
        } catch { print("left behind: \(folder), \(error)") }
    }

    var rootPEM: String { register.rootCertificate }
    var trust: Trust {
        get throws {
            Trust(root: try PEM.decode(register.rootCertificate)[0], key: try VerifierKey(vkey: register.verifierKey))
        }
    }

    private static func side(
        _ register: Register, _ sort: Body.Sort, _ name: String, _ code: String, _ writer: (String, Office),
        _ signer: (String, Office)
    ) async throws -> Side {
        let body = Randomness.system.identifier(of: Body.self)
        let authority =
            sort == .authority
            ? Authority(
                ons: "E10000020", type: "county", region: "East of England", london: false, from: nil, until: nil)
            : nil
        try await register.enter(body, sort: sort, name: name, code: code, authority: authority)
        return Side(
            body: body, writer: try await sitting(register, body, writer),
            signer: try await sitting(register, body, signer))
    }

    private static func sitting(
        _ register: Register, _ body: Identifier<Body>, _ office: (title: String, office: Office)
    ) async throws -> Sitting {
        let random = Randomness.system
        let (seat, appointment) = (random.identifier(of: Seat.self), random.identifier(of: Appointment.self))
        try await register.create(seat, in: body, title: office.title, office: office.office)
        try await register.appoint(appointment, to: seat, name: "A. Holder", from: Day("2003-01-01")!, until: nil)
        guard let sitting = try register.sitting(appointment) else { throw NotFound() }
        return sitting
    }

    private static func lines(_ area: Identifier<Area>, _ author: Side, _ other: Side) -> [(LineID, Part)] {
        let (group, paragraph) = (line(), line())
        return [
            (paragraph, .paragraph(number: 1, sense: .context, text: World.hostile, promise: nil)),
            (
                line(),
                .point(
                    paragraph: paragraph, mark: "a", sense: .undertaking, text: "Publish results",
                    promise: Promise(by: author.body, owner: author.writer.seat, due: .continues))
            ),
            (line(), .note(mark: "*", text: "As in the Act")),
            (group, .group(number: 1, text: "Raising standards")),
            (
                line(),
                .area(area: area, group: group, code: "a", title: "Standards", text: "Raise them", limit: .anyone)
            ),
        ] + signatories(author, other)
    }

    private static func lines(choosing area: Identifier<Area>, _ author: Side, _ other: Side) -> [(LineID, Part)] {
        let priority = line()
        func promise(_ side: Side) -> Promise { Promise(by: side.body, owner: side.writer.seat, due: .throughout) }
        return [
            (line(), .summary(text: World.hostile)), (line(), .vision(text: "Every child reads")),
            (line(), .consulted(partner: "Norfolk Governors", said: "We agree")),
            (priority, .priority(area: area, title: nil, reason: "Results are low", horizon: .short)),
            (line(), .contribution(priority: priority, text: "Two advisers", promise: promise(author))),
            (
                line(),
                .contribution(
                    priority: priority, text: "A grant",
                    promise: Promise(by: other.body, owner: other.signer.seat, due: .day(Day("2004-08-31")!)))
            ),
            (line(), .term(text: "Within available resources")),
        ] + signatories(author, other)
    }

    private static func signatories(_ author: Side, _ other: Side) -> [(LineID, Part)] {
        [
            (line(), .signatory(seat: author.signer.seat, order: 1)),
            (line(), .signatory(seat: other.signer.seat, order: 2)),
        ]
    }

    private static func line() -> LineID { Randomness.system.identifier() }

    /// Writes, sends, accepts and signs an agreement, as both sides do it.
    private static func agree<K: Kind>(
        _ draft: Draft<K>, _ lines: [(LineID, Part)], by author: Side, with other: Side, _ register: Register,
        signing: Bool
    ) async throws {
        try await register.begin(draft, by: author.writer)
        for (line, part) in lines {
            try await register.edit(
                draft.id, revision: nil, by: author.writer,
                citing: [author.writer.seat, other.signer.seat, author.signer.seat]
            ) { draft, circumstances in try draft.put(part, as: line, in: circumstances) }
        }
        let revision = try register.draft(draft.id, for: author.writer.viewer).revision
        try await register.send(draft.id, revision: revision, by: author.writer)
        let (firstLine, other) = (lines[0].0, other)
        // A wording that did not stand, an objection and a remark stay with the parties.
        try await register.negotiate(draft.id, by: other.writer) { agreement, _ in
            try agreement.object(
                ReadLine(firstLine, revision: 1), reason: Randomness.system.seal("Not yet"), by: other.body)
        }
        let agreement = try register.book.read { try $0.load(draft.id) }
        let read = agreement.lines.all.map { ReadLine($0.id, revision: $0.revision) }
        try await register.negotiate(draft.id, by: other.writer) { agreement, _ in
            try agreement.accept(read, by: other.body)
        }
        guard signing else { return }
        let digest = try register.text(of: draft.id, for: author.viewer).digest
        _ = try await register.sign(draft.id, text: digest, as: author.signer)
        _ = try await register.sign(draft.id, text: digest, as: other.signer)
    }
}

/// A clock that goes on by a second whenever it is read.
final class Clock: Sendable {
    private let time = Mutex(Instant("2003-07-23T10:30:00.250Z")!)

    var now: @Sendable () -> Instant {
        {
            self.time.withLock { time in
                time = time.adding(seconds: 1)
                return time
            }
        }
    }
}
