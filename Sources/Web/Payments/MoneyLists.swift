import Domain
import Exchange
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

/// A row of a list as programs get it: as JSON, and of a table of comma-separated values.
protocol ListedRow: Encodable, Sendable {
    /// What it is made of.
    associatedtype Read: Sendable
    init(_ read: Read)
    /// The whole list.
    static func csv(_ rows: [Self]) -> CSV
}

extension Site {
    /// A list of payments, or of returns, of all agreements: as a page, JSON and comma-separated values.
    func addMoneyList<State: RawRepresentable<String> & Hashable & Sendable, Row: ListedRow>(
        _ name: String, _ router: Router<Visit>, _ list: @escaping @Sendable ([Row.Read]) -> MoneyListPage.List,
        row _: Row.Type,
        _ question: @escaping @Sendable (MoneyFilter<State>, Viewer, Day) throws -> Listed<Row.Read>
    ) {
        for (ending, form) in [("", AnswerForm.html), (".json", .json), (".csv", .csv)] {
            router.get(RouterPath(name + ending)) { request, visit in
                let asked = try Asked(request)
                var filter = try MoneyFilter<State>(asked)
                let views = register.views
                if let code = filter.body, try views.body(code: code) == nil { throw NotFound() }
                switch form {
                case .csv: (filter.page, filter.size) = (1, Site.mostRows)
                case .json: filter.size = try asked.size()
                case .html: break
                }
                let found = try question(filter, visit.viewer, today)
                switch form {
                case .csv: return csv(Row.csv(found.rows.map(Row.init)), named: name, request, visit)
                case .json:
                    return try json(
                        ListAnswer(
                            total: found.total, page: filter.page, size: filter.size, rows: found.rows.map(Row.init)),
                        request, visit)
                case .html:
                    guard filter.page == 1 || !found.rows.isEmpty else { throw NotFound() }
                    let bodies = try views.bodies(.department) + views.bodies(.authority)
                    return page(
                        MoneyListPage(
                            list: list(found.rows), filter: filter.common, total: found.total,
                            chosen: asked.filters(["body", "state"]), bodies: bodies), request, visit)
                }
            }
        }
    }
}

extension MoneyFilter where State: RawRepresentable<String> {
    /// What the query of an address asks of a list.
    init(_ asked: Asked) throws {
        self.init()
        body = asked.word("body")
        state = try asked.value("state") { State(rawValue: $0) }
        page = try asked.page()
    }

    /// The same with the state as the address has it.
    var common: MoneyFilter<String> {
        var common = MoneyFilter<String>()
        (common.body, common.state, common.page, common.size) = (body, state?.rawValue, page, size)
        return common
    }
}
