import Testing
import Vocabulary

@Suite struct DayTests {
    @Test func `the calendar agrees with one that counts day by day, over four hundred years and more`() throws {
        var (year, month, day, weekday) = (1600, 1, 1, 6)
        var number = try #require(Day(1600, 1, 1)).number
        #expect(number == -135_140)
        while year < 2201 {
            let today = Day(number: number)
            let parts = today.parts
            guard parts == (year, month, day), Day(year, month, day) == today, today.weekday == weekday else {
                Issue.record("\(year)-\(month)-\(day) is told as \(parts), weekday \(today.weekday)")
                return
            }
            let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
            let lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            if day == lengths[month - 1] {
                #expect(Day(year, month, day + 1) == nil)
                (month, day) = month == 12 ? (1, 1) : (month + 1, 1)
                if month == 1 { year += 1 }
            } else {
                day += 1
            }
            weekday = weekday % 7 + 1
            number += 1
        }
    }

    @Test func `a day is read as it is written, and no other way`() throws {
        let day = try #require(Day("2003-07-23"))
        #expect(day.parts == (2003, 7, 23))
        #expect(day.description == "2003-07-23")
        #expect(day.written == "23 July 2003")
        #expect(Day("0001-01-01")?.description == "0001-01-01")
        #expect(Day("9999-12-31")?.description == "9999-12-31")
        let wrong = [
            "", "2003-7-23", "23/07/2003", "2003-02-29", "1900-02-29", "2003-13-01", "2003-00-10", "2003-04-31",
            "2003-07-23 ", "0000-01-01", "+003-07-23", "2003-07-2\u{0663}", "20030723", "2003_07_23",
        ]
        for text in wrong { #expect(Day(text) == nil, "\(text)") }
        #expect(Day("2000-02-29") != nil)
    }

    @Test func `days are in order and can be counted on`() throws {
        let day = try #require(Day("2003-12-31"))
        #expect(day.adding(days: 1).description == "2004-01-01")
        #expect(day.adding(days: -365).description == "2002-12-31")
        #expect(day < day.adding(days: 1))
        #expect(!(day < day))
    }
}
