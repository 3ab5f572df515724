import Crypto
import FoundationEssentials
import SwiftASN1
@_spi(CMS) @_spi(DisableValidityCheck) import X509

/// A signature over the frozen bytes of an agreement: CMS SignedData (RFC 5652), detached, DER, ECDSA on P-256 with SHA-256,
/// carrying its signer's certificate and the signed time. `openssl cms -verify` reads it without us.
public enum SealedSignature {
    /// Signs content as the holder of a seat.
    ///
    /// - Parameters:
    ///   - content: the frozen bytes; the signature does not contain them.
    ///   - key: the appointment's key.
    ///   - certificate: the certificate given to that key, DER.
    ///   - milliseconds: when it is signed, in milliseconds since 1970; kept in whole seconds. CMS writes times up to 2049
    ///     in the form that the library makes.
    /// - Returns: the signature, DER.
    /// - Throws: ``SignatureError`` when the certificate cannot be read, belongs to another key, or did not hold then.
    public static func sign(
        _ content: [UInt8], with key: SigningKey, certificate: [UInt8], at milliseconds: Int64
    ) throws(SignatureError) -> [UInt8] {
        let leaf = try Certificate(bytes: certificate)
        guard leaf.isFor(key) else { throw .keyMismatch }
        guard signable.contains(milliseconds) else { throw .timeOutOfRange }
        guard leaf.isValid(at: milliseconds) else { throw .untimely }
        do {
            return try CMS.sign(
                content, signatureAlgorithm: .ecdsaWithSHA256, certificate: leaf, privateKey: key.privateKey,
                signingTime: Date(wholeSecondsOf: milliseconds), detached: true)
        } catch {
            throw .notMade(SignatureError.words(for: error))
        }
    }

    /// Checks a signature: that it is over exactly this content, that the key in its certificate made it, and, given a root,
    /// that this root gave the certificate to a seat and before the signature was made. No clock is read.
    ///
    /// - Parameters:
    ///   - signature: the signature, DER, from wherever it came.
    ///   - content: the bytes that it should be over.
    ///   - root: the root certificate, DER, got from the register or on paper and never from beside the signature; nil
    ///     when it is only to be known whether the signature is good and by which certificate.
    /// - Throws: ``SignatureError`` with the cause of the refusal.
    public static func verify(
        _ signature: [UInt8], over content: [UInt8], root: [UInt8]?
    ) async throws(SignatureError) -> Signer {
        var roots: [Certificate] = []
        if let root { roots = [try Certificate(root: root)] }
        let claim = try Claim(signature)
        guard claim.digest.elementsEqual(SHA256.hash(data: content)) else { throw .changedContent }

        // Leaves do not expire, and a verdict must not change with the day: the time that counts is compared below.
        let verdict = await CMS.isValidSignature(
            dataBytes: content, signatureBytes: signature, trustRoots: CertificateStore(roots)
        ) {
            RFC5280Policy.withValidityCheckDisabled()
        }
        switch verdict {
        case .failure(.invalidCMSBlock): throw .wrongSignature
        case .failure(.unableToValidateSigner): guard root == nil else { throw .unknownRoot }
        case .success: break
        }
        return try claim.signer(under: roots.first)
    }

    /// 1950 to 2049: the library writes signing times as UTCTime, which has two digits for the year.
    private static let signable: Range<Int64> = -631_152_000_000..<2_524_608_000_000
}

/// What a signature says of itself, read but not yet believed.
private struct Claim {
    let certificate: Certificate
    let signedAt: Int64?
    let digest: [UInt8]

    init(_ signature: [UInt8]) throws(SignatureError) {
        do {
            let parsed = try CMSSignature(derEncoded: signature)
            let signers = try parsed.signers
            // One certificate, so that there is no choice between two that bear the same number.
            guard signers.count == 1, parsed.certificates.count == 1,
                P256.Signing.PublicKey(signers[0].certificate.publicKey) != nil
            else {
                throw Unfit("it must carry one P-256 certificate, its signer's")
            }
            var serializer = DER.Serializer()
            try serializer.serialize(parsed)
            guard serializer.serializedBytes == signature else {
                throw Unfit("it carries bytes that belong to no part of it")
            }
            certificate = try Certificate(bytes: signers[0].certificate.bytes)
            signedAt = signers[0].signingTime.map { Int64($0.timeIntervalSince1970) * 1000 }
            digest = try SignedAttributes(of: signature).digest
        } catch {
            throw .malformed(SignatureError.words(for: error))
        }
    }

    /// The signer, once the signature has been found good and the certificate under this root, if there is one.
    func signer(under root: Certificate?) throws(SignatureError) -> Signer {
        let signer: Signer
        let isForSigning: Bool
        do {
            signer = try Signer(certificate, signedAt: signedAt, trusted: root != nil)
            isForSigning = try certificate.isForSigning
        } catch {
            throw .unreadableCertificate(SignatureError.words(for: error))
        }
        guard let root else { return signer }
        guard isForSigning, signer.namesASeat else { throw .notASeat }
        if let signedAt {
            guard certificate.isValid(at: signedAt), root.isValid(at: signedAt) else { throw .untimely }
        }
        return signer
    }
}
