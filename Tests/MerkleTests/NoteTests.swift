import Merkle
import Testing

@Suite struct NoteTests {
    // The example in the documentation of Go's golang.org/x/mod/sumdb/note.
    static let vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let text =
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
    static let line =
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    static let note = text + "\n" + line

    static let seed = [UInt8](1...32)

    @Test func `the documentation's note is verified by the documentation's key`() throws {
        let key = try VerifierKey(vkey: NoteTests.vkey)
        #expect(key.name == "PeterNeumann")
        #expect(key.id == 0xc74f_20a3)
        #expect(key.description == NoteTests.vkey)
        let note = try Note(NoteTests.note)
        #expect(note.text == NoteTests.text)
        #expect(note.signatures.map(\.id) == [key.id])
        #expect(try note.verified(by: key) == NoteTests.text)
    }

    @Test func `the documentation's private key makes the documentation's note`() throws {
        // PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz
        let seed = bytes("810a1402d5146c8d84f2443330f54080ebf98ee17d9c74f6252fc5d5c7283173")
        let signer = try NoteSigner(name: "PeterNeumann", seed: seed)
        #expect(signer.verifier.description == NoteTests.vkey)
        #expect(try signer.sign(NoteTests.text) == NoteTests.note)
    }

    @Test func `a note signed, read and verified gives its text back`() throws {
        let signer = try NoteSigner(name: "example.org/record", seed: NoteTests.seed)
        for text in ["one line\n", "two\n\nparts\n", "\n", "e\u{301} and 日本\n", "— looks like a signature AAAA\n"] {
            #expect(try Note(signer.sign(text)).verified(by: signer.verifier) == text)
        }
        #expect(try VerifierKey(vkey: signer.verifier.description) == signer.verifier)
    }

    @Test func `a note changed by one letter is refused`() throws {
        let key = try VerifierKey(vkey: NoteTests.vkey)
        let changed = try Note("i" + NoteTests.note.dropFirst())
        #expect(throws: NoteError.wrongSignature(by: key)) { try changed.verified(by: key) }
    }

    @Test func `the name and the identifier together say whose signature it is`() throws {
        let one = try NoteSigner(name: "one", seed: NoteTests.seed)
        let two = try NoteSigner(name: "two", seed: NoteTests.seed)
        let note = try Note(one.sign("text\n"))
        #expect(throws: NoteError.notSigned(by: two.verifier)) { try note.verified(by: two.verifier) }
        // Two names that Swift holds equal are different bytes, and so different keys.
        let composed = try NoteSigner(name: "caf\u{e9}", seed: NoteTests.seed)
        let decomposed = try NoteSigner(name: "cafe\u{301}", seed: NoteTests.seed)
        #expect(throws: NoteError.notSigned(by: decomposed.verifier)) {
            try Note(composed.sign("text\n")).verified(by: decomposed.verifier)
        }
    }

    @Test func `a note with several signatures is verified by each, and refused when one is false`() throws {
        let one = try NoteSigner(name: "one", seed: NoteTests.seed)
        let other = try NoteSigner(name: "other", seed: Array(NoteTests.seed.reversed()))
        let text = "text\n"
        let extra = try other.sign(text).dropFirst(text.count + 1)
        let both = try Note(one.sign(text) + extra)
        #expect(both.signatures.map(\.name) == ["one", "other"])
        #expect(try both.verified(by: one.verifier) == text)
        #expect(try both.verified(by: other.verifier) == text)
        let foreign = try one.sign("another\n").dropFirst("another\n\n".count)
        let contradictory = try Note(one.sign(text) + foreign)
        #expect(throws: NoteError.wrongSignature(by: one.verifier)) { try contradictory.verified(by: one.verifier) }
    }

    @Test(arguments: [
        "", "\n", "\n\n", "text", "text\n", "text\n\n", text, line, "\n" + line, text + line,
        text + "\n" + line.dropLast(),
        note + "\n", note + "more", note + "more\n", "\u{1}" + note, "tab\t" + note, text + "\r\n\r\n" + line,
        note.replacing("— ", with: "- "), note.replacing("— ", with: "—"), note.replacing("— P", with: "—  P"),
        note.replacing("PeterNeumann", with: ""), note.replacing("PeterNeumann", with: "Peter Neumann"),
        note.replacing("PeterNeumann", with: "Peter+Neumann"),
        note.replacing("PeterNeumann", with: "Peter\u{a0}Neumann"),
        note.replacing("nAM=", with: "nAM"), note.replacing("nAM=", with: "nAN="),
        note.replacing("nAM=", with: "nAM= "),
        text + "\n— Peter \n", text + "\n— Peter\n", text + "\n— Peter AAAAAA==\n", text + "\n— Peter ====\n",
        text + "\n" + String(repeating: line, count: 101),
    ])
    func `what is not a note is refused`(text: String) {
        #expect(throws: NoteError.self) { try Note(text) }
    }

    @Test func `a hundred signatures may be read`() throws {
        let note = try Note(NoteTests.text + "\n" + String(repeating: NoteTests.line, count: 100))
        #expect(try note.verified(by: VerifierKey(vkey: NoteTests.vkey)) == NoteTests.text)
    }

    @Test func `a signature of another length is refused, never trusted`() throws {
        let key = try VerifierKey(vkey: NoteTests.vkey)
        for signature in ["x08gowE=", "x08go/ZJkuBS"] {
            let note = try Note(NoteTests.text + "\n— PeterNeumann \(signature)\n")
            #expect(throws: NoteError.wrongSignature(by: key)) { try note.verified(by: key) }
        }
    }

    @Test(arguments: [
        "", "+", "++", "PeterNeumann", "PeterNeumann+c74f20a3", vkey + "=", vkey + "\n", " " + vkey,
        vkey.dropLast(4) + "",
        "+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", vkey.replacing("c74f20a3", with: "C74F20A3"),
        vkey.replacing("c74f20a3", with: "c74f20a4"), vkey.replacing("c74f20a3", with: "0c74f20a3"),
        vkey.replacing("+AR", with: "+BR"), vkey.replacing("PeterN", with: "Peter N"),
        vkey.replacing("Peter", with: "Paul"),
        "PeterNeumann+c74f20a3+", "PeterNeumann+c74f20a3+AQ==",
    ])
    func `what is not a verifier key is refused`(vkey: String) {
        #expect(throws: NoteError.self) { try VerifierKey(vkey: vkey) }
    }

    @Test func `a signer needs a name, 32 bytes and a text of whole lines`() throws {
        #expect(throws: NoteError.self) { try NoteSigner(name: "", seed: NoteTests.seed) }
        #expect(throws: NoteError.self) { try NoteSigner(name: "a b", seed: NoteTests.seed) }
        #expect(throws: NoteError.malformedKey("a private key has 32 bytes, not 31")) {
            try NoteSigner(name: "a", seed: Array(NoteTests.seed.dropLast()))
        }
        let signer = try NoteSigner(name: "a", seed: NoteTests.seed)
        for text in ["", "no newline", "a tab\t\n", "carriage\r\n"] {
            #expect(throws: NoteError.self) { try signer.sign(text) }
        }
    }
}

