import HTML

/// What stands round every chart: the message above it, the picture, the same in words for those who do not see it, and the
/// table behind it with its file.
struct ChartFrame {
    /// Tells the charts of a page apart.
    let id: String
    /// What the chart shows, as a sentence.
    let message: String
    /// What its numbers count.
    var unit: String?
    /// What the marks mean, where the picture does not say so itself.
    var key = HTML()
    let picture: HTML
    /// The same as the picture, in words.
    let words: String
    /// nil where the page has it elsewhere.
    let table: HTML?
    var isTableOpen = false
    /// The table for programs.
    var csv: Path?

    /// The chart as it stands in a page.
    var html: HTML {
        let unit: HTML? = unit.map { "<span class=\"concordat-chart__unit\">\(inline($0))</span>\n" }
        let title: HTML = """
            <span class="govuk-heading-s concordat-chart__message" id="\(id)-title">\(inline(message))</span>
            """
        return """
            <figure class="concordat-chart" id="\(id)">
            <figcaption class="concordat-chart__caption">\(title)
            \(unit)</figcaption>
            \(key)\(picture)
            <p class="govuk-visually-hidden" id="\(id)-words">\(inline(withoutDirectionControls(words)))</p>
            \(behind)</figure>

            """
    }

    private var behind: HTML {
        let file: HTML? = csv.map { path in
            let about = spokenAbout(message)
            return """
                <p class="govuk-body concordat-chart__file"><a class="govuk-link" href="\(to: path)">Download these figures \
                as CSV\(about)</a></p>

                """
        }
        let table = table.map { isTableOpen ? $0 : details("The figures as a table", $0) }
        return "\(table)\(file)"
    }

    /// What ties a picture to its message and its words.
    static func labels(_ id: String) -> HTML {
        "aria-labelledby=\"\(id)-title\" aria-describedby=\"\(id)-words\""
    }

    /// A picture that is one image to a screen reader. `kind` says on which screens it shows.
    static func picture(_ id: String, kind: HTML, width: Double, height: Double, _ content: HTML) -> HTML {
        let size: HTML = "viewBox=\"0 0 \(tenths(width)) \(tenths(height))\""
        return """
            <svg class="concordat-chart__picture concordat-chart__picture--\(kind)" \(size) role="img" \(labels(id)) \
            font-family="Arial, Helvetica, sans-serif">
            \(content)</svg>

            """
    }

    /// What a chart without a single value says.
    static let nothing: HTML = "<p class=\"govuk-body concordat-chart__nothing\">There are no values to show.</p>"
}

/// The items of a key, each with its sign. `kind` says on which screens it shows.
func chartKey(_ items: [(sign: HTML, words: String)], isNarrowOnly: Bool = false) -> HTML {
    let narrow: HTML? = isNarrowOnly ? " concordat-chart__key--narrow" : nil
    let rows: HTML = "\(each: items, { "<li class=\"concordat-chart__item\">\($0.sign)\(inline($0.words))</li>\n" })"
    return "<ul class=\"concordat-chart__key\(narrow)\">\n\(rows)</ul>\n"
}
