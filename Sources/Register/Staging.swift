import Domain
import FoundationEssentials
import Merkle
import Record
import Views
import Vocabulary

/// A backup's record in the folder where it is made ready: checked, its name settled, what was erased since erased again.
struct Staged: Sendable {
    let restoration: Restoration
    /// Where the copy is, as `record.sqlite`.
    let folder: String
    let clock: @Sendable () -> Instant
    let randomness: Randomness

    /// A state of the log that has left the house, or may have.
    private struct Known {
        let checkpoint: Checkpoint
        /// What is known of the tree at a size, where it is.
        let root: (Int) throws -> Hash?
        /// Whether nothing newer can have left the house.
        let isNewest: Bool
    }

    init(
        _ restoration: Restoration, folder: String, _ clock: @escaping @Sendable () -> Instant, _ randomness: Randomness
    ) {
        self.restoration = restoration
        self.folder = folder
        self.clock = clock
        self.randomness = randomness
    }

    func prepare(_ progress: (Int, Int) -> Void) async throws -> Restored {
        let path = "\(folder)/record.sqlite"
        let book = try damaged { try Book(opening: path, clock: clock, randomness: randomness) }
        try refuse(try damaged { try book.check(progress: progress) })
        let (found, origins) = try book.read { (try $0.checkpoint(), try $0.origins()) }
        let verifier = try damaged { try book.read { try Keys.signer(in: $0, name: found.origin) } }.verifier
        try isExpected(verifier)
        let isCheckpointed = try fits(book, verifier, origins)
        var known = try lastCheckpoint(verifier).map { [$0] } ?? []
        let old = try standing(verifier)
        defer { old?.release() }
        if let old { known.append(old.known) }
        let name = try newName(book, origins, known)
        try book.close()

        let things = try erasures(old)
        let register = try await damaged {
            try await Register(in: folder, origin: found.origin, clock: clock, randomness: randomness)
        }
        try refuse(try register.claimProblems() + register.originProblems())
        let published = known.map(\.checkpoint.size).max()
        let reason = randomness.seal("Erased again when the record was restored from a backup")
        let erased = try await register.change(by: .operator) { page in
            // Whoever had signed out or was shut out since would otherwise come in again by an old cookie.
            for visit in try page.reader.rows(kind: "visit") { try page.remove(kind: "visit", key: visit.key) }
            if let name { try page.restart(as: name, published: published) }
            return try page.erase(things, reason: reason)
        }
        try await register.sweep()
        let checkpoint = try register.book.read { try $0.checkpoint() }
        let list = things.map { ErasureList.Line(thing: $0, day: register.today, position: checkpoint.size) }
        try register.close()
        try gather(path)
        try ErasureList.append(list, to: "\(restoration.folder)/\(Register.erasures)")
        return Restored(
            checkpoint: checkpoint, entries: found.size, former: name == nil ? nil : found.origin, erased: erased,
            hasErasures: !things.isEmpty, isCheckpointed: isCheckpointed, aside: nil)
    }

    /// Folds what is in the write-ahead log into the file, which alone is given its place.
    private func gather(_ path: String) throws {
        guard try !Book.isInUse(at: path) else {
            throw Refusal(Fault("restore.in-use", "Another process has \(path) open: stop it first"))
        }
    }

    // MARK: The file

    private func refuse(_ problems: [String]) throws {
        guard problems.isEmpty else {
            throw Refusal(problems.map { Fault("restore.damaged", "\(restoration.file) is damaged: \($0)") })
        }
    }

    /// Runs what can fail for what the file holds, and says then that it is the file.
    private func damaged<T>(_ work: () throws -> T) throws -> T {
        do { return try work() } catch { throw refusal(of: error) }
    }

    private func damaged<T>(_ work: () async throws -> T) async throws -> T {
        do { return try await work() } catch { throw refusal(of: error) }
    }

    /// SQLite's code for a file of another kind.
    private static let notADatabase = 26

    private func refusal(of error: any Error) -> any Error {
        switch error {
        case let error as StoreError where error.kind == .notARecord || error.code == Staged.notADatabase:
            Refusal(Fault("restore.file", "\(restoration.file) is no backup: \(error.message)"))
        case let error as StoreError where error.kind == .corrupt:
            Refusal(Fault("restore.damaged", "\(restoration.file) is damaged: \(error.message)"))
        case let error as DamagedKeys: Refusal(Fault("restore.damaged", "\(restoration.file): \(error)"))
        case is NotFound: Refusal(Fault("restore.damaged", "\(restoration.file) is damaged: it holds no keys"))
        case is UnreadableEntry: Refusal(Fault("restore.damaged", "\(restoration.file): \(error)"))
        default: error
        }
    }

    private func isExpected(_ verifier: VerifierKey) throws {
        guard let key = restoration.key, key.key != verifier.key else { return }
        throw Refusal(
            Fault(
                "restore.key", "\(restoration.file) is of the register with the key \(verifier), not of the one given"))
    }

    /// Compares the file with the checkpoint that was written beside it, where there is one.
    private func fits(_ book: Book, _ verifier: VerifierKey, _ origins: Origins) throws -> Bool {
        let path = restoration.file + Register.checkpointEnding
        guard FileManager.default.fileExists(atPath: path) else { return false }
        let note = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        let checkpoint = try verified(note, path, verifier)
        let size = try book.size()
        guard checkpoint.size == size, try book.read({ try $0.checkpoint() }) == checkpoint else {
            throw Refusal(
                Fault(
                    "restore.checkpoint",
                    "\(path) is of \(checkpoint.size) entries of \(checkpoint.origin), \(restoration.file) holds \(size) others"
                ))
        }
        return true
    }

