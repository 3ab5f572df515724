import Domain
@testable import Exchange
import Foundation
import Merkle
import Record
import Register
import Signatures
import Testing
import Vocabulary

@Suite struct BundleTests {
    @Test func `a bundle is verified by root and key, as a folder and as an archive`() async throws {
        let world = try await World()
        let bundle = try Exchange.Bundle(of: world.compact, from: world.register, for: .everyone)
        let folder = world.folder + "/bundle"
        try bundle.write(to: folder)
        #expect(try Exchange.Bundle(folder: folder) == bundle)
        let archive = try bundle.archive(folder: "compact-\(world.compact)")
        #expect(try Exchange.Bundle(archive: archive) == bundle)
        #expect(try bundle.archive(folder: "compact-\(world.compact)") == archive)

        let verification = await bundle.verify(by: try world.trust)
        #expect(verification.faults == [])
        #expect(verification.open == [])
        #expect(verification.verdict == .verified)
        #expect(verification.shown.contains { $0.contains("All 2 seats that must sign have signed") })

        let statement = try Exchange.Bundle(of: world.statement, from: world.register, for: .everyone)
        #expect(await statement.verify(by: try world.trust).verdict == .verified)
    }

    @Test func `a party's bundle holds what the public's does not, and is verified too`() async throws {
        let world = try await World()
        let everyones = try Exchange.Bundle(of: world.compact, from: world.register, for: .everyone)
        let partys = try Exchange.Bundle(of: world.compact, from: world.register, for: world.norfolk.viewer)
        #expect(partys.files.count == everyones.files.count + 2, "the objection and its proof")
        #expect(Set(everyones.files.keys).isSubset(of: partys.files.keys))
        let verification = await partys.verify(by: try world.trust)
        #expect(verification.faults == [])
        #expect(verification.verdict == .verified)
    }

    @Test func `without root and key a bundle is consistent and its signer unknown`() async throws {
        let world = try await World()
        let bundle = try Exchange.Bundle(of: world.compact, from: world.register, for: .everyone)
        let trust = try world.trust
        #expect(await bundle.verify(by: Trust()).verdict == .consistent)
        #expect(await bundle.verify(by: Trust()).open.count == 2)
        #expect(await bundle.verify(by: Trust(key: trust.key)).verdict == .consistent)
        #expect(await bundle.verify(by: Trust(root: trust.root)).verdict == .logUnknown)
        #expect(Verification.Verdict.consistent.rawValue == "consistent, signer unknown")
    }

