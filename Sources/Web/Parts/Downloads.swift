import HTML

/// Links to the same page as it is for programs.
func downloads(_ path: Path, hasRows: Bool) -> HTML {
    let json = downloadLink("JSON", path.as("json"))
    let forms: HTML = hasRows ? "\(downloadLink("CSV", path.as("csv"))) or \(json)" : json
    return
        "<p class=\"govuk-body concordat-downloads\">Download \(hasRows ? "this list" : "this page") as \(forms)</p>\n"
}

private func downloadLink(_ words: String, _ path: Path) -> HTML {
    "<a class=\"govuk-link\" href=\"\(to: path)\">\(words)</a>"
}
