import Domain
import Exchange
import HTML
import Hummingbird
import Register
import Statistics
import Synchronization
import Views
import Vocabulary

/// The newest figure of one measure for one place, as lists and programs have it.
struct NewestFigure: Encodable, Sendable {
    let measure: String
    let set: String
    let title: String
    let topic: String
    let unit: String
    let period: String
    let value: Double?
    let missing: String?
    let rank: Int?
    let of: Int
    let band: Band?
    let neighbours: Double?
    let region: Double?
    let england: Double?
    let release: String

    private enum CodingKeys: CodingKey {
        case measure, set, title, topic, unit, period, value, missing, rank, of, band, neighbours, region, england,
            release
    }

    /// What words and charts need besides.
    let described: Measure
    let periods: [String]
    let trend: [Double?]
    /// Where it is from.
    let provenance: Path

    init?(_ measure: Measure, of set: DataSet, at place: PlaceCode) {
        guard let (series, compared) = set.newest(measure.code), let own = compared[place] else { return nil }
        (self.measure, self.set, title) = (measure.code.text, set.name, measure.title)
        (topic, unit, period) = (measure.topic, measure.unit, series.period.description)
        (value, missing) = (own.figure.value, own.figure.missing?.words)
        (rank, of, band) = (own.rank, own.of, own.band)
        (neighbours, region, england) = (own.neighbours, own.region?.value, own.england?.value)
        release = set.figure(series, at: place)?.release.id.description ?? ""
        described = measure
        provenance = Path.figure(measure.code, at: place, [("set", set.name), ("period", series.period.code)])
        let last = set.periods(of: measure.code).suffix(8)
        periods = last.map(\.description)
        trend = last.map { set.figure(Columns.Series(measure.code, $0), at: place)?.figure.value }
    }

    /// All of a place, by topic and title.
    static func all(_ figures: StandingFigures, at place: PlaceCode) -> [NewestFigure] {
        figures.sets.flatMap { set in
            set.measures.values.compactMap { NewestFigure($0, of: set, at: place) }
        }.sorted { ($0.topic, $0.title, $0.measure) < ($1.topic, $1.title, $1.measure) }
    }

    /// Where it stands from 0, the best, to 1, the worst; nil where it is not ranked.
    var place: Double? { rank.flatMap { of > 10 ? Double($0 - 1) / Double(of - 1) : nil } }

    var path: Path { MeasureCode(measure).map { .measure($0, [("set", set)]) } ?? .measures }
}

/// The newest figures of the places that were asked for lately, by the figures that stand.
final class NewestFigures: Sendable {
    private let known: Mutex<(position: Int, places: Lately<[NewestFigure]>)>

    /// Room for so many bytes.
    init(room: Int) { known = Mutex((-1, Lately(room: room))) }

    /// All of a place, by topic and title.
    func all(_ figures: StandingFigures, at place: PlaceCode) -> [NewestFigure] {
        let name = place.description
        let held = known.withLock { $0.position == figures.position ? $0.places[name] : nil }
        if let held { return held }
        let all = NewestFigure.all(figures, at: place)
        // While a file is being read, nothing stands that could be asked for again.
        guard figures.position >= 0 else { return all }
        known.withLock { known in
            if known.position != figures.position {
                guard known.position < figures.position else { return }
                known.places.removeAll()
                known.position = figures.position
            }
            known.places.keep(all, name, bytes: all.count * NewestFigures.bytesOfOne)
        }
        return all
    }

    /// About what one takes, with its words and its course.
    private static let bytesOfOne = 1024
}

extension [NewestFigure] {
    /// Where it stands best and worst among the authorities, so many of each; a measure is not in both.
    func bestAndWorst(_ most: Int) -> (best: [NewestFigure], worst: [NewestFigure]) {
        let ranked = filter { $0.place != nil }.sorted { ($0.place ?? 0, $0.title) < ($1.place ?? 0, $1.title) }
        let good = ranked.filter { $0.band == .a || $0.band == .b }
        let bad = ranked.filter { $0.band == .c || $0.band == .d }
        return (Array(good.prefix(most)), Array(bad.suffix(most).reversed()))
    }

