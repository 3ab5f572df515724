/// The proof that a leaf is in a tree: the hashes beside the path from the leaf to the root, the leaf's neighbour first
/// (RFC 6962 section 2.1.1).
public struct InclusionProof: Equatable, Sendable {
    /// The index of the leaf, from 0.
    public let index: Int
    /// The number of leaves in the tree.
    public let size: Int
    /// The hashes beside the path, from the leaf upwards.
    public let hashes: [Hash]

    /// A proof as somebody states it; only `verify` says whether it holds.
    public init(index: Int, size: Int, hashes: [Hash]) {
        self.index = index
        self.size = size
        self.hashes = hashes
    }

    /// Whether the proof leads from this leaf hash to this root (RFC 9162 section 2.1.3.2). It must use up all its hashes.
    public func verify(leaf: Hash, root: Hash) -> Bool {
        guard index >= 0, index < size else { return false }
        var node = index
        var last = size - 1
        var hash = leaf
        for other in hashes {
            guard last > 0 else { return false }
            if node & 1 == 1 || node == last {
                hash = Tree.node(other, hash)
                while node & 1 == 0, node != 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                hash = Tree.node(hash, other)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 && hash == root
    }
}

/// The proof that a tree begins with an earlier, smaller tree: nothing was changed or taken away
/// (RFC 6962 section 2.1.2).
public struct ConsistencyProof: Equatable, Sendable {
    /// The number of leaves in the earlier tree.
    public let old: Int
    /// The number of leaves in the later tree.
    public let size: Int
    /// The hashes that both roots can be computed from.
    public let hashes: [Hash]

    /// A proof as somebody states it; only `verify` says whether it holds.
    public init(old: Int, size: Int, hashes: [Hash]) {
        self.old = old
        self.size = size
        self.hashes = hashes
    }

    /// Whether the proof leads to both roots (RFC 9162 section 2.1.4.2). It must use up all its hashes.
    ///
    /// Every tree begins with the tree without leaves; a tree of the same size must be the same tree.
    public func verify(old oldRoot: Hash, new newRoot: Hash) -> Bool {
        guard old >= 0, old <= size else { return false }
        if old == size { return hashes.isEmpty && oldRoot == newRoot && (old > 0 || oldRoot == Tree.emptyRoot) }
        if old == 0 { return hashes.isEmpty && oldRoot == Tree.emptyRoot }
        var path = hashes[...]
        let shift = (old - 1 ^ old).nonzeroBitCount - 1
        var node = (old - 1) >> shift
        var last = (size - 1) >> shift
        // An earlier tree that is one complete subtree is its own first step.
        guard let first = node == 0 ? oldRoot : path.popFirst() else { return false }
        var (oldHash, newHash) = (first, first)
        for other in path {
            guard last > 0 else { return false }
            if node & 1 == 1 || node == last {
                oldHash = Tree.node(other, oldHash)
                newHash = Tree.node(other, newHash)
                while node & 1 == 0, node != 0 {
                    node >>= 1
                    last >>= 1
                }
            } else {
                newHash = Tree.node(newHash, other)
            }
            node >>= 1
            last >>= 1
        }
        return last == 0 && oldHash == oldRoot && newHash == newRoot
    }
}
