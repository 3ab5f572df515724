import HTML

/// A column of a table.
struct Column: Hashable, Sendable {
    let title: String
    let isNumeric: Bool

    /// A column by what stands above it; figures are set flush right.
    init(_ title: String, isNumeric: Bool = false) {
        self.title = title
        self.isNumeric = isNumeric
    }
}

/// A table. The first cell of each row names the row. On a phone each row becomes a block in which every cell carries the
/// title of its column.
func table(
    caption: String, isCaptionHidden: Bool = false, columns: [Column], rows: [[HTML]], isSmall: Bool = false
) -> HTML {
    let captionClass: HTML = isCaptionHidden ? "govuk-visually-hidden" : "govuk-table__caption govuk-table__caption--m"
    let body = rows.map { tableRow($0, columns) }
    return """
        <table class="govuk-table concordat-table\(when: isSmall, " govuk-table--small-text-until-tablet")">
        <caption class="\(captionClass)">\(inline(caption))</caption>
        <thead class="govuk-table__head"><tr class="govuk-table__row">
        \(each: columns, columnHeader)</tr></thead>
        <tbody class="govuk-table__body">
        \(body)</tbody>
        </table>

        """
}

private func columnHeader(_ column: Column) -> HTML {
    let numeric: HTML? = column.isNumeric ? " govuk-table__header--numeric" : nil
    return "<th scope=\"col\" class=\"govuk-table__header\(numeric)\">\(column.title)</th>\n"
}

private func tableRow(_ cells: [HTML], _ columns: [Column]) -> HTML {
    let pairs = Array(zip(columns, cells))
    let head: HTML? = pairs.first.map { "<th scope=\"row\" class=\"govuk-table__header\">\($0.1)</th>\n" }
    return "<tr class=\"govuk-table__row\">\n\(head)\(each: pairs.dropFirst(), { tableCell($0.0, $0.1) })</tr>\n"
}

private func tableCell(_ column: Column, _ content: HTML) -> HTML {
    let numeric: HTML? = column.isNumeric ? " govuk-table__cell--numeric" : nil
    // One element within the cell, so that the phone's two columns are the label and all of the content.
    return """
        <td class="govuk-table__cell\(numeric)" data-label="\(column.title)"><div>\(content)</div></td>

        """
}

/// A row of a summary list: what it is, what it says, and what can be done about it.
struct SummaryRow: Sendable {
    /// A link at the end of a row. `about` is spoken behind the words: "Change" "the due day".
    struct Action: Sendable {
        let words: String
        let about: String
        let path: Path

        /// A link by its words.
        init(_ words: String, about: String, to path: Path) {
            self.words = words
            self.about = about
            self.path = path
        }
    }

    let key: String
    let value: HTML
    let actions: [Action]

    /// A row whose value is markup.
    init(_ key: String, _ value: HTML, actions: [Action] = []) {
        self.key = key
        self.value = value
        self.actions = actions
    }

    /// A row whose value is a person's words.
    init(_ key: String, words: String, actions: [Action] = []) {
        self.init(key, inline(words), actions: actions)
    }
}

/// Keys and their values, one pair a row.
func summaryList(_ rows: [SummaryRow], hasBorders: Bool = true) -> HTML {
    let anyActions = rows.contains { !$0.actions.isEmpty }
    let plain: HTML? = hasBorders ? nil : " govuk-summary-list--no-border"
    return """
        <dl class="govuk-summary-list\(plain)">
        \(each: rows, { summaryRow($0, anyActions: anyActions) })</dl>

        """
}

private func summaryRow(_ row: SummaryRow, anyActions: Bool) -> HTML {
    let short: HTML? = anyActions && row.actions.isEmpty ? " govuk-summary-list__row--no-actions" : nil
    return """
        <div class="govuk-summary-list__row\(short)">
        <dt class="govuk-summary-list__key">\(inline(row.key))</dt>
        <dd class="govuk-summary-list__value">\(row.value)</dd>
        \(summaryActions(row.actions))</div>

        """
}

private func summaryActions(_ actions: [SummaryRow.Action]) -> HTML {
    guard let only = actions.first else { return HTML() }
    let links: HTML
    if actions.count == 1 {
        links = actionLink(only)
    } else {
        let items: HTML =
            "\(each: actions, { "<li class=\"govuk-summary-list__actions-list-item\">\(actionLink($0))</li>" })"
        links = "<ul class=\"govuk-summary-list__actions-list\">\(items)</ul>"
    }
    return "<dd class=\"govuk-summary-list__actions\">\(links)</dd>\n"
}

private func actionLink(_ action: SummaryRow.Action) -> HTML {
    "<a class=\"govuk-link\" href=\"\(to: action.path)\">\(action.words)\(spokenAbout(action.about))</a>"
}

