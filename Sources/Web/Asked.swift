import Domain
import Hummingbird
import Register
import Vocabulary

/// What the query of an address asks of a list: its filters, and which page of it.
struct Asked: Sendable {
    private let form: Form

    /// From a request's address. One that cannot be read leads nowhere.
    init(_ request: Request) throws { try self.init(query: request.uri.query ?? "") }

    /// From what stands behind the question mark of an address.
    init(query: String) throws {
        do {
            form = try Form(urlEncoded: query.utf8)
        } catch is Refusal {
            throw NotFound()
        }
    }

    /// The word of that name; nil where it is empty.
    func word(_ name: String) -> String? { form.maybe(name) }

    /// The value that a word stands for; nil where none is given. A word that stands for nothing leads nowhere.
    func value<Value>(_ name: String, _ read: (String) -> Value?) throws -> Value? {
        guard let word = word(name) else { return nil }
        guard let value = read(word) else { throw NotFound() }
        return value
    }

    /// Every value of that name that is not empty.
    func all(_ name: String) -> [String] { form.all(name).filter { !$0.isEmpty } }

    /// The page of the list, from 1.
    func page() throws -> Int {
        try value("page") { word in Int(word).flatMap { (1...1_000_000).contains($0) ? $0 : nil } } ?? 1
    }

    /// The most rows that a program wants at once.
    func size() throws -> Int {
        try value("size") { word in Int(word).flatMap { (1...1000).contains($0) ? $0 : nil } } ?? 200
    }

    /// The filters of these names that are set, as they stand in an address.
    func filters(_ names: [String]) -> [(String, String)] {
        names.compactMap { name in word(name).map { (name, $0) } }
    }
}

/// One page of a list, as programs get it.
struct ListAnswer<Row: Encodable & Sendable>: Encodable, Sendable {
    /// How many rows the whole list has.
    let total: Int
    /// From 1.
    let page: Int
    /// The most rows on a page.
    let size: Int
    let rows: [Row]
}
