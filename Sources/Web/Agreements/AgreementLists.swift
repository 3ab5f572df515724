import Domain
import Exchange
import HTML
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

/// A list of agreements: of one kind, or of all.
enum AgreementList: String, CaseIterable, Sendable {
    case agreements, compacts, statements
    case conditional = "conditional-agreements"

    /// The kind that it is a list of; nil for all.
    var kind: String? {
        switch self {
        case .agreements: nil
        case .compacts: CompactKind.name
        case .statements: StatementKind.name
        case .conditional: ConditionalKind.name
        }
    }

    var path: Path {
        switch self {
        case .agreements: .agreements
        case .compacts: .compacts
        case .statements: .statements
        case .conditional: .conditional
        }
    }

    var title: String {
        switch self {
        case .agreements: "Agreements"
        case .compacts: "Compacts"
        case .statements: "Statements of intent"
        case .conditional: "Agreements with conditions"
        }
    }

    /// What they are, in plain words.
    var lead: String {
        switch self {
        case .agreements: "Every agreement on this register that you may read, of all kinds."
        case .compacts:
            """
            A compact is what the Department and one council agree to put first for a school year: the areas chosen from the \
            national agenda, and what each side brings to them.
            """
        case .statements:
            """
            A statement of intent is the national framework that compacts are made under. It holds the agenda of a school \
            year: the areas that councils choose from.
            """
        case .conditional:
            """
            An agreement with conditions gives a council money of the Department, in instalments over some years, against what \
            the council delivers. The council makes returns, which the Department assesses.
            """
        }
    }

    /// The list of a kind.
    static func list(of kind: String) -> AgreementList { allCases.first { $0.kind == kind } ?? .agreements }

    /// The filters that its address takes, besides the page.
    var filters: [String] {
        switch self {
        case .agreements: ["kind", "year", "authority", "area", "state"]
        case .compacts: ["year", "authority", "area", "state"]
        case .statements: ["year", "state"]
        case .conditional: ["authority", "state"]
        }
    }

    /// What the list says while nothing is in it.
    var nothingYet: String {
        switch self {
        case .agreements: "No agreement can be read here yet. Agreements become public when they come into force."
        case .compacts: "No compact can be read here yet. A compact becomes public when it comes into force."
        case .statements:
            "No statement of intent can be read here yet. One becomes public when both national parties have signed it."
        case .conditional:
            "No agreement with conditions can be read here yet. One becomes public when it comes into force."
        }
    }
}

extension Site {
    /// The lists of agreements, and the agendas.
    func addAgreements(_ router: Router<Visit>) {
        for list in AgreementList.allCases {
            router.get(RouterPath(list.rawValue)) { try show(list, as: .html, $0, $1) }
            router.get(RouterPath(list.rawValue + ".json")) { try show(list, as: .json, $0, $1) }
            router.get(RouterPath(list.rawValue + ".csv")) { try show(list, as: .csv, $0, $1) }
        }
        addAgendas(router)
    }

    private func show(
        _ list: AgreementList, as form: AnswerForm, _ request: Request, _ visit: Visit
    ) throws -> Response {
        let asked = try Asked(request)
        var filter = try AgreementFilter(list, asked)
        switch form {
        case .csv:
            filter.page = 1
            filter.size = Site.mostRows
            let found = try register.views.agreements(filter, for: visit.viewer, today: today)
            return csv(found.rows.csv, named: list.rawValue, request, visit)
        case .json:
            filter.size = try asked.size()
            let found = try register.views.agreements(filter, for: visit.viewer, today: today)
            return try json(
                ListAnswer(total: found.total, page: filter.page, size: filter.size, rows: found.rows), request, visit)
        case .html:
            let found = try register.views.agreements(filter, for: visit.viewer, today: today)
            guard filter.page == 1 || !found.rows.isEmpty else { throw NotFound() }
            let page = AgreementsPage(
                list: list, filter: filter, chosen: asked.filters(list.filters), found: found,
                choices: try choices(for: filter, list, visit))
            return self.page(page, request, visit)
        }
    }

    private func choices(for filter: AgreementFilter, _ list: AgreementList, _ visit: Visit) throws -> FilterChoices {
        let (views, viewer) = (register.views, visit.viewer)
        var areas: [Area] = []
        if list.filters.contains("area") {
            let years = try views.agendas(for: viewer, today: today).map(\.year)
            if let year = years.first(where: { $0 == filter.year }) ?? years.first {
                areas = try views.agenda(year, for: viewer, today: today)?.areas ?? []
            }
        }
        return FilterChoices(
            years: try views.years(of: list.kind, for: viewer, today: today),
            authorities: list.filters.contains("authority") ? try views.bodies(.authority) : [], areas: areas,
            states: viewer.body == nil
                ? [.inForce, .coming, .suspended, .completed, .terminated, .superseded]
                : AgreementState.allCases.filter { $0 != .incorporated })
    }

    /// The most rows that a file of comma-separated values holds.
    static let mostRows = 100_000

    /// A list as comma-separated values.
    func csv(_ list: CSV, named name: String, _ request: Request, _ visit: Visit) -> Response {
        bytes(
            list.bytes, CSV.mediaType, request, visit,
            more: [.contentDisposition: "attachment; filename=\"\(name).csv\""])
    }
}

extension AgreementFilter {
    /// What the query of an address asks of a list.
    init(_ list: AgreementList, _ asked: Asked) throws {
        self.init()
        func reads(_ name: String) -> Bool { list.filters.contains(name) }
        kind = list.kind
        if reads("kind") {
            kind = try asked.value("kind") { Kinds.names.contains($0) ? $0 : nil }
        }
        if reads("year") { year = try asked.value("year") { AcademicYear($0) } }
        if reads("authority") { authority = asked.word("authority") }
        if reads("area") { area = asked.word("area") }
        if reads("state") { state = try asked.value("state") { AgreementState(rawValue: $0) } }
        page = try asked.page()
    }
}

