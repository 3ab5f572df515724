import Domain
import Pathfinders
import Record
import Register
import Testing
import Vocabulary

/// Subjects are kept in memory between acts: whatever is kept is what the entries say.
@Suite struct RecentSubjectsTests {
    private struct Undone: Error {}

    private func compact(_ id: Identifier<Compact>, in register: Register) throws -> Compact {
        try register.book.read { try $0.load(id) }
    }

    /// The compact as this process knows it, and as one that has read nothing yet replays it.
    private func agree(_ id: Identifier<Compact>, _ world: World) async throws -> Bool {
        let other = try await world.open()
        defer { #expect(throws: Never.self) { try other.close() } }
        return try compact(id, in: world.register) == compact(id, in: other)
    }

    private func words(_ text: String, by side: Party, _ world: World) -> AgreementEvent {
        .discussed(line: nil, side: side.id, text: world.register.randomness.seal(text))
    }

    @Test func `an act that is undone leaves nothing behind in memory`() async throws {
        let world = try await World()
        let id = try await world.sentCompact(world.norfolk, under: try await world.statement())
        let before = try compact(id, in: world.register)
        let words = words("Never said.", by: world.norfolk, world)
        await #expect(throws: Undone.self) {
            try await world.register.change(by: .operator) { page in
                let after = try page.append([words], to: try page.load(id))
                #expect(try page.load(id) == after)
                throw Undone()
            }
        }
        #expect(try compact(id, in: world.register) == before)
        #expect(try await agree(id, world))
        try await world.check()
    }

    @Test func `writers at once, some of them undone, leave what the entries say`() async throws {
        let world = try await World()
        let id = try await world.sentCompact(world.norfolk, under: try await world.statement())
        let line = try world.line(.vision, of: id).id
        let start = try world.register.size()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                let words = words("Word \(number).", by: world.norfolk, world)
                group.addTask {
                    do {
                        try await world.register.change(by: .operator) { page in
                            let compact = try page.load(id)
                            try page.append(
                                [words, .lineConsidered(line: line, revision: 1, side: world.department.id)],
                                to: compact)
                            if number.isMultiple(of: 3) { throw Undone() }
                        }
                    } catch { #expect(error is Undone) }
                }
            }
        }
        #expect(try world.register.size() == start + 2 * 26)
        #expect(try await agree(id, world))
        try await world.check()
    }

    @Test func `a subject that was appended to twice from one reading is read anew`() async throws {
        let world = try await World()
        let id = try await world.sentCompact(world.norfolk, under: try await world.statement())
        let line = try world.line(.vision, of: id).id
        let (department, words) = (world.department.id, words("Well.", by: world.department, world))
        try await world.register.change(by: .operator) { page in
            let compact = try page.load(id)
            try page.append([.lineAccepted(line: line, revision: 1, side: department)], to: compact)
            // Appended to what was read before the acceptance.
            try page.append([words], to: compact)
        }
        #expect(try compact(id, in: world.register).lines[line]?.stances[department] != nil)
        #expect(try await agree(id, world))
        try await world.check()
    }
}
