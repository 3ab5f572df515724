import Domain
import FoundationEssentials
import Pathfinders
import Record
import Register
import Testing
import Views
import Vocabulary

/// An agreement with conditions as a register keeps it, through five financial years.
@Suite struct MoneyThroughTheYearsTests {
    private let span = Span(from: Cast.day(2004, 4, 1), until: Cast.day(2009, 3, 31))

    private func signed(_ world: World) async throws -> Identifier<ConditionalAgreement> {
        let draft = try world.cast.conditionalDraft(world.norfolk)
        try await world.send(draft, by: world.norfolk)
        try await world.acceptAll(draft.id, by: world.department)
        try await world.signAll(draft.id)
        return draft.id
    }

    private func go(_ world: World, to day: Day) {
        world.clock.leap(days: day.number - world.today.number)
    }

    private func seal(_ world: World, _ text: String) -> Sealed { world.register.randomness.seal(text) }

    private func move(
        _ world: World, _ id: Identifier<ConditionalAgreement>, _ line: LineID, _ move: Payment.Move
    ) async throws {
        let reason = seal(world, "As the return shows.")
        try await world.register.act(on: id, by: try world.sitting(world.department, .financeOfficer)) {
            agreement, seat, day in
            try agreement.move(line, move, reason: reason, after: agreement.paymentSteps.count, as: seat, on: day)
        }
    }

    /// A return is written, certified and assessed.
    private func report(
        _ world: World, _ id: Identifier<ConditionalAgreement>, _ due: Day, narrative: String = "Done.",
        assessment: String = "Good.", summary: String = "On course."
    ) async throws {
        let register = world.register
        let line = try world.line(.returns, of: id).id
        let edition = try world.load(id).return(line, due: due)?.editions ?? 0
        let words = ReturnWords(
            figures: [
                ReportedFigure(value: Quantity("12"), forecast: nil),
                ReportedFigure(value: nil, forecast: Quantity("-1")),
            ], narrative: seal(world, narrative), risks: seal(world, narrative), summary: seal(world, summary))
        try await register.act(on: id, by: try world.writer(world.norfolk)) { agreement, seat, day in
            try agreement.prepare(line, due: due, words, after: edition, as: seat, on: day)
        }
        try await certify(world, id, line, due, edition + 1)
        let (said, brief) = (seal(world, assessment), seal(world, summary))
        try await register.act(on: id, by: try world.writer(world.department)) { agreement, seat, day in
            try agreement.assess(
                line, due: due, edition: edition + 1, .satisfied, words: said, summary: brief, as: seat, on: day)
        }
    }

