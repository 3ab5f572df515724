import Domain
import Pathfinders
import Record
import Register
import Testing
import Views
import Vocabulary

@Suite struct NegotiatingTests {
    @Test func `of two people at one line the second is told what stands, and nothing changes`() async throws {
        let world = try await World()
        let compact = try await world.sentCompact(world.norfolk, under: try await world.statement())
        let vision = try world.line(.vision, of: compact).id
        try await world.propose(.vision(text: "First."), for: vision, revision: 1, of: compact, by: world.department)
        let (size, before) = (try world.register.size(), try world.load(compact))
        let stale = try await current {
            try await world.propose(.vision(text: "Second."), for: vision, revision: 1, of: compact, by: world.norfolk)
        }
        #expect(stale == .revision(2))
        let late = try await current {
            try await world.says(world.norfolk, of: compact) { agreement in
                try agreement.accept([ReadLine(vision, revision: 1)], by: agreement.author)
            }
        }
        #expect(late == .revision(2))
        #expect(try world.register.size() == size)
        #expect(try world.load(compact) == before)
        try await world.check()
    }

    @Test func `of many proposals for one wording exactly one is taken`() async throws {
        let world = try await World()
        let compact = try await world.sentCompact(world.norfolk, under: try await world.statement())
        let vision = try world.line(.vision, of: compact).id
        let size = try world.register.size()
        let answers = await withTaskGroup(of: String.self) { group in
            for number in 0..<32 {
                group.addTask {
                    do {
                        let side = number % 2 == 0 ? world.norfolk : world.department
                        try await world.propose(
                            .vision(text: "Number \(number)."), for: vision, revision: 1, of: compact, by: side)
                        return "taken \(number)"
                    } catch let refusal as Refusal {
                        return refusal.current == .revision(2) ? "stale" : "\(refusal)"
                    } catch {
                        return "\(error)"
                    }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count { $0 == "stale" } == 31)
        let taken = try #require(answers.first { $0.hasPrefix("taken ") })
        #expect(try world.register.size() == size + 1)
        #expect(try world.line(.vision, of: compact).content == .vision(text: "Number \(taken.dropFirst(6))."))
        try await world.check()
    }

    @Test func `many people acting on one compact at once all have their say where nothing stands against it`()
        async throws
    {
        let world = try await World()
        let compact = try await world.sentCompact(world.norfolk, under: try await world.statement())
        let size = try world.register.size()
        let lines = try world.load(compact).lines.all.map { ReadLine($0.id, revision: $0.revision) }
        let said = (0..<32).map { _ in world.register.randomness.seal("Said") }
        let added = (0..<32).map { _ in world.cast.identifier(of: Line.self) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<32 {
                let party = number % 2 == 0 ? world.norfolk : world.department
                group.addTask {
                    switch number % 4 {
                    case 0, 1:
                        try await world.says(party, of: compact) {
                            try $0.discuss(lines[0].line, said[number], by: party.id)
                        }
                    case 2:
                        try await world.register.negotiate(compact, by: world.writer(party)) {
                            agreement, circumstances in
                            try agreement.add(
                                .term(text: "Term \(number)."), as: added[number], after: nil, by: party.id,
                                in: circumstances)
                        }
                    default: try await world.says(party, of: compact) { try $0.accept(lines, by: party.id) }
                    }
                }
            }
            try await group.waitForAll()
        }
        // Sixteen remarks, eight terms, and each line accepted once by the one side that had not yet.
        #expect(try world.register.size() == size + 24 + lines.count)
        let entries = try world.register.book.read { try $0.entries(of: "compact/\(compact)") }
        #expect(entries.map(\.sequence) == Array(1...entries.count))
        #expect(
            try world.register.book.read { try $0.entries(from: 0, limit: .max) }.map(\.position)
                == Array(0..<world.register.size()))
        try await world.check()
    }

    @Test func `the text is frozen by itself in the same stroke as the last acceptance`() async throws {
        let world = try await World()
        let compact = try await world.sentCompact(world.norfolk, under: try await world.statement())
        let lines = try world.load(compact).lines.all.map { ReadLine($0.id, revision: $0.revision) }
        try await world.says(world.department, of: compact) {
            try $0.accept(Array(lines.dropLast()), by: world.department.id)
        }
        #expect(try world.load(compact).execution.text == nil)
        try await world.says(world.department, of: compact) { try $0.accept(lines, by: world.department.id) }
        let last = try world.register.book.read { try $0.entries(of: "compact/\(compact)").suffix(2) }
        #expect(last.map(\.event) == ["compact.lineAccepted.1", "compact.frozen.1"])
        // The clock goes on between transactions, never within one.
        #expect(Set(last.map(\.time)).count == 1)
        #expect(try world.load(compact).stage == .agreed)
        try await world.check()
    }

    @Test func `while a line waits on a decision elsewhere or is objected to nothing is frozen`() async throws {
        let world = try await World()
        let compact = try await world.sentCompact(world.norfolk, under: try await world.statement())
        let vision = try world.line(.vision, of: compact)
        let read = ReadLine(vision.id, revision: 1)
        let random = world.register.randomness
        let (decision, outcome, reason) = (random.seal("The forum"), random.seal("It agreed"), random.seal("Too vague"))
        try await world.says(world.norfolk, of: compact) { try $0.wait(read, on: decision, by: world.norfolk.id) }
        try await world.acceptAll(compact, by: world.department)
        #expect(try world.load(compact).execution.text == nil)
        func page() throws -> AgreementRead {
            try #require(
                try world.register.views.agreement(
                    compact.description, kind: "compact", for: world.department.viewer, today: world.today))
        }
        let waiting = try #require(try page().lines(.vision).first)
        #expect(waiting.awaited?.decision == "The forum" && waiting.waitsOn == [world.norfolk.id])
        let early = try await broken {
            try await world.says(world.department, of: compact) {
                try $0.release(read, outcome: outcome, by: world.department.id)
            }
        }
        #expect(early == ["line.waits-not"])
        try await world.says(world.department, of: compact) {
            try $0.object(read, reason: reason, by: world.department.id)
        }
        try await world.says(world.norfolk, of: compact) {
            try $0.release(read, outcome: outcome, by: world.norfolk.id)
        }
        #expect(try world.load(compact).execution.text == nil)
        let objected = try #require(try page().lines(.vision).first)
        let stance = objected.stances[world.department.id]
        #expect(stance?.word == "objects" && stance?.reason == "Too vague")
        #expect(objected.waitsOn == [world.norfolk.id])
        try await world.acceptAll(compact, by: world.department)
        #expect(try world.load(compact).stage == .agreed)
        try await world.check()
    }

