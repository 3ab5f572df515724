import HTML

/// Where one authority stands among all: a dot for each along one scale, the four quarters behind them, and the authority, its
/// statistical neighbours and England marked by shapes and words.
struct StripChart {
    /// What is marked among the dots.
    struct Mark: Sendable {
        /// Whose value it is, which gives it its shape.
        enum Kind: Sendable {
            case chosen, neighbours, region, england

            fileprivate var colour: String {
                switch self {
                case .chosen: ChartColour.orange
                case .neighbours: ChartColour.turquoise
                case .region: ChartColour.pink
                case .england: ChartColour.blue
                }
            }

            fileprivate var shape: ChartMarker {
                switch self {
                case .chosen: .diamond
                case .neighbours: .triangle
                case .region: .wedge
                case .england: .square
                }
            }
        }

        let kind: Kind
        let name: String
        let value: Double
        /// What is said behind the value: "rank 149 of 153, band D".
        let more: String?

        /// A value by the name of whom it is.
        init(_ kind: Kind, _ name: String, _ value: Double, _ more: String? = nil) {
            self.kind = kind
            self.name = name
            self.value = value
            self.more = more
        }
    }

    /// Where the quarters of the authorities meet.
    struct Quartiles: Sendable {
        let lower: Double
        let median: Double
        let upper: Double
        /// The bands from the lowest values to the highest, D C B A or A B C D; none where a measure is neither better high
        /// nor low.
        let bands: [ChartBand]

        /// The three values, lowest first, and the bands between them.
        init(lower: Double, median: Double, upper: Double, bands: [ChartBand] = []) {
            self.lower = lower
            self.median = median
            self.upper = upper
            self.bands = bands
        }

        fileprivate var values: [Double] { [lower, median, upper] }
    }

    /// Tells the charts of a page apart: lower-case letters, digits and hyphens.
    let id: String
    /// What the chart shows, as a sentence: "Norfolk is among the last five of 153".
    let message: String
    /// What the numbers count: "Per cent of pupils".
    let unit: String
    /// The values of all authorities that have one.
    let values: [Double]
    let quartiles: Quartiles?
    let marks: [Mark]
    /// What stands behind the picture; nil makes a table of the quartiles and the marks.
    let table: HTML?
    let isTableOpen: Bool
    let csv: Path?
    /// How a number is written, with its sign: `52%`.
    let words: @Sendable (Double) -> String

    /// A chart. What is no number is left out.
    init(
        id: String, message: String, unit: String, values: [Double], quartiles: Quartiles?, marks: [Mark],
        words: @escaping @Sendable (Double) -> String, table: HTML? = nil, isTableOpen: Bool = false, csv: Path? = nil
    ) {
        self.id = id
        self.message = message
        self.unit = unit
        self.values = values.filter(\.isFinite)
        self.quartiles = quartiles.flatMap { $0.values.allSatisfy(\.isFinite) ? $0 : nil }
        self.marks = marks.filter(\.value.isFinite)
        self.table = table
        self.isTableOpen = isTableOpen
        self.csv = csv
        self.words = words
    }

    /// The chart as it stands in a page.
    var html: HTML {
        let isEmpty = values.isEmpty && marks.isEmpty
        let wide = StripPicture(self, isNarrow: false)
        let narrow = StripPicture(self, isNarrow: true)
        let pictures: HTML = "\(wide.html)\(narrow.html)"
        return ChartFrame(
            id: id, message: message, unit: unit,
            key: narrow.saysAll ? HTML() : chartKey(key, isNarrowOnly: wide.saysAll),
            picture: isEmpty ? ChartFrame.nothing : pictures, words: summary,
            table: table ?? ownTable, isTableOpen: isTableOpen, csv: csv
        ).html
    }

    private var key: [(sign: HTML, words: String)] {
        marks.map { mark in
            let shape = mark.kind.shape.html(x: 8, y: 8, radius: 6, colour: mark.kind.colour)
            let sign: HTML = """
                <svg class="concordat-chart__sign" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                \(shape)</svg>

                """
            return (sign, said(mark))
        }
    }

    fileprivate func said(_ mark: Mark) -> String {
        "\(mark.name) \(words(mark.value))\(mark.more.map { ", " + $0 } ?? "")"
    }

