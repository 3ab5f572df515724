import Domain
import Foundation
import HTML
import Register
import Testing
import Vocabulary

#if canImport(FoundationXML)
    import FoundationXML
#endif

@testable import Web

private let percent: @Sendable (Double) -> String = { "\(Int($0.rounded()))%" }

/// The number itself, so that nothing is lost.
private let plain: @Sendable (Double) -> String = { "\($0)" }

private func lines(
    _ series: [(String, [Double?])], periods: [String]? = nil, course: LineChart.Course? = nil, id: String = "trend",
    message: String = "Norfolk has caught up", unit: String = "Per cent", csv: Path? = nil,
    words: @escaping @Sendable (Double) -> String = percent
) -> LineChart {
    let count = series.map(\.1.count).max() ?? 0
    return LineChart(
        id: id, message: message, unit: unit, periods: periods ?? (0..<count).map { String(2016 + $0) },
        series: series.map { LineChart.Series(name: $0.0, values: $0.1) }, course: course, words: words, csv: csv)
}

private func strip(
    _ values: [Double], quartiles: StripChart.Quartiles? = nil, marks: [StripChart.Mark] = [], id: String = "strip",
    message: String = "Norfolk is among the last", words: @escaping @Sendable (Double) -> String = percent
) -> StripChart {
    StripChart(
        id: id, message: message, unit: "Per cent", values: values, quartiles: quartiles, marks: marks, words: words)
}

private func map(_ tiles: [String: TileMap.Tile], on day: Day = Day(2024, 1, 1)!, id: String = "map") -> TileMap {
    TileMap(id: id, message: "The coast lies behind", day: day, tiles: tiles, csv: Path(["figures"]).as("csv"))
}

/// Series and values that a careless drawing would stumble over.
private let awkward: [[Double?]] = [
    [], [nil], [nil, nil, nil], [50], [nil, 50, nil], [50, 50, 50], [0, 0], [-3, -8, -1], [-5, 5],
    [1e300, -1e300, 0], [.greatestFiniteMagnitude, -.greatestFiniteMagnitude],
    [.leastNonzeroMagnitude, .leastNormalMagnitude], [1e15, 1e15 + 1],
    [.nan, 3, .infinity, -.infinity, 4], [0.1, 0.2, 0.30000000000000004], Array(repeating: 1, count: 400),
]

