import Domain
@testable import Exchange
import FoundationEssentials
import GRDB
import Merkle
import Probes
import Record
import Register
import Signatures
import Testing
import Vocabulary

/// Any bit of what is stored, shown or taken away: turned over, it is refused, and the answer names where it was.
/// `make fuzz` turns over as many bits of a bundle as it has time for; here it is a sample of each place.
@Suite struct FlipTests {
    @Test func `a bit of any file of a bundle is noticed, and the file is named`() async throws {
        let world = try await World()
        let trust = try world.trust
        let files = try Exchange.Bundle(of: world.compact, from: world.register, for: .everyone).files
        let small = files.filter { $0.key == "checkpoint" || $0.key.hasPrefix("signatures/") }
        let flips = Flip.some(files, step: 101) + Flip.some(small, step: 13)
        let missed = try await Flip.missed(flips, in: files) { await Exchange.Bundle(files: $0).verify(by: trust) }
        #expect(missed == [])
        // Whoever has neither root nor key is told of damage all the same.
        let alone = try await Flip.missed(Flip.some(files, step: 499), in: files) {
            await Exchange.Bundle(files: $0).verify(by: Trust())
        }
        #expect(alone == [])
    }

    @Test func `a bit of an archive is noticed before or behind the walls of its files`() async throws {
        let world = try await World()
        let trust = try world.trust
        let bundle = try Exchange.Bundle(of: world.compact, from: world.register, for: .everyone)
        let archive = ["archive": try bundle.archive(folder: "compact")]
        // Headers, the room behind a file, and the two empty blocks at the end; the files are looked at above.
        let places = Flip.some(archive, step: 1).filter { $0.byte < 512 || $0.byte % 512 == 511 || $0.byte % 7919 == 0 }
        var unnoticed: [Flip] = []
        for flip in places {
            let made = flip.made(in: archive)["archive"] ?? []
            guard let read = try? Exchange.Bundle(archive: made) else { continue }
            if await read.verify(by: trust).verdict != .refused { unnoticed.append(flip) }
        }
        #expect(unnoticed == [])
    }

    @Test func `a bit of anything that a register shows is noticed, and its address is named`() async throws {
        let world = try await World()
        let (register, trust) = (world.register, try world.trust)
        let since = try register.checkpoint()
        _ = try await register.enter(
            Randomness.system.identifier(), sort: .association, name: "Another", code: "another")
        let shown = try Shown(register).answers
        #expect(shown.count > 20)
        @Sendable func check(_ answers: [String: [UInt8]], _ trust: Trust) async throws -> Verification {
            try await RecordCheck { path, _ in answers[path] }.run(by: trust)
        }
        #expect(try await check(shown, trust).verdict == .verified)
        let few = shown.filter { !$0.key.hasPrefix("entries/") && !$0.key.hasPrefix("tile/") }
        var later = trust
        later.since = since
        for (trust, flips) in [
            (trust, Flip.some(shown, step: 307) + Flip.some(few, step: 7)), (later, Flip.some(shown, step: 2003)),
            (Trust(), Flip.some(shown, step: 1009) + Flip.some(few, step: 11)),
        ] {
            #expect(try await Flip.missed(flips, in: shown) { try await check($0, trust) } == [])
        }
        // The checkpoint that was kept, by whoever kept it.
        let kept = ["the earlier checkpoint": Array(since.utf8)]
        for trust in [trust, Trust()] {
            let missed = try await Flip.missed(Flip.some(kept, step: 3), in: kept) { changed in
                var trust = trust
                trust.since = String(decoding: changed["the earlier checkpoint"] ?? [], as: UTF8.self)
                return try await check(shown, trust)
            }
            #expect(missed == [])
        }
    }

    @Test func `a bit of any stored row is noticed, and its table and row are named`() async throws {
        let world = try await World()
        let folder = world.folder + "/flipped"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try world.register.book.copy(to: folder + "/record.sqlite")
        #expect(await problems(in: folder, ofRegister: true) == [])
        let vandal = try Vandal(folder + "/record.sqlite")
        let cells = try vandal.cells()
        // Nodes stand above 256 entries; the tests of Record turn them over.
        #expect(Set(cells.map(\.table)) == ["head", "entry", "disclosure", "claim", "drawer", "file", "piece"])
        var missed: [String] = []
        for cell in cells {
            try vandal.turn(cell)
            let found = await problems(in: folder, ofRegister: ["claim", "drawer"].contains(cell.table))
            if !found.contains(where: { $0.contains(cell.named) }) { missed.append("\(cell): \(found.prefix(3))") }
            try vandal.turnBack(cell)
        }
        #expect(missed == [])
        #expect(await problems(in: folder, ofRegister: true) == [], "all is as it was")
    }

