public import Domain
import FoundationEssentials
import GRDB
public import Vocabulary

/// Where an agreement stands on a day.
public enum AgreementState: String, Codable, CaseIterable, Sendable {
    case negotiating, agreed, signing
    /// All have signed; its stated day is still to come.
    case coming
    case inForce = "in-force"
    /// In force, and one side has suspended it.
    case suspended
    /// All sides agreed that it is done.
    case completed
    /// One side ended it.
    case terminated
    /// The one that follows it is in force.
    case superseded
    case withdrawn
    /// A variation that all have signed: what it changes stands in the agreement that it varies.
    case incorporated

    init(_ stage: String, inForce: Day?, course: String?, isSuperseded: Bool, isVariation: Bool = false, today: Day) {
        if isVariation, stage == "signed" {
            self = .incorporated
        } else if isSuperseded, course == nil || course == "suspended" {
            self = .superseded
        } else if let course, let state = AgreementState(rawValue: course) {
            self = state
        } else if let inForce {
            self = inForce <= today ? .inForce : .coming
        } else {
            self = AgreementState(rawValue: stage) ?? .negotiating
        }
    }
}

/// An agreement in a list.
public struct AgreementLine: Codable, Hashable, Sendable {
    public let id: String
    /// `compact`, `statement`, `conditional-agreement`.
    public let kind: String
    public let title: String
    public let year: AcademicYear?
    /// From which day until which it runs, where its signed text says so.
    public let firstDay: Day?
    public let lastDay: Day?
    /// The authority's code and name, where one is a party.
    public let authority: String?
    public let authorityName: String?
    public let region: String?
    public let state: AgreementState
    public let opened: Instant
    /// When the last required seat signed.
    public let signed: Instant?
    public let inForce: Day?
    /// Until when all sides agreed to go on with it, beyond the year that it was made for.
    public let until: Day?
    /// The agreement of its kind that it follows, where that is public, and the one in force that follows it.
    public let follows: String?
    public let next: String?
    /// The agreement that it changes, where it is a variation.
    public let varies: String?
    /// The letters of the areas chosen, in order.
    public let areas: [String]

    /// The days that it runs, where its signed text says so.
    public var span: Span? {
        guard let firstDay, let lastDay else { return nil }
        return Span(from: firstDay, until: lastDay)
    }
}

/// What a list of agreements is asked for; what is left out is not asked.
public struct AgreementFilter: Hashable, Sendable {
    public var kind: String?
    public var year: AcademicYear?
    /// An authority's code.
    public var authority: String?
    /// An area's letter.
    public var area: String?
    public var state: AgreementState?
    /// From 1.
    public var page = 1
    /// The most rows on a page.
    public var size = 50

    /// Asks for all.
    public init() {}

    /// The same list, whatever its page.
    var whole: AgreementFilter {
        var whole = self
        (whole.page, whole.size) = (1, 0)
        return whole
    }
}

/// One page of a list, and how long the whole is.
public struct Listed<Row: Sendable>: Sendable {
    public let rows: [Row]
    public let total: Int
}

extension Views {
    /// Agreements, newest year first and by title, that the viewer may see.
    public func agreements(_ filter: AgreementFilter, for viewer: Viewer, today: Day) throws -> Listed<AgreementLine> {
        try read { db in
            // All of the list in its order: what one page shows, how many there are, and where every other page begins.
            let order = try answers.answer(.order(filter.whole, viewer.withoutSeat, today), db) {
                try places(filter, viewer, today, db)
            }
            let start = (filter.page - 1) * filter.size
            guard start < order.count else { return Listed(rows: [], total: order.count) }
            let shown = order[start..<min(start + filter.size, order.count)]
            let found: [(Int64, AgreementLine)] = try db.rows(
                """
                SELECT agreement.rowid AS place, agreement.*, body.code AS code, body.name AS name,
                body.region AS region, \(AgreementLine.more(today)) FROM agreement
                LEFT JOIN body ON body.id = agreement.authority WHERE agreement.rowid IN \(shown)
                AND \(viewer.seesAgreement("agreement", today: today))
                """
            ) { ($0["place"], AgreementLine($0, today: today)) }
            let lines = Dictionary(found) { first, _ in first }
            return Listed(rows: shown.compactMap { lines[$0] }, total: order.count)
        }
    }

