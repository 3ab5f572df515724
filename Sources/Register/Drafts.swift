public import Domain
import FoundationEssentials
import Record
public import Vocabulary

/// A draft with the revision of its row, which a change must name.
public struct DraftRow<K: Kind>: Sendable, Equatable {
    public let draft: Draft<K>
    public let revision: Int
    /// When it was last changed.
    public let changed: Instant
    /// From which seat.
    public let seat: Identifier<Seat>
}

/// A draft as its row holds it.
private struct KeptDraft<K: Kind>: Codable {
    let draft: Draft<K>
    let changed: Instant
    let seat: Identifier<Seat>
}

/// A draft of any kind, of which nothing is read.
private struct AnyDraft: Decodable {}

/// What a change of one line of a draft rests on: the draft's revision and the line as they were read.
public struct LineAsRead: Sendable, Hashable {
    /// The revision of the draft's row.
    public let revision: Int?
    /// The digest of the line, see `Draft.digest(of:)`; for taking it out `Draft.digest(withAllBelow:)`.
    public let line: Digest?

    /// As a form carries them; nil for what it does not carry.
    public init(revision: Int?, line: Digest?) {
        self.revision = revision
        self.line = line
    }
}

extension Draft {
    /// What tells one state of a line from another: the digest of what it says, and of nothing where it is not there.
    public func digest(of line: LineID) throws -> Digest {
        guard let content = self[line] else { return Digest(of: []) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Digest(of: [UInt8](try encoder.encode(content)))
    }

    /// The same over a line and everything that stands below it: what goes when the line is taken out.
    public func digest(withAllBelow line: LineID) throws -> Digest {
        let below = try lines.filter { $0.content.above == line }.map { "\($0.id) \(try digest(of: $0.id))" }
        return Digest(of: ([try digest(of: line).description] + below).joined(separator: "\n").utf8)
    }
}

extension Register {
    /// Begins a draft on its author's side.
    public func begin<K: Kind>(_ draft: Draft<K>, by sitting: Sitting) async throws {
        try await change(by: sitting, may: .draft) { page in try page.begin(draft, by: sitting) }
    }

    /// A draft of the seat's own body; `NotFound` for anybody else's.
    public func draft<K: Kind>(_ id: Identifier<Agreement<K>>, for viewer: Viewer) throws -> DraftRow<K> {
        try book.read { reader in
            guard let (kept, revision) = try reader.row(Draft<K>.drawer, id.description, as: KeptDraft<K>.self),
                kept.draft.author == viewer.body
            else { throw NotFound() }
            return DraftRow(draft: kept.draft, revision: revision, changed: kept.changed, seat: kept.seat)
        }
    }

    /// The drafts of a body, the one changed last first.
    public func drafts<K: Kind>(of body: Identifier<Body>, _: K.Type) throws -> [DraftRow<K>] {
        try book.read { reader in
            try reader.rows(kind: Draft<K>.drawer, owner: body.description).map {
                let kept = try JSONDecoder().decode(KeptDraft<K>.self, from: Data($0.json))
                return DraftRow(draft: kept.draft, revision: $0.revision, changed: kept.changed, seat: kept.seat)
            }.sorted { ($1.changed, $1.draft.id) < ($0.changed, $0.draft.id) }
        }
    }

    /// Changes a draft as it was read, and answers its new revision. `citing` names seats that the change brings in.
    @discardableResult
    public func edit<K: Kind>(
        _ id: Identifier<Agreement<K>>, revision: Int?, by sitting: Sitting, citing seats: [Identifier<Seat>] = [],
        _ body: @escaping @Sendable (inout Draft<K>, Circumstances) throws -> Void
    ) async throws -> Int {
        try await edit(id, by: sitting, citing: seats, body) { _, current in revision == nil || revision == current }
    }

    /// Changes one line of a draft, and answers the draft's new revision. It goes on where the draft has changed since it
    /// was read but the line has not: two officers may work on different lines at once.
    @discardableResult
    public func edit<K: Kind>(
        _ id: Identifier<Agreement<K>>, line: LineID, asRead: LineAsRead, by sitting: Sitting,
        citing seats: [Identifier<Seat>] = [],
        _ body: @escaping @Sendable (inout Draft<K>, Circumstances) throws -> Void
    ) async throws -> Int {
        try await edit(id, by: sitting, citing: seats, body) { draft, current in
            try asRead.revision == current || asRead.line == draft.digest(of: line)
        }
    }

    /// Takes a line out of a draft with everything below it, and answers the draft's new revision. `asRead` carries the
    /// digest over all of that (`Draft.digest(withAllBelow:)`): nothing goes that was not shown.
    @discardableResult
    public func remove<K: Kind>(
        _ line: LineID, from id: Identifier<Agreement<K>>, asRead: LineAsRead, by sitting: Sitting
    ) async throws -> Int {
        try await edit(id, by: sitting, citing: []) { draft, _ in
            draft.remove(line)
        } ifStill: { draft, current in
            try asRead.revision == current || asRead.line == draft.digest(withAllBelow: line)
        }
    }

