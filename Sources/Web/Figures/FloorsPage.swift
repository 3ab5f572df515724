import Domain
import Exchange
import HTML
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// The floors that were set for schools, and which schools were below them.
    func addFloors(_ router: Router<Visit>) {
        router.get("floors") { request, visit in
            page(FloorsPage(lines: FloorLine.all(register.figures.current)), request, visit)
        }
        router.get("floors.json") { request, visit in
            let rows = FloorLine.all(register.figures.current)
            return try json(
                ListAnswer(total: rows.count, page: 1, size: max(rows.count, 1), rows: rows), request, visit)
        }
        router.get("floors.csv") { request, visit in
            csv(FloorLine.all(register.figures.current).csv, named: "floors", request, visit)
        }
    }
}

/// A school that was below a floor, as lists and programs have it.
struct FloorLine: Encodable, Sendable {
    let floor: String
    let urn: PlaceCode
    let school: String
    /// The authority's code and name.
    let authority: PlaceCode?
    let authorityName: String
    /// The first of the years running in which it was below.
    let since: Period
    let sentence: String

    init?(_ found: SchoolAtFloor, names: [PlaceCode: String]) {
        guard case .below(let since, let sentence) = found.result else { return nil }
        (floor, urn, school) = (found.floor.name, found.school, found.name)
        (authority, authorityName) = (found.authority, found.authority.flatMap { names[$0] } ?? "")
        (self.since, self.sentence) = (since, sentence)
    }

    /// All that there are, by floor, authority and name.
    static func all(_ figures: StandingFigures, in authority: PlaceCode? = nil) -> [FloorLine] {
        let lines = figures.atFloors(in: authority).compactMap { FloorLine($0, names: figures.names) }
        let order = Dictionary(FloorTarget.published.enumerated().map { ($1.name, $0) }) { first, _ in first }
        return lines.sorted {
            (order[$0.floor] ?? 0, $0.authorityName, $0.school, $0.urn)
                < (order[$1.floor] ?? 0, $1.authorityName, $1.school, $1.urn)
        }
    }
}

extension [FloorLine] {
    /// One row a school.
    var csv: CSV {
        CSV(
            columns: ["floor", "urn", "school", "authority", "authority_name", "since", "sentence"],
            rows: map { line in
                [
                    line.floor, line.urn.description, line.school, line.authority?.description ?? "",
                    line.authorityName, line.since.code, line.sentence,
                ]
            })
    }
}

/// Schools that were below a floor, in a table that names the authority of each, or else the floor.
func floorTable(_ lines: [FloorLine], caption: String, namesAuthority: Bool) -> HTML {
    let rows = lines.map { line -> [HTML] in
        let place: [HTML] = [inline(namesAuthority ? line.authorityName : line.floor)]
        return ["\(link: line.school, to: .school(line.urn))"] + place
            + ["\(line.since.description)", inline(line.sentence)]
    }
    let columns =
        [Column("School")] + [Column(namesAuthority ? "Authority" : "Floor")] + [Column("Below since"), Column("Why")]
    return table(caption: caption, columns: columns, rows: rows)
}

/// The floors, and the schools below each.
struct FloorsPage: Page {
    let lines: [FloorLine]

    var title: String { "Floors for schools" }
    var isWide: Bool { true }
    var breadcrumbs: [Crumb] { [Crumb("Home", to: .home), Crumb("Measures", to: .measures)] }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">A floor was the least that the Department asked of every school. The last ended in 2018. A school below one
        could expect to be asked what it does about that, and to be helped. Each is worked out here from the figures of its own years.</p>
        \(each: FloorTarget.published, section)\(downloads(.floors, hasRows: true))
        """
    }

    private func section(_ floor: FloorTarget) -> HTML {
        let own = lines.filter { $0.floor == floor.name }
        let years =
            floor.from == floor.until ? floor.from.description : "\(floor.from) to \(floor.until)"
        let counts = Dictionary(grouping: own) { $0.authorityName }.map { ($0.key, $0.value.count) }
            .sorted { ($1.1, $0.0) < ($0.1, $1.0) }
        let authorities = counts.prefix(20).map { "\($0.0.isEmpty ? "No authority" : $0.0): \($0.1)" }
        let spread: HTML? =
            counts.count < 2
            ? nil : "<p class=\"govuk-body\">By authority: \(inline(authorities.joined(separator: ", "))).</p>\n"
        let none = emptyState("No school of which figures of those years were taken in was below it.")
        return """
            <h2 class="govuk-heading-m">\(inline(floor.name))</h2>
            <p class="govuk-body">Applied to \(years).</p>
            \(spread)\(own.isEmpty ? none : floorTable(own, caption: own.count == 1 ? "1 school below" : "\(grouped(own.count)) schools below", namesAuthority: true))
            """
    }
}
