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
        /// The public key that the seed gives, by which a damaged seed is found out; nil in rows of the first version.
        var logKey: Data?
        let rootKey: Data
        let rootCertificate: Data
        let cookieSecret: Data
    }

    /// What signs the checkpoints of a log that is held in a store, under a name that it has or had; `NotFound` where the
    /// store holds no keys.
    static func signer(in reader: BookReader, name: String) throws -> NoteSigner {
        guard let (kept, _) = try Keys.kept(reader) else { throw NotFound() }
        let signer = try NoteSigner(name: name, seed: [UInt8](kept.logSeed))
        guard kept.logKey == nil || kept.logKey == Data(signer.verifier.key) else {
            throw DamagedKeys("the log's key is not the one of its seed")
        }
        return signer
    }

    /// The keys as they are kept; new ones where a register begins.
    ///
    /// - Throws: `DamagedKeys` where they cannot be those that the register began with: others would be a stranger's.
    static func open(in book: Book, randomness: Randomness, clock: @Sendable () -> Instant) async throws -> Keys {
        let now = clock()
        let (kept, _) = try await book.write(by: Actor.register.description, holder: nil) { page in
            if let (found, revision) = try Keys.kept(page.reader) {
                var kept = found
                let key = try NoteSigner(name: page.reader.origin, seed: [UInt8](kept.logSeed)).verifier.key
                if kept.logKey == nil {
                    kept.logKey = Data(key)
                    try page.put(kept, "key", "register", owner: nil, expecting: revision)
                }
                guard kept.logKey == Data(key) else { throw DamagedKeys("the log's key is not the one of its seed") }
                return kept
            }
            guard page.reader.size == 0 else {
                throw DamagedKeys("there are none, and the record has \(page.reader.size) entries")
            }
            let (seed, key) = (randomness.bytes(32), SigningKey())
            let root = try CertificateRoot.make(name: "Concordat \(page.reader.origin)", key: key, at: now.milliseconds)
            let kept = Kept(
                logSeed: Data(seed),
                logKey: Data(try NoteSigner(name: page.reader.origin, seed: seed).verifier.key),
                rootKey: Data(key.bytes), rootCertificate: Data(root.certificate),
                cookieSecret: Data(randomness.bytes(32)))
            try page.put(kept, "key", "register", owner: nil, expecting: 0)
            return kept
        }
        do {
            return Keys(
                log: try NoteSigner(name: book.origin, seed: [UInt8](kept.logSeed)),
                root: try CertificateRoot(
                    name: "Concordat \(book.origin)", key: try SigningKey(raw: [UInt8](kept.rootKey)),
                    certificate: [UInt8](kept.rootCertificate)),
                cookies: [UInt8](kept.cookieSecret))
        } catch let error as SignatureError {
            throw DamagedKeys("the root's: \(error)")
        }
    }

    private static func kept(_ reader: BookReader) throws -> (Kept, revision: Int)? {
        do {
            guard let row = try reader.row(kind: "key", key: "register") else { return nil }
            let kept = try JSONDecoder().decode(Kept.self, from: Data(row.json))
            guard row.owner == nil, row.json == (try BookPage.json(kept)) else {
                throw DamagedKeys("they are not as they were written")
            }
            return (kept, row.revision)
        } catch is DecodingError {
            throw DamagedKeys("they cannot be read")
        }
    }
}

/// The keys that the register holds are not those that it began with.
public struct DamagedKeys: Error, CustomStringConvertible {
    /// What is wrong, and what to do.
    public let description: String

    init(_ cause: String) {
        description =
            "The register's keys (drawer, kind key, row register) are damaged: \(cause). Restore a backup that has them"
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
