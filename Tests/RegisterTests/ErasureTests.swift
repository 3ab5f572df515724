import Domain
import Foundation
import Pathfinders
import Record
import Register
import Testing
import Views
import Vocabulary

@Suite struct ErasureTests {
    /// The names of the files of a folder in which a word stands.
    private func holding(_ word: String, in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted().filter { name in
            try Data(contentsOf: URL(filePath: "\(folder)/\(name)")).range(of: Data(word.utf8)) != nil
        }
    }

    private func steps(_ world: World, _ compact: Identifier<Compact>, in register: Register) throws -> [StepRead] {
        try register.views.steps(of: compact.description, line: nil, for: world.norfolk.viewer, today: world.today)
    }

    @Test func `an erased text is in no file of the folder, the record says so, and pages know the day`() async throws {
        let world = try await World()
        let compact = try await world.signedCompact(world.norfolk, under: try await world.statement())
        let word = world.mark()
        let seals = (0..<40).map { number in
            world.register.randomness.seal("Said \(word). " + String(repeating: "long ", count: number * 40))
        }
        for seal in seals {
            try await world.says(world.norfolk, of: compact) { try $0.discuss(nil, seal, by: world.norfolk.id) }
        }
        let before = try world.register.checkpoint()
        // As beside a server: what another process erases is followed.
        let command = try await world.open()
        #expect(try holding(word, in: world.folder).count >= 2)
        for (number, seal) in seals.enumerated() {
            let erased = try await command.erase(.digest(seal.digest), reason: "A name \(number)")
            #expect(erased.texts == 1)
        }
        #expect(try holding(word, in: world.folder) == [])
        try await world.register.views.reach(try world.register.size())
        let said = try steps(world, compact, in: world.register).filter { $0.event == "discussed" }
        #expect(said.count == 40)
        #expect(said.allSatisfy { $0.words == nil && $0.erased == world.today })
        #expect(try holding(word, in: world.folder) == [])
        let entry = try world.register.entry(try world.register.size() - 1, for: .everyone)
        #expect(entry.event == "record.erased.1")
        #expect(String(decoding: entry.body, as: UTF8.self).contains(seals[39].digest.description))
        #expect(!String(decoding: entry.body, as: UTF8.self).contains("A name"))
        #expect(try world.register.checkpoint() != before)
        let list = try ErasureList(at: "\(world.folder)/erasures")
        #expect(list.lines.map(\.thing) == seals.map { .text($0.digest) })
        #expect(list.lines.allSatisfy { $0.day == world.today })
        try await world.check(command)
        try command.close()
        try await world.check()
    }

