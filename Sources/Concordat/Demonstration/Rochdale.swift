import Domain
import Register

extension Demonstration {
    /// Rochdale: every line is accepted, the council has signed, and the Secretary of State's signature is awaited.
    func rochdale(_ cast: Cast, _ framework: Framework2003) async throws {
        let (council, department) = (cast.rochdale, cast.department)
        var paper = try Paper(council, with: department, under: framework, in: register)
        paper.opening()
        try paper.primary(council, department)
        try paper.attendance(council, department)
        paper.usualTerms()
        paper.signs(council.cabinetMember, department.minister)
        try await paper.send(by: council.officer)

        let table = Table(paper.id, in: register)
        try await table.say(
            "A clear draft. We have no changes to propose and accept all of it.", by: department.adviser)
        try await table.accept(by: department.adviser)
        try await table.sign(council.cabinetMember)
    }
}

extension Paper where K == CompactKind {
    fileprivate mutating func opening() {
        summary(
            """
            Rochdale and the Department will work on two things. More eleven-year-olds will reach the level expected \
            of them in English and mathematics, above all where schools have been below the average for three years. \
            And more children will be in school every day: fewer than one session in twenty missed by the summer of \
            2004.
            """)
        vision(
            """
            A child who starts school in any of our townships should have the same chance of leaving it confident, \
            literate and curious. We will judge ourselves by the schools where that is hardest.
            """)
        heard(
            "Primary headteachers' association",
            "Asks for consultants who stay with one school for a whole term and are not spread over ten.")
        heard("Rochdale governors' forum", "Wants attendance figures each half-term, in a form that parents can read.")
        heard(
            "Community languages group",
            "Offers to hold sessions for parents on how children learn to read in two languages.")
    }

    fileprivate mutating func primary(_ council: Cast.Council, _ department: Cast.Department) throws {
        let priority = try chooses(
            "b", .short,
            """
            Nineteen of our primary schools have been below the authority's own average at Key Stage 2 for three \
            years, and they teach a third of our eleven-year-olds. Where literacy and mathematics are taught by \
            leading teachers, results rose by six points in a year.
            """)
        try brings(
            council.director, to: priority, by: "2004-01-30",
            """
            A term of full-time help for each of the nineteen schools, by a literacy or a mathematics consultant in \
            turn.
            """)
        try brings(
            council.officer, to: priority, by: "2004-07-16",
            "Reading partners from 40 local employers, each giving one hour a week in Years 5 and 6.")
        try brings(
            department.director, to: priority, by: "2004-02-27",
            "Four further leading teachers of mathematics paid for until August 2005.")
        try brings(
            department.adviser, to: priority,
            "Materials for pupils who learn English as an additional language, with two days' training for each school."
        )
    }

    fileprivate mutating func attendance(_ council: Cast.Council, _ department: Cast.Department) throws {
        let priority = try chooses(
            "e", .short,
            """
            Children in Rochdale's secondary schools miss more days than the national average, and half of those days \
            are missed by one pupil in fifteen. Absence in Year 7 foretells absence in Year 10.
            """)
        try brings(
            council.director, to: priority, by: "2004-04-30",
            "A first-day call to every family of an absent pupil, in all secondary schools.")
        try brings(
            council.cabinetMember, to: priority, by: "2004-06-30",
            "A joint scheme with housing and youth services for the two hundred families whose children miss most.")
        try brings(
            department.adviser, to: priority, by: "2004-03-31",
            "An exchange with three authorities that halved long absence, with visits paid for by the Department.")
    }
}
