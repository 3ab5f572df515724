import Domain
import Pathfinders
import Testing
import Vocabulary

/// What each line of a draft must be.
@Suite struct LineTests {
    let cast = Cast()
    let agenda: Agenda
    let circumstances: Circumstances

    init() throws {
        agenda = try cast.agenda()
        circumstances = cast.circumstances([cast.norfolk, cast.department], agenda: agenda)
    }

    func compact(_ part: Part, _ strictness: Strictness = .done, of authority: Party? = nil) -> [String] {
        let authority = authority ?? cast.norfolk
        var draft = cast.emptyDraft(authority, under: agenda)
        let circumstances = cast.circumstances([authority, cast.department], agenda: agenda)
        return broken { try draft.put(part, as: cast.identifier(), strictness, in: circumstances) }
    }

    func statement(_ part: Part) -> [String] {
        broken {
            var draft = try cast.statementDraft()
            try draft.put(part, as: cast.identifier(), in: cast.circumstances([cast.department, cast.association]))
        }
    }

    func priority(_ letter: String, title: String? = nil) throws -> Part {
        .priority(area: try #require(agenda[letter]).id, title: title, reason: "It matters.", horizon: .short)
    }

    @Test func `only a London authority may choose the area for London`() throws {
        #expect(try compact(priority("m")) == ["agenda.london-only"])
        #expect(try compact(priority("m"), of: cast.kingston) == [])
    }

    @Test func `the area for other local matters needs a title of its own`() throws {
        #expect(try compact(priority("n")) == ["agenda.needs-title"])
        #expect(try compact(priority("n", title: "  ")) == ["wording.empty", "agenda.needs-title"])
        #expect(try compact(priority("n", title: "Rural schools")) == [])
    }

    @Test func `an area outside this year's agenda cannot be chosen`() throws {
        #expect(try compact(priority("a")) == [])
        let elsewhere = Part.priority(area: cast.identifier(), title: nil, reason: "It matters.", horizon: .short)
        #expect(compact(elsewhere) == ["agenda.unknown"])
    }

    @Test func `a kind of agreement has its own parts only`() {
        #expect(compact(.note(mark: "*", text: "A note.")) == ["part.kind"])
        #expect(statement(.note(mark: "*", text: "A note.")) == [])
        #expect(statement(.vision(text: "A vision.")) == ["part.kind"])
        #expect(compact(.vision(text: "A vision.")) == [])
    }

    @Test func `every text says something and not too much`() {
        let long = String(repeating: "x", count: Wording.longest + 1)
        for (text, rules) in [
            ("", ["wording.empty"]), (" \n", ["wording.empty"]), (long, ["wording.long"]), ("Words.", []),
        ] {
            #expect(compact(.summary(text: text)) == rules)
            #expect(compact(.vision(text: text)) == rules)
            #expect(compact(.term(text: text)) == rules)
            #expect(compact(.consulted(partner: "Heads", said: text)) == rules)
            #expect(statement(.group(number: 3, text: text)) == rules)
            #expect(statement(.note(mark: "*", text: text)) == rules)
            #expect(statement(.paragraph(number: 9, sense: .context, text: text, promise: nil)) == rules)
            #expect(statement(.drafter(name: text)) == rules)
        }
        #expect(statement(.drafter(name: String(repeating: "x", count: 201))) == ["wording.long"])
        #expect(compact(.summary(text: String(repeating: "x", count: Wording.longest))) == [])
    }

    @Test func `what is still being typed may lack words, an owner and a title, but nothing else`() throws {
        let unowned = Promise(by: cast.norfolk.id, owner: nil, due: .throughout)
        var draft = cast.emptyDraft(cast.norfolk, under: agenda)
        let line: LineID = cast.identifier()
        try draft.choose(
            try #require(agenda["n"]), as: line, reason: "", horizon: .short, in: circumstances)
        try draft.put(
            .contribution(priority: line, text: "", promise: unowned), as: cast.identifier(), .typing, in: circumstances
        )
        #expect(draft.lines.count == 2)
        let faults = draft.lacking(named: [], in: circumstances)
        for rule in ["wording.empty", "promise.owner", "agenda.needs-title"] {
            #expect(faults.contains { $0.rule == rule }, "\(rule)")
        }
        #expect(try compact(priority("m"), .typing) == ["agenda.london-only"])
        #expect(
            compact(.summary(text: String(repeating: "x", count: Wording.longest + 1)), .typing) == ["wording.long"])
    }

    @Test func `a contribution stands under a priority, a point under a paragraph, an area in a group`() throws {
        let promise = Promise(by: cast.norfolk.id, owner: cast.norfolk[.director].id, due: .throughout)
        var draft = try cast.compactDraft(cast.norfolk, under: agenda)
        func contribution(under line: LineID) -> [String] {
            broken {
                try draft.put(
                    .contribution(priority: line, text: "Advice.", promise: promise), as: cast.identifier(),
                    in: circumstances)
            }
        }
        #expect(contribution(under: cast.identifier()) == ["part.above"])
        #expect(contribution(under: draft.lines(.vision)[0].id) == ["part.above"])
        #expect(contribution(under: draft.lines(.priority)[0].id) == [])
        var statement = try cast.statementDraft()
        let sides = cast.circumstances([cast.department, cast.association])
        func point(under line: LineID) -> [String] {
            broken {
                try statement.put(
                    .point(paragraph: line, mark: "b", sense: .context, text: "So.", promise: nil),
                    as: cast.identifier(),
                    in: sides)
            }
        }
        #expect(point(under: statement.lines(.group)[0].id) == ["part.above"])
        #expect(point(under: statement.lines(.paragraph)[0].id) == [])
        #expect(
            broken {
                try statement.put(
                    .area(
                        area: cast.identifier(), group: statement.lines(.paragraph)[0].id, code: "o", title: "O",
                        text: "O.", limit: .anyone), as: cast.identifier(), in: sides)
            } == ["part.above"])
    }

