import Domain
import Foundation
import Pathfinders
import Testing
import Vocabulary

@Suite struct JudgementTests {
    /// From 49% in 2018/19 to 65% in 2025/26, at an authority.
    private func target(
        _ place: Int = 926, against: Target.Against = .itself, _ direction: Target.Direction = .rise, decimals: Int = 0,
        unit: String = "Percentage", from: String = "49", steps: [(Int, String)] = [], to: String = "65",
        years: (Int, Int) = (2019, 2026)
    ) throws -> Target {
        Target(
            set: "ks2", measure: try #require(MeasureCode("KS2RWM_Expected")), place: try #require(PlaceCode(place)),
            group: against == .itself ? .all : PupilGroup(["pupils": "Disadvantaged"]), against: against,
            direction: direction, decimals: decimals, unit: unit, baseline: try point(years.0, from),
            milestones: try steps.map { try point($0.0, $0.1) }, goal: try point(years.1, to))
    }

    private func year(_ last: Int, _ status: Period.Status = .published) -> Period {
        Period(.academic, from: last, to: last, status)
    }

    private func point(_ last: Int, _ value: String) throws -> Target.Point {
        Target.Point(period: year(last), value: try #require(Quantity(value)))
    }

    private func seen(_ last: Int, _ value: Double, _ status: Period.Status = .published) -> Observation {
        Observation(period: year(last, status), figure: .value(value), release: "release \(last) \(status)")
    }

    private func empty(_ last: Int, _ missing: Missing, _ status: Period.Status = .published) -> Observation {
        Observation(period: year(last, status), figure: .missing(missing))
    }

    private func gap(_ last: Int, _ own: Figure, _ other: Figure?) -> Observation {
        Observation(period: year(last), figure: own, other: other)
    }

    // What a target is.

    @Test func `a target stands in the record in few lasting words`() throws {
        let target = try target(against: .group(other: PupilGroup(["pupils": "Others"])), steps: [(2023, "57")])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let text = String(decoding: try encoder.encode(target), as: UTF8.self)
        #expect(
            text == #"{"against":{"group":{"other":{"pupils":"Others"}}},"#
                + #""baseline":{"period":"academic 2019","value":"49"},"decimals":0,"direction":"rise","#
                + #""goal":{"period":"academic 2026","value":"65"},"group":{"pupils":"Disadvantaged"},"#
                + #""measure":"KS2RWM_Expected","milestones":[{"period":"academic 2023","value":"57"}],"#
                + #""place":"926","set":"ks2","unit":"Percentage"}"#)
        #expect(try JSONDecoder().decode(Target.self, from: Data(text.utf8)) == target)
        let plain = try self.target()
        #expect(try JSONDecoder().decode(Target.self, from: encoder.encode(plain)) == plain)
    }

    @Test func `a target of an authority or a school that improves or keeps a level is right`() throws {
        #expect(try target().faults() == [])
        #expect(try target(116_296).faults() == [])
        #expect(try target(steps: [(2021, "52"), (2023, "52"), (2025, "65")]).faults() == [])
        #expect(try target(from: "65", to: "65").faults() == [])
        #expect(try target(.fall, decimals: 1, from: "6.5", steps: [(2022, "5.5")], to: "5").faults() == [])
        #expect(try target(against: .england, from: "-9", to: "0").faults() == [])
    }

    private func target(
        _ direction: Target.Direction, decimals: Int = 0, from: String, steps: [(Int, String)] = [], to: String
    ) throws -> Target {
        try target(926, direction, decimals: decimals, from: from, steps: steps, to: to)
    }

    private func rules(_ target: Target) -> [String] { target.faults().map { "\($0.rule) \($0.field ?? "")" } }

    @Test func `a target is refused for what is wrong with it, and told what to do`() throws {
        #expect(rules(try target(970)) == ["target.place place"])
        let same = PupilGroup(["pupils": "Disadvantaged"])
        #expect(rules(try target(against: .group(other: same))) == ["target.group against"])
        #expect(rules(try target(decimals: 7)) == ["target.decimals decimals"])
        #expect(rules(try target(decimals: -1)) == ["target.decimals decimals"])
        #expect(rules(try target(from: "49.5")) == ["target.precision baseline"])
        #expect(rules(try target(decimals: 1, to: "65.25")) == ["target.precision goal"])
        #expect(rules(try target(steps: [(2022, "50.5")])) == ["target.precision milestones"])
        #expect(rules(try target(years: (2026, 2026))) == ["target.order goal-year"])
        #expect(rules(try target(steps: [(2019, "50")])) == ["target.order milestones"])
        #expect(rules(try target(steps: [(2026, "50")])) == ["target.order milestones"])
        #expect(rules(try target(steps: [(2027, "50")])) == ["target.order milestones"])
        #expect(rules(try target(steps: [(2023, "50"), (2022, "51")])) == ["target.order milestones"])
        #expect(rules(try target(to: "48")) == ["target.direction goal"])
        #expect(rules(try target(.fall, from: "49", to: "50")) == ["target.direction goal"])
        #expect(rules(try target(steps: [(2022, "48")])) == ["target.milestone milestones"])
        #expect(rules(try target(steps: [(2022, "66")])) == ["target.milestone milestones"])
        #expect(rules(try target(steps: [(2021, "55"), (2022, "54")])) == ["target.milestone milestones"])
        let many = (0..<11).map { (2020 + $0, "50") }
        #expect(rules(try target(steps: many, years: (2019, 2040))) == ["target.many milestones"])
        #expect(rules(try target(steps: Array(many.dropLast()), years: (2019, 2040))) == [])
        #expect(
            try target(to: "48").faults().map(\.message) == [
                "Enter a goal that is higher than the baseline's 49, or the same to keep it"
            ])
    }

