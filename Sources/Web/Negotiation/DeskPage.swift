import Domain
import HTML
import Register
import Views
import Vocabulary

/// One agreement on a desk, as a row of its table.
struct DeskRow: Encodable, Sendable {
    let id: String
    let kind: String
    let title: String
    let year: AcademicYear?
    let authority: String?
    let authorityName: String?
    let region: String?
    let state: AgreementState
    /// Lines that wait on this body.
    let waitingOnUs: Int
    /// Lines that wait on others.
    let waitingOnOthers: Int
    /// Lines not yet accepted by every side.
    let open: Int
    /// Whether this seat is the next to sign.
    let toSign: Bool
    /// The seats whose turn to sign has come, by their titles and bodies.
    let nextToSign: [String]
    /// How many of them are this body's, and how many others'.
    let signaturesOnUs: Int
    let signaturesOnOthers: Int
    /// Whether something happened since this seat looked.
    let isNew: Bool
    let changed: Instant
    let others: [String]

    init(_ line: DeskLine, seen: Int, for body: Identifier<Body>) {
        id = line.line.id
        kind = line.line.kind
        title = line.line.title
        year = line.line.year
        authority = line.line.authority
        authorityName = line.line.authorityName
        region = line.line.region
        state = line.line.state
        waitingOnUs = line.mine
        waitingOnOthers = line.theirs
        open = line.open
        toSign = line.signs
        nextToSign = line.next.map(\.full)
        signaturesOnUs = line.next.count { $0.body == body }
        signaturesOnOthers = line.next.count - signaturesOnUs
        isNew = line.position > seen
        changed = line.changed
        others = line.others
    }
}

/// What a desk is asked for.
struct DeskFilter: Sendable {
    var waiting: Waiting?
    var region: String?
    var year: AcademicYear?

    /// What of it waits.
    enum Waiting: String, CaseIterable, Sendable {
        case us, signature, new

        var words: String {
            switch self {
            case .us: "Waiting on us"
            case .signature: "For me to sign"
            case .new: "Changed since I looked"
            }
        }
    }

    var isSet: Bool { waiting != nil || region != nil || year != nil }

    /// As the query of an address.
    var query: [(String, String)] {
        (waiting.map { [("waiting", $0.rawValue)] } ?? []) + (region.map { [("region", $0)] } ?? [])
            + (year.map { [("year", String($0.start))] } ?? [])
    }

    func takes(_ row: DeskRow) -> Bool {
        let waits =
            switch waiting {
            case .us: row.waitingOnUs > 0 || row.signaturesOnUs > 0
            case .signature: row.toSign
            case .new: row.isNew
            case nil: true
            }
        return waits && (region == nil || row.region == region) && (year == nil || row.year == year)
    }
}

/// A draft of the seat's body.
struct DeskDraft: Sendable {
    let title: String
    let path: Path
    /// Whether this seat is asked to clear it.
    let waitsForClearance: Bool
}

/// What waits on somebody over all agreements of their body.
struct DeskPage: Page {
    let seat: SeatRead
    let mayDraft: Bool
    let all: [DeskRow]
    let rows: [DeskRow]
    let filter: DeskFilter
    let number: Int
    let drafts: [DeskDraft]
    let signed: [AgreementLine]
    /// What is owed and asked under agreements in force.
    let owing: DeskOwing

    /// The most rows on a page.
    static let size = 50

