import Record
import Testing
import Vocabulary

@Suite struct CheckTests {
    let shelf: Shelf

    init() throws { shelf = try Shelf() }

    /// A record with something in every table.
    private func write() async throws -> Book {
        let book = try shelf.create()
        try await book.fill(300)
        let sealed = Randomness.system.seal("It rained")
        _ = try await book.write(by: "member/a", holder: sealed) { page in
            try page.note("compact/a")
            try page.claim("compact", "2003/926", for: "compact/a")
            try page.put(kind: "draft", key: "a", owner: nil, json: utf8("{}"), expecting: 0)
            try page.keep(Array(repeating: 7, count: 3 << 20), type: "text/csv")
        }
        return book
    }

    @Test func `a whole record has no problems, and the walk is told of`() async throws {
        let book = try await write()
        var steps: [[Int]] = []
        #expect(try book.check { steps.append([$0, $1]) } == [])
        #expect(steps.last == [301, 301])
        #expect(try shelf.create(at: "empty").check() == [])
    }

    @Test(arguments: [
        (
            "UPDATE entry SET bytes = CAST(replace(CAST(bytes AS TEXT), ':12}', ':13}') AS BLOB) WHERE position = 12",
            "entry 12: its leaf"
        ),
        (
            "UPDATE entry SET bytes = CAST(bytes || ' ' AS BLOB) WHERE position = 12",
            "entry 12: the envelope is damaged"
        ),
        ("UPDATE entry SET leaf = zeroblob(32) WHERE position = 5", "entry 5: its leaf"),
        ("UPDATE entry SET leaf = x'00' WHERE position = 5", "entry 5: its leaf"),
        ("UPDATE entry SET time = time - 1 WHERE position = 5", "entry 5: the envelope says 2003"),
        ("UPDATE entry SET event = 'compact.other.1' WHERE position = 5", "entry 5: the envelope says compact.noted.1"),
        ("UPDATE entry SET subject = 'compact/x' WHERE position = 5", "entry 5: the envelope is of compact/5"),
        ("UPDATE entry SET sequence = 1000 WHERE position = 5", "entry 5: the envelope has another sequence"),
        ("UPDATE entry SET position = 900 WHERE position = 300", "entry 900: 300 should come here"),
        ("DELETE FROM entry WHERE position = 299", "entry 300: 299 should come here"),
        ("DELETE FROM entry WHERE position = 300", "head: it says 301 entries, there are 300"),
        ("DELETE FROM entry WHERE position = 0", "entry 7: sequence 2 of compact/0 does not follow"),
        ("UPDATE node SET hash = zeroblob(32)", "node 1/0: its hash"), ("DELETE FROM node", "node 1/0: its hash"),
        ("INSERT INTO node VALUES (1, 1, zeroblob(32))", "node: 2 rows"),
        ("UPDATE head SET time = time + 1", "head: its time"),
        ("UPDATE head SET origin = 'other.test/record'", "entry 0: the envelope is of the log concordat.test/record"),
        ("UPDATE head SET frontier = zeroblob(length(frontier))", "head: the root"),
        ("UPDATE disclosure SET text = CAST('It shone' AS BLOB)", "disclosure "),
        ("UPDATE disclosure SET salt = zeroblob(32)", "disclosure "),
        ("UPDATE disclosure SET salt = x'00'", "disclosure "),
        ("UPDATE piece SET bytes = zeroblob(length(bytes)) WHERE number = 1", "file "),
        ("DELETE FROM piece WHERE number = 1", "file "), ("UPDATE file SET size = size - 1", "file "),
        ("PRAGMA foreign_keys = OFF; DELETE FROM file", "file: a row of piece"),
    ]) func `what was changed behind our back is found`(_ sql: String, _ problem: String) async throws {
        try await write().close()
        try shelf.tamper(sql)
        let problems = try shelf.open().check()
        #expect(problems.contains { $0.hasPrefix(problem) }, "\(problems)")
    }

    @Test func `a head that cannot be is an error, not a crash`() async throws {
        try await write().close()
        try shelf.tamper("UPDATE head SET size = size - 1")
        let error = #expect(throws: StoreError.self) { try shelf.open() }
        #expect(error?.kind == .corrupt)
    }

    @Test func `a damaged entry, text or file is never handed out`() async throws {
        try await write().close()
        try shelf.tamper(
            """
            UPDATE entry SET bytes = CAST(substr(bytes, 2) AS BLOB) WHERE position = 3;
            UPDATE disclosure SET text = x'ff';
            UPDATE piece SET bytes = zeroblob(9) WHERE number = 1;
            DELETE FROM node;
            """)
        let book = try shelf.open()
        let digest = Digest(of: Array(repeating: 7, count: 3 << 20))
        try book.read { reader throws in
            let holder = try #require(try reader.entry(at: 300)?.holder)
            for ask: () throws -> Void in [
                { _ = try reader.entry(at: 3) }, { _ = try reader.entries(from: 0, limit: 9) },
                { _ = try reader.disclosure(of: holder) }, { _ = try reader.file(digest) },
                { _ = try reader.inclusion(of: 290, in: 301) },
            ] {
                #expect(throws: StoreError.self, performing: ask)
            }
        }
    }
}

extension Shelf {
    fileprivate func create(at name: String) throws -> Book {
        try Book.create(at: folder + "/" + name, origin: "concordat.test/record", clock: clock.now, randomness: .system)
    }
}
