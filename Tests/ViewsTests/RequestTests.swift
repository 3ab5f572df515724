import Domain
import Pathfinders
import Testing
import Vocabulary

@testable import Views

@Suite struct RequestListTests {
    private struct Told {
        let chronicle: Chronicle
        let cast: Cast
        /// The compacts of Norfolk, Gateshead and Rochdale; Rochdale's is public from 2004 on.
        let stories: [Story<CompactKind>]

        var lines: [[CitedLine]] {
            stories.map { story in
                story.agreement.lines.all.filter { story.agreement.ask($0.id) != nil }
                    .map { CitedLine(story.agreement.id, $0.id) }
            }
        }
        /// The day after the last signature.
        var day: Day { stories[0].now.londonDay }
    }

    /// Three signed compacts that ask, and one that is still negotiated.
    private func told(seed: UInt64 = 2003) throws -> Told {
        let chronicle = try Chronicle(seed: seed)
        let cast = chronicle.cast
        let statement = try cast.signedStatement()
        try chronicle.append(statement)
        let agenda = try #require(statement.agreement.agenda)
        let stories = [
            try cast.signedCompact(cast.norfolk, under: agenda, asking: ["One return on staff.", "Longer budgets."]),
            try cast.signedCompact(cast.gateshead, under: agenda, asking: ["A single staff return."]),
            try cast.signedCompact(
                cast.rochdale, under: agenda, commencement: (nil, Day(2004, 1, 1)), asking: ["Staff counted once."]),
        ]
        for story in stories { try chronicle.append(story) }
        try chronicle.append(try cast.sentCompact(cast.kingston, under: agenda, asking: ["Not asked yet."]))
        return Told(chronicle: chronicle, cast: cast, stories: stories)
    }

    private func stamped(_ events: [RequestGroup.Event], _ told: Told, days: Int = 0) -> [(RequestGroup.Event, Stamp)] {
        let time = told.stories[0].now.adding(seconds: days * 86_400)
        return events.map {
            ($0, Stamp(position: 0, time: time, actor: .seat(told.cast.department[.adviser].id)))
        }
    }

    private func viewed(_ told: Told, _ body: (Views) throws -> Void) async throws {
        let folder = try Folder()
        let views = try Views(in: folder.path, source: told.chronicle.source)
        try await views.reach(told.chronicle.size)
        try body(views)
        try views.close()
    }

    private func filter(
        _ state: RequestState? = nil, by: String? = nil, _ concerns: Ask.Concern? = nil, words: String? = nil
    ) -> RequestFilter {
        var filter = RequestFilter()
        (filter.state, filter.by, filter.concerns, filter.words) = (state, by, concerns, words)
        return filter
    }

