import Domain
import GRDB
import Pathfinders
import Synchronization
import Testing
import Vocabulary

@testable import Views

/// What SQLite does to answer each question of a page and a list when there is something to find: `QueryPlanTests` asks of
/// empty tables, where a page's later questions are never put.
@Suite struct PageQueryPlanTests {
    /// Five years of compacts, some negotiated and some signed.
    private static func chronicle() throws -> Chronicle {
        let chronicle = try Chronicle()
        let cast = chronicle.cast
        for year in 2003..<2008 {
            let statement = try cast.signedStatement(year: year)
            try chronicle.append(statement)
            guard let agenda = statement.agreement.agenda else { continue }
            for (index, authority) in cast.authorities.enumerated() {
                let story =
                    try index % 2 == 0
                    ? cast.signedCompact(authority, under: agenda, asking: ["Fewer returns from schools."])
                    : cast.sentCompact(authority, under: agenda)
                try chronicle.append(story)
            }
        }
        for ending in [false, true] { _ = try MoneyViewTests.told(chronicle, ending: ending) }
        let statement = try cast.signedStatement(year: 2002)
        try chronicle.append(statement)
        if let agenda = statement.agreement.agenda {
            var story = try cast.signedCompact(cast.norfolk, under: agenda)
            let variation = try cast.signedVariation(of: story, by: cast.norfolk, agenda: agenda) {
                draft, circumstances in
                try draft.put(.term(text: "New."), as: cast.identifier(), in: circumstances)
            }
            let told = story.history.count
            try chronicle.append(story)
            try chronicle.append(variation)
            try story.takeUp(variation)
            try chronicle.append(Array(story.history.dropFirst(told)), to: story.agreement.id)
        }
        return chronicle
    }