@Suite struct LineChartTests {
    @Test func `the words say first, last, highest and lowest of each line, and what is missing`() {
        let chart = lines([
            ("Norfolk", [48, 63, nil, 61]), ("England", [53, 53, 53, 53]), ("Rutland", [nil, 7, nil, nil]),
        ])
        #expect(
            chart.summary == """
                Norfolk: 48% in 2016, 61% in 2019; highest 63% in 2017, lowest 48% in 2016. No value for 2018. \
                England: 53% in 2016, 53% in 2019; never different. Rutland: 7% in 2017, the only value.
                """)
        #expect(lines([("Norfolk", [nil, nil])]).summary == "Norfolk: no values.")
        #expect(chart.html.text.contains("id=\"trend-words\"><bdi>Norfolk: 48% in 2016"))
    }

    @Test func `the words say the expected course`() {
        let course = LineChart.Course(points: [.init("Goal", period: 3, 65), .init("Baseline", period: 0, 48)])
        let chart = lines([("Norfolk", [48, 50, nil, nil])], course: course)
        #expect(chart.summary.hasSuffix("Expected: Baseline 48% in 2016, Goal 65% in 2019."))
        #expect(chart.html.text.contains("65% (Goal)"))
    }

    @Test func `a missing value breaks the line`() throws {
        #expect(try paths(lines([("Norfolk", [1, 2, nil, 4, 5])])) == [2, 2])
        #expect(try paths(lines([("Norfolk", [1, 2, 3])])) == [1, 1])
        #expect(try paths(lines([("Norfolk", [nil, 2, nil, 4, nil])])) == [2, 2])
        // What is no number is missing too.
        #expect(try paths(lines([("Norfolk", [1, .nan, 3])])) == [2, 2])
    }

    /// How often the pen is set down for the lines of the wide and the narrow picture.
    private func paths(_ chart: LineChart) throws -> [Int] {
        try elements(chart.html).filter { $0.attributes["class"] == "concordat-chart__line" && $0.name == "path" }
            .map { $0.attributes["d", default: ""].filter { $0 == "M" }.count }
    }

    @Test func `a missing value is not zero in the table`() {
        let text = lines([("Norfolk", [1, nil, 0])]).html.text
        #expect(text.ranges(of: "<div>no value</div>").count == 1)
        #expect(text.ranges(of: "<div><bdi>0%</bdi></div>").count == 1)
    }

    @Test func `lines differ in marker and in dashes, not in colour alone`() throws {
        let chart = lines((1...6).map { ("Number \($0)", [Double($0), Double($0) * 2]) })
        let drawn = try elements(chart.html).filter { $0.attributes["class"] == "concordat-chart__line" }
        let looks = drawn.filter { $0.name == "path" }.map {
            $0.attributes["stroke", default: ""] + " " + $0.attributes["stroke-dasharray", default: ""]
        }
        #expect(Set(looks.map { $0.split(separator: " ").dropFirst().joined() }).count == 6)
        #expect(Set(looks.map { $0.split(separator: " ")[0] }).count == 6)
        #expect(ChartMarker.allCases.count == 6)
        let shapes = ChartMarker.allCases.map { $0.html(x: 0, y: 0, radius: 5, colour: "#000000").text }
        #expect(Set(shapes).count == 6)
    }

    @Test func `two lines are blue and orange`() throws {
        let drawn = try elements(lines([("A", [1, 2]), ("B", [3, 4])]).html)
        let colours = drawn.filter { $0.attributes["class"] == "concordat-chart__line" && $0.name == "path" }
            .map { $0.attributes["stroke"] }
        #expect(colours == ["#12436D", "#F46A25", "#12436D", "#F46A25"])
    }

    @Test func `a seventh line is in the table and said to be`() {
        let chart = lines((1...7).map { ("Number \($0)", [Double($0), 2]) })
        #expect(chart.summary.hasSuffix("1 more in the table only."))
        #expect(
            chart.html.text.contains(
                "<th scope=\"col\" class=\"govuk-table__header govuk-table__header--numeric\">Number 7"))
    }

    @Test func `names at the ends of lines do not meet`() throws {
        let chart = lines([("Norfolk", [1, 50]), ("England", [2, 50]), ("Region", [3, 50.2])])
        let names = try elements(chart.html).filter { $0.name == "text" && $0.attributes["font-weight"] == "bold" }
        let heights = names.prefix(3).compactMap { Double($0.attributes["y", default: ""]) }.sorted()
        #expect(heights.count == 3)
        #expect(zip(heights, heights.dropFirst()).allSatisfy { $1 - $0 >= 16 })
    }

    @Test func `names too long for the margin go to a key`() {
        let long = lines([("Bournemouth, Christchurch and Poole, taken together", [1, 2]), ("Norfolk", [2, 3])])
        #expect(long.html.text.contains("<ul class=\"concordat-chart__key\">"))
        let short = lines([("Kent", [1, 2])])
        #expect(!short.html.text.contains("concordat-chart__key"))
    }

    @Test func `periods are named as far as there is room, the last always`() throws {
        let years = (1980...2024).map { "\($0)/\(String($0 + 1).suffix(2))" }
        let chart = lines([("Norfolk", years.indices.map { Double($0) })], periods: years)
        let named = try elements(chart.html).filter { $0.name == "text" && years.contains($0.text) }
        #expect(named.count < years.count)
        #expect(named.filter { $0.text == "2024/25" }.count == 2)
        // In each picture, no two of them meet.
        for size in ["16", "14"] {
            let boxes = named.filter { $0.attributes["font-size"] == size }.compactMap {
                element -> ClosedRange<Double>? in
                guard let x = Double(element.attributes["x", default: ""]), let size = Double(size) else { return nil }
                let half = chartWidth(element.text, size: size) / 2
                return (x - half)...(x + half)
            }
            #expect(boxes.count > 1)
            #expect(zip(boxes, boxes.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
        }
    }

    @Test(arguments: awkward)
    func `no value makes a picture that cannot be drawn`(values: [Double?]) throws {
        let course = LineChart.Course(points: [.init("Goal", period: 0, values.compactMap { $0 }.first ?? 1)])
        let charts = [
            lines([("Norfolk", values)], words: plain), lines([("Norfolk", values)], course: course, words: plain),
            lines([("Norfolk", values), ("England", values.reversed())], words: plain), lines([]),
        ]
        for chart in charts { try check(chart.html) }
        let numbers = values.compactMap { $0 }
        try check(strip(numbers, words: plain).html)
        let mark = StripChart.Mark(.chosen, "Norfolk", numbers.first ?? .nan)
        let quartiles = StripChart.Quartiles(
            lower: numbers.min() ?? .nan, median: numbers.first ?? 0, upper: numbers.max() ?? 0,
            bands: [.a, .b, .c, .d])
        try check(strip(numbers, quartiles: quartiles, marks: [mark, mark], words: plain).html)
        try check(SparkLine(values: values, words: plain).html)
    }

    @Test func `a chart without a value says so instead of drawing nothing`() {
        for html in [lines([("Norfolk", [nil, nil])]).html, strip([]).html] {
            #expect(html.text.contains("There are no values to show."))
            #expect(!html.text.contains("<svg"))
        }
    }

    @Test func `the table behind a chart and its file are beside it`() {
        let text = lines([("Norfolk", [1, 2])], csv: Path(["figures", "x"]).as("csv")).html.text
        #expect(text.contains("<details class=\"govuk-details\">"))
        #expect(text.contains("<table class=\"govuk-table"))
        #expect(text.contains("href=\"/figures/x.csv\""))
    }
}

