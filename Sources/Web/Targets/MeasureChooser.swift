import Domain
import HTML
import Hummingbird
import Register
import Statistics
import Views
import Vocabulary

/// Where the measure of a target is chosen: searched by words and topic, each with how the authority stands in it.
struct MeasureChooser: Page {
    /// The pages above this one.
    let breadcrumbs: [Crumb]
    /// The form of the target, to which the choice leads; its query is kept.
    let path: Path
    let authority: String
    let place: PlaceCode?
    let figures: StandingFigures
    let words: String
    let topic: String

    var title: String { "Choose what the target is measured by" }
    var isWide: Bool { true }

    private static let most = 40

    private var found: [MeasureLine] {
        let parts = words.lowercased().split(whereSeparator: \.isWhitespace)
        return MeasureLine.all(figures).filter { $0.has(parts) && (topic.isEmpty || $0.topic == topic) }
    }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">Targets are judged by published figures alone. These are the measures of which figures of \(inline(authority)) were taken in.</p>
        \(search)\(list)
        """
    }

    private var search: HTML {
        let topics = Set(MeasureLine.all(figures).map(\.topic)).filter { !$0.isEmpty }.sorted()
        let kept = path.query.filter { !["q", "topic", "choose"].contains($0.0) }.map { hiddenInput($0.0, $0.1) }
        return getForm(
            to: path.withoutQuery, label: "Measures",
            """
            \(HTML(kept))\(hiddenInput("choose", "yes"))
            <div class="concordat-choices">\
            \(textInput(Field("q", "Words", hint: "In the title or short name"), value: words, kind: .search))\
            \(select(Field("topic", "Topic"), options: topics.map { Choice($0, $0) }, chosen: topic, blank: "Every topic"))\
            </div>
            \(button("Search", .secondary))
            """)
    }

    private var list: HTML {
        guard !figures.isEmpty else {
            return emptyState("No figures were taken in yet. The Department's statisticians take them in.")
        }
        let rows = found.compactMap { line -> NewestFigure? in
            guard let place, let code = MeasureCode(line.measure), let set = figures.set(line.set),
                let measure = set.measures[code]
            else { return nil }
            return NewestFigure(measure, of: set, at: place)
        }.filter { $0.value != nil || $0.missing != nil }
        guard !rows.isEmpty else {
            return emptyState("No measure with figures of \(authority) matches. Try fewer words, or another topic.")
        }
        let more: HTML? =
            rows.count > Self.most
            ? "<p class=\"govuk-body\">\(grouped(rows.count - Self.most)) more match: search more closely.</p>\n" : nil
        let count = rows.count == 1 ? "1 measure" : "\(grouped(rows.count)) measures"
        return """
            <p class="govuk-body" role="status">\(count)</p>
            \(table(
                caption: "Measures", isCaptionHidden: true,
                columns: [
                    Column("Measure"), Column("Period"), Column("Value", isNumeric: true), Column("Band"),
                    Column("Neighbours", isNumeric: true), Column("England", isNumeric: true), Column("Trend"),
                ], rows: rows.prefix(Self.most).map(row)))\(more)
            """
    }

    private func row(_ figure: NewestFigure) -> [HTML] {
        let measure = figure.described
        let query = [("measure", figure.measure), ("set", figure.set)]
        let kept = path.query.filter { !["q", "topic", "choose", "measure", "set"].contains($0.0) }
        return [
            "\(link: figure.title, to: path.withoutQuery.adding(query: kept + query))<br><span class=\"concordat-code\">\(inline(figure.measure))</span>",
            "\(figure.period)", "\(figure.value.map { measure.words($0) } ?? figure.missing ?? "")",
            (figure.of < fewestBanded ? nil : figure.band)?.tag.html ?? HTML(),
            "\(figure.neighbours.map { measure.words($0) } ?? "")", "\(figure.england.map { measure.words($0) } ?? "")",
            SparkLine(values: figure.trend, periods: figure.periods, words: { measure.words($0) }).html,
        ]
    }
}

extension LineWords {
    /// Where another measure is chosen, with what is called better taken along.
    func choosing(at way: Path) -> Path {
        // An address has room for a sentence or two.
        let text = String(self["text"].prefix(1000))
        return way.adding(query: (text.isEmpty ? [] : [("text", text)]) + [("choose", "yes")])
    }
}

extension Site {
    /// The page that chooses the measure of a target, where that is asked for or still to be done; nil where its form can be
    /// shown. What the address chooses is put into the words.
    func chooser(
        _ name: Part.Name, _ words: inout LineWords, at path: Path, _ crumbs: [Crumb], _ choices: LineChoices,
        _ request: Request
    ) throws -> MeasureChooser? {
        guard name == .target else { return nil }
        let asked = try Asked(request)
        if let text = asked.word("text") { words["text"] = text }
        if let measure = asked.word("measure") {
            if measure != words["measure"] || asked.word("set") != words["set"] {
                words = LineWords(["text": words["text"], "measure": measure])
                words["set"] = asked.word("set") ?? ""
            }
            if words["text"].isEmpty, let chosen = ChosenMeasure(words, choices) {
                words["text"] = chosen.measure.title
            }
        }
        guard asked.word("choose") == "yes" || words["measure"].isEmpty else { return nil }
        return MeasureChooser(
            breadcrumbs: crumbs, path: asked.word("text").map { path.adding(query: [("text", $0)]) } ?? path,
            authority: choices.authorityName, place: choices.place,
            figures: register.figures.current, words: asked.word("q") ?? "", topic: asked.word("topic") ?? "")
    }
}
