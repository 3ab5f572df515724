import Domain
import Foundation
import Merkle
import Record
import Views
import Vocabulary

/// What a record is made of: entries and their events, and what proves them.
extension Probe {
    static let records = [envelope, event, note, checkpoint, key, path, tile, proof, steps]

    static let envelope = Probe("envelope", seeds: { try Stored.entries() }) { bytes in
        guard let envelope = read({ try Envelope(parsing: bytes) }) else { return }
        try must(envelope.bytes == bytes, "an entry was read that is written otherwise")
    }

    /// The event's name, a line end, and its body.
    static let event = Probe(
        "event", seeds: { try Stored.events().map { Array("\($0.name)\n".utf8) + $0.body } }
    ) { bytes in
        let parts = bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let name = String(validating: parts[0], as: UTF8.self),
            let kind = name.split(separator: ".").first
        else { return }
        // Only what an entry can hold comes so far.
        guard
            read({
                try Envelope(
                    log: "log", position: 0, time: Instant(milliseconds: 0), actor: "register", holder: nil,
                    subject: "kind/name", sequence: 1, event: name, salt: Array(repeating: 0, count: 16),
                    body: Array(parts[1]))
            }) != nil
        else { return }
        func again<E: Codable & Equatable>(_: E.Type) throws {
            guard let event = read({ try EventCoder.decode(E.self, name, Array(parts[1])) }) else { return }
            let (written, body, _) = try EventCoder.encode(event, of: String(kind))
            try must(try EventCoder.decode(E.self, written, body) == event, "an event changed when it was written")
            try must(
                try EventCoder.encode(event, of: String(kind)).body == body, "an event is written in two spellings")
        }
        switch kind {
        case "body": try again(Body.Event.self)
        case "seat": try again(Seat.Event.self)
        case "appointment": try again(Appointment.Event.self)
        default: try again(AgreementEvent.self)
        }
    }

    static let note = Probe("note", seeds: { [bytes(Stored.note)] }) { bytes in
        guard let text = String(validating: bytes, as: UTF8.self), let note = read({ try Note(text) }) else { return }
        try must(text.utf8.starts(with: "\(note.text)\n".utf8), "a note has a text that it does not begin with")
        guard let verified = read({ try note.verified(by: Stored.signer.verifier) }) else { return }
        try must(verified == Stored.checkpoint.text, "a note is taken for signed that was not")
    }

    static let checkpoint = Probe(
        "checkpoint",
        seeds: {
            [
                bytes(Stored.checkpoint.text),
                bytes(try Checkpoint(origin: "a/b", size: 0, root: Tree.emptyRoot, extensions: ["more", "x"]).text),
            ]
        }
    ) { bytes in
        guard let text = String(validating: bytes, as: UTF8.self),
            let checkpoint = read({ try Checkpoint(text: text) })
        else { return }
        try must(checkpoint.text.utf8.elementsEqual(text.utf8), "a checkpoint was read that is written otherwise")
    }

    static let key = Probe("key", seeds: { [bytes(Stored.signer.verifier.description)] }) { bytes in
        guard let text = String(validating: bytes, as: UTF8.self), let key = read({ try VerifierKey(vkey: text) })
        else { return }
        try must(key.description.utf8.elementsEqual(text.utf8), "a key was read that is written otherwise")
    }

    static let path = Probe(
        "path",
        seeds: { Tile.all(size: 70_000).suffix(12).map { bytes($0.path) } + [bytes("tile/63/x001/x234/567.p/8")] }
    ) { bytes in
        guard let text = String(validating: bytes, as: UTF8.self), let tile = Tile(path: text) else { return }
        try must(tile.path.utf8.elementsEqual(text.utf8), "the path of a tile was read that is written otherwise")
    }

    /// The kind, the width less one, and the tile's bytes.
    static let tile = Probe(
        "tile",
        seeds: {
            try [Tile(.entries, index: 0, width: 3), Tile(.hashes(level: 0), index: 0, width: 3)].compactMap { tile in
                guard let tile else { return nil }
                return [tile.kind == .entries ? 0 : 1, 2] + (try tile.encode(Stored.leaves(3)))
            }
        }
    ) { bytes in
        guard bytes.count >= 2,
            let tile = Tile(bytes[0] % 2 == 0 ? .entries : .hashes(level: 0), index: 0, width: Int(bytes[1]) + 1),
            let hashes = read({ try tile.decode(bytes[2...]) })
        else { return }
        try must(try tile.encode(hashes) == Array(bytes[2...]), "a tile was read that is written otherwise")
    }

