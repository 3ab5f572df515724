import Domain
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// From one year's agreement to the next: the draft that is prefilled, and the two side by side.
    func addRenewals(_ router: Router<Visit>) {
        for kind in Kinds.all { addComparison(of: kind, to: router) }
        router.get("compacts/:id/renewal") { request, visit in
            page(try compactRenewal(visit), request, visit)
        }
        router.post("compacts/:id/renewals") { request, visit in
            let sitting = try visit.requireSitting(.draft)
            let form = try await form(request, visit)
            let again = try compactRenewal(visit)
            return try await begin(again, form, request, visit) { year in
                guard let id: Identifier<Compact> = form.identifier("id") else { throw Form.unreadable }
                let agendas = try register.views.agendas(for: sitting.viewer, today: today)
                guard let agenda = agendas.first(where: { $0.year == year }) else {
                    throw Refusal(Fault("draft.agenda", field: "year", "Choose the agenda of a school year"))
                }
                let earlier: Identifier<Compact> = try visit.identifier("id")
                try await begun(id, sitting) {
                    try await register.renew(earlier, as: id, under: agenda.statement, by: sitting)
                }
                return .draft(id, "comparison")
            }
        }
        router.get("statements/:id/renewal") { request, visit in
            page(try statementRenewal(visit), request, visit)
        }
        router.post("statements/:id/renewals") { request, visit in
            let sitting = try visit.requireSitting(.draft)
            let form = try await form(request, visit)
            let again = try statementRenewal(visit)
            return try await begin(again, form, request, visit) { year in
                guard let id: Identifier<Statement> = form.identifier("id") else { throw Form.unreadable }
                let earlier: Identifier<Statement> = try visit.identifier("id")
                try await begun(id, sitting) {
                    try await register.succeed(earlier, as: id, for: year, by: sitting)
                }
                return .draft(id, "comparison")
            }
        }
    }

    private func compactRenewal(_ visit: Visit) throws -> RenewalPage {
        let id: Identifier<Compact> = try visit.identifier("id")
        let (shown, sitting) = try renewed(id, visit)
        guard shown.read.party(sitting.body)?.sort == .authority else { throw NotFound() }
        let year = shown.read.line.year
        let years = try register.views.agendas(for: sitting.viewer, today: today).map(\.year).filter { later in
            year.map { $0 < later } ?? false
        }
        return RenewalPage(
            shown: shown, years: years, next: nil, fresh: register.randomness.identifier(of: Compact.self).description,
            token: visit.formToken)
    }

    private func statementRenewal(_ visit: Visit) throws -> RenewalPage {
        let id: Identifier<Statement> = try visit.identifier("id")
        let shown = try renewed(id, visit).shown
        return RenewalPage(
            shown: shown, years: nil, next: shown.read.line.year.flatMap { AcademicYear(start: $0.start + 1) },
            fresh: register.randomness.identifier(of: Statement.self).description, token: visit.formToken)
    }

    /// A signed agreement for somebody who writes drafts for one of its parties.
    private func renewed<K: Kind>(
        _ id: Identifier<Agreement<K>>, _ visit: Visit
    ) throws -> (shown: ShownAgreement, sitting: Sitting) {
        let sitting = try visit.requireSitting()
        let shown = try negotiated(id, visit)
        guard shown.stands else { throw NotFound() }
        return (shown, try visit.requireSitting(.draft))
    }

    /// Begins the draft that a form asks for.
    private func begin(
        _ page: RenewalPage, _ form: Form, _ request: Request, _ visit: Visit,
        _ work: (AcademicYear) async throws -> Path
    ) async throws -> Response {
        do {
            guard let year = AcademicYear(form["year"]) else {
                throw Refusal(Fault("renewal.year", field: "year", "Enter a school year, such as 2004/05"))
            }
            return redirect(try await work(year), visit)
        } catch let refusal as Refusal {
            var again = page
            again.typed = form.named("")
            again.problems = refusal.faults.map { FormProblem("year", $0.message, rule: $0.rule) }
            return self.page(again, request, visit, status: refusal.status)
        }
    }

    // MARK: One beside the other

    private func addComparison<K: Kind>(of _: K.Type, to router: Router<Visit>) {
        router.get("\(K.name)s/:id/comparison") { request, visit in
            let id: Identifier<Agreement<K>> = try visit.identifier("id")
            let shown = try shown(id, visit)
            let later = Comparison.Side(
                lines: shown.standing.map { ($0.id, $0.content) }, choices: try choices(of: shown, visit.viewer))
            var answer = try comparisonPage(
                K.self, shown.read.line.follows, varies: shown.read.line.varies, as: shown.id, under: nil,
                by: shown.read.author, later,
                (Self.named(shown.read.line.title, shown.read.line.year), shown.path), shown.crumbsWithin, visit)
            answer.isTakenUp = shown.read.line.state == .incorporated
            return page(answer, request, visit)
        }
        router.get("drafts/\(K.name)s/:id/comparison") { request, visit in
            page(try draftComparison(try draftDesk(visit, K.self), visit), request, visit)
        }
    }

    /// A draft beside what it follows or varies.
    func draftComparison<K: Kind>(
        _ desk: DraftDesk<K>, _ visit: Visit, problems: [FormProblem] = []
    ) throws -> ComparisonPage {
        let later = Comparison.Side(lines: desk.draft.lines.map { ($0.id, $0.content) }, choices: desk.choices)
        let framework = desk.draft.framework
        var answer = try comparisonPage(
            K.self, framework.follows?.description, varies: framework.varies?.description,
            as: desk.draft.id.description, under: framework.statement, by: desk.draft.author, later,
            (Self.named(desk.draft.title, framework.year), desk.path()), desk.taskCrumbs, visit)
        (answer.isDraft, answer.problems) = (true, problems)
        if answer.isVariation {
            let lacking = try register.lacking(draft: desk.draft.id, by: desk.sitting)
            let bound = lacking.compactMap { fault in
                fault.field.flatMap { LineID($0) }.map { ($0, fault.message) }
            }
            answer.bound = Dictionary(bound) { first, _ in first }
        }
        let parties = Set(desk.draft.parties)
        if answer.isVariation, desk.mayWrite {
            // Who signed for an authority that is no more signs nothing.
            answer.restoring = { id, content in
                let bodies = content.seats.compactMap { desk.choices.seat($0)?.body }
                let isGone = content.name == .signatory && !bodies.contains { parties.contains($0) }
                return isGone ? nil : desk.restoring(id)
            }
        }
        return answer
    }

    /// A title that tells the years apart: a statement's is the same from year to year.
    private static func named(_ title: String, _ year: AcademicYear?) -> String {
        guard let year, !title.contains(year.description) else { return title }
        return "\(title), \(year)"
    }

    private func choices(of shown: ShownAgreement, _ viewer: Viewer) throws -> LineChoices {
        try lineChoices(
            bodies(of: shown.standing.map(\.content), and: shown.read.parties.map(\.id)), shown.read.statement,
            shown.read.line.year, for: viewer)
    }

    /// The parties to an agreement, and the bodies that lines bind which stood in it before.
    private func bodies(of lines: [Part], and parties: [Identifier<Body>]) -> [Identifier<Body>] {
        parties + Set(lines.flatMap(\.sides)).subtracting(parties).sorted()
    }

    /// The two side by side; with why lines could not be carried over where the later one is a draft under a statement, for the
    /// reasons are those of today.
    private func comparisonPage<K: Kind>(
        _: K.Type, _ follows: String?, varies: String?, as name: String, under statement: Identifier<Statement>?,
        by author: Identifier<Body>, _ later: Comparison.Side,
        _ names: (title: String, path: Path), _ crumbs: [Crumb], _ visit: Visit
    ) throws -> ComparisonPage {
        guard let follows = varies ?? follows, let id = Identifier<Agreement<K>>(follows) else { throw NotFound() }
        let earlier = try shown(id, visit)
        let lines =
            varies == nil
            ? earlier.standing.map { ($0.id, $0.content) }
            : try register.views.lines(of: follows, before: name, for: visit.viewer, today: today)
        let parties = bodies(of: lines.map(\.content), and: earlier.read.parties.map(\.id))
        var comparison = Comparison(
            earlier: Comparison.Side(
                lines: lines,
                choices: try lineChoices(
                    parties, earlier.read.statement, earlier.read.line.year, for: visit.viewer)),
            later: later)
        if varies == nil, let compact = Identifier<Compact>(follows), K.self == CompactKind.self, let statement {
            comparison.why = try register.left(of: compact, under: statement, by: author)
        }
        return ComparisonPage(
            comparison: comparison,
            earlier: (Self.named(earlier.read.line.title, earlier.read.line.year), earlier.path), later: names,
            breadcrumbs: crumbs, isVariation: varies != nil)
    }
}
