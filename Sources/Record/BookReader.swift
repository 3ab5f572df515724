import FoundationEssentials
import GRDB
public import Merkle
public import Vocabulary

/// The record as it stood at one moment. It serves inside the closure that it was given to, and nowhere else.
///
/// Every question throws `StoreError` when the store fails or what it holds is damaged.
public struct BookReader {
    let db: Database
    let head: Head
    let recent: RecentSubjects
    /// What the writer's transaction knows; nil where nobody writes.
    let memory: TransactionMemory?

    /// The name of the log, as its checkpoints and envelopes have it.
    public var origin: String { head.origin }

    /// The number of entries.
    public var size: Int { head.size }

    /// The root of the tree over the entries.
    public var root: Hash { head.frontier.root }

    /// The state to sign. Only what `Book.read` shows may leave the house: inside a write nothing is durable yet.
    public func checkpoint() throws -> Checkpoint { try Checkpoint(origin: origin, size: size, root: root) }

    // MARK: Entries

    /// Entries in their order from a position on, at most as many as asked for.
    public func entries(from position: Int, limit: Int) throws -> [StoredEntry] {
        try stored {
            try db.all(
                "SELECT position, leaf, bytes FROM entry WHERE position >= ? ORDER BY position LIMIT ?",
                [position, max(0, limit)], Self.entry)
        }
    }

    /// The same entries, for a reader of what they say: each is compared with the hash of its leaf, which is as much as
    /// anybody needs who does not check the tree itself, and half the work of reading the envelope strictly.
    public func hashedEntries(from position: Int, limit: Int) throws -> [StoredEntry] {
        try stored {
            try db.all(
                "SELECT position, leaf, bytes FROM entry WHERE position >= ? ORDER BY position LIMIT ?",
                [position, max(0, limit)], Self.hashed)
        }
    }

    /// All entries of a subject in their order, read in that way.
    public func hashedEntries(of subject: String, before position: Int? = nil) throws -> [StoredEntry] {
        guard plain(subject) else { return [] }
        return try stored {
            try db.all(
                "SELECT position, leaf, bytes FROM entry WHERE subject = ? AND position < ? ORDER BY sequence",
                [subject, position ?? Int.max], Self.hashed)
        }
    }

    /// The entries of a subject after a sequence, in their order.
    public func entries(of subject: String, after sequence: Int) throws -> [StoredEntry] {
        guard plain(subject) else { return [] }
        return try stored {
            try db.all(
                "SELECT position, leaf, bytes FROM entry WHERE subject = ? AND sequence > ? ORDER BY sequence",
                [subject, sequence], Self.entry)
        }
    }

    /// All entries of a subject in their order; with `before`, those that the record held when it was of that size.
    public func entries(of subject: String, before position: Int? = nil) throws -> [StoredEntry] {
        guard plain(subject) else { return [] }
        return try stored {
            try db.all(
                "SELECT position, leaf, bytes FROM entry WHERE subject = ? AND position < ? ORDER BY sequence",
                [subject, position ?? Int.max], Self.entry)
        }
    }

    /// The entry at a position; nil beyond the end.
    public func entry(at position: Int) throws -> StoredEntry? {
        try stored {
            try db.first("SELECT position, leaf, bytes FROM entry WHERE position = ?", [position]).map(Self.entry)
        }
    }

    /// The sequence of a subject's last entry; 0 where there is none.
    public func sequence(of subject: String) throws -> Int {
        guard plain(subject) else { return 0 }
        if let sequence = memory?.sequences[subject] { return sequence }
        let sequence = try stored {
            try db.first("SELECT coalesce(max(sequence), 0) FROM entry WHERE subject = ?", [subject])?
                .decode(Int.self, atIndex: 0) ?? 0
        }
        memory?.sequences[subject] = sequence
        return sequence
    }

    // MARK: Subjects

    /// The subject as it is known without reading its entries, which may be fewer than there are; nil where it is not.
    public func known(_ subject: String) throws -> KnownSubject? {
        if let known = memory?.subjects[subject] { return known }
        guard let known = recent.subject(subject) else { return nil }
        // A reader may stand before what others have appended since.
        return try known.sequence <= sequence(of: subject) ? known : nil
    }

    /// Keeps a subject as its entries leave it, for whoever reads it next.
    public func keep(_ subject: String, _ known: KnownSubject) {
        if let memory { memory.keep(subject, known) } else { recent.keep([subject: known]) }
    }

