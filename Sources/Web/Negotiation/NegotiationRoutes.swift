import Domain
import HTML
import HTTPTypes
import Hummingbird
import Logging
import Register
import Views
import Vocabulary

extension Site {
    /// What the parties of an agreement do below its page.
    func addNegotiation(_ router: Router<Visit>) {
        for kind in Kinds.all { addNegotiation(of: kind, to: router) }
    }

    private func addNegotiation<K: Kind>(of _: K.Type, to router: Router<Visit>) {
        let way = "\(K.name)s/:id"
        router.post("\(way)/seen") { try await look(K.self, $0, $1) }
        router.post("\(way)/acceptances") { try await acceptAll(K.self, $0, $1) }
        router.post("\(way)/remarks") { try await remark(K.self, $0, $1) }
        router.get("\(way)/withdrawal") { try showWithdrawal(K.self, $0, $1) }
        router.post("\(way)/withdrawal") { try await withdraw(K.self, $0, $1) }
        addLines(of: K.self, to: router)
    }

    // MARK: The whole

    /// The negotiation for a party. What is new stays marked as long as the address says since when: the links of the page
    /// carry it.
    func showNegotiation<K: Kind>(
        _ id: Identifier<Agreement<K>>, _ shown: ShownAgreement, _ sitting: Sitting, _ request: Request, _ visit: Visit,
        problems: [FormProblem] = [], status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let query = request.uri.queryParameters
        let seen = try register.seen(id.description, by: sitting.seat)
        let since = query.get("since").flatMap { Int($0) } ?? seen
        let filter = query.get("show").flatMap { NegotiationPage.Filter(rawValue: $0) } ?? .all
        // What a variation changes may move on while its text is fixed.
        let isAsked = shown.read.line.state == .negotiating || shown.isVariation && shown.isOpen
        let lacking = isAsked ? try register.lacking(id, by: sitting) : []
        let versions = try register.views.versions(in: id.description, for: sitting.viewer)
        let changes = min(since, seen) > 0 ? shown.changes(since: min(since, seen), versions) : []
        let answer = page(
            NegotiationPage(
                shown: shown, sitting: sitting, lacking: lacking, since: min(since, seen), changes: changes,
                filter: filter,
                token: visit.formToken, problems: problems, done: query.get("done").flatMap(NegotiationPage.said)),
            request, visit, status: status)
        // Only once every change has been shown: a filtered page may leave some out.
        if seen < shown.read.position, filter != .waiting {
            do {
                try await register.look(id.description, at: shown.read.position, by: sitting.seat)
            } catch let error as any Troubled where error.trouble != nil {
                // Reading goes on while nothing can be written; what is new stays marked.
                visit.logger.warning("that a seat has looked is not kept", metadata: ["error": "\(Failure(error))"])
            }
        }
        return answer
    }

    private func look<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) async throws -> Response {
        let (id, sitting, form) = try await sent(K.self, request, visit, may: nil)
        let shown = try negotiated(id, visit)
        let position = min(form.number("position") ?? shown.read.position, shown.read.position)
        let seen = try register.seen(id.description, by: sitting.seat)
        try await register.look(id.description, at: max(position, seen), by: sitting.seat)
        return redirect(shown.path, visit)
    }

    private func acceptAll<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) async throws -> Response {
        let (id, sitting, form) = try await sent(K.self, request, visit)
        let read = try form.all("read").map { text in
            let parts = text.split(separator: ":")
            guard parts.count == 2, let line = LineID(parts[0]), let revision = Int(parts[1]) else {
                throw Form.unreadable
            }
            return ReadLine(line, revision: revision)
        }
        do {
            guard form["allRead"] == "yes" else {
                throw Refusal(Fault("line.unread", field: "allRead", "Tick the box once you have read the lines"))
            }
            try await register.negotiate(id, by: sitting) { agreement, _ in try agreement.accept(read, by: sitting.body)
            }
        } catch let refusal as Refusal {
            let problems =
                refusal.current == nil
                ? [FormProblem](refusal)
                : [
                    FormProblem(
                        "allRead",
                        "Somebody changed a line since you opened the page. Nothing was accepted: read what is new, then accept"
                    )
                ]
            return try await showNegotiation(
                id, try negotiated(id, visit), sitting, request, visit, problems: problems, status: refusal.status)
        }
        return redirect(back(to: .agreement(id), form).adding(query: [("done", "accepted")]), visit)
    }

    private func remark<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) async throws -> Response {
        let (id, sitting, form) = try await sent(K.self, request, visit)
        do {
            let text = try sealed(form, "remark", "your remark")
            try await register.negotiate(id, by: sitting) { agreement, _ in
                try agreement.discuss(nil, text, by: sitting.body)
            }
        } catch let refusal as Refusal {
            return try await showNegotiation(
                id, try negotiated(id, visit), sitting, request, visit, problems: [FormProblem](refusal),
                status: refusal.status)
        }
        return redirect(back(to: .agreement(id), form).at("discussion"), visit)
    }

    private func showWithdrawal<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) throws -> Response {
        let id: Identifier<Agreement<K>> = try visit.identifier("id")
        _ = try visit.requireSitting(.negotiate)
        let shown = try negotiated(id, visit)
        guard shown.isOpen else { return redirect(shown.path, visit) }
        return page(WithdrawalPage(shown: shown, reason: "", token: visit.formToken), request, visit)
    }

    private func withdraw<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) async throws -> Response {
        let (id, sitting, form) = try await sent(K.self, request, visit)
        do {
            let reason = try sealed(form, "reason", "why you withdraw it")
            try await register.negotiate(id, by: sitting) { agreement, _ in
                try agreement.withdraw(reason: reason, by: sitting.body)
            }
        } catch let refusal as Refusal {
            return page(
                WithdrawalPage(
                    shown: try negotiated(id, visit), reason: form["reason"], token: visit.formToken,
                    problems: [FormProblem](refusal)),
                request, visit, status: refusal.status)
        }
        return redirect(.agreement(id), visit)
    }

    // MARK: What the forms have in common

    /// An agreement and a form that was sent about it, by a seat that may do this.
    func sent<K: Kind>(
        _: K.Type, _ request: Request, _ visit: Visit, may power: Power? = .negotiate
    ) async throws -> (id: Identifier<Agreement<K>>, sitting: Sitting, form: Form) {
        (try visit.identifier("id"), try visit.requireSitting(power), try await form(request, visit))
    }

    /// What somebody says, sealed. No rule reads a sealed text, so the form sees to it that there is one.
    func sealed(_ form: Form, _ field: String, _ what: String, upTo longest: Int = Wording.longest) throws -> Sealed {
        let faults = Wording.faults(form[field], field: field, upTo: longest, what)
        guard faults.isEmpty else { throw Refusal(faults) }
        return register.randomness.seal(form[field])
    }

    /// The page that a form was on, with its filter and what it showed as new.
    func back(to path: Path, _ form: Form) -> Path {
        let query = ["show", "since"].compactMap { name in form.maybe(name).map { (name, $0) } }
        return path.adding(query: query)
    }
}

extension NegotiationPage {
    /// What a finished act is told by, in the address.
    static func said(_ done: String) -> String? {
        switch done {
        case "accepted": "You accepted the lines"
        case "answered": "You answered the line"
        case "sent": "It was sent to the other side"
        default: nil
        }
    }
}
