import Domain
import Foundation
import Merkle
import Pathfinders
import Record
import Register
import Testing
import Views
import Vocabulary

@Suite struct LastingTests {
    private func dump(_ register: Register) throws -> [String] {
        var rows: [String] = []
        _ = try register.views.dump { rows.append("\($0): \($1)") }
        return rows
    }

    private func viewsFiles(_ world: World) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: world.folder).filter { $0.hasPrefix("views-") }
            .map { "\(world.folder)/\($0)" }
    }

    @Test func `a register that is opened again goes on where it was`() async throws {
        let world = try await World()
        let agenda = try await world.statement()
        let compact = try await world.agreedCompact(world.norfolk, under: agenda)
        let (rows, note) = (try dump(world.register), try world.register.checkpoint())
        let (root, key, secret) = (
            world.register.rootCertificate, world.register.verifierKey, world.register.cookieSecret
        )
        try world.register.close()
        let again = try await world.open()
        #expect(try dump(again) == rows)
        #expect(try again.checkpoint() == note)
        #expect(again.rootCertificate == root && again.verifierKey == key && again.cookieSecret == secret)
        #expect(again.origin == World.origin)
        let director = try #require(try again.sitting(world.norfolk.holder(of: .director).id))
        let text = try again.text(of: compact, for: director.viewer).digest
        let receipt = try await again.sign(compact, text: text, as: director)
        let (old, new) = (
            try Checkpoint(text: try Note(note).text),
            try Checkpoint(text: try Note(receipt.checkpoint).verified(by: try VerifierKey(vkey: key)))
        )
        let proof = try again.book.read { try $0.consistency(from: old.size, to: new.size) }
        #expect(proof.verify(old: old.root, new: new.root))
        try await world.check(again)
        try again.close()
    }

    @Test func `views that are deleted are built the same again`() async throws {
        let world = try await World()
        let agenda = try await world.statement()
        _ = try await world.signedCompact(world.norfolk, under: agenda)
        _ = try await world.sentCompact(world.gateshead, under: agenda)
        let rows = try dump(world.register)
        #expect(rows.count > 300)
        try world.register.close()
        for file in try viewsFiles(world) { try FileManager.default.removeItem(atPath: file) }
        let again = try await world.open()
        #expect(try dump(again) == rows)
        try await world.check(again)
        try again.close()
    }

    @Test func `rebuild folds everything anew and says how far it is`() async throws {
        let world = try await World()
        _ = try await world.signedCompact(world.norfolk, under: try await world.statement())
        let (rows, size) = (try dump(world.register), try world.register.size())
        try world.register.close()
        var told: [Int] = []
        try await Register.rebuild(in: world.folder, clock: { world.clock.tick() }, randomness: .seeded(1)) {
            done, all in
            #expect(all == size)
            told.append(done)
        }
        #expect(told.last == size)
        let again = try await world.open()
        #expect(try dump(again) == rows)
        try await world.check(again)
        try again.close()
    }

    @Test func `nothing is rebuilt under a register that is in use`() async throws {
        let world = try await World()
        await #expect(throws: ViewsInUse.self) {
            try await Register.rebuild(in: world.folder, clock: { world.clock.tick() }, randomness: .seeded(1)) {
                _, _ in
            }
        }
        _ = try await world.statement()
        try await world.check()
    }

    @Test func `a second process that writes beside is followed`() async throws {
        let world = try await World()
        let agenda = try await world.statement()
        let compact = try await world.sentCompact(world.norfolk, under: agenda)
        let second = try await world.open()
        let vision = try world.line(.vision, of: compact).id
        let adviser = try world.writer(world.department)
        let terms = (0..<4).map { _ in world.cast.identifier(of: Line.self) }
        // Turn by turn at one line, so that what either keeps in memory would be out of date.
        for turn in 1...4 {
            let theirs = Part.vision(text: "Department's \(turn).")
            try await second.negotiate(compact, by: adviser, citing: theirs) { agreement, circumstances in
                let read = ReadLine(vision, revision: agreement.lines[vision]?.revision ?? 0)
                return try agreement.propose(theirs, for: read, by: adviser.body, in: circumstances)
                    + agreement.add(
                        .term(text: "Term \(turn)."), as: terms[turn - 1], after: nil, by: adviser.body,
                        in: circumstances)
            }
            try await world.register.views.reach(try world.register.size())
            #expect(try words(of: vision, compact, world.register, world) == theirs)
            #expect(try words(of: terms[turn - 1], compact, world.register, world) != nil)
            let ours = Part.vision(text: "Norfolk's \(turn).")
            try await world.propose(ours, for: vision, of: compact, by: world.norfolk)
            try await second.views.reach(try second.size())
            #expect(try words(of: vision, compact, second, world) == ours)
        }
        try await world.check()
        try await world.check(second)
        try second.close()
    }

    private func words(of line: LineID, _ id: Identifier<Compact>, _ register: Register, _ world: World) throws -> Part?
    {
        try register.views.agreement(id.description, kind: "compact", for: world.norfolk.viewer, today: world.today)?
            .lines.first { $0.id == line }?.content
    }

    @Test func `two processes that write at once both answer, and leave one record`() async throws {
        let world = try await World()
        let compact = try await world.sentCompact(world.norfolk, under: try await world.statement())
        let second = try await world.open()
        let size = try world.register.size()
        let (norfolk, department) = (try world.writer(world.norfolk), try world.writer(world.department))
        let said = (0..<32).map { world.register.randomness.seal("Remark \($0)") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<32 {
                let (register, sitting) = number % 2 == 0 ? (world.register, norfolk) : (second, department)
                group.addTask {
                    try await register.negotiate(compact, by: sitting) { agreement, _ in
                        try agreement.discuss(nil, said[number], by: sitting.body)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try world.register.size() == size + 32)
        let steps = try world.register.views.steps(
            of: compact.description, line: nil, for: norfolk.viewer, today: world.today)
        #expect(Set(steps.compactMap(\.words)) == Set((0..<32).map { "Remark \($0)" }))
        try await world.check()
        try await world.check(second)
        try second.close()
    }

    @Test func `an erased text is gone, and every proof holds`() async throws {
        let world = try await World()
        let compact = try await world.signedCompact(world.norfolk, under: try await world.statement())
        let word = world.mark()
        let seal = world.register.randomness.seal("Said \(word).")
        try await world.says(world.norfolk, of: compact) { try $0.discuss(nil, seal, by: world.norfolk.id) }
        func words(_ register: Register) throws -> [String] {
            try register.views.steps(of: compact.description, line: nil, for: world.norfolk.viewer, today: world.today)
                .compactMap(\.words)
        }
        #expect(try words(world.register) == ["Said \(word)."])
        let before = try world.register.checkpoint()
        let (erased, _) = try await world.register.book.write(by: "operator", holder: nil) { page in
            try page.erase(disclosure: seal.digest)
        }
        #expect(erased)
        try await world.register.book.sweep()
        #expect(try world.register.checkpoint() == before)
        #expect(try world.register.book.check() == [])
        try world.register.close()
        for name in ["record.sqlite", "record.sqlite-wal"]
        where FileManager.default.fileExists(atPath: "\(world.folder)/\(name)") {
            let bytes = try Data(contentsOf: URL(filePath: "\(world.folder)/\(name)"))
            #expect(bytes.range(of: Data(word.utf8)) == nil)
        }
        try await Register.rebuild(in: world.folder, clock: { world.clock.tick() }, randomness: .seeded(1)) { _, _ in }
        let again = try await world.open()
        #expect(try words(again) == [])
        #expect(
            try again.views.steps(of: compact.description, line: nil, for: world.norfolk.viewer, today: world.today)
                .last?.event == "discussed")
        try await world.check(again)
        try again.close()
    }
}