    @Test func `a person is erased with their account, and can no longer sign in`() async throws {
        let world = try await World()
        let (name, id) = ("Jo \(world.mark())", world.register.randomness.identifier(of: Person.self))
        for title in ["Deputy head", "Head"] {
            try await world.register.add(
                id, name: name, email: "jo@norfolk.gov.uk", password: "correct horse battery",
                body: world.norfolk.body.code, title: title, office: .officer, from: world.today, until: nil)
        }
        let account = try #require(try world.register.people().first)
        let token = try await world.register.beginVisit(person: account.id, appointment: account.appointments[0])
        let erased = try await world.register.erase(.person(email: " JO@norfolk.gov.uk"), reason: "Asked for it")
        #expect(erased.texts == 2 && erased.accounts == 1)
        #expect(try world.register.people() == [])
        #expect(try world.register.visit(token) == nil)
        #expect(try world.register.signIn(email: "jo@norfolk.gov.uk", password: "correct horse battery") == nil)
        #expect(try holding(name, in: world.folder) == [])
        #expect(try holding("jo@norfolk.gov.uk", in: world.folder) == [])
        for id in account.appointments {
            let seat = try world.register.book.read { try $0.load(id) }.seat
            let holder = try #require(try world.register.views.holders(of: seat, on: world.today).first)
            #expect(holder.name == nil && holder.erased == world.today)
        }
        #expect(
            try await broken {
                try await world.register.erase(.person(email: "jo@norfolk.gov.uk"), reason: "Once more")
            } == ["person.unknown"])
        try await world.check()
    }

    @Test func `the seal on a name stands for the person`() async throws {
        let world = try await World()
        try await world.register.add(
            world.register.randomness.identifier(), name: "Jo", email: "jo@norfolk.gov.uk",
            password: "correct horse battery", body: world.norfolk.body.code, title: "Head", office: .officer,
            from: world.today, until: nil)
        let appointment = try #require(try world.register.people().first?.appointments.first)
        let holder = try world.register.book.read { try $0.load(appointment) }.holder
        let erased = try await world.register.erase(.digest(holder.digest), reason: "Asked for it")
        #expect(erased.texts == 1 && erased.accounts == 1)
        try await world.check()
    }

    @Test func `what was erased once is swept up again, and told of once`() async throws {
        let world = try await World()
        let holder = try world.sitting(world.norfolk, .director).holder
        #expect(try await world.register.erase(.digest(holder.digest), reason: "A reason").texts == 1)
        let size = try world.register.size()
        #expect(try await world.register.erase(.digest(holder.digest), reason: "A reason") == Erased())
        #expect(try world.register.size() == size)
        #expect(try ErasureList(at: "\(world.folder)/erasures").lines.count == 1)
        try await world.check()
    }

    @Test func `evidence is erased, and nobody learns its digest; what was signed stays`() async throws {
        let world = try await World()
        let compact = try await world.signedCompact(world.norfolk, under: try await world.statement())
        let word = world.mark()
        let (file, _) = try await world.register.book.write(by: "operator", holder: nil) { page in
            try page.keep(Array("a,\(word)".utf8), type: "text/csv")
        }
        #expect(try await world.register.erase(.digest(file), reason: "A child's name").files == 1)
        #expect(try holding(word, in: world.folder) == [])
        let last = try world.register.size() - 1
        #expect(try seen { try world.register.entry(last, for: .everyone) } == nil)
        #expect(try seen { try world.register.entry(last, for: world.norfolk.viewer) } == nil)
        let text = try world.register.text(of: compact, for: .everyone).digest
        #expect(
            try await broken { try await world.register.erase(.digest(text), reason: "No") } == ["erasure.signed"])
        #expect(
            try await broken { try await world.register.erase(.digest(Digest(of: [1])), reason: "No") }
                == ["erasure.unknown"])
        #expect(
            try await broken { try await world.register.erase(.digest(text), reason: " ") } == ["wording.empty"])
        try await world.check()
    }

    @Test func `views of another version, in which erased texts may stand, go too`() async throws {
        let world = try await World()
        try Data("old".utf8).write(to: URL(filePath: "\(world.folder)/views-000000000000.sqlite-wal"))
        let holder = try world.sitting(world.norfolk, .director).holder
        _ = try await world.register.erase(.digest(holder.digest), reason: "A reason")
        #expect(
            !FileManager.default.fileExists(atPath: "\(world.folder)/views-000000000000.sqlite-wal"))
        try await world.check()
    }

    @Test func `a line that was half written when the machine stopped is passed over, and mended`() throws {
        let folder =
            FileManager.default.temporaryDirectory.path + "/list-\(Randomness.system.identifier(of: World.self))"
        defer { do { try FileManager.default.removeItem(atPath: folder) } catch { print("left behind: \(folder)") } }
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let (path, digest) = ("\(folder)/erasures", Digest(of: [7]))
        try Data("text \(digest) 2026-11-22 12\nperson aebagbafaydqqcik 2026-11-2".utf8).write(to: URL(filePath: path))
        #expect(try ErasureList(at: path).lines.map(\.description) == ["text \(digest) 2026-11-22 12"])
        try Data("text \(digest) 2026-11-22 12\nnothing\n".utf8).write(to: URL(filePath: path))
        let refusal = #expect(throws: Refusal.self) { try ErasureList(at: path) }
        #expect(refusal?.faults.map(\.rule) == ["erasures.line"])
        #expect(refusal?.faults.first?.field == "line 2")
    }
}
