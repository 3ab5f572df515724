import Domain
import Merkle
import Pathfinders
import Record
import Testing
import Views
import Vocabulary

@testable import Register

@Suite struct JourneyTests {
    @Test func `a statement and a compact go from draft to force through the register`() async throws {
        let world = try await World()
        let views = world.register.views
        let agenda = try await world.statement()
        #expect(agenda.areas.map(\.code).joined() == "abcdefghijklmn")
        let statement = try #require(
            try views.agreement(agenda.statement.description, kind: "statement", for: .everyone, today: world.today))
        #expect(statement.line.state == .inForce && statement.signatories.allSatisfy { $0.signature != nil })

        let compact = try await world.sentCompact(world.norfolk, under: agenda)
        #expect(try world.load(compact).stage == .negotiating)
        let desk = try views.desk(
            of: world.department.id, seat: world.department[.adviser].id, today: world.today)
        #expect(desk.map(\.line.id) == [compact.description] && desk[0].theirs == 0)
        #expect(desk[0].mine == (try world.load(compact).lines.all.count) && desk[0].others == ["Norfolk"])

        let vision = try world.line(.vision, of: compact)
        let better = Part.vision(text: "Every school in Norfolk a school to be proud of.")
        try await world.propose(better, for: vision.id, of: compact, by: world.department)
        try await world.acceptAll(compact, by: world.department)
        #expect(try world.load(compact).stage == .negotiating)
        try await world.acceptAll(compact, by: world.norfolk)
        #expect(try world.load(compact).stage == .agreed)
        let text = try world.register.text(of: compact, for: world.norfolk.viewer)
        #expect(try AgreementText(bytes: text.bytes).lines.contains { $0.content == better && $0.revision == 2 })

        let first = try await world.register.sign(compact, text: text.digest, as: world.signer(world.norfolk))
        #expect(!first.completed)
        #expect(try world.load(compact).stage == .signing)
        #expect(try views.agreement(compact.description, kind: "compact", for: .everyone, today: world.today) == nil)
        let last = try await world.register.sign(compact, text: text.digest, as: world.signer(world.department))
        #expect(last.completed && last.position > first.position)
        let receipt = try Checkpoint(
            text: try Note(last.checkpoint).verified(by: try VerifierKey(vkey: world.register.verifierKey)))
        #expect(receipt.size > last.position)

        let page = try #require(
            try views.agreement(compact.description, kind: "compact", for: .everyone, today: world.today))
        #expect(page.line.state == .inForce && page.publicFrom == world.today && page.text == text.digest)
        #expect(page.lines(.vision).map(\.content) == [better] && !page.isParty)
        #expect(page.signatories.compactMap(\.signature?.name).count == 2)
        #expect(page.steps.last?.event == "signed" && page.steps.allSatisfy(\.isPublic))
        #expect(try world.register.text(of: compact, for: .everyone).bytes == text.bytes)
        try await world.check()
    }

    @Test func `what is signed can be changed by nobody`() async throws {
        let world = try await World()
        let compact = try await world.signedCompact(world.norfolk, under: try await world.statement())
        let vision = try world.line(.vision, of: compact)
        let size = try world.register.size()
        for party in [world.norfolk, world.department] {
            let rules = try await broken {
                try await world.propose(.vision(text: "Other."), for: vision.id, of: compact, by: party)
            }
            #expect(rules == ["agreement.signed"])
        }
        #expect(try world.register.size() == size)
        try await world.check()
    }

    @Test func `whoever is no party changes nothing and learns nothing`() async throws {
        let world = try await World()
        let compact = try await world.sentCompact(world.norfolk, under: try await world.statement())
        let vision = try world.line(.vision, of: compact)
        let size = try world.register.size()
        for party in [world.gateshead, world.association] {
            await #expect(throws: NotFound.self) {
                try await world.propose(.vision(text: "Ours."), for: vision.id, of: compact, by: party)
            }
            await #expect(throws: NotFound.self) {
                try await world.register.keepProposal(
                    ["text": "Ours."], for: vision.id, of: compact, by: world.writer(party))
            }
            await #expect(throws: NotFound.self) {
                _ = try await world.register.sign(
                    compact, text: Digest(of: []), as: world.signer(party))
            }
            #expect(throws: NotFound.self) { try world.register.lacking(compact, by: world.writer(party)) }
        }
        #expect(try world.register.size() == size)
        try await world.check()
    }

    @Test func `a seat does only what its office may`() async throws {
        let world = try await World()
        let compact = try await world.agreedCompact(world.norfolk, under: try await world.statement())
        let text = try #require(try world.load(compact).execution.text)
        let officer = try world.writer(world.norfolk)
        #expect(try await broken { try await world.register.sign(compact, text: text, as: officer) } == ["seat.power"])
        let cabinet = try world.sitting(world.norfolk, .cabinetMember)
        let answered = try await broken {
            try await world.register.negotiate(compact, by: cabinet) { agreement, _ in
                try agreement.accept([], by: world.norfolk.id)
            }
        }
        #expect(answered == ["seat.power"])
        // A sitting that somebody made up: the appointment is to another seat.
        let minister = try world.signer(world.department)
        let forged = Sitting(
            appointment: officer.appointment, seat: minister.seat, body: minister.body, office: .minister,
            holder: officer.holder)
        #expect(
            try await broken { try await world.register.sign(compact, text: text, as: forged) } == ["seat.not-held"])
        try await world.check()
    }
}