    // MARK: The tree

    /// The proof that the entry at a position is in the tree of the first `size` entries.
    ///
    /// - Throws: `NotFound` when that tree is not of this record yet, or has no such entry.
    public func inclusion(of position: Int, in size: Int) throws -> InclusionProof {
        guard position >= 0, position < size, size <= self.size else { throw NotFound() }
        return try proven { try tiles.inclusion(of: position, in: size) }
    }

    /// The proof that the tree of the first `size` entries begins with that of the first `old`.
    ///
    /// - Throws: `NotFound` when the sizes are not of this record, or the earlier is the larger.
    public func consistency(from old: Int, to size: Int) throws -> ConsistencyProof {
        guard old >= 0, old <= size, size <= self.size else { throw NotFound() }
        return try proven { try tiles.consistency(from: old, to: size) }
    }

    /// The root of the tree over the first `size` entries.
    ///
    /// - Throws: `NotFound` when there are not as many.
    public func root(of size: Int) throws -> Hash {
        guard (0...self.size).contains(size) else { throw NotFound() }
        return try proven { try tiles.root(size: size) }
    }

    /// The first `width` hashes of a C2SP tile.
    ///
    /// - Throws: `NotFound` when the tree has no such tile, or it is not as wide yet.
    public func tile(level: Int, index: Int, width: Int) throws -> [Hash] {
        guard let tile = Tile(.hashes(level: level), index: index, width: width), tile.isPart(of: size) else {
            throw NotFound()
        }
        return try stored {
            let first = index * Tile.fullWidth
            let hashes =
                if level == 0 {
                    try db.all(
                        "SELECT leaf FROM entry WHERE position >= ? AND position < ? ORDER BY position",
                        [first, first + width], Self.hash)
                } else {
                    try db.all(
                        #"SELECT hash FROM node WHERE level = ? AND "index" >= ? AND "index" < ? ORDER BY "index""#,
                        [level, first, first + width], Self.hash)
                }
            guard hashes.count == width else { throw StoreError(.corrupt, "\(tile) lacks hashes") }
            return hashes
        }
    }

    /// The first `width` digests of a C2SP bundle of entries: the data of their leaves.
    ///
    /// - Throws: `NotFound` when the tree has no such bundle, or it is not as wide yet.
    public func digests(index: Int, width: Int) throws -> [Digest] {
        guard let tile = Tile(.entries, index: index, width: width), tile.isPart(of: size) else { throw NotFound() }
        return try stored {
            let first = index * Tile.fullWidth
            let digests = try db.all(
                "SELECT bytes FROM entry WHERE position >= ? AND position < ? ORDER BY position",
                [first, first + width]
            ) { Digest(of: try $0.bytes(0)) }
            guard digests.count == width else { throw StoreError(.corrupt, "\(tile) lacks entries") }
            return digests
        }
    }

    // MARK: Beside the tree

    /// The text behind a seal; nil where it was erased or never disclosed.
    public func disclosure(of digest: Digest) throws -> Disclosure? {
        try stored {
            guard
                let row = try db.first("SELECT salt, text FROM disclosure WHERE digest = ?", [Data(digest.bytes)])
            else { return nil }
            let salt = try row.bytes(0)
            guard salt.count == 32, let text = String(validating: try row.bytes(1), as: UTF8.self) else {
                throw StoreError(.corrupt, "the disclosure of \(digest) is damaged")
            }
            let disclosure = Disclosure(salt: salt, text: text)
            guard disclosure.digest == digest else {
                throw StoreError(.corrupt, "the disclosure of \(digest) is not what was sealed")
            }
            return disclosure
        }
    }

    /// Whose a name is; nil where nobody has it.
    public func claim(_ kind: String, _ key: String) throws -> String? {
        guard plain(kind), plain(key) else { return nil }
        return try stored {
            try db.first("SELECT subject FROM claim WHERE kind = ? AND key = ?", [kind, key])?
                .decode(String.self, atIndex: 0)
        }
    }

    /// All claims that stand, by kind and key.
    public func claims() throws -> [Claim] {
        try stored {
            try db.all("SELECT kind, key, subject FROM claim ORDER BY kind, key") {
                Claim(
                    kind: try $0.decode(atIndex: 0), key: try $0.decode(atIndex: 1), subject: try $0.decode(atIndex: 2))
            }
        }
    }

