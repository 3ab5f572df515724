import Testing
import Vocabulary

@testable import Web

@Suite struct MultipartTests {
    private func body(_ parts: String..., end: String = "--x--\r\n") -> [UInt8] {
        Array((parts.map { "--x\r\n\($0)\r\n" }.joined() + end).utf8)
    }

    private func disposition(_ rest: String, _ content: String = "c") -> String {
        "Content-Disposition: form-data; \(rest)\r\n\r\n\(content)"
    }

    private func names(_ rest: String) throws -> [String?] {
        let part = try #require(try Multipart(body(disposition(rest)), boundary: "x").parts.first)
        return [part.name, part.fileName]
    }

    @Test func `names are read as browsers and other programs write them`() throws {
        #expect(try names(#"name="a""#) == ["a", nil])
        #expect(try names(#"name="a"; filename="""#) == ["a", ""])
        #expect(try names(#"name="a"; filename="b%22c.txt""#) == ["a", "b%22c.txt"])
        #expect(try names(#"name="a"; filename="b\"c.txt""#) == ["a", #"b\"c.txt"#])
        #expect(try names(#"filename="C:\temp\b.txt"; name="a""#) == ["a", #"C:\temp\b.txt"#])
        #expect(try names(#"name="a"; filename="übersicht.txt""#) == ["a", "übersicht.txt"])
    }

    @Test(arguments: [
        "", "name=a", #"name="""#, #"filename="b""#, #"name="a"; name="b""#, #"name="a"; filename="b"; filename="c""#,
        #"name="a"; filename="x"; name="evil""#, #"name="a"; filename*=UTF-8''b"#, #"name="a" ; filename="b""#,
        #"name="a"; filename="b"#, #"name="a"x"#, #"name="a";"#,
    ]) func `a part that does not say plainly what it is is refused`(rest: String) {
        #expect(throws: Refusal.self) { try Multipart(body(disposition(rest)), boundary: "x") }
    }

    @Test func `the lines before a part are those of a form, and not many`() throws {
        let name = "Content-Disposition: form-data; name=\"a\""
        for lines in [
            "Content-Type: text/html\r\n\(name)", "\(name)\r\nContent-Transfer-Encoding: 8bit", "X-Other: 1\r\n\(name)",
        ] {
            #expect(try Multipart(body("\(lines)\r\n\r\nc"), boundary: "x").parts.map(\.name) == ["a"])
        }
        for lines in [
            "\(name)\r\n\(name)", "\(name)\r\nContent-Transfer-Encoding: base64", "\(name)\r\n folded: 1", "no colon",
            "Content-Disposition: attachment; name=\"a\"", "\(name)\nX: 1", "\(name)\u{0}",
            "X: \(String(repeating: "a", count: 5000))\r\n\(name)",
        ] {
            #expect(throws: Refusal.self, "\(lines.prefix(60))") {
                try Multipart(body("\(lines)\r\n\r\nc"), boundary: "x")
            }
        }
    }

    @Test func `nothing stands before the first part, between two, or behind the last`() throws {
        let part = disposition("name=\"a\"")
        #expect(try Multipart(body(part, part), boundary: "x").parts.count == 2)
        #expect(try Multipart(body(part, end: "--x--"), boundary: "x").parts.count == 1)
        #expect(try Multipart(body(), boundary: "x").parts.isEmpty)
        for wrong in [
            Array("preamble\r\n".utf8) + body(part), body(part, end: "--x--\r\nepilogue"), body(part, end: "--x"),
            body(part, end: "--x \r\n"), body(part, end: ""), body(part, end: "--x--\n"), body(part, end: "--y--\r\n"),
        ] {
            #expect(throws: Refusal.self) { try Multipart(wrong, boundary: "x") }
        }
    }

    @Test func `a body has at most two thousand parts, and ten files`() throws {
        func many(_ count: Int, _ rest: (Int) -> String) -> [UInt8] {
            Array(((0..<count).map { "--x\r\n\(disposition(rest($0)))\r\n" }.joined() + "--x--\r\n").utf8)
        }
        #expect(try Multipart(many(2000) { "name=\"\($0)\"" }, boundary: "x").parts.count == 2000)
        #expect(throws: Refusal.self) { try Multipart(many(2001) { "name=\"\($0)\"" }, boundary: "x") }
        #expect(throws: Refusal.self) {
            try Multipart(many(11) { "name=\"\($0)\"; filename=\"f\"" }, boundary: "x")
        }
        #expect(throws: Refusal.self, "one field has one file") {
            try Form(multipart: many(2) { _ in "name=\"file\"; filename=\"f\"" }, boundary: "x")
        }
    }

    @Test func `the boundary comes from the type of the body`() {
        #expect(Multipart.boundary(of: "multipart/form-data; boundary=----WebKit09") == "----WebKit09")
        #expect(Multipart.boundary(of: "Multipart/Form-Data;charset=utf-8; BOUNDARY=\"a b\"") == nil)
        #expect(Multipart.boundary(of: "multipart/form-data; boundary=\"a\"") == "a")
        for wrong in [
            "", "text/plain; boundary=x", "multipart/form-data", "multipart/form-data; boundary=",
            "multipart/mixed; boundary=x", "multipart/form-data; boundary=\(String(repeating: "a", count: 71))",
        ] {
            #expect(Multipart.boundary(of: wrong) == nil, "\(wrong)")
        }
    }

    @Test func `four megabytes that look like the boundary again and again are read in no time`() throws {
        let content = String(repeating: "\r\n--" + String(repeating: "a", count: 68), count: 55_000)
        let mark = String(repeating: "a", count: 69)
        let bytes = Array("--\(mark)\r\n\(disposition("name=\"a\"", content))\r\n--\(mark)--\r\n".utf8)
        let start = ContinuousClock().now
        let parts = try Multipart(bytes, boundary: mark).parts
        #expect(start.duration(to: ContinuousClock().now) < .seconds(10))
        #expect(parts.first?.content.count == content.utf8.count)
    }
}

