public import Domain
import GRDB
public import Vocabulary

extension Views {
    /// The last entry that touched an agreement; nil where there is none or it is not the viewer's to see.
    public func position(of agreement: String, kind: String, for viewer: Viewer, today: Day) throws -> Int? {
        try read { db in
            try SQLRequest<Int>(
                literal: """
                    SELECT position FROM agreement WHERE id = \(agreement) AND kind = \(kind)
                    AND \(viewer.seesAgreement("agreement", today: today))
                    """
            ).fetchOne(db)
        }
    }

    /// The agreements of a body that all have signed, the latest first.
    public func signed(by body: Identifier<Body>, latest count: Int, today: Day) throws -> [AgreementLine] {
        try read { db in
            try SQLRequest<Row>(
                literal: """
                    SELECT agreement.*, body.code AS code, body.name AS name, body.region AS region,
                    \(AgreementLine.areas) AS areas FROM party JOIN agreement ON agreement.id = party.agreement
                    LEFT JOIN body ON body.id = agreement.authority
                    WHERE party.body = \(body.description) AND agreement.stage = 'signed'
                    ORDER BY agreement.completed DESC, agreement.id LIMIT \(count)
                    """
            ).fetchAll(db).map { AgreementLine($0, today: today) }
        }
    }
}
