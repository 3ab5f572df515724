import Domain
import Pathfinders
import Testing
import Vocabulary

@Suite struct ConditionalTests {
    private let cast = Cast()
    private var norfolk: Party { cast.norfolk }
    private var department: Party { cast.department }
    private var payer: Seat { department[.financeOfficer] }
    private var certifier: Seat { norfolk[.financeOfficer] }
    private var officer: Seat { norfolk[.officer] }
    private var why: Sealed { cast.randomness.seal("As the return shows.") }

    private func draft() throws -> Draft<ConditionalKind> { try cast.conditionalDraft(norfolk) }

    private func lacking(_ draft: Draft<ConditionalKind>) -> [String] {
        draft.lacking(named: [], in: cast.circumstances([norfolk, department])).map(\.rule)
    }

    // MARK: What it must be

    @Test func `a complete one can be sent by either side`() throws {
        for author in [norfolk, department] {
            let draft = try cast.conditionalDraft(norfolk, by: author)
            let events = try draft.send(named: [], in: cast.circumstances([norfolk, department]))
            #expect(events.count == draft.lines.count + 1)
        }
        #expect(lacking(try draft()) == [])
    }

    @Test func `each required part that is taken out is missed`() throws {
        for (name, rule) in [
            (Part.Name.summary, "conditional.summary"), (.period, "conditional.period"),
            (.condition, "conditional.payment"), (.payment, "conditional.payment"),
        ] {
            var draft = try draft()
            for line in draft.lines(name) { draft.remove(line.id) }
            #expect(lacking(draft) == [rule], "\(name)")
        }
        for topic in ConditionalKind.sections {
            var draft = try draft()
            for line in draft.lines(.section) {
                if case .section(topic, _, _) = line.content { draft.remove(line.id) }
            }
            #expect(lacking(draft) == ["conditional.section"], "\(topic)")
        }
    }

    @Test func `it needs an authority, and holds no key that another could want`() throws {
        var draft = try draft()
        draft.framework = Framework()
        let circumstances = cast.circumstances([norfolk, department])
        #expect(broken { try draft.send(named: [], in: circumstances) } == ["draft.authority"])
        let story = try cast.signedConditional(norfolk)
        #expect(story.agreement.claims == [])
    }

    @Test func `a payment comes from the Department, by a seat that may decide, under a condition of the other side`()
        throws
    {
        var draft = try draft()
        let circumstances = cast.circumstances([norfolk, department])
        let conditions = draft.lines(.condition).map(\.id)
        func payment(_ by: Party, _ owner: Seat?, _ amount: Money, under condition: LineID) -> Part {
            .payment(
                condition: condition, text: "More",
                instalment: Instalment(by: by.id, owner: owner?.id, amount: amount, due: Cast.day(2005, 6, 30)))
        }
        let some = Cast.pounds(10)
        let wrong: [(Part, String)] = [
            (payment(norfolk, certifier, some, under: conditions[1]), "payment.side"),
            (payment(department, payer, some, under: conditions[1]), "payment.side"),
            (payment(department, department[.adviser], some, under: conditions[0]), "payment.owner"),
            (payment(department, certifier, some, under: conditions[0]), "payment.owner"),
            (payment(department, payer, .nothing, under: conditions[0]), "payment.amount"),
            (payment(department, payer, some, under: draft.lines(.summary)[0].id), "part.above"),
        ]
        for (part, rule) in wrong {
            let rules = broken { try draft.put(part, as: cast.identifier(), in: circumstances) }
            #expect(rules == [rule], "\(part)")
        }
        try draft.put(payment(department, payer, some, under: conditions[0]), as: cast.identifier(), in: circumstances)
    }

    @Test func `payments and returns fall due while it runs`() throws {
        let circumstances = cast.circumstances([norfolk, department])
        var early = try draft()
        let condition = early.lines(.condition)[0].id
        try early.put(
            .payment(
                condition: condition, text: "Too early",
                instalment: Instalment(
                    by: department.id, owner: payer.id, amount: Cast.pounds(1), due: Cast.day(2004, 3, 31))),
            as: cast.identifier(), in: circumstances)
        #expect(lacking(early) == ["payment.period"])
        var late = try draft()
        try late.put(
            .returns(
                text: "Long after",
                template: ReturnTemplate(
                    by: norfolk.id, owner: certifier.id, to: department.id, days: [Cast.day(2010, 4, 1)], figures: [],
                    weeks: 4)), as: cast.identifier(), in: circumstances)
        #expect(lacking(late) == ["returns.period"])
    }

