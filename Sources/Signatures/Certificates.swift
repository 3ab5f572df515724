import Crypto
import FoundationEssentials
import SwiftASN1
import X509

extension Certificate {
    /// RFC 5280, 4.1.2.5: a certificate with no end says 99991231235959Z.
    static let never = Date(timeIntervalSince1970: 253_402_300_799)

    init(bytes: [UInt8]) throws(SignatureError) {
        do {
            self = try Certificate(derEncoded: bytes)
            guard try Self.isSignedInWholeBytes(bytes) else { throw Unfit("its signature is not whole bytes") }
        } catch {
            throw .unreadableCertificate(SignatureError.words(for: error))
        }
    }

    /// The library passes over the count of unused bits before a certificate's signature, which nothing signs; a
    /// certificate in which only that is changed would be taken for the same.
    private static func isSignedInWholeBytes(_ bytes: [UInt8]) throws -> Bool {
        try DER.sequence(DER.parse(bytes), identifier: .sequence) { nodes in
            guard nodes.next() != nil, nodes.next() != nil else { return false }
            return try ASN1BitString(derEncoded: &nodes).paddingBits == 0
        }
    }

    var bytes: [UInt8] {
        get throws {
            var serializer = DER.Serializer()
            try serializer.serialize(self)
            return serializer.serializedBytes
        }
    }

    /// Whether this is a root: P-256, an authority, and signed by itself.
    ///
    /// Its own signature proves nothing about whose it is, but a root with any byte changed is then no longer one.
    var isRoot: Bool {
        get throws {
            guard case .isCertificateAuthority = try extensions.basicConstraints,
                try extensions.keyUsage?.keyCertSign == true, P256.Signing.PublicKey(publicKey) != nil
            else { return false }
            return subject == issuer && signatureAlgorithm == .ecdsaWithSHA256
                && publicKey.isValidSignature(signature, for: self)
        }
    }

    /// Whether a seat may sign with it: not an authority, and given for signing.
    var isForSigning: Bool {
        get throws {
            if case .isCertificateAuthority = try extensions.basicConstraints { return false }
            return try extensions.keyUsage?.digitalSignature == true
        }
    }

    func isValid(at milliseconds: Int64) -> Bool {
        let seconds = Date(wholeSecondsOf: milliseconds)
        return notValidBefore <= seconds && seconds <= notValidAfter
    }

    func isFor(_ key: SigningKey) -> Bool { publicKey == key.publicKey }

    /// The first attribute of this type in the subject's name, or nothing.
    func name(_ type: ASN1ObjectIdentifier) -> String {
        for part in subject {
            for attribute in part where attribute.type == type { return String(attribute.value) ?? "" }
        }
        return ""
    }
}

extension Certificate.SerialNumber {
    /// A positive number of 16 bytes taken from a digest of what is certified, so that it needs no randomness of its own
    /// and differs for every key, name and time (RFC 5280, 4.1.2.2 allows 20 bytes).
    init(for key: SigningKey, _ parts: [String], at milliseconds: Int64) {
        var hash = SHA256()
        hash.update(data: key.publicBytes)
        // Each part is told apart from the next by its length.
        for part in parts + ["\(milliseconds)"] { hash.update(data: Array("\(part.utf8.count):\(part)".utf8)) }
        var bytes = Array(hash.finalize().prefix(16))
        bytes[0] = bytes[0] & 0x3f | 0x40
        self.init(bytes: bytes)
    }
}

extension Date {
    /// Certificates and signing times hold whole seconds; a time is never rounded up, or it would come before it was.
    init(wholeSecondsOf milliseconds: Int64) {
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        self.init(timeIntervalSince1970: Double(rest < 0 ? seconds - 1 : seconds))
    }
}

extension ASN1ObjectIdentifier {
    /// X.520: the attributes of a name that the certificate library has no word for.
    static let title: ASN1ObjectIdentifier = [2, 5, 4, 12]
    static let serialNumberAttribute: ASN1ObjectIdentifier = [2, 5, 4, 5]
}