    private func edit<K: Kind>(
        _ id: Identifier<Agreement<K>>, by sitting: Sitting, citing seats: [Identifier<Seat>],
        _ body: @escaping @Sendable (inout Draft<K>, Circumstances) throws -> Void,
        ifStill isAsRead: @escaping @Sendable (Draft<K>, Int) throws -> Bool
    ) async throws -> Int {
        try await change(by: sitting, may: .draft) { page in
            var (draft, current) = try page.draft(id, of: sitting.body)
            guard try isAsRead(draft, current) else { throw Refusal.stale(current) }
            let before = draft
            try body(&draft, try page.circumstances(of: draft, and: seats))
            if draft == before { return current }
            return try page.keep(draft, by: sitting, expecting: current)
        }
    }

    /// Clears a draft, as a seat that its body names.
    public func clear<K: Kind>(_ id: Identifier<Agreement<K>>, edition: Int, by sitting: Sitting) async throws {
        try await change(by: sitting, may: .clear) { page in
            var (draft, current) = try page.draft(id, of: sitting.body)
            let named = try page.load(draft.author).clearance
            try draft.clear(as: sitting.seat, at: page.now, edition: edition, named: named)
            try page.keep(draft, by: sitting, expecting: current)
        }
    }

    /// All that must still be done before a draft can be sent.
    public func lacking<K: Kind>(draft id: Identifier<Agreement<K>>, by sitting: Sitting) throws -> [Fault] {
        let draft: Draft<K> = try draft(id, for: sitting.viewer).draft
        let today = today
        return try book.read { reader in
            let named = try reader.load(draft.author).clearance
            let circumstances = try reader.circumstances(
                draft.parties, draft.framework, citing: draft.lines.map(\.content), and: named, on: today)
            return draft.lacking(named: named, in: circumstances)
        }
    }

    /// Sends a draft to the other parties: the agreement is opened and the draft's row is gone, or nothing happens.
    public func send<K: Kind>(_ id: Identifier<Agreement<K>>, revision: Int, by sitting: Sitting) async throws {
        try await change(by: sitting, may: .draft) { page in
            let (draft, current) = try page.draft(id, of: sitting.body)
            guard revision == current else { throw Refusal.stale(current) }
            let named = try page.load(draft.author).clearance
            let events = try draft.send(named: named, in: try page.circumstances(of: draft, and: named))
            for kind in Kinds.names where try page.reader.sequence(of: "\(kind)/\(id)") > 0 {
                throw Refusal(Fault("draft.sent", "This draft was sent already: open it among the agreements"))
            }
            try page.open(id, events)
            try page.remove(kind: Draft<K>.drawer, key: id.description)
        }
    }

    /// Throws a draft away.
    public func discard<K: Kind>(_ id: Identifier<Agreement<K>>, revision: Int, by sitting: Sitting) async throws {
        try await change(by: sitting, may: .draft) { page in
            let (_, current) = try page.draft(id, of: sitting.body)
            guard revision == current else { throw Refusal.stale(current) }
            try page.remove(kind: Draft<K>.drawer, key: id.description)
        }
    }
}

extension Draft {
    /// The kind of drawer row that holds it.
    static var drawer: String { "draft-\(K.name)" }
}

extension BookPage {
    mutating func begin<K: Kind>(_ draft: Draft<K>, by sitting: Sitting) throws {
        guard draft.author == sitting.body else { throw NotFound() }
        let sort = try load(draft.author).sort
        guard K.authors.contains(sort) || draft.framework.varies != nil else {
            throw Refusal(Fault("draft.author", "\(K.title): this body does not write one"))
        }
        // A name is one agreement's, whatever its kind.
        for kind in Kinds.names {
            guard try reader.sequence(of: "\(kind)/\(draft.id)") == 0,
                try kind == K.name || reader.row("draft-\(kind)", draft.id.description, as: AnyDraft.self) == nil
            else {
                throw Refusal(Fault("draft.sent", "This draft was sent already: open it among the agreements"))
            }
        }
        for claim in draft.framework.claims(K.self) {
            if try reader.claim(claim.kind, claim.key) != nil { throw Refusal(taken: claim) }
        }
        try keep(draft, by: sitting, expecting: 0)
    }

    func draft<K: Kind>(_ id: Identifier<Agreement<K>>, of body: Identifier<Body>) throws -> (Draft<K>, Int) {
        guard let (kept, revision) = try row(Draft<K>.drawer, id.description, as: KeptDraft<K>.self),
            kept.draft.author == body
        else { throw NotFound() }
        return (kept.draft, revision)
    }

    @discardableResult
    mutating func keep<K: Kind>(_ draft: Draft<K>, by sitting: Sitting, expecting revision: Int) throws -> Int {
        try put(
            KeptDraft(draft: draft, changed: now, seat: sitting.seat), Draft<K>.drawer, draft.id.description,
            owner: draft.author.description, expecting: revision)
    }

    func circumstances<K: Kind>(of draft: Draft<K>, and seats: [Identifier<Seat>] = []) throws -> Circumstances {
        try circumstances(draft.parties, draft.framework, citing: draft.lines.map(\.content), and: seats)
    }
}
