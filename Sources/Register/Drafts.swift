public import Domain
import FoundationEssentials
import Record
public import Vocabulary

/// A draft with the revision of its row, which a change must name.
public struct DraftRow<K: Kind>: Sendable, Equatable {
    public let draft: Draft<K>
    public let revision: Int
}

extension Register {
    /// Begins a draft on its author's side.
    public func begin<K: Kind>(_ draft: Draft<K>, by sitting: Sitting) async throws {
        try await change(by: sitting, may: .draft) { page in
            guard draft.author == sitting.body else { throw NotFound() }
            let sort = try page.load(draft.author).sort
            guard K.authors.contains(sort) else {
                throw Refusal(Fault("draft.author", "This body does not write a \(K.title.lowercased())"))
            }
            for claim in K.claims(draft.framework) {
                if try page.reader.claim(claim.kind, claim.key) != nil { throw Refusal(taken: claim) }
            }
            try page.put(
                draft, Draft<K>.drawer, draft.id.description, owner: draft.author.description, expecting: 0)
        }
    }

    /// A draft of the seat's own body; `NotFound` for anybody else's.
    public func draft<K: Kind>(_ id: Identifier<Agreement<K>>, for viewer: Viewer) throws -> DraftRow<K> {
        try book.read { reader in
            guard let (draft, revision) = try reader.row(Draft<K>.drawer, id.description, as: Draft<K>.self),
                draft.author == viewer.body
            else { throw NotFound() }
            return DraftRow(draft: draft, revision: revision)
        }
    }

    /// The drafts of a body.
    public func drafts<K: Kind>(of body: Identifier<Body>, _: K.Type) throws -> [DraftRow<K>] {
        try book.read { reader in
            try reader.rows(kind: Draft<K>.drawer, owner: body.description).map {
                DraftRow(draft: try JSONDecoder().decode(Draft<K>.self, from: Data($0.json)), revision: $0.revision)
            }
        }
    }

    /// Changes a draft as it was read, and answers its new revision. `citing` names seats that the change brings in.
    @discardableResult
    public func edit<K: Kind>(
        _ id: Identifier<Agreement<K>>, revision: Int?, by sitting: Sitting, citing seats: [Identifier<Seat>] = [],
        _ body: @escaping @Sendable (inout Draft<K>, Circumstances) throws -> Void
    ) async throws -> Int {
        try await change(by: sitting, may: .draft) { page in
            var (draft, current) = try page.draft(id, of: sitting.body)
            guard revision == nil || revision == current else { throw Refusal.stale(current) }
            let before = draft
            try body(&draft, try page.circumstances(of: draft, and: seats))
            if draft == before { return current }
            return try page.put(
                draft, Draft<K>.drawer, id.description, owner: draft.author.description, expecting: current)
        }
    }

    /// Clears a draft, as a seat that its body names.
    public func clear<K: Kind>(_ id: Identifier<Agreement<K>>, edition: Int, by sitting: Sitting) async throws {
        try await change(by: sitting, may: .clear) { page in
            var (draft, current) = try page.draft(id, of: sitting.body)
            let named = try page.load(draft.author).clearance
            try draft.clear(as: sitting.seat, at: page.now, edition: edition, named: named)
            try page.put(draft, Draft<K>.drawer, id.description, owner: draft.author.description, expecting: current)
        }
    }

    /// All that must still be done before a draft can be sent.
    public func lacking<K: Kind>(_ id: Identifier<Agreement<K>>, by sitting: Sitting) async throws -> [Fault] {
        try await change(by: sitting) { page in
            let (draft, _) = try page.draft(id, of: sitting.body)
            let named = try page.load(draft.author).clearance
            return draft.lacking(named: named, in: try page.circumstances(of: draft, and: named))
        }
    }

    /// Sends a draft to the other parties: the agreement is opened and the draft's row is gone, or nothing happens.
    public func send<K: Kind>(_ id: Identifier<Agreement<K>>, revision: Int, by sitting: Sitting) async throws {
        try await change(by: sitting, may: .draft) { page in
            let (draft, current) = try page.draft(id, of: sitting.body)
            guard revision == current else { throw Refusal.stale(current) }
            let named = try page.load(draft.author).clearance
            let events = try draft.send(named: named, in: try page.circumstances(of: draft, and: named))
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
    func draft<K: Kind>(_ id: Identifier<Agreement<K>>, of body: Identifier<Body>) throws -> (Draft<K>, Int) {
        guard let (draft, revision) = try row(Draft<K>.drawer, id.description, as: Draft<K>.self), draft.author == body else {
            throw NotFound()
        }
        return (draft, revision)
    }

    func circumstances<K: Kind>(of draft: Draft<K>, and seats: [Identifier<Seat>] = []) throws -> Circumstances {
        try circumstances(draft.parties, draft.framework, citing: draft.lines.map(\.content), and: seats)
    }
}
