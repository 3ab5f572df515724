import Domain
import HTML
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// What the parties of an agreement do below its page.
    func addNegotiation(_ router: Router<Visit>) {
        addNegotiation(of: CompactKind.self, to: router)
        addNegotiation(of: StatementKind.self, to: router)
    }

    private func addNegotiation<K: Kind>(of _: K.Type, to router: Router<Visit>) {
        let way = "\(K.name)s/:id"
        router.post("\(way)/seen") { try await look(K.self, $0, $1) }
        router.post("\(way)/acceptances") { try await acceptAll(K.self, $0, $1) }
        router.post("\(way)/remarks") { try await remark(K.self, $0, $1) }
        router.get("\(way)/withdrawal") { try showWithdrawal(K.self, $0, $1) }
        router.post("\(way)/withdrawal") { try await withdraw(K.self, $0, $1) }
        router.get("\(way)/lines/new") { try showNewLine(K.self, $0, $1) }
        router.post("\(way)/lines") { try await addLine(K.self, $0, $1) }
        router.get("\(way)/lines/:line") { try showLine(K.self, $0, $1) }
        router.post("\(way)/lines/:line/proposal") { try await keepProposal(K.self, $0, $1) }
        for act in LineAct.allCases {
            router.post("\(way)/lines/:line/\(act.rawValue)") { try await answer(act, K.self, $0, $1) }
        }
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
        let lacking = shown.read.line.state == .negotiating ? try register.lacking(id, by: sitting) : []
        let answer = page(
            NegotiationPage(
                shown: shown, sitting: sitting, lacking: lacking, since: min(since, seen), filter: filter,
                token: visit.formToken, problems: problems, done: query.get("done").flatMap(NegotiationPage.said)),
            request, visit, status: status)
        // Only once every change has been shown: a filtered page may leave some out.
        if seen < shown.read.position, filter != .waiting {
            try await register.look(id.description, at: shown.read.position, by: sitting.seat)
        }
        return answer
    }

    private func look<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) async throws -> Response {
        let id: Identifier<Agreement<K>> = try visit.identifier("id")
        let sitting = try visit.requireSitting()
        let form = try await form(request, visit)
        let shown = try negotiated(id, visit)
        let position = min(form.number("position") ?? shown.read.position, shown.read.position)
        let seen = try register.seen(id.description, by: sitting.seat)
        try await register.look(id.description, at: max(position, seen), by: sitting.seat)
        return redirect(shown.path, visit)
    }

    private func acceptAll<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) async throws -> Response {
        let id: Identifier<Agreement<K>> = try visit.identifier("id")
        let sitting = try visit.requireSitting(.negotiate)
        let form = try await form(request, visit)
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
                id, try negotiated(id, visit), sitting, request, visit, problems: problems, status: status(of: refusal))
        }
        return redirect(back(to: .agreement(id), form).adding(query: [("done", "accepted")]), visit)
    }

    private func remark<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) async throws -> Response {
        let id: Identifier<Agreement<K>> = try visit.identifier("id")
        let sitting = try visit.requireSitting(.negotiate)
        let form = try await form(request, visit)
        let words = form["remark"]
        do {
            try check(words, "remark", "your remark")
            let text = register.randomness.seal(words)
            try await register.negotiate(id, by: sitting) { agreement, _ in
                try agreement.discuss(nil, text, by: sitting.body)
            }
        } catch let refusal as Refusal {
            return try await showNegotiation(
                id, try negotiated(id, visit), sitting, request, visit, problems: [FormProblem](refusal),
                status: status(of: refusal))
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
        let id: Identifier<Agreement<K>> = try visit.identifier("id")
        let sitting = try visit.requireSitting(.negotiate)
        let form = try await form(request, visit)
        let words = form["reason"]
        do {
            try check(words, "reason", "why you withdraw it")
            let reason = register.randomness.seal(words)
            try await register.negotiate(id, by: sitting) { agreement, _ in
                try agreement.withdraw(reason: reason, by: sitting.body)
            }
        } catch let refusal as Refusal {
            return page(
                WithdrawalPage(
                    shown: try negotiated(id, visit), reason: words, token: visit.formToken,
                    problems: [FormProblem](refusal)),
                request, visit, status: status(of: refusal))
        }
        return redirect(.agreement(id), visit)
    }

    // MARK: New lines

    private func showNewLine<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) throws -> Response {
        let id: Identifier<Agreement<K>> = try visit.identifier("id")
        _ = try visit.requireSitting(.negotiate)
        let shown = try negotiated(id, visit)
        let query = request.uri.queryParameters
        guard let part = query.get("part").flatMap({ Part.Name(rawValue: $0) }), K.parts.contains(part) else {
            throw NotFound()
        }
        guard shown.isOpen else { return redirect(shown.path, visit) }
        let above = query.get("above").flatMap { LineID($0) }
        guard (part.above == nil) == (above == nil) else { throw NotFound() }
        return page(
            NewLinePage(
                shown: shown, part: part, above: above, line: register.randomness.identifier(), words: LineWords([:]),
                token: visit.formToken),
            request, visit)
    }

    private func addLine<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) async throws -> Response {
        let id: Identifier<Agreement<K>> = try visit.identifier("id")
        let sitting = try visit.requireSitting(.negotiate)
        let form = try await form(request, visit)
        let shown = try negotiated(id, visit)
        guard let part = Part.Name(rawValue: form["part"]), let line: LineID = form.identifier("line") else {
            throw Form.unreadable
        }
        let above: LineID? = form.identifier("above")
        let words = LineWords(form.named(""))
        let place = LineWords.Place(
            above: above, area: register.randomness.identifier(), seats: shown.seats, side: sitting.body)
        let after = shown.read.lines.last { $0.content.name == part && $0.above == above }?.id
        let reopening = Reopening(form)
        do {
            let content = try words.part(part, place)
            try await register.negotiate(id, by: sitting, citing: content) { agreement, circumstances in
                // A form sent twice adds it once.
                guard agreement.lines[line] == nil else { return [] }
                try reopening.check(agreement)
                return try agreement.add(content, as: line, after: after, by: sitting.body, in: circumstances)
            }
        } catch let refusal as Refusal {
            return page(
                NewLinePage(
                    shown: try negotiated(id, visit), part: part, above: above, line: line, words: words,
                    token: visit.formToken, problems: problems(refusal, "line")),
                request, visit, status: status(of: refusal))
        }
        return redirect(Path.line(K.name, id.description, line), visit)
    }

    // MARK: A line

    private func showLine<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) throws -> Response {
        let id: Identifier<Agreement<K>> = try visit.identifier("id")
        let line: LineID = try visit.identifier("line")
        let shown = try shown(id, visit)
        guard shown.line(line) != nil else { throw NotFound() }
        guard shown.read.isParty, let sitting = visit.session?.sitting else {
            return redirect(shown.path.at("line-\(line)"), visit)
        }
        var answer = try linePage(id, line, shown, sitting, visit)
        let query = request.uri.queryParameters
        if let from = query.get("from").flatMap({ Int($0) }), let to = query.get("to").flatMap({ Int($0) }),
            answer.versions.contains(where: { $0.revision == from }),
            answer.versions.contains(where: { $0.revision == to })
        {
            answer.compared = (from, to)
        }
        answer.done = query.get("done").flatMap { LineAct(rawValue: $0) }
        return page(answer, request, visit)
    }

    private func linePage<K: Kind>(
        _ id: Identifier<Agreement<K>>, _ name: LineID, _ shown: ShownAgreement, _ sitting: Sitting, _ visit: Visit
    ) throws -> LinePage {
        guard let line = shown.line(name) else { throw NotFound() }
        let kept = try register.keptProposal(for: name, of: id, viewer: sitting.viewer)
        return LinePage(
            shown: shown, line: line,
            versions: try register.views.versions(of: name, in: id.description, for: sitting.viewer),
            sitting: sitting, token: visit.formToken, words: kept.map { LineWords($0) } ?? LineWords(line.content),
            areKept: kept != nil, readBefore: kept?["revision"].flatMap { Int($0) })
    }

    /// Keeps what is being written as other wording, as it is written.
    private func keepProposal<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) async throws -> Response {
        let id: Identifier<Agreement<K>> = try visit.identifier("id")
        let line: LineID = try visit.identifier("line")
        let sitting = try visit.requireSitting(.negotiate)
        let form = try await form(request, visit)
        guard try negotiated(id, visit).line(line) != nil else { throw NotFound() }
        var words = LineWords(form.named("")).fields
        guard words.values.allSatisfy({ $0.unicodeScalars.count <= 2 * Wording.longest }) else {
            throw Refusal(Fault("wording.long", field: "text", "Shorten the text"))
        }
        words["revision"] = form["revision"]
        try await register.keepProposal(words, for: line, of: id, by: sitting)
        return try json(Kept(saved: true), request, visit)
    }

    private struct Kept: Encodable {
        let saved: Bool
    }

    private func answer<K: Kind>(
        _ act: LineAct, _: K.Type, _ request: Request, _ visit: Visit
    ) async throws -> Response {
        let id: Identifier<Agreement<K>> = try visit.identifier("id")
        let line: LineID = try visit.identifier("line")
        let sitting = try visit.requireSitting(.negotiate)
        let form = try await form(request, visit)
        if act == .wordings, form["discard"] == "yes" {
            try await register.dropProposal(for: line, of: id, by: sitting)
            return redirect(Path.line(K.name, id.description, line), visit)
        }
        guard let revision = form.number("revision") else { throw Form.unreadable }
        do {
            try await carryOut(act, on: ReadLine(line, revision: revision), of: id, sitting, form, visit)
        } catch let refusal as Refusal {
            var again = try linePage(id, line, try negotiated(id, visit), sitting, visit)
            if act == .wordings { again = again.with(LineWords(form.named(""))) }
            again.areKept = false
            again.readBefore = refusal.current == nil ? nil : revision
            again.refused = act
            again.typed = form.named("")
            again.problems = problems(refusal, act.rawValue)
            return page(again, request, visit, status: status(of: refusal))
        }
        guard form["from"] == "whole" else {
            return redirect(
                Path.line(K.name, id.description, line).adding(query: [("done", act.rawValue)]), visit)
        }
        return redirect(back(to: .agreement(id), form).at("line-\(line)"), visit)
    }

    private func carryOut<K: Kind>(
        _ act: LineAct, on read: ReadLine, of id: Identifier<Agreement<K>>, _ sitting: Sitting, _ form: Form,
        _ visit: Visit
    ) async throws {
        let (side, reopening) = (sitting.body, Reopening(form))
        var content: Part?
        var said = register.randomness.seal("")
        switch act {
        case .objections: said = try sealed(form, "objection", "why you object")
        case .remarks: said = try sealed(form, "remark", "your remark")
        case .waits: said = try sealed(form, "decision", "which decision it waits on", upTo: 500)
        case .releases: said = try sealed(form, "outcome", "what was decided")
        case .wordings:
            let shown = try negotiated(id, visit)
            guard let line = shown.line(read.line) else { throw NotFound() }
            var area: Identifier<Area> = register.randomness.identifier()
            if case .area(let known, _, _, _, _, _) = line.content { area = known }
            let place = LineWords.Place(above: line.above, area: area, seats: shown.seats, side: side)
            content = try LineWords(form.named("")).part(line.content.name, place)
        case .acceptances, .considerations, .removals: break
        }
        let (proposed, words) = (content, said)
        try await register.negotiate(id, by: sitting, citing: proposed) { agreement, circumstances in
            let events = try act.events(
                agreement, read, proposed: proposed, words, by: side, in: circumstances)
            if act.reopens, !events.isEmpty { try reopening.check(agreement) }
            return events
        }
        if act == .wordings { try await register.dropProposal(for: read.line, of: id, by: sitting) }
    }

    private func sealed(_ form: Form, _ field: String, _ what: String, upTo longest: Int = Wording.longest) throws
        -> Sealed
    {
        try check(form[field], field, what, upTo: longest)
        return register.randomness.seal(form[field])
    }

    /// No rule reads a sealed text, so the form sees to it that there is one.
    private func check(_ words: String, _ field: String, _ what: String, upTo longest: Int = Wording.longest) throws {
        let faults = Wording.faults(words, field: field, upTo: longest, what)
        guard faults.isEmpty else { throw Refusal(faults) }
    }

    /// The page that a form was on, with its filter and what it showed as new.
    private func back(to path: Path, _ form: Form) -> Path {
        let query = ["show", "since"].compactMap { name in form.maybe(name).map { (name, $0) } }
        return path.adding(query: query)
    }

    private func problems(_ refusal: Refusal, _ form: String) -> [FormProblem] {
        refusal.faults.map { fault in
            FormProblem(fault.field, fault.message, id: fault.field == "reopen" ? "reopen-\(form)" : nil)
        }
    }

    private func status(of refusal: Refusal) -> HTTPResponse.Status {
        refusal.current == nil ? .unprocessableContent : .conflict
    }
}

