import HTML

/// An address of the site itself, made of names that are percent-encoded one by one: it starts with one `/`, so it never
/// leads to another host, and no name in it can break out of its place.
struct Path: Hashable, Sendable, CustomStringConvertible {
    private let way: String
    private let items: [Item]
    private let fragment: String?

    /// The address of the names in their order, with a query and the identifier of a place in the page. Empty names are
    /// left out.
    init(_ segments: [String], query: [(String, String)] = [], fragment: String? = nil) {
        way = "/" + segments.filter { !$0.isEmpty }.map(encodedSegment).joined(separator: "/")
        items = query.map(Item.init)
        self.fragment = fragment
    }

    private init(way: String, items: [Item], fragment: String?) {
        self.way = way
        self.items = items
        self.fragment = fragment
    }

    private struct Item: Hashable {
        let name: String
        let value: String

        init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }

        var encoded: String { percentEncoded(name) + "=" + percentEncoded(value) }
    }

    /// The address as it stands in a link or a `Location` header: ASCII.
    var description: String {
        let question = items.isEmpty ? "" : "?" + items.map(\.encoded).joined(separator: "&")
        return way + question + (fragment.map { "#" + percentEncoded($0) } ?? "")
    }

    /// The pairs of the query in their order, not encoded.
    var query: [(String, String)] { items.map { ($0.name, $0.value) } }

    /// The same address without query and fragment.
    var withoutQuery: Path { Path(way: way, items: [], fragment: nil) }

    /// The same address with these pairs in the query, in place of those that had one of their names.
    func adding(query: [(String, String)]) -> Path {
        let names = Set(query.map(\.0))
        return Path(
            way: way, items: items.filter { !names.contains($0.name) } + query.map(Item.init), fragment: fragment)
    }

    /// The place in the page that has this identifier.
    func at(_ fragment: String) -> Path {
        Path(way: way, items: items, fragment: fragment)
    }

    /// An address below this one.
    func within(_ names: String...) -> Path {
        Path(
            way: ([way] + names.map(encodedSegment)).joined(separator: "/"), items: [], fragment: nil)
    }

    /// The same page in another form: `/compacts` with `csv` is `/compacts.csv`. The home page has none and stays.
    func `as`(_ form: String) -> Path {
        way == "/" ? self : Path(way: way + "." + percentEncoded(form), items: items, fragment: nil)
    }
}

/// Browsers climb up at `.` and `..` even when these are percent-encoded, so their per cent signs are encoded once more:
/// a name that nobody has, and not another page.
private func encodedSegment(_ segment: String) -> String {
    switch segment {
    case ".": "%252E"
    case "..": "%252E%252E"
    default: percentEncoded(segment)
    }
}

private func percentEncoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            bytes.append(byte)
        default:
            bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}

extension HTML.StringInterpolation {
    /// An address of the site, for `href`, `src` and `action`.
    mutating func appendInterpolation(to path: Path) {
        appendAddress(path.description)
    }

    /// A whole attribute with a space before it, ` name="/path"`; nothing for nil.
    mutating func appendInterpolation(attribute name: StaticString, to path: Path?) {
        guard let path else { return }
        appendLiteral(" ")
        appendLiteral(name)
        appendLiteral("=\"")
        appendAddress(path.description)
        appendLiteral("\"")
    }

    /// A link with these words to a page of the site.
    mutating func appendInterpolation(link words: String, to path: Path) {
        appendInterpolation("<a class=\"govuk-link\" href=\"\(to: path)\">\(inline(words))</a>" as HTML)
    }

    /// A link with these words to another site, which is not told where the reader came from.
    mutating func appendInterpolation(link words: String, to address: WebAddress) {
        let rel: HTML = "nofollow noopener noreferrer"
        appendInterpolation(
            "<a class=\"govuk-link\" href=\"\(to: address)\" rel=\"\(rel)\">\(inline(words))</a>" as HTML)
    }
}
