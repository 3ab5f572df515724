import Domain
import Pathfinders
import Testing
import Vocabulary

@Suite struct CourseTests {
    let cast = Cast()
    let agenda: Agenda
    var norfolk: Party { cast.norfolk }
    var department: Party { cast.department }
    private let due = Day(2004, 7, 31) ?? Day(number: 0)

    init() throws { agenda = try cast.agenda() }

    private func signed(with others: [Party] = []) throws -> Story<CompactKind> {
        try cast.signedCompact(norfolk, under: agenda, with: others, due: .day(due))
    }

    private var reason: Sealed { cast.randomness.seal("The budget was cut.") }

    @Test func `a side suspends an agreement and goes on with it, and the other cannot`() throws {
        var story = try signed()
        let (day, why) = (story.now.londonDay, reason)
        #expect(broken { try story.agreement.resume(reason: why, by: norfolk.id, on: day) } == ["course.suspended-not"])
        story.take(try story.agreement.suspend(reason: why, by: department.id, on: day))
        #expect(story.agreement.course.suspended == department.id)
        #expect(broken { try story.agreement.suspend(reason: why, by: norfolk.id, on: day) } == ["course.suspended"])
        #expect(broken { try story.agreement.resume(reason: why, by: norfolk.id, on: day) } == ["course.suspended-not"])
        let line = try #require(story.agreement.lines.all.first { $0.content?.promise?.by == norfolk.id }).id
        #expect(story.agreement.standing(of: line)?.state == .open)
        story.take(try story.agreement.resume(reason: why, by: department.id, on: day))
        #expect(story.agreement.course.suspended == nil)
        #expect(story.agreement.stage == .signed)
    }

