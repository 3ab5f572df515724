import Domain
import Foundation
import GRDB
import Synchronization
import Testing
import Views
import Vocabulary

/// What SQLite does to answer each list: with 150 authorities and twenty years, no page may read a whole table.
@Suite struct QueryPlanTests {
    let views: Views
    let body = Identifier<Body>(random: Array(repeating: 7, count: 10))
    let seat = Identifier<Seat>(random: Array(repeating: 9, count: 10))
    let year = AcademicYear(start: 2003)!
    let today = Day(2004, 1, 5)!
    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/plans-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let nothing = Source(entries: { _, _ in [] }, history: { _, _ in [] }, disclosures: { _ in [:] })
        views = try Views(in: folder, source: nothing)
    }

    private var viewers: [Viewer] { [.everyone, Viewer(body: body, seat: seat)] }

    /// The steps of the plans of all statements that a question runs, the file closed and gone afterwards.
    private func plan(_ question: () throws -> Void) throws -> [String] {
        let statements = Mutex<[String]>([])
        try views.read { db in
            db.trace { event in
                if case .statement(let statement) = event, statement.sql.contains("SELECT") {
                    statements.withLock { $0.append(statement.expandedSQL) }
                }
            }
        }
        try question()
        try views.read { $0.trace() }
        let steps = try views.read { db in
            try statements.withLock { $0 }.flatMap { sql in
                try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql).map { $0["detail"] as String }
            }
        }
        try views.close()
        try FileManager.default.removeItem(atPath: folder)
        return steps
    }

    /// The steps that read all of a table. The index for everyone's latest steps holds only those, and is left at the limit;
    /// the search engine reads its own settings, a row or two.
    private func scans(_ plan: [String]) -> [String] {
        plan.filter { step in
            step.hasPrefix("SCAN ") && !step.hasPrefix("SCAN (") && !step.contains("VIRTUAL TABLE")
                && !step.hasPrefix("SCAN main.search_") && step != "SCAN CONSTANT ROW"
                // These two hold what is asked for, and no more.
                && step != "SCAN step USING INDEX stepForEveryone"
                && step != "SCAN agreement USING INDEX agreementUnsettled"
        }
    }

    @Test func `a list of agreements goes by an index, whatever is asked and whoever asks`() throws {
        let plan = try plan {
            for viewer in viewers {
                for kind in [nil] + Kinds.names {
                    for mask in 0..<16 {
                        var filter = AgreementFilter()
                        filter.kind = kind
                        filter.year = mask & 1 == 0 ? nil : year
                        filter.authority = mask & 2 == 0 ? nil : "926"
                        filter.area = mask & 4 == 0 ? nil : "a"
                        filter.state = mask & 8 == 0 ? nil : .inForce
                        _ = try views.agreements(filter, for: viewer, today: today)
                    }
                    _ = try views.years(of: kind, for: viewer, today: today)
                }
                for state in AgreementState.allCases {
                    var filter = AgreementFilter()
                    filter.state = state
                    _ = try views.agreements(filter, for: viewer, today: today)
                }
            }
        }
        #expect(plan.contains { $0.hasPrefix("SEARCH agreement USING INDEX") })
        #expect(scans(plan) == [])
    }

    @Test func `what the home page shows goes by an index`() throws {
        let plan = try plan {
            _ = try views.counts(today: today)
            _ = try views.latest(CompactKind.name, limit: 5, today: today)
            _ = try views.latestSteps(limit: 10, today: today)
            _ = try views.agendas(for: .everyone, today: today)
        }
        #expect(plan.contains("SCAN step USING INDEX stepForEveryone"))
        #expect(plan.contains { $0.contains("agreementByPublication (kind=? AND publicFrom") })
        #expect(scans(plan) == [])
    }

    @Test func `the list of authorities and an agenda's choices go by an index`() throws {
        let statement = Identifier<Domain.Statement>(random: Array(repeating: 3, count: 10))
        let plan = try plan {
            for viewer in viewers {
                for mask in 0..<16 {
                    var filter = AuthorityFilter()
                    filter.region = mask & 1 == 0 ? nil : "London"
                    filter.kind = mask & 2 == 0 ? nil : "county"
                    filter.compact = mask & 4 == 0 ? nil : year
                    filter.name = mask & 8 == 0 ? nil : "nor"
                    _ = try views.authorities(filter, for: viewer, today: today)
                }
                _ = try views.choices(in: statement, for: viewer, today: today)
            }
            for sort in Body.Sort.allCases { _ = try views.bodies(sort, on: today) }
        }
        #expect(plan.contains { $0.contains("partyOfBody (body=?") })
        #expect(plan.contains { $0.contains("agreementUnder (statement=?") })
        #expect(scans(plan) == [])
    }

    @Test func `a list is in the order of its index, and an area finds the compacts that chose it`() throws {
        let plan = try plan {
            var filter = AgreementFilter()
            filter.kind = CompactKind.name
            _ = try views.agreements(filter, for: .everyone, today: today)
            filter.area = "a"
            _ = try views.agreements(filter, for: .everyone, today: today)
            filter.authority = "926"
            _ = try views.agreements(filter, for: .everyone, today: today)
        }
        #expect(plan.contains { $0.contains("COVERING INDEX agreementByKind (kind=?)") })
        #expect(plan.contains { $0.contains("areaByCode (code=?)") })
        #expect(plan.contains { $0.contains("partyOfBody (body=?") })
        #expect(scans(plan) == [])
    }

    @Test func `what everyone's page of an agreement rests on is found without reading entries`() throws {
        let plan = try plan {
            _ = try views.footing(of: "aaaaaaaaaaaaaaaa", kind: "compact", today: today)
        }
        // The last row of a table is found without its others.
        #expect(plan.contains { $0.contains("SEARCH entry") })
        #expect(scans(plan) == [])
    }

    @Test func `a search reads what it found and no more`() throws {
        let plan = try plan {
            for viewer in viewers { _ = try views.search("literacy \"schools", for: viewer, today: today) }
        }
        #expect(plan.contains { $0.hasPrefix("SCAN search VIRTUAL TABLE") })
        #expect(plan.contains { $0.hasPrefix("SEARCH found USING INTEGER PRIMARY KEY") })
        #expect(scans(plan) == [])
    }

    @Test func `a desk and the steps of an agreement go by an index`() throws {
        let plan = try plan {
            _ = try views.desk(of: body, seat: seat, today: today)
            for viewer in viewers {
                _ = try views.steps(of: "aaaaaaaaaaaaaaaa", line: nil, for: viewer, today: today)
                _ = try views.mayRead(entry: 7, viewer, today: today)
            }
        }
        // The Department is a party to every compact there ever was: a desk begins with what is not yet signed.
        #expect(plan.contains { $0.contains("SCAN agreement USING INDEX agreementUnsettled") })
        #expect(plan.contains { $0.contains("partyOfBody (body=?") })
        #expect(plan.contains { $0.contains("stepOfAgreement (agreement=?") })
        #expect(scans(plan) == [])
    }
}
