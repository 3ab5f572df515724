import Domain
import HTML
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// Clearing, checking, sending and discarding a draft.
    func addDraftSending<K: Kind>(_ router: Router<Visit>, _: K.Type) {
        let draft = "drafts/\(K.name)s/:id"
        router.get(RouterPath("\(draft)/clearance")) { request, visit in
            page(DraftClearancePage(desk: try draftDesk(visit, K.self)), request, visit)
        }
        router.post(RouterPath("\(draft)/clearance")) { try await clearDraft($0, $1, K.self) }
        router.get(RouterPath("\(draft)/check")) { request, visit in
            let desk = try draftDesk(visit, K.self)
            let lacking = try register.lacking(draft: desk.draft.id, by: desk.sitting)
            return page(DraftCheckPage(desk: desk, lacking: lacking), request, visit)
        }
        router.post(RouterPath("\(draft)/check")) { try await sendDraft($0, $1, K.self) }
        router.get(RouterPath("\(draft)/removal")) { request, visit in
            page(DraftDiscardPage(desk: try draftDesk(visit, K.self, may: .draft)), request, visit)
        }
        router.post(RouterPath("\(draft)/removal")) { try await discardDraft($0, $1, K.self) }
    }

    private func clearDraft<K: Kind>(_ request: Request, _ visit: Visit, _: K.Type) async throws -> Response {
        let desk = try draftDesk(visit, K.self)
        let form = try await form(request, visit)
        do {
            try await register.clear(desk.draft.id, edition: form.number("edition") ?? 0, by: desk.sitting)
            return redirect(desk.path("clearance"), visit)
        } catch let refusal as Refusal {
            let now = try draftDesk(desk.draft.id, visit)
            return page(
                DraftClearancePage(desk: now, problems: problems(refusal)), request, visit,
                status: refusal.status)
        }
    }

    private func sendDraft<K: Kind>(_ request: Request, _ visit: Visit, _: K.Type) async throws -> Response {
        let id: Identifier<Agreement<K>> = try visit.identifier("id")
        let form = try await form(request, visit)
        let desk: DraftDesk<K>
        do {
            desk = try draftDesk(id, visit, may: .draft)
        } catch is NotFound {
            // Sent twice: the first time, it became an agreement.
            guard try register.views.agreement(id.description, kind: K.name, for: visit.viewer, today: today) != nil
            else {
                throw NotFound()
            }
            return redirect(Path.agreement(id).adding(query: [("done", "sent")]), visit)
        }
        do {
            try await register.send(id, revision: form.number("revision") ?? 0, by: desk.sitting)
            return redirect(Path.agreement(id).adding(query: [("done", "sent")]), visit)
        } catch let refusal as Refusal {
            let now = try draftDesk(id, visit)
            let lacking = try register.lacking(draft: id, by: now.sitting)
            return page(
                DraftCheckPage(
                    desk: now, lacking: lacking,
                    problems: refusal.current == nil
                        ? refusal.faults.map { FormProblem(nil, now.words($0), rule: $0.rule) } : problems(refusal)),
                request, visit, status: refusal.status)
        }
    }

    /// What is said where somebody acts on the whole of a draft that is no longer what they read.
    private func problems(_ refusal: Refusal) -> [FormProblem] {
        guard refusal.current != nil else { return [FormProblem](refusal) }
        return [
            FormProblem(nil, "Somebody changed the draft since you opened this page. Read it again before you go on")
        ]
    }

    private func discardDraft<K: Kind>(_ request: Request, _ visit: Visit, _: K.Type) async throws -> Response {
        let desk = try draftDesk(visit, K.self, may: .draft)
        let form = try await form(request, visit)
        do {
            try await register.discard(desk.draft.id, revision: form.number("revision") ?? 0, by: desk.sitting)
            return redirect(.drafts, visit)
        } catch let refusal as Refusal {
            return page(
                DraftDiscardPage(desk: try draftDesk(desk.draft.id, visit), problems: problems(refusal)), request,
                visit, status: refusal.status)
        }
    }
}

/// Which seats must clear a draft, and which have.
struct DraftClearancePage<K: Kind>: Page {
    let desk: DraftDesk<K>
    var problems: [FormProblem] = []