@Suite struct ChartMarkupTests {
    @Test func `names that look like markup stay names`() throws {
        let hostile = "<b>&\"'\u{202E}<script>"
        let course = LineChart.Course(hostile, points: [.init(hostile, period: 0, 1)])
        let mark = StripChart.Mark(.chosen, hostile, 1, hostile)
        let tile = TileMap.Tile(words: hostile, band: "A", isSelected: true, path: Path([hostile]))
        let all = [
            lines(
                [(hostile, [1, 2])], periods: [hostile, hostile], course: course, message: hostile, unit: hostile,
                words: { _ in hostile }
            ).html,
            strip([1, 2], marks: [mark], message: hostile, words: { _ in hostile }).html,
            SparkLine(values: [1, 2], periods: [hostile, hostile], words: { _ in hostile }).html,
            map(["926": tile]).html,
        ]
        for html in all {
            try check(html)
            let names = Set(try elements(html).map(\.name))
            #expect(names.isDisjoint(with: ["b", "script"]))
            #expect(!html.text.contains("<b>"))
        }
        // In a picture nothing isolates the direction of writing, so what turns it is left out.
        #expect(!elementsText(try elements(map(["926": tile]).html)).contains("\u{202E}"))
    }

    @Test func `the identifiers of two charts of a page differ, and every reference leads somewhere`() throws {
        let page: HTML = """
            \(lines([("A", [1, 2])], id: "a").html)\(lines([("A", [1, 2])], id: "b").html)\(strip([1], id: "c").html)\
            \(map([:], id: "d").html)\(map([:], id: "e").html)
            """
        let all = try elements("<div>\(page)</div>")
        let ids = all.compactMap { $0.attributes["id"] }
        #expect(Set(ids).count == ids.count)
        let referred = all.flatMap { element in
            ["aria-labelledby", "aria-describedby"].compactMap { element.attributes[$0] }
        }
        #expect(referred.count == 16)
        #expect(Set(referred).isSubset(of: Set(ids)))
        let places = all.compactMap { $0.attributes["href"] }.filter { $0.hasPrefix("#") }
        #expect(places == ["#d-end", "#e-end"])
        #expect(ids.contains("d-end") && ids.contains("e-end"))
    }

