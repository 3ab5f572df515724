import Merkle
import Testing

@Suite struct ProofTests {
    @Test func `every inclusion proof of every small tree is the standard's and holds`() throws {
        let log = Log(size: 70)
        for size in 1...70 {
            let root = log.root(size)
            for index in 0..<size {
                let proof = try log.tiles.inclusion(of: index, in: size)
                #expect(proof.hashes == Reference.path(index, log.data[..<size]))
                #expect(proof.verify(leaf: log.leaf(index), root: root))
            }
        }
    }

    @Test func `every consistency proof between small trees is the standard's and holds`() throws {
        let log = Log(size: 70)
        for size in 1...70 {
            for old in 1...size {
                let proof = try log.tiles.consistency(from: old, to: size)
                #expect(proof.hashes == Reference.proof(old, log.data[..<size]))
                #expect(proof.verify(old: log.root(old), new: log.root(size)))
            }
        }
    }

    @Test func `every tree begins with the empty tree`() throws {
        let log = Log(size: 5)
        for size in 0...5 {
            let proof = try log.tiles.consistency(from: 0, to: size)
            #expect(proof.hashes.isEmpty)
            #expect(proof.verify(old: Tree.emptyRoot, new: log.root(size)))
            #expect(!proof.verify(old: log.leaf(0), new: log.root(size)))
        }
        #expect(!ConsistencyProof(old: 0, size: 0, hashes: []).verify(old: log.leaf(0), new: log.leaf(0)))
    }

    @Test func `trees that need a second row of tiles have the standard's roots and proofs`() throws {
        let log = Log(size: 1300)
        for size in [255, 256, 257, 511, 512, 513, 1024, 1300] {
            let root = Reference.root(log.data[..<size])
            #expect(try log.tiles.root(size: size) == root)
            for index in [0, 1, 254, 255, 256, 511, 512, size - 1] where index < size {
                let proof = try log.tiles.inclusion(of: index, in: size)
                #expect(proof.hashes == Reference.path(index, log.data[..<size]))
                #expect(proof.verify(leaf: log.leaf(index), root: root))
            }
            for old in [1, 2, 3, 200, 255, 256, 257, 300, 512, 768, 1025] where old < size {
                let proof = try log.tiles.consistency(from: old, to: size)
                #expect(proof.hashes == Reference.proof(old, log.data[..<size]))
                #expect(proof.verify(old: log.root(old), new: root))
            }
        }
    }

