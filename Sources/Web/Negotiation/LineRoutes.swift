import Domain
import HTML
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// What the parties do with the lines of an agreement.
    func addLines<K: Kind>(of _: K.Type, to router: Router<Visit>) {
        let way = "\(K.name)s/:id/lines"
        router.get("\(way)/new") { try showNewLine(K.self, $0, $1) }
        router.post("\(way)") { try await addLine(K.self, $0, $1) }
        router.get("\(way)/:line") { try showLine(K.self, $0, $1) }
        router.post("\(way)/:line/proposal") { try await keepProposal(K.self, $0, $1) }
        for act in LineAct.allCases {
            router.post("\(way)/:line/\(act.rawValue)") { try await answer(act, K.self, $0, $1) }
        }
    }

    /// What a line of an agreement may choose from, while a side words it.
    private func choices(_ shown: ShownAgreement, for sitting: Sitting) throws -> LineChoices {
        try lineChoices(
            shown.read.parties.map(\.id), shown.read.statement, shown.read.line.year, for: sitting.viewer,
            proposer: sitting.body)
    }

    private func problems(_ refusal: Refusal, _ form: String) -> [FormProblem] {
        refusal.faults.map { fault in
            FormProblem(
                fault.field, fault.message, id: fault.field == "reopen" ? "reopen-\(form)" : nil, rule: fault.rule)
        }
    }

    // MARK: New lines

    private func showNewLine<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) throws -> Response {
        let id: Identifier<Agreement<K>> = try visit.identifier("id")
        let sitting = try visit.requireSitting(.negotiate)
        let shown = try negotiated(id, visit)
        let query = request.uri.queryParameters
        guard let part = query.get("part").flatMap({ Part.Name(rawValue: $0) }), K.parts.contains(part) else {
            throw NotFound()
        }
        guard shown.isOpen else { return redirect(shown.path, visit) }
        let above = query.get("above").flatMap { LineID($0) }
        guard (part.above == nil) == (above == nil) else { throw NotFound() }
        let choices = try choices(shown, for: sitting)
        let line = query.get("line").flatMap { LineID($0) } ?? register.randomness.identifier()
        let way = Path.newLine(K.name, id.description, part, above: above).adding(query: [("line", line.description)])
        guard shown.line(line) == nil else { return redirect(shown.path(line), visit) }
        var words = LineWords()
        if let chooser = try chooser(part, &words, at: way, shown.crumbsWithin, choices, request) {
            return page(chooser, request, visit)
        }
        var form = LineForm(name: part, words: words, choices: choices)
        form.choosing = way.adding(query: [("choose", "yes")])
        return page(
            NewLinePage(
                shown: shown, above: above, line: line, form: form, token: visit.formToken),
            request, visit)
    }

    private func addLine<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) async throws -> Response {
        let (id, sitting, form) = try await sent(K.self, request, visit)
        let shown = try negotiated(id, visit)
        guard let part = Part.Name(rawValue: form["part"]), let line: LineID = form.identifier("line") else {
            throw Form.unreadable
        }
        let above: LineID? = form.identifier("above")
        let choices = try choices(shown, for: sitting)
        var words = LineWords(form)
        // Which area it is to be is not for a form to say.
        if part == .area { words["area"] = register.randomness.identifier(of: Area.self).description }
        var again = LineForm(name: part, words: words, choices: choices)
        let way = Path.newLine(K.name, id.description, part, above: above).adding(query: [("line", line.description)])
        if form["choose"] == "yes" { return redirect(words.choosing(at: way), visit) }
        again.choosing = way.adding(query: [("choose", "yes")])
        if form["preview"] == "yes" {
            again = again.lookedAt()
            return page(
                NewLinePage(
                    shown: shown, above: above, line: line, form: again, token: visit.formToken,
                    problems: again.problems),
                request, visit, status: again.problems.isEmpty ? .ok : .unprocessableContent)
        }
        let reading = LineReading(part, above: above, words, choices)
        let after = shown.read.lines.last { $0.content.name == part && $0.above == above }?.id
        let reopening = Reopening(form)
        do {
            let content = try reading.part()
            try await register.negotiate(id, by: sitting, citing: content) { agreement, circumstances in
                // A form sent twice adds it once.
                guard agreement.lines[line] == nil else { return [] }
                let events = try reading.checked { () throws(Refusal) in
                    try agreement.add(content, as: line, after: after, by: sitting.body, in: circumstances)
                }
                try reopening.check(agreement)
                return events
            }
        } catch let refusal as Refusal {
            let problems = problems(refusal, "line")
            again.problems = problems
            return page(
                NewLinePage(
                    shown: try negotiated(id, visit), above: above, line: line, form: again, token: visit.formToken,
                    problems: problems),
                request, visit, status: refusal.status)
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
        let standing = answer.words
        if let chooser = try chooser(
            answer.line.content.name, &answer.words, at: shown.path(line), shown.crumbsWithin, answer.choices, request)
        {
            return page(chooser, request, visit)
        }
        answer.isBegun = answer.words != standing
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
            sitting: sitting, token: visit.formToken, choices: try choices(shown, for: sitting),
            words: kept.map { LineWords($0) } ?? LineWords(line.content),
            areKept: kept != nil, readBefore: kept?["revision"].flatMap { Int($0) })
    }

    /// Keeps what is being written as other wording, as it is written.
    private func keepProposal<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) async throws -> Response {
        let line: LineID = try visit.identifier("line")
        let (id, sitting, form) = try await sent(K.self, request, visit)
        guard try negotiated(id, visit).line(line) != nil else { throw NotFound() }
        var words = LineWords(form).ofLine
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
        let line: LineID = try visit.identifier("line")
        let (id, sitting, form) = try await sent(K.self, request, visit)
        if act == .wordings, form["discard"] == "yes" {
            try await register.dropProposal(for: line, of: id, by: sitting)
            return redirect(Path.line(K.name, id.description, line), visit)
        }
        guard let revision = form.number("revision") else { throw Form.unreadable }
        if act == .wordings, form["choose"] == "yes" {
            return redirect(LineWords(form).choosing(at: Path.line(K.name, id.description, line)), visit)
        }
        if act == .wordings, form["preview"] == "yes" {
            var again = try linePage(id, line, try negotiated(id, visit), sitting, visit)
            (again.words, again.isBegun) = (LineWords(form), true)
            let looked = LineForm(
                name: again.line.content.name, words: again.words, choices: again.choices, standing: again.line.content
            ).lookedAt()
            if !looked.problems.isEmpty { (again.refused, again.problems) = (.wordings, looked.problems) }
            again.readBefore = revision
            return page(again, request, visit, status: looked.problems.isEmpty ? .ok : .unprocessableContent)
        }
        do {
            try await carryOut(act, on: ReadLine(line, revision: revision), of: id, sitting, form, visit)
        } catch let refusal as Refusal {
            var again = try linePage(id, line, try negotiated(id, visit), sitting, visit)
            if act == .wordings { again.words = LineWords(form) }
            again.areKept = false
            again.readBefore = refusal.current == nil ? nil : revision
            again.refused = act
            again.typed = form.named("")
            again.problems = problems(refusal, act.rawValue)
            return page(again, request, visit, status: refusal.status)
        }
        guard form["from"] == "whole" else {
            return redirect(
                Path.line(K.name, id.description, line).adding(query: [("done", act.rawValue)]), visit)
        }
        let whole = back(to: .agreement(id), form)
        // Among the lines that wait, one that was answered is gone: so it is said that it was.
        guard form["show"] == "waiting" else { return redirect(whole.at("line-\(line)"), visit) }
        return redirect(whole.adding(query: [("done", "answered")]), visit)
    }

    private func carryOut<K: Kind>(
        _ act: LineAct, on read: ReadLine, of id: Identifier<Agreement<K>>, _ sitting: Sitting, _ form: Form,
        _ visit: Visit
    ) async throws {
        let (side, reopening) = (sitting.body, Reopening(form))
        var reading: LineReading?
        var said = register.randomness.seal("")
        switch act {
        case .objections: said = try sealed(form, "objection", "why you object")
        case .remarks: said = try sealed(form, "remark", "your remark")
        case .waits: said = try sealed(form, "decision", "which decision it waits on", upTo: 500)
        case .releases: said = try sealed(form, "outcome", "what was decided")
        case .wordings:
            let shown = try negotiated(id, visit)
            guard let line = shown.line(read.line) else { throw NotFound() }
            reading = LineReading(
                line.content.name, above: line.above, LineWords(form), standing: line.content,
                try choices(shown, for: sitting))
        case .acceptances, .considerations, .removals: break
        }
        let (wording, words) = (reading, said)
        let proposed = try wording?.part()
        try await register.negotiate(id, by: sitting, citing: proposed) { agreement, circumstances in
            let say = { () throws(Refusal) -> [AgreementEvent] in
                try act.events(agreement, read, proposed: proposed, words, by: side, in: circumstances)
            }
            let events = try wording?.checked(by: say) ?? say()
            if act.reopens, !events.isEmpty { try reopening.check(agreement) }
            return events
        }
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
