import Domain
import HTML
import Register
import Statistics
import Views
import Vocabulary

/// The newest figure of one measure for a school, beside its authority's and England's.
struct SchoolFigure: Encodable, Sendable {
    let measure: String
    let set: String
    let title: String
    let topic: String
    let period: String
    let value: Double?
    let missing: String?
    let authority: Double?
    let england: Double?
    let release: String

    private enum CodingKeys: CodingKey {
        case measure, set, title, topic, period, value, missing, authority, england, release
    }

    let described: Measure
    let series: Columns.Series

    init?(_ measure: Measure, of set: DataSet, at school: Place) {
        let all = set.series(of: measure.code).filter { $0.group == .all }
        guard let series = all.last(where: { set.figure($0, at: school.code) != nil }),
            let found = set.figure(series, at: school.code)
        else { return nil }
        (self.measure, self.set, title, topic) = (measure.code.text, set.name, measure.title, measure.topic)
        period = series.period.description
        (value, missing) = (found.figure.value, found.figure.missing?.words)
        authority = school.authority.flatMap { set.figure(series, at: $0)?.figure.value }
        england = set.figure(series, at: .england)?.figure.value
        release = found.release.id.description
        (described, self.series) = (measure, series)
    }
}

/// A school, as programs get it.
struct SchoolAnswer: Encodable, Sendable {
    let urn: PlaceCode
    let name: String
    let authority: PlaceCode?
    let kind: String
    let phase: String
    let trust: String
    let figures: [SchoolFigure]

    init(_ school: Place, _ figures: [SchoolFigure]) {
        (urn, name, authority) = (school.code, school.name, school.authority)
        (kind, phase, trust) = (school.kind, school.phase, school.trust)
        self.figures = figures
    }
}

/// One school: what is known of it, and its figures beside its authority's.
struct SchoolPage: Page {
    /// What each floor says of it.
    let floors: [SchoolAtFloor]
    let school: Place
    let authority: BodyRead?
    let rows: [SchoolFigure]
    /// What other schools are to it, and which of them have pages.
    let links: [Catalogue.Link]
    let known: Set<PlaceCode>

    var title: String { school.name }
    var isWide: Bool { true }
    var breadcrumbs: [Crumb] {
        var crumbs = [Crumb("Home", to: .home), Crumb("Authorities", to: .authorities)]
        if let authority { crumbs.append(Crumb(authority.name, to: .authority(authority.code))) }
        return crumbs
    }

    var main: HTML {
        """
        <span class="govuk-caption-l">School</span>
        <h1 class="govuk-heading-l">\(inline(title))</h1>
        \(summaryList(facts))
        <h2 class="govuk-heading-m">Figures</h2>
        \(list)\(floor)\(downloads(.school(school.code), hasRows: false))
        """
    }

    private var facts: [SummaryRow] {
        var facts = [SummaryRow("Unique reference number", words: school.code.description)]
        if let authority {
            facts.append(SummaryRow("Authority", "\(link: authority.name, to: .authority(authority.code))"))
        }
        for (key, words) in [("Kind", school.kind), ("Phase", school.phase), ("Trust or federation", school.trust)]
        where !words.isEmpty {
            facts.append(SummaryRow(key, words: words))
        }
        for (key, others) in [
            ("Came after", links.filter(\.isPredecessor)), ("Was followed by", links.filter(\.isSuccessor)),
        ] where !others.isEmpty {
            facts.append(SummaryRow(key, HTML(others.enumerated().map { $0 == 0 ? named($1) : "<br>\(named($1))" })))
        }
        return facts
    }

    private var floor: HTML {
        guard !floors.isEmpty else { return HTML() }
        let rows = floors.map { found -> [HTML] in
            let words: String =
                switch found.result {
                case .below(_, let sentence): sentence
                case .notBelow: "Not below."
                case .doesNotApply(let why), .cannotBeJudged(let why): why
                }
            return [inline(found.floor.name), inline(words)]
        }
        return """
            <h2 class="govuk-heading-m" id="floors">Floors</h2>
            \(Web.table(
                caption: "What each floor says of it", isCaptionHidden: true,
                columns: [Column("Floor"), Column("What it says")], rows: rows))
            <p class="govuk-body">\(link: "What the floors were", to: .floors)</p>

            """
    }

    private func named(_ link: Catalogue.Link) -> HTML {
        let name = link.name.isEmpty ? link.other.description : link.name
        let day: HTML? = link.day.map { ", \($0.written)" }
        return known.contains(link.other) ? "\(link: name, to: .school(link.other))\(day)" : "\(inline(name))\(day)"
    }

    private var list: HTML {
        guard !rows.isEmpty else { return emptyState("No figures of this school were taken in yet.") }
        let topics = rows.map(\.topic).uniqued()
        return HTML(topics.map { topic in self.table(topic) })
    }

    private func table(_ topic: String) -> HTML {
        let cells = rows.filter { $0.topic == topic }.map { row -> [HTML] in
            let measure = row.described
            let path = Path.figure(
                measure.code, at: school.code, [("set", row.set), ("period", row.series.period.code)])
            let own = row.value.map { measure.words($0) } ?? row.missing ?? ""
            return [
                "\(link: row.title, to: .measure(measure.code, [("set", row.set)]))", "\(row.period)",
                "<a class=\"govuk-link\" href=\"\(to: path)\">\(own)\(spokenAbout(": where it is from"))</a>",
                "\(row.authority.map { measure.words($0) } ?? "")", "\(row.england.map { measure.words($0) } ?? "")",
            ]
        }
        return Web.table(
            caption: topic.isEmpty ? "Other" : topic,
            columns: [
                Column("Measure"), Column("Period"), Column("This school", isNumeric: true),
                Column("Its authority", isNumeric: true), Column("England", isNumeric: true),
            ], rows: cells)
    }
}
