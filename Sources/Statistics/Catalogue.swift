public import Vocabulary

/// A published statistic: what its figures are of, as its publisher describes it.
public struct Measure: Hashable, Sendable {
    public let code: MeasureCode
    /// What the publisher files it under: "Key Stage 2".
    public var topic: String
    public var title: String
    /// What its values are of: "Percentage", "Rate per 10,000".
    public var unit: String
    /// Whether a greater value is better.
    public var polarity: Polarity
    /// How many digits stand behind the point; nil where the publisher does not say.
    public var decimals: Int?
    /// How its years are counted.
    public var year: Period.Year
    /// How it is counted and computed, in the publisher's words.
    public var method: String

    /// A measure of which no more is known than what is said here.
    public init(
        _ code: MeasureCode, topic: String = "", title: String, unit: String = "", polarity: Polarity = .neither,
        decimals: Int? = nil, year: Period.Year = .unstated, method: String = ""
    ) {
        (self.code, self.topic, self.title, self.unit) = (code, topic, title, unit)
        (self.polarity, self.decimals, self.year, self.method) = (polarity, decimals, year, method)
    }
}

/// A place of which figures were published, as its publisher describes it.
public struct Place: Hashable, Sendable {
    public let code: PlaceCode
    public var name: String
    /// The region that an authority lies in, in the Department's numbering; of London's inner or outer London.
    public var region: PlaceCode?
    /// The Office for National Statistics' code, where the publisher gives it.
    public var ons: String
    /// The authority that a school lies in.
    public var authority: PlaceCode?
    /// What sort of school it is, in the publisher's words.
    public var kind: String
    /// Which years a school teaches: "Primary".
    public var phase: String
    /// The trust or federation that a school belongs to.
    public var trust: String

    /// A place of that name.
    public init(
        _ code: PlaceCode, name: String, region: PlaceCode? = nil, ons: String = "", authority: PlaceCode? = nil,
        kind: String = "", phase: String = "", trust: String = ""
    ) {
        (self.code, self.name, self.region, self.ons) = (code, name, region, ons)
        (self.authority, self.kind, self.phase, self.trust) = (authority, kind, phase, trust)
    }
}

/// What a release says beside its figures: what its codes mean, and which authorities are like each other.
public struct Catalogue: Hashable, Sendable {
    public var measures: [MeasureCode: Measure]
    public var places: [PlaceCode: Place]
    /// The statistical neighbours of each authority, the nearest first.
    public var neighbours: [PlaceCode: [PlaceCode]]

    /// These measures, places and neighbours.
    public init(
        measures: [MeasureCode: Measure] = [:], places: [PlaceCode: Place] = [:],
        neighbours: [PlaceCode: [PlaceCode]] = [:]
    ) {
        (self.measures, self.places, self.neighbours) = (measures, places, neighbours)
    }
}