/// A task of a task list.
struct TaskItem: Sendable {
    /// How far the task is.
    enum Status: Sendable {
        case completed, inProgress, notStarted, cannotStart, problem
        case other(Tag)
    }

    let title: String
    let path: Path?
    let hint: String?
    let status: Status

    /// A task; without an address it cannot be opened yet.
    init(_ title: String, to path: Path?, hint: String? = nil, _ status: Status) {
        self.title = title
        self.path = path
        self.hint = hint
        self.status = status
    }
}

/// What is to be done, in a sensible order, and how far each is. `id` tells several lists of one page apart.
func taskList(_ tasks: [TaskItem], id: String = "task") -> HTML {
    let items = tasks.enumerated().map { taskItem($1, id: "\(id)-\($0 + 1)") }
    return "<ul class=\"govuk-task-list\">\n\(items)</ul>\n"
}

private func taskItem(_ task: TaskItem, id: String) -> HTML {
    let link: HTML? = task.path == nil ? nil : " govuk-task-list__item--with-link"
    let hint: HTML? = task.hint.map { "<div id=\"\(id)-hint\" class=\"govuk-task-list__hint\">\(inline($0))</div>\n" }
    return """
        <li class="govuk-task-list__item\(link)">
        <div class="govuk-task-list__name-and-hint">\(taskName(task, id: id))
        \(hint)</div>
        \(taskStatus(task.status, id: id + "-status"))</li>

        """
}

private func taskName(_ task: TaskItem, id: String) -> HTML {
    guard let path = task.path else { return "<div>\(inline(task.title))</div>" }
    let described = (task.hint == nil ? "" : id + "-hint ") + id + "-status"
    return """
        <a class="govuk-link govuk-task-list__link" href="\(to: path)" aria-describedby="\(described)">\(inline(task.title))</a>
        """
}

private func taskStatus(_ status: TaskItem.Status, id: String) -> HTML {
    let words: HTML =
        switch status {
        case .completed: "Completed"
        case .inProgress: tag("In progress", .lightBlue)
        case .notStarted: tag("Not started", .blue)
        case .cannotStart: "Cannot start yet"
        case .problem: tag("There is a problem", .red)
        case .other(let other): other.html
        }
    let muted: HTML? = if case .cannotStart = status { " govuk-task-list__status--cannot-start-yet" } else { nil }
    return "<div class=\"govuk-task-list__status\(muted)\" id=\"\(id)\">\(words)</div>\n"
}

/// The pages of a long list, with the first, the last and those round the current one. `path` is the list's address with
/// its filters; nothing for a single page. Pages count from 1.
func pagination(page: Int, of count: Int, path: Path) -> HTML {
    guard count > 1 else { return HTML() }
    let page = min(max(page, 1), count)
    let shown = Set([1, count, page - 1, page, page + 1]).filter { (1...count).contains($0) }.sorted()
    var items: [HTML] = []
    var last = 0
    for number in shown {
        if number == last + 2 {
            items.append(pageItem(number - 1, current: page, path))
        } else if number > last + 1 {
            items.append("<li class=\"govuk-pagination__item govuk-pagination__item--ellipsis\">&ctdot;</li>\n")
        }
        items.append(pageItem(number, current: page, path))
        last = number
    }
    return """
        <nav class="govuk-pagination" aria-label="Pages">
        \(when: page > 1, pageStep(page - 1, path, "prev", "Previous"))<ul class="govuk-pagination__list">
        \(items)</ul>
        \(when: page < count, pageStep(page + 1, path, "next", "Next"))</nav>

        """
}

private func pagePath(_ number: Int, _ path: Path) -> Path {
    path.adding(query: [("page", String(number))])
}

private func pageItem(_ number: Int, current: Int, _ path: Path) -> HTML {
    let isCurrent = number == current
    let to: HTML =
        "href=\"\(to: pagePath(number, path))\" aria-label=\"Page \(number)\"\(when: isCurrent, " aria-current=\"page\"")"
    return """
        <li class="govuk-pagination__item\(when: isCurrent, " govuk-pagination__item--current")">\
        <a class="govuk-link govuk-pagination__link" \(to)>\(number)</a></li>

        """
}

private func pageStep(_ number: Int, _ path: Path, _ rel: HTML, _ words: String) -> HTML {
    let title: HTML = "<span class=\"govuk-pagination__link-title\">\(words)\(spokenAbout("page"))</span>"
    return """
        <div class="govuk-pagination__\(rel)"><a class="govuk-link govuk-pagination__link" \
        href="\(to: pagePath(number, path))" rel="\(rel)">\(title)</a></div>

        """
}