    /// What the picture shows, in words.
    var summary: String {
        var sentences: [String] = []
        if let low = values.min(), let high = values.max() {
            let count = values.count == 1 ? "1 authority" : "\(values.count) authorities"
            sentences.append("\(count), from \(words(low)) to \(words(high)).")
        } else {
            sentences.append("No authority has a value.")
        }
        if let quartiles {
            let names = ["lower quartile", "median", "upper quartile"]
            let parts = zip(names, quartiles.values).map { "\($0) \(words($1))" }
            sentences.append("Of these: \(parts.joined(separator: ", ")).")
        }
        sentences += marks.map { mark in
            "\(mark.name): \(words(mark.value))\(mark.more.map { ", " + $0 } ?? "")."
        }
        return sentences.joined(separator: " ")
    }

    private var ownTable: HTML {
        var rows = marks.map { mark -> [HTML] in
            [inline(mark.name), inline(words(mark.value) + (mark.more.map { ", " + $0 } ?? ""))]
        }
        if let quartiles {
            let names = ["Lower quartile", "Median", "Upper quartile"]
            rows += zip(names, quartiles.values).map { [inline($0), inline(words($1))] }
        }
        if let low = values.min(), let high = values.max() {
            rows += [["Lowest authority", inline(words(low))], ["Highest authority", inline(words(high))]]
        }
        return Web.table(
            caption: message, isCaptionHidden: true, columns: [Column("Of whom"), Column("Value", isNumeric: true)],
            rows: rows)
    }
}

/// A strip drawn for one width of screen.
private struct StripPicture {
    let chart: StripChart
    let isNarrow: Bool
    private let axis: ChartAxis
    private let size: Double
    private let width: Double
    private let left: Double
    private let right: Double
    /// The top of the quarters' letters, of the dots, and the foot of both.
    private let letters: Double
    private let bottom: Double
    private let height: Double
    private let laneHeight: Double

    init(_ chart: StripChart, isNarrow: Bool) {
        self.chart = chart
        self.isNarrow = isNarrow
        size = isNarrow ? 14 : 16
        width = isNarrow ? 360 : 720
        let all = chart.values + chart.marks.map(\.value) + (chart.quartiles?.values ?? [])
        axis = ChartAxis(covering: all, steps: isNarrow ? 4 : 8, words: chart.words)
        let size = size
        let ends = [axis.ticks.first, axis.ticks.last].compactMap { $0 }.map {
            chartWidth(chart.words($0), size: size)
        }
        left = min(width * 0.2, max(10, (ends.first ?? 0) / 2 + 4))
        right = width - min(width * 0.2, max(10, (ends.last ?? 0) / 2 + 4))
        laneHeight = size * 1.6
        letters = Double(chart.marks.count) * laneHeight + 6
        bottom = letters + size * 1.5 + (isNarrow ? 70 : 90)
        height = bottom + size * 2
    }

    var html: HTML {
        let content: HTML = "\(quarters)\(scale)\(dots)\(leaders)\(bands)\(lanes)"
        return ChartFrame.picture(
            chart.id, kind: isNarrow ? "narrow" : "wide", width: width, height: height, content)
    }

    private func x(_ value: Double) -> Double { left + (right - left) * axis.fraction(of: value) }

    /// Where the quarters begin and end; none without quartiles.
    private var edges: [Double] {
        guard let quartiles = chart.quartiles else { return [] }
        let low = chart.values.min() ?? quartiles.lower
        let high = chart.values.max() ?? quartiles.upper
        return ([low] + quartiles.values + [high]).map(x)
    }

    /// The quarters, one darker and one lighter by turns.
    private var quarters: HTML {
        let edges = edges
        guard !edges.isEmpty else { return HTML() }
        var shown = HTML()
        for quarter in 0..<4 {
            let width = max(0, edges[quarter + 1] - edges[quarter])
            let place: HTML = "x=\"\(tenths(edges[quarter]))\" y=\"\(tenths(letters))\" width=\"\(tenths(width))\""
            let fill = quarter % 2 == 0 ? "#DCE5F0" : "#F0F4F8"
            shown += """
                <rect class="concordat-chart__quarter" \(place) height="\(tenths(bottom - letters))" fill="\(fill)" \
                stroke="#707A85" stroke-width="1"/>

                """
        }
        shown += chartLine(
            from: (edges[2], letters), to: (edges[2], bottom), colour: ChartColour.ink, width: 2, dashes: "4 3")
        return shown
    }

