import Exchange
import HTML
import Register
import Statistics
import Vocabulary

/// A measure in a list.
struct MeasureLine: Encodable, Hashable, Sendable {
    /// The data set that it is of.
    let set: String
    let measure: String
    let title: String
    let topic: String
    let unit: String
    /// `high` or `low`, whichever is better; `neither`.
    let polarity: Polarity
    /// The newest period of which figures were published.
    let latest: String?

    init(_ measure: Measure, of set: DataSet) {
        self.set = set.name
        self.measure = measure.code.text
        (title, topic, unit, polarity) = (measure.title, measure.topic, measure.unit, measure.polarity)
        latest = set.series(of: measure.code).last?.period.description
    }

    /// All that there are, by topic and title.
    static func all(_ figures: StandingFigures) -> [MeasureLine] {
        figures.sets.flatMap { set in set.measures.values.map { MeasureLine($0, of: set) } }.sorted {
            ($0.topic, $0.title, $0.measure, $0.set) < ($1.topic, $1.title, $1.measure, $1.set)
        }
    }

    /// Whether every word is in its title, name or topic, in capitals or not.
    func has(_ words: [Substring]) -> Bool {
        let text = "\(title) \(measure) \(topic)".lowercased()
        return words.allSatisfy { text.contains($0) }
    }
}

/// The published measures, searched by words and topic.
struct MeasuresPage: Page {
    let rows: [MeasureLine]
    /// How many there are on all pages, and which page this is.
    let total: Int
    let page: Int
    let size: Int
    let topics: [String]
    let sets: [String]
    let chosen: [(String, String)]
    let isEmpty: Bool
    let mayPublish: Bool

    var title: String { "Measures" }
    var isWide: Bool { true }
    var breadcrumbs: [Crumb] { [Crumb("Home", to: .home)] }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">The published statistics by which agreements are judged, as their publishers describe them.
        \(link: "Every file that they are from", to: .releases); \(link: "targets", to: .targets) and how they stand; \(link: "floors for schools", to: .floors).</p>
        \(filtered(by: panel, "\(count)\(list)"))
        """
    }

    private var here: Path { .measures.adding(query: chosen) }

    private func value(_ name: String) -> String? { chosen.first { $0.0 == name }?.1 }

    private var panel: HTML {
        let words = textInput(
            Field("q", "Words", hint: "In the title or short name"), value: value("q") ?? "", kind: .search)
        let topic = select(
            Field("topic", "Topic"), options: topics.map { Choice($0, $0) }, chosen: value("topic"),
            blank: "Every topic")
        let set: HTML =
            sets.count < 2
            ? ""
            : select(
                Field("set", "Data set"), options: sets.map { Choice($0, $0) }, chosen: value("set"),
                blank: "Every data set")
        return filterPanel(to: .measures, isFiltered: !chosen.isEmpty, "\(words)\(topic)\(set)")
    }

    private var count: HTML {
        guard total > 0 else { return HTML() }
        return
            "<p class=\"govuk-body\" role=\"status\">\(total == 1 ? "1 measure" : "\(grouped(total)) measures")</p>\n"
    }

    private var list: HTML {
        if isEmpty {
            return emptyState(
                "No figures were taken in yet. Published files are taken in by the Department.",
                mayPublish ? "<p class=\"govuk-body\">\(link: "Take figures in", to: Path.newRelease)</p>" : HTML())
        }
        guard !rows.isEmpty else {
            return emptyState(
                "No measure matches. Try fewer words, or a part of one.",
                "<p class=\"govuk-body\">\(link: "Show all measures", to: .measures)</p>")
        }
        let cells = rows.map { line -> [HTML] in
            let query = sets.count > 1 ? [("set", line.set)] : []
            let path = MeasureCode(line.measure).map { Path.measure($0, query) } ?? .measures
            return [
                "\(link: line.title, to: path)<br><span class=\"concordat-code\">\(inline(line.measure))</span>",
                inline(line.topic), inline(line.unit), "\(line.latest ?? "")",
            ]
        }
        let columns = [Column("Measure"), Column("Topic"), Column("Unit"), Column("Newest figures")]
        return """
            \(table(caption: title, isCaptionHidden: true, columns: columns, rows: cells))
            \(pagination(page: page, of: (total + size - 1) / size, path: here))
            \(downloads(here, hasRows: true))
            """
    }
}

extension [MeasureLine] {
    /// One row a measure.
    var csv: CSV {
        CSV(
            columns: ["measure", "set", "title", "topic", "unit", "polarity", "latest"],
            rows: map { line in
                [
                    line.measure, line.set, line.title, line.topic, line.unit, line.polarity.rawValue,
                    line.latest ?? "",
                ]
            })
    }
}
