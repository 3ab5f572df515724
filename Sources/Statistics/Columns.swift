public import Vocabulary

/// Figures as columns: for each series (a measure in a period, of a group) one number for each place, side by side. What has no value says why in
/// the same eight bytes.
public struct Columns: Sendable {
    /// In the order in which each series has its figures.
    public let places: [PlaceCode]
    private let place: [PlaceCode: Int]
    private let series: [Series: Int]
    private let cells: [Double]

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

    /// How many figures there are, those that say why there is no value among them.
    public var count: Int { cells.count { !Cell.isEmpty($0) } }

    /// The bytes that the figures take.
    public var bytes: Int { cells.count * MemoryLayout<Double>.stride }

    /// All series, by measure, then by period and group.
    public var all: [Series] {
        series.keys.sorted { ($0.measure, $0.period, $0.group) < ($1.measure, $1.period, $1.group) }
    }

    /// The periods in which a measure has figures, the earliest first.
    public func periods(of measure: MeasureCode) -> [Period] {
        Set(series.keys.filter { $0.measure == measure }.map(\.period)).sorted()
    }

    /// One figure; nil where nothing at all was published.
    public func figure(_ series: Series, at place: PlaceCode) -> Figure? {
        guard let row = self.series[series], let column = self.place[place] else { return nil }
        return Cell.figure(cells[row * places.count + column])
    }

    /// The values of a series by place; those that have none are missing.
    public func values(_ series: Series) -> [(place: PlaceCode, value: Double)] {
        guard let row = self.series[series] else { return [] }
        let start = row * places.count
        return places.indices.compactMap { column in
            let cell = cells[start + column]
            return cell.isNaN ? nil : (places[column], cell)
        }
    }

    /// Columns being filled, figure by figure, in any order.
    public struct Filling {
        private var places: [PlaceCode: Int] = [:]
        private var order: [PlaceCode] = []
        private var series: [Series: Int] = [:]
        private var rows: [[Double]] = []
        private var last: (series: Series, row: Int)?

        /// Nothing yet.
        public init() {}

        /// Puts a figure at its place; answers what stood there before, where anything did.
        @discardableResult
        public mutating func put(_ figure: Figure, _ key: Series, at place: PlaceCode) -> Figure? {
            let row: Int
            // Files hold one series after the other.
            if let last, last.series == key {
                row = last.row
            } else {
                row = series[key] ?? rows.count
                if row == rows.count {
                    series[key] = row
                    rows.append(Array(repeating: Cell.empty, count: order.count))
                }
                last = (key, row)
            }
            let column: Int
            if let known = places[place] {
                column = known
            } else {
                column = order.count
                places[place] = column
                order.append(place)
            }
            if rows[row].count <= column {
                rows[row] += Array(repeating: Cell.empty, count: column + 1 - rows[row].count)
            }
            let before = Cell.figure(rows[row][column])
            rows[row][column] = Cell.bits(figure)
            return before
        }

        /// The columns, places by their numbers.
        public consuming func columns() -> Columns {
            let sorted = order.sorted()
            let from = sorted.map { places[$0] ?? 0 }
            var cells: [Double] = []
            cells.reserveCapacity(rows.count * sorted.count)
            for row in rows {
                for column in from { cells.append(column < row.count ? row[column] : Cell.empty) }
            }
            return Columns(
                places: sorted, place: Dictionary(zip(sorted, sorted.indices)) { first, _ in first }, series: series,
                cells: cells)
        }
    }
}

/// A figure in eight bytes: its value, or a number that is none whose payload says why.
private enum Cell {
    static let empty = Double(nan: 0, signaling: false)

    static func isEmpty(_ cell: Double) -> Bool { cell.isNaN && cell.bitPattern & 0xFF == 0 }

    static func bits(_ figure: Figure) -> Double {
        switch figure {
        case .value(let value): value
        case .missing(let why): Double(nan: Double.RawSignificand(why.rawValue), signaling: false)
        }
    }

    static func figure(_ cell: Double) -> Figure? {
        guard cell.isNaN else { return .value(cell) }
        return Missing(rawValue: UInt8(cell.bitPattern & 0xFF)).map { .missing($0) }
    }
}
