import Domain
import Pathfinders
import Record
import Register
import Testing
import Views
import Vocabulary

@Suite struct NextYearTests {
    @Test func `a compact lives through its year to the next one`() async throws {
        let world = try await World()
        let register = world.register
        let agenda = try await world.statement()
        let id = try await world.signedCompact(world.norfolk, under: agenda, asking: ["One return."])
        let officer = try world.writer(world.norfolk)
        // The next agenda is proposed by the association from this year's, negotiated and signed.
        let secretary = try world.writer(world.association)
        let next = register.randomness.identifier(of: Statement.self)
        let year = try #require(AcademicYear(start: 2004))
        try await register.succeed(agenda.statement, as: next, for: year, by: secretary)
        let new = register.randomness.identifier(of: Compact.self)
        #expect(
            try await broken { try await register.renew(id, as: new, under: next, by: officer) } == ["draft.agenda"])
        let revision = try register.draft(next, for: world.association.viewer).revision
        try await register.send(next, revision: revision, by: secretary)
        try await world.acceptAll(next, by: world.department)
        try await world.signAll(next)
        // The compact is renewed under it.
        try await register.renew(id, as: new, under: next, by: officer)
        let draft = try register.draft(new, for: world.norfolk.viewer)
        #expect(draft.draft.framework.follows?.description == id.description)
        #expect(try register.left(of: id, under: next, by: world.norfolk.id).values.contains(.asked))
        #expect(
            try await broken {
                try await register.renew(
                    id, as: register.randomness.identifier(), under: agenda.statement, by: officer)
            } == ["renewal.year"])
        let adviser = try world.writer(world.department)
        #expect(
            try await broken {
                try await register.renew(id, as: register.randomness.identifier(), under: next, by: adviser)
            } == ["draft.author"])
        try await register.send(new, revision: draft.revision, by: officer)
        func state(_ id: Identifier<Compact>) throws -> AgreementState? {
            try register.views.agreement(id.description, kind: CompactKind.name, for: .everyone, today: world.today)?
                .line.state
        }
        #expect(try state(id) == .inForce)
        try await world.acceptAll(new, by: world.department)
        try await world.signAll(new)
        #expect(try state(new) == .inForce)
        // It was signed before its school year, which leaves the other in force until then.
        #expect(try state(id) == .inForce)
        let today = year.firstDay
        func state(_ id: Identifier<Compact>, on day: Day) throws -> AgreementState? {
            try register.views.agreement(id.description, kind: CompactKind.name, for: .everyone, today: day)?.line.state
        }
        #expect(try state(id, on: today.adding(days: -1)) == .inForce)
        #expect(try state(id, on: today) == .superseded)
        var filter = AgreementFilter()
        filter.kind = CompactKind.name
        for (state, expected) in [(AgreementState.inForce, new), (.superseded, id)] {
            filter.state = state
            let found = try register.views.agreements(filter, for: .everyone, today: today).rows
            #expect(found.map(\.id) == [expected.description])
        }
        let lines = try #require(
            try register.views.agreement(id.description, kind: CompactKind.name, for: .everyone, today: today)
        ).line
        #expect(lines.next == new.description)
        #expect(try register.views.counts(today: today).inForce == 1)
        try await world.check()
    }
}
