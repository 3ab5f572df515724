import Domain
import Pathfinders
import Testing
import Vocabulary

@Suite struct ReviewTests {
    let cast = Cast()
    let agenda: Agenda
    var norfolk: Party { cast.norfolk }
    var department: Party { cast.department }

    init() throws { agenda = try cast.agenda() }

    private var words: Sealed { cast.randomness.seal("Six of nine schools are above the floor.") }

    private func signed(at day: Day? = nil) throws -> Story<CompactKind> {
        var story = try cast.signedCompact(norfolk, under: agenda, choosing: ["a", "d"])
        if let day { story.now = story.now.adding(seconds: (day.number - story.now.londonDay.number) * 86_400) }
        return story
    }

    /// Begins a review, in which every side says the same of every priority.
    private func reviewed(_ story: inout Story<CompactKind>, _ advice: Review.Advice = .renew) throws {
        let number = story.agreement.reviews.count + 1
        story.take(
            try story.agreement.beginReview(
                .yearly, reason: nil, after: number - 1, by: norfolk.id, on: story.now.londonDay))
        for party in [norfolk, department] {
            for line in story.agreement.reviewed {
                story.take(
                    try story.agreement.review(
                        number, line, advice, view: words, after: 0, by: party.id, on: story.now.londonDay))
            }
        }
    }

    @Test func `a review is over when every side concludes the same, and public from then on`() throws {
        var story = try signed()
        try reviewed(&story)
        let (day, why) = (story.now.londonDay, words)
        #expect(story.agreement.reviewed.count == 2)
        story.take(
            try story.agreement.conclude(
                1, .renew, words: why, after: story.agreement.reviews.last?.said ?? 0, by: norfolk.id, on: day))
        story.take(
            try story.agreement.conclude(
                1, .end, words: why, after: story.agreement.reviews.last?.said ?? 0, by: department.id, on: day))
        #expect(story.agreement.review?.number == 1)
        let events = story.events.filter { if case .reviewed = $0 { true } else { false } }
        #expect(events.count == 4)
        for event in events { #expect(story.agreement.audience(of: event).publicFrom == nil) }
        story.take(
            try story.agreement.conclude(
                1, .renew, words: why, after: story.agreement.reviews.last?.said ?? 0, by: department.id, on: day))
        #expect(story.agreement.review == nil)
        #expect(story.agreement.reviews.first?.conclusion?.advice == .renew)
        #expect(story.agreement.reviews.first?.conclusion?.day == day)
        for event in events {
            #expect(story.agreement.audience(of: event).publicFrom == story.agreement.publicFrom)
        }
        let line = try #require(story.agreement.reviewed.first)
        #expect(throws: Refusal.stale(1)) {
            try story.agreement.review(1, line, .end, view: why, after: 1, by: norfolk.id, on: day)
        }
    }

