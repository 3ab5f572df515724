import Domain
import HTML
import Views
import Vocabulary

/// One agreement that has been signed, as a whole page: what was agreed, by whom and when, and how to check it.
struct AgreementPage: Page {
    let shown: ShownAgreement
    /// Whether whoever looks may begin the one that follows it.
    var mayRenew = false
    /// Whether whoever looks may begin a variation.
    var mayVary = false
    /// Whether whoever looks may suspend, extend, complete or end it.
    var maySettle = false

    var title: String { shown.read.line.title }
    var breadcrumbs: [Crumb] { shown.crumbs }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(shown.kindTitle)</span>
        <h1 class="govuk-heading-l">\(inline(title))</h1>
        \(course)\(facts)\(discussion)\(money)\(VariationList(shown: shown, mayVary: mayVary).html)\(AgreementContents(shown).html)\(SignatureTable(shown: shown).html)\(steps)\(checking)\(forParties)
        """
    }

    private var renewing: String {
        shown.kind == StatementKind.name ? "Propose the next year's agenda" : "Renew it under the next agenda"
    }

    private var facts: HTML {
        let line = shown.read.line
        var rows = [
            SummaryRow("Where it stands", Tag(line.state).html),
            SummaryRow("Between", words: shown.read.parties.map(\.name).joined(separator: "; ")),
        ]
        if let year = line.year { rows.append(SummaryRow("School year", "\(year.description)")) }
        if let span = line.span {
            rows.append(SummaryRow("Runs", words: "From \(span.from.written) to \(span.until.written)"))
        }
        if let level = shown.read.monitoring { rows.append(SummaryRow("Monitoring", words: level.words)) }
        if let statement = shown.read.statement, shown.kind != StatementKind.name {
            rows.append(SummaryRow("Made under", "\(link: "The statement of intent", to: Path.statement(statement))"))
        }
        if let code = line.authority {
            rows.append(SummaryRow("Authority", "\(link: line.authorityName ?? code, to: Path.authority(code))"))
        }
        if let signed = line.signed { rows.append(SummaryRow("Last signature", Time(signed).html)) }
        if let day = line.inForce { rows.append(SummaryRow("In force from", "\(day.written)")) }
        rows += shown.following
        if let day = line.until { rows.append(SummaryRow("Extended until", "\(day.written)")) }
        if let day = shown.read.publicFrom { rows.append(SummaryRow("Public from", "\(day.written)")) }
        return summaryList(rows)
    }

    /// The way to the yearly discussion of a statement in force.
    private var discussion: HTML {
        guard shown.kind == StatementKind.name, shown.hasBegun else {
            return HTML()
        }
        let words = "What councils say of this agenda, before the next one is settled"
        return "<p class=\"govuk-body\">\(link: words, to: shown.path.within("discussion"))</p>\n"
    }

    /// The ways to its payments and returns, where it has any and is in force.
    private var money: HTML {
        guard shown.hasBegun else { return HTML() }
        let hasPayments = shown.standing.contains { $0.content.instalment != nil }
        let hasReturns = shown.standing.contains { $0.content.template != nil }
        guard hasPayments || hasReturns else { return HTML() }
        let payments: HTML =
            "<li>\(link: "Payments: what was paid, and what was not, with why", to: shown.path.within("payments"))</li>\n"
        let returns: HTML =
            "<li>\(link: "Returns: what is reported, and when", to: shown.path.within("returns"))</li>\n"
        return """
            <h2 class="govuk-heading-m">Money and returns</h2>
            <ul class="govuk-list">
            \(when: hasPayments, payments)\(when: hasReturns, returns)</ul>