    /// The rows of all agreements of a list, in its order.
    private func places(_ filter: AgreementFilter, _ viewer: Viewer, _ today: Day, _ db: Database) throws -> [Int64] {
        var condition: SQL = "\(viewer.seesAgreement("agreement", today: today))"
        // An authority has few agreements, a kind has all of them.
        condition +=
            filter.authority == nil
            ? " AND \(AgreementFilter.isOfKind(filter.kind))" : " AND +\(AgreementFilter.isOfKind(filter.kind))"
        if let year = filter.year { condition += " AND agreement.year = \(year.start)" }
        if let authority = filter.authority {
            condition += " AND agreement.id IN \(AgreementFilter.made(with: authority))"
        }
        if let area = filter.area {
            condition += """
                 AND agreement.id IN (SELECT priority.agreement FROM area JOIN priority ON priority.area = area.id
                JOIN agreement AS chooser ON chooser.id = priority.agreement AND chooser.statement = area.statement
                WHERE area.code = \(area))
                """
        }
        switch filter.state {
        case .inForce:
            condition += " AND agreement.inForce <= \(today.number) AND agreement.course IS NULL"
            condition += " AND \(AgreementLine.successor(today)) IS NULL"
        case .superseded:
            condition += " AND \(AgreementLine.successor(today)) IS NOT NULL"
            condition += " AND (agreement.course IS NULL OR agreement.course = 'suspended')"
        case .suspended, .completed, .terminated:
            condition += " AND agreement.course = \(filter.state?.rawValue)"
            if filter.state == .suspended { condition += " AND \(AgreementLine.successor(today)) IS NULL" }
        case .coming: condition += " AND agreement.inForce > \(today.number)"
        case .some(let state): condition += " AND agreement.stage = \(state.rawValue)"
        case nil: break
        }
        return try db.rows(
            """
            SELECT agreement.rowid AS place FROM agreement WHERE \(condition)
            ORDER BY agreement.year DESC, agreement.title, agreement.id
            """
        ) { $0["place"] }
    }

    /// The school years that have an agenda which the viewer may see, newest first, with the statement that holds it.
    public func agendas(for viewer: Viewer, today: Day) throws -> [(
        year: AcademicYear, statement: Identifier<Domain.Statement>
    )] {
        try read { db in
            try answers.answer(.agendas(viewer.withoutSeat, today), db) {
                try db.rows(
                    """
                    SELECT id, year FROM agreement WHERE kind = \(StatementKind.name) AND stage = 'signed'
                    AND \(viewer.seesAgreement("agreement", today: today)) AND year IS NOT NULL ORDER BY year DESC
                    """
                ) { row in
                    try AcademicYear(start: row["year"]).map { (year: $0, statement: try row.identifier("id")) }
                }.compactMap(\.self)
            }
        }
    }

    /// The agenda of a year, as signed.
    public func agenda(_ year: AcademicYear, for viewer: Viewer, today: Day) throws -> Agenda? {
        guard let found = try agendas(for: viewer, today: today).first(where: { $0.year == year }) else { return nil }
        return try agenda(of: found.statement, year)
    }

    /// The agenda that a statement's lines hold.
    private func agenda(of statement: Identifier<Domain.Statement>, _ year: AcademicYear) throws -> Agenda {
        try read { db in
            let lines = try db.rows(
                """
                SELECT line.line, version.content FROM line JOIN version ON version.agreement = line.agreement
                AND version.line = line.line AND version.revision = line.worded
                WHERE line.agreement = \(statement.description)
                AND standing AND part IN ('group', 'area') ORDER BY ordinal
                """
            ) { (id: try $0.identifier("line") as LineID, content: try $0.part("content")) }
            return Agenda(statement: statement, year: year, lines: lines)
        }
    }

