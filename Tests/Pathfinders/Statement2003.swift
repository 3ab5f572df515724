public import Domain
public import Vocabulary

/// An invented statement of intent and agenda for 2003/04: the letters are those of that year, the words are ours.
extension Cast {
    /// The areas: letter, title, wording, and who may choose each.
    static let areas: [(code: String, title: String, text: String, limit: Part.Limit)] = [
        (
            "a", "Challenging targets", "Setting targets that stretch every school and helping each to reach them.",
            .anyone
        ),
        ("b", "Key Stage 2", "Raising what eleven-year-olds can read, write and work out.", .anyone),
        ("c", "Key Stage 3", "Keeping the pace of learning between eleven and fourteen.", .anyone),
        ("d", "Closing gaps", "Lifting schools below the floor and narrowing gaps between groups.", .anyone),
        ("e", "Behaviour and attendance", "Having more pupils in school, and fewer excluded.", .anyone),
        ("f", "14 to 19", "Widening the choice of courses and routes from fourteen on.", .anyone),
        ("g", "Technology and buildings", "Matching rooms and equipment to new ways of teaching.", .anyone),
        ("h", "The workforce", "Giving teachers time to teach and heads the means to lead.", .anyone),
        ("i", "Schools together", "Schools that innovate, collaborate and serve their neighbourhood.", .anyone),
        ("j", "Children at risk", "Finding and helping early those who may come to harm.", .anyone),
        ("k", "Early years", "Bringing care and learning together for the youngest.", .anyone),
        ("l", "Inclusion", "Serving every pupil well, with every agency that can help.", .anyone),
        ("m", "London", "Transforming the capital's secondary schools together.", .london),
        ("n", "Other local matters", "Whatever else matters most in one place.", .titled),
    ]

    /// A complete draft of the statement, written by the Department; `signatories` sign in that order.
    public func statementDraft(
        year: Int = 2003, signatories: [(seat: Seat, order: Int)]? = nil
    ) throws(Refusal) -> Draft<StatementKind> {
        let circumstances = circumstances([department, association])
        var draft = Draft<StatementKind>(
            identifier(), title: "Statement of intent \(year)", author: department.id,
            parties: [department.id, association.id], framework: Framework(year: AcademicYear(start: year)))
        func put(_ part: Part) throws(Refusal) -> LineID {
            let line: LineID = identifier()
            try draft.put(part, as: line, in: circumstances)
            return line
        }
        _ = try put(.paragraph(number: 1, sense: .context, text: "We agree to work together.", promise: nil))
        let second = try put(.paragraph(number: 2, sense: .vision, text: "We want each child:", promise: nil))
        _ = try put(.point(paragraph: second, mark: "a", sense: .vision, text: "to be of equal worth;", promise: nil))
        let third = try put(.paragraph(number: 3, sense: .context, text: "The Department will:", promise: nil))
        let promise = Promise(by: department.id, owner: department[.minister].id, due: .considers)
        _ = try put(
            .point(
                paragraph: third, mark: "a", sense: .undertaking, text: "look again at its guidance.", promise: promise)
        )
        let core = try put(.group(number: 1, text: "Standards: a choice from these areas."))
        let local = try put(.group(number: 2, text: "The wider role and local issues, such as these."))
        for area in Cast.areas {
            _ = try put(
                .area(
                    area: identifier(), group: area.code < "j" ? core : local, code: area.code, title: area.title,
                    text: area.text, limit: area.limit))
        }
        for (seat, order) in signatories ?? [(department[.minister], 1), (association[.chair], 1)] {
            _ = try put(.signatory(seat: seat.id, order: order))
        }
        return draft
    }

    /// The statement, agreed and signed on both sides.
    public func signedStatement(year: Int = 2003) throws(Refusal) -> Story<StatementKind> {
        var story = try Story(try statementDraft(year: year), circumstances([department, association]), cast: self)
        try story.acceptAll(by: association)
        try story.freeze()
        try story.signAll()
        return story
    }

    /// The agenda of a year, from a signed statement.
    public func agenda(_ year: Int = 2003) throws(Refusal) -> Agenda {
        guard let agenda = try signedStatement(year: year).agreement.agenda else {
            throw Refusal(Fault("agenda.unknown", "The statement has no agenda"))
        }
        return agenda
    }
}
