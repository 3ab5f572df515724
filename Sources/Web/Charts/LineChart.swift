import HTML

/// Figures over time as lines: at most six series, and the course that was agreed for one.
///
/// A period without a value leaves a gap: it is never joined and never zero. Each series has a marker and dashes of its own
/// beside its colour. There are two pictures, one for wide screens and paper and one for phones, so that words stay legible.
struct LineChart {
    /// What is followed through the periods.
    struct Series: Sendable {
        let name: String
        /// One for each period, in their order; nil where there is none.
        let values: [Double?]

        /// Values by the name of whom or what they are of.
        init(name: String, values: [Double?]) {
            self.name = name
            self.values = values
        }

        /// The value of a period, where there is one that can be drawn.
        fileprivate func value(_ period: Int) -> Double? {
            values.indices.contains(period) ? values[period].flatMap { $0.isFinite ? $0 : nil } : nil
        }
    }

    /// What is expected: from the baseline by the milestones to the goal.
    struct Course: Sendable {
        /// A value that is expected at a period.
        struct Point: Sendable {
            /// Which of the chart's periods.
            let period: Int
            let value: Double
            /// What it is: "Baseline", "Milestone", "Goal".
            let name: String

            /// A value expected at a period, counted from 0.
            init(_ name: String, period: Int, _ value: Double) {
                self.name = name
                self.period = period
                self.value = value
            }
        }

        let name: String
        let points: [Point]

        /// The points in any order.
        init(_ name: String = "Expected", points: [Point]) {
            self.name = name
            self.points = points.sorted { $0.period < $1.period }
        }
    }

    /// Tells the charts of a page apart: lower-case letters, digits and hyphens.
    let id: String
    /// What the chart shows, as a sentence: "Norfolk has closed half the gap since 2016".
    let message: String
    /// What the numbers count: "Per cent of pupils".
    let unit: String
    /// The names of the periods in their order.
    let periods: [String]
    let series: [Series]
    let course: Course?
    /// What stands behind the picture; nil makes a table of the series.
    let table: HTML?
    let isTableOpen: Bool
    let csv: Path?
    /// How a number is written, with its sign: `52%`.
    let words: @Sendable (Double) -> String

    /// A chart. Of more than six series the first six are drawn; all are in the table.
    init(
        id: String, message: String, unit: String, periods: [String], series: [Series], course: Course? = nil,
        words: @escaping @Sendable (Double) -> String, table: HTML? = nil, isTableOpen: Bool = false, csv: Path? = nil
    ) {
        self.id = id
        self.message = message
        self.unit = unit
        self.periods = periods
        self.series = series
        self.course = course.map { course in
            let known = course.points.filter { periods.indices.contains($0.period) && $0.value.isFinite }
            return Course(course.name, points: known)
        }.flatMap { $0.points.isEmpty ? nil : $0 }
        self.table = table
        self.isTableOpen = isTableOpen
        self.csv = csv
        self.words = words
    }

    /// The chart as it stands in a page.
    var html: HTML {
        let isEmpty = values.isEmpty
        let wide = LinePicture(self, isNarrow: false)
        let narrow = LinePicture(self, isNarrow: true)
        let lines = narrow.labelsEnds ? HTML() : chartKey(seriesKey, isNarrowOnly: wide.labelsEnds)
        let expected = courseKey.isEmpty ? HTML() : chartKey(courseKey)
        let key = wide.labelsEnds || narrow.labelsEnds ? lines + expected : chartKey(seriesKey + courseKey)
        let pictures: HTML = "\(wide.html)\(narrow.html)"
        return ChartFrame(
            id: id, message: message, unit: unit,
            key: isEmpty ? HTML() : key,
            picture: isEmpty ? ChartFrame.nothing : pictures, words: summary, table: table ?? ownTable,
            isTableOpen: isTableOpen, csv: csv
        ).html
    }

    fileprivate var drawn: ArraySlice<Series> { series.prefix(ChartMarker.allCases.count) }

    /// Everything that is drawn, for the scale.
    fileprivate var values: [Double] {
        drawn.flatMap { one in periods.indices.compactMap(one.value) } + (course?.points.map(\.value) ?? [])
    }

    private var seriesKey: [(sign: HTML, words: String)] {
        let colours = ChartColour.series(drawn.count)
        return drawn.indices.map { index in
            (sign: keySign(lineStyle(index, colours), marker: ChartMarker.allCases[index]), words: drawn[index].name)
        }
    }

    private var courseKey: [(sign: HTML, words: String)] {
        course.map { [(sign: keySign(courseStyle, marker: nil), words: $0.name)] } ?? []
    }

