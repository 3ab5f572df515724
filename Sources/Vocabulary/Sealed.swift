import Synchronization

/// A text that the record binds without holding: the entry carries SHA-256(0x02 ‖ 32 random bytes ‖ UTF-8 text), the text
/// and its random bytes are a row of the store beside it. To erase the text is to delete that row; every proof over the
/// entry still holds. Made at the form; no rule reads the text.
public struct Sealed: Sendable {
    /// What the entry carries.
    public let digest: Digest

    /// The text and its random bytes, while they are carried in memory from the form to the store.
    public let disclosure: Disclosure?

    /// Seals a text with 32 fresh random bytes.
    public init(_ text: String, random salt: [UInt8]) {
        let disclosure = Disclosure(salt: salt, text: text)
        self.disclosure = disclosure
        digest = disclosure.digest
    }

    /// What is left of it once read back from an entry.
    public init(digest: Digest) {
        self.digest = digest
        disclosure = nil
    }
}

extension Sealed: Hashable {
    /// Two are the same when they bind the same text by the same random bytes.
    public static func == (left: Sealed, right: Sealed) -> Bool { left.digest == right.digest }

    public func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}

extension Sealed: Codable {
    public init(from decoder: any Decoder) throws { digest = try Digest(from: decoder); disclosure = nil }

    /// Writes the digest. An encoder whose `userInfo` holds a `Disclosures` under `.disclosures` gathers the text there,
    /// so that none can be appended without its row.
    public func encode(to encoder: any Encoder) throws {
        if let disclosure, let gathered = encoder.userInfo[.disclosures] as? Disclosures {
            gathered.add(digest, disclosure)
        }
        try digest.encode(to: encoder)
    }
}

/// The text behind a seal, with the random bytes that keep it from being guessed.
public struct Disclosure: Hashable, Sendable {
    /// 32 random bytes.
    public let salt: [UInt8]
    /// The text, as it was written.
    public let text: String

    /// A text with its random bytes.
    public init(salt: [UInt8], text: String) {
        precondition(salt.count == 32, "a seal takes 32 random bytes")
        self.salt = salt
        self.text = text
    }

    /// SHA-256(0x02 ‖ salt ‖ text).
    public var digest: Digest { Digest(of: [0x02] + salt + Array(text.utf8)) }
}

/// The texts met while one event is encoded.
public final class Disclosures: Sendable {
    private let gathered = Mutex<[(Digest, Disclosure)]>([])

    /// None yet.
    public init() {}

    /// By what the entry carries, in the order met.
    public var rows: [(Digest, Disclosure)] { gathered.withLock { $0 } }

    func add(_ digest: Digest, _ disclosure: Disclosure) { gathered.withLock { $0.append((digest, disclosure)) } }
}

extension CodingUserInfoKey {
    /// Where an encoder keeps its `Disclosures`.
    public static let disclosures = CodingUserInfoKey(rawValue: "concordat.disclosures")!
}
