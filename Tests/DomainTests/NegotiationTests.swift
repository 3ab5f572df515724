import Domain
import Pathfinders
import Testing
import Vocabulary

@Suite struct NegotiationTests {
    let cast = Cast()
    let agenda: Agenda
    var norfolk: Party { cast.norfolk }
    var department: Party { cast.department }

    init() throws { agenda = try cast.agenda() }

    func sent() throws -> Story<CompactKind> { try cast.sentCompact(norfolk, under: agenda) }

    @Test func `other wording resets every other side's acceptance, and the proposer accepts it`() throws {
        var story = try cast.sentCompact(norfolk, under: agenda, with: [cast.rochdale])
        try story.acceptAll(by: department)
        try story.acceptAll(by: cast.rochdale)
        let line = story.line(.vision)
        #expect(line.stances.count == 3)
        story.take(
            try story.agreement.propose(
                .vision(text: "Other words."), for: story.read(line.id), by: department.id, in: story.circumstances))
        let after = story.line(.vision)
        #expect(after.stances == [department.id: .accepts])
        #expect(after.revision == 2)
        #expect(after.versions.map(\.revision) == [1, 2])
        #expect(story.line(.summary).stances.count == 3)
    }

    @Test func `of two at one line the second is refused as stale and told the current revision`() throws {
        var story = try sent()
        let read = story.read(story.line(.vision).id)
        story.take(
            try story.agreement.propose(.vision(text: "First."), for: read, by: department.id, in: story.circumstances))
        let acts: [(Agreement<CompactKind>) throws -> [AgreementEvent]] = [
            { try $0.propose(.vision(text: "Second."), for: read, by: norfolk.id, in: story.circumstances) },
            { try $0.drop(read, by: norfolk.id) },
            { try $0.accept([read], by: norfolk.id) },
            { try $0.consider(read, by: norfolk.id) },
            { try $0.object(read, reason: cast.randomness.seal("No"), by: norfolk.id) },
            { try $0.wait(read, on: cast.randomness.seal("Forum"), by: norfolk.id) },
            { try $0.release(read, outcome: cast.randomness.seal("Done"), by: norfolk.id) },
        ]
        for act in acts {
            let refusal = #expect(throws: Refusal.self) { try act(story.agreement) }
            #expect(refusal?.current == .revision(2))
            #expect(refusal?.faults.map(\.rule) == ["revision.stale"])
        }
        let again = ReadLine(read.line, revision: 2)
        #expect(
            broken {
                try story.agreement.propose(
                    .vision(text: "Second."), for: again, by: norfolk.id, in: story.circumstances)
            } == [])
    }

    @Test func `a proposal changes something, and the line stays the part it was`() throws {
        var story = try sent()
        let vision = story.line(.vision)
        func propose(_ part: Part) -> [String] {
            broken {
                try story.agreement.propose(
                    part, for: story.read(vision.id), by: department.id, in: story.circumstances)
            }
        }
        #expect(propose(vision.lastContent) == ["line.unchanged"])
        #expect(propose(.vision(text: "Other words.")) == [])
        #expect(propose(.term(text: "Other words.")) == ["line.part"])
        #expect(propose(.vision(text: "")) == ["wording.empty"])
        story.take(
            try story.agreement.propose(
                .vision(text: "caf\u{E9}"), for: story.read(vision.id), by: norfolk.id, in: story.circumstances))
        #expect(propose(.vision(text: "cafe\u{301}")) == [])
        let contribution = story.line(.contribution)
        let promise = try #require(contribution.lastContent.promise)
        let other = try #require(story.agreement.lines.all.last { $0.content?.name == .priority })
        #expect(other.id != contribution.lastContent.above)
        #expect(
            broken {
                try story.agreement.propose(
                    .contribution(priority: other.id, text: "Moved.", promise: promise),
                    for: story.read(contribution.id),
                    by: norfolk.id, in: story.circumstances)
            } == ["line.part"])
    }

    @Test func `a line is added once, after another or at the end`() throws {
        var story = try sent()
        let vision = story.line(.vision).id
        let id: LineID = cast.identifier()
        story.take(
            try story.agreement.add(
                .term(text: "Looked at again in July."), as: id, after: vision, by: department.id,
                in: story.circumstances))
        let order = story.agreement.lines.all.map(\.id)
        #expect(order.firstIndex(of: id) == order.firstIndex(of: vision).map { $0 + 1 })
        #expect(story.agreement.lines[id]?.stances == [department.id: .accepts])
        func add(_ part: Part, as id: LineID) -> [String] {
            broken { try story.agreement.add(part, as: id, after: nil, by: norfolk.id, in: story.circumstances) }
        }
        #expect(add(.term(text: "Again."), as: id) == ["line.added"])
        #expect(add(.term(text: "Again."), as: cast.identifier()) == [])
        #expect(add(.note(mark: "*", text: "Again."), as: cast.identifier()) == ["part.kind"])
        let promise = Promise(by: norfolk.id, owner: norfolk[.director].id, due: .throughout)
        #expect(
            add(.contribution(priority: vision, text: "So.", promise: promise), as: cast.identifier()) == ["part.above"]
        )
    }

    @Test func `a line is left out only when every side accepts that it is`() throws {
        var story = try sent()
        let term = story.line(.term).id
        try story.acceptAll(by: department)
        #expect(story.agreement.mayBeFrozen(in: story.circumstances))
        story.take(try story.agreement.drop(story.read(term), by: department.id))
        #expect(!story.agreement.mayBeFrozen(in: story.circumstances))
        #expect(broken { try story.agreement.drop(story.read(term), by: norfolk.id) } == ["line.dropped"])
        #expect(!story.agreement.lines.standing.contains { $0.id == term })
        try story.acceptAll(by: norfolk)
        #expect(story.agreement.mayBeFrozen(in: story.circumstances))
        story.take(
            try story.agreement.propose(
                .term(text: "Back."), for: story.read(term), by: norfolk.id, in: story.circumstances))
        #expect(story.agreement.lines.standing.contains { $0.id == term })
    }

    @Test func `what stands under a line that is left out does not stand, nor can be reworded`() throws {
        var story = try sent()
        let contribution = story.line(.contribution)
        let priority = try #require(contribution.lastContent.above)
        story.take(try story.agreement.drop(story.read(priority), by: norfolk.id))
        #expect(!story.agreement.lines.standing.contains { $0.id == contribution.id })
        let promise = try #require(contribution.lastContent.promise)
        #expect(
            broken {
                try story.agreement.propose(
                    .contribution(priority: priority, text: "More.", promise: promise),
                    for: story.read(contribution.id),
                    by: norfolk.id, in: story.circumstances)
            } == ["part.above"])
    }

    @Test func `accepting or considering twice is one event`() throws {
        var story = try sent()
        let read = story.read(story.line(.vision).id)
        #expect(try story.agreement.accept([read, read], by: department.id).count == 1)
        #expect(try story.agreement.accept([read], by: norfolk.id) == [])
        story.take(try story.agreement.consider(read, by: department.id))
        #expect(story.line(.vision).stances[department.id] == .considers)
        #expect(try story.agreement.consider(read, by: department.id) == [])
        story.take(try story.agreement.accept([read], by: department.id))
        #expect(story.line(.vision).isAgreed(by: story.agreement.parties))
    }

    @Test func `a line that waits on a decision elsewhere is not agreed until the side that waits says so`() throws {
        var story = try sent()
        let read = story.read(story.line(.vision).id)
        func release(_ party: Party) throws -> [AgreementEvent] {
            try story.agreement.release(read, outcome: cast.randomness.seal("Agreed"), by: party.id)
        }
        #expect(broken { try release(norfolk) } == ["line.waits-not"])
        story.take(try story.agreement.wait(read, on: cast.randomness.seal("The schools forum"), by: norfolk.id))
        try story.acceptAll(by: department)
        #expect(!story.agreement.mayBeFrozen(in: story.circumstances))
        #expect(
            broken { try story.agreement.wait(read, on: cast.randomness.seal("The budget"), by: department.id) }
                == ["line.waits"])
        #expect(broken { try release(department) } == ["line.waits-not"])
        story.take(try release(norfolk))
        #expect(story.agreement.mayBeFrozen(in: story.circumstances))
    }

    @Test func `only the parties act on an agreement, and only on its own lines`() throws {
        let story = try sent()
        let read = story.read(story.line(.vision).id)
        let stranger = cast.gateshead.id
        let seal = cast.randomness.seal("So")
        #expect(broken { try story.agreement.accept([read], by: stranger) } == ["side.party"])
        #expect(broken { try story.agreement.discuss(nil, seal, by: stranger) } == ["side.party"])
        #expect(broken { try story.agreement.withdraw(reason: seal, by: stranger) } == ["side.party"])
        #expect(
            broken {
                try story.agreement.add(
                    .term(text: "So."), as: cast.identifier(), after: nil, by: stranger, in: story.circumstances)
            } == ["side.party"])
        let elsewhere = ReadLine(cast.identifier(), revision: 1)
        #expect(broken { try story.agreement.accept([elsewhere], by: norfolk.id) } == ["line.unknown"])
        #expect(broken { try story.agreement.discuss(elsewhere.line, seal, by: norfolk.id) } == ["line.unknown"])
        #expect(broken { try story.agreement.discuss(read.line, seal, by: norfolk.id) } == [])
        #expect(broken { try story.agreement.discuss(nil, seal, by: department.id) } == [])
    }

    @Test func `what was withdrawn is not negotiated, and can still be discussed`() throws {
        var story = try sent()
        let seal = cast.randomness.seal("So")
        #expect(broken { try story.agreement.withdraw(reason: seal, by: department.id) } == [])
        story.take(try story.agreement.withdraw(reason: seal, by: department.id))
        #expect(story.agreement.stage == .withdrawn)
        #expect(story.agreement.withdrawn == department.id)
        let read = story.read(story.line(.vision).id)
        #expect(broken { try story.agreement.accept([read], by: department.id) } == ["agreement.withdrawn"])
        #expect(broken { try story.agreement.withdraw(reason: seal, by: norfolk.id) } == ["agreement.withdrawn"])
        #expect(broken { try story.agreement.discuss(nil, seal, by: norfolk.id) } == [])
    }

    @Test func `what all have signed is changed by no rule of negotiation`() throws {
        let story = try cast.signedCompact(norfolk, under: agenda)
        let seal = cast.randomness.seal("So")
        let read = story.read(story.line(.vision).id)
        let acts: [(Agreement<CompactKind>) throws -> [AgreementEvent]] = [
            { try $0.propose(.vision(text: "Second."), for: read, by: norfolk.id, in: story.circumstances) },
            {
                try $0.add(
                    .term(text: "So."), as: cast.identifier(), after: nil, by: norfolk.id, in: story.circumstances)
            },
            { try $0.drop(read, by: norfolk.id) },
            { try $0.accept([read], by: norfolk.id) },
            { try $0.consider(read, by: norfolk.id) },
            { try $0.object(read, reason: seal, by: norfolk.id) },
            { try $0.wait(read, on: seal, by: norfolk.id) },
            { try $0.withdraw(reason: seal, by: norfolk.id) },
        ]
        for act in acts { #expect(broken { try act(story.agreement) } == ["agreement.signed"]) }
        #expect(broken { try story.agreement.discuss(nil, seal, by: norfolk.id) } == [])
    }

    // MARK: Whose turn it is

    @Test func `a line waits on those who have not accepted it`() throws {
        var story = try cast.sentCompact(norfolk, under: agenda, with: [cast.rochdale])
        func waiting() -> Set<Identifier<Body>> { story.agreement.waiting(story.line(.vision)) }
        #expect(waiting() == [department.id, cast.rochdale.id])
        let read = story.read(story.line(.vision).id)
        story.take(try story.agreement.accept([read], by: department.id))
        #expect(waiting() == [cast.rochdale.id])
        story.take(try story.agreement.consider(read, by: cast.rochdale.id))
        #expect(waiting() == [cast.rochdale.id])
        story.take(try story.agreement.accept([read], by: cast.rochdale.id))
        #expect(waiting() == [])
    }

    @Test func `where one objects it is the others' turn, and everybody's where all do`() throws {
        var story = try sent()
        func waiting() -> Set<Identifier<Body>> { story.agreement.waiting(story.line(.vision)) }
        let read = story.read(story.line(.vision).id)
        let seal = cast.randomness.seal("Too dear")
        story.take(try story.agreement.object(read, reason: seal, by: department.id))
        #expect(story.line(.vision).stances[department.id] == .objects(reason: seal))
        #expect(waiting() == [norfolk.id])
        story.take(try story.agreement.object(read, reason: seal, by: norfolk.id))
        #expect(waiting() == [norfolk.id, department.id])
        story.take(
            try story.agreement.propose(.vision(text: "New."), for: read, by: norfolk.id, in: story.circumstances))
        #expect(waiting() == [department.id])
    }

    @Test func `a line that waits on a decision waits on the side that named it`() throws {
        var story = try sent()
        let read = story.read(story.line(.vision).id)
        story.take(try story.agreement.wait(read, on: cast.randomness.seal("Forum"), by: norfolk.id))
        #expect(story.agreement.waiting(story.line(.vision)) == [norfolk.id])
    }

    @Test func `once frozen or withdrawn no line waits on anybody`() throws {
        let agreed = try cast.agreedCompact(norfolk, under: agenda)
        #expect(agreed.agreement.lines.all.allSatisfy { agreed.agreement.waiting($0).isEmpty })
        var story = try sent()
        story.take(try story.agreement.withdraw(reason: cast.randomness.seal("No"), by: norfolk.id))
        #expect(story.agreement.lines.all.allSatisfy { story.agreement.waiting($0).isEmpty })
    }
}
