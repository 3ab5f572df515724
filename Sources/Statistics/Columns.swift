public import Vocabulary

/// Figures as columns: for each series (a measure in a period, of a group) one number for each place, side by side. What has no value says why in
/// the same eight bytes.
///
/// Places come in the order of their codes, so that the authorities stand together, then the regions and England, then the schools; a series takes room only from
/// the first place of which it has a figure to the last.
public struct Columns: Sendable {
    /// In the order in which each series has its figures.
    public let places: [PlaceCode]
    let place: [PlaceCode: Int]
    let runs: [Series: Run]
    let cells: Cells

    /// What a column of figures is of.
    public struct Series: Hashable, Sendable {
        public let measure: MeasureCode
        public let period: Period
        public let group: PupilGroup

        /// A measure in a period, of a group.
        public init(_ measure: MeasureCode, _ period: Period, of group: PupilGroup = .all) {
            (self.measure, self.period, self.group) = (measure, period, group)
        }
    }

    /// Where a series has its figures: from which place on, how many, and where the first is.
    struct Run: Hashable, Sendable {
        let first: Int
        let count: Int
        let offset: Int
    }

    init(places: [PlaceCode], runs: [Series: Run], cells: Cells) {
        (self.places, self.runs, self.cells) = (places, runs, cells)
        place = Dictionary(zip(places, places.indices)) { first, _ in first }
    }

    /// How many figures there are, those that say why there is no value among them.
    public var count: Int { cells.all.count { !Cell.isEmpty($0) } }

    /// The bytes that the figures take.
    public var bytes: Int { cells.all.count * MemoryLayout<Double>.stride }

    /// All series, by measure, then by period and group.
    public var all: [Series] {
        // Each group is put into words once, and not for each comparison.
        let groups = Dictionary(Set(runs.keys.map(\.group)).map { ($0, $0.description) }) { first, _ in first }
        return runs.keys.map { (key: $0, group: groups[$0.group] ?? "") }.sorted {
            ($0.key.measure, $0.key.period, $0.group) < ($1.key.measure, $1.key.period, $1.group)
        }.map(\.key)
    }

    /// The figures of a series, those of its first place first; none where there is no such series.
    func figures(_ series: Series) -> (first: Int, cells: UnsafeBufferPointer<Double>)? {
        guard let run = runs[series] else { return nil }
        return (run.first, UnsafeBufferPointer(rebasing: cells.all[run.offset..<run.offset + run.count]))
    }

    /// Whether anything was published of it.
    public func has(_ series: Series) -> Bool { runs[series] != nil }

    /// One figure; nil where nothing at all was published.
    public func figure(_ series: Series, at place: PlaceCode) -> Figure? {
        guard let run = runs[series], let column = self.place[place], column >= run.first,
            column < run.first + run.count
        else { return nil }
        return Cell.figure(cells.all[run.offset + column - run.first])
    }

    /// The figures of a series by place, those that say why there is no value among them.
    public func figures(of series: Series) -> [(place: PlaceCode, figure: Figure)] {
        guard let (first, cells) = figures(series) else { return [] }
        return cells.indices.compactMap { index in
            Cell.figure(cells[index]).map { (places[first + index], $0) }
        }
    }

    /// The values of a series by place; those that have none are missing.
    public func values(_ series: Series) -> [(place: PlaceCode, value: Double)] {
        guard let (first, cells) = figures(series) else { return [] }
        return cells.indices.compactMap { index in
            cells[index].isNaN ? nil : (places[first + index], cells[index])
        }
    }

    /// Columns being filled, figure by figure, in any order.
    public struct Filling {
        private var order: [PlaceCode] = []
        /// The place of each number below a thousand, and of each other.
        private var near = [Int32](repeating: -1, count: 1000)
        private var far: [PlaceCode: Int] = [:]
        private var series: [Series: Int] = [:]
        private var rows: [[Double]] = []
        private var last: (series: Series, row: Int)?

        /// Nothing yet.
        public init() {}

        /// The number of a series, for `put`.
        public mutating func row(of key: Series) -> Int {
            // Files hold one series after the other.
            if let last, last.series == key { return last.row }
            let row = series[key] ?? rows.count
            if row == rows.count {
                series[key] = row
                rows.append([])
                rows[row].reserveCapacity(order.count)
            }
            last = (key, row)
            return row
        }

        /// Puts a figure at its place; answers what stood there before, where anything did.
        @discardableResult
        public mutating func put(_ figure: Figure, _ key: Series, at place: PlaceCode) -> Figure? {
            put(figure, row: row(of: key), at: place)
        }

        /// The same, in the series of that number.
        @discardableResult
        public mutating func put(_ figure: Figure, row: Int, at place: PlaceCode) -> Figure? {
            let column = column(of: place)
            let missing = column + 1 - rows[row].count
            if missing > 0 {
                for _ in 1..<missing { rows[row].append(Cell.empty) }
                rows[row].append(Cell.bits(figure))
                return nil
            }
            let before = rows[row][column]
            rows[row][column] = Cell.bits(figure)
            return Cell.figure(before)
        }

        private mutating func column(of place: PlaceCode) -> Int {
            if place.isSchool {
                if let known = far[place] { return known }
                far[place] = order.count
            } else {
                let known = near[place.number]
                if known >= 0 { return Int(known) }
                near[place.number] = Int32(order.count)
            }
            order.append(place)
            return order.count - 1
        }

        /// The columns, places by their codes.
        public consuming func columns() -> Columns {
            let sorted = order.indices.sorted { order[$0] < order[$1] }
            // Where each place of the order goes.
            var target = [Int](repeating: 0, count: sorted.count)
            for (column, place) in sorted.enumerated() { target[place] = column }
            var offset = 0
            var extents: [Run] = []
            for row in rows {
                var (first, end) = (Int.max, 0)
                for (place, cell) in row.enumerated() where !Cell.isEmpty(cell) {
                    first = min(first, target[place])
                    end = max(end, target[place] + 1)
                }
                extents.append(
                    end == 0
                        ? Run(first: 0, count: 0, offset: offset)
                        : Run(first: first, count: end - first, offset: offset))
                offset += extents[extents.count - 1].count
            }
            let cells = Cells(offset) { room in
                for (row, run) in zip(rows, extents) where run.count > 0 {
                    for (place, cell) in row.enumerated() where !Cell.isEmpty(cell) {
                        room[run.offset + target[place] - run.first] = cell
                    }
                }
            }
            return Columns(places: sorted.map { order[$0] }, runs: series.mapValues { extents[$0] }, cells: cells)
        }
    }
}
