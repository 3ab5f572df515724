import Domain
import Pathfinders
import Synchronization
import Testing
import Vocabulary

@testable import Views

/// What lists ask again and again is kept between two entries, and never beyond the next.
@Suite struct AnswersTests {
    private func chronicle() throws -> Chronicle {
        let chronicle = try Chronicle()
        let cast = chronicle.cast
        let statement = try cast.signedStatement(year: 2003)
        try chronicle.append(statement)
        if let agenda = statement.agreement.agenda {
            for (index, authority) in cast.authorities.enumerated() {
                try chronicle.append(
                    try index % 2 == 0
                        ? cast.signedCompact(authority, under: agenda) : cast.sentCompact(authority, under: agenda))
            }
        }
        return chronicle
    }

    @Test func `after each entry a list says what it would say had nothing been kept`() async throws {
        let (chronicle, folder) = (try chronicle(), try Folder())
        let today = try #require(Day(2010, 1, 1))
        let viewers = [Viewer.everyone, Viewer(body: chronicle.cast.department.id, seat: nil)]
        let views = try Views(in: folder.path, source: chronicle.source, batch: 1)
        for position in 1...chronicle.size {
            try await views.reach(position)
            let said = try viewers.map { try answers(views, $0, today) }
            guard position % 25 == 0 || position == chronicle.size else { continue }
            let fresh = try Views(in: folder.path, source: chronicle.source)
            #expect(try viewers.map { try answers(fresh, $0, today) } == said)
            try fresh.close()
        }
        try views.close()
    }

    private func answers(_ views: Views, _ viewer: Viewer, _ today: Day) throws -> [String] {
        var filters: [AgreementFilter] = [AgreementFilter()]
        for (area, state) in [("a", nil), (nil, AgreementState.inForce), (nil, .negotiating)]
            as [(String?, AgreementState?)]
        {
            var filter = AgreementFilter()
            (filter.kind, filter.area, filter.state, filter.size) = (CompactKind.name, area, state, 3)
            for page in 1...2 {
                filter.page = page
                filters.append(filter)
            }
        }
        let lists = try filters.map { filter in
            let list = try views.agreements(filter, for: viewer, today: today)
            return "\(list.total) \(list.rows)"
        }
        let agendas = try views.agendas(for: viewer, today: today)
        let choices = try agendas.map { agenda in
            try views.choices(in: agenda.statement, for: viewer, today: today).map { "\($0.key) \($0.value)" }.sorted()
        }
        return lists + [
            "\(agendas) \(choices)", "\(try views.years(for: viewer, today: today))",
            "\(try views.counts(today: today))",
            "\(try views.authorities(AuthorityFilter(), for: viewer, today: today))",
            "\(try views.bodies(.authority, on: today).map(\.id))",
        ]
    }

    @Test func `another page of a list does not read the whole list again`() async throws {
        let (chronicle, folder) = (try chronicle(), try Folder())
        let asked = Mutex<[String]>([])
        let views = try Views(in: folder.path, source: chronicle.source, batch: 4000) { sql in
            asked.withLock { $0.append(sql) }
        }
        try await views.reach(chronicle.size)
        let today = try #require(Day(2010, 1, 1))
        func orders() -> Int { asked.withLock { $0.count { $0.contains("ORDER BY agreement.year DESC") } } }
        var filter = AgreementFilter()
        filter.size = 2
        for page in 1...3 {
            filter.page = page
            #expect(try views.agreements(filter, for: .everyone, today: today).rows.count <= 2)
        }
        #expect(orders() == 1)
        try chronicle.append(try chronicle.cast.signedStatement(year: 2004))
        try await views.reach(chronicle.size)
        _ = try views.agreements(filter, for: .everyone, today: today)
        #expect(orders() == 2)
        try views.close()
    }
}
