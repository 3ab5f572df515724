import Domain
import Pathfinders
import Testing
import Vocabulary

@testable import Views

@Suite struct MoneyViewTests {
    /// An agreement with conditions that has seen every step, ended or not.
    static func told(_ chronicle: Chronicle, ending: Bool) throws -> Story<ConditionalKind> {
        let cast = chronicle.cast
        var story = try cast.signedConditional(ending ? cast.gateshead : cast.norfolk)
        let authority = ending ? cast.gateshead : cast.norfolk
        let (payer, certifier) = (cast.department[.financeOfficer], authority[.financeOfficer])
        let adviser = cast.department[.adviser]
        let why = cast.randomness.seal("As the return shows.")
        story.now = Instant(day: Cast.day(2004, 7, 1))
        let today = story.now.londonDay
        let lines = story.agreement.instalments.map(\.line)
        let returns = story.line(.returns).id
        func take(_ seat: Seat, _ rule: (ConditionalAgreement) throws -> [AgreementEvent]) throws {
            story.take(try rule(story.agreement), by: .seat(seat.id))
        }
        let moves: [(Int, Payment.Move)] = [
            (0, .met), (0, .paid(amount: Cast.pounds(200_000), on: today)),
            (0, .withheld(amount: Cast.pounds(100_000))),
            (0, .repaid(amount: Cast.pounds(200_000), on: today)), (1, .suspended), (2, .suspended), (2, .released),
            (2, .met), (2, .paid(amount: Cast.pounds(200_000), on: today)),
            (3, .withheld(amount: Cast.pounds(100_000))),
            (4, .met),
        ]
        for (index, move) in moves {
            try take(payer) {
                try $0.move(lines[index], move, reason: why, after: $0.paymentSteps.count, as: payer, on: today)
            }
        }
        try take(payer) {
            try $0.reprofile(
                [
                    Profiled(line: lines[1], amount: .nothing, due: Cast.day(2005, 6, 30)),
                    Profiled(line: lines[4], amount: Cast.pounds(400_000), due: Cast.day(2009, 3, 31)),
                ], reason: why, after: $0.paymentSteps.count, as: payer, on: today)
        }
        for (due, verdict) in [
            (Cast.day(2004, 10, 31), Return.Verdict.satisfied), (Cast.day(2005, 4, 30), .sentBack),
            (Cast.day(2005, 10, 31), nil),
        ] {
            let words = cast.returnWords("12", "-3")
            try take(authority[.officer]) {
                try $0.prepare(returns, due: due, words, after: 0, as: authority[.officer], on: today)
            }
            try take(certifier) {
                try $0.certify(returns, due: due, edition: 1, as: certifier, on: today)
            }
            guard let verdict else { continue }
            try take(adviser) {
                try $0.assess(
                    returns, due: due, edition: 1, verdict, again: verdict == .sentBack ? Cast.day(2005, 5, 31) : nil,
                    words: why, summary: why, as: adviser, on: today)
            }
        }
        try take(authority[.officer]) {
            try $0.prepare(
                returns, due: Cast.day(2006, 4, 30), cast.returnWords("1", "1"), after: 0, as: authority[.officer],
                on: today)
        }
        try take(adviser) {
            try $0.monitor(.enhanced, reason: why, after: $0.monitoringChanges, by: cast.department.id, on: today)
        }
        try take(adviser) {
            try $0.ask(
                forReturn: returns, due: Cast.day(2004, 8, 31), reason: why, by: cast.department.id, on: today)
        }
        if ending {
            try take(cast.department[.minister]) { try $0.terminate(reason: why, by: cast.department.id, on: today) }
        }
        try chronicle.append(story)
        return story
    }

