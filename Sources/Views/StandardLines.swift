public import Domain
import GRDB
public import Vocabulary

/// A standard line in the list of the body that offers it.
public struct StandardLineRead: Hashable, Sendable {
    public let id: Identifier<StandardLine>
    public let title: String
    public let text: String
    /// To how many compacts it was offered.
    public let offered: Int
}

/// What has become of a standard line in one compact.
public enum OfferState: String, Codable, CaseIterable, Sendable {
    /// The other side has not answered.
    case waiting
    /// It considers it, or waits on a decision elsewhere.
    case considered
    case objected
    /// It stands in other words than those that were offered.
    case reworded
    /// It stands as it was offered, and every side accepts it.
    case accepted
    /// It is proposed to leave it out, or the compact was withdrawn.
    case dropped
}

/// A standard line in one compact.
public struct OfferRead: Hashable, Sendable {
    public let cited: CitedLine
    /// The compact's title.
    public let title: String
    /// The authority's name and code.
    public let authority: String
    public let code: String
    public let state: OfferState
    /// Where the compact stands.
    public let agreement: AgreementState
}

extension Views {
    /// The standard lines of a body, the newest first: for that body only.
    public func standardLines(for viewer: Viewer) throws -> [StandardLineRead] {
        guard let body = viewer.body else { return [] }
        return try read { db in
            try db.rows(
                """
                SELECT standardLine.*, (SELECT count(*) FROM offer WHERE offer.standardLine = standardLine.id) AS offered
                FROM standardLine WHERE by = \(body.description) ORDER BY position DESC
                """, StandardLineRead.init)
        }
    }

    /// One of them; nil for any other body.
    public func standardLine(_ id: Identifier<StandardLine>, for viewer: Viewer) throws -> StandardLineRead? {
        guard let body = viewer.body else { return nil }
        return try read { db in
            try db.row(
                """
                SELECT standardLine.*, (SELECT count(*) FROM offer WHERE offer.standardLine = standardLine.id) AS offered
                FROM standardLine WHERE id = \(id.description) AND by = \(body.description)
                """, StandardLineRead.init)
        }
    }

    /// What each compact has answered to a standard line, by authority: for the body that offers it.
    public func offers(of id: Identifier<StandardLine>, for viewer: Viewer, today: Day) throws -> [OfferRead] {
        guard let body = viewer.body else { return [] }
        return try read { db in
            try db.rows(
                """
                SELECT offer.agreement AS offered, offer.line, agreement.*, authority.name, authority.code, line.dropped,
                line.revision, line.awaited, standardLine.text AS standard, version.content,
                \(AgreementLine.successor(today)) AS next,
                (SELECT count(*) FROM party WHERE party.agreement = offer.agreement) AS parties,
                (SELECT count(*) FROM stance WHERE stance.agreement = offer.agreement AND stance.line = offer.line
                 AND stance.stance = 'accepts') AS accepting,
                (SELECT max(stance.stance) FROM stance WHERE stance.agreement = offer.agreement
                 AND stance.line = offer.line AND stance.stance <> 'accepts') AS stance
                FROM standardLine JOIN offer ON offer.standardLine = standardLine.id
                JOIN agreement ON agreement.id = offer.agreement JOIN body AS authority ON authority.id = agreement.authority
                JOIN line ON line.agreement = offer.agreement AND line.line = offer.line
                JOIN version ON version.agreement = line.agreement AND version.line = line.line
                AND version.revision = line.worded
                WHERE standardLine.id = \(id.description) AND standardLine.by = \(body.description)
                ORDER BY authority.name, offer.agreement
                """
            ) { try OfferRead($0, today: today) }
        }
    }

    /// The compacts of a body that are being negotiated and were not offered a line yet, by title.
    public func offerable(_ id: Identifier<StandardLine>, for viewer: Viewer) throws -> [(
        id: Identifier<Compact>, title: String
    )] {
        guard let body = viewer.body else { return [] }
        return try read { db in
            try db.rows(
                """
                SELECT agreement.id, agreement.title FROM agreement INDEXED BY agreementUnsettled
                CROSS JOIN party ON party.agreement = agreement.id AND party.body = \(body.description)
                WHERE agreement.stage <> 'signed' AND agreement.stage <> 'withdrawn' AND agreement.text IS NULL
                AND agreement.kind = \(CompactKind.name) AND NOT EXISTS (SELECT 1 FROM offer
                WHERE offer.standardLine = \(id.description) AND offer.agreement = agreement.id)
                ORDER BY agreement.title, agreement.id
                """
            ) { (try $0.identifier("id"), $0["title"]) }
        }
    }
}

extension StandardLineRead {
    fileprivate init(_ row: Row) throws {
        self.init(id: try row.identifier("id"), title: row["title"], text: row["text"], offered: row["offered"])
    }
}

extension OfferRead {
    fileprivate init(_ row: Row, today: Day) throws {
        let course: String? = row["course"]
        let next: String? = row["next"]
        let standing = AgreementState(
            row["stage"], inForce: row.day("inForce"), course: course, isSuperseded: next != nil, today: today)
        let (parties, accepting): (Int, Int) = (row["parties"], row["accepting"])
        let (isDropped, stance, awaited): (Bool, String?, String?) = (row["dropped"], row["stance"], row["awaited"])
        let text = try row.part("content").text
        let standard: String = row["standard"]
        let state: OfferState =
            if isDropped || standing == .withdrawn {
                .dropped
            } else if !text.utf8.elementsEqual(standard.utf8) {
                .reworded
            } else if stance == "objects" {
                .objected
            } else if stance != nil || awaited != nil {
                .considered
            } else {
                accepting == parties ? .accepted : .waiting
            }
        self.init(
            cited: CitedLine(try row.identifier("offered"), try row.identifier("line")), title: row["title"],
            authority: row["name"], code: row["code"], state: state, agreement: standing)
    }
}
