import Domain
import Pathfinders
import Testing
import Vocabulary

@testable import Views

@Suite struct FoldTests {
    /// A compact to which whatever can happen happens, in no sensible order.
    private func wandering(_ cast: Cast, _ authority: Party, _ agenda: Agenda, _ random: inout Seeded) throws -> Story<
        CompactKind
    > {
        let department = cast.department
        var story = try cast.sentCompact(
            authority, under: agenda,
            signatories: [(authority[.director], 1), (department[.minister], 1), (authority[.leader], 2)])
        for step in 0..<100 {
            let party = random.happens(50) ? authority : department
            let line = random.one(of: story.agreement.lines.all)
            let (read, agreement) = (story.read(line.id), story.agreement)
            let words = cast.randomness.seal("Words \(step)")
            do throws(Refusal) {
                let events: [AgreementEvent]
                switch Int.random(in: 0..<14, using: &random) {
                case 0: events = try agreement.drop(read, by: party.id)
                case 1, 2:
                    // The wording that stood before it was left out, or a new one.
                    let content = line.content == nil ? line.lastContent : reworded(line.lastContent, step)
                    events = try agreement.propose(content, for: read, by: party.id, in: story.circumstances)
                case 3:
                    let id = cast.identifier(of: Line.self)
                    events = try agreement.add(
                        .term(text: "Term \(step)"), as: id, after: random.happens(50) ? line.id : nil, by: party.id,
                        in: story.circumstances)
                case 4: events = try agreement.consider(read, by: party.id)
                case 5: events = try agreement.object(read, reason: words, by: party.id)
                case 6: events = try agreement.wait(read, on: words, by: party.id)
                case 7, 8: events = try agreement.release(read, outcome: words, by: party.id)
                case 9: events = try agreement.discuss(random.happens(50) ? line.id : nil, words, by: party.id)
                default:
                    events = try agreement.accept(
                        agreement.lines.all.map { ReadLine($0.id, revision: $0.revision) }, by: party.id)
                }
                story.take(events, by: .seat(party[party.signing].id))
                if story.agreement.mayBeFrozen(in: story.circumstances) { try story.freeze() }
                if random.happens(30), let next = story.agreement.execution.next.first,
                    let seat = story.circumstances.seats[next]
                {
                    try story.sign(as: seat)
                }
            } catch {
                // A rule said no: on to the next step.
            }
        }
        return story
    }

