import Domain
import HTML
import Register
import Views
import Vocabulary

/// Where a side proposes a line that the agreement does not have yet.
struct NewLinePage: Page {
    let shown: ShownAgreement
    let above: LineID?
    /// The name that the line will have, so that a form sent twice adds it once.
    let line: LineID
    let form: LineForm
    let token: String
    /// What is wrong with the form or with the tick below it.
    var problems: [FormProblem] = []

    var title: String { "Add \(form.name.one)" }
    var breadcrumbs: [Crumb] { shown.crumbsWithin }

    var main: HTML {
        let under: HTML? = above.flatMap { shown.line($0) }.map {
            "<p class=\"govuk-body\">Under: \(inline(shown.title(of: $0)))</p>\n"
        }
        let fields: HTML = """
            \(hiddenInput("line", line.description))\(hiddenInput("part", form.name.rawValue))\
            \(hiddenInput("above", above?.description ?? ""))\
            \(form.fields)\
            \(Reopening.fields(shown, id: "line", in: problems))\
            \(buttonGroup("\(button("Propose this line"))\(form.preview)"))
            """
        return """
            <span class="govuk-caption-l">\(inline(shown.read.line.title))</span>
            <h1 class="govuk-heading-l">\(title)</h1>
            \(under)\(warning)\(postForm(to: .within(shown.kind, shown.id, "lines"), token: token, fields))
            """
    }

    private var warning: HTML {
        shown.read.text == nil ? HTML() : warningText(Reopening.warning(shown.signatures))
    }
}

/// Where a side withdraws an agreement before signature.
struct WithdrawalPage: Page {
    let shown: ShownAgreement
    let reason: String
    let token: String
    var problems: [FormProblem] = []

    var title: String { "Withdraw this \(shown.called)" }
    var breadcrumbs: [Crumb] { shown.crumbsWithin }

    var main: HTML {
        let field = Field(
            "reason", "Why do you withdraw it?", hint: sealedHint, in: problems)
        let given: HTML? =
            shown.signatures == 0
            ? nil
            : "<p class=\"govuk-body\">\(counted(shown.signatures, "signature")) already given will be void.</p>\n"
        let form = postForm(
            to: .within(shown.kind, shown.id, "withdrawal"), token: token,
            """
            \(textArea(field, value: reason, rows: 4, limit: Wording.longest))\
            \(buttonGroup("\(button("Withdraw it", .warning))\(link: "Keep negotiating", to: shown.path)"))
            """)
        return """
            <span class="govuk-caption-l">\(inline(shown.read.line.title))</span>
            <h1 class="govuk-heading-l">\(title)</h1>
            \(warningText(shown.isVariation ? "The variation ends for every side; the agreement stays as it is. Another variation can be drafted." : "It ends for every side and cannot be opened again. A new one can be drafted."))
            \(given)\(form)
            """
    }
}
