import Crypto
import X509

/// A P-256 private key: the register's own for its root, or one made for one appointment to one seat.
public struct SigningKey: Sendable {
    let key: P256.Signing.PrivateKey

    /// A new key from the system's source of randomness.
    public init() {
        key = P256.Signing.PrivateKey()
    }

    /// A key kept earlier, as ``bytes`` gave it.
    ///
    /// - Throws: ``SignatureError/unreadableKey`` unless these are the 32 bytes of a private key.
    public init(raw: [UInt8]) throws(SignatureError) {
        do {
            key = try P256.Signing.PrivateKey(rawRepresentation: raw)
        } catch {
            throw .unreadableKey
        }
    }

    /// A key made by another tool, in DER: PKCS #8 (RFC 5208) or SEC 1.
    ///
    /// - Throws: ``SignatureError/unreadableKey`` for anything else, and for keys of other kinds.
    public init(der: [UInt8]) throws(SignatureError) {
        do {
            key = try P256.Signing.PrivateKey(derRepresentation: der)
        } catch {
            throw .unreadableKey
        }
    }

    /// The private key to keep, 32 bytes. Whoever has them can sign for the seat.
    public var bytes: [UInt8] { Array(key.rawRepresentation) }

    /// The public key, as a DER SubjectPublicKeyInfo (RFC 5280, 4.1).
    public var publicBytes: [UInt8] { Array(key.publicKey.derRepresentation) }

    /// Whether a certificate is for this key.
    ///
    /// - Throws: ``SignatureError/unreadableCertificate(_:)``.
    public func isCertified(by certificate: [UInt8]) throws(SignatureError) -> Bool {
        try Certificate(bytes: certificate).isFor(self)
    }

    var privateKey: Certificate.PrivateKey { Certificate.PrivateKey(key) }
    var publicKey: Certificate.PublicKey { Certificate.PublicKey(key.publicKey) }
}
