public import Vocabulary

/// What the register says of a measure beside its publisher: how it is described, where that is not said or wrong, and to which areas
/// of the agenda it belongs. Each correction is on the record, and the last one counts.
public struct MeasureDescription: Equatable, Sendable {
    public let id: Identifier<MeasureDescription>
    /// The data set that the measure is of.
    public let set: String
    public let measure: MeasureCode
    /// How it is described; nil as its publisher does.
    public private(set) var words: Words?
    /// The areas of agendas that it tells something of, by their lasting names.
    public private(set) var areas: [Identifier<Area>]

    /// What is said of a measure.
    public struct Words: Codable, Hashable, Sendable {
        public let title: String
        /// What its values are of: "Percentage".
        public let unit: String
        /// How many digits stand behind the point, from 0 to 6.
        public let decimals: Int
        /// `high` or `low`, whichever is better; `neither` where none is.
        public let polarity: Better

        /// Whether a greater value is better.
        public enum Better: String, Codable, CaseIterable, Sendable {
            case high, low, neither
        }

        /// A title, a unit, decimals and which end is better.
        public init(title: String, unit: String, decimals: Int, polarity: Better) {
            (self.title, self.unit, self.decimals, self.polarity) = (title, unit, decimals, polarity)
        }
    }
}

extension MeasureDescription: Subject {
    public static let kind = "measure"

    /// What can happen to the description of a measure.
    public enum Event: Codable, Equatable, Sendable {
        /// It was described otherwise than its publisher does.
        case described(set: String, measure: MeasureCode, words: Words)
        /// The description was corrected.
        case corrected(words: Words)
        /// It was said to which areas of the agenda the measure belongs.
        case assigned(set: String, measure: MeasureCode, areas: [Identifier<Area>])
    }

    public init?(opening event: Event, as id: Identifier<MeasureDescription>, _ stamp: Stamp) {
        switch event {
        case .described(let set, let measure, let words):
            self.init(id: id, set: set, measure: measure, words: words, areas: [])
        case .assigned(let set, let measure, let areas):
            self.init(id: id, set: set, measure: measure, words: nil, areas: areas)
        case .corrected: return nil
        }
    }

    public mutating func apply(_ event: Event, _ stamp: Stamp) {
        switch event {
        case .described(_, _, let words), .corrected(let words): self.words = words
        case .assigned(_, _, let areas): self.areas = areas
        }
    }

    public var claims: Set<Claim> { [Claim("measure", "\(set) \(measure)")] }

    public func audience(of event: Event) -> Audience { .everyone }
}

extension MeasureDescription {
    /// Describes a measure for the first time.
    public static func describe(_ measure: MeasureCode, of set: String, _ words: Words) throws(Refusal) -> [Event] {
        try check(words)
        return [.described(set: set, measure: measure, words: words)]
    }

    /// Says it otherwise.
    public func correct(_ words: Words) throws(Refusal) -> [Event] {
        try MeasureDescription.check(words)
        return words == self.words ? [] : [.corrected(words: words)]
    }

    /// The most areas that one measure may belong to.
    public static let mostAreas = 20

    /// Says to which areas of the agenda a measure belongs, of which nothing was said yet.
    public static func assign(
        _ measure: MeasureCode, of set: String, to areas: [Identifier<Area>]
    ) throws(Refusal) -> [Event] {
        try check(areas)
        return [.assigned(set: set, measure: measure, areas: areas)]
    }

    /// The same, in place of what was said.
    public func assign(to areas: [Identifier<Area>]) throws(Refusal) -> [Event] {
        try MeasureDescription.check(areas)
        return areas == self.areas ? [] : [.assigned(set: set, measure: measure, areas: areas)]
    }

    private static func check(_ areas: [Identifier<Area>]) throws(Refusal) {
        guard areas.count <= mostAreas, Set(areas).count == areas.count else {
            throw Refusal(
                Fault("measure.areas", field: "areas", "Choose at most \(mostAreas) areas, and each once"))
        }
    }

    private static func check(_ words: Words) throws(Refusal) {
        var faults = Wording.faults(words.title, field: "title", upTo: 300, "what the measure is called")
        if words.unit.unicodeScalars.count > 100 {
            faults.append(Fault("measure.unit", field: "unit", "Shorten the unit to 100 characters"))
        }
        if !(0...6).contains(words.decimals) {
            faults.append(Fault("measure.decimals", field: "decimals", "Give a whole number from 0 to 6"))
        }
        guard faults.isEmpty else { throw Refusal(faults) }
    }
}
