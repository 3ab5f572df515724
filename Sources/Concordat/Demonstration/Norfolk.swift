import Domain
import Register

extension Demonstration {
    /// Norfolk: a draft on the council's own side, with much still to be written.
    func norfolk(_ cast: Cast, _ framework: Framework2003) async throws {
        let (council, department) = (cast.norfolk, cast.department)
        var paper = try Paper(council, with: department, under: framework, in: register, .typing)
        paper.summary("")
        paper.vision(
            """
            Norfolk is large and its schools are small: four in ten have fewer than a hundred pupils. We want a child \
            in the smallest of them to have teaching, company and choices as good as in any town, without an hour on \
            a bus.
            """)
        paper.heard(
            "Small schools' headteachers",
            "Would share a headteacher or a bursar with a neighbour if the governors of each school kept their own say."
        )
        paper.heard("Norfolk governors' association", "")
        let gaps = try paper.chooses(
            "d", .medium,
            """
            Pupils in the county's three largest towns are ten points behind the rest of Norfolk at sixteen, and boys \
            in those towns further still.
            """)
        try paper.brings(
            council.director, to: gaps, by: "2004-09-30",
            "A mentor for each of the 300 pupils in Year 10 who are furthest from five good passes.")
        paper.bringsLater(
            department.body, to: gaps,
            "Help with recruiting heads of mathematics and English in schools that have advertised twice.")
        try paper.aims(
            council, at: "KS4_5AC", under: gaps, by: 6, until: 2008,
            "More young people in Norfolk leave Year 11 with five good passes.")
        let small = try paper.chooses(
            "n", .medium, title: "Small and rural schools",
            """
            Numbers of children fall in 60 parishes. Before any school becomes too small to go on, its community \
            should have had the chance to try something else.
            """)
        try paper.brings(
            council.officer, to: small, by: "2004-07-30",
            """
            Five groups of small schools that share a headteacher, a bursar or specialist teachers, begun by \
            agreement.
            """)
        _ = try paper.chooses("i", .short, "")
        paper.term("This compact is voluntary. It creates no duty in law and takes none away from either side.")
        paper.signs(council.cabinetMember)
        try await paper.begin(by: council.officer)
    }
}
