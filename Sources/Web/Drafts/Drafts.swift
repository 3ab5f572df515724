import Domain
import HTML
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    func addDrafts(_ router: Router<Visit>) {
        router.get("drafts", use: showDrafts)
    }

    func addCompactDrafts(_ router: Router<Visit>) {
        router.post("drafts/compacts", use: beginCompact)
        addDraftTasks(router, CompactKind.self)
        addDraftLines(router, CompactKind.self)
        addDraftSending(router, CompactKind.self)
        router.post("drafts/compacts/:id/priorities", use: chooseAreas)
    }

    func addConditionalDrafts(_ router: Router<Visit>) {
        router.post("drafts/conditional-agreements", use: beginConditional)
        addDraftTitle(router, ConditionalKind.self)
        addDraftTasks(router, ConditionalKind.self)
        addDraftLines(router, ConditionalKind.self)
        addDraftSending(router, ConditionalKind.self)
    }

    @Sendable private func beginConditional(_ request: Request, _ visit: Visit) async throws -> Response {
        let sitting = try visit.requireSitting(.draft)
        let form = try await form(request, visit)
        guard let id = form.identifier("id", of: ConditionalAgreement.self) else { throw Form.unreadable }
        let views = register.views
        guard let author = try views.body(sitting.body), ConditionalKind.authors.contains(author.sort) else {
            throw NotFound()
        }
        let other =
            author.sort == .authority
            ? try views.bodies(.department).first
            : try form.identifier("authority", of: Body.self).flatMap { try views.body($0) }
        let faults = Wording.faults(form["name"], field: "name", upTo: 200, "a title")
        guard faults.isEmpty else { return try await draftsAgain(Refusal(faults), form, request, visit) }
        guard let other, other.sort != author.sort, ConditionalKind.parties.contains(other.sort) else {
            let fault = Fault("draft.authority", field: "authority", "Choose the authority with which this is made")
            return try await draftsAgain(Refusal(fault), form, request, visit)
        }
        let draft = Draft<ConditionalKind>(
            id, title: form["name"], author: author.id, parties: [author.id, other.id],
            framework: Framework(authority: author.sort == .authority ? author.id : other.id))
        return try await begin(draft, sitting, form, request, visit)
    }

    @Sendable private func showDrafts(_ request: Request, _ visit: Visit) async throws -> Response {
        page(try await draftsPage(visit, [:], []), request, visit)
    }

    func draftsPage(_ visit: Visit, _ words: [String: String], _ problems: [FormProblem]) async throws -> DraftsPage {
        let sitting = try visit.requireSitting()
        guard let body = try register.views.body(sitting.body) else { throw NotFound() }
        var rows: [DraftsPage.Line] = []
        for kind in Kinds.all { rows += try await listed(kind, of: body.id, sitting) }
        let others =
            body.sort == .department
            ? try register.views.bodies(.association, on: today) : try register.views.bodies(.department)
        return DraftsPage(
            body: body, rows: rows.sorted { $1.changed < $0.changed }, mayWrite: sitting.office.may(.draft),
            agendas: try register.views.agendas(for: sitting.viewer, today: today).map(\.year), others: others,
            authorities: body.sort == .department ? try register.views.bodies(.authority, on: today) : [],
            compact: register.randomness.identifier(), statement: register.randomness.identifier(),
            conditional: register.randomness.identifier(),
            next: AcademicYear(holding: today), words: words, problems: problems, token: visit.formToken)
    }

    private func listed<K: Kind>(
        _: K.Type, of body: Identifier<Body>, _ sitting: Sitting
    ) async throws -> [DraftsPage.Line] {
        var rows: [DraftsPage.Line] = []
        for row in try register.drafts(of: body, K.self) {
            if let line = try await listed(row, sitting) { rows.append(line) }
        }
        return rows
    }

    /// Nil where somebody has sent the draft or thrown it away since the list was read.
    private func listed<K: Kind>(_ row: DraftRow<K>, _ sitting: Sitting) async throws -> DraftsPage.Line? {
        let lacking: [Fault]
        do { lacking = try register.lacking(draft: row.draft.id, by: sitting) } catch is NotFound { return nil }
        return DraftsPage.Line(
            title: row.draft.title, kind: K.title, path: Path.draft(row.draft.id), changed: row.changed,
            by: try register.views.seat(row.seat)?.title ?? "", missing: lacking.map(\.message))
    }

    @Sendable private func beginCompact(_ request: Request, _ visit: Visit) async throws -> Response {
        let sitting = try visit.requireSitting(.draft)
        let form = try await form(request, visit)
        guard let id = form.identifier("id", of: Compact.self) else { throw Form.unreadable }
        let views = register.views
        guard let author = try views.body(sitting.body), author.sort == .authority,
            let department = try views.bodies(.department).first
        else { throw NotFound() }
        let agendas = try views.agendas(for: sitting.viewer, today: today)
        guard let chosen = AcademicYear(form["agenda"]), let agenda = agendas.first(where: { $0.year == chosen }) else {
            return try await draftsAgain(
                Refusal(Fault("draft.agenda", field: "agenda", "Choose the agenda of a school year")), form, request,
                visit)
        }
        let draft = Draft<CompactKind>(
            id, title: CompactKind.title(authority: author.name, year: chosen), author: author.id,
            parties: [author.id, department.id],
            framework: Framework(statement: agenda.statement, year: chosen, authority: author.id))
        return try await begin(draft, sitting, form, request, visit)
    }

    /// Begins a draft; a form sent twice leads to the one that it began.
    func begin<K: Kind>(
        _ draft: Draft<K>, _ sitting: Sitting, _ form: Form, _ request: Request, _ visit: Visit
    ) async throws -> Response {
        do {
            try await begun(draft.id, sitting) { try await register.begin(draft, by: sitting) }
        } catch let refusal as Refusal {
            let field = K.self == CompactKind.self ? "agenda" : K.self == StatementKind.self ? "year" : "name"
            return try await draftsAgain(refusal.at(field), form, request, visit)
        }
        return redirect(Path.draft(draft.id), visit)
    }

    /// Begins a draft of that name; where there is one already, because the form was sent before, it is that one.
    func begun<K: Kind>(
        _ id: Identifier<Agreement<K>>, _ sitting: Sitting, _ work: () async throws -> Void
    ) async throws {
        do {
            try await work()
        } catch let refusal as Refusal where refusal.current != nil {
            _ = try register.draft(id, for: sitting.viewer)
        }
    }

    func draftsAgain(
        _ refusal: Refusal, _ form: Form, _ request: Request, _ visit: Visit
    ) async throws -> Response {
        page(
            try await draftsPage(visit, form.named(""), [FormProblem](refusal)), request, visit,
            status: .unprocessableContent)
    }

    @Sendable private func chooseAreas(_ request: Request, _ visit: Visit) async throws -> Response {
        let desk = try draftDesk(visit, CompactKind.self, may: .draft)
        let areas = try await form(request, visit).all("area").compactMap { Identifier<Area>($0) }
        let task = DraftTask.task(for: .priority)
        guard let agenda = desk.choices.agenda, let task else { throw NotFound() }
        let chosen = agenda.areas.filter { areas.contains($0.id) }
        func again(_ problems: [FormProblem]) -> Response {
            page(
                DraftListPage(desk: desk, task: task, problems: problems), request, visit, status: .unprocessableContent
            )
        }
        guard !chosen.isEmpty else { return again([FormProblem("area", "Choose at least one area of the agenda")]) }
        let named = chosen.map { (area: $0, line: register.randomness.identifier(of: Line.self)) }
        do {
            // Nobody else's words are touched, and what is chosen already is not chosen again.
            try await register.edit(desk.draft.id, revision: nil, by: desk.sitting) { draft, circumstances in
                for (area, line) in named {
                    let taken = area.limit == .titled ? draft.untitledAreas : draft.chosenAreas
                    guard !taken.contains(area.id) else { continue }
                    try draft.choose(area, as: line, reason: "", horizon: .short, in: circumstances)
                }
            }
        } catch let refusal as Refusal {
            return again([FormProblem](refusal.at("area")))
        }
        let now = try draftDesk(desk.draft.id, visit)
        if named.count == 1, now.draft[named[0].line] != nil { return redirect(now.path(line: named[0].line), visit) }
        return redirect(now.path(task.slug), visit)
    }
}

