import Domain
import Pathfinders
import Testing
import Vocabulary

@Suite struct PromiseTests {
    let cast = Cast()
    let agenda: Agenda
    var norfolk: Party { cast.norfolk }
    var department: Party { cast.department }

    init() throws { agenda = try cast.agenda() }

    private func signed(due: Due = .throughout, with others: [Party] = []) throws -> Story<CompactKind> {
        try cast.signedCompact(norfolk, under: agenda, with: others, due: due)
    }

    /// The first promise of a party.
    private func promise(of party: Party, in story: Story<CompactKind>) throws -> LineID {
        try #require(story.agreement.lines.all.first { $0.content?.promise?.by == party.id }).id
    }

    private func words(_ text: String = "The advisers came each week.") -> Evidence {
        Evidence(words: cast.randomness.seal(text), link: nil, file: nil)
    }

    private let nothing = Evidence(words: nil, link: nil, file: nil)

    private func report(
        _ line: LineID, _ outcome: Fulfilment.Outcome, _ evidence: Evidence, as seat: Seat,
        in story: Story<CompactKind>, on day: Day? = nil
    ) throws(Refusal) -> [AgreementEvent] {
        try story.agreement.report(
            line, after: story.agreement.fulfilment(of: line).reports.count, outcome, evidence, as: seat,
            on: day ?? story.now.londonDay)
    }

    private func state(of line: LineID, in story: Story<CompactKind>) -> Fulfilment.State? {
        story.agreement.standing(of: line)?.state
    }

