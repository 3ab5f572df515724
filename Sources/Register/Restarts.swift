public import Domain
import Merkle
public import Record
import Vocabulary

extension Register {
    /// The times that the log went on under a new name, in order.
    public func restarts() throws -> [Keeping.Restart] { try book.read { try $0.keeping().restarts } }

    /// The names that the log has had.
    public func origins() throws -> Origins { try book.read { try $0.origins() } }

    /// What is wrong with the names of the log: each that it had must be named, with what is left of it, by the first entry
    /// under the next.
    func originProblems() throws -> [String] {
        try book.read { reader in
            let (restarts, former) = (try reader.keeping().restarts, try reader.origins().former)
            var problems: [String] = []
            if restarts.count != former.count {
                problems.append(
                    "head: the log had \(former.count) earlier names, its entries tell of \(restarts.count)")
            }
            for (restart, former) in zip(restarts, former) {
                let event = try reader.entry(at: former.until)?.event
                guard event == "record.restarted.1", restart.from == former.name, restart.size == former.until,
                    try restart.root.bytes == reader.root(of: former.until).bytes
                else {
                    problems.append("entry \(former.until): it does not tell how the log \(former.name) ended")
                    continue
                }
            }
            return problems
        }
    }
}

extension BookPage {
    /// Goes on under a new name, and says what is left of the log of the old.
    ///
    /// - Parameter published: How many entries the newest checkpoint covered that is known to have left the house.
    mutating func restart(as origin: String, published: Int?) throws {
        let (keeping, from, size) = (try reader.keeping(), reader.origin, reader.size)
        guard let root = Digest(bytes: reader.root.bytes) else { return }
        try begin(origin: origin)
        try append(keeping.restart(from: from, size: size, root: root, published: published), to: keeping)
    }
}
