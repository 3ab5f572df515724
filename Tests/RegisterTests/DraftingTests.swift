import Domain
import Pathfinders
import Record
import Register
import Testing
import Views
import Vocabulary

@Suite struct DraftingTests {
    @Test func `a draft is its author's alone`() async throws {
        let world = try await World()
        let draft = try world.cast.compactDraft(world.norfolk, under: try await world.statement())
        let size = try world.register.size()
        try await world.register.begin(draft, by: world.writer(world.norfolk))
        #expect(try world.register.draft(draft.id, for: world.norfolk.viewer).draft == draft)
        #expect(try world.register.drafts(of: world.norfolk.id, CompactKind.self).map(\.draft.id) == [draft.id])
        for viewer in [world.department.viewer, world.gateshead.viewer, .everyone] {
            #expect(throws: NotFound.self) { try world.register.draft(draft.id, for: viewer) }
        }
        for other in [world.department, world.gateshead] {
            let sitting = try world.writer(other)
            #expect(try world.register.drafts(of: other.id, CompactKind.self).isEmpty)
            await #expect(throws: NotFound.self) {
                try await world.register.edit(draft.id, revision: nil, by: sitting) { _, _ in }
            }
            await #expect(throws: NotFound.self) { try await world.register.send(draft.id, revision: 1, by: sitting) }
            await #expect(throws: NotFound.self) {
                try await world.register.discard(draft.id, revision: 1, by: sitting)
            }
            await #expect(throws: NotFound.self) { _ = try await world.register.lacking(draft: draft.id, by: sitting) }
        }
        await #expect(throws: NotFound.self) {
            try await world.register.clear(draft.id, edition: draft.edition, by: world.signer(world.department))
        }
        #expect(try world.register.size() == size)
        try await world.check()
    }

    @Test func `nobody begins a draft for another body, nor one that its sort does not write`() async throws {
        let world = try await World()
        let agenda = try await world.statement()
        let norfolks = try world.cast.compactDraft(world.norfolk, under: agenda)
        await #expect(throws: NotFound.self) {
            try await world.register.begin(norfolks, by: world.writer(world.gateshead))
        }
        let statement = Draft<StatementKind>(
            world.cast.identifier(), title: "Ours", author: world.norfolk.id, parties: [world.department.id],
            framework: Framework(year: AcademicYear(start: 2004)))
        let rules = try await broken { try await world.register.begin(statement, by: world.writer(world.norfolk)) }
        #expect(rules == ["draft.author"])
        try await world.check()
    }

    @Test func `a draft is sent only when the seats that its body names have cleared it as it stands`() async throws {
        let world = try await World()
        let agenda = try await world.statement()
        let (norfolk, draft) = (world.norfolk, try world.cast.compactDraft(world.norfolk, under: agenda))
        let (officer, cabinet) = (try world.writer(norfolk), try world.sitting(norfolk, .cabinetMember))
        try await world.register.nameClearance([cabinet.seat], of: norfolk.id, by: world.sitting(norfolk, .leader))
        try await world.register.begin(draft, by: officer)
        #expect(try await world.register.lacking(draft: draft.id, by: officer).map(\.rule) == ["clearance.missing"])
        let size = try world.register.size()
        #expect(
            try await broken { try await world.register.send(draft.id, revision: 1, by: officer) } == [
                "clearance.missing"
            ])
        #expect(
            try await broken {
                try await world.register.clear(draft.id, edition: draft.edition, by: world.signer(norfolk))
            }
                == ["clearance.not-named"])
        try await world.register.clear(draft.id, edition: draft.edition, by: cabinet)
        // One more word, and what was cleared is no longer what would be sent.
        let vision = try #require(draft.lines(.vision).first)
        let revision = try await world.register.edit(draft.id, revision: 2, by: officer) { draft, circumstances in
            try draft.put(.vision(text: "A wider vision."), as: vision.id, in: circumstances)
        }
        #expect(
            try await broken { try await world.register.send(draft.id, revision: revision, by: officer) }
                == ["clearance.missing"])
        #expect(
            try await current { try await world.register.clear(draft.id, edition: draft.edition, by: cabinet) }
                == .revision(draft.edition + 1))
        #expect(try world.register.size() == size)
        try await world.register.clear(draft.id, edition: draft.edition + 1, by: cabinet)
        try await world.register.send(draft.id, revision: revision + 1, by: officer)

        let events = try world.register.book.read { try $0.entries(of: "compact/\(draft.id)").map(\.event) }
        #expect(events.prefix(2) == ["compact.opened.1", "compact.cleared.1"])
        try await world.check()
    }

    @Test func `sending opens the agreement and takes the draft away in one stroke`() async throws {
        let world = try await World()
        let draft = try world.cast.compactDraft(world.norfolk, under: try await world.statement())
        let officer = try world.writer(world.norfolk)
        try await world.register.begin(draft, by: officer)
        let before = try world.register.size()
        try await world.register.send(draft.id, revision: 1, by: officer)
        let entries = try world.register.book.read { try $0.entries(from: before, limit: .max) }
        #expect(entries.count == draft.lines.count + 1 && Set(entries.map(\.time)).count == 1)
        #expect(entries.allSatisfy { $0.actor == "seat/\(officer.seat)" && $0.holder == officer.holder.digest })
        #expect(throws: NotFound.self) { try world.register.draft(draft.id, for: world.norfolk.viewer) }
        #expect(try world.load(draft.id).lines.all.map(\.lastContent) == draft.lines.map(\.content))
        try await world.check()
    }

    @Test func `what is begun or sent twice is there once`() async throws {
        let world = try await World()
        let draft = try world.cast.compactDraft(world.norfolk, under: try await world.statement())
        let officer = try world.writer(world.norfolk)
        try await world.register.begin(draft, by: officer)
        #expect(try await current { try await world.register.begin(draft, by: officer) } == .revision(1))
        try await world.register.send(draft.id, revision: 1, by: officer)
        let size = try world.register.size()
        await #expect(throws: NotFound.self) { try await world.register.send(draft.id, revision: 1, by: officer) }
        #expect(try await broken { try await world.register.begin(draft, by: officer) } == ["draft.sent"])
        #expect(try world.register.size() == size)
        try await world.check()
    }

    @Test func `a draft that lacks something is not sent, and stays as it was`() async throws {
        let world = try await World()
        let draft = world.cast.emptyDraft(world.norfolk, under: try await world.statement())
        let officer = try world.writer(world.norfolk)
        try await world.register.begin(draft, by: officer)
        let size = try world.register.size()
        let rules = try await broken { try await world.register.send(draft.id, revision: 1, by: officer) }
        #expect(rules.contains("compact.summary") && rules.contains("signatory.party"))
        #expect(try world.register.size() == size)
        let row = try world.register.draft(draft.id, for: world.norfolk.viewer)
        #expect(row.draft == draft && row.revision == 1)
        try await world.check()
    }

    @Test func `nothing is taken out that was not shown, be it below the line`() async throws {
        let world = try await World()
        let draft = try world.cast.compactDraft(world.norfolk, under: try await world.statement())
        let officer = try world.writer(world.norfolk)
        try await world.register.begin(draft, by: officer)
        let priority = try #require(draft.lines(.priority).first).id
        let shown = LineAsRead(revision: 1, line: try draft.digest(withAllBelow: priority))
        let added: LineID = world.cast.identifier()
        let content = Part.contribution(
            priority: priority, text: "And transport.",
            promise: Promise(by: world.norfolk.id, owner: world.norfolk[.director].id, due: .throughout))
        let revision = try await world.register.edit(draft.id, revision: nil, by: officer) { draft, circumstances in
            try draft.put(content, as: added, in: circumstances)
        }
        func remove(_ shown: LineAsRead) async throws {
            try await world.register.remove(priority, from: draft.id, asRead: shown, by: officer)
        }
        #expect(try await current { try await remove(shown) } == .revision(revision))
        let now = try world.register.draft(draft.id, for: world.norfolk.viewer).draft
        #expect(now[added] == content && now[priority] != nil)
        // A change elsewhere in the draft stands in nobody's way.
        let read = LineAsRead(revision: revision, line: try now.digest(withAllBelow: priority))
        try await world.register.edit(draft.id, revision: nil, by: officer) { draft, _ in draft.title += ", again" }
        try await remove(read)
        let left = try world.register.draft(draft.id, for: world.norfolk.viewer).draft
        #expect(left[priority] == nil && left[added] == nil && left.lines.allSatisfy { $0.content.above != priority })
        try await world.check()
    }

    @Test func `of two people at one draft the second is told what stands`() async throws {
        let world = try await World()
        let draft = try world.cast.compactDraft(world.norfolk, under: try await world.statement())
        let (officer, director) = (try world.writer(world.norfolk), try world.signer(world.norfolk))
        try await world.register.begin(draft, by: officer)
        try await world.register.edit(draft.id, revision: 1, by: officer) { draft, _ in draft.title = "First" }
        let stale = try await current {
            try await world.register.edit(draft.id, revision: 1, by: director) { draft, _ in draft.title = "Second" }
        }
        #expect(stale == .revision(2))
        #expect(try world.register.draft(draft.id, for: world.norfolk.viewer).draft.title == "First")
        #expect(
            try await current { try await world.register.send(draft.id, revision: 1, by: director) } == .revision(2))
        #expect(
            try await current { try await world.register.discard(draft.id, revision: 1, by: director) } == .revision(2))
        try await world.register.discard(draft.id, revision: 2, by: director)
        #expect(try world.register.drafts(of: world.norfolk.id, CompactKind.self).isEmpty)
        try await world.check()
    }

    @Test func `a proposal that is not yet sent stays with the seat that began it`() async throws {
        let world = try await World()
        let compact = try await world.sentCompact(world.norfolk, under: try await world.statement())
        let vision = try world.line(.vision, of: compact).id
        try await world.register.keepProposal(
            ["text": "Half a th"], for: vision, of: compact, by: world.writer(world.department))
        func kept(_ viewer: Viewer) throws -> [String: String]? {
            try world.register.keptProposal(for: vision, of: compact, viewer: viewer)
        }
        let writer = try world.writer(world.department).viewer
        #expect(try kept(writer) == ["text": "Half a th"])
        let others = [
            try world.signer(world.department).viewer, world.department.viewer, try world.writer(world.norfolk).viewer,
            world.gateshead.viewer, .everyone,
        ]
        for viewer in others { #expect(try kept(viewer) == nil) }
        try await world.register.dropProposal(for: vision, of: compact, by: world.writer(world.norfolk))
        #expect(try kept(writer) != nil)
        try await world.register.dropProposal(for: vision, of: compact, by: world.writer(world.department))
        #expect(try kept(writer) == nil)
        try await world.check()
    }
}
