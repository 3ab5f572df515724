public import Statistics
public import Vocabulary

/// What somebody said once of the columns of a publisher's files, so that each file like it is read by it: which say of
/// which place, period and group a row is, and which hold values.
///
/// Columns are known by their headings. What a mapping says is checked against a file's heading by `faults(for:)`, and
/// again by whoever reads.
public struct ColumnMapping: Hashable, Sendable {
    /// The columns that say of which place a row is, the narrowest first: a row is of the place in the first that is
    /// not empty, and that place lies in those behind it.
    public var places: [PlaceColumn]
    public var period: PeriodSource
    /// The columns by whose values figures are parted, where there are any.
    public var groups: [GroupColumn]
    public var shape: Shape
    /// What is measured. In a long table those that are not among them are taken under the names that they have there.
    public var measures: [MappedMeasure]
    /// The words that stand for a missing value beside the usual marks, and why it is missing.
    public var missing: [String: Missing]

    /// A mapping of these columns.
    public init(
        places: [PlaceColumn], period: PeriodSource, groups: [GroupColumn] = [], shape: Shape,
        measures: [MappedMeasure] = [], missing: [String: Missing] = [:]
    ) {
        (self.places, self.period, self.groups) = (places, period, groups)
        (self.shape, self.measures, self.missing) = (shape, measures, missing)
    }

    /// A column that says of which place a row is.
    public struct PlaceColumn: Hashable, Codable, Sendable {
        public var column: String
        /// How places are written in it.
        public var writing: Writing
        /// The column that has what the place is called, where there is one.
        public var name: String?

        /// A way to write a place.
        public enum Writing: String, Codable, CaseIterable, Sendable {
            /// The Department's three digits of an authority, a region or England: `825`, also `0825` and `825.0`.
            case number
            /// The Office for National Statistics' nine characters: `E10000002`.
            case ons
            /// What it is called: `Norfolk`, `East of England`, `England`.
            case name
            /// The six digits of a school (its unique reference number).
            case school
        }

        /// A column of places.
        public init(_ column: String, writing: Writing, name: String? = nil) {
            (self.column, self.writing, self.name) = (column, writing, name)
        }
    }

    /// Where it is said of which time a figure is.
    public enum PeriodSource: Hashable, Sendable {
        /// In a column, whose years are counted so.
        case column(String, counting: Period.Year)
        /// Nowhere in the file: all of it is of that period.
        case fixed(Period)

        /// How its years are counted.
        public var year: Period.Year {
            switch self {
            case .column(_, let year): year
            case .fixed(let period): period.year
            }
        }
    }

    /// A column by whose values figures are parted.
    public struct GroupColumn: Hashable, Codable, Sendable {
        public var column: String
        /// The values that stand for everybody, as an empty cell does: `Total`.
        public var everybody: [String]

        /// A column of groups.
        public init(_ column: String, everybody: [String] = []) {
            (self.column, self.everybody) = (column, everybody)
        }
    }

    /// How a table holds its figures.
    public enum Shape: Hashable, Codable, Sendable {
        /// One in a row: one column names the measure, another holds the value.
        case long(measure: String, value: String)
        /// Several in a row: each measure has its own column.
        case wide
    }

    /// A measure of the file.
    public struct MappedMeasure: Hashable, Codable, Sendable {
        /// What the file calls it: the heading of its column, or in a long table what stands in the column of measures.
        public var name: String
        /// Its short name here.
        public var code: String
        public var title: String
        /// What its values are of: "Percentage".
        public var unit: String
        /// How many digits stand behind the point; nil where nobody says.
        public var decimals: Int?
        public var polarity: Polarity

        /// A measure, as a person describes it.
        public init(
            _ name: String, code: String, title: String, unit: String = "", decimals: Int? = nil,
            polarity: Polarity = .neither
        ) {
            (self.name, self.code, self.title, self.unit) = (name, code, title, unit)
            (self.decimals, self.polarity) = (decimals, polarity)
        }
    }
}

extension ColumnMapping {
    /// How many measures a file may have.
    static let mostMeasures = 500
    /// How many letters a word of a mapping may have.
    static let mostLetters = 200