    var title: String { "Your desk" }
    var isWide: Bool { true }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(inline(seat.full))</span>
        <h1 class="govuk-heading-l">\(title)</h1>
        \(counts)\(clearances)
        <h2 class="govuk-heading-m">Agreements not yet signed</h2>
        \(list)\(owing.html)\(ownDrafts)\(recent)
        """
    }

    private var counts: HTML {
        let lines = all.reduce(0) { $0 + $1.waitingOnUs }
        let agreements = all.count { $0.waitingOnUs > 0 }
        let signing = all.count(where: \.toSign)
        let sign: HTML? =
            signing == 0
            ? nil : "<p class=\"govuk-body-l\">\(counted(signing, "agreement")) waiting for your signature.</p>\n"
        let ours = all.count { !$0.toSign && $0.signaturesOnUs > 0 }
        let theirs = all.count { $0.signaturesOnUs == 0 && $0.signaturesOnOthers > 0 }
        let others: HTML = """
            \(when: ours > 0, signatures(ours, "another seat of your body"))\
            \(when: theirs > 0, signatures(theirs, "another body"))
            """
        let words =
            lines == 0
            ? "No line waits on your body."
            : "\(counted(lines, "line")) waiting on your body, in \(counted(agreements, "agreement"))."
        return "\(sign)<p class=\"govuk-body-l\">\(words)</p>\n\(others)"
    }

    private func signatures(_ count: Int, _ whose: String) -> HTML {
        "<p class=\"govuk-body\">\(counted(count, "agreement")) waiting for a signature of \(whose).</p>\n"
    }

    // MARK: Agreements

    private var list: HTML {
        guard !all.isEmpty else {
            return emptyState("No agreement of your body is being negotiated or signed.", start ?? HTML())
        }
        return filtered(by: panel, rows.isEmpty ? none : "\(agreements)\(pages)\(downloads)")
    }

    private var none: HTML { emptyState("Nothing on your desk is like that.") }

    private var panel: HTML {
        let waiting = DeskFilter.Waiting.allCases.map { Choice($0.rawValue, $0.words) }
        let regions = Set(all.compactMap(\.region)).sorted().map { Choice($0, $0) }
        let years = Set(all.compactMap(\.year)).sorted(by: >).map { Choice(String($0.start), $0.description) }
        let fields: HTML = """
            \(select(Field("waiting", "What waits"), options: waiting, chosen: filter.waiting?.rawValue, blank: "Everything"))\
            \(select(Field("region", "Region"), options: regions, chosen: filter.region, blank: "All regions"))\
            \(select(Field("year", "School year"), options: years, chosen: filter.year.map { String($0.start) }, blank: "All years"))
            """
        return filterPanel(to: .desk, isFiltered: filter.isSet, fields)
    }

    private var agreements: HTML {
        let start = (number - 1) * DeskPage.size
        let shown = rows.dropFirst(start).prefix(DeskPage.size)
        return table(
            caption: "Agreements, those first that wait on you", isCaptionHidden: true,
            columns: [
                Column("Agreement"), Column("With"), Column("State"), Column("Waiting on us", isNumeric: true),
                Column("Waiting on others", isNumeric: true), Column("New"), Column("Last change"),
            ], rows: shown.map(row))
    }

    private func row(_ row: DeskRow) -> [HTML] {
        let sign: HTML? =
            row.toSign
            ? "<br>\(link: "Read and sign", to: Path.within(row.kind, row.id, "signatures", "new"))" : nil
        let name: HTML = "\(link: row.title, to: Path.agreement(row.kind, row.id))\(sign)"
        let with: HTML = inline(row.others.joined(separator: "; "))
        let next: HTML? =
            row.nextToSign.isEmpty
            ? nil : "<br>Next to sign: \(inline(row.nextToSign.joined(separator: "; ")))"
        return [
            name, with, "\(Tag(row.state).html)\(next)", waiting(row.waitingOnUs, row.signaturesOnUs),
            waiting(row.waitingOnOthers, row.signaturesOnOthers),
            row.isNew ? tag("New", .yellow) : spoken("Nothing new"), Time(row.changed).html,
        ]
    }

    private func waiting(_ lines: Int, _ signatures: Int) -> HTML {
        signatures == 0 ? "\(lines)" : "\(counted(signatures, "signature"))"
    }

    private var here: Path { Path.desk.adding(query: filter.query) }

    private var pages: HTML {
        pagination(page: number, of: (rows.count + DeskPage.size - 1) / DeskPage.size, path: here)
    }

    private var downloads: HTML {
        let (csv, json) = (Path.desk.as("csv"), Path.desk.as("json"))
        return """
            <p class="govuk-body">\(link: "Download as CSV", to: csv.adding(query: filter.query)),
            \(link: "as JSON", to: json.adding(query: filter.query))</p>

            """
    }

    // MARK: Drafts

    private var clearances: HTML {
        let waiting = drafts.filter(\.waitsForClearance)
        guard !waiting.isEmpty else { return HTML() }
        return "<h2 class=\"govuk-heading-m\">Waiting for you to clear</h2>\n\(draftList(waiting))"
    }

    private func draftList(_ drafts: [DeskDraft]) -> HTML {
        "<ul class=\"govuk-list\">\n\(each: drafts, { "<li>\(link: $0.title, to: $0.path)</li>\n" })</ul>\n"
    }

    private var start: HTML? {
        mayDraft ? "<p class=\"govuk-body\">\(link: "Start a draft", to: .drafts)</p>\n" : nil
    }

    private var ownDrafts: HTML {
        guard mayDraft || !drafts.isEmpty else { return HTML() }
        let list =
            drafts.isEmpty ? "<p class=\"govuk-body\">Your body has no draft.</p>\n" as HTML : draftList(drafts)
        return """
            <h2 class="govuk-heading-m">Drafts of your body</h2>
            <p class="govuk-body">Nobody else sees them until they are sent.</p>
            \(list)\(start)
            <p class="govuk-body">\(link: "The seats and settings of your body", to: Path.body)</p>
            """
    }

    private var recent: HTML {
        guard !signed.isEmpty else { return HTML() }
        let rows = signed.map { line -> [HTML] in
            [
                "\(link: line.title, to: Path.agreement(line.kind, line.id))", Tag(line.state).html,
                line.signed.map { Time($0).html } ?? "",
            ]
        }
        return """
            <h2 class="govuk-heading-m">Recently signed</h2>
            \(table(caption: "Recently signed", isCaptionHidden: true,
                columns: [Column("Agreement"), Column("State"), Column("Last signature")], rows: rows))
            """
    }
}
