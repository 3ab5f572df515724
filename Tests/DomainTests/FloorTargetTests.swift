import Domain
import Foundation
import Testing
import Vocabulary

@Suite struct FloorTargetTests {
    private typealias Figures = [MeasureCode: Figure]

    private func code(_ text: String) throws -> MeasureCode { try #require(MeasureCode(text)) }

    private func year(_ last: Int, _ status: Period.Status = .published) -> Period {
        Period(.academic, from: last, to: last, status)
    }

    private func below(_ measure: String, _ value: String) throws -> FloorCondition {
        .below(measure: try code(measure), value: try #require(Quantity(value)))
    }

    private func figures(_ values: [String: Double?]) throws -> [MeasureCode: Figure] {
        var figures: Figures = [:]
        for (measure, value) in values {
            figures[try code(measure)] = value.map { .value($0) } ?? .missing(.suppressed)
        }
        return figures
    }

    /// A key stage 2 result of 2016 or later, well above the floor but for what is said here.
    private func primary(_ values: [String: Double?] = [:]) throws -> [MeasureCode: Figure] {
        let fine: [String: Double?] = [
            "TELIG": 30, "PTRWM_EXP": 70, "READPROG": 0, "READPROG_UPPER": 2, "WRITPROG": 0, "WRITPROG_UPPER": 2,
            "MATPROG": 0, "MATPROG_UPPER": 2,
        ]
        return try figures(fine.merging(values) { $1 })
    }

    private func judge(_ floor: FloorTarget, _ year: Int, _ figures: [MeasureCode: Figure], kind: String = "CY")
        -> FloorResult
    {
        floor.judge([self.year(year): figures], kind: kind)
    }

    private func isBelow(_ result: FloorResult) -> Bool { if case .below = result { true } else { false } }

    private func why(_ result: FloorResult) -> String? {
        switch result {
        case .doesNotApply(let why), .cannotBeJudged(let why): why
        case .below, .notBelow: nil
        }
    }

    // The floors that were published.

    @Test func `in 2016 to 2018 either the attainment or all of the progress kept a primary school above the floor`()
        throws
    {
        let floor = FloorTarget.keyStage2From2016
        func result(_ values: [String: Double?]) throws -> FloorResult { judge(floor, 2017, try primary(values)) }
        #expect(try result([:]) == .notBelow)
        #expect(try result(["PTRWM_EXP": 64]) == .notBelow)
        #expect(try result(["READPROG": -9, "WRITPROG": -9, "MATPROG": -9]) == .notBelow)
        #expect(try result(["PTRWM_EXP": 65, "READPROG": -9, "MATPROG": -9]) == .notBelow)
        #expect(isBelow(try result(["PTRWM_EXP": 64, "READPROG": -9, "MATPROG": -9])))
        // At the threshold is not below it; and writing's is lower than the others'.
        #expect(try result(["PTRWM_EXP": 64, "READPROG": -5, "WRITPROG": -7, "MATPROG": -5]) == .notBelow)
        #expect(try result(["PTRWM_EXP": 64, "READPROG": -5.1, "WRITPROG": -6, "MATPROG": -5]) == .notBelow)
    }

    @Test func `a single subject counted only where it was significantly low`() throws {
        for (subject, low) in [("READPROG", -5.1), ("WRITPROG", -7.1), ("MATPROG", -5.1)] {
            func result(_ upper: Double?) throws -> FloorResult {
                judge(
                    .keyStage2From2016, 2018, try primary(["PTRWM_EXP": 64, subject: low, "\(subject)_UPPER": upper]))
            }
            #expect(try result(0) == .notBelow)
            #expect(try result(0.3) == .notBelow)
            #expect(isBelow(try result(-0.1)))
            #expect(try why(result(nil)) == "There is no value for \(subject)_UPPER in 2017/18.")
        }
        // With two of them nobody asks how sure it is.
        let two = try primary([
            "PTRWM_EXP": 64, "READPROG": -5.1, "READPROG_UPPER": nil, "MATPROG": -5.1, "MATPROG_UPPER": nil,
        ])
        #expect(isBelow(judge(.keyStage2From2016, 2018, two)))
    }

    @Test func `what makes a school fall below is said`() throws {
        let figures = try primary(["PTRWM_EXP": 45, "READPROG": -6.1, "READPROG_UPPER": -2.3])
        #expect(
            judge(.keyStage2From2016, 2017, figures)
                == .below(
                    since: year(2017),
                    sentence: "Below in 2016/17: PTRWM_EXP was 45, below 65; READPROG was -6.1, below -5; "
                        + "READPROG_UPPER was -2.3, so that it is below 0 by more than chance."))
        let named = FloorTarget.keyStage2From2016.judge([year(2017): figures], kind: "CY") { "the measure \($0)" }
        guard case .below(_, let sentence) = named else { Issue.record("not below"); return }
        #expect(sentence.contains("the measure READPROG was -6.1"))
    }

    @Test func `until 2015 a school was below that was under the median in all three subjects`() throws {
        func result(_ floor: FloorTarget, _ year: Int, _ reading: Double, _ writing: Double, _ maths: Double) throws
            -> FloorResult
        {
            judge(
                floor, year,
                try figures([
                    "TELIG": 11, "PTREADWRITTAMATX": 64, "PT2READ": reading, "PT2WRITTA": writing, "PT2MATH": maths,
                ]))
        }
        #expect(isBelow(try result(.keyStage2In2014, 2014, 93, 95, 92)))
        #expect(try result(.keyStage2In2014, 2014, 93, 96, 92) == .notBelow)
        #expect(isBelow(try result(.keyStage2In2015, 2015, 93, 96, 92)))
        #expect(try result(.keyStage2In2015, 2015, 94, 90, 90) == .notBelow)
    }

    @Test func `a secondary school was below with Progress 8 under minus a half, if significantly under nought`() throws
    {
        func result(_ progress: Double?, _ upper: Double?, pupils: Double? = 100, share: Double? = 95) throws
            -> FloorResult
        {
            judge(
                .progress8, 2018,
                try figures(["P8MEA": progress, "P8CIUPP": upper, "TPUP": pupils, "P8MEACOV": share]), kind: "ACC")
        }
        #expect(isBelow(try result(-0.51, -0.01)))
        #expect(try result(-0.5, -0.3) == .notBelow)
        #expect(try result(-0.51, 0) == .notBelow)
        #expect(try result(nil, -0.1) == .cannotBeJudged(why: "There is no value for P8MEA in 2017/18."))
        #expect(try result(nil, nil) == .cannotBeJudged(why: "There is no value for P8MEA and P8CIUPP in 2017/18."))
        // Whatever the score was, it is not below where its limit is not.
        #expect(try result(nil, 0.1) == .notBelow)
        #expect(
            try why(result(-2, -1, pupils: 5))
                == "The Progress 8 floor standard asks for at least 6: TPUP was 5 in 2017/18.")
        #expect(try why(result(-2, -1, share: 49))?.contains("at least 50: P8MEACOV was 49") == true)
        #expect(isBelow(try result(-2, -1, pupils: 6, share: 50)))
    }

