import Domain
import Pathfinders
import Record
import Register
import Testing
import Views
import Vocabulary

@Suite struct ClaimsTests {
    @Test func `an authority has one live compact for a statement and year, until it is withdrawn`() async throws {
        let world = try await World()
        let agenda = try await world.statement()
        let officer = try world.writer(world.norfolk)
        let (first, second, third) = (
            try world.cast.compactDraft(world.norfolk, under: agenda),
            try world.cast.compactDraft(world.norfolk, under: agenda),
            try world.cast.compactDraft(world.norfolk, under: agenda)
        )
        // Both drafts may be written: only one is sent.
        try await world.register.begin(first, by: officer)
        try await world.register.begin(second, by: officer)
        try await world.register.send(first.id, revision: 1, by: officer)
        let size = try world.register.size()
        #expect(
            try await broken { try await world.register.send(second.id, revision: 1, by: officer) } == ["claim.taken"])
        #expect(try await broken { try await world.register.begin(third, by: officer) } == ["claim.taken"])
        #expect(try world.register.size() == size)
        #expect(try world.register.draft(second.id, for: world.norfolk.viewer).revision == 1)
        // Another authority's is its own.
        _ = try await world.sentCompact(world.gateshead, under: agenda)
        let reason = world.register.randomness.seal("Better next year")
        try await world.says(world.norfolk, of: first.id) { try $0.withdraw(reason: reason, by: world.norfolk.id) }
        #expect(try world.load(first.id).stage == .withdrawn)
        try await world.register.send(second.id, revision: 1, by: officer)
        #expect(try world.load(second.id).stage == .negotiating)
        try await world.check()
    }

    @Test func `of many compacts sent at once for one authority exactly one is opened`() async throws {
        let world = try await World()
        let agenda = try await world.statement()
        let officer = try world.writer(world.norfolk)
        var drafts: [Identifier<Compact>] = []
        for _ in 0..<16 {
            let draft = try world.cast.compactDraft(world.norfolk, under: agenda)
            try await world.register.begin(draft, by: officer)
            drafts.append(draft.id)
        }
        let answers = try await withThrowingTaskGroup(of: [String].self) { group in
            for draft in drafts {
                group.addTask { try await broken { try await world.register.send(draft, revision: 1, by: officer) } }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count { $0.isEmpty } == 1 && answers.count { $0 == ["claim.taken"] } == 15)
        #expect(try world.register.drafts(of: world.norfolk.id, CompactKind.self).count == 15)
        try await world.check()
    }

    @Test func `a year has one agenda`() async throws {
        let world = try await World()
        let adviser = try world.writer(world.department)
        let (one, other) = (try world.cast.statementDraft(), try world.cast.statementDraft())
        try await world.register.begin(one, by: adviser)
        try await world.register.begin(other, by: adviser)
        try await world.register.send(one.id, revision: 1, by: adviser)
        #expect(
            try await broken { try await world.register.send(other.id, revision: 1, by: adviser) } == ["claim.taken"])
        #expect(
            try await broken { try await world.register.begin(try world.cast.statementDraft(), by: adviser) } == [
                "claim.taken"
            ])
        try await world.register.begin(try world.cast.statementDraft(year: 2004), by: adviser)
        try await world.check()
    }

    @Test func `a code is one body's, and a title one seat's of a body`() async throws {
        let world = try await World()
        let code = try await broken {
            try await world.register.enter(
                world.cast.identifier(), sort: .authority, name: "Another Norfolk", code: "926",
                authority: world.norfolk.body.authority)
        }
        #expect(code == ["claim.taken"])
        let title = world.norfolk[.officer].title.uppercased()
        let twice = try await broken {
            try await world.register.create(
                world.cast.identifier(), in: world.norfolk.id, title: title, office: .officer)
        }
        #expect(twice == ["claim.taken"])
        // The association has no seat of that title yet.
        try await world.register.create(
            world.cast.identifier(), in: world.association.id, title: title, office: .secretary)
        try await world.check()
    }
}
