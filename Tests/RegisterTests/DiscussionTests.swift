import Domain
import Pathfinders
import Register
import Testing
import Views
import Vocabulary

@Suite struct DiscussionTests {
    @Test func `every authority speaks in the discussion of a statement in force, and everyone reads it`() async throws
    {
        let world = try await World()
        let register = world.register
        let sent = try world.cast.statementDraft(year: 2003)
        try await world.send(sent, by: world.department)
        let words = register.randomness.seal("More on rural schools.")
        let remark = register.randomness.identifier(of: SpokenRemark.self)
        let norfolk = try world.writer(world.norfolk)
        // Before it is public an authority does not learn that there is one, and the parties wait.
        await #expect(throws: NotFound.self) { try await register.speak(words, as: remark, of: sent.id, by: norfolk) }
        #expect(
            try await broken {
                try await register.speak(words, as: remark, of: sent.id, by: try world.writer(world.department))
            } == ["discussion.early"])
        try await world.acceptAll(sent.id, by: world.association)
        try await world.signAll(sent.id)
        let speakers = [world.norfolk, world.gateshead, world.department, world.association]
        let sealed = speakers.map { register.randomness.seal("\($0.body.name) speaks.") }
        for (party, text) in zip(speakers, sealed) {
            try await register.speak(
                text, as: register.randomness.identifier(), of: sent.id, by: try world.writer(party))
        }
        // Sent twice it is said once.
        let twice = register.randomness.identifier(of: SpokenRemark.self)
        for text in ["Once.", "Twice."] {
            try await register.speak(
                register.randomness.seal(text), as: twice, of: sent.id, by: try world.writer(world.kingston))
        }
        #expect(
            try register.views.spoken(of: sent.id.description, by: "314", for: .everyone, today: world.today).rows
                .map(\.words.text) == ["Once."])
        // Whoever may not negotiate does not speak for their body.
        #expect(
            try await broken {
                try await register.speak(words, as: remark, of: sent.id, by: try world.sitting(world.norfolk, .leader))
            } == ["seat.power"])
        func said(_ code: String? = nil, page: Int = 1, size: Int = 50) throws -> Listed<SpokenRead> {
            try register.views.spoken(
                of: sent.id.description, by: code, for: .everyone, today: world.today, page: page, size: size)
        }
        let all = try said()
        #expect(all.rows.map(\.body.name) == [world.kingston.body.name] + speakers.reversed().map(\.body.name))
        #expect(all.rows.dropFirst().map(\.words.text) == speakers.reversed().map { "\($0.body.name) speaks." })
        #expect(try said("926").rows.map(\.body.code) == ["926"] && said("390").total == 1)
        let second = try said(page: 2, size: 3)
        #expect(second.total == 5 && second.rows.map(\.body.code) == ["390", "926"])
        _ = try await register.erase(.digest(sealed[0].digest), reason: "It named a child.")
        #expect(try said("926").rows.map(\.words.text) == [nil])
        // Nothing of what is negotiated or promised changes by it, and it ends with the statement.
        let ended = register.randomness.seal("All is done.")
        try await register.act(on: sent.id, by: try world.signer(world.department), may: .sign) { statement, day in
            try statement.terminate(reason: ended, by: world.department.id, on: day)
        }
        #expect(
            try await broken { try await register.speak(words, as: remark, of: sent.id, by: norfolk) } == [
                "discussion.over"
            ])
        try await world.check()
    }

    @Test func `a body that is neither an authority nor a party does not speak`() throws {
        let cast = Cast()
        let story = try cast.signedStatement()
        let other = try #require(
            Body.replay(
                try Body.open(sort: .association, name: "Another association", code: "other", authority: nil).map {
                    ($0, Stamp(position: 0, time: Story<StatementKind>.morning, actor: .operator))
                }, as: cast.identifier()))
        let words = cast.randomness.seal("We too.")
        let day = story.now.londonDay
        #expect(throws: Refusal.self) { try story.agreement.speak(words, as: cast.identifier(), by: other, on: day) }
        #expect(throws: Never.self) {
            try story.agreement.speak(words, as: cast.identifier(), by: cast.norfolk.body, on: day)
        }
        #expect(throws: Refusal.self) {
            try story.agreement.speak(words, as: cast.identifier(), by: cast.norfolk.body, on: day.adding(days: -30))
        }
    }
}
