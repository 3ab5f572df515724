import Synchronization

/// The entries that this process appended last, once they are durable, so that whoever follows the record does not ask the
/// file for what was just written into it. They hold seals, and never the texts behind them.
final class LastEntries: Sendable {
    private let kept = Mutex<[StoredEntry]>([])
    private let most: Int

    init(most: Int) { self.most = most }

    /// Keeps what one commit appended.
    func keep(_ entries: [StoredEntry]) {
        guard let first = entries.first else { return }
        kept.withLock { kept in
            // Another process may have written in between.
            if let last = kept.last, last.position + 1 != first.position { kept = [] }
            kept += entries.suffix(most)
            if kept.count > most { kept.removeFirst(kept.count - most / 2) }
        }
    }

    /// The entries from a position on, at most so many; nil where the one at that position is not kept.
    func entries(from position: Int, limit: Int) -> [StoredEntry]? {
        kept.withLock { kept in
            guard let first = kept.first?.position, first <= position, position - first < kept.count else { return nil }
            return Array(kept[(position - first)...].prefix(limit))
        }
    }
}
