import Domain
import GRDB
import Synchronization
import Vocabulary

/// Takes entries, in order, into the tables. It keeps the subjects it met last, so that a run of entries of one subject
/// does not read its history again; a subject that is not kept is replayed from the record.
final class Fold: Sendable {
    private let source: Source
    private let desk = Mutex(Desk())

    init(source: Source) { self.source = source }

    /// Takes in a run of entries; the tables hold all those before it.
    func take(_ run: Run, into db: Database) throws {
        let tables = Tables(db)
        try desk.withLock { desk in
            // After a failed write what was kept is ahead of the tables; it is behind them where another process folded
            // into the same file.
            if desk.upTo != run.first { desk = Desk() }
            desk.upTo = -1
            var voided: [Int] = []
            voided.reserveCapacity(run.entries.count)
            // All of the run is applied before its first row is written, so that each row is written once, as it stands
            // at the end.
            for entry in run.entries { voided.append(try apply(entry, to: &desk, tables)) }
            for (entry, voided) in zip(run.entries, voided) { try write(entry, voided, &desk, run, tables) }
            try desk.statements.settle(tables)
            try desk.compacts.settle(tables)
            try desk.conditionals.settle(tables)
            // After the agreements whose requests are in them.
            try settleGroups(&desk, tables)
            desk.tidy()
            desk.upTo = run.first + run.entries.count
        }
    }

    /// Applies an entry to its subject; answers how many signatures it made void.
    private func apply(_ entry: ReadEntry, to desk: inout Desk, _ tables: Tables) throws -> Int {
        switch entry.happening {
        case .body(let event): try fold(try take(event, entry, among: &desk.bodies, tables), event, tables)
        case .seat(let event): try fold(try take(event, entry, among: &desk.seats, tables), tables)
        case .appointment(let event): try fold(try take(event, entry, among: &desk.appointments, tables), tables)
        case .statement(let event): return try desk.statements.take(event, entry, source)
        case .compact(let event): return try desk.compacts.take(event, entry, source)
        case .conditional(let event): return try desk.conditionals.take(event, entry, source)
        case .requests(let event):
            let group = try take(event, entry, among: &desk.groups, tables)
            let parted: CitedLine? = if case .parted(let request, _) = event { request } else { nil }
            desk.regrouped.append((group.id, parted))
        case .standardLine(let event):
            try fold(try take(event, entry, among: &desk.standardLines, tables), event, entry, tables)
        case .release(let event):
            try fold(try take(event, entry, among: &desk.releases, tables), event, entry, tables)
        case .measure(let event): try fold(try take(event, entry, among: &desk.measures, tables), entry, tables)
        case .keeping(let event): _ = try take(event, entry, among: &desk.keepings, tables)
        }
        return 0
    }

    /// Writes what is written entry by entry.
    private func write(_ entry: ReadEntry, _ voided: Int, _ desk: inout Desk, _ run: Run, _ tables: Tables) throws {
        switch entry.happening {
        case .statement(let event): try desk.statements.write(event, entry, voided, tables)
        case .compact(let event): try desk.compacts.write(event, entry, voided, tables)
        case .conditional(let event): try desk.conditionals.write(event, entry, voided, tables)
        case .requests(let event): try write(event, entry, tables)
        case .keeping(let event): try write(event, entry, tables)
        default: break
        }
        for seal in entry.seals {
            guard let text = run.texts[seal.digest] else { continue }
            try tables.write(.sealed, Cell(seal.digest), Cell(text))
        }
    }

    private func take<S: Subject>(
        _ event: S.Event, _ entry: ReadEntry, among kept: inout [Identifier<S>: S], _ tables: Tables
    ) throws -> S {
        let id = Identifier<S>(entry.id)
        var subject = try kept[id] ?? S.replay(source.events(of: S.self, entry.subject, before: entry.position), as: id)
        let before = subject.map { $0.audience(of: event) }
        if subject == nil {
            subject = S(opening: event, as: id, entry.stamp)
        } else {
            subject?.apply(event, entry.stamp)
        }
        guard let subject else {
            throw UnreadableEntry(position: entry.position, reason: "\(entry.event) opens nothing")
        }
        kept[id] = subject
        let audience = subject.audience(of: event)
        try tables.write(.entry, Cell(entry.position), Cell(audience.publicFrom?.number), Cell(listed(audience)))
        if let before, before.publicFrom != audience.publicFrom {
            // What was somebody's own may now be everyone's: each entry is asked again.
            for (event, stamp) in try source.events(of: S.self, entry.subject, before: entry.position) {
                let audience = subject.audience(of: event)
                try tables.write(
                    .reopenEntry, Cell(audience.publicFrom?.number), Cell(listed(audience)), Cell(stamp.position))
            }
        }
        return subject
    }

    private func fold(_ body: Body, _ event: Body.Event, _ tables: Tables) throws {
        switch event {
        case .opened:
            let authority = body.authority
            try tables.write(
                .body, Cell(body.id), Cell(body.sort.rawValue), Cell(body.name), Cell(body.code), Cell(authority?.ons),
                Cell(authority?.type), Cell(authority?.region), Cell(authority?.london ?? false),
                Cell(authority?.from?.number), Cell(authority?.until?.number))
        case .abolished(let day): try tables.write(.abolished, Cell(day.number), Cell(body.id))
        case .clearanceNamed(let seats):
            try tables.write(.noClearance, Cell(body.id))
            for (ordinal, seat) in seats.enumerated() {
                try tables.write(.clearance, Cell(body.id), Cell(ordinal), Cell(seat))
            }
        }
    }

    private func fold(
        _ line: StandardLine, _ event: StandardLine.Event, _ entry: ReadEntry, _ tables: Tables
    ) throws {
        switch event {
        case .opened:
            try tables.write(
                .standardLine, Cell(line.id), Cell(line.by), .text(line.title), .text(line.text), Cell(entry.position))
        case .offered(let lines):
            for offer in lines { try tables.write(.offer, Cell(line.id), Cell(offer.compact), Cell(offer.line)) }
        }
    }

    private func fold(_ seat: Seat, _ tables: Tables) throws {
        try tables.write(.seat, Cell(seat.id), Cell(seat.body), Cell(seat.title), Cell(seat.office.rawValue))
    }

    private func fold(_ appointment: Appointment, _ tables: Tables) throws {
        try tables.write(
            .appointment, Cell(appointment.id), Cell(appointment.seat), Cell(appointment.holder.digest),
            Cell(appointment.from.number), Cell(appointment.until?.number), Cell(appointment.certificate),
            Cell(appointment.revoked?.milliseconds))
    }
}

extension Source {
    /// What happened to a subject before a position, in order.
    func events<S: Subject>(of _: S.Type, _ subject: String, before position: Int) throws -> [(S.Event, Stamp)] {
        try history(subject, position).map { (try $0.decoded(for: S.self), try $0.stamp()) }
    }
}

/// A set of bodies as the tables hold it: a space before and after each identifier.
func listed(_ audience: Audience) -> String {
    audience.bodies.isEmpty ? "" : " " + audience.bodies.sorted().map(\.description).joined(separator: " ") + " "
}