extension LineAct {
    /// What the rule of this act says.
    func events<K: Kind>(
        _ agreement: Agreement<K>, _ read: ReadLine, proposed: Part?, _ words: Sealed, by side: Identifier<Body>,
        in circumstances: Circumstances
    ) throws(Refusal) -> [AgreementEvent] {
        switch self {
        case .acceptances: try agreement.accept([read], by: side)
        case .considerations: try agreement.consider(read, by: side)
        case .objections: try agreement.object(read, reason: words, by: side)
        case .wordings:
            if let proposed { try agreement.propose(proposed, for: read, by: side, in: circumstances) } else { [] }
        case .removals: try agreement.drop(read, by: side)
        case .remarks: try agreement.discuss(read.line, words, by: side)
        case .waits: try agreement.wait(read, on: words, by: side)
        case .releases: try agreement.release(read, outcome: words, by: side)
        }
    }
}

extension LinePage {
    /// The same page with the words of a form that was refused.
    func with(_ words: LineWords) -> LinePage {
        LinePage(
            shown: shown, line: line, versions: versions, sitting: sitting, token: token, words: words,
            compared: compared)
    }
}

extension NegotiationPage {
    /// What a finished act is told by, in the address.
    static func said(_ done: String) -> String? { done == "accepted" ? "You accepted the lines" : nil }
}
