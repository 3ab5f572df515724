public import Domain
import FoundationEssentials
public import Merkle
public import Record
import Views
public import Vocabulary

/// All that is kept of a frozen agreement for somebody to take away, as it stood at one moment.
public struct ExportedAgreement: Sendable {
    /// The frozen text, byte for byte.
    public let text: [UInt8]
    /// Each signature over it, in the order given: the seat, the CMS signature and its certificate, DER.
    public let signatures: [(seat: Identifier<Seat>, cms: [UInt8], certificate: [UInt8])]
    /// The agreement's entries that the viewer may see, each with the proof that it is in the record.
    public let entries: [(entry: StoredEntry, inclusion: InclusionProof)]
    /// The signed checkpoint that the proofs lead to.
    public let checkpoint: String
}

extension Register {
    /// All that a viewer may take away of an agreement whose text is frozen; `NotFound` where there is none to see.
    public func exported<K: Kind>(_ id: Identifier<Agreement<K>>, for viewer: Viewer) throws -> ExportedAgreement {
        let today = today
        return try book.read { [keys] reader in
            let agreement = try reader.load(id)
            guard let digest = agreement.execution.text,
                agreement.audience(of: .frozen(text: digest)).includes(viewer, today: today),
                let text = try reader.file(digest)?.bytes
            else { throw NotFound() }
            let signatures = try agreement.execution.signatures.map { signature in
                guard let cms = try reader.file(signature.signature)?.bytes,
                    let certificate = try reader.load(signature.appointment).certificate,
                    let der = try reader.file(certificate)?.bytes
                else { throw NotFound() }
                return (signature.seat, cms, der)
            }
            let visible = try reader.entries(of: "\(K.name)/\(id)").filter { stored in
                agreement.audience(of: try Entry(stored).decoded(for: Agreement<K>.self)).includes(viewer, today: today)
            }
            // By what names the log went, for whoever meets more than one of them in these entries.
            let names = try reader.entries(of: "\(Keeping.kind)/\(Keeping.only)").filter {
                guard case .restarted = try Entry($0).decoded(for: Keeping.self) else { return false }
                return true
            }
            return ExportedAgreement(
                text: text, signatures: signatures,
                entries: try (visible + names).map { ($0, try reader.inclusion(of: $0.position, in: reader.size)) },
                checkpoint: try keys.log.sign(try reader.checkpoint().text))
        }
    }

    /// Somebody with an account, and the seats that they were appointed to.
    public func posts(of account: Account) throws -> [(appointment: Appointment, seat: Seat, body: Body)] {
        try book.read { reader in
            try account.appointments.map { id in
                let appointment = try reader.load(id)
                let seat = try reader.load(appointment.seat)
                return (appointment, seat, try reader.load(seat.body))
            }
        }
    }

    /// Deletes the views of the register in a folder and folds them anew from its record.
    ///
    /// - Parameter progress: Is told how many entries of how many are folded.
    /// - Throws: `ViewsInUse` while another process has them open, before anything is deleted.
    public static func rebuild(
        in folder: String, clock: @escaping @Sendable () -> Instant, randomness: Randomness,
        progress: (_ done: Int, _ all: Int) -> Void
    ) async throws {
        let book = try Book(opening: "\(folder)/record.sqlite", clock: clock, randomness: randomness)
        try Views.remove(in: folder)
        let views = try Views(in: folder, source: Source(book))
        let size = try book.size()
        while views.position < size {
            try await views.reach(min(views.position + 4000, size))
            progress(views.position, size)
        }
        try Figures.remove(in: folder)
        try Figures(book, views, in: folder).reach()
        try views.close()
        try book.close()
    }
}
