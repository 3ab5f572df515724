import Domain
import Exchange
import HTML
import Hummingbird
import Register
import Statistics
import Views
import Vocabulary

extension Site {
    /// The measures, and the figures of authorities and schools.
    func addMeasures(_ router: Router<Visit>) {
        router.get("measures") { try showMeasures(as: .html, $0, $1) }
        router.get("measures.json") { try showMeasures(as: .json, $0, $1) }
        router.get("measures.csv") { try showMeasures(as: .csv, $0, $1) }
        router.get("measures/:name", use: showMeasure)
        router.get("measures/:name/figures/:place", use: showFigure)
        router.get("measures/:name/description", use: showDescription)
        router.post("measures/:name/description", use: describe)
        router.get("authorities/:code/figures", use: showAuthorityFigures)
        router.get("authorities/:code/figures.json", use: showAuthorityFigures)
        router.get("authorities/:code/figures.csv", use: showAuthorityFigures)
        router.get("authorities/:code/areas", use: showAuthorityAreas)
        router.get("authorities/:code/areas.json", use: showAuthorityAreas)
        router.get("schools/:urn", use: showSchool)
    }

    private func showMeasures(as form: AnswerForm, _ request: Request, _ visit: Visit) throws -> Response {
        let (asked, figures) = (try Asked(request), register.figures.current)
        let words = (asked.word("q") ?? "").lowercased().split(whereSeparator: \.isWhitespace)
        let all = MeasureLine.all(figures)
        let rows = all.filter { line in
            line.has(words) && asked.word("topic").map { $0 == line.topic } ?? true
                && asked.word("set").map { $0 == line.set } ?? true
        }
        switch form {
        case .csv: return csv(rows.csv, named: "measures", request, visit)
        case .json:
            return try json(
                ListAnswer(total: rows.count, page: 1, size: max(rows.count, 1), rows: rows), request, visit)
        case .html:
            let (size, number) = (60, try asked.page())
            guard number == 1 || (number - 1) * size < rows.count else { throw NotFound() }
            let page = MeasuresPage(
                rows: Array(rows.dropFirst((number - 1) * size).prefix(size)), total: rows.count, page: number,
                size: size, topics: Set(all.map(\.topic)).filter { !$0.isEmpty }.sorted(),
                sets: figures.sets.map(\.name), chosen: asked.filters(["q", "topic", "set"]), isEmpty: all.isEmpty,
                mayPublish: try mayPublish(visit))
            return self.page(page, request, visit)
        }
    }

    /// The measure of that name, in the data set that is asked for where several have one.
    private func measure(_ name: String, _ asked: Asked) throws -> (DataSet, Measure, isShared: Bool) {
        try measure(name, of: asked.word("set"))
    }

    private func measure(_ name: String, of wanted: String?) throws -> (DataSet, Measure, isShared: Bool) {
        let figures = register.figures.current
        guard let code = MeasureCode(name) else { throw NotFound() }
        let sets = figures.sets(with: code)
        guard let set = sets.first(where: { wanted == nil || $0.name == wanted }), let measure = set.measures[code]
        else { throw NotFound() }
        return (set, measure, sets.count > 1)
    }

    /// The series that is asked for; the newest where none is.
    private func series(_ measure: Measure, of set: DataSet, _ asked: Asked) throws -> Columns.Series {
        let all = set.series(of: measure.code)
        let wanted = try asked.value("group") { word in all.first { $0.group.description == word }?.group }
        let groups = set.groups(of: measure.code)
        let group = wanted ?? (groups.contains(.all) ? .all : groups.first ?? .all)
        do throws(Refusal) { return try set.find(measure.code, period: asked.word("period"), group: group) } catch {
            throw NotFound()
        }
    }

    @Sendable private func showMeasure(_ request: Request, _ visit: Visit) async throws -> Response {
        let asked = try Asked(request)
        var (name, form) = try visit.named("name")
        // A measure's own name may end as an address for programs does.
        if form != .html, let whole = visit.parameters.get("name")?.removingURLPercentEncoding(),
            MeasureCode(name).map({ register.figures.current.sets(with: $0).isEmpty }) ?? true
        {
            (name, form) = (whole, .html)
        }
        let (set, measure, isShared) = try measure(name, asked)
        let series = try series(measure, of: set, asked)
        let rows = FigureRow.rows(series, of: set, place: nil)
        switch form {
        case .csv:
            return csv(
                CSV(columns: FigureRow.columns, rows: rows.map(\.cells)), named: measure.code.text, request, visit)
        case .json:
            return try json(MeasureAnswer(measure, series, rows, of: set), request, visit)
        case .html: break
        }
        let places = Set(set.releases.flatMap { $0.columns.places.filter(\.isAuthority) })
        let named = Dictionary(places.map { ($0, set.place($0) ?? Place($0, name: $0.description)) }) { first, _ in
            first
        }
        let compared = asked.all("compare").compactMap { Int($0).flatMap { PlaceCode($0) } }.filter { named[$0] != nil }
        let page = MeasurePage(
            measure: measure, set: set, series: series, periods: set.periods(of: measure.code, group: series.group),
            groups: set.groups(of: measure.code), rows: rows, compared: Array(compared.uniqued().prefix(3)),
            places: named.values.sorted { $0.name < $1.name },
            order: try asked.value("sort") { MeasurePage.Order(rawValue: $0) } ?? .name,
            release: set.release(of: series), isShared: isShared, mayPublish: try mayPublish(visit),
            names: register.figures.current.names,
            known: Set(try register.views.bodies(.authority).map(\.code)), day: Day(series.period.last, 7, 1) ?? today)
        return self.page(page, request, visit)
    }