    /// What `rebuild --check` says of the store, and of what the register makes of it, or why it cannot be opened at all.
    private func problems(in folder: String, ofRegister: Bool) async -> [String] {
        do {
            guard ofRegister else {
                let book = try Book(opening: folder + "/record.sqlite", clock: Clock().now, randomness: .system)
                let problems = try book.check()
                try book.close()
                return problems
            }
            let register = try await Register(in: folder, origin: "", clock: Clock().now, randomness: .system)
            let problems = try await register.check(in: folder + "/scratch")
            try register.close()
            return problems
        } catch {
            return ["\(error)"]
        }
    }
}

/// What a register shows to everybody, address by address.
private struct Shown {
    var answers: [String: [UInt8]] = [:]

    init(_ register: Register) throws {
        let size = try register.size()
        answers = [
            "checkpoint": Array(try register.checkpoint().utf8), "vkey": Array("\(register.verifierKey)\n".utf8),
            "root": Array(register.rootCertificate.utf8),
        ]
        for tile in Tile.all(size: size) { answers[tile.path] = try register.tile(tile.path) }
        for position in 0..<size {
            do {
                answers["entries/\(position)"] = try register.envelope(position, for: .everyone)
            } catch is NotFound {}
        }
    }
}

/// Somebody with the file in hand, whom no trigger stops.
private final class Vandal {
    private let queue: DatabaseQueue

    /// What nothing else speaks of, as docs/decisions/0014 says: none of it is on the record.
    private static let unbound: Set = ["file.type", "file.kept", "drawer.revision", "drawer.owner", "head.only"]

    /// The first and the last row of a table, in one column.
    struct Cell: CustomStringConvertible {
        let table: String
        let column: String
        let whole: [String: DatabaseValue]
        let turned: DatabaseValue
        /// What an answer must say to name it.
        let named: String

        var description: String { "\(table).\(column), \(named)" }
    }

    init(_ path: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { try $0.execute(sql: "PRAGMA ignore_check_constraints = ON") }
        queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { db in
            for trigger in try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'") {
                try db.execute(sql: "DROP TRIGGER \(trigger)")
            }
        }
    }

    func cells() throws -> [Cell] {
        try queue.read { db in
            var cells: [Cell] = []
            for table in ["head", "entry", "node", "disclosure", "claim", "drawer", "file", "piece"] {
                let kept = table == "drawer" ? "WHERE kind IN ('key', 'signing-key') ORDER BY kind" : ""
                let rows = try Row.fetchAll(db, sql: "SELECT * FROM \(table) \(kept)")
                for index in Set([0, rows.count - 1]).sorted() where rows.indices.contains(index) {
                    let whole = Dictionary(uniqueKeysWithValues: rows[index].map { ($0, $1) })
                    for (number, column) in rows[index].columnNames.enumerated()
                    where !Vandal.unbound.contains("\(table).\(column)") {
                        guard let turned = Vandal.turned(whole[column] ?? .null, bit: index + number) else { continue }
                        // An entry is named by its position; a piece by its file.
                        let named =
                            table == "entry"
                            ? "entry \(column == "position" ? turned : whole["position"] ?? .null)"
                            : table == "piece" ? "file" : table
                        cells.append(
                            Cell(table: table, column: column, whole: whole, turned: turned, named: named))
                    }
                }
            }
            return cells
        }
    }

    func turn(_ cell: Cell) throws { try put(cell.turned, in: cell, where: cell.whole) }

    func turnBack(_ cell: Cell) throws {
        try put(
            cell.whole[cell.column] ?? .null, in: cell,
            where: cell.whole.merging([cell.column: cell.turned]) { $1 })
    }

    private func put(_ value: DatabaseValue, in cell: Cell, where row: [String: DatabaseValue]) throws {
        let columns = row.keys.sorted()
        try queue.write { db in
            try db.execute(
                sql: """
                    UPDATE \(cell.table) SET "\(cell.column)" = ?
                    WHERE \(columns.map { "\"\($0)\" IS ?" }.joined(separator: " AND "))
                    """, arguments: StatementArguments([value] + columns.compactMap { row[$0] }))
            #expect(db.changesCount == 1, "\(cell)")
        }
    }

    /// One bit in the middle, of those that leave a text a text.
    private static func turned(_ value: DatabaseValue, bit: Int) -> DatabaseValue? {
        switch value.storage {
        case .int64(let number):
            // High enough to meet no other row.
            return (number ^ 1 << Int64(20 + bit % 8)).databaseValue
        case .string(let text):
            var bytes = Array(text.utf8)
            bytes[bytes.count / 2] ^= 1
            return String(decoding: bytes, as: UTF8.self).databaseValue
        case .blob(let data):
            var bytes = data
            guard !bytes.isEmpty else { return nil }
            bytes[bytes.startIndex + bytes.count / 2] ^= 1 << (bit % 8)
            return bytes.databaseValue
        default: return nil
        }
    }
}
