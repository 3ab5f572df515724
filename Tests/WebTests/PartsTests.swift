import HTML
import Testing

@testable import Web

/// Words as somebody might send them who wants a page to say or do something else.
private let hostile = [
    "\"\u{301} onmouseover=alert(1) x=\"", "'\u{301}><script>alert(1)</script>", "<\u{338}img src=x onerror=alert(1)>",
    "\u{202E}txet \u{2066}desrever", "javascript:alert(1)", String(repeating: "w", count: 10_000),
    "</textarea></title></style>--><script>alert(1)</script>", "&quot;&#34;&lt;", "\u{0}\u{1B}[31m\u{85}",
]

private let path = Path(["compacts", "k3"], query: [("area", "b"), ("page", "2")])

/// Every part, with the same words wherever one takes words.
private func everything(_ words: String) -> HTML {
    let field = Field("reason", words, hint: words, error: words, size: .pageHeading)
    let choices = [
        Choice(words, words, hint: words, reveals: textInput(Field("other", words), value: words)), Choice("b", words),
    ]
    let when = Time("2003-07-23", words)
    let inputs: HTML = """
        \(textInput(field, value: words, prefix: words, suffix: words, autocomplete: words))\(passwordInput(field))
        \(textArea(field, value: words, limit: 500))\(fileUpload(field, accept: words))
        \(dateInput(field, value: DateWords(day: words, month: words, year: words)))
        \(select(field, options: choices, chosen: words, blank: words))\(radios(field, options: choices, chosen: words))
        \(checkboxes(field, options: choices, chosen: [words]))
        """
    let form = postForm(
        to: Path([words], query: [(words, words)], fragment: words), token: words, id: words, label: words,
        autosave: Path([words]), inputs + button(words, name: words, value: words, about: words))
    let lists: HTML = """
        \(table(caption: words, columns: [Column(words), Column(words)], rows: [["\(words)", inline(words)]]))
        \(summaryList([SummaryRow(words, words: words, actions: [.init(words, about: words, to: Path([words]))])]))
        \(taskList([TaskItem(words, to: Path([words]), hint: words, .other(Tag(words)))]))
        \(pagination(page: 2, of: 9, path: Path([words], query: [(words, words)])))\(breadcrumbTrail([Crumb(words, to: path)]))
        """
    let others: HTML = """
        \(notification(.important, words, prose(words)))\(insetText(prose(words)))\(warningText(words))\(tag(words))
        \(details(words, prose(words)))\(emptyState(words))\(redline([.same(words), .inserted(words), .deleted(words)]))
        \(timeline([TimelineStep(words, at: when, by: words, prose(words))]))\(filterPanel(to: path, title: words, form))
        \(lineCard(id: "a", title: words, marks: [LineMark(.open, words)], text: prose(words)))
        \(discussion([Remark(by: words, at: when, words, tag: Tag(words))]))\(errorSummary([FormProblem(words, words)]))
        """
    return Document(title: words, banner: (words, inline(words)), main: form + lists + others).html
}

@Suite struct PartsTests {
    @Test(arguments: hostile)
    func `hostile words leave the markup as it is with harmless ones`(words: String) throws {
        // What is left when the words are taken out must be the same, tag by tag, as for words that need no escape.
        #expect(skeleton(of: everything(words)) == skeleton(of: everything("harmless")))
    }

    @Test(arguments: hostile)
    func `no hostile words become a link or an address`(words: String) {
        let text = everything(words).text
        for attribute in ["href=\"", "action=\"", "src=\"", "data-autosave=\""] {
            for start in text.ranges(of: attribute).map(\.upperBound) {
                let value = text[start...].utf8.first.map { UnicodeScalar($0) }
                #expect(value == "/" || value == "#")
            }
        }
    }

    @Test func `a title sheds the controls that turn the direction of writing`() {
        let page = Document(title: "a\u{202E}b\u{2066}c", main: "").html.text
        #expect(page.contains("<title>abc – Concordat</title>"))
    }

    @Test func `a refused form says so in the title`() {
        #expect(Document(title: "Sign", hasErrors: true, main: "").html.text.contains("<title>Error: Sign – Concordat"))
    }

