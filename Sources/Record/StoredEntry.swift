public import Merkle
public import Vocabulary

/// An entry read back from the record: what its envelope says, and the bytes that were hashed.
public struct StoredEntry: Hashable, Sendable {
    /// Its place in the log, from 0.
    public let position: Int
    /// What it happened to: `compact/…`.
    public let subject: String
    /// Its place among the entries of the subject, from 1.
    public let sequence: Int
    /// What happened: `compact.signed.1`.
    public let event: String
    /// When it was appended.
    public let time: Instant
    /// Who did it.
    public let actor: String
    /// The seal on the name of the person who did it, where there was one.
    public let holder: Digest?
    /// The bytes of a JSON object: what the event says.
    public let body: [UInt8]
    /// The envelope, exactly as it was hashed.
    public let bytes: [UInt8]
    /// The hash of its leaf in the tree.
    public let leaf: Hash

    /// The data of its leaf: the SHA-256 of the envelope.
    public var digest: Digest { Digest(of: bytes) }

    /// The envelope says what the entry is; the columns beside it are only ways to find it, so a row whose position is
    /// not its envelope's is damaged.
    init(position: Int, leaf: [UInt8], bytes: [UInt8]) throws {
        let envelope: Envelope
        do {
            envelope = try Envelope(parsing: bytes)
        } catch {
            throw StoreError(.corrupt, "the envelope of entry \(position) is damaged: \(error)")
        }
        guard envelope.position == position, let leaf = Hash(leaf) else {
            throw StoreError(.corrupt, "the row of entry \(position) is not of its envelope")
        }
        guard Tree.leaf(Hash(sha256: bytes)) == leaf else {
            throw StoreError(.corrupt, "the envelope of entry \(position) is not that of its leaf")
        }
        self.position = position
        subject = envelope.subject
        sequence = envelope.sequence
        event = envelope.event
        time = envelope.time
        actor = envelope.actor
        holder = envelope.holder
        body = envelope.body
        self.bytes = bytes
        self.leaf = leaf
    }
}

extension StoredEntry {
    /// Reads a row whose envelope has the hash that its leaf keeps: then it is, byte for byte, one that was checked when it
    /// was appended, and what its fields may be is not asked again.
    init(position: Int, leaf: Hash, hashed bytes: [UInt8]) throws {
        guard Tree.leaf(Hash(sha256: bytes)) == leaf else {
            throw StoreError(.corrupt, "the envelope of entry \(position) is not that of its leaf")
        }
        do {
            let (envelope, body) = try KeptEnvelope.read(bytes)
            guard envelope.position == position else {
                throw StoreError(.corrupt, "the row of entry \(position) is not of its envelope")
            }
            self.init(
                position: position, subject: envelope.subject, sequence: envelope.sequence, event: envelope.event,
                time: envelope.time, actor: envelope.actor, holder: envelope.holder, body: Array(body), bytes: bytes,
                leaf: leaf)
        } catch let error as Envelope.Malformed {
            throw StoreError(.corrupt, "the envelope of entry \(position) is damaged: \(error)")
        }
    }

    /// An entry as it was just appended.
    init(_ envelope: Envelope, bytes: [UInt8], leaf: Hash) {
        self.init(
            position: envelope.position, subject: envelope.subject, sequence: envelope.sequence, event: envelope.event,
            time: envelope.time, actor: envelope.actor, holder: envelope.holder, body: envelope.body, bytes: bytes,
            leaf: leaf)
    }

    private init(
        position: Int, subject: String, sequence: Int, event: String, time: Instant, actor: String, holder: Digest?,
        body: [UInt8], bytes: [UInt8], leaf: Hash
    ) {
        (self.position, self.subject, self.sequence, self.event) = (position, subject, sequence, event)
        (self.time, self.actor, self.holder, self.body) = (time, actor, holder, body)
        (self.bytes, self.leaf) = (bytes, leaf)
    }
}

/// A row of the drawer: what is kept with the record and outside the tree.
public struct DrawerRow: Hashable, Sendable {
    /// What kind of thing it is: `draft`, `account`, `session`.
    public let kind: String
    /// Its name among its kind.
    public let key: String
    /// The body or the person whose it is, where it is somebody's.
    public let owner: String?
    /// How many times it was written, from 1.
    public let revision: Int
    /// The thing itself, as its owner wrote it.
    public let json: [UInt8]
}

/// A name that one subject alone may have while it lasts: one live compact for an authority and year, one body for a
/// code.
public struct Claim: Hashable, Sendable {
    /// What sort of name it is.
    public let kind: String
    /// The name.
    public let key: String
    /// Whose it is.
    public let subject: String
}

/// A file kept in the store.
public struct StoredFile: Hashable, Sendable {
    /// The SHA-256 of its bytes.
    public let digest: Digest
    /// Its media type, as it was first kept.
    public let type: String
    /// When it was first kept.
    public let kept: Instant
    /// All of it.
    public let bytes: [UInt8]
}

/// Another subject has the name.
public struct Taken: Error, Hashable, Sendable {
    /// The claim that stands.
    public let claim: Claim
}

/// The subject has moved on since it was read, or was never as far.
public struct SequenceConflict: Error, Hashable, Sendable {
    /// The subject.
    public let subject: String
    /// The sequence of the last entry that was read; 0 for none.
    public let expected: Int
    /// The sequence of the last entry that there is; 0 for none.
    public let current: Int
}