    /// One row a measure.
    var csv: CSV {
        CSV(
            columns: [
                "measure", "set", "title", "topic", "period", "value", "missing", "rank", "of", "band", "neighbours",
                "region", "england", "release",
            ],
            rows: map { figure in
                [
                    figure.measure, figure.set, figure.title, figure.topic, figure.period,
                    figure.value?.description ?? "", figure.missing ?? "", figure.rank?.description ?? "",
                    String(figure.of), figure.band?.rawValue ?? "", figure.neighbours?.description ?? "",
                    figure.region?.description ?? "", figure.england?.description ?? "", figure.release,
                ]
            })
    }
}

extension Site {
    @Sendable func showAuthorityFigures(_ request: Request, _ visit: Visit) async throws -> Response {
        guard let code = visit.parameters.get("code"), let body = try register.views.body(code: code),
            body.authority != nil, let place = Int(code).flatMap({ PlaceCode($0) })
        else { throw NotFound() }
        let all = newestFigures.all(register.figures.current, at: place)
        if request.uri.path.hasSuffix(".csv") { return csv(all.csv, named: "figures-\(code)", request, visit) }
        if request.uri.path.hasSuffix(".json") {
            return try json(
                ListAnswer(total: all.count, page: 1, size: max(all.count, 1), rows: all), request, visit)
        }
        let topics = all.map(\.topic).uniqued()
        let topic = try Asked(request).value("topic") { topics.contains($0) ? $0 : nil } ?? topics.first ?? ""
        let page = AuthorityFiguresPage(
            name: body.name, code: code, all: all, topics: topics, topic: topic,
            neighbours: register.figures.current.neighbours[place] ?? [],
            schools: register.figures.current.schools.values.filter { $0.authority == place }.sorted {
                ($0.name, $0.code) < ($1.name, $1.code)
            },
            below: FloorLine.all(register.figures.current, in: place),
            names: register.figures.current.names,
            known: Set(try register.views.bodies(.authority).map(\.code)))
        return self.page(page, request, visit)
    }

    @Sendable func showSchool(_ request: Request, _ visit: Visit) async throws -> Response {
        let (name, form) = try visit.named("urn")
        let figures = register.figures.current
        guard form != .csv, let number = Int(name), String(number) == name, let code = PlaceCode(number), code.isSchool,
            let school = figures.schools[code]
        else { throw NotFound() }
        let rows = figures.sets.flatMap { set in
            set.measures.values.compactMap { SchoolFigure($0, of: set, at: school) }
        }.sorted { ($0.topic, $0.title, $0.measure) < ($1.topic, $1.title, $1.measure) }
        if form == .json { return try json(SchoolAnswer(school, rows), request, visit) }
        let authority = try school.authority.flatMap { try register.views.body(code: $0.description) }
        return page(
            SchoolPage(
                floors: figures.floors(of: code), school: school, authority: authority, rows: rows,
                links: figures.links[code] ?? [],
                known: Set(figures.links[code]?.map(\.other).filter { figures.schools[$0] != nil } ?? [])), request,
            visit)
    }
}

/// The newest figures of one authority: where it stands best and worst, and all by topic.
struct AuthorityFiguresPage: Page {
    let name: String
    let code: String
    let all: [NewestFigure]
    let topics: [String]
    let topic: String
    let neighbours: [PlaceCode]
    /// Its schools of which figures were taken in.
    let schools: [Place]
    /// Those of them that were below a floor.
    let below: [FloorLine]
    /// What authorities are called, and which of them have pages.
    let names: [PlaceCode: String]
    let known: Set<String>

