import Domain
import Record
import Register
import Vocabulary

extension Demonstration {
    /// An agreement with conditions in the third of its five financial years: money for special educational needs against
    /// places and a budget that balances. It was made before the register was, so that its first days lie before it.
    func highNeeds(_ cast: Cast) async throws {
        let (council, department) = (cast.rochdale, cast.department)
        let first = FinancialYear(holding: register.today).start - 2
        let id = register.randomness.identifier(of: ConditionalAgreement.self)
        var paper = Paper(
            Draft<ConditionalKind>(
                id, title: "Rochdale: places for special educational needs, and the high needs budget",
                author: council.body, parties: [department.body], framework: Framework(authority: council.body)),
            in: register)
        try paper.highNeeds(from: first, council, department)
        try await paper.send(by: council.officer)
        let table = Table(id, in: register)
        try await table.accept(by: department.adviser)
        try await table.sign(council.chiefExecutive, council.finance, department.minister)
        try await highNeedsVariation(cast, id)
        try await moneySoFar(table, from: first, department)
        try await returnsSoFar(table, from: first, council, department)
    }

    private func moneySoFar(
        _ table: Table<ConditionalKind>, from first: Int, _ department: Cast.Department
    ) async throws {
        let lines = try register.book.read { try $0.load(table.id) }.instalments.map(\.line)
        guard lines.count == 7, let paidFirst = Day(first, 6, 28), let paidSecond = Day(first + 1, 12, 15) else {
            throw Refused("The demonstration's agreement with conditions has no seven payments")
        }
        let decide = department.finance
        try await table.move(lines[0], .met, by: decide, "The budget for the first year was agreed on 3 March.")
        try await table.move(
            lines[0], .paid(amount: try Money(pence: 1_200_000_00), on: paidFirst), by: decide,
            "Paid with the grant of June.")
        try await table.move(
            lines[1], .suspended, by: decide,
            "The second return shows the deficit growing by £400,000 and no plan that turns it.")
        try await table.move(
            lines[1], .released, by: decide,
            "The council's plan of October closes the gap over two years, and its first months bear it out.")
        try await table.move(lines[1], .met, by: decide, "The plan was adopted by the council on 6 December.")
        try await table.move(
            lines[1], .paid(amount: try Money(pence: 1_000_000_00), on: paidSecond), by: decide,
            "All that was held back is paid in one sum.")
        try await table.move(lines[2], .met, by: decide, "The council's accounts of March show the deficit as planned.")
        let agreement = try register.book.read { try $0.load(table.id) }
        guard let now = agreement.payment(lines[3]), let later = agreement.payment(lines[5]) else { throw NotFound() }
        let part = try Money(pence: 200_000_00)
        try await table.spread(
            [
                Profiled(line: lines[3], amount: now.amount.less(part), due: now.due),
                Profiled(line: lines[5], amount: later.amount.adding(part), due: later.due),
            ], by: decide, "Two of the units open a year later than planned: the money for them goes with them.")
    }

    private func returnsSoFar(
        _ table: Table<ConditionalKind>, from first: Int, _ council: Cast.Council, _ department: Cast.Department
    ) async throws {
        let days = [Day(first, 10, 31), Day(first + 1, 4, 30), Day(first + 1, 10, 31)].compactMap(\.self)
        try await table.give(
            days[0], council.officer, council.finance,
            figures: [("12", "16"), ("-2350000", "-2300000"), ("61.5", "65")],
            narrative: "Two units opened in September, as planned. Spending follows the budget.",
            risks: "Building at the third school depends on planning consent.",
            summary: "Twelve places are open, four more follow at Easter. Spending is as planned.")
        try await table.assess(
            days[0], .satisfied, by: department.adviser, "What was agreed for the first half year was done.",
            summary: "On course.")
        try await table.give(
            days[1], council.officer, council.finance,
            figures: [("16", "24"), ("-2750000", "-2500000"), ("58.0", "62")],
            narrative:
                "Places outside the borough cost more than in any year before, and twenty more children needed one.",
            risks: "Without places near home the deficit grows by £400,000 a year.",
            summary: "Sixteen places are open. Spending is above plan, because more children go to school elsewhere.")
        try await table.assess(
            days[1], .concerned, by: department.adviser,
            "The deficit grows and the return has no plan that turns it. We ask for one by October.",
            summary: "Spending is above plan. The council was asked how it will come back.")
        try await table.watch(
            .enhanced, by: department.adviser, "Until spending is back on plan the Department looks more often.")
        let line = try table.returns
        // Not a day on which a return of the template falls due: those are the last of a month.
        let inSixWeeks = register.today.adding(days: 42)
        let extra = inSixWeeks.adding(days: inSixWeeks.parts.day >= 30 ? 2 : 0)
        let why = register.randomness.seal("How many of the places that were promised for this term are taken up.")
        try await register.act(on: table.id, by: department.adviser, may: .negotiate) { agreement, day in
            try agreement.ask(forReturn: line, due: extra, reason: why, by: department.body, on: day)
        }
        try await table.give(
            days[2], council.officer, council.finance,
            figures: [("24", "32"), ("-2500000", "-2250000"), ("63.5", "66")],
            narrative:
                "The plan of October holds: eight more places, and eleven children came back to schools near home.",
            risks: "Two units wait for their buildings.",
            summary: "Twenty-four places are open, and spending is on its way back to plan.")
    }
}

