import Domain
import Foundation
import Merkle
import Pathfinders
import Record
import Register
import Testing
import Views
import Vocabulary

@Suite struct BackupTests {
    /// A register with a backup of it, and where it is to be put back.
    struct Case {
        let world: World
        let compact: Identifier<Compact>
        let file: String
        let other: String

        init() async throws {
            world = try await World()
            compact = try await world.sentCompact(world.norfolk, under: try await world.statement())
            (file, other) = ("\(world.folder)/backup.sqlite", "\(world.folder)/other")
            _ = try backUp()
        }

        func backUp(to file: String? = nil) throws -> Backup {
            try Register.backUp(
                world.folder, to: file ?? self.file, clock: { [clock = world.clock] in clock.tick() },
                randomness: .seeded(5)
            ) { _, _ in }
        }

        func restoration(_ change: (inout Restoration) -> Void = { _ in }) -> Restoration {
            var restoration = Restoration(file: file, folder: other)
            change(&restoration)
            return restoration
        }

        @discardableResult
        func restore(_ change: (inout Restoration) -> Void = { _ in }) async throws -> Restored {
            try await Register.restore(
                restoration(change), clock: { [clock = world.clock] in clock.tick() }, randomness: .seeded(6)
            ) { _, _ in }
        }

        func say(_ seal: Sealed) async throws {
            try await world.says(world.norfolk, of: compact) { try $0.discuss(nil, seal, by: world.norfolk.id) }
        }

        /// The register that was put back, and what is wrong with it.
        func opened<T>(_ look: (Register) async throws -> T) async throws -> T {
            let clock = world.clock
            let register = try await Register(
                in: other, origin: "unused", clock: { clock.tick() }, randomness: .seeded(9))
            #expect(try await register.check(in: "\(world.folder)/scratch") == [])
            let answer = try await look(register)
            #expect(try await register.check(in: "\(world.folder)/scratch") == [])
            try register.close()
            return answer
        }

        func spoil(_ change: (inout [UInt8]) -> Void) throws {
            var bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
            change(&bytes)
            try Data(bytes).write(to: URL(filePath: file))
        }
    }

    private func names(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    // MARK: Making one

    @Test func `a backup is one file of its own, its owner's alone, with the checkpoint of what it holds`() async throws
    {
        let one = try await Case()
        let note = String(decoding: try Data(contentsOf: URL(filePath: one.file + ".checkpoint")), as: UTF8.self)
        #expect(note == (try one.world.register.checkpoint()))
        for path in [one.file, one.file + ".checkpoint"] {
            let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber
            #expect(mode?.intValue == 0o600)
        }
        #expect(
            try names(in: one.world.folder).filter { $0.hasPrefix("backup") } == [
                "backup.sqlite", "backup.sqlite.checkpoint",
            ])
        try await one.world.check()
    }

    @Test func `no file is written over, and a backup that broke off is not taken for one`() async throws {
        let one = try await Case()
        let before = try Data(contentsOf: URL(filePath: one.file))
        #expect(try await broken { try one.backUp() } == ["backup.exists"])
        #expect(try Data(contentsOf: URL(filePath: one.file)) == before)
        let next = "\(one.world.folder)/next"
        try Data().write(to: URL(filePath: next + ".making"))
        #expect(try await broken { try one.backUp(to: next) } == ["backup.unfinished"])
        #expect(try await broken { try one.backUp(to: "\(one.world.folder)/nowhere/at/all") } == ["backup.folder"])
    }