    var title: String { "Figures of \(name)" }
    var isWide: Bool { true }
    var breadcrumbs: [Crumb] {
        [Crumb("Home", to: .home), Crumb("Authorities", to: .authorities), Crumb(name, to: .authority(code))]
    }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(inline(title))</h1>
        \(content)
        """
    }

    private var here: Path { .authorityFigures(code) }

    private var content: HTML {
        guard !all.isEmpty else {
            return emptyState("No figures of \(name) were taken in yet.")
        }
        let (best, worst) = all.bestAndWorst(5)
        let choice = select(
            Field("topic", "Topic"), options: topics.map { Choice($0, $0.isEmpty ? "Other" : $0) }, chosen: topic)
        let shown = all.filter { $0.topic == topic }
        return """
            \(near)
            \(when: !best.isEmpty, figureTable(best, caption: "Where it stands best"))
            \(when: !worst.isEmpty, figureTable(worst, caption: "Where it stands worst"))
            <h2 class="govuk-heading-m" id="by-topic">By topic</h2>
            \(getForm(to: here, label: "Topic", "\(choice)\(button("Show", .secondary))"))
            \(figureTable(shown, caption: topic.isEmpty ? "Other" : topic))
            \(downloads(here, hasRows: true))\(schoolList)
            """
    }

    private var schoolList: HTML {
        guard !schools.isEmpty else { return HTML() }
        let floors: HTML? =
            below.isEmpty
            ? nil
            : """
            <h2 class="govuk-heading-m" id="floors">Schools below a floor</h2>
            \(floorTable(below, caption: "In the last year of each floor of which there are figures", namesAuthority: false))
            <p class="govuk-body">\(link: "What the floors were", to: .floors)</p>

            """
        let items = schools.map { "<li>\(link: $0.name, to: .school($0.code))</li>\n" as HTML }
        return (floors ?? HTML())
            + details(
                "Its \(grouped(schools.count)) schools", "<ul class=\"govuk-list\">\n\(items)</ul>\n")
    }

    private var near: HTML {
        guard !neighbours.isEmpty else { return HTML() }
        let links = neighbours.map { place -> HTML in
            let name = names[place] ?? place.description
            return known.contains(place.description)
                ? "\(link: name, to: .authority(place.description))" : inline(name)
        }
        let listed = HTML(links.enumerated().map { index, link in index == 0 ? link : ", " + link })
        return "<p class=\"govuk-body\">Its statistical neighbours, the nearest first: \(listed).</p>\n"
    }
}

/// A few figures as a list: the measure, its value, and where that stands.
func figureList(_ figures: [NewestFigure]) -> HTML {
    let items = figures.map { figure -> HTML in
        let value = figure.value.map { figure.described.words($0) } ?? ""
        let rank = figure.rank.map { ", rank \($0) of \(figure.of)" } ?? ""
        return "<li>\(link: figure.title, to: figure.path): \(inline("\(value) in \(figure.period)\(rank)"))</li>\n"
    }
    return "<ul class=\"govuk-list govuk-list--bullet\">\n\(items)</ul>\n"
}

/// The newest figures of a place, one a row.
func figureTable(_ figures: [NewestFigure], caption: String, isCaptionHidden: Bool = false) -> HTML {
    let rows = figures.map { figure -> [HTML] in
        let measure = figure.described
        func value(_ value: Double?) -> HTML { "\(value.map { measure.words($0) } ?? "")" }
        let words = figure.value.map { measure.words($0) } ?? figure.missing ?? ""
        let own: HTML =
            "<a class=\"govuk-link\" href=\"\(to: figure.provenance)\">\(words)\(spokenAbout("of \(figure.title): where it is from"))</a>"
        return [
            "\(link: figure.title, to: figure.path)", "\(figure.period)", own,
            (figure.of < fewestBanded ? nil : figure.band)?.tag.html ?? HTML(),
            "\(figure.rank.map { "\($0) of \(figure.of)" } ?? "")",
            value(figure.neighbours), value(figure.england),
            SparkLine(values: figure.trend, periods: figure.periods, words: { measure.words($0) }).html,
        ]
    }
    let columns = [
        Column("Measure"), Column("Period"), Column("Value", isNumeric: true), Column("Band"),
        Column("Rank", isNumeric: true), Column("Neighbours", isNumeric: true), Column("England", isNumeric: true),
        Column("Trend"),
    ]
    return table(caption: caption, isCaptionHidden: isCaptionHidden, columns: columns, rows: rows)
}