extension Paper where K == ConditionalKind {
    fileprivate mutating func highNeeds(
        from first: Int, _ council: Cast.Council, _ department: Cast.Department
    ) throws {
        guard let from = Day(first, 4, 1), let until = Day(first + 5, 3, 31), let open = Day(first + 3, 9, 30) else {
            throw Refused("The demonstration's years are not on the calendar")
        }
        put(
            .summary(
                text: """
                    Over five years forty places for children with special educational needs open in units of schools near \
                    home, and the council's budget for high needs comes back into balance. The Department pays £5 million \
                    in instalments as that happens. Parents are asked before a place changes, and may object to the council.
                    """))
        put(.period(from: from, until: until))
        put(
            .section(
                topic: .purpose, title: nil,
                text:
                    "Children with special educational needs go to a good school near home, at a cost that can be kept up."
            ))
        put(
            .section(
                topic: .equality, title: nil,
                text: """
                    The agreement is about disabled children first of all. No child loses a place that it has; each change is \
                    assessed with its family. Families who speak little English are visited.
                    """))
        put(
            .section(
                topic: .risks, title: nil,
                text:
                    "Buildings may be late; more children may need help than is foreseen; specialist staff are scarce.")
        )
        let budget = put(
            .condition(
                text:
                    "The deficit of the budget for high needs at the end of each year is no greater than the plan says.",
                promise: Promise(by: council.body, owner: council.finance.seat, due: .continues)))
        for (year, pounds) in ([1_200_000, 1_000_000, 800_000, 600_000, 400_000] as [Int64]).enumerated() {
            try pays(pounds, by: Day(first + year, 6, 30), under: budget, department, "Year \(year + 1): the deficit")
        }
        let places = put(
            .condition(
                text: "Forty places in units of mainstream schools are open, five units of eight.",
                promise: Promise(by: council.body, owner: council.director.seat, due: .day(open))))
        try pays(500_000, by: Day(first + 2, 12, 31), under: places, department, "Buildings of the first three units")
        try pays(500_000, by: Day(first + 3, 12, 31), under: places, department, "Buildings of the last two units")
        put(
            .condition(
                text:
                    "A financial adviser and an adviser on special needs work with the council, ten days a term each.",
                promise: Promise(by: department.body, owner: department.adviser.seat, due: .throughout)))
        let days = (0..<5).flatMap { [Day(first + $0, 10, 31), Day(first + $0 + 1, 4, 30)] }.compactMap(\.self)
        put(
            .returns(
                text: "What was done, what it cost, what is expected by the end of the year, and what may go wrong.",
                template: ReturnTemplate(
                    by: council.body, owner: council.finance.seat, to: department.body, days: days,
                    figures: [
                        "Places open in units, number", "Balance of the budget for high needs, pounds",
                        "Plans issued within 20 weeks, per cent",
                    ], weeks: 4)))
        put(.term(text: "Each side keeps its promises within the money and people that it has."))
        signs(council.chiefExecutive, council.finance, department.minister)
    }

    private mutating func pays(
        _ pounds: Int64, by due: Day?, under condition: LineID, _ department: Cast.Department, _ text: String
    ) throws {
        guard let due else { throw Refused("The demonstration's years are not on the calendar") }
        let instalment = Instalment(
            by: department.body, owner: department.finance.seat, amount: try Money(pence: pounds * 100), due: due)
        put(.payment(condition: condition, text: text, instalment: instalment))
    }
}

extension Table where K == ConditionalKind {
    /// The line that asks for returns.
    fileprivate var returns: LineID {
        get throws {
            let agreement = try register.book.read { try $0.load(id) }
            guard let line = agreement.lines.all.first(where: { $0.content?.template != nil }) else { throw NotFound() }
            return line.id
        }
    }

    fileprivate func move(_ line: LineID, _ move: Payment.Move, by sitting: Sitting, _ reason: String) async throws {
        let reason = register.randomness.seal(reason)
        try await register.act(on: id, by: sitting) { agreement, seat, day in
            try agreement.move(line, move, reason: reason, after: agreement.paymentSteps.count, as: seat, on: day)
        }
    }

    fileprivate func spread(_ profile: [Profiled], by sitting: Sitting, _ reason: String) async throws {
        let reason = register.randomness.seal(reason)
        try await register.act(on: id, by: sitting) { agreement, seat, day in
            try agreement.reprofile(profile, reason: reason, after: agreement.paymentSteps.count, as: seat, on: day)
        }
    }

    fileprivate func watch(_ level: Monitoring, by sitting: Sitting, _ reason: String) async throws {
        let reason = register.randomness.seal(reason)
        try await register.act(on: id, by: sitting, may: .negotiate) { agreement, day in
            try agreement.monitor(
                level, reason: reason, after: agreement.monitoringChanges, by: sitting.body, on: day)
        }
    }

    /// An officer writes a return, and its seat certifies it.
    fileprivate func give(
        _ due: Day, _ officer: Sitting, _ certifier: Sitting, figures: [(String, String)], narrative: String,
        risks: String, summary: String
    ) async throws {
        let line = try returns
        let seal = register.randomness.seal
        let words = ReturnWords(
            figures: figures.map { ReportedFigure(value: Quantity($0.0), forecast: Quantity($0.1)) },
            narrative: seal(narrative), risks: seal(risks), summary: seal(summary))
        try await register.act(on: id, by: officer) { agreement, seat, day in
            try agreement.prepare(line, due: due, words, after: 0, as: seat, on: day)
        }
        try await register.act(on: id, by: certifier) { agreement, seat, day in
            try agreement.certify(line, due: due, edition: 1, as: seat, on: day)
        }
    }

    fileprivate func assess(
        _ due: Day, _ verdict: Return.Verdict, by sitting: Sitting, _ words: String, summary: String
    ) async throws {
        let line = try returns
        let (words, summary) = (register.randomness.seal(words), register.randomness.seal(summary))
        try await register.act(on: id, by: sitting) { agreement, seat, day in
            try agreement.assess(
                line, due: due, edition: 1, verdict, words: words, summary: summary, as: seat, on: day)
        }
    }
}
