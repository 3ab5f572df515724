public import Domain
import GRDB
public import Vocabulary

/// What a body said in the yearly discussion of a statement.
public struct SpokenRead: Sendable {
    public let position: Int
    public let time: Instant
    public let body: BodyName
    public let seat: SeatRead?
    public let words: Told
}

extension Views {
    /// What was said in the yearly discussion of a statement, the latest first, by any body or by the one of that code.
    public func spoken(
        of statement: String, by code: String?, for viewer: Viewer, today: Day, page: Int = 1, size: Int = 50
    ) throws -> Listed<SpokenRead> {
        try read { db in
            var condition: SQL = """
                step.agreement = \(statement) AND step.event = 'spoke' AND \(viewer.sees("step", today: today))
                """
            if let code { condition += " AND step.side = (SELECT id FROM body WHERE code = \(code))" }
            let total = try SQLRequest<Int>(literal: "SELECT count(*) FROM step WHERE \(condition)").fetchOne(db) ?? 0
            let rows = try db.rows(
                """
                SELECT step.*, said.text AS wordsText, said.erased AS wordsErased, speaker.name AS speakerName,
                speaker.code AS speakerCode, \(SeatRead.acted) FROM step JOIN body AS speaker ON speaker.id = step.side
                LEFT JOIN sealed AS said ON said.digest = step.words \(SeatRead.acting("step"))
                WHERE \(condition) ORDER BY step.position DESC LIMIT \(size) OFFSET \((page - 1) * size)
                """
            ) { row in
                SpokenRead(
                    position: row["position"], time: Instant(milliseconds: row["time"]),
                    body: BodyName(
                        id: try row.identifier("side"), code: row["speakerCode"], name: row["speakerName"]),
                    seat: try SeatRead(acting: row), words: try row.certainlyTold("words"))
            }
            return Listed(rows: rows, total: total)
        }
    }
}