    static let proof = Probe(
        "proof", seeds: { try [4, 0].map { bytes(try Stored.tiles.inclusion(of: $0, in: 7).text(note: Stored.note)) } }
    ) { bytes in
        guard let text = String(validating: bytes, as: UTF8.self),
            let proof = read({ try TransparencyProof(text: text) })
        else { return }
        try must(proof.text.utf8.elementsEqual(text.utf8), "a proof was read that is written otherwise")
        let index = proof.inclusion.index
        guard let leaf = Stored.leaves(7).dropFirst(index).first,
            read({ try proof.verify(leaf: leaf, key: Stored.signer.verifier, origin: Stored.origin) }) != nil
        else { return }
        try must(proof.inclusion == (try Stored.tiles.inclusion(of: index, in: 7)), "a false proof was believed")
    }

    /// Two sizes of at most 64, an index, and the hashes of a proof: only the right one holds.
    static let steps = Probe(
        "steps",
        seeds: {
            try [(5, 7, 4), (8, 64, 0), (1, 2, 1)].map { old, size, index in
                let tiles = HashTiles { _, _, width in Stored.leaves(width) }
                let inclusion = try tiles.inclusion(of: index, in: size)
                return [UInt8(old), UInt8(size), UInt8(index)] + inclusion.hashes.flatMap(\.bytes)
            }
        }
    ) { bytes in
        guard bytes.count >= 3 else { return }
        let (old, size, index) = (Int(bytes[0]), Int(bytes[1]) % 65, Int(bytes[2]))
        let hashes = stride(from: 3, to: bytes.count - 31, by: 32).compactMap { Hash(bytes[$0..<$0 + 32]) }
        let leaves = Stored.leaves(size)
        let tiles = HashTiles { _, _, width in Array(leaves.prefix(width)) }
        if let leaf = leaves.dropFirst(index).first {
            let proof = InclusionProof(index: index, size: size, hashes: hashes)
            let right = try tiles.inclusion(of: index, in: size)
            try must(
                proof.verify(leaf: leaf, root: Tree.root(of: leaves)) == (proof == right),
                "a false proof of a leaf was believed, or a true one was not")
        }
        let proof = ConsistencyProof(old: old, size: size, hashes: hashes)
        let root = Tree.root(of: Array(leaves.prefix(old)))
        let holds = proof.verify(old: root, new: Tree.root(of: leaves))
        let right = old <= size ? try tiles.consistency(from: old, to: size) : nil
        try must(holds == (right == proof), "a false proof of growth was believed, or a true one was not")
    }
}

/// A little log, always the same.
enum Stored {
    static let origin = "concordat.test/record"
    static let signer = try! NoteSigner(name: origin, seed: Array(repeating: 7, count: 32))
    static let checkpoint = try! Checkpoint(origin: origin, size: 7, root: Tree.root(of: leaves(7)))
    static let note = try! signer.sign(checkpoint.text)
    static var tiles: HashTiles { HashTiles { _, _, width in leaves(width) } }

    static func leaves(_ count: Int) -> [Hash] { (0..<count).map { Tree.leaf([UInt8($0)]) } }

    struct Event {
        let name: String
        let body: [UInt8]
    }

    /// The golden ones, which the tests of the domain keep.
    static func events() throws -> [Event] {
        let files = try FileManager.default.contentsOfDirectory(atPath: Place.events.path).sorted()
        return try files.filter { $0.hasSuffix(".json") }.compactMap { file in
            let bytes = try Place.bytes(Place.events.appending(path: file))
            let (start, middle) = (Array(#"{"event":""#.utf8), Array(#"","body":"#.utf8))
            guard let cut = bytes.firstRange(of: middle) else { return nil }
            return Event(
                name: String(decoding: bytes[start.count..<cut.lowerBound], as: UTF8.self),
                body: Array(bytes[cut.upperBound...].dropLast(2)))
        }
    }

    static func entries() throws -> [[UInt8]] {
        try events().enumerated().map { number, event in
            try Envelope(
                log: origin, position: number, time: Instant(milliseconds: 1_058_956_200_250), actor: "register",
                holder: number % 2 == 0 ? nil : Digest(of: [1]), subject: "compact/abcdefghijklmnop", sequence: 1,
                event: event.name, salt: Array(repeating: UInt8(number), count: 16), body: event.body
            ).bytes
        }
    }
}
