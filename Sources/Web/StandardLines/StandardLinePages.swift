import Domain
import Exchange
import HTML
import Views
import Vocabulary

extension Tag {
    /// What a compact has answered to a standard line.
    init(_ state: OfferState) {
        switch state {
        case .waiting: self.init("Not answered", .grey)
        case .considered: self.init("Under consideration", .yellow)
        case .objected: self.init("Objected to", .orange)
        case .reworded: self.init("In other words", .purple)
        case .accepted: self.init("Accepted", .green)
        case .dropped: self.init("Left out", .grey)
        }
    }
}

/// The lines that a body offers to many compacts in the same words, and the form that words another.
struct StandardLinesPage: Page {
    let lines: [StandardLineRead]
    let mayWrite: Bool
    let fresh: Identifier<StandardLine>
    let token: String
    var typed: [String: String] = [:]
    var problems: [FormProblem] = []

    var title: String { "Standard lines" }
    var breadcrumbs: [Crumb] { [Crumb("Home", to: .home), Crumb("Your desk", to: .desk)] }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">A term that your body offers to many compacts in the same words. Only your body sees this list; each
        council finds the line in its own compact, and answers it there like every other.</p>
        \(list)\(when: mayWrite, form)
        """
    }

    private var list: HTML {
        guard !lines.isEmpty else { return emptyState("Your body has no standard line yet.") }
        return table(
            caption: title, isCaptionHidden: true,
            columns: [Column("Line"), Column("What it says"), Column("Offered to", isNumeric: true)],
            rows: lines.map { line in
                [
                    "\(link: line.title, to: Path.standardLine(line.id))", inline(line.text.beginning(160)),
                    "\(line.offered)",
                ]
            })
    }

    private var form: HTML {
        let fields: HTML = """
            \(hiddenInput("id", typed["id"] ?? fresh.description))\
            \(textInput(Field("title", "What your body calls it", in: problems), value: typed["title"] ?? ""))\
            \(textArea(
                Field("text", "What it says", hint: "As it will stand among the terms of each compact.", in: problems),
                value: typed["text"] ?? "", rows: 6, limit: Wording.longest))\
            \(button("Go on to choose the compacts"))
            """
        return """
            <h2 class="govuk-heading-m">Word another</h2>
            \(namingHint())\(postForm(to: .standardLines, token: token, fields))
            """
    }
}

/// One standard line: what each compact has answered, and to which it may still be offered.
struct StandardLinePage: Page {
    let line: StandardLineRead
    let offers: [OfferRead]
    let offerable: [(id: Identifier<Compact>, title: String)]
    let mayWrite: Bool
    let token: String
    var chosen: [String] = []
    var problems: [FormProblem] = []
    var isDone = false

    var title: String { line.title }
    var isWide: Bool { true }
    var breadcrumbs: [Crumb] {
        [Crumb("Home", to: .home), Crumb("Your desk", to: .desk), Crumb("Standard lines", to: .standardLines)]
    }
    var notice: HTML? { isDone ? notification(.success, "The line was offered") : nil }

    var main: HTML {
        """
        <span class="govuk-caption-l">Standard line</span>
        <h1 class="govuk-heading-l">\(inline(title))</h1>
        \(prose(line.text))
        <h2 class="govuk-heading-m">What was answered</h2>
        \(answers)\(when: mayWrite, offering)
        """
    }

    private var answers: HTML {
        guard !offers.isEmpty else { return emptyState("It was offered to no compact yet.") }
        let counts = OfferState.allCases.compactMap { state -> HTML? in
            let count = offers.count { $0.state == state }
            return count == 0 ? nil : "<li>\(Tag(state).html) \(count)</li>\n"
        }
        let rows = offers.map { offer -> [HTML] in
            let line = Path.line(CompactKind.name, offer.cited.compact.description, offer.cited.line)
            return [
                "\(link: offer.authority, to: line)", "\(offer.code)", inline(offer.title), Tag(offer.state).html,
                Tag(offer.agreement).html,
            ]
        }
        return """
            <ul class="govuk-list">
            \(counts)</ul>
            \(table(
                caption: "What each compact has answered", isCaptionHidden: true,
                columns: [
                    Column("Authority"), Column("Code"), Column("Compact"), Column("Answer"), Column("The compact stands"),
                ], rows: rows))
            \(downloads(Path.standardLine(line.id), hasRows: true))
            """
    }

    private var offering: HTML {
        let heading: HTML = "<h2 class=\"govuk-heading-m\">Offer it</h2>\n"
        guard !offerable.isEmpty else {
            return heading + emptyState("No other compact of your body is being negotiated with its text open.")
        }
        let field = Field(
            "compact", "To which compacts", hint: "It becomes a line of each, and the council is asked to answer it.",
            in: problems)
        let options = offerable.map { Choice($0.id.description, $0.title) }
        return heading
            + postForm(
                to: Path.standardLine(line.id).within("offers"), token: token,
                "\(checkboxes(field, options: options, chosen: chosen, isSmall: true))\(button("Offer it"))")
    }
}

/// What a compact has answered, as programs get it.
struct OfferRow: Encodable, Sendable {
    let compact: Identifier<Compact>
    let line: LineID
    let title: String
    /// The authority's code and name.
    let authority: String
    let authorityName: String
    let answer: OfferState
    let state: AgreementState

    init(_ offer: OfferRead) {
        (compact, line, title) = (offer.cited.compact, offer.cited.line, offer.title)
        (authority, authorityName, answer, state) = (offer.code, offer.authority, offer.state, offer.agreement)
    }
}

extension [OfferRow] {
    /// One row a compact.
    var csv: CSV {
        CSV(
            columns: ["compact", "line", "title", "authority", "authority_name", "answer", "state"],
            rows: map { row in
                [
                    row.compact.description, row.line.description, row.title, row.authority, row.authorityName,
                    row.answer.rawValue, row.state.rawValue,
                ]
            })
    }
}
