import Domain
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// Where variations begin. They are then drafted, negotiated and signed as agreements of their kind are.
    func addVariations(_ router: Router<Visit>) {
        for kind in Kinds.all where kind.isVaried { addVariations(of: kind, to: router) }
    }

    private func addVariations<K: Kind>(of _: K.Type, to router: Router<Visit>) {
        router.get("\(K.name)s/:id/variation") { request, visit in
            page(try variationPage(try visit.identifier("id") as Identifier<Agreement<K>>, visit), request, visit)
        }
        router.post("\(K.name)s/:id/variations") { try await vary(K.self, $0, $1) }
        router.post("drafts/\(K.name)s/:id/lines/:line/restoration") { try await restore(K.self, $0, $1) }
    }

    private func variationPage<K: Kind>(_ id: Identifier<Agreement<K>>, _ visit: Visit) throws -> VariationPage {
        _ = try visit.requireSitting()
        let shown = try negotiated(id, visit)
        guard shown.stands, !shown.hasEnded else { throw NotFound() }
        _ = try visit.requireSitting(.draft)
        return VariationPage(
            shown: shown, successors: try successors(in: shown),
            fresh: register.randomness.identifier(of: Agreement<K>.self).description, token: visit.formToken)
    }

    /// The authorities that may succeed those that end: others of their regions that there are on the day after, or all where
    /// there are none.
    private func successors(in shown: ShownAgreement) throws -> [BodyRead] {
        guard let last = shown.ending.compactMap(\.until).max() else { return [] }
        let views = register.views
        let day = max(today, last.adding(days: 1))
        let gone = Set(shown.ending.map(\.id))
        let all = try views.bodies(.authority, on: day).filter { !gone.contains($0.id) }
        let regions = Set(try gone.compactMap { try views.body($0)?.authority?.region })
        let near = all.filter { $0.authority.map { regions.contains($0.region) } ?? false }
        return near.isEmpty ? all : near
    }

    private func vary<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) async throws -> Response {
        let sitting = try visit.requireSitting(.draft)
        let form = try await form(request, visit)
        let original: Identifier<Agreement<K>> = try visit.identifier("id")
        var again = try variationPage(original, visit)
        guard let id = form.identifier("id", of: Agreement<K>.self) else { throw Form.unreadable }
        let chosen = form.all("successor")
        let successors = again.successors.map(\.id).filter { chosen.contains($0.description) }
        do {
            try await begun(id, sitting) {
                try await register.vary(original, as: id, to: successors, by: sitting)
            }
        } catch let refusal as Refusal {
            (again.typed, again.chosen) = (form.named(""), chosen)
            again.problems = refusal.faults.map { fault in
                let isThere = fault.field == "successor" && !again.successors.isEmpty
                return FormProblem(isThere ? "successor" : nil, fault.message, rule: fault.rule)
            }
            return page(again, request, visit, status: refusal.status)
        }
        return redirect(.draft(id), visit)
    }

    private func restore<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) async throws -> Response {
        let desk = try draftDesk(visit, K.self, may: .draft)
        let form = try await form(request, visit)
        let line: LineID = try visit.identifier("line")
        guard let revision = form.number("revision") else { throw Form.unreadable }
        do {
            try await register.edit(desk.draft.id, revision: revision, by: desk.sitting) { draft, circumstances in
                try draft.restore(line, in: circumstances)
            }
        } catch let refusal as Refusal {
            // Sent twice it is back already.
            let now = try draftDesk(desk.draft.id, visit)
            guard now.draft[line] == nil else { return redirect(now.path("comparison"), visit) }
            return page(
                try draftComparison(
                    now, visit, problems: refusal.faults.map { FormProblem(nil, $0.message, rule: $0.rule) }),
                request, visit, status: refusal.status)
        }
        return redirect(desk.path("comparison"), visit)
    }
}
