import Domain
import Pathfinders
import Testing
import Vocabulary

@Suite struct RenewalTests {
    let cast = Cast()
    let statement: Story<StatementKind>
    let agenda: Agenda
    var norfolk: Party { cast.norfolk }
    var department: Party { cast.department }

    init() throws {
        statement = try cast.signedStatement()
        agenda = try #require(statement.agreement.agenda)
    }

    private func year(_ start: Int) throws -> AcademicYear { try #require(AcademicYear(start: start)) }

    /// The next year's agenda, changed from this year's by a signatory.
    private func next(
        _ story: Story<StatementKind>, _ change: (inout Draft<StatementKind>, Circumstances) throws -> Void
    ) throws -> Agenda {
        let national = cast.circumstances([department, cast.association])
        var draft = try story.agreement.successor(
            as: cast.identifier(), for: year(2004), by: cast.association.id, in: national
        ).draft
        try change(&draft, national)
        let lines = draft.lines.map { (id: $0.id, content: $0.content) }
        return Agenda(statement: draft.id, year: try year(2004), lines: lines)
    }

    /// The area with that letter gets another, and another wording.
    private func recode(
        _ draft: inout Draft<StatementKind>, _ letter: String, to code: String, _ national: Circumstances
    ) throws {
        let line = try #require(
            draft.lines.first { if case .area(_, _, letter, _, _, _) = $0.content { true } else { false } })
        guard case .area(let area, let group, _, let title, let text, let limit) = line.content else { return }
        try draft.put(
            .area(area: area, group: group, code: code, title: title, text: "\(text) And more.", limit: limit),
            as: line.id, in: national)
    }

    private func renewal(
        _ story: Story<CompactKind>, under agenda: Agenda
    ) throws(Refusal) -> Renewal<CompactKind> {
        try story.agreement.renewal(
            as: cast.identifier(), under: agenda, by: norfolk.id,
            in: cast.circumstances([norfolk, department], agenda: agenda))
    }

