import Domain
import HTML
import Testing
import Vocabulary

@testable import Views
@testable import Web

@Suite struct ListsTests {
    private func found(_ excerpt: String) -> Found {
        Found(kind: "compact", agreement: "aaaaaaaaaaaaaaaa", line: "bbbbbbbbbbbbbbbb", title: "T", excerpt: excerpt)
    }

    @Test func `the words found are told from those round them`() {
        let runs = found("A \u{E000}school\u{E001} and \u{E000}schools\u{E001}.").runs
        #expect(runs.map(\.words) == ["A ", "school", " and ", "schools", "."])
        #expect(runs.map(\.isFound) == [false, true, false, true, false])
    }

    @Test func `marks within a person's own words, or with a combining mark behind them, break no page`() {
        let hostile = [found("\u{E001}\u{E001}<b>\u{E000}x\u{E000}y"), found("a\u{E000}\u{301}b\u{E001}\u{301}c")]
        for found in hostile {
            let page = SearchPage(
                words: "\"\u{301}><x", found: Listed(rows: [found], total: 1), number: 1, problems: [])
            let html = page.main.bytes
            #expect(count("<mark>", html) > 0 && count("<mark>", html) == count("</mark>", html))
            #expect(count("<b>", html) == 0 && count("><x", html) == 0)
        }
    }

    @Test func `programs get what was found without the marks`() {
        let answer = FoundAnswer(found("A \u{E000}school\u{E001} here"))
        #expect(answer.excerpt == "A school here")
        #expect(answer.matches == ["school"])
    }

    @Test func `a list leads to each agreement and says its state in words`() {
        let line = AgreementLine(
            id: "aaaaaaaaaaaaaaaa", kind: "compact", title: "<i>N\"\u{301}", year: nil, firstDay: nil, lastDay: nil,
            authority: nil,
            authorityName: nil,
            region: nil, state: .coming, opened: Instant(milliseconds: 0), signed: nil, inForce: nil, until: nil,
            follows: nil, next: nil, varies: nil,
            areas: [])
        let html = agreementTable([line], caption: "C").bytes
        #expect(count("href=\"/compacts/aaaaaaaaaaaaaaaa\"", html) == 1)
        #expect(count("&lt;i&gt;N&quot;", html) == 1)
        #expect(count("Signed, not yet in force", html) == 1)
    }

    /// By byte: a combining mark behind a bracket makes another Character of it, and the same markup.
    private func count(_ text: String, _ html: [UInt8]) -> Int {
        let wanted = Array(text.utf8)
        return html.indices.count { html[$0...].starts(with: wanted) }
    }
}
