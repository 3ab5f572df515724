import GRDB

/// The names that a log has had, in order. A log keeps its name for ever, unless a restore loses entries that its
/// checkpoints covered: then it goes on under a new name, so that no name ever stands for two different trees.
public struct Origins: Hashable, Sendable {
    /// A name that the log bore earlier.
    public struct Former: Hashable, Sendable {
        /// The name.
        public let name: String
        /// The number of entries when the log got another: its checkpoints are of trees up to that size.
        public let until: Int

        /// A name and the size up to which it holds.
        public init(name: String, until: Int) {
            self.name = name
            self.until = until
        }
    }

    /// The names of before, the earliest first.
    public let former: [Former]
    /// The name that the log has now.
    public let current: String

    /// Of those names, in their order.
    public init(_ former: [Former] = [], current: String) {
        self.former = former
        self.current = current
    }

    /// Every name, the earliest first.
    public var names: [String] { former.map(\.name) + [current] }

    /// The name that the envelope of the entry at a position bears.
    public func name(at position: Int) -> String { former.first { position < $0.until }?.name ?? current }

    /// The largest tree that is this log's under that name: all there was of a former one, any of the current; nil where it
    /// never had the name. Names are compared by their bytes.
    public func last(of name: String) -> Int? {
        if same(name, current) { return Int.max }
        return former.first { same(name, $0.name) }?.until
    }

    private func same(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
}

extension BookReader {
    /// The names that the log has had.
    public func origins() throws -> Origins {
        try stored {
            Origins(
                try db.all("SELECT name, until FROM former ORDER BY until") {
                    Origins.Former(name: try $0.decode(atIndex: 0), until: try $0.decode(atIndex: 1))
                },
                current: head.origin)
        }
    }
}

extension BookPage {
    /// Gives the log another name, which all that follows bears; the one that it had ends with the last entry so far.
    /// The first entry under it is appended by the same page. Whoever has the record open must open it again.
    ///
    /// - Throws: `StoreError`, of kind `misuse` where the name cannot be a log's or was this one's before.
    public mutating func begin(origin: String) throws {
        guard Envelope.isOrigin(origin) else {
            throw StoreError(.misuse, "'\(origin)' cannot be the name of a log")
        }
        guard try !reader.origins().names.contains(where: { $0.utf8.elementsEqual(origin.utf8) }) else {
            throw StoreError(.misuse, "the log had the name \(origin) already")
        }
        try stored {
            try db.run("INSERT INTO former (until, name) VALUES (?, ?)", [head.size, head.origin])
            try db.run("UPDATE head SET origin = ?", [origin])
        }
        rename(origin)
    }
}

extension Envelope {
    /// Whether a log can have this name: visible ASCII characters without quotation mark and backslash, and without a plus
    /// sign, which would end the name in a signed note's key.
    public static func isOrigin(_ name: String) -> Bool { isName(name) && !name.contains("+") }
}
