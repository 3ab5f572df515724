import Domain
import FoundationEssentials
import GRDB
import Vocabulary

/// The agreements that a run of entries touched, and which of their lines: their rows are written once at its end.
struct ChangedAgreements {
    private(set) var order: [String] = []
    private(set) var changes: [String: Change] = [:]

    struct Change {
        var lines: Set<LineID> = []
        var allLines = false
        var last: Stamp
    }

    mutating func note<K: Kind>(_ agreement: Agreement<K>, _ event: AgreementEvent, _ stamp: Stamp) {
        let key = "\(K.name)/\(agreement.id)"
        if changes[key] == nil { order.append(key) }
        var change = changes[key] ?? Change(last: stamp)
        change.last = stamp
        switch event {
        case .lineProposed(let line, _, _, _, let after):
            change.lines.insert(line)
            // A line that comes back brings those below it along.
            let comesBack = agreement.lines[line]?.versions.dropLast().last.map { $0.content == nil } ?? false
            change.allLines = change.allLines || after != nil || comesBack || agreement.stage != .negotiating
        case .lineAccepted(let line, _, _): change.lines.insert(line)
        case .lineConsidered(let line, _, _), .lineObjected(let line, _, _, _), .lineAwaited(let line, _, _),
            .lineReleased(let line, _, _), .lineDropped(let line, _, _):
            change.lines.insert(line)
            // A line left out takes those below it along; a thaw opens every line anew.
            change.allLines = true
        case .frozen, .signed, .withdrawn: change.allLines = true
        case .opened, .cleared, .discussed: break
        }
        changes[key] = change
    }
}

extension AgreementEvent {
    /// The sealed words that it carries.
    var words: Sealed? {
        switch self {
        case .lineObjected(_, _, _, let words), .lineAwaited(_, _, let words), .lineReleased(_, _, let words),
            .discussed(_, _, let words), .withdrawn(_, let words):
            words
        default: nil
        }
    }

    /// The side, line, revision and seat that it names.
    var named: (side: Identifier<Body>?, line: LineID?, revision: Int?, seat: Identifier<Seat>?) {
        switch self {
        case .opened(_, _, let author, _): (author, nil, nil, nil)
        case .cleared(let seat, _): (nil, nil, nil, seat)
        case .lineProposed(let line, let revision, _, let side, _), .lineDropped(let line, let revision, let side),
            .lineAccepted(let line, let revision, let side), .lineConsidered(let line, let revision, let side),
            .lineObjected(let line, let revision, let side, _):
            (side, line, revision, nil)
        case .lineAwaited(let line, let side, _), .lineReleased(let line, let side, _): (side, line, nil, nil)
        case .discussed(let line, let side, _): (side, line, nil, nil)
        case .frozen: (nil, nil, nil, nil)
        case .signed(let seat, _, _, _): (nil, nil, nil, seat)
        case .withdrawn(let side, _): (side, nil, nil, nil)
        }
    }

    /// The case's name, as the record has it.
    var name: String {
        switch self {
        case .opened: "opened"
        case .cleared: "cleared"
        case .lineProposed: "lineProposed"
        case .lineDropped: "lineDropped"
        case .lineAccepted: "lineAccepted"
        case .lineConsidered: "lineConsidered"
        case .lineObjected: "lineObjected"
        case .lineAwaited: "lineAwaited"
        case .lineReleased: "lineReleased"
        case .discussed: "discussed"
        case .frozen: "frozen"
        case .signed: "signed"
        case .withdrawn: "withdrawn"
        }
    }
}

