import Crypto

/// A text signed by one or more keys, in the form of C2SP signed-note: the text, an empty line, and a line for each signature.
///
/// A note that could be read is not yet one to trust: ask `verified(by:)` for its text.
public struct Note: Sendable {
    /// One signature line of a note.
    public struct Signature: Hashable, Sendable {
        /// The name of the key.
        public let name: String
        /// The key's short identifier; name and identifier together say which key it is.
        public let id: UInt32
        /// What the key made of the text: 64 bytes when it is an Ed25519 key.
        public let bytes: [UInt8]
    }

    /// The largest number of signatures that a note may carry, 100.
    public static let signatureLimit = 100

    /// The signed text, with its final newline and without the empty line after it. Nothing here says that it is signed well.
    public let text: String
    /// The signatures in the order of their lines, unverified; at least one.
    public let signatures: [Signature]

    /// A note read from its bytes as UTF-8 text.
    ///
    /// - Throws: `NoteError.malformedNote` when it is not a text, an empty line and one to a hundred signature lines, or
    ///   holds a control character other than the newline.
    public init(_ bytes: String) throws(NoteError) {
        let bytes = Array(bytes.utf8)
        guard Note.isPlain(bytes) else { throw .malformedNote("it holds a control character") }
        guard bytes.last == newline else { throw .malformedNote("its last line does not end in a newline") }
        // The last empty line: a text may hold others.
        guard let gap = bytes.indices.dropLast().last(where: { bytes[$0] == newline && bytes[$0 + 1] == newline })
        else {
            throw .malformedNote("no empty line parts its text from its signatures")
        }
        let lines = bytes[(gap + 2)...].dropLast().split(separator: newline, omittingEmptySubsequences: false)
        guard gap + 2 < bytes.count else { throw .malformedNote("it has no signature") }
        guard lines.count <= Note.signatureLimit else {
            throw .malformedNote("it has more than \(Note.signatureLimit) signatures")
        }
        var signatures: [Signature] = []
        for line in lines { signatures.append(try Note.signature(line)) }
        text = String(decoding: bytes[...gap], as: UTF8.self)
        self.signatures = signatures
    }

    /// The text, once the signature of this key has been found and holds.
    ///
    /// Signatures by other keys are passed over.
    /// - Throws: `NoteError.notSigned` when the key has not signed, `NoteError.wrongSignature` when a signature
    ///   that claims to be by this key is not.
    public func verified(by key: VerifierKey) throws(NoteError) -> String {
        let claims = signatures.filter { $0.id == key.id && $0.name.utf8.elementsEqual(key.name.utf8) }
        guard !claims.isEmpty else { throw .notSigned(by: key) }
        for claim in claims where !key.accepts(claim.bytes, for: text) { throw .wrongSignature(by: key) }
        return text
    }

    private static func signature(_ line: ArraySlice<UInt8>) throws(NoteError) -> Signature {
        let mark = Array("\u{2014} ".utf8)
        guard line.starts(with: mark) else { throw .malformedNote("a signature line does not begin with a dash") }
        let parts = line.dropFirst(mark.count).split(separator: space, omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw .malformedNote("a signature line is not a name and a signature") }
        let name = String(decoding: parts[0], as: UTF8.self)
        guard isName(name) else { throw .malformedNote("a signature line has no proper key name") }
        guard let bytes = Base64.decode(parts[1]), bytes.count > 4 else {
            throw .malformedNote("the signature of \(name) is not base 64 of five bytes or more")
        }
        return Signature(name: name, id: number(bytes.prefix(4)), bytes: Array(bytes.dropFirst(4)))
    }

    /// Whether these bytes hold no control character but the newline.
    static func isPlain(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.allSatisfy { $0 >= space || $0 == newline }
    }

    /// Whether a key may have this name: not empty, and without spaces, control characters or a plus sign.
    static func isName(_ name: String) -> Bool {
        isPlain(name.utf8) && !name.isEmpty
            && name.unicodeScalars.allSatisfy { !$0.properties.isWhitespace && $0 != "+" }
    }

    static func number(_ bytes: some Collection<UInt8>) -> UInt32 {
        bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }
}

let newline = UInt8(ascii: "\n")
let space = UInt8(ascii: " ")

/// A key that signs notes with Ed25519.
public struct NoteSigner: Sendable {
    private let key: Curve25519.Signing.PrivateKey
    /// The public half, by which others verify the notes.
    public let verifier: VerifierKey

    /// A signer of this name whose private key is these 32 bytes.
    ///
    /// - Throws: `NoteError.malformedKey` when the name is empty or holds a space or a plus sign, or there are not 32 bytes.
    public init(name: String, seed: [UInt8]) throws {
        guard seed.count == 32 else { throw NoteError.malformedKey("a private key has 32 bytes, not \(seed.count)") }
        key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        verifier = try VerifierKey(name: name, publicKey: Array(key.publicKey.rawRepresentation))
    }

