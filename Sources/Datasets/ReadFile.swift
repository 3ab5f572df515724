public import Statistics
import Vocabulary

extension ReadRelease {
    /// A release that says what codes mean, and has no figures.
    public init(_ catalogue: Catalogue, rows: Int) {
        self.init(
            columns: Columns.Filling().columns(), catalogue: catalogue, rows: rows, missing: [:], repeated: 0,
            unknownPeriods: [:], unknownPlaces: [:], undescribed: [], soughtRow: nil)
    }
}
