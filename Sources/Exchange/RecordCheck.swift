import Domain
import FoundationEssentials
import Merkle
import Record
import Signatures
import Vocabulary

/// A check of a register from outside, by what it shows to everybody: its checkpoint, every tile of its tree, and every
/// entry that is public.
public struct RecordCheck: Sendable {
    /// The most entries of a record that is checked from outside.
    public static let mostEntries = 1 << 24
    /// The most bytes of any one answer but a tile's, whose length is known.
    public static let mostBytes = 1 << 20
    private static let atOnce = 8

    private let fetch: @Sendable (_ path: String, _ most: Int) async throws -> [UInt8]?
    private let progress: @Sendable (_ done: Int, _ all: Int) -> Void

    /// A check of whatever `fetch` reaches.
    ///
    /// - Parameters:
    ///   - fetch: Answers the bytes at a path beneath the record's address, such as `checkpoint`, at most so many; nil where
    ///     there is nothing to see.
    ///   - progress: Is told how many entries of how many were asked for.
    public init(
        fetch: @escaping @Sendable (_ path: String, _ most: Int) async throws -> [UInt8]?,
        progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Void = { _, _ in }
    ) {
        self.fetch = fetch
        self.progress = progress
    }

    /// Checks the record by what is known from elsewhere.
    ///
    /// - Throws: What `fetch` throws; whatever is wrong with the answers is in the result.
    public func run(by trust: Trust) async throws -> Verification {
        var result = Verification()
        guard let note = try await text("checkpoint", &result), let shown = try await key(trust, &result) else {
            return result
        }
        // Where no key is known, the one that the register shows says at least whether checkpoint and key belong together.
        let key = trust.key ?? shown
        guard let checkpoint = result.checkpoint(note, trust.key == nil ? "checkpoint or vkey" : "checkpoint", key)
        else {
            return result
        }
        guard checkpoint.size <= RecordCheck.mostEntries else {
            result.refuse("checkpoint: \(checkpoint.size) entries are more than this program checks from outside")
            return result
        }
        try await root(trust, &result)
        let tiles = Tile.all(size: checkpoint.size)
        guard let digests = try await bundles(tiles, &result) else { return result }
        let leaves = digests.map { Tree.leaf($0) }
        guard Tree.root(of: leaves) == checkpoint.root else {
            try await astray(tiles, leaves, checkpoint, &result)
            return result
        }
        result.show(
            "The tree built anew from all \(checkpoint.size) entries of \(checkpoint.origin) has the checkpoint's root."
        )
        try await hashes(tiles, leaves, &result)
        let origins = try await entries(digests, checkpoint, leaves, &result)
        result.belongs(to: trust.key, origins)
        if let since = trust.since {
            result.goesOn(checkpoint, from: since, key, origins) { Tree.root(of: Array(leaves[..<$0])) }
        }
        if trust.key != nil { result.show("The checkpoint is signed by the key given.") }
        result.known = trust.key == nil ? .consistent : .verified
        return result
    }

    /// The key that the register shows; nil where it shows none that can be read, or another than the one given.
    private func key(_ trust: Trust, _ result: inout Verification) async throws -> VerifierKey? {
        guard let text = try await text("vkey", &result) else { return nil }
        let shown: VerifierKey
        do {
            guard text.hasSuffix("\n") else { throw NoteError.malformedKey("no line end follows it") }
            shown = try VerifierKey(vkey: String(text.dropLast()))
        } catch {
            result.refuse("vkey: \(error)")
            return nil
        }
        guard let key = trust.key else {
            result.leave("Whose log this is: give its key with --key.")
            return shown
        }
        // A log that goes on under a new name keeps its key, and spells it with that name.
        if key.key != shown.key { result.refuse("vkey: the register names another key than the one given") }
        return shown
    }

    /// The register's root, which must be a root whoever it belongs to, and the one given where one is.
    private func root(_ trust: Trust, _ result: inout Verification) async throws {
        guard let pem = try await text("root", &result) else { return }
        do {
            let shown = try PEM.decode(pem)
            // One spelling: what a reader passes over could be changed unseen.
            guard shown.count == 1, PEM.encode(shown).utf8.elementsEqual(pem.utf8) else {
                return result.refuse("root: it is not one certificate and nothing besides")
            }
            guard let root = trust.root else { return try CertificateRoot.recognise(shown[0]) }
            if shown == [root] {
                result.show("The register's root certificate is the one given.")
            } else {
                result.refuse("root: the register shows another root certificate than the one given")
            }
        } catch {
            result.refuse("root: \(error)")
        }
    }

    /// Says which bundle of entries is wrong where the tiles of hashes beside them lead to the checkpoint.
    private func astray(
        _ tiles: [Tile], _ leaves: [Hash], _ checkpoint: Checkpoint, _ result: inout Verification
    ) async throws {
        let lowest = tiles.filter { $0.level == 0 }
        let found = try await each(lowest) { try await decoded($0) }
        let hashes = found.flatMap { $0 ?? [] }
        guard hashes.count == leaves.count, Tree.root(of: hashes) == checkpoint.root else {
            return result.refuse(
                "checkpoint: neither the bundles of entries nor the tiles of hashes lead to its root; which was changed cannot be told"
            )
        }
        for bundle in tiles where bundle.kind == .entries {
            let start = bundle.index * Tile.fullWidth
            for position in start..<start + bundle.width where leaves[position] != hashes[position] {
                result.refuse("\(bundle): it holds another entry \(position) than the tree")
            }
        }
    }

