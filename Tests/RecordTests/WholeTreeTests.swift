import Merkle
import Record
import Testing
import Vocabulary

/// The tree built anew, part by part, from the envelopes alone.
@Suite struct WholeTreeTests {
    /// On either side of the 16,384 entries that one part holds, and of the 65,536 that a node of the second row of tiles does.
    @Test(arguments: [0, 1, 300, 16_384, 16_385, 65_540])
    func `the tree built anew has the root that the record says`(size: Int) async throws {
        let shelf = try Shelf()
        let book = try shelf.create()
        try await book.fill(size)
        let tree = try book.wholeTree()
        #expect(tree.size == size && tree.root == tree.said)
        if size > 65_536 {
            let proof = try book.read { try $0.inclusion(of: 7, in: size) }
            let leaf = try #require(try book.read { try $0.entry(at: 7) }).leaf
            #expect(proof.verify(leaf: leaf, root: tree.root))
            #expect(try book.check() == [])
        }
    }

    @Test func `one changed byte leads to another root, and a missing entry is said`() async throws {
        let shelf = try Shelf()
        let book = try shelf.create()
        try await book.fill(300)
        try book.close()
        try shelf.tamper(
            "UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), ':12}', ':13}') AS BLOB) WHERE position = 12")
        let changed = try shelf.open()
        let tree = try changed.wholeTree()
        #expect(tree.root != tree.said)
        try changed.close()
        try shelf.tamper("DELETE FROM entry WHERE position = 20")
        let cut = try shelf.open()
        let error = #expect(throws: StoreError.self) { try cut.wholeTree() }
        #expect(error?.kind == .corrupt)
        try cut.close()
    }
}
