public import Domain
import GRDB
public import Vocabulary

/// A local authority in a list.
public struct AuthorityLine: Codable, Hashable, Sendable {
    /// The Department's three-digit code.
    public let code: String
    public let name: String
    /// The Office for National Statistics' code, where it has one.
    public let ons: String?
    /// `county`, `unitary`, `metropolitan`, `london-borough`, `city-corporation`.
    public let kind: String
    public let region: String
    /// Whether it is one of London's.
    public let london: Bool
    /// Its first day, where it was founded after 2003.
    public let from: Day?
    /// Its last day, where it was abolished.
    public let until: Day?
    /// How many of its compacts the viewer may see.
    public let compacts: Int
}

/// What a list of authorities is asked for; what is left out is not asked.
public struct AuthorityFilter: Hashable, Sendable {
    public var region: String?
    public var kind: String?
    /// Those with a compact of this year.
    public var compact: AcademicYear?
    /// A part of the name, in capitals or not.
    public var name: String?

    /// Asks for all.
    public init() {}
}

extension Views {
    /// The authorities of all times, by name.
    public func authorities(_ filter: AuthorityFilter, for viewer: Viewer, today: Day) throws -> [AuthorityLine] {
        try read { db in
            try answers.answer(.authorities(filter, viewer.withoutSeat, today), db) {
                try authorities(filter, viewer, today, db)
            }
        }
    }

    private func authorities(
        _ filter: AuthorityFilter, _ viewer: Viewer, _ today: Day, _ db: Database
    ) throws -> [AuthorityLine] {
        let own: SQL = """
            SELECT COUNT(*) FROM (SELECT party.agreement AS name FROM party WHERE party.body = body.id
            UNION ALL SELECT former.agreement FROM former WHERE former.body = body.id)
            CROSS JOIN agreement ON agreement.id = name AND agreement.kind = \(CompactKind.name) AND \(viewer.seesAgreement("agreement", today: today))
            """
        var condition: SQL = "body.sort = \(Body.Sort.authority.rawValue)"
        if let region = filter.region { condition += " AND body.region = \(region)" }
        if let kind = filter.kind { condition += " AND body.type = \(kind)" }
        if let name = filter.name { condition += " AND instr(lower(body.name), lower(\(name))) > 0" }
        if let year = filter.compact { condition += " AND (\(own) AND agreement.year = \(year.start)) > 0" }
        return try db.rows(
            "SELECT body.*, (\(own)) AS compacts FROM body WHERE \(condition) ORDER BY body.name, body.code"
        ) { row in
            AuthorityLine(
                code: row["code"], name: row["name"], ons: row["ons"], kind: row["type"] ?? "",
                region: row["region"] ?? "", london: row["london"], from: row.day("firstDay"),
                until: row.day("lastDay"), compacts: row["compacts"])
        }
    }
}