    @Test func `nobody concludes before each side has spoken of every priority`() throws {
        var story = try signed()
        let (day, why) = (story.now.londonDay, words)
        #expect(throws: Refusal.stale(0)) {
            try story.agreement.conclude(
                1, .renew, words: why, after: story.agreement.reviews.last?.said ?? 0, by: norfolk.id, on: day)
        }
        #expect(
            broken { try story.agreement.beginReview(.funding, reason: nil, after: 0, by: norfolk.id, on: day) }
                == ["review.reason"])
        story.take(try story.agreement.beginReview(.funding, reason: why, after: 0, by: department.id, on: day))
        #expect(throws: Refusal.stale(1)) {
            try story.agreement.beginReview(.yearly, reason: nil, after: 0, by: norfolk.id, on: day)
        }
        #expect(
            broken { try story.agreement.beginReview(.yearly, reason: nil, after: 1, by: norfolk.id, on: day) }
                == ["review.open"])
        for party in [norfolk, department] {
            for line in story.agreement.reviewed {
                #expect(
                    broken {
                        try story.agreement.conclude(
                            1, .renew, words: why, after: story.agreement.reviews.last?.said ?? 0, by: norfolk.id,
                            on: day)
                    }
                        == ["review.views"])
                story.take(try story.agreement.review(1, line, .vary, view: why, after: 0, by: party.id, on: day))
            }
        }
        #expect(
            try story.agreement.conclude(
                1, .renew, words: why, after: story.agreement.reviews.last?.said ?? 0, by: norfolk.id, on: day
            ).count == 1)
        #expect(
            broken {
                try story.agreement.review(1, story.line(.term).id, .end, view: why, after: 0, by: norfolk.id, on: day)
            }
                == ["review.line"])
        #expect(
            broken {
                try story.agreement.review(
                    1, story.line(.priority).id, .end, view: why, after: 0, by: cast.gateshead.id, on: day)
            } == ["side.party"])
        let line = story.line(.priority).id
        #expect(throws: Refusal.stale(1)) {
            try story.agreement.review(1, line, .end, view: why, after: 0, by: norfolk.id, on: day)
        }
        #expect(throws: Refusal.stale(4)) {
            try story.agreement.conclude(1, .renew, words: why, after: 3, by: norfolk.id, on: day)
        }
        story.take(try story.agreement.review(1, line, .end, view: why, after: 1, by: norfolk.id, on: day))
        #expect(story.agreement.review?.advice(line, of: norfolk.id) == .end)
        #expect(story.agreement.review?.advice(line, of: department.id) == .vary)
    }

    @Test func `it is due by its last day, until it was reviewed within the year before`() throws {
        let last = try #require(Day(2004, 8, 31))
        var early = try signed()
        #expect(early.agreement.reviewDue == last)
        let sent = try cast.sentCompact(norfolk, under: agenda)
        #expect(sent.agreement.reviewDue == nil)
        try reviewed(&early)
        let why = words
        for party in [norfolk, department] {
            early.take(
                try early.agreement.conclude(
                    1, .carryOn, words: why, after: early.agreement.reviews.last?.said ?? 0, by: party.id,
                    on: early.now.londonDay))
        }
        #expect(early.agreement.reviewDue == nil)
        // Extended by a leap year and more, it is to be reviewed again.
        let until = try #require(Day(2008, 2, 29))
        early.take(
            try early.agreement.propose(
                .extended(until: until), reason: why, after: 0, by: norfolk.id, on: early.now.londonDay))
        early.take(try early.agreement.acceptCourse(1, by: department.id, on: early.now.londonDay))
        #expect(early.agreement.reviewDue == until)
        early.take(try early.agreement.terminate(reason: why, by: norfolk.id, on: early.now.londonDay))
        #expect(early.agreement.reviewDue == nil)
        #expect(
            broken {
                try early.agreement.beginReview(
                    .yearly, reason: nil, after: 1, by: norfolk.id, on: early.now.londonDay)
            } == ["course.ended"])
    }

    @Test func `a review that is open is concluded though the agreement ends meanwhile`() throws {
        var story = try signed()
        try reviewed(&story, .end)
        let (day, why) = (story.now.londonDay, words)
        story.take(try story.agreement.terminate(reason: why, by: department.id, on: day))
        for party in [norfolk, department] {
            story.take(
                try story.agreement.conclude(
                    1, .end, words: why, after: story.agreement.reviews[0].said, by: party.id, on: day))
        }
        #expect(story.agreement.review == nil)
    }

    @Test func `a review for another reason does not answer the yearly one`() throws {
        var story = try signed()
        let (day, why) = (story.now.londonDay, words)
        story.take(try story.agreement.beginReview(.funding, reason: why, after: 0, by: norfolk.id, on: day))
        for party in [norfolk, department] {
            for line in story.agreement.reviewed {
                story.take(
                    try story.agreement.review(1, line, .carryOn, view: why, after: 0, by: party.id, on: day))
            }
        }
        for party in [norfolk, department] {
            story.take(
                try story.agreement.conclude(
                    1, .carryOn, words: why, after: story.agreement.reviews[0].said, by: party.id, on: day))
        }
        #expect(story.agreement.review == nil)
        #expect(story.agreement.reviewDue == Day(2004, 8, 31))
    }
}
