import Dispatch
import FoundationEssentials
import GRDB
public import Merkle
import Synchronization

extension Book {
    /// The tree built anew from the bytes of every envelope, without a look at any hash that is kept: its size, its root,
    /// and the root that the record says it has. They differ when a byte of any envelope, or the head, is not what it was.
    ///
    /// - Throws: `StoreError` when an entry is missing or the store cannot be read.
    public func wholeTree() throws -> (size: Int, root: Hash, said: Hash) {
        // Entries are never changed: whatever is appended meanwhile lies beyond the size.
        let (size, said) = try read { ($0.size, $0.root) }
        let width = 1 << 14
        let parts = (size + width - 1) / width
        let roots = Mutex<[Result<Hash, any Error>?]>(Array(repeating: nil, count: parts))
        DispatchQueue.concurrentPerform(iterations: parts) { part in
            let range = part * width..<min((part + 1) * width, size)
            let root = Result { try self.subtree(range) }
            roots.withLock { $0[part] = root }
        }
        // Parts are whole subtrees of one height but for the last, which moves up as it is.
        let row = try roots.withLock { try $0.compactMap { try $0?.get() } }
        return (size, Tree.root(of: row), said)
    }

    /// The root of the subtree over a range of entries.
    private func subtree(_ range: Range<Int>) throws -> Hash {
        try stored {
            try pool.read { db in
                var leaves: [Hash] = []
                leaves.reserveCapacity(range.count)
                let statement = try db.cachedStatement(
                    sql: "SELECT bytes FROM entry WHERE position >= ? AND position < ? ORDER BY position")
                let rows = try Row.fetchCursor(statement, arguments: [range.lowerBound, range.upperBound])
                while let row = try rows.next() {
                    leaves.append(try row.withUnsafeData(atIndex: 0) { Tree.leaf(Hash(sha256: $0 ?? .init())) })
                }
                guard leaves.count == range.count else {
                    throw StoreError(
                        .corrupt, "of the entries \(range.lowerBound) to \(range.upperBound - 1) some are missing")
                }
                return Tree.root(of: leaves)
            }
        }
    }
}
