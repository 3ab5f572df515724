import Domain
import GRDB
import Synchronization
import Vocabulary

/// What lists ask of the views again and again. Each stands for one answer as long as the views hold the same entries.
enum Question: Hashable, Sendable {
    /// The rows of a list in their order, whatever page of it is asked for.
    case order(AgreementFilter, Viewer, Day)
    case years(kind: String?, Viewer, Day)
    case agendas(Viewer, Day)
    case choices(Identifier<Domain.Statement>, Viewer, Day)
    case counts(Day)
    case bodies(Body.Sort, Day?)
    case authorities(AuthorityFilter, Viewer, Day)
    case signed(Identifier<Body>, latest: Int, Day)
    /// How many promises there are of a list, whatever page of it is asked for.
    case promised(PromiseFilter, Viewer, Day)
    case owing(Identifier<Body>, Day)
    /// The same of what was asked of government.
    case asked(RequestFilter, Day)
}

/// Answers kept in memory until the next entry is folded in: a page of a long list then costs no more than one of a short
/// list, and only the first question after a write reads all of it.
final class Answers: Sendable {
    private struct Kept {
        var position = -1
        var answers: [Question: any Sendable] = [:]
    }

    private let kept = Mutex(Kept())
    /// Of 15,000 agreements the order takes 120 kB.
    private static let mostKept = 128

    /// The answer to a question: the kept one where it is from the very entries that this transaction reads.
    func answer<Value: Sendable>(_ question: Question, _ db: Database, _ ask: () throws -> Value) throws -> Value {
        let position = try Int.fetchOne(try db.cachedStatement(sql: "SELECT next FROM folded WHERE id = 0")) ?? 0
        let known = kept.withLock { $0.position == position ? $0.answers[question] as? Value : nil }
        if let known { return known }
        let value = try ask()
        kept.withLock { kept in
            if kept.position != position || kept.answers.count >= Self.mostKept {
                // Another transaction may have seen later entries already.
                guard kept.position <= position else { return }
                kept = Kept(position: position)
            }
            kept.answers[question] = value
        }
        return value
    }
}

extension Viewer {
    /// The same without the seat, where an answer does not depend on it.
    var withoutSeat: Viewer { Viewer(body: body, seat: nil) }
}

extension Database {
    /// What is made of each row that a query finds. The statement is kept, and columns are found by its own table of their
    /// names: rows that are copied first look for each name through all columns.
    func rows<Value>(_ sql: SQL, _ make: (Row) throws -> Value) throws -> [Value] {
        let found = try SQLRequest<Row>(literal: sql, cached: true).fetchCursor(self)
        var values: [Value] = []
        while let row = try found.next() { values.append(try make(row)) }
        return values
    }

    /// The same of the first row.
    func row<Value>(_ sql: SQL, _ make: (Row) throws -> Value) throws -> Value? {
        let found = try SQLRequest<Row>(literal: sql, cached: true).fetchCursor(self)
        return try found.next().map(make)
    }
}
