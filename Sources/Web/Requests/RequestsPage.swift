import Domain
import HTML
import Views
import Vocabulary

/// What councils have asked government to change: how many asked, how long it took, what came of it.
struct RequestsPage: Page {
    let filter: RequestFilter
    /// The filters that are set, as the address has them.
    let chosen: [(String, String)]
    let found: Listed<TopicRead>
    /// The bodies that may ask.
    let bodies: [BodyRead]

    var title: String {
        guard let code = filter.by, let body = bodies.first(where: { $0.code == code }) else {
            return "What councils have asked government to change"
        }
        return "What \(body.name) has asked government to change"
    }
    var isWide: Bool { true }
    var breadcrumbs: [Crumb] { [Crumb("Home", to: .home)] }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(inline(title))</h1>
        <p class="govuk-body">A compact lets a council ask the Department for a change of policy, procedure or practice. Each
        request has a day by which it is to be answered. Where several councils ask the same, the Department answers once.</p>
        \(filtered(by: panel, "\(count)\(rows)\(pages)\(foot)"))
        """
    }

    private var here: Path { Path.requests.adding(query: chosen) }

    private var panel: HTML {
        let words = textInput(Field("words", "Words"), value: filter.words ?? "", kind: .search)
        let names = bodies.map { Choice($0.code, "\($0.name) (\($0.code))") }
        let by = select(Field("by", "Asked by"), options: names, chosen: filter.by, blank: "Every council")
        let states = RequestState.allCases.map { Choice($0.rawValue, Tag($0).words) }
        let state = select(
            Field("state", "State"), options: states, chosen: filter.state?.rawValue, blank: "Every state")
        let concern = Ask.Concern.allCases.map { Choice($0.rawValue, $0.words) }
        let concerns = select(
            Field("concerns", "What would have to change"), options: concern, chosen: filter.concerns?.rawValue,
            blank: "Policy, procedure or practice")
        return filterPanel(to: .requests, isFiltered: !chosen.isEmpty, "\(words)\(by)\(state)\(concerns)")
    }

    private var count: HTML {
        guard found.total > 0 else { return HTML() }
        let words = found.total == 1 ? "1 thing was asked" : "\(found.total) things were asked"
        return "<p class=\"govuk-body\" role=\"status\">\(words)</p>\n"
    }

    private var rows: HTML {
        if found.rows.isEmpty {
            guard !chosen.isEmpty else {
                return emptyState(
                    "Nothing was asked yet. A request can be read here once the compact that makes it is in force and public."
                )
            }
            return emptyState(
                "No request matches these filters.",
                "<p class=\"govuk-body\">\(link: "Show all requests", to: .requests)</p>")
        }
        let cells = found.rows.map { topic -> [HTML] in
            [
                "\(link: topic.title.beginning(160), to: Path.request(topic.id))", "\(inline(topic.askers))",
                "\(topic.put.written)", "\(topic.clock)", "\(Tag(topic.state).html)",
                topic.results == 0 ? "–" : "Told",
            ]
        }
        return table(
            caption: title, isCaptionHidden: true,
            columns: [
                Column("Asked"), Column("By"), Column("Since"), Column("Answered"), Column("State"),
                Column("What came of it"),
            ], rows: cells)
    }

    private var pages: HTML {
        pagination(page: filter.page, of: (found.total + filter.size - 1) / filter.size, path: here)
    }

    private var foot: HTML { found.total > 0 ? downloads(here, hasRows: true) : HTML() }
}
