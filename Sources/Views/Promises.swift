public import Domain
import GRDB
public import Vocabulary

extension Views {
    /// Promises of agreements in force, those first that are not settled and fall due first. With a body: those that it
    /// made, or that were made to it.
    public func promises(_ filter: PromiseFilter, for viewer: Viewer, today: Day) throws -> Listed<PromiseRead> {
        try read { db in
            var condition: SQL = "listed.inForce <= \(today.number)"
            let from: SQL
            // A body sees all promises of its own agreements; what others see is public.
            var isOwn = false
            if let code = filter.body {
                let body = try SQLRequest<String>(literal: "SELECT id FROM body WHERE code = \(code)").fetchOne(db)
                isOwn = body != nil && body == viewer.body?.description
                from = "owing AS listed"
                condition += " AND listed.body = \(body ?? "") AND listed.role = \(filter.role.rawValue)"
            } else {
                from = "promise AS listed INDEXED BY promiseByDue"
            }
            if !isOwn { condition += " AND \(viewer.seesAgreement("listed", today: today, key: "agreement"))" }
            if let state = filter.state { condition += " AND \(state.isState(today))" }
            let total = try answers.answer(.promised(filter.whole, viewer.withoutSeat, today), db) {
                try SQLRequest<Int>(literal: "SELECT count(*) FROM \(from) WHERE \(condition)", cached: true)
                    .fetchOne(db) ?? 0
            }
            let rows = try db.rows(
                """
                WITH shown AS MATERIALIZED (SELECT settled, due, agreement, line FROM \(from) WHERE \(condition)
                ORDER BY listed.settled, listed.due, listed.agreement, listed.line
                LIMIT \(filter.size) OFFSET \((filter.page - 1) * filter.size))
                \(PromiseRead.columns) FROM shown
                JOIN promise ON promise.agreement = shown.agreement AND promise.line = shown.line
                \(PromiseRead.joins) ORDER BY shown.settled, shown.due, shown.agreement, shown.line
                """
            ) { try PromiseRead($0, today: today) }
            return Listed(rows: rows, total: total)
        }
    }

    /// How many promises that are not settled a body made, and how many were made to it.
    public func owing(of body: Identifier<Body>, today: Day) throws -> [PromiseFilter.Role: OwingRead] {
        try read { db in
            try answers.answer(.owing(body, today), db) {
                let rows: [(role: String, counts: OwingRead)] = try db.rows(
                    """
                    SELECT role, count(*) AS count, sum((state <> 'reported' OR yearly) AND due < \(today.number)) AS late,
                    sum(state = 'reported') AS reported, sum(state = 'challenged') AS challenged
                    FROM owing WHERE body = \(body.description) AND role IN ('owes', 'owed') AND settled = 0
                    AND inForce <= \(today.number) GROUP BY role
                    """
                ) {
                    (
                        $0["role"],
                        OwingRead(
                            count: $0["count"], late: $0["late"], reported: $0["reported"],
                            challenged: $0["challenged"])
                    )
                }
                let known = rows.compactMap { row in PromiseFilter.Role(rawValue: row.role).map { ($0, row.counts) } }
                return Dictionary(known) { first, _ in first }
            }
        }
    }

    /// Whether a seal stands on what a report's file is.
    public func isEvidence(_ seal: Digest) throws -> Bool {
        try read { db in
            try SQLRequest<Bool>(literal: "SELECT TRUE FROM report WHERE file = \(seal.description)").fetchOne(db)
                ?? false
        }
    }

    /// The public promises that a seat answers for and that have a day, in agreements in force, not settled, those first that
    /// fall due first.
    public func promises(ownedBy seat: Identifier<Seat>, today: Day) throws -> [PromiseRead] {
        try read { db in
            try db.rows(
                """
                \(PromiseRead.columns) FROM promise \(PromiseRead.joins)
                WHERE promise.owner = \(seat.description) AND promise.settled = 0 AND promise.due < \(Day.never.number)
                AND promise.publicFrom <= \(today.number)
                AND promise.inForce <= \(today.number) ORDER BY promise.settled, promise.due, promise.agreement, promise.line
                """
            ) { try PromiseRead($0, today: today) }
        }
    }