    @Test func `to extend or complete it takes every side`() throws {
        var story = try signed(with: [cast.rochdale])
        let (day, why) = (story.now.londonDay, reason)
        let until = try #require(Day(2005, 8, 31))
        #expect(story.agreement.lasts == Day(2004, 8, 31))
        for wrong in [day, try #require(Day(2004, 8, 31)), day.adding(years: 26)] {
            #expect(
                broken {
                    try story.agreement.propose(
                        .extended(until: wrong), reason: why, after: 0, by: norfolk.id, on: day)
                } == ["course.until"])
        }
        story.take(
            try story.agreement.propose(.extended(until: until), reason: why, after: 0, by: norfolk.id, on: day))
        #expect(broken { try story.agreement.acceptCourse(1, by: norfolk.id, on: day) } == ["course.own"])
        #expect(throws: Refusal.stale(1)) { try story.agreement.acceptCourse(2, by: department.id, on: day) }
        #expect(throws: Refusal.stale(1)) {
            try story.agreement.propose(.completed, reason: why, after: 0, by: department.id, on: day)
        }
        #expect(
            broken { try story.agreement.propose(.completed, reason: why, after: 1, by: department.id, on: day) }
                == ["course.open"])
        story.take(try story.agreement.acceptCourse(1, by: department.id, on: day))
        #expect(try story.agreement.acceptCourse(1, by: department.id, on: day) == [])
        #expect(story.agreement.lasts == Day(2004, 8, 31))
        story.take(try story.agreement.acceptCourse(1, by: cast.rochdale.id, on: day))
        #expect(story.agreement.lasts == until)
        #expect(!story.agreement.claims.isEmpty)
        #expect(try story.agreement.acceptCourse(1, by: cast.rochdale.id, on: day) == [])
        #expect(story.agreement.course.open == nil)
        story.take(try story.agreement.propose(.completed, reason: why, after: 1, by: department.id, on: day))
        story.take(try story.agreement.declineCourse(2, reason: why, by: cast.rochdale.id, on: day))
        #expect(story.agreement.course.open == nil && story.agreement.course.end == nil)
        #expect(throws: Refusal.stale(2)) { try story.agreement.acceptCourse(2, by: norfolk.id, on: day) }
        story.take(try story.agreement.propose(.completed, reason: why, after: 2, by: department.id, on: day))
        for party in [norfolk, cast.rochdale] {
            story.take(try story.agreement.acceptCourse(3, by: party.id, on: day))
        }
        #expect(story.agreement.course.end?.manner == .completed && story.agreement.course.end?.day == day)
    }

    @Test func `what was not due when it ended lapses, and what was stays late`() throws {
        for (passed, state) in [(-1, Fulfilment.State.lapsed), (0, .open), (30, .open)] {
            var story = try signed()
            let why = reason
            let ended = due.adding(days: passed)
            story.now = story.now.adding(seconds: (ended.number - story.now.londonDay.number) * 86_400)
            story.take(try story.agreement.terminate(reason: why, by: norfolk.id, on: ended))
            #expect(story.agreement.course.end?.manner == .terminated && story.agreement.course.end?.day == ended)
            let line = try #require(story.agreement.lines.all.first { $0.content?.promise?.by == norfolk.id }).id
            let standing = try #require(story.agreement.standing(of: line))
            #expect(standing.state == state, "\(passed)")
            #expect(standing.isSettled == (state == .lapsed))
            let report = {
                try story.agreement.report(
                    line, after: 0, .kept, Evidence(words: why, link: nil, file: nil), as: norfolk[.director], on: ended
                )
            }
            if state == .lapsed {
                #expect(throws: Refusal.self) { try report() }
            } else {
                #expect(try report().count == 1)
            }
        }
        // What continues and was kept for the year is not late for ever after.
        var national = try cast.signedStatement()
        let undertaking = try #require(
            national.agreement.lines.all.first { national.agreement.promise($0.id) != nil }
        ).id
        let conclusion = Evidence(words: nil, link: cast.randomness.seal("https://example.org/"), file: nil)
        national.take(
            try national.agreement.report(
                undertaking, after: 0, .kept, conclusion, as: department[.minister], on: national.now.londonDay))
        national.take(
            try national.agreement.challengeReport(
                1, on: undertaking, reason: reason, by: cast.association.id, on: national.now.londonDay))
        national.take(
            try national.agreement.terminate(reason: reason, by: cast.association.id, on: national.now.londonDay))
        let challenged = try #require(national.agreement.standing(of: undertaking))
        #expect(challenged.state == .lapsed && challenged.isSettled && challenged.due == nil)
        #expect(national.agreement.claims == [])
        var throughout = try cast.signedCompact(norfolk, under: agenda)
        throughout.take(
            try throughout.agreement.terminate(reason: reason, by: department.id, on: throughout.now.londonDay))
        #expect(
            throughout.agreement.lines.all.compactMap { throughout.agreement.standing(of: $0.id)?.state }
                .allSatisfy { $0 == .lapsed })
    }

    @Test func `nothing of it is done before force, by a stranger, or after the end`() throws {
        let why = reason
        let sent = try cast.agreedCompact(norfolk, under: agenda)
        let later = try cast.signedCompact(norfolk, under: agenda, commencement: (Day(2004, 1, 1), nil))
        func acts(_ story: Story<CompactKind>, by side: Identifier<Body>, on day: Day) -> [[String]] {
            let agreement = story.agreement
            return [
                broken { try agreement.suspend(reason: why, by: side, on: day) },
                broken { try agreement.resume(reason: why, by: side, on: day) },
                broken { try agreement.terminate(reason: why, by: side, on: day) },
                broken { try agreement.propose(.completed, reason: why, after: 0, by: side, on: day) },
                broken { try agreement.acceptCourse(1, by: side, on: day) },
                broken { try agreement.declineCourse(1, reason: why, by: side, on: day) },
            ]
        }
        let day = sent.now.londonDay
        #expect(Set(acts(sent, by: norfolk.id, on: day)) == [["course.early"]])
        #expect(Set(acts(later, by: norfolk.id, on: day)) == [["course.early"]])
        #expect(Set(acts(try signed(), by: cast.gateshead.id, on: day)) == [["side.party"]])
        var ended = try signed()
        ended.take(try ended.agreement.propose(.completed, reason: why, after: 0, by: department.id, on: day))
        ended.take(try ended.agreement.terminate(reason: why, by: department.id, on: day))
        #expect(ended.agreement.course.open == nil)
        #expect(Set(acts(ended, by: norfolk.id, on: day)) == [["course.ended"]])
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func `no path leads from force back to unsigned, and what was signed stays byte for byte`(seed: UInt64) throws {
        var random = Seeded(seed)
        let cast = Cast(seed: seed)
        var story = try cast.signedCompact(cast.norfolk, under: try cast.agenda(), due: .day(due))
        let (text, signatures, lines) = (
            story.agreement.execution.text, story.agreement.execution.signatures, story.agreement.lines
        )
        let parties = [cast.norfolk, cast.department]
        var taken = 0
        for step in 0..<200 {
            let (agreement, party) = (story.agreement, random.one(of: parties))
            let (day, why) = (story.now.londonDay, cast.randomness.seal("Step \(step)"))
            let line = random.one(of: agreement.lines.all)
            let read = ReadLine(line.id, revision: line.revision)
            do throws(Refusal) {
                let events: [AgreementEvent]
                switch Int.random(in: 0..<14, using: &random) {
                case 0: events = try agreement.suspend(reason: why, by: party.id, on: day)
                case 1: events = try agreement.resume(reason: why, by: party.id, on: day)
                case 2 where step > 150: events = try agreement.terminate(reason: why, by: party.id, on: day)
                case 3:
                    events = try agreement.propose(
                        random.happens(80) ? .extended(until: day.adding(years: 2)) : .completed, reason: why,
                        after: agreement.course.proposals.count, by: party.id, on: day)
                case 4: events = try agreement.acceptCourse(agreement.course.proposals.count, by: party.id, on: day)
                case 5:
                    events = try agreement.declineCourse(
                        agreement.course.proposals.count, reason: why, by: party.id, on: day)
                // What negotiation would do, were it let.
                case 6: events = try agreement.drop(read, by: party.id)
                case 7: events = try agreement.object(read, reason: why, by: party.id)
                case 8: events = try agreement.consider(read, by: party.id)
                case 9: events = try agreement.wait(read, on: why, by: party.id)
                case 10: events = try agreement.withdraw(reason: why, by: party.id)
                case 11: events = try agreement.freeze(Digest(of: []), in: story.circumstances)
                default:
                    story.reportOrAnswer(parties, &random, cast: cast)
                    events = []
                }
                story.take(events, by: .seat(party[party.signing].id))
                taken += events.count
            } catch {
                // A rule said no.
            }
            #expect(story.agreement.stage == .signed)
            #expect(story.agreement.execution.text == text)
            #expect(story.agreement.execution.signatures == signatures)
            #expect(story.agreement.lines == lines)
        }
        #expect(taken > 5)
        #expect(try #require(Compact.replay(story.history, as: story.agreement.id)) == story.agreement)
    }
}
