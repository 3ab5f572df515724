public import Domain
import GRDB
public import Vocabulary

extension Viewer {
    /// The condition under which rows with `publicFrom` and `bodies` are this viewer's to see.
    func sees(_ table: SQL, today: Day) -> SQL {
        let isPublic: SQL = "(\(table).publicFrom IS NOT NULL AND \(table).publicFrom <= \(today.number))"
        guard let body else { return isPublic }
        return "(\(isPublic) OR instr(\(table).bodies, \(" \(body) ")) > 0)"
    }

    /// The condition under which an agreement is this viewer's to see: public, or theirs as a party. `key` is the column that
    /// names the agreement, where the table is another than the agreements'.
    func seesAgreement(_ table: SQL, today: Day, key: SQL = "id") -> SQL {
        let isPublic: SQL = "(\(table).publicFrom IS NOT NULL AND \(table).publicFrom <= \(today.number))"
        guard let body else { return isPublic }
        return """
            (\(isPublic) OR EXISTS (SELECT 1 FROM party AS mine
            WHERE mine.agreement = \(table).\(key) AND mine.body = \(body.description)))
            """
    }
}

extension Views {
    /// Whether this viewer may read an entry of the record.
    public func mayRead(entry position: Int, _ viewer: Viewer, today: Day) throws -> Bool {
        try read { db in
            try SQLRequest<Bool>(
                literal: """
                    SELECT TRUE FROM step WHERE position = \(position) AND \(viewer.sees("step", today: today))
                    UNION ALL
                    SELECT TRUE FROM entry WHERE position = \(position) AND \(viewer.sees("entry", today: today))
                    """
            ).fetchOne(db) ?? false
        }
    }

    /// What everyone's reading of an agreement rests on; nil where there is none that everyone may read today. Asked before
    /// the agreement is read, so that what is written in between makes the reading newer than this and never older.
    public func footing(of agreement: String, kind: String, today: Day) throws -> Footing? {
        try read { db in
            try db.row(
                """
                SELECT agreement.position AS own,
                (SELECT framework.position FROM agreement AS framework WHERE framework.id = agreement.statement) AS framed,
                (SELECT max(position) FROM entry) AS others, \(AgreementLine.successor(today)) AS successor
                FROM agreement WHERE agreement.id = \(agreement) AND \(AgreementLine.isOrVaries(kind))
                AND \(Viewer.everyone.seesAgreement("agreement", today: today))
                """
            ) { Footing(own: $0["own"], statement: $0["framed"], others: $0["others"], successor: $0["successor"]) }
        }
    }
}
