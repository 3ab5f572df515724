import FoundationEssentials
import GRDB
import Merkle
public import Vocabulary

/// What one writer sees and changes inside the transaction: all that it does is kept together, or nothing.
///
/// It serves inside the closure that it was given to. Every change throws `StoreError` when the store fails.
public struct BookPage {
    /// The moment of all that this page writes; never before the last entry's.
    public let now: Instant
    /// Who writes: `seat/…`, `member/…`, `operator` or `register`.
    public let actor: String
    /// The sealed name of the person who writes, where there is one.
    public let holder: Sealed?

    let db: Database
    let randomness: Randomness
    let recent: RecentSubjects
    let memory: TransactionMemory
    private(set) var head: Head

    init(
        db: Database, head: Head, actor: String, holder: Sealed?, clock: Instant, randomness: Randomness,
        recent: RecentSubjects, memory: TransactionMemory
    ) {
        now = max(clock, head.time)
        self.actor = actor
        self.holder = holder
        self.db = db
        self.randomness = randomness
        self.recent = recent
        self.memory = memory
        self.head = head
    }

    mutating func rename(_ origin: String) { head.origin = origin }

    /// The day in London.
    public var today: Day { now.londonDay }

    /// The record as this page has left it so far.
    public var reader: BookReader { BookReader(db: db, head: head, recent: recent, memory: memory) }

