import Domain
import Pathfinders
import Testing
import Vocabulary

@testable import Views

@Suite struct ReviewListTests {
    /// Norfolk's compact with a review that is open, and Gateshead's with one that is concluded and another that is open.
    private func told(_ chronicle: Chronicle) throws -> [Story<CompactKind>] {
        let cast = chronicle.cast
        let statement = try cast.signedStatement()
        try chronicle.append(statement)
        let agenda = try #require(statement.agreement.agenda)
        var stories = try [cast.norfolk, cast.gateshead].map { try cast.signedCompact($0, under: agenda) }
        func hold(_ index: Int, concluding: Bool) throws {
            let (authority, department) = ([cast.norfolk, cast.gateshead][index], cast.department)
            let number = stories[index].agreement.reviews.count + 1
            let day = stories[index].now.londonDay
            func take(_ events: [AgreementEvent], _ party: Party) {
                stories[index].take(events, by: .seat(party[party.signing].id))
            }
            take(
                try stories[index].agreement.beginReview(
                    .yearly, reason: cast.randomness.seal("The law changed"), after: number - 1, by: department.id,
                    on: day), department)
            for party in [authority, department] {
                for line in stories[index].agreement.reviewed {
                    for (times, advice) in [Review.Advice.end, .renew].enumerated() {
                        take(
                            try stories[index].agreement.review(
                                number, line, advice, view: cast.randomness.seal("View of \(advice)"), after: times,
                                by: party.id,
                                on: day), party)
                    }
                }
            }
            guard concluding else { return }
            for party in [authority, department] {
                take(
                    try stories[index].agreement.conclude(
                        number, .renew, words: cast.randomness.seal("Renew"),
                        after: stories[index].agreement.reviews[number - 1].said, by: party.id, on: day), party)
            }
        }
        try hold(0, concluding: false)
        try hold(1, concluding: true)
        try hold(1, concluding: false)
        for story in stories { try chronicle.append(story) }
        return stories
    }

    @Test func `an open review is the parties', and a concluded one everybody's`() async throws {
        let (chronicle, folder) = (try Chronicle(), try Folder())
        let stories = try told(chronicle)
        let cast = chronicle.cast
        let views = try Views(in: folder.path, source: chronicle.source)
        try await views.reach(chronicle.size)
        let today = stories[0].now.londonDay.adding(days: 1)
        func seen(_ index: Int, _ body: Identifier<Body>?) throws -> [ReviewRead] {
            try views.reviews(
                of: stories[index].agreement.id.description, kind: CompactKind.name,
                for: Viewer(body: body, seat: nil), today: today)
        }
        for body in [nil, cast.gateshead.id] { #expect(try seen(0, body).isEmpty) }
        for body in [cast.norfolk.id, cast.department.id] { #expect(try seen(0, body).map(\.number) == [1]) }
        for body in [nil, cast.norfolk.id] { #expect(try seen(1, body).map(\.number) == [1]) }
        #expect(try seen(1, cast.gateshead.id).map(\.number) == [1, 2])
        let review = try #require(try seen(1, nil).first)
        #expect(review.advice == .renew && review.concluded == stories[1].now.londonDay)
        #expect(review.reason?.text == "The law changed")
        let line = try #require(stories[1].agreement.reviewed.first)
        let opinion = try #require(review.opinion(line, of: cast.department.id))
        #expect(opinion.advice == .renew && opinion.words.text == "View of renew")
        #expect(review.opinion(nil, of: cast.gateshead.id)?.words.text == "Renew")
        // The entries of the concluded one are everybody's, those of the open ones are not.
        let id = stories[1].agreement.id.description
        let steps = try views.steps(of: id, line: nil, for: .everyone, today: today)
        #expect(Set(steps.filter { $0.event.hasPrefix("review") }.compactMap(\.revision)) == [1])
        let own = try views.steps(of: id, line: nil, for: Viewer(body: cast.gateshead.id, seat: nil), today: today)
        #expect(Set(own.filter { $0.event.hasPrefix("review") }.compactMap(\.revision)) == [1, 2])
        let due = try views.reviewsDue(
            of: cast.department.id, by: try #require(Day(2004, 8, 31)), today: today)
        // What is open is there whatever its day; the statement is due by its own.
        let compact = stories[0].agreement.id.description
        let open = Set([compact, stories[1].agreement.id.description])
        #expect(Set(due.filter { $0.kind == CompactKind.name }.map(\.agreement)) == open)
        #expect(Set(due.filter(\.isOpen).map(\.agreement)) == open && due.count == 3)
        let early = try views.reviewsDue(
            of: cast.department.id, by: try #require(Day(2004, 8, 30)), today: today)
        #expect(early.count == 2 && early.allSatisfy(\.isOpen))
        try views.close()
    }

    @Test func `reviews folded one by one and thousands at once leave the same tables`() async throws {
        let (chronicle, folder) = (try Chronicle(), try Folder())
        _ = try told(chronicle)
        var rows: [[String]] = []
        for batch in [1, 5, 4000] {
            let views = try Views(in: try folder.within("\(batch)"), source: chronicle.source, batch: batch)
            try await views.reach(chronicle.size)
            rows.append(try views.rows())
            try views.close()
        }
        for other in rows.dropFirst() { #expect(Set(rows[0]).symmetricDifference(other).sorted() == []) }
        #expect(rows[0].contains { $0.hasPrefix("opinion: ") })
    }
}
