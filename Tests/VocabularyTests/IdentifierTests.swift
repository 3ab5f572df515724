import Foundation
import Pathfinders
import Testing
import Vocabulary

@Suite struct IdentifierTests {
    private enum Thing {}

    @Test func `an identifier is written in the alphabet of RFC 4648`() {
        #expect(Identifier<Thing>(random: Array(0..<10)).description == "aaaqeayeaudaocaj")
        #expect(Identifier<Thing>(random: Array(repeating: 0xFF, count: 10)).description == "7777777777777777")
        #expect(
            Identifier<Thing>(random: [0xDE, 0xAD, 0xBE, 0xEF, 1, 2, 3, 4, 5, 6]).description == "32w353ybaibqibig")
    }

    @Test func `whatever its bits, an identifier is read back as it was`() throws {
        let randomness = Randomness.seeded(80)
        for _ in 0..<2000 {
            let id: Identifier<Thing> = randomness.identifier()
            #expect(Identifier<Thing>(id.description) == id)
            #expect(Identifier<Day>(id).description == id.description)
            let json = try JSONEncoder().encode([id])
            #expect(String(decoding: json, as: UTF8.self) == "[\"\(id)\"]")
            #expect(try JSONDecoder().decode([Identifier<Thing>].self, from: json) == [id])
        }
    }

    @Test func `each one differs, and they have an order`() {
        let randomness = Randomness.seeded(80)
        let ids: [Identifier<Thing>] = (0..<2000).map { _ in randomness.identifier() }
        #expect(Set(ids).count == ids.count)
        let sorted = ids.sorted()
        #expect(zip(sorted, sorted.dropFirst()).allSatisfy { $0 < $1 && !($1 < $0) })
        #expect(
            Identifier<Thing>(random: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
                < Identifier(random: [0, 0, 0, 0, 0, 0, 0, 0, 1, 0]))
    }

    @Test(arguments: [
        "", "aaaqeayeaudaoca", "aaaqeayeaudaocajj", "AAAQEAYEAUDAOCAJ", "aaaqeayeaudaoca1", "aaaqeayeaudaoc\u{E9}",
    ])
    func `nothing else is an identifier`(text: String) {
        #expect(Identifier<Thing>(text) == nil)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([Identifier<Thing>].self, from: JSONEncoder().encode([text]))
        }
    }
}
