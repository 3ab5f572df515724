import Domain
import HTML
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// What is going on, and what this site does about accessibility.
    func addHome(_ router: Router<Visit>) {
        router.get("", use: showHome)
        router.get("accessibility") { request, visit in page(AccessibilityPage(), request, visit) }
    }

    @Sendable func showHome(_ request: Request, _ visit: Visit) async throws -> Response {
        let views = register.views
        let newest = try views.agendas(for: .everyone, today: today).first?.year
        let home = HomePage(
            counts: try views.counts(today: today),
            compacts: try views.latest(CompactKind.name, limit: 5, today: today),
            agenda: try newest.flatMap { try views.agenda($0, for: .everyone, today: today) },
            targets: try everyonesTargets(), steps: try views.latestSteps(limit: 10, today: today),
            isDemonstration: settings.isDemonstration)
        return page(home, request, visit)
    }
}

/// What is going on.
struct HomePage: Page {
    let counts: Counts
    /// The latest public compacts.
    let compacts: [AgreementLine]
    /// The newest agenda.
    let agenda: Agenda?
    /// The public targets that bind today, judged.
    let targets: [JudgedRow]
    let steps: [PublicStep]
    let isDemonstration: Bool

    var title: String { "What councils and the Department have agreed" }

    var main: HTML {
        """
        <h1 class="govuk-heading-xl">\(title)</h1>
        <p class="govuk-body-l">Each year a council and the Department may agree in a <strong>compact</strong> what they put
        first for their schools, and what each side will do about it. Here you can read every compact in force, who signed
        it and when, and check for yourself that not a word was changed since.</p>
        \(search)\(isFresh ? start : HTML())\(latest)\(aims)\(framework)\(happened)\(check)
        """
    }

    private var isFresh: Bool { counts.compacts == 0 && counts.statements == 0 }

    private var search: HTML {
        let field = textInput(Field("q", "Search the agreements", size: .small), kind: .search, width: .twoThirds)
        return getForm(to: .search, label: "Search", "\(field)\(button("Search"))")
    }

    private var start: HTML {
        let first: HTML =
            isDemonstration
            ? "<li>\(link: "Sit in a seat", to: .seats) of the Department or of an authority.</li>\n"
            : """
            <li>The operator gives people accounts and appoints them to seats: <code>concordat person add</code>.</li>
            <li>They \(link: "sign in", to: .signIn).</li>

            """
        return emptyState(
            "Nothing is public on this register yet.",
            """
            <p class="govuk-body">What to do first:</p>
            <ol class="govuk-list govuk-list--number">
            \(first)<li>The Department starts a statement of intent from its text. It is public once both national parties have signed it.</li>
            <li>Each authority drafts a compact from the statement's agenda, and negotiates it with the Department line by line.</li>
            </ol>
            """)
    }

    private var latest: HTML {
        guard !compacts.isEmpty else { return HTML() }
        let rows = compacts.map { line -> [HTML] in
            [
                "\(link: line.title, to: Path.agreement(line.kind, line.id))",
                "\(line.areas.isEmpty ? "–" : line.areas.joined(separator: ", "))", Tag(line.state).html,
                line.signed.map { Time($0.description, $0.londonDay.written).html } ?? "–",
            ]
        }
        let columns = [Column("Compact"), Column("Areas"), Column("State"), Column("Last signed")]
        let all = table(caption: "Latest compacts", isCaptionHidden: true, columns: columns, rows: rows)
        return """
            <h2 class="govuk-heading-l" id="compacts">Latest compacts</h2>
            <p class="govuk-body">\(numbers)</p>
            \(all)<p class="govuk-body">\(link: "All compacts", to: .compacts)</p>

            """
    }

    private var numbers: HTML {
        let compacts = counts.compacts == 1 ? "1 compact is public" : "\(counts.compacts) compacts are public"
        let authorities = counts.authorities == 1 ? "1 authority" : "\(counts.authorities) authorities"
        return "\(compacts), with \(authorities); in force today: \(counts.inForce)."
    }

    private var aims: HTML {
        guard !targets.isEmpty else { return HTML() }
        let count = targets.count == 1 ? "1 target binds" : "\(grouped(targets.count)) targets bind"
        return """
            <h2 class="govuk-heading-l" id="targets">How the targets stand</h2>
            <p class="govuk-body">\(count) today, judged by published figures:</p>
            \(verdictCounts(targets, .targets))
            """
    }

    private var framework: HTML {
        guard let agenda else { return HTML() }
        let areas = agenda.areas.count == 1 ? "1 area" : "\(agenda.areas.count) areas"
        return """
            <h2 class="govuk-heading-l" id="framework">What compacts are made under</h2>
            <ul class="govuk-list govuk-list--bullet">
            <li>\(link: "The statement of intent for \(agenda.year)", to: Path.statement(agenda.statement)): what the Department
            and the councils' association aim for together.</li>
            <li>\(link: "The agenda for \(agenda.year)", to: Path.agenda(agenda.year)): the \(areas) that a council chooses
            from.</li>
            <li>\(link: "The authorities", to: .authorities): every council that may make a compact.</li>
            <li>\(link: "Agreements with conditions", to: .conditional): money against what a council delivers, with its
            \(link: "payments", to: .payments) and \(link: "returns", to: .returns).</li>
            </ul>

            """
    }

    private var happened: HTML {
        guard !steps.isEmpty else { return HTML() }
        let items = steps.map { step in
            TimelineStep(
                step.void ?? step.words, at: Time(step.time), by: step.seat?.full,
                "<p class=\"govuk-body\">\(link: step.title, to: Path.agreement(step.kind, step.agreement))</p>\n")
        }
        return """
            <h2 class="govuk-heading-l" id="steps">Latest public steps</h2>
            <p class="govuk-body">Newest first. Times are London's.</p>
            \(timeline(items))
            """
    }

    private var check: HTML {
        """
        <h2 class="govuk-heading-l" id="check">Nothing to take on trust</h2>
        <p class="govuk-body">Every official step is an entry of one record that only ever grows, and every signature can be
        checked with tools that others wrote. \(link: "How to check it", to: .record).</p>
        """
    }
}

extension PublicStep {
    /// What happened, in a word or two.
    fileprivate var words: String {
        switch event {
        case "opened": "Sent to the other side"
        case "frozen": "Text fixed for signing"
        default: "Signed"
        }
    }
}
