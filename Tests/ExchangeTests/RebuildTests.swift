import Domain
import FoundationEssentials
import Record
import Register
import Testing
import Views
import Vocabulary

@Suite struct RebuildTests {
    @Test func `views are built anew from the record alone, and agree with those that were`() async throws {
        let world = try await World()
        let folder = world.folder + "/copy"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try world.register.book.copy(to: folder + "/record.sqlite")
        var reported: [Int] = []
        for _ in 0..<2 {
            try await Register.rebuild(in: folder, clock: Clock().now, randomness: .system) { done, all in
                reported.append(done == all ? 1 : 0)
            }
        }
        #expect(reported == [1, 1])
        let register = try await Register(in: folder, origin: "", clock: Clock().now, randomness: .system)
        #expect(try await register.check(in: world.folder + "/scratch") == [])
        try register.close()
    }

    @Test func `views that are in use are not deleted`() async throws {
        let world = try await World(signing: false)
        let folder = world.folder + "/data"
        let before = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        await #expect(throws: ViewsInUse.self) {
            try await Register.rebuild(in: folder, clock: Clock().now, randomness: .system) { _, _ in }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == before)
        #expect(try await world.register.check(in: world.folder + "/scratch") == [])
    }

    @Test func `what two processes write by turns is folded by both`() async throws {
        let world = try await World(signing: false)
        let beside = try await Register(in: world.folder + "/data", origin: "", clock: Clock().now, randomness: .system)
        let read = try beside.book.read { try $0.load(world.compact) }.lines.all[0]
        for register in [world.register, beside, world.register, beside] {
            try await register.negotiate(world.compact, by: world.norfolk.writer) { agreement, _ in
                try agreement.discuss(read.id, Randomness.system.seal("Once more"), by: world.norfolk.body)
            }
            try await register.negotiate(world.compact, by: world.norfolk.writer) { agreement, _ in
                guard let line = agreement.lines[read.id] else { return [] }
                return try agreement.propose(
                    .summary(text: "Another summary \(line.revision)"),
                    for: ReadLine(line.id, revision: line.revision), by: world.norfolk.body,
                    in: Circumstances(parties: [], seats: [], agenda: nil))
            }
        }
        #expect(try await world.register.check(in: world.folder + "/scratch") == [])
        try beside.close()
    }
}
