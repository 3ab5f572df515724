import HTML

/// The colours of the Government Analysis Function's guidance for charts, in the order in which series take them.
enum ChartColour {
    static let blue = "#12436D"
    static let turquoise = "#28A197"
    static let pink = "#801650"
    static let orange = "#F46A25"
    static let grey = "#3D3D3D"
    static let purple = "#A285D1"
    static let ink = "#0B0C0C"
    static let quiet = "#484949"
    static let rule = "#CECFD0"

    /// The colours of that many series: two are told apart best by blue and orange.
    static func series(_ count: Int) -> [String] {
        count <= 2 ? [blue, orange] : [blue, turquoise, pink, orange, grey, purple]
    }
}

/// The shape that marks the points of a series, so that colour never has to tell them apart alone.
enum ChartMarker: CaseIterable, Sendable {
    case circle, square, triangle, diamond, cross, wedge

    /// The shape round a point, `radius` to each side.
    func html(x: Double, y: Double, radius: Double, colour: String) -> HTML {
        let paint: HTML = "class=\"concordat-chart__mark\" fill=\"\(colour)\" stroke=\"#FFFFFF\" stroke-width=\"1\""
        if self == .circle {
            return "<circle cx=\"\(tenths(x))\" cy=\"\(tenths(y))\" r=\"\(tenths(radius))\" \(paint)/>\n"
        }
        let points = corners.map { tenths(x + $0.0 * radius) + "," + tenths(y + $0.1 * radius) }.joined(separator: " ")
        return "<polygon points=\"\(points)\" \(paint)/>\n"
    }

    private var corners: [(Double, Double)] {
        switch self {
        case .circle: []
        case .square: [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]
        case .triangle: [(0, -1.2), (1.1, 0.9), (-1.1, 0.9)]
        case .wedge: [(0, 1.2), (1.1, -0.9), (-1.1, -0.9)]
        case .diamond: [(0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)]
        case .cross:
            [
                (0, -0.5), (0.7, -1.2), (1.2, -0.7), (0.5, 0), (1.2, 0.7), (0.7, 1.2), (0, 0.5), (-0.7, 1.2),
                (-1.2, 0.7), (-0.5, 0), (-1.2, -0.7), (-0.7, -1.2),
            ]
        }
    }
}

/// A place or length in a picture, to a tenth: never in a form that a picture cannot hold.
func tenths(_ value: Double) -> String {
    guard value.isFinite, abs(value) < 1e9 else { return "0" }
    let count = Int((value * 10).rounded())
    let sign = count < 0 ? "-" : ""
    let rest = abs(count) % 10
    return sign + String(abs(count) / 10) + (rest == 0 ? "" : "." + String(rest))
}

/// About how wide words are in Arial of that size: enough to keep them apart.
func chartWidth(_ words: String, size: Double) -> Double {
    var ems = 0.0
    for scalar in words.unicodeScalars {
        switch scalar {
        case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!", "(", ")", "f", "t", "r", " ", "-", "/": ems += 0.33
        case "m", "w", "M", "W", "%", "@": ems += 0.9
        case "A"..."Z", "&", "£", "+", "=", "<", ">": ems += 0.7
        case _ where scalar.isASCII: ems += 0.56
        case _ where scalar.value >= 0x1100: ems += 1
        default: ems += 0.65
        }
    }
    return ems * size
}

/// Words in a picture.
struct ChartText {
    /// Which part of the words stands at the place.
    enum Anchor: String {
        case start, middle, end
    }

    let words: String
    let x: Double
    let y: Double
    let size: Double
    var anchor = Anchor.start
    var colour = ChartColour.ink
    var isBold = false

    /// The words as they stand in a picture; the stylesheet gives them a white rim that holds back what lies behind.
    var html: HTML {
        let bold: HTML? = isBold ? " font-weight=\"bold\"" : nil
        let place: HTML =
            "x=\"\(tenths(x))\" y=\"\(tenths(y))\" font-size=\"\(tenths(size))\" text-anchor=\"\(anchor.rawValue)\""
        return """
            <text class="concordat-chart__text" \(place) fill="\(colour)"\(bold)>\(withoutDirectionControls(words))</text>

            """
    }

    /// Roughly what they cover.
    var box: ChartBox {
        let width = chartWidth(words, size: size) * (isBold ? 1.08 : 1)
        let left =
            switch anchor {
            case .start: x
            case .middle: x - width / 2
            case .end: x - width
            }
        return ChartBox(left: left, top: y - size * 0.8, right: left + width, bottom: y + size * 0.25)
    }
}

/// A rectangle of a picture.
struct ChartBox: Hashable {
    let left: Double
    let top: Double
    let right: Double
    let bottom: Double

    /// Whether they share any ground.
    func meets(_ other: ChartBox) -> Bool {
        left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    /// Whether the other lies in it.
    func holds(_ other: ChartBox) -> Bool {
        left <= other.left && top <= other.top && right >= other.right && bottom >= other.bottom
    }
}

/// Places as near as can be to those that are wanted, in the same order, yet apart from each other and within a range.
func spread(_ wanted: [Double], apart: Double, within range: ClosedRange<Double>) -> [Double] {
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    var places = wanted
    var next = range.lowerBound
    for index in order {
        places[index] = max(wanted[index], next)
        next = places[index] + apart
    }
    next = range.upperBound
    for index in order.reversed() {
        places[index] = min(places[index], next)
        next = places[index] - apart
    }
    return places
}

/// A straight line of a picture.
func chartLine(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), colour: String, width: Double = 1,
    dashes: String? = nil, kind: HTML = "rule"
) -> HTML {
    let ends: HTML =
        "x1=\"\(tenths(start.x))\" y1=\"\(tenths(start.y))\" x2=\"\(tenths(end.x))\" y2=\"\(tenths(end.y))\""
    let paint: HTML = "stroke=\"\(colour)\" stroke-width=\"\(tenths(width))\"\(attribute: "stroke-dasharray", dashes)"
    return "<line class=\"concordat-chart__\(kind)\" \(ends) \(paint)/>\n"
}