            """
    }

    /// What stops it, or was proposed, and the way to the page of it.
    private var course: HTML {
        let read = shown.read
        if let varies = read.line.varies {
            return insetText(
                """
                <p class="govuk-body">This is a variation that all have signed. What it changes stands in
                \(link: "the agreement that it varies", to: Path.agreement(shown.kind, varies)).</p>
                <p class="govuk-body">\(link: "What it changed", to: shown.path.within("comparison"))</p>
                """)
        }
        let words: String? =
            switch read.line.state {
            case .suspended: "This agreement is suspended. Its promises stand."
            case .completed: "This agreement is completed: all sides agreed that it is done."
            case .terminated: "This agreement was terminated. What was not due by then is owed no longer."
            default: read.course.open.map { "\(shown.name($0.side)) proposes \($0.change.words)." }
            }
        let isSettled = words != nil || read.steps.contains { CourseAct.events.contains($0.event) }
        let isReviewed = read.steps.contains { $0.event == "reviewConcluded" }
        guard isSettled || read.isParty || isReviewed else { return HTML() }
        let way = maySettle ? "Suspend, extend, complete or end it" : "When and why"
        let course: HTML? =
            maySettle || isSettled
            ? "<p class=\"govuk-body\">\(link: way, to: shown.path.within("course"))</p>\n" : nil
        let renewal: HTML? =
            mayRenew ? "<p class=\"govuk-body\">\(link: renewing, to: shown.path.within("renewal"))</p>\n" : nil
        let review: HTML = "<p class=\"govuk-body\">\(link: "Review", to: shown.path.within("reviews"))</p>\n"
        return insetText(
            "\(words.map { "<p class=\"govuk-body\">\(inline($0))</p>\n" as HTML })\(course)\(renewal)\(review)"
        )
    }

    private var steps: HTML {
        """
        <h2 class="govuk-heading-m">How it came about</h2>
        <p class="govuk-body">Every public step, in order. What the parties said to each other on the way stays with them.</p>
        \(AgreementSteps(shown: shown, steps: shown.read.steps.filter(\.isPublic)).html)
        """
    }

    private var checking: HTML {
        let bundle = Path.within(shown.kind, shown.id, "bundle.tar")
        let text = Path.within(shown.kind, shown.id, "text")
        let bytes = Path.within(shown.kind, shown.id, "text.json")
        return """
            <h2 class="govuk-heading-m">How to check it</h2>
            <p class="govuk-body">What was signed are exact bytes. The bundle holds them, each signature, the entries of the
            record and a proof for each. \(link: "How to check a bundle", to: Path.record) says how, with this program or
            without it.</p>
            \(varied)\(linkButton("Download the bundle", to: bundle))
            <ul class="govuk-list">
            <li>\(link: "The text as it was signed", to: text)</li>
            <li>\(link: "The exact bytes that were signed", to: bytes)</li>
            <li>\(link: "This page as JSON", to: shown.path.as("json"))</li>
            </ul>
            \(digest)
            """
    }

    /// What the bytes are not, where the agreement was varied since.
    private var varied: HTML {
        guard shown.read.variations.contains(where: { $0.state == .incorporated }) else { return HTML() }
        return """
            <p class="govuk-body">This page shows the agreement as it was varied. The bundle and the text are of what was signed
            first; each of the \(link: "variations", to: shown.path.at("variations")) has a bundle and a text of its own, which
            is the whole agreement as it then stood.</p>

            """
    }

    private var digest: HTML {
        guard let text = shown.read.text else { return HTML() }
        return
            "<p class=\"govuk-body\">SHA-256 of the text: <code class=\"concordat-code\">\(text.description)</code></p>\n"
    }

    /// The way that each line went, which only the parties may read.
    private var forParties: HTML {
        guard shown.read.isParty else { return HTML() }
        let items: HTML = """
            \(each: shown.inOrder(shown.read.lines), { line in
                "<li>\(link: shown.title(of: line), to: shown.path(line.id))</li>\n"
            })
            """
        return """
            <h2 class="govuk-heading-m">For the parties only</h2>
            \(details("How each line was negotiated", "<ul class=\"govuk-list\">\n\(items)</ul>"))
            """
    }
}

/// Who signs, and each signature given.
struct SignatureTable {
    let shown: ShownAgreement

    var html: HTML {
        guard !shown.read.signatories.isEmpty else { return HTML() }
        return """
            <h2 class="govuk-heading-m" id="signatures">Signatures</h2>
            \(table(caption: "Signatures, in the order of signing", isCaptionHidden: true, columns: columns, rows: rows))
            """
    }

    private var columns: [Column] {
        [Column("Seat"), Column("Signed by"), Column("When"), Column("Signature")]
    }

    private var rows: [[HTML]] {
        shown.read.signatories.map { signatory in
            let seat = inline(signatory.seat.full)
            guard let signature = signatory.signature else {
                return [
                    seat, "", "\(signatory.isNext ? "Next to sign" : "Has not signed")\(void(of: signatory.seat))", "",
                ]
            }
            let path = Path.signature(shown.kind, shown.id, signatory.seat.id)
            let files: HTML = """
                \(link: "Receipt", to: path)<br>\(link: "p7s file", to: path.as("p7s"))<br>\
                \(link: "Entry \(signature.position)", to: Path.entry(signature.position))
                """
            return [
                seat, inline(signature.name ?? erased("Name", on: signature.erased)), Time(signature.time).html, files,
            ]
        }
    }

    /// The last signature of a seat that no longer counts.
    private func void(of seat: SeatRead) -> HTML? {
        shown.read.steps.last { $0.isVoid && $0.event == "signed" && $0.seat?.id == seat.id }.map { step in
            "<br>Signed \(Time(step.time).html) (void since the text was opened again)"
        }
    }
}
