import Signatures
import Testing

@Suite struct SignatureTests {
    @Test func `a seat signs and the signature names it`() async throws {
        let cast = try Cast()
        let signer = try await SealedSignature.verify(
            cast.signature, over: cast.agreement, root: cast.root.certificate)
        #expect(signer.body == "Norfolk County Council")
        #expect(signer.seat == "Leader of the Council")
        #expect(signer.seatIdentifier == "k3v9q2m8x1c7b5n4")
        #expect(signer.appointment == "a8s2d4f6g1h3j5k7")
        #expect(signer.signedAt == 1_062_000_000_000)
        #expect(signer.certificate == cast.certificate)
        #expect(signer.trusted)
    }

    @Test func `without a root the signer is named but not trusted`() async throws {
        let cast = try Cast()
        let signer = try await SealedSignature.verify(cast.signature, over: cast.agreement, root: nil)
        #expect(signer.seatIdentifier == "k3v9q2m8x1c7b5n4")
        #expect(!signer.trusted)
    }

    @Test func `an empty text is signed like any other`() async throws {
        let cast = try Cast()
        let signature = try SealedSignature.sign([], with: cast.key, certificate: cast.certificate, at: Cast.signed)
        #expect(try await SealedSignature.verify(signature, over: [], root: cast.root.certificate).trusted)
        await #expect(throws: SignatureError.changedContent) {
            try await SealedSignature.verify(signature, over: [0], root: cast.root.certificate)
        }
    }

    @Test func `one changed byte of the content is refused`() async throws {
        let cast = try Cast()
        for index in cast.agreement.indices {
            await #expect(throws: SignatureError.changedContent) {
                try await SealedSignature.verify(
                    cast.signature, over: cast.agreement.turned(at: index), root: cast.root.certificate)
            }
        }
        for other in [Array(cast.agreement.dropLast()), cast.agreement + [10], []] {
            await #expect(throws: SignatureError.changedContent) {
                try await SealedSignature.verify(cast.signature, over: other, root: nil)
            }
        }
    }

    @Test(arguments: [1, 0x80] as [UInt8])
    func `one changed bit in any byte of the signature is refused`(mask: UInt8) async throws {
        let cast = try Cast()
        for index in cast.signature.indices {
            await #expect(throws: SignatureError.self, "byte \(index)") {
                try await SealedSignature.verify(
                    cast.signature.turned(at: index, mask), over: cast.agreement, root: cast.root.certificate)
            }
        }
    }

    @Test func `a changed signature is never good over other content, root or none`() async throws {
        let cast = try Cast()
        let other = Array(#"{"compact":"Norfolk 2003/04","lines":["£9,250 for Thetford"]}"#.utf8)
        for index in cast.signature.indices {
            await #expect(throws: SignatureError.self, "byte \(index)") {
                try await SealedSignature.verify(cast.signature.turned(at: index, 4), over: other, root: nil)
            }
        }
    }

    @Test func `a signature cut short, or with bytes after it, is malformed`() async throws {
        let cast = try Cast()
        for length in cast.signature.indices {
            await expectMalformed(Array(cast.signature.prefix(length)), cast)
        }
        await expectMalformed(cast.signature + [0], cast)
        await expectMalformed(Array("not a signature".utf8), cast)
        await expectMalformed([0x30, 0x80, 0, 0], cast)
        await expectMalformed(Array(repeating: 0x30, count: 100_000), cast)
    }

    private func expectMalformed(_ bytes: [UInt8], _ cast: Cast) async {
        let error = await #expect(throws: SignatureError.self) {
            try await SealedSignature.verify(bytes, over: cast.agreement, root: cast.root.certificate)
        }
        guard case .malformed = error else {
            Issue.record("\(bytes.count) bytes: \(error.map(\.description) ?? "accepted")")
            return
        }
    }

    @Test func `a forged bundle with a root of its own is refused, though it bears the same names`() async throws {
        let ours = try Cast()
        let forged = try Cast()
        let untrusted = try await SealedSignature.verify(forged.signature, over: forged.agreement, root: nil)
        #expect(untrusted.body == "Norfolk County Council")
        await #expect(throws: SignatureError.unknownRoot) {
            try await SealedSignature.verify(forged.signature, over: forged.agreement, root: ours.root.certificate)
        }
    }

    @Test func `one changed bit in any byte of the root is refused`() async throws {
        let cast = try Cast()
        for index in cast.root.certificate.indices {
            await #expect(throws: SignatureError.self, "byte \(index)") {
                try await SealedSignature.verify(
                    cast.signature, over: cast.agreement, root: cast.root.certificate.turned(at: index))
            }
        }
    }

    @Test func `a seat's certificate is no root, and a root's own key signs for no seat`() async throws {
        let cast = try Cast()
        await #expect(throws: SignatureError.notARoot) {
            try await SealedSignature.verify(cast.signature, over: cast.agreement, root: cast.certificate)
        }
        let key = SigningKey()
        let root = try CertificateRoot.make(name: "Concordat", key: key, at: Cast.made)
        let signature = try SealedSignature.sign(
            cast.agreement, with: key, certificate: root.certificate, at: Cast.signed)
        await #expect(throws: SignatureError.notASeat) {
            try await SealedSignature.verify(signature, over: cast.agreement, root: root.certificate)
        }
    }

    @Test(
        arguments: [(-600_000_000_000, -500_000_000_000), (1_072_915_200_000, 2_500_000_000_000)] as [(Int64, Int64)])
    func `a verdict does not depend on the day it is asked for`(made: Int64, signed: Int64) async throws {
        let cast = try Cast(made: made, signed: signed)
        let signer = try await SealedSignature.verify(
            cast.signature, over: cast.agreement, root: cast.root.certificate)
        #expect(signer.signedAt == signed)
    }

    @Test func `a certificate made for days to come is good for a signature made then`() async throws {
        let cast = try Cast(made: 2_400_000_000_000, signed: 2_400_000_000_001)
        #expect(
            try await SealedSignature.verify(
                cast.signature, over: cast.agreement, root: cast.root.certificate
            ).signedAt == 2_400_000_000_000)
    }

    @Test func `nobody signs before being certified, with another's certificate, or in 2050`() throws {
        let cast = try Cast()
        #expect(throws: SignatureError.untimely) {
            try SealedSignature.sign(
                cast.agreement, with: cast.key, certificate: cast.certificate, at: Cast.made - 1)
        }
        #expect(throws: SignatureError.keyMismatch) {
            try SealedSignature.sign(
                cast.agreement, with: SigningKey(), certificate: cast.certificate, at: Cast.signed)
        }
        #expect(throws: SignatureError.timeOutOfRange) {
            try SealedSignature.sign(
                cast.agreement, with: cast.key, certificate: cast.certificate, at: 2_524_608_000_000)
        }
    }

    @Test(arguments: [
        ("Cadeirydd y Cyngor", "Cyngor Sir Ynys Môn – Isle of Anglesey"),
        ("主席 👩🏽‍⚖️", "مجلس, O=Norfolk+CN=x\\\"<>;#"),
        (String(repeating: "Leader and ", count: 200), String(repeating: "Å", count: 3000)),
        (" \n", "\t"),
    ])
    func `names of any script and length come back as they were given`(seat: String, body: String) async throws {
        let cast = try Cast(seat: seat, body: body)
        let signer = try await SealedSignature.verify(
            cast.signature, over: cast.agreement, root: cast.root.certificate)
        #expect(Array(signer.seat.utf8) == Array(seat.utf8))
        #expect(Array(signer.body.utf8) == Array(body.utf8))
    }

    @Test func `a name goes on after a zero byte`() async throws {
        let cast = try Cast(body: "Norfolk County Council\u{0} of Elsewhere")
        let signer = try await SealedSignature.verify(
            cast.signature, over: cast.agreement, root: cast.root.certificate)
        #expect(signer.body == "Norfolk County Council\u{0} of Elsewhere")
    }

    @Test func `a signature whose last byte or whose time is changed does not match its certificate`() async throws {
        let cast = try Cast()
        let time = Array("030827160000Z".utf8)
        let starts = cast.signature.indices.dropLast(time.count)
        let start = try #require(starts.first { cast.signature[$0..<$0 + time.count].elementsEqual(time) })
        for index in [cast.signature.count - 1, start + 5] {
            await #expect(throws: SignatureError.wrongSignature) {
                try await SealedSignature.verify(
                    cast.signature.turned(at: index), over: cast.agreement, root: nil)
            }
        }
    }

    @Test func `every refusal is a sentence`() {
        let all: [SignatureError] = [
            .unreadableKey, .unreadableCertificate("x"), .notARoot, .keyMismatch, .unusable("seat"), .timeOutOfRange,
            .notMade("x"), .malformed("x"), .changedContent, .wrongSignature, .unknownRoot, .notASeat, .untimely,
        ]
        for error in all { #expect(error.description.hasSuffix(".") && error.description.count > 20) }
        #expect(Set(all.map(\.description)).count == all.count)
    }
}
