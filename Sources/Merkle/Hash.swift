import Crypto

/// A SHA-256 hash: of a leaf, of a node, of a whole tree, or the digest of an entry.
public struct Hash: Hashable, Sendable, CustomStringConvertible {
    // Four words and no array: a tree of a million leaves is then one block of memory. The words hold the bytes in the
    // order of memory and are never read as numbers.
    private var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    /// The number of bytes in a hash, 32.
    public static let byteCount = 32

    /// A hash of exactly 32 bytes, or nothing when there are more or fewer.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Hash.byteCount else { return nil }
        Swift.withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    }

    /// A hash written in standard base 64 with its padding, or nothing when the text is not the one spelling of 32 bytes.
    public init?(base64: String) {
        guard let bytes = Base64.decode(base64.utf8) else { return nil }
        self.init(bytes)
    }

    /// The SHA-256 of some bytes.
    public init(sha256 data: some Collection<UInt8>) {
        self = Hash.sha256(prefix: [], data)
    }

    init(_ digest: SHA256.Digest) {
        Swift.withUnsafeMutableBytes(of: &words) { words in
            digest.withUnsafeBytes { words.copyMemory(from: $0) }
        }
    }

    static func sha256(prefix: [UInt8], _ data: some Collection<UInt8>) -> Hash {
        var hasher = SHA256()
        prefix.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        let contiguous: Void? = data.withContiguousStorageIfAvailable {
            hasher.update(bufferPointer: UnsafeRawBufferPointer($0))
        }
        if contiguous == nil {
            Array(data).withUnsafeBytes { hasher.update(bufferPointer: $0) }
        }
        return Hash(hasher.finalize())
    }

    /// The 32 bytes.
    public var bytes: [UInt8] { withUnsafeBytes { Array($0) } }

    /// The 32 bytes in standard base 64 with its padding, as checkpoints and proofs write them.
    public var base64: String { withUnsafeBytes { Base64.encode($0) } }

    /// The 32 bytes in standard base 64.
    public var description: String { base64 }

    /// Two hashes are equal when all 32 bytes are.
    public static func == (a: Hash, b: Hash) -> Bool { a.words == b.words }

    /// Feeds the 32 bytes to the hasher.
    public func hash(into hasher: inout Hasher) {
        withUnsafeBytes { hasher.combine(bytes: $0) }
    }

    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        Swift.withUnsafeBytes(of: words) { body($0) }
    }
}
