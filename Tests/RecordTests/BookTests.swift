import Dispatch
import FoundationEssentials
import GRDB
import Merkle
import Synchronization
import Testing
import Vocabulary

@testable import Record

@Suite struct BookTests {
    let shelf: Shelf

    init() throws { shelf = try Shelf() }

    // MARK: Entries

    @Test func `an entry is read back as it was written`() async throws {
        let book = try shelf.create()
        let holder = Randomness.system.seal("Jo Hollis")
        let reason = Randomness.system.seal("The school is small\u{0} and far away")
        let (position, size) = try await book.write(by: "seat/a", holder: holder) { page in
            try page.append(
                "compact.opened.1", body: utf8(#"{"reason":"\#(reason.digest)"}"#),
                disclosures: [(reason.digest, try #require(reason.disclosure))], to: "compact/a", after: 0)
        }
        #expect(position == 0)
        #expect(size == 1)
        let entry = try #require(try book.read { try $0.entry(at: 0) })
        #expect(entry.subject == "compact/a")
        #expect(entry.sequence == 1)
        #expect(entry.event == "compact.opened.1")
        #expect(entry.time == shelf.clock.now())
        #expect(entry.actor == "seat/a")
        #expect(entry.holder == holder.digest)
        #expect(entry.body == utf8(#"{"reason":"\#(reason.digest)"}"#))
        let envelope = try Envelope(parsing: entry.bytes)
        #expect(envelope.log == "concordat.test/record")
        #expect(envelope.bytes == entry.bytes)
        #expect(entry.leaf == Tree.leaf(entry.digest.bytes))
        try book.read { reader throws in
            #expect(try reader.disclosure(of: reason.digest) == reason.disclosure)
            #expect(try reader.disclosure(of: holder.digest)?.text == "Jo Hollis")
        }
        #expect(try book.check() == [])
    }

    @Test func `every entry is proved in every tree that holds it, and every tree in its successors`() async throws {
        let book = try shelf.create()
        try await book.fill(255)
        for _ in 0..<3 { try await book.fill(1) }
        try await book.fill(342)
        try book.read { reader throws in
            #expect(reader.size == 600)
            let entries = try reader.entries(from: 0, limit: 1000)
            #expect(entries.map(\.position) == Array(0..<600))
            #expect(Tree.root(of: entries.map(\.leaf)) == reader.root)
            for size in [1, 2, 3, 255, 256, 257, 511, 512, 513, 599, 600] {
                let root = Tree.root(of: entries.prefix(size).map(\.leaf))
                #expect(try reader.root(of: size) == root)
                for position in stride(from: 0, to: size, by: 17) {
                    let proof = try reader.inclusion(of: position, in: size)
                    #expect(proof.verify(leaf: entries[position].leaf, root: root))
                }
                #expect(try reader.consistency(from: size, to: 600).verify(old: root, new: reader.root))
            }
            #expect(try reader.checkpoint().text == "concordat.test/record\n600\n\(reader.root.base64)\n")
        }
        #expect(try book.check() == [])
    }

    @Test func `tiles hold the hashes of the tree, bundles the digests of the entries`() async throws {
        let book = try shelf.create()
        try await book.fill(600)
        try book.read { reader throws in
            let entries = try reader.entries(from: 0, limit: 600)
            #expect(try reader.tile(level: 0, index: 1, width: 256) == entries[256..<512].map(\.leaf))
            #expect(try reader.tile(level: 0, index: 2, width: 5) == entries[512..<517].map(\.leaf))
            #expect(
                try reader.tile(level: 1, index: 0, width: 2)
                    == [0, 256].map { Tree.root(of: entries[$0..<$0 + 256].map(\.leaf)) })
            #expect(try reader.digests(index: 2, width: 88) == entries[512..<600].map(\.digest))
            for (level, index, width) in [
                (0, 2, 89), (0, 3, 1), (1, 0, 3), (2, 0, 1), (-1, 0, 1), (0, -1, 1), (0, 0, 257),
            ] {
                #expect(throws: NotFound()) { try reader.tile(level: level, index: index, width: width) }
            }
            #expect(throws: NotFound()) { try reader.digests(index: 2, width: 89) }
            #expect(throws: NotFound()) { try reader.inclusion(of: 600, in: 600) }
            #expect(throws: NotFound()) { try reader.inclusion(of: 0, in: 601) }
            #expect(throws: NotFound()) { try reader.consistency(from: 2, to: 601) }
            #expect(throws: NotFound()) { try reader.consistency(from: 3, to: 2) }
            #expect(throws: NotFound()) { try reader.root(of: -1) }
        }
    }

    @Test func `a subject is read by sequence, also as it stood earlier`() async throws {
        let book = try shelf.create()
        try await book.fill(20)
        try book.read { reader throws in
            #expect(try reader.entries(of: "compact/3").map(\.position) == [3, 10, 17])
            #expect(try reader.entries(of: "compact/3").map(\.sequence) == [1, 2, 3])
            #expect(try reader.entries(of: "compact/3", before: 17).map(\.position) == [3, 10])
            #expect(try reader.entries(of: "compact/8").isEmpty)
            #expect(try reader.entries(from: 18, limit: 100).map(\.position) == [18, 19])
            #expect(try reader.entries(from: 4, limit: 2).map(\.position) == [4, 5])
            #expect(try reader.entry(at: 20) == nil)
        }
    }

    @Test func `a clock that goes back does not take the record with it`() async throws {
        let book = try shelf.create()
        try await book.fill(1)
        shelf.clock.set("2003-07-23T10:29:00.000Z")
        let (now, _) = try await book.write(by: "register", holder: nil) { page in
            try page.note("compact/a")
            return page.now
        }
        #expect(now == Instant("2003-07-23T10:30:00.000Z"))
        shelf.clock.set("2003-07-23T23:30:00.000Z")
        let (today, _) = try await book.write(by: "register", holder: nil) { page in page.today }
        #expect(today == Day(2003, 7, 24))
        #expect(try book.check() == [])
    }

    @Test func `an event follows what its writer read, or nothing is kept`() async throws {
        let book = try shelf.create()
        try await book.fill(8)
        for sequence in [0, 1, 3, -1, Int.max] {
            let conflict = await #expect(throws: SequenceConflict.self) {
                try await book.write(by: "register", holder: nil) { page in
                    try page.note("compact/b")
                    try page.append("compact.noted.1", body: utf8("{}"), to: "compact/0", after: sequence)
                }
            }
            #expect(conflict == SequenceConflict(subject: "compact/0", expected: sequence, current: 2))
        }
        await #expect(throws: Envelope.Malformed.self) {
            try await book.write(by: "register", holder: nil) { try $0.note("compact/b", "{ }") }
        }
        #expect(try book.size() == 8)
        #expect(try book.check() == [])
    }

    @Test func `entries cannot be changed, deleted or put in between`() async throws {
        let book = try shelf.create()
        try await book.fill(3)
        for sql in [
            "UPDATE entry SET event = 'compact.other.1' WHERE position = 1", "DELETE FROM entry WHERE position = 2",
            "INSERT INTO entry SELECT 4, 'compact/x', 1, event, time, leaf, bytes FROM entry WHERE position = 0",
            "INSERT INTO entry SELECT 3, 'compact/x', 2, event, time, leaf, bytes FROM entry WHERE position = 0",
            "INSERT OR REPLACE INTO entry SELECT 1, subject, sequence, event, time, leaf, bytes FROM entry WHERE position = 2",
        ] {
            let error = #expect(throws: DatabaseError.self) { try book.pool.write { try $0.execute(sql: sql) } }
            #expect(error?.message?.hasPrefix("an entry ") == true)
        }
        #expect(try book.check() == [])
    }

    // MARK: Writers that meet

    @Test func `writers that wait together share one durable commit, and one that fails disturbs no other`()
        async throws
    {
        let book = try shelf.create()
        let commits = Commits()
        book.pool.add(transactionObserver: commits, extent: .databaseLifetime)
        let path = shelf.path
        let gate = Gate()
        async let first = book.write(by: "register", holder: nil) { page in
            gate.hold()
            return try page.note("compact/first")
        }
        await gate.reached()
        let kept = try await withThrowingTaskGroup(of: (Int, Int, Int)?.self) { group in
            for number in 0..<64 {
                group.addTask {
                    do {
                        let (position, size) = try await book.write(by: "seat/\(number)", holder: nil) { page in
                            let position = try page.note("compact/\(number % 5)", #"{"number":\#(number)}"#)
                            try page.claim("number", "\(number)", for: "compact/\(number % 5)")
                            if number % 8 == 0 { throw Refusal(Fault("test.no", "Not this one")) }
                            return position
                        }
                        // Through a connection of its own: what was answered is in the file.
                        let actor = try await DatabaseQueue(path: path).read { db in
                            try Data.fetchOne(
                                db, sql: "SELECT bytes FROM entry WHERE position = ?", arguments: [position])
                        }.map { try Envelope(parsing: Array($0)).actor }
                        #expect(actor == "seat/\(number)")
                        return (number, position, size)
                    } catch let refusal as Refusal {
                        #expect(number % 8 == 0)
                        #expect(refusal.faults.map(\.rule) == ["test.no"])
                        return nil
                    }
                }
            }
            while book.waiting.withLock({ $0.jobs.count }) < 64 { await Task.yield() }
            gate.open()
            return try await group.reduce(into: [(Int, Int, Int)]()) { if let answer = $1 { $0.append(answer) } }
        }
        #expect(try await first == (0, 1))
        #expect(kept.count == 56)
        #expect(kept.map(\.1).sorted() == Array(1...56))
        #expect(kept.allSatisfy { $0.2 == $0.1 + 1 })
        #expect(commits.count == 2)
        try book.read { reader throws in
            #expect(reader.size == 57)
            #expect(try reader.claims().count == 56)
            #expect(try reader.claim("number", "8") == nil)
        }
        #expect(try book.check() == [])
    }

    @Test func `a commit that fails fails all that waited for it, and nothing else`() async throws {
        let book = try shelf.create()
        let commits = Commits()
        book.pool.add(transactionObserver: commits, extent: .databaseLifetime)
        commits.fail()
        let gate = Gate()
        await withTaskGroup { group in
            group.addTask {
                await #expect(throws: Commits.Failure.self) {
                    try await book.write(by: "register", holder: nil) { page in
                        gate.hold()
                        return try page.note("compact/first")
                    }
                }
            }
            await gate.reached()
            for number in 0..<4 {
                group.addTask {
                    await #expect(throws: Commits.Failure.self) {
                        try await book.write(by: "register", holder: nil) { page in
                            try page.note("compact/\(number)")
                            if number == 2 { throw Refusal(Fault("test.no", "Rests on what is gone")) }
                        }
                    }
                }
            }
            while book.waiting.withLock({ $0.jobs.count }) < 4 { await Task.yield() }
            gate.open()
        }
        commits.recover()
        #expect(try book.size() == 0)
        #expect(try await book.write(by: "register", holder: nil) { try $0.note("compact/a") } == (0, 1))
        #expect(try book.check() == [])
    }