/// The drafts of a body, and the forms that begin one.
struct DraftsPage: Page {
    /// A draft in the list.
    struct Line: Sendable {
        let title: String
        let kind: String
        let path: Path
        let changed: Instant
        let by: String
        let missing: [String]
    }

    let body: BodyRead
    let rows: [Line]
    let mayWrite: Bool
    let agendas: [AcademicYear]
    /// The bodies with which this one makes agreements.
    let others: [BodyRead]
    /// The authorities with which the Department may make an agreement with conditions.
    let authorities: [BodyRead]
    /// The names that a new draft of each kind would have.
    let compact: Identifier<Compact>
    let statement: Identifier<Statement>
    let conditional: Identifier<ConditionalAgreement>
    let next: AcademicYear?
    let words: [String: String]
    let problems: [FormProblem]
    let token: String

    var title: String { "Drafts of \(body.name)" }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(inline(title))</h1>
        <p class="govuk-body">Only your body sees these. A draft becomes an agreement under negotiation when it is sent.</p>
        \(list)\(when: mayWrite, beginning)
        """
    }

    private var list: HTML {
        guard !rows.isEmpty else {
            return emptyState(mayWrite ? "There is no draft. Begin one below." : "There is no draft to read or clear.")
        }
        return table(
            caption: "Drafts", isCaptionHidden: true,
            columns: [Column("Draft"), Column("Kind"), Column("Last changed"), Column("Still missing")],
            rows: rows.map(row))
    }

    private func row(_ line: Line) -> [HTML] {
        let missing: HTML =
            line.missing.isEmpty
            ? tag("Ready to send", .green)
            : "\(inline(line.missing[0]))\(when: line.missing.count > 1, " and \(line.missing.count - 1) more")"
        return [
            "\(link: line.title, to: line.path)", "\(line.kind)", "\(line.changed.written), \(inline(line.by))",
            missing,
        ]
    }

    private var beginning: HTML {
        switch body.sort {
        case .authority: beginCompact + beginConditional
        case .department: beginStatement + beginConditional
        default: beginStatement
        }
    }

    /// An agreement with conditions: the Department chooses with which authority.
    private var beginConditional: HTML {
        let title = textInput(
            Field("name", "Title", hint: "For example, what the money is for.", in: problems),
            value: words["name"] ?? "")
        let with: HTML =
            body.sort == .department
            ? select(
                Field("authority", "With which authority", in: problems),
                options: authorities.map { Choice($0.id.description, "\($0.name) (\($0.code))") },
                chosen: words["authority"], blank: "Choose an authority")
            : HTML()
        return """
            <h2 class="govuk-heading-m">Begin an agreement with conditions</h2>
            \(postForm(to: Path(["drafts", "conditional-agreements"]), token: token, "\(hiddenInput("id", conditional.description))\(namingHint())\(title)\(with)\(button("Begin an agreement with conditions"))"))
            """
    }

    private var beginCompact: HTML {
        let heading: HTML = "<h2 class=\"govuk-heading-m\">Begin a compact</h2>\n"
        guard !agendas.isEmpty else {
            return heading
                + emptyState("No agenda is signed yet. A compact chooses its priorities from the agenda of a year.")
        }
        let options = agendas.map { Choice($0.description, "\($0)") }
        let with = others.first?.name ?? "the Department"
        return heading
            + postForm(
                to: Path(["drafts", "compacts"]), token: token,
                """
                \(hiddenInput("id", compact.description))
                \(select(Field("agenda", "Agenda of which school year", hint: "The compact will be made with \(with).", in: problems), options: options, chosen: words["agenda"], blank: options.count > 1 ? "Choose a year" : nil))
                \(button("Begin a compact"))
                """)
    }

    private var beginStatement: HTML {
        let options = others.map { Choice($0.id.description, $0.name) }
        let title = textInput(
            Field("title", "Title", hint: "You can take it from a text later.", in: problems),
            value: words["title"] ?? "Statement of intent")
        let year = textInput(
            Field("year", "School year of its agenda", hint: "For example, 2003/04.", in: problems),
            value: words["year"] ?? next?.description ?? "", width: .characters10)
        let other = select(
            Field("other", "The other party", in: problems), options: options, chosen: words["other"],
            blank: options.count > 1 ? "Choose a body" : nil)
        return """
            <h2 class="govuk-heading-m">Begin a statement of intent</h2>
            \(postForm(to: Path(["drafts", "statements"]), token: token, "\(hiddenInput("id", statement.description))\(namingHint())\(title)\(year)\(other)\(button("Begin a statement"))"))
            """
    }
}