    @Test func `payments and returns folded one by one and thousands at once leave the same tables`() async throws {
        let (chronicle, folder) = (try Chronicle(), try Folder())
        for ending in [false, true] { _ = try Self.told(chronicle, ending: ending) }
        var rows: [[String]] = []
        for batch in [1, 7, 4000] {
            let views = try Views(in: try folder.within("\(batch)"), source: chronicle.source, batch: batch)
            try await views.reach(chronicle.size)
            rows.append(try views.rows())
            try views.close()
        }
        for other in rows.dropFirst() { #expect(Set(rows[0]).symmetricDifference(other).sorted() == []) }
        for table in ["payment", "paymentStep", "paymentChange", "given", "edition", "returnStep"] {
            #expect(rows[0].contains { $0.hasPrefix("\(table): ") }, "\(table)")
        }
    }

    @Test func `each state is found by its filter, and by one only`() async throws {
        let (chronicle, folder) = (try Chronicle(), try Folder())
        let stories = try [false, true].map { try Self.told(chronicle, ending: $0) }
        let views = try Views(in: folder.path, source: chronicle.source)
        try await views.reach(chronicle.size)
        let cast = chronicle.cast
        for today in [Cast.day(2004, 7, 1), Cast.day(2005, 6, 30), Cast.day(2009, 4, 1)] {
            var all = MoneyFilter<PaymentState>()
            all.size = 100
            let payments = try views.payments(all, for: .everyone, today: today)
            #expect(payments.total == 10 && payments.rows.count == 10)
            for state in PaymentState.allCases {
                all.state = state
                let found = try views.payments(all, for: .everyone, today: today)
                #expect(found.rows.map(\.line) == payments.rows.filter { $0.state == state }.map(\.line), "\(state)")
                #expect(found.total == found.rows.count)
            }
            var every = MoneyFilter<ReturnState>()
            every.size = 100
            for viewer in [Viewer.everyone, Viewer(body: cast.norfolk.id, seat: nil)] {
                every.state = nil
                let returns = try views.returns(every, for: viewer, today: today)
                #expect(returns.total == 22)
                for state in ReturnState.allCases where viewer == .everyone {
                    every.state = state
                    let found = try views.returns(every, for: viewer, today: today)
                    #expect(
                        found.rows.map(\.due) == returns.rows.filter { $0.state == state }.map(\.due),
                        "\(state), \(today)")
                }
            }
        }
        // A body is on either side; a page is a part.
        var own = MoneyFilter<PaymentState>()
        own.body = "926"
        #expect(try views.payments(own, for: .everyone, today: Cast.day(2005, 1, 1)).total == 5)
        own.body = "dfes"
        own.size = 3
        own.page = 4
        #expect(try views.payments(own, for: .everyone, today: Cast.day(2005, 1, 1)).rows.count == 1)
        own.body = "354"
        own.page = 1
        #expect(try views.payments(own, for: .everyone, today: Cast.day(2005, 1, 1)).total == 0)
        // What is to be done soon: the Department decides and assesses, the council makes.
        let day = Cast.day(2004, 9, 1)
        let due = try views.returnsDue(of: cast.norfolk.id, by: day, today: day)
        #expect(due.map(\.due) == [Cast.day(2004, 8, 31)])
        let assess = try views.returnsDue(of: cast.department.id, by: day, today: day)
        #expect(Set(assess.map(\.due)) == [Cast.day(2005, 10, 31)] && assess.count == 2)
        let decide = try views.paymentsDue(of: cast.department.id, by: Cast.day(2009, 3, 31), today: day)
        #expect(decide.count == 2 && decide.allSatisfy { $0.amount == Cast.pounds(400_000) })
        #expect(try views.paymentsDue(of: cast.norfolk.id, by: Cast.day(2009, 3, 31), today: day).isEmpty)
        let seat = cast.department[.financeOfficer].id
        #expect(try views.payments(decidedBy: seat, today: day).count == 2)
        #expect(try views.returns(certifiedBy: cast.norfolk[.financeOfficer].id, today: day).count == 9)
        _ = stories
        try views.close()
    }

    @Test func `where a return stands is everyone's, and what is made of it the parties'`() async throws {
        let (chronicle, folder) = (try Chronicle(), try Folder())
        let story = try Self.told(chronicle, ending: false)
        let views = try Views(in: folder.path, source: chronicle.source)
        try await views.reach(chronicle.size)
        let cast = chronicle.cast
        let (today, back) = (Cast.day(2004, 7, 2), Cast.day(2005, 4, 30))
        func read(_ body: Identifier<Body>?) throws -> ReturnRead? {
            try views.returns(
                of: story.agreement.id.description, kind: ConditionalKind.name, for: Viewer(body: body, seat: nil),
                today: today
            ).first { $0.due == back }
        }
        for body in [nil, cast.gateshead.id] {
            let seen = try #require(try read(body))
            #expect(seen.state == .awaited && seen.verdict == nil)
        }
        for body in [cast.norfolk.id, cast.department.id] {
            let seen = try #require(try read(body))
            #expect(seen.state == .awaited && seen.verdict == .sentBack)
        }
        // A version that was not certified is its writer's.
        let written = Cast.day(2006, 4, 30)
        let line = story.line(.returns).id
        for (body, count) in [(nil, 0), (cast.department.id, 0), (cast.norfolk.id, 1)] as [(Identifier<Body>?, Int)] {
            let editions = try views.editions(
                of: line, due: written, in: story.agreement.id.description, for: Viewer(body: body, seat: nil))
            #expect(editions.count == count)
            let seen = try #require(
                try views.returns(
                    of: story.agreement.id.description, kind: ConditionalKind.name, for: Viewer(body: body, seat: nil),
                    today: today
                ).first { $0.due == written })
            #expect(seen.editions == count)
        }
        try views.close()
    }
}