extension [AgreementLine] {
    /// One row an agreement.
    var csv: CSV {
        CSV(
            columns: [
                "id", "kind", "title", "year", "authority", "authority_name", "region", "areas", "state", "opened",
                "signed",
                "in_force",
            ],
            rows: map { line in
                [
                    line.id, line.kind, line.title, line.year?.description ?? "", line.authority ?? "",
                    line.authorityName ?? "", line.region ?? "", line.areas.joined(separator: " "), line.state.rawValue,
                    line.opened.description, line.signed?.description ?? "", line.inForce?.description ?? "",
                ]
            })
    }
}

/// What the filters of a list offer.
struct FilterChoices: Sendable {
    let years: [AcademicYear]
    let authorities: [BodyRead]
    let areas: [Area]
    let states: [AgreementState]
}

/// A list of agreements with its filters.
struct AgreementsPage: Page {
    let list: AgreementList
    let filter: AgreementFilter
    /// The filters that are set, as the address has them.
    let chosen: [(String, String)]
    let found: Listed<AgreementLine>
    let choices: FilterChoices

    var title: String { list.title }
    var isWide: Bool { true }
    var breadcrumbs: [Crumb] { [Crumb("Home", to: .home)] }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">\(list.lead)</p>
        \(when: list == .conditional, money)\(filtered(by: panel, "\(count)\(rows)\(pages)\(foot)"))
        """
    }

    private var here: Path { list.path.adding(query: chosen) }

    /// The ways to what these agreements pay and report, all of them together.
    private var money: HTML {
        """
        <p class="govuk-body">\(link: "Payments under all of them", to: .payments);
        \(link: "returns under all of them", to: .returns).</p>

        """
    }

    private var panel: HTML {
        let fields = list.filters.map { field($0) }
        return filterPanel(to: list.path, isFiltered: !chosen.isEmpty, HTML(fields))
    }

    private func field(_ name: String) -> HTML {
        let value = chosen.first { $0.0 == name }?.1
        switch name {
        case "kind":
            let kinds = Kinds.all.map { Choice($0.name, $0.title) }
            return select(Field(name, "Kind"), options: kinds, chosen: value, blank: "Every kind")
        case "year":
            let years = choices.years.map { Choice(String($0.start), $0.description) }
            let year = filter.year.map { String($0.start) }
            return select(Field(name, "School year"), options: years, chosen: year, blank: "Every year")
        case "authority":
            let authorities = choices.authorities.map { Choice($0.code, "\($0.name) (\($0.code))") }
            return select(Field(name, "Council"), options: authorities, chosen: value, blank: "Every council")
        case "area":
            let areas = choices.areas.map { Choice($0.code, "\($0.code): \($0.title)") }
            return select(Field(name, "Area of the agenda"), options: areas, chosen: value, blank: "Every area")
        default:
            let states = choices.states.map { Choice($0.rawValue, Tag($0).words) }
            return select(Field(name, "State"), options: states, chosen: value, blank: "Every state")
        }
    }

    private var count: HTML {
        guard found.total > 0 else { return HTML() }
        let first = (filter.page - 1) * filter.size + 1
        let last = first + found.rows.count - 1
        let words = found.total == 1 ? "1 found" : "\(first) to \(last) of \(found.total)"
        return "<p class=\"govuk-body\" role=\"status\">\(words)</p>\n"
    }

    private var rows: HTML {
        if found.rows.isEmpty {
            guard !chosen.isEmpty else { return emptyState(list.nothingYet) }
            return emptyState(
                "Nothing here matches these filters.",
                "<p class=\"govuk-body\">\(link: "Show the whole list", to: list.path)</p>")
        }
        return agreementTable(
            found.rows, caption: title, isCaptionHidden: true, showsKind: list == .agreements,
            showsAreas: list == .agreements || list == .compacts)
    }

    private var pages: HTML {
        pagination(page: filter.page, of: (found.total + filter.size - 1) / filter.size, path: here)
    }

    private var foot: HTML {
        found.total > 0 ? downloads(here, hasRows: true) : HTML()
    }
}

extension AgreementLine {
    /// The school year that it is made for, or the years that it runs.
    var years: String? {
        year?.description ?? span.map { "\($0.from.parts.year) to \($0.until.parts.year)" }
    }
}

/// Agreements, one a row, each leading to its page.
func agreementTable(
    _ lines: [AgreementLine], caption: String, isCaptionHidden: Bool = false, showsKind: Bool = false,
    showsAreas: Bool = true
) -> HTML {
    var columns = [Column("Agreement"), Column("Years")]
    if showsKind { columns.insert(Column("Kind"), at: 1) }
    if showsAreas { columns += [Column("Region"), Column("Areas")] }
    columns += [Column("State"), Column("In force from")]
    let rows = lines.map { line in
        var cells: [HTML] = [
            "\(link: line.title, to: Path.agreement(line.kind, line.id))", "\(line.years ?? "–")",
        ]
        if showsKind { cells.insert("\(Kinds.title(line.kind))", at: 1) }
        if showsAreas {
            cells += ["\(line.region ?? "–")", "\(line.areas.isEmpty ? "–" : line.areas.joined(separator: ", "))"]
        }
        return cells + [Tag(line.state).html, line.inForce.map { Time($0.description, $0.written).html } ?? "–"]
    }
    return table(caption: caption, isCaptionHidden: isCaptionHidden, columns: columns, rows: rows)
}
