import Domain
import Exchange
import HTML
import Hummingbird
import Register
import Synchronization
import Views
import Vocabulary

extension Site {
    /// Targets: each on a page of its own, and the list of them.
    func addTargets(_ router: Router<Visit>) {
        for kind in Kinds.all where kind.parts.contains(.target) { addTargets(of: kind, to: router) }
        router.get("targets") { try showTargets(as: .html, $0, $1) }
        router.get("targets.json") { try showTargets(as: .json, $0, $1) }
        router.get("targets.csv") { try showTargets(as: .csv, $0, $1) }
    }

    private func addTargets<K: Kind>(of _: K.Type, to router: Router<Visit>) {
        let way = "\(K.name)s/:id/lines/:line"
        router.get("\(way)/target") { request, visit in
            page(try targetPage(try visit.identifier("id") as Identifier<Agreement<K>>, visit), request, visit)
        }
        router.get("\(way)/target.json") { request, visit in
            let page = try targetPage(try visit.identifier("id") as Identifier<Agreement<K>>, visit)
            return try json(TargetAnswer(page), request, visit)
        }
    }

    private func targetPage<K: Kind>(_ id: Identifier<Agreement<K>>, _ visit: Visit) throws -> TargetPage {
        let shown = try shown(id, visit)
        guard let line = shown.line(try visit.identifier("line")), line.standing,
            case .target(_, let text, let target) = line.content, let judged = shown.judged[line.id]
        else { throw NotFound() }
        let figures = register.figures.current
        let name = try register.views.body(code: target.place.description)?.name ?? figures.names[target.place]
        return TargetPage(
            shown: shown, line: line, text: text, target: target, judged: judged,
            chosen: ChosenMeasure(target, in: figures), place: name ?? target.place.description,
            observations: figures.observations(of: target))
    }

    /// The targets that a visitor may read and that bind today, judged.
    func judgedTargets(_ visit: Visit, of authority: String? = nil) throws -> [JudgedRow] {
        // Everyone's are worked out once for as long as record, figures and day stay the same.
        if visit.viewer.body == nil {
            return try everyonesTargets().filter { authority == nil || $0.authority == authority }
        }
        var filter = TargetFilter()
        filter.authority = authority
        return try register.judged(filter, for: visit.viewer)
    }

    /// The same as everyone reads them.
    func everyonesTargets() throws -> [JudgedRow] {
        let standing = standing
        if let known = judgements.rows(standing) { return known }
        let rows = try register.judged(TargetFilter(), for: .everyone)
        judgements.keep(rows, standing)
        return rows
    }

    private func showTargets(as form: AnswerForm, _ request: Request, _ visit: Visit) throws -> Response {
        let asked = try Asked(request)
        let all = try judgedTargets(visit)
        let judgement = try asked.value("judgement") { Judgement.Verdict.Name(rawValue: $0) }
        let (authority, area) = (asked.word("authority"), asked.word("area"))
        let words = (asked.word("q") ?? "").lowercased().split(whereSeparator: \.isWhitespace)
        let rows = all.filter { row in
            let text = "\(row.target) \(row.measure)".lowercased()
            return (judgement == nil || row.judgement == judgement) && (authority == nil || row.authority == authority)
                && (area == nil || row.priority == area) && words.allSatisfy { text.contains($0) }
        }
        switch form {
        case .csv:
            return csv(CSV(columns: JudgedRow.columns, rows: rows.map(\.cells)), named: "targets", request, visit)
        case .json:
            let (number, size) = (try asked.page(), try asked.size())
            let part = Array(rows.dropFirst((number - 1) * size).prefix(size))
            return try json(ListAnswer(total: rows.count, page: number, size: size, rows: part), request, visit)
        case .html:
            let number = try asked.page()
            let part = Array(rows.dropFirst((number - 1) * TargetsPage.size).prefix(TargetsPage.size))
            guard number == 1 || !part.isEmpty else { throw NotFound() }
            return page(
                TargetsPage(
                    rows: part, total: rows.count, page: number, all: all,
                    chosen: asked.filters(["q", "judgement", "authority", "area"])), request, visit)
        }
    }
}

