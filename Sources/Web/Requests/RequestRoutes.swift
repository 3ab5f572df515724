import Domain
import Exchange
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// What was asked of government, what was answered, and the forms of the body that answers.
    func addRequests(_ router: Router<Visit>) {
        router.get("requests") { try showRequests(as: .html, $0, $1) }
        router.get("requests.json") { try showRequests(as: .json, $0, $1) }
        router.get("requests.csv") { try showRequests(as: .csv, $0, $1) }
        router.get("requests/:id", use: showGroup)
        router.get("compacts/:id/lines/:line/request") { request, visit in
            let line = CitedLine(try visit.identifier("id"), try visit.identifier("line"))
            guard let topic = try register.views.topic(of: line) else { throw NotFound() }
            // Once it is answered together with others, the answer is there.
            guard topic == line.description else { return redirect(.request(topic), visit) }
            return try showTopic(topic, request, visit)
        }
        router.post("requests") { request, visit in try await open(request, visit) }
        router.post("requests/:id/members") { request, visit in
            try await respond(.members, request, visit) { id, sitting, form in
                guard let read = form.number("revision") else { throw Form.unreadable }
                try await register.join(try cited(form), to: id, after: read, by: sitting)
            }
        }
        router.post("requests/:id/partings") { request, visit in
            try await respond(.partings, request, visit) { id, sitting, form in
                guard let line = CitedLine(form["request"]) else { throw Form.unreadable }
                let reason = try sealed(form, "reason", "why it does not ask the same")
                try await register.respond(to: id, by: sitting) { group, seat in
                    try group.part(line, reason: reason, as: seat)
                }
            }
        }
        router.post("requests/:id/answers") { request, visit in
            try await respond(.answers, request, visit) { id, sitting, form in
                guard let last = form.number("revision") else { throw Form.unreadable }
                let (outcome, reasons) = try answer(form)
                try await register.respond(to: id, by: sitting) { group, seat in
                    try group.answer(outcome, reasons: reasons, after: last, as: seat)
                }
            }
        }
        router.post("requests/:id/results") { request, visit in
            try await respond(.results, request, visit) { id, sitting, form in
                guard let last = form.number("revision") else { throw Form.unreadable }
                let words = try sealed(form, "words", "what came of it")
                let link = try link(form)
                try await register.respond(to: id, by: sitting) { group, seat in
                    try group.result(words, link: link, after: last, as: seat)
                }
            }
        }
    }

    // MARK: Forms

    /// The requests that a form names.
    private func cited(_ form: Form) throws -> [CitedLine] {
        try form.all("request").filter { !$0.isEmpty }.map { text in
            guard let line = CitedLine(text) else { throw Form.unreadable }
            return line
        }
    }

    private func answer(_ form: Form) throws -> (RequestGroup.Outcome, Sealed) {
        var faults: [Fault] = []
        let outcome = RequestGroup.Outcome(rawValue: form["outcome"])
        if outcome == nil {
            faults.append(
                Fault("request.outcome", field: "outcome", "Choose whether it is accepted, in part, or declined"))
        }
        faults += Wording.faults(form["reasons"], field: "reasons", upTo: Wording.longest, "the reasons")
        guard let outcome, faults.isEmpty else { throw Refusal(faults) }
        return (outcome, register.randomness.seal(form["reasons"]))
    }

    /// Opens a group: of a request and others that ask the same, or of one that is answered by itself.
    private func open(_ request: Request, _ visit: Visit) async throws -> Response {
        let sitting = try visit.requireSitting()
        let form = try await form(request, visit)
        let lines = try cited(form)
        guard let id: Identifier<RequestGroup> = form.identifier("id"), let first = lines.first else {
            throw Form.unreadable
        }
        let isTogether = !form["together"].isEmpty
        let act: RequestAct = isTogether ? .members : .answers
        do {
            var faults = Wording.faults(form["title"], field: "title", upTo: 200, "what is asked, in a sentence")
            if isTogether, lines.count < 2 {
                faults.insert(Fault("request.empty", field: "request", "Choose one request at least"), at: 0)
            }
            guard faults.isEmpty else {
                guard !isTogether else { throw Refusal(faults) }
                do { _ = try answer(form) } catch let refusal as Refusal { faults += refusal.faults }
                throw Refusal(faults)
            }
            let given = isTogether ? nil : try answer(form)
            try await register.open(id, of: lines, title: form["title"], answer: given, by: sitting)
        } catch let refusal as Refusal {
            // Somebody was quicker: what they answered is shown, and the words that came too late.
            let topic = try register.views.topic(of: first) ?? first.description
            let told = topic == first.description ? refusal : Refusal.stale(0)
            return try again(topic, act, form, told, request, visit)
        }
        return redirect(Path.request(id.description).adding(query: [("done", act.rawValue)]), visit)
    }

    private func respond(
        _ act: RequestAct, _ request: Request, _ visit: Visit,
        _ work: (Identifier<RequestGroup>, Sitting, Form) async throws -> Void
    ) async throws -> Response {
        let id: Identifier<RequestGroup> = try visit.identifier("id")
        let sitting = try visit.requireSitting()
        let form = try await form(request, visit)
        guard try register.views.topic(id.description, today: today) != nil else { throw NotFound() }
        do {
            try await work(id, sitting, form)
        } catch let refusal as Refusal {
            return try again(id.description, act, form, refusal, request, visit)
        }
        return redirect(Path.request(id.description).adding(query: [("done", act.rawValue)]), visit)
    }

    private func again(
        _ topic: String, _ act: RequestAct, _ form: Form, _ refusal: Refusal, _ request: Request, _ visit: Visit
    ) throws -> Response {
        var again = try topicPage(topic, form.maybe("same"), visit)
        again.refused = act
        again.typed = form.named("")
        again.ticked = form.all("request")
        let place: (Fault) -> String? = { fault in
            switch (act, fault.field) {
            case (.members, "title"): "title-together"
            case (.partings, "reason"): CitedLine(form["request"]).map { "reason-\($0.line)" }
            default: nil
            }
        }
        again.problems = refusal.faults.map { FormProblem($0.field, $0.message, id: place($0), rule: $0.rule) }
        return page(again, request, visit, status: refusal.status)
    }

    // MARK: Pages

    @Sendable private func showGroup(_ request: Request, _ visit: Visit) async throws -> Response {
        let (name, form) = try visit.named("id")
        guard form != .csv, Identifier<RequestGroup>(name) != nil else { throw NotFound() }
        if form == .json {
            guard let whole = try register.views.topic(name, today: today) else { throw NotFound() }
            return try json(TopicAnswer(whole), request, visit)
        }
        return try showTopic(name, request, visit)
    }

    private func showTopic(_ topic: String, _ request: Request, _ visit: Visit) throws -> Response {
        let asked = try Asked(request)
        var shown = try topicPage(topic, asked.word("same"), visit)
        shown.done = asked.word("done").flatMap { RequestAct(rawValue: $0) }
        return page(shown, request, visit)
    }

    private func topicPage(_ topic: String, _ sought: String?, _ visit: Visit) throws -> RequestPage {
        let views = register.views
        guard let whole = try views.topic(topic, today: today) else { throw NotFound() }
        let sitting = visit.session?.sitting.flatMap { sitting in
            sitting.body == whole.topic.of && sitting.office.may(.negotiate) ? sitting : nil
        }
        var shown = RequestPage(
            whole: whole, sitting: sitting, token: visit.formToken, fresh: register.randomness.identifier())
        guard sitting != nil else { return shown }
        var filter = RequestFilter()
        (filter.words, filter.size) = (sought, 30)
        shown.sought = sought
        shown.others = try views.requests(filter, today: today).rows.filter {
            $0.id != topic && $0.of == whole.topic.of
        }
        return shown
    }

    private func showRequests(as form: AnswerForm, _ request: Request, _ visit: Visit) throws -> Response {
        let asked = try Asked(request)
        var filter = RequestFilter()
        filter.by = asked.word("by")
        filter.words = asked.word("words")
        filter.state = try asked.value("state") { RequestState(rawValue: $0) }
        filter.concerns = try asked.value("concerns") { Ask.Concern(rawValue: $0) }
        filter.page = try asked.page()
        let views = register.views
        if let code = filter.by, try views.body(code: code) == nil { throw NotFound() }
        switch form {
        case .csv:
            (filter.page, filter.size) = (1, Site.mostRows)
            let found = try views.requests(filter, today: today)
            return csv(found.rows.map(TopicRow.init).csv, named: "requests", request, visit)
        case .json:
            filter.size = try asked.size()
            let found = try views.requests(filter, today: today)
            return try json(
                ListAnswer(
                    total: found.total, page: filter.page, size: filter.size, rows: found.rows.map(TopicRow.init)),
                request, visit)
        case .html:
            let found = try views.requests(filter, today: today)
            guard filter.page == 1 || !found.rows.isEmpty else { throw NotFound() }
            return page(
                RequestsPage(
                    filter: filter, chosen: asked.filters(["words", "by", "state", "concerns"]), found: found,
                    bodies: try views.bodies(.authority)),
                request, visit)
        }
    }
}