    @Test func `a promise is kept once its side says so and every other side accepts it`() throws {
        var story = try signed(due: .day(Day(number: 13_000)), with: [cast.rochdale])
        let line = try promise(of: norfolk, in: story)
        #expect(state(of: line, in: story) == .open)
        story.take(try report(line, .underWay, words("Half of it."), as: norfolk[.director], in: story))
        #expect(state(of: line, in: story) == .open)
        story.take(try report(line, .kept, words(), as: norfolk[.director], in: story))
        #expect(state(of: line, in: story) == .reported)
        let day = story.now.londonDay
        story.take(try story.agreement.acceptReport(2, on: line, by: department.id, on: day))
        #expect(state(of: line, in: story) == .reported)
        story.take(try story.agreement.acceptReport(2, on: line, by: cast.rochdale.id, on: day))
        #expect(state(of: line, in: story) == .kept)
        #expect(story.agreement.standing(of: line)?.isSettled == true)
        #expect(broken { try report(line, .kept, words(), as: norfolk[.director], in: story) } == ["report.settled"])
        #expect(try story.agreement.acceptReport(2, on: line, by: department.id, on: day) == [])
        #expect(
            broken {
                try story.agreement.challengeReport(
                    2, on: line, reason: cast.randomness.seal("No"), by: department.id, on: day)
            } == ["report.accepted"])
    }

    @Test func `what is challenged is not kept until a later report is accepted, or the challenge is given up`() throws
    {
        var story = try signed()
        let line = try promise(of: department, in: story)
        let adviser = department[.adviser]
        func challenge(_ number: Int) throws(Refusal) -> [AgreementEvent] {
            try story.agreement.challengeReport(
                number, on: line, reason: cast.randomness.seal("Nobody came."), by: norfolk.id, on: story.now.londonDay)
        }
        story.take(try report(line, .kept, words(), as: adviser, in: story))
        story.take(try challenge(1))
        #expect(state(of: line, in: story) == .challenged)
        #expect(broken { try challenge(1) } == ["report.challenged"])
        story.take(try report(line, .kept, words("They came now."), as: adviser, in: story))
        #expect(state(of: line, in: story) == .reported)
        let stale = #expect(throws: Refusal.self) { try challenge(1) }
        #expect(stale?.current == .revision(2))
        story.take(try challenge(2))
        story.take(try story.agreement.acceptReport(2, on: line, by: norfolk.id, on: story.now.londonDay))
        #expect(state(of: line, in: story) == .kept)
    }

    @Test func `only the side that promised reports, through the owner or somebody who negotiates for it`() throws {
        let story = try signed()
        let line = try promise(of: norfolk, in: story)
        func told(_ seat: Seat) -> [String] { broken { try report(line, .kept, words(), as: seat, in: story) } }
        #expect(told(norfolk[.director]) == [])
        #expect(told(norfolk[.officer]) == [])
        #expect(told(norfolk[.leader]) == ["report.seat"])
        #expect(told(department[.adviser]) == ["report.side"])
        #expect(told(cast.gateshead[.officer]) == ["report.side"])
    }

    @Test func `a report says what there is to show`() throws {
        let story = try signed()
        let (line, seat) = (try promise(of: norfolk, in: story), norfolk[.director])
        func told(_ outcome: Fulfilment.Outcome, _ evidence: Evidence) -> [String] {
            broken { try report(line, outcome, evidence, as: seat, in: story) }
        }
        let link = Evidence(words: nil, link: cast.randomness.seal("https://norfolk.example/advisers"), file: nil)
        #expect(told(.kept, nothing) == ["report.evidence"])
        #expect(told(.kept, link) == [])
        #expect(told(.underWay, link) == ["report.words"])
        #expect(told(.broken, link) == ["report.words"])
        #expect(told(.broken, words("There was no money.")) == [])
    }

    @Test func `nothing is reported before force, of a line that promises nothing, or from a stale page`() throws {
        let from = try #require(Day(2004, 1, 1))
        let story = try cast.signedCompact(norfolk, under: agenda, commencement: (from, nil))
        let line = try promise(of: norfolk, in: story)
        let seat = norfolk[.director]
        let eve = from.adding(days: -1)
        #expect(broken { try report(line, .kept, words(), as: seat, in: story, on: eve) } == ["promise.early"])
        #expect(broken { try report(line, .kept, words(), as: seat, in: story, on: from) } == [])
        let vision = story.line(.vision).id
        #expect(broken { try report(vision, .kept, words(), as: seat, in: story, on: from) } == ["promise.none"])
        let stale = #expect(throws: Refusal.self) {
            try story.agreement.report(line, after: 1, .kept, words(), as: seat, on: from)
        }
        #expect(stale?.current == .revision(0))
    }

    @Test func `a side does not answer its own report, nor one that says it was not kept`() throws {
        var story = try signed()
        let line = try promise(of: norfolk, in: story)
        story.take(try report(line, .kept, words(), as: norfolk[.director], in: story))
        let day = story.now.londonDay
        #expect(broken { try story.agreement.acceptReport(1, on: line, by: norfolk.id, on: day) } == ["report.own"])
        #expect(
            broken { try story.agreement.acceptReport(1, on: line, by: cast.gateshead.id, on: day) } == ["report.own"])
        story.take(try report(line, .broken, words("It fell through."), as: norfolk[.director], in: story))
        #expect(state(of: line, in: story) == .broken)
        #expect(
            broken { try story.agreement.acceptReport(2, on: line, by: department.id, on: day) }
                == ["report.unanswered"])
    }

    @Test func `late is from the day after the due day, and not while a report waits for its answer`() throws {
        let due = try #require(Day(2004, 2, 29))
        var story = try signed(due: .day(due))
        let line = try promise(of: norfolk, in: story)
        func isLate(on day: Day?) throws -> Bool {
            let standing = try #require(story.agreement.standing(of: line))
            return Due.day(due).isLate(standing.state, due: standing.due, today: try #require(day))
        }
        #expect(try !isLate(on: due))
        #expect(try isLate(on: Day(2004, 3, 1)))
        story.take(try report(line, .kept, words(), as: norfolk[.director], in: story))
        #expect(try !isLate(on: Day(2005, 1, 1)))
        story.take(
            try story.agreement.challengeReport(
                1, on: line, reason: cast.randomness.seal("Not so."), by: department.id, on: story.now.londonDay))
        #expect(try isLate(on: Day(2004, 3, 1)))
        story.take(try story.agreement.acceptReport(1, on: line, by: department.id, on: story.now.londonDay))
        #expect(try !isLate(on: Day(2099, 1, 1)))
    }

    @Test func `what continues is reported each school year, and what holds throughout is never late`() throws {
        let promise = Promise(by: department.id, owner: nil, due: .continues)
        let first = try #require(AcademicYear(start: 2003)).lastDay
        #expect(first == Day(2004, 8, 31))
        var fulfilment = Fulfilment()
        #expect(fulfilment.due(promise, first: first) == first)
        var story = try signed(due: .throughout)
        let line = try self.promise(of: department, in: story)
        #expect(story.agreement.standing(of: line)?.due == nil)
        story.take(try report(line, .kept, words(), as: department[.adviser], in: story))
        fulfilment = story.agreement.fulfilment(of: line)
        #expect(fulfilment.due(promise, first: first) == Day(2005, 8, 31))
        story.take(
            try story.agreement.challengeReport(
                1, on: line, reason: cast.randomness.seal("No"), by: norfolk.id, on: story.now.londonDay))
        #expect(story.agreement.fulfilment(of: line).due(promise, first: first) == first)
        story.take(try report(line, .kept, words("For this year."), as: department[.adviser], in: story))
        // Said twice in a year, it is said for one year.
        story.take(try report(line, .kept, words("Still so."), as: department[.adviser], in: story))
        #expect(story.agreement.fulfilment(of: line).due(promise, first: first) == Day(2005, 8, 31))
        story.take(try report(line, .underWay, words("Not yet, after all."), as: department[.adviser], in: story))
        #expect(story.agreement.fulfilment(of: line).due(promise, first: first) == first)
        #expect(story.agreement.standing(of: line)?.state == .open)
        #expect(!Due.continues.isSettled(.kept))
        #expect(!Due.throughout.isSettled(.kept))
        #expect(Due.continues.isSettled(.broken))
        // A report of one year does not answer for the next.
        #expect(!Due.continues.isLate(.reported, due: first, today: first))
        #expect(Due.continues.isLate(.reported, due: first, today: first.adding(days: 1)))
        #expect(!Due.day(first).isLate(.reported, due: first, today: first.adding(days: 1)))
    }

    @Test(arguments: 0..<40)
    func `whatever is reported and answered, nothing leads back from force, and kept means that all others accept`(
        seed: Int
    ) throws {
        var random = Seeded(UInt64(seed))
        let others = Array([cast.gateshead, cast.rochdale].prefix(seed % 3))
        var story = try signed(with: others)
        let parties = [norfolk, department] + others
        var taken = 0
        for _ in 0..<120 {
            if story.reportOrAnswer(parties, &random, cast: cast) { taken += 1 }
            #expect(story.agreement.stage == .signed)
            for line in story.agreement.lines.all {
                guard let standing = story.agreement.standing(of: line.id), standing.state == .kept else { continue }
                let said = try #require(
                    story.agreement.fulfilment(of: line.id).reports.last)
                #expect(said.outcome == .kept && said.challenged.isEmpty)
                #expect(said.accepted == Set(parties.map(\.id)).subtracting([try #require(line.content?.promise).by]))
            }
        }
        #expect(taken > 10)
    }
}