    @Test func `returns name a seat that certifies, real days, and a clock`() throws {
        var draft = try draft()
        let circumstances = cast.circumstances([norfolk, department])
        let day = Cast.day(2005, 10, 31)
        func returns(
            _ owner: Seat, days: [Day], figures: [String] = [], weeks: Int = 4, to: Identifier<Body>? = nil
        ) -> Part {
            .returns(
                text: "All",
                template: ReturnTemplate(
                    by: norfolk.id, owner: owner.id, to: to ?? department.id, days: days, figures: figures, weeks: weeks
                ))
        }
        let wrong: [(Part, [String])] = [
            (returns(norfolk[.director], days: [day]), ["returns.owner"]),
            (returns(certifier, days: []), ["returns.days"]), (returns(certifier, days: [day, day]), ["returns.days"]),
            (returns(certifier, days: [day, day.adding(days: -1)]), ["returns.days"]),
            (returns(certifier, days: [day], figures: ["Places", "Places"]), ["returns.figures"]),
            (returns(certifier, days: [day], figures: [" "]), ["wording.empty"]),
            (returns(certifier, days: [day], weeks: 53), ["returns.clock"]),
            (returns(certifier, days: [day], to: norfolk.id), ["returns.side"]),
        ]
        for (part, rules) in wrong {
            #expect(broken { try draft.put(part, as: cast.identifier(), in: circumstances) } == rules, "\(part)")
        }
    }