@Suite struct CheckpointTests {
    static let text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"

    @Test func `the specification's checkpoint is read and written`() throws {
        let checkpoint = try Checkpoint(text: CheckpointTests.text)
        #expect(checkpoint.origin == "example.com/behind-the-sofa")
        #expect(checkpoint.size == 20_852_163)
        #expect(checkpoint.root.base64 == "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
        #expect(checkpoint.text == CheckpointTests.text)
        #expect(try Checkpoint(origin: checkpoint.origin, size: checkpoint.size, root: checkpoint.root) == checkpoint)
        let extended = CheckpointTests.text + "more\n"
        #expect(try Checkpoint(text: extended).text == extended)
        #expect(try Checkpoint(text: extended).extensions == ["more"])
    }

    @Test(arguments: [
        "", "\n\n\n", String(text.dropLast()), text + "\n", "\n" + text, text + "more",
        text.replacing("\n", with: "\r\n"),
        text.replacing("20852163", with: "020852163"), text.replacing("20852163", with: "-1"),
        text.replacing("20852163", with: "+1"), text.replacing("20852163", with: " 1"),
        text.replacing("20852163", with: ""),
        text.replacing("20852163", with: "00"), text.replacing("20852163", with: "9223372036854775808"),
        text.replacing("20852163", with: "99999999999999999999999"), text.replacing("20852163", with: "٣"),
        text.replacing("2I=", with: "2I"), text.replacing("2I=", with: "2J="), text.replacing("2I=", with: "2I=="),
        text.replacing("CsUY", with: ""), text.replacing("example.com/behind-the-sofa", with: ""),
        text.replacing("example", with: "exa\u{7}mple"),
    ])
    func `what is not a checkpoint is refused`(text: String) {
        #expect(throws: NoteError.self) { try Checkpoint(text: text) }
    }

    @Test func `a checkpoint of no log or a negative size cannot be made`() {
        #expect(throws: NoteError.self) { try Checkpoint(origin: "", size: 0, root: Tree.emptyRoot) }
        #expect(throws: NoteError.self) { try Checkpoint(origin: "a\nb", size: 0, root: Tree.emptyRoot) }
        #expect(throws: NoteError.self) { try Checkpoint(origin: "a", size: -1, root: Tree.emptyRoot) }
        #expect(throws: NoteError.self) { try Checkpoint(origin: "a", size: 0, root: Tree.emptyRoot, extensions: [""]) }
    }
}

