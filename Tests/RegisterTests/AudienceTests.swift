import Domain
import Pathfinders
import Record
import Register
import Testing
import Views
import Vocabulary

@Suite struct AudienceTests {
    /// Asks the register for every entry, for everybody, and compares with what the domain says on replay.
    private func walk(_ world: World, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let entries = try world.register.book.read { try $0.entries(from: 0, limit: .max) }
        let today = world.today
        for entry in entries {
            let audience = try world.register.book.read { try Self.audience(of: entry, $0) }
            for viewer in [.everyone] + world.present.map(\.viewer) {
                let shown = try seen { try world.register.envelope(entry.position, for: viewer) }
                let expected = audience.includes(viewer, today: today)
                #expect(
                    (shown != nil) == expected, "entry \(entry.position) \(entry.event) for \(viewer)",
                    sourceLocation: sourceLocation)
                if let shown { #expect(shown == entry.bytes, sourceLocation: sourceLocation) }
            }
        }
        for beyond in [-1, entries.count] {
            #expect(try seen { try world.register.envelope(beyond, for: world.norfolk.viewer) } == nil)
        }
    }

    private static func audience(of entry: StoredEntry, _ reader: BookReader) throws -> Audience {
        let read = Entry(
            position: entry.position, subject: entry.subject, event: entry.event, time: entry.time, actor: entry.actor,
            body: entry.body)
        func audience<S: Subject>(_: S.Type) throws -> Audience {
            let subject: S = try reader.load(try read.identifier(of: S.self))
            return subject.audience(of: try read.decoded(for: S.self))
        }
        switch read.kind {
        case "body": return try audience(Body.self)
        case "seat": return try audience(Seat.self)
        case "appointment": return try audience(Appointment.self)
        case "statement": return try audience(Domain.Statement.self)
        case "compact": return try audience(Compact.self)
        case "conditional-agreement": return try audience(ConditionalAgreement.self)
        default: throw NotFound()
        }
    }

    /// How many entries of a compact somebody is shown.
    private func count(_ compact: Identifier<Compact>, _ world: World, _ viewer: Viewer) throws -> Int {
        try world.register.proven(compact, for: viewer).entries.count
    }

    @Test func `every entry of an agreement with conditions is shown to those whom the domain names`() async throws {
        let world = try await World()
        let register = world.register
        let draft = try world.cast.conditionalDraft(
            world.norfolk, over: Span(from: Cast.day(2003, 6, 1), until: Cast.day(2009, 3, 31)))
        let id = draft.id
        try await world.send(draft, by: world.norfolk)
        try walk(world)
        try await world.acceptAll(id, by: world.department)
        try await world.signAll(id)
        try walk(world)
        let (line, due) = (try world.line(.returns, of: id).id, Cast.day(2003, 10, 31))
        for edition in 0..<2 {
            let words = world.cast.returnWords("1", "2")
            try await register.act(on: id, by: try world.writer(world.norfolk)) { agreement, seat, day in
                try agreement.prepare(line, due: due, words, after: edition, as: seat, on: day)
            }
            try walk(world)
        }
        try await register.act(on: id, by: try world.sitting(world.norfolk, .financeOfficer)) { agreement, seat, day in
            try agreement.certify(line, due: due, edition: 2, as: seat, on: day)
        }
        try walk(world)
        let said = register.randomness.seal("It is late.")
        try await register.act(on: id, by: try world.writer(world.department)) { agreement, seat, day in
            try agreement.assess(
                line, due: due, edition: 2, .concerned, words: said, summary: said, as: seat, on: day)
        }
        let payment = try #require(try world.load(id).instalments.first).line
        try await register.act(on: id, by: try world.sitting(world.department, .financeOfficer)) {
            agreement, seat, day in
            try agreement.move(payment, .suspended, reason: said, after: 0, as: seat, on: day)
        }
        try walk(world)
        try await world.check()
    }

