/// The proof that an entry is in a log, to be kept in a file of its own and checked without the log: where the entry is, its
/// inclusion proof, and the signed checkpoint, in the form of C2SP tlog-proof@v1.
public struct TransparencyProof: Equatable, Sendable {
    /// The inclusion proof; its size is the checkpoint's.
    public let inclusion: InclusionProof
    /// Further bytes, for whatever the application needs beside the proof; nothing authenticates them.
    public let extra: [UInt8]?
    /// The signed checkpoint, exactly as the log issued it.
    public let note: String

    private static let header = "c2sp.org/tlog-proof@v1"

    /// A proof for the entry that `inclusion` speaks of, with the signed checkpoint of the same tree.
    ///
    /// - Throws: `NoteError` when the note is malformed, its text is not a checkpoint, or its size is not the proof's.
    public init(inclusion: InclusionProof, note: String, extra: [UInt8]? = nil) throws(NoteError) {
        let checkpoint = try Checkpoint(text: try Note(note).text)
        guard checkpoint.size == inclusion.size else {
            throw .malformedProof("it is for a tree of \(inclusion.size), its checkpoint for \(checkpoint.size)")
        }
        guard 0..<inclusion.size ~= inclusion.index else {
            throw .malformedProof("its index \(inclusion.index) is not in the tree of \(inclusion.size)")
        }
        if let extra, extra.isEmpty { throw .malformedProof("its extra line is empty") }
        self.inclusion = inclusion
        self.note = note
        self.extra = extra
    }

    /// A proof read from its text.
    ///
    /// - Throws: `NoteError` when a line is not as C2SP tlog-proof@v1 has it. Nothing has been verified yet.
    public init(text: some StringProtocol) throws(NoteError) {
        let bytes = Array(text.utf8)
        guard let gap = bytes.indices.dropLast().first(where: { bytes[$0] == newline && bytes[$0 + 1] == newline })
        else {
            throw .malformedProof("no empty line parts the hashes from the checkpoint")
        }
        var lines = bytes[..<gap].split(separator: newline, omittingEmptySubsequences: false)[...]
        guard let header = lines.popFirst(), header.elementsEqual(TransparencyProof.header.utf8) else {
            throw .malformedProof("its first line is not \(TransparencyProof.header)")
        }
        var extra: [UInt8]?
        if let value = TransparencyProof.value("extra ", of: lines.first) {
            guard let decoded = Base64.decode(value) else { throw .malformedProof("its extra line is not base 64") }
            extra = decoded
            lines.removeFirst()
        }
        guard let value = TransparencyProof.value("index ", of: lines.popFirst()), let index = decimal(value) else {
            throw .malformedProof("it has no index")
        }
        var hashes: [Hash] = []
        for line in lines {
            guard let bytes = Base64.decode(line), let hash = Hash(bytes) else {
                throw .malformedProof("line \(hashes.count + 1) of its hashes is not a hash in base 64")
            }
            hashes.append(hash)
        }
        let note = String(decoding: bytes[(gap + 2)...], as: UTF8.self)
        let checkpoint = try Checkpoint(text: try Note(note).text)
        try self.init(
            inclusion: InclusionProof(index: index, size: checkpoint.size, hashes: hashes), note: note, extra: extra)
    }

    /// The proof's text, for a file that ends in `.tlog-proof`.
    public var text: String {
        var lines = [TransparencyProof.header]
        if let extra { lines.append("extra " + Base64.encode(extra)) }
        lines.append("index \(inclusion.index)")
        lines += inclusion.hashes.map(\.base64)
        return lines.joined(separator: "\n") + "\n\n" + note
    }

    /// The checkpoint, once its signature, its origin and the leaf's inclusion have been verified.
    ///
    /// - Parameters:
    ///   - leaf: the hash of the leaf, computed from the entry in hand and never taken from a file.
    ///   - key: the log's key, known beforehand.
    ///   - origin: the log's origin, known beforehand.
    /// - Throws: `NoteError` that says which of them fails.
    public func verify(leaf: Hash, key: VerifierKey, origin: String) throws(NoteError) -> Checkpoint {
        let checkpoint = try Checkpoint(text: try Note(note).verified(by: key))
        guard checkpoint.origin.utf8.elementsEqual(origin.utf8) else {
            throw .wrongOrigin(expected: origin, found: checkpoint.origin)
        }
        guard inclusion.verify(leaf: leaf, root: checkpoint.root) else {
            throw .notIncluded(index: inclusion.index, size: inclusion.size)
        }
        return checkpoint
    }

    private static func value(_ key: String, of line: ArraySlice<UInt8>?) -> ArraySlice<UInt8>? {
        guard let line, line.starts(with: key.utf8) else { return nil }
        return line.dropFirst(key.utf8.count)
    }
}

extension InclusionProof {
    /// The inclusion proof in the text of a C2SP tlog-proof@v1, of the size that its checkpoint states.
    ///
    /// The checkpoint's signature is not verified here: read a `TransparencyProof` to do so.
    /// - Throws: `NoteError` when the text is not such a proof.
    public init(text: some StringProtocol) throws(NoteError) {
        self = try TransparencyProof(text: text).inclusion
    }

    /// The C2SP tlog-proof@v1 of this proof and the signed checkpoint of the same tree.
    ///
    /// - Throws: `NoteError` when the note is malformed or of a tree of another size.
    public func text(note: String) throws(NoteError) -> String {
        try TransparencyProof(inclusion: self, note: note).text
    }
}
