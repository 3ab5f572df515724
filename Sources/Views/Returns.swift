public import Domain
import FoundationEssentials
import GRDB
public import Vocabulary

extension Views {
    /// Returns of agreements in force, those first on which somebody is to act soonest.
    public func returns(_ filter: MoneyFilter<ReturnState>, for viewer: Viewer, today: Day) throws -> Listed<ReturnRead>
    {
        try read { db in
            var condition: SQL = """
                given.inForce <= \(today.number)
                AND \(viewer.seesAgreement("given", today: today, key: "agreement"))
                """
            if let state = filter.state { condition += " AND \(state.isState(today))" }
            if let code = filter.body {
                let body = try SQLRequest<String>(literal: "SELECT id FROM body WHERE code = \(code)").fetchOne(db)
                condition += " AND (given.by = \(body ?? "") OR given.assessor = \(body ?? ""))"
            }
            let total =
                try SQLRequest<Int>(literal: "SELECT count(*) FROM given WHERE \(condition)").fetchOne(db) ?? 0
            let rows = try db.rows(
                """
                \(ReturnRead.columns) FROM given \(ReturnRead.joins) WHERE \(condition)
                ORDER BY given.settled, given.next, given.agreement, given.line, given.due
                LIMIT \(filter.size) OFFSET \((filter.page - 1) * filter.size)
                """
            ) { try ReturnRead($0, for: viewer, today: today) }
            return Listed(rows: rows, total: total)
        }
    }

    /// The returns that a body is to make or to assess by a day, those first that fall due first; at most 50.
    public func returnsDue(of body: Identifier<Body>, by day: Day, today: Day) throws -> [ReturnRead] {
        try read { db in
            try db.rows(
                """
                \(ReturnRead.columns) FROM given \(ReturnRead.joins)
                WHERE given.settled = 0 AND given.next <= \(day.number) AND given.inForce <= \(today.number)
                AND CASE given.state WHEN 'awaited' THEN given.by ELSE given.assessor END = \(body.description)
                ORDER BY given.settled, given.next, given.agreement, given.line, given.due LIMIT 50
                """
            ) { try ReturnRead($0, for: Viewer(body: body, seat: nil), today: today) }
        }
    }

    /// The public returns that a seat is to certify, those first that fall due first.
    public func returns(certifiedBy seat: Identifier<Seat>, today: Day) throws -> [ReturnRead] {
        try read { db in
            try db.rows(
                """
                \(ReturnRead.columns) FROM given \(ReturnRead.joins)
                WHERE given.owner = \(seat.description) AND given.settled = 0 AND given.publicFrom <= \(today.number)
                AND given.inForce <= \(today.number) AND given.state = 'awaited'
                ORDER BY given.settled, given.next, given.agreement, given.line, given.due
                """
            ) { try ReturnRead($0, for: .everyone, today: today) }
        }
    }

    /// The returns of an agreement in force, by the day on which each falls due, for whoever may see it.
    public func returns(of agreement: String, kind: String, for viewer: Viewer, today: Day) throws -> [ReturnRead] {
        try read { db in
            try db.rows(
                """
                \(ReturnRead.columns) FROM given \(ReturnRead.joins)
                WHERE given.agreement = \(agreement) AND agreement.kind = \(kind)
                AND given.inForce <= \(today.number) AND \(viewer.seesAgreement("agreement", today: today))
                ORDER BY given.due, given.line
                """
            ) { try ReturnRead($0, for: viewer, today: today) }
        }
    }

    /// The versions of a return that a viewer may read: the body that writes it all of them, the other party those that were
    /// certified, and nobody else any.
    public func editions(
        of line: LineID, due: Day, in agreement: String, for viewer: Viewer
    ) throws -> [EditionRead] {
        try read { db in
            try db.rows(
                """
                SELECT edition.*, told.text AS narrativeText, told.erased AS narrativeErased, risk.text AS risksText,
                risk.erased AS risksErased, brief.text AS summaryText, brief.erased AS summaryErased, \(SeatRead.acted)
                FROM edition LEFT JOIN sealed AS told ON told.digest = edition.narrative
                LEFT JOIN sealed AS risk ON risk.digest = edition.risks
                LEFT JOIN sealed AS brief ON brief.digest = edition.summary \(SeatRead.acting("edition"))
                WHERE edition.agreement = \(agreement) AND edition.line = \(line.description)
                AND edition.due = \(due.number) AND (edition.side = \(viewer.body?.description)
                OR (edition.sent AND \(viewer.isParty("edition"))))
                ORDER BY edition.edition
                """
            ) { row in
                EditionRead(
                    number: row["edition"],
                    figures: try JSONDecoder().decode(
                        [ReportedFigure].self, from: Data((row["figures"] as String).utf8)),
                    narrative: try row.certainlyTold("narrative"), risks: try row.certainlyTold("risks"),
                    summary: try row.certainlyTold("summary"), isSent: row["sent"], position: row["position"],
                    time: Instant(milliseconds: row["time"]), seat: try SeatRead(acting: row))
            }
        }
    }

