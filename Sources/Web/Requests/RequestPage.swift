import Domain
import HTML
import Register
import Views
import Vocabulary

/// What is asked and answered once: who asks it, what was answered and why, what came of it; with the forms of the body that
/// was asked.
struct RequestPage: Page {
    let whole: TopicWhole
    /// Who looks, where they may answer for the body that was asked.
    let sitting: Sitting?
    let token: String
    /// The name of a group that a form of this page opens.
    let fresh: Identifier<RequestGroup>
    /// What else was asked of the same body, for whoever looks for the same.
    var others: [TopicRead] = []
    /// The words by which it is looked for.
    var sought: String?
    var refused: RequestAct?
    var typed: [String: String] = [:]
    var ticked: [String] = []
    var problems: [FormProblem] = []
    var done: RequestAct?

    private var topic: TopicRead { whole.topic }
    private var path: Path { .request(topic.id) }

    var title: String { topic.title.beginning(100) }
    var breadcrumbs: [Crumb] { [Crumb("Home", to: .home), Crumb("Requests", to: .requests)] }
    var notice: HTML? { sitting == nil ? nil : done.map { notification(.success, $0.done) } }

    var main: HTML {
        """
        <span class="govuk-caption-l">Asked of \(inline(topic.ofName))</span>
        <h1 class="govuk-heading-l">\(inline(title))</h1>
        \(facts)
        <h2 class="govuk-heading-m" id="asked">Who asks</h2>
        \(asked)
        <h2 class="govuk-heading-m" id="answers">Answer</h2>
        \(answers)\(results)\(acts)\(programs)
        """
    }

    private var programs: HTML { topic.group == nil ? HTML() : downloads(path, hasRows: false) }

    private var facts: HTML {
        guard topic.asked > 0 else {
            return insetText(
                "<p class=\"govuk-body\">No request is left here: each was taken out, to be answered elsewhere.</p>\n")
        }
        var rows = [
            SummaryRow("Where it stands", Tag(topic.state).html),
            SummaryRow("Asked by", words: topic.byName ?? counted(topic.asked, "request")),
            SummaryRow("First asked", words: topic.put.written),
        ]
        if topic.answered == nil {
            rows.append(SummaryRow("To be answered by", words: topic.due.written))
        } else {
            rows.append(SummaryRow("First answered", words: topic.clock))
        }
        return summaryList(rows)
    }

    private var asked: HTML { "\(each: whole.requests, asking)" }

    private func asking(_ request: RequestRead) -> HTML {
        let line = Path.compact(request.cited.compact).at("line-\(request.cited.line)")
        let facts = request.ask.facts.map { ($0.name, $0.words) } + [("Put on", request.put.written)]
        return """
            <section class="concordat-block" id="request-\(request.cited.line.description)">
            <h3 class="govuk-heading-s">\(link: request.byName, to: Path.authority(request.byCode))</h3>
            \(prose(request.text))\(factList(facts))
            <p class="govuk-body">\(link: "Read it in \(request.title)", to: line)</p>
            \(parting(request))</section>

            """
    }

    private var answers: HTML {
        guard !whole.answers.isEmpty else { return emptyState("It was not answered yet.") }
        return timeline(
            whole.answers.map { answer in
                TimelineStep(
                    answer.outcome.words, at: Time(answer.time), by: answer.seat?.full,
                    "\(told(answer.reasons, "The reasons were"))\(entryLink(answer.position))")
            })
    }

    private var results: HTML {
        guard !whole.results.isEmpty else { return HTML() }
        let steps = whole.results.map { result in
            TimelineStep(
                "What came of it", at: Time(result.time), by: result.seat?.full,
                "\(told(result.words, "These words were"))\(result.link.map { linked($0) })\(entryLink(result.position))"
            )
        }
        return "<h2 class=\"govuk-heading-m\" id=\"results\">What came of it</h2>\n\(timeline(steps))"
    }

    // MARK: What can be done

    private func own(_ act: RequestAct) -> [FormProblem] { refused == act ? problems : [] }

    private func value(_ name: String, _ act: RequestAct) -> String { refused == act ? typed[name] ?? "" : "" }

    private var acts: HTML {
        guard sitting != nil else { return HTML() }
        // What somebody wrote stays before them, though a colleague took the last request out.
        guard topic.asked > 0 else {
            return toCopy(["reasons", "words"].compactMap { typed[$0] }.filter { !$0.isEmpty })
        }
        return onScreen("\(answer)\(result)\(same)")
    }

