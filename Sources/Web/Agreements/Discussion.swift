import Domain
import Exchange
import HTML
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// The yearly discussion of a statement and its agenda.
    func addDiscussion(_ router: Router<Visit>) {
        router.get("statements/:id/discussion") { try showDiscussion(as: .html, $0, $1) }
        router.get("statements/:id/discussion.json") { try showDiscussion(as: .json, $0, $1) }
        router.get("statements/:id/discussion.csv") { try showDiscussion(as: .csv, $0, $1) }
        router.post("statements/:id/discussion") { request, visit in
            let sitting = try visit.requireSitting()
            let form = try await form(request, visit)
            let id: Identifier<Statement> = try visit.identifier("id")
            // Whether it is there is nobody else's business, so it is looked for before the power is.
            var again = try discussionPage(visit, by: nil, page: 1)
            guard let remark: Identifier<SpokenRemark> = form.identifier("remark") else { throw Form.unreadable }
            do {
                if again.shown.read.line.state == .superseded {
                    throw Refusal(Fault("discussion.over", "The one that follows it is in force: speak of that one"))
                }
                let words = try sealed(form, "words", "what you have to say")
                try await register.speak(words, as: remark, of: id, by: sitting)
            } catch let refusal as Refusal {
                again = try discussionPage(visit, by: nil, page: 1)
                again.words = form["words"]
                again.problems = refusal.faults.map {
                    FormProblem(again.speaks ? $0.field : nil, $0.message, rule: $0.rule)
                }
                return page(again, request, visit, status: refusal.status)
            }
            return redirect(again.shown.path.within("discussion").adding(query: [("done", "spoke")]), visit)
        }
    }

    private func showDiscussion(as form: AnswerForm, _ request: Request, _ visit: Visit) throws -> Response {
        let asked = try Asked(request)
        let (code, number) = (asked.word("by"), try asked.page())
        if let code, try register.views.body(code: code) == nil { throw NotFound() }
        switch form {
        case .html:
            var answer = try discussionPage(visit, by: code, page: number)
            guard number == 1 || !answer.said.rows.isEmpty else { throw NotFound() }
            answer.isDone = request.uri.queryParameters.get("done") == "spoke"
            return page(answer, request, visit)
        case .json:
            let size = try asked.size()
            let said = try spoken(visit, by: code, page: number, size: size).said
            return try json(
                ListAnswer(total: said.total, page: number, size: size, rows: said.rows.map(SpokenRow.init)), request,
                visit)
        case .csv:
            let said = try spoken(visit, by: code, page: 1, size: Site.mostRows).said
            return csv(said.rows.map(SpokenRow.init).csv, named: "discussion", request, visit)
        }
    }

    private func spoken(
        _ visit: Visit, by code: String?, page: Int, size: Int
    ) throws -> (shown: ShownAgreement, said: Listed<SpokenRead>) {
        let shown = try shown(try visit.identifier("id") as Identifier<Statement>, visit)
        guard shown.hasBegun else { throw NotFound() }
        let said = try register.views.spoken(
            of: shown.id, by: code, for: visit.viewer, today: today, page: page, size: size)
        return (shown, said)
    }

    private func discussionPage(_ visit: Visit, by code: String?, page: Int) throws -> DiscussionPage {
        let (shown, said) = try spoken(visit, by: code, page: page, size: DiscussionPage.size)
        let views = register.views
        let sitting = visit.session?.sitting
        let own = try sitting.flatMap { try views.body($0.body) }
        let mayAct = sitting?.office.may(.negotiate) == true && (own?.sort == .authority || shown.read.isParty)
        let isOver = shown.hasEnded || shown.read.line.state == .superseded
        return DiscussionPage(
            shown: shown, said: said, by: try code.flatMap { try views.body(code: $0) },
            bodies: try views.bodies(.authority) + shown.read.parties.compactMap { try views.body($0.id) }, page: page,
            speaks: mayAct && !isOver, remark: register.randomness.identifier(), token: visit.formToken)
    }
}

/// A remark as programs get it.
struct SpokenRow: Encodable, Sendable {
    let position: Int
    let time: Instant
    /// The code and name of the body that spoke.
    let by: String
    let byName: String
    let seat: String?
    /// Left out once erased.
    let words: String?
    /// When it was erased.
    let erased: Day?

    init(_ spoken: SpokenRead) {
        (position, time, by, byName) = (spoken.position, spoken.time, spoken.body.code, spoken.body.name)
        (seat, words, erased) = (spoken.seat?.full, spoken.words.text, spoken.words.erased)
    }
}

extension [SpokenRow] {
    /// One row a remark.
    var csv: CSV {
        CSV(
            columns: ["position", "time", "by", "by_name", "seat", "words", "erased"],
            rows: map { row in
                [
                    String(row.position), row.time.description, row.by, row.byName, row.seat ?? "", row.words ?? "",
                    row.erased?.description ?? "",
                ]
            })
    }
}

/// What councils and the national parties say of a statement and its agenda, before the next one is made.
struct DiscussionPage: Page {
    let shown: ShownAgreement
    let said: Listed<SpokenRead>
    let by: BodyRead?
    let bodies: [BodyRead]
    let page: Int
    /// Whether whoever looks may speak.
    let speaks: Bool
    /// The name that a remark would have.
    let remark: Identifier<SpokenRemark>
    let token: String
    var words = ""
    var problems: [FormProblem] = []
    var isDone = false

    /// The most remarks on a page.
    static let size = 50

    var title: String { "Discussion of the agenda" }
    var breadcrumbs: [Crumb] { shown.crumbsWithin }
    var notice: HTML? { isDone && speaks ? notification(.success, "What you said is on the record") : nil }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(inline(shown.read.line.title))</span>
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">Before the agenda of the next year is settled, every council may say what should stay, what should
        change and what is missing. The sides that signed read it here, and so does everyone.</p>
        \(speaking)\(filtered(by: panel, "\(remarks)\(pages)\(downloaded)"))
        """
    }

    private var here: Path {
        shown.path.within("discussion").adding(query: by.map { [("by", $0.code)] } ?? [])
    }

    private var speaking: HTML {
        guard speaks else { return words.isEmpty ? HTML() : toCopy([words]) }
        let field = Field("words", "What your body has to say", hint: openHint, in: problems)
        let form = postForm(
            to: shown.path.within("discussion"), token: token,
            "\(hiddenInput("remark", remark.description))\(textArea(field, value: words, rows: 6, limit: Wording.longest))\(button("Say it"))"
        )
        return onScreen(form)
    }

    private var panel: HTML {
        let names = bodies.map { Choice($0.code, "\($0.name) (\($0.code))") }
        let field = select(Field("by", "Who spoke"), options: names, chosen: by?.code, blank: "Everybody")
        return filterPanel(to: shown.path.within("discussion"), isFiltered: by != nil, field)
    }

    private var remarks: HTML {
        guard !said.rows.isEmpty else {
            return emptyState(by == nil ? "Nobody has spoken yet." : "This body has not spoken.")
        }
        let items = said.rows.map { one in
            TimelineStep(
                one.body.name, at: Time(one.time), by: one.seat?.title,
                "\(told(one.words, "The words were"))\(entryLink(one.position))")
        }
        return "<p class=\"govuk-body\" role=\"status\">\(counted(said.total, "remark"))</p>\n\(timeline(items))"
    }

    private var pages: HTML {
        pagination(page: page, of: (said.total + Self.size - 1) / Self.size, path: here)
    }

    private var downloaded: HTML { said.total > 0 ? downloads(here, hasRows: true) : HTML() }
}
