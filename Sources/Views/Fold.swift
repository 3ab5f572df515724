import Domain
import GRDB
import Synchronization
import Vocabulary

/// Takes entries, in order, into the tables. It keeps the subjects it met last, so that a run of entries of one subject
/// does not read its history again; a subject that is not kept is replayed from the record.
final class Fold: Sendable {
    private let source: Source
    private let kept = Mutex<[String: any Subject]>([:])
    /// The next entry for which the subjects kept are those that the tables hold.
    private let upTo = Mutex(0)
    private static let mostKept = 2000

    init(source: Source) { self.source = source }

    /// Takes in entries, of which the tables hold those before `next`.
    func take(_ entries: [Entry], from next: Int, into db: Database) throws {
        // After a failed write what was kept is ahead of the tables; it is behind them where another process folded
        // into the same file.
        if upTo.withLock({ $0 }) != next { kept.withLock { $0 = [:] } }
        upTo.withLock { $0 = -1 }
        var changed = ChangedAgreements()
        for entry in entries {
            switch entry.kind {
            case Substring(Body.kind): try take(entry, Body.self, db) { try fold($0, $1, db) }
            case Substring(Seat.kind): try take(entry, Seat.self, db) { seat, _ in try fold(seat, db) }
            case Substring(Appointment.kind):
                try take(entry, Appointment.self, db) { try fold($0, $1, db) }
            case Substring(Domain.Statement.kind): try agreement(entry, Domain.Statement.self, db, &changed)
            case Substring(Compact.kind): try agreement(entry, Compact.self, db, &changed)
            case Substring(Keeping.kind): try take(entry, Keeping.self, db) { try fold($1, entry, db) }
            default: throw UnreadableEntry(position: entry.position, reason: "subject '\(entry.subject)'")
            }
        }
        try settle(changed, db)
        upTo.withLock { $0 = (entries.last?.position ?? next - 1) + 1 }
    }

    private func agreement<K: Kind>(
        _ entry: Entry, _: Agreement<K>.Type, _ db: Database, _ changed: inout ChangedAgreements
    ) throws {
        let stamp = try entry.stamp()
        try take(entry, Agreement<K>.self, db) { agreement, event in
            try fold(agreement, event, stamp, entry, db)
            changed.note(agreement, event, stamp)
        }
    }

    private func settle(_ changed: ChangedAgreements, _ db: Database) throws {
        for key in changed.order {
            guard let change = changed.changes[key], let subject = kept.withLock({ $0[key] }) else { continue }
            if let statement = subject as? Domain.Statement {
                try settle(statement, change, db)
                try settle(agendaOf: statement, db)
            } else if let compact = subject as? Compact {
                try settle(compact, change, db)
            }
        }
        kept.withLock { if $0.count > Self.mostKept { $0 = [:] } }
    }

    private func take<S: Subject>(
        _ entry: Entry, _: S.Type, _ db: Database, project: (S, S.Event) throws -> Void
    ) throws {
        let event = try entry.decoded(for: S.self)
        let stamp = try entry.stamp()
        let id = try entry.identifier(of: S.self)
        var subject = kept.withLock { $0[entry.subject] as? S }
        if subject == nil {
            let history = try source.history(entry.subject, entry.position).map {
                (try $0.decoded(for: S.self), try $0.stamp())
            }
            subject = S.replay(history, as: id)
        }
        let before = subject.map { $0.audience(of: event) }
        if subject == nil {
            subject = S(opening: event, as: id, stamp)
        } else {
            subject?.apply(event, stamp)
        }
        guard let subject else {
            throw UnreadableEntry(position: entry.position, reason: "\(entry.event) opens nothing")
        }
        kept.withLock { $0[entry.subject] = subject }
        let audience = subject.audience(of: event)
        try db.execute(
            literal: """
                INSERT INTO entry (position, subject, event, publicFrom, bodies) VALUES
                (\(entry.position), \(entry.subject), \(entry.event), \(audience.publicFrom?.number), \(listed(audience)))
                """)
        try project(subject, event)
        if let before, before.publicFrom != audience.publicFrom {
            try reopen(subject, before: entry.position, entry.subject, db)
        }
        try copy(event, db)
    }

    /// What was the parties' own may now be everyone's: each entry is asked again.
    private func reopen<S: Subject>(_ subject: S, before position: Int, _ name: String, _ db: Database) throws {
        for entry in try source.history(name, position) {
            let audience = subject.audience(of: try entry.decoded(for: S.self))
            for table in ["entry", "step"] {
                try db.execute(
                    sql: "UPDATE \(table) SET publicFrom = ?, bodies = ? WHERE position = ?",
                    arguments: [audience.publicFrom?.number, listed(audience), entry.position])
            }
        }
    }

    /// Copies the texts behind an event's seals into the views.
    private func copy(_ event: some Encodable, _ db: Database) throws {
        for seal in seals(in: event) {
            guard let disclosure = try source.disclosure(seal.digest) else { continue }
            try db.execute(
                literal: """
                    INSERT OR IGNORE INTO sealed (digest, text) VALUES (\(seal.digest.description), \(disclosure.text))
                    """)
        }
    }

    private func seals(in event: Any) -> [Sealed] {
        switch event {
        case let event as AgreementEvent: event.words.map { [$0] } ?? []
        case Appointment.Event.made(_, let holder, _, _): [holder]
        case Appointment.Event.revoked(let reason): [reason]
        default: []
        }
    }

    private func fold(_ body: Body, _ event: Body.Event, _ db: Database) throws {
        switch event {
        case .opened:
            let authority = body.authority
            try db.execute(
                literal: """
                    INSERT INTO body (id, sort, name, code, ons, type, region, london, firstDay, lastDay) VALUES
                    (\(body.id.description), \(body.sort.rawValue), \(body.name), \(body.code), \(authority?.ons),
                    \(authority?.type), \(authority?.region), \(authority?.london ?? false), \(authority?.from?.number),
                    \(authority?.until?.number))
                    """)
        case .clearanceNamed(let seats):
            try db.execute(literal: "DELETE FROM clearance WHERE body = \(body.id.description)")
            for (ordinal, seat) in seats.enumerated() {
                try db.execute(
                    literal: """
                        INSERT INTO clearance (body, ordinal, seat)
                        VALUES (\(body.id.description), \(ordinal), \(seat.description))
                        """)
            }
        }
    }

    private func fold(_ seat: Seat, _ db: Database) throws {
        try db.execute(
            literal: """
                INSERT INTO seat (id, body, title, office) VALUES
                (\(seat.id.description), \(seat.body.description), \(seat.title), \(seat.office.rawValue))
                """)
    }

    private func fold(_ appointment: Appointment, _ event: Appointment.Event, _ db: Database) throws {
        try db.execute(
            literal: """
                INSERT OR REPLACE INTO appointment (id, seat, holder, firstDay, lastDay, certificate, revoked) VALUES
                (\(appointment.id.description), \(appointment.seat.description), \(appointment.holder.digest.description),
                \(appointment.from.number), \(appointment.until?.number), \(appointment.certificate?.description),
                \(appointment.revoked?.milliseconds))
                """)
    }
}

/// A set of bodies as the tables hold it: a space before and after each identifier.
func listed(_ audience: Audience) -> String {
    audience.bodies.isEmpty ? "" : " " + audience.bodies.sorted().map(\.description).joined(separator: " ") + " "
}
