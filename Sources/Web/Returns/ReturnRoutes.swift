import Domain
import Exchange
import HTML
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// Returns: each on a page of its own, those of an agreement, and the list of all.
    func addReturns(_ router: Router<Visit>) {
        for kind in Kinds.all where kind.parts.contains(.returns) { addReturns(of: kind, to: router) }
        addMoneyList("returns", router, MoneyListPage.List.returns, row: ReturnRow.self) { filter, viewer, today in
            try register.views.returns(filter, for: viewer, today: today)
        }
    }

    private func addReturns<K: Kind>(of _: K.Type, to router: Router<Visit>) {
        let way = "\(K.name)s/:id"
        let one = "\(K.name)s/:id/lines/:line/returns/:due"
        @Sendable func asked(_ request: Request) -> ReturnAct? {
            request.uri.queryParameters.get("done").flatMap { ReturnAct(rawValue: $0) }
        }
        router.get("\(way)/returns") { request, visit in
            var answer = try returnsPage(try visit.identifier("id") as Identifier<Agreement<K>>, visit)
            answer.done = asked(request)
            return page(answer, request, visit)
        }
        router.get("\(way)/returns.json") { request, visit in
            let rows = try returnsPage(try visit.identifier("id") as Identifier<Agreement<K>>, visit).returns
            return try json(
                ListAnswer(total: rows.count, page: 1, size: rows.count, rows: rows.map(ReturnRow.init)), request, visit
            )
        }
        router.get("\(way)/returns.csv") { request, visit in
            let rows = try returnsPage(try visit.identifier("id") as Identifier<Agreement<K>>, visit).returns
            return csv(ReturnRow.csv(rows.map(ReturnRow.init)), named: "returns", request, visit)
        }
        router.post("\(way)/returns") { try await watch(.asked, K.self, $0, $1) }
        router.post("\(way)/monitoring") { try await watch(.monitoring, K.self, $0, $1) }
        router.get(RouterPath(one)) { request, visit in
            var answer = try returnPage(try visit.identifier("id") as Identifier<Agreement<K>>, visit)
            answer.done = asked(request)
            return page(answer, request, visit)
        }
        for act in [ReturnAct.editions, .certifications, .assessments] {
            router.post(RouterPath("\(one)/\(act.rawValue)")) { try await carryOut(act, K.self, $0, $1) }
        }
    }

    private func returnsPage<K: Kind>(_ id: Identifier<Agreement<K>>, _ visit: Visit) throws -> ReturnsPage {
        let shown = try shown(id, visit)
        let returns = try register.views.returns(of: shown.id, kind: K.name, for: visit.viewer, today: today)
        guard !returns.isEmpty else { throw NotFound() }
        let sitting = shown.read.isParty ? visit.session?.sitting : nil
        let assesses = returns.contains { $0.to.id == sitting?.body } && sitting?.office.may(.negotiate) == true
        return ReturnsPage(
            shown: shown, returns: returns, assessor: assesses ? sitting : nil,
            changes: shown.read.steps.count { $0.event == "monitored" }, token: visit.formToken)
    }

    private func returnPage<K: Kind>(_ id: Identifier<Agreement<K>>, _ visit: Visit) throws -> ReturnPage {
        let shown = try shown(id, visit)
        let (line, due): (LineID, Day) = (try visit.identifier("line"), try visit.day("due"))
        let returns = try register.views.returns(of: shown.id, kind: K.name, for: visit.viewer, today: today)
        guard let given = returns.first(where: { $0.line == line && $0.due == due }), let read = shown.line(line),
            let template = given.content.template
        else { throw NotFound() }
        let views = register.views
        return ReturnPage(
            shown: shown, given: given, line: read, template: template,
            editions: try views.editions(of: line, due: due, in: shown.id, for: visit.viewer),
            steps: try views.returnSteps(of: line, due: due, in: shown.id, for: visit.viewer, today: today),
            sitting: visit.session?.sitting, token: visit.formToken)
    }

    // MARK: Monitoring

    private func watch<K: Kind>(
        _ act: ReturnAct, _: K.Type, _ request: Request, _ visit: Visit
    ) async throws -> Response {
        let id: Identifier<Agreement<K>> = try visit.identifier("id")
        let sitting = try visit.requireSitting()
        let form = try await form(request, visit)
        guard try returnsPage(id, visit).shown.read.isParty else { throw NotFound() }
        let words = LineWords(form)
        do {
            let side = sitting.body
            if act == .monitoring {
                guard let level = Monitoring(rawValue: form["level"]), let last = form.number("revision") else {
                    throw Form.unreadable
                }
                let reason = try sealed(form, "reason", "the reason")
                try await register.act(on: id, by: sitting, may: .negotiate) { agreement, day in
                    try agreement.monitor(level, reason: reason, after: last, by: side, on: day)
                }
            } else {
                guard let line: LineID = form.identifier("line") else { throw Form.unreadable }
                let (due, reason) = try asked(form, words)
                try await register.act(on: id, by: sitting, may: .negotiate) { agreement, day in
                    try agreement.ask(forReturn: line, due: due, reason: reason, by: side, on: day)
                }
            }
        } catch let refusal as Refusal {
            var again = try returnsPage(id, visit)
            (again.refused, again.words) = (act, words)
            again.problems = refusal.faults.map { fault in
                let place = fault.field == "reason" ? "\(act.rawValue)-reason" : nil
                return FormProblem(
                    fault.field == "level" ? nil : fault.field, fault.message, id: place, rule: fault.rule)
            }
            return page(again, request, visit, status: refusal.status)
        }
        return redirect(Path.within(K.name, id.description, "returns").adding(query: [("done", act.rawValue)]), visit)
    }

    /// The day by which another return is asked for, and why.
    private func asked(_ form: Form, _ words: LineWords) throws(Refusal) -> (Day, Sealed) {
        var faults: [Fault] = []
        var due: Day?
        do throws(Refusal) {
            due = try words.day("due")
            if due == nil {
                faults.append(Fault("returns.day", field: "due", "Enter the day by which it is to be made"))
            }
        } catch {
            faults += error.faults
        }
        faults += Wording.faults(form["reason"], field: "reason", "the reason")
        guard let due, faults.isEmpty else { throw Refusal(faults) }
        return (due, register.randomness.seal(form["reason"]))
    }

    // MARK: One return

    private func carryOut<K: Kind>(
        _ act: ReturnAct, _: K.Type, _ request: Request, _ visit: Visit
    ) async throws -> Response {
        let id: Identifier<Agreement<K>> = try visit.identifier("id")
        let sitting = try visit.requireSitting()
        let form = try await form(request, visit)
        let before = try returnPage(id, visit)
        guard before.shown.read.isParty else { throw NotFound() }
        let (line, due) = (before.given.line, before.given.due)
        let words = LineWords(form)
        do {
            switch act {
            case .editions:
                guard let last = form.number("revision") else { throw Form.unreadable }
                let said = try returnWords(before.template, form)
                try await register.act(on: id, by: sitting) { agreement, seat, day in
                    try agreement.prepare(line, due: due, said, after: last, as: seat, on: day)
                }
            case .certifications:
                guard let edition = form.number("edition") else { throw Form.unreadable }
                try await register.act(on: id, by: sitting) { agreement, seat, day in
                    try agreement.certify(line, due: due, edition: edition, as: seat, on: day)
                }
            default:
                guard let edition = form.number("edition") else { throw Form.unreadable }
                let (verdict, again, said) = try assessment(form, words)
                let summary = form["summary"].isEmpty ? nil : try sealed(form, "summary", "the summary")
                try await register.act(on: id, by: sitting) { agreement, seat, day in
                    try agreement.assess(
                        line, due: due, edition: edition, verdict, again: again, words: said, summary: summary,
                        as: seat,
                        on: day)
                }
            }
        } catch let refusal as Refusal {
            var again = try returnPage(id, visit)
            (again.refused, again.words) = (act, words)
            // A form that the page no longer has has no field to lead to.
            let isThere = again.offered.contains(act)
            again.problems = refusal.faults.map {
                FormProblem(isThere ? $0.field : nil, $0.message, rule: $0.rule)
            }
            return page(again, request, visit, status: refusal.status)
        }
        return redirect(Path.given(before.given).adding(query: [("done", act.rawValue)]), visit)
    }

    /// What the other side makes of a return, as a form gives it; where it is sent back, by which day it is to be made again.
    private func assessment(_ form: Form, _ words: LineWords) throws(Refusal) -> (Return.Verdict, Day?, Sealed) {
        var faults: [Fault] = []
        let verdict = Return.Verdict(rawValue: form["verdict"])
        if verdict == nil { faults.append(Fault("returns.verdict", field: "verdict", "Choose what it shows")) }
        var again: Day?
        if verdict == .sentBack {
            do throws(Refusal) {
                again = try words.day("again")
                if again == nil {
                    faults.append(
                        Fault("returns.again", field: "again", "Give a day after today by which it is to be made again")
                    )
                }
            } catch {
                faults += error.faults
            }
        }
        faults += Wording.faults(form["words"], field: "words", "your assessment")
        guard let verdict, faults.isEmpty else { throw Refusal(faults) }
        return (verdict, again, register.randomness.seal(form["words"]))
    }

    /// What a return says, as a form gives it.
    private func returnWords(_ template: ReturnTemplate, _ form: Form) throws(Refusal) -> ReturnWords {
        var faults: [Fault] = []
        func number(_ name: String, _ figure: String) -> Quantity? {
            guard !form[name].isEmpty else { return nil }
            let number = Quantity(form[name])
            if number == nil {
                faults.append(
                    Fault("returns.number", field: name, "\(figure): enter a number, such as 1,250 or -3.5, or nothing")
                )
            }
            return number
        }
        let figures = template.figures.enumerated().map { index, name in
            ReportedFigure(value: number("value-\(index)", name), forecast: number("forecast-\(index)", name))
        }
        for (name, what) in [
            ("narrative", "the narrative"), ("risks", "the risks, or that there are none"),
            ("summary", "a summary for the public"),
        ] {
            faults += Wording.faults(form[name], field: name, what)
        }
        guard faults.isEmpty else { throw Refusal(faults) }
        let randomness = register.randomness
        return ReturnWords(
            figures: figures, narrative: randomness.seal(form["narrative"]), risks: randomness.seal(form["risks"]),
            summary: randomness.seal(form["summary"]))
    }
}