    @Test func `no question reads a whole table`() async throws {
        let (chronicle, folder) = (try Self.chronicle(), try Folder())
        let asked = Asked()
        let views = try Views(in: folder.path, source: chronicle.source, batch: 4000) { asked.add($0) }
        try await views.reach(chronicle.size)
        let cast = chronicle.cast
        let today = try #require(Day(2010, 1, 1))
        let year = try #require(AcademicYear(start: 2005))
        let id = try #require(try views.latest("compact", limit: 1, today: today).first?.id)
        let statement = try #require(try views.agenda(year, for: .everyone, today: today)?.statement)
        asked.forget()
        let viewers = [nil, cast.norfolk.id, cast.department.id].map { Viewer(body: $0, seat: nil) }
        for viewer in viewers {
            #expect(try views.agreements(AgreementFilter(), for: viewer, today: today).total > 15)
            let page = try #require(try views.agreement(id, kind: "compact", for: viewer, today: today))
            for line in page.lines.prefix(2) {
                _ = try views.versions(of: line.id, in: id, for: viewer)
                _ = try views.steps(of: id, line: line.id, for: viewer, today: today)
            }
            _ = try views.versions(in: id, for: viewer)
            let promised = try #require(page.lines.first { $0.promise != nil }).id
            _ = try views.promise(promised, in: id, kind: "compact", for: viewer, today: today)
            _ = try views.reports(on: promised, in: id, for: viewer, today: today)
            for code in [nil, "926", "dfes"] {
                for state in [nil] + PromiseState.allCases {
                    var filter = PromiseFilter()
                    (filter.body, filter.state) = (code, state)
                    for role in PromiseFilter.Role.allCases {
                        filter.role = role
                        _ = try views.promises(filter, for: viewer, today: today)
                    }
                }
            }
            _ = try views.promises(ownedBy: cast.norfolk[.director].id, today: today)
            for code in [nil, "926"] {
                _ = try views.spoken(of: statement.description, by: code, for: viewer, today: today)
            }
            _ = try views.reviews(of: id, kind: "compact", for: viewer, today: today)
            var first = AgreementFilter()
            (first.kind, first.year) = ("compact", AcademicYear(start: 2002))
            let varied = try #require(try views.agreements(first, for: viewer, today: today).rows.first?.id)
            let variation = try #require(
                try views.agreement(varied, kind: "compact", for: viewer, today: today)?.variations.first?.id)
            #expect(try !views.lines(of: varied, before: variation, for: viewer, today: today).isEmpty)
            #expect(try !views.lines(of: varied, before: varied, for: viewer, today: today).isEmpty)
            let money = try #require(try views.latest(ConditionalKind.name, limit: 1, today: today).first?.id)
            for code in [nil, "926"] {
                for state in [nil] + PaymentState.allCases {
                    var filter = MoneyFilter<PaymentState>()
                    (filter.body, filter.state) = (code, state)
                    _ = try views.payments(filter, for: viewer, today: today)
                }
                for state in [nil] + ReturnState.allCases {
                    var filter = MoneyFilter<ReturnState>()
                    (filter.body, filter.state) = (code, state)
                    _ = try views.returns(filter, for: viewer, today: today)
                }
            }
            #expect(try !views.payments(of: money, kind: ConditionalKind.name, for: viewer, today: today).isEmpty)
            #expect(try !views.paymentSteps(of: money, for: viewer, today: today).isEmpty)
            let given = try #require(
                try views.returns(of: money, kind: ConditionalKind.name, for: viewer, today: today).first)
            _ = try views.editions(of: given.line, due: given.due, in: money, for: viewer)
            _ = try views.returnSteps(of: given.line, due: given.due, in: money, for: viewer, today: today)
            for state in [nil] + RequestState.allCases {
                for mask in 0..<8 {
                    var filter = RequestFilter()
                    filter.state = state
                    filter.by = mask & 1 == 0 ? nil : "926"
                    filter.concerns = mask & 2 == 0 ? nil : .procedure
                    filter.words = mask & 4 == 0 ? nil : "returns schools"
                    _ = try views.requests(filter, today: today)
                }
            }
            #expect(try views.requests(RequestFilter(), today: today).total > 5)
            for mask in 0..<8 {
                var filter = TargetFilter()
                filter.authority = mask & 1 == 0 ? nil : "926"
                filter.area = mask & 2 == 0 ? nil : cast.identifier()
                filter.agreement = mask & 4 == 0 ? nil : id
                _ = try views.targets(filter, for: viewer, today: today)
            }
            let request = try #require(page.requests.keys.first.map { CitedLine(page.compact, $0) })
            let topic = try #require(try views.topic(of: request))
            #expect(try views.topic(topic, today: today) != nil)
            #expect(try views.asked(of: cast.department.id, today: today).open > 5)
            _ = try views.position(of: id, kind: "compact", for: viewer, today: today)
            _ = try views.agenda(year, for: viewer, today: today)
            #expect(try !views.choices(in: statement, for: viewer, today: today).isEmpty)
            #expect(try views.search("schools", for: viewer, today: today).total > 0)
            #expect(try views.mayRead(entry: 12, viewer, today: today))
            _ = try views.clearance(of: cast.norfolk.id, for: viewer)
        }
        for party in [cast.norfolk, cast.department] {
            _ = try views.desk(of: party.id, seat: party[party.signing].id, today: today)
            #expect(try !views.signed(by: party.id, latest: 5, today: today).isEmpty)
            #expect(try !views.holders(of: party[party.signing].id, on: today).isEmpty)
            let viewer = Viewer(body: party.id, seat: nil)
            let standard: Identifier<StandardLine> = cast.identifier()
            _ = try views.standardLines(for: viewer)
            _ = try views.standardLine(standard, for: viewer)
            _ = try views.offers(of: standard, for: viewer, today: today)
            _ = try views.offerable(standard, for: viewer)
            #expect(try !views.reviewsDue(of: party.id, by: today, today: today).isEmpty)
            _ = try views.endings(for: party.id, today: today)
            _ = try views.paymentsDue(of: party.id, by: today, today: today)
            _ = try views.returnsDue(of: party.id, by: today, today: today)
            _ = try views.payments(decidedBy: party[.financeOfficer].id, today: today)
            _ = try views.returns(certifiedBy: party[.financeOfficer].id, today: today)
            _ = try views.seat(party[party.signing].id)
            _ = try views.body(party.id)
            _ = try views.body(code: party.body.code)
        }
        _ = try views.seats(of: [cast.norfolk.id, cast.department.id])
        let questions = Set(
            asked.all.filter { ($0.hasPrefix("SELECT") || $0.hasPrefix("WITH")) && !$0.contains("'main'.'search") })
        #expect(questions.count > 40)
        let scans = try views.read { db in
            try questions.flatMap { question in
                try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(question)").map { $0["detail"] as String }
                    // What stands in brackets, or has no table, is a result made on the way.
                    .filter {
                        $0.hasPrefix("SCAN ") && !$0.hasPrefix("SCAN (") && !$0.hasPrefix("SCAN search VIRTUAL TABLE")
                    }
                    // Two indexes hold what is asked for and no more; how many promises there are is kept.
                    .filter {
                        ![
                            "SCAN CONSTANT ROW", "SCAN shown", "SCAN agreement USING INDEX agreementUnsettled",
                            "SCAN listed USING COVERING INDEX promiseByDue",
                            "SCAN listed USING COVERING INDEX topicInOrder",
                            "SCAN listed USING INDEX topicInOrder", "SCAN review USING INDEX reviewOpen",
                            "SCAN agreement USING INDEX agreementToReview",
                            "SCAN payment USING COVERING INDEX paymentByDue", "SCAN payment USING INDEX paymentByDue",
                            "SCAN given USING COVERING INDEX givenByNext", "SCAN given USING INDEX givenByNext",
                        ].contains($0)
                    }
                    .map { "\($0) in \(question)" }
            }
        }
        #expect(scans.sorted() == [])
        try views.close()
    }
}

extension AgreementRead {
    /// Its identifier, where it is a compact.
    fileprivate var compact: Identifier<Compact> {
        Identifier(line.id) ?? Identifier(random: Array(repeating: 0, count: 10))
    }
}

/// What was put to the tables.
private final class Asked: Sendable {
    private let questions = Mutex<[String]>([])

    var all: [String] { questions.withLock { $0 } }

    func add(_ question: String) { questions.withLock { $0.append(question) } }

    func forget() { questions.withLock { $0 = [] } }
}
