import Domain
import Pathfinders
import Testing
import Vocabulary

@testable import Views

@Suite struct PromiseListTests {
    private let due = Day(2004, 7, 31) ?? Day(number: 0)

    /// Two signed compacts and one that is still negotiated; of Norfolk's, one promise of each side was reported on.
    private func told(_ body: (Views, Cast, Story<CompactKind>) throws -> Void) async throws {
        let (chronicle, folder) = (try Chronicle(), try Folder())
        let cast = chronicle.cast
        let statement = try cast.signedStatement()
        try chronicle.append(statement)
        let agenda = try #require(statement.agreement.agenda)
        var norfolk = try cast.signedCompact(cast.norfolk, under: agenda, due: .day(due))
        func report(by party: Party, _ text: String) throws -> LineID {
            let line = try #require(norfolk.agreement.lines.all.first { $0.content?.promise?.by == party.id }).id
            norfolk.take(
                try norfolk.agreement.report(
                    line, after: 0, .kept, Evidence(words: cast.randomness.seal(text), link: nil, file: nil),
                    as: party[party.signing], on: norfolk.now.londonDay), by: .seat(party[party.signing].id))
            return line
        }
        let own = try report(by: cast.norfolk, "The advisers came.")
        norfolk.take(
            try norfolk.agreement.acceptReport(1, on: own, by: cast.department.id, on: norfolk.now.londonDay))
        let other = try report(by: cast.department, "The money was sent.")
        norfolk.take(
            try norfolk.agreement.challengeReport(
                1, on: other, reason: cast.randomness.seal("It was not."), by: cast.norfolk.id,
                on: norfolk.now.londonDay))
        try chronicle.append(norfolk)
        try chronicle.append(
            try cast.signedCompact(
                cast.gateshead, under: agenda, commencement: (nil, Day(2004, 1, 1)), due: .throughout))
        try chronicle.append(try cast.sentCompact(cast.rochdale, under: agenda))
        let views = try Views(in: folder.path, source: chronicle.source)
        try await views.reach(chronicle.size)
        try body(views, cast, norfolk)
        try views.close()
    }

    private func filter(_ body: String?, _ role: PromiseFilter.Role = .owes, _ state: PromiseState? = nil)
        -> PromiseFilter
    {
        var filter = PromiseFilter()
        (filter.body, filter.role, filter.state) = (body, role, state)
        return filter
    }

    @Test func `what one owes and what one is owed are the two sides of the same promises`() async throws {
        try await told { views, cast, _ in
            let viewer = Viewer(body: cast.norfolk.id, seat: nil)
            let owes = try views.promises(filter("926"), for: viewer, today: due)
            let owed = try views.promises(filter("926", .owed), for: viewer, today: due)
            #expect(owes.total == 2)
            #expect(owed.total == 2)
            #expect(Set(owes.rows.map(\.by)) == [cast.norfolk.id])
            #expect(Set(owed.rows.map(\.by)) == [cast.department.id])
            let department = try views.promises(filter("dfes"), for: viewer, today: due)
            #expect(Set(owed.rows).isSubset(of: department.rows))
            // What is settled comes last.
            #expect(owes.rows.map(\.standing.state) == [.open, .kept])
        }
    }

    @Test func `late is a matter of the day`() async throws {
        try await told { views, cast, _ in
            let viewer = Viewer(body: cast.norfolk.id, seat: nil)
            func states(_ day: Day) throws -> [PromiseState] {
                try views.promises(filter("dfes"), for: viewer, today: day).rows.filter { $0.by == cast.department.id }
                    .filter { $0.manner == .day(due) }.map(\.standing.state).sorted { $0.rawValue < $1.rawValue }
            }
            #expect(try states(due) == [.challenged, .open])
            #expect(try states(due.adding(days: 1)) == [.late, .late])
            for state in PromiseState.allCases {
                for day in [due, due.adding(days: 1)] {
                    let all = try views.promises(filter("dfes"), for: viewer, today: day).rows
                    let some = try views.promises(filter("dfes", .owes, state), for: viewer, today: day)
                    #expect(
                        some.rows
                            == all.filter {
                                state == .challenged ? $0.standing.isChallenged : $0.standing.state == state
                            })
                    #expect(some.total == some.rows.count)
                }
            }
        }
    }

    @Test func `nobody but the parties sees a promise before its agreement is public, or one that is not in force`()
        async throws
    {
        try await told { views, cast, _ in
            let eve = try #require(Day(2003, 12, 31))
            func seen(_ viewer: Viewer, _ day: Day) throws -> Set<Identifier<Body>> {
                Set(try views.promises(PromiseFilter(), for: viewer, today: day).rows.map(\.by))
            }
            let all: Set = [cast.norfolk.id, cast.department.id]
            #expect(try seen(.everyone, eve).intersection([cast.gateshead.id, cast.rochdale.id]) == [])
            #expect(try seen(.everyone, eve).isSuperset(of: all))
            #expect(try seen(Viewer(body: cast.gateshead.id, seat: nil), eve).contains(cast.gateshead.id))
            #expect(try seen(.everyone, eve.adding(days: 1)).contains(cast.gateshead.id))
            #expect(try views.promises(filter("390"), for: .everyone, today: eve).total == 0)
            #expect(
                try views.promises(filter("390"), for: Viewer(body: cast.gateshead.id, seat: nil), today: eve).total
                    == 2)
            #expect(try !seen(.everyone, due).contains(cast.rochdale.id))
        }
    }

    @Test func `a promise's reports tell who said what, and a list goes on from page to page`() async throws {
        try await told { views, cast, story in
            let challenged = try #require(
                try views.promises(filter("dfes", .owes, .challenged), for: .everyone, today: due).rows.first)
            let reports = try views.reports(
                on: challenged.line, in: challenged.agreement, for: .everyone, today: due)
            #expect(reports.map(\.words?.text) == ["The money was sent."])
            #expect(reports[0].answers.map(\.reason?.text) == ["It was not."])
            #expect(reports[0].answers.map(\.isAccepted) == [false])
            #expect(reports[0].seat?.body == cast.department.id)
            #expect(
                try views.reports(on: challenged.line, in: challenged.agreement, for: .everyone, today: Day(number: 0))
                    .isEmpty)
            var pages: [PromiseRead] = []
            for number in 1...9 {
                var asked = PromiseFilter()
                (asked.page, asked.size) = (number, 3)
                pages += try views.promises(asked, for: .everyone, today: due).rows
            }
            #expect(pages == (try views.promises(PromiseFilter(), for: .everyone, today: due).rows))
            let owner = try #require(story.agreement.promise(challenged.line)?.owner)
            #expect(try views.promises(ownedBy: owner, today: due).contains { $0.line == challenged.line })
        }
    }
}