    @Test func `charts need no style and no script within the page`() throws {
        let page: HTML = "<div>\(lines([("A", [1, 2])]).html)\(strip([1]).html)\(map([:]).html)</div>"
        for element in try elements(page) {
            #expect(element.name != "style" && element.name != "script")
            #expect(!element.attributes.keys.contains { $0 == "style" || $0.hasPrefix("on") })
        }
    }

    @Test func `a spark says its ends aloud`() {
        let spark = SparkLine(values: [nil, 48, nil, 61], periods: ["2016", "2017", "2018", "2019"], words: percent)
        #expect(spark.summary == "From 48% in 2017 to 61% in 2019")
        #expect(
            spark.html.text.contains("<span class=\"govuk-visually-hidden\">From 48% in 2017 to 61% in 2019</span>"))
        #expect(SparkLine(values: [48, 61], words: percent).summary == "From 48% to 61%")
        #expect(SparkLine(values: [nil, 61], words: percent).summary == "61%")
        #expect(
            SparkLine(values: [], words: percent).html.text
                == "<span class=\"concordat-spark\"><bdi>No values</bdi></span>")
    }
}

@Suite struct AxisTests {
    @Test(arguments: [
        [0, 100], [48, 65], [-3, 7], [-8, -1], [5, 5], [0, 0], [0.001, 0.0042], [12_345, 987_654], [1e12, 3e12],
        [0, 1e300],
        [1e15, 1e15 + 1], [], [.nan],
    ])
    func `the scale is round and covers the values`(values: [Double]) throws {
        let axis = ChartAxis(covering: values, words: plain)
        let low = try #require(axis.ticks.first)
        let high = try #require(axis.ticks.last)
        #expect((2...13).contains(axis.ticks.count))
        #expect(zip(axis.ticks, axis.ticks.dropFirst()).allSatisfy { $0 < $1 })
        for value in values where value.isFinite && value < 1e150 { #expect(low <= value && value <= high) }
        let step = axis.ticks[1] - axis.ticks[0]
        #expect(axis.ticks.allSatisfy { abs(($0 / step).rounded() - $0 / step) < 1e-6 })
        let lead = step / pow(10, log10(step * 1.000001).rounded(.down))
        #expect([1.0, 2, 5].contains { abs($0 - lead) < 1e-6 })
    }

    @Test func `numbers of the scale are exact`() {
        #expect(ChartAxis(covering: [0.1, 0.6], words: plain).ticks == [0.1, 0.2, 0.3, 0.4, 0.5, 0.6])
        #expect(ChartAxis(covering: [48, 65], words: plain).ticks == [45, 50, 55, 60, 65])
    }

    @Test func `no number is written twice`() {
        let ticks = ChartAxis(covering: [47.2, 48.6], words: percent).ticks
        #expect(Set(ticks.map(percent)).count == ticks.count)
    }

    @Test func `places are kept apart, in order and within their range`() {
        #expect(spread([10, 10, 11, 50], apart: 5, within: 0...100) == [10, 15, 20, 50])
        #expect(spread([99, 98, 100], apart: 5, within: 0...100) == [95, 90, 100])
    }
}

@Suite struct StripChartTests {
    private let quartiles = StripChart.Quartiles(lower: 20, median: 50, upper: 80, bands: [.d, .c, .b, .a])

    @Test func `the words say where the authority stands`() {
        let marks = [
            StripChart.Mark(.chosen, "Norfolk", 12, "rank 3 of 4, band D"), StripChart.Mark(.england, "England", 55),
        ]
        let chart = strip([10, 12, 60, 90], quartiles: quartiles, marks: marks)
        #expect(
            chart.summary == """
                4 authorities, from 10% to 90%. Of these: lower quartile 20%, median 50%, upper quartile 80%. \
                Norfolk: 12%, rank 3 of 4, band D. England: 55%.
                """)
    }

    @Test func `there is a dot for every authority and a letter for every quarter`() throws {
        let drawn = try elements(strip((0..<153).map(Double.init), quartiles: quartiles).html)
        #expect(drawn.filter { $0.attributes["class"] == "concordat-chart__dot" }.count == 2 * 153)
        let letters = drawn.filter { $0.name == "text" && $0.attributes["font-weight"] == "bold" }.map(\.text)
        #expect(letters == ["D", "C", "B", "A", "D", "C", "B", "A"])
    }

