import FoundationEssentials
import SwiftASN1
import X509

/// The register's own root: the certificate from which the certificates of its seats follow, and its key.
///
/// It signs itself, never expires, and may certify signers but no further authorities. Whoever checks a signature gets the
/// root from the register or on paper, never from the bundle that it checks.
public struct CertificateRoot: Sendable {
    /// What the register that keeps the root calls itself. Issued certificates carry the name in ``certificate``, so a
    /// register that takes another name keeps its root.
    public let name: String
    /// The root certificate, DER.
    public let certificate: [UInt8]

    private let key: SigningKey
    private let root: Certificate

    /// A root kept earlier.
    ///
    /// - Parameter certificate: DER.
    /// - Throws: ``SignatureError`` when the certificate cannot be read, is no root, or was given to another key.
    public init(name: String, key: SigningKey, certificate: [UInt8]) throws(SignatureError) {
        root = try Certificate(root: certificate)
        guard root.isFor(key) else { throw .keyMismatch }
        self.name = name
        self.key = key
        self.certificate = certificate
    }

    /// Makes a root that never expires.
    ///
    /// - Parameters:
    ///   - name: whose root it is, in any script and of any length.
    ///   - milliseconds: from when it holds, in milliseconds since 1970; kept in whole seconds.
    /// - Throws: ``SignatureError/unusable(_:)`` for an empty name, ``SignatureError/timeOutOfRange``.
    public static func make(
        name: String, key: SigningKey, at milliseconds: Int64
    ) throws(SignatureError) -> CertificateRoot {
        guard !name.isEmpty else { throw .unusable("name") }
        guard certifiable.contains(milliseconds) else { throw .timeOutOfRange }
        let bytes: [UInt8]
        do {
            let subject = try DistinguishedName { CommonName(name) }
            bytes = try Certificate(
                version: .v3, serialNumber: Certificate.SerialNumber(for: key, ["root", name], at: milliseconds),
                publicKey: key.publicKey, notValidBefore: Date(wholeSecondsOf: milliseconds),
                notValidAfter: Certificate.never, issuer: subject, subject: subject,
                signatureAlgorithm: .ecdsaWithSHA256,
                extensions: Certificate.Extensions {
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                    Critical(KeyUsage(keyCertSign: true))
                    SubjectKeyIdentifier(hash: key.publicKey)
                },
                issuerPrivateKey: key.privateKey
            ).bytes
        } catch {
            throw .notMade(SignatureError.words(for: error))
        }
        return try CertificateRoot(name: name, key: key, certificate: bytes)
    }

    /// Sees that a certificate is a root that signed itself, whoever it belongs to: with any bit changed it is none.
    ///
    /// - Throws: ``SignatureError`` where it is none.
    public static func recognise(_ certificate: [UInt8]) throws(SignatureError) {
        _ = try Certificate(root: certificate)
    }

    /// The root certificate as PEM text, as `openssl` and browsers read it.
    public var pem: String { PEM.encode([certificate]) }

    /// Certifies that a key is the one with which the holder of a seat signs, for one appointment. It never expires: a key
    /// that is no longer good is withdrawn by an event on the record.
    ///
    /// - Parameters:
    ///   - key: the appointment's key, of which only the public part is used.
    ///   - seat: the seat's title, such as "Leader of the Council".
    ///   - body: the name of the body that the seat belongs to, such as "Norfolk County Council".
    ///   - identifier: the seat's identifier in the register.
    ///   - appointment: the appointment's identifier in the register.
    ///   - milliseconds: from when the certificate holds, in milliseconds since 1970; kept in whole seconds.
    /// - Returns: the certificate, DER.
    /// - Throws: ``SignatureError/unusable(_:)`` for an empty name, and for an identifier that is empty or has other
    ///   characters than ASCII letters, digits and `-./:`; ``SignatureError/timeOutOfRange``.
    public func certify(
        _ key: SigningKey, seat: String, body: String, identifier: String, appointment: String, at milliseconds: Int64
    ) throws(SignatureError) -> [UInt8] {
        guard !seat.isEmpty else { throw .unusable("seat") }
        guard !body.isEmpty else { throw .unusable("body") }
        guard Self.isIdentifier(identifier) else { throw .unusable("identifier") }
        guard Self.isIdentifier(appointment) else { throw .unusable("appointment") }
        guard Self.certifiable.contains(milliseconds) else { throw .timeOutOfRange }
        do {
            let subject = DistinguishedName(
                try [
                    .init(type: .RDNAttributeType.organizationName, utf8String: body),
                    .init(type: .title, utf8String: seat),
                    .init(type: .RDNAttributeType.commonName, utf8String: seat),
                    .init(type: .serialNumberAttribute, printableString: identifier),
                ].map { (attribute: RelativeDistinguishedName.Attribute) in RelativeDistinguishedName(attribute) })
            return try Certificate(
                version: .v3,
                serialNumber: Certificate.SerialNumber(
                    for: key, ["seat", body, seat, identifier, appointment], at: milliseconds),
                publicKey: key.publicKey, notValidBefore: Date(wholeSecondsOf: milliseconds),
                notValidAfter: Certificate.never, issuer: root.subject, subject: subject,
                signatureAlgorithm: .ecdsaWithSHA256,
                extensions: Certificate.Extensions {
                    Critical(BasicConstraints.notCertificateAuthority)
                    Critical(KeyUsage(digitalSignature: true))
                    SubjectKeyIdentifier(hash: key.publicKey)
                    AuthorityKeyIdentifier(keyIdentifier: try root.extensions.subjectKeyIdentifier?.keyIdentifier)
                    SubjectAlternativeNames([
                        .uniformResourceIdentifier(Signer.seatAddress + identifier),
                        .uniformResourceIdentifier(Signer.appointmentAddress + appointment),
                    ])
                },
                issuerPrivateKey: self.key.privateKey
            ).bytes
        } catch {
            throw .notMade(SignatureError.words(for: error))
        }
    }

    /// 1950 to 9999: what a certificate can write (RFC 5280, 4.1.2.5).
    private static let certifiable: Range<Int64> = -631_152_000_000..<253_402_300_800_000

    /// What both an ASN.1 PrintableString and the end of a `urn:` can hold.
    private static func isIdentifier(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "-")...UInt8(ascii: ":"):
                    true
                default: false
                }
            }
    }
}

extension Certificate {
    init(root bytes: [UInt8]) throws(SignatureError) {
        let certificate = try Certificate(bytes: bytes)
        let isRoot: Bool
        do {
            isRoot = try certificate.isRoot
        } catch {
            throw .unreadableCertificate(SignatureError.words(for: error))
        }
        guard isRoot else { throw .notARoot }
        self = certificate
    }
}
