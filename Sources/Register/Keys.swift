import Domain
import FoundationEssentials
import Merkle
import Record
import Signatures
import Vocabulary

/// The keys that the register holds: the log's, which signs checkpoints, and the root's, which certifies the appointments'.
/// They are rows of the store's drawer, so that a backup of the store is whole.
struct Keys: Sendable {
    let log: NoteSigner
    let root: CertificateRoot
    let cookies: [UInt8]

    private struct Kept: Codable {
        let logSeed: Data
        let rootKey: Data
        let rootCertificate: Data
        let cookieSecret: Data
    }

    /// What signs the checkpoints of a log that is held in a store, under a name that it has or had; `NotFound` where the
    /// store holds no keys.
    static func signer(in reader: BookReader, name: String) throws -> NoteSigner {
        guard let (kept, _) = try reader.row("key", "register", as: Kept.self) else { throw NotFound() }
        return try NoteSigner(name: name, seed: [UInt8](kept.logSeed))
    }

    static func open(in book: Book, randomness: Randomness, clock: @Sendable () -> Instant) async throws -> Keys {
        let now = clock()
        let (kept, _) = try await book.write(by: Actor.register.description, holder: nil) { page in
            if let (kept, _) = try page.row("key", "register", as: Kept.self) { return kept }
            let key = SigningKey()
            let root = try CertificateRoot.make(name: "Concordat \(page.reader.origin)", key: key, at: now.milliseconds)
            let kept = Kept(
                logSeed: Data(randomness.bytes(32)), rootKey: Data(key.bytes), rootCertificate: Data(root.certificate),
                cookieSecret: Data(randomness.bytes(32)))
            try page.put(kept, "key", "register", owner: nil, expecting: 0)
            return kept
        }
        return Keys(
            log: try NoteSigner(name: book.origin, seed: [UInt8](kept.logSeed)),
            root: try CertificateRoot(
                name: "Concordat \(book.origin)", key: try SigningKey(raw: [UInt8](kept.rootKey)),
                certificate: [UInt8](kept.rootCertificate)),
            cookies: [UInt8](kept.cookieSecret))
    }
}

/// The key that one appointment signs with.
struct AppointmentKey: Codable {
    let key: Data
    let certificate: Data
}

extension BookPage {
    /// Makes a key for an appointment, certifies it, and says so on the record.
    mutating func certify(_ appointment: Appointment, seat: Seat, body: Body, by root: CertificateRoot) throws {
        let key = SigningKey()
        let certificate = try root.certify(
            key, seat: seat.title, body: body.name, identifier: seat.id.description,
            appointment: appointment.id.description, at: now.milliseconds)
        let digest = try keep(certificate, type: "application/pkix-cert")
        try put(
            AppointmentKey(key: Data(key.bytes), certificate: Data(certificate)), "signing-key",
            appointment.id.description, owner: nil, expecting: 0)
        try append([.certified(certificate: digest)], to: appointment)
    }
}