@Suite struct SentTextTests {
    private func text(_ bytes: [UInt8], called name: String = "minutes.txt", pasted: String = "") throws -> String {
        let head = "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\n\(pasted)\r\n--x\r\n"
        let file =
            "Content-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\nContent-Type: text/plain\r\n\r\n"
        let sent = Array((head + file).utf8) + bytes + Array("\r\n--x--\r\n".utf8)
        return try SentText(try Form(multipart: sent, boundary: "x")).text
    }

    private func refusal(_ bytes: [UInt8], called name: String = "minutes.txt") -> Fault? {
        #expect(throws: Refusal.self) { try text(bytes, called: name) }?.faults.first
    }

    @Test func `a text file in UTF-8 is read, with a byte order mark or without, and its line ends are made one`()
        throws
    {
        #expect(try text(Array("1. Café\r\n2. b\rc".utf8)) == "1. Café\n2. b\nc")
        #expect(try text([0xEF, 0xBB, 0xBF] + Array("# Markdown\n\n* ok\tyes".utf8)) == "# Markdown\n\n* ok\tyes")
        #expect(try text(Array("cafe\u{301}".utf8)).utf8.elementsEqual("caf\u{E9}".utf8), "in NFC")
        #expect(try text(Array("a".utf8), pasted: "pasted") == "a", "where both are given, the file is read")
        #expect(try text([], called: "", pasted: "pasted") == "pasted", "a field without a file")
        #expect(try text(Array(repeating: 0x61, count: 1 << 20)).utf8.count == 1 << 20)
    }

    @Test func `what is no text is told by its first bytes and not by its name, with what to do`() {
        let files: [([UInt8], String)] = [
            (Array("%PDF-1.7\n".utf8), "is a PDF: open it, copy its text"),
            ([0x50, 0x4B, 3, 4, 20, 0], "is a document of a word processor, or an archive"),
            ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "is a document of a word processor"),
            (Array("{\\rtf1\\ansi".utf8), "is a document of a word processor"),
            ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], "is a picture"), ([0xFF, 0xD8, 0xFF, 0xE0], "is a picture"),
            (Array("GIF89a".utf8), "is a picture"), (Array("<!DOCTYPE HTML>".utf8), "is a web page"),
            ([0x61, 0x00, 0x62], "is not plain text: line 1"),
            (Array("a\nb\u{1B}[2J".utf8), "is not plain text: line 2"),
            (Array("a\u{85}b".utf8), "is not plain text: line 1"),
        ]
        for (bytes, words) in files {
            let fault = refusal(bytes)
            #expect(fault?.rule == "text.plain")
            #expect(fault?.field == "file")
            #expect(fault?.message.hasPrefix("The file “minutes.txt” \(words)") == true, "\(fault?.message ?? "")")
        }
    }

    @Test func `other encodings are refused with the way to save it as UTF-8`() {
        let windows = refusal([0x63, 0x61, 0x66, 0xE9])
        #expect(windows?.rule == "text.encoding")
        #expect(windows?.message.contains("Save it again with the encoding UTF-8") == true)
        for mark in [[0xFF, 0xFE, 0x61, 0x00], [0xFE, 0xFF, 0x00, 0x61]] as [[UInt8]] {
            let utf16 = refusal(mark)
            #expect(utf16?.rule == "text.encoding")
            #expect(utf16?.message.contains("UTF-16") == true)
        }
    }

    @Test func `an empty file, one of spaces and one of more than a megabyte are refused`() {
        #expect(refusal([])?.rule == "text.empty")
        #expect(refusal(Array(" \n\t\u{3000}\n".utf8))?.rule == "text.empty")
        #expect(refusal(Array(repeating: 0x61, count: (1 << 20) + 1))?.rule == "text.long")
    }

    @Test func `the name of a file is shown short, without folders and without what turns the words beside it`() {
        func name(_ sent: String) -> String { SentFile(called: sent, bytes: [0x61]).name }
        #expect(name("../../etc/passwd") == "“passwd”")
        #expect(name(#"C:\temp\minutes.txt"#) == "“minutes.txt”")
        #expect(name("a\u{202E}txt.exe\u{0}\u{1B}") == "“atxt.exe”")
        #expect(name("%22>\"<b>") == "“%22>\"<b>”", "escaped where it is shown")
        #expect(name(String(repeating: "long", count: 100)).count == 62)
        #expect(name("Z" + String(repeating: "\u{301}", count: 1000)).unicodeScalars.count == 62)
        for none in ["/", "", " ", "\u{200B}"] { #expect(name(none) == "that you chose") }
    }
}
