import Domain
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// The reviews of agreements in force.
    func addReviews(_ router: Router<Visit>) {
        for kind in Kinds.all { addReviews(of: kind, to: router) }
    }

    private func addReviews<K: Kind>(of _: K.Type, to router: Router<Visit>) {
        let way = "\(K.name)s/:id/reviews"
        router.get("\(way)") { request, visit in
            var answer = try reviewPage(try visit.identifier("id") as Identifier<Agreement<K>>, visit)
            answer.done = request.uri.queryParameters.get("done").flatMap { ReviewAct(rawValue: $0) }
            return page(answer, request, visit)
        }
        router.post("\(way)") { request, visit in
            try await carryOut(.begun, K.self, .negotiate, nil, request, visit) { form, side in
                guard let last = form.number("revision") else { throw Form.unreadable }
                guard let trigger = Review.Trigger(rawValue: form["trigger"]) else {
                    throw Refusal(Fault("review.trigger", field: "trigger", "Choose why it is reviewed"))
                }
                let reason = form["reason"].isEmpty ? nil : try sealed(form, "reason", "what happened")
                return { agreement, day in
                    try agreement.beginReview(trigger, reason: reason, after: last, by: side, on: day)
                }
            }
        }
        router.post("\(way)/:number/views") { request, visit in
            let number = try visit.number("number")
            return try await carryOut(.views, K.self, .negotiate, number, request, visit) { form, side in
                guard let line: LineID = form.identifier("line"), let last = form.number("revision") else {
                    throw Form.unreadable
                }
                let (advice, words) = try said(form, "what your side thinks")
                let figures = register.figures.current
                let isRead = form.number("figures") == figures.position
                return { agreement, day in
                    let relied = agreement.relied(on: line, by: figures)
                    let events = try agreement.review(
                        number, line, advice, view: words, relying: relied, after: last, by: side, on: day)
                    // Of what is over, or was said anew, that is told first.
                    guard isRead || relied.isEmpty else {
                        throw Refusal(
                            Fault(
                                "review.figures", field: "words",
                                "Figures were published since you opened this page: read how the targets stand now, then send your view again"
                            ))
                    }
                    return events
                }
            }
        }
        router.post("\(way)/:number/conclusions") { request, visit in
            let number = try visit.number("number")
            return try await carryOut(.conclusions, K.self, .sign, number, request, visit) { form, side in
                guard let last = form.number("revision") else { throw Form.unreadable }
                let (advice, words) = try said(form, "why")
                return { agreement, day in
                    try agreement.conclude(number, advice, words: words, after: last, by: side, on: day)
                }
            }
        }
    }

    private func said(_ form: Form, _ what: String) throws -> (Review.Advice, Sealed) {
        var faults: [Fault] = []
        let advice = Review.Advice(rawValue: form["advice"])
        if advice == nil {
            faults.append(
                Fault("review.advice", field: "advice", "Choose whether to carry on, vary, renew or end it"))
        }
        faults += Wording.faults(form["words"], field: "words", what)
        guard let advice, faults.isEmpty else { throw Refusal(faults) }
        return (advice, register.randomness.seal(form["words"]))
    }

    private func reviewPage<K: Kind>(_ id: Identifier<Agreement<K>>, _ visit: Visit) throws -> ReviewPage {
        let shown = try shown(id, visit)
        guard shown.stands else { throw NotFound() }
        let reviews = try register.views.reviews(
            of: shown.id, kind: shown.kind, for: visit.viewer, today: today)
        return ReviewPage(
            shown: shown, reviews: reviews.reversed(), sitting: shown.read.isParty ? visit.session?.sitting : nil,
            token: visit.formToken, mayVary: K.isVaried, figures: register.figures.current.position)
    }

    private func carryOut<K: Kind>(
        _ act: ReviewAct, _: K.Type, _ power: Power, _ number: Int?, _ request: Request, _ visit: Visit,
        _ rule: (Form, Identifier<Body>) throws -> @Sendable (Agreement<K>, Day) throws -> [AgreementEvent]
    ) async throws -> Response {
        let id: Identifier<Agreement<K>> = try visit.identifier("id")
        let sitting = try visit.requireSitting()
        let form = try await form(request, visit)
        let before = try reviewPage(id, visit)
        guard before.sitting != nil, number.map({ $0 <= before.reviews.count }) ?? true else { throw NotFound() }
        do {
            try await register.act(on: id, by: sitting, may: power, try rule(form, sitting.body))
        } catch let refusal as Refusal {
            var again = try reviewPage(id, visit)
            again.refused = act
            again.typed = form.named("")
            let place: (String?) -> String? = { field in
                guard let field, act != .begun else { return nil }
                return "\(act == .views ? form["line"] : "whole")-\(field)"
            }
            again.problems = refusal.faults.map {
                FormProblem($0.field, $0.message, id: place($0.field), rule: $0.rule)
            }
            return page(again, request, visit, status: refusal.status)
        }
        let path = Path.within(K.name, id.description, "reviews").adding(query: [("done", act.rawValue)])
        return redirect(path, visit)
    }
}
