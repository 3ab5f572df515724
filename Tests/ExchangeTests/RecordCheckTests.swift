import Domain
import Exchange
import Merkle
import Record
import Register
import Signatures
import Testing
import Vocabulary

@Suite struct RecordCheckTests {
    private func check(
        _ world: World, changing changes: [String: [UInt8]] = [:], by trust: Trust
    ) async throws -> Verification {
        try await RecordCheck.of(world.register, changing: changes, by: trust)
    }

    @Test func `a register is checked from outside, and goes on from a checkpoint kept earlier`() async throws {
        let world = try await World(signing: false)
        var trust = try world.trust
        trust.since = try world.register.checkpoint()
        _ = try await world.register.enter(
            Randomness.system.identifier(), sort: .association, name: "Another", code: "another")
        let verification = try await check(world, by: trust)
        #expect(verification.faults == [])
        #expect(verification.verdict == .verified)
        #expect(verification.shown.contains { $0.hasPrefix("The log goes on from the earlier checkpoint") })
        #expect(verification.open.count == 1, "the compact is not public")
        #expect(try await check(world, by: Trust()).verdict == .consistent)
    }

    @Test func `a register of another key, root or past is refused`() async throws {
        let world = try await World(signing: false)
        let other = try await World(signing: false)
        let (ours, theirs) = (try world.trust, try other.trust)
        #expect(try await check(other, by: Trust(key: ours.key)).verdict == .refused)
        let root = try await check(other, by: Trust(root: ours.root, key: theirs.key))
        #expect(root.faults == ["root: the register shows another root certificate than the one given"])
        let past = try await check(other, by: Trust(since: try world.register.checkpoint()))
        #expect(past.verdict == .refused)
        #expect(past.faults.count == 1)
        let early = try world.register.checkpoint()
        _ = try await world.register.enter(
            Randomness.system.identifier(), sort: .association, name: "Another", code: "another")
        let gone = try await check(
            world, changing: ["checkpoint": Array(early.utf8)], by: Trust(since: try world.register.checkpoint()))
        #expect(gone.faults.count { $0.contains("entries are gone") } == 1)
    }

    @Test func `a changed tile or entry is refused and named`() async throws {
        let world = try await World(signing: false)
        let size = try world.register.book.size()
        for path in ["tile/0/000.p/\(size)", "tile/entries/000.p/\(size)"] {
            var bytes = try world.register.tile(path)
            bytes[40] ^= 1
            let verification = try await check(world, changing: [path: bytes], by: try world.trust)
            #expect(verification.verdict == .refused, "\(path)")
            let short = try await check(world, changing: [path: []], by: try world.trust)
            #expect(short.faults.contains { $0.hasPrefix(path) }, "\(short.faults)")
        }
        var entry = try world.register.entry(0, for: .everyone).bytes
        entry[entry.count / 2] ^= 1
        let changed = try await check(world, changing: ["entries/0": entry], by: try world.trust)
        #expect(changed.faults == ["entries/0: its bytes are not those in the tree"])
    }
}

extension RecordCheck {
    /// What the register shows to everybody, and what somebody puts in its place.
    static func of(
        _ register: Register, changing changes: [String: [UInt8]] = [:], by trust: Trust
    ) async throws -> Verification {
        return try await RecordCheck { path, most in
            if let bytes = changes[path] { return bytes }
            let bytes: [UInt8]
            do {
                switch path {
                case "checkpoint": bytes = Array(try register.checkpoint().utf8)
                case "vkey": bytes = Array((register.verifierKey + "\n").utf8)
                case "root": bytes = Array(register.rootCertificate.utf8)
                default:
                    bytes =
                        if path.hasPrefix("entries/"), let position = Int(path.dropFirst(8)) {
                            try register.entry(position, for: .everyone).bytes
                        } else {
                            try register.tile(path)
                        }
                }
            } catch is NotFound {
                return nil
            }
            #expect(bytes.count <= most)
            return bytes
        }.run(by: trust)
    }
}