    /// Appends an event to a subject, with the texts behind its seals, and answers the entry's position.
    ///
    /// - Parameters:
    ///   - event: Its name and the version of its shape: `compact.signed.1`.
    ///   - body: A JSON object without white space.
    ///   - disclosures: The texts behind the digests that the body carries. The holder's is added by itself.
    ///   - subject: What it happened to: `compact/…`.
    ///   - sequence: That of the subject's last entry, as it was read; 0 to begin a subject.
    /// - Throws: `SequenceConflict` when the subject does not stand there; `Envelope.Malformed` when a name or the body
    ///   is not what an entry can hold.
    @discardableResult
    public mutating func append(
        _ event: String, body: [UInt8], disclosures: [(Digest, Disclosure)] = [], to subject: String,
        after sequence: Int
    ) throws -> Int {
        let current = try reader.sequence(of: subject)
        guard current == sequence else {
            throw SequenceConflict(subject: subject, expected: sequence, current: current)
        }
        let envelope = try Envelope(
            log: head.origin, position: head.size, time: now, actor: actor, holder: holder?.digest,
            subject: subject, sequence: sequence + 1, event: event, salt: randomness.bytes(16), body: body)
        let bytes = envelope.bytes
        let leaf = Tree.leaf(Hash(sha256: bytes))
        var next = head
        next.time = now
        try stored {
            try db.run(
                """
                INSERT INTO entry (position, subject, sequence, event, time, leaf, bytes)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    envelope.position, subject, envelope.sequence, event, now.milliseconds, Data(leaf.bytes),
                    Data(bytes),
                ])
            try next.frontier.append(leaf) { level, index, hash in
                // Tiles are eight levels high: the nodes between can be had from the hashes of one tile.
                guard level % 8 == 0 else { return }
                try db.run(
                    #"INSERT INTO node (level, "index", hash) VALUES (?, ?, ?)"#,
                    [level / 8, index, Data(hash.bytes)])
            }
            for (digest, disclosure) in disclosures { try disclose(disclosure, digest) }
            if let holder, let disclosure = holder.disclosure { try disclose(disclosure, holder.digest) }
        }
        head = next
        memory.append(StoredEntry(envelope, bytes: bytes, leaf: leaf))
        return envelope.position
    }

    /// Deletes the text behind a seal; the entries that carry the seal, and every proof over them, stay as they are.
    /// The bytes are overwritten in the file; `Book.sweep` removes them from its log as well.
    ///
    /// Answers whether there was one.
    @discardableResult
    public mutating func erase(disclosure digest: Digest) throws -> Bool {
        try delete("DELETE FROM disclosure WHERE digest = ?", [Data(digest.bytes)])
    }

    /// Deletes a file, for every subject that cites it. Answers whether there was one.
    @discardableResult
    public mutating func erase(file digest: Digest) throws -> Bool {
        try delete("DELETE FROM file WHERE digest = ?", [Data(digest.bytes)])
    }

    /// Takes a name for a subject; one that it has already stays its own.
    ///
    /// - Throws: `Taken` when another subject has it.
    public mutating func claim(_ kind: String, _ key: String, for subject: String) throws {
        try check([kind, key, subject])
        if let standing = try reader.claim(kind, key) {
            guard standing == subject else { throw Taken(claim: Claim(kind: kind, key: key, subject: standing)) }
            return
        }
        try stored { try db.run("INSERT INTO claim (kind, key, subject) VALUES (?, ?, ?)", [kind, key, subject]) }
    }

    /// Gives a name back. Answers whether anybody had it.
    @discardableResult
    public mutating func release(_ kind: String, _ key: String) throws -> Bool {
        try check([kind, key])
        return try delete("DELETE FROM claim WHERE kind = ? AND key = ?", [kind, key])
    }

    /// Writes a row of the drawer and answers its new revision.
    ///
    /// - Parameter revision: The revision that was read, 0 for a row that must not be there yet, nil to write over
    ///   whatever stands.
    /// - Throws: `Refusal.stale` with the revision that stands, 0 for none, when it is another than the expected.
    @discardableResult
    public mutating func put(
        kind: String, key: String, owner: String?, json: [UInt8], expecting revision: Int?
    ) throws -> Int {
        try check([kind, key, owner ?? ""])
        let current = try reader.row(kind: kind, key: key)?.revision ?? 0
        guard revision == nil || revision == current else { throw Refusal.stale(current) }
        try stored {
            try db.run(
                """
                INSERT INTO drawer (kind, key, owner, revision, json) VALUES (?, ?, ?, ?, coalesce(?, x''))
                ON CONFLICT (kind, key) DO UPDATE
                SET owner = excluded.owner, revision = excluded.revision, json = excluded.json
                """,
                [kind, key, owner, current + 1, Data(json)])
        }
        return current + 1
    }

    /// Removes a row of the drawer. Answers whether there was one.
    @discardableResult
    public mutating func remove(kind: String, key: String) throws -> Bool {
        try check([kind, key])
        return try delete("DELETE FROM drawer WHERE kind = ? AND key = ?", [kind, key])
    }

    /// Keeps a file and answers its digest; one that is kept already stays as it is, with the type that it came with.
    @discardableResult
    public mutating func keep(_ bytes: [UInt8], type: String) throws -> Digest {
        try check([type])
        let digest = Digest(of: bytes)
        let name = Data(digest.bytes)
        try stored {
            try db.run(
                "INSERT INTO file (digest, size, type, kept) VALUES (?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING",
                [name, bytes.count, type, now.milliseconds])
            guard db.changesCount == 1 else { return try finish(name, bytes, type) }
            for (number, start) in stride(from: 0, to: bytes.count, by: Schema.pieceLength).enumerated() {
                let piece = Data(bytes[start..<min(start + Schema.pieceLength, bytes.count)])
                try db.run("INSERT INTO piece (file, number, bytes) VALUES (?, ?, ?)", [name, number, piece])
            }
        }
        return digest
    }

    /// Keeps a file of which `Book.bring` has written the pieces.
    ///
    /// - Throws: `StoreError` where not all of them are there.
    public mutating func keep(brought digest: Digest, type: String) throws {
        try check([type])
        let name = Data(digest.bytes)
        try stored {
            try db.run(
                """
                UPDATE file SET type = CASE whole WHEN 0 THEN ? ELSE type END, whole = 1 WHERE digest = ?
                AND size = (SELECT coalesce(sum(length(bytes)), 0) FROM piece WHERE file = digest)
                """, [type, name])
            guard db.changesCount == 1 else { throw StoreError(.misuse, "the file \(digest) was not brought whole") }
        }
    }

    /// The pieces that are not there yet of a file that somebody has begun to bring.
    private func finish(_ name: Data, _ bytes: [UInt8], _ type: String) throws {
        guard try db.first("SELECT whole FROM file WHERE digest = ?", [name])?.decode(Int.self, atIndex: 0) == 0 else {
            return
        }
        for (number, start) in stride(from: 0, to: bytes.count, by: Schema.pieceLength).enumerated() {
            try insert(piece: number, of: name, bytes[start..<min(start + Schema.pieceLength, bytes.count)])
        }
        try db.run("UPDATE file SET whole = 1, type = ? WHERE digest = ?", [type, name])
    }

    /// Begins a file whose pieces come one by one; answers whether they are still needed.
    func begin(_ digest: Digest, size: Int) throws -> Bool {
        let name = Data(digest.bytes)
        return try stored {
            // What was begun and never finished is of no use to anybody after a day.
            try db.run(
                "DELETE FROM file WHERE whole = 0 AND kept < ?", [now.adding(seconds: -86400).milliseconds])
            try db.run(
                "INSERT INTO file (digest, size, type, kept, whole) VALUES (?, ?, ?, ?, 0) ON CONFLICT (digest) DO NOTHING",
                [name, size, Schema.arriving, now.milliseconds])
            let row = try db.first("SELECT whole FROM file WHERE digest = ?", [name])
            return try row?.decode(Int.self, atIndex: 0) == 0
        }
    }

    /// Writes a piece of it, where nobody has yet.
    func add(piece number: Int, of digest: Digest, _ bytes: ArraySlice<UInt8>) throws {
        try stored { try insert(piece: number, of: Data(digest.bytes), bytes) }
    }

    private func insert(piece number: Int, of name: Data, _ bytes: ArraySlice<UInt8>) throws {
        try db.run(
            "INSERT INTO piece (file, number, bytes) VALUES (?, ?, ?) ON CONFLICT (file, number) DO NOTHING",
            [name, number, Data(bytes)])
    }

    private func disclose(_ disclosure: Disclosure, _ digest: Digest) throws {
        guard disclosure.digest == digest else {
            throw StoreError(.misuse, "a disclosure is not of the seal that it came with")
        }
        // GRDB binds no bytes as NULL.
        try db.run(
            """
            INSERT INTO disclosure (digest, salt, text) VALUES (?, ?, coalesce(?, x''))
            ON CONFLICT (digest) DO NOTHING
            """,
            [Data(digest.bytes), Data(disclosure.salt), Data(disclosure.text.utf8)])
    }

    private func delete(_ sql: String, _ arguments: StatementArguments) throws -> Bool {
        try stored {
            try db.run(sql, arguments)
            return db.changesCount > 0
        }
    }

    /// GRDB hands texts to SQLite as C strings: what follows a zero byte would be lost.
    private func check(_ texts: [String]) throws {
        guard !texts.contains(where: { $0.utf8.contains(0) }) else {
            throw StoreError(.misuse, "a key holds a zero byte")
        }
    }
}
