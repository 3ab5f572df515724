import Domain
import HTML
import Register
import Views
import Vocabulary

/// All returns of an agreement, and how closely its delivery is watched.
struct ReturnsPage: Page {
    let shown: ShownAgreement
    let returns: [ReturnRead]
    /// Who looks, where they assess for the side to which returns are made.
    let assessor: Sitting?
    /// How often the monitoring was changed.
    let changes: Int
    let token: String
    var refused: ReturnAct?
    var words = LineWords()
    var problems: [FormProblem] = []
    var done: ReturnAct?

    var title: String { "Returns" }
    var isWide: Bool { true }
    var breadcrumbs: [Crumb] { shown.crumbsWithin }
    var notice: HTML? { assessor == nil ? nil : done.map { notification(.success, $0.done) } }

    private var level: Monitoring { shown.read.monitoring ?? .ordinary }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(inline(shown.read.line.title))</span>
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">What a return says stays between the two sides; its summary is for everyone.</p>
        \(summaryList([SummaryRow("Monitoring", words: level.words)]))\(table(
            caption: "Returns", isCaptionHidden: true,
            columns: [Column("Due"), Column("Return"), Column("State"), Column("To act on by"), Column("Certified")],
            rows: returns.map(row)))
        \(downloads(shown.path.within("returns"), hasRows: true))
        <h2 class="govuk-heading-m">How it was watched</h2>
        \(watched)\(unsent)\(acts)
        """
    }

    private func row(_ given: ReturnRead) -> [HTML] {
        let isOver = given.state == .assessed || given.state == .lapsed
        let extra: HTML = given.isExtra ? " \(tag("Asked for besides", .blue))" : HTML()
        let certified: HTML = given.certified.map { "\($0.day.written)" } ?? "–"
        return [
            "\(day(given.due, to: Path.given(given)))\(extra)", inline(given.content.text.beginning(60)),
            Tag(given.state).html,
            isOver ? "–" : "\(given.next.written)", certified,
        ]
    }

    private var watched: HTML {
        let steps = shown.read.steps.filter { ["monitored", "returnAsked"].contains($0.event) }
        guard !steps.isEmpty else { return emptyState("As the agreement says.") }
        return AgreementSteps(shown: shown, steps: steps).html
    }

    // MARK: What can be done

    private var isOver: Bool { shown.hasEnded }

    /// What a form said that the page no longer has, because somebody was quicker.
    private var unsent: HTML {
        guard refused != nil, isOver || isAnothers, !words["reason"].isEmpty else { return HTML() }
        return toCopy([words["reason"]])
    }

    /// Whether what was sent is no longer what the page offers: the monitoring was changed meanwhile.
    private var isAnothers: Bool {
        refused == .asked && level == .ordinary || refused == .monitoring && words["level"] == level.rawValue
    }

    private func own(_ act: ReturnAct) -> [FormProblem] { refused == act ? problems : [] }

    private func reason(_ act: ReturnAct) -> HTML {
        textArea(
            Field(
                "reason", "Why", hint: publicHint, error: own(act).message(on: "reason"), id: "\(act.rawValue)-reason"),
            value: refused == act && !isAnothers ? words["reason"] : "", rows: 4, limit: Wording.longest)
    }

    private var acts: HTML {
        guard assessor != nil, !isOver else { return HTML() }
        return onScreen("\(monitoring)\(when: level == .enhanced, asking)")
    }

    private var monitoring: HTML {
        let next: Monitoring = level == .ordinary ? .enhanced : .ordinary
        let words =
            next == .enhanced
            ? "Under enhanced monitoring you may ask for returns beside those of the agreement."
            : "What was asked for besides is still owed."
        let fields: HTML = """
            \(hiddenInput("level", next.rawValue))\(reason(.monitoring))\
            \(button(next == .enhanced ? "Begin enhanced monitoring" : "Go back to ordinary monitoring", .secondary))
            """
        return """
            <h2 class="govuk-heading-m">Change the monitoring</h2>
            <p class="govuk-body">\(words)</p>
            \(postForm(to: shown.path.within("monitoring"), token: token, revision: changes, fields))
            """
    }

    private var asking: HTML {
        let lines = shown.read.lines(.returns)
        let which: HTML =
            lines.count == 1
            ? hiddenInput("line", lines[0].id.description)
            : select(
                Field("line", "Which return", in: own(.asked)),
                options: lines.map { Choice($0.id.description, shown.title(of: $0)) }, chosen: words["line"])
        let day = dateInput(
            Field("due", "By which day", in: own(.asked)),
            value: refused == .asked ? words.dayWords("due") : DateWords())
        return """
            <h2 class="govuk-heading-m">Ask for another return</h2>
            \(postForm(
                to: shown.path.within("returns"), token: token,
                "\(which)\(day)\(reason(.asked))\(button("Ask for it", .secondary))"))
            """
    }
}