    @Test func `a cancelled task writes nothing new, and one that waits already is kept`() async throws {
        let book = try shelf.create()
        let gate = Gate()
        async let first = book.write(by: "register", holder: nil) { _ in gate.hold() }
        await gate.reached()
        let waiting = Task { try await book.write(by: "register", holder: nil) { try $0.note("compact/a") } }
        while book.waiting.withLock({ $0.jobs.isEmpty }) { await Task.yield() }
        waiting.cancel()
        gate.open()
        #expect(try await waiting.value == (0, 1))
        _ = try await first
        let late = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await book.write(by: "register", holder: nil) { try $0.note("compact/a") }
        }
        await #expect(throws: CancellationError.self) { try await late.value }
        #expect(try book.size() == 1)
    }

    @Test func `two programs write to the same file without a gap`() async throws {
        let server = try shelf.create()
        let command = try shelf.open()
        for _ in 0..<3 {
            try await server.fill(5)
            try await command.fill(3)
        }
        #expect(try server.size() == 24)
        let positions = try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<60 {
                group.addTask {
                    try await (number % 2 == 0 ? server : command).write(by: "register", holder: nil) {
                        try $0.note("compact/\(number % 3)")
                    }.0
                }
            }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(positions.sorted() == Array(24..<84))
        #expect(try server.read { $0.root } == command.read { $0.root })
        #expect(try command.check() == [])
    }

    @Test func `a reader sees one moment while others write`() async throws {
        let book = try shelf.create()
        let other = try shelf.open()
        try await book.fill(2)
        try book.read { reader throws in
            try other.pool.write { try $0.execute(sql: "INSERT INTO claim VALUES ('code', '926', 'authority/a')") }
            #expect(try reader.claims().isEmpty)
            #expect(try reader.entries(from: 0, limit: 9).count == reader.size)
        }
        #expect(try book.read { try $0.claim("code", "926") } == "authority/a")
    }

    @Test func `a page reads what it has written itself`() async throws {
        let book = try shelf.create()
        try await book.fill(255)
        _ = try await book.write(by: "register", holder: nil) { page in
            try page.note("compact/a")
            let reader = page.reader
            #expect(reader.size == 256)
            #expect(try reader.entries(of: "compact/a").count == 1)
            #expect(try reader.root(of: 256) == reader.root)
            #expect(try reader.tile(level: 1, index: 0, width: 1) == [reader.root])
        }
    }

    // MARK: Claims, drawer, files

    @Test func `a name belongs to one subject until it is given back`() async throws {
        let book = try shelf.create()
        _ = try await book.write(by: "register", holder: nil) { page in
            try page.claim("compact", "2003/926", for: "compact/a")
            try page.claim("compact", "2003/926", for: "compact/a")
            try page.claim("body", "2003/926", for: "authority/b")
        }
        let taken = await #expect(throws: Taken.self) {
            try await book.write(by: "register", holder: nil) { try $0.claim("compact", "2003/926", for: "compact/b") }
        }
        #expect(taken?.claim == Claim(kind: "compact", key: "2003/926", subject: "compact/a"))
        let (released, _) = try await book.write(by: "register", holder: nil) { page in
            let released = [try page.release("compact", "2003/926"), try page.release("compact", "2003/926")]
            try page.claim("compact", "2003/926", for: "compact/b")
            return released
        }
        #expect(released == [true, false])
        #expect(
            try book.read { try $0.claims() } == [
                Claim(kind: "body", key: "2003/926", subject: "authority/b"),
                Claim(kind: "compact", key: "2003/926", subject: "compact/b"),
            ])
    }

    @Test func `a row of the drawer is changed only by who read its last revision`() async throws {
        let book = try shelf.create()
        func put(_ json: String, expecting revision: Int?, owner: String? = "authority/a") async throws -> Int {
            try await book.write(by: "seat/a", holder: nil) {
                try $0.put(kind: "draft", key: "x", owner: owner, json: utf8(json), expecting: revision)
            }.0
        }
        await #expect(throws: Refusal.stale(0)) { try await put("{}", expecting: 1) }
        #expect(try await put(#"{"n":1}"#, expecting: 0) == 1)
        await #expect(throws: Refusal.stale(1)) { try await put("{}", expecting: 0) }
        #expect(try await put(#"{"n":2}"#, expecting: 1) == 2)
        await #expect(throws: Refusal.stale(2)) { try await put("{}", expecting: 1) }
        #expect(try await put("", expecting: nil, owner: nil) == 3)
        let row = try book.read { try $0.row(kind: "draft", key: "x") }
        #expect(row == DrawerRow(kind: "draft", key: "x", owner: nil, revision: 3, json: []))
        let (removed, _) = try await book.write(by: "seat/a", holder: nil) { page in
            [try page.remove(kind: "draft", key: "x"), try page.remove(kind: "draft", key: "x")]
        }
        #expect(removed == [true, false])
        #expect(try book.read { try $0.row(kind: "draft", key: "x") } == nil)
    }

    @Test func `the drawer is read by kind and owner`() async throws {
        let book = try shelf.create()
        _ = try await book.write(by: "operator", holder: nil) { page in
            for (kind, key, owner) in [
                ("draft", "b", "authority/a"), ("draft", "a", "authority/a"), ("draft", "c", "authority/b"),
                ("draft", "d", nil), ("session", "a", "authority/a"),
            ] {
                try page.put(kind: kind, key: key, owner: owner, json: utf8("{}"), expecting: 0)
            }
        }
        try book.read { reader throws in
            #expect(try reader.rows(kind: "draft").map(\.key) == ["a", "b", "c", "d"])
            #expect(try reader.rows(kind: "draft", owner: "authority/a").map(\.key) == ["a", "b"])
            #expect(try reader.rows(kind: "draft", owner: nil).map(\.key) == ["d"])
            #expect(try reader.rows(kind: "account").isEmpty)
            let plan = try Row.fetchAll(
                reader.db,
                sql: "EXPLAIN QUERY PLAN SELECT * FROM drawer WHERE kind = 'draft' AND owner IS 'authority/a'")
            #expect(plan.map { $0["detail"] as String }.allSatisfy { $0.contains("drawer_owner") })
        }
    }

    @Test func `a key with a zero byte is never taken for the one before the zero`() async throws {
        let book = try shelf.create()
        _ = try await book.write(by: "operator", holder: nil) { page in
            try page.put(kind: "account", key: "jo", owner: nil, json: utf8("{}"), expecting: 0)
            try page.claim("code", "926", for: "authority/a")
        }
        try await book.fill(1)
        try book.read { reader throws in
            #expect(try reader.row(kind: "account", key: "jo\u{0}x") == nil)
            #expect(try reader.claim("code", "926\u{0}") == nil)
            #expect(try reader.entries(of: "compact/0\u{0}").isEmpty)
        }
        let error = await #expect(throws: StoreError.self) {
            try await book.write(by: "operator", holder: nil) { try $0.remove(kind: "account", key: "jo\u{0}x") }
        }
        #expect(error?.kind == .misuse)
    }

    @Test(arguments: [0, 1, 1 << 20, (1 << 20) + 1, 5 << 19])
    func `a file of any length comes back whole`(_ length: Int) async throws {
        let book = try shelf.create()
        let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 9) }
        let (digest, _) = try await book.write(by: "operator", holder: nil) { try $0.keep(bytes, type: "text/csv") }
        let (again, _) = try await book.write(by: "operator", holder: nil) { try $0.keep(bytes, type: "text/plain") }
        #expect(digest == Digest(of: bytes))
        #expect(again == digest)
        let file = try #require(try book.read { try $0.file(digest) })
        #expect(file.bytes == bytes)
        #expect(file.type == "text/csv")
        #expect(file.kept == shelf.clock.now())
        let pieces = try await book.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM piece") }
        #expect(pieces == (length + (1 << 20) - 1) >> 20)
        #expect(try book.check() == [])
        let (erased, _) = try await book.write(by: "operator", holder: nil) { try $0.erase(file: digest) }
        #expect(erased)
        #expect(try book.read { try $0.file(digest) } == nil)
        #expect(try await book.pool.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM piece") } == 0)
    }

    // MARK: Erasing

    @Test func `an erased text is in no file, and every proof still holds`() async throws {
        let book = try shelf.create()
        let secret = "A sentence that nobody is to read again"
        let sealed = Randomness.system.seal(secret)
        try await book.fill(3)
        _ = try await book.write(by: "member/a", holder: nil) { page in
            try page.append(
                "compact.noted.1", body: utf8(#"{"text":"\#(sealed.digest)"}"#),
                disclosures: [(sealed.digest, try #require(sealed.disclosure))], to: "compact/a", after: 0)
        }
        let before = try book.read { $0.root }
        #expect(try shelf.holds(secret))
        let (erased, _) = try await book.write(by: "operator", holder: nil) { page in
            let erased = [try page.erase(disclosure: sealed.digest), try page.erase(disclosure: sealed.digest)]
            try page.note("compact/a", #"{"erased":true}"#)
            return erased
        }
        #expect(erased == [true, false])
        try await book.sweep()
        #expect(try !shelf.holds(secret))
        try book.read { reader throws in
            #expect(try reader.disclosure(of: sealed.digest) == nil)
            let entry = try #require(try reader.entry(at: 3))
            #expect(try reader.inclusion(of: 3, in: 5).verify(leaf: entry.leaf, root: reader.root))
            #expect(try reader.consistency(from: 4, to: 5).verify(old: before, new: reader.root))
        }
        #expect(try book.check() == [])
    }

    @Test func `an empty text can be sealed, and a text of another seal cannot`() async throws {
        let book = try shelf.create()
        let empty = Randomness.system.seal("")
        let other = Randomness.system.seal("other")
        _ = try await book.write(by: "member/a", holder: empty) { try $0.note("compact/a") }
        #expect(try book.read { try $0.disclosure(of: empty.digest) } == empty.disclosure)
        let error = await #expect(throws: StoreError.self) {
            try await book.write(by: "member/a", holder: nil) { page in
                try page.append(
                    "compact.noted.1", body: utf8("{}"), disclosures: [(other.digest, try #require(empty.disclosure))],
                    to: "compact/b", after: 0)
            }
        }
        #expect(error?.kind == .misuse)
        #expect(try book.size() == 1)
    }

    // MARK: The file

    @Test func `a record goes on where it was closed`() async throws {
        let book = try shelf.create()
        try await book.fill(300)
        let checkpoint = try book.read { try $0.checkpoint() }
        try book.close()
        #expect(throws: StoreError.self) { try book.size() }
        await #expect(throws: StoreError.self) {
            try await book.write(by: "register", holder: nil) { try $0.note("compact/a") }
        }
        let again = try shelf.open()
        #expect(again.origin == "concordat.test/record")
        #expect(try again.read { try $0.checkpoint() } == checkpoint)
        try await again.fill(1)
        #expect(try again.size() == 301)
        #expect(try again.check() == [])
    }

    @Test func `every commit reaches the disk, and what is deleted is overwritten`() throws {
        let book = try shelf.create()
        func pragma(_ name: String) throws -> String? {
            try book.pool.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA \(name)") }
        }
        #expect(try pragma("synchronous") == "2")
        #expect(try pragma("journal_mode") == "wal")
        #expect(try pragma("secure_delete") == "1")
        #expect(try pragma("foreign_keys") == "1")
    }

    @Test func `a record is begun once, under a name that a log can have`() async throws {
        let book = try shelf.create()
        try await book.fill(1)
        #expect(throws: StoreError.self) { try shelf.create() }
        #expect(try shelf.open().size() == 1)
        for origin in ["", "two words", "a+b", "caf\u{E9}"] {
            let error = #expect(throws: StoreError.self) {
                try Book.create(
                    at: shelf.folder + "/other", origin: origin, clock: shelf.clock.now, randomness: .system)
            }
            #expect(error?.kind == .misuse)
        }
        #expect(!FileManager.default.fileExists(atPath: shelf.folder + "/other"))
    }

    @Test func `what is no record is not opened, and stays as it was`() throws {
        #expect(throws: StoreError.self) { try shelf.open() }
        #expect(!FileManager.default.fileExists(atPath: shelf.path))
        try shelf.tamper("CREATE TABLE other (a)")
        let before = try shelf.bytes(of: "record.sqlite")
        let error = #expect(throws: StoreError.self) { try shelf.open() }
        #expect(error?.kind == .notARecord)
        #expect(throws: StoreError.self) { try shelf.create() }
        #expect(try shelf.bytes(of: "record.sqlite") == before)
    }

    @Test func `a record of a later version is not opened`() throws {
        try shelf.create().close()
        try shelf.tamper("PRAGMA user_version = 4")
        let error = #expect(throws: StoreError.self) { try shelf.open() }
        #expect(error?.kind == .notARecord)
    }

    @Test func `a copy is a record that goes on by itself`() async throws {
        let book = try shelf.create()
        try await book.fill(260)
        _ = try await book.write(by: "operator", holder: nil) { try $0.keep(utf8("a,b"), type: "text/csv") }
        try book.copy(to: shelf.folder + "/copy")
        #expect(throws: StoreError.self) { try book.copy(to: shelf.folder + "/copy") }
        let copy = try shelf.open(shelf.folder + "/copy")
        #expect(try copy.read { try $0.checkpoint() } == book.read { try $0.checkpoint() })
        try await copy.fill(1)
        #expect(try copy.check() == [])
        #expect(try book.size() == 260)
    }

    @Test func `a full disk, one that may not be written and a busy one are told apart, and pass`() async throws {
        let book = try shelf.create()
        try await book.fill(1)
        func set(_ pragma: String) throws {
            try book.pool.writeWithoutTransaction { _ = try Row.fetchAll($0, sql: "PRAGMA \(pragma)") }
        }
        func failure() async -> StoreError? {
            await #expect(throws: StoreError.self) {
                try await book.write(by: "operator", holder: nil) { page in
                    try page.note("compact/0")
                    return try page.keep(Array(repeating: 1, count: 1 << 20), type: "text/plain")
                }
            }
        }
        try set("max_page_count = 60")
        let full = await failure()
        #expect(full?.kind == .full)
        #expect(full?.code == 13)
        #expect(full?.statement?.contains("INSERT INTO piece") == true)
        try set("max_page_count = 1000000")
        try set("query_only = ON")
        #expect(await failure()?.kind == .readOnly)
        try set("query_only = OFF")
        try set("busy_timeout = 1")
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: shelf.path, configuration: configuration)
        try await other.writeWithoutTransaction { try $0.beginTransaction(.immediate) }
        #expect(await failure()?.kind == .busy)
        try await other.writeWithoutTransaction { try $0.rollback() }
        #expect(try book.size() == 1)
        try await book.fill(1)
        #expect(try book.check() == [])
    }

    @Test func `a damaged file is said to be damaged`() async throws {
        let book = try shelf.create()
        try await book.fill(300)
        try await book.sweep()
        try book.close()
        var bytes = try shelf.bytes(of: "record.sqlite")
        for place in 4096..<bytes.count { bytes[place] = 0xA5 }
        try Data(bytes).write(to: URL(filePath: shelf.path))
        let error = #expect(throws: StoreError.self) {
            try shelf.open().read { try $0.entries(from: 0, limit: 300).count }
        }
        #expect(error?.kind == .corrupt)
        #expect(error?.description.hasPrefix("the store failed, corrupt: ") == true)
    }
}