    /// What is wrong with it for a file of that heading; nothing where the file can be read by it. Each fault names the
    /// field of the mapping: `place-1`, `period`, `group-1`, `measure`, `value`, `measures-1-code`, `missing`.
    public func faults(for heading: [String]) -> [Fault] {
        var check = MappingCheck(heading)
        check.places(places)
        if case .column(let name, _) = period { check.column(name, "period", "says the period") }
        for (number, group) in zip(1..., groups) { check.column(group.column, "group-\(number)", "parts the figures") }
        check.values(shape, measures)
        check.measures(measures)
        check.missing(missing)
        return check.faults
    }
}

/// A mapping held against a heading.
private struct MappingCheck {
    private(set) var faults: [Fault] = []
    private let columns: [String: Int]
    private var chosen: Set<String> = []

    init(_ heading: [String]) {
        columns = Dictionary(heading.map { ($0.words, 1) }, uniquingKeysWith: +)
    }

    private mutating func fault(_ rule: String, _ field: String, _ message: String) {
        faults.append(Fault(rule, field: field, message))
    }

    /// A column that one thing is read from.
    mutating func column(_ name: String, _ field: String, _ what: String) {
        guard isThere(name, field, what) else { return }
        if !chosen.insert(name.words).inserted {
            fault("mapping.twice", field, "Choose another column: '\(name.shown)' is chosen for something else already")
        }
    }

    private mutating func isThere(_ name: String, _ field: String, _ what: String) -> Bool {
        guard !name.words.isEmpty else {
            fault("mapping.column", field, "Choose the column that \(what)")
            return false
        }
        switch columns[name.words] {
        case nil:
            fault(
                "mapping.column", field,
                "Choose another column that \(what), or get the file anew: it has no column '\(name.shown)'")
            return false
        case 1: return true
        default:
            fault(
                "mapping.ambiguous", field,
                "Give each column a name of its own in the first row: several are called '\(name.shown)'")
            return false
        }
    }

    mutating func places(_ places: [ColumnMapping.PlaceColumn]) {
        if places.isEmpty { fault("mapping.place", "place-1", "Choose the column that says the place") }
        for (number, place) in zip(1..., places) {
            column(place.column, "place-\(number)", "says the place")
            // Several sorts of places may have their names in one column.
            if let name = place.name { _ = isThere(name, "place-\(number)-name", "has the name of the place") }
        }
    }

    mutating func values(_ shape: ColumnMapping.Shape, _ measures: [ColumnMapping.MappedMeasure]) {
        if measures.count > ColumnMapping.mostMeasures {
            fault(
                "mapping.most", "measures",
                "Choose at most \(ColumnMapping.mostMeasures) measures, not \(measures.count)")
        }
        let names = zip(1..., measures.prefix(ColumnMapping.mostMeasures))
        switch shape {
        case .long(let measure, let value):
            column(measure, "measure", "names the measure")
            column(value, "value", "holds the value")
            var known: Set<String> = []
            for (number, measure) in names where !known.insert(measure.name.words).inserted {
                fault(
                    "mapping.twice", "measures-\(number)-name",
                    "Describe the measure '\(measure.name.shown)' once: leave one out")
            }
        case .wide:
            if measures.isEmpty {
                fault("mapping.values", "measures", "Choose at least one column that holds values")
            }
            for (number, measure) in names { column(measure.name, "measures-\(number)-name", "holds values") }
        }
    }

    mutating func measures(_ measures: [ColumnMapping.MappedMeasure]) {
        var codes: Set<MeasureCode> = []
        for (number, measure) in zip(1..., measures.prefix(ColumnMapping.mostMeasures)) {
            let field = "measures-\(number)"
            if let code = measure.measureCode {
                if !codes.insert(code).inserted {
                    fault(
                        "mapping.code-twice", "\(field)-code",
                        "Choose another short name: another measure is called '\(code)'")
                }
            } else {
                fault(
                    "mapping.code", "\(field)-code",
                    "Give the measure a short name of at most \(ColumnMapping.mostLetters) letters, with no space "
                        + "before or behind it")
            }
            if measure.name.words.isEmpty {
                fault("mapping.name", "\(field)-name", "Say what the file calls the measure")
            }
            describe(measure, field)
        }
    }