    @Test func `many equal values stay within the strip`() throws {
        let drawn = try elements(strip(Array(repeating: 5, count: 153), quartiles: quartiles).html)
        for dot in drawn where dot.attributes["class"] == "concordat-chart__dot" {
            #expect(try #require(Double(dot.attributes["cy", default: ""])) > 0)
        }
    }

    @Test func `what has no room beside its mark is in a key`() {
        let name = "Bournemouth, Christchurch and Poole"
        let chart = strip([1, 10, 99], marks: [.init(.chosen, name, 10, "rank 2 of 3")])
        #expect(chart.html.text.contains("concordat-chart__key--narrow"))
        #expect(chart.html.text.contains("<bdi>\(name) 10%, rank 2 of 3</bdi>"))
        #expect(!strip([1, 50, 99], marks: [.init(.chosen, "Kent", 50)]).html.text.contains("concordat-chart__key"))
    }
}

@Suite struct TileMapTests {
    private static let days = [
        "2003-07-23", "2009-03-31", "2009-04-01", "2019-03-31", "2019-04-01", "2021-03-31", "2021-04-01", "2023-03-31",
        "2023-04-01", "2030-01-01",
    ].map { Day($0)! }

    private static let authorities: [AuthorityList.Row] = (try? AuthorityList(csv: AuthorityList.shipped).rows) ?? []

