import Testing
import Vocabulary

@Suite struct PeriodTests {
    @Test func `a label has one meaning, however it is spelled`() throws {
        func period(_ label: String, _ year: Period.Year = .academic) -> Period? { Period(label, counting: year) }
        #expect(period("2023") == Period(.academic, from: 2023, to: 2023))
        for label in ["2022/23", "2022-23"] {
            #expect(period(label) == period("2023") && period(label, .financial) == period("2023", .financial))
        }
        #expect(period("1999/00") == Period(.academic, from: 2000, to: 2000))
        #expect(period("2013-15", .calendar) == Period(.calendar, from: 2013, to: 2015))
        #expect(period("2014-15", .calendar) == Period(.calendar, from: 2014, to: 2015))
        #expect(period("2013/14-15/16", .financial) == Period(.financial, from: 2014, to: 2016))
        for label in ["2023(prov)", "2023 (Prov)", "2023 (provisional)"] {
            #expect(period(label) == Period(.academic, from: 2023, to: 2023, .provisional))
        }
        #expect(period("2018 (Rev)") == period("2018 (Revised)") && period("2018 (Rev)") != period("2018"))
        #expect(period("2016-17 (OT)", .financial) == Period(.financial, from: 2017, to: 2017, .outturn))
    }

    @Test(arguments: [
        "", "0", "23", "2023/2", "2023/23-24", "2013/15-16/17", "2013/14-15/17", "2023 (new)", "prov)", "20x3", "2023-",
        "2010-50",
    ])
    func `a label without a meaning is none`(label: String) { #expect(Period(label, counting: .academic) == nil) }

    @Test func `periods come in the order in which they end, and say what they are`() throws {
        let labels = ["2016/17-18/19", "2018", "2017/18", "2019 (Revised)", "2013/14-15/16"]
        let periods = try labels.map { try #require(Period($0, counting: .academic)) }
        #expect(Set(periods).count == 4)
        #expect(
            Set(periods).sorted().map(\.description) == [
                "2013/14 to 2015/16", "2017/18", "2016/17 to 2018/19", "2018/19 (revised)",
            ])
        #expect(Period("2014-16", counting: .calendar)?.description == "2014 to 2016")
    }
}
