import Foundation
import Signatures
import Testing

/// Checks with the `openssl` command what the bundle's README tells a reader to check with it.
@Suite(.enabled(if: OpenSSL.path != nil, "there is no openssl command on PATH"))
struct OpenSSLTests {
    static let check = [
        "cms", "-verify", "-binary", "-content", "agreement.json", "-inform", "DER", "-in", "leader.p7s", "-CAfile",
        "root.pem", "-purpose", "any",
    ]

    @Test func `openssl accepts the signature and refuses one changed byte`() throws {
        let cast = try Cast()
        try OpenSSL.inFolder { folder in
            try folder.write(cast.agreement, "agreement.json")
            try folder.write(cast.signature, "leader.p7s")
            try folder.write(Array(cast.root.pem.utf8), "root.pem")
            let good = try folder.run(Self.check)
            #expect(good.status == 0, "\(good.error)")
            #expect(Array(good.output) == cast.agreement)

            try folder.write(cast.agreement.turned(at: 7), "agreement.json")
            #expect(try folder.run(Self.check).status != 0)

            try folder.write(cast.agreement, "agreement.json")
            try folder.write(cast.signature.turned(at: cast.signature.count - 1), "leader.p7s")
            #expect(try folder.run(Self.check).status != 0)

            try folder.write(cast.signature, "leader.p7s")
            try folder.write(Array(Cast().root.pem.utf8), "root.pem")
            #expect(try folder.run(Self.check).status != 0)
        }
    }

    @Test func `openssl accepts a signature whose names are long and in any script`() throws {
        let cast = try Cast(seat: "Cadeirydd 主席", body: String(repeating: "Cyngor Sir Ynys Môn ", count: 40))
        try OpenSSL.inFolder { folder in
            try folder.write(cast.agreement, "agreement.json")
            try folder.write(cast.signature, "leader.p7s")
            try folder.write(Array(cast.root.pem.utf8), "root.pem")
            let good = try folder.run(Self.check)
            #expect(good.status == 0, "\(good.error)")
        }
    }

    @Test func `openssl prints the root as an authority without end`() throws {
        let cast = try Cast()
        try OpenSSL.inFolder { folder in
            try folder.write(Array(cast.root.pem.utf8), "root.pem")
            let text = try folder.text("root.pem")
            #expect(text.contains("Not Before: Aug  4 12:26:40 2003 GMT"))
            #expect(text.contains("Not After : Dec 31 23:59:59 9999 GMT"))
            #expect(text.contains("CA:TRUE, pathlen:0"))
            #expect(text.contains("X509v3 Key Usage: critical\n                Certificate Sign\n"))
            #expect(text.contains("Subject: CN = Concordat of the East of England"))
            #expect(text.contains("NIST CURVE: P-256"))
            let der = try folder.run(["x509", "-in", "root.pem", "-outform", "DER"])
            #expect(Array(der.output) == cast.root.certificate)
            #expect(try folder.run(["verify", "-x509_strict", "-CAfile", "root.pem", "root.pem"]).status == 0)
        }
    }

