import Domain
import Record
import Register
import Vocabulary

extension Demonstration {
    /// Kingston proposes a variation of its compact in force: the Department considers one line and has answered the other.
    func kingstonVariation(_ cast: Cast, _ id: Identifier<Compact>) async throws {
        let (council, department) = (cast.kingston, cast.department)
        let table = try await vary(id, by: council.officer, clearedBy: council.director, council.leader) {
            draft, into in
            guard
                let line = draft.lines(.contribution).first(where: {
                    $0.content.text.hasPrefix("A common timetable")
                }), case .contribution(let priority, _, let promise) = line.content
            else { throw Refused("The demonstration's compact of Kingston has no common timetable") }
            let text = """
                A common timetable for students aged 16 to 19 across both sixth-form partnerships, the college and the new \
                vocational centre, with at least six shared subjects from September 2004 and twelve from September 2005.
                """
            try draft.put(.contribution(priority: priority, text: text, promise: promise), as: line.id, in: into)
        }
        let timetable = try register.book.read { try $0.load(table.id) }.lines.all.first {
            $0.lastContent.text.hasPrefix("A common timetable")
        }
        guard let timetable else { throw NotFound() }
        try await table.consider(timetable.id, by: department.adviser)
        try await table.say(
            "Will the centre be open in time? The compact should not promise what depends on a building.",
            of: timetable.id, by: department.adviser)
        try await table.say(
            "It opened to its first courses in June; the builders leave in August.", of: timetable.id,
            by: council.officer)
    }

    /// The agreement with conditions was varied once: the same places in more, smaller units.
    func highNeedsVariation(_ cast: Cast, _ id: Identifier<ConditionalAgreement>) async throws {
        let (council, department) = (cast.rochdale, cast.department)
        let table = try await vary(id, by: council.officer) { draft, into in
            guard
                let line = draft.lines(.condition).first(where: { $0.content.text.hasPrefix("Forty places") }),
                case .condition(_, let promise) = line.content
            else { throw Refused("The demonstration's agreement with conditions has no forty places") }
            let text = "Forty places in units of mainstream schools are open, four units of seven and two of six."
            try draft.put(.condition(text: text, promise: promise), as: line.id, in: into)
        }
        try await table.say(
            "The school chosen for the fifth unit has room for six children, not eight; another school offers six more.",
            by: council.officer)
        try await table.accept(by: department.adviser)
        try await table.sign(council.chiefExecutive, council.finance, department.minister)
    }

    /// Councils speak of the agenda, before the next one is settled.
    func discussion(_ cast: Cast, _ statement: Identifier<Domain.Statement>) async throws {
        let remarks: [(Sitting, String)] = [
            (
                cast.gateshead.officer,
                """
                Areas on early years and on buildings overlap for us: the nursery classes are in the buildings. One area for \
                both would let us plan them together.
                """
            ),
            (
                cast.norfolk.officer,
                "Small rural schools are in nobody's area. We would choose one on them if it were on the agenda."
            ),
        ]
        for (sitting, text) in remarks {
            try await register.speak(
                register.randomness.seal(text), as: register.randomness.identifier(), of: statement, by: sitting)
        }
    }

    /// Begins a variation, changes the draft, has it cleared and sends it.
    private func vary<K: Kind>(
        _ id: Identifier<Agreement<K>>, by author: Sitting, clearedBy seats: Sitting...,
        changing change: @escaping @Sendable (inout Draft<K>, Circumstances) throws -> Void
    ) async throws -> Table<K> {
        let new: Identifier<Agreement<K>> = register.randomness.identifier()
        try await register.vary(id, as: new, by: author)
        try await register.edit(new, revision: nil, by: author) { draft, into in try change(&draft, into) }
        for sitting in seats {
            let edition = try register.draft(new, for: sitting.viewer).draft.edition
            try await register.clear(new, edition: edition, by: sitting)
        }
        try await register.send(
            new, revision: try register.draft(new, for: author.viewer).revision, by: author)
        return Table(new, in: register)
    }
}
