import Domain
import HTML
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// The task list of a draft, and the page of each task.
    func addDraftTasks<K: Kind>(_ router: Router<Visit>, _: K.Type) {
        let draft = "drafts/\(K.name)s/:id"
        router.get(RouterPath(draft)) { try await showTasks($0, $1, K.self) }
        for task in DraftTask.tasks(of: K.self) {
            router.get(RouterPath("\(draft)/\(task.slug)")) { request, visit in
                let desk = try draftDesk(visit, K.self)
                if task.isSingle { return try showSingleLine(request, visit, desk, task.parts[0]) }
                return page(DraftListPage(desk: desk, task: task), request, visit)
            }
        }
    }

    private func showTasks<K: Kind>(_ request: Request, _ visit: Visit, _: K.Type) async throws -> Response {
        let desk = try draftDesk(visit, K.self)
        let lacking = try register.lacking(draft: desk.draft.id, by: desk.sitting)
        return page(DraftTasksPage(desk: desk, lacking: lacking), request, visit)
    }
}

/// All that there is to do for a draft, and how far each task is.
struct DraftTasksPage<K: Kind>: Page {
    let desk: DraftDesk<K>
    let lacking: [Fault]

    var title: String { desk.draft.title }
    var breadcrumbs: [Crumb] { desk.crumbs }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(K.title), \(desk.isVariation ? "a variation being drafted" : "being drafted")</span>
        <h1 class="govuk-heading-l">\(inline(title))</h1>
        \(state)
        <h2 class="govuk-heading-m">Write</h2>
        \(taskList(first + tasks.map(item), id: "write"))
        <h2 class="govuk-heading-m">Clear and send</h2>
        \(taskList([clearing, sending], id: "send"))
        \(discard)
        """
    }

    private var state: HTML {
        let by = desk.changedBy.map { " from the seat \($0.full)" } ?? ""
        let needed = tasks.filter { !$0.isOptional }
        let done = needed.filter { isDone($0) }.count
        let count: HTML =
            "<p class=\"govuk-body\">\(done) of \(needed.count) tasks that must be done are done.</p>\n"
        return """
            <p class="govuk-body">Only \(inline(bodyName)) sees this draft. Last changed on \(desk.row.changed.written)\(by).</p>
            \(when: !desk.isVariation, count)\(following)
            """
    }

    /// The tasks that there are: a variation adds no request, and no day from which it all is in force.
    private var tasks: [DraftTask] {
        DraftTask.tasks(of: K.self).filter { task in
            !desk.isVariation || !desk.lines(of: task).isEmpty
                || desk.varied.values.contains(where: task.parts.contains)
                || !task.parts.allSatisfy { $0 == .request || $0 == .commencement }
        }
    }

    /// The way to what changes, where it was begun from the one of the year before.
    private var following: HTML {
        if desk.isVariation {
            let words = "What changes, and what is left out"
            return
                "<p class=\"govuk-body\">What you do not touch stays as all signed it. \(link: words, to: desk.path("comparison")).</p>\n"
        }
        guard desk.draft.framework.follows != nil else { return HTML() }
        let words = "What changes from the one before it, and what was not carried over"
        return "<p class=\"govuk-body\">\(link: words, to: desk.path("comparison"))</p>\n"
    }

    private var bodyName: String { desk.choices.party(desk.draft.author)?.name ?? "your body" }

    private func isDone(_ task: DraftTask) -> Bool {
        !desk.lines(of: task).isEmpty && desk.faults(lacking, of: task).isEmpty
    }

    private func item(_ task: DraftTask) -> TaskItem {
        let lines = desk.lines(of: task)
        let faults = desk.faults(lacking, of: task)
        let path = desk.mayWrite ? desk.path(task.slug) : nil
        if lines.isEmpty {
            let words = faults.first?.message ?? (task.isOptional ? "Optional. \(task.words)" : task.words)
            return TaskItem(task.title, to: path, hint: words, .notStarted)
        }
        if faults.isEmpty { return TaskItem(task.title, to: path, hint: pointedOut(task), .completed) }
        let missing = faults.prefix(3).map(desk.words).joined(separator: ". ")
        let more = faults.count > 3 ? ". And \(faults.count - 3) more" : ""
        return TaskItem(task.title, to: path, hint: missing + more, .inProgress)
    }

    private func pointedOut(_ task: DraftTask) -> String? {
        guard task.parts.contains(.priority) else { return nil }
        let count = desk.onesided.count
        return count == 0
            ? nil
            : "To think about: \(count == 1 ? "one side brings" : "sides bring") nothing to \(count == 1 ? "a priority" : "some priorities")"
    }

    private var first: [TaskItem] {
        guard K.self != CompactKind.self else { return [] }
        guard K.self == StatementKind.self else {
            return [
                TaskItem("Title", to: desk.mayWrite ? desk.path("title") : nil, hint: desk.draft.title, .completed)
            ]
        }
        let year = desk.draft.framework.year.map { ", agenda for \($0)" } ?? ""
        let isFilled = !desk.draft.lines.isEmpty
        return [
            TaskItem(
                "Title and year", to: desk.mayWrite ? desk.path("title") : nil, hint: desk.draft.title + year,
                .completed),
            TaskItem(
                "Start from a text", to: desk.mayWrite ? desk.path("text") : nil,
                hint:
                    "Optional. Paste or upload a text: its paragraphs, points, areas and signatories are recognised for you to correct.",
                isFilled ? .completed : .notStarted),
        ]
    }

    private var clearing: TaskItem {
        let waiting = desk.draft.uncleared(desk.clearance.map(\.id)).compactMap(desk.choices.seat)
        let words =
            desk.clearance.isEmpty
            ? "Your body names no seat that must clear drafts"
            : waiting.isEmpty
                ? "Cleared as it stands" : "Must clear it: " + waiting.map(\.title).joined(separator: ", ")
        let status: TaskItem.Status =
            waiting.isEmpty ? .completed : waiting.count < desk.clearance.count ? .inProgress : .notStarted
        return TaskItem("Clearance", to: desk.path("clearance"), hint: words, status)
    }

    private var sending: TaskItem {
        let others = desk.choices.parties.dropFirst().map(\.name).joined(separator: " and ")
        return TaskItem(
            "Check and send to \(others)", to: desk.path("check"),
            hint: lacking.isEmpty
                ? "Ready to be sent" : "\(lacking.count) \(lacking.count == 1 ? "thing is" : "things are") missing",
            lacking.isEmpty ? .notStarted : .cannotStart)
    }

    private var discard: HTML {
        guard desk.mayWrite else { return HTML() }
        return "<p class=\"govuk-body\">\(link: "Discard this draft", to: desk.path("removal"))</p>\n"
    }
}

/// The lines of one task of a draft, each to be changed, moved or taken out.
struct DraftListPage<K: Kind>: Page {
    let desk: DraftDesk<K>
    let task: DraftTask
    var problems: [FormProblem] = []

    var title: String { task.title }
    var breadcrumbs: [Crumb] { desk.taskCrumbs }

    /// The parts that stand under no other line, in reading order.
    private var tops: [Part.Name] { task.parts.filter { $0.above == nil && K.parts.contains($0) } }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(inline(desk.draft.title))</span>
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">\(task.words)</p>
        \(each: tops, section)\(back)
        """
    }

    private var back: HTML {
        "<p class=\"govuk-body\">\(link: "Back to the task list", to: desk.path())</p>\n"
    }

    private func section(_ name: Part.Name) -> HTML {
        let lines = desk.draft.lines(name)
        let several = tops.count > 1
        let heading =
            name == .priority
            ? "Chosen priorities" : name == .note ? "Footnotes" : several ? "Paragraphs" : "In the draft"
        let none = emptyState("Nothing is here yet.")
        return """
            <h2 class="govuk-heading-m">\(heading)</h2>
            \(lines.isEmpty ? none : HTML(lines.map { card($0, in: lines.map(\.id)) }))\(adding(name))
            """
    }

    private func adding(_ name: Part.Name) -> HTML {
        guard desk.mayWrite, desk.mayAdd(name) else { return HTML() }
        if name == .priority { return choosing }
        return linkButton("Add \(name.one)", to: desk.path("new", name.rawValue), .secondary)
    }

    private func card(_ line: Draft<K>.DraftLine, in siblings: [LineID]) -> HTML {
        let below = desk.lines(below: line.id)
        return lineCard(
            id: line.id.description, title: desk.choices.title(of: line.content), marks: [],
            text:
                "\(desk.choices.shown(line.content))\(actions(line, in: siblings))\(belowList(below))\(addingBelow(line))"
        )
    }

    private func belowList(_ lines: [Draft<K>.DraftLine]) -> HTML {
        guard !lines.isEmpty else { return HTML() }
        let items = lines.map { line -> HTML in
            let alike = lines.filter { $0.content.name == line.content.name }.map(\.id)
            return """
                <li id="\(line.id.description)"><strong>\(inline(desk.choices.title(of: line.content)))</strong>
                \(desk.choices.shown(line.content))\(actions(line, in: alike))</li>

                """
        }
        return "<ul class=\"govuk-list govuk-list--bullet govuk-list--spaced\">\n\(items)</ul>\n"
    }

    private func actions(_ line: Draft<K>.DraftLine, in siblings: [LineID]) -> HTML {
        guard desk.mayWrite else { return HTML() }
        let title = spokenTitle(line, in: siblings)
        let change: HTML =
            "<a class=\"govuk-link\" href=\"\(to: desk.path(line: line.id))\">Change\(spokenAbout(title))</a>\n"
        let remove: HTML =
            "<a class=\"govuk-link\" href=\"\(to: desk.path(line: line.id, "removal"))\">Take out\(spokenAbout(title))</a>\n"
        // A variation leaves the order as it is.
        let up: HTML? = siblings.first == line.id || desk.isVariation ? nil : move(line.id, "up", "Move up", title)
        let down: HTML? = siblings.last == line.id || desk.isVariation ? nil : move(line.id, "down", "Move down", title)
        return "<div class=\"concordat-actions\">\n\(change)\(up)\(down)\(remove)</div>\n"
    }

    /// Points may have no mark of their own, so a line below another is told apart by its place.
    private func spokenTitle(_ line: Draft<K>.DraftLine, in siblings: [LineID]) -> String {
        let title = desk.choices.title(of: line.content)
        guard let above = line.content.above.flatMap({ desk.draft[$0] }), let place = siblings.firstIndex(of: line.id)
        else { return title }
        return "\(title), \(place + 1) of \(siblings.count) in \(desk.choices.title(of: above))"
    }

    private func move(_ line: LineID, _ to: String, _ words: String, _ title: String) -> HTML {
        postForm(
            to: desk.path(line: line, "place"), token: desk.token,
            hiddenInput("to", to) + button(words, .link, about: title))
    }

    private func addingBelow(_ line: Draft<K>.DraftLine) -> HTML {
        guard desk.mayWrite else { return HTML() }
        let parts = K.parts.filter { $0.above == line.content.name }
        return HTML(parts.map { adding($0, below: line) })
    }

    private func adding(_ part: Part.Name, below line: Draft<K>.DraftLine) -> HTML {
        let path = desk.path("new", part.rawValue).adding(query: [("above", line.id.description)])
        let title = desk.choices.title(of: line.content)
        guard part == .contribution else {
            return "<p class=\"govuk-body\">\(addingLink("Add \(part.one)", path, "to \(title)"))</p>\n"
        }
        return HTML(
            desk.choices.parties.map { party in
                let words = "Add what \(party.name) contributes"
                let link = addingLink(words, path.adding(query: [("by", party.id.description)]), "to \(title)")
                let hasNone = desk.onesided.contains { $0.priority.id == line.id && $0.party.id == party.id }
                let hint: HTML = "<span class=\"govuk-hint\"> Nothing from this side yet.</span>"
                return "<p class=\"govuk-body\">\(link)\(when: hasNone, hint)</p>\n"
            })
    }

    private func addingLink(_ words: String, _ path: Path, _ about: String) -> HTML {
        "<a class=\"govuk-link\" href=\"\(to: path)\">\(inline(words))\(spokenAbout(about))</a>"
    }

    // MARK: Choosing areas

    private var choosing: HTML {
        guard let agenda = desk.choices.agenda else { return HTML() }
        let groups = agenda.groups.enumerated().map { choosing($1, number: $0 + 1) }
        return """
            <h2 class="govuk-heading-m">Choose from the agenda</h2>
            \(advice)
            \(postForm(to: desk.path("priorities"), token: desk.token, "\(groups)\(button("Add the areas chosen"))"))
            """
    }

    /// The way to what the figures would suggest.
    private var advice: HTML {
        guard let authority = desk.choices.parties.first(where: { $0.sort == .authority }) else { return HTML() }
        let words = "How \(authority.name)'s figures stand by areas of the agenda"
        return "<p class=\"govuk-body\">\(link: words, to: .authorityAreas(authority.code))</p>\n"
    }

    private func choosing(_ group: Agenda.Group, number: Int) -> HTML {
        let chosen = desk.draft.chosenAreas
        let open = group.areas.filter { area in
            (area.limit != .london || desk.choices.isLondon) && (area.limit == .titled || !chosen.contains(area.id))
        }
        let closed = group.areas.filter { $0.limit == .london && !desk.choices.isLondon }
        let field = Field(
            "area", "Areas of group \(group.number)", hint: group.text,
            error: number == 1 ? problems.message(on: "area") : nil,
            id: number == 1 ? "area" : "area-group-\(number)")
        let options = open.map {
            Choice(
                $0.id.description, "\($0.code): \($0.title)",
                hint: $0.limit == .titled ? "\($0.text) (you give it a title of your own)" : $0.text)
        }
        let not: HTML = HTML(
            closed.map {
                "<p class=\"govuk-body-s\">\(inline("\($0.code): \($0.title)")) is not available: it is for London authorities only.</p>\n"
            })
        let all: HTML = "<p class=\"govuk-body-s\">All areas of group \(group.number) are chosen.</p>\n"
        return (options.isEmpty ? all : checkboxes(field, options: options, isSmall: true)) + not
    }
}

extension Draft {
    /// The areas that its priorities are in.
    var chosenAreas: [Identifier<Area>] {
        lines.compactMap { line in
            if case .priority(let area, _, _, _) = line.content { area } else { nil }
        }
    }

    /// The areas chosen more than once at will, that still wait for a title.
    var untitledAreas: [Identifier<Area>] {
        lines.compactMap { line in
            if case .priority(let area, nil, _, _) = line.content { area } else { nil }
        }
    }
}
