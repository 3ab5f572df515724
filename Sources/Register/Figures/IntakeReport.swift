import Datasets
public import Domain
import Statistics
import Views
public import Vocabulary

/// What somebody should know of a release before it is taken in.
public struct IntakeReport: Codable, Hashable, Sendable {
    /// The sort of published file that it was recognised as.
    public let sort: String
    public let set: String
    public let part: String
    public let source: Release.Source
    public let files: [Release.File]
    public let year: Int?
    public let rows: Int
    /// How many figures were read, those that have no value among them.
    public let figures: Int
    public let measures: Int
    /// How many authorities, regions (England among them) and schools have figures.
    public let authorities: Int
    public let regions: Int
    public let schools: Int
    /// The authorities that the register has not, by code and name.
    public let strangers: [String: String]
    /// The periods in their order.
    public let periods: [String]
    /// How many figures have no value, by why.
    public let missing: [String: Int]
    /// Rows that say again what another row says.
    public let repeated: Int
    /// Rows left out: labels of periods that have no known meaning, and sorts of places that the register does not compare.
    public let unknownPeriods: [String: Int]
    public let unknownPlaces: [String: Int]
    /// Measures that nothing describes.
    public let undescribed: [String]
    /// What it takes the place of, and what is otherwise there.
    public let supersedes: Identifier<Release>?
    public let added: Int?
    public let removed: Int?
    public let changed: Int?
    /// The first figures that are others than they were.
    public let revisions: [Revision]

    /// A figure that is another than it was.
    public struct Revision: Codable, Hashable, Sendable {
        public let measure: String
        public let period: String
        public let group: String
        public let place: String
        public let before: String
        public let after: String
    }
}

extension Intake {
    /// What somebody should know before it is taken in.
    public var report: IntakeReport {
        let columns = read.columns
        let places = read.catalogue.places
        func name(_ place: PlaceCode) -> String { places[place]?.name ?? place.description }
        let periods = Set(columns.all.map(\.period)).sorted()
        return IntakeReport(
            sort: files[0].sort.rawValue, set: set, part: part, source: source, files: files.map(\.file), year: year,
            rows: read.rows, figures: columns.count, measures: read.catalogue.measures.count,
            authorities: columns.places.count(where: \.isAuthority), regions: columns.places.count { $0.isRegion },
            schools: columns.places.count(where: \.isSchool),
            strangers: Dictionary(strangers.map { ($0.description, name($0)) }) { first, _ in first },
            periods: periods.map(\.description),
            missing: Dictionary(read.missing.map { ($0.key.words, $0.value) }) { first, _ in first },
            repeated: read.repeated, unknownPeriods: read.unknownPeriods, unknownPlaces: read.unknownPlaces,
            undescribed: read.undescribed.sorted().map(\.text), supersedes: standing?.id, added: difference?.added,
            removed: difference?.removed, changed: difference?.changed,
            revisions: (difference?.examples ?? []).map { revised in
                IntakeReport.Revision(
                    measure: revised.series.measure.text, period: revised.series.period.description,
                    group: revised.series.group.description, place: name(revised.place),
                    before: revised.before.words, after: revised.after.words)
            })
    }
}

extension PlaceCode {
    /// Whether it is a region, or England.
    var isRegion: Bool { !isAuthority && !isSchool }
}

extension Missing {
    /// As pages and files say it.
    public var words: String {
        switch self {
        case .suppressed: "suppressed"
        case .notApplicable: "not applicable"
        case .confidential: "confidential"
        case .notAvailable: "not available"
        case .lowCoverage: "low coverage"
        case .notPublished: "not yet published"
        }
    }
}

extension Figure {
    /// The value as it was published, or why there is none.
    public var words: String {
        switch self {
        case .value(let value): value.description
        case .missing(let why): why.words
        }
    }
}
