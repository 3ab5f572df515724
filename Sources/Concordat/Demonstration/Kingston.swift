import Domain
import Register

extension Demonstration {
    /// Kingston upon Thames: in force, after one objection and two changes of words, signed by two seats of each side.
    func kingston(_ cast: Cast, _ framework: Framework2003) async throws {
        let (council, department) = (cast.kingston, cast.department)
        var paper = try Paper(council, with: department, under: framework, in: register)
        paper.opening()
        let sixth = try paper.fourteenToNineteen(council, department)
        try paper.workforce(council, department)
        let places = try paper.londonChallenge(council, department)
        paper.asksForLess(council, department)
        paper.usualTerms()
        paper.signs(council.director, council.leader, department.director, department.minister)
        try await paper.send(by: council.officer, clearedBy: council.director, council.leader)

        let table = Table(paper.id, in: register)
        try await table.accept(by: department.adviser, but: [sixth, places])
        try await table.object(
            sixth, by: department.adviser,
            """
            A common timetable is welcome, but September 2004 leaves the colleges no time to staff it. Please say \
            what will be ready first.
            """)
        try await table.say(
            "The two sixth-form partnerships could begin with four subjects and add the rest a year later.", of: sixth,
            by: council.officer)
        try await table.reword(
            sixth, by: council.officer,
            """
            A common timetable for students aged 16 to 19 across both sixth-form partnerships and the college, with \
            at least four shared subjects from September 2004 and twelve from September 2005.
            """)
        try await table.accept(sixth, by: department.adviser)
        try await table.consider(places, by: department.adviser)
        try await table.say(
            "We are asking colleagues in the London team whether nine places can be kept for the borough.", of: places,
            by: department.adviser)
        try await table.reword(
            places, by: department.adviser,
            """
            Six places a year for Kingston's middle leaders on the London leadership programme, at no charge to their \
            schools.
            """)
        try await table.accept(places, by: council.officer)
        try await table.sign(council.director, council.leader, department.director, department.minister)
        try await kingstonYear(cast, paper.id)
        try await kingstonVariation(cast, paper.id)
    }
}

extension Paper where K == CompactKind {
    fileprivate mutating func opening() {
        summary(
            """
            Between now and 2005 Kingston's schools, its college and the Department will do three things together. \
            Students over 14 will have more courses to choose from, wherever they are enrolled. Kingston's strongest \
            departments will help schools elsewhere in London, and learn from them. And schools will take on more \
            support staff, so that teachers keep a tenth of their week for preparation.
            """)
        vision(
            """
            Kingston wants every child in the borough to be known well by at least one adult in school, to be taught \
            by people who have time to prepare, and to leave at 18 or 19 with a next step that they chose. Our \
            results are good on average. The average hides young people who arrive late, move often or learn in a \
            second language, and this compact is for them first.
            """)
        heard(
            "Secondary headteachers' conference",
            "Supports a shared timetable after 16, provided that each school keeps its own pastoral system.")
        heard(
            "Primary headteachers' group",
            "Asks that support staff be trained before duties move to them, not afterwards.")
        heard("Borough youth council", "Wants bus times to be settled before courses are shared between sites.")
        heard(
            "Recognised teaching unions",
            "Welcome the time for preparation and will take part in a joint group that watches how it is given.")
    }

    /// Answers the contribution on the common timetable, of which the sides will differ.
    fileprivate mutating func fourteenToNineteen(
        _ council: Cast.Council, _ department: Cast.Department
    ) throws -> LineID {
        let priority = try chooses(
            "f", .medium,
            """
            One student in nine leaves a Kingston sixth form before the end of the first year, most often because the \
            course that they wanted was on another site. Small sixth forms cannot offer everything; together they \
            can.
            """)
        let timetable = try brings(
            council.director, to: priority, by: "2004-09-01",
            """
            A common timetable for all students aged 16 to 19 across both sixth-form partnerships and the college, \
            from September 2004.
            """)
        try brings(
            council.officer, to: priority, by: "2004-05-28",
            """
            A printed and online guide to every course from 14 to 19 in the borough, given to each pupil in Year 9 \
            and Year 11.
            """)
        try brings(
            department.director, to: priority, by: "2004-04-30",
            """
            Leave for the two partnerships to count shared students once, where they are enrolled, in the 2004 \
            returns.
            """)
        try brings(
            department.adviser, to: priority,
            """
            A named adviser who meets the partnerships each term and answers questions on funding within ten working \
            days.
            """)
        try aims(
            council, at: "KS4_5AC", under: priority, by: 4, until: 2005,
            "More young people leave Year 11 with five good passes, and with a course to go on to.")
        try aims(
            council, at: "CLA_5AC", under: priority, by: 3, until: 2008,
            "Children whom the borough looks after do better at sixteen.")
        return timetable
    }

    /// Answers the contribution on places, of which the sides will differ.
    fileprivate mutating func londonChallenge(
        _ council: Cast.Council, _ department: Cast.Department
    ) throws -> LineID {
        let priority = try chooses(
            "m", .medium,
            """
            London's schools share teachers, families and problems across borough borders. Kingston has departments \
            that others could learn from, and has itself much to learn about pupils who move between boroughs.
            """)
        try brings(
            council.director, to: priority, by: "2004-07-16",
            "Three subject departments released for twenty days each to work beside schools in other boroughs.")
        try brings(
            council.officer, to: priority, by: "2004-12-17",
            "Records of pupils who change borough passed on within five school days, measured and reported each term.")
        return try brings(
            department.director, to: priority, by: "2004-09-30",
            "Nine places for Kingston's middle leaders on the London leadership programme.")
    }

    fileprivate mutating func asksForLess(_ council: Cast.Council, _ department: Cast.Department) {
        asks(
            council, department, .change, .procedure,
            """
            Collect staffing figures from schools once a year in one return, in place of three returns at three times \
            with three definitions of a full-time post.
            """)
        asks(
            council, department, .flexibility, .policy, weeks: 20,
            """
            Let schools and the college in a sixth-form partnership hold one budget for shared courses, so that money \
            follows the student within the week and not within the year.
            """)
    }

    fileprivate mutating func workforce(_ council: Cast.Council, _ department: Cast.Department) throws {
        let priority = try chooses(
            "h", .short,
            """
            Teachers in the borough report working weeks of more than fifty hours at peak times. Rents are high, and \
            those who leave often go to places where they have more time as well as more room.
            """)
        try brings(
            council.director, to: priority, by: "2004-07-30",
            """
            Training for 120 support staff, so that every primary school can give teachers time to prepare from \
            September 2004.
            """)
        try brings(
            council.cabinetMember, to: priority, by: "2004-03-31",
            """
            A report to the council's executive on homes for key workers in schools, with at least two sites \
            considered.
            """)
        try brings(
            department.adviser, to: priority, by: "2004-06-30",
            """
            One return in place of three for the borough's staffing figures, tried in Kingston before it is offered \
            elsewhere.
            """)
    }
}
