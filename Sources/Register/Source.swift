public import Record
public import Views

extension Source {
    /// The store, as the views read it; entries at a position and after it are left out where one is given. What this process
    /// appended a moment ago is not read again, unless the file itself is asked.
    public init(_ book: Book, before end: Int = .max, fromFile: Bool = false) {
        self.init(
            entries: { from, limit in
                let limit = min(limit, max(0, end - from))
                let known = fromFile ? nil : book.justWritten(from: from, limit: limit)
                let entries = try known ?? book.read { try $0.hashedEntries(from: from, limit: limit) }
                return entries.map(Entry.init)
            },
            history: { subject, before in
                try book.read { try $0.hashedEntries(of: subject, before: before).map(Entry.init) }
            },
            disclosures: { digests in
                try book.read { reader in
                    try digests.reduce(into: [:]) { texts, digest in texts[digest] = try reader.disclosure(of: digest) }
                }
            })
    }
}

extension Entry {
    init(_ stored: StoredEntry) {
        self.init(
            position: stored.position, subject: stored.subject, event: stored.event, time: stored.time,
            actor: stored.actor, body: stored.body)
    }
}
