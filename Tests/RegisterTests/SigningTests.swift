import Domain
import Pathfinders
import Record
import Register
import Signatures
import Testing
import Views
import Vocabulary

@Suite struct SigningTests {
    @Test func `a text that is no longer current is not signed`() async throws {
        let world = try await World()
        let compact = try await world.agreedCompact(world.norfolk, under: try await world.statement())
        let old = try #require(try world.load(compact).execution.text)
        let vision = try world.line(.vision, of: compact).id
        try await world.propose(.vision(text: "Another."), for: vision, of: compact, by: world.department)
        let director = try world.signer(world.norfolk)
        #expect(try await current { try await world.register.sign(compact, text: old, as: director) } == .text(nil))
        #expect(throws: NotFound.self) { try world.register.text(of: compact, for: world.norfolk.viewer) }
        try await world.acceptAll(compact, by: world.norfolk)
        let new = try #require(try world.load(compact).execution.text)
        let size = try world.register.size()
        #expect(new != old)
        #expect(try await current { try await world.register.sign(compact, text: old, as: director) } == .text(new))
        #expect(try world.register.size() == size)
        try await world.signAll(compact)
        #expect(try world.load(compact).execution.signatures.allSatisfy { $0.text == new })
        try await world.check()
    }

    @Test func `a change voids the signatures given, and both sides see it`() async throws {
        let world = try await World()
        let compact = try await world.agreedCompact(world.norfolk, under: try await world.statement())
        let text = try #require(try world.load(compact).execution.text)
        _ = try await world.register.sign(compact, text: text, as: world.signer(world.norfolk))
        let vision = try world.line(.vision, of: compact).id
        try await world.propose(.vision(text: "Another."), for: vision, of: compact, by: world.department)
        for party in [world.norfolk, world.department] {
            let page = try #require(
                try world.register.views.agreement(
                    compact.description, kind: "compact", for: party.viewer, today: world.today))
            #expect(page.line.state == .negotiating && page.text == nil)
            #expect(page.steps.last?.voided == 1 && page.steps.map(\.voided).reduce(0, +) == 1)
            #expect(page.signatories.count == 2 && page.signatories.allSatisfy { $0.signature == nil && !$0.isNext })
        }
        try await world.acceptAll(compact, by: world.norfolk)
        try await world.signAll(compact)
        let page = try #require(
            try world.register.views.agreement(compact.description, kind: "compact", for: .everyone, today: world.today)
        )
        #expect(page.signatories.allSatisfy { $0.signature?.text == page.text })
        #expect(try world.load(compact).execution.voided.count == 1)
        try await world.check()
    }

    @Test func `seats sign in their order, several of one side among them`() async throws {
        let world = try await World()
        let (norfolk, department) = (world.norfolk, world.department)
        let compact = try await world.agreedCompact(
            norfolk, under: try await world.statement(),
            signatories: [
                (department[.minister], 3), (norfolk[.leader], 2), (norfolk[.director], 1),
                (norfolk[.chiefExecutive], 2),
            ])
        let text = try #require(try world.load(compact).execution.text)
        func sign(_ party: Party, _ office: Office) async throws -> [String] {
            try await broken { try await world.register.sign(compact, text: text, as: world.sitting(party, office)) }
        }
        func next() throws -> Set<Identifier<Seat>> {
            let page = try #require(
                try world.register.views.agreement(
                    compact.description, kind: "compact", for: norfolk.viewer, today: world.today))
            return Set(page.signatories.filter(\.isNext).map(\.seat.id))
        }
        #expect(try next() == [norfolk[.director].id])
        #expect(try await sign(department, .minister) == ["signature.order"])
        #expect(try await sign(norfolk, .leader) == ["signature.order"])
        #expect(try await sign(norfolk, .cabinetMember) == ["signature.not-required"])
        #expect(try await sign(norfolk, .director) == [])
        #expect(try next() == [norfolk[.leader].id, norfolk[.chiefExecutive].id])
        #expect(try await sign(norfolk, .chiefExecutive) == [])
        #expect(try await sign(norfolk, .chiefExecutive) == ["signature.given"])
        #expect(try await sign(department, .minister) == ["signature.order"])
        #expect(try await sign(norfolk, .leader) == [])
        #expect(try world.load(compact).stage == .signing)
        #expect(try await sign(department, .minister) == [])
        #expect(try world.load(compact).stage == .signed)
        try await world.check()
    }

    @Test func `one seat that signs many times at once signs once`() async throws {
        let world = try await World()
        let compact = try await world.agreedCompact(world.norfolk, under: try await world.statement())
        let text = try #require(try world.load(compact).execution.text)
        let director = try world.signer(world.norfolk)
        let answers = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<32 {
                group.addTask { try await broken { try await world.register.sign(compact, text: text, as: director) } }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count { $0.isEmpty } == 1 && answers.count { $0 == ["signature.given"] } == 31)
        #expect(try world.load(compact).execution.signatures.count == 1)
        try await world.check()
    }

    @Test func `whoever no longer holds a seat does not sign for it`() async throws {
        let world = try await World()
        let compact = try await world.agreedCompact(world.norfolk, under: try await world.statement())
        let text = try #require(try world.load(compact).execution.text)
        let director = try world.signer(world.norfolk)
        let today = world.today
        try await world.register.change(by: .operator) { page in
            let appointment = try page.load(director.appointment)
            try page.append(try appointment.end(after: today), to: appointment)
        }
        #expect(try world.register.sitting(director.appointment) != nil)
        world.clock.leap(days: 1)
        #expect(try world.register.sitting(director.appointment) == nil)
        #expect(
            try await broken { try await world.register.sign(compact, text: text, as: director) } == ["seat.not-held"])
        // Their successor in the same seat does.
        let successor = world.cast.identifier(of: Appointment.self)
        try await world.register.appoint(
            successor, to: director.seat, name: "A. Successor", from: world.today, until: nil)
        let receipt = try await world.register.sign(
            compact, text: text, as: try #require(try world.register.sitting(successor)))
        #expect(!receipt.completed)
        try await world.check()
    }

    @Test func `a key that was withdrawn signs no more`() async throws {
        let world = try await World()
        let compact = try await world.agreedCompact(world.norfolk, under: try await world.statement())
        let text = try #require(try world.load(compact).execution.text)
        let director = try world.signer(world.norfolk)
        let reason = world.register.randomness.seal("Left on a train")
        try await world.register.change(by: .operator) { page in
            let appointment = try page.load(director.appointment)
            try page.append(try appointment.revoke(reason: reason), to: appointment)
        }
        #expect(
            try await broken { try await world.register.sign(compact, text: text, as: director) } == ["appointment.key"]
        )
        try await world.check()
    }

    @Test func `every signature holds over the frozen bytes under the register's root, and over no others`()
        async throws
    {
        let world = try await World()
        let compact = try await world.signedCompact(world.norfolk, under: try await world.statement())
        let text = try world.register.text(of: compact, for: .everyone).bytes
        let root = try PEM.decode(world.register.rootCertificate)[0]
        let given = try world.register.signatures(of: compact, for: .everyone)
        #expect(given.map(\.signature.seat) == [world.norfolk[.director].id, world.department[.minister].id])
        for (signature, cms, certificate) in given {
            let signer = try await SealedSignature.verify(cms, over: text, root: root)
            #expect(signer.trusted && signer.certificate == certificate)
            #expect(signer.seatIdentifier == signature.seat.description)
            #expect(signer.appointment == signature.appointment.description)
            #expect(signer.signedAt == signature.stamp.time.milliseconds / 1000 * 1000)
            for index in [0, text.count / 2, text.count - 1] {
                var changed = text
                changed[index] ^= 1
                await #expect(throws: SignatureError.changedContent) {
                    _ = try await SealedSignature.verify(cms, over: changed, root: root)
                }
            }
        }
        let other = try await World(seed: 4)
        let foreign = try PEM.decode(other.register.rootCertificate)[0]
        await #expect(throws: SignatureError.self) {
            _ = try await SealedSignature.verify(given[0].cms, over: text, root: foreign)
        }
        #expect(throws: NotFound.self) {
            _ = try other.register.signatures(of: compact, for: .everyone)
        }
        try await world.check()
    }

    @Test func `signatures and text are the parties' alone until publication`() async throws {
        let world = try await World()
        let compact = try await world.agreedCompact(world.norfolk, under: try await world.statement())
        for viewer in [world.gateshead.viewer, world.association.viewer, .everyone] {
            #expect(throws: NotFound.self) { try world.register.text(of: compact, for: viewer) }
            #expect(throws: NotFound.self) { _ = try world.register.signatures(of: compact, for: viewer) }
            #expect(throws: NotFound.self) { _ = try world.register.exported(compact, for: viewer) }
        }
        #expect(
            try world.register.text(of: compact, for: world.department.viewer).digest
                == world.load(compact).execution.text)
        try await world.check()
    }
}