    private func keySign(_ style: LineStyle, marker: ChartMarker?) -> HTML {
        let line = chartLine(
            from: (1, 8), to: (43, 8), colour: style.colour, width: style.width, dashes: style.dashes, kind: "line")
        let mark = marker?.html(x: 22, y: 8, radius: 5, colour: style.colour) ?? courseMark(x: 22, y: 8)
        return """
            <svg class="concordat-chart__sign" viewBox="0 0 44 16" width="44" height="16" aria-hidden="true">
            \(line)\(mark)</svg>

            """
    }
}

// MARK: The same in words and as a table

extension LineChart {
    /// What the picture shows, in words: first and last, highest and lowest of each series, and where values are missing.
    var summary: String {
        var sentences = drawn.map(sentence)
        if let course {
            let points = course.points.map { "\($0.name) \(words($0.value)) in \(periods[$0.period])" }
            sentences.append("\(course.name): \(points.joined(separator: ", ")).")
        }
        if series.count > drawn.count {
            sentences.append("\(series.count - drawn.count) more in the table only.")
        }
        return sentences.joined(separator: " ")
    }

    private func sentence(_ one: Series) -> String {
        let known = periods.indices.filter { one.value($0) != nil }
        func said(_ period: Int) -> String { words(one.value(period) ?? 0) + " in " + periods[period] }
        guard let first = known.first, let last = known.last else { return "\(one.name): no values." }
        guard known.count > 1 else { return "\(one.name): \(said(first)), the only value." }
        let highest = known.max { (one.value($0) ?? 0) < (one.value($1) ?? 0) } ?? first
        let lowest = known.min { (one.value($0) ?? 0) < (one.value($1) ?? 0) } ?? first
        let range =
            one.value(highest) == one.value(lowest)
            ? "never different" : "highest \(said(highest)), lowest \(said(lowest))"
        return "\(one.name): \(said(first)), \(said(last)); \(range).\(gaps(one))"
    }

    private func gaps(_ one: Series) -> String {
        let missing = periods.indices.filter { one.value($0) == nil }
        switch missing.count {
        case 0: return ""
        case 1...4: return " No value for \(missing.map { periods[$0] }.joined(separator: ", "))."
        default: return " No value for \(missing.count) of \(periods.count) periods."
        }
    }

    private var ownTable: HTML {
        var columns = [Column("Period")] + series.map { Column($0.name, isNumeric: true) }
        if let course { columns.append(Column(course.name, isNumeric: true)) }
        let rows = periods.indices.map { period -> [HTML] in
            let cells = series.map { cell($0.value(period)) }
            let expected = course.map { course -> [HTML] in
                let points = course.points.filter { $0.period == period }
                return [inline(points.map { "\(words($0.value)) (\($0.name))" }.joined(separator: ", "))]
            }
            return [inline(periods[period])] + cells + (expected ?? [])
        }
        return Web.table(caption: message, isCaptionHidden: true, columns: columns, rows: rows)
    }

    private func cell(_ value: Double?) -> HTML { value.map { inline(words($0)) } ?? "no value" }
}

// MARK: How lines look

private struct LineStyle {
    let colour: String
    let width: Double
    let dashes: String?
}

private func lineStyle(_ index: Int, _ colours: [String]) -> LineStyle {
    let dashes = [nil, "10 5", "2 4", "14 4 3 4", "6 3", "16 3 3 3 3 3"]
    return LineStyle(colour: colours[index], width: 3, dashes: dashes[index])
}

private let courseStyle = LineStyle(colour: ChartColour.grey, width: 2, dashes: "5 6")

private func courseMark(x: Double, y: Double) -> HTML {
    """
    <circle class="concordat-chart__ring" cx="\(tenths(x))" cy="\(tenths(y))" r="5" fill="#FFFFFF" stroke="\(ChartColour.grey)" \
    stroke-width="2"/>

    """
}

// MARK: The picture

/// Where the value of a period lies.
private struct Spot {
    let period: Int
    let x: Double
    let y: Double
}

/// A line chart drawn for one width of screen.
private struct LinePicture {
    let chart: LineChart
    let isNarrow: Bool
    let axis: ChartAxis
    /// Whether names stand at the ends of their lines and need no key.
    let labelsEnds: Bool
    private let size: Double
    private let width: Double
    private let height: Double
    private let left: Double
    private let right: Double
    private let top: Double
    private let bottom: Double

    init(_ chart: LineChart, isNarrow: Bool) {
        self.chart = chart
        self.isNarrow = isNarrow
        size = isNarrow ? 14 : 16
        width = isNarrow ? 360 : 720
        height = isNarrow ? 300 : 380
        axis = ChartAxis(covering: chart.values, steps: 5, words: chart.words)
        let size = size
        let numbers = axis.ticks.map { chartWidth(chart.words($0), size: size) }.max() ?? 0
        left = min(width * 0.4, numbers + 14)
        top = size * 0.9
        bottom = height - size * 1.8
        let room = width * (isNarrow ? 0.3 : 0.36)
        let ends = chart.drawn.compactMap { chart.end(of: $0) }
        let widest = ends.map { chartWidth($0.words, size: size) * 1.08 }.max() ?? 0
        labelsEnds = widest <= room && Double(ends.count) * size * 1.2 <= bottom - top
        let lastPeriod = chartWidth(chart.periods.last ?? "", size: size) / 2
        right = width - max(labelsEnds ? widest + 34 : 12, lastPeriod + 4)
    }

