import Foundation
import Testing
import Vocabulary

@Suite struct RefusalTests {
    @Test func `a stale request is told what stands now`() {
        #expect(Refusal.stale(3).current == .revision(3))
        #expect(Refusal.stale(3).faults.map(\.rule) == ["revision.stale"])
        let text = Digest(of: [1])
        #expect(Refusal.stale(text).current == .text(text))
        #expect(Refusal.stale(nil).current == .text(nil))
        #expect(Refusal.stale(text).faults.map(\.rule) == ["text.stale"])
        #expect(Refusal(Fault("a.b", "Do so")).current == nil)
    }

    @Test func `a fault can be said of a field, and what was stale stays stale`() {
        let refusal = Refusal([Fault("a.b", "Do so"), Fault("c.d", field: "x", "Do so")]).at("y")
        #expect(refusal.faults.map(\.field) == ["y", "y"])
        #expect(refusal.faults.map(\.rule) == ["a.b", "c.d"])
        #expect(Refusal.stale(3).at("y") == Refusal.stale(3))
    }

    @Test func `simple values are one JSON text each, and refuse to be read from anything else`() throws {
        func trip<V: Codable & Equatable>(_ value: V, _ text: String) throws {
            let json = try JSONEncoder().encode([value])
            #expect(String(decoding: json, as: UTF8.self) == "[\"\(text)\"]")
            #expect(try JSONDecoder().decode([V].self, from: json) == [value])
            for wrong in ["[\"nonsense\"]", "[2003]", "[null]"] {
                #expect(throws: DecodingError.self) { try JSONDecoder().decode([V].self, from: Data(wrong.utf8)) }
            }
        }
        try trip(try #require(Day(2003, 7, 23)), "2003-07-23")
        try trip(Instant(milliseconds: 0), "1970-01-01T00:00:00.000Z")
        try trip(Digest(of: "abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        let year = try #require(AcademicYear(start: 2003))
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        #expect(String(decoding: try encoder.encode([year]), as: UTF8.self) == "[\"2003/04\"]")
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([AcademicYear].self, from: Data("[\"2003/05\"]".utf8))
        }
    }
}