    private var answer: HTML {
        let problems = own(.answers)
        let outcomes = RequestGroup.Outcome.allCases.map { Choice($0.rawValue, $0.words) }
        let words = refused == .answers ? typed["title"] ?? "" : topic.title.beginning(200)
        // What is asked together has its sentence already.
        let title: HTML? =
            topic.group == nil
            ? textInput(
                Field(
                    "title", "What is asked, in a sentence", hint: "The heading of the request and its answer.",
                    in: problems),
                value: words) : nil
        let fields: HTML = """
            \(mine)\(title)\(radios(
                Field("outcome", "Your answer", in: problems), options: outcomes, chosen: value("outcome", .answers)))\
            \(textArea(
                Field("reasons", "Reasons", hint: openHint, in: problems), value: value("reasons", .answers), rows: 8,
                limit: Wording.longest))\
            \(button("Answer"))
            """
        let form = postForm(
            to: topic.group == nil ? .requests : path.within("answers"), token: token, revision: topic.revision, fields)
        if topic.answers > 0 {
            return details(
                "Answer anew", isOpen: refused == .answers,
                "<p class=\"govuk-body\">The new answer takes the place of the earlier one, which stays readable.</p>\n\(form)"
            )
        }
        let many: HTML? =
            topic.asked > 1 ? "<p class=\"govuk-body\">One answer to all \(topic.asked) of them.</p>\n" : nil
        return "<h2 class=\"govuk-heading-m\" id=\"act-answer\">Answer this request</h2>\n\(many)\(form)"
    }

    /// What a form sends that opens a group of this request.
    private var mine: HTML {
        topic.group == nil ? hiddenInput("id", fresh.description) + hiddenInput("request", topic.id) : HTML()
    }

    private var result: HTML {
        guard topic.answers > 0 || refused == .results else { return HTML() }
        let problems = own(.results)
        return """
            <h2 class="govuk-heading-m" id="act-result">Say what came of it</h2>
            \(postForm(
                to: path.within("results"), token: token, revision: topic.results,
                """
                \(textArea(
                    Field("words", "What came of it", hint: openHint, in: problems), value: value("words", .results), rows: 5,
                    limit: Wording.longest))\
                \(textInput(
                    Field("link", "Where it can be seen (optional)", hint: "A web address that begins with https://", in: problems),
                    value: value("link", .results), kind: .address))\
                \(button("Publish it", .secondary))
                """))
            """
    }

    private func parting(_ request: RequestRead) -> HTML {
        let isRefused = refused == .partings && typed["request"] == request.cited.description
        // What somebody wrote stays before them, though it came too late.
        guard sitting != nil, topic.group != nil, topic.answers == 0 || isRefused else { return HTML() }
        let problems = isRefused ? problems : []
        return details(
            "It does not ask the same: take it out", isOpen: isRefused,
            postForm(
                to: path.within("partings"), token: token,
                """
                \(hiddenInput("request", request.cited.description))\
                \(textArea(
                    Field(
                        "reason", "Why it does not ask the same", hint: openHint,
                        error: problems.message(on: "reason"), id: "reason-\(request.cited.line)"),
                    value: isRefused ? typed["reason"] ?? "" : "", rows: 3, limit: Wording.longest))\
                \(button("Take it out", .secondary, about: request.byName))
                """))
    }

    // MARK: The same, asked by others

    private var same: HTML {
        let search = getForm(
            to: path, label: "Look for the same",
            """
            \(textInput(Field("same", "Words that others use for it"), value: sought ?? "", kind: .search, width: .twoThirds))\
            \(button("Look", .secondary))
            """)
        return """
            <h2 class="govuk-heading-m" id="act-same">Do others ask the same?</h2>
            <p class="govuk-body">What is put together is answered once, and everybody sees how many asked.</p>
            \(search)\(joining)\(groups)
            """
    }

    private var joining: HTML {
        let problems = own(.members)
        let options = others.filter { $0.group == nil }.map {
            Choice(
                $0.id, "\($0.byName ?? ""): \($0.title.beginning(200))", hint: "Since \($0.put.written). \($0.clock).")
        }
        guard !options.isEmpty else {
            return "<p class=\"govuk-body\">No other request by itself was found.</p>\n"
        }
        let title: HTML? =
            topic.group == nil
            ? textInput(
                Field("title", "What all of them ask, in a sentence", in: problems, id: "title-together"),
                value: value("title", .members)) : nil
        return postForm(
            to: topic.group == nil ? .requests : path.within("members"), token: token,
            """
            \(mine)\(hiddenInput("revision", String(topic.revision)))\(hiddenInput("together", "yes"))\(sought.map { hiddenInput("same", $0) })\
            \(checkboxes(Field("request", "Requests that ask the same", in: problems), options: options, chosen: ticked, isSmall: true))\
            \(title)\(button("Put them together", .secondary))
            """)
    }

    /// Groups into which a request by itself can be put.
    private var groups: HTML {
        guard topic.group == nil else { return HTML() }
        return HTML(
            others.filter { $0.group != nil }.map { group in
                postForm(
                    to: Path.request(group.id).within("members"), token: token,
                    """
                    <p class="govuk-body">\(link: group.title, to: Path.request(group.id)), asked by \(group.asked). \(Tag(group.state).html)</p>
                    \(hiddenInput("request", topic.id))\(hiddenInput("revision", String(group.revision)))\(button("Put it there", .secondary, about: group.title))
                    """)
            })
    }
}

/// What is done with requests by a form.
enum RequestAct: String, CaseIterable, Sendable {
    case members, partings, answers, results

    /// What is said once it is done.
    var done: String {
        switch self {
        case .members: "The requests were put together"
        case .partings: "The request was taken out"
        case .answers: "Your answer is on the record"
        case .results: "What came of it is on the record"
        }
    }
}
