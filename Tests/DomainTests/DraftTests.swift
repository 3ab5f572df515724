import Domain
import Pathfinders
import Testing
import Vocabulary

@Suite struct DraftTests {
    let cast = Cast()
    let agenda: Agenda
    let circumstances: Circumstances

    init() throws {
        agenda = try cast.agenda()
        circumstances = cast.circumstances([cast.norfolk, cast.department], agenda: agenda)
    }

    @Test func `a draft that is complete can be sent, and opens an agreement that its author accepts`() throws {
        let draft = try cast.compactDraft(cast.norfolk, under: agenda)
        #expect(draft.lacking(named: [], in: circumstances) == [])
        let events = try draft.send(named: [], in: circumstances)
        #expect(events.count == 1 + draft.lines.count)
        let story = try cast.sentCompact(cast.norfolk, under: agenda)
        #expect(story.agreement.stage == .negotiating)
        #expect(story.agreement.parties == [cast.norfolk.id, cast.department.id])
        #expect(story.agreement.lines.all.allSatisfy { $0.stances == [cast.norfolk.id: .accepts] })
    }

    @Test func `a compact is written by an authority and made with the Department`() throws {
        var draft = Draft<CompactKind>(
            cast.identifier(), title: "C", author: cast.department.id, parties: [cast.norfolk.id],
            framework: Framework(statement: agenda.statement, year: agenda.year, authority: cast.norfolk.id))
        for line in try cast.compactDraft(cast.norfolk, under: agenda).lines {
            try draft.put(line.content, as: line.id, in: circumstances)
        }
        #expect(broken { try draft.send(named: [], in: circumstances) } == ["draft.author"])
    }