@Suite struct TransparencyProofTests {
    let log = Log(size: 11)
    let signer: NoteSigner
    let note: String
    let proof: TransparencyProof

    init() throws {
        signer = try NoteSigner(name: "example.org/record", seed: NoteTests.seed)
        note = try signer.sign(Checkpoint(origin: "example.org/record", size: 11, root: log.root(11)).text)
        proof = try TransparencyProof(inclusion: log.tiles.inclusion(of: 4, in: 11), note: note)
    }

    @Test func `a proof is written as the specification has it and verified from its text alone`() throws {
        let hashes = proof.inclusion.hashes.map { $0.base64 + "\n" }.joined()
        #expect(proof.text == "c2sp.org/tlog-proof@v1\nindex 4\n" + hashes + "\n" + note)
        let read = try TransparencyProof(text: proof.text)
        #expect(read == proof)
        let checkpoint = try read.verify(leaf: log.leaf(4), key: signer.verifier, origin: "example.org/record")
        #expect(checkpoint.size == 11)
        #expect(try InclusionProof(text: proof.text) == proof.inclusion)
        #expect(try proof.inclusion.text(note: note) == proof.text)
        let extended = try TransparencyProof(inclusion: proof.inclusion, note: note, extra: [1, 2])
        #expect(extended.text.hasPrefix("c2sp.org/tlog-proof@v1\nextra AQI=\nindex 4\n"))
        #expect(try TransparencyProof(text: extended.text) == extended)
    }

    @Test func `the only leaf of a log needs no hashes`() throws {
        let note = try signer.sign(Checkpoint(origin: "o", size: 1, root: log.leaf(0)).text)
        let text = "c2sp.org/tlog-proof@v1\nindex 0\n\n" + note
        let read = try TransparencyProof(text: text)
        #expect(read.text == text)
        #expect(throws: Never.self) { try read.verify(leaf: log.leaf(0), key: signer.verifier, origin: "o") }
    }

    @Test func `another leaf, key or origin is refused, each with its cause`() throws {
        let origin = "example.org/record"
        #expect(throws: NoteError.notIncluded(index: 4, size: 11)) {
            try proof.verify(leaf: log.leaf(5), key: signer.verifier, origin: origin)
        }
        #expect(throws: NoteError.wrongOrigin(expected: "example.org/other", found: origin)) {
            try proof.verify(leaf: log.leaf(4), key: signer.verifier, origin: "example.org/other")
        }
        let other = try VerifierKey(vkey: NoteTests.vkey)
        #expect(throws: NoteError.notSigned(by: other)) {
            try proof.verify(leaf: log.leaf(4), key: other, origin: origin)
        }
    }

    @Test func `what is not a proof is refused`() throws {
        let text = proof.text
        let first = proof.inclusion.hashes[0].base64
        let wrong = [
            "", "\n\n", String(text.dropLast()), text + "\n", " " + text, text.replacing("@v1", with: "@v2"),
            text.replacing("index 4", with: "index 04"), text.replacing("index 4", with: "index"),
            text.replacing("index 4", with: "index 11"), text.replacing("index 4", with: "index -1"),
            text.replacing("index 4", with: "index 4 "), text.replacing("index 4\n", with: ""),
            text.replacing("index 4", with: "extra \nindex 4"), text.replacing("index 4", with: "extra AQJ=\nindex 4"),
            text.replacing("index 4", with: "index 4\nextra AQI="), text.replacing(first, with: first + "="),
            text.replacing(first, with: String(first.dropFirst(4))), text.replacing(first + "\n", with: first + "\n\n"),
            text.replacing("\n11\n", with: "\n4\n"), text.replacing("\n", with: "\r\n"),
            "c2sp.org/tlog-proof@v1\n\n" + note,
        ]
        for text in wrong { #expect(throws: NoteError.self, "\(text)") { try TransparencyProof(text: text) } }
    }

    @Test func `no cut and no changed byte of a proof passes or crashes`() throws {
        let bytes = Array(proof.text.utf8)
        for position in bytes.indices {
            var changed = bytes
            changed[position] ^= UInt8(1 << (position % 7))
            for text in [String(decoding: changed, as: UTF8.self), String(decoding: bytes[..<position], as: UTF8.self)]
            {
                #expect(throws: NoteError.self, "byte \(position)") {
                    try TransparencyProof(text: text).verify(
                        leaf: log.leaf(4), key: signer.verifier, origin: "example.org/record")
                }
            }
        }
    }
}
