import Domain
import HTML
import Hummingbird
import Register
import Statistics
import Views
import Vocabulary

/// How an authority stands in one area of the agenda, by the measures that were said to belong to it.
struct AreaStanding: Encodable, Sendable {
    let code: String
    let title: String
    /// The measures in which it stands worse than its neighbours and is going the wrong way, the worst first.
    let pressing: [Pressing]
    let figures: [NewestFigure]

    /// A measure in which an authority stands worse than its neighbours, and is falling.
    struct Pressing: Encodable, Sendable {
        let measure: String
        let title: String
        let sentence: String

        /// How far from its neighbours, counted in the distance between the quarters of all authorities.
        fileprivate let distance: Double
        fileprivate let path: Path

        private enum CodingKeys: CodingKey { case measure, title, sentence }
    }

    fileprivate var worst: Double { pressing.map(\.distance).max() ?? 0 }

    init(_ area: Area, _ measures: [(set: DataSet, measure: Measure)], at place: PlaceCode) {
        (code, title) = (area.code, area.title)
        figures = measures.compactMap { NewestFigure($0.measure, of: $0.set, at: place) }
        pressing = measures.compactMap { Pressing($0.measure, of: $0.set, at: place) }.sorted {
            ($1.distance, $0.title) < ($0.distance, $1.title)
        }
    }
}

extension AreaStanding.Pressing {
    /// How many years back it is looked whether it falls.
    private static let years = 3

    /// Nil where the place does not stand worse than its neighbours, or is not falling, or nobody can say.
    init?(_ measure: Measure, of set: DataSet, at place: PlaceCode) {
        guard measure.polarity != .neither, let (series, compared) = set.newest(measure.code),
            let own = compared[place], let value = own.figure.value, let near = own.neighbours,
            let quartiles = compared.quartiles
        else { return nil }
        let way: Double = measure.polarity == .high ? 1 : -1
        let behind = (near - value) * way
        let period = series.period
        guard behind > 0,
            let before = set.periods(of: measure.code).last(where: {
                $0.last <= period.last - Self.years && $0.isCounted(as: period)
            }), let then = set.figure(Columns.Series(measure.code, before), at: place)?.figure.value
        else { return nil }
        let fell = (then - value) * way
        guard fell > 0 else { return nil }
        let spread = quartiles.upper - quartiles.lower
        distance = spread > 0 ? behind / spread : behind
        (self.measure, title) = (measure.code.text, measure.title)
        path = .measure(measure.code, [("set", set.name), ("compare", place.description)])
        sentence =
            "\(measure.words(value)) in \(period), where its neighbours are at \(measure.words(near)); it was \(measure.words(then)) in \(before)."
    }
}

extension Site {
    @Sendable func showAuthorityAreas(_ request: Request, _ visit: Visit) async throws -> Response {
        guard let code = visit.parameters.get("code"), let body = try register.views.body(code: code),
            body.authority != nil, let place = Int(code).flatMap({ PlaceCode($0) })
        else { throw NotFound() }
        let agenda = try newestAgenda()
        let figures = register.figures.current
        let open = agenda?.areas.filter { $0.limit != .london || body.authority?.london == true } ?? []
        let areas = open.map { AreaStanding($0, figures.measures(of: $0.id), at: place) }.filter { !$0.figures.isEmpty }
        if request.uri.path.hasSuffix(".json") {
            return try json(
                ListAnswer(total: areas.count, page: 1, size: max(areas.count, 1), rows: areas), request, visit)
        }
        let page = AuthorityAreasPage(
            name: body.name, code: code, year: agenda?.year, areas: areas, mayPublish: try mayPublish(visit))
        return self.page(page, request, visit)
    }
}

/// The figures of one authority by the areas of the agenda, and where they might give reason to choose one.
struct AuthorityAreasPage: Page {
    let name: String
    let code: String
    let year: AcademicYear?
    let areas: [AreaStanding]
    let mayPublish: Bool

    var title: String { "\(name) by areas of the agenda" }
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

    private var content: HTML {
        guard let year, !areas.isEmpty else {
            return emptyState(
                "No measure of which \(name) has figures was said to belong to an area of the agenda yet.",
                mayPublish
                    ? "<p class=\"govuk-body\">\(link: "Choose a measure, and say which areas it belongs to", to: .measures)</p>"
                    : HTML())
        }
        return """
            <p class="govuk-body">The newest figures that tell something of each area of the agenda for \(year.description).</p>
            \(advice)\(each: areas, section)\(downloads(.authorityAreas(code), hasRows: false))
            """
    }

    /// The areas with figures worse than the neighbours' and falling, the farthest first.
    private var advice: HTML {
        let pressing = areas.filter { !$0.pressing.isEmpty }.sorted { ($1.worst, $0.code) < ($0.worst, $1.code) }
        guard !pressing.isEmpty else {
            return insetText(
                "<p class=\"govuk-body\">In no area do its figures both stand worse than its statistical neighbours' and fall.</p>\n"
            )
        }
        let items = pressing.map { area -> HTML in
            let figures = area.pressing.map {
                "<li>\(link: $0.title, to: $0.path): \(inline($0.sentence))</li>\n" as HTML
            }
            return """
                <li><a class="govuk-link" href="#area-\(area.code)">\(inline("\(area.code). \(area.title)"))</a>
                <ul class="govuk-list govuk-list--bullet">
                \(HTML(figures))</ul></li>

                """
        }
        return """
            <h2 class="govuk-heading-m" id="advice">What it might choose</h2>
            <p class="govuk-body">Areas where its figures stand worse than its statistical neighbours' and have gone the wrong way over three
            years. A suggestion to talk about, and no verdict.</p>
            <ol class="govuk-list govuk-list--number">
            \(HTML(items))</ol>

            """
    }

    private func section(_ area: AreaStanding) -> HTML {
        """
        <h2 class="govuk-heading-m" id="area-\(area.code)">\(inline("\(area.code). \(area.title)"))</h2>
        \(figureTable(area.figures, caption: "Figures of area \(area.code)", isCaptionHidden: true))
        """
    }
}