    @Test func `all years of a target are counted in one manner`() throws {
        func counted(_ period: Period) throws -> [String] {
            let goal = Target.Point(period: period, value: try #require(Quantity("65")))
            let one = try target()
            return rules(
                Target(
                    set: one.set, measure: one.measure, place: one.place, direction: .rise, decimals: 0, unit: one.unit,
                    baseline: one.baseline, goal: goal))
        }
        #expect(try counted(Period(.financial, from: 2026, to: 2026)) == ["target.counting goal-year"])
        #expect(try counted(Period(.academic, from: 2024, to: 2026)) == ["target.counting goal-year"])
        #expect(try counted(Period(.academic, from: 2026, to: 2026, .final)) == [])
    }

    @Test func `what is expected lies on straight lines from the baseline through the milestones to the goal`() throws {
        let target = try target(steps: [(2021, "50"), (2025, "62")])
        #expect((2018...2027).map { target.expected(in: year($0)) } == [nil, 49, 49.5, 50, 53, 56, 59, 62, 65, nil])
        #expect(target.expected(in: year(2022, .revised)) == 53)
        #expect(target.expected(in: Period(.financial, from: 2022, to: 2022)) == nil)
        #expect(target.expected(in: Period(.academic, from: 2020, to: 2022)) == nil)
        let thirds = try self.target(from: "0", to: "1", years: (2020, 2023))
        #expect(thirds.expected(in: year(2021)) == 0.333333333)
    }

    // How it is judged.

    @Test func `a goal is met by a figure that is as good, and missed by one that is worse`() throws {
        let target = try target()
        let met = target.judge([seen(2019, 49), seen(2026, 66)])
        #expect(met.verdict == .met)
        #expect(met.sentence == "66% in 2025/26, where the goal was 65%: met, with 1 percentage point to spare.")
        #expect(met.actual?.text == "66%")
        #expect(met.expected == 65)
        #expect(met.release == "release 2026 published")
        #expect(met.notes == [])
        #expect(target.judge([seen(2026, 65)]).sentence == "65% in 2025/26, which was the goal: met.")
        let missed = target.judge([seen(2026, 63)])
        #expect(missed.verdict == .missed)
        #expect(missed.sentence == "63% in 2025/26, where the goal was 65%: missed by 2 percentage points.")
        #expect(target.judge([seen(2026, 70), seen(2027, 40)]).verdict == .met)
    }

    @Test func `a target whose year is to come is on course or behind by the straight line`() throws {
        let target = try target()
        let behind = target.judge([seen(2019, 49), seen(2022, 70), seen(2023, 52)])
        #expect(behind.verdict == .behind)
        // On the line it is 58.14.
        #expect(
            behind.sentence
                == "52% in 2022/23, where 58% was expected on the way from 49% in 2018/19 to 65% in 2025/26: "
                + "behind by 6 percentage points.")
        #expect(behind.expected == 58.142857143)
        let ahead = target.judge([seen(2023, 59)])
        #expect(ahead.verdict == .onCourse)
        #expect(ahead.sentence.hasSuffix("to 65% in 2025/26: on course, ahead by 1 percentage point."))
        #expect(
            target.judge([seen(2023, 58)]).sentence
                == "58% in 2022/23, as was expected on the way from 49% in 2018/19 to 65% in 2025/26: on course.")
    }

    @Test func `the milestones bend the way`() throws {
        let target = try target(steps: [(2023, "57")])
        #expect(
            target.judge([seen(2023, 52)]).sentence
                == "52% in 2022/23, where 57% was expected on the way from 49% in 2018/19 to 65% in 2025/26: "
                + "behind by 5 percentage points.")
        #expect(target.judge([seen(2023, 57)]).verdict == .onCourse)
    }

    @Test func `a goal that is reached early is on course, and it is said`() throws {
        let judgement = try target().judge([seen(2023, 66)])
        #expect(judgement.verdict == .onCourse)
        #expect(judgement.sentence.hasSuffix(": on course, and the goal is reached already."))
    }

    @Test func `where less is better, less is better`() throws {
        let target = try target(.fall, decimals: 1, from: "6.5", to: "3.0")
        #expect(target.judge([seen(2026, 2.9)]).verdict == .met)
        #expect(
            target.judge([seen(2026, 4)]).sentence
                == "4.0% in 2025/26, where the goal was 3.0%: missed by 1.0 percentage points.")
        #expect(target.judge([seen(2023, 4.5)]).verdict == .onCourse)
        #expect(target.judge([seen(2023, 4.6)]).verdict == .behind)
    }

    @Test func `a level is kept or it is not`() throws {
        let target = try target(from: "65", to: "65")
        #expect(
            target.judge([seen(2023, 65)]).sentence
                == "65% in 2022/23, where the target is to keep 65% until 2025/26: on course.")
        #expect(
            target.judge([seen(2023, 67)]).sentence.hasSuffix("until 2025/26: on course, ahead by 2 percentage points.")
        )
        #expect(target.judge([seen(2023, 64)]).sentence.hasSuffix("until 2025/26: behind by 1 percentage point."))
    }

    @Test func `values are compared at the target's decimals, half away from zero`() throws {
        #expect(try target().judge([seen(2026, 64.5)]).verdict == .met)
        #expect(try target().judge([seen(2026, 64.5)]).sentence == "65% in 2025/26, which was the goal: met.")
        #expect(try target().judge([seen(2026, 64.49)]).verdict == .missed)
        #expect(try target(decimals: 1).judge([seen(2026, 64.95)]).verdict == .met)
        #expect(try target(decimals: 1).judge([seen(2026, 64.94)]).verdict == .missed)
        #expect(try target(.fall, from: "70", to: "65").judge([seen(2026, 65.4)]).verdict == .met)
        #expect(try target(.fall, from: "70", to: "65").judge([seen(2026, 65.5)]).verdict == .missed)
        // A half on the line is rounded as a figure is: 49.5 is 50.
        let slow = try target(from: "49", to: "51", years: (2019, 2023))
        #expect(slow.judge([seen(2020, 49)]).verdict == .behind)
        #expect(slow.judge([seen(2020, 49.5)]).verdict == .onCourse)
        let below = try target(against: .england, from: "-3", to: "-2")
        #expect(below.judge([gap(2026, .value(60), .value(62.5))]).verdict == .missed)
        // As published, 65.35 less 65.1 is 0.25, which binary fractions miss.
        let near = try target(against: .england, decimals: 1, from: "0", to: "0.3")
        #expect(near.judge([gap(2026, .value(65.35), .value(65.1))]).verdict == .met)
    }

    @Test func `of several figures of one year the most settled one counts`() throws {
        let target = try target()
        let all: [(Period.Status, Double)] = [
            (.provisional, 61), (.outturn, 62), (.published, 63), (.revised, 64), (.final, 66),
        ]
        for count in 1...all.count {
            let judgement = target.judge(all.prefix(count).map { seen(2026, $0.1, $0.0) })
            #expect(judgement.actual?.value == all[count - 1].1)
            #expect(judgement.actual?.period.status == all[count - 1].0)
        }
        // Even where it takes the value away.
        let gone = target.judge([seen(2026, 66), empty(2026, .confidential, .revised)])
        #expect(gone.verdict == .cannotBeJudged(.missing(.confidential, of: .own)))
    }

    @Test func `a provisional figure is called one`() throws {
        let sentence = try target().judge([seen(2026, 66, .provisional)]).sentence
        #expect(
            sentence
                == "66% in 2025/26, a provisional figure, where the goal was 65%: met, with 1 percentage point to spare."
        )
        #expect(try !target().judge([seen(2026, 66, .final)]).sentence.contains("provisional"))
    }

    @Test func `only years that are counted as the target's are looked at`() throws {
        let others = [
            Period(.financial, from: 2026, to: 2026), Period(.calendar, from: 2023, to: 2023),
            Period(.academic, from: 2024, to: 2026),
        ].map { Observation(period: $0, figure: .value(90)) }
        #expect(try target().judge(others).verdict == .cannotBeJudged(.nothingPublished))
        #expect(try target().judge(others + [seen(2023, 52)]).verdict == .behind)
    }

    // Why it cannot be.

    @Test func `nothing can be judged before anything is published`() throws {
        let none = try target().judge([])
        #expect(none.verdict == .cannotBeJudged(.nothingPublished))
        #expect(none.sentence == "Cannot be judged: nothing has been published of this measure here.")
        #expect(none.actual == nil && none.expected == nil && none.release == nil)
        #expect(try target().judge([empty(2019, .notPublished)]).verdict == .cannotBeJudged(.nothingPublished))
        let early = try target().judge([seen(2018, 40), seen(2019, 49), empty(2020, .notPublished)])
        #expect(early.verdict == .cannotBeJudged(.nothingSinceBaseline))
        #expect(
            early.sentence == "Cannot be judged yet: nothing has been published since 2018/19, where the target starts."
        )
    }

    @Test func `a goal's year of which nothing was published is not judged by another year`() throws {
        let judgement = try target(years: (2017, 2020)).judge([seen(2019, 64), seen(2022, 80)])
        #expect(judgement.verdict == .cannotBeJudged(.goalNotPublished))
        #expect(
            judgement.sentence == "Cannot be judged: no figure for 2019/20 was published, though one for 2021/22 was.")
        #expect(judgement.release == "release 2022 published")
        let empty = try target(years: (2017, 2020)).judge([seen(2019, 64), empty(2022, .suppressed)])
        #expect(empty.verdict == .cannotBeJudged(.goalNotPublished))
    }

    @Test(arguments: Missing.allCases) func `a missing figure is never guessed`(_ missing: Missing) throws {
        let atGoal = try target().judge([seen(2023, 60), empty(2026, missing)])
        let between = try target().judge([seen(2019, 49), empty(2023, missing)])
        if missing == .notPublished {
            #expect(atGoal.verdict == .onCourse)
            #expect(atGoal.notes == ["The figure for 2025/26 is not published yet."])
            #expect(between.verdict == .cannotBeJudged(.nothingSinceBaseline))
        } else {
            #expect(atGoal.verdict == .cannotBeJudged(.missing(missing, of: .own)))
            #expect(atGoal.sentence.hasPrefix("Cannot be judged: the figure for 2025/26 is "))
            #expect(between.verdict == .cannotBeJudged(.missing(missing, of: .own)))
        }
    }

    @Test func `a later year without a value is named beside the one that is judged`() throws {
        let judgement = try target().judge(
            [empty(2021, .suppressed), seen(2022, 60), empty(2023, .suppressed), empty(2024, .lowCoverage)])
        #expect(judgement.actual?.period == year(2022))
        #expect(
            judgement.notes == [
                "The figure for 2022/23 is suppressed, because so few people are behind it that they could be recognised.",
                "The figure for 2023/24 is left out, because too few took part for it to speak of all.",
            ])
    }

    @Test func `a value that is no number is no value`() throws {
        #expect(
            try target().judge([seen(2026, .nan)]).verdict == .cannotBeJudged(.missing(.notAvailable, of: .own)))
    }

    @Test func `a baseline that was revised since is noted`() throws {
        let target = try target(decimals: 1, unit: "Average", from: "61.0", to: "65.0")
        let judgement = target.judge([seen(2019, 62, .revised), seen(2026, 65)])
        #expect(judgement.verdict == .met)
        #expect(
            judgement.notes == ["The figure published for 2018/19 is now 62.0; the target was agreed from 61.0."])
        #expect(target.judge([seen(2019, 61.04), seen(2026, 65)]).notes == [])
        #expect(target.judge([seen(2019, 62)]).notes.count == 1)
    }

    // Gaps.

    @Test func `a gap from England is the figure less England's`() throws {
        let target = try target(against: .england, from: "-8", to: "-1")
        #expect(
            target.judge([gap(2023, .value(60), .value(66))]).sentence
                == "6 percentage points below England in 2022/23, where 4 percentage points below was expected on the way "
                + "from 8 percentage points below in 2018/19 to 1 percentage point below in 2025/26: "
                + "behind by 2 percentage points.")
        #expect(
            target.judge([gap(2026, .value(66), .value(66))]).sentence
                == "level with England in 2025/26, where the goal was 1 percentage point below: "
                + "met, with 1 percentage point to spare.")
        #expect(
            target.judge([gap(2026, .value(67), .value(66))]).actual?.text == "1 percentage point above England")
    }

    @Test func `a gap between two groups is the one less the other`() throws {
        let others = PupilGroup(["pupils": "Others"])
        let target = try target(against: .group(other: others), from: "-20", to: "-10")
        #expect(
            target.judge([gap(2026, .value(50), .value(62))]).sentence
                == "12 percentage points below the figure for Others in 2025/26, "
                + "where the goal was 10 percentage points below: missed by 2 percentage points.")
        let all = try self.target(926, against: .group(other: .all), .fall, from: "20", to: "10")
        #expect(
            all.judge([gap(2026, .value(70), .value(60))]).sentence
                == "10 percentage points above the figure for everybody in 2025/26, which was the goal: met.")
    }

    @Test func `a gap of which either figure is missing cannot be judged, and it is said which`() throws {
        func why(_ against: Target.Against, _ own: Figure, _ other: Figure?) throws -> (Judgement.Verdict, String) {
            let judgement = try target(against: against, from: "-8", to: "-1").judge([gap(2026, own, other)])
            return (judgement.verdict, judgement.sentence)
        }
        let england = try why(.england, .value(60), .missing(.confidential))
        #expect(england.0 == .cannotBeJudged(.missing(.confidential, of: .other)))
        #expect(england.1 == "Cannot be judged: England's figure for 2025/26 is kept confidential.")
        let region = try why(.region, .value(60), nil)
        #expect(region.0 == .cannotBeJudged(.missing(.notAvailable, of: .other)))
        #expect(region.1 == "Cannot be judged: the region's figure for 2025/26 is not available.")
        let group = Target.Against.group(other: PupilGroup(["pupils": "Others"]))
        #expect(
            try why(group, .missing(.notAvailable), .value(1)).1
                == "Cannot be judged: the figure for Disadvantaged in 2025/26 is not available.")
        #expect(
            try why(group, .value(1), .missing(.notAvailable)).1
                == "Cannot be judged: the figure for Others in 2025/26 is not available.")
        #expect(
            try why(.england, .missing(.suppressed), .missing(.confidential)).0
                == .cannotBeJudged(.missing(.suppressed, of: .own)))
    }

    // What changed.

    @Test func `what a revised release changed is one sentence`() throws {
        let target = try target()
        func change(_ earlier: [Observation], _ now: [Observation]) -> String? {
            target.judge(now).change(from: target.judge(earlier))
        }
        #expect(change([seen(2023, 52)], [seen(2023, 52.3, .revised)]) == nil)
        #expect(change([], []) == nil)
        #expect(
            change([seen(2023, 57)], [seen(2023, 59, .revised)])
                == "The figure for 2022/23 is now 59%, and was 57% before: the target was behind and is now on course.")
        #expect(
            change([seen(2023, 52)], [seen(2023, 53)])
                == "The figure for 2022/23 is now 53%, and was 52% before: the target is behind as before.")
        #expect(
            change([seen(2023, 52)], [seen(2023, 52), seen(2024, 70)])
                == "The latest figure is now 70% in 2023/24, after 52% in 2022/23: the target was behind and is now on course."
        )
        #expect(
            change([], [seen(2026, 66)])
                == "A figure for 2025/26 was published, 66%: the target could not be judged before and is now met.")
        #expect(
            change([seen(2026, 66)], [empty(2026, .suppressed)])
                == "The figure for 2025/26, 66% before, no longer counts: the target was met and can no longer be judged."
        )
        #expect(change([], [seen(2019, 49)]) == "The target still cannot be judged, for another reason.")
    }

    @Test func `a judgement is written and read again`() throws {
        let reasons: [Judgement.Reason] =
            [.nothingPublished, .nothingSinceBaseline, .goalNotPublished]
            + Missing.allCases.flatMap { [.missing($0, of: .own), .missing($0, of: .other)] }
        for reason in reasons { #expect(Judgement.Reason(reason.description) == reason) }
        for verdict in [.met, .onCourse, .behind, .missed] + reasons.map(Judgement.Verdict.cannotBeJudged) {
            #expect(Judgement.Verdict(verdict.description) == verdict)
        }
        #expect(Judgement.Verdict("cannot be judged") == nil)
        #expect(Judgement.Verdict("well") == nil)
        #expect(
            Judgement.Verdict.Name.allCases.map(\.rawValue) == [
                "met", "on course", "behind", "missed", "cannot be judged",
            ])
        for figures in [[], [seen(2023, 52)], [empty(2026, .suppressed)]] {
            let judgement = try target().judge(figures)
            let data = try JSONEncoder().encode(judgement)
            #expect(try JSONDecoder().decode(Judgement.self, from: data) == judgement)
        }
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(Judgement.Verdict.self, from: Data("\"well\"".utf8))
        }
    }

    // How numbers are written.

    @Test func `values are written in their unit`() throws {
        func read(_ value: Double, _ unit: String, _ decimals: Int = 0) throws -> String {
            try target(decimals: decimals, unit: unit).reading(value)
        }
        #expect(try read(52, "Percentage") == "52%")
        #expect(try read(52.25, "%", 1) == "52.3%")
        #expect(try read(52, "% achieving expected level") == "52%")
        #expect(try read(1234, "£") == "£1,234")
        #expect(try read(-1234.5, "£", 2) == "-£1,234.50")
        #expect(try read(12, "£m") == "£12m")
        #expect(try read(55.5, "Rate per 10,000", 1) == "55.5")
        #expect(try read(1000, "Number") == "1,000")
        #expect(try read(0.3, "", 0) == "0")
        let money = try target(926, .fall, unit: "£", from: "2000", to: "1000")
        #expect(
            money.judge([seen(2026, 2500)]).sentence
                == "£2,500 in 2025/26, where the goal was £1,000: missed by £1,500.")
        let points = try target(against: .region, unit: "Score", from: "-3", to: "0")
        #expect(points.judge([gap(2026, .value(2), .value(5))]).sentence.hasPrefix("3 below the region in 2025/26"))
    }

    @Test func `numbers are rounded half away from zero as they were published`() {
        let cases: [(Double, Int, String)] = [
            (0, 0, "0"), (-0.0, 2, "0.00"), (0.5, 0, "1"), (-0.5, 0, "-1"), (-0.4, 0, "0"), (64.5, 0, "65"),
            (1.005, 2, "1.01"), (2.675, 2, "2.68"), (999.5, 0, "1,000"), (999_999.995, 2, "1,000,000.00"),
            (1e12, 0, "1,000,000,000,000"), (1e16, 1, "10,000,000,000,000,000.0"), (1e-7, 6, "0.000000"),
            (5e-7, 6, "0.000001"), (.leastNonzeroMagnitude, 6, "0.000000"), (-1234.5, 1, "-1,234.5"), (123, -1, "123"),
        ]
        for (value, decimals, text) in cases { #expect(value.text(decimals: decimals) == text) }
        #expect(Double.nan.text(decimals: 1) == "nan")
        #expect(Double.greatestFiniteMagnitude.text(decimals: 6).count < 80)
    }

    @Test(arguments: UInt64(0)..<8) func `the text of a number agrees with whole numbers`(_ seed: UInt64) {
        var random = Seeded(seed)
        for _ in 0..<2000 {
            let decimals = Int.random(in: 0...6, using: &random)
            let ten = (0..<decimals).reduce(1) { ten, _ in ten * 10 }
            // Fifteen digits are those that a Double keeps.
            let whole = Int.random(in: 0...min(1_000_000_000_000 * ten, 999_999_999_999_999), using: &random)
            let text = (Double(whole) / Double(ten)).text(decimals: decimals)
            #expect(text.filter { $0 != "," && $0 != "." }.drop { $0 == "0" } == (whole == 0 ? "" : "\(whole)"))
            #expect(text.split(separator: ".").dropFirst().first?.count ?? 0 == decimals)
            // One digit less.
            guard decimals > 0 else { continue }
            let less = (Double(whole) / Double(ten)).text(decimals: decimals - 1).filter { $0 != "," && $0 != "." }
            #expect(Int(less) == (whole + 5) / 10)
        }
    }

    // Whatever the target and the figures.

    private func any(_ random: inout Seeded) throws -> Target {
        let rises = random.happens(50)
        let decimals = Int.random(in: 0...2, using: &random)
        func value(_ hundredths: Int) -> String {
            let ten = [100, 10, 1][decimals]
            return (Double(hundredths / ten) / [1, 10, 100][decimals]).text(decimals: decimals)
        }
        let ends = (Int.random(in: 0...2018, using: &random), Int.random(in: 2020...2035, using: &random))
        let first = 2019
        let sorted = (0..<5).map { _ in Int.random(in: -5000...9000, using: &random) }.sorted()
        let values = rises ? sorted : sorted.reversed()
        let steps = Array(Set((0..<3).map { _ in Int.random(in: 2019...2036, using: &random) })).sorted()
            .filter { $0 > first && $0 < ends.1 }
        return try target(
            926, against: random.happens(30) ? .england : .itself, rises ? .rise : .fall, decimals: decimals,
            unit: random.one(of: ["Percentage", "£", ""]), from: value(values[0]),
            steps: steps.enumerated().map { ($0.element, value(values[$0.offset + 1])) }, to: value(values[4]),
            years: (first, ends.1))
    }

    private func figures(_ random: inout Seeded) -> [Observation] {
        (0..<Int.random(in: 0...8, using: &random)).map { _ in
            func figure() -> Figure {
                random.happens(25)
                    ? .missing(random.one(of: Missing.allCases))
                    : .value(Double(Int.random(in: -8000...8000, using: &random)) / 100)
            }
            return Observation(
                period: year(
                    Int.random(in: 2017...2036, using: &random), random.one(of: Period.Status.allCases)),
                figure: figure(), other: random.happens(10) ? nil : figure(),
                release: random.happens(30) ? nil : "r\(Int.random(in: 0...3, using: &random))")
        }
    }

    @Test(arguments: UInt64(0)..<8) func `whatever is published, a judgement holds together`(_ seed: UInt64) throws {
        var random = Seeded(seed)
        for _ in 0..<300 {
            let target = try any(&random)
            #expect(target.faults() == [])
            let figures = figures(&random)
            let judgement = target.judge(figures)
            #expect(target.judge(figures.shuffled(using: &random)) == judgement)
            #expect(target.judge(figures + figures) == judgement)
            #expect((judgement.actual == nil) == (judgement.verdict.name == .cannotBeJudged))
            #expect((judgement.expected == nil) == (judgement.actual == nil))
            #expect(judgement.sentence.hasSuffix(".") && judgement.notes.allSatisfy { $0.hasSuffix(".") })
            #expect(judgement.change(from: judgement) == nil)
            let isOver = judgement.verdict == .met || judgement.verdict == .missed
            if let actual = judgement.actual { #expect((actual.period.last == target.goal.period.last) == isOver) }
        }
    }

    @Test(arguments: UInt64(0)..<8) func `what is expected never goes back`(_ seed: UInt64) throws {
        var random = Seeded(seed)
        for _ in 0..<200 {
            let target = try any(&random)
            let way = (2019...target.goal.period.last).compactMap { target.expected(in: year($0)) }
            #expect(way.count == target.goal.period.last - 2018)
            for (one, next) in zip(way, way.dropFirst()) {
                #expect(target.direction == .rise ? one <= next : one >= next)
            }
        }
    }

    @Test(arguments: UInt64(0)..<8) func `a better value never makes a judgement worse`(_ seed: UInt64) throws {
        var random = Seeded(seed)
        for _ in 0..<200 {
            let target = try any(&random)
            let last = Int.random(in: 2020...target.goal.period.last, using: &random)
            let value = Double(Int.random(in: -8000...10000, using: &random)) / 100
            let more = Double(Int.random(in: 0...3000, using: &random)) / 100
            let better = target.direction == .rise ? value + more : value - more
            func verdict(_ value: Double) -> Judgement.Verdict {
                target.judge([gap(last, .value(value), .value(0))]).verdict
            }
            if verdict(value) == .met { #expect(verdict(better) == .met) }
            if verdict(value) == .onCourse { #expect(verdict(better) == .onCourse) }
        }
    }
}
