import Crypto
import GRDB
import Merkle
import Vocabulary

extension Book {
    /// Looks at all that the store holds and answers what is wrong with it, a sentence each; nothing when it is whole.
    ///
    /// Every envelope is parsed and compared with its row, every hash is computed again, every sealed text and file is
    /// compared with its digest. It takes one view of the record, during which others go on writing.
    ///
    /// - Parameter progress: Is told, now and then, how many entries of how many were looked at.
    /// - Throws: `StoreError` when the store cannot be read to the end.
    public func check(progress: (_ done: Int, _ all: Int) throws -> Void = { _, _ in }) throws -> [String] {
        try read { reader in
            var inspection = try Inspection(reader)
            try inspection.file()
            try inspection.entries(progress)
            try inspection.nodes()
            try inspection.top()
            try inspection.disclosures()
            try inspection.files()
            return inspection.problems
        }
    }
}

/// A walk over the whole store that gathers what is wrong.
private struct Inspection {
    private let db: Database
    private let head: Head
    private let origins: Origins
    private var frontier = Frontier()
    private var time = Instant(milliseconds: Int64.min)
    private var sequences: [String: Int] = [:]
    private var completed = 0
    private var strangers = 0
    private(set) var problems: [String] = []

    init(_ reader: BookReader) throws {
        db = reader.db
        head = reader.head
        origins = try reader.origins()
    }

    /// SQLite's own checks: pages, indexes, conditions of columns, references.
    mutating func file() throws {
        try db.each("PRAGMA integrity_check") { row in
            let answer = try row.decode(String.self, atIndex: 0)
            if answer != "ok" { problems.append("file: \(answer)") }
        }
        try db.each("PRAGMA foreign_key_check") { row in
            problems.append("file: a row of \(try row.decode(String.self, atIndex: 0)) refers to nothing")
        }
    }

    mutating func entries(_ progress: (Int, Int) throws -> Void) throws {
        try db.each("SELECT position, subject, sequence, event, time, leaf, bytes FROM entry ORDER BY position") {
            row in
            try entry(row)
            if frontier.size % 1000 == 0 { try progress(frontier.size, head.size) }
        }
        try progress(frontier.size, head.size)
    }

    private mutating func entry(_ row: Row) throws {
        let position = try row.decode(Int.self, atIndex: 0)
        let bytes = try row.bytes(6)
        func report(_ problem: String) { problems.append("entry \(position): \(problem)") }
        if position != frontier.size { report("\(frontier.size) should come here") }
        do {
            let envelope = try Envelope(parsing: bytes)
            if envelope.log != origins.name(at: position) {
                strangers += 1
                report("the envelope is of the log \(envelope.log)")
            }
            if envelope.position != position { report("the envelope says position \(envelope.position)") }
            if envelope.subject != (try row.decode(atIndex: 1)) { report("the envelope is of \(envelope.subject)") }
            if envelope.sequence != (try row.decode(atIndex: 2)) { report("the envelope has another sequence") }
            if envelope.event != (try row.decode(atIndex: 3)) { report("the envelope says \(envelope.event)") }
            if envelope.time.milliseconds != (try row.decode(Int64.self, atIndex: 4)) {
                report("the envelope says \(envelope.time)")
            }
            if envelope.sequence != sequences[envelope.subject, default: 0] + 1 {
                report("sequence \(envelope.sequence) of \(envelope.subject) does not follow its predecessor")
            }
            sequences[envelope.subject] = envelope.sequence
            if envelope.time < time { report("its time is before its predecessor's") }
            time = max(time, envelope.time)
        } catch let malformed as Envelope.Malformed {
            report("the envelope is damaged: \(malformed)")
        }
        let leaf = Tree.leaf(Hash(sha256: bytes))
        if try row.bytes(5) != leaf.bytes { report("its leaf is not of its envelope") }
        try frontier.append(leaf) { level, index, hash in
            guard level % 8 == 0 else { return }
            completed += 1
            let row = try db.first(
                #"SELECT hash FROM node WHERE level = ? AND "index" = ?"#, [level / 8, index])
            if try row?.bytes(0) != hash.bytes {
                problems.append("node \(level / 8)/\(index): its hash is not of the entries beneath it")
            }
        }
    }

    mutating func nodes() throws {
        let count = try db.first("SELECT count(*) FROM node")?.decode(Int.self, atIndex: 0) ?? 0
        if count > completed { problems.append("node: \(count) rows where the tree has \(completed)") }
    }

    mutating func top() throws {
        if head.size != frontier.size {
            problems.append("head: it says \(head.size) entries, there are \(frontier.size)")
        }
        if strangers > 0, strangers == frontier.size {
            problems.append("head: its origin, \(head.origin), is that of no entry")
        }
        if head.frontier != frontier { problems.append("head: the root of its frontier is not that of the entries") }
        if let last = origins.former.last, last.until >= frontier.size {
            problems.append("head: the log got another name after \(last.until) entries, and no entry bears it")
        }
        if frontier.size > 0, head.time != time { problems.append("head: its time is not that of the last entry") }
    }

    mutating func disclosures() throws {
        try db.each("SELECT digest, salt, text FROM disclosure") { row in
            let digest = try row.bytes(0)
            if Array(SHA256.hash(data: [0x02] + (try row.bytes(1)) + (try row.bytes(2)))) != digest {
                problems.append("disclosure \(name(digest)): its text is not what was sealed")
            }
        }
    }

    mutating func files() throws {
        try db.each("SELECT digest, size, whole, type FROM file") { row in
            let digest = try row.bytes(0)
            let isWhole = try row.decode(Int.self, atIndex: 2) == 1
            if isWhole == (try row.decode(String.self, atIndex: 3) == Schema.arriving) {
                problems.append("file \(name(digest)): it does not say whether it is whole")
            }
            guard isWhole else { return }
            var hash = SHA256()
            var (size, pieces) = (0, 0)
            try db.each("SELECT number, bytes FROM piece WHERE file = ? ORDER BY number", [row[0]]) { piece in
                let bytes = try piece.bytes(1)
                hash.update(data: bytes)
                size += bytes.count
                if try piece.decode(Int.self, atIndex: 0) != pieces {
                    problems.append("file \(name(digest)): piece \(pieces) is missing")
                }
                pieces += 1
            }
            if size != (try row.decode(Int.self, atIndex: 1)) {
                problems.append("file \(name(digest)): it is not as long as it was")
            }
            if Array(hash.finalize()) != digest { problems.append("file \(name(digest)): its bytes are not as kept") }
        }
    }

    private func name(_ digest: [UInt8]) -> String { Vocabulary.Digest(bytes: digest)?.description ?? "\(digest)" }
}
