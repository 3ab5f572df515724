public import Domain
import GRDB
public import Vocabulary

extension Views {
    /// One agreement for a viewer; nil where there is none or it is not theirs to see.
    public func agreement(_ id: String, kind: String, for viewer: Viewer, today: Day) throws -> AgreementRead? {
        try read { db in
            guard
                let row = try SQLRequest<Row>(
                    literal: """
                        SELECT agreement.*, body.code AS code, body.name AS name, body.region AS region,
                        \(AgreementLine.more(today)) FROM agreement
                        LEFT JOIN body ON body.id = agreement.authority
                        WHERE agreement.id = \(id) AND \(AgreementLine.isOrVaries(kind))
                        AND \(viewer.seesAgreement("agreement", today: today))
                        """, cached: true
                ).fetchOne(db)
            else { return nil }
            let parties = try db.rows(
                """
                SELECT body.id, body.name, body.code, body.sort, body.lastDay, party.waiting FROM party
                JOIN body ON body.id = party.body WHERE agreement = \(id) ORDER BY ordinal
                """
            ) {
                PartyRead(
                    id: try $0.identifier("id"), name: $0["name"], code: $0["code"], sort: try $0.word("sort"),
                    waiting: $0["waiting"], until: $0.day("lastDay"),
                    isAbolished: $0.day("lastDay").map { $0 < today } ?? false)
            }
            let isParty = parties.contains { $0.id == viewer.body }
            let steps = try self.steps(of: id, line: nil, viewer, today, db)
            let statement: Identifier<Domain.Statement>? = row.maybeIdentifier("statement")
            let lines = try lines(of: id, isParty: isParty, steps, today, db)
            let hasRequests = lines.contains { $0.content.name == .request }
            return AgreementRead(
                line: AgreementLine(row, today: today), statement: statement, author: try row.identifier("author"),
                parties: parties, isParty: isParty, text: (row["text"] as String?).flatMap { Digest($0) },
                publicFrom: row.day("publicFrom"), lines: lines,
                signatories: try signatories(of: id, db), steps: steps,
                // What one body keeps to itself for now raises nobody else's.
                position: steps.last?.position ?? 0,
                areas: try areas(of: statement?.description ?? id, db),
                course: try course(of: id, steps, db),
                monitoring: (row["monitoring"] as String?).flatMap { Monitoring(rawValue: $0) },
                requests: hasRequests ? try requests(of: id, today: today, db) : [:],
                variations: try variations(of: id, viewer, today, db),
                suspended: row.maybeIdentifier("suspended"), former: try former(of: id, db))
        }
    }

    /// The proposals that the steps tell of, and the one that is open.
    private func course(of agreement: String, _ steps: [StepRead], _ db: Database) throws -> CourseRead {
        guard steps.contains(where: { $0.event == "courseProposed" }) else {
            return CourseRead(proposals: [], open: nil)
        }
        let proposals: [(proposal: ProposalRead, isOpen: Bool)] = try db.rows(
            """
            SELECT proposal.*, why.text AS reasonText, why.erased AS reasonErased, \(SeatRead.acted) FROM proposal
            LEFT JOIN sealed AS why ON why.digest = proposal.reason \(SeatRead.acting("proposal"))
            WHERE proposal.agreement = \(agreement) ORDER BY proposal.number
            """
        ) { row in
            let number: Int = row["number"]
            let accepted = steps.filter { $0.event == "courseAccepted" && $0.revision == number }
            let proposal = ProposalRead(
                number: number, change: row.day("until").map { .extended(until: $0) } ?? .completed,
                side: try row.identifier("side"), accepted: Set(accepted.compactMap(\.side)),
                reason: try row.certainlyTold("reason"), time: Instant(milliseconds: row["time"]),
                position: row["position"], seat: try SeatRead(acting: row))
            return (proposal, row["open"])
        }
        return CourseRead(proposals: proposals.map(\.proposal), open: proposals.first(where: \.isOpen)?.proposal)
    }

