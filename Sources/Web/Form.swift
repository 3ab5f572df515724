import Domain
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Register
import Vocabulary

/// What a form sent: its fields as text in NFC, with line ends as one character, and its files.
struct Form: Sendable {
    private var fields: [String: [String]] = [:]
    private(set) var files: [String: SentFile] = [:]

    /// From the body of an `application/x-www-form-urlencoded` request.
    init(urlEncoded bytes: some Sequence<UInt8>) throws {
        for pair in Array(bytes).split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            try add(try Form.decoded(parts[0]), parts.count == 2 ? try Form.decoded(parts[1]) : "")
        }
    }

    /// From the body of a `multipart/form-data` request.
    init(multipart bytes: [UInt8], boundary: String) throws {
        for part in try Multipart(bytes, boundary: boundary).parts {
            if let name = part.fileName {
                guard files[part.name] == nil else { throw Form.unreadable }
                // A field that was left empty is sent as a file without a name.
                if !name.isEmpty || !part.content.isEmpty {
                    files[part.name] = SentFile(called: name, bytes: part.content)
                }
            } else {
                guard let text = String(validating: part.content, as: UTF8.self) else { throw Form.unreadable }
                try add(part.name, text)
            }
        }
    }

    private mutating func add(_ name: String, _ value: String) throws {
        guard fields.count < 2000 else { throw Form.unreadable }
        fields[name, default: []].append(Form.tidy(value))
    }

    /// The first value of that name, without white space at its ends; empty where there is none.
    subscript(_ name: String) -> String { fields[name]?.first.map(Form.trimmed) ?? "" }

    /// Every value of that name.
    func all(_ name: String) -> [String] { (fields[name] ?? []).map(Form.trimmed) }

    /// The names that begin so, with their first values.
    func named(_ start: String) -> [String: String] {
        fields.filter { $0.key.hasPrefix(start) }.compactMapValues { $0.first.map(Form.trimmed) }
    }

    /// What somebody wrote, as far as it can be told from what a page put there: values of more than one word.
    var words: [String] {
        fields.sorted { $0.key < $1.key }.flatMap(\.value).map(Form.trimmed).filter {
            $0.contains(where: \.isWhitespace)
        }
    }

    /// The value, or nil where it is empty.
    func maybe(_ name: String) -> String? { self[name].isEmpty ? nil : self[name] }

    /// A whole number; nil where it is none.
    func number(_ name: String) -> Int? { Int(self[name]) }

    /// An identifier; nil where it is none.
    func identifier<T>(_ name: String, of _: T.Type = T.self) -> Identifier<T>? { Identifier<T>(self[name]) }

    static let unreadable = Refusal(Fault("form.unreadable", "The form did not arrive whole: send it again"))

    private static func decoded(_ bytes: some Sequence<UInt8>) throws -> String {
        let spaced = bytes.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: " ") : $0 }
        guard let text = String(decoding: spaced, as: UTF8.self).removingURLPercentEncoding() else { throw unreadable }
        return text
    }

    /// NFC, with line ends of one kind. Controls other than tab and line end become U+FFFD, as which a page would show them
    /// anyway: SQLite reads a text only up to a NUL, and a terminal obeys the others.
    private static func tidy(_ text: String) -> String {
        let text = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n").precomposedStringWithCanonicalMapping
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        var tidied = String.UnicodeScalarView()
        tidied.append(contentsOf: text.unicodeScalars.map { isControl($0) ? "\u{FFFD}" : $0 })
        return String(tidied)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        (scalar.value < 0x20 || scalar.value == 0x7F) && scalar != "\t" && scalar != "\n"
    }

    private static func trimmed(_ text: String) -> String {
        let space: (Unicode.Scalar) -> Bool = { $0.properties.isWhitespace }
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !space($0) }), let last = scalars.lastIndex(where: { !space($0) })
        else { return "" }
        return String(scalars[first...last])
    }
}

extension Site {
    /// The most bytes that a form may send.
    static let mostBytes = 4 * 1024 * 1024

    /// The form of a request, once it is known to come from one of our own pages.
    func form(_ request: Request, _ visit: Visit, upTo most: Int = Site.mostBytes) async throws -> Form {
        var request = request
        let form = try read(request, try await request.collectBody(upTo: most))
        guard door.isOurs(form["_csrf"], for: visit.formToken), isSameOrigin(request) else {
            throw Refusal(
                Fault(
                    "form.foreign", "This form is too old, or was not one of ours: open the page anew and send it again"
                ))
        }
        return form
    }

    /// The fields of a body, wherever it is from.
    func read(_ request: Request, _ body: ByteBuffer) throws -> Form {
        let bytes = Array(body.readableBytesView)
        let type = request.headers[.contentType] ?? ""
        guard type.lowercased().hasPrefix("multipart/") else { return try Form(urlEncoded: bytes) }
        guard let boundary = Multipart.boundary(of: type) else { throw Form.unreadable }
        return try Form(multipart: bytes, boundary: boundary)
    }

    private func isSameOrigin(_ request: Request) -> Bool {
        guard let origin = request.headers[.origin], origin != "null" else { return true }
        let host = request.head.authority ?? ""
        return origin == "http://\(host)" || origin == "https://\(host)"
    }
}
