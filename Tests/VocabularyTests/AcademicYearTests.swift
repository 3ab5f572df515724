import Testing
import Vocabulary

@Suite struct AcademicYearTests {
    @Test(arguments: ["2003", "2003/04", "2003-04", "2003/2004", "2003-2004"])
    func `the year of the first compacts is read in each of its spellings`(text: String) {
        #expect(AcademicYear(text)?.start == 2003)
        #expect(AcademicYear(text)?.description == "2003/04")
    }

    @Test(arguments: [
        "", "03/04", "2003/05", "2003/03", "2003/4", "2003/", "2003-", "/2003", "-2003", "2003//04", "2003/+4", "+003",
        "2003 04", "2003/04/05", "1899", "2200", "2003/2005", "twenty", " 2003", "2003/0\u{0664}",
    ])
    func `anything else is no academic year`(text: String) {
        #expect(AcademicYear(text) == nil)
    }

    @Test func `the turn of the century has a year of its own`() {
        #expect(AcademicYear("1999/00")?.start == 1999)
        #expect(AcademicYear("1999/2000")?.description == "1999/00")
        #expect(AcademicYear("2199/00")?.start == 2199)
    }

    @Test func `a school year runs from the first of September to the last of August`() throws {
        let year = try #require(AcademicYear(start: 2003))
        #expect(year.firstDay.description == "2003-09-01")
        #expect(year.lastDay.description == "2004-08-31")
        #expect(AcademicYear(holding: year.firstDay) == year)
        #expect(AcademicYear(holding: year.lastDay) == year)
        #expect(AcademicYear(holding: year.firstDay.adding(days: -1))?.start == 2002)
        #expect(AcademicYear(holding: year.lastDay.adding(days: 1))?.start == 2004)
        #expect(AcademicYear(holding: Day(number: -100_000)) == nil)
        #expect(year < AcademicYear(start: 2004) ?? year)
    }
}
