public import Domain
import FoundationEssentials
import Merkle
import Record
import Signatures
public import Vocabulary

/// What a signatory takes away: where the signature stands, and the signed checkpoint that covers it.
public struct Receipt: Sendable {
    /// The entry's place in the record.
    public let position: Int
    /// The log's signed note, as of the signature.
    public let checkpoint: String
    /// Whether this was the last signature.
    public let completed: Bool
}

extension Register {
    /// Signs the frozen text of that digest, as the seat somebody sits in. Refused where the text is no longer current, the
    /// seat is not asked for, or an earlier one has not signed.
    public func sign<K: Kind>(
        _ id: Identifier<Agreement<K>>, text digest: Digest, as sitting: Sitting
    ) async throws -> Receipt {
        let (position, completed) = try await change(by: sitting, may: .sign) { page in
            let agreement = try page.load(id)
            guard agreement.parties.contains(sitting.body) else { throw NotFound() }
            let appointment = try page.load(sitting.appointment)
            try agreement.maySign(digest, as: sitting.seat, appointment: appointment, on: page.today)
            // A variation rests on what it changes; any other text on itself alone.
            let circumstances =
                agreement.isVariation
                ? try page.circumstances(
                    agreement.parties, agreement.framework, citing: agreement.lines.standing.map(\.content)) : nil
            if let circumstances { try agreement.mustFit(in: circumstances) }
            guard let text = try page.reader.file(digest)?.bytes,
                let (kept, _) = try page.row("signing-key", appointment.id.description, as: AppointmentKey.self)
            else {
                throw Refusal(
                    Fault(
                        "appointment.key", "This appointment has no key in force: ask the register's operator for one"))
            }
            let signature = try SealedSignature.sign(
                text, with: try SigningKey(raw: [UInt8](kept.key)), certificate: [UInt8](kept.certificate),
                at: page.now.milliseconds)
            let kind = "application/pkcs7-signature"
            let after = try page.append(
                try agreement.sign(
                    digest, as: sitting.seat, appointment: appointment, signature: try page.keep(signature, type: kind),
                    on: page.today),
                to: agreement)
            let position = page.reader.size - 1
            let isCompleted = after.execution.completed != nil
            if isCompleted, let varied = after.framework.varies, let circumstances {
                // What it changes stands with its last signature, or neither is on the record.
                let original = try page.load(Identifier<Agreement<K>>(varied))
                try page.append(try original.vary(by: after, in: circumstances), to: original)
            }
            return (position, isCompleted)
        }
        return Receipt(position: position, checkpoint: try checkpoint(), completed: completed)
    }

    /// The frozen text of an agreement, byte for byte, for whoever may see it.
    public func text<K: Kind>(of id: Identifier<Agreement<K>>, for viewer: Viewer) throws -> (
        bytes: [UInt8], digest: Digest
    ) {
        let today = today
        return try book.read { reader in
            let agreement = try reader.load(id)
            guard let digest = agreement.execution.text,
                agreement.audience(of: .frozen(text: digest)).includes(viewer, today: today),
                let file = try reader.file(digest)
            else { throw NotFound() }
            return (file.bytes, digest)
        }
    }

    /// The signatures over the current text of an agreement, in the order given, for whoever may see it.
    public func signatures<K: Kind>(
        of id: Identifier<Agreement<K>>, for viewer: Viewer
    ) throws -> [(signature: Execution.Signature, cms: [UInt8], certificate: [UInt8])] {
        let today = today
        return try book.read { reader in
            let agreement = try reader.load(id)
            guard let digest = agreement.execution.text,
                agreement.audience(of: .frozen(text: digest)).includes(viewer, today: today)
            else { throw NotFound() }
            return try agreement.execution.signatures.map { signature in
                guard let cms = try reader.file(signature.signature)?.bytes,
                    let certificate = try reader.load(signature.appointment).certificate,
                    let der = try reader.file(certificate)?.bytes
                else { throw NotFound() }
                return (signature, cms, der)
            }
        }
    }
}