/// Everyone's targets as they were judged last.
final class Judgements: Sendable {
    private let known = Mutex<(standing: PageStanding, rows: [JudgedRow])?>(nil)

    /// Those that were worked out from there; nil where none were.
    func rows(_ standing: PageStanding) -> [JudgedRow]? {
        known.withLock { $0.flatMap { $0.standing == standing ? $0.rows : nil } }
    }

    func keep(_ rows: [JudgedRow], _ standing: PageStanding) { known.withLock { $0 = (standing, rows) } }
}

/// The targets that bind today, each with how it stands.
struct TargetsPage: Page {
    let rows: [JudgedRow]
    let total: Int
    let page: Int
    /// All that the reader may see, whatever is chosen.
    let all: [JudgedRow]
    let chosen: [(String, String)]

    static let size = 50

    var title: String { "Targets" }
    var isWide: Bool { true }
    var breadcrumbs: [Crumb] { [Crumb("Home", to: .home)] }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">What published figures are to become under the compacts in force, and how each stands. Nobody types
        that in: it is worked out from \(link: "the figures", to: .releases) each time they change.</p>
        \(filtered(by: panel, "\(count)\(list)"))
        """
    }

    private var here: Path { Path.targets.adding(query: chosen) }

    private func value(_ name: String) -> String? { chosen.first { $0.0 == name }?.1 }

    private var panel: HTML {
        let words = textInput(
            Field("q", "Words", hint: "In the target or its measure's short name"), value: value("q") ?? "",
            kind: .search)
        let verdicts = select(
            Field("judgement", "How it stands"),
            options: Judgement.Verdict.Name.allCases.map { Choice($0.rawValue, Tag($0).words) },
            chosen: value("judgement"), blank: "Any way")
        let authorities = Dictionary(all.map { ($0.authority, $0.authorityName) }) { first, _ in first }
        let authority = select(
            Field("authority", "Authority"),
            options: authorities.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map { Choice($0.key, $0.value) },
            chosen: value("authority"), blank: "Every authority")
        let areas = Set(all.map(\.priority)).filter { !$0.isEmpty }.sorted()
        let area = select(
            Field("area", "Area"), options: areas.map { Choice($0, $0) }, chosen: value("area"), blank: "Every area")
        return filterPanel(to: .targets, isFiltered: !chosen.isEmpty, "\(words)\(verdicts)\(authority)\(area)")
    }

    private var count: HTML {
        guard total > 0 else { return HTML() }
        return
            "<p class=\"govuk-body\" role=\"status\">\(total == 1 ? "1 target" : "\(grouped(total)) targets")</p>\n"
    }

    private var list: HTML {
        guard !all.isEmpty else {
            return emptyState("There is no target yet that you may read. Targets are lines of compacts.")
        }
        guard !rows.isEmpty else {
            return emptyState(
                "No target matches.", "<p class=\"govuk-body\">\(link: "Show all targets", to: .targets)</p>")
        }
        return """
            \(targetTable(rows, caption: title, isCaptionHidden: true, namesAuthority: true))
            \(pagination(page: page, of: (total + Self.size - 1) / Self.size, path: here))
            \(downloads(here, hasRows: true))
            """
    }
}

/// How many targets stand in which way, as a list of links.
func verdictCounts(_ rows: [JudgedRow], _ path: Path) -> HTML {
    let items = Judgement.Verdict.Name.allCases.compactMap { verdict -> HTML? in
        let count = rows.count { $0.judgement == verdict }
        guard count > 0 else { return nil }
        let words = "\(grouped(count)) \(Tag(verdict).words.lowercased())"
        return "<li>\(link: words, to: path.adding(query: [("judgement", verdict.rawValue)]))</li>\n"
    }
    return "<ul class=\"govuk-list govuk-list--bullet\">\n\(HTML(items))</ul>\n"
}
