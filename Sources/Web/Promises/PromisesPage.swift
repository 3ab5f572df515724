import Domain
import Exchange
import HTML
import Views
import Vocabulary

/// A promise as programs get it.
struct PromiseRow: Encodable, Sendable {
    let kind: String
    let agreement: String
    /// The agreement's title.
    let title: String
    let line: LineID
    let text: String
    /// The code and name of the body that promises.
    let by: String
    let byName: String
    let owner: String?
    /// A day, `throughout`, `considers` or `continues`.
    let manner: String
    /// By when it is to be kept next.
    let due: Day?
    let state: PromiseState
    /// Whether another side does not accept that it was kept; it may be late as well.
    let challenged: Bool
    let reports: Int
    let reported: Instant?

    init(_ promise: PromiseRead) {
        (kind, agreement, title, line) = (promise.kind, promise.agreement, promise.title, promise.line)
        text = promise.content.text
        (by, byName, owner) = (promise.byCode, promise.byName, promise.owner?.full)
        manner = promise.manner.description
        due = promise.standing.due
        (state, challenged) = (promise.standing.state, promise.standing.isChallenged)
        (reports, reported) = (promise.standing.reports, promise.reported)
    }
}

extension [PromiseRow] {
    /// One row a promise.
    var csv: CSV {
        CSV(
            columns: [
                "kind", "agreement", "title", "line", "text", "by", "by_name", "owner", "manner", "due", "state",
                "challenged", "reports", "reported",
            ],
            rows: map { row in
                [
                    row.kind, row.agreement, row.title, row.line.description, row.text, row.by, row.byName,
                    row.owner ?? "", row.manner, row.due?.description ?? "", row.state.rawValue,
                    row.challenged ? "yes" : "no", String(row.reports),
                    row.reported?.description ?? "",
                ]
            })
    }
}

/// The promises of agreements in force: all of them, or those that one body made or is owed.
struct PromisesPage: Page {
    let filter: PromiseFilter
    /// The filters that are set, as the address has them.
    let chosen: [(String, String)]
    let found: Listed<PromiseRead>
    let body: BodyRead?
    let bodies: [BodyRead]
    /// The seat whose calendar is offered.
    let seat: Identifier<Seat>?

    var title: String {
        guard let body else { return "Promises" }
        return filter.role == .owes ? "What \(body.name) promised" : "What \(body.name) was promised"
    }
    var isWide: Bool { true }
    var breadcrumbs: [Crumb] { [Crumb("Home", to: .home)] }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(inline(title))</h1>
        <p class="govuk-body">Each side of an agreement in force reports on what it promised, with what shows it; the other
        side accepts that or does not. A promise is late from the day after it was due until it is reported as kept.</p>
        \(other)\(filtered(by: panel, "\(count)\(rows)\(pages)\(foot)"))
        """
    }

    private var here: Path { Path.promises.adding(query: chosen) }

    private var other: HTML {
        guard let body else { return HTML() }
        let (role, words): (PromiseFilter.Role, String) =
            filter.role == .owes
            ? (.owed, "What \(body.name) was promised") : (.owes, "What \(body.name) promised")
        let calendar: HTML? = seat.map {
            "<p class=\"govuk-body\">\(link: "What your seat answers for, as a calendar", to: .calendar(of: $0))</p>\n"
        }
        return "<p class=\"govuk-body\">\(link: words, to: Path.promises(body.code, role))</p>\n\(calendar)"
    }

    private var panel: HTML {
        let names = bodies.map { Choice($0.code, "\($0.name) (\($0.code))") }
        let roles = [Choice("owed", "It was promised")]
        let states = PromiseState.allCases.map { Choice($0.rawValue, Tag($0).words) }
        let body = select(Field("body", "Body"), options: names, chosen: filter.body, blank: "Every body")
        let role = select(
            Field("role", "Side of that body"), options: roles, chosen: filter.role.rawValue, blank: "It promised")
        let state = select(
            Field("state", "State"), options: states, chosen: filter.state?.rawValue, blank: "Every state")
        return filterPanel(to: .promises, isFiltered: !chosen.isEmpty, "\(body)\(role)\(state)")
    }

    private var count: HTML {
        guard found.total > 0 else { return HTML() }
        return "<p class=\"govuk-body\" role=\"status\">\(counted(found.total, "promise"))</p>\n"
    }

    private var rows: HTML {
        if found.rows.isEmpty {
            guard !chosen.isEmpty else {
                return emptyState("No promise can be read here yet. Promises become public when their agreement does.")
            }
            return emptyState(
                "No promise matches these filters.",
                "<p class=\"govuk-body\">\(link: "Show all promises", to: .promises)</p>")
        }
        let cells = found.rows.map { promise -> [HTML] in
            let path = Path.line(promise.kind, promise.agreement, promise.line, "promise")
            return [
                "\(link: promise.content.text.beginning(120), to: path)",
                "\(link: promise.title, to: Path.agreement(promise.kind, promise.agreement))",
                "\(inline(promise.byName))\(promise.owner.map { "<br>\(inline($0.title))" as HTML })",
                "\(promise.standing.due(promise.manner))", promise.standing.tags,
            ]
        }
        return table(
            caption: title, isCaptionHidden: true,
            columns: [
                Column("Promise"), Column("Agreement"), Column("By"), Column("Due"), Column("State"),
            ], rows: cells)
    }

    private var pages: HTML {
        pagination(page: filter.page, of: (found.total + filter.size - 1) / filter.size, path: here)
    }

    private var foot: HTML { found.total > 0 ? downloads(here, hasRows: true) : HTML() }
}