    @Test func `every entry is shown to those whom the domain names, before force and at force`() async throws {
        let world = try await World()
        let agenda = try await world.statement()
        let norfolk = world.norfolk
        try await world.register.nameClearance(
            [norfolk[.leader].id], of: norfolk.id, by: world.sitting(norfolk, .leader))
        let draft = try world.cast.compactDraft(norfolk, under: agenda)
        try await world.register.begin(draft, by: world.writer(norfolk))
        try await world.register.clear(draft.id, edition: draft.edition, by: world.sitting(norfolk, .leader))
        try await world.register.send(draft.id, revision: 2, by: world.writer(norfolk))
        try walk(world)
        let id = draft.id
        let random = world.register.randomness
        let vision = ReadLine(try world.line(.vision, of: id).id, revision: 1)
        let term = ReadLine(try world.line(.term, of: id).id, revision: 1)
        let (reason, decision, outcome, said) = (
            random.seal("Reason"), random.seal("Decision"), random.seal("Outcome"), random.seal("Said")
        )
        let department = world.department
        try await world.says(department, of: id) { try $0.object(vision, reason: reason, by: department.id) }
        try await world.says(department, of: id) { try $0.consider(term, by: department.id) }
        try await world.says(norfolk, of: id) { try $0.wait(vision, on: decision, by: norfolk.id) }
        try await world.says(norfolk, of: id) { try $0.release(vision, outcome: outcome, by: norfolk.id) }
        try await world.propose(.vision(text: "Second."), for: vision.line, of: id, by: department)
        try await world.propose(.vision(text: "Third."), for: vision.line, of: id, by: norfolk)
        try await world.says(department, of: id) { try $0.drop(term, by: department.id) }
        try await world.says(norfolk, of: id) { try $0.discuss(nil, said, by: norfolk.id) }
        try await world.acceptAll(id, by: department)
        try walk(world)
        try await world.acceptAll(id, by: norfolk)
        #expect(try world.load(id).stage == .agreed)
        try walk(world)
        #expect(try count(id, world, .everyone) == 0 && count(id, world, world.gateshead.viewer) == 0)
        try await world.signAll(id)
        try walk(world)
        try await world.says(department, of: id) { try $0.discuss(vision.line, said, by: department.id) }
        try walk(world)
        let shown = try count(id, world, .everyone)
        let all = try world.register.book.read { try $0.entries(of: "compact/\(id)") }
        #expect(shown == (try count(id, world, world.gateshead.viewer)))
        #expect(try count(id, world, norfolk.viewer) == all.count)
        // The clearance is Norfolk's own.
        #expect(try count(id, world, department.viewer) == all.count - 1)
        // Opened, frozen and signed twice; and of each line that was agreed its wording, and the acceptance of it.
        let agreed = try world.load(id).lines.all.count { $0.content != nil }
        #expect(shown == 4 + 2 * agreed)
        try await world.check()
    }

    @Test func `a stated day of publication is waited for, whatever the day of force`() async throws {
        let world = try await World()
        let agenda = try await world.statement()
        let (force, publication) = (world.today.adding(days: 10), world.today.adding(days: 40))
        let later = try await world.signedCompact(world.norfolk, under: agenda, commencement: (force, publication))
        let sooner = try await world.signedCompact(
            world.gateshead, under: agenda, commencement: (force, world.today.adding(days: 2)))
        func state(_ id: Identifier<Compact>, _ viewer: Viewer) throws -> AgreementState? {
            try world.register.views.agreement(id.description, kind: "compact", for: viewer, today: world.today)?.line
                .state
        }
        #expect(try state(later, .everyone) == nil && state(sooner, .everyone) == nil)
        #expect(try state(later, world.norfolk.viewer) == .coming)
        try walk(world)
        world.clock.leap(days: 2)
        #expect(try state(later, .everyone) == nil && state(sooner, .everyone) == .coming)
        try walk(world)
        world.clock.leap(days: 8)
        #expect(world.today == force)
        #expect(try state(later, world.department.viewer) == .inForce && state(later, .everyone) == nil)
        #expect(try state(sooner, .everyone) == .inForce)
        #expect(throws: NotFound.self) { try world.register.text(of: later, for: .everyone) }
        try walk(world)
        world.clock.leap(days: 29)
        #expect(try state(later, world.kingston.viewer) == nil)
        world.clock.leap(days: 1)
        #expect(world.today == publication)
        #expect(try state(later, .everyone) == .inForce)
        _ = try world.register.text(of: later, for: .everyone)
        try walk(world)
        try await world.check()
    }

    @Test func `an agreement that was withdrawn stays with its parties`() async throws {
        let world = try await World()
        let compact = try await world.agreedCompact(world.norfolk, under: try await world.statement())
        let reason = world.register.randomness.seal("Not this year")
        try await world.says(world.department, of: compact) { try $0.withdraw(reason: reason, by: world.department.id) }
        try walk(world)
        world.clock.leap(days: 4000)
        try walk(world)
        #expect(try count(compact, world, .everyone) == 0)
        try await world.check()
    }
}
