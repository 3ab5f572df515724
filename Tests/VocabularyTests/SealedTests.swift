import Foundation
import Pathfinders
import Testing
import Vocabulary

@Suite struct SealedTests {
    @Test func `a digest is the SHA-256 of RFC 6234's example`() throws {
        let digest = Digest(of: "abc".utf8)
        #expect(digest.description == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(Digest(digest.description) == digest)
        #expect(Digest(bytes: digest.bytes) == digest)
        #expect(Digest(digest.description.uppercased()) == nil)
        #expect(Digest(String(digest.description.dropLast())) == nil)
        #expect(Digest(bytes: digest.bytes.dropLast()) == nil)
    }

    @Test func `a seal is over two, thirty-two random bytes and the text`() {
        let sealed = Sealed("Ångström — ü", random: Array(0..<32))
        #expect(sealed.digest.description == "65ce34f15d9cccc49799059a76961a096f34a3956b8c0eeff612bd4682dcec88")
        #expect(sealed.disclosure?.digest == sealed.digest)
        #expect(sealed.disclosure?.text == "Ångström — ü")
    }

    @Test func `the same words sealed twice cannot be told to be the same`() {
        let randomness = Randomness.seeded(32)
        #expect(randomness.seal("Yes").digest != randomness.seal("Yes").digest)
    }

    @Test func `an entry carries the seal and never the text, and its text is gathered for the store`() throws {
        let sealed = Randomness.seeded(32).seal("The head is leaving")
        let encoder = JSONEncoder()
        let gathered = Disclosures()
        encoder.userInfo[.disclosures] = gathered
        let json = try encoder.encode([sealed])
        #expect(String(decoding: json, as: UTF8.self) == "[\"\(sealed.digest)\"]")
        #expect(gathered.rows.map(\.0) == [sealed.digest])
        #expect(gathered.rows.map(\.1.text) == ["The head is leaving"])
        let read = try JSONDecoder().decode([Sealed].self, from: json)
        #expect(read == [sealed])
        #expect(read[0].disclosure == nil)
    }

    @Test func `what was read back from an entry has no text to gather`() throws {
        let encoder = JSONEncoder()
        let gathered = Disclosures()
        encoder.userInfo[.disclosures] = gathered
        _ = try encoder.encode([Sealed(digest: Digest(of: [1]))])
        #expect(gathered.rows.isEmpty)
    }
}
