public import Vocabulary

/// One published file of figures, as it was taken in: never changed afterwards. What it says is not on the record but in the file itself, which the register keeps;
/// the record says which file it was.
///
/// A later release of the same part of a data set supersedes it.
public struct Release: Equatable, Sendable {
    public let id: Identifier<Release>
    /// The data set that it is of.
    public let set: String
    /// Which part of the data set, where it comes in parts: `2018/19, 850`; empty where it comes whole.
    public let part: String
    public let content: Digest
    /// The release that it took the place of.
    public let supersedes: Identifier<Release>?
    /// Whether it was taken back, so that the one before it stands again.
    public private(set) var isWithdrawn = false

    /// A file of a release.
    public struct File: Codable, Hashable, Sendable {
        /// The sort of published file that it was recognised as: `lait`, `ees-meta`.
        public let sort: String
        /// What its sender called it.
        public let name: String
        /// The SHA-256 of its own bytes.
        public let content: Digest
        /// How many bytes it has.
        public let size: Int
        /// The SHA-256 of the file that is kept: its own, or that of the archive in which it came.
        public let kept: Digest

        /// A file of a sort.
        public init(sort: String, name: String, content: Digest, size: Int, kept: Digest) {
            (self.sort, self.name, self.content, self.size, self.kept) = (sort, name, content, size, kept)
        }
    }

    /// Who published a release, and how it may be used.
    public struct Source: Codable, Hashable, Sendable {
        /// What it is called: "Local Authority Interactive Tool".
        public let title: String
        /// "Department for Education".
        public let publisher: String
        /// "Open Government Licence v3.0".
        public let licence: String
        /// Where it was published.
        public let address: String?

        /// A title, a publisher, a licence and a web address.
        public init(title: String, publisher: String, licence: String, address: String?) {
            (self.title, self.publisher, self.licence, self.address) = (title, publisher, licence, address)
        }
    }
}

extension Release: Subject {
    public static let kind = "release"

    /// What can happen to a release.
    public enum Event: Codable, Equatable, Sendable {
        /// It was taken in: the file with the figures, the files that say what its columns are, how many rows it has and how many figures were read.
        case taken(
            set: String, part: String, source: Source, file: File, with: [File], year: Int?, rows: Int, figures: Int,
            supersedes: Identifier<Release>?)
        /// It was taken back.
        case withdrawn(reason: Sealed)
    }

    public init?(opening event: Event, as id: Identifier<Release>, _ stamp: Stamp) {
        guard case .taken(let set, let part, _, let file, _, _, _, _, let earlier) = event else { return nil }
        self.init(id: id, set: set, part: part, content: file.content, supersedes: earlier)
    }

    public mutating func apply(_ event: Event, _ stamp: Stamp) {
        switch event {
        case .taken: break
        case .withdrawn: isWithdrawn = true
        }
    }

    /// The same file is not taken in twice while it stands or has stood, but again once it was withdrawn; and of two that would supersede
    /// the same one only the first does, for the second was compared with what stands no more.
    public var claims: Set<Claim> {
        isWithdrawn
            ? []
            : [
                Claim("release", "\(set) \(part) \(content)"),
                Claim("release-after", "\(set) \(part) \(supersedes?.description ?? "none")"),
            ]
    }

    public func audience(of event: Event) -> Audience { .everyone }

    private init(
        id: Identifier<Release>, set: String, part: String, content: Digest, supersedes: Identifier<Release>?
    ) {
        (self.id, self.set, self.part, self.content, self.supersedes) = (id, set, part, content, supersedes)
    }
}

extension Release {
    /// Takes a file in.
    ///
    /// - Parameters:
    ///   - files: The file with the figures first, then those that say what its columns are.
    ///   - year: The calendar year in which the year ends that all its figures are of, where the file does not say.
    ///   - earlier: The release of the same part that stood until now.
    public static func take(
        set: String, part: String, source: Source, files: [File], year: Int?, rows: Int, figures: Int,
        after earlier: Release?
    ) throws(Refusal) -> [Event] {
        var faults =
            Wording.faults(source.title, field: "title", upTo: 200, "the title under which it was published")
            + Wording.faults(source.publisher, field: "publisher", upTo: 200, "who published it")
            + Wording.faults(source.licence, field: "licence", upTo: 200, "the licence under which it was published")
        if !isSet(set) {
            faults.append(
                Fault(
                    "release.set", field: "set",
                    "Name the data set with 2 to 60 small letters, digits, hyphens and underscores, beginning with a letter"
                ))
        }
        if part.utf8.count > 100 {
            faults.append(Fault("release.part", field: "part", "Shorten the name of the part to 100 letters"))
        }
        if let address = source.address, !address.hasPrefix("https://"), !address.hasPrefix("http://") {
            faults.append(
                Fault("release.address", field: "source", "Give the web address with https:// before it, or none"))
        }
        if earlier?.isWithdrawn == true {
            faults.append(
                Fault(
                    "release.stale",
                    "The release that it was compared with was withdrawn meanwhile: read the files again, and compare"))
        }
        guard let file = files.first, faults.isEmpty else { throw Refusal(faults) }
        return [
            .taken(
                set: set, part: part, source: source, file: file, with: Array(files.dropFirst()), year: year,
                rows: rows, figures: figures, supersedes: earlier?.id)
        ]
    }

    /// Whether a text can be the name of a data set: it stands in addresses and commands.
    public static func isSet(_ text: String) -> Bool {
        (2...60).contains(text.utf8.count) && text.utf8.first.map { (0x61...0x7A).contains($0) } == true
            && text.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
            }
    }

    /// Takes it back, because it was taken in by mistake: the one before it stands again.
    public func withdraw(_ reason: Sealed) throws(Refusal) -> [Event] {
        guard !isWithdrawn else {
            throw Refusal(Fault("release.withdrawn", "This release was withdrawn already"))
        }
        return [.withdrawn(reason: reason)]
    }
}
