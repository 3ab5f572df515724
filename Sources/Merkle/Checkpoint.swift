/// The state of a log at one moment, as C2SP tlog-checkpoint writes it: which log, how many entries, and the root of their tree.
///
/// It is the text of a signed note.
public struct Checkpoint: Equatable, Sendable {
    /// The name of the log, fixed when it was set up.
    public let origin: String
    /// The number of entries.
    public let size: Int
    /// The root of the tree over the entries.
    public let root: Hash
    /// Further lines, opaque and not covered by any proof; this program writes none.
    public let extensions: [String]

    /// A checkpoint of a log.
    ///
    /// - Throws: `NoteError.malformedCheckpoint` when the size is negative, or the origin or an extension is empty or holds a
    ///   newline or another control character.
    public init(origin: String, size: Int, root: Hash, extensions: [String] = []) throws(NoteError) {
        guard size >= 0 else { throw .malformedCheckpoint("its size is negative") }
        for line in [origin] + extensions {
            guard !line.isEmpty else { throw .malformedCheckpoint("a line is empty") }
            guard line.utf8.allSatisfy({ $0 >= space }) else {
                throw .malformedCheckpoint("a line holds a control character")
            }
        }
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions
    }

    /// A checkpoint read from the text of a note.
    ///
    /// - Throws: `NoteError.malformedCheckpoint` when it is not an origin, a size, a root and perhaps further lines, each
    ///   ending in a newline.
    public init(text: some StringProtocol) throws(NoteError) {
        let lines = Array(text.utf8).split(separator: newline, omittingEmptySubsequences: false)
        guard lines.count >= 4, let last = lines.last, last.isEmpty else {
            throw .malformedCheckpoint("it is not three lines or more, each ending in a newline")
        }
        guard let size = decimal(lines[1]) else {
            throw .malformedCheckpoint("its second line is not a number of entries")
        }
        guard let bytes = Base64.decode(lines[2]), let root = Hash(bytes) else {
            throw .malformedCheckpoint("its third line is not a hash in base 64")
        }
        try self.init(
            origin: String(decoding: lines[0], as: UTF8.self), size: size, root: root,
            extensions: lines[3...].dropLast().map { String(decoding: $0, as: UTF8.self) })
    }

    /// The text to sign: origin, size, root and any extensions, a line each.
    public var text: String {
        ([origin, String(size), root.base64] + extensions).map { $0 + "\n" }.joined()
    }
}