    /// What happened to a return besides its writing, oldest first: what is made of it is for the parties alone.
    public func returnSteps(
        of line: LineID, due: Day, in agreement: String, for viewer: Viewer, today: Day
    ) throws -> [ReturnStepRead] {
        try read { db in
            try db.rows(
                """
                SELECT returnStep.*, said.text AS wordsText, said.erased AS wordsErased, \(SeatRead.acted)
                FROM returnStep JOIN agreement ON agreement.id = returnStep.agreement
                LEFT JOIN sealed AS said ON said.digest = returnStep.words \(SeatRead.acting("returnStep"))
                WHERE returnStep.agreement = \(agreement) AND returnStep.line = \(line.description)
                AND returnStep.due = \(due.number) AND \(viewer.seesAgreement("agreement", today: today))
                AND (returnStep.event <> 'returnAssessed' OR \(viewer.isParty("returnStep")))
                ORDER BY returnStep.position
                """
            ) { row in
                let verdict: String? = row["verdict"]
                return ReturnStepRead(
                    event: row["event"], edition: row["edition"], side: try row.identifier("side"),
                    verdict: verdict.flatMap { Return.Verdict(rawValue: $0) }, words: row.told("words"),
                    position: row["position"], time: Instant(milliseconds: row["time"]), seat: try SeatRead(acting: row)
                )
            }
        }
    }
}

extension Viewer {
    /// The condition that a viewer acts for a party to the agreement that a row names.
    func isParty(_ table: SQL) -> SQL {
        """
        EXISTS (SELECT 1 FROM party WHERE party.agreement = \(table).agreement AND party.body = \(body?.description))
        """
    }
}

extension ReturnRead {
    fileprivate static let columns: SQL = """
        SELECT given.*, agreement.kind AS kind, agreement.title AS agreementTitle, version.content AS content,
        maker.name AS makerName, maker.code AS makerCode, assessor.name AS assessorName, assessor.code AS assessorCode,
        seat.id AS seatID, seat.body AS seatBody, seat.title AS title, seat.office AS office,
        maker.name AS bodyName, maker.code AS bodyCode
        """

    fileprivate static let joins: SQL = """
        JOIN agreement ON agreement.id = given.agreement
        JOIN line ON line.agreement = given.agreement AND line.line = given.line
        JOIN version ON version.agreement = line.agreement AND version.line = line.line
        AND version.revision = line.worded
        JOIN body AS maker ON maker.id = given.by JOIN body AS assessor ON assessor.id = given.assessor
        LEFT JOIN seat ON seat.id = given.owner
        """

    fileprivate init(_ row: Row, for viewer: Viewer, today: Day) throws {
        guard let state = Return.State(rawValue: row["state"]) else { throw UnreadableRow(column: "state") }
        let (by, to): (Identifier<Body>, Identifier<Body>) =
            (try row.identifier("by"), try row.identifier("assessor"))
        let isMaker = viewer.body == by
        let isParty = isMaker || viewer.body == to
        let verdict: String? = isParty ? row["verdict"] : nil
        let next = Day(number: row["next"])
        var certified: (Int, Day)?
        if let edition: Int = row["edition"], let day = row.day("certified") { certified = (edition, day) }
        self.init(
            agreement: row["agreement"], kind: row.kind, title: row["agreementTitle"],
            line: try row.identifier("line"), content: try row.part("content"), due: Day(number: row["due"]),
            isExtra: row["extra"], by: BodyName(id: by, code: row["makerCode"], name: row["makerName"]),
            to: BodyName(id: to, code: row["assessorCode"], name: row["assessorName"]),
            owner: try SeatRead(acting: row),
            state: ReturnState(state, next: next, today: today),
            editions: isMaker ? row["editions"] : certified?.0 ?? 0, certified: certified,
            verdict: verdict.flatMap { Return.Verdict(rawValue: $0) }, next: next)
    }
}
