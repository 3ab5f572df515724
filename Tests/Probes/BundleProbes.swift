import Domain
import Foundation
import HTML
import Merkle
import Register
import Signatures
import Vocabulary

@testable public import Exchange

/// What somebody keeps and checks without the register.
extension Probe {
    static let bundles = [archive, changes, agreement, signature, certificates]

    static let archive = Probe(
        "archive",
        seeds: {
            [
                try Tar.write([("a/agreement.json", bytes("{}")), ("a/entries/1.json", [])], time: 0),
                try Tar.write([("checkpoint", bytes("x"))], time: 1_058_956_200),
            ]
        }
    ) { bytes in
        guard let files = read({ try Tar.read(bytes) }) else { return }
        try must(
            files.reduce(0) { $0 + $1.bytes.count } <= bytes.count, "an archive holds more than it has")
        if let written = read({ try Tar.write(files.map { ($0.name, $0.bytes) }, time: 0) }) {
            let again = try Tar.read(written)
            try must(
                again.count == files.count
                    && zip(again, files).allSatisfy { $0.name == $1.name && $0.bytes == $1.bytes },
                "an archive changed when it was written")
        }
        guard let bundle = read({ try Exchange.Bundle(archive: bytes) }) else { return }
        try must(!bundle.files.keys.contains { $0.utf8.contains(0) }, "a file of a bundle has half a name")
        _ = await bundle.verify(by: Trust())
    }

    /// Changes of a bundle that is whole, five bytes each: which file, where in it (three), and by what.
    static let changes = Probe(
        "changes", seeds: { [[0, 0, 0, 9, 1], [3, 0, 1, 0, 0x80], [9, 0, 0, 40, 1, 9, 0, 0, 41, 2]] }
    ) { bytes in
        let (whole, trust) = (try Golden.bundle.get(), try Golden.trust.get())
        let names = whole.files.keys.sorted()
        var (files, touched) = (whole.files, Set<String>())
        for start in stride(from: 0, to: min(bytes.count, 20) - 4, by: 5) {
            let name = names[Int(bytes[start]) % names.count]
            guard var content = files[name], !content.isEmpty else { continue }
            let place = bytes[start + 1..<start + 4].reduce(0) { $0 << 8 | Int($1) } % content.count
            content[place] ^= bytes[start + 4]
            files[name] = content
            if bytes[start + 4] != 0 { touched.insert(name) }
        }
        for trust in [trust, Trust()] {
            let answer = await Exchange.Bundle(files: files).verify(by: trust)
            guard files != whole.files else {
                try must(answer.verdict != .refused, "a whole bundle is refused: \(answer.faults)")
                continue
            }
            try must(answer.verdict == .refused, "a change of \(touched) is not noticed")
            if touched.count == 1, let name = touched.first {
                try must(answer.faults.contains { $0.contains(name) }, "\(name) is not named: \(answer.faults)")
            }
        }
    }

    static let agreement = Probe("agreement", seeds: { [try Golden.bundle.get().files["agreement.json"] ?? []] }) {
        bytes in
        guard let text = read({ try AgreementText(bytes: bytes) }) else { return }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let written = [UInt8](try encoder.encode(text))
        try must(try AgreementText(bytes: written) == text, "a text changed when it was written")
        let page = AgreementDocument.page(of: text, digest: Digest(of: bytes)).bytes
        try must(page.count < 4096 + 40 * bytes.count, "a page is far longer than its text")
        try must(page.firstRange(of: Array("<script".utf8)) == nil, "a text became markup")
    }

    static let signature = Probe(
        "signature", seeds: { try Golden.bundle.get().files.filter { $0.key.hasPrefix("signatures/") }.map(\.value) }
    ) { bytes in
        let bundle = try Golden.bundle.get()
        let text = bundle.files["agreement.json"] ?? []
        let known = bundle.files.contains { $0.key.hasPrefix("signatures/") && $0.value == bytes }
        let root = try Golden.trust.get().root
        let isBelieved: Bool
        do {
            _ = try await SealedSignature.verify(bytes, over: text, root: root)
            isBelieved = true
        } catch {
            isBelieved = false
        }
        try must(isBelieved == known, "a signature is believed that nobody gave, or refused that was given")
    }

    static let certificates = Probe(
        "certificates",
        seeds: { [try Golden.root.get(), try Golden.bundle.get().files["certificates.pem"] ?? []] }
    ) { bytes in
        guard let text = String(validating: bytes, as: UTF8.self), let found = read({ try PEM.decode(text) }) else {
            return
        }
        try must(try PEM.decode(PEM.encode(found)) == found, "certificates changed when they were written")
        let root = try PEM.decode(String(decoding: try Golden.root.get(), as: UTF8.self))
        for certificate in found where read({ try CertificateRoot.recognise(certificate) }) != nil {
            try must([certificate] == root || certificate.count < 1, "a root is believed that did not sign itself")
        }
    }
}

/// A bundle of a compact in force, with the root and the key of its register, as the tests of Exchange made it once.
public enum Golden {
    /// The bundle.
    public static let bundle = Result { try Exchange.Bundle(archive: file("compact.tar")) }
    /// The register's root certificate, PEM.
    public static let root = Result { try file("root.pem") }
    /// What is known from elsewhere of whoever made it.
    public static let trust = Result {
        Trust(
            root: try PEM.decode(String(decoding: try root.get(), as: UTF8.self)).first,
            key: try VerifierKey(vkey: String(decoding: try file("vkey").dropLast(), as: UTF8.self)))
    }

    /// Turns over its bits in a random order, one at a time, until they are all done or the time is up: how many of how
    /// many, and those that were not named.
    public static func missedFlips(within time: Duration) async throws -> (done: Int, of: Int, missed: [String]) {
        let (files, trust) = (try bundle.get().files, try trust.get())
        let (all, end) = (Flip.all(files).shuffled(), ContinuousClock().now.advanced(by: time))
        var (done, missed) = (0, [String]())
        while done < all.count, ContinuousClock().now < end {
            let some = Array(all[done..<min(done + 256, all.count)])
            missed += try await Flip.missed(some, in: files) { await Exchange.Bundle(files: $0).verify(by: trust) }
            done += some.count
        }
        return (done, all.count, missed)
    }

    private static func file(_ name: String) throws -> [UInt8] {
        try Place.bytes(Place.golden.appending(path: name))
    }
}