    @Test func `a period ends after it begins, and within 25 years`() throws {
        var draft = try draft()
        let circumstances = cast.circumstances([norfolk, department])
        let line = draft.lines(.period)[0].id
        let from = Cast.day(2004, 2, 29)
        for (until, rules) in [
            (from, ["period.days"]), (from.adding(days: -1), ["period.days"]), (Cast.day(2029, 3, 1), ["period.days"]),
            (Cast.day(2029, 2, 28), []), (from.adding(days: 1), []),
        ] {
            #expect(
                broken { try draft.put(.period(from: from, until: until), as: line, in: circumstances) } == rules,
                "\(until)")
        }
    }

    // MARK: Money

    private func move(
        _ story: inout Story<ConditionalKind>, _ line: LineID, _ move: Payment.Move
    ) throws(Refusal) {
        let agreement = story.agreement
        story.take(
            try agreement.move(
                line, move, reason: why, after: agreement.paymentSteps.count, as: payer, on: story.now.londonDay),
            by: .seat(payer.id))
    }

    private func began() throws -> (story: Story<ConditionalKind>, lines: [LineID]) {
        var story = try cast.signedConditional(norfolk)
        story.now = Instant(day: Cast.day(2004, 7, 1))
        return (story, story.agreement.instalments.map(\.line))
    }

    @Test func `an instalment is found to be met, paid in parts, and what is left withheld`() throws {
        var (story, lines) = try began()
        let line = lines[0]
        let today = story.now.londonDay
        #expect(broken { try move(&story, line, .paid(amount: Cast.pounds(1), on: today)) } == ["payment.state"])
        try move(&story, line, .met)
        #expect(broken { try move(&story, line, .met) } == ["payment.state"])
        #expect(broken { try move(&story, line, .released) } == ["payment.state"])
        #expect(broken { try move(&story, line, .paid(amount: .nothing, on: today)) } == ["payment.amount"])
        #expect(
            broken { try move(&story, line, .paid(amount: Cast.pounds(300_001), on: today)) } == ["payment.amount"])
        #expect(
            broken { try move(&story, line, .paid(amount: Cast.pounds(1), on: today.adding(days: 1))) }
                == ["payment.day"])
        #expect(
            broken { try move(&story, line, .paid(amount: Cast.pounds(1), on: Cast.day(2004, 3, 1))) }
                == ["payment.day"])
        try move(&story, line, .paid(amount: Cast.pounds(180_000), on: today))
        #expect(story.agreement.payment(line)?.state == .met)
        #expect(story.agreement.payment(line)?.outstanding == Cast.pounds(120_000))
        try move(&story, line, .withheld(amount: Cast.pounds(120_000)))
        #expect(story.agreement.payment(line)?.state == .paid)
        #expect(broken { try move(&story, line, .suspended) } == ["payment.settled"])
        #expect(
            broken { try move(&story, line, .repaid(amount: Cast.pounds(180_001), on: today)) } == ["payment.amount"])
        try move(&story, line, .repaid(amount: Cast.pounds(80_000), on: today))
        #expect(story.agreement.payment(line)?.state == .paid)
        try move(&story, line, .repaid(amount: Cast.pounds(100_000), on: today))
        #expect(story.agreement.payment(line)?.state == .repaid)
        let ledger = story.agreement.ledger
        #expect(ledger.total == Cast.pounds(1_000_000) && ledger.paid == Cast.pounds(180_000))
        #expect(ledger.withheld == Cast.pounds(120_000) && ledger.repaid == ledger.paid)
        #expect(ledger.outstanding == Cast.pounds(700_000))
        let step = try #require(story.agreement.paymentSteps.last)
        #expect(step.before.repaid == Cast.pounds(80_000) && step.after.repaid == Cast.pounds(180_000))
    }

    @Test func `only the named seat decides, from the first day in force, having read every step`() throws {
        let (story, lines) = try began()
        let agreement = story.agreement
        let today = story.now.londonDay
        for seat in [department[.minister], department[.adviser], certifier] {
            let rules = broken { try agreement.move(lines[0], .met, reason: why, after: 0, as: seat, on: today) }
            #expect(rules == ["payment.seat"], "\(seat.title)")
        }
        #expect(throws: Refusal.stale(0)) {
            try agreement.move(lines[0], .met, reason: why, after: 1, as: payer, on: today)
        }
        let condition = story.line(.condition).id
        #expect(
            broken { try agreement.move(condition, .met, reason: why, after: 0, as: payer, on: today) }
                == ["payment.none"])
        let before = Cast.day(2004, 3, 1)
        #expect(
            broken { try agreement.move(lines[0], .met, reason: why, after: 0, as: payer, on: before) }
                == ["course.early"])
    }

    @Test func `a profile is spread anew without changing its total`() throws {
        var (story, lines) = try began()
        func spread(_ changes: [(Int, Int64, Day)]) -> [String] {
            broken {
                let profile = changes.map {
                    Profiled(line: lines[$0.0], amount: Cast.pounds($0.1 * 1000), due: $0.2)
                }
                let agreement = story.agreement
                story.take(
                    try agreement.reprofile(
                        profile, reason: why, after: agreement.paymentSteps.count, as: payer, on: story.now.londonDay))
            }
        }
        let (first, second, third) = (Cast.day(2004, 6, 30), Cast.day(2005, 6, 30), Cast.day(2006, 6, 30))
        #expect(spread([(0, 300, first)]) == ["payment.unchanged"])
        #expect(spread([(0, 200, first), (1, 300, second)]) == ["payment.total"])
        #expect(spread([(0, 200, first), (0, 400, first)]) == ["payment.none"])
        #expect(spread([(1, 300, Cast.day(2004, 6, 30))]) == ["payment.day"])
        #expect(spread([(1, 300, Cast.day(2009, 4, 1))]) == ["payment.day"])
        #expect(spread([(0, 200, first), (1, 400, Cast.day(2009, 3, 31))]) == [])
        try move(&story, lines[0], .met)
        try move(&story, lines[0], .paid(amount: Cast.pounds(150_000), on: story.now.londonDay))
        #expect(spread([(0, 100, first), (2, 300, third)]) == ["payment.amount"])
        #expect(spread([(0, 150, first), (2, 250, third)]) == [])
        #expect(story.agreement.payment(lines[0])?.state == .paid)
        #expect(spread([(0, 100, first), (2, 300, third)]) == ["payment.settled"])
        #expect(spread([(1, 0, Cast.day(2009, 3, 31)), (2, 650, third)]) == [])
        #expect(story.agreement.payment(lines[1])?.state == .moved)
        #expect(story.agreement.ledger.total == Cast.pounds(1_000_000))
        #expect(story.agreement.paymentSteps.last?.changes.count == 2)
    }

    @Test(arguments: 0..<20) func `instalments always sum to their total`(seed: Int) throws {
        var random = Seeded(UInt64(seed))
        var (story, lines) = try began()
        let total = story.agreement.ledger.total
        var taken = 0
        for _ in 0..<200 {
            let agreement = story.agreement
            let (line, other) = (random.one(of: lines), random.one(of: lines))
            let sum = Cast.pounds(Int64.random(in: 0...200_000, using: &random))
            let today = story.now.londonDay
            let events: [AgreementEvent]
            do throws(Refusal) {
                if Int.random(in: 0..<4, using: &random) == 0 {
                    guard let one = agreement.payment(line), let two = agreement.payment(other) else { continue }
                    events = try agreement.reprofile(
                        [
                            Profiled(line: line, amount: one.amount.less(sum), due: one.due),
                            Profiled(line: other, amount: two.amount.adding(sum), due: two.due),
                        ], reason: why, after: agreement.paymentSteps.count, as: payer, on: today)
                } else {
                    let moves: [Payment.Move] = [
                        .met, .paid(amount: sum, on: today), .suspended, .released, .withheld(amount: sum),
                        .repaid(amount: sum, on: today),
                    ]
                    events = try agreement.move(
                        line, random.one(of: moves), reason: why, after: agreement.paymentSteps.count, as: payer,
                        on: today)
                }
            } catch {
                continue
            }
            taken += 1
            story.take(events)
            let payments = story.agreement.instalments.map(\.payment)
            for payment in payments {
                let parts = [payment.paid, payment.withheld, payment.outstanding]
                #expect(Money.sum(parts) == payment.amount)
                #expect(payment.repaid <= payment.paid)
            }
            let ledger = story.agreement.ledger
            #expect(ledger.total == total)
            #expect(Money.sum([ledger.paid, ledger.withheld, ledger.outstanding]) == total)
            let step = try #require(story.agreement.paymentSteps.last)
            #expect(step.after == ledger && step.before.total == total)
        }
        #expect(taken > 20)
    }

    @Test(arguments: [false, true]) func `what a page offers next is what the rule allows, and nothing else`(
        ending: Bool
    )
        throws
    {
        let paths: [[Payment.Move]] = [
            [], [.met], [.suspended], [.met, .suspended], [.suspended, .met], [.suspended, .released],
            [.met, .paid(amount: Cast.pounds(1), on: Cast.day(2004, 7, 1))],
            [.met, .paid(amount: Cast.pounds(1), on: Cast.day(2004, 7, 1)), .suspended],
            [.withheld(amount: Cast.pounds(300_000))],
            [.met, .paid(amount: Cast.pounds(300_000), on: Cast.day(2004, 7, 1))],
        ]
        for path in paths {
            var (story, lines) = try began()
            for step in path { try move(&story, lines[0], step) }
            let (today, one) = (story.now.londonDay, Cast.pounds(1))
            if ending { story.take(try story.agreement.terminate(reason: why, by: department.id, on: today)) }
            let all: [Payment.Move] = [
                .met, .paid(amount: one, on: today), .suspended, .released, .withheld(amount: one),
                .repaid(amount: one, on: today),
            ]
            let allowed = all.filter { step in
                var copy = story
                return broken { try move(&copy, lines[0], step) }.isEmpty
            }
            let payment = try #require(story.agreement.payment(lines[0]))
            let offered = Payment.Move.Word.next(
                outstanding: payment.outstanding, kept: payment.kept, isMet: payment.isMet,
                isSuspended: payment.isSuspended, ended: ending)
            #expect(Set(offered) == Set(allowed.map(\.word)), "\(path)")
        }
    }

    // MARK: Returns

    @Test func `a return is written by an officer, certified by its seat, and assessed by the other side`() throws {
        var (story, _) = try began()
        let line = story.line(.returns).id
        let due = Cast.day(2004, 10, 31)
        let today = story.now.londonDay
        let words = cast.returnWords("12", "-350000.50")
        func agreement() -> ConditionalAgreement { story.agreement }
        #expect(
            broken { try agreement().prepare(line, due: due, words, after: 0, as: department[.adviser], on: today) }
                == ["returns.seat"])
        #expect(
            broken { try agreement().prepare(line, due: today, words, after: 0, as: officer, on: today) }
                == ["returns.none"])
        let few = ReturnWords(figures: [], narrative: why, risks: why, summary: why)
        #expect(
            broken { try agreement().prepare(line, due: due, few, after: 0, as: officer, on: today) }
                == ["returns.figures"])
        story.take(try agreement().prepare(line, due: due, words, after: 0, as: officer, on: today))
        #expect(throws: Refusal.stale(1)) {
            try agreement().prepare(line, due: due, words, after: 0, as: officer, on: today)
        }
        let own = Audience.body(norfolk.id)
        let written = try #require(story.history.last).0
        #expect(agreement().audience(of: written) == own)
        #expect(
            broken { try agreement().certify(line, due: due, edition: 1, as: officer, on: today) }
                == ["returns.certify"])
        #expect(throws: Refusal.stale(1)) {
            try agreement().assess(
                line, due: due, edition: 1, .satisfied, words: why, summary: nil, as: department[.adviser], on: today)
        }
        story.take(try agreement().prepare(line, due: due, words, after: 1, as: certifier, on: today))
        #expect(throws: Refusal.stale(2)) {
            try agreement().certify(line, due: due, edition: 1, as: certifier, on: today)
        }
        story.take(try agreement().certify(line, due: due, edition: 2, as: certifier, on: today))
        #expect(try agreement().certify(line, due: due, edition: 2, as: certifier, on: today) == [])
        #expect(agreement().audience(of: written) == own)
        let second = story.events.last {
            if case .returnPrepared(_, _, _, 2, _, _, _, _, _) = $0 { true } else { false }
        }
        let parties = Audience.parties([norfolk.id, department.id])
        #expect(agreement().audience(of: try #require(second)) == parties)
        #expect(
            broken { try agreement().prepare(line, due: due, words, after: 2, as: officer, on: today) }
                == ["returns.certified"])
        #expect(
            broken {
                try agreement().assess(
                    line, due: due, edition: 2, .satisfied, words: why, summary: why, as: officer, on: today)
            } == ["returns.assess"])
        story.take(
            try agreement().assess(
                line, due: due, edition: 2, .sentBack, again: Cast.day(2004, 12, 31), words: why, summary: nil,
                as: department[.adviser], on: today))
        #expect(agreement().return(line, due: due)?.state == .awaited)
        #expect(
            broken { try agreement().certify(line, due: due, edition: 2, as: certifier, on: today) }
                == ["returns.sent-back"])
        story.take(try agreement().prepare(line, due: due, words, after: 2, as: officer, on: today))
        story.take(try agreement().certify(line, due: due, edition: 3, as: certifier, on: today))
        story.take(
            try agreement().assess(
                line, due: due, edition: 3, .satisfied, words: why, summary: why, as: department[.adviser], on: today))
        #expect(agreement().return(line, due: due)?.state == .assessed)
        #expect(
            broken { try agreement().prepare(line, due: due, words, after: 3, as: officer, on: today) }
                == ["returns.assessed"])
        let publicDay = try #require(agreement().publicFrom)
        let last = try #require(story.events.last)
        #expect(agreement().audience(of: last) == .parties([norfolk.id, department.id], everyoneFrom: publicDay))
        let assessed = story.events.last { if case .returnAssessed = $0 { true } else { false } }
        #expect(agreement().audience(of: try #require(assessed)) == parties)
    }

    @Test func `more returns are asked for under enhanced monitoring only`() throws {
        var (story, _) = try began()
        let line = story.line(.returns).id
        let today = story.now.londonDay
        let due = today.adding(days: 30)
        func agreement() -> ConditionalAgreement { story.agreement }
        #expect(
            broken { try agreement().ask(forReturn: line, due: due, reason: why, by: department.id, on: today) }
                == ["monitoring.ordinary"])
        #expect(
            broken {
                try agreement().monitor(
                    .enhanced, reason: why, after: story.agreement.monitoringChanges, by: norfolk.id, on: today)
            } == ["returns.assess"])
        #expect(
            broken {
                try agreement().monitor(
                    .ordinary, reason: why, after: story.agreement.monitoringChanges, by: department.id, on: today)
            }
                == ["monitoring.same"])
        story.take(
            try agreement().monitor(
                .enhanced, reason: why, after: story.agreement.monitoringChanges, by: department.id, on: today))
        for (day, rule) in [
            (today, "returns.day"), (Cast.day(2010, 4, 1), "returns.day"),
            (Cast.day(2004, 10, 31), "returns.day-taken"),
        ] {
            #expect(
                broken { try agreement().ask(forReturn: line, due: day, reason: why, by: department.id, on: today) }
                    == [rule], "\(day)")
        }
        story.take(try agreement().ask(forReturn: line, due: due, reason: why, by: department.id, on: today))
        #expect(agreement().returns(line).map(\.due).prefix(2) == [due, Cast.day(2004, 10, 31)])
        #expect(agreement().return(line, due: due)?.isExtra == true)
        story.take(
            try agreement().monitor(
                .ordinary, reason: why, after: story.agreement.monitoringChanges, by: department.id, on: today))
        // What was asked for is still owed.
        #expect(agreement().returns(line).count == 11)
    }

    // MARK: Five years

    @Test func `an agreement with conditions lives through five financial years`() throws {
        var (story, lines) = try began()
        let returns = story.line(.returns).id
        let condition = story.line(.condition).id
        let total = Cast.pounds(1_000_000)
        func today() -> Day { story.now.londonDay }
        func go(to day: Day) { story.now = Instant(day: day) }
        func report(_ due: Day, _ places: String) throws {
            let count = story.agreement.return(returns, due: due)?.editions ?? 0
            let words = cast.returnWords(places, "-1000")
            story.take(try story.agreement.prepare(returns, due: due, words, after: count, as: officer, on: today()))
            story.take(
                try story.agreement.certify(
                    returns, due: due, edition: count + 1, as: certifier, on: today()))
            story.take(
                try story.agreement.assess(
                    returns, due: due, edition: count + 1, .satisfied, words: why, summary: why,
                    as: department[.adviser], on: today()))
        }
        func keep() throws {
            let last = story.agreement.fulfilment(of: condition).reports.count
            let evidence = Evidence(words: why, link: nil, file: nil)
            story.take(
                try story.agreement.report(
                    condition, after: last, .kept, evidence, as: norfolk[.director], on: today()))
            story.take(try story.agreement.acceptReport(last + 1, on: condition, by: department.id, on: today()))
        }
        func review() throws {
            let number = story.agreement.reviews.count + 1
            story.take(
                try story.agreement.beginReview(
                    .yearly, reason: nil, after: number - 1, by: department.id, on: today()))
            for party in [norfolk, department] {
                for line in story.agreement.reviewed {
                    story.take(
                        try story.agreement.review(
                            number, line, .carryOn, view: why, after: 0, by: party.id, on: today()))
                }
            }
            for party in [norfolk, department] {
                let said = story.agreement.review?.said ?? 0
                story.take(
                    try story.agreement.conclude(number, .carryOn, words: why, after: said, by: party.id, on: today()))
            }
        }
        // The first year: as agreed.
        #expect(story.agreement.inForce == Cast.day(2004, 3, 18))
        #expect(story.agreement.lasts == Cast.day(2009, 3, 31))
        #expect(story.agreement.standing(of: condition)?.due == Cast.day(2005, 3, 31))
        #expect(story.agreement.reviewDue == Cast.day(2005, 3, 31))
        try move(&story, lines[0], .met)
        try move(&story, lines[0], .paid(amount: Cast.pounds(300_000), on: today()))
        go(to: Cast.day(2004, 10, 20))
        try report(Cast.day(2004, 10, 31), "12")
        go(to: Cast.day(2005, 3, 31))
        try keep()
        try review()
        #expect(story.agreement.standing(of: condition)?.due == Cast.day(2006, 3, 31))
        #expect(story.agreement.reviewDue == Cast.day(2006, 3, 31))
        go(to: Cast.day(2005, 4, 28))
        try report(Cast.day(2005, 4, 30), "16")
        // The second: suspended, watched more closely, released and paid back.
        go(to: Cast.day(2005, 6, 29))
        try move(&story, lines[1], .suspended)
        story.take(
            try story.agreement.monitor(
                .enhanced, reason: why, after: story.agreement.monitoringChanges, by: department.id, on: today()))
        let extra = Cast.day(2005, 8, 31)
        story.take(
            try story.agreement.ask(forReturn: returns, due: extra, reason: why, by: department.id, on: today()))
        #expect(story.agreement.payment(lines[1])?.state == .suspended)
        go(to: Cast.day(2005, 8, 30))
        try report(extra, "19")
        go(to: Cast.day(2005, 10, 30))
        try report(Cast.day(2005, 10, 31), "22")
        story.take(
            try story.agreement.monitor(
                .ordinary, reason: why, after: story.agreement.monitoringChanges, by: department.id, on: today()))
        try move(&story, lines[1], .released)
        #expect(story.agreement.payment(lines[1])?.state == .released)
        try move(&story, lines[1], .met)
        try move(&story, lines[1], .paid(amount: Cast.pounds(300_000), on: today()))
        #expect(story.agreement.payment(lines[1])?.state == .backPaid)
        go(to: Cast.day(2006, 3, 30))
        try keep()
        try review()
        try report(Cast.day(2006, 4, 30), "25")
        // The third: building is late, so half of it moves to the fourth.
        go(to: Cast.day(2006, 6, 1))
        story.take(
            try story.agreement.reprofile(
                [
                    Profiled(line: lines[2], amount: Cast.pounds(100_000), due: Cast.day(2006, 6, 30)),
                    Profiled(line: lines[3], amount: Cast.pounds(200_000), due: Cast.day(2008, 2, 29)),
                ], reason: why, after: story.agreement.paymentSteps.count, as: payer, on: today()))
        #expect(story.agreement.ledger.total == total)
        try move(&story, lines[2], .met)
        try move(&story, lines[2], .paid(amount: Cast.pounds(100_000), on: today()))
        for due in [Cast.day(2006, 10, 31), Cast.day(2007, 4, 30), Cast.day(2007, 10, 31)] {
            go(to: due)
            if due.parts.month == 4 {
                try keep()
                try review()
            }
            try report(due, "30")
        }
        // The fourth ends on a leap day.
        go(to: Cast.day(2008, 2, 29))
        try move(&story, lines[3], .met)
        try move(&story, lines[3], .paid(amount: Cast.pounds(200_000), on: today()))
        go(to: Cast.day(2008, 4, 30))
        try keep()
        try review()
        try report(Cast.day(2008, 4, 30), "35")
        // The fifth: a part is withheld, then all agree that it is done.
        go(to: Cast.day(2008, 6, 30))
        try move(&story, lines[4], .met)
        try move(&story, lines[4], .paid(amount: Cast.pounds(75_000), on: today()))
        try move(&story, lines[4], .withheld(amount: Cast.pounds(25_000)))
        go(to: Cast.day(2008, 10, 31))
        try report(today(), "40")
        go(to: Cast.day(2009, 3, 31))
        try keep()
        #expect(story.agreement.reviewDue == Cast.day(2009, 3, 31))
        try review()
        #expect(story.agreement.reviewDue == nil)
        story.take(
            try story.agreement.propose(.completed, reason: why, after: 0, by: department.id, on: today()))
        story.take(try story.agreement.acceptCourse(1, by: norfolk.id, on: today()))
        let agreement = story.agreement
        #expect(agreement.course.end?.manner == .completed)
        let ledger = agreement.ledger
        #expect(ledger.total == total && ledger.outstanding == .nothing)
        #expect(ledger.paid == Cast.pounds(975_000) && ledger.withheld == Cast.pounds(25_000))
        // The return after the last year is owed no longer; all others were assessed.
        let states = agreement.returns(returns).map { agreement.state(of: $0) }
        #expect(states == Array(repeating: .assessed, count: 10) + [.lapsed])
        #expect(broken { try move(&story, lines[4], .met) } == ["payment.ended"])
        // From the record alone it is the same.
        #expect(ConditionalAgreement.replay(story.history, as: agreement.id) == agreement)
    }

    @Test func `what was not settled at the end is paid, withheld or repaid, and not met`() throws {
        var (story, lines) = try began()
        try move(&story, lines[0], .met)
        let day = story.now.londonDay
        story.take(try story.agreement.terminate(reason: why, by: department.id, on: day))
        #expect(broken { try move(&story, lines[1], .met) } == ["payment.ended"])
        #expect(broken { try move(&story, lines[0], .suspended) } == ["payment.ended"])
        try move(&story, lines[0], .paid(amount: Cast.pounds(300_000), on: day))
        try move(&story, lines[1], .withheld(amount: Cast.pounds(300_000)))
        try move(&story, lines[0], .repaid(amount: Cast.pounds(1), on: day))
        #expect(
            broken {
                try story.agreement.reprofile(
                    [Profiled(line: lines[2], amount: .nothing, due: day)], reason: why,
                    after: story.agreement.paymentSteps.count, as: payer, on: day)
            } == ["course.ended"])
        let line = story.line(.returns).id
        #expect(story.agreement.returns(line).allSatisfy { story.agreement.state(of: $0) == .lapsed })
        let words = cast.returnWords("1", "1")
        #expect(
            broken {
                try story.agreement.prepare(
                    line, due: Cast.day(2004, 10, 31), words, after: 0, as: officer, on: day)
            } == ["returns.lapsed"])
    }
}
