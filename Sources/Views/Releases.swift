public import Domain
import GRDB
public import Vocabulary

/// A release as lists and pages show it.
public struct ReleaseRead: Codable, Hashable, Sendable {
    public let id: Identifier<Release>
    /// The data set that it is of.
    public let set: String
    /// Which part of it; empty where it comes whole.
    public let part: String
    public let title: String
    public let publisher: String
    public let licence: String
    /// Where it was published.
    public let address: String?
    /// The year in which the year ends that its figures are of, where the file does not say.
    public let year: Int?
    /// How many rows the file has.
    public let rows: Int
    /// How many figures were read.
    public let figures: Int
    /// The release that it took the place of.
    public let supersedes: Identifier<Release>?
    /// The entry that says so.
    public let position: Int
    /// When it was taken in.
    public let time: Instant
    /// The seat that took it in; nil for whoever runs the register.
    public let seat: Identifier<Seat>?
    /// When it was withdrawn, and why; the reason is nil once it is erased.
    public let withdrawn: Instant?
    public let reason: String?
    /// The release that took its place.
    public let supersededBy: Identifier<Release>?
    /// The file with the figures first.
    public let files: [Release.File]

    /// Whether its figures count today.
    public var stands: Bool { withdrawn == nil && supersededBy == nil }
}

/// What is said of a measure in place of what its publisher says.
public struct MeasureWords: Hashable, Sendable {
    public let id: Identifier<MeasureDescription>
    public let set: String
    public let measure: MeasureCode
    /// Nil as its publisher describes it.
    public let words: MeasureDescription.Words?
    /// The areas of agendas that it belongs to.
    public let areas: [Identifier<Area>]
}

extension Views {
    /// All releases, the newest first; they are everyone's. Of one data set where one is named.
    public func releases(of set: String? = nil) throws -> [ReleaseRead] {
        try read { db in
            let condition: SQL = set.map { "WHERE release.dataset = \($0)" } ?? ""
            return try db.rows("\(ReleaseRead.request) \(condition) ORDER BY release.position DESC") {
                try ReleaseRead($0, db)
            }
        }
    }

    /// How many entries of the record there were when a release or what is said of a measure last changed.
    public func figuresPosition() throws -> Int {
        try read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT max((SELECT coalesce(max(max(position, coalesce(withdrawn, 0), coalesce(erased, 0))), -1) FROM release),
                    (SELECT coalesce(max(position), -1) FROM measure)) + 1
                    """) ?? 0
        }
    }

    /// The release of that name.
    public func release(_ id: Identifier<Release>) throws -> ReleaseRead? {
        try read { db in
            try db.row("\(ReleaseRead.request) WHERE release.id = \(id.description)") { try ReleaseRead($0, db) }
        }
    }

    /// How measures are described otherwise than their publishers do.
    public func measureWords() throws -> [MeasureWords] {
        try read { db in
            try db.rows("SELECT * FROM measure ORDER BY dataset, code") { row in
                guard let code = MeasureCode(row["code"] as String) else { throw UnreadableRow(column: "code") }
                let title: String? = row["title"]
                let areas: String = row["areas"]
                return MeasureWords(
                    id: try row.identifier("id"), set: row["dataset"], measure: code,
                    words: try title.map {
                        MeasureDescription.Words(
                            title: $0, unit: row["unit"], decimals: row["decimals"],
                            polarity: try row.word("polarity"))
                    }, areas: areas.split(separator: " ").compactMap { Identifier<Area>($0) })
            }
        }
    }
}

extension ReleaseRead {
    /// The newest that is not withdrawn stands; each other one was superseded by the next of its part.
    fileprivate static let request: SQL = """
        SELECT release.*, sealed.text AS said, (SELECT later.id FROM release AS later
        WHERE later.dataset = release.dataset AND later.part = release.part AND later.withdrawn IS NULL
        AND later.position > release.position ORDER BY later.position LIMIT 1) AS supersededBy
        FROM release LEFT JOIN sealed ON sealed.digest = release.reason
        """

    fileprivate init(_ row: Row, _ db: Database) throws {
        let id: Identifier<Release> = try row.identifier("id")
        let files = try db.rows(
            "SELECT * FROM releaseFile WHERE release = \(id.description) ORDER BY ordinal"
        ) { row in
            guard let content = Digest(row["content"] as String), let kept = Digest(row["kept"] as String) else {
                throw UnreadableRow(column: "content")
            }
            return Release.File(
                sort: row["sort"], name: row["name"], content: content, size: row["size"], kept: kept)
        }
        self.init(
            id: id, set: row["dataset"], part: row["part"], title: row["title"], publisher: row["publisher"],
            licence: row["licence"], address: row["address"], year: row["year"], rows: row["rows"],
            figures: row["figures"], supersedes: row.maybeIdentifier("supersedes"), position: row["position"],
            time: Instant(milliseconds: row["time"]), seat: row.maybeIdentifier("seat"),
            withdrawn: row.time("withdrawnAt"), reason: row["said"],
            supersededBy: row.maybeIdentifier("supersededBy"), files: files)
    }
}
