import Domain
import HTML
import Views
import Vocabulary

/// An agreement beside the one that it follows: what was reworded, left out and added.
struct ComparisonPage: Page {
    let comparison: Comparison
    /// The agreement that is followed.
    let earlier: (title: String, path: Path)
    let later: (title: String, path: Path)
    let breadcrumbs: [Crumb]
    /// Whether the later one varies the earlier.
    var isVariation = false
    /// Whether the later one is a draft that somebody goes on with.
    var isDraft = false
    /// The form that puts a line back which a draft leaves out.
    var restoring: ((LineID, Part) -> HTML?)?
    var problems: [FormProblem] = []

    /// Whether the later one has been taken up.
    var isTakenUp = false
    /// Why a line cannot be left out.
    var bound: [LineID: String] = [:]

    var title: String {
        isVariation ? isTakenUp ? "What changed" : "What changes" : "What changes from one to the next"
    }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(inline(later.title))</span>
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">\(link: later.title, to: later.path) \(isVariation ? "varies" : "follows") \(link: earlier.title, to: earlier.path).
        \(counted(comparison.same, "line")) \(comparison.same == 1 ? "says" : "say") the same in both.</p>
        \(changed)\(left)\(added)\(when: isDraft, onward)
        """
    }

    private var onward: HTML {
        "<p class=\"govuk-body\">\(link: "Go on with the draft", to: later.path)</p>\n"
    }

    private var changed: HTML {
        guard !comparison.changed.isEmpty else {
            return "<h2 class=\"govuk-heading-m\">Reworded</h2>\n\(emptyState("No line was reworded."))"
        }
        let lines = comparison.changed.map { line -> HTML in
            let compared = Redline(
                from: comparison.earlier.words(of: line.from), to: comparison.later.words(of: line.to))
            return """
                <section class="concordat-block" id="changed-\(line.id.description)">
                <h3 class="govuk-heading-s">\(inline(comparison.later.title(of: line.to)))</h3>
                \(redline(compared.runs.map(RedlineRun.init)))</section>

                """
        }
        return "<h2 class=\"govuk-heading-m\">Reworded</h2>\n\(lines)"
    }

    private var left: HTML {
        guard !comparison.left.isEmpty else {
            return
                "<h2 class=\"govuk-heading-m\">Left out</h2>\n\(emptyState(isVariation ? "No line is left out." : "Every line was carried over."))"
        }
        let lines = comparison.left.map { line -> HTML in
            let why = comparison.why[line.id].map {
                "<p class=\"govuk-body\"><strong>\(inline($0.words)).</strong></p>\n" as HTML
            }
            let bound = bound[line.id].map { "<p class=\"govuk-body\"><strong>\(inline($0)).</strong></p>\n" as HTML }
            return """
                <section class="concordat-block" id="left-\(line.id.description)">
                <h3 class="govuk-heading-s">\(inline(comparison.earlier.title(of: line.content)))</h3>
                \(why)\(bound)\(comparison.earlier.choices.shown(line.content))\(restoring?(line.id, line.content) ?? HTML())</section>

                """
        }
        return "<h2 class=\"govuk-heading-m\">Left out</h2>\n\(lines)"
    }

    private var added: HTML {
        guard !comparison.added.isEmpty else { return HTML() }
        let lines = comparison.added.map { line -> HTML in
            """
            <section class="concordat-block" id="added-\(line.id.description)">
            <h3 class="govuk-heading-s">\(inline(comparison.later.title(of: line.content)))</h3>
            \(comparison.later.choices.shown(line.content))</section>

            """
        }
        return "<h2 class=\"govuk-heading-m\">New</h2>\n\(lines)"
    }
}

/// The form that begins the next one of a signed agreement.
struct RenewalPage: Page {
    let shown: ShownAgreement
    /// The years of agendas under which a compact can be renewed; nil for a statement, which names its own year.
    let years: [AcademicYear]?
    /// The year that comes next.
    let next: AcademicYear?
    /// The identifier that the new one would have.
    let fresh: String
    let token: String
    var typed: [String: String] = [:]
    var problems: [FormProblem] = []

    var title: String { years == nil ? "Propose the next year's agenda" : "Renew this compact" }
    var breadcrumbs: [Crumb] { shown.crumbsWithin }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(inline(shown.read.line.title))</span>
        <h1 class="govuk-heading-l">\(title)</h1>
        \(words)\(form)
        """
    }

    private var words: HTML {
        years == nil
            ? """
            <p class="govuk-body">A draft of the next statement is begun with the lines of this one. Add, drop and reword its
            paragraphs and areas, and give areas other letters: each area keeps its lasting name, by which compacts find it. It
            takes effect when every signatory has agreed to the same wording and signed it.</p>

            """
            : """
            <p class="govuk-body">A draft is begun with the lines of this compact. Priorities are carried over by the lasting
            names of their areas, whatever letters these now have. What cannot be carried over is named, with why.</p>

            """
    }

    private var form: HTML {
        guard let years else {
            let field = Field("year", "School year of its agenda", hint: "For example, 2004/05.", in: problems)
            return sending(
                "\(textInput(field, value: typed["year"] ?? next?.description ?? "", width: .characters10))\(button("Begin the draft"))"
            )
        }
        guard !years.isEmpty else {
            return emptyState(
                "There is no agenda of a later year yet. A compact is renewed once the next agenda is signed.",
                "<p class=\"govuk-body\">\(link: "The agendas there are", to: .agendas)</p>\n")
        }
        let options = years.map { Choice($0.description, "\($0)") }
        let field = Field("year", "Under the agenda of which school year", in: problems)
        return sending(
            "\(select(field, options: options, chosen: typed["year"] ?? years.first?.description))\(button("Begin the draft"))"
        )
    }

    private func sending(_ content: HTML) -> HTML {
        postForm(
            to: shown.path.within("renewals"), token: token, "\(hiddenInput("id", typed["id"] ?? fresh))\(content)")
    }
}
