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

    private let proposer = Identifier<Body>(random: [UInt8](repeating: 5, count: 10))

    private var choices: LineChoices {
        LineChoices(parties: [], seats: [seat], agenda: nil, proposer: proposer)
    }

    private func read(_ name: Part.Name, _ words: LineWords, standing: Part? = nil) -> LineReading {
        LineReading(name, above: line, words, standing: standing, choices)
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
        for part in parts {
            let reading = read(part.name, LineWords(LineWords(part).ofLine), standing: part)
            #expect(reading.content == part)
            #expect(reading.faults == [])
        }
    }

    @Test func `the side whose seat answers for a contribution is the one that promises it`() throws {
        let words = LineWords(["text": "Advisers", "owner": seat.id.description, "due": "throughout"])
        #expect(read(.contribution, words).content?.promise?.by == seat.body)
        let nobody = LineWords(["text": "Advisers", "by": seat.body.description, "due": "throughout"])
        #expect(read(.contribution, nobody).content?.promise?.by == proposer)
    }

    @Test func `naming nobody takes a promise away`() throws {
        let promise = Promise(by: seat.body, owner: seat.id, due: .considers)
        let part = Part.paragraph(number: 7, sense: .undertaking, text: "We will:", promise: promise)
        var words = LineWords(part)
        words["owner"] = ""
        let reading = read(.paragraph, words, standing: part)
        #expect(reading.content == .paragraph(number: 7, sense: .undertaking, text: "We will:", promise: nil))
        #expect(reading.faults == [])
    }

    @Test func `a form cannot make an area another area`() {
        let part = Part.area(area: area, group: line, code: "m", title: "London", text: "for it", limit: .london)
        var words = LineWords(part)
        words["area"] = line.description
        #expect(read(.area, words, standing: part).content == part)
    }

    @Test func `an empty contribution is told all that it lacks at once`() throws {
        let reading = read(.contribution, LineWords())
        let rules = Refusal([
            Fault("wording.empty", field: "text", "Enter what is contributed"),
            Fault("promise.owner", field: "owner", "Choose the seat that answers for it"),
        ])
        let refusal = #expect(throws: Refusal.self) { try reading.checked { () throws(Refusal) in throw rules } }
        #expect(refusal?.faults.map(\.field) == ["text", "owner", "due"])
    }

    @Test func `a priority without an area is told all that it lacks at once`() {
        let refusal = #expect(throws: Refusal.self) { try read(.priority, LineWords()).part() }
        #expect(refusal?.faults.map(\.field) == ["area", "horizon", "reason"])
    }

    @Test func `whoever has not read what stands is told that alone`() {
        let reading = read(.contribution, LineWords())
        let refusal = #expect(throws: Refusal.self) {
            try reading.checked { () throws(Refusal) in throw Refusal.stale(2) }
        }
        #expect(refusal == Refusal.stale(2))
    }

    @Test func `a point is cited by its letter in brackets, and by a dash as it is`() {
        #expect(citation(2, "a") == "2(a)")
        #expect(citation(5, "–") == "5–")
    }
}
