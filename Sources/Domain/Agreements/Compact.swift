public import Vocabulary

/// The compact: what the Department and one authority agree to put first, under a statement of intent and the agenda of a
/// year. Strategic, voluntary, not statutory, within available resources.
public typealias Compact = Agreement<CompactKind>

/// What makes a compact.
public enum CompactKind: Kind {
    public static let name = "compact"
    public static let title = "Compact"
    public static let parts: [Part.Name] = [
        .summary, .vision, .consulted, .priority, .contribution, .target, .request, .term, .commencement, .signatory,
    ]
    public static let parties: Set<Body.Sort> = [.department, .authority]
    public static let authors: Set<Body.Sort> = [.authority]

    public static func faults(of part: Part, in circumstances: Circumstances) -> [Fault] {
        if case .contribution(_, _, let promise) = part, promise.due == .considers || promise.due == .continues {
            return [Fault("contribution.due", field: "due", "Give a due day, or choose throughout")]
        }
        if case .request(_, let ask) = part,
            circumstances.party(ask.by)?.sort != .authority || circumstances.party(ask.of)?.sort != .department
        {
            return [Fault("compact.request", "In a compact the authority asks, and the Department answers")]
        }
        // A variation keeps the target of an authority whose lines passed to another.
        if case .target(_, _, let target) = part, circumstances.original == nil,
            target.place.description != circumstances.authority?.code
        {
            return [
                Fault(
                    "compact.target", field: "place", "In a compact a target is the authority's own: choose its figures"
                )
            ]
        }
        guard case .priority(let id, let title, _, _) = part else { return [] }
        guard let area = circumstances.agenda?[id] else {
            return [Fault("agenda.unknown", field: "area", "Choose an area of this year's agenda")]
        }
        do throws(Refusal) {
            try area.mayBeChosen(inLondon: circumstances.authority?.authority?.london ?? false, title: title)
            return []
        } catch {
            return error.faults
        }
    }

    public static func lacking(_ lines: [Part], in circumstances: Circumstances) -> [Fault] {
        var faults: [Fault] = []
        func lacks(_ name: Part.Name) -> Bool { !lines.contains { $0.name == name } }
        if lacks(.summary) {
            faults.append(Fault("compact.summary", field: "summary", "Write a plain summary for the public"))
        }
        if lacks(.vision) { faults.append(Fault("compact.vision", field: "vision", "Write the authority's vision")) }
        if lacks(.priority) {
            faults.append(Fault("compact.priority", field: "priorities", "Choose at least one area of the agenda"))
        }
        for name in [Part.Name.summary, .vision] where lines.count(where: { $0.name == name }) > 1 {
            faults.append(Fault("compact.once", field: name.rawValue, "Keep one \(name.rawValue)"))
        }
        let untitled = lines.compactMap { part -> Identifier<Area>? in
            guard case .priority(let area, _, _, _) = part, circumstances.agenda?[area]?.limit != .titled else {
                return nil
            }
            return area
        }
        if Set(untitled).count < untitled.count {
            faults.append(Fault("compact.area-twice", field: "priorities", "Choose each area once"))
        }
        return faults
    }

    public static func claims(_ framework: Framework) -> Set<Claim> {
        guard let statement = framework.statement, let year = framework.year, let authority = framework.authority else {
            return []
        }
        return [Claim("compact", "\(statement)/\(year.start)/\(authority)")]
    }

    /// The title under which a compact is known.
    public static func title(authority name: String, year: AcademicYear) -> String { "\(name) compact \(year)" }
}

extension CompactKind {
    /// The priorities, of a draft or of a text as it stands, to which a party contributes nothing: pointed out, never
    /// refused.
    public static func onesided(
        _ lines: [(id: LineID, content: Part)], between parties: [Identifier<Body>]
    ) -> [(priority: LineID, party: Identifier<Body>)] {
        var giving: [LineID: Set<Identifier<Body>>] = [:]
        for line in lines {
            guard case .contribution(let priority, _, let promise) = line.content else { continue }
            giving[priority, default: []].insert(promise.by)
        }
        return lines.filter { $0.content.name == .priority }.flatMap { priority in
            parties.filter { giving[priority.id]?.contains($0) != true }.map { (priority.id, $0) }
        }
    }
}