    @Test func `an agreement with conditions runs five financial years in a register`() async throws {
        let world = try await World()
        let register = world.register
        go(world, to: Cast.day(2004, 3, 15))
        let id = try await signed(world)
        let lines = try world.load(id).instalments.map(\.line)
        let department = try world.writer(world.department)
        func pay(_ index: Int, _ pounds: Int64) async throws {
            try await move(world, id, lines[index], .met)
            try await move(world, id, lines[index], .paid(amount: Cast.pounds(pounds * 1000), on: world.today))
        }
        func sums() throws -> Ledger {
            Ledger(
                of: try register.views.payments(
                    of: id.description, kind: ConditionalKind.name, for: .everyone, today: world.today))
        }
        // 2004-05
        go(world, to: Cast.day(2004, 6, 30))
        try await pay(0, 300)
        go(world, to: Cast.day(2004, 10, 31))
        try await report(world, id, world.today)
        try await world.check()
        // 2005-06: suspended, watched closely, released, paid back.
        go(world, to: Cast.day(2005, 6, 29))
        try await move(world, id, lines[1], .suspended)
        let why = seal(world, "Spending is above plan.")
        try await register.act(on: id, by: department, may: .negotiate) { agreement, day in
            try agreement.monitor(
                .enhanced, reason: why, after: agreement.monitoringChanges, by: department.body, on: day)
        }
        let (line, extra) = (try world.line(.returns, of: id).id, Cast.day(2005, 8, 31))
        let more = seal(world, "How it goes.")
        try await register.act(on: id, by: department, may: .negotiate) { agreement, day in
            try agreement.ask(forReturn: line, due: extra, reason: more, by: department.body, on: day)
        }
        let read = try #require(
            try register.views.agreement(
                id.description, kind: ConditionalKind.name, for: .everyone, today: world.today))
        #expect(read.monitoring == .enhanced)
        try await report(world, id, extra)
        let calm = seal(world, "It is back on plan.")
        try await register.act(on: id, by: department, may: .negotiate) { agreement, day in
            try agreement.monitor(
                .ordinary, reason: calm, after: agreement.monitoringChanges, by: department.body, on: day)
        }
        go(world, to: Cast.day(2005, 10, 31))
        try await report(world, id, world.today)
        try await move(world, id, lines[1], .released)
        try await pay(1, 300)
        let back = try register.views.payments(
            of: id.description, kind: ConditionalKind.name, for: .everyone, today: world.today)
        #expect(back.first { $0.line == lines[1] }?.state == .backPaid)
        try await world.check()
        // 2006-07: spread anew.
        go(world, to: Cast.day(2006, 6, 1))
        let reason = seal(world, "Building is late.")
        try await register.act(on: id, by: try world.sitting(world.department, .financeOfficer)) {
            agreement, seat, day in
            try agreement.reprofile(
                [
                    Profiled(line: lines[2], amount: Cast.pounds(100_000), due: Cast.day(2006, 6, 30)),
                    Profiled(line: lines[3], amount: Cast.pounds(200_000), due: Cast.day(2008, 2, 29)),
                ], reason: reason, after: agreement.paymentSteps.count, as: seat, on: day)
        }
        try await pay(2, 100)
        #expect(try sums().total == Cast.pounds(1_000_000))
        try await world.check()
        // 2007-08 ends with a leap day's payment.
        go(world, to: Cast.day(2008, 2, 29))
        try await pay(3, 200)
        try await world.check()
        // 2008-09: paid in part, the rest withheld, and done.
        go(world, to: Cast.day(2009, 3, 31))
        try await pay(4, 75)
        try await move(world, id, lines[4], .withheld(amount: Cast.pounds(25_000)))
        let end = seal(world, "All forty places are open.")
        try await register.act(on: id, by: try world.signer(world.department), may: .sign) { agreement, day in
            try agreement.propose(.completed, reason: end, after: 0, by: department.body, on: day)
        }
        let council = world.norfolk.id
        try await register.act(on: id, by: try world.signer(world.norfolk), may: .sign) { agreement, day in
            try agreement.acceptCourse(1, by: council, on: day)
        }
        let whole = try sums()
        #expect(whole.total == Cast.pounds(1_000_000) && whole.outstanding == .nothing)
        #expect(whole.paid == Cast.pounds(975_000) && whole.withheld == Cast.pounds(25_000))
        let steps = try register.views.paymentSteps(of: id.description, for: .everyone, today: world.today)
        #expect(steps.map(\.number) == Array(1...steps.count))
        for (step, next) in zip(steps, steps.dropFirst()) {
            #expect(step.after == next.before && step.after.total == next.after.total)
        }
        #expect(steps.last?.after == whole)
        // What was not due at the end lapsed; what was stays late.
        let returns = try register.views.returns(
            of: id.description, kind: ConditionalKind.name, for: .everyone, today: world.today.adding(days: 1))
        #expect(returns.count == 11)
        #expect(returns.count { $0.state == .assessed } == 3 && returns.count { $0.state == .late } == 7)
        #expect(returns.last?.state == .lapsed)
        try await world.check()
    }

    @Test func `what a return says reaches the two sides and nobody else`() async throws {
        let world = try await World()
        let register = world.register
        go(world, to: Cast.day(2004, 3, 15))
        let id = try await signed(world)
        let due = Cast.day(2004, 10, 31)
        let (unsent, given, assessed, told) = (world.mark(), world.mark(), world.mark(), world.mark())
        let line = try world.line(.returns, of: id).id
        let words = ReturnWords(
            figures: [
                ReportedFigure(value: nil, forecast: nil), ReportedFigure(value: Quantity("98765.4"), forecast: nil),
            ],
            narrative: seal(world, unsent), risks: seal(world, unsent), summary: seal(world, unsent))
        try await register.act(on: id, by: try world.writer(world.norfolk)) { agreement, seat, day in
            try agreement.prepare(line, due: due, words, after: 0, as: seat, on: day)
        }
        try await report(world, id, due, narrative: given, assessment: assessed, summary: told)
        func reads(_ party: Party?) throws -> Set<String> {
            let viewer = party?.viewer ?? .everyone
            let views = register.views
            var parts: [String] = []
            for edition in try views.editions(of: line, due: due, in: id.description, for: viewer) {
                parts += [edition.narrative.text, edition.risks.text, edition.summary.text].compactMap(\.self)
                parts += edition.figures.compactMap(\.value?.description)
            }
            let steps = try views.returnSteps(
                of: line, due: due, in: id.description, for: viewer, today: world.today)
            parts += steps.compactMap(\.words?.text)
            parts += try views.steps(of: id.description, line: nil, for: viewer, today: world.today)
                .compactMap(\.words)
            for entry in try register.book.read({ try $0.entries(from: 0, limit: .max) }) {
                guard try views.mayRead(entry: entry.position, viewer, today: world.today) else { continue }
                parts.append(String(decoding: entry.bytes, as: UTF8.self))
            }
            let text = parts.joined(separator: "\n")
            return Set([unsent, given, assessed, told, "98765.4", "\"verdict\""].filter { text.contains($0) })
        }
        #expect(try reads(nil) == [told])
        #expect(try reads(world.gateshead) == [told])
        #expect(try reads(world.department) == [given, assessed, told, "\"verdict\""])
        #expect(try reads(world.norfolk) == [unsent, given, assessed, told, "98765.4", "\"verdict\""])
        // Before it was public nobody but the parties read anything; a stale certification changes nothing.
        #expect(
            try await current {
                try await certify(world, id, line, due, 1)
            } == .revision(2))
        try await world.check()
    }

    @Test func `a summary that is erased is gone from the version and from what the public read`() async throws {
        let world = try await World()
        let register = world.register
        go(world, to: Cast.day(2004, 3, 15))
        let id = try await signed(world)
        let due = Cast.day(2004, 10, 31)
        let line = try world.line(.returns, of: id).id
        let words = world.cast.returnWords("1", "2")
        try await register.act(on: id, by: try world.writer(world.norfolk)) { agreement, seat, day in
            try agreement.prepare(line, due: due, words, after: 0, as: seat, on: day)
        }
        try await certify(world, id, line, due, 1)
        func said() throws -> [String?] {
            let steps = try register.views.returnSteps(
                of: line, due: due, in: id.description, for: .everyone, today: world.today)
            let own = try register.views.editions(
                of: line, due: due, in: id.description, for: world.norfolk.viewer)
            return steps.filter { $0.event == "returnSummarised" }.map { $0.words?.text } + own.map(\.summary.text)
        }
        let summary = try #require(words.summary.disclosure?.text)
        #expect(try said() == [summary, summary])
        _ = try await register.erase(.digest(words.summary.digest), reason: "It named a child.")
        #expect(try said() == [nil, nil])
        try await world.check()
    }

    private func certify(
        _ world: World, _ id: Identifier<ConditionalAgreement>, _ line: LineID, _ due: Day, _ edition: Int
    ) async throws {
        try await world.register.act(on: id, by: try world.sitting(world.norfolk, .financeOfficer)) {
            agreement, seat, day in try agreement.certify(line, due: due, edition: edition, as: seat, on: day)
        }
    }
}