    @Test func `a promise is made by a party and answered for by a seat of that party`() throws {
        var draft = try cast.compactDraft(cast.norfolk, under: agenda)
        let line = draft.lines(.priority)[0].id
        func contribution(_ by: Party, _ owner: Seat?) -> [String] {
            let promise = Promise(by: by.id, owner: owner?.id, due: .throughout)
            return broken {
                try draft.put(
                    .contribution(priority: line, text: "Advice.", promise: promise), as: cast.identifier(),
                    in: circumstances)
            }
        }
        #expect(contribution(cast.norfolk, cast.norfolk[.officer]) == [])
        #expect(contribution(cast.department, cast.department[.adviser]) == [])
        #expect(contribution(cast.rochdale, cast.rochdale[.director]) == ["promise.side"])
        #expect(contribution(cast.norfolk, nil) == ["promise.owner"])
        #expect(contribution(cast.norfolk, cast.department[.adviser]) == ["promise.owner"])
        #expect(contribution(cast.norfolk, cast.rochdale[.director]) == ["promise.owner"])
    }

    @Test func `a contribution has a due day or holds throughout`() throws {
        var draft = try cast.compactDraft(cast.norfolk, under: agenda)
        let line = draft.lines(.priority)[0].id
        func contribution(_ due: Due) -> [String] {
            let promise = Promise(by: cast.norfolk.id, owner: cast.norfolk[.officer].id, due: due)
            return broken {
                try draft.put(
                    .contribution(priority: line, text: "Advice.", promise: promise), as: cast.identifier(),
                    in: circumstances)
            }
        }
        #expect(contribution(.throughout) == [])
        #expect(contribution(.day(Day(number: 12_500))) == [])
        #expect(contribution(.considers) == ["contribution.due"])
        #expect(contribution(.continues) == ["contribution.due"])
    }

    @Test func `a promise's due day or manner is read as it is written`() {
        for due in [Due.day(Day(number: 12_500)), .throughout, .considers, .continues] {
            #expect(Due(due.description) == due)
        }
        #expect(Due("someday") == nil)
    }

    @Test func `a signatory is a seat of a party that may sign, in an order from 1 to 99`() {
        func signatory(_ seat: Seat, _ order: Int = 1) -> [String] { compact(.signatory(seat: seat.id, order: order)) }
        #expect(signatory(cast.norfolk[.leader]) == [])
        #expect(signatory(cast.norfolk[.officer]) == ["signatory.power"])
        #expect(signatory(cast.rochdale[.director]) == ["signatory.seat"])
        #expect(signatory(cast.norfolk[.leader], 99) == [])
        #expect(signatory(cast.norfolk[.leader], 0) == ["signatory.order"])
        #expect(signatory(cast.norfolk[.leader], 100) == ["signatory.order"])
    }

    @Test func `paragraphs have numbers, points short marks, areas a small letter`() throws {
        func paragraph(_ number: Int) -> [String] {
            statement(.paragraph(number: number, sense: .context, text: "So.", promise: nil))
        }
        #expect(paragraph(1) == [])
        #expect(paragraph(999) == [])
        #expect(paragraph(0) == ["paragraph.number"])
        #expect(paragraph(1000) == ["paragraph.number"])
        let draft = try cast.statementDraft()
        let sides = cast.circumstances([cast.department, cast.association])
        func put(_ part: Part) -> [String] {
            var draft = draft
            return broken { try draft.put(part, as: cast.identifier(), in: sides) }
        }
        let above = draft.lines(.paragraph)[0].id
        func point(_ mark: String) -> Part {
            .point(paragraph: above, mark: mark, sense: .context, text: "So.", promise: nil)
        }
        #expect(put(point("iii")) == [])
        #expect(put(point("")) == [])
        #expect(put(point("viii")) == ["point.mark"])
        let group = draft.lines(.group)[0].id
        func area(_ code: String) -> Part {
            .area(area: cast.identifier(), group: group, code: code, title: "T", text: "So.", limit: .anyone)
        }
        #expect(put(area("o")) == [])
        for code in ["O", "oo", "", "1", "\u{E9}"] { #expect(put(area(code)) == ["area.code"], "\(code)") }
    }

    @Test func `only an undertaking has an owner and a due day`() {
        let promise = Promise(by: cast.department.id, owner: cast.department[.adviser].id, due: .continues)
        func paragraph(_ sense: Part.Sense) -> [String] {
            statement(.paragraph(number: 9, sense: sense, text: "So.", promise: promise))
        }
        #expect(paragraph(.undertaking) == [])
        for sense in [Part.Sense.context, .vision, .focus, .term] { #expect(paragraph(sense) == ["undertaking.sense"]) }
    }

    @Test func `an agenda has its areas in groups, found by letter and by lasting name`() throws {
        #expect(agenda.year.start == 2003)
        #expect(agenda.groups.map { $0.areas.map(\.code).joined() } == ["abcdefghi", "jklmn"])
        let london = try #require(agenda["m"])
        #expect(agenda[london.id] == london)
        #expect(london.limit == .london)
        #expect(agenda["z"] == nil)
        #expect(agenda.areas.count == 14)
    }
}