    @Test func `the summary of problems leads to the fields`() throws {
        let problems = [
            FormProblem("due", "Enter a due day"), FormProblem("lines[3].reason", "Give a reason"),
            FormProblem(nil, "Try again"),
        ]
        let summary = errorSummary(problems).text
        #expect(summary.contains("<h2 class=\"govuk-error-summary__title\">There is a problem</h2>"))
        #expect(summary.contains("<li><a href=\"#due\"><bdi>Enter a due day</bdi></a></li>"))
        #expect(summary.contains("<a href=\"#lines-3--reason\">"))
        #expect(summary.contains("<li><bdi>Try again</bdi></li>"))
        #expect(dateInput(Field("due", "Due day", in: problems)).text.contains("id=\"due\" name=\"due-day\""))
        #expect(
            textInput(Field("lines[3].reason", "Why")).text.contains("id=\"lines-3--reason\" name=\"lines[3].reason\""))
        #expect(radios(Field("due", "When"), options: [Choice("a", "A")]).text.contains("id=\"due\" name=\"due\""))
        #expect(errorSummary([]).isEmpty)
    }

    @Test func `a field is described by its hint, its error and its count, in this order and only by what is there`() {
        let full = Field("why", "Why", hint: "In a sentence", error: "Give a reason")
        #expect(textArea(full, limit: 10).text.contains("aria-describedby=\"why-hint why-error why-count\""))
        #expect(textArea(full).text.contains("aria-describedby=\"why-hint why-error\""))
        #expect(textInput(Field("why", "Why", error: "Give a reason")).text.contains("aria-describedby=\"why-error\""))
        #expect(textArea(Field("why", "Why"), limit: 10).text.contains("aria-describedby=\"why-count\""))
        #expect(!textInput(Field("why", "Why")).text.contains("aria-describedby"))
    }

    @Test func `every description that a field refers to is in the page once`() {
        let text = everything("harmless").text
        for identifiers in text.split(separator: "aria-describedby=\"").dropFirst() {
            for id in identifiers.prefix(while: { $0 != "\"" }).split(separator: " ") {
                #expect(text.contains("id=\"\(id)\""), "\(id)")
            }
        }
    }

    @Test func `values are kept as they were typed`() {
        #expect(textArea(Field("a", "A"), value: "\nfirst\n").text.contains(">\n\nfirst\n</textarea>"))
        #expect(select(Field("a", "A"), options: [Choice("x", "X")], chosen: "x").text.contains("value=\"x\" selected"))
        let boxes = checkboxes(Field("a", "A"), options: [Choice("x", "X"), Choice("y", "Y")], chosen: ["y"]).text
        #expect(boxes.contains("id=\"a-2\" name=\"a\" type=\"checkbox\" value=\"y\" checked"))
        #expect(!boxes.contains("value=\"x\" checked"))
        #expect(!passwordInput(Field("a", "A")).text.contains("value="))
    }

    @Test func `an answer that looks alike in other bytes is not the chosen one`() {
        let text = radios(Field("a", "A"), options: [Choice("\u{E9}", "A")], chosen: "e\u{301}").text
        #expect(!text.contains(" checked"))
    }

    @Test func `prose has a paragraph for each blank line and keeps single line ends`() {
        let start = "<p class=\"govuk-body concordat-words\" dir=\"auto\">"
        let html = prose("\n one<\r\ntwo\n \t\n\nthree\rfour\n").text
        #expect(html == "\(start) one&lt;<br>two</p>\(start)three<br>four</p>")
        #expect(prose("").isEmpty)
        #expect(prose(" \r\n ").isEmpty)
    }

    @Test func `a redline says in words what it shows in lines`() {
        let html = redline([.same("by "), .deleted("2004"), .inserted("2005")]).text
        #expect(html.contains("<del><span class=\"govuk-visually-hidden\">deleted: </span>2004"))
        #expect(html.contains("<ins><span class=\"govuk-visually-hidden\">inserted: </span>2005"))
    }

    @Test func `the pages of a list keep its filters and mark the current one`() {
        let html = pagination(page: 5, of: 9, path: path).text
        let numbers = html.split(separator: "aria-label=\"Page ").dropFirst().compactMap { $0.first }
        #expect(numbers == ["1", "4", "5", "6", "9"])
        #expect(html.contains("href=\"/compacts/k3?area=b&amp;page=6\" aria-label=\"Page 6\""))
        #expect(html.contains("aria-label=\"Page 5\" aria-current=\"page\""))
        #expect(html.contains("rel=\"prev\"") && html.contains("rel=\"next\""))
        #expect(pagination(page: 1, of: 1, path: path).isEmpty)
        #expect(!pagination(page: 9, of: 9, path: path).text.contains("rel=\"next\""))
        #expect(pagination(page: 1, of: 5, path: path).text.contains("&ctdot;"))
        #expect(!pagination(page: 1, of: 4, path: path).text.contains("&ctdot;"))
    }

    @Test func `a form that changes something carries its token`() {
        let form = postForm(to: path, token: "a\"b", autosave: Path(["drafts", "k3"]), revision: 7, "<hr>").text
        #expect(form.contains("action=\"/compacts/k3?area=b&amp;page=2\""))
        #expect(form.contains("<input type=\"hidden\" name=\"_csrf\" value=\"a&quot;b\">"))
        #expect(form.contains("<input type=\"hidden\" name=\"revision\" value=\"7\">"))
        #expect(form.contains("data-autosave=\"/drafts/k3\""))
        #expect(!getForm(to: path, "").text.contains("_csrf"))
    }
}

