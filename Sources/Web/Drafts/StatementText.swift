import Domain
import Foundation
import HTML
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    func addStatementDrafts(_ router: Router<Visit>) {
        router.post("drafts/statements", use: beginStatement)
        addDraftTasks(router, StatementKind.self)
        addDraftLines(router, StatementKind.self)
        addDraftSending(router, StatementKind.self)
        addDraftTitle(router, StatementKind.self)
        router.get("drafts/statements/:id/text", use: showText)
        router.post("drafts/statements/:id/text", use: recognise)
        router.post("drafts/statements/:id/corrections", use: putCorrections)
    }

    @Sendable private func beginStatement(_ request: Request, _ visit: Visit) async throws -> Response {
        let sitting = try visit.requireSitting(.draft)
        let form = try await form(request, visit)
        guard let id = form.identifier("id", of: Statement.self) else { throw Form.unreadable }
        guard let author = try register.views.body(sitting.body), StatementKind.authors.contains(author.sort) else {
            throw NotFound()
        }
        var faults = Wording.faults(form["title"], field: "title", upTo: 200, "the title")
        let year = AcademicYear(form["year"])
        if year == nil { faults.append(Fault("form.year", field: "year", "Enter a school year, such as 2003/04")) }
        let other = try form.identifier("other", of: Body.self).flatMap { try register.views.body($0) }
        if other.map({ StatementKind.parties.subtracting([author.sort]).contains($0.sort) }) != true {
            faults.append(Fault("draft.parties", field: "other", "Choose the body with which the statement is made"))
        }
        guard faults.isEmpty, let year, let other else {
            return try await draftsAgain(Refusal(faults), form, request, visit)
        }
        let draft = Draft<StatementKind>(
            id, title: form["title"], author: author.id, parties: [author.id, other.id],
            framework: Framework(year: year))
        return try await begin(draft, sitting, form, request, visit)
    }

    // MARK: From a text

    @Sendable private func showText(_ request: Request, _ visit: Visit) async throws -> Response {
        page(StatementTextPage(desk: try draftDesk(visit, StatementKind.self, may: .draft)), request, visit)
    }

    @Sendable private func recognise(_ request: Request, _ visit: Visit) async throws -> Response {
        let desk = try draftDesk(visit, StatementKind.self, may: .draft)
        let form = try await form(request, visit)
        do throws(Refusal) {
            let text = try SentText(form).text
            let corrections = try Corrections(RecognisedStatement(recognising: text), of: text, desk.choices)
            return page(CorrectionsPage(desk: desk, corrections: corrections), request, visit)
        } catch {
            return page(
                StatementTextPage(desk: desk, text: form["text"], problems: [FormProblem](error)), request, visit,
                status: .unprocessableContent)
        }
    }

    @Sendable private func putCorrections(_ request: Request, _ visit: Visit) async throws -> Response {
        let desk = try draftDesk(visit, StatementKind.self, may: .draft)
        let form = try await form(request, visit)
        let corrections = Corrections(form)
        var (corrected, faults) = corrections.corrected(desk.choices)
        let place = form["place"]
        if place.isEmpty, !desk.draft.lines.isEmpty {
            faults.append(Fault("draft.place", field: "place", "Choose what becomes of the lines that the draft has"))
        }
        let title = form["title"]
        faults += Wording.faults(title, field: "title", upTo: 200, "the title")
        let (all, names) = (faults, register.randomness)
        let (pieces, replaces) = (corrected, place != "add")
        do {
            try await register.edit(
                desk.draft.id, revision: form.number("revision") ?? 0, by: desk.sitting,
                citing: corrections.seats(pieces)
            ) { draft, circumstances in
                var found = all
                do throws(Refusal) {
                    try draft.put(
                        pieces, replacing: replaces, naming: { names.identifier() }, areas: { names.identifier() },
                        in: circumstances)
                } catch {
                    found += error.faults
                }
                if !found.isEmpty { throw Refusal(found) }
                draft.title = title
            }
            return redirect(desk.path(), visit)
        } catch let refusal as Refusal {
            let now = try draftDesk(desk.draft.id, visit, may: .draft)
            let problems: [FormProblem] =
                refusal.current == nil
                ? [FormProblem](refusal)
                : [
                    FormProblem(
                        nil,
                        "Somebody changed the draft since you opened it. Nothing was put in yet: look at the draft, then send this again"
                    )
                ]
            return page(
                CorrectionsPage(desk: now, corrections: corrections, problems: problems), request, visit,
                status: refusal.status)
        }
    }
}

/// Where a text is pasted or uploaded.
struct StatementTextPage: Page {
    let desk: DraftDesk<StatementKind>
    var text = ""
    var problems: [FormProblem] = []

    var title: String { "Start from a text" }
    var breadcrumbs: [Crumb] { desk.taskCrumbs }

    var main: HTML {
        let fields: HTML = """
            \(textArea(Field("text", "Paste the text", in: problems), value: text, rows: 16))
            \(fileUpload(Field("file", "Or choose a text file", hint: "Plain text (.txt) or Markdown (.md) in UTF-8, up to 1 megabyte. Where both are given, the file is read.", in: problems), accept: ".txt,.md,.markdown,text/plain,text/markdown"))
            \(buttonGroup("\(button("Recognise its parts"))\(link: "Back to the task list", to: desk.path())"))
            """
        return """
            <span class="govuk-caption-l">\(inline(desk.draft.title))</span>
            <h1 class="govuk-heading-l">\(title)</h1>
            <p class="govuk-body">Numbered paragraphs, the points below them, the people who signed and the areas of an annex are
            recognised. You correct them on the next page. Nothing is put into the draft before that.</p>
            \(postForm(to: desk.path("text"), token: desk.token, sendsFiles: true, fields))
            """
    }
}
