import Domain
import Pathfinders
import Register
import Testing
import Views

@Suite struct StandingTests {
    /// One entry.
    private func nameDirector(_ world: World, in register: Register) async throws {
        let director = try world.sitting(world.norfolk, .director)
        try await register.nameClearance([director.seat], of: world.norfolk.id, by: director)
    }

    @Test func `a register tells what it has written and how large it is`() async throws {
        let world = try await World()
        let before = world.register.standing()
        #expect(before.entries == before.viewed)
        #expect(before.appended == before.entries)
        #expect(before.failedCommits == 0)
        try await nameDirector(world, in: world.register)
        let after = world.register.standing()
        #expect(after.appended == before.appended + 1)
        #expect(after.commits == before.commits + 1)
        #expect(try #require(after.recordBytes) > 0)
        #expect(after.logBytes > 0)
        #expect(try #require(after.freeBytes) <= #require(after.diskBytes))
        #expect(await world.register.readiness() == .ready)
    }

    @Test func `what another process has written is not ready until the pages hold it`() async throws {
        let world = try await World()
        let other = try await world.open()
        try await nameDirector(world, in: other)
        let size = try #require(world.register.standing().entries)
        // Both fold into one file of views, and each knows only of what it has asked for itself.
        #expect(world.register.views.position == size - 1)
        let expected = Readiness.not(
            "pages stand at entry \(size - 1) of \(size): wait, and if it lasts read the log")
        #expect(await world.register.readiness(patience: .zero) == expected)
        try await world.register.views.reach(size)
        #expect(await world.register.readiness(patience: .zero) == .ready)
        #expect(world.register.standing().appended == size - 1)
        try other.close()
    }

    @Test func `a record that cannot be read is not ready, and says so in one line`() async throws {
        let world = try await World()
        let other = try await world.open()
        try other.close()
        guard case .not(let reason) = await other.readiness() else {
            Issue.record("it is ready")
            return
        }
        #expect(reason.hasPrefix("the record cannot be read: "))
        #expect(!reason.contains("\n"))
        #expect(other.standing().entries == nil)
    }

    @Test func `many changes at once never wait for one another's readers`() async throws {
        let world = try await World()
        let director = try world.sitting(world.norfolk, .director)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<64 {
                group.addTask {
                    for number in 0..<4 {
                        let named = number % 2 == 0 ? [director.seat] : []
                        try await world.register.nameClearance(named, of: world.norfolk.id, by: director)
                        _ = try world.register.views.seat(director.seat)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(world.register.standing().entries == world.register.views.position)
    }

    @Test func `closing leaves nothing in the logs beside the files`() async throws {
        let world = try await World()
        let before = world.register.standing()
        #expect(before.logBytes > 0)
        try world.register.close()
        #expect(world.register.standing().logBytes == 0)
        _ = try await world.open()
    }
}
