import Merkle
import Testing

@Suite struct TreeTests {
    /// The leaves and roots that Certificate Transparency's implementations have always tested with.
    static let leaves = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ].map(bytes)
    static let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    @Test func `the eight classical leaves have their classical roots`() {
        for size in 1...8 {
            let leaves = TreeTests.leaves[..<size].map { Tree.leaf($0) }
            #expect(Tree.root(of: leaves).bytes == bytes(TreeTests.roots[size - 1]), "size \(size)")
        }
    }

    @Test func `the root of no leaves is the hash of nothing`() {
        let empty = bytes("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(Tree.emptyRoot.bytes == empty)
        #expect(Tree.root(of: []) == Tree.emptyRoot)
        #expect(Frontier().root == Tree.emptyRoot)
    }

    @Test func `a leaf is hashed with a zero byte and a node with a one`() {
        let digest = Hash(sha256: [5])
        #expect(Tree.leaf([7, 8]) == Hash(sha256: [0, 7, 8]))
        #expect(Tree.leaf([7, 8].lazy.map { $0 }) == Hash(sha256: [0, 7, 8]))
        #expect(Tree.leaf(digest) == Tree.leaf(digest.bytes))
        #expect(Tree.node(digest, Tree.emptyRoot) == Hash(sha256: [1] + digest.bytes + Tree.emptyRoot.bytes))
    }

    @Test func `a tree of any size has the root that the standard defines`() {
        let log = Log(size: 300)
        for size in Array(0...70) + [127, 128, 129, 255, 256, 257, 300] {
            #expect(log.root(size) == Reference.root(log.data[..<size]), "size \(size)")
        }
    }

    @Test func `a hash has 32 bytes and one spelling`() throws {
        let hash = Hash(sha256: [1])
        #expect(Hash(hash.bytes) == hash)
        #expect(Hash(base64: hash.base64) == hash)
        #expect("\(hash)" == hash.base64)
        #expect(Tree.emptyRoot.base64 == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
        #expect(Hash(Array(repeating: 0, count: 31)) == nil)
        #expect(Hash(Array(repeating: 0, count: 33)) == nil)
        let spelled = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"
        for wrong in [
            "", spelled, spelled + "==", spelled + "=\n", spelled.dropLast() + "V=", spelled.dropLast() + "-=", "=",
        ] {
            #expect(Hash(base64: String(wrong)) == nil, "\(wrong)")
        }
    }
}

@Suite struct FrontierTests {
    @Test func `a frontier grown leaf by leaf has every tree's root and reports every complete subtree once`() {
        let log = Log(size: 300)
        var frontier = Frontier()
        var completed: [[Int]: Hash] = [:]
        for index in 0..<300 {
            frontier.append(log.leaf(index)) { level, index, hash in
                #expect(completed.updateValue(hash, forKey: [level, index]) == nil)
            }
            #expect(frontier.size == index + 1)
            #expect(frontier.root == log.root(index + 1))
        }
        var expected: [[Int]: Hash] = [:]
        for level in 1...8 {
            for index in 0..<300 >> level {
                expected[[level, index]] = Reference.root(log.data[index << level..<(index + 1) << level])
            }
        }
        #expect(completed == expected)
    }

    @Test func `a frontier kept and read back grows on`() throws {
        let log = Log(size: 20)
        var frontier = Frontier()
        for index in 0..<13 { frontier.append(log.leaf(index)) }
        var again = try #require(Frontier(size: frontier.size, hashes: frontier.hashes))
        #expect(again == frontier)
        for index in 13..<20 { again.append(log.leaf(index)) }
        #expect(again.root == log.root(20))
    }

    @Test func `a frontier of hashes that do not fit its size is refused`() {
        let hash = Tree.emptyRoot
        #expect(Frontier(size: 3, hashes: [hash]) == nil)
        #expect(Frontier(size: 4, hashes: [hash, hash]) == nil)
        #expect(Frontier(size: 0, hashes: [hash]) == nil)
        #expect(Frontier(size: -1, hashes: Array(repeating: hash, count: 64)) == nil)
        #expect(Frontier(size: .max, hashes: Array(repeating: hash, count: 63)) == nil)
    }

    @Test func `a frontier stays as it was when the reader of subtrees throws`() {
        let log = Log(size: 8)
        var frontier = Frontier()
        for index in 0..<7 { frontier.append(log.leaf(index)) }
        let before = frontier
        #expect(throws: TileError.noLeaf(index: 2, size: 0)) {
            try frontier.append(log.leaf(7)) { level, _, _ in
                if level == 2 { throw TileError.noLeaf(index: 2, size: 0) }
            }
        }
        #expect(frontier == before)
    }
}
