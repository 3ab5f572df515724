public import Domain
import GRDB
public import Vocabulary

/// A target of an agreement that all have signed, with the priority under which it stands. How it stands, published figures
/// say and not this.
public struct TargetRead: Hashable, Sendable {
    public let agreement: String
    /// `compact`.
    public let kind: String
    /// The agreement's title.
    public let title: String
    public let line: LineID
    /// The area of the agenda that its priority is in.
    public let area: AreaRead?
    /// The authority's code and name.
    public let authority: String
    public let authorityName: String
    /// What is to become better, in words.
    public let text: String
    public let target: Target

    /// "b. Literacy and numeracy": the priority under which it stands.
    public var priority: String { area.map { "\($0.code). \($0.title)" } ?? "" }
}

/// Which targets are asked for; what is left out is not asked.
public struct TargetFilter: Hashable, Sendable {
    /// The code of an authority.
    public var authority: String?
    public var area: Identifier<Area>?
    /// One agreement, in whatever state it is since all have signed it. Without it only those that bind today count.
    public var agreement: String?

    /// Asks for all.
    public init() {}
}

extension Views {
    /// The targets of agreements that all have signed, by authority, agreement and order of their lines.
    public func targets(_ filter: TargetFilter, for viewer: Viewer, today: Day) throws -> [TargetRead] {
        try read { db in
            var condition: SQL = "agreement.inForce IS NOT NULL AND \(viewer.seesAgreement("agreement", today: today))"
            if let one = filter.agreement {
                condition += " AND line.agreement = \(one)"
            } else {
                condition += """
                     AND agreement.inForce <= \(today.number) AND coalesce(agreement.course, 'suspended') = 'suspended'
                     AND \(AgreementLine.successor(today)) IS NULL
                    """
            }
            if let code = filter.authority { condition += " AND body.code = \(code)" }
            if let area = filter.area { condition += " AND priority.area = \(area.description)" }
            return try db.rows(
                """
                SELECT agreement.id, agreement.kind AS kind, agreement.title, body.code AS authority,
                body.name AS authorityName, line.line, version.content, area.code AS areaCode, area.title AS areaTitle
                FROM line INDEXED BY lineOfTarget
                JOIN agreement ON agreement.id = line.agreement
                JOIN version ON version.agreement = line.agreement AND version.line = line.line
                AND version.revision = line.worded
                JOIN body ON body.id = agreement.authority
                LEFT JOIN priority ON priority.agreement = line.agreement AND priority.line = line.above
                LEFT JOIN area ON area.statement = agreement.statement AND area.id = priority.area
                WHERE line.part = 'target' AND line.standing AND agreement.varies IS NULL AND \(condition)
                ORDER BY body.name, agreement.year DESC, line.agreement, line.ordinal
                """
            ) { row in
                guard case .target(_, let text, let target) = try row.part("content") else {
                    throw UnreadableRow(column: "content")
                }
                let code: String? = row["areaCode"]
                return TargetRead(
                    agreement: row["id"], kind: row.kind, title: row["title"], line: try row.identifier("line"),
                    area: code.map { AreaRead(code: $0, title: row["areaTitle"]) }, authority: row["authority"],
                    authorityName: row["authorityName"], text: text, target: target)
            }
        }
    }
}