    /// Every wording that a line has had, oldest first: for parties, and none for anybody else.
    public func versions(of line: LineID, in agreement: String, for viewer: Viewer) throws -> [VersionRead] {
        try read { db in
            try db.rows(
                """
                SELECT * FROM version WHERE agreement = \(agreement) AND line = \(line.description)
                AND EXISTS (SELECT 1 FROM party WHERE party.agreement = version.agreement
                AND party.body = \(viewer.body?.description)) ORDER BY revision
                """
            ) { try VersionRead($0) }
        }
    }

    /// What is on a body's desk: agreements that it is a party to and that are not yet signed, those first that wait on it.
    public func desk(of body: Identifier<Body>, seat: Identifier<Seat>, today: Day) throws -> [DeskLine] {
        try read { db in
            let next = try nextToSign(onDeskOf: body, db)
            return try db.rows(
                """
                SELECT agreement.*, body.code AS code, body.name AS name, body.region AS region,
                \(AgreementLine.more(today)), mine.waiting AS mine,
                (SELECT coalesce(sum(waiting), 0) FROM party WHERE agreement = agreement.id
                 AND party.agreement = mine.agreement AND party.body <> mine.body) AS theirs,
                EXISTS (SELECT 1 FROM signatory WHERE signatory.agreement = agreement.id
                 AND signatory.seat = \(seat.description) AND isNext) AS signs,
                EXISTS (SELECT 1 FROM signatory JOIN seat ON seat.id = signatory.seat
                 WHERE signatory.agreement = agreement.id AND isNext AND seat.body = mine.body) AS ours,
                (SELECT group_concat(other.name, char(10)) FROM party JOIN body AS other ON other.id = party.body
                 WHERE party.agreement = agreement.id AND party.body <> mine.body) AS others
                FROM agreement INDEXED BY agreementUnsettled
                CROSS JOIN party AS mine ON mine.agreement = agreement.id AND mine.body = \(body.description)
                LEFT JOIN body ON body.id = agreement.authority
                WHERE agreement.stage <> 'signed' AND agreement.stage <> 'withdrawn'
                ORDER BY signs DESC, mine.waiting DESC, ours DESC, agreement.changed DESC, agreement.id
                """
            ) { row in
                DeskLine(
                    line: AgreementLine(row, today: today), mine: row["mine"], theirs: row["theirs"], open: row["open"],
                    signs: row["signs"], next: next[row["id"]] ?? [], position: row["position"],
                    changed: Instant(milliseconds: row["changed"]),
                    others: (row["others"] as String?)?.split(separator: "\n").map(String.init) ?? [])
            }
        }
    }

    /// For each agreement on a body's desk, the seats whose turn to sign has come.
    private func nextToSign(onDeskOf body: Identifier<Body>, _ db: Database) throws -> [String: [SeatRead]] {
        let rows: [(agreement: String, seat: SeatRead)] = try db.rows(
            """
            SELECT signatory.agreement AS signed, seat.*, body.name AS bodyName, body.code AS bodyCode
            FROM agreement INDEXED BY agreementUnsettled
            CROSS JOIN party ON party.agreement = agreement.id AND party.body = \(body.description)
            JOIN signatory ON signatory.agreement = party.agreement AND signatory.isNext
            JOIN seat ON seat.id = signatory.seat JOIN body ON body.id = seat.body
            WHERE agreement.stage <> 'signed' AND agreement.stage <> 'withdrawn'
            ORDER BY signatory.agreement, signatory.place
            """
        ) { ($0["signed"], try SeatRead($0)) }
        return rows.reduce(into: [:]) { next, row in next[row.agreement, default: []].append(row.seat) }
    }

    /// Every wording that the lines of an agreement have had, oldest first: for parties, and none for anybody else.
    public func versions(in agreement: String, for viewer: Viewer) throws -> [LineID: [VersionRead]] {
        try read { db in
            let rows = try SQLRequest<Row>(
                literal: """
                    SELECT * FROM version WHERE agreement = \(agreement)
                    AND EXISTS (SELECT 1 FROM party WHERE party.agreement = version.agreement
                    AND party.body = \(viewer.body?.description)) ORDER BY line, revision
                    """, cached: true
            ).fetchAll(db)
            return try rows.reduce(into: [:]) { versions, row in
                versions[try row.identifier("line"), default: []].append(try VersionRead(row))
            }
        }
    }