extension Fold {
    /// What is written entry by entry: the step, the wording, the signature.
    func fold<K: Kind>(
        _ agreement: Agreement<K>, _ event: AgreementEvent, _ stamp: Stamp, _ entry: Entry, _ db: Database
    ) throws {
        let id = agreement.id.description
        let (side, line, revision, named) = event.named
        let actor: Identifier<Seat>? = if case .seat(let seat) = stamp.actor { seat } else { nil }
        let audience = agreement.audience(of: event)
        let voided =
            agreement.execution.voided.count
            - (try Int.fetchOne(
                db, sql: "SELECT COUNT(*) FROM signature WHERE agreement = ? AND void", arguments: [id]) ?? 0)
        try db.execute(
            literal: """
                INSERT INTO step
                (position, agreement, event, time, seat, side, line, revision, words, voided, publicFrom, bodies)
                VALUES (\(stamp.position), \(id), \(event.name), \(stamp.time.milliseconds),
                \((named ?? actor)?.description), \(side?.description), \(line?.description), \(revision),
                \(event.words?.digest.description), \(voided), \(audience.publicFrom?.number), \(listed(audience)))
                """)
        if voided > 0 { try db.execute(literal: "UPDATE signature SET void = TRUE WHERE agreement = \(id)") }
        switch event {
        case .lineProposed(let line, let revision, let content, let side, _):
            try version(id, line, revision, try json(content), side, stamp, db)
        case .lineDropped(let line, let revision, let side): try version(id, line, revision, nil, side, stamp, db)
        case .signed(let seat, let appointment, let text, let signature):
            try db.execute(
                literal: """
                    INSERT INTO signature (position, agreement, seat, appointment, text, signature, time, void) VALUES
                    (\(stamp.position), \(id), \(seat.description), \(appointment.description), \(text.description),
                    \(signature.description), \(stamp.time.milliseconds), FALSE)
                    """)
        default: break
        }
    }

    private func version(
        _ agreement: String, _ line: LineID, _ revision: Int, _ content: String?, _ side: Identifier<Body>,
        _ stamp: Stamp, _ db: Database
    ) throws {
        try db.execute(
            literal: """
                INSERT INTO version (agreement, line, revision, content, side, position, time) VALUES (\(agreement),
                \(line.description), \(revision), \(content), \(side.description), \(stamp.position),
                \(stamp.time.milliseconds))
                """)
    }

    /// What is written once a run: the agreement's own row, its parties, and the lines that changed.
    func settle<K: Kind>(_ agreement: Agreement<K>, _ change: ChangedAgreements.Change, _ db: Database) throws {
        let id = agreement.id.description
        let open = agreement.lines.open(for: agreement.parties).count
        try db.execute(
            literal: """
                INSERT OR REPLACE INTO agreement (id, kind, title, author, statement, year, authority, stage, opened,
                completed, inForce, publicFrom, text, position, changed, open) VALUES (\(id), \(K.name), \(agreement.title),
                \(agreement.author.description), \(agreement.framework.statement?.description),
                \(agreement.framework.year?.start), \(agreement.framework.authority?.description),
                \(agreement.stage.rawValue), \(agreement.opened.time.milliseconds),
                \(agreement.execution.completed?.milliseconds), \(agreement.inForce?.number),
                \(agreement.publicFrom?.number), \(agreement.execution.text?.description), \(change.last.position),
                \(change.last.time.milliseconds), \(open))
                """)
        let waiting = agreement.waitingLines()
        try db.execute(literal: "DELETE FROM party WHERE agreement = \(id)")
        for (ordinal, party) in agreement.parties.enumerated() {
            try db.execute(
                literal: """
                    INSERT INTO party (agreement, ordinal, body, waiting)
                    VALUES (\(id), \(ordinal), \(party.description), \(waiting[party, default: 0]))
                    """)
        }
        let standing = Set(agreement.lines.standing.map(\.id))
        for (ordinal, line) in agreement.lines.all.enumerated()
        where change.allLines || change.lines.contains(line.id) {
            try settle(line, ordinal, standing.contains(line.id), agreement, db)
        }
        try settle(signatoriesOf: agreement, db)
    }