    @Test func `a priority left out takes its contributions along, and brings them back`() async throws {
        let world = try await World()
        let compact = try await world.sentCompact(world.norfolk, under: try await world.statement())
        let priority = try world.line(.priority, of: compact)
        func standing() throws -> Int {
            let page = try #require(
                try world.register.views.agreement(
                    compact.description, kind: "compact", for: world.norfolk.viewer, today: world.today))
            return page.lines(below: priority.id).count(where: \.standing)
        }
        #expect(try standing() == 2)
        try await world.says(world.department, of: compact) {
            try $0.drop(ReadLine(priority.id, revision: 1), by: world.department.id)
        }
        #expect(try standing() == 0)
        try await world.propose(priority.lastContent, for: priority.id, of: compact, by: world.norfolk)
        #expect(try standing() == 2)
        try await world.check()
    }

    @Test func `what a seat has looked at is kept, and the desk says who is waited for`() async throws {
        let world = try await World()
        let agenda = try await world.statement()
        let compact = try await world.agreedCompact(world.norfolk, under: agenda)
        let director = try world.signer(world.norfolk)
        #expect(try world.register.seen(compact.description, by: director.seat) == 0)
        try await world.register.look(compact.description, at: 12, by: director.seat)
        #expect(try world.register.seen(compact.description, by: director.seat) == 12)
        #expect(try world.register.seen(by: director.seat) == [compact.description: 12])
        #expect(try world.register.seen(by: world.norfolk[.officer].id) == [:])
        let desk = try world.register.views.desk(of: world.norfolk.id, seat: director.seat, today: world.today)
        #expect(desk.map(\.signs) == [true] && desk.map(\.mine) == [0])
        let officers = try world.register.views.desk(
            of: world.norfolk.id, seat: world.norfolk[.officer].id, today: world.today)
        #expect(officers.map(\.signs) == [false])
        #expect(
            try world.register.views.desk(
                of: world.gateshead.id, seat: world.gateshead[.officer].id, today: world.today
            )
            .isEmpty)
        try await world.check()
    }

    @Test func `a desk says whose signature is next, those of one's own body first`() async throws {
        let world = try await World()
        let (agenda, department) = (try await world.statement(), world.department)
        let ours = try await world.agreedCompact(
            world.gateshead, under: agenda,
            signatories: [(department[.minister], 1), (world.gateshead[.director], 2)])
        let theirs = try await world.agreedCompact(
            world.norfolk, under: agenda, signatories: [(world.norfolk[.director], 1), (department[.minister], 2)])
        // Sent last, theirs would stand first but for whose turn it is.
        for office in [Office.adviser, .minister] {
            let desk = try world.register.views.desk(
                of: department.id, seat: department[office].id, today: world.today)
            #expect(desk.map(\.line.id) == [ours.description, theirs.description])
            let next = desk.map { $0.next.map(\.id) }
            #expect(next == [[department[.minister].id], [world.norfolk[.director].id]])
        }
        let open = try await world.sentCompact(world.kingston, under: agenda)
        let desk = try world.register.views.desk(
            of: department.id, seat: department[.adviser].id, today: world.today)
        #expect(desk.map(\.line.id) == [open, ours, theirs].map(\.description) && desk[0].next.isEmpty)
        try await world.check()
    }
}