    @Test func `every published floor looks at measures of the performance tables and is written and read again`()
        throws
    {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        for floor in FloorTarget.published {
            let data = try encoder.encode(floor)
            #expect(try JSONDecoder().decode(FloorTarget.self, from: data) == floor)
            #expect(try encoder.encode(JSONDecoder().decode(FloorTarget.self, from: data)) == data)
            #expect(floor.until.last < 2019)
        }
        #expect(
            FloorTarget.progress8.measures.map(\.text).sorted() == ["P8CIUPP", "P8MEA", "P8MEACOV", "TPUP"])
        #expect(
            FloorTarget.keyStage2From2016.measures.map(\.text).sorted() == [
                "MATPROG", "MATPROG_UPPER", "PTRWM_EXP", "READPROG", "READPROG_UPPER", "TELIG", "WRITPROG",
                "WRITPROG_UPPER",
            ])
        #expect(
            String(decoding: try encoder.encode(FloorTarget.progress8), as: UTF8.self)
                == #"{"cohorts":[{"least":6,"measure":"TPUP"},{"least":50,"measure":"P8MEACOV"}],"condition":{"all":{"of":["#
                + #"{"below":{"measure":"P8MEA","value":"-0.5"}},"#
                + #"{"significantlyBelow":{"upperLimit":"P8CIUPP","value":"0"}}]}},"from":"academic 2016","#
                + #""kinds":["AC","ACC","CTC","CY","F","FD","VA","VC"],"name":"The Progress 8 floor standard","#
                + #""until":"academic 2018","years":1}"#)
    }

    // To whom and when it applies.

    @Test func `a floor applies to its sorts of school and to no others`() throws {
        let low = try primary(["PTRWM_EXP": 10, "READPROG": -9, "MATPROG": -9])
        for kind in ["CY", "VA", "VC", "FD", "AC", "ACC", "F", "CTC"] {
            #expect(isBelow(judge(.keyStage2From2016, 2017, low, kind: kind)))
        }
        for kind in ["CYS", "ACS", "IND", ""] {
            #expect(
                judge(.keyStage2From2016, 2017, low, kind: kind)
                    == .doesNotApply(
                        why: "The key stage 2 floor standard of 2016 to 2018 does not apply to this kind of school."))
        }
        let all = FloorTarget(
            name: "All", from: year(2016), until: year(2018), condition: try below("PTRWM_EXP", "65"))
        #expect(isBelow(judge(all, 2017, low, kind: "CYS")))
    }

    @Test func `a floor applies from its first year to its last`() throws {
        let low = try primary(["PTRWM_EXP": 10, "READPROG": -9, "MATPROG": -9])
        let floor = FloorTarget.keyStage2From2016
        #expect(
            why(judge(floor, 2015, low))?.contains(
                "was first applied in 2015/16, and the latest figures are for 2014/15") == true)
        #expect(isBelow(judge(floor, 2016, low)))
        #expect(isBelow(judge(floor, 2018, low)))
        #expect(
            why(judge(floor, 2019, low))?.contains(
                "was last applied in 2017/18, and the latest figures are for 2018/19") == true)
    }

    @Test func `too small a cohort is not judged`() throws {
        let low: [String: Double?] = ["PTRWM_EXP": 10, "READPROG": -9, "MATPROG": -9]
        func result(_ pupils: Double?) throws -> FloorResult {
            judge(.keyStage2From2016, 2017, try primary(low.merging(["TELIG": pupils]) { $1 }))
        }
        #expect(
            try why(result(10))
                == "The key stage 2 floor standard of 2016 to 2018 asks for at least 11: TELIG was 10 in 2016/17.")
        #expect(isBelow(try result(11)))
        #expect(try result(nil) == .cannotBeJudged(why: "There is no value for TELIG in 2016/17."))
        #expect(judge(.keyStage2From2016, 2017, try primary(["TELIG": nil])) == .notBelow)
    }

    @Test func `nothing is judged of which nothing is published`() throws {
        #expect(
            FloorTarget.progress8.judge([:], kind: "CY")
                == .cannotBeJudged(why: "No figures of this school have been published."))
        let financial = [Period(.financial, from: 2017, to: 2017): try primary(["PTRWM_EXP": 10])]
        #expect(
            why(FloorTarget.keyStage2From2016.judge(financial, kind: "CY"))
                == "No figures of this school have been published.")
    }

    @Test func `of several figures of one year the most settled ones count`() throws {
        let (low, fine) = (try primary(["PTRWM_EXP": 10, "READPROG": -9, "MATPROG": -9]), try primary())
        let floor = FloorTarget.keyStage2From2016
        #expect(floor.judge([year(2017, .provisional): low, year(2017, .final): fine], kind: "CY") == .notBelow)
        #expect(isBelow(floor.judge([year(2017, .provisional): fine, year(2017, .revised): low], kind: "CY")))
    }

    // Several years.

    private func running(_ years: Int) throws -> FloorTarget {
        FloorTarget(
            name: "The rule", from: year(2014), until: year(2020),
            cohorts: [FloorTarget.Cohort(measure: try code("pupils"), least: 11)], years: years,
            condition: try below("share", "85"))
    }

    private func shares(_ shares: [Int: Double?], pupils: [Int: Double] = [:]) throws -> [Period: [MeasureCode: Figure]]
    {
        var figures: [Period: Figures] = [:]
        for (last, share) in shares {
            figures[year(last)] = try self.figures(["share": share, "pupils": pupils[last] ?? 40])
        }
        return figures
    }

    private func since(_ result: FloorResult) -> Int? {
        if case .below(let since, _) = result { since.last } else { nil }
    }

    @Test func `three years running are three years without one between`() throws {
        let rule = try running(3)
        func result(_ figures: [Int: Double?], pupils: [Int: Double] = [:]) throws -> FloorResult {
            rule.judge(try shares(figures, pupils: pupils), kind: "CY")
        }
        #expect(since(try result([2016: 80, 2017: 80, 2018: 80])) == 2016)
        #expect(since(try result([2014: 80, 2015: 80, 2016: 80, 2017: 80, 2018: 80])) == 2014)
        #expect(since(try result([2014: 80, 2015: 90, 2016: 80, 2017: 80, 2018: 80])) == 2016)
        #expect(try result([2016: 90, 2017: 80, 2018: 80]) == .notBelow)
        #expect(try result([2016: 80, 2017: 80, 2018: 85]) == .notBelow)
        #expect(try result([2016: nil, 2017: 90, 2018: 80]) == .notBelow)
        #expect(
            try result([2016: nil, 2017: 80, 2018: 80])
                == .cannotBeJudged(why: "There is no value for share in 2015/16."))
        #expect(
            try result([2016: 80, 2018: 80]) == .cannotBeJudged(why: "No figures for 2016/17 have been published."))
        #expect(try result([2016: 80, 2017: 80, 2018: 80], pupils: [2017: 5]) == .notBelow)
        #expect(
            try why(result([2014: 80, 2015: 80]))
                == "The rule was first applied in 2015/16, and the latest figures are for 2014/15.")
        #expect(since(try result([2013: 80, 2014: 80, 2015: 80, 2016: 80])) == 2014)
    }

    @Test func `since when a school has been below goes back as long as nothing is between`() throws {
        let rule = try running(1)
        #expect(since(rule.judge(try shares([2015: 80, 2016: 90, 2017: 80, 2018: 80]), kind: "")) == 2017)
        #expect(since(rule.judge(try shares([2016: 80, 2017: nil, 2018: 80]), kind: "")) == 2018)
        #expect(
            rule.judge(try shares([2017: 80, 2018: 80.5]), kind: "")
                == .below(
                    since: year(2017),
                    sentence: "Below in 2017/18, as in every year since 2016/17: share was 80.5, below 85."))
    }

    // What is not known.

    @Test func `what is not known counts only where it makes a difference`() throws {
        let (yes, no, unknown) = (try below("a", "5"), try below("b", "5"), try below("c", "5"))
        let figures = try figures(["a": 1, "b": 9, "c": nil])
        #expect(yes.holds(figures) == true)
        #expect(no.holds(figures) == false)
        #expect(unknown.holds(figures) == nil)
        #expect(try below("never published", "5").holds(figures) == nil)
        let cases: [([FloorCondition], all: Bool?, any: Bool?)] = [
            ([], true, false), ([yes], true, true), ([no], false, false), ([unknown], nil, nil),
            ([yes, no], false, true), ([yes, unknown], nil, true), ([unknown, no], false, nil),
            ([yes, no, unknown], false, true),
        ]
        for (parts, all, any) in cases {
            #expect(FloorCondition.all(of: parts).holds(figures) == all)
            #expect(FloorCondition.any(of: parts).holds(figures) == any)
        }
        #expect(FloorCondition.any(of: [no, .all(of: [yes, unknown])]).holds(figures) == nil)
        #expect(FloorCondition.any(of: [yes, .all(of: [yes, unknown])]).holds(figures) == true)
    }

    @Test func `below is less, and at most is less or the same`() throws {
        let five = try #require(Quantity("5.0"))
        let (below, most) = (
            FloorCondition.below(measure: try code("a"), value: five),
            FloorCondition.atMost(measure: try code("a"), value: five)
        )
        for (value, isBelow, isMost) in [(4.9, true, true), (5.0, false, true), (5.1, false, false)] {
            #expect(below.holds(try figures(["a": value])) == isBelow)
            #expect(most.holds(try figures(["a": value])) == isMost)
        }
        let rule = FloorTarget(name: "The rule", from: year(2014), until: year(2020), condition: most)
        #expect(
            judge(rule, 2016, try figures(["a": 5]))
                == .below(since: year(2016), sentence: "Below in 2015/16: a was 5, not above 5.0."))
    }
}
