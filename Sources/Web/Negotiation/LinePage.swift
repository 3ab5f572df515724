import Domain
import HTML
import Register
import Views
import Vocabulary

/// What is done to one line by a form of its page. The names are the last part of the addresses that they are posted to.
enum LineAct: String, CaseIterable, Sendable {
    case acceptances, considerations, objections, wordings, removals, remarks, waits, releases

    /// What is said once it is done.
    var done: String {
        switch self {
        case .acceptances: "You accepted this line"
        case .considerations: "The line is marked as under consideration by you"
        case .objections: "You objected to this line"
        case .wordings: "Your wording was proposed to the other side"
        case .removals: "You proposed to leave this line out"
        case .remarks: "Your remark was added"
        case .waits: "The line now waits on that decision"
        case .releases: "The wait is over"
        }
    }

    /// Whether it opens a fixed text again.
    var reopens: Bool {
        switch self {
        case .considerations, .objections, .wordings, .removals, .waits: true
        case .acceptances, .remarks, .releases: false
        }
    }
}

/// One line of an agreement as its parties settle it: how it stands, how it came about, what was said, what can be done.
struct LinePage: Page {
    let shown: ShownAgreement
    let line: LineRead
    let versions: [VersionRead]
    let sitting: Sitting
    let token: String
    let choices: LineChoices
    /// The words of the wording form: those that stand, kept ones, or those of a form that was refused.
    var words: LineWords
    /// Whether they are not those that stand, but are only looked at so far.
    var isBegun = false
    /// Whether those words were kept from before.
    var areKept = false
    /// The revision that somebody had read whose words meet a newer one.
    var readBefore: Int?
    /// The two revisions that are compared.
    var compared: (from: Int, to: Int)?
    /// What was refused, and what its form held.
    var refused: LineAct?
    var typed: [String: String] = [:]
    var problems: [FormProblem] = []
    var done: LineAct?

    var title: String { shown.title(of: line) }
    var breadcrumbs: [Crumb] { shown.crumbsWithin }
    var notice: HTML? { done.map { notification(.success, $0.done) } }

    private var side: Identifier<Body> { sitting.body }
    private var mayNegotiate: Bool { sitting.office.may(.negotiate) }

    var main: HTML {
        """
        \(watch(.within(shown.kind, shown.id, "position.json"), position: shown.read.position))
        <span class="govuk-caption-l">\(inline(shown.read.line.title))</span>
        <h1 class="govuk-heading-l">\(inline(title))</h1>
        \(conflict)\(current)\(acts)\(history)\(talk)
        """
    }

    // MARK: How it stands

    private var conflict: HTML {
        guard let readBefore, readBefore != line.revision else { return HTML() }
        let before = versions.first { $0.revision == readBefore }?.content
        let lead: HTML =
            problems.isEmpty
            ? "<p class=\"govuk-body\">You began other words for it when wording \(readBefore) stood. They are kept below.</p>"
            : "<p class=\"govuk-body\">Nothing was changed by what you sent. Your words are kept in the form below: read what stands now, then send them again.</p>"
        return """
            <h2 class="govuk-heading-m">Somebody changed this line since you opened it</h2>
            \(lead)
            <h3 class="govuk-heading-s">From wording \(readBefore), which you had read, to wording \(line.revision)</h3>
            \(shown.redlined(before, line.dropped ? nil : line.content))
            """
    }

    private var current: HTML {
        let marks: HTML = "\(each: shown.marks(of: line, for: side, isNew: false), { $0.html })"
        let text: HTML =
            line.dropped
            ? "<p class=\"govuk-body\">\(inline(shown.name(line.side))) proposes to leave this line out:</p>\n\(shown.redlined(line.content, nil))"
            : shown.content(of: line.content)
        return """
            <h2 class="govuk-heading-m">What stands now</h2>
            <p class="concordat-line__marks">\(marks)</p>
            \(text)
            <p class="govuk-body">Wording \(line.revision), proposed by \(inline(shown.name(line.side))).</p>
            <h2 class="govuk-heading-m">What each side says</h2>
            \(StanceList(shown: shown, line: line).html)
            """
    }