    @Test func `what was put is listed, and nothing before it is public`() async throws {
        let told = try told()
        try await viewed(told) { views in
            let found = try views.requests(filter(), today: told.day)
            #expect(
                Set(found.rows.map(\.title)) == ["One return on staff.", "Longer budgets.", "A single staff return."])
            #expect(found.total == 3)
            #expect(found.rows.allSatisfy { $0.asked == 1 && $0.state == .open && $0.byName != nil })
            let later = try #require(Day(2004, 1, 1))
            #expect(try views.requests(filter(), today: later.adding(days: -1)).total == 3)
            #expect(try views.requests(filter(), today: later).total == 4)
            let hidden = told.lines[2][0]
            #expect(try views.topic(hidden.description, today: later.adding(days: -1)) == nil)
            #expect(try views.topic(hidden.description, today: later) != nil)
            let due = told.day.adding(days: 84)
            #expect(try views.requests(filter(.late), today: due).total == 0)
            #expect(try views.requests(filter(.late), today: due.adding(days: 1)).total == 3)
            #expect(try views.requests(filter(.open), today: due.adding(days: 1)).total == 0)
            #expect(try views.requests(filter(.open), today: later).total == 1)
            let asked = try views.asked(of: told.cast.department.id, today: later)
            #expect(asked == AskedRead(open: 4, late: 3))
            #expect(try views.asked(of: told.cast.norfolk.id, today: due) == AskedRead(open: 0, late: 0))
        }
    }

    @Test func `filters find by who asks, by words and by what would have to change`() async throws {
        let told = try told()
        try await viewed(told) { views throws in
            #expect(try titles(told, views, filter(by: "926")) == ["One return on staff.", "Longer budgets."])
            #expect(try titles(told, views, filter(by: "390")) == ["A single staff return."])
            #expect(
                try titles(told, views, filter(words: "STAFF returns")) == [
                    "One return on staff.", "A single staff return.",
                ])
            #expect(try titles(told, views, filter(words: "\"*")) == [])
            #expect(try titles(told, views, filter(.procedure)) == titles(told, views, filter()))
            #expect(try titles(told, views, filter(.policy)) == [])
        }
    }

    private func titles(_ told: Told, _ views: Views, _ filter: RequestFilter) throws -> Set<String> {
        let found = try views.requests(filter, today: told.day)
        #expect(found.total == found.rows.count)
        return Set(found.rows.map(\.title))
    }

    private func filter(_ concerns: Ask.Concern) -> RequestFilter { filter(nil, concerns) }
    private func filter(_ state: RequestState?, _ concerns: Ask.Concern) -> RequestFilter {
        filter(state, by: nil, concerns)
    }

    @Test func `equal requests are one row with one answer, and everybody sees how many asked`() async throws {
        let told = try told()
        let (cast, lines) = (told.cast, told.lines)
        let group: Identifier<RequestGroup> = cast.identifier()
        let department = cast.department.id
        try told.chronicle.append(
            stamped([.opened(of: department, title: "One return", requests: [lines[0][0], lines[0][1]])], told),
            to: group)
        try told.chronicle.append(
            stamped(
                [
                    .parted(request: lines[0][1], reason: cast.randomness.seal("It is about money.")),
                    .joined(requests: [lines[1][0]]),
                ], told, days: 1), to: group)
        try told.chronicle.append(
            stamped(
                [.answered(answer: 1, outcome: .declined, reasons: cast.randomness.seal("The law."))], told, days: 5),
            to: group)
        try told.chronicle.append(
            stamped(
                [
                    .answered(answer: 2, outcome: .accepted, reasons: cast.randomness.seal("The law was changed.")),
                    .resulted(
                        result: 1, words: cast.randomness.seal("Tried in 140 schools."),
                        link: cast.randomness.seal("https://example.org/")),
                ], told, days: 9), to: group)
        try await viewed(told) { views in
            let today = told.day.adding(days: 10)
            let found = try views.requests(filter(), today: today).rows
            #expect(found.map(\.title) == ["Longer budgets.", "One return"])
            let one = try #require(found.last)
            #expect(one.group == group)
            #expect((one.asked, one.state, one.answers, one.results, one.days) == (2, .accepted, 2, 1, 5))
            #expect(one.byName == nil)
            let whole = try #require(try views.topic(group.description, today: today))
            #expect(Set(whole.requests.map(\.cited)) == [lines[0][0], lines[1][0]])
            #expect(whole.answers.map(\.reasons.text) == ["The law.", "The law was changed."])
            #expect(whole.answers.map(\.outcome) == [.declined, .accepted])
            #expect(whole.answers.allSatisfy { $0.seat?.title == cast.department[.adviser].title })
            #expect(whole.results.map(\.link?.text) == ["https://example.org/"])
            #expect(try views.topic(of: lines[1][0]) == group.description)
            #expect(try views.topic(of: lines[0][1]) == lines[0][1].description)
            let id = told.stories[0].agreement.id.description
            let compact = try #require(
                try views.agreement(id, kind: CompactKind.name, for: .everyone, today: today))
            #expect(compact.requests[lines[0][0].line]?.state == .accepted)
            #expect(compact.requests[lines[0][0].line]?.asked == 2)
            #expect(compact.requests[lines[0][1].line]?.state == .open)
            #expect(try views.requests(filter(.accepted), today: today).total == 1)
            #expect(try views.requests(filter(.declined), today: today).total == 0)
            #expect(try views.requests(filter(by: "926"), today: today).total == 2)
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `groups folded one by one and thousands at once leave the same tables`(seed: UInt64) async throws {
        let told = try told(seed: seed)
        var random = Seeded(seed)
        let (cast, folder) = (told.cast, try Folder())
        let lines = told.lines.flatMap(\.self)
        var groups: [Identifier<RequestGroup>: RequestGroup] = [:]
        var home: [CitedLine: Identifier<RequestGroup>] = [:]
        for step in 0..<60 {
            let line = random.one(of: lines)
            let words = cast.randomness.seal("Words \(step)")
            var id: Identifier<RequestGroup> = cast.identifier()
            var events: [RequestGroup.Event] = []
            let known = groups.values.sorted { $0.id < $1.id }
            switch Int.random(in: 0..<5, using: &random) {
            case 0 where home[line] == nil:
                events = [.opened(of: cast.department.id, title: "Asked \(step)", requests: [line])]
                home[line] = id
            case 1 where home[line] == nil && !known.isEmpty:
                id = random.one(of: known).id
                events = [.joined(requests: [line])]
                home[line] = id
            case 2:
                guard let own = home[line], let group = groups[own] else { continue }
                id = own
                events = (try? group.part(line, reason: words, as: cast.department[.adviser])) ?? []
                if !events.isEmpty { home[line] = nil }
            case 3 where !known.isEmpty:
                let group = random.one(of: known)
                id = group.id
                events =
                    (try? group.answer(
                        random.one(of: RequestGroup.Outcome.allCases), reasons: words, after: group.revision,
                        as: cast.department[.adviser])) ?? []
            default:
                guard let group = known.first(where: { !$0.answers.isEmpty }) else { continue }
                id = group.id
                events = try group.result(words, link: nil, after: group.results, as: cast.department[.adviser])
            }
            for (event, stamp) in stamped(events, told, days: step) {
                if groups[id] == nil {
                    groups[id] = RequestGroup(opening: event, as: id, stamp)
                } else {
                    groups[id]?.apply(event, stamp)
                }
            }
            try told.chronicle.append(stamped(events, told, days: step), to: id)
        }
        #expect(groups.count > 1)
        var rows: [[String]] = []
        for batch in [1, 7, 4000] {
            let views = try Views(in: try folder.within("\(batch)"), source: told.chronicle.source, batch: batch)
            try await views.reach(told.chronicle.size)
            rows.append(try views.rows())
            try views.close()
        }
        for other in rows.dropFirst() { #expect(Set(rows[0]).symmetricDifference(other).sorted() == []) }
        #expect(rows[0].contains { $0.hasPrefix("topic: ") })
    }
}
