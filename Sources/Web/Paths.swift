import Domain
import Register
import Views
import Vocabulary

/// Every address of the site. Those of docs/api.md are relied on by others and do not change.
extension Path {
    static let home = Path([])
    static let search = Path(["search"])
    static let agreements = Path(["agreements"])
    static let compacts = Path(["compacts"])
    static let statements = Path(["statements"])
    static let conditional = Path(["conditional-agreements"])
    static let agendas = Path(["agendas"])
    static let promises = Path(["promises"])
    static let payments = Path(["payments"])
    static let returns = Path(["returns"])
    static let requests = Path(["requests"])
    static let standardLines = Path(["standard-lines"])
    static let authorities = Path(["authorities"])
    static let floors = Path(["floors"])
    static let targets = Path(["targets"])
    static let measures = Path(["measures"])
    static let releases = Path(["releases"])
    static let newRelease = Path(["releases", "new"])
    static let uploads = Path(["releases", "uploads"])
    static let record = Path(["record"])
    static let signIn = Path(["sign-in"])
    static let signOut = Path(["sign-out"])
    static let seats = Path(["seats"])
    static let seat = Path(["seat"])
    static let desk = Path(["desk"])
    static let drafts = Path(["drafts"])
    static let body = Path(["body"])
    static let clearance = Path(["body", "clearance"])
    static let accessibility = Path(["accessibility"])
    static let openAPI = Path(["api", "openapi.json"])

    static func measure(_ code: MeasureCode, _ query: [(String, String)] = []) -> Path {
        Path(["measures", code.text], query: query)
    }
    static func measures(of set: String) -> Path { Path(["measures"], query: [("set", set)]) }

    /// Where one figure of a measure is from.
    static func figure(_ code: MeasureCode, at place: PlaceCode, _ query: [(String, String)]) -> Path {
        Path(["measures", code.text, "figures", place.description], query: query)
    }
    static func release(_ id: Identifier<Release>) -> Path { Path(["releases", id.description]) }
    static func releaseFile(_ id: Identifier<Release>, _ number: Int) -> Path {
        Path(["releases", id.description, "files", String(number)])
    }
    static func upload(_ id: Identifier<Upload>) -> Path { Path(["releases", "uploads", id.description]) }
    static func school(_ place: PlaceCode) -> Path { Path(["schools", place.description]) }
    static func authorityFigures(_ code: String) -> Path { Path(["authorities", code, "figures"]) }
    static func authorityAreas(_ code: String) -> Path { Path(["authorities", code, "areas"]) }
    static func authority(_ code: String) -> Path { Path(["authorities", code]) }
    static func agenda(_ year: AcademicYear) -> Path { Path(["agendas", String(year.start)]) }
    static func area(_ year: AcademicYear, _ code: String) -> Path {
        Path(["agendas", String(year.start), "areas", code])
    }
    static func entry(_ position: Int) -> Path { Path(["record", "entries", String(position)]) }

    /// The page of an agreement: `/compacts/:id`, `/statements/:id`.
    static func agreement(_ kind: String, _ id: String) -> Path { Path([kind + "s", id]) }
    static func agreement<K: Kind>(_ id: Identifier<Agreement<K>>) -> Path { agreement(K.name, id.description) }
    static func compact(_ id: Identifier<Compact>) -> Path { agreement(id) }
    static func statement(_ id: Identifier<Statement>) -> Path { agreement(id) }

    /// A place below an agreement: its lines, its text, its signatures, its bundle.
    static func within(_ kind: String, _ id: String, _ more: String...) -> Path { Path([kind + "s", id] + more) }
    static func line(_ kind: String, _ id: String, _ line: LineID) -> Path {
        Path([kind + "s", id, "lines", line.description])
    }

    /// What is posted to a line: `/compacts/:id/lines/:line/acceptances`.
    static func line(_ kind: String, _ id: String, _ line: LineID, _ more: String) -> Path {
        Path([kind + "s", id, "lines", line.description, more])
    }

    /// The form that adds a line of a part, under another where it stands under one.
    static func newLine(_ kind: String, _ id: String, _ part: Part.Name, above: LineID?) -> Path {
        let under = above.map { [("above", $0.description)] } ?? []
        return Path([kind + "s", id, "lines", "new"], query: [("part", part.rawValue)] + under)
    }

    /// The signature of a seat: its receipt, with `.p7s` the signature itself, with `.checkpoint` what covers it.
    static func signature(_ kind: String, _ id: String, _ seat: Identifier<Seat>) -> Path {
        Path([kind + "s", id, "signatures", seat.description])
    }

    /// The promises that a body made, or that were made to it.
    static func promises(_ body: String, _ role: PromiseFilter.Role) -> Path {
        Path(["promises"], query: [("body", body), ("role", role.rawValue)])
    }

    /// What is asked and answered once: a group of requests, or a line that asks by itself.
    static func request(_ topic: String) -> Path {
        guard let line = CitedLine(topic) else { return Path(["requests", topic]) }
        return .line(CompactKind.name, line.compact.description, line.line, "request")
    }

    /// A return: its line, and the day by which it is due.
    static func given(_ given: ReturnRead) -> Path {
        within(given.kind, given.agreement, "lines", given.line.description, "returns", given.due.description)
    }

    static func standardLine(_ id: Identifier<StandardLine>) -> Path { Path(["standard-lines", id.description]) }

    static func requests(by body: String) -> Path { Path(["requests"], query: [("by", body)]) }

    /// The calendar of what a seat answers for.
    static func calendar(of seat: Identifier<Seat>) -> Path { Path(["seats", seat.description, "promises.ics"]) }

    /// A paragraph of a statement, as others cite it.
    static func paragraph(_ statement: String, _ number: Int) -> Path {
        Path(["statements", statement, "paragraphs", String(number)])
    }

    /// A draft's task list, and a task of it: `/drafts/compacts/:id/summary`.
    static func draft<K: Kind>(_ id: Identifier<Agreement<K>>, _ more: String...) -> Path {
        Path(["drafts", K.name + "s", id.description] + more)
    }
}
