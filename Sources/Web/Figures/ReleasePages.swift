import Domain
import Exchange
import HTML
import Views
import Vocabulary

/// All releases of figures that were taken in.
struct ReleasesPage: Page {
    let releases: [ReleaseRead]
    let mayPublish: Bool

    var title: String { "Releases of figures" }
    var isWide: Bool { true }
    var breadcrumbs: [Crumb] { [Crumb("Home", to: .home), Crumb("Measures", to: .measures)] }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">Every published file that figures on these pages are from. A file is kept as it was published and never
        changed; a newer one of the same data set supersedes it.</p>
        \(when: mayPublish, linkButton("Take figures in", to: .newRelease))\(list)
        """
    }

    private var list: HTML {
        guard !releases.isEmpty else {
            return emptyState(
                "No figures were taken in yet. The Department takes published files in, here or with the command concordat import."
            )
        }
        let rows = releases.map { release -> [HTML] in
            [
                "\(link: release.words, to: .release(release.id))", "\(release.set)", release.tag.html,
                "\(grouped(release.rows))", "\(grouped(release.figures))",
                Time(release.time.londonDay.description, release.time.londonDay.written).html,
            ]
        }
        let columns = [
            Column("Release"), Column("Data set"), Column("State"), Column("Rows", isNumeric: true),
            Column("Figures", isNumeric: true), Column("Taken in"),
        ]
        return table(caption: title, isCaptionHidden: true, columns: columns, rows: rows)
            + downloads(.releases, hasRows: true)
    }
}

/// `531,930`
func grouped(_ number: Int) -> String { Double(number).text(decimals: 0) }

/// One release: where it is from, which file it is, and what became of it.
struct ReleasePage: Page {
    let release: ReleaseRead
    /// The release that it superseded, and the one that superseded it.
    let earlier: ReleaseRead?
    let later: ReleaseRead?
    /// The title of the seat that took it in, with its body.
    let by: String?
    /// How many of its measures have figures that stand.
    let measures: Int
    /// The seat may take it back.
    let mayWithdraw: Bool
    let token: String
    var typed = ""
    var problems: [FormProblem] = []

    var title: String { release.words }
    var breadcrumbs: [Crumb] {
        [Crumb("Home", to: .home), Crumb("Measures", to: .measures), Crumb("Releases", to: .releases)]
    }

    var main: HTML {
        """
        <span class="govuk-caption-l">Release of figures</span>
        <h1 class="govuk-heading-l">\(inline(title))</h1>
        \(state)\(summaryList(facts))
        \(when: measures > 0, "<p class=\"govuk-body\">\(link: "Its \(measures) measures", to: Path.measures(of: release.set))</p>\n")
        <h2 class="govuk-heading-m">Files</h2>
        <p class="govuk-body">Kept as they came. Whoever has the publisher's file can compare its SHA-256 with the one here, which
        stands on the record.</p>
        \(files)\(downloads(.release(release.id), hasRows: false))\(when: mayWithdraw, withdrawal)
        """
    }

    private var state: HTML {
        if let withdrawn = release.withdrawn {
            return insetText(
                """
                <p class="govuk-body">Withdrawn on \(withdrawn.londonDay.written): \(inline(release.reason ?? "the reason was erased")). Its
                figures count no more.</p>

                """)
        }
        guard let later else { return HTML() }
        return insetText(
            "<p class=\"govuk-body\">Superseded by \(link: later.words, to: .release(later.id)).</p>\n")
    }

    private var facts: [SummaryRow] {
        var rows = [
            SummaryRow("State", release.tag.html), SummaryRow("Publisher", words: release.publisher),
            SummaryRow("Licence", words: release.licence), SummaryRow("Recognised as", words: release.sortWords),
            SummaryRow("Data set", words: release.set),
        ]
        if let address = release.address.flatMap({ WebAddress($0) }) {
            rows.insert(SummaryRow("Published at", "\(link: address.description, to: address)"), at: 3)
        }
        if !release.part.isEmpty { rows.append(SummaryRow("Part", words: release.part)) }
        rows.append(SummaryRow("Rows", words: grouped(release.rows)))
        rows.append(SummaryRow("Figures", words: grouped(release.figures)))
        if let earlier {
            rows.append(SummaryRow("Supersedes", "\(link: earlier.words, to: .release(earlier.id))"))
        }
        rows.append(
            SummaryRow(
                "Taken in",
                """
                \(Time(release.time.londonDay.description, release.time.londonDay.written).html) by \
                \(inline(by ?? "the operator of the register")), \(link: "entry \(release.position)", to: .entry(release.position))
                """))
        return rows
    }

    private var files: HTML {
        let rows = release.files.enumerated().map { index, file -> [HTML] in
            [
                "\(link: file.name, to: .releaseFile(release.id, index + 1))", "\(grouped(file.size))",
                digests(file),
            ]
        }
        return table(
            caption: "Files", isCaptionHidden: true,
            columns: [Column("File"), Column("Bytes", isNumeric: true), Column("SHA-256")], rows: rows)
    }

    private func digests(_ file: Release.File) -> HTML {
        let own: HTML = "<code class=\"concordat-digest\">\(file.content.description)</code>"
        guard file.kept != file.content else { return own }
        return """
            \(own)<br>It came packed, and the link sends what it came in, whose SHA-256 is \
            <code class="concordat-digest">\(file.kept.description)</code>
            """
    }

    private var withdrawal: HTML {
        let field = Field(
            "reason", "Why it is withdrawn",
            hint: "Only where it was taken in by mistake: a newer release supersedes it by itself. \(openHint)",
            in: problems)
        return onScreen(
            """
            <h2 class="govuk-heading-m">Withdraw it</h2>
            \(postForm(
                to: Path.release(release.id).within("withdrawal"), token: token,
                "\(textArea(field, value: typed, rows: 3))\(button("Withdraw this release", .warning))"))
            """)
    }
}

extension [ReleaseRead] {
    /// One row a release.
    var csv: CSV {
        CSV(
            columns: [
                "release", "set", "part", "title", "publisher", "licence", "address", "rows", "figures", "taken",
                "state",
                "file", "sha256",
            ],
            rows: map { release in
                [
                    release.id.description, release.set, release.part, release.title, release.publisher,
                    release.licence, release.address ?? "", String(release.rows), String(release.figures),
                    release.time.description, release.tag.words.lowercased(), release.files.first?.name ?? "",
                    release.files.first?.content.description ?? "",
                ]
            })
    }
}
