import Domain
import Exchange
import HTML
import Hummingbird
import Register
import Statistics
import Views
import Vocabulary

extension Site {
    /// The agendas, the agenda of a year, and its areas.
    func addAgendas(_ router: Router<Visit>) {
        router.get("agendas") { request, visit in
            page(AgendasPage(lines: try agendas(visit)), request, visit)
        }
        router.get("agendas.json") { request, visit in
            let lines = try agendas(visit)
            return try json(
                ListAnswer(total: lines.count, page: 1, size: max(lines.count, 1), rows: lines), request, visit)
        }
        router.get("agendas.csv") { request, visit in
            let rows = try agendas(visit).map { line in
                [line.year.description, line.statement.description, String(line.areas), String(line.choices)]
            }
            return csv(
                CSV(columns: ["year", "statement", "areas", "choices"], rows: rows), named: "agendas", request, visit)
        }
        router.get("agendas/:year", use: showAgenda)
        router.get("agendas/:year/areas/:code", use: showArea)
    }

    private func agendas(_ visit: Visit) throws -> [AgendaLine] {
        try register.views.agendas(for: visit.viewer, today: today).map { year, statement in
            let choices = try register.views.choices(in: statement, for: visit.viewer, today: today)
            return AgendaLine(
                year: year, statement: statement,
                areas: try register.views.agenda(year, for: visit.viewer, today: today)?.areas.count ?? 0,
                choices: choices.values.reduce(0, +))
        }
    }

    private func agenda(_ name: String, _ visit: Visit) throws -> AgendaRead {
        // One address for a year: `2003`, not also `2003-04`.
        guard name.utf8.count == 4, let year = AcademicYear(name),
            let agenda = try register.views.agenda(year, for: visit.viewer, today: today)
        else { throw NotFound() }
        return AgendaRead(
            agenda, chosen: try register.views.choices(in: agenda.statement, for: visit.viewer, today: today))
    }

    @Sendable func showAgenda(_ request: Request, _ visit: Visit) async throws -> Response {
        let (name, form) = try visit.named("year")
        let agenda = try agenda(name, visit)
        switch form {
        case .html: return page(AgendaPage(agenda: agenda), request, visit)
        case .json: return try json(agenda, request, visit)
        case .csv: throw NotFound()
        }
    }

    @Sendable func showArea(_ request: Request, _ visit: Visit) async throws -> Response {
        let (code, form) = try visit.named("code")
        let agenda = try agenda(visit.coreContext.parameters.get("year") ?? "", visit)
        guard let area = agenda.groups.flatMap(\.areas).first(where: { $0.code == code }) else { throw NotFound() }
        var filter = AgreementFilter()
        filter.kind = CompactKind.name
        filter.year = agenda.year
        filter.area = code
        filter.size = 1000
        let compacts = try register.views.agreements(filter, for: visit.viewer, today: today).rows
        let answer = AreaAnswer(year: agenda.year, statement: agenda.statement, area: area, compacts: compacts)
        switch form {
        case .html:
            var targets = TargetFilter()
            targets.area = area.id
            return page(
                AreaPage(
                    answer: answer, targets: try register.judged(targets, for: visit.viewer),
                    measures: register.figures.current.measures(of: area.id).map {
                        ($0.measure.title, $0.set.name, $0.measure.code)
                    }), request, visit)
        case .json: return try json(answer, request, visit)
        case .csv: throw NotFound()
        }
    }
}

/// An agenda in the list of them.
struct AgendaLine: Encodable, Sendable {
    let year: AcademicYear
    let statement: Identifier<Statement>
    /// How many areas it has.
    let areas: Int
    /// How often compacts that the reader may see chose one.
    let choices: Int
}

/// An agenda as its page and its JSON show it.
struct AgendaRead: Encodable, Sendable {
    let year: AcademicYear
    let statement: Identifier<Statement>
    let groups: [Group]

    struct Group: Encodable, Sendable {
        let number: Int
        let text: String
        let areas: [AgendaArea]
    }

    init(_ agenda: Agenda, chosen: [Identifier<Area>: Int]) {
        year = agenda.year
        statement = agenda.statement
        groups = agenda.groups.map { group in
            Group(
                number: group.number, text: group.text,
                areas: group.areas.map { AgendaArea($0, compacts: chosen[$0.id] ?? 0) })
        }
    }
}

/// An area of an agenda as pages and JSON show it.
struct AgendaArea: Encodable, Sendable {
    let id: Identifier<Area>
    /// Its line in the statement.
    let line: LineID
    let code: String
    let title: String
    let text: String
    let limit: Part.Limit
    /// How many compacts that the reader may see chose it.
    let compacts: Int

    init(_ area: Area, compacts: Int) {
        id = area.id
        line = area.line
        code = area.code
        title = area.title
        text = area.text
        limit = area.limit
        self.compacts = compacts
    }
}

/// An area with the compacts that chose it.
struct AreaAnswer: Encodable, Sendable {
    let year: AcademicYear
    let statement: Identifier<Statement>
    let area: AgendaArea
    let compacts: [AgreementLine]
}

/// The years that have an agenda.
struct AgendasPage: Page {
    let lines: [AgendaLine]

