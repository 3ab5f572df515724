import Domain
import Pathfinders
import Record
import Register
import Testing
import Views
import Vocabulary

@Suite struct StandardLineTests {
    @Test func `a line is offered to many compacts at once, and each answer is read in one table`() async throws {
        let world = try await World()
        let (register, cast) = (world.register, world.cast)
        let agenda = try await world.statement()
        let adviser = try world.writer(world.department)
        let viewer = world.department.viewer
        let compacts = [
            try await world.sentCompact(world.norfolk, under: agenda),
            try await world.sentCompact(world.gateshead, under: agenda),
        ]
        let fixed = try await world.agreedCompact(world.kingston, under: agenda)
        let id: Identifier<StandardLine> = cast.identifier()
        for _ in 0..<2 {
            try await register.open(id, title: "Voluntary", text: "This compact is voluntary.", by: adviser)
        }
        await #expect(throws: Refusal.stale(1)) {
            try await register.open(id, title: "Voluntary", text: "Other words.", by: adviser)
        }
        #expect(try register.views.offerable(id, for: viewer).map(\.id).sorted() == compacts.sorted())
        let size = try register.size()
        #expect(
            try await broken { try await register.offer(id, to: compacts + [fixed], by: adviser) } == ["standard.fixed"]
        )
        #expect(
            try await broken { try await register.offer(id, to: [compacts[0], compacts[0]], by: adviser) }
                == ["standard.twice"])
        #expect(try register.size() == size)
        await #expect(throws: NotFound.self) {
            try await register.offer(id, to: compacts, by: try world.writer(world.norfolk))
        }
        try await register.offer(id, to: compacts, by: adviser)
        let offered = try register.size()
        #expect(offered == size + 3)
        try await register.offer(id, to: compacts, by: adviser)
        #expect(try register.size() == offered)
        func states() throws -> [OfferState] {
            let offers = try register.views.offers(of: id, for: viewer, today: world.today)
            return compacts.compactMap { compact in offers.first { $0.cited.compact == compact }?.state }
        }
        #expect(try states() == [.waiting, .waiting])
        let offers = try register.views.offers(of: id, for: viewer, today: world.today)
        let line = try #require(offers.first { $0.cited.compact == compacts[0] }).cited.line
        let reason = register.randomness.seal("It is not.")
        try await world.says(world.norfolk, of: compacts[0]) {
            try $0.object(ReadLine(line, revision: 1), reason: reason, by: world.norfolk.id)
        }
        try await world.acceptAll(compacts[1], by: world.gateshead)
        #expect(try states() == [.objected, .accepted])
        let officer = try world.writer(world.norfolk)
        try await register.negotiate(compacts[0], by: officer) { agreement, circumstances in
            try agreement.propose(
                .term(text: "This compact binds nobody."), for: ReadLine(line, revision: 1), by: world.norfolk.id,
                in: circumstances)
        }
        #expect(try states() == [.reworded, .accepted])
        // Nobody else reads the table, nor that there is one.
        for other in [world.norfolk.viewer, world.gateshead.viewer, .everyone] {
            #expect(try register.views.standardLine(id, for: other) == nil)
            #expect(try register.views.standardLines(for: other).isEmpty)
            #expect(try register.views.offers(of: id, for: other, today: world.today).isEmpty)
            #expect(try register.views.offerable(id, for: other).allSatisfy { compacts.contains($0.id) })
        }
        #expect(try register.views.standardLines(for: viewer).map(\.offered) == [2])
        try await world.check()
    }
}
