import Domain
import HTML
import Register
import Views
import Vocabulary

/// One return: what is asked, what was written, certified and assessed, as far as whoever looks may read it.
struct ReturnPage: Page {
    let shown: ShownAgreement
    let given: ReturnRead
    let line: LineRead
    let template: ReturnTemplate
    let editions: [EditionRead]
    let steps: [ReturnStepRead]
    /// Who looks, where they act for a party.
    let sitting: Sitting?
    let token: String
    var refused: ReturnAct?
    var words = LineWords()
    var problems: [FormProblem] = []
    var done: ReturnAct?

    var title: String { "Return due \(given.due.written)" }
    var breadcrumbs: [Crumb] { shown.crumbsWithin + [Crumb("Returns", to: shown.path.within("returns"))] }
    var notice: HTML? {
        guard shown.read.isParty, let done else { return nil }
        let next: HTML? =
            done == .editions && !certifies
            ? given.owner.map { "<p class=\"govuk-body\">\(inline($0.title)) certifies it next.</p>\n" } : nil
        return notification(.success, done.done, next ?? HTML())
    }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(inline(shown.read.line.title))</span>
        <h1 class="govuk-heading-l">\(title)</h1>
        \(facts)
        <h2 class="govuk-heading-m">What is to be reported</h2>
        \(prose(line.content.text))
        <h2 class="govuk-heading-m" id="steps">What became of it</h2>
        \(steps.isEmpty ? emptyState("It was not certified yet.") : timeline(steps.map(step)))\(written)\(unsent)\(acts)
        """
    }

    private var facts: HTML {
        var rows = [
            SummaryRow("Where it stands", Tag(given.state).html), SummaryRow("From", words: given.by.name),
            SummaryRow("Certified by", words: given.owner?.full ?? "Nobody is named"),
            SummaryRow("Assessed by", words: given.to.name),
        ]
        switch given.state {
        case .awaited, .late: rows.append(SummaryRow("To be certified by", words: given.next.written))
        case .certified, .overdue: rows.append(SummaryRow("To be assessed by", words: given.next.written))
        case .assessed, .lapsed: break
        }
        if let certified = given.certified {
            rows.append(SummaryRow("Certified", words: "Version \(certified.edition), on \(certified.day.written)"))
        }
        if let verdict = given.verdict { rows.append(SummaryRow("Assessment", words: verdict.words)) }
        return summaryList(rows)
    }

    private func step(_ step: ReturnStepRead) -> TimelineStep {
        let version = step.edition.map { " (version \($0))" } ?? ""
        let title =
            switch step.event {
            case "returnCertified": "Certified and given\(version)"
            case "returnSummarised":
                step.side == given.to.id ? "What the assessment says" : "What the return shows\(version)"
            case "returnAssessed": "Assessed\(version): \(step.verdict?.words ?? "")"
            default: "Asked for beside those of the agreement"
            }
        let private_: HTML =
            step.event == "returnAssessed"
            ? "<p class=\"govuk-body-s\">Between the two sides only.</p>\n" : HTML()
        return TimelineStep(
            title, at: Time(step.time), by: step.seat?.full,
            "\(step.words.map { told($0, "The words were") })\(private_)\(entryLink(step.position))")
    }

    /// The versions that whoever looks may read, the latest open.
    private var written: HTML {
        guard !editions.isEmpty else { return HTML() }
        return """
            <h2 class="govuk-heading-m" id="versions">Versions, which the public does not read</h2>
            \(each: editions.reversed(), { (edition: EditionRead) -> HTML in
                let state = edition.isSent ? "certified" : "not certified, read by your body alone"
                return details(
                    "Version \(edition.number), \(state), \(edition.time.written)",
                    isOpen: edition.number == editions.last?.number, content(of: edition))
            })
            """
    }

    private func content(of edition: EditionRead) -> HTML {
        """
        \(figures(edition))<h3 class="govuk-heading-s">Narrative</h3>
        \(told(edition.narrative, "The narrative was"))<h3 class="govuk-heading-s">Risks</h3>
        \(told(edition.risks, "The risks were"))<h3 class="govuk-heading-s">Summary for the public</h3>
        \(told(edition.summary, "The summary was"))\(entryLink(edition.position))
        """
    }

    private func figures(_ edition: EditionRead) -> HTML {
        guard !template.figures.isEmpty else { return HTML() }
        return table(
            caption: "Figures of version \(edition.number), not published",
            columns: [
                Column("Figure"), Column("Reported", isNumeric: true), Column("Forecast", isNumeric: true),
            ],
            rows: zip(template.figures, edition.figures).map { name, figure in
                [inline(name), "\(figure.value?.grouped ?? "–")", "\(figure.forecast?.grouped ?? "–")"]
            })
    }

    // MARK: What can be done

    private var isMaker: Bool { sitting?.body == given.by.id }

    private var certifies: Bool { shown.read.isParty && sitting?.seat == given.owner?.id }

    /// The acts for which the page has a form, as things stand.
    var offered: Set<ReturnAct> {
        guard shown.read.isParty, let sitting else { return [] }
        switch given.state {
        case .awaited, .late:
            guard isMaker else { return [] }
            let latest = editions.last.map { !$0.isSent } ?? false
            return Set(
                (sitting.office.may(.negotiate) || certifies ? [.editions] : [])
                    + (certifies && latest ? [.certifications] : []))
        case .certified, .overdue:
            return sitting.body == given.to.id && sitting.office.may(.negotiate) ? [.assessments] : []
        case .assessed, .lapsed: return []
        }
    }

    /// What a form said that the page no longer has, because somebody was quicker.
    private var unsent: HTML {
        guard let refused, !offered.contains(refused) else { return HTML() }
        let figures = template.figures.indices.flatMap { ["value-\($0)", "forecast-\($0)"] }
        let said = (figures + ["narrative", "risks", "summary", "words"]).map { words[$0] }.filter { !$0.isEmpty }
        return toCopy(said)
    }

    private func own(_ act: ReturnAct) -> [FormProblem] { refused == act ? problems : [] }

    private var acts: HTML {
        let offered = offered
        guard !offered.isEmpty else { return HTML() }
        return onScreen(
            """
            \(when: offered.contains(.certifications), certification)\(when: offered.contains(.editions), writing)\
            \(when: offered.contains(.assessments), assessment)
            """)
    }

    private func form(_ act: ReturnAct, revision: Int? = nil, _ fields: HTML) -> HTML {
        postForm(to: Path.given(given).within(act.rawValue), token: token, revision: revision, fields)
    }

    private var certification: HTML {
        let number = editions.last?.number ?? 0
        return """
            <h2 class="govuk-heading-m">Certify version \(number)</h2>
            \(warningText("You say that what it reports is right. It is then given to \(given.to.name), and its summary becomes public with the agreement."))
            \(form(.certifications, "\(hiddenInput("edition", String(number)))\(button("Certify version \(number)"))"))
            """
    }

    private func text(_ name: String, _ label: String, _ hint: String, _ before: Told?) -> HTML {
        let value = refused == .editions ? words[name] : before?.text ?? ""
        return textArea(
            Field(name, label, hint: hint, in: own(.editions)), value: value, rows: 6, limit: Wording.longest)
    }

    private var writing: HTML {
        let last = editions.last
        let between =
            "Do not name people. Your body reads it, and \(given.to.name) once it is certified; the public does not."
        let figures = template.figures.indices.map { index -> HTML in
            let before = last.flatMap { $0.figures.indices.contains(index) ? $0.figures[index] : nil }
            return """
                <h3 class="govuk-heading-s">\(inline(template.figures[index]))</h3>
                \(number("value-\(index)", "Reported", template.figures[index], before?.value))\
                \(number("forecast-\(index)", "Forecast (optional)", template.figures[index], before?.forecast))
                """
        }
        return """
            <h2 class="govuk-heading-m">\(last == nil ? "Write it" : "Write another version")</h2>
            \(form(.editions, revision: given.editions, """
                \(HTML(figures))\(text("narrative", "Narrative", between, last?.narrative))\
                \(text("risks", "Risks", between, last?.risks))\
                \(text("summary", "Summary for the public", publicHint, last?.summary))\(button("Save this version"))
                """))
            """
    }

    private func number(_ name: String, _ label: String, _ about: String, _ before: Quantity?) -> HTML {
        let value = refused == .editions ? words[name] : before?.description ?? ""
        return textInput(
            Field(
                name, "\(label): \(about)",
                hint: "A number. Leave it empty where there is none yet, and say why in the narrative.",
                in: own(.editions)),
            value: value, kind: .sum, width: .characters20)
    }

    private var assessment: HTML {
        let problems = own(.assessments)
        let value: (String) -> String = { refused == .assessments ? words[$0] : "" }
        let again = dateInput(
            Field("again", "By which day it is to be made again", in: problems),
            value: refused == .assessments ? words.dayWords("again") : DateWords())
        let fields: HTML = """
            \(hiddenInput("edition", String(given.certified?.edition ?? 0)))\(radios(
                Field("verdict", "What does it show?", in: problems),
                options: Return.Verdict.allCases.map {
                    Choice($0.rawValue, $0.words, reveals: $0 == .sentBack ? again : nil)
                }, chosen: value("verdict")))\
            \(textArea(
                Field("words", "Your assessment", hint: "Do not name people. Only the two sides read it.", in: problems),
                value: value("words"), rows: 6, limit: Wording.longest))\
            \(textArea(
                Field("summary", "Summary for the public (optional)", hint: publicHint, in: problems),
                value: value("summary"), rows: 3, limit: Wording.longest))\(button("Put the assessment on the record"))
            """
        return "<h2 class=\"govuk-heading-m\">Assess it</h2>\n\(form(.assessments, fields))"
    }
}