    @Sendable private func showFigure(_ request: Request, _ visit: Visit) async throws -> Response {
        let (asked, name) = (try Asked(request), try visit.named("name").name)
        let (set, measure, isShared) = try measure(name, asked)
        let series = try series(measure, of: set, asked)
        guard let number = visit.parameters.get("place").flatMap({ Int($0) }), let place = PlaceCode(number),
            let found = set.figure(series, at: place)
        else { throw NotFound() }
        // What earlier releases said of it.
        var earlier: [(ReleaseRead, Figure)] = []
        for release in try register.views.releases(of: set.name) where release.id != found.release.id {
            if let figure = register.figures.current.held(release.id)?.columns.figure(series, at: place) {
                earlier.append((release, figure))
            }
        }
        let row = try await register.figures.row(of: series, at: place, in: found.release)
        let page = FigurePage(
            measure: measure, series: series, place: set.place(place)?.name ?? place.description, code: place,
            figure: found.figure, release: found.release, row: row, earlier: earlier,
            back: Path.measure(
                measure.code,
                (isShared ? [("set", set.name)] : []) + [("period", series.period.code)]
                    + (series.group == .all ? [] : [("group", series.group.description)])))
        // What could not be looked up now may be in a moment.
        var visit = visit
        if row == .busy { visit.standing = nil }
        return self.page(page, request, visit)
    }

    // MARK: Descriptions

    @Sendable private func showDescription(_ request: Request, _ visit: Visit) async throws -> Response {
        _ = try publisher(visit)
        let (set, measure, _) = try measure(try visit.named("name").name, try Asked(request))
        return page(try descriptionPage(measure, of: set, visit), request, visit)
    }

    private func descriptionPage(_ measure: Measure, of set: DataSet, _ visit: Visit) throws -> DescriptionPage {
        DescriptionPage(
            measure, of: set.name, agenda: try newestAgenda(),
            areas: register.figures.current.areas(of: measure.code, in: set.name), token: visit.formToken)
    }

    /// The newest agenda that everyone may read.
    func newestAgenda() throws -> Agenda? {
        let views = register.views
        return try views.agendas(for: .everyone, today: today).first.flatMap {
            try views.agenda($0.year, for: .everyone, today: today)
        }
    }

    /// The areas that a form says a measure belongs to; those of other agendas stay as they were. Nil where no agenda is there to choose
    /// from.
    private func belonging(_ measure: Measure, of set: DataSet, _ form: Form) throws -> [Identifier<Area>]? {
        guard let agenda = try newestAgenda() else { return nil }
        let offered = Set(agenda.areas.map(\.id))
        let others = register.figures.current.areas(of: measure.code, in: set.name).filter { !offered.contains($0) }
        let chosen = form.all("areas").compactMap { Identifier<Area>($0) }
        guard chosen.allSatisfy(offered.contains) else { throw Form.unreadable }
        return others + chosen
    }

    @Sendable private func describe(_ request: Request, _ visit: Visit) async throws -> Response {
        let sitting = try publisher(visit)
        let form = try await form(request, visit)
        let (set, measure, isShared) = try measure(
            try visit.named("name").name, of: form.maybe("set"))
        do {
            guard let polarity = MeasureDescription.Words.Better(rawValue: form["polarity"]) else {
                throw Refusal(Fault("measure.polarity", field: "polarity", "Choose which values are better"))
            }
            guard let decimals = form.number("decimals") else {
                throw Refusal(Fault("measure.decimals", field: "decimals", "Give a whole number from 0 to 6"))
            }
            let words = MeasureDescription.Words(
                title: form["title"], unit: form["unit"], decimals: decimals, polarity: polarity)
            // What stays as it is said already is no correction of it.
            let isSame =
                words.title == measure.title && words.unit == measure.unit && decimals == measure.shownDecimals
                && polarity.rawValue == measure.polarity.rawValue
            try await register.describe(
                measure.code, of: set.name, isSame ? nil : words, in: try belonging(measure, of: set, form),
                by: sitting)
        } catch let refusal as Refusal {
            var again = try descriptionPage(measure, of: set, visit)
            again.typed = form.named("")
            again.problems = [FormProblem](refusal)
            return page(again, request, visit, status: refusal.status)
        }
        return redirect(.measure(measure.code, isShared ? [("set", set.name)] : []), visit)
    }
}

/// A measure in one period, as programs get it.
struct MeasureAnswer: Encodable, Sendable {
    let measure: String
    let set: String
    let title: String
    let topic: String
    let unit: String
    let decimals: Int?
    let polarity: Polarity
    let period: Period
    let group: PupilGroup
    /// The periods of which there are figures.
    let periods: [Period]
    let rows: [FigureRow]

    init(_ measure: Measure, _ series: Columns.Series, _ rows: [FigureRow], of set: DataSet) {
        self.measure = measure.code.text
        self.set = set.name
        (title, topic, unit) = (measure.title, measure.topic, measure.unit)
        (decimals, polarity, period, group) = (measure.decimals, measure.polarity, series.period, series.group)
        periods = set.periods(of: measure.code, group: series.group)
        self.rows = rows
    }
}

extension Sequence where Element: Hashable {
    /// Each once, where it came first.
    func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
