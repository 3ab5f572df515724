import Domain
import Merkle
import Record
import Views
import Vocabulary

/// The entries by which a log got new names, as somebody met them who looks from outside.
struct Renaming {
    /// An entry that says under which name the log stood before.
    private struct Told {
        let position: Int
        let name: String
        let from: String
        let root: Hash?
    }

    private var told: [Told] = []

    init() {}

    /// Takes note of an entry where it is one of these. Answers whether it is.
    mutating func note(_ envelope: Envelope) throws -> Bool {
        guard envelope.subject == "\(Keeping.kind)/\(Keeping.only)" else { return false }
        let event = try EventCoder.decode(Keeping.Event.self, envelope.event, envelope.body)
        guard case .restarted(let from, let size, let root, _) = event else { return false }
        guard size == envelope.position else { throw Misplaced() }
        told.append(Told(position: size, name: envelope.log, from: from, root: Hash(root.bytes)))
        return true
    }

    /// The names that the log had, the one of the checkpoint last; nil, and a fault for each entry that does not fit, where
    /// they make no row.
    ///
    /// - Parameter leaves: Those of the log's tree, where they are known.
    func origins(upTo current: String, leaves: [Hash]? = nil) -> (origins: Origins, faults: [String]) {
        let rows = told.sorted { $0.position < $1.position }
        var faults: [String] = []
        for (index, one) in rows.enumerated() {
            let next = index + 1 < rows.count ? rows[index + 1].from : current
            if !one.name.utf8.elementsEqual(next.utf8) {
                faults.append("entries/\(one.position): the log goes on as \(one.name), and not as \(next)")
            }
            if let leaves, one.root != Tree.root(of: Array(leaves[..<one.position])) {
                faults.append(
                    "entries/\(one.position): what it says was left of \(one.from) is not what stands before it")
            }
        }
        return (Origins(rows.map { Origins.Former(name: $0.from, until: $0.position) }, current: current), faults)
    }

    /// It does not stand where it says that the old name ended.
    struct Misplaced: Error, CustomStringConvertible {
        let description = "the entry does not stand where it says that the log got another name"
    }
}