    var html: HTML {
        let lines = HTML(chart.drawn.indices.map(line))
        let ends = labelsEnds ? HTML(endLabels.map { $0.sign + $0.text.html }) : HTML()
        let content: HTML = "\(grid)\(periodLabels)\(courseLine)\(lines)\(courseMarks)\(ends)\(courseLabels)"
        return ChartFrame.picture(
            chart.id, kind: isNarrow ? "narrow" : "wide", width: width, height: height, content)
    }

    private func x(_ period: Int) -> Double {
        let first = left + 10
        let last = right - 4
        guard chart.periods.count > 1 else { return (first + last) / 2 }
        return first + (last - first) * Double(period) / Double(chart.periods.count - 1)
    }

    private func y(_ value: Double) -> Double { bottom - (bottom - top) * axis.fraction(of: value) }

    private var grid: HTML {
        HTML(
            axis.ticks.enumerated().map { index, tick in
                let isBase = index == 0 || tick == 0
                let rule = chartLine(
                    from: (left, y(tick)), to: (right, y(tick)), colour: isBase ? ChartColour.quiet : ChartColour.rule)
                let number = ChartText(
                    words: chart.words(tick), x: left - 8, y: y(tick) + size * 0.35, size: size, anchor: .end,
                    colour: ChartColour.quiet)
                return rule + number.html
            })
    }

    /// Every period, or every second, third … where there are too many; always the last.
    private var periodLabels: HTML {
        let count = chart.periods.count
        let widest = chart.periods.map { chartWidth($0, size: size) }.max() ?? 0
        let gap = count > 1 ? x(1) - x(0) : width
        let stride = max(1, Int(min(1e6, ((widest + 12) / gap).rounded(.up))))
        return HTML(
            chart.periods.indices.map { period in
                let isNamed = (count - 1 - period) % stride == 0
                let tick = chartLine(
                    from: (x(period), bottom), to: (x(period), bottom + (isNamed ? 6 : 3)), colour: ChartColour.quiet)
                let label = ChartText(
                    words: chart.periods[period], x: x(period), y: bottom + size * 1.4, size: size, anchor: .middle,
                    colour: ChartColour.quiet)
                return isNamed ? tick + label.html : tick
            })
    }

    private var colours: [String] { ChartColour.series(chart.drawn.count) }

    private func points(_ one: LineChart.Series) -> [Spot] {
        chart.periods.indices.compactMap { period in
            one.value(period).map { Spot(period: period, x: x(period), y: y($0)) }
        }
    }

    private func line(_ index: Int) -> HTML {
        let style = lineStyle(index, colours)
        let points = points(chart.drawn[index])
        var path = ""
        var before: Int?
        for point in points {
            path += before == point.period - 1 ? "L" : "M"
            path += tenths(point.x) + " " + tenths(point.y)
            before = point.period
        }
        let paint: HTML = """
            fill="none" stroke="\(style.colour)" stroke-width="\(tenths(style.width))" stroke-linejoin="round"\
            \(attribute: "stroke-dasharray", style.dashes)
            """
        let marks = points.filter { isMarked($0.period, among: points.map(\.period)) }
        let shape = ChartMarker.allCases[index]
        let drawn = marks.map { shape.html(x: $0.x, y: $0.y, radius: isNarrow ? 4.5 : 5.5, colour: style.colour) }
        guard !path.isEmpty else { return HTML() }
        return "<path class=\"concordat-chart__line\" d=\"\(path)\" \(paint)/>\n\(drawn)"
    }

    /// Where points stand close, only the ends and those without a neighbour are marked, and one here and there to tell
    /// the lines apart.
    private func isMarked(_ period: Int, among known: [Int]) -> Bool {
        let gap = chart.periods.count > 1 ? x(1) - x(0) : width
        let stride = max(1, Int((14 / max(0.01, gap)).rounded(.up)))
        let isAlone = !known.contains(period - 1) && !known.contains(period + 1)
        return period % stride == 0 || isAlone || period == known.first || period == known.last
    }

