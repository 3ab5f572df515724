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

/// A trust, federation, sponsor or other group of schools, as its publisher describes it.
public struct SchoolGroup: Hashable, Sendable {
    /// The publisher's number of it.
    public let number: Int
    public var name: String
    /// In the publisher's words: "Multi-academy trust".
    public var kind: String
    /// When it was opened, or incorporated where it is a company.
    public var opened: Day?
    public var closed: Day?

    /// A group of that name.
    public init(_ number: Int, name: String, kind: String, opened: Day? = nil, closed: Day? = nil) {
        (self.number, self.name, self.kind) = (number, name, kind)
        (self.opened, self.closed) = (opened, closed)
    }

    /// Whether it is a trust that runs academies.
    public var isAcademyTrust: Bool { kind.hasSuffix("-academy trust") }
}

/// What a release says beside its figures: what its codes mean, which authorities are like each other, and what schools have
/// to do with each other.
public struct Catalogue: Hashable, Sendable {
    public var measures: [MeasureCode: Measure]
    public var places: [PlaceCode: Place]
    /// The statistical neighbours of each authority, the nearest first.
    public var neighbours: [PlaceCode: [PlaceCode]]
    /// The schools that came before or after each school, or are linked to it otherwise, in the publisher's order.
    public var links: [PlaceCode: [Link]]
    /// By the publisher's number.
    public var groups: [Int: SchoolGroup]
    /// The groups that each school belongs to, in the publisher's order: a trust, and the sponsor behind it.
    public var memberships: [PlaceCode: [Membership]]

    /// What another school is to one.
    public struct Link: Hashable, Sendable {
        /// The other school.
        public let other: PlaceCode
        /// What the other school is called.
        public let name: String
        /// What the other is to this one, in the publisher's words: "Successor - merged", "Predecessor", "Sixth Form
        /// Centre Link".
        public let kind: String
        public let day: Day?

        /// A link to a school of that name.
        public init(_ other: PlaceCode, name: String, kind: String, day: Day? = nil) {
            (self.other, self.name, self.kind, self.day) = (other, name, kind, day)
        }

        /// Whether the other came after this one.
        public var isSuccessor: Bool { kind.hasPrefix("Successor") }
        /// Whether the other came before this one.
        public var isPredecessor: Bool { kind.hasPrefix("Predecessor") }
    }

    /// A school's belonging to a group.
    public struct Membership: Hashable, Sendable {
        /// The publisher's number of the group.
        public let group: Int
        public let joined: Day?

        /// Belonging to the group of that number.
        public init(_ group: Int, joined: Day? = nil) { (self.group, self.joined) = (group, joined) }
    }

    /// These measures, places and neighbours, and what schools have to do with each other.
    public init(
        measures: [MeasureCode: Measure] = [:], places: [PlaceCode: Place] = [:],
        neighbours: [PlaceCode: [PlaceCode]] = [:], links: [PlaceCode: [Link]] = [:], groups: [Int: SchoolGroup] = [:],
        memberships: [PlaceCode: [Membership]] = [:]
    ) {
        (self.measures, self.places, self.neighbours) = (measures, places, neighbours)
        (self.links, self.groups, self.memberships) = (links, groups, memberships)
    }
}