    var title: String { "Agendas" }
    var breadcrumbs: [Crumb] { [Crumb("Home", to: .home)] }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">The agenda of a school year lists the areas that a council may choose to put first. It is part
        of the statement of intent for that year.</p>
        \(list)
        """
    }

    private var list: HTML {
        guard !lines.isEmpty else {
            return emptyState("There is no agenda yet. One is public as soon as a statement of intent is signed.")
        }
        let rows = lines.map { line -> [HTML] in
            [
                "\(link: "Agenda for \(line.year)", to: Path.agenda(line.year))",
                "\(link: "Statement of intent", to: Path.statement(line.statement))", "\(line.areas)",
                "\(line.choices)",
            ]
        }
        let columns = [
            Column("Agenda"), Column("Part of"), Column("Areas", isNumeric: true),
            Column("Times chosen", isNumeric: true),
        ]
        let all = table(caption: title, isCaptionHidden: true, columns: columns, rows: rows)
        return all + downloads(.agendas, hasRows: true)
    }
}

/// The agenda of a year: its groups with their opening texts, and their areas.
struct AgendaPage: Page {
    let agenda: AgendaRead

    var title: String { "Agenda for \(agenda.year)" }
    var breadcrumbs: [Crumb] { [Crumb("Home", to: .home), Crumb("Agendas", to: .agendas)] }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">The areas from which a council and the Department choose what to put first in the school year
        \(agenda.year.description). The agenda is part of the
        \(link: "statement of intent", to: Path.statement(agenda.statement)).</p>
        \(each: agenda.groups, group)\(downloads(.agenda(agenda.year), hasRows: false))
        """
    }

    private func group(_ group: AgendaRead.Group) -> HTML {
        """
        <section aria-labelledby="group-\(group.number)">
        <h2 class="govuk-heading-m" id="group-\(group.number)">Group \(group.number)</h2>
        \(prose(group.text))
        \(each: group.areas, area)</section>

        """
    }

    private func area(_ area: AgendaArea) -> HTML {
        """
        <section class="concordat-area" id="area-\(area.code)" aria-labelledby="area-\(area.code)-title">
        <h3 class="govuk-heading-s" id="area-\(area.code)-title">\(link: "\(area.code): \(area.title)", to: here(area))</h3>
        \(prose(area.text))
        \(limit(area))<p class="govuk-body">\(chosen(area))</p>
        </section>

        """
    }

    private func here(_ area: AgendaArea) -> Path { .area(agenda.year, area.code) }

    private func limit(_ area: AgendaArea) -> HTML {
        area.limit == .anyone ? HTML() : "<p class=\"govuk-hint\">For: \(area.limit.words)</p>\n"
    }

    private func chosen(_ area: AgendaArea) -> HTML {
        guard area.compacts > 0 else { return "No compact that you may read chose it." }
        let path = Path.compacts.adding(query: [("year", String(agenda.year.start)), ("area", area.code)])
        let words =
            area.compacts == 1
            ? "1 compact chose area \(area.code)" : "\(area.compacts) compacts chose area \(area.code)"
        return "\(link: words, to: path)"
    }
}

/// One area with its full wording, who may choose it, and the compacts that did.
struct AreaPage: Page {
    let answer: AreaAnswer
    /// The targets in it that bind today.
    let targets: [JudgedRow]
    /// The measures that tell something of it: title, data set and short name.
    let measures: [(title: String, set: String, code: MeasureCode)]

    private var area: AgendaArea { answer.area }
    var title: String { "Area \(area.code): \(area.title)" }
    var breadcrumbs: [Crumb] {
        [
            Crumb("Home", to: .home), Crumb("Agendas", to: .agendas),
            Crumb("Agenda for \(answer.year)", to: .agenda(answer.year)),
        ]
    }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(inline(title))</h1>
        \(prose(area.text))
        \(facts)
        <h2 class="govuk-heading-m">Compacts that chose it</h2>
        \(compacts)\(aims)\(told)\(downloads(.area(answer.year, area.code), hasRows: false))
        """
    }

    private var facts: HTML {
        let line = Path.statement(answer.statement).at("line-\(area.line)")
        return summaryList([
            SummaryRow("Who may choose it", "\(area.limit.words)"),
            SummaryRow("School year", "\(answer.year.description)"),
            SummaryRow("Agreed in", "\(link: "The statement of intent", to: line)"),
        ])
    }

    private var told: HTML {
        guard !measures.isEmpty else { return HTML() }
        let items = measures.map { "<li>\(link: $0.title, to: .measure($0.code, [("set", $0.set)]))</li>\n" as HTML }
        return """
            <h2 class="govuk-heading-m" id="measures">Figures that tell something of it</h2>
            <ul class="govuk-list govuk-list--bullet">
            \(HTML(items))</ul>

            """
    }

    private var aims: HTML {
        guard !targets.isEmpty else { return HTML() }
        return """
            <h2 class="govuk-heading-m" id="targets">Targets in this area</h2>
            \(targetTable(targets, caption: "Targets in area \(area.code)", isCaptionHidden: true, namesAuthority: true))
            """
    }

    private var compacts: HTML {
        guard !answer.compacts.isEmpty else {
            return emptyState(
                "No compact that you may read chose this area. Compacts become public when they come into force.")
        }
        return agreementTable(answer.compacts, caption: "Compacts that chose area \(area.code)", isCaptionHidden: true)
    }
}
