/// Figures as text that Prometheus reads: its exposition format 0.0.4.
struct Exposition {
    private(set) var text = ""

    /// What sort of figure it is.
    enum Sort: String {
        case counter, gauge, histogram
    }

    typealias Labels = [(name: String, value: String)]

    /// What `Content-Type` says of it.
    static let type = "text/plain; version=0.0.4; charset=utf-8"

    /// Figures of one name, with their labels; left out where there is none.
    mutating func add(_ name: StaticString, _ sort: Sort, _ help: String, _ samples: [(Labels, Double)]) {
        guard !samples.isEmpty else { return }
        begin(name, sort, help)
        for (labels, value) in samples { line("\(name)", labels, value) }
    }

    /// One figure without labels; left out where it is not known.
    mutating func add(_ name: StaticString, _ sort: Sort, _ help: String, _ value: Double?) {
        guard let value else { return }
        add(name, sort, help, [([], value)])
    }

    /// Times in buckets, in seconds.
    mutating func add(_ name: StaticString, _ help: String, _ histograms: [(Labels, Histogram)]) {
        begin(name, .histogram, help)
        for (labels, histogram) in histograms {
            let counts = histogram.cumulative
            for (bound, count) in zip(Histogram.bounds, counts) {
                line("\(name)_bucket", labels + [("le", Self.number(Double(bound) / 1e9))], Double(count))
            }
            // The last bucket and the count are the same figure, read once.
            let all = Double(counts.last ?? 0)
            line("\(name)_bucket", labels + [("le", "+Inf")], all)
            line("\(name)_sum", labels, Double(histogram.sum) / 1e9)
            line("\(name)_count", labels, all)
        }
    }

    private mutating func begin(_ name: StaticString, _ sort: Sort, _ help: String) {
        text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(sort.rawValue)\n"
    }

    private mutating func line(_ name: String, _ labels: Labels, _ value: Double) {
        text += name
        if !labels.isEmpty {
            text += "{"
            text += labels.map { "\($0.name)=\"\(Self.escaped($0.value, quotes: true))\"" }.joined(separator: ",")
            text += "}"
        }
        text += " \(Self.number(value))\n"
    }

    private static func number(_ value: Double) -> String {
        value.rounded() == value && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