    private func existing(on day: Day) -> [String: AuthorityList.Row] {
        let rows = Self.authorities.filter { row in
            (row.authority.from ?? day) <= day && day <= (row.authority.until ?? day)
        }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.code, $0) })
    }

    @Test(arguments: days)
    func `each authority of the day has one tile, and nobody else`(day: Day) {
        let places = TileLayout(on: day).places
        #expect(Set(places.keys) == Set(existing(on: day).keys))
        #expect(Set(places.values).count == places.count)
        #expect(places.count >= 150)
    }

    @Test(arguments: days)
    func `every tile lies on the map`(day: Day) throws {
        for place in TileLayout(on: day).places.values {
            #expect((0..<TileLayout.columns).contains(place.column) && (0..<TileLayout.rows).contains(place.row))
        }
        let drawn = try elements(map([:], on: day).html)
        let picture = try #require(drawn.first { $0.attributes["class", default: ""].contains("picture--map") })
        let box = picture.attributes["viewBox", default: ""].split(separator: " ").compactMap { Double($0) }
        try #require(box.count == 4)
        let grounds = drawn.filter { $0.attributes["class"] == "concordat-tile__ground" }
            .dropFirst(5)  // those of the key
        #expect(grounds.count == existing(on: day).count)
        for ground in grounds {
            let sides = try ["x", "y", "width", "height"].map {
                try #require(Double(ground.attributes[$0, default: ""]))
            }
            #expect(sides[0] >= box[0] && sides[0] + sides[2] <= box[0] + box[2])
            #expect(sides[1] >= box[1] && sides[1] + sides[3] <= box[1] + box[3])
        }
    }

    @Test(arguments: days)
    func `three letters tell the authorities of a day apart`(day: Day) {
        let labels = TileLayout(on: day).codes.map(TileLayout.label)
        #expect(Set(labels).count == labels.count)
        #expect(labels.allSatisfy { $0.count == 3 && $0.allSatisfy { ("A"..."Z").contains($0) } })
    }

    @Test(arguments: days)
    func `every tile but the islands' lies beside one of its own region`(day: Day) {
        let places = TileLayout(on: day).places
        let rows = existing(on: day)
        let codes = Dictionary(uniqueKeysWithValues: places.map { ($1, $0) })
        for (code, place) in places where !["420", "921"].contains(code) {
            let beside = around(place).compactMap { codes[$0] }
            let isBeside = beside.contains { rows[$0]?.authority.region == rows[code]?.authority.region }
            #expect(isBeside, "\(rows[code]?.name ?? code)")
        }
        for code in ["420", "921"] {
            #expect(places[code].map { around($0).compactMap { codes[$0] } } == [])
        }
    }

    @Test(arguments: days)
    func `each region hangs together`(day: Day) {
        let places = TileLayout(on: day).places
        let rows = existing(on: day).filter { !["420", "921"].contains($0.key) }
        for (region, members) in Dictionary(grouping: rows.values, by: \.authority.region) {
            let ground = Set(members.compactMap { places[$0.code] })
            var reached: Set<TileLayout.Place> = []
            var next = Array(ground.prefix(1))
            while let place = next.popLast() {
                guard reached.insert(place).inserted else { continue }
                next += around(place).filter { ground.contains($0) }
            }
            #expect(reached == ground, "\(region)")
        }
    }

    private func around(_ place: TileLayout.Place) -> [TileLayout.Place] {
        [(0, -1), (0, 1), (-1, 0), (1, 0)].map { TileLayout.Place(place.column + $0.0, place.row + $0.1) }
    }

    @Test(arguments: days)
    func `there is no hole within the land`(day: Day) {
        let ground = Set(TileLayout(on: day).places.values)
        for row in 0..<TileLayout.rows {
            for column in 0..<TileLayout.columns {
                let place = TileLayout.Place(column, row)
                #expect(ground.contains(place) || !around(place).allSatisfy(ground.contains), "\(column) \(row)")
            }
        }
    }

    @Test func `an authority keeps its tile through the years, but for those that close a gap`() {
        let today = TileLayout(on: Day(2024, 1, 1)!).places
        var moved: Set<String> = []
        for day in Self.days {
            for (code, place) in TileLayout(on: day).places where today[code] != nil && today[code] != place {
                moved.insert(code)
            }
        }
        #expect(moved == ["822", "823", "873", "926", "935"])
    }

    @Test func `London is the authorities with London's codes, in one block`() {
        for row in Self.authorities {
            #expect(TileLayout.isInLondon(row.code) == (row.authority.region == "London"))
        }
        let london = TileLayout(on: Day(2024, 1, 1)!).places.filter { TileLayout.isInLondon($0.key) }.values
        let columns = Set(london.map(\.column))
        let rows = Set(london.map(\.row))
        #expect(london.count == 33 && columns.count * rows.count <= 36)
    }

    @Test func `places on the map are as in the land`() throws {
        let places = TileLayout(on: Day(2024, 1, 1)!).places
        func place(_ code: String) throws -> TileLayout.Place { try #require(places[code]) }
        let (northumberland, cornwall, kent) = (try place("929"), try place("908"), try place("886"))
        let (norfolk, cumberland, birmingham) = (try place("926"), try place("942"), try place("330"))
        #expect(places.values.allSatisfy { $0.row >= northumberland.row })
        #expect(cornwall.column == 0 && kent.row == cornwall.row && kent.column > norfolk.column - 2)
        #expect(norfolk.column > birmingham.column && norfolk.row < kent.row && cumberland.row < birmingham.row)
    }

    @Test(arguments: days)
    func `arrow keys lead from every tile to every other`(day: Day) {
        let layout = TileLayout(on: day)
        for start in ["420", "929", "201"] {
            var reached: Set<String> = []
            var next = [start]
            while let code = next.popLast() {
                guard reached.insert(code).inserted else { continue }
                next += TileLayout.Direction.allCases.compactMap { layout.neighbour(of: code, $0) }
            }
            #expect(reached.count == layout.places.count)
        }
    }

    @Test func `an arrow key leads to the tile that lies that way`() {
        let layout = TileLayout(on: Day(2024, 1, 1)!)
        #expect(layout.neighbour(of: "929", .down) == "391")
        #expect(layout.neighbour(of: "391", .up) == "929")
        #expect(layout.neighbour(of: "391", .right) == "392")
        // Across the Wash.
        #expect(layout.neighbour(of: "874", .right) == "926")
        // The Isle of Wight lies two rows below Southampton.
        #expect(layout.neighbour(of: "852", .down) == "921")
        #expect(layout.neighbour(of: "929", .up) == nil)
        #expect(layout.neighbour(of: "000", .up) == nil)
    }

    @Test func `tiles are links in reading order, with their words`() throws {
        let day = Day(2024, 1, 1)!
        let tiles = Dictionary(
            uniqueKeysWithValues: existing(on: day).map { code, row in
                (code, TileMap.Tile(words: "\(row.name): 52%, band D", band: "D", path: Path(["areas", code])))
            })
        let links = try elements(map(tiles, on: day).html).filter {
            $0.attributes["class"] == "concordat-tile" && $0.name == "a"
        }
        #expect(links.map { $0.attributes["data-tile"] } == TileLayout(on: day).codes)
        #expect(links.first?.attributes["href"] == "/areas/929")
        #expect(links.first?.attributes["aria-label"] == "Northumberland: 52%, band D, NBL D")
        #expect(links.first?.text == "Northumberland: 52%, band D, NBL DNBL D")
    }

    @Test func `what a map says in words counts the bands`() {
        let tiles = [
            "926": TileMap.Tile(words: "Norfolk: 52%, band D", band: "D", isSelected: true, path: nil),
            "390": TileMap.Tile(words: "Gateshead: 70%, band A", band: "A", path: nil),
            "875": TileMap.Tile(words: "Cheshire: 60%, band B", band: "B", path: nil),
        ]
        #expect(
            map(tiles).summary == """
                A map of 153 authorities as equal tiles, as they were on 1 January 2024: 1 in band A, 1 in band D, \
                151 without a value. Outlined: Norfolk: 52%, band D.
                """)
    }

    @Test func `the chosen tile is outlined, and one without a value has a dash for a letter`() throws {
        let tiles = ["926": TileMap.Tile(words: "Norfolk", band: "C", isSelected: true, path: Path(["areas", "926"]))]
        let drawn = try elements(map(tiles).html)
        #expect(drawn.filter { $0.attributes["aria-current"] == "true" }.map { $0.attributes["data-tile"] } == ["926"])
        #expect(drawn.filter { $0.attributes["class"] == "concordat-tile__rim" }.count == 2)
        let other = try #require(drawn.first { $0.attributes["data-tile"] == "390" })
        #expect(
            other.name == "g" && other.text.hasSuffix("GAT –") && other.attributes["aria-label"] == "No value, GAT –")
    }
}

