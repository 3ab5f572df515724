import FoundationEssentials
import Merkle
import Vocabulary

/// What either side of an agreement can keep, and check without the register: the frozen text that was signed, the
/// signatures, the entries of the record that tell of it, and the proof that they stand there.
///
/// It holds what its viewer may see, and nothing in it is a reason to trust it: the root and the log's key come from
/// elsewhere.
public struct Bundle: Equatable, Sendable {
    /// The files by their names beneath the bundle's folder.
    public let files: [String: [UInt8]]

    /// The names of the files that every bundle has once.
    enum Name {
        static let text = "agreement.json"
        static let document = "agreement.html"
        static let certificates = "certificates.pem"
        static let checkpoint = "checkpoint"
        static let readme = "README.txt"
        static let once = [text, document, certificates, checkpoint, readme]

        static func signature(_ seat: String) -> String { "signatures/\(seat).p7s" }
        static func entry(_ position: Int) -> String { "entries/\(position).json" }
        static func inclusion(_ position: Int) -> String { "inclusion/\(position).tlog-proof" }

        /// What stands between the folder and the ending of a name: a seat, or a position in its one spelling.
        static func middle(of name: String, in folder: String, _ ending: String) -> String? {
            guard name.hasPrefix(folder + "/"), name.hasSuffix(ending),
                name.utf8.count > folder.utf8.count + 1 + ending.utf8.count
            else { return nil }
            let middle = String(name.dropFirst(folder.count + 1).dropLast(ending.count))
            return middle.contains("/") ? nil : middle
        }

        static func position(of name: String, in folder: String, _ ending: String) -> Int? {
            middle(of: name, in: folder, ending).flatMap { text in Int(text).flatMap { String($0) == text ? $0 : nil } }
        }
    }

    /// The most bytes that a bundle may have in all, so that a hostile one cannot fill the memory: 256 MiB.
    public static let mostBytes = 256 << 20
    /// The most files that it may have.
    public static let mostFiles = 50_000

    init(files: [String: [UInt8]]) { self.files = files }

    // MARK: Writing

    /// Writes the files into a folder, which is made where it is missing.
    ///
    /// - Throws: `UnreadableBundle` where the folder holds something already: two bundles must not mix.
    public func write(to folder: String) throws {
        let manager = FileManager.default
        if manager.fileExists(atPath: folder), try !manager.contentsOfDirectory(atPath: folder).isEmpty {
            throw UnreadableBundle("the folder \(folder) is not empty: name another, which is made")
        }
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
            let path = folder + "/" + name
            let parent = String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
            try manager.createDirectory(atPath: parent, withIntermediateDirectories: true)
            try Data(bytes).write(to: URL(filePath: path))
        }
    }

    /// The bundle as one file: a tar archive (POSIX ustar, not compressed) with one folder, always the same bytes for the
    /// same bundle.
    ///
    /// - Parameter folder: Its name, ASCII and at most 60 bytes: `compact-<id>`.
    public func archive(folder: String) throws(UnreadableBundle) -> [UInt8] {
        try Tar.write(files.sorted { $0.key < $1.key }.map { ("\(folder)/\($0.key)", $0.value) }, time: 0)
    }

    // MARK: Reading

    /// A bundle from the bytes of its archive.
    ///
    /// - Throws: `UnreadableBundle`.
    public init(archive: [UInt8]) throws(UnreadableBundle) {
        guard archive.count <= Bundle.mostBytes else { throw UnreadableBundle("the archive is too large") }
        var files: [String: [UInt8]] = [:]
        for (path, bytes) in try Tar.read(archive) {
            // The one folder that the archive has; whoever packed it anew may have left it out.
            let isOwn =
                Name.once.contains(path) || ["entries", "inclusion", "signatures"].contains(path.prefix { $0 != "/" })
            let name = isOwn ? path : String(path.drop { $0 != "/" }.dropFirst())
            guard files.updateValue(bytes, forKey: name) == nil else {
                throw UnreadableBundle("the archive holds \(name) twice")
            }
            guard files.count <= Bundle.mostFiles else { throw UnreadableBundle("the archive holds too many files") }
        }
        self.files = files
    }

    /// A bundle from its folder. Links are not followed.
    ///
    /// - Throws: `UnreadableBundle`, or what the file system says.
    public init(folder: String) throws {
        let manager = FileManager.default
        var files: [String: [UInt8]] = [:]
        var total = 0
        func read(_ prefix: String) throws {
            for item in try manager.contentsOfDirectory(atPath: folder + "/" + prefix) {
                let name = prefix + item
                let attributes = try manager.attributesOfItem(atPath: folder + "/" + name)
                switch attributes[.type] as? FileAttributeType {
                case .typeDirectory?: if prefix.isEmpty { try read(item + "/") }
                case .typeRegular?:
                    total += (attributes[.size] as? any BinaryInteger).map { Int(clamping: $0) } ?? 0
                    guard total <= Bundle.mostBytes, files.count < Bundle.mostFiles else {
                        throw UnreadableBundle("the folder holds more than a bundle does")
                    }
                    files[name] = [UInt8](try Data(contentsOf: URL(filePath: folder + "/" + name)))
                default: throw UnreadableBundle("\(name) is not a plain file")
                }
            }
        }
        try read("")
        self.files = files
    }
}

/// The bytes are not a bundle that can be read, or could not be written as one.
public struct UnreadableBundle: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with it, as half a sentence.
    public let description: String

    init(_ description: String) { self.description = description }
}
