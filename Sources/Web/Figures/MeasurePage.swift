import Domain
import Exchange
import HTML
import Register
import Statistics
import Views
import Vocabulary

/// One measure in one period: every authority in a table, how the country has gone, and where each stands.
struct MeasurePage: Page {
    let measure: Measure
    let set: DataSet
    let series: Columns.Series
    /// The periods and groups that may be chosen.
    let periods: [Period]
    let groups: [PupilGroup]
    let rows: [FigureRow]
    /// The authorities that are compared, and those that may be.
    let compared: [PlaceCode]
    let places: [Place]
    let order: Order
    let release: ReleaseRead?
    /// Whether other data sets have a measure of the same name, so that the address names the set.
    let isShared: Bool
    let mayPublish: Bool
    /// What places are called.
    let names: [PlaceCode: String]
    /// The codes of the authorities that the register has: these have pages.
    let known: Set<String>
    /// The day whose authorities the map shows: within the period.
    let day: Day

    /// By what the table is ordered.
    enum Order: String, CaseIterable {
        case name, value, rank, band, neighbours

        var words: String {
            switch self {
            case .name: "Authority"
            case .value: "Value"
            case .rank: "Rank"
            case .band: "Band"
            case .neighbours: "Mean of its neighbours"
            }
        }
    }

