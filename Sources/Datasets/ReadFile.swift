public import Statistics
import Vocabulary

extension ReadRelease {
    /// Raised with every change of what a reader makes of a file: columns that were made before are made anew.
    public static let readers = "1"

    /// A release that says what codes mean, and has no figures.
    public init(_ catalogue: Catalogue, rows: Int) {
        self.init(
            columns: Columns.Filling().columns(), catalogue: catalogue, rows: rows, missing: [:], repeated: 0,
            unknownPeriods: [:], unknownPlaces: [:], undescribed: [], soughtRow: nil)
    }
}
