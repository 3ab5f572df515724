import Domain
import HTML
import Register
import Views
import Vocabulary

/// One line of a draft, to be written.
struct DraftLinePage<K: Kind>: Page {
    let desk: DraftDesk<K>
    let line: LineID
    let above: LineID?
    let form: LineForm
    /// The digest of the line as it stands.
    let read: Digest
    /// The revision of the draft when that was read.
    let revision: Int

    var problems: [FormProblem] { form.problems }

    private var standing: Part? { desk.draft[line] }
    private var task: DraftTask? { DraftTask.task(for: form.name) }

    var title: String {
        if task?.isSingle == true { return task?.title ?? "" }
        return standing.map(desk.choices.title) ?? "Add \(form.name.one)"
    }

    var breadcrumbs: [Crumb] {
        guard let task, !task.isSingle else { return desk.taskCrumbs }
        return desk.taskCrumbs + [Crumb(task.title, to: desk.list(of: form.name))]
    }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(inline(caption))</span>
        <h1 class="govuk-heading-l">\(inline(title))</h1>
        \(introduction)\(lineForm)\(removal)
        """
    }

    private var caption: String { above.flatMap { desk.draft[$0] }.map(desk.choices.title) ?? desk.draft.title }

    private var introduction: HTML {
        if form.name == .priority { return areaWording }
        guard let words = task?.words, task?.isSingle == true else { return HTML() }
        return "<p class=\"govuk-body\">\(words)</p>\n"
    }

    private var areaWording: HTML {
        guard case .priority(let id, _, _, _) = standing, let area = desk.choices.agenda?[id] else { return HTML() }
        return insetText("<p class=\"govuk-body\">The agenda says: \(inline(area.text))</p>")
    }

    private var lineForm: HTML {
        postForm(
            to: desk.path(line: line), token: desk.token, autosave: desk.path(line: line, "save"), revision: revision,
            """
            \(hiddenLine(form.name, above: above, read: read))\(form.fields)
            \(buttonGroup("\(button("Save and continue"))\(form.preview)\(cancel)"))
            """)
    }

    private var cancel: HTML {
        "\(link: "Back without saving", to: desk.goal(after: form.name, above))"
    }

    private var removal: HTML {
        guard standing != nil else { return HTML() }
        return
            "<p class=\"govuk-body\">\(link: "Take this out of the draft", to: desk.path(line: line, "removal"))</p>\n"
    }
}

/// What the form of a line carries unseen: its part, what it stands under, and the line as it was read.
func hiddenLine(_ name: Part.Name, above: LineID?, read: Digest) -> HTML {
    hiddenInput("part", name.rawValue) + hiddenInput("above", above?.description ?? "")
        + hiddenInput("read", read.description)
}

/// Two wordings of a line that two people wrote at the same time.
struct DraftComparisonPage<K: Kind>: Page {
    let desk: DraftDesk<K>
    let line: LineID
    let above: LineID?
    /// What stands now; nil where it was taken out.
    let standing: Part?
    /// What was sent.
    let theirs: Part?
    let form: LineForm
    let read: Digest

    var title: String { "Somebody else changed this while you were writing" }
    var breadcrumbs: [Crumb] { desk.taskCrumbs }
    var problems: [FormProblem] {
        [FormProblem(nil, "Your words were not saved yet. Compare both, then send yours again")]
    }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">\(inline(who))</p>
        \(both)\(changes)
        <h2 class="govuk-heading-m">Your words</h2>
        \(again)
        """
    }

    private var who: String {
        "\(desk.changedBy?.full ?? "Another seat") changed the draft on \(desk.row.changed.written). Nothing of yours is lost."
    }

    private var both: HTML {
        let gone: HTML = "<p class=\"govuk-body\">This line was taken out of the draft.</p>"
        let unread: HTML = "<p class=\"govuk-body\">Your words stand in the form below.</p>"
        return table(
            caption: "Both versions", columns: [Column("Line"), Column("What stands now"), Column("What you sent")],
            rows: [
                [
                    inline((standing ?? theirs).map(desk.choices.title) ?? "This line"),
                    standing.map(desk.choices.shown) ?? gone, theirs.map(desk.choices.shown) ?? unread,
                ]
            ])
    }

    private var changes: HTML {
        guard let standing, let theirs, !Wording.same(standing.text, theirs.text) else { return HTML() }
        let runs = Redline(from: standing.text, to: theirs.text).runs.map(RedlineRun.init)
        return "<h2 class=\"govuk-heading-m\">What your words would change</h2>\n\(redline(runs))"
    }

    private var again: HTML {
        postForm(
            to: desk.path(line: line), token: desk.token, revision: desk.row.revision,
            """
            \(hiddenLine(form.name, above: above, read: read))\(form.fields)
            \(buttonGroup("\(button("Send mine in its place"))\(keep)"))
            """)
    }

    private var keep: HTML { "\(link: "Keep what stands now", to: desk.goal(after: form.name, above))" }
}

/// Whether a line is really to be taken out.
struct DraftRemovalPage<K: Kind>: Page {
    let desk: DraftDesk<K>
    let line: LineID
    let content: Part
    let read: Digest
    let problems: [FormProblem]

    var title: String { "Take this out of the draft?" }
    var breadcrumbs: [Crumb] { desk.taskCrumbs }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        <h2 class="govuk-heading-m">\(inline(desk.choices.title(of: content)))</h2>
        \(desk.choices.shown(content))\(below)\(form)
        """
    }

    private var below: HTML {
        let lines = desk.lines(below: line)
        guard !lines.isEmpty else { return HTML() }
        let words =
            lines.count == 1 ? "The line below it goes with it." : "The \(lines.count) lines below it go with it."
        let shown = lines.map { line -> HTML in
            let title = inline(desk.choices.title(of: line.content))
            return "<h3 class=\"govuk-heading-s\">\(title)</h3>\n\(desk.choices.shown(line.content))"
        }
        return "\(warningText(words))\(HTML(shown))"
    }

    private var form: HTML {
        postForm(
            to: desk.path(line: line, "removal"), token: desk.token, revision: desk.row.revision,
            """
            \(hiddenLine(content.name, above: content.above, read: read))
            \(buttonGroup("\(button("Take it out", .warning))\(keep)"))
            """)
    }

    private var keep: HTML { "\(link: "Keep it", to: desk.goal(after: content.name, content.above))" }
}
