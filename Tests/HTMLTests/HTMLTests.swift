import HTML
import Testing

@Suite struct HTMLTests {
    @Test func `literals are markup and text is not`() {
        let text = "<b>\"Fish & chips\"</b> 'n' peas"
        let html: HTML = "<p title=\"\(text)\">\(text)</p>"
        let escaped = "&lt;b&gt;&quot;Fish &amp; chips&quot;&lt;/b&gt; &#39;n&#39; peas"
        #expect(html.text == "<p title=\"\(escaped)\">\(escaped)</p>")
    }

    @Test func `a quote followed by a combining mark is still escaped`() {
        for quote in ["\"", "'", "<", ">", "&"] {
            for mark in ["\u{301}", "\u{20DD}", "\u{FE0F}", "\u{200D}"] {
                let html: HTML = "<p title=\"\(quote + mark)\">"
                let inner = html.bytes.dropFirst(10).dropLast(2)
                #expect(inner.first == UInt8(ascii: "&"))
                #expect(!inner.dropFirst().contains { "\"'<>&".utf8.contains($0) })
            }
        }
    }

    @Test func `a part of a string is escaped like a string`() {
        let html: HTML = "\("a<b>c".dropFirst())"
        #expect(html.text == "&lt;b&gt;c")
    }

    @Test func `markup put into markup is left alone`() {
        let inner: HTML = "<i>\("<")</i>"
        let html: HTML = "<p>\(inner)\([inner, inner])</p>"
        #expect(html.text == "<p><i>&lt;</i><i>&lt;</i><i>&lt;</i></p>")
    }

    @Test func `nothing is written for nil or a condition that does not hold`() {
        let none: HTML? = nil
        let some: HTML? = "<hr>"
        let html: HTML = "\(none)\(some)\(when: false, "<i>")\(when: true, "<b>")"
        #expect(html.text == "<hr><b>")
    }

    @Test func `each item is rendered in its order`() {
        func item(_ word: String) -> HTML { "<li>\(word)</li>" }
        let html: HTML = "<ul>\(each: ["a", "<"], item)</ul>\(-12)"
        #expect(html.text == "<ul><li>a</li><li>&lt;</li></ul>-12")
    }

    @Test func `a whole attribute is written only for a value`() {
        let html: HTML = "<p\(attribute: "id", "a\"b")\(attribute: "title", nil)>"
        #expect(html.text == "<p id=\"a&quot;b\">")
    }

    @Test func `controls and noncharacters are replaced, line ends and tabs stay`() {
        let forbidden: [[UInt8]] = [
            [0], [0x1B], [0x7F], [0xC2, 0x85], [0xEF, 0xBF, 0xBE], [0xEF, 0xB7, 0x90], [0xF0, 0x9F, 0xBF, 0xBF],
        ]
        let text =
            zip(["a", "b", "c", "d", "e", "f", "g"], forbidden)
            .map { $0 + String(decoding: $1, as: UTF8.self) }.joined() + "h\t\r\n"
        #expect(HTML("\(text)").text == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e\u{FFFD}f\u{FFFD}g\u{FFFD}h\t\r\n")
    }

    @Test func `letters of every script pass unchanged`() {
        let text = "Żółć £5 \u{A0}é \u{202E}עברית \u{FB01} \u{FFFD} 学校 👩‍🏫 \u{10FFFD}"
        #expect(HTML("\(text)").text == text)
    }

    @Test(arguments: 1...255)
    func `every character below U+0100 is escaped, replaced or kept`(value: Int) throws {
        let scalar = try #require(UnicodeScalar(UInt32(value)))
        let expected =
            switch value {
            case 0x22: "&quot;"
            case 0x26: "&amp;"
            case 0x27: "&#39;"
            case 0x3C: "&lt;"
            case 0x3E: "&gt;"
            case 9, 10, 13: String(Character(scalar))
            case ..<32, 0x7F..<0xA0: "\u{FFFD}"
            default: String(Character(scalar))
            }
        #expect(HTML("\(String(Character(scalar)))").text.utf8.elementsEqual(expected.utf8))
    }

    @Test func `text does not become a link, a style or a script`() {
        let text = "javascript:alert(1)"
        let href: HTML = "<a href=\"\(text)\">"
        let single: HTML = "<a HREF='\(text)'>"
        let unquoted: HTML = "<a href=\(text)>"
        let style: HTML = "<p style=\"\(text)\">"
        let handler: HTML = "<p onclick=\"\(text)\">"
        let attribute: HTML = "<form\(attribute: "action", text)>"
        for html in [href, single, unquoted, style, handler, attribute] {
            #expect(!html.text.contains("javascript"))
            #expect(html.text.contains("about:invalid"))
        }
        let harmless: HTML = "<p data-href-of=\"\(text)\">\"\(text)\" =\(text)"
        #expect(harmless.text.components == 3)
    }

    @Test func `pieces add up`() {
        var html: HTML = HTML() + "<p>" + "\("a")"
        html += "</p>"
        #expect(html.text == "<p>a</p>")
        #expect(HTML([html, html]).text == "<p>a</p><p>a</p>")
        #expect(HTML().isEmpty)
    }
}

extension String {
    fileprivate var components: Int {
        split(separator: "javascript:alert(1)", omittingEmptySubsequences: false).count - 1
    }
}

@Suite struct WebAddressTests {
    @Test(arguments: [
        "https://www.norfolk.gov.uk/schools?a=1&b=2#top", "http://localhost:8080", "HTTPS://EXAMPLE.ORG/",
        "https://a.uk/%20",
    ])
    func `an address on the web is kept as it is`(text: String) throws {
        #expect(try #require(WebAddress(text)).description == text)
    }

    @Test(arguments: [
        "javascript:alert(1)", "JaVaScRiPt://a.uk/%0aalert(1)", "data:text/html,x", "//a.uk", "/a", "a.uk", "",
        "https://",
        "https:///a", "https:a.uk", " https://a.uk", "https://a.uk/ b", "https://a.uk/\tb", "https://a.uk/\u{0}",
        "java\nscript:alert(1)", "https://user@a.uk/", "https://a.uk:b@c.uk/", "https://a.uk\\@b.uk/",
        "https://münchen.de/",
        "https://a.uk:/", "https://a.uk:123456/", "https://-a.uk/", "https://\u{202E}ku.a/", "ftp://a.uk/",
        "https://a.uk/" + String(repeating: "a", count: 2048), "https\u{301}://a.uk",
    ])
    func `anything else is none`(text: String) {
        #expect(WebAddress(text) == nil)
    }

    @Test func `what an address may not hold is percent-encoded behind the host`() throws {
        let address = try #require(WebAddress("https://a.uk/é\u{202E}\"<>%zz{#a#b"))
        #expect(address.description == "https://a.uk/%C3%A9%E2%80%AE%22%3C%3E%25zz%7B#a%23b")
        let html: HTML = "<a href=\"\(to: try #require(WebAddress("https://a.uk/?a='1'&b")))\">"
        #expect(html.text == "<a href=\"https://a.uk/?a=&#39;1&#39;&amp;b\">")
    }
}