    var title: String { measure.title }
    var isWide: Bool { true }
    var breadcrumbs: [Crumb] { [Crumb("Home", to: .home), Crumb("Measures", to: .measures)] }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(inline(measure.topic.isEmpty ? "Measure" : measure.topic))</span>
        <h1 class="govuk-heading-l">\(inline(title))</h1>
        <p class="govuk-body">\(measure.betterWords).\(source)</p>
        \(getForm(to: .measure(measure.code), label: "What is shown", choices))
        \(overview)\(strip)
        <h2 class="govuk-heading-m" id="trend">How it has gone</h2>
        \(trend)
        \(map)
        <h2 class="govuk-heading-m" id="table">Every authority in \(series.period.description)</h2>
        \(list)\(downloads(here, hasRows: true))\(about)
        """
    }

    /// The query that names this very page.
    var query: [(String, String)] {
        var query = isShared ? [("set", set.name)] : []
        query.append(("period", series.period.code))
        if series.group != .all || groups.first != .all { query.append(("group", series.group.description)) }
        return query + compared.map { ("compare", $0.description) }
    }

    private var here: Path { Path.measure(measure.code, query) }

    private var source: HTML {
        guard let release else { return HTML() }
        return " From \(link: release.words, to: Path.release(release.id))."
    }

    private var choices: HTML {
        let periods = select(
            Field("period", "Period"),
            options: periods.reversed().map { Choice($0.code, $0.description) }, chosen: series.period.code)
        let groups: HTML? =
            groups.count < 2
            ? nil
            : select(
                Field("group", "Of whom"), options: groups.map { Choice($0.description, $0.words) },
                chosen: series.group.description)
        let options = places.map { Choice($0.code.description, $0.name) }
        let others = (0..<3).map { index -> HTML in
            let chosen = compared.indices.contains(index) ? compared[index].description : nil
            let label = ["Compare", "With", "And with"][index]
            return select(
                Field("compare", label, id: "compare-\(index + 1)"), options: options, chosen: chosen,
                blank: "No authority")
        }
        let shared: HTML? = isShared ? hiddenInput("set", set.name) : nil
        let order = select(
            Field("sort", "Order of the table"), options: Order.allCases.map { Choice($0.rawValue, $0.words) },
            chosen: order.rawValue)
        return """
            <div class="concordat-choices">\(shared)\(periods)\(groups)\(others)\(order)</div>
            \(button("Show", .secondary))
            """
    }

    /// The figures of England and what parts the authorities, in one line each.
    private var overview: HTML {
        let values = rows.filter { $0.place.isAuthority }.compactMap(\.value)
        var facts: [SummaryRow] = []
        if let england = rows.first?.england { facts.append(SummaryRow("England", words: measure.words(england))) }
        if let quartiles = Quartiles(of: values) {
            facts.append(
                SummaryRow(
                    "Half of the authorities",
                    words:
                        "between \(measure.words(quartiles.lower)) and \(measure.words(quartiles.upper)), the middle one at \(measure.words(quartiles.median))"
                ))
        }
        let missing = rows.count - values.count
        facts.append(
            SummaryRow(
                "Published",
                words:
                    "\(values.count) authorities have a value\(missing > 0 ? ", \(missing) have none and say why" : "")"
            ))
        return summaryList(facts)
    }

    private func name(_ place: PlaceCode) -> String {
        place == .england ? "England" : withoutDirectionControls(set.place(place)?.name ?? place.description)
    }

    // MARK: Charts

    /// Where the first of the compared authorities stands among all.
    private var strip: HTML {
        guard let row = compared.first.flatMap({ place in rows.first { $0.place == place } }), let own = row.value
        else { return HTML() }
        let values = rows.filter(\.place.isAuthority).compactMap(\.value)
        let bands: [ChartBand] =
            switch measure.polarity {
            case .high: [.d, .c, .b, .a]
            case .low: [.a, .b, .c, .d]
            case .neither: []
            }
        let rank = row.rank.map { "rank \($0) of \(row.of)\(shown(row).map { ", band \($0.rawValue)" } ?? "")" }
        var marks = [StripChart.Mark(.chosen, row.name, own, rank)]
        if let near = row.neighbours { marks.append(StripChart.Mark(.neighbours, "Its neighbours", near)) }
        // A total of England or of a region would leave no room for the authorities.
        let (least, most) = (values.min() ?? own, values.max() ?? own)
        if let region = row.region, (least...most).contains(region) {
            marks.append(StripChart.Mark(.region, "Its region", region))
        }
        if let england = row.england, (least...most).contains(england) {
            marks.append(StripChart.Mark(.england, "England", england))
        }
        return """
            <h2 class="govuk-heading-m">Where \(inline(row.name)) stands among all</h2>
            \(StripChart(
                id: "strip", message: "\(row.name): \(measure.words(own))\(rank.map { ", \($0)" } ?? "")",
                unit: measure.unit, values: values,
                quartiles: Quartiles(of: values).map {
                    StripChart.Quartiles(lower: $0.lower, median: $0.median, upper: $0.upper, bands: bands)
                }, marks: marks, words: { [measure] in measure.words($0) }
            ).html)
            """
    }

    private var trend: HTML {
        // The region of the first, where the file has figures of regions.
        let region = compared.first.flatMap { set.region(of: $0) }.flatMap { region in
            periods.contains { set.figure(Columns.Series(measure.code, $0, of: series.group), at: region) != nil }
                ? region : nil
        }
        let shown = [.england] + [region].compactMap(\.self) + compared
        let lines = shown.map { place in
            LineChart.Series(
                name: name(place),
                values: periods.map { period in
                    set.figure(Columns.Series(measure.code, period, of: series.group), at: place)?.figure.value
                })
        }
        return LineChart(
            id: "trend-chart", message: trendMessage(lines), unit: measure.unit, periods: periods.map(\.description),
            series: lines, words: { [measure] in measure.words($0) }
        ).html
    }

    /// What the chart says: how the first line went.
    private func trendMessage(_ lines: [LineChart.Series]) -> String {
        guard let line = lines.last else { return measure.title }
        let known = zip(periods, line.values).compactMap { period, value in value.map { (period, $0) } }
        guard let first = known.first, let last = known.last, first.0 != last.0 else {
            return "\(line.name): figures of one period only"
        }
        let went =
            last.1 > first.1 ? "rose" : last.1 < first.1 ? "fell" : "stayed as it was"
        return
            "\(line.name) \(went) from \(measure.words(first.1)) in \(first.0) to \(measure.words(last.1)) in \(last.0)"
    }

    private var map: HTML {
        guard measure.polarity != .neither, rows.contains(where: { shown($0) != nil }) else { return HTML() }
        var tiles: [String: TileMap.Tile] = [:]
        for row in rows where row.place.isAuthority {
            let code = row.place.description
            let value = row.value.map { measure.words($0) } ?? row.missing ?? ""
            let rank = row.rank.map { ", rank \($0) of \(row.of)" } ?? ""
            let band = shown(row).map { ", band \($0.rawValue)" } ?? ""
            tiles[code] = TileMap.Tile(
                words: "\(row.name): \(value)\(rank)\(band)", band: row.band, isSelected: compared.contains(row.place),
                path: known.contains(code) ? .authority(code) : nil)
        }
        for code in TileLayout(on: day).codes where tiles[code] == nil {
            let name = Int(code).flatMap { PlaceCode($0) }.flatMap { names[$0] } ?? code
            tiles[code] = TileMap.Tile(
                words: "\(name): nothing published", band: nil,
                path: known.contains(code) ? .authority(code) : nil)
        }
        let chart = TileMap(
            id: "tiles", message: "\(measure.title), \(series.period): the four quarters of authorities",
            unit: measure.unit,
            day: day, tiles: tiles,
            table:
                "<p class=\"govuk-body\"><a class=\"govuk-link\" href=\"#table\">Every authority with its value</a></p>\n"
        )
        return """
            <h2 class="govuk-heading-m" id="map">Where each authority stands in \(series.period.description)</h2>
            \(chart.html)
            """
    }

    // MARK: The table

    private var list: HTML {
        guard rows.contains(where: \.place.isAuthority) else {
            return emptyState("Nothing was published for authorities in this period.")
        }
        let head = HTML(
            Order.allCases.map { order in
                header(order)
            })
        let body = sorted.map { row -> HTML in
            """
            <tr class="govuk-table__row\(when: compared.contains(row.place), " concordat-chosen")">
            <th scope="row" class="govuk-table__header">\(named(row))</th>
            \(cell("Value", valueCell(row)))\(cell("Rank", rankCell(row)))\(bandCell(row))\
            \(cell("Mean of its neighbours", "\(row.neighbours.map { measure.words($0) } ?? "")"))\
            \(cell("Region", "\(row.region.map { measure.words($0) } ?? "")"))</tr>

