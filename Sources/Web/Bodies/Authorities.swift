import Domain
import Exchange
import HTML
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// The authorities, and the settings of a body.
    func addAuthorities(_ router: Router<Visit>) {
        router.get("authorities") { try showAuthorities(as: .html, $0, $1) }
        router.get("authorities.json") { try showAuthorities(as: .json, $0, $1) }
        router.get("authorities.csv") { try showAuthorities(as: .csv, $0, $1) }
        router.get("authorities/:code", use: showAuthority)
        addBody(router)
    }

    private func showAuthorities(as form: AnswerForm, _ request: Request, _ visit: Visit) throws -> Response {
        let asked = try Asked(request)
        var filter = AuthorityFilter()
        filter.region = asked.word("region")
        filter.kind = asked.word("kind")
        filter.compact = try asked.value("compact") { AcademicYear($0) }
        filter.name = asked.word("name")
        let rows = try register.views.authorities(filter, for: visit.viewer, today: today)
        switch form {
        case .csv: return csv(rows.csv, named: "authorities", request, visit)
        case .json:
            return try json(
                ListAnswer(total: rows.count, page: 1, size: max(rows.count, 1), rows: rows), request, visit)
        case .html:
            // What the filters offer is read from the whole list, so that a new region or kind needs no change here.
            let all = try register.views.authorities(AuthorityFilter(), for: .everyone, today: today)
            let years = try register.views.years(of: CompactKind.name, for: visit.viewer, today: today)
            let page = AuthoritiesPage(
                rows: rows, chosen: asked.filters(["name", "region", "kind", "compact"]), filter: filter,
                regions: Set(all.map(\.region)).sorted(), kinds: Set(all.map(\.kind)).sorted(), years: years,
                today: today)
            return self.page(page, request, visit)
        }
    }

    @Sendable func showAuthority(_ request: Request, _ visit: Visit) async throws -> Response {
        let (code, form) = try visit.named("code")
        let views = register.views
        guard form != .csv, let body = try views.body(code: code), let authority = body.authority else {
            throw NotFound()
        }
        var filter = AgreementFilter()
        filter.authority = code
        filter.size = 1000
        let others = try views.authorities(AuthorityFilter(), for: .everyone, today: today)
        let read = AuthorityRead(
            code: code, name: body.name, ons: authority.ons, kind: authority.type, region: authority.region,
            london: authority.london, from: authority.from, until: authority.until,
            seats: try views.seats(of: [body.id]).map(\.title),
            founded: others.filter { $0.founded(after: authority, within: authority.region) },
            abolished: others.filter { $0.abolished(before: authority, within: authority.region) },
            agreements: try views.agreements(filter, for: visit.viewer, today: today).rows)
        if form == .json { return try json(read, request, visit) }
        let standing = Int(code).flatMap { PlaceCode($0) }.map {
            newestFigures.all(register.figures.current, at: $0)
        }
        return page(
            AuthorityPage(
                authority: read, standing: standing ?? [],
                targets: try judgedTargets(visit, of: code), today: today), request, visit)
    }
}

extension AuthorityLine {
    /// Whether it began on the day after that one ended, in the same region.
    fileprivate func founded(after other: Authority, within region: String) -> Bool {
        guard let last = other.until, let from else { return false }
        return from == last.adding(days: 1) && self.region == region
    }

    /// Whether it ended on the day before that one began, in the same region.
    fileprivate func abolished(before other: Authority, within region: String) -> Bool {
        guard let first = other.from, let until else { return false }
        return until.adding(days: 1) == first && self.region == region
    }
}

extension [AuthorityLine] {
    /// One row an authority.
    fileprivate var csv: CSV {
        CSV(
            columns: ["code", "name", "ons", "kind", "region", "london", "from", "until", "compacts"],
            rows: map { line in
                [
                    line.code, line.name, line.ons ?? "", line.kind, line.region, line.london ? "yes" : "no",
                    line.from?.description ?? "", line.until?.description ?? "", String(line.compacts),
                ]
            })
    }
}

/// An authority as its page and its JSON show it.
struct AuthorityRead: Encodable, Sendable {
    let code: String
    let name: String
    let ons: String?
    let kind: String
    let region: String
    let london: Bool
    let from: Day?
    let until: Day?
    /// The titles of its seats.
    let seats: [String]
    /// Authorities of its region that began on the day after it ended.
    let founded: [AuthorityLine]
    /// Authorities of its region that ended on the day before it began.
    let abolished: [AuthorityLine]
    /// Its agreements that the reader may see.
    let agreements: [AgreementLine]
}