    /// A row of the drawer; nil where there is none.
    public func row(kind: String, key: String) throws -> DrawerRow? {
        guard plain(kind), plain(key) else { return nil }
        return try stored {
            try db.first(
                "SELECT kind, key, owner, revision, json FROM drawer WHERE kind = ? AND key = ?", [kind, key]
            ).map(Self.row)
        }
    }

    /// All rows of a kind, by key.
    public func rows(kind: String) throws -> [DrawerRow] {
        guard plain(kind) else { return [] }
        return try stored {
            try db.all(
                "SELECT kind, key, owner, revision, json FROM drawer WHERE kind = ? ORDER BY key", [kind], Self.row)
        }
    }

    /// The rows of a kind that are a body's or a person's, by key; with nil, those that are nobody's.
    public func rows(kind: String, owner: String?) throws -> [DrawerRow] {
        guard plain(kind), plain(owner ?? "") else { return [] }
        return try stored {
            try db.all(
                "SELECT kind, key, owner, revision, json FROM drawer WHERE kind = ? AND owner IS ? ORDER BY key",
                [kind, owner], Self.row)
        }
    }

    /// A file, whole; nil where it was erased or never kept. A damaged one is never handed out.
    public func file(_ digest: Digest) throws -> StoredFile? {
        try stored { try found("SELECT type, size, kept FROM file WHERE digest = ? AND whole = 1", digest) }
    }

    /// The bytes of a file that was brought, whether it is kept yet or not; nil where it is not there.
    public func brought(_ digest: Digest) throws -> [UInt8]? {
        try stored { try found("SELECT type, size, kept FROM file WHERE digest = ?", digest)?.bytes }
    }

    private func found(_ sql: String, _ digest: Digest) throws -> StoredFile? {
        let name = Data(digest.bytes)
        guard let row = try db.first(sql, [name]) else { return nil }
        var bytes: [UInt8] = []
        try db.each("SELECT bytes FROM piece WHERE file = ? ORDER BY number", [name]) {
            bytes.append(contentsOf: try $0.decode(Data.self, atIndex: 0))
        }
        guard bytes.count == (try row.decode(Int.self, atIndex: 1)), Digest(of: bytes) == digest else {
            throw StoreError(.corrupt, "the file \(digest) is damaged")
        }
        return StoredFile(
            digest: digest, type: try row.decode(atIndex: 0),
            kept: Instant(milliseconds: try row.decode(atIndex: 2)), bytes: bytes)
    }

    // MARK: Inside

    /// GRDB hands texts to SQLite as C strings: after a zero byte nothing would be compared, and one key pass for
    /// another.
    private func plain(_ key: String) -> Bool { !key.utf8.contains(0) }

    private var tiles: HashTiles {
        HashTiles { level, index, width in try tile(level: level, index: index, width: width) }
    }

    private func proven<Proof>(_ work: () throws -> Proof) throws -> Proof {
        do {
            return try work()
        } catch let error as TileError {
            throw StoreError(.corrupt, "the tree does not answer: \(error)")
        }
    }

    private static func entry(_ row: Row) throws -> StoredEntry {
        try StoredEntry(position: try row.decode(atIndex: 0), leaf: try row.bytes(1), bytes: try row.bytes(2))
    }

    private static func hashed(_ row: Row) throws -> StoredEntry {
        let leaf = try row.withUnsafeData(atIndex: 1) { $0.flatMap { Hash($0) } }
        let bytes = try row.withUnsafeData(atIndex: 2) { $0.map { [UInt8]($0) } }
        guard let leaf, let bytes else { throw StoreError(.corrupt, "an entry is no envelope with its leaf") }
        return try StoredEntry(position: try row.decode(atIndex: 0), leaf: leaf, hashed: bytes)
    }

    private static func hash(_ row: Row) throws -> Hash {
        guard let hash = Hash(try row.decode(Data.self, atIndex: 0)) else {
            throw StoreError(.corrupt, "a hash of the tree is not of 32 bytes")
        }
        return hash
    }

    private static func row(_ row: Row) throws -> DrawerRow {
        DrawerRow(
            kind: try row.decode(atIndex: 0), key: try row.decode(atIndex: 1),
            owner: try row.decode(String?.self, atIndex: 2), revision: try row.decode(atIndex: 3),
            json: try row.bytes(4))
    }
}
