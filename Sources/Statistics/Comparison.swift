public import Vocabulary

/// How one authority stands in a measure and period among all that have a value.
public struct Comparison: Hashable, Sendable {
    public let figure: Figure
    /// From 1; nil where there is no value, or the measure is neither better high nor low.
    public let rank: Int?
    /// How many authorities have a value.
    public let of: Int
    public let band: Band?
    /// The mean of its statistical neighbours that have a value.
    public let neighbours: Double?
    public let region: Figure?
    public let england: Figure?

    /// A figure with what it is compared with.
    public init(
        figure: Figure, rank: Int?, of: Int, band: Band?, neighbours: Double?, region: Figure?, england: Figure?
    ) {
        (self.figure, self.rank, self.of, self.band) = (figure, rank, of, band)
        (self.neighbours, self.region, self.england) = (neighbours, region, england)
    }
}

/// An authority's place in the country, and the authorities that are most like it, in the publisher's order. Likeness is not mutual.
public struct Surroundings: Hashable, Sendable {
    /// The region's code in the Department's numbering, where it is in one.
    public let region: PlaceCode?
    public let neighbours: [PlaceCode]

    /// A region and up to ten neighbours.
    public init(region: PlaceCode?, neighbours: [PlaceCode]) { (self.region, self.neighbours) = (region, neighbours) }
}

/// The surroundings of every authority by its column, so that they are looked up once for all series of some columns.
public struct Vicinity: Sendable {
    /// Of each column the columns of its neighbours.
    let neighbours: [[Int32]]
    /// Of each column that of its region, or -1.
    let region: [Int32]
    let england: Int?
    /// How many columns from the first on are authorities.
    let authorities: Int
    let places: [PlaceCode]

    /// Of the places of columns.
    public init(_ columns: Columns, _ surroundings: [PlaceCode: Surroundings]) {
        places = columns.places
        authorities = columns.places.prefix { $0.isAuthority }.count
        neighbours = columns.places.prefix(authorities).map { place in
            (surroundings[place]?.neighbours ?? []).compactMap { columns.place[$0].map { Int32($0) } }
        }
        region = columns.places.prefix(authorities).map { place in
            Int32(surroundings[place]?.region.flatMap { columns.place[$0] } ?? -1)
        }
        england = columns.place[.england]
    }
}

/// How all authorities stand in one series.
public struct Comparisons: Sendable {
    /// How many authorities have a value.
    public let of: Int
    /// Nil where none has.
    public let quartiles: Quartiles?
    public let england: Figure?
    private let places: [PlaceCode]
    private let figures: [Double]
    private let ranks: [Int32]
    private let bands: [UInt8]
    private let near: [Double]
    private let regions: [Double]

    init(_ cells: [Double], _ polarity: Polarity, _ vicinity: Vicinity) {
        let count = vicinity.authorities
        places = Array(vicinity.places.prefix(count))
        figures = Array(cells[..<count])
        england = vicinity.england.flatMap { Cell.figure(cells[$0]) }
        var valued: [(value: Double, column: Int32)] = []
        valued.reserveCapacity(count)
        for column in 0..<count where !cells[column].isNaN { valued.append((cells[column], Int32(column))) }
        valued.sort { $0.value < $1.value }
        of = valued.count
        quartiles = Quartiles(sorted: valued.count) { valued[$0].value }
        var ranks = [Int32](repeating: 0, count: count)
        var bands = [UInt8](repeating: 0, count: count)
        if polarity != .neither, let quartiles {
            var index = 0
            while index < valued.count {
                var end = index + 1
                while end < valued.count, valued[end].value == valued[index].value { end += 1 }
                let rank = Int32(polarity == .low ? index + 1 : valued.count - end + 1)
                let band =
                    Band(of: valued[index].value, in: quartiles, polarity).map { $0.rawValue.utf8.first ?? 0 } ?? 0
                for each in index..<end {
                    ranks[Int(valued[each].column)] = rank
                    bands[Int(valued[each].column)] = band
                }
                index = end
            }
        }
        (self.ranks, self.bands) = (ranks, bands)
        near = vicinity.neighbours.map { neighbours in
            var (sum, number) = (0.0, 0)
            for column in neighbours where !cells[Int(column)].isNaN {
                sum += cells[Int(column)]
                number += 1
            }
            return number > 0 ? sum / Double(number) : .nan
        }
        regions = vicinity.region.map { $0 >= 0 ? cells[Int($0)] : Cell.empty }
    }

    /// Those of which anything was published, by their codes.
    public var all: [(place: PlaceCode, comparison: Comparison)] {
        places.indices.compactMap { index in comparison(index).map { (places[index], $0) } }
    }

    /// How one stands; nil where nothing at all was published of it.
    public subscript(_ place: PlaceCode) -> Comparison? {
        var (low, high) = (0, places.count)
        while low < high {
            let middle = (low + high) / 2
            if places[middle] < place { low = middle + 1 } else { high = middle }
        }
        return low < places.count && places[low] == place ? comparison(low) : nil
    }

    private func comparison(_ index: Int) -> Comparison? {
        guard let figure = Cell.figure(figures[index]) else { return nil }
        return Comparison(
            figure: figure, rank: ranks[index] > 0 ? Int(ranks[index]) : nil, of: of,
            band: Band(rawValue: String(decoding: [bands[index]], as: UTF8.self)),
            neighbours: near[index].isNaN ? nil : near[index], region: Cell.figure(regions[index]), england: england)
    }
}

extension Columns {
    /// How each authority stands in a series.
    public func compare(_ series: Series, _ polarity: Polarity, _ vicinity: Vicinity) -> Comparisons {
        var cells = [Double](repeating: Cell.empty, count: places.count)
        if let (first, figures) = figures(series) {
            for index in figures.indices { cells[first + index] = figures[index] }
        }
        return Comparisons(cells, polarity, vicinity)
    }
}