    @Test func `a compact has both the Department and an authority among its parties, as a statement the association`()
        throws
    {
        let draft = try cast.compactDraft(cast.norfolk, under: agenda)
        let alone = cast.circumstances([cast.norfolk], agenda: agenda)
        #expect(broken { try draft.send(named: [], in: alone) } == ["draft.parties"])
        let wrong = cast.circumstances([cast.norfolk, cast.association], agenda: agenda)
        #expect(broken { try draft.send(named: [], in: wrong) } == ["draft.parties"])
        let statement = try cast.statementDraft()
        let right = cast.circumstances([cast.department, cast.association])
        #expect(broken { try statement.send(named: [], in: right) } == [])
        #expect(
            broken { try statement.send(named: [], in: cast.circumstances([cast.department, cast.norfolk])) }
                == ["draft.parties"])
    }

    @Test func `a draft has at most a thousand lines`() throws {
        var draft = cast.emptyDraft(cast.norfolk, under: agenda)
        for _ in 0..<1000 { try draft.put(.term(text: "So."), as: cast.identifier(), in: circumstances) }
        #expect(
            broken { try draft.put(.term(text: "So."), as: cast.identifier(), in: circumstances) } == ["draft.long"])
        let line = draft.lines[0].id
        #expect(broken { try draft.put(.term(text: "Otherwise."), as: line, in: circumstances) } == [])
    }

    @Test func `a body's named seats clear the edition that is sent`() throws {
        let named = [cast.norfolk[.director].id, cast.norfolk[.leader].id]
        var draft = try cast.compactDraft(cast.norfolk, under: agenda)
        #expect(
            broken { try draft.send(named: named, in: circumstances) } == ["clearance.missing", "clearance.missing"])
        try draft.clear(as: named[0], at: Story<CompactKind>.morning, edition: draft.edition, named: named)
        #expect(broken { try draft.send(named: named, in: circumstances) } == ["clearance.missing"])
        try draft.clear(as: named[1], at: Story<CompactKind>.morning, edition: draft.edition, named: named)
        let events = try draft.send(named: named, in: circumstances)
        #expect(events[1...2] == named.map { .cleared(seat: $0, time: Story<CompactKind>.morning) }[...])
        #expect(draft.uncleared(named) == [])
    }

    @Test func `only a named seat clears, and only what it has read`() throws {
        let named = [cast.norfolk[.director].id]
        var draft = try cast.compactDraft(cast.norfolk, under: agenda)
        let edition = draft.edition
        let time = Story<CompactKind>.morning
        #expect(
            broken { try draft.clear(as: cast.norfolk[.leader].id, at: time, edition: edition, named: named) }
                == ["clearance.not-named"])
        let stale = #expect(throws: Refusal.self) {
            try draft.clear(as: named[0], at: time, edition: edition - 1, named: named)
        }
        #expect(stale?.current == .revision(edition))
        #expect(broken { try draft.clear(as: named[0], at: time, edition: edition, named: named) } == [])
    }

    @Test func `whatever changes a draft makes it be cleared anew`() throws {
        let named = [cast.norfolk[.director].id]
        var cleared = try cast.compactDraft(cast.norfolk, under: agenda)
        try cleared.clear(as: named[0], at: Story<CompactKind>.morning, edition: cleared.edition, named: named)
        func lapses(_ change: (inout Draft<CompactKind>) throws -> Void) throws -> Bool {
            var draft = cleared
            try change(&draft)
            return !draft.uncleared(named).isEmpty
        }
        let summary = cleared.lines(.summary)[0]
        #expect(try !lapses { _ in })
        #expect(try !lapses { try $0.put(summary.content, as: summary.id, in: circumstances) })
        #expect(try lapses { try $0.put(.summary(text: "Other words."), as: summary.id, in: circumstances) })
        #expect(try lapses { try $0.put(.term(text: "More."), as: cast.identifier(), in: circumstances) })
        #expect(try lapses { $0.remove(summary.id) })
        #expect(try lapses { $0.move(summary.id, after: $0.lines(.term)[0].id) })
        #expect(try lapses { $0.title = "Another title" })
        #expect(try lapses { $0.framework = Framework() })
        #expect(try !lapses { $0.title = $0.title })
    }

    @Test func `lines are put, moved and taken out with what stands under them`() throws {
        var draft = try cast.compactDraft(cast.norfolk, under: agenda, choosing: ["a", "d"])
        let priorities = draft.lines(.priority).map(\.id)
        #expect(draft.lines(.contribution).count == 4)
        draft.remove(priorities[0])
        #expect(draft.lines(.priority).map(\.id) == [priorities[1]])
        #expect(draft.lines(.contribution).count == 2)
        #expect(draft.lines(.contribution).allSatisfy { $0.content.above == priorities[1] })
        let term = draft.lines(.term)[0].id
        draft.move(term, after: nil)
        #expect(draft.lines.first?.id == term)
        draft.move(term, after: priorities[1])
        let place = try #require(draft.lines.firstIndex { $0.id == priorities[1] })
        #expect(draft.lines[place + 1].id == term)
        let added: LineID = cast.identifier()
        try draft.put(.term(text: "Next."), as: added, after: term, in: circumstances)
        #expect(draft.lines[place + 2].id == added)
        #expect(draft[added] == .term(text: "Next."))
    }

    @Test func `the same letters in other bytes are another wording`() throws {
        var draft = cast.emptyDraft(cast.norfolk, under: agenda)
        let line: LineID = cast.identifier()
        try draft.put(.term(text: "caf\u{E9}"), as: line, in: circumstances)
        let edition = draft.edition
        try draft.put(.term(text: "cafe\u{301}"), as: line, in: circumstances)
        #expect(draft.edition == edition + 1)
    }

    // MARK: What the whole must have

    func lacking(_ change: (inout Draft<CompactKind>) throws -> Void) throws -> Set<String> {
        var draft = try cast.compactDraft(cast.norfolk, under: agenda)
        try change(&draft)
        return Set(draft.lacking(named: [], in: circumstances).map(\.rule))
    }

    @Test func `a compact has one summary, one vision and a priority`() throws {
        #expect(try lacking { _ in } == [])
        #expect(try lacking { $0.remove($0.lines(.summary)[0].id) } == ["compact.summary"])
        #expect(try lacking { $0.remove($0.lines(.vision)[0].id) } == ["compact.vision"])
        #expect(try lacking { draft in draft.lines(.priority).forEach { draft.remove($0.id) } } == ["compact.priority"])
        #expect(
            try lacking { try $0.put(.summary(text: "Again."), as: cast.identifier(), in: circumstances) } == [
                "compact.once"
            ])
        #expect(
            try lacking { try $0.put(.vision(text: "Again."), as: cast.identifier(), in: circumstances) } == [
                "compact.once"
            ])
    }

    @Test func `an area is chosen once, but the titled one for each of its titles`() throws {
        func choosing(_ letter: String, _ titles: [String?]) throws -> Set<String> {
            let area = try #require(agenda[letter])
            return try lacking { draft in
                for title in titles {
                    try draft.put(
                        .priority(area: area.id, title: title, reason: "So.", horizon: .short), as: cast.identifier(),
                        in: circumstances)
                }
            }
        }
        #expect(try choosing("b", [nil]) == [])
        #expect(try choosing("b", [nil, nil]) == ["compact.area-twice"])
        #expect(try choosing("n", ["Coast", "Villages"]) == [])
    }

    @Test func `a priority to which one side contributes nothing is pointed out and not refused`() throws {
        var draft = try cast.compactDraft(cast.norfolk, under: agenda, choosing: ["a"])
        let priority = draft.lines(.priority)[0].id
        let department = try #require(draft.lines(.contribution).first { $0.content.promise?.by == cast.department.id })
        draft.remove(department.id)
        #expect(draft.lacking(named: [], in: circumstances) == [])
        let story = try Story(draft, circumstances, cast: cast)
        func onesided(_ agreement: Compact) -> [(priority: LineID, party: Identifier<Body>)] {
            CompactKind.onesided(
                agreement.lines.standing.map { ($0.id, $0.content) }, between: agreement.parties)
        }
        #expect(onesided(story.agreement).map(\.priority) == [priority])
        #expect(onesided(story.agreement).map(\.party) == [cast.department.id])
        #expect(onesided(try cast.sentCompact(cast.norfolk, under: agenda).agreement).isEmpty)
        let left = CompactKind.onesided(draft.lines.map { ($0.id, $0.content) }, between: draft.parties)
        #expect(left.map(\.priority) == [priority] && left.map(\.party) == [cast.department.id])
    }

    @Test func `every party has a signatory, each seat is named once, and the days are stated once`() throws {
        #expect(
            try lacking { draft in
                let seat = draft.lines(.signatory).first {
                    $0.content == .signatory(seat: cast.department[.minister].id, order: 1)
                }
                draft.remove(try #require(seat).id)
            } == ["signatory.party"])
        #expect(
            try lacking {
                try $0.put(
                    .signatory(seat: cast.norfolk[.director].id, order: 2), as: cast.identifier(), in: circumstances)
            } == ["signatory.twice"])
        #expect(
            try lacking {
                try $0.put(
                    .signatory(seat: cast.norfolk[.leader].id, order: 2), as: cast.identifier(), in: circumstances)
            } == [])
        func stating(_ times: Int) throws -> Set<String> {
            try lacking { draft in
                for _ in 0..<times {
                    try draft.put(
                        .commencement(inForce: Day(number: 12_500), publication: nil), as: cast.identifier(),
                        in: circumstances)
                }
            }
        }
        #expect(try stating(1) == [])
        #expect(try stating(2) == ["commencement.twice"])
    }

    @Test func `a statement has paragraphs of their own numbers and areas of their own letters`() throws {
        let sides = cast.circumstances([cast.department, cast.association])
        func lacking(_ change: (inout Draft<StatementKind>) throws -> Void) throws -> Set<String> {
            var draft = try cast.statementDraft()
            try change(&draft)
            return Set(draft.lacking(named: [], in: sides).map(\.rule))
        }
        #expect(try lacking { _ in } == [])
        #expect(
            try lacking { draft in draft.lines(.paragraph).forEach { draft.remove($0.id) } } == ["statement.paragraphs"]
        )
        #expect(try lacking { draft in draft.lines(.area).forEach { draft.remove($0.id) } } == ["statement.areas"])
        #expect(
            try lacking {
                try $0.put(
                    .paragraph(number: 2, sense: .context, text: "So.", promise: nil), as: cast.identifier(), in: sides)
            } == ["paragraph.twice"])
        #expect(
            try lacking {
                try $0.put(
                    .area(
                        area: cast.identifier(), group: $0.lines(.group)[0].id, code: "a", title: "A", text: "So.",
                        limit: .anyone), as: cast.identifier(), in: sides)
            } == ["area.twice"])
    }

    @Test func `somebody answers for an undertaking`() throws {
        let sides = cast.circumstances([cast.department, cast.association])
        var draft = try cast.statementDraft()
        let paragraph = draft.lines(.paragraph)[0].id
        try draft.put(
            .point(paragraph: paragraph, mark: "b", sense: .undertaking, text: "Do so.", promise: nil),
            as: cast.identifier(),
            in: sides)
        #expect(draft.lacking(named: [], in: sides).map(\.rule) == ["undertaking.owner"])
        var unowned = try cast.statementDraft()
        unowned.remove(try #require(unowned.lines.first { $0.content.promise != nil }).id)
        try unowned.put(
            .paragraph(number: 8, sense: .undertaking, text: "So.", promise: nil), as: cast.identifier(), in: sides)
        #expect(unowned.lacking(named: [], in: sides).map(\.rule) == ["undertaking.owner"])
    }

    @Test func `one live compact is held for each statement, year and authority, and given back when it is withdrawn`()
        throws
    {
        var story = try cast.sentCompact(cast.norfolk, under: agenda)
        let claim = Claim("compact", "\(agenda.statement)/2003/\(cast.norfolk.id)")
        #expect(story.agreement.claims == [claim])
        story.take(try story.agreement.withdraw(reason: cast.randomness.seal("No"), by: cast.norfolk.id))
        #expect(story.agreement.claims == [])
        #expect(try cast.signedStatement().agreement.claims == [Claim("agenda", "2003")])
    }
}
