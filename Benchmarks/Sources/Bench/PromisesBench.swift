import Domain
import Foundation
import Register
import Views
import Vocabulary

/// What a body owes, among all that it and its partners ever promised.
extension Bench {
    /// The first page of what the Department promised 150 authorities in ten years, 90,000 promises, each time counted
    /// anew, beside the same list of one authority.
    static func promises(in folder: String) async throws {
        let register = try await Register(
            in: "\(folder)/promises", origin: "bench.example/promises", clock: Bench.now, randomness: .system)
        let new = Randomness.system
        let department = new.identifier(of: Body.self)
        try await register.enter(department, sort: .department, name: "Department", code: "dfes")
        for number in 0..<150 {
            let authority = new.identifier(of: Body.self)
            let facts = Authority(
                ons: nil, type: "unitary", region: "North West", london: false, from: nil, until: nil)
            try await register.enter(
                authority, sort: .authority, name: "Authority \(number)", code: "\(200 + number)", authority: facts)
            for year in 2003..<2013 {
                let events = signed(between: authority, department, year)
                try await register.change(by: .operator) { page in
                    _ = try page.open(new.identifier(of: Compact.self), events)
                }
            }
        }
        let (many, total) = try lists(of: "dfes", department, register)
        let (one, _) = try lists(of: "200", department, register)
        report(
            "what the Department owes, of \(total)", many, "what one authority owes", one, goal: "100/s (10 ms)")
        let (asked, topics) = try requests(of: nil, register)
        let (own, _) = try requests(of: "200", register)
        report("what was asked, of \(topics)", asked, "what one authority asked", own, goal: "100/s (10 ms)")
        var due = 0
        let desk = try rate(200) {
            let (by, today) = (register.today, register.today)
            due = try register.views.reviewsDue(of: department, by: by, today: today).count
        }
        report(
            "reviews due, \(due) shown of \(150 * 10)", desk, "what the Department owes", many, goal: "100/s (10 ms)")
        try await money(department, register, many)
        try register.close()
    }

    /// The first page of all payments and of all returns, of ten agreements with conditions of each authority, beside what a body
    /// owes.
    private static func money(_ department: Identifier<Body>, _ register: Register, _ many: Double) async throws {
        let new = Randomness.system
        for body in try register.views.bodies(.authority) {
            for year in 2003..<2013 {
                let events = conditional(between: body.id, department, year)
                try await register.change(by: .operator) { page in
                    _ = try page.open(new.identifier(of: ConditionalAgreement.self), events)
                }
            }
        }
        var (total, day) = (0, register.today)
        let paying = try rate(200) {
            day = day.adding(days: 1)
            total = try register.views.payments(MoneyFilter(), for: .everyone, today: day).total
        }
        report("payments, of \(total)", paying, "what the Department owes", many, goal: "100/s (10 ms)")
        let returning = try rate(200) {
            day = day.adding(days: 1)
            total = try register.views.returns(MoneyFilter(), for: .everyone, today: day).total
        }
        report("returns, of \(total)", returning, "what the Department owes", many, goal: "100/s (10 ms)")
    }

    /// An agreement with conditions of five payments and ten returns, signed.
    private static func conditional(
        between authority: Identifier<Body>, _ department: Identifier<Body>, _ year: Int
    ) -> [AgreementEvent] {
        let new = Randomness.system
        let (seat, condition) = (new.identifier(of: Seat.self), new.identifier(of: Line.self))
        let promise = Promise(by: authority, owner: seat, due: .continues)
        var lines: [(LineID, Part)] = [
            (condition, .condition(text: "Forty places are open.", promise: promise)),
            (new.identifier(), .signatory(seat: seat, order: 1)),
        ]
        var days: [Day] = []
        for number in 0..<5 {
            days += [Day(year + number, 4, 30), Day(year + number, 10, 31)].compactMap(\.self)
            let instalment = Instalment(
                by: department, owner: seat, amount: Money(pounds: "\(number + 1)00000") ?? .nothing,
                due: Day(year + number, 6, 30) ?? Day(number: 0))
            lines.append(
                (new.identifier(), .payment(condition: condition, text: "Year \(number)", instalment: instalment)))
        }
        let template = ReturnTemplate(by: authority, owner: seat, to: department, days: days, figures: [], weeks: 4)
        lines.append((new.identifier(), .returns(text: "What was done.", template: template)))
        return signed(
            "Money \(year)", [authority, department], Framework(authority: authority), lines, by: seat)
    }

    /// All that leads to the signature of an agreement of these lines by one seat.
    private static func signed(
        _ title: String, _ parties: [Identifier<Body>], _ framework: Framework, _ lines: [(LineID, Part)],
        by seat: Identifier<Seat>
    ) -> [AgreementEvent] {
        let new = Randomness.system
        let text = Digest(of: new.bytes(32))
        var events: [AgreementEvent] = [
            .opened(title: title, parties: parties, author: parties[0], framework: framework)
        ]
        for (line, content) in lines {
            events.append(.lineProposed(line: line, revision: 1, content: content, side: parties[0], after: nil))
            for other in parties.dropFirst() {
                events.append(.lineAccepted(line: line, revision: 1, side: other))
            }
        }
        return events + [
            .frozen(text: text),
            .signed(
                seat: seat, appointment: new.identifier(), text: text, signature: Digest(of: new.bytes(32))),
        ]
    }

    /// The first page of what was asked, each time counted anew.
    private static func requests(of code: String?, _ register: Register) throws -> (rate: Double, total: Int) {
        var filter = RequestFilter()
        filter.by = code
        var total = 0
        var day = register.today
        let rate = try rate(200) {
            day = day.adding(days: 1)
            total = try register.views.requests(filter, today: day).total
        }
        return (rate, total)
    }

    private static func lists(
        of code: String, _ viewer: Identifier<Body>, _ register: Register
    ) throws -> (rate: Double, total: Int) {
        var filter = PromiseFilter()
        filter.body = code
        var total = 0
        var day = register.today
        let rate = try rate(200) {
            // On another day nothing is known of before.
            day = day.adding(days: 1)
            total = try register.views.promises(filter, for: Viewer(body: viewer, seat: nil), today: day).total
        }
        return (rate, total)
    }

    /// A compact of one priority with thirty contributions of each side and three requests, signed.
    private static func signed(
        between authority: Identifier<Body>, _ department: Identifier<Body>, _ year: Int
    ) -> [AgreementEvent] {
        let new = Randomness.system
        let seat = new.identifier(of: Seat.self)
        var lines: [(LineID, Part)] = [
            (
                new.identifier(),
                .priority(area: new.identifier(), title: nil, reason: "It matters here most.", horizon: .short)
            ),
            (new.identifier(), .signatory(seat: seat, order: 1)),
        ]
        for number in 0..<60 {
            let due = Day(year + 1, 1 + number % 12, 28) ?? Day(number: 0)
            let promise = Promise(
                by: number.isMultiple(of: 2) ? authority : department, owner: seat, due: .day(due))
            lines.append(
                (
                    new.identifier(),
                    .contribution(priority: lines[0].0, text: "Advisers' time for \(number) schools.", promise: promise)
                ))
        }
        for number in 0..<3 {
            let ask = Ask(
                by: authority, of: department, wants: .change, concerns: .procedure, benefits: .schools, weeks: 12)
            lines.append((new.identifier(), .request(text: "Fewer returns from schools, \(number).", ask: ask)))
        }
        return signed(
            "Compact \(year)", [authority, department], Framework(year: AcademicYear(start: year)), lines, by: seat)
    }
}
