import Domain
import Pathfinders
import Testing
import Vocabulary

/// Targets as lines of compacts.
@Suite struct TargetLineTests {
    let cast = Cast()
    let statement: Story<StatementKind>
    let agenda: Agenda
    var norfolk: Party { cast.norfolk }

    init() throws {
        statement = try cast.signedStatement()
        agenda = try #require(statement.agreement.agenda)
    }

    private func target(_ place: String? = nil, to goal: (Int, String) = (2006, "80")) throws -> Target {
        func point(_ year: Int, _ value: String) throws -> Target.Point {
            Target.Point(period: Period(.academic, from: year, to: year), value: try #require(Quantity(value)))
        }
        let code = try #require(Int(place ?? norfolk.body.code))
        return Target(
            set: "lait", measure: try #require(MeasureCode("KS2_Maths_L4")),
            place: try #require(PlaceCode(code)), direction: .rise, decimals: 0,
            unit: "Percentage", baseline: try point(2003, "72"), goal: try point(goal.0, goal.1))
    }

    /// A draft of Norfolk's with a target under its first priority.
    private func draft(_ target: Target, _ text: String = "More pupils reach level 4.") throws -> Draft<CompactKind> {
        var draft = try cast.compactDraft(norfolk, under: agenda)
        let priority = try #require(draft.lines(.priority).first).id
        try draft.put(
            .target(priority: priority, text: text, target: target), as: cast.identifier(), after: priority,
            in: cast.circumstances([norfolk, cast.department], agenda: agenda))
        return draft
    }

    @Test func `a compact has targets of its own authority under its priorities`() throws {
        let draft = try draft(try target())
        let circumstances = cast.circumstances([norfolk, cast.department], agenda: agenda)
        #expect(draft.lacking(named: [], in: circumstances) == [])
        let line = try #require(draft.lines(.target).first)
        #expect(line.content.above == draft.lines(.priority).first?.id)
        #expect(line.content.text == "More pupils reach level 4.")
        #expect(line.content.promise == nil)
        #expect(line.content.sides == [])
    }

    @Test func `a target of another authority, without words or worse than where it starts is refused`() throws {
        #expect(try broken { try draft(try target(cast.gateshead.body.code)) } == ["compact.target"])
        #expect(try broken { try draft(try target("121314")) } == ["compact.target"])
        #expect(try broken { try draft(try target(), "") } == ["wording.empty"])
        #expect(try broken { try draft(try target(to: (2006, "60"))) } == ["target.direction"])
        #expect(try broken { try draft(try target(to: (2003, "80"))) } == ["target.order"])
        var lone = try cast.compactDraft(norfolk, under: agenda)
        let vision = try #require(lone.lines(.vision).first).id
        #expect(
            broken {
                try lone.put(
                    .target(priority: vision, text: "More.", target: try target()), as: cast.identifier(),
                    in: cast.circumstances([norfolk, cast.department], agenda: agenda))
            } == ["part.above"])
    }

    @Test func `a target is carried to the year after as long as its own goal is to come`() throws {
        var story = try cast.agreedCompact(norfolk, under: agenda)
        let own = try #require(story.agreement.lines.all.first { $0.content?.name == .priority }).id
        for goal in [(2004, "75"), (2005, "76")] {
            story.take(
                try story.agreement.add(
                    .target(priority: own, text: "By \(goal.0).", target: try target(to: goal)), as: cast.identifier(),
                    after: own, by: norfolk.id, in: story.circumstances))
        }
        try story.acceptAll(by: cast.department)
        try story.freeze()
        try story.signAll()
        let year = try #require(AcademicYear(start: 2004))
        let next = try statement.agreement.successor(
            as: cast.identifier(), for: year, by: cast.department.id,
            in: cast.circumstances([cast.association, cast.department])
        ).draft
        let later = Agenda(statement: next.id, year: year, lines: next.lines.map { (id: $0.id, content: $0.content) })
        let renewal = try story.agreement.renewal(
            as: cast.identifier(), under: later, by: norfolk.id,
            in: cast.circumstances([norfolk, cast.department], agenda: later))
        #expect(renewal.draft.lines(.target).map(\.content.text) == ["By 2005."])
        #expect(renewal.left.filter { $0.content.name == .target }.map(\.why) == [.over])
    }
}
