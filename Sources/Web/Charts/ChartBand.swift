/// A quarter of the authorities by a measure: A the best to D.
enum ChartBand: String, CaseIterable, Hashable, Sendable {
    case a = "A"
    case b = "B"
    case c = "C"
    case d = "D"

    /// What it stands for in a key.
    var words: String {
        switch self {
        case .a: "Band A: the best quarter"
        case .b: "Band B: the second quarter"
        case .c: "Band C: the third quarter"
        case .d: "Band D: the last quarter"
        }
    }
}
