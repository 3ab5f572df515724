import Domain
import HTML
import Register
import Views
import Vocabulary

/// The form that begins a variation of an agreement that all have signed.
struct VariationPage: Page {
    let shown: ShownAgreement
    /// The authorities that could succeed those among its parties that were or will be abolished; none where all stay.
    let successors: [BodyRead]
    /// The identifier that the variation would have.
    let fresh: String
    let token: String
    var typed: [String: String] = [:]
    var chosen: [String] = []
    var problems: [FormProblem] = []

    var title: String { shown.ending.isEmpty ? "Vary this agreement" : "Let its lines pass to successors" }
    var breadcrumbs: [Crumb] { shown.crumbsWithin }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(inline(shown.read.line.title))</span>
        <h1 class="govuk-heading-l">\(title)</h1>
        \(words)\(form)
        """
    }

    private var words: HTML {
        guard !shown.ending.isEmpty else {
            return """
                <p class="govuk-body">A draft is begun with the lines of this agreement as they stand. Change, add or leave out
                lines: what you do not touch stays as all signed it. The other side answers each change. When all have signed,
                the changes stand in this agreement; until then it stands as it is.</p>

                """
        }
        return """
            \(each: shown.ending, { "<p class=\"govuk-body\">\(inline($0.ends)).</p>\n" })
            <p class="govuk-body">What it promised passes to the authorities that succeed it, which negotiate and sign with the
            other parties. For each line say which seat answers for it from now on. It can be prepared before the last day, and
            is signed after it.</p>

            """
    }

    private var open: AgreementLine? {
        shown.read.variations.last { [.negotiating, .agreed, .signing].contains($0.state) }
    }

    private var form: HTML {
        if let open {
            return emptyState(
                "A variation of it is open already. Settle that one first, or withdraw it.",
                "<p class=\"govuk-body\">\(link: open.title, to: Path.agreement(open.kind, open.id))</p>\n")
        }
        let mayStay = shown.ending.allSatisfy { !$0.isAbolished }
        let leave = mayStay ? " Choose none to vary the agreement between the parties that it has." : ""
        let choice: HTML? =
            shown.ending.isEmpty
            ? nil
            : checkboxes(
                Field(
                    "successor", "Which authorities succeed it",
                    hint: "The first of them in this list answers for what no line names a seat for.\(leave)",
                    in: problems),
                options: successors.map { Choice($0.id.description, "\($0.name) (\($0.code))") }, chosen: chosen)
        return postForm(
            to: shown.path.within("variations"), token: token,
            "\(hiddenInput("id", typed["id"] ?? fresh))\(choice)\(button("Begin the draft"))")
    }
}

/// The variations of an agreement, on its own page.
struct VariationList {
    let shown: ShownAgreement
    /// Whether whoever looks may begin one.
    let mayVary: Bool

    var html: HTML {
        guard !shown.isVariation else { return HTML() }
        let ending = shown.ending
        let isOver = ending.contains(where: \.isAbolished)
        let passing: HTML? =
            ending.isEmpty
            ? nil
            : insetText(
                """
                \(each: ending, { "<p class=\"govuk-body\">\(inline($0.ends)).</p>\n" })
                <p class="govuk-body">Its lines pass to its successors by a variation that these and the other parties
                sign.</p>
                \(when: mayVary, "<p class=\"govuk-body\">\(link: "Let its lines pass to those that succeed it", to: way)</p>\n")
                """)
        let begin: HTML? =
            mayVary && !isOver ? "<p class=\"govuk-body\">\(link: "Vary this agreement", to: way)</p>\n" : nil
        guard !shown.read.variations.isEmpty || begin != nil || passing != nil else { return HTML() }
        let items: HTML = """
            \(each: shown.read.variations, { line in
                "<li>\(link: line.title, to: Path.agreement(line.kind, line.id)) \(Tag(line.state).html)\(when(line))</li>\n"
            })
            """
        let list: HTML =
            shown.read.variations.isEmpty
            ? "<p class=\"govuk-body\">It was not varied.</p>\n" : "<ul class=\"govuk-list\">\n\(items)</ul>\n"
        return """
            <h2 class="govuk-heading-m" id="variations">Variations</h2>
            \(passing)\(list)\(begin)
            """
    }

    private var way: Path { shown.path.within("variation") }

    private func when(_ line: AgreementLine) -> HTML? { line.signed.map { " signed \(Time($0).html)" } }
}

extension ShownAgreement {
    /// Why a fixed text is not signed: what it changes has moved on since, line by line.
    func unfit(_ lacking: [Fault]) -> HTML {
        let items = lacking.map { fault -> HTML in
            let line = fault.field.flatMap { LineID($0) }.flatMap { self.line($0) }
            let way: HTML? = line.map { " \(link: "Open the line", to: path($0.id))" }
            return "<li>\(inline(fault.message)).\(way)</li>\n"
        }
        return insetText(
            """
            <p class="govuk-body">It cannot be signed as it is:</p>
            <ul class="govuk-list govuk-list--bullet">
            \(items)</ul>
            """)
    }

    /// The parties that were or will be abolished, while they still are parties.
    var ending: [PartyRead] { stands && !hasEnded ? read.parties.filter { $0.until != nil } : [] }
}

extension PartyRead {
    /// That it ends, as a sentence without a full stop.
    fileprivate var ends: String {
        guard let until else { return name }
        return isAbolished
            ? "\(name) was abolished: its last day was \(until.written)"
            : "\(name) will be abolished: its last day is \(until.written)"
    }
}

extension DraftDesk {
    /// The form that puts a line back which a variation was to leave out.
    func restoring(_ line: LineID) -> HTML {
        postForm(
            to: path(line: line, "restoration"), token: token,
            "\(hiddenInput("revision", String(row.revision)))\(button("Put it back", .secondary))")
    }
}
