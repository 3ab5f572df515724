import Domain
import Pathfinders
import Record
import Register
import Testing
import Views
import Vocabulary

/// Variations and novations as a register keeps them: what stands, what is negotiated beside it, and who sees which.
@Suite struct VaryingTests {
    /// Begins the draft of a variation, changes it and sends it.
    private func sent<K: Kind>(
        _ world: World, _ id: Identifier<Agreement<K>>, by party: Party, to successors: [Identifier<Body>] = [],
        _ change: @escaping @Sendable (inout Draft<K>, Circumstances) throws -> Void
    ) async throws -> Identifier<Agreement<K>> {
        let register = world.register
        let new: Identifier<Agreement<K>> = register.randomness.identifier()
        let writer = try world.writer(party)
        try await register.vary(id, as: new, to: successors, by: writer)
        let seats = world.present.flatMap(\.allSeats).map(\.id)
        let revision = try await register.edit(
            new, revision: 1, by: writer, citing: seats
        ) { draft, circumstances in try change(&draft, circumstances) }
        try await register.send(new, revision: revision, by: writer)
        return new
    }

    private func vision(_ text: String) -> @Sendable (inout Draft<CompactKind>, Circumstances) throws -> Void {
        { draft, circumstances in
            guard let line = draft.lines(.vision).first else { return }
            try draft.put(.vision(text: text), as: line.id, in: circumstances)
        }
    }

    private func read<K: Kind>(
        _ world: World, _ id: Identifier<Agreement<K>>, _ viewer: Viewer
    ) throws -> AgreementRead? {
        try world.register.views.agreement(id.description, kind: K.name, for: viewer, today: world.today)
    }