    @Test func `a tree that needs a third row of tiles proves its leaves and its past`() throws {
        let size = 65_536 + 300
        let log = Log(size: size)
        let root = log.root(size)
        #expect(try log.tiles.root(size: size) == root)
        for index in [0, 255, 256, 40_000, 65_535, 65_536, 65_791, 65_792, size - 1] {
            #expect(try log.tiles.inclusion(of: index, in: size).verify(leaf: log.leaf(index), root: root))
        }
        for old in [1, 255, 256, 257, 40_000, 65_535, 65_536, 65_537, 65_792, size - 1, size] {
            #expect(try log.tiles.consistency(from: old, to: size).verify(old: log.root(old), new: root))
        }
        #expect(
            try log.tiles.inclusion(of: 65_600, in: 65_700).hashes == Reference.path(65_600, log.data[..<65_700]))
    }

    @Test func `a frontier read from tiles is the one that grew`() throws {
        let log = Log(size: 600)
        var frontier = Frontier()
        #expect(try log.tiles.frontier(size: 0) == frontier)
        for index in 0..<600 {
            frontier.append(log.leaf(index))
            if index % 7 == 0 || index > 500 { #expect(try log.tiles.frontier(size: index + 1) == frontier) }
        }
    }

    @Test func `an inclusion proof with any bit, leaf, root, index or size changed is refused`() throws {
        let log = Log(size: 23)
        for size in [1, 2, 7, 8, 23] {
            let root = log.root(size)
            for index in 0..<size {
                let proof = try log.tiles.inclusion(of: index, in: size)
                let leaf = log.leaf(index)
                func holds(_ hashes: [Hash], index: Int = index, size: Int = size) -> Bool {
                    InclusionProof(index: index, size: size, hashes: hashes).verify(leaf: leaf, root: root)
                }
                #expect(holds(proof.hashes))
                for position in proof.hashes.indices {
                    var changed = proof.hashes
                    changed[position] = changed[position].tampered(bit: position * 11)
                    #expect(!holds(changed))
                    var shorter = proof.hashes
                    shorter.remove(at: position)
                    #expect(!holds(shorter))
                }
                #expect(!holds(proof.hashes + [root]))
                #expect(!holds([leaf] + proof.hashes))
                #expect(!proof.verify(leaf: leaf.tampered(), root: root))
                #expect(!proof.verify(leaf: leaf, root: root.tampered(bit: 255)))
                for other in [-1, size, size + 1, Int.max, Int.min] { #expect(!holds(proof.hashes, index: other)) }
                for other in 0..<size where other != index { #expect(!holds(proof.hashes, index: other)) }
                for other in [0, -1, Int.min, Int.max] { #expect(!holds(proof.hashes, size: other)) }
            }
        }
    }

    @Test func `a consistency proof with any bit, root or size changed is refused`() throws {
        let log = Log(size: 23)
        for size in [2, 7, 8, 23] {
            for old in 1..<size {
                let proof = try log.tiles.consistency(from: old, to: size)
                let (first, second) = (log.root(old), log.root(size))
                func holds(_ hashes: [Hash], old: Int = old, size: Int = size) -> Bool {
                    ConsistencyProof(old: old, size: size, hashes: hashes).verify(old: first, new: second)
                }
                for position in proof.hashes.indices {
                    var changed = proof.hashes
                    changed[position] = changed[position].tampered(bit: position * 11)
                    #expect(!holds(changed), "\(old) to \(size), hash \(position)")
                    var shorter = proof.hashes
                    shorter.remove(at: position)
                    #expect(!holds(shorter))
                }
                #expect(!holds(proof.hashes + [second]))
                #expect(!holds([]))
                #expect(!proof.verify(old: first.tampered(), new: second))
                #expect(!proof.verify(old: first, new: second.tampered()))
                for other in [0, -1, size, size + 1, Int.min, Int.max] { #expect(!holds(proof.hashes, old: other)) }
                for other in [0, -1, old, Int.min, Int.max] { #expect(!holds(proof.hashes, size: other)) }
            }
        }
        #expect(!ConsistencyProof(old: 5, size: 5, hashes: []).verify(old: log.root(5), new: log.root(6)))
    }

    @Test func `a proof of what the tree does not have is not made`() throws {
        let tiles = Log(size: 10).tiles
        #expect(throws: TileError.noLeaf(index: 10, size: 10)) { try tiles.inclusion(of: 10, in: 10) }
        #expect(throws: TileError.noLeaf(index: -1, size: 10)) { try tiles.inclusion(of: -1, in: 10) }
        #expect(throws: TileError.noLeaf(index: 0, size: 0)) { try tiles.inclusion(of: 0, in: 0) }
        #expect(throws: TileError.size(old: 8, new: 7)) { try tiles.consistency(from: 8, to: 7) }
        #expect(throws: TileError.size(old: -1, new: 7)) { try tiles.consistency(from: -1, to: 7) }
        #expect(throws: TileError.size(old: 0, new: -1)) { try tiles.root(size: -1) }
    }

    @Test func `a tile of another width than asked for is refused`() throws {
        let log = Log(size: 300)
        let tiles = HashTiles { level, index, width in
            index == 1 ? log.hashes(level, index, width - 1) : log.hashes(level, index, width)
        }
        let tile = try #require(Tile(.hashes(level: 0), index: 1, width: 44))
        #expect(throws: TileError.count(tile, found: 43)) { try tiles.root(size: 300) }
    }

    @Test func `each tile is read once for a proof, in the width that the tree gives it`() throws {
        let log = Log(size: 700)
        var asked: [[Int]] = []
        let tiles = HashTiles { level, index, width in
            asked.append([level, index, width])
            return log.hashes(level, index, width)
        }
        _ = try tiles.inclusion(of: 3, in: 600)
        #expect(Set(asked) == [[0, 0, 256], [0, 2, 88], [1, 0, 2]])
        #expect(asked.count == 3)
    }
}
