public import Domain
import GRDB
public import Vocabulary

/// What is public in the register, in numbers.
public struct Counts: Codable, Hashable, Sendable {
    /// Compacts that anybody may read.
    public let compacts: Int
    /// Those of them that are in force.
    public let inForce: Int
    /// Authorities with a public compact.
    public let authorities: Int
    /// Statements of intent that anybody may read.
    public let statements: Int
}

/// A public step in the life of an agreement.
public struct PublicStep: Hashable, Sendable {
    /// The entry's place in the record.
    public let position: Int
    /// `opened`, `frozen`, `signed`.
    public let event: String
    public let time: Instant
    /// The seat that acted; nil where the register did.
    public let seat: SeatRead?
    /// `compact`, `statement`.
    public let kind: String
    public let agreement: String
    public let title: String
    /// A signature, or a fixed text, that a later change made void.
    public let isVoid: Bool
}

extension Views {
    /// How much of each kind everyone may read today.
    public func counts(today: Day) throws -> Counts {
        try read { db in try answers.answer(.counts(today), db) { try counts(today, db) } }
    }

    private func counts(_ today: Day, _ db: Database) throws -> Counts {
        func count(_ columns: SQL, _ kind: String) throws -> Row? {
            try SQLRequest<Row>(
                literal: """
                    SELECT \(columns) FROM agreement WHERE kind = \(kind)
                    AND \(Viewer.everyone.seesAgreement("agreement", today: today))
                    """, cached: true
            ).fetchOne(db)
        }
        let compacts = try count(
            """
            COUNT(*) AS compacts, COUNT(DISTINCT authority) AS authorities,
            COUNT(CASE WHEN inForce <= \(today.number) AND course IS NULL
            AND \(AgreementLine.successor(today)) IS NULL THEN 1 END) AS inForce
            """, CompactKind.name)
        let statements = try count("COUNT(*) AS statements", StatementKind.name)
        return Counts(
            compacts: compacts?["compacts"] ?? 0, inForce: compacts?["inForce"] ?? 0,
            authorities: compacts?["authorities"] ?? 0, statements: statements?["statements"] ?? 0)
    }

    /// The agreements of a kind that everyone may read, those first that became public last.
    public func latest(_ kind: String, limit: Int, today: Day) throws -> [AgreementLine] {
        try read { db in
            try db.rows(
                """
                SELECT agreement.*, body.code AS code, body.name AS name, body.region AS region,
                \(AgreementLine.more(today)) FROM agreement
                LEFT JOIN body ON body.id = agreement.authority
                WHERE agreement.kind = \(kind) AND \(Viewer.everyone.seesAgreement("agreement", today: today))
                ORDER BY agreement.publicFrom DESC, agreement.completed DESC, agreement.id LIMIT \(limit)
                """
            ) { AgreementLine($0, today: today) }
        }
    }

    /// The last steps that everyone may read: what was sent, fixed as a text, and signed. Lines are left to their pages.
    public func latestSteps(limit: Int, today: Day) throws -> [PublicStep] {
        try read { db in
            try db.rows(
                """
                SELECT step.*, \(StepRead.isVoid) AS isVoid, agreement.kind AS kind, agreement.title AS agreementTitle, seat.id AS seatID,
                seat.body AS seatBody, seat.title AS title, seat.office AS office, body.name AS bodyName,
                body.code AS bodyCode FROM step JOIN agreement ON agreement.id = step.agreement
                LEFT JOIN seat ON seat.id = step.seat LEFT JOIN body ON body.id = seat.body
                WHERE (step.event = 'opened' OR step.event = 'frozen' OR step.event = 'signed')
                AND \(Viewer.everyone.sees("step", today: today)) ORDER BY step.position DESC LIMIT \(limit)
                """
            ) { row in
                PublicStep(
                    position: row["position"], event: row["event"], time: Instant(milliseconds: row["time"]),
                    seat: try SeatRead(acting: row), kind: row.kind, agreement: row["agreement"],
                    title: row["agreementTitle"], isVoid: row["isVoid"])
            }
        }
    }

    /// The school years of the agreements that the viewer may see, newest first.
    public func years(of kind: String? = nil, for viewer: Viewer, today: Day) throws -> [AcademicYear] {
        try read { db in
            try answers.answer(.years(kind: kind, viewer.withoutSeat, today), db) {
                try db.rows(
                    """
                    SELECT DISTINCT year FROM agreement WHERE \(AgreementFilter.isOfKind(kind)) AND year IS NOT NULL
                    AND \(viewer.seesAgreement("agreement", today: today)) ORDER BY year DESC
                    """
                ) { AcademicYear(start: $0["year"]) }.compactMap(\.self)
            }
        }
    }
}

extension AgreementFilter {
    /// The agreements to which the body with a code is a party, or was until others took its place.
    static func made(with code: String) -> SQL {
        """
        (SELECT party.agreement FROM body JOIN party ON party.body = body.id WHERE body.code = \(code)
        UNION ALL SELECT former.agreement FROM body JOIN former ON former.body = body.id WHERE body.code = \(code))
        """
    }

    /// The condition that an agreement is of this kind, or of any: by name, so that the index by kind serves both.
    static func isOfKind(_ kind: String?) -> SQL {
        guard let kind else {
            let names = Kinds.names.map { "\($0)" as SQL }
            return "agreement.kind IN (\(names.joined(separator: ", ")))"
        }
        return "agreement.kind = \(kind)"
    }
}