    // MARK: What can be done

    private var acts: HTML {
        guard mayNegotiate else {
            return insetText(
                "<p class=\"govuk-body\">This seat does not negotiate. An officer of your body answers for it.</p>")
        }
        guard shown.isOpen else { return HTML() }
        return """
            <h2 class="govuk-heading-m">Your answer</h2>
            \(warning)\(accept)\(consider)\(object)\(propose)\(leaveOut)\(waits)
            """
    }

    private var warning: HTML {
        guard shown.read.text != nil else { return HTML() }
        return warningText(Reopening.warning(shown.signatures))
    }

    private func reopening(_ act: LineAct) -> HTML {
        Reopening.fields(shown, id: act.rawValue, in: refused == act ? problems : [])
    }

    private func own(_ act: LineAct) -> [FormProblem] { refused == act ? problems : [] }

    private func form(_ act: LineAct, _ content: HTML) -> HTML {
        postForm(to: shown.path(line.id, act.rawValue), token: token, revision: line.revision, content)
    }

    private var accept: HTML {
        guard line.stances[side]?.word != "accepts" else {
            return "<p class=\"govuk-body\">You accept this wording.</p>\n"
        }
        return form(.acceptances, button(line.dropped ? "Accept leaving it out" : "Accept this wording"))
    }

    private var consider: HTML {
        guard line.stances[side]?.word != "considers" else { return HTML() }
        let words = form(
            .considerations, "\(reopening(.considerations))\(button("Mark as under consideration", .secondary))")
        return details("We are considering it", isOpen: refused == .considerations, words)
    }

    private var object: HTML {
        let field = Field("objection", "Why do you object?", hint: sealedHint, in: own(.objections))
        let words = form(
            .objections,
            """
            \(textArea(field, value: typed["objection"] ?? "", rows: 4, limit: Wording.longest))\
            \(reopening(.objections))\(button("Object", .secondary))
            """)
        return details("We object", isOpen: refused == .objections, words)
    }

    private var propose: HTML {
        let lineForm = LineForm(
            name: line.content.name, words: words, choices: choices, problems: own(.wordings),
            standing: line.content, choosing: shown.path(line.id).adding(query: [("choose", "yes")]))
        let fields = lineForm.fields
        let discard: HTML? =
            areKept ? button("Throw these words away", .link, name: "discard", value: "yes") : nil
        let kept: HTML? =
            areKept
            ? insetText("<p class=\"govuk-body\">These are the words that your side began and has not sent.</p>") : nil
        let content: HTML = """
            \(kept)\(fields)\(reopening(.wordings))\(buttonGroup("\(button("Propose this wording"))\(lineForm.preview)\(discard)"))
            """
        let form = postForm(
            to: shown.path(line.id, LineAct.wordings.rawValue), token: token,
            autosave: shown.path(line.id, "proposal"), revision: line.revision, content)
        return details("We propose other wording", isOpen: refused == .wordings || areKept || isBegun, form)
    }

    private var leaveOut: HTML {
        guard !line.dropped else { return HTML() }
        let words = form(.removals, "\(reopening(.removals))\(button("Propose to leave it out", .secondary))")
        return details("Leave this line out", isOpen: refused == .removals, words)
    }

    private var waits: HTML {
        guard let awaited = line.awaited else {
            let field = Field(
                "decision", "Which decision?",
                hint: "For example, the full council's budget in February. \(sealedHint)",
                in: own(.waits))
            let words = form(
                .waits,
                "\(textInput(field, value: typed["decision"] ?? ""))\(reopening(.waits))\(button("Wait for it", .secondary))"
            )
            return details("It waits on a decision elsewhere", isOpen: refused == .waits, words)
        }
        guard awaited.side == side else { return HTML() }
        let field = Field("outcome", "What was decided?", hint: sealedHint, in: own(.releases))
        let words = form(
            .releases,
            "\(textArea(field, value: typed["outcome"] ?? "", rows: 3, limit: Wording.longest))\(button("The wait is over", .secondary))"
        )
        return details("The decision was made", isOpen: true, words)
    }

