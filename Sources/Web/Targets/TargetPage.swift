import Domain
import Exchange
import HTML
import Register
import Statistics
import Views
import Vocabulary

/// A target of an agreement that all have signed: how it stands, the figures year by year beside what was expected, and how
/// ambitious it is.
struct TargetPage: Page {
    let shown: ShownAgreement
    let line: LineRead
    let text: String
    let target: Target
    let judged: JudgedTarget
    /// Its measure with what was published; nil where no figures of it stand.
    let chosen: ChosenMeasure?
    /// The name of its place.
    let place: String
    let observations: [Observation]

    var title: String { text.beginning(200) }
    var isWide: Bool { true }
    var breadcrumbs: [Crumb] { shown.crumbsWithin }

    var main: HTML {
        let judgement = judged.judgement
        return """
            <span class="govuk-caption-l">Target of the \(inline(shown.read.line.title))</span>
            <h1 class="govuk-heading-l">\(inline(title))</h1>
            <p class="govuk-body-l">\(Tag(judgement.verdict.name).html) \(inline(judgement.sentence))</p>
            \(each: judgement.notes, { "<p class=\"govuk-body\">\(inline($0))</p>\n" })\(judged.before.map { inset(revised: $0) })
            \(summaryList(facts))\(course)\(years)
            <p class="govuk-body">Nobody typed this in: it is worked out from the published figures each time they change.</p>
            \(downloads(shown.path(line.id, "target"), hasRows: false))
            """
    }

    private var facts: [SummaryRow] {
        var rows = [
            SummaryRow("Agreed in", "\(link: shown.read.line.title, to: shown.path.at("line-\(line.id)"))"),
            SummaryRow("Place", "\(link: place, to: .authority(target.place.description))"),
        ]
        if let chosen {
            let path = Path.measure(chosen.measure.code, [("set", chosen.set.name)])
            rows.append(SummaryRow("Measure", "\(link: chosen.measure.title, to: path)"))
        } else {
            rows.append(SummaryRow("Measure", words: "\(target.measure) (\(target.set)): no figures of it stand"))
        }
        if target.group != .all { rows.append(SummaryRow("Of whom", words: target.group.words)) }
        if !target.against.words.isEmpty { rows.append(SummaryRow("Set against", words: target.against.words)) }
        rows.append(SummaryRow("From", words: target.words(target.baseline)))
        for point in target.milestones { rows.append(SummaryRow("On the way", words: target.words(point))) }
        rows.append(SummaryRow("Goal", words: target.words(target.goal)))
        if let release = judged.release {
            let digest = release.files.first?.content.description ?? ""
            rows.append(
                SummaryRow(
                    "Judged by",
                    "\(link: release.words, to: Path.release(release.id))<br><code class=\"concordat-digest\">\(digest)</code>"
                ))
        }
        return rows
    }

    private var course: HTML {
        guard let chosen else { return HTML() }
        let history = TargetHistory(chosen, name: place, target: target)
        return """
            <h2 class="govuk-heading-m">Its course</h2>
            \(history.picture)\(history.ambition)
            """
    }

    private var years: HTML {
        let rows = yearRows
        guard !rows.isEmpty else { return HTML() }
        return """
            <h2 class="govuk-heading-m" id="years">Year by year</h2>
            \(table(
                caption: "Published and expected, year by year", isCaptionHidden: true,
                columns: [
                    Column("Year"), Column("Published", isNumeric: true), Column("Expected", isNumeric: true),
                ], rows: rows))
            """
    }

    /// Each year of which a figure stands or one is expected, the earlier first.
    private var yearRows: [[HTML]] {
        let known = Dictionary(grouping: observations.filter { $0.period.isCounted(as: target.goal.period) }) {
            $0.period.last
        }
        let ends = Set(known.keys).union(
            target.baseline.period.last...max(target.goal.period.last, target.baseline.period.last))
        return ends.sorted().map { end in
            let span = target.goal.period.last - target.goal.period.first
            let year = Period(target.goal.period.year, from: end - span, to: end)
            let expected = target.expected(in: year).map { target.brief($0) } ?? ""
            let own = known[end]?.sorted { $0.period < $1.period } ?? []
            let shown = own.map { figure($0) }
            return ["\(year.description)", HTML(shown.enumerated().map { $0 == 0 ? $1 : "<br>\($1)" }), "\(expected)"]
        }
    }

    /// A figure with the way to where it is from.
    private func figure(_ observation: Observation) -> HTML {
        let query = [("set", target.set), ("period", observation.period.code)]
        let group = target.group == .all ? [] : [("group", target.group.description)]
        let path = Path.figure(target.measure, at: target.place, query + group)
        var words: String
        if let value = observation.value(for: target) {
            words = target.brief(value)
        } else {
            words = observation.figure.missing?.words ?? observation.other?.missing?.words ?? ""
        }
        if observation.period.status != .published { words += " (\(observation.period.status.rawValue))" }
        return
            "<a class=\"govuk-link\" href=\"\(to: path)\">\(words)\(spokenAbout("in \(observation.period): where it is from"))</a>"
    }
}

/// A target as programs get it.
struct TargetAnswer: Encodable, Sendable {
    let agreement: String
    let title: String
    let line: LineID
    let text: String
    let target: Target
    let judgement: Judgement
    /// How it stood in the same year by the figures before they were revised.
    let before: Judgement?
    let years: [Year]

    /// A year of which a figure stands.
    struct Year: Encodable, Sendable {
        let period: Period
        let value: Double?
        let missing: String?
        let expected: Double?
        let release: String?
    }

    init(_ page: TargetPage) {
        (agreement, title) = (page.shown.id, page.shown.read.line.title)
        (line, text, target) = (page.line.id, page.text, page.target)
        (judgement, before) = (page.judged.judgement, page.judged.before)
        years = page.observations.map { observation in
            let value = observation.value(for: page.target)
            return Year(
                period: observation.period, value: value,
                missing: value == nil
                    ? observation.figure.missing?.words ?? observation.other?.missing?.words : nil,
                expected: page.target.expected(in: observation.period), release: observation.release)
        }
    }
}