    @Test func `a variation is negotiated and signed while the original stays in force, and then stands in it`()
        async throws
    {
        let world = try await World()
        let (register, views) = (world.register, world.register.views)
        let agenda = try await world.statement()
        let id = try await world.signedCompact(world.norfolk, under: agenda)
        let (before, after) = (world.mark(), world.mark())
        let old = try #require(try read(world, id, .everyone)?.lines(.vision).first)
        let first = try await sent(world, id, by: world.department, vision("All of it \(before)."))
        // One is open at a time, on the desk of both, and nobody else's to see.
        #expect(
            try await broken {
                try await register.vary(id, as: register.randomness.identifier(), by: try world.writer(world.norfolk))
            } == ["claim.taken"])
        #expect(try read(world, first, .everyone) == nil && read(world, first, world.gateshead.viewer) == nil)
        #expect(try read(world, id, .everyone)?.variations == [])
        for party in [world.norfolk, world.department] {
            #expect(try read(world, id, party.viewer)?.variations.map(\.id) == [first.description])
            let desk = try views.desk(of: party.id, seat: party[party.signing].id, today: world.today)
            #expect(desk.map(\.line.id) == [first.description] && desk.first?.line.kind == "compact")
            #expect(desk.first?.open == 1)
        }
        try await world.propose(.vision(text: "Other \(after)."), for: old.id, of: first, by: world.norfolk)
        try await world.acceptAll(first, by: world.department)
        #expect(try read(world, id, .everyone)?.line.state == .inForce)
        #expect(try read(world, id, .everyone)?.lines(.vision).first?.content == old.content)
        try await world.signAll(first)
        // What changed stands, for everyone; what was proposed on the way stays with the parties.
        let shown = try #require(try read(world, id, .everyone))
        #expect(shown.lines(.vision).first?.content == .vision(text: "Other \(after)."))
        #expect(shown.line.state == .inForce && shown.variations.map(\.state) == [.incorporated])
        #expect(shown.steps.contains { $0.event == "varied" && $0.isPublic })
        #expect(shown.signatories.allSatisfy { $0.signature != nil })
        let variation = try #require(try read(world, first, .everyone))
        #expect(variation.line.state == .incorporated && variation.line.varies == id.description)
        #expect(!variation.steps.contains { $0.event == "lineProposed" && $0.revision == 2 })
        let stood = try views.lines(of: id.description, before: first.description, for: .everyone, today: world.today)
        #expect(stood.first { $0.id == old.id }?.content == old.content)
        // It is in no list, adds nothing to any count, and is found by no search of its own.
        var filter = AgreementFilter()
        for kind in [nil, CompactKind.name] {
            filter.kind = kind
            let found = try views.agreements(filter, for: .everyone, today: world.today).rows.map(\.id)
            #expect(found.contains(id.description) && !found.contains(first.description))
        }
        #expect(try views.counts(today: world.today).compacts == 1)
        #expect(try views.latest("compact", limit: 9, today: world.today).map(\.id) == [id.description])
        let found = try views.search(after, for: .everyone, today: world.today, size: 9).rows
        #expect(found.map(\.agreement) == [id.description])
        #expect(try views.search(before, for: .everyone, today: world.today, size: 9).rows.isEmpty)
        #expect(try views.signed(by: world.norfolk.id, latest: 9, today: world.today).map(\.id) == [id.description])
        // Each has its own text, and its own bundle of proofs.
        let texts = try [id, first].map { try AgreementText(bytes: register.text(of: $0, for: .everyone).bytes) }
        #expect(texts[1].framework.varies?.description == id.description && texts[0].framework.varies == nil)
        #expect(texts[1].lines.first { $0.line == old.id }?.content == .vision(text: "Other \(after)."))
        #expect(try register.exported(first, for: .everyone).signatures.count == 2)
        let bundle = try register.exported(id, for: .everyone)
        #expect(try AgreementText(bytes: bundle.text).lines.first { $0.line == old.id }?.content == old.content)
        // Another follows; withdrawn, it leaves the way free.
        let second = try await sent(world, id, by: world.norfolk, vision("Third."))
        let no = register.randomness.seal("No")
        try await world.says(world.department, of: second) { try $0.withdraw(reason: no, by: world.department.id) }
        let third = try await sent(world, id, by: world.norfolk, vision("Fourth."))
        try await world.acceptAll(third, by: world.department)
        try await world.signAll(third)
        #expect(try read(world, id, .everyone)?.variations.map(\.state) == [.incorporated, .incorporated])
        #expect(try world.load(id).variations.count == 2)
        try await world.check()
    }

    @Test func `what has moved on since is not signed over`() async throws {
        let world = try await World()
        let register = world.register
        let agenda = try await world.statement()
        let id = try await world.signedCompact(world.norfolk, under: agenda)
        let line = try #require(
            try world.load(id).lines.all.first { $0.content?.promise?.by == world.norfolk.id })
        guard case .contribution(let priority, _, let promise)? = line.content else { return }
        let variation = try await sent(world, id, by: world.norfolk) { draft, circumstances in
            try draft.put(
                .contribution(priority: priority, text: "Less.", promise: promise), as: line.id, in: circumstances)
        }
        try await world.acceptAll(variation, by: world.department)
        // The text is fixed; before anybody signs, the old promise is reported as kept.
        let text = try #require(try world.load(variation).execution.text)
        let size = try register.size()
        try await register.report(
            on: line.id, of: id, after: 0, .kept, words: register.randomness.seal("Done."), link: nil, file: nil,
            by: try world.writer(world.norfolk))
        #expect(
            try await broken {
                try await register.sign(variation, text: text, as: try world.signer(world.norfolk))
            } == ["variation.bound"])
        #expect(try register.size() == size + 1, "a refusal leaves nothing behind")
        // The line goes back to what stood, and another changes instead.
        try await world.propose(try #require(line.content), for: line.id, of: variation, by: world.department)
        try await world.acceptAll(variation, by: world.norfolk)
        #expect(try world.load(variation).execution.text == nil)
        #expect(
            try register.lacking(variation, by: try world.writer(world.norfolk)).map(\.rule) == ["variation.nothing"])
        try await world.check()
    }

    @Test func `an abolished authority's lines pass to its successors, who sign for them`() async throws {
        let world = try await World()
        let (register, views) = (world.register, world.register.views)
        let agenda = try await world.statement()
        let id = try await world.signedCompact(world.norfolk, under: agenda, asking: ["One return."])
        let (left, joined) = (world.norfolk, [world.gateshead, world.kingston])
        let succession = joined.map(\.id)
        let word = world.mark()
        try await world.says(world.department, of: id) {
            try $0.discuss(nil, register.randomness.seal("Between us \(word)"), by: world.department.id)
        }
        #expect(
            try await broken {
                try await register.vary(
                    id, as: register.randomness.identifier(), to: succession, by: try world.writer(world.department))
            }.contains("novation.left"))
        #expect(
            try await broken { try await register.abolish(authority: "dfes", until: world.today) } == ["abolition.sort"]
        )
        try await register.abolish(authority: "926", until: world.today)
        try await register.abolish(authority: "926", until: world.today.adding(days: -1))
        #expect(try views.body(code: "926")?.authority?.until == world.today.adding(days: -1))
        // The other side is told which of its agreements have such a party; the one that is gone is not told of itself.
        let endings = try views.endings(for: world.department.id, today: world.today)
        #expect(endings.map(\.agreement) == [id.description] && endings.map(\.isOver) == [true])
        #expect(try views.endings(for: left.id, today: world.today).isEmpty)
        #expect(
            try await broken {
                try await register.vary(
                    id, as: register.randomness.identifier(), by: try world.writer(world.department))
            } == ["novation.joined"])
        let owners = joined.map { ($0.id, $0[.director].id) }
        let fresh = joined.map { _ in register.randomness.identifier(of: Line.self) }
        let novation = try await sent(world, id, by: world.department, to: succession) { draft, circumstances in
            for (index, line) in draft.lines(.contribution).enumerated() {
                guard case .contribution(let priority, let text, let promise) = line.content, promise.owner == nil
                else { continue }
                let (body, seat) = owners[index / 2 % 2]
                try draft.put(
                    .contribution(
                        priority: priority, text: text, promise: Promise(by: body, owner: seat, due: promise.due)),
                    as: line.id, in: circumstances)
            }
            for (line, owner) in zip(fresh, owners) {
                try draft.put(.signatory(seat: owner.1, order: 1), as: line, in: circumstances)
            }
        }
        // Those that take over negotiate; the one that is gone does not see it.
        #expect(try read(world, novation, left.viewer) == nil)
        #expect(try read(world, id, world.kingston.viewer)?.isParty == false)
        for party in joined { try await world.acceptAll(novation, by: party) }
        try await world.signAll(novation)
        let shown = try #require(try read(world, id, world.kingston.viewer))
        #expect(
            shown.isParty
                && shown.parties.map(\.name) == [
                    "Gateshead", "Kingston upon Thames", "Department for Education and Skills",
                ])
        #expect(shown.line.authority == "390" && shown.line.state == .inForce)
        // What was between the parties is now between these, and not the public's.
        let steps = { (viewer: Viewer) in
            try views.steps(of: id.description, line: nil, for: viewer, today: world.today).compactMap(\.words)
        }
        #expect(try steps(world.kingston.viewer).contains { $0.contains(word) })
        #expect(try !steps(.everyone).contains { $0.contains(word) })
        #expect(try views.endings(for: world.department.id, today: world.today).isEmpty)
        // Each owes what passed to it, the one that is gone owes nothing, and the request is now the first one's.
        func owed(_ code: String, _ role: PromiseFilter.Role) throws -> Int {
            var filter = PromiseFilter()
            (filter.body, filter.role) = (code, role)
            let rows = try views.promises(filter, for: .everyone, today: world.today).rows
            return rows.count { $0.agreement == id.description }
        }
        #expect(try owed("926", .owes) == 0 && owed("926", .owed) == 0)
        #expect(try owed("390", .owes) == 1 && owed("314", .owes) == 1)
        #expect(try owed("dfes", .owes) == 2 && owed("dfes", .owed) == 2)
        #expect(try owed("390", .owed) == 3)
        let requests = try views.requests(RequestFilter(), today: world.today).rows
        #expect(requests.count == 1)
        var filter = AgreementFilter()
        filter.authority = "390"
        #expect(try views.agreements(filter, for: .everyone, today: world.today).rows.map(\.id) == [id.description])
        // A year on each of them has a compact of its own, carried over from this one.
        let next = try await world.statement(year: 2004)
        let renewed = register.randomness.identifier(of: Compact.self)
        try await register.renew(id, as: renewed, under: next.statement, by: try world.writer(world.kingston))
        let draft = try register.draft(renewed, for: world.kingston.viewer).draft
        #expect(draft.parties == [world.kingston.id, world.department.id])
        #expect(draft.framework.authority == world.kingston.id && draft.framework.follows == Identifier(id))
        try await world.check()
    }

    @Test func `instalments and returns are shown as a variation leaves them`() async throws {
        let world = try await World()
        let views = world.register.views
        let draft = try world.cast.conditionalDraft(world.norfolk)
        try await world.send(draft, by: world.norfolk)
        try await world.acceptAll(draft.id, by: world.department)
        try await world.signAll(draft.id)
        let id = draft.id
        let payments = {
            try views.payments(of: id.description, kind: ConditionalKind.name, for: .everyone, today: world.today)
        }
        world.clock.leap(days: 240)
        #expect(try payments().count == 5)
        let variation = try await sent(world, id, by: world.department) { draft, circumstances in
            let lines = draft.lines(.payment)
            draft.remove(lines[4].id)
            guard case .payment(let condition, let text, let one) = lines[3].content else { return }
            try draft.put(
                .payment(
                    condition: condition, text: text,
                    instalment: Instalment(by: one.by, owner: one.owner, amount: Cast.pounds(250_000), due: one.due)),
                as: lines[3].id, in: circumstances)
            let returns = draft.lines(.returns)[0]
            guard case .returns(let words, let template) = returns.content else { return }
            try draft.put(
                .returns(
                    text: words,
                    template: ReturnTemplate(
                        by: template.by, owner: template.owner, to: template.to, days: Array(template.days.prefix(8)),
                        figures: template.figures, weeks: template.weeks)), as: returns.id, in: circumstances)
        }
        try await world.acceptAll(variation, by: world.norfolk)
        try await world.signAll(variation)
        #expect(try payments().map(\.amount) == [300, 300, 200, 250].map { Cast.pounds($0 * 1000) })
        #expect(
            try views.payments(
                of: variation.description, kind: ConditionalKind.name, for: .everyone, today: world.today
            ).isEmpty)
        let returns = try views.returns(
            of: id.description, kind: ConditionalKind.name, for: .everyone, today: world.today)
        #expect(returns.count == 8)
        try await world.check()
    }
}
