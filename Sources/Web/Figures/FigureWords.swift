import Domain
import HTML
import Register
import Statistics
import Views
import Vocabulary

extension Measure {
    /// How many digits of its values pages show; where the publisher does not say, one.
    var shownDecimals: Int { decimals ?? 1 }

    /// What stands behind a value: `%`, or nothing.
    var isShare: Bool { unit == "%" || unit.lowercased().hasPrefix("percent") || unit.hasPrefix("% ") }

    /// A value as pages show it: `61%`, `1,234.5`.
    func words(_ value: Double) -> String {
        let number = value.text(decimals: shownDecimals)
        if isShare { return number + "%" }
        return unit == "£" ? "£" + number : number
    }

    /// A figure as pages show it: its value, or why there is none.
    func words(_ figure: Figure) -> String {
        switch figure {
        case .value(let value): words(value)
        case .missing(let why): why.words
        }
    }

    /// Which end is better, in words.
    var betterWords: String {
        switch polarity {
        case .high: "A higher value is better"
        case .low: "A lower value is better"
        case .neither: "Neither a higher nor a lower value is better, so places are not ranked by it"
        }
    }
}

/// A figure in a cell: a missing one says why, set apart from values by more than its colour.
func figureCell(_ figure: Figure?, of measure: Measure) -> HTML {
    switch figure {
    case .value: "\(measure.words(figure ?? .missing(.notAvailable)))"
    case .missing(let why): "<span class=\"concordat-missing\">\(why.words)</span>"
    case nil: "<span class=\"concordat-missing\">nothing published</span>"
    }
}

/// Of fewer authorities pages show no quarters: the published method has them of any number.
let fewestBanded = 4

extension Band {
    /// The quarter that it is, as a tag: the letter says it, colour repeats it.
    var tag: Tag {
        switch self {
        case .a: Tag("A", .green)
        case .b: Tag("B", .turquoise)
        case .c: Tag("C", .yellow)
        case .d: Tag("D", .orange)
        }
    }
}

extension ReleaseRead {
    /// What it is called, with the part that it is of.
    var words: String { part.isEmpty ? title : "\(title), \(part)" }

    /// Whether its figures count today.
    var tag: Tag {
        if withdrawn != nil { return Tag("Withdrawn", .red) }
        return supersededBy == nil ? Tag("Stands", .green) : Tag("Superseded", .grey)
    }

    /// What its files were recognised as.
    var sortWords: String {
        switch files.first?.sort {
        case "lait": "Extract of the Local Authority Interactive Tool"
        case "lait-dictionary": "Data dictionary"
        case "neighbours": "Statistical neighbours"
        case "ees": "Explore Education Statistics"
        case "ks2": "Key stage 2 performance tables"
        case "ks4": "Key stage 4 performance tables"
        case "gias": "Get Information About Schools"
        case "gias-groups": "Get Information About Schools: groups"
        case "gias-group-links": "Get Information About Schools: schools of groups"
        case "table": "A table, read by a mapping of its columns"
        case "gias-links": "Get Information About Schools: predecessors and successors"
        default: files.first?.sort ?? ""
        }
    }
}
