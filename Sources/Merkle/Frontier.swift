/// The right edge of a tree: the roots of its complete subtrees, the largest first.
///
/// It is all that one must keep of a tree in order to add leaves and to know the root; there are at most 62 hashes.
public struct Frontier: Equatable, Sendable {
    /// The number of leaves in the tree.
    public private(set) var size: Int
    /// The roots of the complete subtrees, one for each binary one in `size`, the largest first.
    public private(set) var hashes: [Hash]

    /// The frontier of a tree without leaves.
    public init() {
        size = 0
        hashes = []
    }

    /// The frontier of a tree of this many leaves, or nothing when the number of hashes does not fit the size
    /// or the size is not between 0 and 2 to the power of 62.
    public init?(size: Int, hashes: [Hash]) {
        guard 0...1 << 62 ~= size, hashes.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.hashes = hashes
    }

    /// The root of the tree.
    public var root: Hash {
        guard var root = hashes.last else { return Tree.emptyRoot }
        for hash in hashes.dropLast().reversed() { root = Tree.node(hash, root) }
        return root
    }

    /// Adds a leaf hash at the end of the tree.
    public mutating func append(_ leaf: Hash) {
        append(leaf) { _, _, _ in }
    }

    /// Adds a leaf hash at the end of the tree, and tells `completed` of each complete subtree of two or more leaves that
    /// this leaf finishes, the smallest first.
    ///
    /// It hears the subtree's level (the subtree has 2 to the power of level leaves), its index among the subtrees of that
    /// level, and its root. When `completed` throws, the frontier stays as it was.
    public mutating func append(
        _ leaf: Hash, completed: (_ level: Int, _ index: Int, _ hash: Hash) throws -> Void
    ) rethrows {
        let merges = (~size).trailingZeroBitCount
        var hash = leaf
        for level in 0..<merges {
            hash = Tree.node(hashes[hashes.count - 1 - level], hash)
            try completed(level + 1, size >> (level + 1), hash)
        }
        hashes.removeLast(merges)
        hashes.append(hash)
        size += 1
    }
}
