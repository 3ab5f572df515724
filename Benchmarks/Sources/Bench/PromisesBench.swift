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
        try register.close()
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
        let (seat, appointment, text) = (
            new.identifier(of: Seat.self), new.identifier(of: Appointment.self), Digest(of: new.bytes(32))
        )
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
        var events: [AgreementEvent] = [
            .opened(
                title: "Compact \(year)", parties: [authority, department], author: authority,
                framework: Framework(year: AcademicYear(start: year)))
        ]
        for (line, content) in lines {
            events.append(.lineProposed(line: line, revision: 1, content: content, side: authority, after: nil))
            events.append(.lineAccepted(line: line, revision: 1, side: department))
        }
        return events + [
            .frozen(text: text),
            .signed(seat: seat, appointment: appointment, text: text, signature: Digest(of: new.bytes(32))),
        ]
    }
}
