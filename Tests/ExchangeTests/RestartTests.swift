import Domain
import Exchange
import FoundationEssentials
import Merkle
import Record
import Register
import Testing
import Vocabulary

/// A log that went on under a new name, as others check it.
@Suite struct RestartTests {
    /// A register put back from a backup that lacks what was entered last.
    private struct Case {
        let world: World
        let register: Register
        /// Of the size that the backup had, of a smaller and of a larger one.
        let (left, early, lost): (String, String, String)
        let folder: String

        init(times: Int = 1) async throws {
            world = try await World()
            early = try world.register.checkpoint()
            try await Case.enter("one", in: world.register)
            left = try world.register.checkpoint()
            var data = world.folder + "/data"
            for time in 1...times {
                let file = world.folder + "/backup-\(time)"
                _ = try Register.backUp(data, to: file, clock: Clock().now, randomness: .system) { _, _ in }
                data = world.folder + "/again-\(time)"
                var restoration = Restoration(file: file, folder: data)
                restoration.origin = "concordat.test/again-\(time)"
                _ = try await Register.restore(restoration, clock: Clock().now, randomness: .system) { _, _ in }
            }
            try await Case.enter("two", in: world.register)
            lost = try world.register.checkpoint()
            folder = data
            register = try await Register(in: data, origin: "", clock: Clock().now, randomness: .system)
            try await Case.enter("three", in: register)
        }

        static func enter(_ code: String, in register: Register) async throws {
            try await register.enter(
                Randomness.system.identifier(), sort: .association, name: "Association \(code)", code: code)
        }

        func trust(since: String? = nil, key: String? = nil) throws -> Trust {
            Trust(
                root: try world.trust.root, key: try VerifierKey(vkey: key ?? world.register.verifierKey), since: since)
        }
    }

    @Test(arguments: [1, 2]) func `a key and a checkpoint of the old name lead to the new one`(times: Int) async throws
    {
        let one = try await Case(times: times)
        for key in [one.world.register.verifierKey, one.register.verifierKey] {
            for since in [one.early, one.left, try one.register.checkpoint()] {
                let found = try await RecordCheck.of(one.register, by: try one.trust(since: since, key: key))
                #expect(found.faults == [])
                #expect(found.verdict == .verified)
                #expect(found.shown.contains { $0.hasPrefix("The log goes on from the earlier checkpoint") })
                #expect(found.shown.count { $0.hasPrefix("The log was named") } == times)
            }
        }
        #expect(try await one.register.check(in: one.world.folder + "/scratch") == [])
        try one.register.close()
    }

    @Test func `what was lost is not hidden from whoever keeps a checkpoint of it`() async throws {
        let one = try await Case()
        let found = try await RecordCheck.of(one.register, by: try one.trust(since: one.lost))
        #expect(found.faults.count == 1)
        #expect(found.faults[0].contains("entries are gone"))
        try one.register.close()
    }

    @Test func `a log that hides how it got its name, or never had the one given, is refused`() async throws {
        let one = try await Case()
        let restart = try #require(try one.register.restarts().first)
        var bytes = try one.register.entry(restart.size, for: .everyone).bytes
        bytes[bytes.count / 2] ^= 1
        let found = try await RecordCheck.of(
            one.register, changing: ["entries/\(restart.size)": bytes], by: try one.trust())
        #expect(found.faults.contains { $0.contains("nothing shows that it was \(World.origin) before") })
        #expect(found.faults.contains { $0.contains("it says that it is of the log \(World.origin)") })
        let other = try await World(signing: false)
        #expect(try await RecordCheck.of(other.register, by: try one.trust()).verdict == .refused)
        try one.register.close()
    }

    @Test func `a bundle of before and after is verified by the key of either name`() async throws {
        let one = try await Case(times: 2)
        for viewer in [Viewer.everyone, one.world.norfolk.viewer] {
            let bundle = try Exchange.Bundle(of: one.world.compact, from: one.register, for: viewer)
            for key in [one.world.register.verifierKey, one.register.verifierKey] {
                let found = await bundle.verify(by: try one.trust(key: key))
                #expect(found.faults == [])
                #expect(found.verdict == .verified)
            }
            let own = await bundle.verify(by: try one.trust(since: try one.register.checkpoint()))
            #expect(own.faults == [])
        }
        let before = try Exchange.Bundle(of: one.world.compact, from: one.world.register, for: .everyone)
        #expect(await before.verify(by: try one.trust(key: one.world.register.verifierKey)).verdict == .verified)
        #expect(await before.verify(by: try one.trust(key: one.register.verifierKey)).verdict == .refused)
        try one.register.close()
    }

    @Test func `a bundle without the entry of the new name is refused`() async throws {
        let one = try await Case()
        let bundle = try Exchange.Bundle(of: one.world.compact, from: one.register, for: .everyone)
        let folder = one.world.folder + "/bundle"
        try bundle.write(to: folder)
        let restart = try #require(try one.register.restarts().first)
        for name in ["entries/\(restart.size).json", "inclusion/\(restart.size).tlog-proof"] {
            try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
        let found = await (try Exchange.Bundle(folder: folder)).verify(by: try one.trust())
        #expect(found.verdict == .refused)
        #expect(found.faults.contains { $0.contains("nothing shows") })
        try one.register.close()
    }
}
