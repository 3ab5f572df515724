import Statistics
import Testing
import Vocabulary

@Suite struct AmbitionTests {
    private let code = MeasureCode("M")

    private func year(_ year: Int) -> Period { Period(.academic, from: year, to: year) }

    /// Three authorities over three years, and England, which is none.
    private func columns() throws -> Columns {
        let code = try #require(code)
        var filling = Columns.Filling()
        for (number, values) in [
            (301, [50.0, 52, 60]), (302, [51, 50, 49]), (303, [70, 75, 80]), (970, [50, 90, 99]),
        ] {
            for (index, value) in values.enumerated() {
                filling.put(
                    .value(value), Columns.Series(code, year(2010 + index)), at: try #require(PlaceCode(number)))
            }
        }
        let place = try #require(PlaceCode(304))
        filling.put(.value(50), Columns.Series(code, year(2010)), at: place)
        filling.put(.missing(.suppressed), Columns.Series(code, year(2011)), at: place)
        filling.put(.value(40), Columns.Series(code, year(2010), of: PupilGroup(["sex": "Boys"])), at: place)
        return filling.columns()
    }

    @Test func `of those that began about there, so many improved as much in as many years`() throws {
        let (columns, code) = (try columns(), try #require(code))
        let periods = (2010...2012).map(year)
        func ask(_ goal: Double, _ years: Int, _ distance: Double, _ polarity: Polarity = .high) -> Ambition? {
            columns.ambition(of: code, in: periods, from: 50, to: goal, years: years, within: distance, polarity)
        }
        // Within 2 of 50: 301 twice, 302 twice; 304 has no second value, and England is no authority.
        let two = try #require(ask(52, 1, 2))
        #expect((two.began, two.reached, two.share) == (4, 2, 0.5))
        #expect((two.improvement.lower, two.improvement.median, two.improvement.upper) == (-1, 0.5, 3.5))
        let later = try #require(ask(60, 2, 2))
        #expect((later.began, later.reached) == (2, 1))
        #expect(ask(60, 3, 2) == nil && ask(52, 0, 2) == nil && ask(52, 1, 2, .neither) == nil)
        // Where lower is better, what rose got worse.
        #expect(ask(49, 1, 2, .low)?.reached == 2)
    }

    @Test func `a change and a gap need both values`() throws {
        let (columns, code) = (try columns(), try #require(code))
        let (one, four) = (try #require(PlaceCode(301)), try #require(PlaceCode(304)))
        #expect(columns.change(of: code, from: year(2010), to: year(2012), at: one) == 10)
        #expect(columns.change(of: code, from: year(2010), to: year(2011), at: four) == nil)
        let boys = PupilGroup(["sex": "Boys"])
        #expect(columns.gap(of: code, in: year(2010), between: .all, and: boys, at: four) == 10)
        #expect(columns.gap(of: code, in: year(2010), between: .all, and: boys, at: one) == nil)
    }
}
