import Domain
import HTML
import Views
import Vocabulary

/// Payments, or returns, of all agreements in force that one may read.
struct MoneyListPage: Page {
    /// What it lists.
    enum List: Sendable {
        case payments([PaymentRead])
        case returns([ReturnRead])
    }

    let list: List
    let filter: MoneyFilter<String>
    let total: Int
    /// The filters that are set, as the address has them.
    let chosen: [(String, String)]
    let bodies: [BodyRead]

    var isWide: Bool { true }
    var breadcrumbs: [Crumb] { [Crumb("Home", to: .home), Crumb("Agreements with conditions", to: .conditional)] }

    var title: String {
        switch list {
        case .payments: "Payments under conditions"
        case .returns: "Returns"
        }
    }

    private var path: Path {
        switch list {
        case .payments: .payments
        case .returns: .returns
        }
    }

    private var lead: String {
        switch list {
        case .payments:
            "Money of the Department in agreements with conditions: what is profiled, what was paid, and what was not, with why."
        case .returns:
            "What councils report under agreements with conditions. What a return says stays between the two sides; its summary is for everyone."
        }
    }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">\(lead)</p>
        \(filtered(by: panel, "\(count)\(rows)\(pages)\(foot)"))
        """
    }

    private var here: Path { path.adding(query: chosen) }

    private var panel: HTML {
        let names = bodies.map { Choice($0.code, "\($0.name) (\($0.code))") }
        let states: [Choice] =
            switch list {
            case .payments: PaymentState.allCases.map { Choice($0.rawValue, Tag($0).words) }
            case .returns: ReturnState.allCases.map { Choice($0.rawValue, Tag($0).words) }
            }
        let body = select(Field("body", "Body"), options: names, chosen: filter.body, blank: "Every body")
        let state = select(Field("state", "State"), options: states, chosen: filter.state, blank: "Every state")
        return filterPanel(to: path, isFiltered: !chosen.isEmpty, "\(body)\(state)")
    }

    private var count: HTML {
        guard total > 0 else { return HTML() }
        return "<p class=\"govuk-body\" role=\"status\">\(total) found</p>\n"
    }

    private var rows: HTML {
        guard total > 0 else {
            guard chosen.isEmpty else {
                return emptyState(
                    "Nothing here matches these filters.",
                    "<p class=\"govuk-body\">\(link: "Show the whole list", to: path)</p>")
            }
            return emptyState("Nothing can be read here yet. It becomes public when its agreement does.")
        }
        switch list {
        case .payments(let payments):
            return table(
                caption: title, isCaptionHidden: true,
                columns: [
                    Column("Due"), Column("For"), Column("Agreement"), Column("To"), Column("Amount", isNumeric: true),
                    Column("Paid", isNumeric: true), Column("State"),
                ],
                rows: payments.map { payment in
                    let path = Path.line(payment.kind, payment.agreement, payment.line, "payment")
                    return [
                        day(payment.due, to: path), inline(payment.content.text.beginning(60)),
                        "\(link: payment.title, to: Path.agreement(payment.kind, payment.agreement))",
                        inline(payment.to.name), "\(payment.amount.description)", "\(payment.paid.description)",
                        payment.tags,
                    ]
                })
        case .returns(let returns):
            return table(
                caption: title, isCaptionHidden: true,
                columns: [
                    Column("Due"), Column("Return"), Column("Agreement"), Column("From"), Column("To act on by"),
                    Column("State"),
                ],
                rows: returns.map { given in
                    let isOver = given.state == .assessed || given.state == .lapsed
                    return [
                        day(given.due, to: Path.given(given)), inline(given.content.text.beginning(60)),
                        "\(link: given.title, to: Path.agreement(given.kind, given.agreement))",
                        inline(given.by.name),
                        isOver ? "–" : "<span class=\"concordat-day\">\(given.next.written)</span>",
                        Tag(given.state).html,
                    ]
                })
        }
    }

    private var pages: HTML {
        pagination(page: filter.page, of: (total + filter.size - 1) / filter.size, path: here)
    }

    private var foot: HTML { total > 0 ? downloads(here, hasRows: true) : HTML() }
}