            """
        }
        return """
            <table class="govuk-table concordat-table concordat-table--ordered">
            <caption class="govuk-visually-hidden">\(inline("\(measure.title), \(series.period)"))</caption>
            <thead class="govuk-table__head"><tr class="govuk-table__row">
            \(head)<th scope="col" class="govuk-table__header govuk-table__header--numeric">Region</th>
            </tr></thead>
            <tbody class="govuk-table__body">
            \(body)</tbody>
            </table>

            """
    }

    private func named(_ row: FigureRow) -> HTML {
        let code = row.place.description
        return known.contains(code) ? "\(link: row.name, to: .authority(code))" : inline(row.name)
    }

    private func header(_ order: Order) -> HTML {
        let isNumeric = order != .name && order != .band
        let path = here.adding(query: [("sort", order.rawValue)]).at("table")
        let isDown = (order == .value || order == .neighbours) && measure.polarity != .low
        let way: HTML = isDown ? "descending" : "ascending"
        let state: HTML? = order == self.order ? " aria-sort=\"\(way)\"" : nil
        return """
            <th scope="col" class="govuk-table__header\(when: isNumeric, " govuk-table__header--numeric")"\(state)>\
            <a class="govuk-link" href="\(to: path)">\(order.words)\(spokenAbout(order == self.order ? "sorted by this" : "sort by this"))</a></th>

            """
    }

    private func cell(_ label: String, _ content: HTML) -> HTML {
        "<td class=\"govuk-table__cell govuk-table__cell--numeric\" data-label=\"\(label)\"><div>\(content)</div></td>\n"
    }

    private func valueCell(_ row: FigureRow) -> HTML {
        let path = Path.figure(measure.code, at: row.place, query.filter { $0.0 != "compare" })
        let words = row.value.map { measure.words($0) } ?? row.missing ?? ""
        return
            "<a class=\"govuk-link\" href=\"\(to: path)\">\(words)\(spokenAbout("of \(row.name): where it is from"))</a>"
    }

    private func rankCell(_ row: FigureRow) -> HTML { "\(row.rank.map { "\($0) of \(row.of)" } ?? "")" }

    /// The band, where there are enough authorities to part them into quarters.
    private func shown(_ row: FigureRow) -> Band? {
        row.of < fewestBanded ? nil : row.band.flatMap { Band(rawValue: $0) }
    }

    private func bandCell(_ row: FigureRow) -> HTML {
        let tag = shown(row)?.tag.html ?? HTML()
        return "<td class=\"govuk-table__cell\" data-label=\"Band\"><div>\(tag)</div></td>\n"
    }

    /// The best first; where neither end is better, the greatest.
    private func bestFirst(_ value: Double) -> Double { measure.polarity == .low ? value : -value }

    /// The rows in the order that is asked for; what has no value comes last, and equals by name.
    private var sorted: [FigureRow] {
        let authorities = rows.filter(\.place.isAuthority)
        func by<Key: Comparable>(_ key: (FigureRow) -> Key?) -> [FigureRow] {
            authorities.sorted { left, right in
                switch (key(left), key(right)) {
                case (let first?, let second?) where first != second: first < second
                case (_?, nil): true
                case (nil, _?): false
                default: left.name < right.name
                }
            }
        }
        switch order {
        case .name: return by { $0.name }
        case .value: return by { $0.value.map(bestFirst) }
        case .rank: return by(\.rank)
        case .band: return by(\.band)
        case .neighbours: return by { $0.neighbours.map(bestFirst) }
        }
    }

    // MARK: What it is

    private var about: HTML {
        var rows = [
            SummaryRow("Short name", words: measure.code.text), SummaryRow("Unit", words: measure.unit),
            SummaryRow("Data set", words: set.name),
        ]
        if !measure.method.isEmpty { rows.append(SummaryRow("How it is counted", prose(measure.method))) }
        if set.corrected.contains(measure.code) {
            rows.append(SummaryRow("Description", words: "Corrected by the Department, on the record"))
        }
        let path = Path.measure(measure.code, isShared ? [("set", set.name)] : [])
        let correct: HTML? =
            mayPublish
            ? "<p class=\"govuk-body\">\(link: "Correct how it is described", to: path.within("description").adding(query: [("set", set.name)]))</p>\n"
            : nil
        return """
            <h2 class="govuk-heading-m">About the measure</h2>
            \(summaryList(rows))\(correct)
            <p class="govuk-body">Ranks give equals the same number. Bands part the authorities that have a value into quarters by
            linear interpolation, A the best; neighbours are the ten authorities most like it, as published. What is missing is
            never counted as nothing.</p>

            """
    }
}
