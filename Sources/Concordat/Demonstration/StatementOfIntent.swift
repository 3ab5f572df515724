import Domain
import Register
import Vocabulary

extension Demonstration {
    /// The statement of intent and its agenda: drafted by the Department, accepted by the association, signed by both.
    func statement(_ cast: Cast) async throws -> Framework2003 {
        guard let year = AcademicYear(start: 2003) else { throw Refused("The school year 2003/04 is no school year") }
        let (department, association) = (cast.department, cast.association)
        let draft = Draft<StatementKind>(
            register.randomness.identifier(), title: "Statement of intent: partnership in education",
            author: department.body, parties: [association.body], framework: Framework(year: year))
        var paper = Paper(draft, in: register)
        paper.opening()
        try paper.undertakings(of: department)
        paper.closing()
        var areas: [String: Identifier<Area>] = [:]
        for (index, group) in [
            (Agenda2003.coreOpening, Agenda2003.core), (Agenda2003.localOpening, Agenda2003.local),
        ].enumerated() {
            let line = paper.put(.group(number: index + 1, text: group.0))
            for area in group.1 {
                let id = register.randomness.identifier(of: Area.self)
                areas[area.letter] = id
                paper.put(
                    .area(
                        area: id, group: line, code: area.letter, title: area.title, text: area.text, limit: area.limit)
                )
            }
        }
        paper.put(.drafter(name: "Confederation of Education Service Managers"))
        paper.put(.commencement(inForce: nil, publication: nil))
        paper.signs(department.minister, association.chair)
        try await paper.send(by: department.adviser, clearedBy: department.director)
        let table = Table(paper.id, in: register)
        try await table.say(
            "We read paragraph 8 as leaving each authority free to choose how many areas it takes up. Please confirm.",
            by: association.secretary)
        try await table.say("Confirmed: one area is enough, and there is no upper limit.", by: department.adviser)
        try await table.accept(by: association.secretary)
        try await table.sign(department.minister, association.chair)
        return Framework2003(statement: paper.id, year: year, areas: areas)
    }
}

extension Paper where K == StatementKind {
    private mutating func paragraph(_ number: Int, _ sense: Part.Sense, _ text: String) -> LineID {
        put(.paragraph(number: number, sense: sense, text: text, promise: nil))
    }

    private mutating func points(of paragraph: LineID, _ sense: Part.Sense, _ points: [(mark: String, text: String)]) {
        for (mark, text) in points {
            put(.point(paragraph: paragraph, mark: mark, sense: sense, text: text, promise: nil))
        }
    }

    /// Paragraphs 1 to 6: who speaks, the vision, and what comes first.
    fileprivate mutating func opening() {
        _ = paragraph(
            1, .context,
            """
            The Department and the local authorities* of England set down here how they mean to work with each other, \
            so that children and young people get a better education now and over the next few years.
            """)
        let vision = paragraph(2, .vision, "We want an education service in which every child and young person:")
        points(
            of: vision, .vision,
            [
                ("a", "matters as much as any other;"), ("b", "takes pleasure in learning;"),
                ("c", "gains the skills that life will ask of them; and"),
                ("d", "goes as far as their gifts can carry them."),
            ])
        _ = paragraph(
            3, .context,
            """
            None of that happens without high standards for everybody, and neither side can bring those about alone. \
            Each therefore values what the other does and backs it. Councils and government share many duties; this \
            statement is about one of them, the learning and growth of the young.
            """)
        _ = paragraph(
            4, .context,
            """
            Both sides answer to voters. A council leads in its own place: it says what it wants for its schools and \
            brings partners round one table. Government draws the national frame, which leaves room for local \
            answers. Together we want better teaching in every classroom: schools with the means and the freedom to \
            improve, accountability that tells people something useful, and firm, well-aimed help where results are \
            poor.
            """)
        let focuses = paragraph(5, .focus, "For the time being five things come first:")
        points(
            of: focuses, .focus,
            [
                ("–", "good early education and childcare within reach of more families;"),
                ("–", "building on what primary schools have gained;"),
                ("–", "a new start for secondary education;"),
                ("–", "courses from 14 to 19 that stretch young people and bend to their needs; and"),
                ("–", "a school workforce in which teachers have time to teach."),
            ])
        _ = paragraph(
            6, .context,
            """
            We begin with children of school age. Adult and continuing education may be added once both sides are \
            ready.
            """)
    }

    /// Paragraph 7: what the Department undertakes, each point with who answers for it and when it is kept.
    fileprivate mutating func undertakings(of department: Cast.Department) throws {
        guard let funding = Day(2004, 3, 31), let plan = Day(2005, 12, 31) else {
            throw Refused("The days of the Department's undertakings are no days")
        }
        let paragraph = paragraph(7, .undertaking, "On the national side, the Department will:")
        for (mark, owner, due, text) in [
            (
                "a", department.director, Due.considers,
                """
                look at whether the Code of Practice between authorities and schools, and other rules on what \
                authorities may and must do, would gain from revision, and publish what it concludes;
                """
            ),
            (
                "b", department.adviser, .continues,
                """
                talk with authorities earlier and more openly, and give local leaders a real part in making national \
                policy;
                """
            ),
            (
                "c", department.director, .day(funding),
                """
                see the 2004-05 funding changes through hand in hand with authorities, so that they work in every \
                place; and
                """
            ),
            (
                "d", department.director, .day(plan),
                """
                help planning to become simpler, until one Single Education Plan, in use everywhere by 2006, does for \
                all.
                """
            ),
        ] {
            put(
                .point(
                    paragraph: paragraph, mark: mark, sense: .undertaking, text: text,
                    promise: Promise(by: owner.body, owner: owner.seat, due: due)))
        }
    }

    /// Paragraphs 8 to 10: the compacts, the limits, and the commitment; and the footnote.
    fileprivate mutating func closing() {
        _ = paragraph(
            8, .context,
            """
            On the local side, the Department and each authority will settle a compact. It picks, from the agenda \
            annexed here, the areas that weigh most in that place for the years just ahead. Once a year we will talk \
            the agenda through; a new one holds as soon as every signatory has agreed to it.
            """)
        _ = paragraph(
            9, .term,
            """
            What counts is how the two sides work with each other. No law requires a compact, and whatever one \
            promises is done with the resources that there are.
            """)
        _ = paragraph(
            10, .context,
            """
            We sign for the Department and for the Local Government Association. We bind ourselves to this vision and \
            this agenda, and to pursuing both as partners.
            """)
        put(
            .note(
                mark: "*",
                text:
                    "County and unitary councils, metropolitan districts and London boroughs with education functions.")
        )
    }
}
