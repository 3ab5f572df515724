import Domain
import Glibc
import Pathfinders
import Record
import Register
import Testing
import Views
import Vocabulary

@Suite struct PeopleTests {
    private let email = "ada@norfolk.test"
    private let password = "correct horse battery"

    private func add(to world: World, title: String = "Head of Standards", office: Office = .officer) async throws {
        try await world.register.add(
            world.cast.identifier(), name: "Ada North", email: email, password: password, body: "926", title: title,
            office: office, from: world.today, until: nil)
    }

    @Test func `the right address and password open the account, and no others`() async throws {
        let world = try await World()
        try await add(to: world)
        let account = try #require(try world.register.signIn(email: " Ada@Norfolk.test ", password: password))
        #expect(account.name == "Ada North" && account.email == email)
        #expect(try world.register.signIn(email: email, password: password + " ") == nil)
        #expect(try world.register.signIn(email: email, password: "") == nil)
        #expect(try world.register.signIn(email: "bob@norfolk.test", password: password) == nil)
        let sittings = try world.register.sittings(of: account)
        #expect(sittings.map(\.office) == [.officer] && sittings[0].body == world.norfolk.id)
        #expect(try world.register.posts(of: account).map(\.seat.title) == ["Head of Standards"])
        try await world.check()
    }

    @Test func `an unknown address costs as much work as a wrong password`() async throws {
        let world = try await World()
        try await add(to: world)
        // The thread's own processor time: what others do meanwhile does not count.
        func work(_ email: String) throws -> Int {
            func now() -> Int {
                var time = timespec()
                clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
                return time.tv_sec * 1_000_000_000 + time.tv_nsec
            }
            let start = now()
            #expect(try world.register.signIn(email: email, password: "a wrong password") == nil)
            return now() - start
        }
        _ = try work(email)
        let known = try (0..<3).map { _ in try work(email) }.min() ?? 0
        let unknown = try (0..<3).map { _ in try work("nobody@norfolk.test") }.min() ?? 0
        #expect(unknown * 2 > known && unknown < known * 2)
        try await world.check()
    }

    @Test func `nothing of an account stands on the record but the sealed name`() async throws {
        let world = try await World()
        try await add(to: world)
        let entries = try world.register.book.read { try $0.entries(from: 0, limit: .max) }
        for entry in entries {
            let text = String(decoding: entry.bytes, as: UTF8.self)
            #expect(!text.contains("Ada") && !text.contains("ada@") && !text.contains(password))
        }
        try await world.check()
    }

    @Test func `a second seat comes to the same account, and a seat of that title is taken rather than made again`()
        async throws
    {
        let world = try await World()
        try await add(to: world)
        let seats = try world.register.views.seats(of: [world.norfolk.id]).count
        try await add(to: world, title: world.norfolk[.director].title, office: .director)
        #expect(try world.register.views.seats(of: [world.norfolk.id]).count == seats)
        let people = try world.register.people()
        #expect(people.map(\.appointments.count) == [2])
        #expect(Set(try world.register.sittings(of: people[0]).map(\.office)) == [.officer, .director])
        try await world.check()
    }

    @Test func `an account is not made with a short password, a bad address, or for a body that is not there`()
        async throws
    {
        let world = try await World()
        func add(_ name: String, _ email: String, _ password: String, _ body: String) async throws -> [String] {
            try await broken {
                try await world.register.add(
                    world.cast.identifier(), name: name, email: email, password: password, body: body, title: "Seat",
                    office: .officer, from: world.today, until: nil)
            }
        }
        let size = try world.register.size()
        #expect(try await add(" ", "ada", "short", "926") == ["wording.empty", "person.email", "person.password"])
        #expect(try await add("Ada", email, password, "927") == ["person.body"])
        #expect(try world.register.size() == size)
        #expect(try world.register.people().isEmpty)
        try await world.check()
    }

    @Test func `whoever is shut out is out at once`() async throws {
        let world = try await World()
        try await add(to: world)
        let account = try #require(try world.register.signIn(email: email, password: password))
        let token = try await world.register.beginVisit(person: account.id, appointment: account.appointments[0])
        #expect(try world.register.visit(token)?.person == account.id)
        try await world.register.disable(email: email)
        #expect(try world.register.visit(token) == nil)
        #expect(try world.register.account(account.id) == nil)
        #expect(try world.register.signIn(email: email, password: password) == nil)
        #expect(
            try await broken { try await world.register.disable(email: "nobody@norfolk.test") } == ["person.unknown"])
        try await world.check()
    }

    @Test func `a visit ends when it is ended, or half a day after it began`() async throws {
        let world = try await World()
        try await add(to: world)
        let account = try #require(try world.register.signIn(email: email, password: password))
        let (one, other) = (
            try await world.register.beginVisit(person: account.id, appointment: nil),
            try await world.register.beginVisit(person: account.id, appointment: nil)
        )
        #expect(one != other)
        try await world.register.endVisit(one)
        #expect(try world.register.visit(one) == nil)
        world.clock.leap(seconds: 12 * 3600 - 60)
        #expect(try world.register.visit(other) != nil)
        world.clock.leap(seconds: 60)
        #expect(try world.register.visit(other) == nil)
        #expect(try world.register.visit("") == nil)
        try await world.check()
    }

    @Test func `a token is kept only as its digest`() async throws {
        let world = try await World()
        let token = try await world.register.beginVisit(person: nil, appointment: nil)
        let rows = try world.register.book.read { try $0.rows(kind: "visit") }
        #expect(rows.map(\.key) == [Digest(of: token.utf8).description])
        #expect(!String(decoding: rows[0].json, as: UTF8.self).contains(token))
        try await world.check()
    }

    @Test func `one sits only in seats of one's own`() async throws {
        let world = try await World()
        try await add(to: world)
        let account = try #require(try world.register.signIn(email: email, password: password))
        let token = try await world.register.beginVisit(person: account.id, appointment: nil)
        try await world.register.sit(account.appointments[0], visit: token)
        #expect(try world.register.visit(token)?.appointment == account.appointments[0])
        await #expect(throws: NotFound.self) {
            try await world.register.sit(world.department.holder(of: .minister).id, visit: token)
        }
        #expect(try world.register.visit(token)?.appointment == account.appointments[0])
        await #expect(throws: NotFound.self) {
            try await world.register.sit(account.appointments[0], visit: "no visit")
        }
        try await world.check()
    }
}