    /// What a note says, once it is known to be signed by this register's key, whatever name the log had then.
    private func verified(_ note: String, _ path: String, _ verifier: VerifierKey) throws -> Checkpoint {
        do {
            let note = try Note(note)
            let checkpoint = try Checkpoint(text: note.text)
            let key = try VerifierKey(name: checkpoint.origin, publicKey: verifier.key)
            return try Checkpoint(text: note.verified(by: key))
        } catch {
            throw Refusal(Fault("restore.checkpoint", "\(path): \(error)"))
        }
    }

    // MARK: What has left the house

    private func lastCheckpoint(_ verifier: VerifierKey) throws -> Known? {
        guard let note = restoration.lastCheckpoint else { return nil }
        let checkpoint = try verified(note, "the last checkpoint", verifier)
        return Known(
            checkpoint: checkpoint, root: { $0 == checkpoint.size ? checkpoint.root : nil }, isNewest: true)
    }

    /// The record that is in the folder, where it can be read.
    private struct Standing {
        let book: Book
        let known: Known
        let names: [String]

        /// A record that cannot be closed is put aside as it is.
        func release() { do { try book.close() } catch { return } }
    }

    private func standing(_ verifier: VerifierKey) throws -> Standing? {
        let path = "\(restoration.folder)/record.sqlite"
        guard try Book.isSetUp(at: path) else { return nil }
        let book: Book
        let (key, checkpoint, names): (VerifierKey, Checkpoint, [String])
        do {
            book = try Book(opening: path, clock: clock, randomness: randomness)
            (key, checkpoint, names) = try book.read { reader in
                let checkpoint = try reader.checkpoint()
                let key = try Keys.signer(in: reader, name: checkpoint.origin).verifier
                return (key, checkpoint, try reader.origins().names)
            }
        } catch let error
            where error is StoreError || error is NotFound || error is DamagedKeys || error is DecodingError
            || error is NoteError
        {
            // Too damaged to tell anything: that is why there is a restore.
            return nil
        }
        guard key.key == verifier.key else {
            try book.close()
            throw Refusal(
                Fault(
                    "restore.another",
                    "\(restoration.folder) holds another register, \(checkpoint.origin): give another folder"))
        }
        let known = Known(
            checkpoint: checkpoint,
            root: { size in size <= checkpoint.size ? try book.read { try $0.root(of: size) } : nil },
            isNewest: false)
        return Standing(book: book, known: known, names: names)
    }

    /// The name under which the log has to go on; nil where it keeps its own.
    private func newName(_ book: Book, _ origins: Origins, _ known: [Known]) throws -> String? {
        let (size, current) = try book.read { ($0.size, $0.origin) }
        var holds = false
        var mustChange = restoration.origin != nil
        for known in known {
            let (name, last) = (known.checkpoint.origin, known.checkpoint.size)
            let common = min(size, last)
            let root: Hash?
            do { root = try known.root(common) } catch is StoreError {
                // What it was cannot be told any more, so it is not known that nothing was lost.
                (root, mustChange) = (nil, true)
            }
            if let root, try root != book.read({ try $0.root(of: common) }),
                origins.last(of: name) != nil
            {
                throw Refusal(
                    Fault(
                        "restore.contradicts",
                        "\(restoration.file) is not what \(name) was: its first \(common) entries are others"))
            }
            if last > size || origins.last(of: name) == nil { mustChange = true }
            // Of a record that has fallen behind the backup it is not known what else it lost.
            if name == current, known.isNewest ? last <= size : last == size { holds = true }
        }
        guard mustChange || !holds else { return nil }
        let taken = origins.names + known.map(\.checkpoint.origin)
        let name = restoration.origin ?? "\(origins.names[0])/\(Register.compact(clock()))"
        guard Envelope.isOrigin(name), !taken.contains(name) else {
            throw Refusal(
                Fault("restore.name", field: "origin", "\(name) cannot be the log's new name, or was its name before"))
        }
        return name
    }

    // MARK: What was erased since

    /// What the record in the folder says of itself; nil where that part of it is damaged too.
    private func keeping(_ old: Standing) throws -> Keeping? {
        do { return try old.book.read { try $0.keeping() } } catch let error
            where error is StoreError || error is UnreadableEntry
        {
            return nil
        }
    }

    private func erasures(_ old: Standing?) throws -> [ErasureList.Thing] {
        let path = restoration.erasures ?? "\(restoration.folder)/\(Register.erasures)"
        if restoration.erasures != nil, !FileManager.default.fileExists(atPath: path) {
            throw Refusal(Fault("restore.file", "There is no file \(path)"))
        }
        var things = try ErasureList(at: path).lines.map(\.thing)
        if let old, let keeping = try keeping(old) {
            let known = Set(things)
            let more =
                keeping.erased.keys.map { ErasureList.Thing.text($0) } + keeping.erasedFiles.keys.map { .file($0) }
            things += more.filter { !known.contains($0) }.sorted { "\($0)" < "\($1)" }
        }
        return things
    }
}