    /// The words said of a line, or of the whole where none is given, and all other steps, that the viewer may see.
    public func steps(of agreement: String, line: LineID?, for viewer: Viewer, today: Day) throws -> [StepRead] {
        try read { try steps(of: agreement, line: line, viewer, today, $0) }
    }

    private func steps(
        of agreement: String, line: LineID?, _ viewer: Viewer, _ today: Day, _ db: Database
    ) throws -> [StepRead] {
        // The yearly discussion may be long, and has a page of its own.
        var condition: SQL = """
            step.agreement = \(agreement) AND step.event <> 'spoke' AND \(viewer.sees("step", today: today))
            """
        if let line { condition += " AND step.line = \(line.description)" }
        return try db.rows(
            """
            SELECT step.*, \(StepRead.isVoid) AS isVoid, sealed.text AS said, sealed.erased, \(SeatRead.acted) FROM step
            LEFT JOIN sealed ON sealed.digest = step.words \(SeatRead.acting("step")) WHERE \(condition) ORDER BY step.position
            """
        ) { row in
            let publicFrom = row.day("publicFrom")
            return StepRead(
                position: row["position"], event: row["event"], time: Instant(milliseconds: row["time"]),
                seat: try SeatRead(acting: row), side: row.maybeIdentifier("side"), line: row.maybeIdentifier("line"),
                revision: row["revision"], words: row["said"], erased: row.day("erased"), voided: row["voided"],
                isVoid: row["isVoid"],
                isPublic: publicFrom.map { $0 <= today } ?? false)
        }
    }

    private func lines(
        of agreement: String, isParty: Bool, _ steps: [StepRead], _ today: Day, _ db: Database
    ) throws -> [LineRead] {
        var stances: [String: [Identifier<Body>: StanceRead]] = [:]
        var waits: [String: [Identifier<Body>]] = [:]
        if isParty {
            for row in try SQLRequest<Row>(
                literal: """
                    SELECT stance.*, sealed.text AS said, sealed.erased FROM stance LEFT JOIN sealed ON sealed.digest = stance.reason
                    WHERE agreement = \(agreement)
                    """, cached: true
            ).fetchAll(db) {
                stances[row["line"], default: [:]][try row.identifier("side")] = StanceRead(
                    word: row["stance"], reason: row["said"], erased: row.day("erased"))
            }
            for row in try SQLRequest<Row>(literal: "SELECT line, side FROM lineWaits WHERE agreement = \(agreement)")
                .fetchAll(db)
            {
                waits[row["line"], default: []].append(try row.identifier("side"))
            }
        }
        let spoken = Dictionary(grouping: steps.filter { $0.line != nil }, by: \.line)
        return try db.rows(
            """
            SELECT line.*, wording.content AS content, version.position AS at, version.side AS side,
            earlier.content AS earlier, sealed.text AS decision, sealed.erased, promise.state AS promised,
            promise.manner, promise.due, promise.settled, promise.reports FROM line
            LEFT JOIN promise ON promise.agreement = line.agreement AND promise.line = line.line
            AND promise.inForce <= \(today.number)
            JOIN version ON version.agreement = line.agreement AND version.line = line.line
            AND version.revision = line.revision
            JOIN version AS wording ON wording.agreement = line.agreement AND wording.line = line.line
            AND wording.revision = line.worded
            LEFT JOIN version AS earlier ON earlier.agreement = line.agreement AND earlier.line = line.line
            AND earlier.revision = line.revision - 1
            LEFT JOIN sealed ON sealed.digest = line.awaited
            WHERE line.agreement = \(agreement) AND (line.standing OR \(isParty)) ORDER BY line.ordinal
            """
        ) { row in
            let id: LineID = try row.identifier("line")
            let own = spoken[id] ?? []
            let awaitedBy: Identifier<Body>? = row.maybeIdentifier("awaitedBy")
            return LineRead(
                id: id, content: try row.part("content"), above: row.maybeIdentifier("above"),
                revision: row["revision"],
                dropped: row["dropped"], standing: row["standing"], stances: stances[id.description] ?? [:],
                waitsOn: waits[id.description] ?? [],
                awaited: isParty ? awaitedBy.map { ($0, row["decision"], row.day("erased")) } : nil,
                position: row["at"],
                side: try row.identifier("side"), before: isParty ? try row.maybePart("earlier") : nil,
                remarks: own.count { $0.event == "discussed" }, touched: own.map(\.position).max() ?? row["at"],
                promise: try PromiseStanding(row, today: today))
        }
    }

