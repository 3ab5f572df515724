import Domain
import Exchange
import HTML
import Register
import Statistics
import Views
import Vocabulary

/// The form that takes published files in.
struct NewReleasePage: Page {
    let fresh: Identifier<Upload>
    let token: String
    var typed: [String: String] = [:]
    var problems: [FormProblem] = []
    /// What the body has sent and not taken in yet.
    var waiting: [(id: Identifier<Upload>, upload: Upload)] = []

    var title: String { "Take figures in" }
    var breadcrumbs: [Crumb] {
        [Crumb("Home", to: .home), Crumb("Measures", to: .measures), Crumb("Releases", to: .releases)]
    }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">Choose a file as it was published, packed or not. It is recognised by what is in it. You see a report
        first; nothing is taken in before you say so.</p>
        \(sentBefore)\(details("Which files can be taken in", known))
        \(postForm(to: .uploads, token: token, sendsFiles: true, fields))
        """
    }

    private var sentBefore: HTML {
        let open = waiting.filter { if case .taken = $0.upload.outcome { false } else { true } }
        guard !open.isEmpty else { return HTML() }
        let items = open.map { id, upload -> HTML in
            let names = upload.files.map(\.name).joined(separator: ", ")
            return "<li>\(link: names, to: Path.upload(id))</li>\n"
        }
        return insetText(
            """
            <p class="govuk-body">Sent in the last day, and not taken in:</p>
            <ul class="govuk-list">
            \(items)</ul>

            """)
    }

    /// The names of the mappings by which other tables are read.
    var mappings: [String] = []

    private var known: HTML {
        let tables: HTML? =
            mappings.isEmpty
            ? nil : "<li>tables that a mapping fits: \(inline(mappings.joined(separator: ", ")))</li>\n"
        return """
            <ul class="govuk-list govuk-list--bullet">
            <li>the extract of the Local Authority Interactive Tool, its data dictionary and its table of statistical neighbours</li>
            <li>a data set of Explore Education Statistics, with the file that ends in .meta.csv or as the zip that holds both</li>
            <li>key stage 2 and key stage 4 performance tables, with their meta file if you have it</li>
            <li>establishments, groups, their schools, and predecessors and successors of Get Information About Schools</li>
            \(tables)<li>any other table of figures: you say once what its columns are</li>
            </ul>

