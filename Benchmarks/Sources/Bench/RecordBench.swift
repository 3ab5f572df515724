import Domain
import Foundation
import GRDB
import Record
import Register
import Vocabulary

/// The record: one change after the other, many at once, and the whole tree.
extension Bench {
    /// Twenty compacts of 200 entries, and acts on their lines.
    private struct Acts: Sendable {
        let register: Register
        let compacts: [Identifier<Compact>]
        let lines: [Identifier<Line>]
        let side: Identifier<Body>

        init(in folder: String) async throws {
            register = try await Register(
                in: folder, origin: "bench.example/record", clock: Bench.now, randomness: .system)
            let randomness = Randomness.system
            let bodies = (0..<2).map { _ in randomness.identifier(of: Body.self) }
            let compacts = (0..<20).map { _ in randomness.identifier(of: Compact.self) }
            let lines = (0..<100).map { _ in randomness.identifier(of: Line.self) }
            try await register.enter(bodies[0], sort: .department, name: "Department", code: "dfes")
            try await register.enter(bodies[1], sort: .association, name: "Association", code: "lga")
            for id in compacts {
                try await register.change(by: .operator) { page in
                    var events: [AgreementEvent] = [
                        .opened(title: "Bench", parties: bodies, author: bodies[0], framework: Framework())
                    ]
                    for (number, line) in lines.enumerated() {
                        let text = "Line \(number): " + String(repeating: "raise attainment in every school ", count: 6)
                        events.append(
                            .lineProposed(
                                line: line, revision: 1, content: .term(text: text), side: bodies[0], after: nil))
                    }
                    for line in lines.dropLast() {
                        events.append(.lineAccepted(line: line, revision: 1, side: bodies[1]))
                    }
                    try page.open(id, events)
                }
            }
            (self.compacts, self.lines, side) = (compacts, lines, bodies[1])
        }

        /// One act: a rule reads the compact, and its event is kept and shown.
        func act(_ number: Int) async throws {
            let (line, side) = (lines[number % lines.count], side)
            let id = compacts[number % compacts.count]
            try await register.change(by: .operator) { page in
                let compact = try page.load(id)
                guard let revision = compact.lines[line]?.revision else { return }
                try page.append([.lineAccepted(line: line, revision: revision, side: side)], to: compact)
            }
        }
    }

    /// One durable change through `change`, on a compact of 200 entries, alone and 64 at once, beside SQLite's own durable
    /// commits of one row. Both take turns, since a disk's speed changes from one second to the next.
    static func changes(in folder: String) async throws {
        let queue = try DatabasePool(path: "\(folder)/raw.sqlite")
        try await queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            try db.execute(sql: "CREATE TABLE line (id INTEGER PRIMARY KEY, bytes BLOB) STRICT")
        }
        let row = Data(repeating: 7, count: 600)
        let acts = try await Acts(in: "\(folder)/register")
        for number in 0..<200 { try await acts.act(number) }
        let (rounds, each) = (20, 50)
        var (raw, alone, many) = (0.0, 0.0, 0.0)
        for round in 0..<rounds {
            raw += try await queue.writeWithoutTransaction { db in
                let statement = try db.cachedStatement(sql: "INSERT INTO line (bytes) VALUES (?)")
                return try seconds { for _ in 0..<each { try statement.execute(arguments: [row]) } }
            }
            alone += try await seconds { for number in 0..<each { try await acts.act(round * each + number) } }
            many += try await seconds {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for writer in 0..<64 {
                        group.addTask { for number in 0..<5 { try await acts.act(writer + number) } }
                    }
                    try await group.waitForAll()
                }
            }
        }
        let single = Double(rounds * each) / alone
        report(
            "durable changes, one at a time", single, "SQLite's durable commits of one row",
            Double(rounds * each) / raw, goal: "0.6")
        report(
            "durable changes, 64 at once", Double(rounds * 64 * 5) / many, "durable changes, one at a time", single,
            goal: "5")
        try acts.register.close()
    }

    /// The tree of 200,000 entries from the bytes of their envelopes, beside a million a second.
    static func wholeTree(in folder: String) async throws {
        let register = try await Register(
            in: "\(folder)/tree", origin: "bench.example/tree", clock: now, randomness: .system)
        let body = Array("{\"text\":\"\(String(repeating: "x", count: 300))\"}".utf8)
        let count = 200_000
        for start in stride(from: 0, to: count, by: 20_000) {
            _ = try await register.book.write(by: "operator", holder: nil) { page in
                for number in start..<start + 20_000 {
                    let subject = "bench/\(number % 1000)"
                    try page.append(
                        "bench.happened.1", body: body, to: subject, after: try page.reader.sequence(of: subject))
                }
            }
        }
        _ = try register.book.wholeTree()
        let time = try seconds {
            let tree = try register.book.wholeTree()
            precondition(tree.root == tree.said && tree.size == count)
        }
        report("entries of a whole tree verified", Double(count) / time, "the goal", 1_000_000, goal: "1")
        try register.close()
    }

    static func seconds(_ work: () throws -> Void) rethrows -> Double {
        let start = ContinuousClock.now
        try work()
        return seconds(since: start)
    }

    static func seconds(_ work: () async throws -> Void) async rethrows -> Double {
        let start = ContinuousClock.now
        try await work()
        return seconds(since: start)
    }
}