    @Test func `openssl prints a seat's certificate without end, with its names and addresses`() throws {
        let cast = try Cast()
        try OpenSSL.inFolder { folder in
            try folder.write(Array(cast.root.pem.utf8), "root.pem")
            try folder.write(Array(PEM.encode([cast.certificate]).utf8), "leader.pem")
            let text = try folder.text("leader.pem")
            #expect(text.contains("Not Before: Aug  4 12:26:40 2003 GMT"))
            #expect(text.contains("Not After : Dec 31 23:59:59 9999 GMT"))
            #expect(text.contains("CA:FALSE"))
            #expect(text.contains("X509v3 Key Usage: critical\n                Digital Signature\n"))
            #expect(
                text.contains(
                    "Subject: O = Norfolk County Council, title = Leader of the Council, CN = Leader of the Council, "
                        + "serialNumber = k3v9q2m8x1c7b5n4"))
            #expect(
                text.contains("URI:urn:concordat:seat:k3v9q2m8x1c7b5n4, URI:urn:concordat:appointment:a8s2d4f6g1h3j5k7")
            )
            let verdict = try folder.run(["verify", "-x509_strict", "-CAfile", "root.pem", "leader.pem"])
            #expect(verdict.status == 0, "\(verdict.error)")
        }
    }

    @Test func `a signature that openssl makes with a seat's key is as good as ours`() async throws {
        let cast = try Cast()
        let signature = try OpenSSL.inFolder { folder in
            try folder.sign(cast, [])
        }
        let signer = try await SealedSignature.verify(signature, over: cast.agreement, root: cast.root.certificate)
        #expect(signer.trusted && signer.seatIdentifier == "k3v9q2m8x1c7b5n4")
        #expect(try #require(signer.signedAt) > Cast.signed)
    }

    @Test func `a signature made before its certificate holds is refused`() async throws {
        let cast = try Cast(made: 2_524_000_000_000, signed: 2_524_000_000_000)
        let signature = try OpenSSL.inFolder { folder in
            try folder.sign(cast, [])
        }
        await #expect(throws: SignatureError.untimely) {
            try await SealedSignature.verify(signature, over: cast.agreement, root: cast.root.certificate)
        }
    }

    /// Bytes signed as attributes can be passed off as content that was signed without any (RFC 5652, 5.4).
    @Test(arguments: [["-noattr"], ["-nodetach"], ["-keyid"], ["-nocerts"], ["-md", "sha384"], ["-stream", "-indef"]])
    func `a signature of another form is malformed`(options: [String]) async throws {
        let cast = try Cast()
        let signature = try OpenSSL.inFolder { folder in
            try folder.sign(cast, options)
        }
        let error = await #expect(throws: SignatureError.self) {
            try await SealedSignature.verify(signature, over: cast.agreement, root: nil)
        }
        guard case .malformed = error else {
            Issue.record("\(error.map(\.description) ?? "accepted")")
            return
        }
    }

    @Test func `a key that openssl made is read`() throws {
        try OpenSSL.inFolder { folder in
            let made = try folder.run([
                "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-outform", "DER",
            ])
            let key = try SigningKey(der: Array(made.output))
            try folder.write(Array(made.output), "key.der")
            let shown = try folder.run(["pkey", "-inform", "DER", "-in", "key.der", "-pubout", "-outform", "DER"])
            #expect(key.publicBytes == Array(shown.output))
        }
    }
}

/// The `openssl` command, run in a folder of its own that is removed afterwards.
struct OpenSSL {
    static let path: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .map { "\($0)/openssl" }.first { FileManager.default.isExecutableFile(atPath: $0) }

    let folder: URL

    static func inFolder<T>(_ body: (OpenSSL) throws -> T) throws -> T {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("signatures-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { #expect(throws: Never.self) { try FileManager.default.removeItem(at: folder) } }
        return try body(OpenSSL(folder: folder))
    }

    func write(_ bytes: [UInt8], _ name: String) throws {
        try Data(bytes).write(to: folder.appendingPathComponent(name))
    }

    func run(_ arguments: [String]) throws -> (status: Int32, output: Data, error: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.path))
        process.arguments = arguments
        process.currentDirectoryURL = folder
        // Both go to files, so that neither can fill a pipe while the other is read.
        let names = ["output", "error"].map { folder.appendingPathComponent($0) }
        for name in names { try Data().write(to: name) }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: names[0])
        process.standardError = try FileHandle(forWritingTo: names[1])
        try process.run()
        process.waitUntilExit()
        return (
            process.terminationStatus, try Data(contentsOf: names[0]),
            String(decoding: try Data(contentsOf: names[1]), as: UTF8.self)
        )
    }

    func text(_ certificate: String) throws -> String {
        let printed = try run(["x509", "-in", certificate, "-noout", "-text"])
        #expect(printed.status == 0, "\(printed.error)")
        return String(decoding: printed.output, as: UTF8.self)
    }

    /// Signs the cast's agreement with the leader's key, with openssl in place of ourselves.
    func sign(_ cast: Cast, _ options: [String]) throws -> [UInt8] {
        // SEC 1 (RFC 5915): a version, the private key, and the name of the curve.
        let key: [UInt8] =
            [0x30, 0x31, 0x02, 0x01, 0x01, 0x04, 0x20] + cast.key.bytes
            + [0xa0, 0x0a, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07]
        try write(key, "key.der")
        try write(cast.agreement, "agreement.json")
        try write(Array(PEM.encode([cast.certificate]).utf8), "leader.pem")
        let signed = try run(
            [
                "cms", "-sign", "-binary", "-in", "agreement.json", "-outform", "DER", "-signer", "leader.pem",
                "-inkey",
                "key.der", "-keyform", "DER",
            ] + options)
        try #require(signed.status == 0, "\(signed.error)")
        return Array(signed.output)
    }
}