    @Test func `the next agenda begins with every line, and areas keep their lasting names`() throws {
        let national = cast.circumstances([department, cast.association])
        let renewal = try statement.agreement.successor(
            as: cast.identifier(), for: year(2004), by: cast.association.id, in: national)
        #expect(renewal.left == [])
        #expect(renewal.draft.lines.map(\.id) == statement.agreement.lines.standing.map(\.id))
        #expect(renewal.draft.author == cast.association.id)
        #expect(renewal.draft.parties == [cast.association.id, department.id])
        #expect(renewal.draft.framework.follows?.description == statement.agreement.id.description)
        #expect(renewal.draft.lacking(named: [], in: national) == [])
        let later = try next(statement) { draft, national in
            try recode(&draft, "d", to: "z", national)
            try recode(&draft, "b", to: "d", national)
        }
        #expect(later["z"]?.id == agenda["d"]?.id)
        #expect(later["d"]?.id == agenda["b"]?.id)
        #expect(later["b"] == nil)
        #expect(
            broken {
                try statement.agreement.successor(
                    as: cast.identifier(), for: agenda.year, by: department.id, in: national)
            } == ["renewal.year"])
        #expect(
            broken {
                try statement.agreement.successor(
                    as: cast.identifier(), for: try #require(AcademicYear(start: 2004)), by: norfolk.id, in: national)
            } == ["side.party"])
    }

    @Test func `a compact is carried over by the lasting names of areas, and what cannot be is named`() throws {
        var story = try cast.signedCompact(
            norfolk, under: agenda, choosing: ["a", "d", "n"], commencement: (Day(2003, 10, 1), nil),
            due: .day(try #require(Day(2004, 7, 31))), asking: ["One return."])
        story.now = story.now.adding(seconds: 86_400 * 60)
        let kept = try #require(story.agreement.lines.all.first { $0.content?.promise?.by == norfolk.id }).id
        let words = Evidence(words: cast.randomness.seal("Done."), link: nil, file: nil)
        let day = story.now.londonDay
        story.take(
            try story.agreement.report(kept, after: 0, .kept, words, as: norfolk[.director], on: day))
        story.take(try story.agreement.acceptReport(1, on: kept, by: department.id, on: day))
        let later = try next(statement) { draft, national in
            try recode(&draft, "d", to: "x", national)
            let gone = try #require(
                draft.lines.first { if case .area(_, _, "n", _, _, _) = $0.content { true } else { false } })
            draft.remove(gone.id)
        }
        let renewal = try renewal(story, under: later)
        let draft = renewal.draft
        #expect(draft.title.hasSuffix("2004/05"))
        #expect(draft.framework.follows?.description == story.agreement.id.description)
        #expect(draft.lines(.priority).count == 2)
        // Three priorities with a contribution of each side: one is gone with both of its own, one was kept.
        #expect(draft.lines(.contribution).count == 3)
        let why = Dictionary(grouping: renewal.left, by: { $0.content.name }).mapValues { $0.map(\.why) }
        #expect(why[.priority] == [.areaGone])
        #expect(why[.contribution]?.count == 3)
        #expect(Set(why[.contribution] ?? []) == [.above, .settled])
        #expect(why[.request] == [.asked])
        #expect(why[.consulted] == [.consulted])
        #expect(why[.commencement] == [.day])
        #expect(why.count == 5)
        let circumstances = cast.circumstances([norfolk, department], agenda: later)
        #expect(draft.lacking(named: [], in: circumstances) == [])
        #expect(try draft.send(named: [], in: circumstances).count == draft.lines.count + 1)
    }

    @Test func `only what all have signed is renewed, by its author, for a later year`() throws {
        let later = try next(statement) { _, _ in }
        let sent = try cast.agreedCompact(norfolk, under: agenda)
        #expect(broken { try renewal(sent, under: later) } == ["renewal.unsigned"])
        let signed = try cast.signedCompact(norfolk, under: agenda)
        #expect(broken { try renewal(signed, under: agenda) } == ["renewal.year"])
        #expect(
            broken {
                try signed.agreement.renewal(
                    as: cast.identifier(), under: later, by: department.id,
                    in: cast.circumstances([norfolk, department], agenda: later))
            } == ["draft.author"])
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `a mapping never loses a line silently`(seed: UInt64) throws {
        var random = Seeded(seed)
        let letters = Array("abcdefghijkln").map(String.init).filter { _ in random.happens(40) }
        var story = try cast.signedCompact(
            norfolk, under: agenda, choosing: letters.isEmpty ? ["a"] : letters,
            due: .day(try #require(Day(2004, 7, 31))), asking: random.happens(50) ? ["One.", "Two."] : [])
        for _ in 0..<30 { story.reportOrAnswer([norfolk, department], &random, cast: cast) }
        let later = try next(statement) { draft, national in
            for line in draft.lines where line.content.name == .area {
                guard case .area(_, _, let code, _, _, _) = line.content else { continue }
                if random.happens(30) {
                    draft.remove(line.id)
                } else if random.happens(30) {
                    try recode(&draft, code, to: code == "a" ? "p" : "z", national)
                }
            }
        }
        let renewal = try renewal(story, under: later)
        let (carried, left) = (renewal.draft.lines.map(\.id), renewal.left.map(\.line))
        let standing = story.agreement.lines.standing
        #expect(Set(carried).isDisjoint(with: left))
        #expect(Set(carried).union(left) == Set(standing.map(\.id)))
        #expect(carried.count + left.count == standing.count)
        for line in renewal.draft.lines {
            #expect(standing.first { $0.id == line.id }?.content == line.content)
            if case .priority(let area, _, _, _) = line.content { #expect(later[area] != nil) }
            if let above = line.content.above { #expect(renewal.draft[above] != nil) }
        }
    }
}