    /// The letters of the quarters' bands.
    private var bands: HTML {
        let edges = edges
        guard let quartiles = chart.quartiles, quartiles.bands.count == 4 else { return HTML() }
        let centres = (0..<4).map { (edges[$0] + edges[$0 + 1]) / 2 }
        let places = spread(centres, apart: size, within: left...right)
        return HTML(
            zip(quartiles.bands, places).map { band, place in
                ChartText(
                    words: band.rawValue, x: place, y: letters + size * 1.15, size: size, anchor: .middle, isBold: true
                ).html
            })
    }

    private var scale: HTML {
        let base = chartLine(from: (left, bottom), to: (right, bottom), colour: ChartColour.quiet)
        var lastEnd = -Double.infinity
        let ticks = axis.ticks.map { tick -> HTML in
            let mark = chartLine(from: (x(tick), bottom), to: (x(tick), bottom + 6), colour: ChartColour.quiet)
            let number = ChartText(
                words: chart.words(tick), x: x(tick), y: bottom + size * 1.5, size: size, anchor: .middle,
                colour: ChartColour.quiet)
            guard number.box.left > lastEnd + 8 else { return mark }
            lastEnd = number.box.right
            return mark + number.html
        }
        return base + HTML(ticks)
    }

    private var radius: Double { isNarrow ? 2.6 : 3.6 }

    /// A dot for each authority; those that would meet stand on each other above their middle, closer where they are many.
    private var dots: HTML {
        var columns: [[Double]] = []
        for place in chart.values.map(x).sorted() {
            if let first = columns.last?.first, place - first < radius * 2 {
                columns[columns.count - 1].append(place)
            } else {
                columns.append([place])
            }
        }
        let tallest = columns.map(\.count).max() ?? 1
        let room = bottom - letters - size * 1.5 - radius * 2
        let step = min(radius * 2, room / Double(max(1, tallest - 1)))
        return HTML(
            columns.flatMap { column in
                let middle = column.reduce(0, +) / Double(column.count)
                return column.indices.map { dot(middle, bottom - radius - 2 - Double($0) * step) }
            })
    }

    private func dot(_ x: Double, _ y: Double) -> HTML {
        """
        <circle class="concordat-chart__dot" cx="\(tenths(x))" cy="\(tenths(y))" r="\(tenths(radius))" fill="#5B6670" stroke="#FFFFFF" \
        stroke-width="0.5"/>

        """
    }

    /// Lines from the marks down through the strip.
    private var leaders: HTML {
        HTML(
            chart.marks.enumerated().map { lane, mark in
                chartLine(
                    from: (x(mark.value), laneY(lane)), to: (x(mark.value), bottom), colour: mark.kind.colour,
                    width: mark.kind == .chosen ? 3 : 2, dashes: mark.kind == .chosen ? nil : "6 3", kind: "line")
            })
    }

    private func laneY(_ lane: Int) -> Double { (Double(lane) + 0.5) * laneHeight }

    /// Each mark on a line of its own, its words where no other line runs through them if that can be.
    private var lanes: HTML {
        HTML(
            chart.marks.indices.map { lane in
                let mark = chart.marks[lane]
                let shape = mark.kind.shape.html(
                    x: x(mark.value), y: laneY(lane), radius: isNarrow ? 6 : 7, colour: mark.kind.colour)
                return shape + label(lane).html
            })
    }

    /// Whether every mark has all of its words beside it, so that no key is needed.
    var saysAll: Bool { chart.marks.indices.allSatisfy { label($0).words == chart.said(chart.marks[$0]) } }

    private func label(_ lane: Int) -> ChartText {
        let mark = chart.marks[lane]
        let place = x(mark.value)
        let others = chart.marks.prefix(lane).map { x($0.value) }
        let texts = [chart.said(mark), "\(mark.name) \(chart.words(mark.value))", chart.words(mark.value)]
        let candidates = texts.flatMap { words in
            [ChartText.Anchor.start, .end].map { anchor in
                ChartText(
                    words: words, x: place + (anchor == .start ? 12 : -12), y: laneY(lane) + size * 0.35, size: size,
                    anchor: anchor, isBold: mark.kind == .chosen)
            }
        }
        let fitting = candidates.filter { $0.box.left >= 0 && $0.box.right <= width }
        let free = fitting.first { text in
            text.words != texts[2] && !others.contains { text.box.left < $0 && $0 < text.box.right }
        }
        return free ?? fitting.first ?? candidates[candidates.count - 2]
    }
}
