public import Domain
public import Merkle
public import Record
import Signatures
import Views
public import Vocabulary

extension Register {
    /// The log's signed note over the record as it durably stands (C2SP tlog-checkpoint).
    public func checkpoint() throws -> String {
        try keys.log.sign(try book.read { try $0.checkpoint() }.text)
    }

    /// The key that verifies checkpoints, as signed notes write it.
    public var verifierKey: String { keys.log.verifier.description }

    /// 32 random bytes, kept with the record, that sign what the web room hands to browsers.
    public var cookieSecret: [UInt8] { keys.cookies }

    /// The certificate that all signatures lead to, as PEM.
    public var rootCertificate: String { keys.root.pem }

    /// The bytes of a tile of the record's tree (C2SP tlog-tiles); `NotFound` where the tree has no such tile.
    public func tile(_ path: String) throws -> [UInt8] {
        guard let tile = Tile(path: path) else { throw NotFound() }
        return try book.read { reader in
            guard tile.isPart(of: reader.size) else { throw NotFound() }
            switch tile.kind {
            case .entries:
                return try tile.encode(
                    try reader.digests(index: tile.index, width: tile.width).compactMap { Hash($0.bytes) })
            case .hashes(let level):
                return try tile.encode(try reader.tile(level: level, index: tile.index, width: tile.width))
            }
        }
    }

    /// The name of the record's log.
    public var origin: String { book.origin }

    /// How many entries the record has.
    public func size() throws -> Int { try book.size() }

    /// The exact bytes of an entry's envelope, for whoever may see it.
    public func envelope(_ position: Int, for viewer: Viewer) throws -> [UInt8] {
        try entry(position, for: viewer).bytes
    }

    /// An entry, for whoever may see it.
    public func entry(_ position: Int, for viewer: Viewer) throws -> StoredEntry {
        guard try views.mayRead(entry: position, viewer, today: today),
            let entry = try book.read({ try $0.entry(at: position) })
        else { throw NotFound() }
        return entry
    }

    /// The proof that an entry is in the tree of that size.
    public func inclusion(of position: Int, in size: Int) throws -> InclusionProof {
        try book.read { try $0.inclusion(of: position, in: size) }
    }

    /// The entries of a subject that this viewer may see, with a checkpoint over them and a proof for each.
    public func proven<S: Subject>(
        _ id: Identifier<S>, for viewer: Viewer
    ) throws -> (entries: [(StoredEntry, InclusionProof)], checkpoint: String) {
        let today = today
        let (entries, checkpoint) = try book.read { reader in
            let subject = try reader.load(id)
            let size = reader.size
            let visible = try reader.entries(of: "\(S.kind)/\(id)").filter { stored in
                subject.audience(of: try Entry(stored).decoded(for: S.self)).includes(viewer, today: today)
            }
            return (try visible.map { ($0, try reader.inclusion(of: $0.position, in: size)) }, try reader.checkpoint())
        }
        return (entries, try keys.log.sign(checkpoint.text))
    }
}
