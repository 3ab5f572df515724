import Domain
import HTML
import Vocabulary

/// What the record is, and how anybody checks it without having to trust whoever runs it.
struct RecordPage: Page {
    let origin: String
    let size: Int
    let checkpoint: String
    let verifierKey: String
    /// The times that the log went on under a new name.
    let restarts: [Keeping.Restart]

    var title: String { "The record and how to check it" }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">Every official step – a compact sent, a line accepted, a signature – is an entry of one record
        that only ever grows. A tree of digests stands over it: whoever keeps one checkpoint can prove later that nothing
        before it was changed, taken out or put in.</p>
        \(now)\(renamed)\(check)\(signatures)\(privacy)
        """
    }

    private var now: HTML {
        """
        <h2 class="govuk-heading-m">As it stands now</h2>
        \(summaryList([
            SummaryRow("Name of the log", "\(origin)"), SummaryRow("Entries", "\(size)"),
            SummaryRow("Key that signs checkpoints", "<code class=\"concordat-code\">\(verifierKey)</code>"),
        ]))
        <p class="govuk-body">The checkpoint (<a class="govuk-link" href="/record/checkpoint">as a file</a>). Keep it: it is
        what you compare with later.</p>
        <pre class="concordat-code" tabindex="0">\(checkpoint)</pre>
        """
    }

    /// What was lost, for whoever keeps a checkpoint of an earlier name.
    private var renamed: HTML {
        guard !restarts.isEmpty else { return HTML() }
        return """
            <h2 class="govuk-heading-m">Earlier names of the log</h2>
            <p class="govuk-body">Entries of the record were lost, and it was restored from a backup. So that no name ever
            stands for two different records, it went on under a new one. What was left is unchanged: a checkpoint of an
            earlier name can be compared up to the number of entries given here.</p>
            \(each: restarts, renaming)
            """
    }

    private func renaming(_ restart: Keeping.Restart) -> HTML {
        let lost =
            restart.published.map { published in
                published > restart.size
                    ? "Of \(published) entries that a checkpoint is known to have covered, \(restart.size) are left"
                    : "Nothing that a checkpoint is known to have covered was lost"
            } ?? "Which entries were lost is not known"
        return summaryList([
            SummaryRow("Earlier name", words: restart.from), SummaryRow("Ended", Time(restart.time).html),
            SummaryRow("Entries left of it", link(restart.size)), SummaryRow("Lost", words: lost),
            SummaryRow("Root over them", "<code class=\"concordat-code\">\(restart.root.description)</code>"),
        ])
    }

    private func link(_ size: Int) -> HTML {
        "\(size), positions before \(link: "entry \(size)", to: Path.entry(size))"
    }

    private var check: HTML {
        """
        <h2 class="govuk-heading-m">Check it yourself</h2>
        <ol class="govuk-list govuk-list--number">
        <li>Get the <a class="govuk-link" href="/record/vkey">verifier key</a> and the
        <a class="govuk-link" href="/record/root">certificate root</a> now, or on paper from the register, and keep them.</li>
        <li>On the page of an agreement choose “Download the bundle”. It holds the exact bytes that were signed, each
        signature, the entries and a proof for each.</li>
        <li>Check it with this program: <code class="concordat-code">concordat verify BUNDLE --root root.pem --key vkey</code></li>
        <li>Or check a signature without it:
        <code class="concordat-code">openssl cms -verify -binary -content agreement.json -inform DER -in signatures/X.p7s
        -CAfile root.pem -purpose any</code></li>
        <li>Later: <code class="concordat-code">concordat verify URL --since checkpoint</code> shows that the record still holds
        everything that your checkpoint covers.</li>
        </ol>
        <p class="govuk-body">The log follows the C2SP formats (tlog-tiles, checkpoints, signed notes) with the hashing of
        RFC 6962, so tools that others wrote read it. Leaf data is the SHA-256 digest of an entry: the whole tree is public,
        while an entry is shown to those who may see it.</p>
        """
    }

    private var signatures: HTML {
        """
        <h2 class="govuk-heading-m">What a signature shows, and what it does not</h2>
        <p class="govuk-body">Signatures are CMS over the exact bytes of the text. The keys are made and held by this register,
        one for each appointment to a seat, and the time is this register's own clock. So a signature shows that the
        register, with that person signed in, signed these bytes. It does not show it against a register that is itself
        dishonest; a signature that somebody makes elsewhere, with a key of their own, is the stronger form.</p>
        """
    }

    private var privacy: HTML {
        """
        <h2 class="govuk-heading-m">What is not in it</h2>
        <p class="govuk-body">Discussion, objections and superseded wordings stay with the parties. People's names and free
        text are bound by a digest and kept beside the record, so that they can be erased while every proof still holds. The
        record says that a text was erased, and when.</p>
        """
    }
}
