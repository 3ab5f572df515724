import Domain
import Exchange
import HTML
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// Promises: each on a page of its own, the lists of them, and the calendars of those who answer for them.
    func addPromises(_ router: Router<Visit>) {
        for kind in Kinds.all { addPromises(of: kind, to: router) }
        router.get("promises") { try showPromises(as: .html, $0, $1) }
        router.get("promises.json") { try showPromises(as: .json, $0, $1) }
        router.get("promises.csv") { try showPromises(as: .csv, $0, $1) }
        router.get("seats/:seat/promises.ics", use: showCalendar)
    }

    private func addPromises<K: Kind>(of _: K.Type, to router: Router<Visit>) {
        let way = "\(K.name)s/:id/lines/:line"
        router.get("\(way)/promise") { request, visit in
            let shown = try shown(try visit.identifier("id") as Identifier<Agreement<K>>, visit)
            var answer = try promisePage(shown, visit)
            answer.done = request.uri.queryParameters.get("done").flatMap { PromiseAct(rawValue: $0) }
            return page(answer, request, visit)
        }
        router.post("\(way)/reports") { request, visit in
            try await carryOut(.reports, K.self, request, visit) { id, line, sitting, form in
                guard let outcome = Fulfilment.Outcome(rawValue: form["outcome"]) else {
                    throw Refusal(
                        Fault(
                            "report.outcome", field: "outcome", "Choose whether it was kept, is under way, or was not"))
                }
                guard let last = form.number("revision") else { throw Form.unreadable }
                let words = form["words"].isEmpty ? nil : try sealed(form, "words", "what was done")
                let file = try form.files["file"].map { file throws(Refusal) in try file.evidence() }
                try await register.report(
                    on: line, of: id, after: last, outcome, words: words, link: try link(form), file: file, by: sitting)
            }
        }
        router.post("\(way)/reports/:number/acceptances") { request, visit in
            let number = try givenReport(K.self, visit)
            return try await carryOut(.acceptances, K.self, request, visit) { id, line, sitting, _ in
                try await register.act(on: id, by: sitting, may: .negotiate) { agreement, day in
                    try agreement.acceptReport(number, on: line, by: sitting.body, on: day)
                }
            }
        }
        router.post("\(way)/reports/:number/challenges") { request, visit in
            let number = try givenReport(K.self, visit)
            return try await carryOut(.challenges, K.self, request, visit) { id, line, sitting, form in
                let reason = try sealed(form, "reason", "why you do not accept it")
                try await register.act(on: id, by: sitting, may: .negotiate) { agreement, day in
                    try agreement.challengeReport(number, on: line, reason: reason, by: sitting.body, on: day)
                }
            }
        }
        router.get("\(way)/reports/:number/file") { request, visit in
            let id: Identifier<Agreement<K>> = try visit.identifier("id")
            let (file, content) = try register.evidence(
                try visit.number("number"), on: try visit.identifier("line"), of: id, for: visit.viewer)
            let name = "evidence-\(file.digest.description.prefix(12)).\(SentFile.ending(of: file.type))"
            return bytes(
                content, file.type, request, visit,
                more: [
                    .contentDisposition: "attachment; filename=\"\(name)\"",
                    .contentSecurityPolicy: "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox",
                ])
        }
    }

    /// The number of a report that there is, for whoever may see it.
    private func givenReport<K: Kind>(_: K.Type, _ visit: Visit) throws -> Int {
        let (number, id) = (try visit.number("number"), try visit.identifier("id") as Identifier<Agreement<K>>)
        let promise = try register.views.promise(
            try visit.identifier("line"), in: id.description, kind: K.name, for: visit.viewer, today: today)
        guard let promise, number <= promise.standing.reports else { throw NotFound() }
        return number
    }

    /// The web address that a form gives, sealed; nil where it gives none.
    func link(_ form: Form) throws -> Sealed? {
        guard !form["link"].isEmpty else { return nil }
        guard let address = WebAddress(form["link"]) else {
            throw Refusal(
                Fault("report.link", field: "link", "Give a web address that begins with https:// or http://"))
        }
        return register.randomness.seal(address.description)
    }

    private func promisePage(_ shown: ShownAgreement, _ visit: Visit) throws -> PromisePage {
        let id: LineID = try visit.identifier("line")
        guard let line = shown.line(id),
            let promise = try register.views.promise(
                id, in: shown.id, kind: shown.kind, for: visit.viewer, today: today)
        else { throw NotFound() }
        return PromisePage(
            shown: shown, line: line, promise: promise,
            reports: try register.views.reports(on: id, in: shown.id, for: visit.viewer, today: today),
            sitting: visit.session?.sitting, token: visit.formToken)
    }

    private func carryOut<K: Kind>(
        _ act: PromiseAct, _: K.Type, _ request: Request, _ visit: Visit,
        _ work: (Identifier<Agreement<K>>, LineID, Sitting, Form) async throws -> Void
    ) async throws -> Response {
        let id: Identifier<Agreement<K>> = try visit.identifier("id")
        let line: LineID = try visit.identifier("line")
        let sitting = try visit.requireSitting()
        let form = try await form(request, visit)
        do {
            try await work(id, line, sitting, form)
        } catch let refusal as Refusal {
            var again = try promisePage(try shown(id, visit), visit)
            again.refused = act
            again.typed = form.named("")
            again.problems = refusal.faults.map { FormProblem($0.field, $0.message, rule: $0.rule) }
            return page(again, request, visit, status: refusal.status)
        }
        return redirect(
            Path.line(K.name, id.description, line, "promise").adding(query: [("done", act.rawValue)]), visit)
    }

    // MARK: Lists

    private func showPromises(as form: AnswerForm, _ request: Request, _ visit: Visit) throws -> Response {
        let asked = try Asked(request)
        var filter = PromiseFilter()
        filter.body = asked.word("body")
        let role = try asked.value("role") { PromiseFilter.Role(rawValue: $0) }
        if filter.body != nil { filter.role = role ?? .owes }
        filter.state = try asked.value("state") { PromiseState(rawValue: $0) }
        filter.page = try asked.page()
        let body = try filter.body.map { code in
            guard let body = try register.views.body(code: code) else { throw NotFound() }
            return body
        }
        switch form {
        case .csv:
            (filter.page, filter.size) = (1, Site.mostRows)
            let found = try register.views.promises(filter, for: visit.viewer, today: today)
            return csv(found.rows.map(PromiseRow.init).csv, named: "promises", request, visit)
        case .json:
            filter.size = try asked.size()
            let found = try register.views.promises(filter, for: visit.viewer, today: today)
            let rows = found.rows.map(PromiseRow.init)
            return try json(
                ListAnswer(total: found.total, page: filter.page, size: filter.size, rows: rows), request, visit)
        case .html:
            let found = try register.views.promises(filter, for: visit.viewer, today: today)
            guard filter.page == 1 || !found.rows.isEmpty else { throw NotFound() }
            let views = register.views
            let bodies = try [.department, .association, .authority].flatMap { try views.bodies($0) }
            let calendar = visit.session?.sitting.flatMap { $0.body == body?.id ? $0.seat : nil }
            return page(
                PromisesPage(
                    filter: filter, chosen: asked.filters(filter.body == nil ? ["state"] : ["body", "role", "state"]),
                    found: found, body: body,
                    bodies: bodies, seat: calendar),
                request, visit)
        }
    }

    @Sendable private func showCalendar(_ request: Request, _ visit: Visit) async throws -> Response {
        let id: Identifier<Seat> = try visit.identifier("seat")
        guard let seat = try register.views.seat(id) else { throw NotFound() }
        // The log is named by the public address, where the register has one.
        let site = settings.isSecure && !settings.isDemonstration ? "https://" : nil
        let host = register.origin.split(separator: "/").first.map(String.init) ?? register.origin
        func event(
            _ id: String, _ day: Day, _ state: Tag, _ what: String, _ title: String, _ text: String, _ path: Path
        ) -> Calendar.Event {
            Calendar.Event(
                id: "\(id)@\(host)", day: day, summary: "\(state.words): \(what.beginning(60))",
                description: "\(title)\n\(text)", address: site.map { "\($0)\(host)\(path)" })
        }
        let views = register.views
        var events = try views.promises(ownedBy: id, today: today).compactMap { promise -> Calendar.Event? in
            guard let due = promise.standing.due, !promise.standing.isSettled else { return nil }
            let (text, path) = (
                promise.content.text, Path.line(promise.kind, promise.agreement, promise.line, "promise")
            )
            return event(
                "\(promise.agreement)-\(promise.line)", due, Tag(promise.standing.state), text, promise.title, text,
                path)
        }
        events += try views.payments(decidedBy: id, today: today).map { payment in
            event(
                "\(payment.agreement)-\(payment.line)", payment.due, Tag(payment.state),
                "payment of \(payment.outstanding)", payment.title, payment.content.text,
                .line(payment.kind, payment.agreement, payment.line, "payment"))
        }
        events += try views.returns(certifiedBy: id, today: today).map { given in
            event(
                "\(given.agreement)-\(given.line)-\(given.due)", given.due, Tag(given.state), "return to certify",
                given.title, given.content.text, .given(given))
        }
        let calendar = Calendar(name: "Promises of the \(seat.full)", events: events, read: today)
        return bytes(
            calendar.bytes, Calendar.mediaType, request, visit,
            more: [.contentDisposition: "attachment; filename=\"promises.ics\""])
    }
}

extension String {
    /// Its first characters, with an ellipsis where it goes on; a line end becomes a space.
    func beginning(_ most: Int) -> String {
        let line = replacing("\n", with: " ")
        return line.count > most ? "\(line.prefix(most - 1))…" : line
    }
}
