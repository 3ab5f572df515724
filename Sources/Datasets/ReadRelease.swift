public import Statistics
public import Vocabulary

/// What was found in a published file: its figures, and all that somebody should know before they are taken.
public struct ReadRelease: Sendable {
    public let columns: Columns
    /// The name of each place.
    public let names: [PlaceCode: String]
    /// The region of each authority, as the file names it.
    public let regions: [PlaceCode: String]
    /// How many rows the file has below its heading.
    public let rows: Int
    /// How many figures have no value, by why.
    public let missing: [Missing: Int]
    /// Rows that say again what another row says.
    public let repeated: Int
    /// Labels of periods that have no known meaning, and how many rows bear each: these rows are left out.
    public let unknownPeriods: [String: Int]
    /// Places that the Department's numbering does not have (constituencies, schools), by what the file calls them, and how many rows
    /// are of each sort: these rows are left out.
    public let unknownPlaces: [String: Int]
    /// Measures that no dictionary describes.
    public let undescribed: Set<MeasureCode>
}

extension Figure {
    /// Reads a cell of a published file: a number, or a mark that says why there is none. Nil for anything else.
    ///
    /// The marks are those of the Department's releases: `x` and `SUPP` suppressed, `c` confidential, `.` not applicable, `LOWCOV` low
    /// coverage; `-`, `..`, `:`, `z`, `NA` and an empty cell not available.
    init?(published cell: ArraySlice<UInt8>) {
        let text = String(decoding: cell.trimmed, as: UTF8.self)
        // A number that begins with a digit is no mark: most cells are asked no more.
        if let first = text.utf8.first, (0x30...0x39).contains(first) {
            guard let value = Double(text), value.isFinite, !text.utf8.contains(UInt8(ascii: "x")) else { return nil }
            self = .value(value)
        } else if let mark = Figure.marks[text] {
            self = .missing(mark)
        } else {
            guard let value = Double(text), value.isFinite else { return nil }
            self = .value(value)
        }
    }

    private static let marks: [String: Missing] = [
        "": .notAvailable, "-": .notAvailable, "..": .notAvailable, ":": .notAvailable, "z": .notAvailable,
        "NA": .notAvailable, "x": .suppressed, "SUPP": .suppressed, "c": .confidential, ".": .notApplicable,
        "LOWCOV": .lowCoverage,
    ]
}
