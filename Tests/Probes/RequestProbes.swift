import Vocabulary

@testable import Web

/// What a browser, or something that is none, sends.
extension Probe {
    static let requests = [form, multipart, contentType, asked, cookie]

    static let form = Probe(
        "form", seeds: { ["a=b&c=d+e%20f&a=%C3%A9", "_csrf=0&text=1%0D%0A2%00", "a&=b&%61=%"].map(bytes) }
    ) { bytes in
        guard let form = read({ try Form(urlEncoded: bytes) }) else { return }
        let (fields, words) = (form.named(""), form.words)
        try must(
            fields.allSatisfy { name, value in form[name].utf8.elementsEqual(value.utf8) },
            "a field has two values")
        try must(
            words.allSatisfy { !$0.unicodeScalars.contains { ($0.value < 0x20 && $0 != "\n" && $0 != "\t") } },
            "a field holds control characters")
        let written = fields.map { Sample.pair($0, $1) }.joined(separator: "&")
        try must(try Form(urlEncoded: written.utf8).named("") == fields, "a form changed when it was written")
    }

    static let multipart = Probe(
        "multipart",
        seeds: {
            [
                """
                --x\r\nContent-Disposition: form-data; name="_csrf"\r\n\r\nt\r\n--x\r\nContent-Disposition: form-data; \
                name="file"; filename="a%22b.txt"\r\nContent-Type: text/plain\r\n\r\none\r\n--y\r\n\r\n--x--\r\n
                """,
                "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n\r\n--x--", "--x--\r\n",
            ].map(bytes)
        }
    ) { bytes in
        guard let parts = read({ try Multipart(bytes, boundary: "x").parts }) else { return }
        try must(parts.count <= Multipart.mostParts, "a body has more parts than it may")
        var written: [UInt8] = []
        for part in parts {
            let file = part.fileName.map { "; filename=\"\($0)\"" } ?? ""
            let head = "--x\r\nContent-Disposition: form-data; name=\"\(part.name)\"\(file)\r\n\r\n"
            written += Array(head.utf8) + part.content + [0x0D, 0x0A]
        }
        written += Array("--x--\r\n".utf8)
        // Names can be as long as a header alone, and are written here with a longer one.
        guard let again = read({ try Multipart(written, boundary: "x").parts }) else {
            return try must(
                parts.contains { $0.name.utf8.count + ($0.fileName?.utf8.count ?? 0) > 3900 },
                "a body in parts cannot be read when it is written")
        }
        try must(
            zip(parts, again).allSatisfy {
                $0.name == $1.name && $0.fileName == $1.fileName && $0.content.elementsEqual($1.content)
            } && parts.count == again.count, "a body in parts changed when it was written")
        _ = read { try Form(multipart: bytes, boundary: "x") }
    }

    static let contentType = Probe(
        "content-type",
        seeds: {
            [
                "multipart/form-data; boundary=----WebKitFormBoundaryAbC09", "Multipart/Form-Data;boundary=\"a'b\"",
                "multipart/form-data; charset=utf-8; boundary=x; boundary=y",
            ].map(bytes)
        }
    ) { bytes in
        guard let text = String(validating: bytes, as: UTF8.self), let mark = Multipart.boundary(of: text) else {
            return
        }
        try must(
            (1...70).contains(mark.utf8.count) && mark.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 },
            "a boundary holds what none may")
    }

    static let asked = Probe(
        "asked", seeds: { ["page=2&size=200&area=m&q=a+b", "page=0", "page=-1&size=1001&year=2003%2F04"].map(bytes) }
    ) { bytes in
        guard let text = String(validating: bytes, as: UTF8.self), let asked = read({ try Asked(query: text) }) else {
            return
        }
        if let page = read({ try asked.page() }) { try must((1...1_000_000).contains(page), "a page is out of bounds") }
        if let size = read({ try asked.size() }) { try must((1...1000).contains(size), "a page is too long") }
        let filters = asked.filters(["area", "q", "year"])
        let written = Path(["compacts"], query: filters).description
        try must(
            written.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"<>\\".utf8.contains($0) },
            "an address holds what would end it")
        let query = written.split(separator: "?", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
        try must(
            try Asked(query: query).filters(["area", "q", "year"]).elementsEqual(filters) { $0 == $1 },
            "a filter changed when it was written")
    }

    static let cookie = Probe(
        "cookie", seeds: { [bytes(door.signed("a.b")), bytes("abc." + String(repeating: "0", count: 40))] }
    ) { bytes in
        guard let text = String(validating: bytes, as: UTF8.self), let value = door.opened(text) else { return }
        try must(door.signed(value).utf8.elementsEqual(text.utf8), "a cookie is opened that was not signed")
    }

    private static let door = Door(secret: [UInt8](repeating: 7, count: 32), isSecure: false)
}
