import HTML

/// A state in a word or two. Colour only repeats what the words say.
struct Tag: Hashable, Sendable {
    /// The colours of the design system.
    enum Colour: Sendable {
        case grey, green, turquoise, blue, lightBlue, purple, pink, red, orange, yellow
    }

    let words: String
    let colour: Colour

    /// A state by its words.
    init(_ words: String, _ colour: Colour = .blue) {
        self.words = words
        self.colour = colour
    }

    /// The tag as it stands in a page.
    var html: HTML { "<strong class=\"govuk-tag\(colour.className)\">\(words)</strong>" }
}

extension Tag.Colour {
    fileprivate var className: HTML {
        switch self {
        case .grey: " govuk-tag--grey"
        case .green: " govuk-tag--green"
        case .turquoise: " govuk-tag--turquoise"
        case .blue: HTML()
        case .lightBlue: " govuk-tag--light-blue"
        case .purple: " govuk-tag--purple"
        case .pink: " govuk-tag--pink"
        case .red: " govuk-tag--red"
        case .orange: " govuk-tag--orange"
        case .yellow: " govuk-tag--yellow"
        }
    }
}

/// A state in a word or two.
func tag(_ words: String, _ colour: Tag.Colour = .blue) -> HTML {
    Tag(words, colour).html
}

/// Whether a notification says that something has been done, or something that must be known first.
enum NotificationKind: Sendable {
    case success, important
}

/// A banner above a page. `id` tells several banners of one page apart.
func notification(_ kind: NotificationKind, _ heading: String, _ more: HTML = HTML(), id: String = "notice") -> HTML {
    let isSuccess = kind == .success
    let look: HTML = isSuccess ? " govuk-notification-banner--success" : HTML()
    let role: HTML = isSuccess ? "role=\"alert\" tabindex=\"-1\" data-notice" : "role=\"region\""
    return """
        <div class="govuk-notification-banner\(look)" \(role) aria-labelledby="\(id)-title">
        <div class="govuk-notification-banner__header">
        <h2 class="govuk-notification-banner__title" id="\(id)-title">\(isSuccess ? "Success" : "Important")</h2></div>
        <div class="govuk-notification-banner__content">
        <p class="govuk-notification-banner__heading">\(inline(heading))</p>
        \(more)</div></div>

        """
}

/// Words set off from the text round them.
func insetText(_ content: HTML) -> HTML {
    "<div class=\"govuk-inset-text\">\(content)</div>\n"
}

/// What follows from an act that cannot be undone.
func warningText(_ words: String) -> HTML {
    """
    <div class="govuk-warning-text"><span class="govuk-warning-text__icon" aria-hidden="true">!</span>
    <strong class="govuk-warning-text__text">\(spoken("Warning")) \(inline(words))</strong></div>

    """
}

/// What stands above the fields of every form whose words go into a text: names in it could never be taken back.
func namingHint() -> HTML {
    "<p class=\"govuk-hint\">Do not name people: what you write becomes part of the record.</p>\n"
}

/// The hint of a field whose words are sealed and public, such as a report on a promise.
let publicHint =
    "Do not name people. Everyone can read it once the agreement is public; it can be erased later, but not changed"

/// The same where everyone can read it at once.
let openHint = "Do not name people. Everyone can read it at once; it can be erased later, but not changed"

/// The hint of a field whose words are sealed and stay between the parties, such as a remark or a reason.
let sealedHint = "Do not name people. The parties read what you write; it can be erased later, but not changed"

/// More for those who want it, behind a line that opens.
func details(_ summary: String, isOpen: Bool = false, _ content: HTML) -> HTML {
    """
    <details class="govuk-details"\(when: isOpen, " open")>
    <summary class="govuk-details__summary"><span class="govuk-details__summary-text">\(inline(summary))</span></summary>
    <div class="govuk-details__text">\(content)</div>
    </details>

    """
}

/// What a list says when nothing is in it: why, and what to do about it.
func emptyState(_ words: String, _ more: HTML = HTML()) -> HTML {
    "<div class=\"concordat-empty\"><p class=\"govuk-body concordat-empty__words\">\(words)</p>\n\(more)</div>\n"
}

/// A place that the script watches for changes: it asks `path` for JSON with a `position`, and says so when that is
/// past `position`.
func watch(_ path: Path, position: Int) -> HTML {
    """
    <div class="concordat-watch" role="status" data-watch="\(to: path)" data-position="\(position)"></div>

    """
}
