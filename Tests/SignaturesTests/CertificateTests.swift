import Signatures
import Testing

@Suite struct CertificateTests {
    @Test func `a root is kept as bytes and opened again`() throws {
        let key = SigningKey()
        let made = try CertificateRoot.make(name: "Concordat", key: key, at: Cast.made)
        let kept = try CertificateRoot(
            name: "Concordat, renamed", key: SigningKey(raw: key.bytes), certificate: made.certificate)
        #expect(kept.certificate == made.certificate)
        #expect(kept.pem == made.pem)
    }

    @Test func `a seat certified by a root that was opened again is under the same root`() async throws {
        let rootKey = SigningKey()
        let made = try CertificateRoot.make(name: "Concordat", key: rootKey, at: Cast.made)
        let kept = try CertificateRoot(name: "Renamed", key: rootKey, certificate: made.certificate)
        let key = SigningKey()
        let certificate = try kept.certify(
            key, seat: "Clerk", body: "Gateshead", identifier: "s", appointment: "a", at: Cast.made)
        let signature = try SealedSignature.sign([1], with: key, certificate: certificate, at: Cast.signed)
        #expect(try await SealedSignature.verify(signature, over: [1], root: made.certificate).trusted)
    }

    @Test func `a root is not opened with another key or another certificate`() throws {
        let key = SigningKey()
        let root = try CertificateRoot.make(name: "Concordat", key: key, at: Cast.made)
        #expect(throws: SignatureError.keyMismatch) {
            try CertificateRoot(name: "Concordat", key: SigningKey(), certificate: root.certificate)
        }
        let leaf = try root.certify(key, seat: "Leader", body: "Norfolk", identifier: "s", appointment: "a", at: 0)
        #expect(throws: SignatureError.notARoot) {
            try CertificateRoot(name: "Concordat", key: key, certificate: leaf)
        }
        #expect(throws: SignatureError.self) { try CertificateRoot(name: "Concordat", key: key, certificate: []) }
    }

    @Test(arguments: [
        ("", "Norfolk", "s", "a", "seat"), ("Leader", "", "s", "a", "body"),
        ("Leader", "Norfolk", "", "a", "identifier"), ("Leader", "Norfolk", "s é", "a", "identifier"),
        ("Leader", "Norfolk", "s", "a b", "appointment"), ("Leader", "Norfolk", "s", "a\n", "appointment"),
    ])
    func `a certificate names a seat, a body and identifiers that an address can hold`(
        seat: String, body: String, identifier: String, appointment: String, refused: String
    ) throws {
        let root = try CertificateRoot.make(name: "Concordat", key: SigningKey(), at: Cast.made)
        #expect(throws: SignatureError.unusable(refused)) {
            try root.certify(
                SigningKey(), seat: seat, body: body, identifier: identifier, appointment: appointment, at: Cast.made)
        }
    }

    @Test func `a certificate whose signature claims unused bits is refused, though no bit of the signature differs`()
        throws
    {
        let key = SigningKey()
        // Only a signature that ends in a zero bit can claim that the bit is unused; half of them do.
        let root = try #require(
            try (0..<64).map { try CertificateRoot.make(name: "Concordat", key: key, at: $0).certificate }
                .first { $0.last.map { $0 & 1 == 0 } ?? false })
        let unused = try #require(
            root.indices.dropLast(3).last {
                root[$0] == 0 && root[$0 + 1] == 0x30 && $0 + 3 + Int(root[$0 + 2]) == root.count
            })
        #expect(throws: SignatureError.unreadableCertificate("its signature is not whole bytes")) {
            try CertificateRoot(name: "Concordat", key: key, certificate: root.turned(at: unused))
        }
    }

    @Test func `a root has a name and a time that a certificate can write`() throws {
        #expect(throws: SignatureError.unusable("name")) {
            try CertificateRoot.make(name: "", key: SigningKey(), at: 0)
        }
        for time in [Int64.min, Int64.max, 253_402_300_800_000] {
            #expect(throws: SignatureError.timeOutOfRange) {
                try CertificateRoot.make(name: "Concordat", key: SigningKey(), at: time)
            }
        }
    }

    @Test func `a key is kept as 32 bytes and public in a form that names its kind`() throws {
        let key = SigningKey()
        #expect(key.bytes.count == 32)
        #expect(try SigningKey(raw: key.bytes).publicBytes == key.publicBytes)
        #expect(key.publicBytes.prefix(2) == [0x30, 0x59])
        #expect(SigningKey().bytes != key.bytes)
        #expect(throws: SignatureError.unreadableKey) { try SigningKey(raw: [1, 2, 3]) }
        #expect(throws: SignatureError.unreadableKey) { try SigningKey(raw: Array(repeating: 0, count: 32)) }
        #expect(throws: SignatureError.unreadableKey) { try SigningKey(der: key.bytes) }
    }

    @Test func `certificates go through text and come back`() throws {
        let cast = try Cast()
        let both = [cast.root.certificate, cast.certificate]
        let text = PEM.encode(both)
        #expect(try PEM.decode(text) == both)
        #expect(try PEM.decode("The root:\n\(cast.root.pem)\nThe leader:\n\(PEM.encode([cast.certificate]))") == both)
        #expect(try PEM.decode(text.split(separator: "\n").joined(separator: "\r\n") + "\r\n") == both)
    }

    @Test(arguments: [
        "", "words", "-----BEGIN CERTIFICATE-----\nMIIB\n",
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n",
    ])
    func `text that holds no certificate is refused`(text: String) {
        #expect(throws: SignatureError.self) { try PEM.decode(text) }
    }
}