    /// The note with this text and one signature.
    ///
    /// - Throws: `NoteError.malformedText` when the text does not end in a newline or holds another control character.
    public func sign(_ text: String) throws -> String {
        guard text.utf8.last == newline else { throw NoteError.malformedText("it does not end in a newline") }
        guard Note.isPlain(text.utf8) else { throw NoteError.malformedText("it holds a control character") }
        let signature = try key.signature(for: Array(text.utf8))
        let line = Base64.encode(VerifierKey.bytes(of: verifier.id) + Array(signature))
        return "\(text)\n\u{2014} \(verifier.name) \(line)\n"
    }
}

/// The public key that verifies the notes of one signer: a name and an Ed25519 key, written as one word.
public struct VerifierKey: Hashable, Sendable, CustomStringConvertible {
    /// The name of the key, usually the log's origin.
    public let name: String
    /// The first four bytes of SHA-256(name ‖ newline ‖ 0x01 ‖ key), the most significant first.
    public let id: UInt32
    /// The 32 bytes of the Ed25519 public key.
    public let key: [UInt8]

    /// A key of this name from its 32 bytes.
    ///
    /// - Throws: `NoteError.malformedKey` when the name is empty or holds a space, a control character or a plus sign, or
    ///   there are not 32 bytes.
    public init(name: String, publicKey: [UInt8]) throws(NoteError) {
        guard Note.isName(name) else { throw .malformedKey("a key's name is not empty and has no space or plus sign") }
        guard publicKey.count == 32 else {
            throw .malformedKey("an Ed25519 key has 32 bytes, not \(publicKey.count)")
        }
        self.name = name
        key = publicKey
        id = Note.number(Hash(sha256: Array(name.utf8) + [newline, VerifierKey.ed25519] + publicKey).bytes.prefix(4))
    }

    /// A key read from its one word, `name+identifier+base64`.
    ///
    /// - Throws: `NoteError.malformedKey` when it is not three such parts, is not an Ed25519 key, or its identifier does not
    ///   belong to its name and key.
    public init(vkey: String) throws(NoteError) {
        let parts = Array(vkey.utf8).split(
            separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else {
            throw .malformedKey("a key is a name, an identifier and base 64, joined by plus signs")
        }
        guard let encoded = Base64.decode(parts[2]), let kind = encoded.first else {
            throw .malformedKey("its last part is not base 64")
        }
        guard kind == VerifierKey.ed25519 else { throw .malformedKey("it is not an Ed25519 key") }
        try self.init(name: String(decoding: parts[0], as: UTF8.self), publicKey: Array(encoded.dropFirst()))
        guard parts[1].elementsEqual(hexadecimal.utf8) else {
            throw .malformedKey("its identifier does not belong to its name and key, which give \(hexadecimal)")
        }
    }

    /// The key as one word: the name, the identifier as eight hexadecimal digits, and base 64 of 0x01 ‖ key.
    public var description: String { "\(name)+\(hexadecimal)+\(Base64.encode([VerifierKey.ed25519] + key))" }

    private static let ed25519: UInt8 = 1

    private var hexadecimal: String {
        let digits = String(id, radix: 16)
        return String(repeating: "0", count: 8 - digits.utf8.count) + digits
    }

    static func bytes(of id: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: id >> ($0 as UInt32)) }
    }

    func accepts(_ signature: [UInt8], for text: String) -> Bool {
        do {
            let key = try Curve25519.Signing.PublicKey(rawRepresentation: key)
            return key.isValidSignature(signature, for: Array(text.utf8))
        } catch {
            // Not a point of the curve: no signature is by such a key.
            return false
        }
    }
}

/// What is wrong with a note, a key, a checkpoint or a proof.
public enum NoteError: Error, Equatable, CustomStringConvertible {
    /// The note is not in the form of C2SP signed-note.
    case malformedNote(String)
    /// The text cannot be the text of a note.
    case malformedText(String)
    /// The key is not a name and an Ed25519 key.
    case malformedKey(String)
    /// The text is not a C2SP tlog-checkpoint.
    case malformedCheckpoint(String)
    /// The text is not a C2SP tlog-proof.
    case malformedProof(String)
    /// No signature of the note is by this key.
    case notSigned(by: VerifierKey)
    /// A signature that names this key does not hold.
    case wrongSignature(by: VerifierKey)
    /// The checkpoint is of another log.
    case wrongOrigin(expected: String, found: String)
    /// The proof does not lead from the leaf to the checkpoint's root.
    case notIncluded(index: Int, size: Int)

    /// A sentence that says what is wrong.
    public var description: String {
        switch self {
        case .malformedNote(let cause): "This is not a signed note: \(cause)."
        case .malformedText(let cause): "This text cannot be signed as a note: \(cause)."
        case .malformedKey(let cause): "This is not a verifier key: \(cause)."
        case .malformedCheckpoint(let cause): "This is not a checkpoint: \(cause)."
        case .malformedProof(let cause): "This is not a proof: \(cause)."
        case .notSigned(let key): "The note is not signed by \(key)."
        case .wrongSignature(let key): "The signature by \(key) does not belong to this text."
        case .wrongOrigin(let expected, let found): "The checkpoint is of the log \(found), not of \(expected)."
        case .notIncluded(let index, let size):
            "The proof does not show the leaf at index \(index) of the tree of \(size) leaves."
        }
    }
}