    private mutating func describe(_ measure: ColumnMapping.MappedMeasure, _ field: String) {
        if measure.title.words.isEmpty || measure.title.unicodeScalars.count > ColumnMapping.mostLetters {
            fault(
                "mapping.title", "\(field)-title",
                "Give the measure a title of at most \(ColumnMapping.mostLetters) letters")
        }
        if measure.unit.unicodeScalars.count > ColumnMapping.mostLetters {
            fault(
                "mapping.unit", "\(field)-unit", "Give the unit in at most \(ColumnMapping.mostLetters) letters")
        }
        if let decimals = measure.decimals, !(0...10).contains(decimals) {
            fault("mapping.decimals", "\(field)-decimals", "Give a number of digits behind the point from 0 to 10")
        }
    }

    mutating func missing(_ words: [String: Missing]) {
        let wrong = words.keys.filter { $0.words.isEmpty || $0.unicodeScalars.count > ColumnMapping.mostLetters }
        for word in wrong.sorted() {
            fault(
                "mapping.missing", "missing",
                "Give a word of 1 to \(ColumnMapping.mostLetters) letters for a missing value, not '\(word.shown)'")
        }
        let same = Dictionary(grouping: words.keys, by: \.trimmingSpaces).filter { $0.value.count > 1 }
        for word in same.keys.sorted() {
            fault("mapping.missing", "missing", "Say once what '\(word.shown)' stands for")
        }
    }
}

extension ColumnMapping.MappedMeasure {
    /// Its short name; nil where that is none.
    var measureCode: MeasureCode? { code == code.words ? MeasureCode(code) : nil }
}

extension String {
    /// The beginning of it, where somebody is shown what stands in a file: at most sixty letters.
    var shown: String {
        let letters = words.unicodeScalars
        guard letters.count > 60 else { return words }
        return String(String.UnicodeScalarView(letters.prefix(60))) + "\u{2026}"
    }
}

extension ColumnMapping: Codable {
    private enum Key: String, CodingKey { case places, period, groups, shape, measures, missing }

    /// Reads what `encode` writes; the reasons of missing values are words, as `not applicable`.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let missing = try values.decode([String: String].self, forKey: .missing).mapValues { words in
            guard let why = ColumnMapping.reasons.first(where: { $0.words == words })?.why else {
                throw DecodingError.dataCorruptedError(
                    forKey: .missing, in: values, debugDescription: "'\(words)' is no reason for a missing value")
            }
            return why
        }
        self.init(
            places: try values.decode([PlaceColumn].self, forKey: .places),
            period: try values.decode(PeriodSource.self, forKey: .period),
            groups: try values.decode([GroupColumn].self, forKey: .groups),
            shape: try values.decode(Shape.self, forKey: .shape),
            measures: try values.decode([MappedMeasure].self, forKey: .measures), missing: missing)
    }

    /// Writes it with the names of its parts.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        try values.encode(places, forKey: .places)
        try values.encode(period, forKey: .period)
        try values.encode(groups, forKey: .groups)
        try values.encode(shape, forKey: .shape)
        try values.encode(measures, forKey: .measures)
        let words = Dictionary(ColumnMapping.reasons.map { ($0.why, $0.words) }) { first, _ in first }
        try values.encode(missing.mapValues { words[$0] ?? "" }, forKey: .missing)
    }

    private static let reasons: [(why: Missing, words: String)] = [
        (.suppressed, "suppressed"), (.notApplicable, "not applicable"), (.confidential, "confidential"),
        (.notAvailable, "not available"), (.lowCoverage, "low coverage"), (.notPublished, "not published"),
    ]
}

extension ColumnMapping.PeriodSource: Codable {
    private enum Key: String, CodingKey { case column, counting, fixed }

    /// Reads a column with how its years are counted, or a period.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        if let period = try values.decodeIfPresent(Period.self, forKey: .fixed) {
            self = .fixed(period)
            return
        }
        let counting = try values.decode(String.self, forKey: .counting)
        guard let year = Period.Year(rawValue: counting) else {
            throw DecodingError.dataCorruptedError(
                forKey: .counting, in: values, debugDescription: "'\(counting)' is no manner of counting years")
        }
        self = .column(try values.decode(String.self, forKey: .column), counting: year)
    }

    /// Writes `{"column": "Years", "counting": "academic"}` or `{"fixed": "academic 2019"}`.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: Key.self)
        switch self {
        case .column(let name, let year):
            try values.encode(name, forKey: .column)
            try values.encode(year.rawValue, forKey: .counting)
        case .fixed(let period): try values.encode(period, forKey: .fixed)
        }
    }
}
