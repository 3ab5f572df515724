public import Domain
import FoundationEssentials
import GRDB
public import Vocabulary

/// A review as its page shows it.
public struct ReviewRead: Sendable {
    public let number: Int
    public let trigger: Review.Trigger
    public let side: Identifier<Body>
    public let reason: Told?
    public let time: Instant
    public let position: Int
    public let seat: SeatRead?
    /// What all sides concluded, and on which day; nil while they have not.
    public let advice: Review.Advice?
    public let concluded: Day?
    public let opinions: [OpinionRead]

    /// How often anything was said in it.
    public var said: Int { opinions.reduce(0) { $0 + $1.times } }

    /// What a side said last of a line, or of the whole where none is given.
    public func opinion(_ line: LineID?, of side: Identifier<Body>) -> OpinionRead? {
        opinions.first { $0.line == line && $0.side == side }
    }
}

/// What a side said in a review.
public struct OpinionRead: Sendable {
    /// Nil where it is of the whole.
    public let line: LineID?
    public let side: Identifier<Body>
    public let advice: Review.Advice
    public let words: Told
    public let time: Instant
    public let position: Int
    public let seat: SeatRead?
    /// How the targets under the line stood when it was said.
    public let figures: [Relied]
    /// How often that side has said it.
    public let times: Int
}

/// An agreement that is to be reviewed.
public struct ReviewDue: Hashable, Sendable {
    public let kind: String
    public let agreement: String
    public let title: String
    /// Its day; nil where it has none.
    public let due: Day?
    /// Whether a review is open.
    public let isOpen: Bool
}

extension Views {
    /// The reviews of an agreement that the viewer may see, oldest first: an open one is between the parties.
    public func reviews(of agreement: String, kind: String, for viewer: Viewer, today: Day) throws -> [ReviewRead] {
        try read { db in
            let isParty: SQL = """
                EXISTS (SELECT 1 FROM party WHERE party.agreement = review.agreement
                AND party.body = \(viewer.body?.description))
                """
            let opinions: [(review: Int, opinion: OpinionRead)] = try db.rows(
                """
                SELECT opinion.*, said.text AS wordsText, said.erased AS wordsErased, \(SeatRead.acted) FROM opinion
                LEFT JOIN sealed AS said ON said.digest = opinion.words \(SeatRead.acting("opinion"))
                WHERE opinion.agreement = \(agreement) ORDER BY opinion.position
                """
            ) { row in
                let opinion = OpinionRead(
                    line: row.maybeIdentifier("line"), side: try row.identifier("side"), advice: try row.word("advice"),
                    words: try row.certainlyTold("words"), time: Instant(milliseconds: row["time"]),
                    position: row["position"], seat: try SeatRead(acting: row),
                    figures: try (row["figures"] as String?).map {
                        try JSONDecoder().decode([Relied].self, from: Data($0.utf8))
                    } ?? [], times: row["times"])
                return (row["review"], opinion)
            }
            return try db.rows(
                """
                SELECT review.*, why.text AS reasonText, why.erased AS reasonErased, \(SeatRead.acted) FROM review
                JOIN agreement ON agreement.id = review.agreement AND agreement.kind = \(kind)
                LEFT JOIN sealed AS why ON why.digest = review.reason \(SeatRead.acting("review"))
                WHERE review.agreement = \(agreement) AND (\(isParty) OR (review.concluded IS NOT NULL
                AND \(viewer.seesAgreement("agreement", today: today)))) ORDER BY review.number
                """
            ) { row in
                let number: Int = row["number"]
                let advice: String? = row["advice"]
                return ReviewRead(
                    number: number, trigger: try row.word("trigger"), side: try row.identifier("side"),
                    reason: row.told("reason"), time: Instant(milliseconds: row["time"]), position: row["position"],
                    seat: try SeatRead(acting: row), advice: advice.flatMap { Review.Advice(rawValue: $0) },
                    concluded: row.day("concluded"),
                    opinions: opinions.filter { $0.review == number }.map(\.opinion))
            }
        }
    }

    /// The agreements of a body that are to be reviewed by a day, those first that are due first, and those whose review is
    /// open.
    public func reviewsDue(of body: Identifier<Body>, by day: Day, today: Day) throws -> [ReviewDue] {
        try read { db in
            try db.rows(
                """
                SELECT agreement.id, agreement.kind, agreement.title, agreement.reviewDue, FALSE AS isOpen
                FROM agreement INDEXED BY agreementToReview
                CROSS JOIN party ON party.agreement = agreement.id AND party.body = \(body.description)
                WHERE agreement.reviewDue IS NOT NULL AND agreement.reviewDue <= \(day.number)
                AND \(AgreementLine.successor(today)) IS NULL AND NOT EXISTS (SELECT 1 FROM review
                WHERE review.agreement = agreement.id AND review.concluded IS NULL)
                UNION ALL
                SELECT agreement.id, agreement.kind, agreement.title, agreement.reviewDue, TRUE
                FROM review INDEXED BY reviewOpen
                CROSS JOIN party ON party.agreement = review.agreement AND party.body = \(body.description)
                JOIN agreement ON agreement.id = review.agreement WHERE review.concluded IS NULL
                ORDER BY 5 DESC, 4, 1 LIMIT 100
                """
            ) {
                ReviewDue(
                    kind: $0.kind, agreement: $0["id"], title: $0["title"], due: $0.day("reviewDue"),
                    isOpen: $0["isOpen"])
            }
        }
    }
}