@Suite struct PathTests {
    @Test func `an address starts with one stroke whatever it is made of`() {
        #expect(Path([]).description == "/")
        #expect(Path(["", "", "evil.example"]).description == "/evil.example")
        #expect(Path(["/evil.example"]).description == "/%2Fevil.example")
        #expect(Path(["\\evil", "a b", "é"]).description == "/%5Cevil/a%20b/%C3%A9")
    }

    @Test func `no name climbs up`() {
        #expect(Path(["a", "..", ".", "b"]).description == "/a/%252E%252E/%252E/b")
    }

    @Test func `a query is encoded, and what is added takes the place of what was there`() {
        let path = Path(
            ["a"], query: [("q", "x&y=z #"), ("page", "2"), ("area", "a"), ("area", "b")], fragment: "top\"")
        #expect(path.description == "/a?q=x%26y%3Dz%20%23&page=2&area=a&area=b#top%22")
        #expect(path.adding(query: [("page", "3")]).description == "/a?q=x%26y%3Dz%20%23&area=a&area=b&page=3#top%22")
        #expect(path.withoutQuery.description == "/a")
        #expect(Path(["a"]).at("line-2").description == "/a#line-2")
        #expect(Path(["a"], query: [("b", "c")]).as("csv").description == "/a.csv?b=c")
    }

    @Test func `a link to another site takes only a checked address`() throws {
        let address = try #require(WebAddress("https://example.org/?a=1&b=2"))
        let html: HTML = "\(link: "<Norfolk>", to: address)\(link: "<home>", to: Path([]))"
        #expect(html.text.contains("href=\"https://example.org/?a=1&amp;b=2\" rel=\"nofollow noopener noreferrer\""))
        #expect(html.text.contains("<a class=\"govuk-link\" href=\"/\"><bdi>&lt;home&gt;</bdi></a>"))
    }
}

/// The names of all elements in order, each with the names of its attributes: read by byte, as a browser does.
private func skeleton(of html: HTML) -> [String] {
    var tags: [String] = []
    var tag: [UInt8]?
    var quote: UInt8?
    for byte in html.bytes {
        if let open = quote {
            if byte == open { quote = nil }
        } else if tag != nil {
            if byte == UInt8(ascii: ">") {
                tags.append(String(decoding: tag ?? [], as: UTF8.self))
                tag = nil
            } else {
                tag?.append(byte)
                if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { quote = byte }
            }
        } else if byte == UInt8(ascii: "<") {
            tag = []
        }
    }
    return tags
}
