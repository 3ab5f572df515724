import Domain
import Register

extension Demonstration {
    /// Gateshead: sent and half agreed. Some lines wait on the Department, some on the council, one on a decision
    /// elsewhere.
    func gateshead(_ cast: Cast, _ framework: Framework2003) async throws {
        let (council, department) = (cast.gateshead, cast.department)
        var paper = try Paper(council, with: department, under: framework, in: register)
        paper.opening()
        let keyStage3 = try paper.keyStage3(council, department)
        let buildings = try paper.buildings(council, department)
        let (early, unanswered) = try paper.earlyYears(council, department)
        paper.usualTerms()
        paper.signs(council.cabinetMember, council.director, department.minister)
        try await paper.send(by: council.officer, clearedBy: council.director)

        let table = Table(paper.id, in: register)
        try await table.accept(
            by: department.adviser,
            but: [keyStage3.visits, keyStage3.reports, buildings.money, buildings.devices, unanswered])
        try await table.consider(buildings.money, by: department.adviser)
        try await table.say(
            "Is the second school meant to be in the 2004-05 round, or would the year after do?", of: buildings.money,
            by: department.adviser)
        try await table.say(
            """
            The survey found the roof past repair, so the council needs an answer before the tenders go out in \
            February.
            """,
            of: buildings.money, by: council.officer)
        try await table.object(
            keyStage3.reports, by: department.adviser,
            """
            We cannot leave results out of the published tables for one authority. We could agree to publish a \
            commentary by the council beside them.
            """)
        try await table.say(
            """
            The headteachers care about the commentary more than about the tables. We will put it to their meeting on \
            the 14th.
            """,
            of: keyStage3.reports, by: council.director)
        try await table.reword(
            keyStage3.visits, by: department.adviser,
            """
            Two visits a term by a Key Stage 3 regional director to each of the six schools, beginning in January \
            2004, with a written note to the headteacher within ten working days.
            """)
        try await table.wait(
            early, by: council.officer,
            on: "Gateshead schools forum, meeting in January 2004: the share of the schools budget for nursery classes")
        try await table.say(
            "We are content with these words. Please tell us as soon as the forum has met.", of: early,
            by: department.adviser)
        try await table.say(
            "Apart from the lines still open this is nearly ready. Could we aim to close it before the end of term?",
            by: department.adviser)
    }
}

extension Paper where K == CompactKind {
    fileprivate mutating func opening() {
        summary(
            """
            Gateshead and the Department propose to work together on three things: better progress from age 11 to 14 \
            in six schools, two schools rebuilt around new ways of teaching, and a nursery place close to home for \
            every three-year-old whose family wants one by September 2004.
            """)
        vision(
            """
            Gateshead means to be a place where people learn for the whole of their lives and where it is normal to \
            go further than one's parents did. Schools are at the heart of that, beside libraries, the galleries on \
            the river and the colleges. We want each of them to open its doors to the others.
            """)
        heard(
            "Secondary headteachers",
            "Would rather have fewer visits that lead to something than many that lead to reports.")
        heard(
            "Early years partnership",
            "Asks that private and voluntary nurseries be treated as partners in planning places.")
        heard(
            "Diocesan education service", "Content, provided that voluntary aided schools have equal access to capital."
        )
    }

    /// Answers the contributions on visits and on reports.
    fileprivate mutating func keyStage3(
        _ council: Cast.Council, _ department: Cast.Department
    ) throws -> (visits: LineID, reports: LineID) {
        let priority = try chooses(
            "c", .short,
            """
            Gateshead's eleven-year-olds do well against the country; its fourteen-year-olds no longer do. In six \
            schools the gap opens in science during Year 8.
            """)
        try brings(
            council.director, to: priority, by: "2004-09-01",
            """
            A bridging unit in science, taught in the last month of primary school and the first of secondary, in \
            every school.
            """)
        try brings(
            council.officer, to: priority, by: "2004-07-30",
            "Two teachers released from each of the six schools to plan Year 8 science together for a term.")
        let visits = try brings(
            department.adviser, to: priority, by: "2004-07-16",
            "Weekly visits by a Key Stage 3 regional director to each of the six schools.")
        let reports = try brings(
            department.director, to: priority, by: "2004-08-31",
            "The six schools' results at Key Stage 3 left out of the published tables for 2004.")
        return (visits, reports)
    }

    /// Answers the contributions on money and on devices.
    fileprivate mutating func buildings(
        _ council: Cast.Council, _ department: Cast.Department
    ) throws -> (money: LineID, devices: LineID) {
        let priority = try chooses(
            "g", .medium,
            """
            Two secondary schools were built in the 1960s for a way of teaching that nobody there uses any more. \
            Rooms cannot be joined, cabled or darkened, and a fifth of the floor is corridor.
            """)
        try brings(
            council.cabinetMember, to: priority, by: "2004-03-31",
            "Land and three million pounds from the council's own capital programme for the first school.")
        let money = try brings(
            department.director, to: priority, by: "2004-02-27",
            "An answer on the capital bid for the second school in time for the tenders.")
        let devices = try brings(
            department.adviser, to: priority, by: "2004-10-29",
            """
            A trial of laptops for every pupil in one year group, judged by an outside evaluator who publishes what \
            is found.
            """)
        return (money, devices)
    }

    /// Answers the contribution on places, and one that the Department has not answered.
    fileprivate mutating func earlyYears(
        _ council: Cast.Council, _ department: Cast.Department
    ) throws -> (places: LineID, unanswered: LineID) {
        let priority = try chooses(
            "k", .short,
            """
            There are nursery places enough in Gateshead, but not where the children are: families in the west of the \
            borough travel more than two miles to the nearest.
            """)
        let places = try brings(
            council.director, to: priority, by: "2004-09-01",
            "Sixty further nursery places in the west of the borough, in three school sites and one community centre.")
        let unanswered = try brings(
            department.adviser, to: priority, by: "2004-05-28",
            "Sure Start money for the community centre confirmed for three years at a time instead of one.")
        return (places, unanswered)
    }
}
