public import Domain
import GRDB
public import Vocabulary

extension Views {
    /// The last entry that touched an agreement, of those that the viewer may see; nil where there is none.
    public func position(of agreement: String, kind: String, for viewer: Viewer, today: Day) throws -> Int? {
        try read { db in
            try SQLRequest<Int?>(
                literal: """
                    SELECT max(step.position) FROM agreement JOIN step ON step.agreement = agreement.id
                    WHERE agreement.id = \(agreement) AND \(AgreementLine.isOrVaries(kind))
                    AND \(viewer.seesAgreement("agreement", today: today)) AND \(viewer.sees("step", today: today))
                    """
            ).fetchOne(db) ?? nil
        }
    }

    /// The agreements of a body that all have signed, the latest first.
    public func signed(by body: Identifier<Body>, latest count: Int, today: Day) throws -> [AgreementLine] {
        try read { db in
            try answers.answer(.signed(body, latest: count, today), db) {
                try db.rows(
                    """
                    SELECT agreement.*, body.code AS code, body.name AS name, body.region AS region,
                    \(AgreementLine.more(today))
                    FROM agreement LEFT JOIN body ON body.id = agreement.authority WHERE agreement.rowid IN
                    (SELECT signed.rowid FROM party JOIN agreement AS signed ON signed.id = party.agreement
                     WHERE party.body = \(body.description) AND signed.stage = 'signed' AND signed.varies IS NULL
                     ORDER BY signed.completed DESC, signed.id LIMIT \(count))
                    ORDER BY agreement.completed DESC, agreement.id
                    """
                ) { AgreementLine($0, today: today) }
            }
        }
    }
}