    /// The names beside the ends of their lines, each with its marker, moved apart where they would meet. A thin line leads
    /// to one that lies elsewhere than the end.
    private var endLabels: [(sign: HTML, text: ChartText)] {
        let ends = chart.drawn.indices.compactMap { index in chart.end(of: chart.drawn[index]).map { (index, $0) } }
        let places = spread(ends.map { y($0.1.value) }, apart: size * 1.25, within: top...bottom)
        return zip(ends, places).map { end, place in
            let (index, last) = end
            let isAway = last.period < chart.periods.count - 1 || abs(place - y(last.value)) > size / 2
            let way: HTML? =
                isAway
                ? chartLine(
                    from: (x(last.period) + 7, y(last.value)), to: (right + 8, place), colour: colours[index],
                    dashes: "1 3", kind: "lead") : nil
            let mark = ChartMarker.allCases[index].html(
                x: right + 16, y: place, radius: isNarrow ? 4.5 : 5.5, colour: colours[index])
            let text = ChartText(words: last.words, x: right + 27, y: place + size * 0.35, size: size, isBold: true)
            return ("\(way)\(mark)", text)
        }
    }

    private var courseLine: HTML {
        guard let course = chart.course, course.points.count > 1 else { return HTML() }
        let steps = course.points.map { tenths(x($0.period)) + " " + tenths(y($0.value)) }
        let path = "M" + steps.joined(separator: "L")
        let paint: HTML = """
            fill="none" stroke="\(courseStyle.colour)" stroke-width="\(tenths(courseStyle.width))" \
            stroke-dasharray="\(courseStyle.dashes ?? "")"
            """
        return "<path class=\"concordat-chart__course\" d=\"\(path)\" \(paint)/>\n"
    }

    private var courseMarks: HTML {
        HTML((chart.course?.points ?? []).map { courseMark(x: x($0.period), y: y($0.value)) })
    }

    /// The names of the course's points where there is room: the goal first, then the baseline, then the others. What finds
    /// none is in the words and in the table.
    private var courseLabels: HTML {
        guard let course = chart.course else { return HTML() }
        var taken = labelsEnds ? endLabels.map(\.text.box) : []
        let lines =
            chart.drawn.map(points) + [course.points.map { Spot(period: $0.period, x: x($0.period), y: y($0.value)) }]
        for line in lines.dropLast() { taken += line.map { around($0.x, $0.y, 5) } + middles(line, isJoined: false) }
        for line in lines.suffix(1) { taken += line.map { around($0.x, $0.y, 6) } + middles(line, isJoined: true) }
        let all = ChartBox(left: left, top: 0, right: width, bottom: bottom - 2)
        var labels = HTML()
        for point in Array(course.points.suffix(1) + course.points.dropLast()) {
            let words = "\(point.name) \(chart.words(point.value))"
            let found = candidates(words, x(point.period), y(point.value)).first { label in
                all.holds(label.box) && !taken.contains { $0.meets(label.box) }
            }
            guard let found else { continue }
            taken.append(found.box)
            labels += found.html
        }
        return labels
    }

    private func candidates(_ words: String, _ x: Double, _ y: Double) -> [ChartText] {
        let heights = [-size * 0.7, size * 1.35, -size * 1.7, size * 2.3, -size * 2.7, size * 3.3]
        let beside = [ChartText.Anchor.end, .start].map { anchor in
            ChartText(
                words: words, x: x + (anchor == .end ? -10 : 10), y: y + size * 0.35, size: size, anchor: anchor,
                colour: ChartColour.quiet)
        }
        let others = heights.flatMap { height in
            [ChartText.Anchor.middle, .end, .start].map { anchor in
                let shift: Double = anchor == .middle ? 0 : anchor == .end ? 6 : -6
                return ChartText(
                    words: words, x: x + shift, y: y + height, size: size, anchor: anchor, colour: ChartColour.quiet)
            }
        }
        return Array(others.prefix(6)) + beside + Array(others.dropFirst(6))
    }

    private func around(_ x: Double, _ y: Double, _ radius: Double) -> ChartBox {
        ChartBox(left: x - radius, top: y - radius, right: x + radius, bottom: y + radius)
    }

    /// What a line covers between its points, roughly; one that is joined has no gaps.
    private func middles(_ points: [Spot], isJoined: Bool) -> [ChartBox] {
        zip(points, points.dropFirst()).flatMap { start, end -> [ChartBox] in
            guard isJoined || end.period == start.period + 1 else { return [] }
            let parts = max(2, Int(abs(end.x - start.x) / 10))
            return (1..<parts).map { part in
                let share = Double(part) / Double(parts)
                return around(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share, 3)
            }
        }
    }
}

extension LineChart {
    /// The last value of a series and what stands beside it.
    fileprivate func end(of one: Series) -> (period: Int, value: Double, words: String)? {
        guard let last = periods.indices.last(where: { one.value($0) != nil }), let value = one.value(last) else {
            return nil
        }
        return (last, value, "\(one.name) \(words(value))")
    }
}
