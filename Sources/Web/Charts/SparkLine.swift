import HTML

/// The course of a few values, as small as a word, for a cell of a table. A screen reader hears the first and the last value.
struct SparkLine {
    /// One for each period, in their order; nil where there is none.
    let values: [Double?]
    /// The names of the periods; none where they go without saying.
    let periods: [String]
    /// How a number is written, with its sign: `52%`.
    let words: @Sendable (Double) -> String

    /// A line over periods.
    init(values: [Double?], periods: [String] = [], words: @escaping @Sendable (Double) -> String) {
        self.periods = periods
        self.values = values.map { $0.flatMap { $0.isFinite ? $0 : nil } }
        self.words = words
    }

    /// The line as it stands in a page.
    var html: HTML {
        let size: HTML = "viewBox=\"0 0 96 24\" width=\"96\" height=\"24\""
        let picture: HTML = """
            <svg class="concordat-spark__picture" \(size) aria-hidden="true">
            \(line)</svg>
            """
        let isEmpty = points.isEmpty
        return "<span class=\"concordat-spark\">\(when: !isEmpty, picture)\(isEmpty ? inline(summary) : hidden)</span>"
    }

    private var hidden: HTML { spoken(withoutDirectionControls(summary)) }

    /// The same in words.
    var summary: String {
        guard let first = points.first, let last = points.last else { return "No values" }
        func said(_ period: Int) -> String {
            words(values[period] ?? 0) + (periods.indices.contains(period) ? " in " + periods[period] : "")
        }
        return first.period == last.period ? said(first.period) : "From \(said(first.period)) to \(said(last.period))"
    }

    private var points: [(period: Int, x: Double, y: Double)] {
        let known = values.compactMap { $0 }.map { min(1e150, max(-1e150, $0)) }
        guard let low = known.min(), let high = known.max() else { return [] }
        return values.indices.compactMap { period in
            guard let value = values[period] else { return nil }
            let across = values.count > 1 ? Double(period) / Double(values.count - 1) : 0.5
            let up = high > low ? min(1, max(0, (value - low) / (high - low))) : 0.5
            return (period, 5 + across * 86, 20 - up * 16)
        }
    }

    private var line: HTML {
        var path = ""
        var before: Int?
        for point in points {
            path += before == point.period - 1 ? "L" : "M"
            path += tenths(point.x) + " " + tenths(point.y)
            before = point.period
        }
        let known = Set(points.map(\.period))
        let marked = points.filter { point in
            let isAlone = !known.contains(point.period - 1) && !known.contains(point.period + 1)
            return isAlone || point.period == points.last?.period
        }
        let marks = marked.map { ChartMarker.circle.html(x: $0.x, y: $0.y, radius: 3.5, colour: ChartColour.blue) }
        let paint: HTML = "fill=\"none\" stroke=\"\(ChartColour.blue)\" stroke-width=\"2\" stroke-linejoin=\"round\""
        return "<path class=\"concordat-chart__line\" d=\"\(path)\" \(paint)/>\n\(marks)"
    }
}
