public import Domain
public import Statistics
import Synchronization
public import Views
public import Vocabulary

/// All published figures that stand at one moment: of each part of a data set those of its newest release.
public struct StandingFigures: Sendable {
    /// How many entries the record had when these last changed; -1 while files are still being read.
    public let position: Int
    /// The data sets that have figures, by name.
    public let sets: [DataSet]
    /// The statistical neighbours of each authority, by the newest release that says so.
    public let neighbours: [PlaceCode: [PlaceCode]]
    /// The release that says so.
    public let neighboursFrom: ReleaseRead?
    /// What places are called, by the newest release or the register.
    public let names: [PlaceCode: String]
    /// The schools that any release names, the newest first to say so.
    public let schools: [PlaceCode: Place]
    /// What schools are to each other: predecessors, successors, by the newest release that says so.
    public let links: [PlaceCode: [Catalogue.Link]]
    /// The areas of agendas that measures belong to, as somebody said.
    private let assigned: [MeasureWords]
    private let all: [Identifier<Release>: HeldRelease]
    private let named: [MeasureCode: [Int]]

    init(
        position: Int, releases: [HeldRelease], words: [MeasureWords], names: [PlaceCode: String]
    ) {
        self.position = position
        assigned = words.filter { !$0.areas.isEmpty }
        all = Dictionary(releases.map { ($0.facts.id, $0) }) { first, _ in first }
        let standing = releases.filter(\.facts.stands)
        let near = standing.first { !$0.catalogue.neighbours.isEmpty }
        neighbours = near?.catalogue.neighbours ?? [:]
        neighboursFrom = near?.facts
        var schools: [PlaceCode: Place] = [:]
        for release in standing.reversed() {
            for place in release.catalogue.places.values where place.code.isSchool {
                schools[place.code] = place.with(schools[place.code])
            }
        }
        self.schools = schools
        links = standing.first { !$0.catalogue.links.isEmpty }?.catalogue.links ?? [:]
        var called: [PlaceCode: String] = [:]
        for release in standing.reversed() {
            for place in release.catalogue.places.values where !place.code.isSchool && !place.name.isEmpty {
                called[place.code] = place.name
            }
        }
        self.names = called.merging(names) { _, own in own }
        // A dictionary that came after an extract says what its measures are now.
        let dictionary = standing.first { $0.facts.set == "lait-dictionary" }?.catalogue.measures ?? [:]
        let groups = Dictionary(grouping: standing.filter { !$0.columns.places.isEmpty }) { $0.facts.set }
        let sets = groups.sorted { $0.key < $1.key }.map { name, releases in
            DataSet(
                name, releases, dictionary: name == "lait" ? dictionary : [:], words: words.filter { $0.set == name },
                neighbours: near?.catalogue.neighbours ?? [:], names: names)
        }
        self.sets = sets
        var named: [MeasureCode: [Int]] = [:]
        for (index, set) in sets.enumerated() {
            for code in set.measures.keys { named[code, default: []].append(index) }
        }
        self.named = named
    }

    /// A release with its columns, whether it stands or not; nil while its file is not read, and where it was withdrawn.
    public func held(_ id: Identifier<Release>) -> HeldRelease? { all[id] }

    /// The data sets that have a measure of that name.
    public func sets(with measure: MeasureCode) -> [DataSet] { (named[measure] ?? []).map { sets[$0] } }

    /// The data set of that name.
    public func set(_ name: String) -> DataSet? { sets.first { $0.name == name } }

    /// The measures that belong to an area of an agenda, by title; those of which no figures stand are left out.
    public func measures(of area: Identifier<Area>) -> [(set: DataSet, measure: Measure)] {
        assigned.filter { $0.areas.contains(area) }.compactMap { word in
            guard let set = set(word.set), let measure = set.measures[word.measure] else { return nil }
            return (set, measure)
        }.sorted { ($0.measure.title, $0.set.name) < ($1.measure.title, $1.set.name) }
    }

    /// The areas of agendas that a measure was said to belong to.
    public func areas(of measure: MeasureCode, in set: String) -> [Identifier<Area>] {
        assigned.first { $0.set == set && $0.measure == measure }?.areas ?? []
    }

    /// Whether nothing was taken in yet.
    public var isEmpty: Bool { sets.isEmpty }
}

/// A data set: the figures of its standing releases.
public struct DataSet: Sendable {
    public let name: String
    /// The newest first.
    public let releases: [HeldRelease]
    /// What its measures are, with what the register says of them in place of the publisher.
    public let measures: [MeasureCode: Measure]
    /// The measures of which the register says something of its own.
    public let corrected: Set<MeasureCode>
    private let series: [MeasureCode: [Columns.Series]]
    private let vicinities: [Vicinity]
    private let surroundings: [PlaceCode: Surroundings]
    /// What the register calls authorities.
    private let names: [PlaceCode: String]
    private let newest = Newest()

    /// How authorities compare in the newest period of each measure, computed when it is asked for first.
    private final class Newest: Sendable {
        let known = Mutex<[MeasureCode: (Columns.Series, Comparisons)]>([:])
    }

