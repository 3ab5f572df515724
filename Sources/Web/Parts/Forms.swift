import HTML

/// A form that changes something. `token` is the visit's protection against forgery, sent as `_csrf`.
///
/// With `autosave` the script sends the fields there as one types and says so at the end of the form; `revision` is what
/// was read, kept up to date by the script. `sendsFiles` is for forms with a file field, `forgetsWords` for the one that
/// signs out: whoever sits down next is not offered what was typed.
func postForm(
    to path: Path, token: String, id: String? = nil, label: String? = nil, autosave: Path? = nil, revision: Int? = nil,
    sendsFiles: Bool = false, forgetsWords: Bool = false, _ content: HTML
) -> HTML {
    let attributes: HTML = """
        \(attribute: "id", id)\(attribute: "aria-label", label)\(attribute: "data-autosave", to: autosave)\
        \(when: sendsFiles, " enctype=\"multipart/form-data\"")\(when: forgetsWords, " data-forget")
        """
    let status: HTML = "<p class=\"concordat-autosave\" role=\"status\" data-autosave-status></p>\n"
    let read: HTML? = revision.map { hiddenInput("revision", String($0)) }
    return """
        <form method="post" action="\(to: path)" novalidate data-prevent-double\(attributes)>
        \(hiddenInput("_csrf", token))\(read)\(content)\(when: autosave != nil, status)</form>

        """
}

/// What somebody can do on a page, with its heading and words: it is not printed.
func onScreen(_ act: HTML) -> HTML { "<div class=\"concordat-act\">\n\(act)</div>\n" }

/// A form that asks for a page: its fields become the query of the address.
func getForm(to path: Path, id: String? = nil, label: String? = nil, _ content: HTML) -> HTML {
    """
    <form method="get" action="\(to: path)" novalidate\(attribute: "id", id)\(attribute: "aria-label", label)>
    \(content)</form>

    """
}

/// A value that the form sends and nobody sees.
func hiddenInput(_ name: String, _ value: String) -> HTML {
    "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">\n"
}

/// What a button looks like. `link` looks like words in a line, for what is done beside the matter of the page.
enum ButtonStyle: Sendable {
    case primary, secondary, warning, link

    fileprivate var className: HTML {
        switch self {
        case .primary: "govuk-button"
        case .secondary: "govuk-button govuk-button--secondary"
        case .warning: "govuk-button govuk-button--warning"
        case .link: "concordat-link-button"
        }
    }
}

/// A button that sends its form, with a name and value where a form has several. `about` is spoken behind the words, for
/// pages on which the same button comes again and again.
func button(
    _ words: String, _ style: ButtonStyle = .primary, name: String? = nil, value: String? = nil, about: String? = nil
) -> HTML {
    let more: HTML = "\(attribute: "name", name)\(attribute: "value", value)"
    return "<button type=\"submit\" class=\"\(style.className)\"\(more)>\(words)\(spokenAbout(about))</button>\n"
}

/// A link that looks like a button: it leads on and changes nothing.
func linkButton(_ words: String, to path: Path, _ style: ButtonStyle = .primary, about: String? = nil) -> HTML {
    "<a href=\"\(to: path)\" class=\"\(style.className)\" draggable=\"false\">\(words)\(spokenAbout(about))</a>\n"
}

/// Buttons and links beside one another.
func buttonGroup(_ buttons: HTML) -> HTML {
    "<div class=\"govuk-button-group\">\n\(buttons)</div>\n"
}

/// Words behind a link or button that only a screen reader speaks, with a space before them; nothing for nil.
func spokenAbout(_ words: String?) -> HTML {
    guard let words else { return HTML() }
    return "<span class=\"govuk-visually-hidden\"> \(inline(words))</span>"
}

/// The fields that narrow a list, beside it: sent with the address, so that a filtered list can be linked to. They are
/// behind a line that opens, so that on a phone the list comes first; where there is room the script opens it.
func filterPanel(to path: Path, title: String = "Filter", isFiltered: Bool = false, _ fields: HTML) -> HTML {
    let clear: HTML? =
        isFiltered ? "<a class=\"govuk-link\" href=\"\(to: path.withoutQuery)\">Clear filters</a>\n" : nil
    let form = getForm(to: path.withoutQuery, "\(fields)\(buttonGroup("\(button("Apply filters"))\(clear)"))")
    return """
        <aside class="concordat-filter" aria-label="\(title)"><details data-filter>
        <summary><h2 class="govuk-heading-m">\(title)\(when: isFiltered, " (in use)")</h2></summary>
        \(form)</details></aside>

        """
}

/// A filter panel with the list that it narrows.
func filtered(by panel: HTML, _ list: HTML) -> HTML {
    "<div class=\"concordat-filtered\">\n\(panel)<div class=\"concordat-filtered__list\">\n\(list)</div>\n</div>\n"
}
