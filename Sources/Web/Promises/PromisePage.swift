import Domain
import HTML
import Register
import Views
import Vocabulary

/// One promise: what was promised, what its side reported, what the other side said to that, and the forms for whoever may
/// do either.
struct PromisePage: Page {
    let shown: ShownAgreement
    let line: LineRead
    let promise: PromiseRead
    let reports: [ReportRead]
    /// Who looks, where they act for a party.
    let sitting: Sitting?
    let token: String
    var refused: PromiseAct?
    var typed: [String: String] = [:]
    var problems: [FormProblem] = []
    var done: PromiseAct?

    var title: String { "Promise: \(line.content.text.beginning(70))" }
    var breadcrumbs: [Crumb] { shown.crumbsWithin }
    var notice: HTML? {
        sitting == nil || !shown.read.isParty ? nil : done.map { notification(.success, $0.done) }
    }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(inline(shown.read.line.title)): \(inline(shown.title(of: line)))</span>
        <h1 class="govuk-heading-l">\(inline(title))</h1>
        \(prose(line.content.text))\(facts)
        <h2 class="govuk-heading-m" id="reports">Reports</h2>
        \(said)\(act)
        """
    }

    private var facts: HTML {
        summaryList([
            SummaryRow("Where it stands", promise.standing.tags),
            SummaryRow("Promised by", words: promise.byName),
            SummaryRow("Owner", words: promise.owner?.full ?? "Not named"),
            SummaryRow("Due", "\(promise.standing.due(promise.manner))"),
            SummaryRow("In the agreement", "\(link: "Read it there", to: shown.path.at("line-\(line.id)"))"),
        ])
    }

    private var said: HTML {
        guard !reports.isEmpty else {
            return emptyState("Nothing was reported yet.")
        }
        return timeline(reports.map(item))
    }

    private func item(_ report: ReportRead) -> TimelineStep {
        let answers: HTML = "\(each: report.answers, answer)"
        let body: HTML = """
            \(report.words.map { told($0, "These words were") })\(report.link.map { linked($0) })\(filed(report))\(answers)\
            \(entryLink(report.position))

            """
        return TimelineStep(
            "\(report.number). \(report.outcome.words)", at: Time(report.time), by: report.seat?.full, body)
    }

    private func filed(_ report: ReportRead) -> HTML {
        guard let told = report.file else { return HTML() }
        guard let text = told.text, let file = FiledEvidence(sealed: text) else {
            return Web.told(told, "The file was")
        }
        let path = shown.path(line.id, "reports").within(String(report.number), "file")
        let words = "\(file.name) (\(SentFile.words(for: file.type)), \(max(1, file.size / 1024)) kB)"
        return "<p class=\"govuk-body\">\(link: words, to: path)</p>\n"
    }

    private func answer(_ answer: AnswerRead) -> HTML {
        let words = answer.isAccepted ? "accepts this report" : "challenges this report"
        return """
            <p class="govuk-body"><strong>\(inline(shown.name(answer.side)))</strong> \(words), \(Time(answer.time).html).</p>
            \(answer.reason.map { told($0, "The reason was") })
            """
    }

    // MARK: What can be done

    private var last: ReportRead? { reports.last }

    private var act: HTML {
        guard let sitting, shown.read.isParty else { return HTML() }
        return sitting.body == promise.by ? report(sitting) : answers(sitting)
    }

    private func own(_ act: PromiseAct) -> [FormProblem] { refused == act ? problems : [] }

    private func report(_ sitting: Sitting) -> HTML {
        guard promise.owner?.id == sitting.seat || sitting.office.may(.negotiate) else {
            return insetText(
                "<p class=\"govuk-body\">This seat does not report on it: the owner does, or an officer of your body.</p>"
            )
        }
        // What somebody wrote stays before them, though it came too late.
        let isOver = promise.standing.isSettled && [.kept, .lapsed].contains(promise.standing.state)
        guard !isOver || refused == .reports else {
            return HTML()
        }
        let problems = own(.reports)
        let outcomes = Fulfilment.Outcome.allCases.map { Choice($0.rawValue, $0.words) }
        let evidence =
            promise.manner == .considers
            ? "To consider is to publish what you came to: give its address, or the conclusion as a file." : nil
        let fields: HTML = """
            \(radios(Field("outcome", "What is there to report?", in: problems), options: outcomes, chosen: typed["outcome"]))\
            \(textArea(
                Field("words", "What there is to say of it", hint: publicHint, in: problems),
                value: typed["words"] ?? "", rows: 5, limit: Wording.longest))\
            \(textInput(
                Field("link", "Where it can be seen (optional)", hint: evidence ?? "A web address that begins with https://", in: problems),
                value: typed["link"] ?? "", kind: .address))\
            \(fileUpload(
                Field("file", "A file that shows it (optional)", hint: "A PDF, a picture, an office document or plain text of at most 3 megabytes. Everyone can read it once the agreement is public.", in: problems)))\
            \(button("Report"))
            """
        return """
            <h2 class="govuk-heading-m">Report on this promise</h2>
            \(postForm(to: shown.path(line.id, "reports"), token: token, revision: reports.count, sendsFiles: true, fields))
            """
    }

    private func answers(_ sitting: Sitting) -> HTML {
        guard let last else { return HTML() }
        let isAnswered = last.answers.contains { $0.side == sitting.body && $0.isAccepted }
        // What somebody wrote stays before them, though a colleague was quicker.
        guard last.outcome == .kept && !isAnswered || refused == .challenges else { return HTML() }
        guard sitting.office.may(.negotiate) else {
            return insetText(
                "<p class=\"govuk-body\">This seat does not answer reports. An officer of your body does.</p>")
        }
        let way = shown.path(line.id, "reports").within(String(last.number))
        let accept = postForm(to: way.within("acceptances"), token: token, button("Accept that it was kept"))
        let problems = own(.challenges)
        let field = Field("reason", "Why do you not accept it?", hint: publicHint, in: problems)
        let challenge = postForm(
            to: way.within("challenges"), token: token,
            """
            \(textArea(field, value: typed["reason"] ?? "", rows: 4, limit: Wording.longest))\
            \(button("Challenge this report", .secondary))
            """)
        let hasChallenged = last.answers.contains { $0.side == sitting.body }
        let other: HTML? =
            hasChallenged && refused != .challenges
            ? nil : details("We do not accept it", isOpen: refused == .challenges, challenge)
        return """
            <h2 class="govuk-heading-m">Your answer to report \(last.number)</h2>
            \(accept)\(other)
            """
    }
}

/// What is done with a promise by a form of its page.
enum PromiseAct: String, CaseIterable, Sendable {
    case reports, acceptances, challenges

    /// What is said once it is done.
    var done: String {
        switch self {
        case .reports: "Your report is on the record"
        case .acceptances: "You accepted that it was kept"
        case .challenges: "You challenged the report"
        }
    }
}