    private func settle<K: Kind>(
        _ line: Line, _ ordinal: Int, _ standing: Bool, _ agreement: Agreement<K>, _ db: Database
    ) throws {
        let (id, name) = (agreement.id.description, line.id.description)
        let content = line.lastContent
        try db.execute(
            literal: """
                INSERT OR REPLACE INTO line (agreement, line, ordinal, part, above, revision, content, dropped, standing,
                awaitedBy, awaited) VALUES (\(id), \(name), \(ordinal), \(content.name.rawValue),
                \(content.above?.description), \(line.revision), \(try json(content)), \(line.content == nil), \(standing),
                \(line.awaited?.side.description), \(line.awaited?.decision.digest.description))
                """)
        try db.execute(literal: "DELETE FROM stance WHERE agreement = \(id) AND line = \(name)")
        for (side, stance) in line.stances {
            let (word, reason): (String, Sealed?) =
                switch stance {
                case .accepts: ("accepts", nil)
                case .considers: ("considers", nil)
                case .objects(let reason): ("objects", reason)
                }
            try db.execute(
                literal: """
                    INSERT INTO stance (agreement, line, side, stance, reason)
                    VALUES (\(id), \(name), \(side.description), \(word), \(reason?.digest.description))
                    """)
        }
        try db.execute(literal: "DELETE FROM lineWaits WHERE agreement = \(id) AND line = \(name)")
        for side in agreement.waiting(line).sorted() {
            try db.execute(
                literal: "INSERT INTO lineWaits (agreement, line, side) VALUES (\(id), \(name), \(side.description))")
        }
        try db.execute(literal: "DELETE FROM priority WHERE agreement = \(id) AND line = \(name)")
        if standing, case .priority(let area, _, _, _) = content {
            try db.execute(
                literal: "INSERT INTO priority (agreement, line, area) VALUES (\(id), \(name), \(area.description))")
        }
        try db.execute(literal: "DELETE FROM found WHERE key = \("\(id)/\(name)")")
        // An area is looked for by its name as well.
        let text =
            if case .area(_, _, _, let title, let text, _) = content { "\(title): \(text)" } else { content.text }
        if standing, !text.isEmpty {
            let audience = Audience.parties(agreement.parties)
            try db.execute(
                literal: """
                    INSERT INTO found (key, kind, agreement, line, title, text, publicFrom, bodies) VALUES
                    (\("\(id)/\(name)"), \(K.name), \(id), \(name), \(agreement.title), \(text),
                    \(agreement.publicFrom?.number), \(listed(audience)))
                    """)
        }
    }

    private func settle<K: Kind>(signatoriesOf agreement: Agreement<K>, _ db: Database) throws {
        let id = agreement.id.description
        try db.execute(literal: "DELETE FROM signatory WHERE agreement = \(id)")
        let next = agreement.execution.next
        let required = agreement.execution.text == nil ? agreement.signatories : agreement.execution.required
        for (place, signatory) in required.enumerated() {
            try db.execute(
                literal: """
                    INSERT OR REPLACE INTO signatory (agreement, seat, ordinal, place, isNext) VALUES (\(id),
                    \(signatory.seat.description), \(signatory.order), \(place), \(next.contains(signatory.seat)))
                    """)
        }
    }

    /// The areas of a statement's agenda.
    func settle(agendaOf statement: Domain.Statement, _ db: Database) throws {
        let id = statement.id.description
        try db.execute(literal: "DELETE FROM area WHERE statement = \(id)")
        for area in statement.agenda?.areas ?? [] {
            try db.execute(
                literal: """
                    INSERT OR REPLACE INTO area (id, statement, line, code, title)
                    VALUES (\(area.id.description), \(id), \(area.line.description), \(area.code), \(area.title))
                    """)
        }
    }

    private func json(_ content: Part) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(content), as: UTF8.self)
    }
}

extension Agreement {
    /// How many open lines wait on each party.
    func waitingLines() -> [Identifier<Body>: Int] {
        var count: [Identifier<Body>: Int] = [:]
        for line in lines.all {
            for side in waiting(line) { count[side, default: 0] += 1 }
        }
        return count
    }
}
