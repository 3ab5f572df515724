import Pathfinders
import Testing
import Vocabulary

@Suite struct InstantTests {
    /// Last moment before, first moment of each summer time, by the time zone database.
    @Test(arguments: [
        ("1996-03-31", "1996-10-27"), ("2003-03-30", "2003-10-26"), ("2004-03-28", "2004-10-31"),
        ("2012-03-25", "2012-10-28"), ("2026-03-29", "2026-10-25"), ("2100-03-28", "2100-10-31"),
    ])
    func `summer time runs from one o'clock UTC on the last Sunday in March to that in October`(
        spring: String, autumn: String
    ) throws {
        func hour(_ text: String) throws -> Int { try #require(Instant(text)).londonTime.hour }
        #expect(try hour("\(spring)T00:59:59.999Z") == 0)
        #expect(try hour("\(spring)T01:00:00.000Z") == 2)
        #expect(try hour("\(autumn)T00:59:59.999Z") == 1)
        #expect(try hour("\(autumn)T01:00:00.000Z") == 1)
    }

    @Test func `in summer the day in London ends an hour before the day in UTC`() throws {
        func day(_ text: String) throws -> String { try #require(Instant(text)).londonDay.description }
        #expect(try day("2003-07-23T22:59:59.999Z") == "2003-07-23")
        #expect(try day("2003-07-23T23:00:00.000Z") == "2003-07-24")
        #expect(try day("2003-12-31T23:59:59.999Z") == "2003-12-31")
        #expect(try day("2004-01-01T00:00:00.000Z") == "2004-01-01")
        // The night before summer time begins, and the night on which it ends.
        #expect(try day("2003-03-29T23:30:00.000Z") == "2003-03-29")
        #expect(try day("2003-03-30T23:30:00.000Z") == "2003-03-31")
        #expect(try day("2003-10-25T23:30:00.000Z") == "2003-10-26")
        #expect(try day("2003-10-26T23:30:00.000Z") == "2003-10-26")
    }

    @Test func `a moment is written for people by the clock in London`() throws {
        #expect(Instant("2003-07-23T10:30:00.000Z")?.written == "23 July 2003, 11:30am")
        #expect(Instant("2003-01-01T00:05:00.000Z")?.written == "1 January 2003, 12:05am")
        #expect(Instant("2003-01-01T12:00:00.000Z")?.written == "1 January 2003, 12:00pm")
    }

    @Test func `a moment is read as it is written, and no other way`() {
        var random = Seeded(23)
        for _ in 0..<500 {
            let moment = Instant(
                milliseconds: Int64.random(in: -5_000_000_000_000...200_000_000_000_000, using: &random))
            #expect(Instant(moment.description) == moment)
        }
        for text in [
            "2003-07-23T10:30:00Z", "2003-07-23T24:00:00.000Z", "2003-07-23T10:60:00.000Z", "2003-07-23T10:30:60.000Z",
            "2003-07-23 10:30:00.000Z", "2003-07-23T10:30:00.000+", "2003-02-30T10:30:00.000Z", "",
        ] {
            #expect(Instant(text) == nil, "\(text)")
        }
    }

    @Test func `moments are in order and can be counted on`() {
        let moment = Instant(milliseconds: -1)
        #expect(moment.description == "1969-12-31T23:59:59.999Z")
        #expect(moment.adding(seconds: 1).milliseconds == 999)
        #expect(moment < moment.adding(seconds: 1))
    }
}
