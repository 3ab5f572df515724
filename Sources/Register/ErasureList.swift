import FoundationEssentials
import Record
public import Vocabulary

/// What was erased, in a plain file beside the record that outlives it: a backup made before an erasure brings the text
/// back, and whoever restores it applies this list. It names digests and days, never what was erased.
///
/// A line each: what sort of thing, its name, the day, and the size of the record when it was erased.
///
///     text 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 2026-11-22 1234
///     file 60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752 2026-11-22 1234
///     person aebagbafaydqqcik 2026-11-22 1234
public struct ErasureList: Hashable, Sendable {
    /// Something that was erased.
    public enum Thing: Hashable, Sendable {
        /// The text behind a seal.
        case text(Digest)
        /// A file.
        case file(Digest)
        /// An account.
        case person(Identifier<Person>)
    }

    /// One erasure.
    public struct Line: Hashable, Sendable {
        /// What was erased.
        public let thing: Thing
        /// The day in London.
        public let day: Day
        /// The number of entries that the record had.
        public let position: Int
    }

    /// In the order in which they were written.
    public private(set) var lines: [Line]

    /// What stands in the file; nothing where there is none.
    ///
    /// - Throws: `Refusal` that names the line which is not one of such a list, `StoreError`.
    public init(at path: String) throws {
        lines = []
        guard FileManager.default.fileExists(atPath: path) else { return }
        let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        // A line without its end was being written when the machine stopped: what it names was not erased yet.
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().enumerated() {
            guard let line = Line(line) else {
                throw Refusal(
                    Fault(
                        "erasures.line", field: "line \(number + 1)",
                        "\(path) is not a list of erasures: 'text DIGEST DAY POSITION' is wanted, not '\(line)'"))
            }
            lines.append(line)
        }
    }

    /// Adds lines to the file, durably, and leaves out those things that it names already.
    static func append(_ lines: [Line], to path: String) throws {
        let known = Set(try ErasureList(at: path).lines.map(\.thing))
        let new = lines.filter { !known.contains($0.thing) }
        guard !new.isEmpty else { return }
        if FileManager.default.fileExists(atPath: path) {
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            if bytes.last != nil, bytes.last != UInt8(ascii: "\n") {
                try Disk.cut(path, to: (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1)
            }
        }
        try Disk.append(Array(new.map { "\($0)\n" }.joined().utf8), to: path)
    }
}

extension ErasureList.Line: CustomStringConvertible {
    /// As it stands in the file.
    public var description: String {
        let what =
            switch thing {
            case .text(let digest): "text \(digest)"
            case .file(let digest): "file \(digest)"
            case .person(let id): "person \(id)"
            }
        return "\(what) \(day) \(position)"
    }

    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 4, let day = Day(parts[2]), let position = Int(parts[3]), position >= 0 else { return nil }
        let thing: ErasureList.Thing?
        switch parts[0] {
        case "text": thing = Digest(parts[1]).map { .text($0) }
        case "file": thing = Digest(parts[1]).map { .file($0) }
        case "person": thing = Identifier(parts[1]).map { .person($0) }
        default: thing = nil
        }
        guard let thing else { return nil }
        (self.thing, self.day, self.position) = (thing, day, position)
    }
}
