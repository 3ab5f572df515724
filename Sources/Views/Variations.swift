public import Domain
import GRDB
public import Vocabulary

extension Views {
    /// Those that were parties to an agreement until others took their place.
    func former(of agreement: String, _ db: Database) throws -> [Identifier<Body>: String] {
        let rows: [(Identifier<Body>, String)] = try db.rows(
            """
            SELECT former.body, body.name FROM former JOIN body ON body.id = former.body
            WHERE former.agreement = \(agreement)
            """
        ) { (try $0.identifier("body"), $0["name"]) }
        return Dictionary(rows) { first, _ in first }
    }

    /// The variations of an agreement that the viewer may see, oldest first.
    func variations(
        of agreement: String, _ viewer: Viewer, _ today: Day, _ db: Database
    ) throws -> [AgreementLine] {
        try db.rows(
            """
            SELECT agreement.*, body.code AS code, body.name AS name, body.region AS region,
            \(AgreementLine.more(today)) FROM agreement LEFT JOIN body ON body.id = agreement.authority
            WHERE agreement.varies = \(agreement) AND \(viewer.seesAgreement("agreement", today: today))
            ORDER BY agreement.opened, agreement.id
            """
        ) { AgreementLine($0, today: today) }
    }

    /// The lines of an agreement as a variation began with them, in order, with what is to be paid as it was profiled then; as
    /// they stand, where the variation is not sent yet.
    public func lines(
        of agreement: String, before variation: String, for viewer: Viewer, today: Day
    ) throws -> [(id: LineID, content: Part)] {
        try read { db in
            let sees = viewer.seesAgreement("agreement", today: today)
            // What it began with all have signed, so that it is as public as the agreement.
            let began: [(id: LineID, content: Part)] = try db.rows(
                """
                SELECT line.line, version.content FROM version
                JOIN line ON line.agreement = version.agreement AND line.line = version.line
                JOIN agreement ON agreement.id = \(agreement)
                WHERE version.agreement = \(variation) AND version.revision = 1 AND version.content IS NOT NULL AND \(sees)
                AND EXISTS (SELECT 1 FROM version AS own WHERE own.agreement = \(agreement)
                AND own.line = version.line AND own.position < version.position) ORDER BY line.ordinal
                """
            ) { (try $0.identifier("line"), try $0.part("content")) }
            guard began.isEmpty else { return began }
            let standing: [(id: LineID, content: Part?)] = try db.rows(
                """
                SELECT line.line, version.content, payment.amount, payment.due FROM line
                JOIN agreement ON agreement.id = line.agreement
                JOIN version ON version.agreement = line.agreement AND version.line = line.line
                AND version.revision = line.revision
                LEFT JOIN payment ON payment.agreement = line.agreement AND payment.line = line.line
                WHERE line.agreement = \(agreement) AND standing AND \(sees) ORDER BY line.ordinal
                """
            ) { row in
                let content = try row.part("content")
                guard let amount = try row.maybeMoney("amount"), let due = row.day("due") else {
                    return (try row.identifier("line"), content)
                }
                return (try row.identifier("line"), content.profiled(amount, due))
            }
            return standing.compactMap { line in line.content.map { (line.id, $0) } }
        }
    }
}