    private func signatories(of agreement: String, _ db: Database) throws -> [SignatoryRead] {
        return try db.rows(
            """
            SELECT signatory.ordinal, signatory.isNext, seat.*, body.name AS bodyName, body.code AS bodyCode,
            signature.position, signature.time, signature.text, signature.signature, sealed.text AS holder,
            sealed.erased
            FROM signatory JOIN seat ON seat.id = signatory.seat JOIN body ON body.id = seat.body
            LEFT JOIN signature ON signature.agreement = signatory.agreement AND signature.seat = signatory.seat
            AND NOT signature.void
            LEFT JOIN appointment ON appointment.id = signature.appointment
            LEFT JOIN sealed ON sealed.digest = appointment.holder
            WHERE signatory.agreement = \(agreement) ORDER BY signatory.place
            """
        ) { row in
            var signature: SignatureRead?
            if let position: Int = row["position"], let text = Digest(row["text"] as String),
                let digest = Digest(row["signature"] as String)
            {
                signature = SignatureRead(
                    position: position, time: Instant(milliseconds: row["time"]), name: row["holder"],
                    erased: row.day("erased"), text: text,
                    signature: digest)
            }
            return SignatoryRead(
                seat: try SeatRead(row), order: row["ordinal"], isNext: row["isNext"], signature: signature)
        }
    }

    private func areas(of statement: String, _ db: Database) throws -> [Identifier<Area>: AreaRead] {
        Dictionary(
            uniqueKeysWithValues: try db.rows("SELECT id, code, title FROM area WHERE statement = \(statement)") {
                (try $0.identifier("id"), AreaRead(code: $0["code"], title: $0["title"]))
            })
    }
}

extension VersionRead {
    init(_ row: Row) throws {
        self.init(
            revision: row["revision"], content: try row.maybePart("content"), side: try row.identifier("side"),
            time: Instant(milliseconds: row["time"]), position: row["position"])
    }
}

extension SeatRead {
    /// The columns of the seat that acted, for `init(acting:)`.
    static let acted: SQL = """
        seat.id AS seatID, seat.body AS seatBody, seat.title AS title, seat.office AS office,
        body.name AS bodyName, body.code AS bodyCode
        """

    /// Joins the seat that acted, which a table names, and its body.
    static func acting(_ table: SQL) -> SQL {
        "LEFT JOIN seat ON seat.id = \(table).seat LEFT JOIN body ON body.id = seat.body"
    }

    init?(acting row: Row) throws {
        guard let id: Identifier<Seat> = row.maybeIdentifier("seatID") else { return nil }
        self.init(
            id: id, body: try row.identifier("seatBody"), title: row["title"], office: try row.word("office"),
            bodyName: row["bodyName"], bodyCode: row["bodyCode"])
    }
}

extension StepRead {
    /// Whether what a step did no longer counts: a signature that is void, a fixed text that was opened again.
    static let isVoid: SQL = """
        CASE step.event
        WHEN 'signed' THEN coalesce((SELECT void FROM signature WHERE signature.position = step.position), FALSE)
        WHEN 'frozen' THEN (SELECT agreement.text IS NULL FROM agreement WHERE agreement.id = step.agreement)
         OR EXISTS (SELECT 1 FROM step AS later WHERE later.agreement = step.agreement
         AND later.position > step.position AND later.event = 'frozen')
        ELSE FALSE END
        """
}
