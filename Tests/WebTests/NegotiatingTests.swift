import Domain
import Testing
import Vocabulary

@testable import Views
@testable import Web

@Suite struct NegotiatingTests {
    private let line = LineID(random: [UInt8](repeating: 1, count: 10))
    private let area = Identifier<Area>(random: [UInt8](repeating: 2, count: 10))
    private let seat = SeatRead(
        id: Identifier(random: [UInt8](repeating: 3, count: 10)),
        body: Identifier(random: [UInt8](repeating: 4, count: 10)),
        title: "Director of Education", office: .director, bodyName: "Norfolk", bodyCode: "926")

    private var place: LineWords.Place {
        LineWords.Place(
            above: line, area: area, seats: [seat.id: seat], side: Identifier(random: [UInt8](repeating: 5, count: 10)))
    }

    @Test func `a wording that is opened and sent again unchanged stays the same`() throws {
        let day = try #require(Day("2004-07-31"))
        let promise = Promise(by: seat.body, owner: seat.id, due: .day(day))
        let parts: [Part] = [
            .summary(text: "More help,\n\nand sooner."), .vision(text: "\"\u{301} & <b>"), .term(text: "Within means"),
            .consulted(partner: "Heads", said: "Yes"),
            .priority(area: area, title: nil, reason: "Far", horizon: .short),
            .contribution(priority: line, text: "Advisers", promise: promise),
            .paragraph(number: 7, sense: .undertaking, text: "We will:", promise: promise),
            .point(paragraph: line, mark: "a", sense: .vision, text: "learn", promise: nil),
            .group(number: 1, text: "Core"), .note(mark: "1", text: "See h"), .drafter(name: "CONFED"),
            .area(area: area, group: line, code: "m", title: "London", text: "for it", limit: .london),
            .signatory(seat: seat.id, order: 2), .commencement(inForce: day, publication: nil),
        ]
        for part in parts { #expect(try LineWords(part).part(part.name, place) == part) }
    }

    @Test func `the side whose seat answers for a contribution is the one that promises it`() throws {
        let words = LineWords(["text": "Advisers", "owner": seat.id.description, "due": "throughout"])
        #expect(try words.part(.contribution, place).promise?.by == seat.body)
    }

    @Test func `an empty contribution is told all that it lacks at once`() throws {
        let refusal = #expect(throws: Refusal.self) { try LineWords([:]).part(.contribution, place) }
        #expect(refusal?.faults.map(\.field) == ["text", "owner", "due"])
    }

    @Test func `a point is cited by its letter in brackets, and by a dash as it is`() {
        #expect(citation(2, "a") == "2(a)")
        #expect(citation(5, "–") == "5–")
    }
}
