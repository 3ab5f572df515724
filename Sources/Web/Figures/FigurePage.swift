import Domain
import Exchange
import HTML
import Register
import Statistics
import Views
import Vocabulary

/// Where one figure is from: its release, the row of the file, and what other releases said.
struct FigurePage: Page {
    let measure: Measure
    let series: Columns.Series
    /// The name and code of the place.
    let place: String
    let code: PlaceCode
    let figure: Figure
    let release: ReleaseRead
    /// The row of the file.
    let row: Figures.Row
    /// What other releases of the data set say, the newest first.
    let earlier: [(release: ReleaseRead, figure: Figure)]
    let back: Path

    var title: String { "Where this figure is from" }
    var breadcrumbs: [Crumb] {
        [Crumb("Home", to: .home), Crumb("Measures", to: .measures), Crumb(measure.title, to: back)]
    }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        \(summaryList(facts))\(others)
        <p class="govuk-body">Whoever has the publisher's file can check it: its SHA-256 is the one above, and the row is counted from
        the first, which names the columns.</p>

        """
    }

    private var facts: [SummaryRow] {
        var rows = [
            SummaryRow("Measure", "\(link: measure.title, to: back)"), SummaryRow("Place", words: "\(place) (\(code))"),
            SummaryRow("Period", words: series.period.description), SummaryRow("Of whom", words: series.group.words),
            SummaryRow("Figure", figureCell(figure, of: measure)),
        ]
        if case .value(let value) = figure { rows.append(SummaryRow("As published", words: value.description)) }
        rows.append(SummaryRow("Release", "\(link: release.words, to: Path.release(release.id))"))
        if let file = release.files.first {
            rows.append(SummaryRow("File", "\(link: file.name, to: Path.releaseFile(release.id, 1))"))
            rows.append(SummaryRow("Row", words: rowWords))
            rows.append(SummaryRow("SHA-256", "<code class=\"concordat-digest\">\(file.content.description)</code>"))
            if file.kept != file.content {
                rows.append(
                    SummaryRow(
                        "SHA-256 of what it came packed in",
                        "<code class=\"concordat-digest\">\(file.kept.description)</code>: this is what the link sends")
                )
            }
        }
        rows.append(
            SummaryRow("On the record", "\(link: "Entry \(release.position)", to: Path.entry(release.position))"))
        return rows
    }

    private var rowWords: String {
        switch row {
        case .number(let number): grouped(number)
        case .erased: "The file was erased"
        case .busy: "Too many are looked up at the moment: load this page again"
        }
    }

    private var others: HTML {
        guard !earlier.isEmpty else { return HTML() }
        let rows = earlier.map { release, figure -> [HTML] in
            [
                "\(link: release.words, to: Path.release(release.id))",
                Time(release.time.londonDay.description, release.time.londonDay.written).html,
                figureCell(figure, of: measure),
            ]
        }
        return table(
            caption: "What other releases said of it",
            columns: [Column("Release"), Column("Taken in"), Column("Figure", isNumeric: true)], rows: rows)
    }
}

/// The form that corrects how a measure is described.
struct DescriptionPage: Page {
    let measure: Measure
    let set: String
    let token: String
    var typed: [String: String] = [:]
    var problems: [FormProblem] = []
    /// The newest agenda, and the areas that the measure belongs to.
    let agenda: Agenda?
    let areas: [Identifier<Area>]

    init(_ measure: Measure, of set: String, agenda: Agenda?, areas: [Identifier<Area>], token: String) {
        (self.measure, self.set, self.token) = (measure, set, token)
        (self.agenda, self.areas) = (agenda, areas)
    }

    var title: String { "Correct what is said of a measure" }
    var breadcrumbs: [Crumb] {
        [
            Crumb("Home", to: .home), Crumb("Measures", to: .measures),
            Crumb(measure.title, to: .measure(measure.code, [("set", set)])),
        ]
    }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">\(inline(measure.title)) (\(inline(measure.code.text))). The correction is put on the record, and counts
        for everybody from then on. Figures are not touched.</p>
        \(postForm(to: Path.measure(measure.code).within("description"), token: token, fields))
        """
    }

    private var fields: HTML {
        let options = [
            Choice("high", "A higher value is better"), Choice("low", "A lower value is better"),
            Choice("neither", "Neither"),
        ]
        return """
            \(hiddenInput("set", set))\
            \(textInput(Field("title", "Title", in: problems), value: typed["title"] ?? measure.title))\
            \(textInput(Field("unit", "Unit", hint: "Such as %, £, or Rate per 10,000", in: problems), value: typed["unit"] ?? measure.unit, width: .half))\
            \(textInput(Field("decimals", "Digits behind the point", in: problems), value: typed["decimals"] ?? String(measure.shownDecimals), kind: .wholeNumber, width: .characters2))\
            \(radios(Field("polarity", "What is better", in: problems), options: options, chosen: typed["polarity"] ?? measure.polarity.rawValue))\
            \(belongs)\(button("Put it on the record"))
            """
    }

    private var belongs: HTML {
        guard let agenda else { return HTML() }
        let field = Field(
            "areas", "Areas of the agenda for \(agenda.year) that it tells something of",
            hint: "There authorities see how they stand, and what they might choose.", in: problems)
        return checkboxes(
            field, options: agenda.areas.map { Choice($0.id.description, "\($0.code). \($0.title)") },
            chosen: areas.map(\.description), isSmall: true)
    }
}
