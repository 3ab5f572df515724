public import Vocabulary

/// What a release says otherwise than the one before it.
public struct Difference: Sendable {
    /// How many figures are new: of places, periods or groups that had none.
    public private(set) var added = 0
    /// How many are there no more.
    public private(set) var removed = 0
    /// How many are others than they were.
    public private(set) var changed = 0
    /// The first of those that are others.
    public private(set) var examples: [Revised] = []

    /// A figure that was revised.
    public struct Revised: Hashable, Sendable {
        public let series: Columns.Series
        public let place: PlaceCode
        public let before: Figure
        public let after: Figure

        /// A figure as it was and as it is.
        public init(series: Columns.Series, place: PlaceCode, before: Figure, after: Figure) {
            (self.series, self.place, self.before, self.after) = (series, place, before, after)
        }
    }

    /// Between two releases, with so many examples at most.
    public init(from earlier: Columns, to later: Columns, examples most: Int) {
        for series in later.all {
            let before = Dictionary(earlier.figures(of: series).map { ($0.place, $0.figure) }) { first, _ in first }
            let after = later.figures(of: series)
            var kept = 0
            for (place, figure) in after {
                guard let stood = before[place] else {
                    added += 1
                    continue
                }
                kept += 1
                guard stood != figure else { continue }
                changed += 1
                if examples.count < most {
                    examples.append(Revised(series: series, place: place, before: stood, after: figure))
                }
            }
            removed += before.count - kept
        }
        for series in earlier.all where !later.has(series) { removed += earlier.figures(of: series).count }
    }
}