    @Test func `nobody but the parties gets a bundle before force, and it is refused until all have signed`()
        async throws
    {
        let world = try await World(signing: false)
        #expect(throws: NotFound.self) { try Exchange.Bundle(of: world.compact, from: world.register, for: .everyone) }
        #expect(throws: NotFound.self) {
            try Exchange.Bundle(of: world.compact, from: world.register, for: world.association.viewer)
        }
        let bundle = try Exchange.Bundle(of: world.compact, from: world.register, for: world.norfolk.viewer)
        let verification = await bundle.verify(by: try world.trust)
        #expect(verification.verdict == .refused)
        #expect(verification.faults.count == 2, "\(verification.faults)")
        #expect(verification.faults.contains { $0.hasPrefix("Director of Education, Norfolk has not signed") })
    }

    @Test func `one changed byte in any file is refused, with and without root and key`() async throws {
        let world = try await World()
        let bundle = try Exchange.Bundle(of: world.compact, from: world.register, for: world.norfolk.viewer)
        let trust = try world.trust
        for (name, bytes) in bundle.files {
            for place in [0, bytes.count / 2, bytes.count - 1] {
                var changed = bytes
                changed[place] ^= 0x01
                for trust in [trust, Trust()] {
                    let verification = await bundle.with(name, changed).verify(by: trust)
                    #expect(verification.verdict == .refused, "\(name), byte \(place)")
                }
            }
            #expect(await bundle.with(name, nil).verify(by: trust).verdict == .refused, "without \(name)")
        }
    }

    @Test func `a refusal names what fails and not what follows from it`() async throws {
        let world = try await World()
        let bundle = try Exchange.Bundle(of: world.compact, from: world.register, for: .everyone)
        func faults(_ name: String) async -> [String] {
            var changed = bundle.files[name]!
            changed[changed.count / 2] = changed[changed.count / 2] == 0x61 ? 0x62 : 0x61
            return await bundle.with(name, changed).verify(by: Trust()).faults
        }
        for name in bundle.files.keys where name != "checkpoint" && !name.hasPrefix("entries/") {
            let faults = await faults(name)
            #expect(
                faults.count == 1 || name.hasPrefix("inclusion/") || name.hasPrefix("signatures/"), "\(name): \(faults)"
            )
            #expect(faults.contains { $0.contains(name) }, "\(name): \(faults)")
        }
    }

    @Test func `bytes all over a signature and a checkpoint count`() async throws {
        let world = try await World()
        let bundle = try Exchange.Bundle(of: world.compact, from: world.register, for: .everyone)
        for name in bundle.files.keys where name.hasPrefix("signatures/") || name == "checkpoint" {
            for place in stride(from: 0, to: bundle.files[name]!.count, by: 17) {
                var changed = bundle.files[name]!
                changed[place] ^= 0x20
                #expect(
                    await bundle.with(name, changed).verify(by: Trust()).verdict == .refused, "\(name), byte \(place)")
            }
        }
    }

    @Test func `a forged bundle with a root and a log of its own is refused by the root, and by the key`() async throws
    {
        let world = try await World()
        let forger = try await World()
        let forged = try Exchange.Bundle(of: forger.compact, from: forger.register, for: .everyone)
        let trust = try world.trust
        #expect(await forged.verify(by: Trust()).verdict == .consistent)
        let byRoot = await forged.verify(by: Trust(root: trust.root))
        #expect(byRoot.verdict == .refused)
        #expect(byRoot.faults.contains { $0.hasPrefix("signatures/") && $0.contains("not given by this root") })
        let byKey = await forged.verify(by: Trust(key: trust.key))
        #expect(byKey.verdict == .refused)
        #expect(byKey.faults.contains { $0.hasPrefix("checkpoint: ") })
    }

    @Test func `a signature in the place of another seat's is refused`() async throws {
        let world = try await World()
        let bundle = try Exchange.Bundle(of: world.compact, from: world.register, for: .everyone)
        let names = bundle.files.keys.filter { $0.hasPrefix("signatures/") }.sorted()
        let swapped = bundle.with(names[0], bundle.files[names[1]]).with(names[1], bundle.files[names[0]])
        let verification = await swapped.verify(by: Trust())
        #expect(verification.faults.count { $0.contains("is not the signature that entries/") } == 2)
    }

    @Test func `what is no part of a bundle is named and not believed`() async throws {
        let world = try await World()
        let bundle = try Exchange.Bundle(of: world.compact, from: world.register, for: .everyone)
        let more = await bundle.with("root.pem", Array(world.rootPEM.utf8)).verify(by: try world.trust)
        #expect(more.verdict == .verified)
        #expect(more.open == ["root.pem is no part of a bundle: nothing is said of it."])
        let uncited = bundle.with("signatures/aaaaaaaaaaaaaaaa.p7s", [1, 2, 3])
        #expect(
            await uncited.verify(by: try world.trust).faults == ["signatures/aaaaaaaaaaaaaaaa.p7s is cited by no entry"]
        )
    }

    @Test func `an earlier checkpoint of the same size is compared, and of another is refused with the way to do it`()
        async throws
    {
        let world = try await World()
        let bundle = try Exchange.Bundle(of: world.compact, from: world.register, for: .everyone)
        var trust = try world.trust
        trust.since = try world.register.checkpoint()
        #expect(await bundle.verify(by: trust).verdict == .verified)
        _ = try await world.register.enter(
            Randomness.system.identifier(), sort: .association, name: "Another", code: "another")
        trust.since = try world.register.checkpoint()
        let refused = await bundle.verify(by: trust)
        #expect(refused.verdict == .refused)
        #expect(refused.faults.count == 1)
        #expect(refused.faults[0].contains("verify the register's address with --since"))
    }

    @Test func `a folder that holds something is not written to`() async throws {
        let world = try await World()
        let bundle = try Exchange.Bundle(of: world.compact, from: world.register, for: .everyone)
        try bundle.write(to: world.folder + "/once")
        #expect(throws: UnreadableBundle.self) { try bundle.write(to: world.folder + "/once") }
    }

    @Test func `links in a folder and damaged archives are refused`() async throws {
        let world = try await World()
        let bundle = try Exchange.Bundle(of: world.compact, from: world.register, for: .everyone)
        let folder = world.folder + "/linked"
        try bundle.write(to: folder)
        try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "/etc/passwd")
        #expect(throws: UnreadableBundle.self) { try Exchange.Bundle(folder: folder) }

        let archive = try bundle.archive(folder: "compact")
        for (place, byte) in [(0, UInt8(0x78)), (156, UInt8(ascii: "2")), (124, UInt8(ascii: "7")), (300, 1)] {
            var damaged = archive
            damaged[place] = byte
            #expect(throws: UnreadableBundle.self, "byte \(place)") { try Exchange.Bundle(archive: damaged) }
        }
        #expect(throws: UnreadableBundle.self) { try Exchange.Bundle(archive: Array(archive.dropLast(1024))) }
        #expect(throws: UnreadableBundle.self) { try Exchange.Bundle(archive: archive + [1]) }
    }

    @Test func `tar reads the archive`() async throws {
        let world = try await World()
        let bundle = try Exchange.Bundle(of: world.compact, from: world.register, for: .everyone)
        try Data(bundle.archive(folder: "compact")).write(to: URL(filePath: world.folder + "/bundle.tar"))
        let listed = try Command.run("tar", ["-xvf", "bundle.tar"], in: world.folder)
        #expect(listed.status == 0, "\(listed.output)")
        #expect(try Exchange.Bundle(folder: world.folder + "/compact") == bundle)
    }

    @Test func `openssl accepts each signature in a bundle, and refuses one changed byte`() async throws {
        let world = try await World()
        let bundle = try Exchange.Bundle(of: world.compact, from: world.register, for: .everyone)
        let folder = world.folder + "/bundle"
        try bundle.write(to: folder)
        try Data(world.rootPEM.utf8).write(to: URL(filePath: folder + "/root.pem"))
        let signatures = bundle.files.keys.filter { $0.hasPrefix("signatures/") }
        #expect(signatures.count == 2)
        func verify(_ signature: String) throws -> Int32 {
            try Command.run(
                "openssl",
                [
                    "cms", "-verify", "-binary", "-content", "agreement.json", "-inform", "DER", "-in", signature,
                    "-CAfile",
                    "root.pem", "-purpose", "any", "-out", "/dev/null",
                ], in: folder
            ).status
        }
        for signature in signatures { #expect(try verify(signature) == 0) }
        var changed = bundle.files["agreement.json"]!
        changed[changed.count / 2] ^= 1
        try Data(changed).write(to: URL(filePath: folder + "/agreement.json"))
        for signature in signatures { #expect(try verify(signature) != 0) }
    }

    @Test func `sentences pass on no control of a terminal`() {
        let verification = Verification(shown: ["a\u{1B}[2Jb"], faults: ["c\u{202E}d\n"])
        #expect(verification.shown == ["a\u{FFFD}[2Jb"])
        #expect(verification.faults == ["c\u{FFFD}d\u{FFFD}"])
    }
}

extension Exchange.Bundle {
    /// The same with another file in the place of one, or without it.
    func with(_ name: String, _ bytes: [UInt8]?) -> Exchange.Bundle {
        var files = files
        files[name] = bytes
        return Exchange.Bundle(files: files)
    }
}

/// Another program, run to its end.
enum Command {
    static func run(_ name: String, _ arguments: [String], in folder: String) throws -> (status: Int32, output: String)
    {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [name] + arguments
        process.currentDirectoryURL = URL(filePath: folder)
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: output, as: UTF8.self))
    }
}
