import Domain
import Register
import Views
import Vocabulary

extension Demonstration {
    /// Hampshire: a short compact, in force, that asks for two things.
    func hampshire(_ cast: Cast, _ framework: Framework2003) async throws {
        let (council, department) = (cast.hampshire, cast.department)
        var paper = try Paper(council, with: department, under: framework, in: register)
        paper.summary(
            """
            Hampshire's schools will spend less time on forms and more on pupils whose attendance is falling. The council \
            and the Department will count what is saved.
            """)
        paper.vision(
            "Schools that know each child, in villages of eighty people and in towns of eighty thousand.")
        let priority = try paper.chooses(
            "e", .short,
            """
            Attendance in the county is good on average and falls sharply in the last two years of school, most of all \
            where the next school is an hour away by bus.
            """)
        try paper.brings(
            council.director, to: priority, by: "2004-07-23",
            "A welfare officer for each group of rural secondary schools, from the council's own budget.")
        try paper.brings(
            department.adviser, to: priority, "Attendance figures of comparable counties, each term.")
        try paper.aims(
            council, at: "Absence_Secondary", under: priority, by: -0.6, until: 2006,
            "Pupils of secondary schools miss fewer days.")
        try paper.aims(
            council, at: "Exclusions_Permanent", under: priority, by: -3, until: 2008,
            "Fewer pupils are excluded for good.")
        paper.asks(
            council, department, .change, .procedure,
            """
            One return on the school workforce a year. Our schools fill in three, and a small school's secretary loses a \
            week to them.
            """)
        paper.asks(
            council, department, .flexibility, .policy, weeks: 16,
            """
            Let the council set the budgets of small schools for three years at a time, so that a school of sixty \
            children need not plan for a class that it cannot yet pay for.
            """)
        try await signed(paper, council, department)
    }

    /// Essex: the same, and asks for one of these things too.
    func essex(_ cast: Cast, _ framework: Framework2003) async throws {
        let (council, department) = (cast.essex, cast.department)
        var paper = try Paper(council, with: department, under: framework, in: register)
        paper.summary(
            """
            Essex and the Department will help schools to share what they are good at, and will ask them for fewer figures.
            """)
        paper.vision("Every school in Essex learns from another, and is asked only for what somebody reads.")
        let priority = try paper.chooses(
            "i", .medium,
            "Half of our schools have a department that others could learn from, and no day in the year to show it.")
        try paper.brings(
            council.director, to: priority, by: "2004-10-29",
            "Two days of supply cover a term for each school that opens its classrooms to another.")
        try paper.brings(
            department.director, to: priority, by: "2004-06-11",
            "An account of what partnerships of schools in other counties cost and brought.")
        try paper.aims(
            council, at: "KS2_Maths_L4", under: priority, by: 2, until: 2007, toEngland: true,
            "Essex's pupils catch up with England's in mathematics by the time they leave primary school.")
        paper.asks(
            council, department, .change, .procedure, for: .authority,
            """
            Replace the three returns on school staff by one, and take it from the payroll where a council offers that.
            """)
        try await signed(paper, council, department)
    }

    private func signed(
        _ paper: Paper<CompactKind>, _ council: Cast.Council, _ department: Cast.Department
    ) async throws {
        var paper = paper
        paper.usualTerms()
        paper.signs(council.director, department.minister)
        try await paper.send(by: council.officer)
        let table = Table(paper.id, in: register)
        try await table.accept(by: department.adviser)
        try await table.sign(council.director, department.minister)
    }

    /// What became of their requests: one answer to three of them in part, one declined, one waiting.
    func requests(_ cast: Cast) async throws {
        let (adviser, director) = (cast.department.adviser, cast.department.director)
        let together = register.randomness.identifier(of: RequestGroup.self)
        try await register.open(
            together, of: try lines(holding: "three returns", "One return"),
            title: "One return on school staff a year, in place of three", answer: nil, by: adviser)
        let reasons = register.randomness.seal(
            """
            Three laws ask for these figures. Two of the returns can be one from January 2005, with one definition of a \
            full-time post. The third is a census that Parliament fixed; we will ask for a change when the law is next \
            opened.
            """)
        try await register.respond(to: together, by: director) { group, seat in
            try group.answer(.acceptedInPart, reasons: reasons, after: 0, as: seat)
        }
        let result = register.randomness.seal(
            "The joint return was tried in 140 schools of the three councils. It took them two days in place of five.")
        try await register.respond(to: together, by: adviser) { group, seat in
            try group.result(result, link: nil, after: 0, as: seat)
        }
        let declined = register.randomness.seal(
            """
            A council may indicate budgets for three years and many do. Fixing them would take from schools that grow, \
            because the grant to councils is itself settled year by year.
            """)
        try await register.open(
            register.randomness.identifier(), of: try lines(holding: "three years at a time"),
            title: "Budgets of small schools fixed for three years", answer: (.declined, declined), by: director)
    }

    /// The requests whose words hold one of these.
    private func lines(holding words: String...) throws -> [CitedLine] {
        let found = try register.views.requests(RequestFilter(), today: register.today).rows
        return try found.filter { topic in words.contains { topic.title.contains($0) } }.map { topic in
            guard let line = CitedLine(topic.id) else {
                throw Refused("A request of the demonstration is answered twice")
            }
            return line
        }
    }
}
