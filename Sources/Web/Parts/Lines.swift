import HTML

/// How a line of a text under negotiation stands, in a word and a sign.
struct LineMark: Hashable, Sendable {
    /// What the sign shows.
    enum Kind: Sendable {
        case settled, open, waiting, stopped
    }

    let kind: Kind
    let words: String

    /// A state by its words.
    init(_ kind: Kind, _ words: String) {
        self.kind = kind
        self.words = words
    }

    /// The mark as it stands in a page.
    var html: HTML {
        """
        <span class="concordat-mark concordat-mark--\(className)"><span aria-hidden="true">\(sign)</span> \(inline(words))</span>
        """
    }

    fileprivate var className: HTML {
        switch kind {
        case .settled: "settled"
        case .open: "open"
        case .waiting: "waiting"
        case .stopped: "stopped"
        }
    }

    private var sign: HTML {
        switch kind {
        case .settled: "✓"
        case .open: "○"
        case .waiting: "…"
        case .stopped: "✕"
        }
    }
}

/// One line of a text with what is said about it beside it. `title` is what the line is called ("Area b: Standards"),
/// `text` its words, `beside` the discussion and what can be done.
func lineCard(id: String, title: String, marks: [LineMark], text: HTML, beside: HTML = HTML()) -> HTML {
    let kind: HTML? = marks.first.map { " concordat-line--\($0.className)" }
    let side: HTML = "<div class=\"concordat-line__beside\">\n\(beside)</div>\n"
    return """
        <section class="concordat-line\(kind)" id="\(id)" aria-labelledby="\(id)-title">
        <div class="concordat-line__head"><h3 class="govuk-heading-s concordat-line__title" id="\(id)-title">\(inline(title))</h3>
        <div class="concordat-line__marks">\(each: marks, { $0.html })</div></div>
        <div class="concordat-line__text">
        \(text)</div>
        \(when: !beside.isEmpty, side)</section>

        """
}

/// One thing that somebody said, with who and when.
struct Remark: Sendable {
    let author: String
    let time: Time
    let words: String
    let tag: Tag?

    /// A remark; the tag says what came with it, such as "Objected".
    init(by author: String, at time: Time, _ words: String, tag: Tag? = nil) {
        self.author = author
        self.time = time
        self.words = words
        self.tag = tag
    }
}

/// What was said, oldest first. Nothing for no remarks.
func discussion(_ remarks: [Remark]) -> HTML {
    guard !remarks.isEmpty else { return HTML() }
    return "<ol class=\"concordat-discussion\">\n\(each: remarks, remarkItem)</ol>\n"
}

private func remarkItem(_ remark: Remark) -> HTML {
    """
    <li class="concordat-discussion__item">
    <p class="concordat-discussion__by"><strong>\(inline(remark.author))</strong> \(remark.time.html) \(remark.tag?.html)</p>
    \(prose(remark.words))</li>

    """
}
