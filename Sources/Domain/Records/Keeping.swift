public import Vocabulary

/// What was done to the record as a whole by whoever keeps it: texts that were erased, and beginnings under a new name
/// after entries were lost. There is one on every record, and nothing of it is hidden but reasons and files.
public struct Keeping: Equatable, Sendable {
    /// The one name that it has on every record.
    public let id: Identifier<Keeping>
    /// The times that the log went on under a new name, in order.
    public private(set) var restarts: [Restart] = []
    /// The seals whose texts were erased, and when.
    public private(set) var erased: [Digest: Instant] = [:]
    /// The files that were erased, and when.
    public private(set) var erasedFiles: [Digest: Instant] = [:]

    /// The log went on under a new name.
    public struct Restart: Hashable, Sendable {
        /// The name that it had before.
        public let from: String
        /// How many entries it had when it got the new one: all that is left of the log of the old name.
        public let size: Int
        /// The root of the tree over them.
        public let root: Digest
        /// How many entries the newest checkpoint covered that is known to have left the house under the old name; nil where
        /// none was known.
        public let published: Int?
        /// When.
        public let time: Instant
    }

    /// The one that every record has.
    public static let only = Identifier<Keeping>(random: [UInt8](repeating: 0, count: 10))

    /// Nothing done yet.
    public init() { id = Keeping.only }
}

extension Keeping: Subject {
    public static let kind = "record"

    /// What can be done to the record as a whole.
    public enum Event: Codable, Equatable, Sendable {
        /// The log goes on under the name that this entry and all after it bear, after entries were lost: this is what is
        /// left of the log that had the old name.
        case restarted(from: String, size: Int, root: Digest, published: Int?)
        /// The texts behind these seals were erased.
        case erased(seals: [Digest], reason: Sealed)
        /// A file was erased.
        case fileErased(file: Digest, reason: Sealed)
    }

    public init?(opening event: Event, as id: Identifier<Keeping>, _ stamp: Stamp) {
        guard id == Keeping.only else { return nil }
        self.init()
        apply(event, stamp)
    }

    public mutating func apply(_ event: Event, _ stamp: Stamp) {
        switch event {
        case .restarted(let from, let size, let root, let published):
            restarts.append(Restart(from: from, size: size, root: root, published: published, time: stamp.time))
        case .erased(let seals, _):
            for seal in seals where erased[seal] == nil { erased[seal] = stamp.time }
        case .fileErased(let file, _):
            if erasedFiles[file] == nil { erasedFiles[file] = stamp.time }
        }
    }

    /// Everyone may know that a text was erased. A file's digest tells whoever has the file that it was here, so nobody is
    /// told.
    public func audience(of event: Event) -> Audience {
        switch event {
        case .restarted, .erased: .everyone
        case .fileErased: .parties([])
        }
    }
}

extension Keeping {
    /// The record goes on under a new name, of a log that had another.
    public func restart(from: String, size: Int, root: Digest, published: Int?) -> [Event] {
        [.restarted(from: from, size: size, root: root, published: published)]
    }

    /// Erases texts and files, of which those that were erased before are left out.
    public func erase(seals: [Digest], files: [Digest], reason: Sealed) -> [Event] {
        let seals = seals.filter { erased[$0] == nil }
        return (seals.isEmpty ? [] : [.erased(seals: seals, reason: reason)])
            + files.filter { erasedFiles[$0] == nil }.map { .fileErased(file: $0, reason: reason) }
    }
}
