import Domain
import HTML
import Register
import Views
import Vocabulary

/// What has become of an agreement since it is in force: suspended, extended, completed or ended, when and why; with the
/// forms of the seats that may sign for a party.
struct CoursePage: Page {
    let shown: ShownAgreement
    /// Who looks, where they may sign for a party.
    let sitting: Sitting?
    let token: String
    let today: Day
    var refused: CourseAct?
    var typed = LineWords()
    var problems: [FormProblem] = []
    var done: CourseAct?

    var title: String { "What became of this agreement" }
    var breadcrumbs: [Crumb] { shown.crumbsWithin }
    var notice: HTML? { sitting == nil ? nil : done.map { notification(.success, $0.done) } }

    private var state: AgreementState { shown.read.line.state }
    private var steps: [StepRead] { shown.read.steps.filter { CourseAct.events.contains($0.event) } }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(inline(shown.read.line.title))</span>
        <h1 class="govuk-heading-l">\(title)</h1>
        \(summaryList(facts))
        <h2 class="govuk-heading-m">What happened</h2>
        \(happened)\(unsent)\(acts)
        """
    }

    private var facts: [SummaryRow] {
        var rows = [SummaryRow("Where it stands", Tag(state).html)]
        if let year = shown.read.line.year { rows.append(SummaryRow("Made for", words: "The school year \(year)")) }
        if let span = shown.read.line.span {
            rows.append(SummaryRow("Runs", words: "From \(span.from.written) to \(span.until.written)"))
        }
        if let until = shown.read.line.until { rows.append(SummaryRow("Extended until", words: until.written)) }
        return rows
    }

    private var happened: HTML {
        guard !steps.isEmpty else { return emptyState("Nothing but that it is in force.") }
        let proposed = shown.read.course.proposals.map { proposal -> (Int, String) in
            (proposal.position, "\(shown.name(proposal.side)) proposed \(proposal.change.words).")
        }
        return AgreementSteps(
            shown: shown, steps: steps, about: Dictionary(proposed) { first, _ in first }
        ).html
    }

    // MARK: What can be done

    /// What a form said that the page no longer has, because somebody was quicker.
    private var unsent: HTML {
        guard let refused, !offered.contains(refused), !typed["reason"].isEmpty else { return HTML() }
        let day = DateWords.written(typed.dayWords("until"))
        return toCopy([typed["reason"]] + (day.isEmpty ? [] : [day]))
    }

    /// The acts for which the page has a form, as things stand.
    var offered: Set<CourseAct> {
        guard let sitting, [.inForce, .suspended, .superseded].contains(state) else { return [] }
        let isOwn = shown.read.suspended == sitting.body
        let pause: [CourseAct] =
            switch state {
            case .inForce: [.suspensions]
            case .suspended: isOwn ? [.resumptions] : []
            default: []
            }
        let proposal: [CourseAct] = shown.read.course.open == nil ? [.proposals] : [.acceptances, .refusals]
        return Set(pause + proposal + [.terminations])
    }

    private var acts: HTML {
        guard let sitting, !offered.isEmpty else { return HTML() }
        let pause: HTML? =
            switch state {
            case .inForce: suspension
            case .suspended: resumption(sitting)
            default: nil
            }
        return onScreen("\(proposal(sitting))\(pause)\(termination)")
    }

    private func own(_ act: CourseAct) -> [FormProblem] { refused == act ? problems : [] }

    private func reason(_ act: CourseAct, _ label: String) -> HTML {
        textArea(
            Field(
                "reason", label, hint: publicHint, error: own(act).message(on: "reason"), id: act.field("reason")),
            value: refused == act ? typed["reason"] : "", rows: 4, limit: Wording.longest)
    }

    private func form(_ act: CourseAct, revision: Int? = nil, _ content: HTML) -> HTML {
        postForm(to: shown.path.within("course", act.rawValue), token: token, revision: revision, content)
    }

    private func proposal(_ sitting: Sitting) -> HTML {
        if let open = shown.read.course.open { return answer(open, sitting) }
        let day = dateInput(
            Field("until", "Until which day", hint: "For example, 31 8 \(today.parts.year + 2).", in: own(.proposals)),
            value: refused == .proposals ? typed.dayWords("until") : DateWords())
        let options = [
            Choice("extended", "Go on with it after its last day", reveals: day),
            Choice("completed", "It is done", hint: "Promises that are not due yet are then owed no longer."),
        ]
        let fields: HTML = """
            \(radios(
                Field("change", "What do you propose?", in: own(.proposals)), options: options,
                chosen: refused == .proposals ? typed["change"] : nil))\
            \(reason(.proposals, "Why"))\(button("Propose it"))
            """
        return """
            <h2 class="govuk-heading-m">Extend or complete it</h2>
            <p class="govuk-body">It takes effect when every other side has accepted. Not a word of what was signed changes.</p>
            \(form(.proposals, revision: shown.read.course.proposals.count, fields))
            """
    }

    private func answer(_ open: ProposalRead, _ sitting: Sitting) -> HTML {
        let isOwn = open.side == sitting.body
        let number = hiddenInput("proposal", String(open.number))
        let accept = form(.acceptances, "\(number)\(button("Accept it"))")
        let decline = form(
            .refusals,
            """
            \(number)\(reason(.refusals, isOwn ? "Why you take it back" : "Why you do not accept it"))\
            \(button(isOwn ? "Take it back" : "Decline it", .secondary))
            """)
        let hasAccepted = open.accepted.contains(sitting.body)
        let mayAccept = !isOwn && !hasAccepted
        return """
            <h2 class="govuk-heading-m">\(inline(shown.name(open.side))) proposes \(open.change.words)</h2>
            \(told(open.reason, "The reason was"))\(when: mayAccept, accept)\
            \(details(isOwn ? "Take it back" : "We do not accept it", isOpen: refused == .refusals, decline))
            """
    }

    private var suspension: HTML {
        details(
            "Suspend it for a while", isOpen: refused == .suspensions,
            form(
                .suspensions,
                """
                <p class="govuk-body">Both sides see that it is suspended, and the public does. Only your side can go on with it.</p>
                \(reason(.suspensions, "Why it is suspended"))\(button("Suspend it", .secondary))
                """))
    }

    private func resumption(_ sitting: Sitting) -> HTML {
        guard offered.contains(.resumptions) else {
            return insetText("<p class=\"govuk-body\">The side that suspended it can go on with it.</p>\n")
        }
        return """
            <h2 class="govuk-heading-m">Go on with it</h2>
            \(form(.resumptions, "\(reason(.resumptions, "Why you go on with it now"))\(button("Go on with it"))"))
            """
    }

    private var termination: HTML {
        let sure = Field("sure", "Please confirm", in: own(.terminations))
        return details(
            "End it for every side", isOpen: refused == .terminations,
            form(
                .terminations,
                """
                <p class="govuk-body">It ends today. What was promised for a later day is owed no longer. Nothing leads back.</p>
                \(reason(.terminations, "Why it ends"))\
                \(checkboxes(sure, options: [Choice("yes", "It ends today for every side")], isSmall: true))\
                \(button("End it", .warning))
                """))
    }
}

/// What is done with an agreement in force by a form.
enum CourseAct: String, CaseIterable, Sendable {
    case suspensions, resumptions, proposals, acceptances, refusals, terminations

    /// What is said once it is done.
    var done: String {
        switch self {
        case .suspensions: "It is suspended"
        case .resumptions: "It goes on"
        case .proposals: "Your proposal is with the other side"
        case .acceptances: "You accepted the proposal"
        case .refusals: "The proposal no longer stands"
        case .terminations: "It has ended"
        }
    }

    /// The identifier of a field that several forms of the page have.
    func field(_ name: String) -> String { "\(rawValue)-\(name)" }

    /// The events that tell of it.
    static let events: Set<String> = [
        "suspended", "resumed", "terminated", "courseProposed", "courseAccepted", "courseDeclined",
    ]
}

extension DateWords {
    /// The three fields as one line; empty where all are.
    fileprivate static func written(_ words: DateWords) -> String {
        [words.day, words.month, words.year].filter { !$0.isEmpty }.joined(separator: " ")
    }
}

extension Course.Change {
    /// Behind "proposes": "to go on with it until 31 August 2005".
    var words: String {
        switch self {
        case .extended(let day): "to go on with it until \(day.written)"
        case .completed: "to complete it"
        }
    }
}
