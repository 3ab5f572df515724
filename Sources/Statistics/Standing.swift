public import Vocabulary

/// How one authority stands in a measure and period among all that have a value.
public struct Standing: Hashable, Sendable {
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
}

/// An authority's place in the country, and the authorities that are most like it, in the publisher's order. Likeness is not mutual.
public struct Surroundings: Hashable, Sendable {
    /// The region's code in the Department's numbering, where it is in one.
    public let region: PlaceCode?
    public let neighbours: [PlaceCode]

    /// A region and up to ten neighbours.
    public init(region: PlaceCode?, neighbours: [PlaceCode]) { (self.region, self.neighbours) = (region, neighbours) }
}

extension Columns {
    /// How each authority stands in a series, by its code; those for which nothing at all was published are left out.
    public func standings(
        _ series: Series, _ polarity: Polarity, _ surroundings: [PlaceCode: Surroundings]
    ) -> [PlaceCode: Standing] {
        let valued = values(series)
        let authorities = valued.filter(\.place.isAuthority).map { (key: $0.place, value: $0.value) }
        let known = Dictionary(valued.map { ($0.place, $0.value) }) { first, _ in first }
        let quartiles = Quartiles(of: authorities.map(\.value))
        let ranks = ranks(authorities, polarity)
        let england = PlaceCode(PlaceCode.england).flatMap { figure(series, at: $0) }
        var standings: [PlaceCode: Standing] = [:]
        for place in places where place.isAuthority {
            guard let figure = figure(series, at: place) else { continue }
            let around = surroundings[place]
            standings[place] = Standing(
                figure: figure, rank: ranks[place], of: authorities.count,
                band: figure.value.flatMap { value in quartiles.flatMap { Band(of: value, in: $0, polarity) } },
                neighbours: mean((around?.neighbours ?? []).compactMap { known[$0] }),
                region: around?.region.flatMap { self.figure(series, at: $0) }, england: england)
        }
        return standings
    }
}
