/// Why a published figure has no value. A missing value is never zero, and never guessed.
public enum Missing: UInt8, CaseIterable, Codable, Sendable {
    /// So few people are behind it that they could be known by it.
    case suppressed = 1
    /// The question does not arise here.
    case notApplicable
    /// It is kept confidential.
    case confidential
    /// Nobody has it.
    case notAvailable
    /// Too few took part to speak of all.
    case lowCoverage
    /// It is not published: it is to come, or it is not shown.
    case notPublished
}

/// One published figure: its value in the measure's unit, or why there is none.
public enum Figure: Hashable, Sendable {
    case value(Double)
    case missing(Missing)

    /// The value, where there is one.
    public var value: Double? { if case .value(let value) = self { value } else { nil } }
}

/// The short name of a measure, as its publisher writes it: `KS2RWM_Expected_STD`.
public struct MeasureCode: Hashable, Sendable {
    public let text: String

    /// Nil for no name at all.
    public init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= 200 else { return nil }
        self.text = text
    }
}

/// Of whom a figure is: of all, or of those of some characteristics, schools or terms, as a publisher parts them.
public struct PupilGroup: Hashable, Sendable {
    /// What parts them, by its name, with the value that these have: `school_type` is `Special`. None for all.
    public let parts: [String: String]

    /// Everybody.
    public static let all = PupilGroup([:])

    /// Those of these values.
    public init(_ parts: [String: String]) { self.parts = parts }
}

extension PupilGroup: Comparable, CustomStringConvertible {
    public static func < (left: PupilGroup, right: PupilGroup) -> Bool { left.description < right.description }

    /// `school_type=Special, term=Total`, in the order of the names; nothing for all.
    public var description: String {
        parts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
    }
}

/// The code of a place: the three digits of an authority (201 to 969) or of a region or England (970 to 999) in the Department's
/// numbering, or the six digits of a school (its unique reference number).
public struct PlaceCode: Hashable, Sendable {
    public let number: Int

    /// Nil for a number that is none of these.
    public init?(_ number: Int) {
        guard (201...999).contains(number) || (100_000...999_999).contains(number) else { return nil }
        self.number = number
    }

    private init(known number: Int) { self.number = number }

    /// England as a whole.
    public static let england = PlaceCode(known: 970)

    /// Whether it is one authority, and not a region or all of England.
    public var isAuthority: Bool { number < 970 }

    /// Whether it is one school.
    public var isSchool: Bool { number > 999 }
}

extension MeasureCode: Comparable, CustomStringConvertible {
    public static func < (left: MeasureCode, right: MeasureCode) -> Bool { left.text < right.text }
    public var description: String { text }
}

extension PlaceCode: Comparable, CustomStringConvertible {
    public static func < (left: PlaceCode, right: PlaceCode) -> Bool { left.number < right.number }
    public var description: String { String(number) }
}

extension MeasureCode: Codable {
    public init(from decoder: any Decoder) throws {
        self = try decoder.scalar("the short name of a measure") { MeasureCode($0) }
    }

    public func encode(to encoder: any Encoder) throws { try encoder.scalar(text) }
}

extension PlaceCode: Codable {
    public init(from decoder: any Decoder) throws {
        self = try decoder.scalar("three digits, or the six of a school") { Int($0).flatMap { PlaceCode($0) } }
    }

    public func encode(to encoder: any Encoder) throws { try encoder.scalar(description) }
}

extension PupilGroup: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([String: String].self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(parts)
    }
}
