import Domain
import FoundationEssentials
import Merkle
import Pathfinders
import Record
import Register
import Testing
import Views
import Vocabulary

@Suite struct PublicationTests {
    /// A record of more than two tiles' width.
    private func longWorld() async throws -> World {
        let world = try await World()
        let compact = try await world.signedCompact(world.norfolk, under: try await world.statement())
        let said = (0..<400).map { world.register.randomness.seal("Remark \($0)") }
        try await world.register.negotiate(compact, by: world.writer(world.norfolk)) { agreement, _ in
            try said.flatMap { try agreement.discuss(nil, $0, by: world.norfolk.id) }
        }
        return world
    }

    @Test func `whoever has only the tiles, the key and a checkpoint can check all of the record`() async throws {
        let world = try await longWorld()
        let register = world.register
        let key = try VerifierKey(vkey: register.verifierKey)
        let checkpoint = try Checkpoint(text: try Note(try register.checkpoint()).verified(by: key))
        #expect(checkpoint.size > 512 && checkpoint.origin == World.origin)
        var digests: [Hash] = []
        for tile in Tile.all(size: checkpoint.size) {
            let bytes = try register.tile(tile.path)
            if tile.kind == .entries { digests += try tile.decode(bytes) } else { _ = try tile.decode(bytes) }
        }
        #expect(digests.count == checkpoint.size)
        let leaves = digests.map { Tree.leaf($0) }
        #expect(Tree.root(of: leaves) == checkpoint.root)
        let tiles = HashTiles { level, index, width in
            let tile = try #require(Tile(.hashes(level: level), index: index, width: width))
            return try tile.decode(try register.tile(tile.path))
        }
        #expect(try tiles.root(size: checkpoint.size) == checkpoint.root)
        for position in [0, 1, 255, 256, 511, 512, checkpoint.size - 1] {
            let mine = try tiles.inclusion(of: position, in: checkpoint.size)
            #expect(mine.verify(leaf: leaves[position], root: checkpoint.root))
            #expect(mine == (try register.inclusion(of: position, in: checkpoint.size)))
            // Every envelope that may be read is the one that the tree holds.
            if let bytes = try seen({ try register.envelope(position, for: .everyone) }) {
                #expect(Hash(sha256: bytes) == digests[position])
            }
        }
        for old in [0, 1, 256, 300] {
            let proof = try register.book.read { try $0.consistency(from: old, to: checkpoint.size) }
            #expect(proof.verify(old: Tree.root(of: Array(leaves.prefix(old))), new: checkpoint.root))
        }
        try await world.check()
    }

    @Test func `a tile that the tree has not is not there`() async throws {
        let world = try await World()
        let size = try world.register.size()
        let beyond = try #require(Tile(.entries, index: 0, width: size + 1))
        for path in [
            beyond.path, "tile/0/001", "tile/1/000", "tile/entries/001", "tile/0/000", "", "tile/0/../../x",
            "tile/64/000.p/1",
        ] {
            #expect(throws: NotFound.self) { try world.register.tile(path) }
        }
        #expect(throws: NotFound.self) { try world.register.inclusion(of: size, in: size + 1) }
        #expect(throws: NotFound.self) { try world.register.inclusion(of: -1, in: size) }
        try await world.check()
    }

    @Test func `what is exported of an agreement proves itself`() async throws {
        let world = try await World()
        let compact = try await world.signedCompact(world.norfolk, under: try await world.statement())
        for viewer in [Viewer.everyone, world.norfolk.viewer] {
            let exported = try world.register.exported(compact, for: viewer)
            let checkpoint = try Checkpoint(
                text: try Note(exported.checkpoint).verified(by: try VerifierKey(vkey: world.register.verifierKey)))
            #expect(exported.entries.count > 10 && exported.signatures.count == 2)
            for (entry, proof) in exported.entries {
                #expect(proof.verify(leaf: Tree.leaf(Hash(sha256: entry.bytes)), root: checkpoint.root))
            }
            #expect(
                exported.entries.contains {
                    String(decoding: $0.entry.bytes, as: UTF8.self).contains("\(Digest(of: exported.text))")
                })
        }
        try await world.check()
    }
}
