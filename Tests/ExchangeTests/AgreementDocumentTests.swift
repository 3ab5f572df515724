import Domain
import Exchange
import HTML
import Register
import Testing
import Vocabulary

@Suite struct AgreementDocumentTests {
    @Test func `the document shows every line and name of the text, and what people wrote as text`() async throws {
        let world = try await World()
        for bytes in [
            try world.register.text(of: world.statement, for: .everyone).bytes,
            try world.register.text(of: world.compact, for: .everyone).bytes,
        ] {
            let text = try AgreementText(bytes: bytes)
            let page = AgreementDocument.page(of: text, digest: Digest(of: bytes)).text
            for clause in text.lines {
                #expect(page.utf8.split(separator: Array("id=\"text-\(clause.line)\"".utf8)).count == 2, "\(clause)")
            }
            for name in text.names.values { #expect(page.contains(name)) }
            #expect(page.contains("“Reading” &lt;b&gt;first&lt;/b&gt;\u{301} =1+1"))
            #expect(!page.contains("<b>"))
            #expect(!page.contains("<script"))
            #expect(page.contains(Digest(of: bytes).description))
        }
    }

    @Test func `a compact's contributions stand under their side and their priority, with owner and due day`()
        async throws
    {
        let world = try await World()
        let bytes = try world.register.text(of: world.compact, for: .everyone).bytes
        let body = AgreementDocument.body(of: try AgreementText(bytes: bytes)).text
        let parts = [
            "Summary", "Vision", "Partners consulted", "Priorities", "a. Standards", "Norfolk</bdi> contributes",
            "Two advisers", "throughout the agreement", "Department for Education and Skills</bdi> contributes",
            "A grant",
            "31 August 2004", "Terms", "Signatories",
        ]
        var rest = body[...]
        for part in parts {
            let found = rest.firstRange(of: part)
            #expect(found != nil, "\(part)")
            if let found { rest = rest[found.upperBound...] }
        }
        #expect(!body.contains("<h1"))
    }
}