    /// How many compacts that the viewer may see chose each area of an agenda.
    public func choices(in statement: Identifier<Domain.Statement>, for viewer: Viewer, today: Day) throws
        -> [Identifier<Area>: Int]
    {
        try read { db in
            try answers.answer(.choices(statement, viewer.withoutSeat, today), db) {
                let rows: [(Identifier<Area>, Int)] = try db.rows(
                    """
                    SELECT priority.area AS area, COUNT(DISTINCT agreement.id) AS count FROM agreement
                    JOIN priority ON priority.agreement = agreement.id
                    WHERE agreement.statement = \(statement.description) AND +agreement.kind = \(CompactKind.name)
                    AND \(viewer.seesAgreement("+agreement", today: today)) GROUP BY priority.area
                    """
                ) { (try $0.identifier("area"), $0["count"]) }
                return Dictionary(uniqueKeysWithValues: rows)
            }
        }
    }
}

extension AgreementLine {
    /// Behind the kind of an agreement in the table of a variation of it.
    static let variation = "-variation"

    /// Whether an agreement is of that kind, or a variation of one.
    static func isOrVaries(_ kind: String) -> SQL { "agreement.kind IN (\(kind), \(kind + variation))" }

    static let areas: SQL = """
        (SELECT group_concat(code, ' ') FROM (SELECT DISTINCT area.code AS code FROM priority
        JOIN area ON area.id = priority.area AND area.statement = agreement.statement
        WHERE priority.agreement = agreement.id ORDER BY area.code))
        """

    /// The agreement that follows one, from the day on which it is in force and public, and its year has begun: before that
    /// nobody is told.
    static func successor(_ today: Day) -> SQL {
        """
        (SELECT later.id FROM agreement AS later WHERE later.follows = agreement.id AND later.follows IS NOT NULL
        AND later.inForce <= \(today.number) AND later.publicFrom <= \(today.number)
        AND later.year <= \(AcademicYear(holding: today)?.start ?? 0) ORDER BY later.year DESC, later.id LIMIT 1)
        """
    }

    /// What a list takes of an agreement besides its own columns.
    static func more(_ today: Day) -> SQL {
        """
        \(areas) AS areas, \(successor(today)) AS next, (SELECT earlier.id FROM agreement AS earlier
        WHERE earlier.id = agreement.follows AND earlier.publicFrom <= \(today.number)) AS earlier
        """
    }

    init(_ row: Row, today: Day) {
        let inForce = row.day("inForce")
        self.init(
            id: row["id"], kind: row.kind, title: row["title"],
            year: (row["year"] as Int?).flatMap { AcademicYear(start: $0) }, firstDay: row.day("firstDay"),
            lastDay: row.day("lastDay"), authority: row["code"],
            authorityName: row["name"], region: row["region"],
            state: AgreementState(
                row["stage"], inForce: inForce, course: row["course"], isSuperseded: row["next"] as String? != nil,
                isVariation: row["varies"] as String? != nil, today: today),
            opened: Instant(milliseconds: row["opened"]), signed: row.time("completed"), inForce: inForce,
            until: row.day("until"),
            follows: row["earlier"], next: row["next"], varies: row["varies"],
            areas: (row["areas"] as String?)?.split(separator: " ").map(String.init) ?? [])
    }
}

extension Row {
    /// The kind of an agreement, or of the one that it varies.
    var kind: String {
        let kind: String = self["kind"]
        return kind.hasSuffix(AgreementLine.variation) ? String(kind.dropLast(AgreementLine.variation.count)) : kind
    }

    func part(_ column: String) throws -> Part {
        try Part(from: try JSONValue(Array((self[column] as String).utf8)))
    }

    func maybePart(_ column: String) throws -> Part? {
        (self[column] as String?) == nil ? nil : try part(column)
    }
}
