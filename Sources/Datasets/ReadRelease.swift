public import Statistics
public import Vocabulary

/// What was found in a published file: its figures, and all that somebody should know before they are taken.
public struct ReadRelease: Sendable {
    public let columns: Columns
    /// What its codes mean.
    public let catalogue: Catalogue
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
    /// The row of the figure that was asked for, from 1 for the heading; nil where none was, or there is none.
    public let soughtRow: Int?
}

/// A figure whose row in a file is asked for.
public struct Sought: Hashable, Sendable {
    public let series: Columns.Series
    public let place: PlaceCode

    /// The figure of a series at a place.
    public init(_ series: Columns.Series, at place: PlaceCode) { (self.series, self.place) = (series, place) }
}

extension PlaceCode {
    /// The place of that number; nil where the bytes are no digits, or no place has it.
    init?(digits: ArraySlice<UInt8>) {
        var number = 0
        guard (1...6).contains(digits.count) else { return nil }
        for byte in digits {
            guard (0x30...0x39).contains(byte) else { return nil }
            number = number * 10 + Int(byte - 0x30)
        }
        self.init(number)
    }
}
