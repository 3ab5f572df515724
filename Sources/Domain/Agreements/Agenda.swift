public import Vocabulary

/// The agenda of one academic year: the areas that compacts choose from, in groups, each group with its opening text.
public struct Agenda: Equatable, Sendable {
    /// The statement of intent that it belongs to.
    public let statement: Identifier<Statement>
    /// The school year.
    public let year: AcademicYear
    /// In the statement's order.
    public let groups: [Group]

    /// A group of areas.
    public struct Group: Equatable, Sendable {
        public let line: LineID
        public let number: Int
        /// What is said before its areas.
        public let text: String
        public let areas: [Area]
    }

    /// A statement's agenda, read from the lines that it has.
    public init(statement: Identifier<Statement>, year: AcademicYear, lines: [(id: LineID, content: Part)]) {
        self.statement = statement
        self.year = year
        var areas: [LineID: [Area]] = [:]
        for line in lines {
            guard case .area(let id, let group, let code, let title, let text, let limit) = line.content else {
                continue
            }
            areas[group, default: []].append(
                Area(id: id, line: line.id, code: code, title: title, text: text, limit: limit))
        }
        groups = lines.compactMap { line in
            guard case .group(let number, let text) = line.content else { return nil }
            return Group(line: line.id, number: number, text: text, areas: areas[line.id] ?? [])
        }
    }

    /// Every area, in order.
    public var areas: [Area] { groups.flatMap(\.areas) }

    /// The area with that letter.
    public subscript(_ code: String) -> Area? { areas.first { $0.code == code } }

    /// The area of that lasting name.
    public subscript(_ id: Identifier<Area>) -> Area? { areas.first { $0.id == id } }
}

/// An area of the agenda: something that the national framework offers for local agreement.
public struct Area: Equatable, Sendable {
    /// Lasting, through recoding and rewording.
    public let id: Identifier<Area>
    /// Its line in the statement.
    public let line: LineID
    /// Its letter this year.
    public let code: String
    /// A short name.
    public let title: String
    /// The full wording.
    public let text: String
    /// Who may choose it.
    public let limit: Part.Limit

    /// Refuses where this authority may not choose it, or not without a title.
    public func mayBeChosen(inLondon: Bool, title: String?) throws(Refusal) {
        if limit == .london, !inLondon {
            throw Refusal(
                Fault(
                    "agenda.london-only", field: "area", "Area \(code) is for London authorities only: choose another"))
        }
        if limit == .titled, (title ?? "").utf8.allSatisfy({ $0 == 0x20 }) {
            throw Refusal(Fault("agenda.needs-title", field: "title", "Give area \(code) a title of your own"))
        }
    }
}
