import Domain
import Exchange
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// The lines that a body offers to many compacts, for that body.
    func addStandardLines(_ router: Router<Visit>) {
        router.get("standard-lines") { request, visit in page(try standardLines(visit), request, visit) }
        router.post("standard-lines") { request, visit in
            let sitting = try visit.requireSitting()
            let form = try await form(request, visit)
            guard let id: Identifier<StandardLine> = form.identifier("id") else { throw Form.unreadable }
            do {
                try await register.open(id, title: form["title"], text: form["text"], by: sitting)
            } catch let refusal as Refusal {
                var again = try standardLines(visit)
                again.typed = form.named("")
                again.problems = [FormProblem](refusal)
                return page(again, request, visit, status: refusal.status)
            }
            return redirect(.standardLine(id), visit)
        }
        router.get("standard-lines/:id", use: showStandardLine)
        router.post("standard-lines/:id/offers") { request, visit in
            let id: Identifier<StandardLine> = try visit.identifier("id")
            let sitting = try visit.requireSitting()
            let form = try await form(request, visit)
            var again = try standardLine(id, visit)
            do {
                let chosen = form.all("compact").filter { !$0.isEmpty }
                let compacts = chosen.compactMap { Identifier<Compact>($0) }
                guard compacts.count == chosen.count else { throw Form.unreadable }
                guard !compacts.isEmpty else {
                    throw Refusal(Fault("standard.empty", field: "compact", "Choose one compact at least"))
                }
                try await register.offer(id, to: compacts, by: sitting)
            } catch let refusal as Refusal {
                again.chosen = form.all("compact")
                again.problems = refusal.faults.map { FormProblem("compact", $0.message, rule: $0.rule) }
                return page(again, request, visit, status: refusal.status)
            }
            return redirect(Path.standardLine(id).adding(query: [("done", "offers")]), visit)
        }
    }

    private func standardLines(_ visit: Visit) throws -> StandardLinesPage {
        let sitting = try visit.requireSitting()
        // Who has compacts with many: the Department.
        guard try register.views.body(sitting.body)?.sort == .department else { throw NotFound() }
        return StandardLinesPage(
            lines: try register.views.standardLines(for: sitting.viewer), mayWrite: sitting.office.may(.negotiate),
            fresh: register.randomness.identifier(), token: visit.formToken)
    }

    private func standardLine(_ id: Identifier<StandardLine>, _ visit: Visit) throws -> StandardLinePage {
        let sitting = try visit.requireSitting()
        let views = register.views
        guard let line = try views.standardLine(id, for: sitting.viewer) else { throw NotFound() }
        return StandardLinePage(
            line: line, offers: try views.offers(of: id, for: sitting.viewer, today: today),
            offerable: try views.offerable(id, for: sitting.viewer), mayWrite: sitting.office.may(.negotiate),
            token: visit.formToken)
    }

    @Sendable private func showStandardLine(_ request: Request, _ visit: Visit) async throws -> Response {
        let (name, form) = try visit.named("id")
        guard let id = Identifier<StandardLine>(name) else { throw NotFound() }
        var shown = try standardLine(id, visit)
        let rows = shown.offers.map(OfferRow.init)
        switch form {
        case .csv: return csv(rows.csv, named: "standard-line", request, visit)
        case .json:
            return try json(
                ListAnswer(total: rows.count, page: 1, size: max(rows.count, 1), rows: rows), request, visit)
        case .html:
            shown.isDone = request.uri.queryParameters.get("done") == "offers"
            return page(shown, request, visit)
        }
    }
}
