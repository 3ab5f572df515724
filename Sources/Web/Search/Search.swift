import Domain
import Exchange
import HTML
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// Words in the agreements that the reader may see.
    func addSearch(_ router: Router<Visit>) {
        router.get("search", use: showSearch)
        router.get("search.csv") { try searchCSV($0, $1) }
        router.get("search.json") { request, visit in
            let asked = try Asked(request)
            let (page, size) = (try asked.page(), try asked.size())
            let words = asked.word("q") ?? ""
            if let problem = tooLong(words) { throw problem }
            let found = try register.views.search(words, for: visit.viewer, today: today, page: page, size: size)
            return try json(
                ListAnswer(total: found.total, page: page, size: size, rows: found.rows.map(FoundAnswer.init)), request,
                visit)
        }
    }

    /// All that was found, as far as a list can be read.
    private func searchCSV(_ request: Request, _ visit: Visit) throws -> Response {
        let words = try Asked(request).word("q") ?? ""
        if let problem = tooLong(words) { throw problem }
        let found = try register.views.search(words, for: visit.viewer, today: today, size: 10_000)
        let rows = found.rows.map(FoundAnswer.init).map { [$0.kind, $0.agreement, $0.line, $0.title, $0.excerpt] }
        return csv(
            CSV(columns: ["kind", "agreement", "line", "title", "excerpt"], rows: rows), named: "search", request, visit
        )
    }

    @Sendable func showSearch(_ request: Request, _ visit: Visit) async throws -> Response {
        let asked = try Asked(request)
        let words = asked.word("q") ?? ""
        let number = try asked.page()
        if let refusal = tooLong(words) {
            let page = SearchPage(words: words, found: nil, number: 1, problems: [FormProblem](refusal))
            return self.page(page, request, visit, status: .unprocessableContent)
        }
        let found =
            words.isEmpty
            ? nil
            : try register.views.search(words, for: visit.viewer, today: today, page: number, size: SearchPage.size)
        if let found, number > 1, found.rows.isEmpty { throw NotFound() }
        return page(SearchPage(words: words, found: found, number: number, problems: []), request, visit)
    }

    private func tooLong(_ words: String) -> Refusal? {
        guard words.unicodeScalars.count > 200 else { return nil }
        return Refusal(Fault("search.long", field: "q", "Search for 200 characters or fewer"))
    }
}

/// A line found, as programs get it: without the marks.
struct FoundAnswer: Encodable, Sendable {
    let kind: String
    let agreement: String
    let line: String
    let title: String
    /// Some of the text round the words found.
    let excerpt: String
    /// The words found, as they stand in the excerpt.
    let matches: [String]

    init(_ found: Found) {
        kind = found.kind
        agreement = found.agreement
        line = found.line
        title = found.title
        let runs = found.runs
        excerpt = runs.map(\.words).joined()
        matches = runs.filter(\.isFound).map(\.words)
    }
}

extension Found {
    /// The excerpt, parted into what was searched for and what stands round it.
    var runs: [(words: String, isFound: Bool)] {
        var runs: [(words: String, isFound: Bool)] = []
        var isFound = false
        var words = String.UnicodeScalarView()
        func end() {
            if !words.isEmpty { runs.append((String(words), isFound)) }
            words = String.UnicodeScalarView()
        }
        // By scalar: a combining mark behind one of the marks would make another Character of it.
        for scalar in excerpt.unicodeScalars {
            switch scalar.value {
            case 0xE000:
                end()
                isFound = true
            case 0xE001:
                end()
                isFound = false
            default: words.append(scalar)
            }
        }
        end()
        return runs
    }
}

/// What was searched for, and where it was found.
struct SearchPage: Page {
    let words: String
    /// Nil while nothing is searched for.
    let found: Listed<Found>?
    let number: Int
    let problems: [FormProblem]

    /// The most lines on a page.
    static let size = 20

    var title: String { "Search" }
    var breadcrumbs: [Crumb] { [Crumb("Home", to: .home)] }

    private var here: Path { Path.search.adding(query: [("q", words)]) }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        \(form)\(results)
        """
    }

    private var form: HTML {
        let hint = "All of the words must stand in one paragraph or line of an agreement. Endings do not matter."
        let field = textInput(
            Field("q", "Words to look for", hint: hint, in: problems), value: words, kind: .search, width: .twoThirds)
        return getForm(to: .search, label: "Search", "\(field)\(button("Search"))")
    }

    private var results: HTML {
        guard let found else { return HTML() }
        guard found.total > 0 else {
            return emptyState(
                "Nothing that you may read holds these words.",
                "<p class=\"govuk-body\">Try fewer or other words, or look through \(link: "all agreements", to: .agreements).</p>"
            )
        }
        let count = found.total == 1 ? "1 line found" : "\(found.total) lines found"
        let pages = pagination(page: number, of: (found.total + SearchPage.size - 1) / SearchPage.size, path: here)
        return """
            <h2 class="govuk-heading-m">\(count)</h2>
            <ol class="govuk-list concordat-found" start="\((number - 1) * SearchPage.size + 1)">
            \(each: found.rows, item)</ol>
            \(pages)\(downloads(here, hasRows: true))
            """
    }

    private func item(_ line: Found) -> HTML {
        let path = Path.agreement(line.kind, line.agreement).at("line-\(line.line)")
        let text: HTML = "\(each: line.runs, { $0.isFound ? "<mark>\($0.words)</mark>" : "\($0.words)" })"
        return """
            <li class="concordat-found__item"><h3 class="govuk-heading-s">\(link: line.title, to: path)</h3>
            <p class="govuk-body concordat-words" dir="auto">\(text)</p></li>

            """
    }
}
