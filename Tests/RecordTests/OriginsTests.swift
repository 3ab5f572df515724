import Foundation
import GRDB
import Merkle
import Record
import Testing
import Vocabulary

@Suite struct OriginsTests {
    let shelf: Shelf

    init() throws { shelf = try Shelf() }

    @Test func `a log that gets another name keeps its tree, and each entry bears the name of its time`() async throws {
        let book = try shelf.create()
        try await book.fill(3)
        let before = try book.read { try $0.checkpoint() }
        _ = try await book.write(by: "operator", holder: nil) { page in
            try page.begin(origin: "concordat.test/again")
            try page.note("compact/a")
        }
        try await book.fill(2)
        #expect(try book.check() == [])
        try book.read { reader throws in
            let origins = try reader.origins()
            #expect(origins.names == ["concordat.test/record", "concordat.test/again"])
            #expect(try reader.checkpoint().origin == "concordat.test/again")
            #expect(try reader.root(of: 3) == before.root)
            #expect(origins.last(of: "concordat.test/record") == 3)
            #expect(origins.last(of: "concordat.test/again") == Int.max)
            #expect(origins.last(of: "other.test/record") == nil)
            for entry in try reader.entries(from: 0, limit: 9) {
                #expect(try Envelope(parsing: entry.bytes).log == origins.name(at: entry.position))
            }
        }
        try book.close()
        #expect(try shelf.open().origin == "concordat.test/again")
    }

    @Test(arguments: ["concordat.test/record", "", "two words", "a+b"])
    func `a log never gets a name that it had, or that no log can have`(name: String) async throws {
        let book = try shelf.create()
        await #expect(throws: StoreError.self) {
            try await book.write(by: "operator", holder: nil) { page in try page.begin(origin: name) }
        }
        #expect(try book.read { try $0.origins() } == Origins(current: "concordat.test/record"))
    }

    @Test func `a name that no entry bears, or that was changed behind our back, is found`() async throws {
        let book = try shelf.create()
        try await book.fill(3)
        _ = try await book.write(by: "operator", holder: nil) { try $0.begin(origin: "concordat.test/again") }
        #expect(try book.check().contains { $0.hasPrefix("head: the log got another name after 3") })
        try await book.fill(1)
        #expect(try book.check() == [])
        #expect(throws: (any Error).self) { try shelf.tamper("DELETE FROM former") }
        #expect(throws: (any Error).self) { try shelf.tamper("UPDATE former SET until = 2") }
        try book.close()
        try shelf.tamper("DROP TRIGGER former_unchanged; UPDATE former SET until = 2")
        #expect(
            try shelf.open().check().contains("entry 2: the envelope is of the log concordat.test/record"))
    }

    @Test func `a file of version 1 is read, and goes on`() async throws {
        let book = try shelf.create()
        try await book.fill(300)
        let holder = Randomness.system.seal("Jo Hollis")
        _ = try await book.write(by: "seat/a", holder: holder) { page in
            try page.note("compact/a")
            try page.put(kind: "draft", key: "a", owner: nil, json: utf8("{}"), expecting: 0)
            try page.keep(Array(repeating: 7, count: 3 << 20), type: "text/csv")
        }
        let before = try book.read { try $0.checkpoint() }
        let path = shelf.folder + "/old.sqlite"
        try Version1.copy(shelf.path, to: path)
        let old = try shelf.open(path)
        #expect(try old.read { try $0.checkpoint() } == before)
        #expect(try old.check() == [])
        _ = try await old.write(by: "operator", holder: nil) { page in
            try page.begin(origin: "concordat.test/again")
            try page.note("compact/a")
        }
        #expect(try old.check() == [])
        #expect(try old.read { try $0.disclosure(of: holder.digest)?.text } == "Jo Hollis")
        try old.close()
        #expect(try shelf.open(path).size() == 302)
    }

    @Test func `two that open a file of version 1 at once both read it`() async throws {
        let book = try shelf.create()
        try await book.fill(9)
        let path = shelf.folder + "/old.sqlite"
        try Version1.copy(shelf.path, to: path)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<8 { group.addTask { try shelf.open(path).size() } }
            for try await size in group { #expect(size == 9) }
        }
    }
}

@Suite struct BeginningTests {
    let shelf: Shelf

    init() throws { shelf = try Shelf() }

    @Test func `what was left where setting up broke off is no record, and one is begun in its place`() async throws {
        #expect(try !Book.isSetUp(at: shelf.path))
        try Data().write(to: URL(filePath: shelf.path))
        #expect(try !Book.isSetUp(at: shelf.path))
        let book = try shelf.create()
        try await book.fill(2)
        try book.close()
        #expect(try Book.isSetUp(at: shelf.path))

        let other = shelf.folder + "/other.sqlite"
        let queue = try DatabaseQueue(path: other)
        try await queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
        try queue.close()
        #expect(try !Book.isSetUp(at: other))
        try Book.create(at: other, origin: "a", clock: shelf.clock.now, randomness: .system).close()
        #expect(try shelf.open(other).size() == 0)
    }

    @Test func `what somebody else left under the name is not written over`() throws {
        try Data(utf8("a letter")).write(to: URL(filePath: shelf.path))
        #expect(try Book.isSetUp(at: shelf.path))
        #expect(throws: StoreError.self) { try shelf.create() }
        #expect(try shelf.bytes(of: "record.sqlite") == utf8("a letter"))
    }

    @Test func `a record is its owner's alone, and nothing is left of its making`() async throws {
        try shelf.create().close()
        let files = FileManager.default
        #expect(try files.contentsOfDirectory(atPath: shelf.folder).allSatisfy { !$0.contains("making") })
        let mode = try files.attributesOfItem(atPath: shelf.path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o600)
    }

    @Test func `of many that begin a record at once one is heard`() async throws {
        let begun = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { do { try shelf.create().close(); return true } catch { return false } }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(begun == 1)
        #expect(try shelf.open().check() == [])
    }
}
