import Signatures

/// Norfolk's leader signs a compact: the root, key, certificate and signature that the tests of this room share.
struct Cast {
    static let made: Int64 = 1_060_000_000_000  // 4 August 2003
    static let signed: Int64 = 1_062_000_000_789  // 27 August 2003, 16:00:00.789 UTC

    let root: CertificateRoot
    let key = SigningKey()
    let certificate: [UInt8]
    let agreement = Array(#"{"compact":"Norfolk 2003/04","lines":["£1,250 for Thetford"]}"#.utf8)
    let signature: [UInt8]

    init(
        seat: String = "Leader of the Council", body: String = "Norfolk County Council", made: Int64 = Cast.made,
        signed: Int64 = Cast.signed
    ) throws {
        root = try CertificateRoot.make(name: "Concordat of the East of England", key: SigningKey(), at: made)
        certificate = try root.certify(
            key, seat: seat, body: body, identifier: "k3v9q2m8x1c7b5n4", appointment: "a8s2d4f6g1h3j5k7", at: made)
        signature = try SealedSignature.sign(agreement, with: key, certificate: certificate, at: signed)
    }
}

extension [UInt8] {
    /// These bytes with one bit turned over.
    func turned(at index: Int, _ mask: UInt8 = 1) -> [UInt8] {
        var bytes = self
        bytes[index] ^= mask
        return bytes
    }
}
