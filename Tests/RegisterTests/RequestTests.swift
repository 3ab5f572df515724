import Domain
import Pathfinders
import Record
import Register
import Testing
import Views
import Vocabulary

@Suite struct AnsweringTests {
    /// The requests of two compacts in force, and a register in which they stand.
    private func asked() async throws -> (world: World, lines: [CitedLine], adviser: Sitting) {
        let world = try await World()
        let agenda = try await world.statement()
        var lines: [CitedLine] = []
        for (authority, texts) in [
            (world.norfolk, ["One return.", "Longer budgets."]), (world.gateshead, ["One form."]),
        ] {
            let id = try await world.signedCompact(authority, under: agenda, asking: texts)
            let compact = try world.load(id)
            lines += compact.lines.all.filter { compact.ask($0.id) != nil }.map { CitedLine(id, $0.id) }
        }
        return (world, lines, try world.writer(world.department))
    }

    @Test func `a request is in one group, and a form sent twice opens it once`() async throws {
        let (world, lines, adviser) = try await asked()
        let register = world.register
        let (first, second) = (
            Identifier<RequestGroup>("aaaaaaaaaaaaaaaa"), Identifier<RequestGroup>("bbbbbbbbbbbbbbbb")
        )
        let (one, other) = (try #require(first), try #require(second))
        try await register.open(one, of: [lines[0], lines[2]], title: "One return", answer: nil, by: adviser)
        let size = try register.size()
        try await register.open(one, of: [lines[0], lines[2]], title: "One return", answer: nil, by: adviser)
        #expect(try register.size() == size)
        await #expect(throws: Refusal.stale(0)) {
            try await register.open(one, of: [lines[0]], title: "One return", answer: nil, by: adviser)
        }
        #expect(
            try await broken {
                try await register.open(other, of: [lines[0]], title: "Again", answer: nil, by: adviser)
            } == ["claim.taken"])
        #expect(
            try await broken {
                try await register.open(other, of: [lines[1], lines[2]], title: "Again", answer: nil, by: adviser)
            } == ["claim.taken"])
        #expect(try register.size() == size)
        let reason = register.randomness.seal("It is a form, and not a return.")
        try await register.respond(to: one, by: adviser) { try $0.part(lines[2], reason: reason, as: $1) }
        try await register.open(
            other, of: [lines[2]], title: "Forms", answer: (.declined, register.randomness.seal("It is the law.")),
            by: adviser)
        let after = try register.size()
        try await register.open(
            other, of: [lines[2]], title: "Forms", answer: (.declined, register.randomness.seal("It is the law.")),
            by: adviser)
        await #expect(throws: Refusal.stale(1)) {
            try await register.open(
                other, of: [lines[2]], title: "Forms", answer: (.declined, register.randomness.seal("It is so.")),
                by: adviser)
        }
        #expect(try register.size() == after)
        let answered = try register.views.topic(other.description, today: register.today)
        #expect(answered?.topic.state == .declined)
        #expect(answered?.answers.map(\.reasons.text) == ["It is the law."])
        #expect(try register.views.topic(one.description, today: register.today)?.topic.asked == 1)
        try await world.check()
    }

    @Test func `of many who answer at once one is heard, and the others are told`() async throws {
        let (world, lines, adviser) = try await asked()
        let register = world.register
        let id = try #require(Identifier<RequestGroup>("aaaaaaaaaaaaaaaa"))
        try await register.open(id, of: lines, title: "Less", answer: nil, by: adviser)
        let answers = try await withThrowingTaskGroup(of: [String].self) { group in
            for number in 0..<12 {
                let reasons = register.randomness.seal("Reason \(number)")
                group.addTask {
                    try await broken {
                        try await register.respond(to: id, by: adviser) {
                            try $0.answer(.accepted, reasons: reasons, after: 0, as: $1)
                        }
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count { $0.isEmpty } == 1 && answers.count { $0 == ["revision.stale"] } == 11)
        try await world.check()
    }

    @Test func `nobody but the body that was asked answers, and not for what is not asked`() async throws {
        let (world, lines, adviser) = try await asked()
        let register = world.register
        let id = try #require(Identifier<RequestGroup>("aaaaaaaaaaaaaaaa"))
        let council = try world.writer(world.norfolk)
        let size = try register.size()
        func refused(_ lines: [CitedLine], by sitting: Sitting) async throws -> [String] {
            try await broken { try await register.open(id, of: lines, title: "Less", answer: nil, by: sitting) }
        }
        #expect(try await refused([lines[0]], by: council) == ["request.body"])
        #expect(try await refused([lines[2]], by: council) == ["request.none"])
        #expect(try await refused([], by: adviser) == ["request.empty"])
        let compact = try world.load(lines[0].compact)
        let term = try #require(compact.lines.all.first { $0.content?.name == .term }).id
        #expect(try await refused([CitedLine(compact.id, term)], by: adviser) == ["request.none"])
        let nowhere = try #require(Identifier<Compact>("aaaaaaaaaaaaaaaa"))
        #expect(try await refused([CitedLine(nowhere, term)], by: adviser) == ["request.none"])
        #expect(try await refused(lines, by: try world.signer(world.department)) == ["seat.power"])
        #expect(try register.size() == size)
        let sealed = register.randomness.seal("No.")
        try await register.open(id, of: lines, title: "Less", answer: nil, by: adviser)
        #expect(
            try await broken {
                try await register.respond(to: id, by: council) {
                    try $0.answer(.declined, reasons: sealed, after: 0, as: $1)
                }
            } == ["request.body"])
        try await world.check()
    }

    @Test func `reasons that are erased are gone, and the answer stands`() async throws {
        let (world, lines, adviser) = try await asked()
        let register = world.register
        let id = try #require(Identifier<RequestGroup>("aaaaaaaaaaaaaaaa"))
        let reasons = register.randomness.seal("As Mrs Example of Norwich wrote to us.")
        try await register.open(id, of: lines, title: "Less", answer: (.accepted, reasons), by: adviser)
        _ = try await register.erase(.digest(reasons.digest), reason: "A name")
        let whole = try #require(try register.views.topic(id.description, today: register.today))
        #expect(whole.answers.map(\.reasons.text) == [nil])
        #expect(whole.answers.map(\.reasons.erased) == [register.today])
        #expect(whole.topic.state == .accepted)
        try await world.check()
    }
}