/// `london-borough` as a page says it: "London borough".
func kindWords(_ kind: String) -> String {
    let words = kind.replacing("-", with: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
}

/// The authorities, by region.
struct AuthoritiesPage: Page {
    let rows: [AuthorityLine]
    /// The filters that are set, as the address has them.
    let chosen: [(String, String)]
    let filter: AuthorityFilter
    let regions: [String]
    let kinds: [String]
    let years: [AcademicYear]
    let today: Day

    var title: String { "Authorities" }
    var isWide: Bool { true }
    var breadcrumbs: [Crumb] { [Crumb("Home", to: .home)] }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">The councils of England that have had to do with schools since 2003. Those that no longer
        exist are kept, since their agreements are.</p>
        \(filtered(by: panel, "\(count)\(list)\(foot)"))
        """
    }

    private var here: Path { .authorities.adding(query: chosen) }

    private var panel: HTML {
        let regionChoices = regions.map { Choice($0, $0) }
        let kindChoices = kinds.map { Choice($0, kindWords($0)) }
        let yearChoices = years.map { Choice(String($0.start), "In \($0)") }
        let name = textInput(Field("name", "Name"), value: filter.name ?? "", kind: .search)
        let region = select(
            Field("region", "Region"), options: regionChoices, chosen: filter.region, blank: "Every region")
        let kind = select(Field("kind", "Kind"), options: kindChoices, chosen: filter.kind, blank: "Every kind")
        let compact = select(
            Field("compact", "With a compact"), options: yearChoices, chosen: filter.compact.map { String($0.start) },
            blank: "With or without")
        return filterPanel(to: .authorities, isFiltered: !chosen.isEmpty, "\(name)\(region)\(kind)\(compact)")
    }

    private var count: HTML {
        guard !rows.isEmpty else { return HTML() }
        return
            "<p class=\"govuk-body\" role=\"status\">\(rows.count == 1 ? "1 authority" : "\(rows.count) authorities")</p>\n"
    }

    private var list: HTML {
        if rows.isEmpty {
            guard !chosen.isEmpty else {
                return emptyState(
                    "No authority is entered yet. The operator of the register enters them from the list that it brings along."
                )
            }
            return emptyState(
                "No authority matches these filters.",
                "<p class=\"govuk-body\">\(link: "Show all authorities", to: .authorities)</p>")
        }
        let groups = regions.map { region in (region, rows.filter { $0.region == region }) }.filter { !$0.1.isEmpty }
        return HTML(groups.map(group))
    }

    private func group(_ region: String, _ rows: [AuthorityLine]) -> HTML {
        let cells = rows.map { line -> [HTML] in
            [
                "\(link: line.name, to: .authority(line.code))\(ended(line))", "\(line.code)",
                "\(kindWords(line.kind))", "\(line.compacts)",
            ]
        }
        let columns = [Column("Authority"), Column("Code"), Column("Kind"), Column("Compacts", isNumeric: true)]
        return table(caption: region, columns: columns, rows: cells)
    }

    private func ended(_ line: AuthorityLine) -> HTML {
        guard let until = line.until, until < today else { return HTML() }
        return " \(tag("Until \(until.written)", .grey))"
    }

    private var foot: HTML { rows.isEmpty ? HTML() : downloads(here, hasRows: true) }
}

/// One authority: what is known of it, its seats and its agreements.
struct AuthorityPage: Page {
    let authority: AuthorityRead
    /// The newest figure of each measure that has one of it.
    let standing: [NewestFigure]
    /// Its targets that bind today.
    let targets: [JudgedRow]
    let today: Day

    var title: String { authority.name }
    var breadcrumbs: [Crumb] { [Crumb("Home", to: .home), Crumb("Authorities", to: .authorities)] }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(inline(title))</h1>
        \(ended)\(summaryList(facts))
        <h2 class="govuk-heading-m">Agreements</h2>
        \(agreements)\(aims)\(figures)
        <h2 class="govuk-heading-m">Promises</h2>
        <ul class="govuk-list">
        <li>\(link: "What \(title) promised", to: .promises(authority.code, .owes))</li>
        <li>\(link: "What \(title) was promised", to: .promises(authority.code, .owed))</li>
        </ul>
        \(money)
        <h2 class="govuk-heading-m">Requests</h2>
        <p class="govuk-body">\(link: "What \(title) has asked government to change", to: .requests(by: authority.code))</p>
        <h2 class="govuk-heading-m">Seats</h2>
        \(seats)\(downloads(.authority(authority.code), hasRows: false))
        """
    }

    private var aims: HTML {
        guard !targets.isEmpty else { return HTML() }
        return """
            <h2 class="govuk-heading-m" id="targets">Targets</h2>
            \(targetTable(targets, caption: "Targets of \(title)", isCaptionHidden: true, namesAuthority: false))
            """
    }

    /// Where it stands best and worst, and the way to all its figures.
    private var figures: HTML {
        guard !standing.isEmpty else { return HTML() }
        let (best, worst) = standing.bestAndWorst(3)
        let more: HTML =
            """
            <p class="govuk-body">\(link: "All \(standing.count) figures of \(title)", to: .authorityFigures(authority.code)),
            \(link: "and by areas of the agenda", to: .authorityAreas(authority.code))</p>

            """
        guard !best.isEmpty else { return "<h2 class=\"govuk-heading-m\">Figures</h2>\n\(more)" }
        return """
            <h2 class="govuk-heading-m">Figures</h2>
            <p class="govuk-body">Where it stands best among all authorities:</p>
            \(figureList(best))<p class="govuk-body">And where it stands worst:</p>
            \(figureList(worst))\(more)
            """
    }

    /// The ways to its payments and returns, where it has any that one may read.
    private var money: HTML {
        let kinds = Set(Kinds.all.filter { $0.parts.contains(.payment) }.map { $0.name })
        guard authority.agreements.contains(where: { kinds.contains($0.kind) }) else { return HTML() }
        let query = [("body", authority.code)]
        return """
            <h2 class="govuk-heading-m">Payments and returns</h2>
            <ul class="govuk-list">
            <li>\(link: "What is paid to \(title) under conditions", to: Path.payments.adding(query: query))</li>
            <li>\(link: "Returns of \(title)", to: Path.returns.adding(query: query))</li>
            </ul>

            """
    }

    private var facts: [SummaryRow] {
        var rows = [
            SummaryRow("Code", words: authority.code), SummaryRow("Kind", words: kindWords(authority.kind)),
            SummaryRow("Region", words: authority.region),
        ]
        if let ons = authority.ons { rows.insert(SummaryRow("ONS code", words: ons), at: 1) }
        if let from = authority.from { rows.append(SummaryRow("First day", Time(from.description, from.written).html)) }
        if let until = authority.until {
            rows.append(SummaryRow("Last day", Time(until.description, until.written).html))
        }
        if !authority.abolished.isEmpty {
            rows.append(SummaryRow("Ended in its region the day before it began", links(authority.abolished)))
        }
        return rows
    }

    private var ended: HTML {
        guard let until = authority.until, until < today else { return HTML() }
        let founded: HTML =
            authority.founded.isEmpty
            ? "" : " Founded in its region the next day: \(links(authority.founded))."
        return insetText(
            "<p class=\"govuk-body\">This authority no longer exists. Its last day was \(until.written).\(founded)</p>\n"
        )
    }

    private func links(_ lines: [AuthorityLine]) -> HTML {
        let all = lines.map { line -> HTML in "\(link: line.name, to: .authority(line.code))" }
        return HTML(all.enumerated().map { index, link in index == 0 ? link : ", " + link })
    }

    private var agreements: HTML {
        guard !authority.agreements.isEmpty else {
            return emptyState(
                "There is no agreement of this authority that you may read. A compact becomes public when it comes into force."
            )
        }
        return agreementTable(authority.agreements, caption: "Agreements", isCaptionHidden: true)
    }

    private var seats: HTML {
        guard !authority.seats.isEmpty else {
            return "<p class=\"govuk-body\">Nobody acts for it on this register yet.</p>\n"
        }
        let items = authority.seats.map { title -> HTML in "<li>\(inline(title))</li>\n" }
        return "<ul class=\"govuk-list govuk-list--bullet\">\n\(items)</ul>\n"
    }
}
