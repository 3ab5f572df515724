public import Domain
import GRDB
public import Vocabulary

/// An agreement in force with an authority that was or will be abolished: its lines are to pass to those that succeed it.
public struct EndingRead: Hashable, Sendable {
    public let kind: String
    public let agreement: String
    public let title: String
    /// The name of the authority.
    public let name: String
    /// Its last day.
    public let until: Day
    /// Whether that day is past.
    public let isOver: Bool
}

extension Views {
    /// The agreements of a body with authorities that were or will be abolished, those first that end first.
    public func endings(for body: Identifier<Body>, today: Day) throws -> [EndingRead] {
        try read { db in
            let rows: [EndingRead?] = try db.rows(
                """
                SELECT agreement.id, agreement.kind, agreement.title, ended.name AS name, ended.lastDay AS lastDay
                FROM body AS ended INDEXED BY bodyEnding
                CROSS JOIN party AS gone ON gone.body = ended.id
                CROSS JOIN party AS own ON own.agreement = gone.agreement AND own.body = \(body.description)
                JOIN agreement ON agreement.id = gone.agreement
                WHERE ended.lastDay > 0 AND ended.id <> own.body AND agreement.stage = 'signed'
                AND agreement.varies IS NULL AND (agreement.course IS NULL OR agreement.course = 'suspended')
                AND \(AgreementLine.successor(today)) IS NULL
                ORDER BY ended.lastDay, agreement.title, agreement.id LIMIT 100
                """
            ) { row in
                row.day("lastDay").map { day in
                    EndingRead(
                        kind: row.kind, agreement: row["id"], title: row["title"], name: row["name"], until: day,
                        isOver: day < today)
                }
            }
            return rows.compactMap(\.self)
        }
    }
}
