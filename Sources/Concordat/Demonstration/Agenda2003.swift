import Domain

/// The areas of the agenda for 2003/04, lettered as they were then, in words of our own.
enum Agenda2003 {
    /// An area as the demonstration words it.
    struct Entry {
        let letter, title, text: String
        var limit = Part.Limit.anyone
    }

    /// What stands before the areas that are for every authority.
    static let coreOpening = """
        These matter everywhere. They serve primary schools that combine high standards with a rich curriculum, a \
        clear picture of how secondary education is changing, and better results at every stage.
        """

    /// The areas that are for every authority.
    static let core = [
        Entry(
            letter: "a", title: "Challenging targets and high standards",
            text: "Helping schools to set themselves targets that stretch them, and then to reach those standards."),
        Entry(
            letter: "b", title: "Literacy and numeracy at Key Stage 2",
            text: "Raising what eleven-year-olds achieve in reading, writing and mathematics."),
        Entry(
            letter: "c", title: "Key Stage 3",
            text:
                """
                Making the years from eleven to fourteen count: better teaching, and no dip after the move from \
                primary school.
                """
        ),
        Entry(
            letter: "d", title: "Underperformance, attainment gaps and floor targets",
            text: """
                Acting early where a school falls behind, closing the distance between groups of pupils, and lifting \
                every school clear of the national floor.
                """),
        Entry(
            letter: "e", title: "Behaviour, attendance and exclusion",
            text:
                """
                Taking away what keeps children from learning: poor behaviour, absence, and time spent out of school.
                """),
        Entry(
            letter: "f", title: "Opportunities from 14 to 19",
            text: "Widening what every young person can choose to study and train for between fourteen and nineteen."),
        Entry(
            letter: "g", title: "New ways of teaching with ICT, and buildings to match",
            text: "Using technology to teach in new ways, and investing in buildings that make those ways possible."),
        Entry(
            letter: "h",
            title: "Teaching, leadership with financial management, workforce reform, with less bureaucracy",
            text: """
                Supporting schools, and pressing them, to teach better, lead better, handle money well, bring a wider \
                workforce into school and cut paperwork, in step with the national agreement on workload.
                """),
        Entry(
            letter: "i", title: "Schools that serve, innovate and collaborate",
            text: """
                Giving direction to primary and secondary schools so that they answer to their communities, keep a \
                character of their own, try new things, and share with one another what works.
                """),
    ]

    /// What stands before the areas that arise locally.
    static let localOpening = """
        Authorities do more for children than run schools, and each place has matters of its own. A compact may \
        therefore also take up areas that arise locally. These are examples.
        """

    /// The areas that arise locally.
    static let local = [
        Entry(
            letter: "j", title: "Children and young people at risk",
            text: "Better services for children and young people who are at risk of harm or of losing their way."),
        Entry(
            letter: "k", title: "Early education and Sure Start",
            text:
                """
                More and better places in early education, with Sure Start where it is needed, so that every child \
                begins well.
                """
        ),
        Entry(
            letter: "l", title: "An inclusive service for every pupil, with all the agencies",
            text: """
                Education that leaves nobody out, in which schools, health, social services and others work as one.
                """),
        Entry(
            letter: "m", title: "London Challenge",
            text: "For authorities in London: what each contributes to the aims of the London Challenge.",
            limit: .london),
        Entry(
            letter: "n", title: "Other local strategic issues",
            text: "Whatever else is of strategic weight in one place, under a title that the compact gives it.",
            limit: .titled),
    ]
}