    // MARK: How it came about

    private var history: HTML {
        """
        <h2 class="govuk-heading-m" id="versions">Wordings</h2>
        \(table(caption: "Every wording that this line has had", isCaptionHidden: true,
            columns: [Column("Wording"), Column("Proposed by"), Column("When")], rows: versions.map(row)))
        \(comparison)
        """
    }

    private func row(_ version: VersionRead) -> [HTML] {
        let words: HTML = "\(version.revision)\(when: version.content == nil, " (leave it out)")"
        return [words, inline(shown.name(version.side)), Time(version.time).html]
    }

    private var comparison: HTML {
        guard versions.count > 1 else { return HTML() }
        let (from, to) = compared ?? (versions[versions.count - 2].revision, line.revision)
        let choices = versions.map { Choice(String($0.revision), "Wording \($0.revision)") }
        let form = getForm(
            to: shown.path(line.id), label: "Compare two wordings",
            """
            \(select(Field("from", "From"), options: choices, chosen: String(from)))\
            \(select(Field("to", "To"), options: choices, chosen: String(to)))\(button("Compare", .secondary))
            """)
        let old = versions.first { $0.revision == from }?.content
        let new = versions.first { $0.revision == to }?.content
        return """
            <h3 class="govuk-heading-s">From wording \(from) to wording \(to)</h3>
            \(shown.redlined(old, new))\(form)
            """
    }

    private var talk: HTML {
        let steps = shown.read.steps.filter { $0.line == line.id }
        let field = Field("remark", "Your remark", hint: sealedHint, in: own(.remarks))
        let form = form(
            .remarks,
            "\(textArea(field, value: typed["remark"] ?? "", rows: 4, limit: Wording.longest))\(button("Say it", .secondary))"
        )
        return """
            <h2 class="govuk-heading-m" id="discussion">Discussion</h2>
            \(discussion(steps.map { shown.remark($0) }))\(when: mayNegotiate, form)
            """
    }
}

/// What opening a fixed text again does to the signatures given, and the tick that says one knows.
struct Reopening: Sendable {
    private let isTicked: Bool
    private let signatures: Int

    /// What a form said of it.
    init(_ form: Form) {
        isTicked = form["reopen"] == "yes"
        signatures = form.number("signatures") ?? 0
    }

    /// Refuses where the text is fixed and whoever sent the form did not know what it would undo.
    func check<K: Kind>(_ agreement: Agreement<K>) throws(Refusal) {
        guard agreement.execution.text != nil else { return }
        let given = agreement.execution.signatures.count
        guard isTicked, given <= signatures else {
            throw Refusal(
                Fault(
                    "text.fixed", field: "reopen", "\(Reopening.warning(given)). Tick the box if that is what you want")
            )
        }
    }

    static func warning(_ signatures: Int) -> String {
        "The text is fixed. A change opens it again\(voids(signatures))"
    }

    private static func voids(_ signatures: Int) -> String {
        switch signatures {
        case 0: ""
        case 1: ", and the signature given becomes void"
        default: ", and the \(signatures) signatures given become void"
        }
    }

    /// The tick, where the text is fixed; `id` tells several of one page apart.
    static func fields(_ shown: ShownAgreement, id: String, in problems: [FormProblem]) -> HTML {
        guard shown.read.text != nil else { return HTML() }
        let field = Field("reopen", "The text is fixed", in: problems, id: "reopen-\(id)")
        return hiddenInput("signatures", String(shown.signatures))
            + checkboxes(field, options: [Choice("yes", "Open it again\(voids(shown.signatures))")])
    }
}