// MARK: Reading a picture

/// An element of a page with all text in it.
private struct Element {
    let name: String
    let attributes: [String: String]
    var text = ""
}

private func elementsText(_ elements: [Element]) -> String {
    elements.filter { $0.name == "text" || $0.name == "title" }.map(\.text).joined()
        + elements.compactMap { $0.attributes["aria-label"] }.joined()
}

/// All elements in their order; the markup has to be well formed as XML too.
private func elements(_ html: HTML) throws -> [Element] {
    let reader = ElementReader()
    let parser = XMLParser(data: Data(html.bytes))
    parser.delegate = reader
    let isWellFormed = parser.parse()
    try #require(isWellFormed, "\(parser.parserError.map { "\($0)" } ?? "") line \(parser.lineNumber)")
    return reader.elements
}

private final class ElementReader: NSObject, XMLParserDelegate {
    var elements: [Element] = []
    private var open: [Int] = []

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String] = [:]
    ) {
        open.append(elements.count)
        elements.append(Element(name: name, attributes: attributes))
    }

    func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        for index in open { elements[index].text += text }
    }
}

/// Attributes whose whole value is one number.
private let numeric: Set = [
    "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height", "font-size", "stroke-width",
]

/// Attributes made of several numbers.
private let listed: Set = ["d", "points", "viewBox", "stroke-dasharray"]

/// Well formed, every number a number, and nothing drawn far outside.
private func check(_ html: HTML) throws {
    for element in try elements(html) {
        for (name, value) in element.attributes where numeric.contains(name) || listed.contains(name) {
            let parts = value.split { "MLHVhv, ".contains($0) }
            #expect(!parts.isEmpty && (parts.count == 1 || listed.contains(name)), "\(name) \(value)")
            for part in parts {
                let number = try #require(Double(part), "\(name) \(value)")
                #expect(number.isFinite && abs(number) < 2000, "\(name) \(value)")
            }
        }
    }
}