    private func reworded(_ content: Part, _ step: Int) -> Part {
        switch content {
        case .summary: .summary(text: "Summary \(step)")
        case .vision: .vision(text: "Vision \(step)")
        case .consulted(let partner, _): .consulted(partner: partner, said: "Said \(step)")
        case .priority(let area, let title, _, let horizon):
            .priority(area: area, title: title, reason: "Reason \(step)", horizon: horizon)
        case .contribution(let priority, _, let promise):
            .contribution(priority: priority, text: "Gives \(step)", promise: promise)
        default: content
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `entries one by one and thousands at once leave the same tables`(seed: UInt64) async throws {
        var random = Seeded(seed)
        let (chronicle, folder) = (try Chronicle(seed: seed), try Folder())
        let statement = try chronicle.cast.signedStatement()
        try chronicle.append(statement)
        let agenda = try #require(statement.agreement.agenda)
        for authority in [chronicle.cast.norfolk, chronicle.cast.gateshead] {
            try chronicle.append(try wandering(chronicle.cast, authority, agenda, &random))
        }
        let cast = chronicle.cast
        var kept = try cast.signedCompact(cast.rochdale, under: agenda, due: .day(try #require(Day(2004, 7, 31))))
        for _ in 0..<100 { kept.reportOrAnswer([cast.rochdale, cast.department], &random, cast: cast) }
        try chronicle.append(kept)
        var rows: [[String]] = []
        for batch in [1, 7, 4000] {
            let views = try Views(in: try folder.within("\(batch)"), source: chronicle.source, batch: batch)
            try await views.reach(chronicle.size)
            #expect(views.position == chronicle.size)
            rows.append(try views.rows())
            try views.close()
        }
        #expect(rows[0].count > 500)
        for other in rows.dropFirst() {
            #expect(Set(rows[0]).symmetricDifference(other).sorted() == [])
            #expect(rows[0] == other)
        }
    }

    @Test func `views that stop anywhere go on to the same tables`() async throws {
        var random = Seeded(7)
        let (chronicle, folder) = (try Chronicle(), try Folder())
        let statement = try chronicle.cast.signedStatement()
        try chronicle.append(statement)
        let agenda = try #require(statement.agreement.agenda)
        try chronicle.append(try wandering(chronicle.cast, chronicle.cast.norfolk, agenda, &random))
        let (whole, parts) = (try folder.within("whole"), try folder.within("parts"))
        let views = try Views(in: whole, source: chronicle.source)
        try await views.reach(chronicle.size)
        var reached = 0
        while reached < chronicle.size {
            reached = min(reached + Int.random(in: 1...40, using: &random), chronicle.size)
            let again = try Views(in: parts, source: chronicle.source, batch: 11)
            try await again.reach(reached)
            // A batch is folded whole, so that they may be a little further.
            reached = again.position
            try again.close()
        }
        let again = try Views(in: parts, source: chronicle.source)
        #expect(again.position == chronicle.size)
        #expect(try again.rows() == views.rows())
        try again.close()
        try views.close()
    }

    @Test func `two that fold into one file by turns leave the same tables`() async throws {
        var random = Seeded(8)
        let (chronicle, folder) = (try Chronicle(), try Folder())
        let statement = try chronicle.cast.signedStatement()
        try chronicle.append(statement)
        let agenda = try #require(statement.agreement.agenda)
        try chronicle.append(try wandering(chronicle.cast, chronicle.cast.norfolk, agenda, &random))
        let (shared, alone) = (try folder.within("shared"), try folder.within("alone"))
        let pair = [
            try Views(in: shared, source: chronicle.source, batch: 1),
            try Views(in: shared, source: chronicle.source, batch: 1),
        ]
        for size in 1...chronicle.size { try await pair[size % 2].reach(size) }
        let views = try Views(in: alone, source: chronicle.source)
        try await views.reach(chronicle.size)
        #expect(try pair[0].rows() == views.rows())
        for one in pair { try one.close() }
        try views.close()
    }

    @Test func `two that fold into one file at once wait for each other`() async throws {
        let (chronicle, folder) = (try Chronicle(), try Folder())
        try chronicle.append(try chronicle.cast.signedStatement())
        let (one, other) = (
            try Views(in: folder.path, source: chronicle.source, batch: 1),
            try Views(in: folder.path, source: chronicle.source, batch: 1)
        )
        async let first: Void = one.reach(chronicle.size)
        async let second: Void = other.reach(chronicle.size)
        _ = try await (first, second)
        #expect(one.position == chronicle.size && other.position == chronicle.size)
        #expect(try one.rows() == other.rows())
        try one.close()
        try other.close()
    }

    @Test func `views cannot reach what the record has not`() async throws {
        let (chronicle, folder) = (try Chronicle(), try Folder())
        let views = try Views(in: folder.path, source: chronicle.source)
        await #expect(throws: ViewsBehind.self) { try await views.reach(chronicle.size + 1) }
        #expect(views.position == chronicle.size)
        try views.close()
    }

    @Test func `an entry of a later program is named, and nothing of its batch is kept`() async throws {
        let (chronicle, folder) = (try Chronicle(), try Folder())
        let (source, size) = (chronicle.source, chronicle.size)
        let strange = Entry(
            position: size, subject: "compact/aaaaaaaaaaaaaaaa", event: "compact.unheardOf.1",
            time: Instant(milliseconds: 0),
            actor: "operator", body: Array("{}".utf8))
        let views = try Views(
            in: folder.path,
            source: Source(
                entries: { from, limit in
                    try source.entries(from, limit) + (from + limit > size ? [strange] : [])
                }, history: source.history, disclosures: source.disclosures))
        do {
            try await views.reach(size + 1)
            Issue.record("it was folded")
        } catch let error as UnreadableEntry {
            #expect(error.position == size)
        }
        #expect(views.position == 0)
        #expect(try views.rows().filter { !$0.hasPrefix("folded") } == [])
        try views.close()
    }
}
