import Domain
import FoundationEssentials
import Pathfinders
import Synchronization
import Vocabulary

@testable import Views

/// A record in memory, of the shared cast's making, for views to fold.
final class Chronicle: Sendable {
    let cast: Cast
    private let kept = Mutex<(entries: [Entry], disclosures: [Digest: Disclosure])>(([], [:]))

    init(seed: UInt64 = 2003) throws {
        cast = Cast(seed: seed)
        for party in cast.parties {
            try append(party.events.body, to: party.id)
            for seat in party.allSeats {
                try append(party.events.seats[seat.office] ?? [], to: seat.id)
                try append(party.events.appointments[seat.office] ?? [], to: party.holder(of: seat.office).id)
            }
        }
    }

    /// The number of entries.
    var size: Int { kept.withLock { $0.entries.count } }

    func append<S: Subject>(_ events: [S.Event], to id: Identifier<S>) throws {
        let stamp = Stamp(position: 0, time: Instant(milliseconds: 1_041_379_200_000), actor: .operator)
        try append(events.map { ($0, stamp) }, to: id)
    }

    func append<K: Kind>(_ story: Story<K>) throws { try append(story.history, to: story.agreement.id) }

    func append<S: Subject>(_ history: [(S.Event, Stamp)], to id: Identifier<S>) throws {
        for (event, stamp) in history {
            let (name, body, disclosures) = try EventCoder.encode(event, of: S.kind)
            kept.withLock { kept in
                kept.entries.append(
                    Entry(
                        position: kept.entries.count, subject: "\(S.kind)/\(id)", event: name, time: stamp.time,
                        actor: stamp.actor.description, body: body))
                for (digest, disclosure) in disclosures { kept.disclosures[digest] = disclosure }
            }
        }
    }

    var source: Source {
        Source(
            entries: { from, limit in self.kept.withLock { Array($0.entries.dropFirst(from).prefix(limit)) } },
            history: { subject, before in
                self.kept.withLock { $0.entries.prefix(before).filter { $0.subject == subject } }
            },
            disclosures: { digests in
                self.kept.withLock { kept in kept.disclosures.filter { digests.contains($0.key) } }
            })
    }
}

/// A folder of its own for a test's views, gone with it.
final class Folder: Sendable {
    let path: String

    init() throws {
        path =
            FileManager.default.temporaryDirectory.path + "/views-"
            + Randomness.system.identifier(of: Folder.self).description
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        do { try FileManager.default.removeItem(atPath: path) } catch { print("left behind: \(path), \(error)") }
    }

    /// A folder within it.
    func within(_ name: String) throws -> String {
        try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true)
        return "\(path)/\(name)"
    }
}

extension Views {
    /// Every row of every table.
    func rows() throws -> [String] {
        var rows: [String] = []
        _ = try dump { rows.append("\($0): \($1)") }
        return rows
    }
}