    init(
        _ name: String, _ releases: [HeldRelease], dictionary: [MeasureCode: Measure], words: [MeasureWords],
        neighbours: [PlaceCode: [PlaceCode]], names: [PlaceCode: String]
    ) {
        self.name = name
        self.names = names
        self.releases = releases
        var measures: [MeasureCode: Measure] = [:]
        for release in releases.reversed() { measures.merge(release.catalogue.measures) { _, newer in newer } }
        for (code, measure) in dictionary where measures[code] != nil { measures[code] = measure }
        for word in words {
            guard let said = word.words, var measure = measures[word.measure] else { continue }
            (measure.title, measure.unit) = (said.title, said.unit)
            (measure.decimals, measure.polarity) = (said.decimals, Polarity(said.polarity))
            measures[word.measure] = measure
        }
        var series: [MeasureCode: Set<Columns.Series>] = [:]
        for release in releases { for one in release.columns.all { series[one.measure, default: []].insert(one) } }
        self.series = series.mapValues { $0.sorted { ($0.period, $0.group) < ($1.period, $1.group) } }
        // Where the publisher does not say, as many digits as the newest figures have, and at most one.
        for code in measures.keys where measures[code]?.decimals == nil {
            guard let last = self.series[code]?.last,
                let release = releases.first(where: { $0.columns.has(last) })
            else { continue }
            let isWhole = release.columns.values(last).allSatisfy { $0.value == $0.value.rounded() }
            measures[code]?.decimals = isWhole ? 0 : 1
        }
        self.measures = measures
        corrected = Set(words.filter { $0.words != nil }.map(\.measure))
        var surroundings: [PlaceCode: Surroundings] = [:]
        for release in releases.reversed() {
            for place in release.catalogue.places.values where place.code.isAuthority {
                surroundings[place.code] = Surroundings(region: place.region, neighbours: neighbours[place.code] ?? [])
            }
        }
        self.surroundings = surroundings
        vicinities = releases.map { [surroundings] in Vicinity($0.columns, surroundings) }
    }

    /// The series of a measure, by period and group.
    public func series(of measure: MeasureCode) -> [Columns.Series] { series[measure] ?? [] }

    /// The periods in which a measure has figures of a group, the earliest first.
    public func periods(of measure: MeasureCode, group: PupilGroup = .all) -> [Period] {
        series(of: measure).filter { $0.group == group }.map(\.period)
    }

    /// The groups of which a measure has figures.
    public func groups(of measure: MeasureCode) -> [PupilGroup] {
        Set(series(of: measure).map(\.group)).sorted()
    }

    /// One figure and the release that it is from; nil where nothing at all was published.
    public func figure(_ series: Columns.Series, at place: PlaceCode) -> (figure: Figure, release: ReleaseRead)? {
        for release in releases {
            if let figure = release.columns.figure(series, at: place) { return (figure, release.facts) }
        }
        return nil
    }

    /// How each authority stands in a series.
    public func compare(_ series: Columns.Series) -> Comparisons {
        let polarity = measures[series.measure]?.polarity ?? .neither
        let having = releases.indices.filter { releases[$0].columns.has(series) }
        if let only = having.first, having.count == 1 {
            return releases[only].columns.compare(series, polarity, vicinities[only])
        }
        // Parts of a data set are seen as one.
        var filling = Columns.Filling()
        for index in having.reversed() {
            for (place, figure) in releases[index].columns.figures(of: series) {
                filling.put(figure, series, at: place)
            }
        }
        let columns = filling.columns()
        return columns.compare(series, polarity, Vicinity(columns, surroundings))
    }

    /// The newest series of a measure that is of everybody, and how authorities compare in it; nil where there is none.
    public func newest(_ measure: MeasureCode) -> (series: Columns.Series, compared: Comparisons)? {
        if let known = newest.known.withLock({ $0[measure] }) { return known }
        guard
            let series = series(of: measure).last(where: { $0.group == .all && $0.period.status != .outturn })
                ?? series(of: measure).last(where: { $0.group == .all })
        else { return nil }
        let compared = compare(series)
        newest.known.withLock { $0[measure] = (series, compared) }
        return (series, compared)
    }

    /// The release that a figure of a series is from, where all are from one.
    public func release(of series: Columns.Series) -> ReleaseRead? {
        releases.first { $0.columns.has(series) }?.facts
    }

    /// What is known of a place.
    public func place(_ code: PlaceCode) -> Place? {
        guard let name = names[code] else { return releases.lazy.compactMap { $0.catalogue.places[code] }.first }
        // The register's own names come before those of a file.
        var place = releases.lazy.compactMap { $0.catalogue.places[code] }.first ?? Place(code, name: name)
        place.name = name
        return place
    }

    /// The region that the figures of an authority are compared with.
    public func region(of authority: PlaceCode) -> PlaceCode? { surroundings[authority]?.region }

    /// The statistical neighbours of an authority, the nearest first.
    public func neighbours(of authority: PlaceCode) -> [PlaceCode] { surroundings[authority]?.neighbours ?? [] }
}

extension Polarity {
    init(_ better: MeasureDescription.Words.Better) {
        switch better {
        case .high: self = .high
        case .low: self = .low
        case .neither: self = .neither
        }
    }
}

extension Place {
    /// This with what another release says and this does not.
    fileprivate func with(_ other: Place?) -> Place {
        guard let other else { return self }
        var place = self
        if place.authority == nil { place.authority = other.authority }
        if place.kind.isEmpty { place.kind = other.kind }
        if place.phase.isEmpty { place.phase = other.phase }
        if place.trust.isEmpty { place.trust = other.trust }
        return place
    }
}
