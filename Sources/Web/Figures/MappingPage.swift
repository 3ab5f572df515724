import Domain
import HTML
import HTTPTypes
import Hummingbird
import Register
import Vocabulary

extension Site {
    /// Where somebody says what the columns of a table are that no reader knows.
    func addMappings(_ router: Router<Visit>) {
        router.get("releases/uploads/:id/mapping") { request, visit in
            let (id, sitting) = (try uploadNamed(visit), try publisher(visit))
            return page(try mappingPage(id, by: sitting, visit), request, visit)
        }
        router.post("releases/uploads/:id/mapping") { request, visit in
            let (id, sitting) = (try uploadNamed(visit), try publisher(visit))
            let form = try await form(request, visit)
            let words = MappingWords(form)
            do {
                try await register.map(id, by: words, as: sitting)
            } catch let refusal as Refusal {
                var again = try mappingPage(id, by: sitting, visit)
                (again.words, again.problems) = (words, [FormProblem](refusal))
                return page(again, request, visit, status: refusal.status)
            }
            beginReading(id, sitting, visit)
            return redirect(.upload(id), visit)
        }
    }

    private func mappingPage(_ id: Identifier<Upload>, by sitting: Sitting, _ visit: Visit) throws -> MappingPage {
        let (heading, rows): ([String], [[String]])
        do { (heading, rows) = try register.tableSent(id, by: sitting) } catch is Refusal {
            // What has no columns cannot be mapped: its page says what is wrong with it.
            throw NotFound()
        }
        return MappingPage(id: id, heading: heading, rows: rows, words: MappingWords(), token: visit.formToken)
    }
}

extension MappingWords {
    /// As a form sent them.
    init(_ form: Form) {
        self.init()
        (name, shape, measure, value) = (form["name"], form["shape"], form["measure"], form["value"])
        (place, writing, placeName) = (form["place"], form["writing"], form["place-name"])
        (outer, outerWriting) = (form["outer"], form["outer-writing"])
        (period, fixed, counting) = (form["period"], form["fixed"], form["counting"])
        (groups, everybody) = (form.all("groups"), form["everybody"])
        (measures, missing) = (form["measures"], form["missing"])
    }
}

/// The columns of a table that somebody sent, each to be given its sense.
struct MappingPage: Page {
    let id: Identifier<Upload>
    let heading: [String]
    let rows: [[String]]
    var words: MappingWords
    let token: String
    var problems: [FormProblem] = []

    var title: String { "Say what its columns are" }
    var isWide: Bool { true }
    var breadcrumbs: [Crumb] {
        [
            Crumb("Home", to: .home), Crumb("Releases", to: .releases),
            Crumb("The files are refused", to: .upload(id)),
        ]
    }

    private static let mostShown = 12

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">The table has \(heading.count) columns. This is how it begins:</p>
        \(beginning)\(postForm(to: .upload(id).within("mapping"), token: token, fields))
        """
    }

    private var beginning: HTML {
        let columns = heading.prefix(Self.mostShown).map { Column($0.beginning(40)) }
        let cells = rows.map { row in
            row.prefix(Self.mostShown).map { inline($0) }
                + Array(repeating: HTML(), count: max(0, columns.count - row.count))
        }
        let more: HTML? =
            heading.count > Self.mostShown
            ? "<p class=\"govuk-hint\">And \(heading.count - Self.mostShown) more columns.</p>\n" : nil
        return table(caption: "The first rows", isCaptionHidden: true, columns: columns, rows: cells, isSmall: true)
            + (more ?? HTML())
    }

    private func field(_ name: String, _ label: String, _ hint: String? = nil) -> Field {
        Field(name, label, hint: hint, in: problems)
    }

    private func column(_ name: String, _ label: String, _ hint: String? = nil, _ chosen: String) -> HTML {
        select(
            field(name, label, hint), options: heading.map { Choice($0, $0.beginning(60)) }, chosen: chosen,
            blank: "No column")
    }

    private func writing(_ name: String, _ label: String, _ chosen: String) -> HTML {
        select(
            field(name, label), options: MappingWords.writings.map { Choice($0.0, $0.1) }, chosen: chosen,
            blank: "Choose one")
    }

    private var fields: HTML {
        """
        \(textInput(field("name", "A name for this sort of table", "Figures read by it form the data set of this name."), value: words.name, width: .half))
        <h2 class="govuk-heading-m">Places</h2>
        \(column("place", "Which column says the place", nil, words.place))\(writing("writing", "How places are written in it", words.writing))\
        \(column("place-name", "Which column has what the place is called (optional)", nil, words.placeName))\
        \(details("A wider place, for rows without a narrower one", isOpen: !words.outer.isEmpty, outer))
        <h2 class="govuk-heading-m">Periods</h2>
        \(column("period", "Which column says the period", nil, words.period))\
        \(textInput(field("fixed", "Or the one period of the whole file", "Such as 2022/23"), value: words.fixed, width: .characters10))\
        \(select(field("counting", "How its years are counted"), options: Self.years, chosen: words.counting, blank: "Choose one"))
        <h2 class="govuk-heading-m">Figures</h2>
        \(radios(field("shape", "How the table holds them"), options: shapes, chosen: words.shape))\
        \(textArea(field("measures", "The measures", "One on a line: column; short name; title; unit; decimals; high, low or neither. High means that a high value is better. What stands from the third on may be left out."), value: measures, rows: 8))\
        \(details("Groups of pupils", isOpen: !words.groups.isEmpty, groups))\
        \(details("Words for missing values", isOpen: !words.missing.isEmpty || problems.message(on: "missing") != nil, missing))\
        \(buttonGroup("\(button("Keep it, and read the file"))\(link: "Back to the file", to: .upload(id))"))
        """
    }

    private var outer: HTML {
        column("outer", "Which column says it", "The authority of a school, for example.", words.outer)
            + writing("outer-writing", "How places are written in it", words.outerWriting)
    }

    private static let years = [
        Choice("academic", "From September to August"), Choice("financial", "From April to March"),
        Choice("calendar", "From January to December"), Choice("annual", "On one day of the year"),
    ]

    private var shapes: [Choice] {
        let long =
            column("measure", "Which column names the measure", nil, words.measure)
            + column("value", "Which column has the value", nil, words.value)
        return [
            Choice("wide", "A column for each measure"),
            Choice("long", "One figure in a row: a column names the measure", reveals: long),
        ]
    }

    /// What was written; at first a line for each column that looks like figures.
    private var measures: String {
        guard words.measures.isEmpty, problems.isEmpty else { return words.measures }
        return heading.indices.filter { index in
            rows.contains { $0.indices.contains(index) && Double($0[index]) != nil && !$0[index].isEmpty }
        }.prefix(40).map { "\(heading[$0]); \(heading[$0]); \(heading[$0]); ; ; neither" }.joined(separator: "\n")
    }

    private var groups: HTML {
        checkboxes(
            field("groups", "Columns that part the figures into groups"),
            options: heading.prefix(60).map { Choice($0, $0.beginning(60)) }, chosen: words.groups, isSmall: true)
            + textInput(
                field(
                    "everybody", "Words in them that stand for everybody (optional)",
                    "With commas between them, such as Total, All pupils"),
                value: words.everybody)
    }

    private var missing: HTML {
        textArea(
            field(
                "missing", "Words in the file, and why the value is missing",
                "One on a line, such as c = suppressed. The reasons: \(MappingWords.reasons.joined(separator: ", ")). The usual marks (c, z, x, low, u) are known without."
            ), value: words.missing, rows: 4)
    }
}