    /// One promise, where its agreement is in force and the viewer's to see.
    public func promise(
        _ line: LineID, in agreement: String, kind: String, for viewer: Viewer, today: Day
    ) throws -> PromiseRead? {
        try read { db in
            try db.row(
                """
                \(PromiseRead.columns) FROM promise \(PromiseRead.joins)
                WHERE promise.agreement = \(agreement) AND promise.line = \(line.description)
                AND agreement.kind = \(kind) AND promise.inForce <= \(today.number)
                AND \(viewer.seesAgreement("agreement", today: today))
                """
            ) { try PromiseRead($0, today: today) }
        }
    }

    /// The reports on a promise, oldest first, for whoever may see its agreement.
    public func reports(on line: LineID, in agreement: String, for viewer: Viewer, today: Day) throws -> [ReportRead] {
        try read { db in
            let answers: [(number: Int, answer: AnswerRead)] = try db.rows(
                """
                SELECT answer.*, why.text AS whyText, why.erased AS whyErased, answer.reason AS why, \(SeatRead.acted)
                FROM answer LEFT JOIN sealed AS why ON why.digest = answer.reason \(SeatRead.acting("answer"))
                WHERE answer.agreement = \(agreement) AND answer.line = \(line.description) ORDER BY answer.position
                """
            ) { row in
                let stance: String = row["stance"]
                let answer = AnswerRead(
                    side: try row.identifier("side"), isAccepted: stance == "accepted",
                    reason: row.told("why"),
                    time: Instant(milliseconds: row["time"]), position: row["position"],
                    seat: try SeatRead(acting: row))
                return (row["number"], answer)
            }
            return try db.rows(
                """
                SELECT report.*, said.text AS wordsText, said.erased AS wordsErased, link.text AS linkText,
                link.erased AS linkErased, file.text AS fileText, file.erased AS fileErased, \(SeatRead.acted)
                FROM report JOIN agreement ON agreement.id = report.agreement
                LEFT JOIN sealed AS said ON said.digest = report.words
                LEFT JOIN sealed AS link ON link.digest = report.link
                LEFT JOIN sealed AS file ON file.digest = report.file
                \(SeatRead.acting("report"))
                WHERE report.agreement = \(agreement) AND report.line = \(line.description)
                AND \(viewer.seesAgreement("agreement", today: today)) ORDER BY report.number
                """
            ) { row in
                let number: Int = row["number"]
                return ReportRead(
                    number: number, position: row["position"], time: Instant(milliseconds: row["time"]),
                    outcome: try row.word("outcome"), side: try row.identifier("side"),
                    seat: try SeatRead(acting: row), words: row.told("words"), link: row.told("link"),
                    file: row.told("file"), answers: answers.filter { $0.number == number }.map(\.answer))
            }
        }
    }
}

extension PromiseRead {
    fileprivate static let columns: SQL = """
        SELECT promise.agreement, promise.line, promise.manner, promise.due, promise.state AS promised, promise.settled,
        promise.reports, promise.reported, agreement.kind AS kind, agreement.title AS agreementTitle,
        version.content AS content, maker.id AS maker, maker.name AS makerName, maker.code AS makerCode,
        seat.id AS seatID, seat.body AS seatBody, seat.title AS title, seat.office AS office,
        maker.name AS bodyName, maker.code AS bodyCode
        """

    fileprivate static let joins: SQL = """
        JOIN agreement ON agreement.id = promise.agreement
        JOIN line ON line.agreement = promise.agreement AND line.line = promise.line
        JOIN version ON version.agreement = line.agreement AND version.line = line.line
        AND version.revision = line.worded
        JOIN body AS maker ON maker.id = promise.by LEFT JOIN seat ON seat.id = promise.owner
        """

    fileprivate init(_ row: Row, today: Day) throws {
        guard let standing = try PromiseStanding(row, today: today), let manner = Due(row["manner"] as String) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a promise is not what one can be")
        }
        self.init(
            agreement: row["agreement"], kind: row.kind, title: row["agreementTitle"],
            line: try row.identifier("line"), content: try row.part("content"), by: try row.identifier("maker"),
            byName: row["makerName"], byCode: row["makerCode"], owner: try SeatRead(acting: row), manner: manner,
            standing: standing, reported: row.time("reported"))
    }
}

extension PromiseState {
    /// The same of a row of the table of promises.
    fileprivate func isState(_ today: Day) -> SQL {
        let isLate: SQL = """
            (listed.settled = 0 AND (listed.state <> 'reported' OR listed.yearly) AND listed.due < \(today.number))
            """
        return switch self {
        case .late: isLate
        // What is late because it is challenged is found by either.
        case .challenged: "listed.state = \(rawValue)"
        default: "listed.state = \(rawValue) AND NOT \(isLate)"
        }
    }
}