extension Shelf {
    func holds(_ text: String) throws -> Bool {
        try ["record.sqlite", "record.sqlite-wal"].contains { name in
            let bytes = Data(try self.bytes(of: name))
            return bytes.firstRange(of: Data(text.utf8)) != nil
        }
    }
}

/// Holds the writer's thread in a body until others wait behind it.
private final class Gate: Sendable {
    private let semaphore = DispatchSemaphore(value: 0)
    private let arrival = AsyncStream.makeStream(of: Void.self)

    func hold() {
        arrival.continuation.finish()
        semaphore.wait()
    }

    func reached() async { for await _ in arrival.stream {} }

    func open() { semaphore.signal() }
}

/// Counts the commits of a connection, and refuses them on demand.
private final class Commits: TransactionObserver, Sendable {
    struct Failure: Error {}

    private let state = Mutex((count: 0, fails: false))

    var count: Int { state.withLock { $0.count } }

    func fail() { state.withLock { $0.fails = true } }

    func recover() { state.withLock { $0.fails = false } }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { false }

    func databaseDidChange(with event: DatabaseEvent) {}

    func databaseWillCommit() throws { if state.withLock({ $0.fails }) { throw Failure() } }

    func databaseDidCommit(_ db: Database) { state.withLock { $0.count += 1 } }

    func databaseDidRollback(_ db: Database) {}
}