    /// The digests of all entries, from the bundles that hold them; nil where one is missing or damaged.
    private func bundles(_ tiles: [Tile], _ result: inout Verification) async throws -> [Hash]? {
        let bundles = tiles.filter { $0.kind == .entries }
        let found = try await each(bundles) { try await decoded($0) }
        var digests: [Hash] = []
        for (tile, hashes) in zip(bundles, found) {
            guard let hashes else {
                result.refuse("\(tile): it is missing or damaged")
                continue
            }
            digests += hashes
        }
        return found.contains { $0 == nil } ? nil : digests
    }

    private func hashes(_ tiles: [Tile], _ leaves: [Hash], _ result: inout Verification) async throws {
        let faults = result.faults.count
        var (row, level) = (leaves, 0)
        while !row.isEmpty {
            let ofLevel = tiles.filter { $0.level == level }
            let found = try await each(ofLevel) { try await decoded($0) }
            for (tile, hashes) in zip(ofLevel, found) {
                let start = tile.index * Tile.fullWidth
                if hashes != Array(row[start..<start + tile.width]) {
                    result.refuse("\(tile): its hashes are not those of the entries beneath it")
                }
            }
            row = (0..<row.count / Tile.fullWidth).map {
                Tree.root(of: Array(row[$0 * Tile.fullWidth..<($0 + 1) * Tile.fullWidth]))
            }
            level += 1
        }
        if result.faults.count == faults { result.show("All \(tiles.count) tiles of the tree agree with it.") }
    }

    /// What there was at an entry's address.
    private struct Answer: Sendable {
        /// Nil where the entry is not public, or is not what it should be.
        var envelope: Envelope?
        var problem: String?
        /// The name of the log in it, and the entry itself only where it tells of another name: the rest is not kept.
        var log: String?
    }

    /// Checks every public entry, and answers the names that the log had by what they say.
    private func entries(
        _ digests: [Hash], _ checkpoint: Checkpoint, _ leaves: [Hash], _ result: inout Verification
    ) async throws -> Origins {
        let answers = try await each(Array(digests.indices), progress) { try await answer(at: $0, digests[$0]) }
        var renaming = Renaming()
        var faults: [(Int, String)] = []
        for (position, answer) in answers.enumerated() {
            if let problem = answer.problem { faults.append((position, problem)) }
            guard let envelope = answer.envelope else { continue }
            do { _ = try renaming.note(envelope) } catch { faults.append((position, "\(error)")) }
        }
        let (origins, misfits) = renaming.origins(upTo: checkpoint.origin, leaves: leaves)
        for (position, answer) in answers.enumerated() {
            let name = origins.name(at: position)
            if let log = answer.log, !log.utf8.elementsEqual(name.utf8) {
                faults.append((position, "it says that it is of the log \(log), where \(name) is expected"))
            }
        }
        for (position, problem) in faults { result.refuse("entries/\(position): \(problem)") }
        for fault in misfits { result.refuse(fault) }
        let hidden = answers.count { $0.log == nil && $0.problem == nil }
        if faults.isEmpty {
            result.show(
                "\(digests.count - hidden) of \(digests.count) entries are public, and each is what stands in the tree."
            )
        }
        if hidden > 0 {
            result.leave("What the other \(hidden) entries say: only those may see it whom they concern.")
        }
        return origins
    }

    private func answer(at position: Int, _ digest: Hash) async throws -> Answer {
        guard let bytes = try await fetch("entries/\(position)", RecordCheck.mostBytes) else { return Answer() }
        guard Hash(sha256: bytes) == digest else { return Answer(problem: "its bytes are not those in the tree") }
        do {
            let envelope = try Envelope(parsing: bytes)
            guard envelope.position == position else {
                return Answer(problem: "it says that it is entry \(envelope.position) of \(envelope.log)")
            }
            let tells = envelope.subject.hasPrefix("\(Keeping.kind)/")
            return Answer(envelope: tells ? envelope : nil, log: envelope.log)
        } catch {
            return Answer(problem: "\(error)")
        }
    }

    private func decoded(_ tile: Tile) async throws -> [Hash]? {
        guard let bytes = try await fetch(tile.path, tile.byteCount) else { return nil }
        do { return try tile.decode(bytes) } catch is TileError { return nil }
    }

    private func text(_ path: String, _ result: inout Verification) async throws -> String? {
        guard let bytes = try await fetch(path, RecordCheck.mostBytes),
            let text = String(validating: bytes, as: UTF8.self)
        else {
            result.refuse("\(path): there is none that can be read")
            return nil
        }
        return text
    }

    /// What `work` makes of each, in their order, a few at once.
    private func each<Item: Sendable, Answer: Sendable>(
        _ items: [Item], _ progress: (Int, Int) -> Void = { _, _ in },
        _ work: @escaping @Sendable (Item) async throws -> Answer
    ) async throws -> [Answer] {
        try await withThrowingTaskGroup(of: (Int, Answer).self) { group in
            var answers = [Answer?](repeating: nil, count: items.count)
            var next = 0
            func start() {
                guard next < items.count else { return }
                let (index, item) = (next, items[next])
                next += 1
                group.addTask { (index, try await work(item)) }
            }
            for _ in 0..<RecordCheck.atOnce { start() }
            var done = 0
            while let (index, answer) = try await group.next() {
                answers[index] = answer
                done += 1
                progress(done, items.count)
                start()
            }
            return answers.compactMap(\.self)
        }
    }
}
