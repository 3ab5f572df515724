import Domain
import HTML
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// The title of a draft whose author words it and, of a statement, the year of its agenda.
    func addDraftTitle<K: Kind>(_ router: Router<Visit>, _: K.Type) {
        let way = "drafts/\(K.name)s/:id/title"
        router.get(RouterPath(way)) { request, visit in
            let desk = try draftDesk(visit, K.self, may: .draft)
            return page(
                DraftTitlePage(
                    desk: desk, name: desk.draft.title, year: desk.draft.framework.year?.description ?? ""), request,
                visit)
        }
        router.post(RouterPath(way)) { try await putTitle(K.self, $0, $1) }
    }

    private func putTitle<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) async throws -> Response {
        let desk = try draftDesk(visit, K.self, may: .draft)
        let form = try await form(request, visit)
        let title = form["title"]
        var faults = Wording.faults(title, field: "title", upTo: 200, "the title")
        var year = desk.draft.framework.year
        if DraftTitlePage<K>.hasYear {
            year = AcademicYear(form["year"])
            if year == nil { faults.append(Fault("form.year", field: "year", "Enter a school year, such as 2003/04")) }
            if let follows = desk.draft.framework.follows, let year,
                let id = Identifier<Agreement<K>>(follows.description),
                let before = try shown(id, visit).read.line.year, year <= before
            {
                faults.append(
                    Fault(
                        "renewal.year", field: "year",
                        "Choose a school year after \(before), for which the one was made that this follows"))
            }
        }
        func again(_ faults: [Fault], _ status: HTTPResponse.Status) throws -> Response {
            page(
                DraftTitlePage(
                    desk: try draftDesk(desk.draft.id, visit), name: title, year: form["year"],
                    problems: faults.map { FormProblem($0.field, $0.message, rule: $0.rule) }), request, visit,
                status: status)
        }
        guard faults.isEmpty else { return try again(faults, .unprocessableContent) }
        do {
            try await register.edit(desk.draft.id, revision: form.number("revision") ?? 0, by: desk.sitting) {
                [year] draft, _ in
                draft.title = title
                let framework = draft.framework
                draft.framework = Framework(
                    statement: framework.statement, year: year, authority: framework.authority,
                    follows: framework.follows, varies: framework.varies)
            }
        } catch let refusal as Refusal where refusal.current != nil {
            return try again(refusal.faults, .conflict)
        }
        return redirect(desk.path(), visit)
    }
}

/// Where a draft's title is given and, of a statement, the year of its agenda.
struct DraftTitlePage<K: Kind>: Page {
    let desk: DraftDesk<K>
    let name: String
    let year: String
    var problems: [FormProblem] = []

    /// Whether the year is given with the title.
    static var hasYear: Bool { K.self == StatementKind.self }

    var title: String { Self.hasYear ? "Title and year" : "Title" }
    var breadcrumbs: [Crumb] { desk.taskCrumbs }

    var main: HTML {
        let agenda = textInput(
            Field("year", "School year of its agenda", hint: "For example, 2003/04.", in: problems), value: year,
            width: .characters10)
        let fields: HTML = """
            \(namingHint())\(textInput(Field("title", "Title", in: problems), value: name))
            \(when: Self.hasYear, agenda)
            \(buttonGroup("\(button("Save and continue"))\(link: "Back without saving", to: desk.path())"))
            """
        return """
            <h1 class="govuk-heading-l">\(title)</h1>
            \(postForm(to: desk.path("title"), token: desk.token, revision: desk.row.revision, fields))
            """
    }
}
