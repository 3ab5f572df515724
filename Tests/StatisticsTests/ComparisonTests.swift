import Statistics
import Testing
import Vocabulary

@Suite struct ComparisonTests {
    @Test func `quartiles are those of linear interpolation`() throws {
        // By hand, and by R's quantile(x, c(.25, .5, .75)).
        let few = try #require(Quartiles(of: [7, 1, 3, 5]))
        #expect((few.lower, few.median, few.upper) == (2.5, 4, 5.5))
        let five = try #require(Quartiles(of: [10, 20, 30, 40, 50]))
        #expect((five.lower, five.median, five.upper) == (20, 30, 40))
        let one = try #require(Quartiles(of: [4]))
        #expect((one.lower, one.median, one.upper) == (4, 4, 4))
        #expect(Quartiles(of: []) == nil)
    }

    @Test func `a value on a boundary is with the lower values, whichever end is better`() throws {
        let quartiles = try #require(Quartiles(of: [10, 20, 30, 40, 50]))
        func bands(_ polarity: Polarity) -> [Band?] {
            [10, 20, 21, 30, 31, 40, 41, 50].map { Band(of: $0, in: quartiles, polarity) }
        }
        #expect(bands(.high) == [.d, .d, .c, .c, .b, .b, .a, .a])
        #expect(bands(.low) == [.a, .a, .b, .b, .c, .c, .d, .d])
        #expect(bands(.neither).allSatisfy { $0 == nil })
    }

    @Test func `equals have the same rank, and as many are left out after them`() throws {
        let series = Columns.Series(try #require(MeasureCode("M")), Period(.academic, from: 2023, to: 2023))
        var filling = Columns.Filling()
        for (number, value) in zip([301, 302, 303, 304], [3.0, 5.0, 5.0, 1.0]) {
            filling.put(.value(value), series, at: try #require(PlaceCode(number)))
        }
        let columns = filling.columns()
        func ranks(_ polarity: Polarity) -> [Int?] {
            columns.compare(series, polarity, Vicinity(columns, [:])).all.map(\.comparison.rank)
        }
        #expect(ranks(.high) == [3, 1, 1, 4])
        #expect(ranks(.low) == [2, 3, 3, 1])
        #expect(ranks(.neither) == [nil, nil, nil, nil])
    }

    @Test func `an authority is its pupils and not its schools, and says how many are behind it`() throws {
        let schools: [(eligible: Int, value: Double?)] = [(90, 50), (10, 100), (25, nil), (0, 0)]
        let share = try #require(Weighted(of: schools))
        #expect((share.value, share.covered, share.eligible) == (55, 100, 125))
        #expect(Weighted(of: [schools[2]]) == nil)
    }

    @Test func `columns keep why there is no value, and tell it from nothing at all`() throws {
        let measure = try #require(MeasureCode("KS2"))
        let year = Period(.academic, from: 2023, to: 2023)
        let places = try [301, 302, 303, 304, 980, 970].map { try #require(PlaceCode($0)) }
        let series = Columns.Series(measure, year)
        var filling = Columns.Filling()
        // Not in the order of their numbers.
        for (index, why) in Missing.allCases.enumerated() {
            let other = Columns.Series(measure, Period(.academic, from: 2000 + index, to: 2000 + index))
            filling.put(.missing(why), other, at: places[2])
        }
        filling.put(.value(60), series, at: places[5])
        filling.put(.value(0), series, at: places[1])
        #expect(filling.put(.value(50), series, at: places[0]) == nil)
        #expect(filling.put(.value(50), series, at: places[0]) == .value(50))
        filling.put(.missing(.suppressed), series, at: places[3])
        filling.put(.value(-4), series, at: places[4])
        let boys = Columns.Series(measure, year, of: PupilGroup(["gender": "Boys"]))
        filling.put(.value(7), boys, at: places[0])
        let columns = filling.columns()
        #expect(columns.places == places.sorted())
        #expect(columns.figure(boys, at: places[0]) == .value(7) && columns.figure(boys, at: places[1]) == nil)
        #expect(columns.figure(series, at: places[1]) == .value(0), "nothing missing is zero, and zero is not missing")
        #expect(columns.figure(series, at: places[3]) == .missing(.suppressed))
        #expect(columns.figure(series, at: places[2]) == nil)
        for (index, why) in Missing.allCases.enumerated() {
            let other = Columns.Series(measure, Period(.academic, from: 2000 + index, to: 2000 + index))
            #expect(columns.figure(other, at: places[2]) == .missing(why))
        }
        #expect(columns.count == 6 + Missing.allCases.count)
        #expect(Set(columns.all.map(\.period)).count == 1 + Missing.allCases.count)
        let around = [places[0]: Surroundings(region: places[4], neighbours: [places[1], places[2], places[3]])]
        let standings = columns.compare(series, .high, Vicinity(columns, around))
        let first = try #require(standings[places[0]])
        #expect(first.rank == 1 && first.of == 2 && first.band == .a && first.neighbours == 0)
        #expect(first.region == .value(-4) && first.england == .value(60))
        #expect(standings[places[3]]?.rank == nil && standings[places[3]]?.figure == .missing(.suppressed))
        #expect(standings[places[2]] == nil && standings[places[4]] == nil)
    }
}