            """
    }

    private var fields: HTML {
        """
        \(hiddenInput("id", typed["id"] ?? fresh.description))\
        \(fileUpload(Field("file", "The file", hint: "CSV, or a gzip or zip file with CSV in it; at most 64 megabytes", in: problems)))\
        \(fileUpload(Field("meta", "The file that says what its columns are (optional)", hint: "A meta file or data dictionary, where it came apart", in: problems)))\
        \(details("Say more about it", isOpen: !problems.isEmpty, more))\
        \(button("Read it and show the report"))
        """
    }

    private var more: HTML {
        """
        \(textInput(Field("year", "Year (optional)", hint: "Of performance tables whose name does not say: the year in which it ends, such as 2019", in: problems), value: typed["year"] ?? "", kind: .wholeNumber, width: .characters4))\
        \(textInput(Field("title", "Title (optional)", in: problems), value: typed["title"] ?? ""))\
        \(textInput(Field("publisher", "Publisher (optional)", hint: "Without it: Department for Education", in: problems), value: typed["publisher"] ?? ""))\
        \(textInput(Field("licence", "Licence (optional)", hint: "Without it: Open Government Licence v3.0", in: problems), value: typed["licence"] ?? ""))\
        \(textInput(Field("source", "Web address (optional)", in: problems), value: typed["source"] ?? "", kind: .address))\
        \(textInput(Field("set", "Name of the data set (optional)", hint: "Small letters, digits, hyphens and underscores. A newer release of the same name supersedes the older", in: problems), value: typed["set"] ?? ""))
        """
    }
}

/// What was found in files that somebody sent.
struct UploadPage: Page {
    let id: Identifier<Upload>
    let upload: Upload
    let token: String
    var problems: [FormProblem] = []
    /// The releases that it was taken in as.
    var taken: [ReleaseRead] = []

    var title: String {
        switch upload.outcome {
        case nil: "Reading the files"
        case .read: "Check the report"
        case .refused: "The files are refused"
        case .taken: "The figures were taken in"
        }
    }
    var breadcrumbs: [Crumb] {
        [Crumb("Home", to: .home), Crumb("Measures", to: .measures), Crumb("Releases", to: .releases)]
    }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">\(upload.files.map { "\($0.name) (\(grouped($0.size)) bytes)" }.joined(separator: ", "))</p>
        \(content)
        """
    }

    private var content: HTML {
        switch upload.outcome {
        case nil:
            return """
                <p class="govuk-body" role="status">This page loads itself again until they are read. Half a million rows take a
                second or two; you may also close it and come back.</p>

                """
        case .read(let reports):
            return "\(each: reports, report)\(downloads(.upload(id), hasRows: false))\(choice)"
        case .refused(let faults): return refusal(faults)
        case .taken:
            let items = taken.map { "<li>\(link: $0.words, to: .release($0.id))</li>\n" as HTML }
            return
                "<ul class=\"govuk-list\">\n\(items)</ul>\n<p class=\"govuk-body\">\(link: "All releases", to: .releases)</p>\n"
        }
    }

    private func report(_ report: IntakeReport) -> HTML {
        let rows = report.lines.map { SummaryRow($0.name, words: $0.words) }
        return """
            <h2 class="govuk-heading-m">\(inline(report.source.title))</h2>
            \(summaryList(rows))\(revisions(report.revisions))
            """
    }

    private func revisions(_ revisions: [IntakeReport.Revision]) -> HTML {
        guard !revisions.isEmpty else { return HTML() }
        let rows = revisions.map { revision -> [HTML] in
            [
                inline(revision.measure), inline(revision.period), inline(revision.place), inline(revision.group),
                "\(revision.before)", "\(revision.after)",
            ]
        }
        let list = table(
            caption: "Figures that were revised", isCaptionHidden: true,
            columns: [
                Column("Measure"), Column("Period"), Column("Place"), Column("Group"),
                Column("Before", isNumeric: true),
                Column("Now", isNumeric: true),
            ], rows: rows, isSmall: true)
        return details("The first \(revisions.count) figures that were revised", list)
    }

    private var choice: HTML {
        let take = postForm(
            to: .upload(id).within("releases"), token: token, button("Take the figures in"))
        let drop = postForm(to: .upload(id).within("removal"), token: token, button("Throw them away", .secondary))
        return onScreen(buttonGroup("\(take)\(drop)"))
    }

    /// The way on for a table that nobody has said how to read.
    private var mapping: HTML {
        """
        <p class="govuk-body">If it is another table of figures, say once what its columns are. Every file like it is then read in the
        same way.</p>
        \(linkButton("Say what its columns are", to: .upload(id).within("mapping")))
        """
    }

    private func refusal(_ faults: [Upload.Found]) -> HTML {
        let rows = faults.prefix(20).map { fault -> [HTML] in
            [inline(fault.field ?? "The file"), inline(fault.message)]
        }
        let more: HTML? =
            faults.count > 20
            ? "<p class=\"govuk-body\">And \(faults.count - 20) more, in the list to download.</p>\n" : nil
        return """
            <p class="govuk-body">Nothing was taken in. \(faults.count == 1 ? "This is wrong:" : "These are wrong:")</p>
            \(table(caption: "What is wrong", isCaptionHidden: true, columns: [Column("Where"), Column("What to do")], rows: rows))\(more)
            \(downloads(.upload(id), hasRows: true))
            \(when: faults.contains { $0.rule == "file.unknown" || $0.rule.hasPrefix("mapped.") }, mapping)\(linkButton("Choose other files", to: .newRelease, .secondary))
            """
    }
}

extension [Upload.Found] {
    /// One row a fault.
    var csv: CSV {
        CSV(columns: ["where", "message", "rule"], rows: map { [$0.field ?? "", $0.message, $0.rule] })
    }
}
