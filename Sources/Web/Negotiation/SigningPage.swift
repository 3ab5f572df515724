import Domain
import HTML
import Register
import Views
import Vocabulary

/// Where a seat reads the exact text and signs it.
struct SigningPage: Page {
    let shown: ShownAgreement
    let sitting: Sitting
    let digest: Digest
    let document: HTML
    /// Up to which entry the seat had looked before.
    let since: Int
    /// What has become of the lines after that.
    let changes: [WordingChange]
    /// Whether a tick stands for the password: in the demonstration.
    let isDemonstration: Bool
    let token: String
    /// What stands between the text and a signature, though it is fixed.
    var lacking: [Fault] = []
    /// Whether the text that was read is no longer the one to sign.
    var isStale = false
    var problems: [FormProblem] = []

    var title: String { "Read and sign" }
    var breadcrumbs: [Crumb] { shown.crumbsWithin }

    private var isTurn: Bool {
        shown.read.signatories.contains { $0.isNext && $0.seat.id == sitting.seat } && sitting.office.may(.sign)
    }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(inline(shown.read.line.title))</span>
        <h1 class="govuk-heading-l">\(isTurn ? title : "Signing")</h1>
        \(stale)\(turn)\(lacking.isEmpty ? HTML() : shown.unfit(lacking))\(varied)\(changesSince)
        <h2 class="govuk-heading-m">The text that is signed</h2>
        <p class="govuk-body">SHA-256 of its bytes: <code class="concordat-code">\(digest.description)</code></p>
        <div class="concordat-frozen">
        \(document)</div>
        \(sign)
        """
    }

    private var stale: HTML {
        guard isStale else { return HTML() }
        return insetText(
            "<p class=\"govuk-body\">The text has changed since you opened it, so nothing was signed. What changed is shown below.</p>"
        )
    }

    private var turn: HTML {
        let table = SignatureTable(shown: shown).html
        guard !isTurn else { return table }
        let next = shown.read.signatories.filter(\.isNext).map(\.seat.full).joined(separator: "; ")
        let words = next.isEmpty ? "Every seat has signed." : "It is not this seat's turn. Next to sign: \(next)."
        return "<p class=\"govuk-body\">\(inline(words))</p>\n\(table)"
    }

    /// The way to what a variation changes, line by line.
    private var varied: HTML {
        guard shown.isVariation else { return HTML() }
        let way = shown.path.within("comparison")
        return "<p class=\"govuk-body\">\(link: "What this variation changes, line by line", to: way)</p>\n"
    }

    private var changesSince: HTML {
        "<h2 class=\"govuk-heading-m\">What changed since you last looked</h2>\n\(changed)"
    }

    private var changed: HTML {
        guard since > 0 else {
            return
                "<p class=\"govuk-body\">You have not looked at this agreement from this seat before: all of it is new to you.</p>\n"
        }
        guard !changes.isEmpty else {
            return "<p class=\"govuk-body\">No wording has changed since you last looked.</p>\n"
        }
        return "\(each: changes, change)"
    }

    private func change(_ change: WordingChange) -> HTML {
        """
        <h3 class="govuk-heading-s">\(inline(shown.title(of: change.line)))</h3>
        <p class="govuk-body">\(change.sort.words):</p>
        \(shown.redlined(change.before, change.after))
        """
    }

    private var sign: HTML {
        guard isTurn, lacking.isEmpty else { return HTML() }
        let seat = shown.seats[sitting.seat]?.full ?? "this seat"
        let who: HTML =
            isDemonstration
            ? checkboxes(Field("who", "Who are you?", in: problems), options: [Choice("yes", "I sign as \(seat)")])
            : passwordInput(
                Field(
                    "password", "Your password", hint: "So that nobody signs at a screen that you left open",
                    in: problems))
        let form = postForm(
            to: .within(shown.kind, shown.id, "signatures"), token: token,
            """
            \(hiddenInput("text", digest.description))\(hiddenInput("since", String(since)))\(who)\
            \(buttonGroup("\(button("Sign"))\(link: "Not now", to: shown.path)"))
            """)
        return """
            <h2 class="govuk-heading-m" id="sign">Sign it</h2>
            <p class="govuk-body">You sign as \(inline(seat)). Your signature says that your body agrees to exactly these bytes.
            It goes on the record with your name and the time, and becomes public with the agreement. If anybody changes a
            word before the last signature, yours is void and you are asked again.</p>
            \(form)
            """
    }
}

/// What a signatory takes away: where the signature stands, and a checkpoint that covers it.
struct ReceiptPage: Page {
    let shown: ShownAgreement
    let signatory: SignatoryRead
    let checkpoint: String
    let isOwn: Bool

    var title: String { "Receipt for a signature" }
    var breadcrumbs: [Crumb] { shown.crumbsWithin }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(inline(shown.read.line.title))</span>
        <h1 class="govuk-heading-l">\(isOwn ? "You have signed" : title)</h1>
        \(facts)
        <h2 class="govuk-heading-m">Keep the checkpoint</h2>
        <p class="govuk-body">This checkpoint of the record covers the signature. Whoever keeps it can show later that the
        signature stands where it stood. \(link: "How to check it", to: .record).</p>
        <pre class="concordat-code" tabindex="0">\(checkpoint)</pre>
        \(buttonGroup("\(linkButton("Download the checkpoint", to: own.as("checkpoint")))\(link: "Download the signature (p7s)", to: own.as("p7s"))"))
        \(next)
        """
    }

    private var own: Path { .signature(shown.kind, shown.id, signatory.seat.id) }

    private var facts: HTML {
        guard let signature = signatory.signature else { return HTML() }
        let entry: HTML = "\(link: "Entry \(signature.position) of the record", to: Path.entry(signature.position))"
        return summaryList([
            SummaryRow("Seat", words: signatory.seat.full),
            SummaryRow("Signed by", words: signature.name ?? erased("Name", on: signature.erased)),
            SummaryRow("When", Time(signature.time).html), SummaryRow("Where", entry),
            SummaryRow("SHA-256 of the text", "<code class=\"concordat-code\">\(signature.text.description)</code>"),
        ])
    }

    private var next: HTML {
        let waiting = shown.read.signatories.filter { $0.signature == nil }.map(\.seat.full)
        let words: String
        if !waiting.isEmpty {
            words = "Still to sign: \(waiting.joined(separator: "; "))."
        } else if let day = shown.read.line.inForce {
            words = "Every seat has signed. In force from \(day.written)."
        } else {
            words = "Every seat has signed."
        }
        return """
            <p class="govuk-body">\(inline(words))</p>
            <p class="govuk-body">\(link: "Go to the agreement", to: shown.path)</p>
            """
    }
}
