import Crypto

/// The Merkle tree of RFC 6962 section 2.1, over SHA-256.
public enum Tree {
    /// The root of a tree without leaves: the SHA-256 of nothing.
    public static let emptyRoot = Hash(sha256: [])

    /// The hash of a leaf that holds this data: SHA-256(0x00 ‖ data).
    public static func leaf(_ data: some Collection<UInt8>) -> Hash {
        Hash.sha256(prefix: [0], data)
    }

    /// The hash of a leaf that holds a digest, which is how the record uses the tree: SHA-256(0x00 ‖ 32 bytes).
    public static func leaf(_ digest: Hash) -> Hash {
        withUnsafeTemporaryAllocation(byteCount: 33, alignment: 8) { block in
            block[0] = 0
            digest.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: block[1...]).copyMemory(from: $0) }
            return sha256(block)
        }
    }

    /// The hash of the node above two subtrees: SHA-256(0x01 ‖ left ‖ right).
    public static func node(_ left: Hash, _ right: Hash) -> Hash {
        withUnsafeTemporaryAllocation(byteCount: 65, alignment: 8) { block in
            block[0] = 1
            left.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: block[1..<33]).copyMemory(from: $0) }
            right.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: block[33...]).copyMemory(from: $0) }
            return sha256(block)
        }
    }

    /// The root of the tree over these leaf hashes, in their order.
    ///
    /// One copy of the leaves is hashed down in place, row by row. A last node without a neighbour moves up as it is, which
    /// gives the same tree as the standard's split at the largest power of two.
    public static func root(of leaves: [Hash]) -> Hash {
        guard !leaves.isEmpty else { return emptyRoot }
        var row = leaves
        var count = row.count
        row.withUnsafeMutableBufferPointer { row in
            while count > 1 {
                for pair in 0..<count / 2 { row[pair] = node(row[2 * pair], row[2 * pair + 1]) }
                if count % 2 == 1 { row[count / 2] = row[count - 1] }
                count = (count + 1) / 2
            }
        }
        return row[0]
    }

    private static func sha256(_ block: UnsafeMutableRawBufferPointer) -> Hash {
        var hasher = SHA256()
        hasher.update(bufferPointer: UnsafeRawBufferPointer(block))
        return Hash(hasher.finalize())
    }
}