    var title: String { "Clearance" }
    var breadcrumbs: [Crumb] { desk.taskCrumbs }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(inline(desk.draft.title))</span>
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">Each seat that your body names clears the draft as it stands. A change of its words after that
        asks for clearance anew.</p>
        \(seats)\(clearing)
        <h2 class="govuk-heading-l">The draft as it stands</h2>
        \(desk.draft.lines.isEmpty ? emptyState("Nothing is written yet.") : desk.whole)
        """
    }

    private var seats: HTML {
        guard !desk.clearance.isEmpty else {
            return emptyState(
                "Your body names no seat that must clear drafts.",
                "<p class=\"govuk-body\">\(link: "Name them in your body's settings", to: .body)</p>")
        }
        return table(
            caption: "Seats that clear this draft", columns: [Column("Seat"), Column("State"), Column("When")],
            rows: desk.clearance.map(seatRow))
    }

    private func seatRow(_ seat: SeatRead) -> [HTML] {
        guard let clearance = desk.draft.clearances.last(where: { $0.seat == seat.id }) else {
            return [inline(seat.title), tag("Waiting", .yellow), ""]
        }
        let isCurrent = clearance.edition == desk.draft.edition
        return [
            inline(seat.title), isCurrent ? tag("Cleared", .green) : tag("Changed since", .orange),
            "\(clearance.time.written)",
        ]
    }

    private var clearing: HTML {
        guard desk.draft.uncleared(desk.clearance.map(\.id)).contains(desk.sitting.seat) else { return HTML() }
        return postForm(
            to: desk.path("clearance"), token: desk.token,
            hiddenInput("edition", String(desk.draft.edition)) + button("Clear this draft"))
    }
}

/// The whole draft, what it still lacks, and the sending of it.
struct DraftCheckPage<K: Kind>: Page {
    let desk: DraftDesk<K>
    let lacking: [Fault]
    var problems: [FormProblem] = []

    var title: String { "Check and send" }
    var breadcrumbs: [Crumb] { desk.taskCrumbs }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(inline(desk.draft.title))</span>
        <h1 class="govuk-heading-l">\(title)</h1>
        \(missing)\(pointedOut)
        <h2 class="govuk-heading-l">As \(inline(others)) will see it</h2>
        \(desk.draft.lines.isEmpty ? emptyState("Nothing is written yet.") : desk.whole)
        \(sending)
        """
    }

    private var others: String { desk.choices.parties.dropFirst().map(\.name).joined(separator: " and ") }

    private var missing: HTML {
        guard !lacking.isEmpty else {
            return insetText("<p class=\"govuk-body\">Nothing is missing. Read it once more, then send it.</p>")
        }
        let items = lacking.map { fault -> HTML in
            desk.mayWrite || fault.field == "clearance"
                ? "<li>\(link: desk.words(fault), to: desk.path(to: fault))</li>\n"
                : "<li>\(inline(desk.words(fault)))</li>\n"
        }
        return """
            <h2 class="govuk-heading-m">What is missing</h2>
            <ul class="govuk-list govuk-list--bullet">
            \(items)</ul>

            """
    }

    private var pointedOut: HTML {
        let sides = desk.onesided
        guard !sides.isEmpty else { return HTML() }
        let items = sides.map { side -> HTML in
            "<li>\(inline(side.party.name)) brings nothing to \(link: desk.choices.title(of: side.priority.content), to: desk.list(of: .priority).at(side.priority.id.description))</li>\n"
        }
        return """
            <h2 class="govuk-heading-m">To think about</h2>
            <p class="govuk-body">You may send it like this.</p>
            <ul class="govuk-list govuk-list--bullet">
            \(items)</ul>

            """
    }

    private var sending: HTML {
        guard lacking.isEmpty else { return HTML() }
        guard desk.mayWrite else {
            return "<p class=\"govuk-body\">A seat that may write drafts can now send it.</p>\n"
        }
        let warning = warningText(
            "Do not name people. What you send is kept on the record for ever and becomes public when it is signed: write of seats and bodies instead."
        )
        return "<h2 class=\"govuk-heading-m\">Send it</h2>\n" + warning
            + postForm(
                to: desk.path("check"), token: desk.token, revision: desk.row.revision, button("Send to \(others)"))
    }
}

/// Whether a draft is really to be thrown away.
struct DraftDiscardPage<K: Kind>: Page {
    let desk: DraftDesk<K>
    var problems: [FormProblem] = []

    var title: String { "Discard this draft?" }
    var breadcrumbs: [Crumb] { desk.taskCrumbs }

    var main: HTML {
        let count = desk.draft.lines.count
        return """
            <h1 class="govuk-heading-l">\(title)</h1>
            <p class="govuk-body">\(inline(desk.draft.title)), with \(count) \(count == 1 ? "line" : "lines").</p>
            \(warningText("Everything in it is lost for all of your body, and cannot be brought back."))
            \(form)
            """
    }

    private var form: HTML {
        let keep: HTML = "\(link: "Keep it", to: desk.path())"
        return postForm(
            to: desk.path("removal"), token: desk.token, revision: desk.row.revision,
            buttonGroup("\(button("Discard the draft", .warning))\(keep)"))
    }
}
