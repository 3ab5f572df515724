import Domain
import Pathfinders
import Record
import Register
import Testing
import Views
import Vocabulary

@Suite struct SearchTests {
    @Test func `agreed wording is found by the parties before force, and by everyone from then on`() async throws {
        let world = try await World()
        let agenda = try await world.statement()
        let compact = try await world.sentCompact(world.norfolk, under: agenda)
        let vision = try world.line(.vision, of: compact).id
        try await world.propose(.vision(text: "Ploughing fen schools."), for: vision, of: compact, by: world.department)
        try await world.propose(.vision(text: "Thriving café schools."), for: vision, of: compact, by: world.norfolk)
        func found(_ words: String, _ viewer: Viewer) throws -> Int {
            let found = try world.register.views.search(words, for: viewer, today: world.today)
            #expect(found.total == found.rows.count)
            return found.total
        }
        let (parties, strangers) = (
            [world.norfolk.viewer, world.department.viewer],
            [.everyone, world.gateshead.viewer, world.association.viewer]
        )
        for viewer in parties {
            #expect(try found("thriving", viewer) == 1 && found("CAFE thrive", viewer) == 1)
            // The decomposed form is the same word.
            #expect(try found("cafe\u{301}", viewer) == 1)
            #expect(try found("ploughing", viewer) == 0)
        }
        for viewer in strangers { #expect(try found("thriving", viewer) == 0) }
        try await world.acceptAll(compact, by: world.department)
        try await world.signAll(compact)
        for viewer in parties + strangers {
            #expect(try found("thriving", viewer) == 1 && found("ploughing", viewer) == 0)
        }
        let one = try world.register.views.search("thriving", for: .everyone, today: world.today).rows[0]
        #expect(one.agreement == compact.description && one.line == vision.description && one.kind == "compact")
        #expect(one.excerpt == "\u{E000}Thriving\u{E001} café schools.")
        try await world.check()
    }

    @Test func `what is left out is found no more`() async throws {
        let world = try await World()
        let compact = try await world.sentCompact(world.norfolk, under: try await world.statement())
        let term = try world.line(.term, of: compact).id
        try await world.propose(.term(text: "Marshland."), for: term, of: compact, by: world.norfolk)
        func found() throws -> Int {
            try world.register.views.search("marshland", for: world.department.viewer, today: world.today).total
        }
        #expect(try found() == 1)
        try await world.says(world.department, of: compact) {
            try $0.drop(ReadLine(term, revision: 2), by: world.department.id)
        }
        #expect(try found() == 0)
        try await world.acceptAll(compact, by: world.department)
        try await world.acceptAll(compact, by: world.norfolk)
        try await world.signAll(compact)
        #expect(try found() == 0)
        try await world.check()
    }

    @Test func `what the query language means by its signs means nothing here`() async throws {
        let world = try await World()
        _ = try await world.statement()
        func total(_ words: String) throws -> Int {
            try world.register.views.search(words, for: .everyone, today: world.today).total
        }
        let hits = try total("children risk")
        #expect(hits > 0)
        #expect(try total("children OR risk") == 0 && total("NOT children") == 0)
        for hostile in [
            "\"children\" risk", "children* ^risk", "(children risk", "children:risk", "{children} + risk",
            "-children risk'",
            "children;risk --", "children\0risk",
        ] { #expect(try total(hostile) == hits, "\(hostile)") }
        for hostile in [
            "", " ", "\"", "\"\"\"", "*", "NEAR(children, 2", "title:children OR text:", "NOT", "a OR", "\u{D4E}\"",
            "ൎ\" OR ൎ\"",
            "\u{111C2}\" NEAR", "\u{301}", "\u{202E}\"", "%s", "'; DROP TABLE found; --", "\u{0}", "\u{FFFD}",
            String(repeating: "\"x ", count: 5000), String(repeating: "x", count: 100_000),
        ] { _ = try total(hostile) }
        #expect(try total("children risk") == hits)
        try await world.check()
    }

    @Test func `a long answer comes in pages that do not overlap`() async throws {
        let world = try await World()
        _ = try await world.statement()
        var keys: [String] = []
        var page = 1
        while true {
            let found = try world.register.views.search("the", for: .everyone, today: world.today, page: page, size: 3)
            if found.rows.isEmpty { break }
            #expect(found.rows.count <= 3)
            keys += found.rows.map(\.line)
            page += 1
            if keys.count >= found.total { break }
        }
        #expect(keys.count > 6 && Set(keys).count == keys.count)
        try await world.check()
    }
}