    @Test func `what was erased is not in a backup, and what others write meanwhile does it no harm`() async throws {
        let one = try await Case()
        let word = one.world.mark()
        let seal = one.world.register.randomness.seal("Said \(word)")
        try await one.say(seal)
        _ = try await one.world.register.erase(.digest(seal.digest), reason: "A name")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 0..<60 { try await one.say(one.world.register.randomness.seal("\(number)")) }
            }
            for number in 0..<3 {
                group.addTask {
                    let file = "\(one.world.folder)/busy-\(number)"
                    let backup = try one.backUp(to: file)
                    #expect(try Data(contentsOf: URL(filePath: file)).range(of: Data(word.utf8)) == nil)
                    #expect(
                        try one.world.register.book.read { try $0.root(of: backup.checkpoint.size) }
                            == backup.checkpoint.root)
                }
            }
            try await group.waitForAll()
        }
        try await one.world.check()
    }

    @Test func `a damaged record is not backed up as if it were whole`() async throws {
        let one = try await Case()
        try await one.world.register.book.sweep()
        try one.world.register.close()
        var bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(one.world.folder)/record.sqlite")))
        let word = Array("concordat-entry-1".utf8)
        let at = try #require(bytes.indices.first { bytes[$0...].starts(with: word) })
        bytes[at] ^= 1
        try Data(bytes).write(to: URL(filePath: "\(one.world.folder)/record.sqlite"))
        let file = "\(one.world.folder)/second"
        #expect(try await Set(broken { try one.backUp(to: file) }) == ["backup.damaged"])
        #expect(try names(in: one.world.folder).filter { $0.hasPrefix("second") } == [])
        bytes[at] ^= 1
        try Data(bytes).write(to: URL(filePath: "\(one.world.folder)/record.sqlite"))
    }

    // MARK: Putting it back

    @Test func `where nothing is known of what left the house, the log goes on under a new name`() async throws {
        let one = try await Case()
        let old = try Checkpoint(text: try Note(try one.world.register.checkpoint()).text)
        let restored = try await one.restore()
        #expect(restored.former == World.origin && restored.isCheckpointed && !restored.hasErasures)
        #expect(restored.checkpoint.origin.hasPrefix("\(World.origin)/2003"))
        #expect(restored.checkpoint.size == old.size + 1 && restored.entries == old.size)
        try await one.opened { (register: Register) async throws -> Void in
            let restart = try #require(try register.restarts().first)
            #expect(restart.from == World.origin && restart.size == old.size && restart.published == nil)
            #expect(restart.root.bytes == old.root.bytes)
            #expect(try VerifierKey(vkey: register.verifierKey).name == restored.checkpoint.origin)
            #expect(try register.entry(old.size, for: .everyone).event == "record.restarted.1")
            let checkpoint = try Checkpoint(
                text: try Note(try register.checkpoint()).verified(by: try VerifierKey(vkey: register.verifierKey)))
            #expect(checkpoint == restored.checkpoint)
            // And serving goes on.
            let sitting = try #require(try register.sitting(one.world.norfolk.holder(of: .officer).id))
            try await register.negotiate(one.compact, by: sitting) { agreement, _ in
                try agreement.discuss(nil, register.randomness.seal("On we go"), by: sitting.body)
            }
        }
        #expect(try names(in: one.other).filter { $0.hasPrefix(".") || $0.contains("making") } == [])
    }

    @Test func `a backup that holds all that left the house keeps the log's name`() async throws {
        let one = try await Case()
        let last = try one.world.register.checkpoint()
        let restored = try await one.restore { $0.lastCheckpoint = last }
        #expect(restored.former == nil)
        #expect(try await one.opened { try $0.checkpoint() } == last)
    }

    @Test func `a backup that holds less begins a new name and says how much was published`() async throws {
        let one = try await Case()
        try await one.say(one.world.register.randomness.seal("After the backup"))
        let last = try one.world.register.checkpoint()
        let restored = try await one.restore {
            $0.lastCheckpoint = last
            $0.origin = "concordat.test/second"
        }
        #expect(restored.former == World.origin)
        #expect(restored.checkpoint.origin == "concordat.test/second")
        let size = try one.world.register.size()
        #expect(try await one.opened { try $0.restarts().first?.published } == size)
        #expect(
            try await broken {
                try await one.restore {
                    $0.folder = one.other + "/2"
                    $0.origin = World.origin
                }
            } == ["restore.name"])
    }

    @Test func `what was erased after the backup is erased again, by the list that outlived the record`() async throws {
        let one = try await Case()
        let word = one.world.mark()
        let (early, late) = (
            one.world.register.randomness.seal("Early \(word)"), one.world.register.randomness.seal("Late \(word)")
        )
        try await one.say(early)
        let file = "\(one.world.folder)/later"
        _ = try one.backUp(to: file)
        try await one.say(late)
        for seal in [early, late] { _ = try await one.world.register.erase(.digest(seal.digest), reason: "A name") }
        #expect(try Data(contentsOf: URL(filePath: file)).range(of: Data(word.utf8)) != nil)
        let restored = try await one.restore {
            $0.file = file
            $0.erasures = "\(one.world.folder)/erasures"
        }
        #expect(restored.erased.texts == 1 && restored.hasErasures)
        for name in try names(in: one.other) {
            let bytes = try Data(contentsOf: URL(filePath: "\(one.other)/\(name)"))
            #expect(bytes.range(of: Data(word.utf8)) == nil, "\(name)")
        }
        try await one.opened { (register: Register) async throws -> Void in
            let steps = try register.views.steps(
                of: one.compact.description, line: nil, for: one.world.norfolk.viewer, today: one.world.today)
            #expect(steps.last?.event == "discussed" && steps.last?.erased == one.world.today)
        }
        #expect(
            try Set(ErasureList(at: "\(one.other)/erasures").lines.map(\.thing))
                == [.text(early.digest), .text(late.digest)])
    }

    @Test func `a record in the folder is put aside only where that is asked for, and tells what left the house`()
        async throws
    {
        let one = try await Case()
        let seal = one.world.register.randomness.seal("After the backup")
        try await one.say(seal)
        _ = try await one.world.register.erase(.digest(seal.digest), reason: "A name")
        #expect(try await broken { try await one.restore { $0.folder = one.world.folder } } == ["restore.register"])
        let replacing: (inout Restoration) -> Void = {
            $0.folder = one.world.folder
            $0.replaces = true
        }
        #expect(try await broken { try await one.restore(replacing) } == ["restore.in-use"])
        let size = try one.world.register.size()
        try one.world.register.close()
        let restored = try await one.restore(replacing)
        #expect(restored.former == World.origin)
        let aside = try #require(restored.aside)
        let old = try Book(opening: aside, clock: { [clock = one.world.clock] in clock.tick() }, randomness: .seeded(1))
        #expect(try old.size() == size && old.check() == [])
        try old.close()
        let again = try await one.world.open()
        #expect(try again.restarts().first?.published == size)
        #expect(try await again.check(in: "\(one.world.folder)/scratch") == [])
        try again.close()
    }

    @Test func `a record that did not grow since the backup gives its name on`() async throws {
        let one = try await Case()
        try one.world.register.close()
        let restored = try await one.restore {
            $0.folder = one.world.folder
            $0.replaces = true
        }
        #expect(restored.former == nil)
    }

    @Test(arguments: ["{}", "no JSON"])
    func `a record whose keys are damaged is put aside for a backup that has them`(keys: String) async throws {
        let one = try await Case()
        _ = try await one.world.register.book.write(by: "register", holder: nil) { page in
            try page.put(kind: "key", key: "register", owner: nil, json: Array(keys.utf8), expecting: nil)
        }
        try one.world.register.close()
        await #expect(throws: DamagedKeys.self) { try await one.world.open() }
        let restored = try await one.restore {
            $0.folder = one.world.folder
            $0.replaces = true
        }
        #expect(restored.former == World.origin)
        let again = try await one.world.open()
        #expect(try await again.check(in: "\(one.world.folder)/scratch") == [])
        try again.close()
    }

    @Test func `nobody comes in again by a visit of the time of the backup`() async throws {
        let one = try await Case()
        let token = try await one.world.register.beginVisit(person: nil, appointment: nil)
        #expect(try one.world.register.visit(token) != nil)
        let file = "\(one.world.folder)/later.sqlite"
        _ = try one.backUp(to: file)
        try await one.restore { $0.file = file }
        #expect(try await one.opened { try $0.visit(token) } == nil)
    }

    @Test func `a record too damaged to be read is put aside, and nothing is known`() async throws {
        let one = try await Case()
        try one.world.register.close()
        let record = "\(one.world.folder)/record.sqlite"
        for ending in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: record + ending) {
            try FileManager.default.removeItem(atPath: record + ending)
        }
        let damaged = Data(repeating: 7, count: 9000)
        try damaged.write(to: URL(filePath: record))
        let restored = try await one.restore {
            $0.folder = one.world.folder
            $0.replaces = true
        }
        #expect(restored.former == World.origin)
        #expect(try Data(contentsOf: URL(filePath: try #require(restored.aside))) == damaged)
        let again = try await one.world.open()
        #expect(try await again.check(in: "\(one.world.folder)/scratch") == [])
        try again.close()
    }

    // MARK: What is refused, and changes nothing

    @Test func `a damaged backup is refused, and what is wrong is named`() async throws {
        let one = try await Case()
        let word = Array("concordat-entry-1".utf8)
        try one.spoil { bytes in
            if let at = bytes.indices.first(where: { bytes[$0...].starts(with: word) }) { bytes[at] ^= 1 }
        }
        let refusal = await #expect(throws: Refusal.self) { try await one.restore() }
        #expect(Set(refusal?.faults.map(\.rule) ?? []) == ["restore.damaged"])
        #expect(refusal?.faults.contains { $0.message.contains("is damaged: entry ") } == true)
        #expect(!FileManager.default.fileExists(atPath: one.other))
        try one.spoil { $0.removeLast(5000) }
        #expect(try await Set(broken { try await one.restore() }) == ["restore.damaged"])
        #expect(!FileManager.default.fileExists(atPath: one.other))
    }

    @Test(arguments: ["a letter, and not a short one", "SQLite format 3\u{0}", ""])
    func `a file of another kind is refused`(content: String) async throws {
        let one = try await Case()
        try Data(content.utf8).write(to: URL(filePath: one.file))
        let rules = try await broken { try await one.restore() }
        #expect(rules == ["restore.file"] || rules == ["restore.damaged"])
        #expect(!FileManager.default.fileExists(atPath: one.other))
        #expect(
            try await broken { try await one.restore { $0.file = "\(one.world.folder)/nothing" } } == ["restore.file"])
        // Something is in the log beside the file.
        try await one.world.register.change(by: .operator) { page in
            try page.put(["use": true], "test", "in", owner: nil, expecting: nil)
        }
        let own = try await broken { try await one.restore { $0.file = "\(one.world.folder)/record.sqlite" } }
        #expect(own == ["restore.file"])
    }

    @Test func `a checkpoint of another key, another size or another past is refused`() async throws {
        let one = try await Case()
        let stranger = try NoteSigner(name: World.origin, seed: Array(repeating: 7, count: 32))
        let own = try Data(contentsOf: URL(filePath: one.file + ".checkpoint"))
        let root = Hash(sha256: [1])
        let foreign = try stranger.sign(try Checkpoint(origin: World.origin, size: 3, root: root).text)
        try Data(foreign.utf8).write(to: URL(filePath: one.file + ".checkpoint"))
        #expect(try await broken { try await one.restore() } == ["restore.checkpoint"])
        try own.write(to: URL(filePath: one.file + ".checkpoint"))
        #expect(try await broken { try await one.restore { $0.lastCheckpoint = foreign } } == ["restore.checkpoint"])
        #expect(try await broken { try await one.restore { $0.key = stranger.verifier } } == ["restore.key"])
        try await one.say(one.world.register.randomness.seal("Later"))
        let later = Data(try one.world.register.checkpoint().utf8)
        try later.write(to: URL(filePath: one.file + ".checkpoint"))
        #expect(try await broken { try await one.restore() } == ["restore.checkpoint"])
        #expect(!FileManager.default.fileExists(atPath: one.other))
    }

    @Test func `a backup that contradicts what left the house is refused, and another register's too`() async throws {
        let one = try await Case()
        // The same keys and another past: what was put back elsewhere went on by itself under the old name.
        try await one.restore { [last = try one.world.register.checkpoint()] in $0.lastCheckpoint = last }
        let clock = one.world.clock
        let fork = try await Register(in: one.other, origin: "", clock: { clock.tick() }, randomness: .seeded(9))
        for register in [fork, one.world.register] {
            let sitting = try #require(try register.sitting(one.world.norfolk.holder(of: .officer).id))
            try await register.negotiate(one.compact, by: sitting) { agreement, _ in
                try agreement.discuss(nil, register.randomness.seal("Mine"), by: sitting.body)
            }
        }
        let last = try fork.checkpoint()
        try fork.close()
        let file = "\(one.world.folder)/contradicting"
        _ = try one.backUp(to: file)
        let folder = one.world.folder + "/third"
        #expect(
            try await broken {
                try await one.restore {
                    $0.file = file
                    $0.folder = folder
                    $0.lastCheckpoint = last
                }
            } == ["restore.contradicts"])
        let stranger = try await World(seed: 7)
        try stranger.register.close()
        #expect(
            try await broken {
                try await one.restore {
                    $0.folder = stranger.folder
                    $0.replaces = true
                }
            } == ["restore.another"])
        #expect(try !names(in: stranger.folder).contains(".restoring"))
        try await one.world.check()
    }
}
