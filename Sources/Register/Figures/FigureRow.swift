import Domain
public import Statistics
import Views
public import Vocabulary

/// A figure of a place with all that it is compared with: a row of `concordat figures` and of a measure's CSV.
public struct FigureRow: Codable, Hashable, Sendable {
    public let place: PlaceCode
    public let name: String
    public let value: Double?
    /// Why there is no value.
    public let missing: String?
    public let rank: Int?
    /// How many authorities have a value.
    public let of: Int
    public let band: String?
    /// The mean of the statistical neighbours that have a value.
    public let neighbours: Double?
    public let region: Double?
    public let england: Double?
    /// The release that it is from.
    public let release: String

    /// The names of the columns, in their order.
    public static let columns = [
        "place", "name", "value", "missing", "rank", "of", "band", "neighbours", "region", "england", "release",
    ]

    /// What stands in them. Numbers are as they were published, or computed, to the last digit.
    public var cells: [String] {
        [
            place.description, name, value?.description ?? "", missing ?? "", rank?.description ?? "", String(of),
            band ?? "", neighbours?.description ?? "", region?.description ?? "", england?.description ?? "", release,
        ]
    }

    /// The figures of a series: of every authority of which anything was published, or of one place.
    public static func rows(_ series: Columns.Series, of set: DataSet, place: PlaceCode?) -> [FigureRow] {
        let compared = set.compare(series)
        func row(_ place: PlaceCode, _ compared: Comparison) -> FigureRow {
            FigureRow(
                place: place, name: set.place(place)?.name ?? "", value: compared.figure.value,
                missing: compared.figure.missing?.words, rank: compared.rank, of: compared.of,
                band: compared.band?.rawValue, neighbours: compared.neighbours, region: compared.region?.value,
                england: compared.england?.value,
                release: set.figure(series, at: place)?.release.id.description ?? "")
        }
        guard let place else { return compared.all.map { row($0.place, $0.comparison) } }
        if place.isAuthority { return compared[place].map { [row(place, $0)] } ?? [] }
        // A school, a region or England has a figure and no rank.
        guard let found = set.figure(series, at: place) else { return [] }
        return [
            row(
                place,
                Comparison(
                    figure: found.figure, rank: nil, of: compared.of, band: nil, neighbours: nil, region: nil,
                    england: compared.england))
        ]
    }

    /// The figures that somebody asks for in words.
    ///
    /// - Throws: `Refusal` that says which of the words is none, and what there is.
    public static func rows(
        _ measure: String, period: String?, place: String?, set: String?, in figures: StandingFigures
    ) throws(Refusal) -> [FigureRow] {
        let (found, code) = try figures.find(measure, set: set)
        let series = try found.find(code, period: period)
        var only: PlaceCode?
        if let place {
            guard let number = Int(place), let known = PlaceCode(number) else {
                throw Refusal(
                    Fault(
                        "figures.place", field: "place",
                        "'\(place)' is no code of a place: give the three digits of an authority, or the six of a school"
                    ))
            }
            only = known
        }
        let rows = rows(series, of: found, place: only)
        guard !rows.isEmpty else {
            throw Refusal(
                Fault(
                    "figures.none", field: "place",
                    "Nothing was published of \(code) in \(series.period)\(place.map { " at \($0)" } ?? "")"))
        }
        return rows
    }
}

extension Figure {
    /// Why there is no value.
    public var missing: Missing? { if case .missing(let why) = self { why } else { nil } }
}

extension StandingFigures {
    /// The data set and measure of that name.
    public func find(_ measure: String, set: String?) throws(Refusal) -> (DataSet, MeasureCode) {
        guard let code = MeasureCode(measure) else {
            throw Refusal(Fault("figures.measure", field: "measure", "Name a measure"))
        }
        let having = sets(with: code).filter { set == nil || $0.name == set }
        guard let found = having.first else {
            let near = sets.flatMap { $0.measures.keys }.filter { $0.text.lowercased().contains(measure.lowercased()) }
            let hint = near.isEmpty ? "" : ": there are \(near.sorted().prefix(5).map(\.text).joined(separator: ", "))"
            throw Refusal(
                Fault(
                    "figures.measure", field: "measure",
                    isEmpty
                        ? "No figures were taken in yet: concordat import does it"
                        : "No measure is called '\(measure)'\(set.map { " in \($0)" } ?? "")\(hint)"))
        }
        guard having.count == 1 else {
            throw Refusal(
                Fault(
                    "figures.several", field: "set",
                    "Several data sets have a measure of that name: name one of \(having.map(\.name).joined(separator: ", "))"
                ))
        }
        return (found, code)
    }
}

extension DataSet {
    /// The series of a measure in a period as somebody writes it; the newest where none is named.
    public func find(_ measure: MeasureCode, period label: String?, group: PupilGroup = .all) throws(Refusal)
        -> Columns.Series
    {
        var group = group
        var all = series(of: measure).filter { $0.group == group }
        // A data set that is always parted has nothing of everybody.
        if all.isEmpty, group == .all, let first = groups(of: measure).first {
            group = first
            all = series(of: measure).filter { $0.group == first }
        }
        guard let label else {
            guard let last = all.last else {
                throw Refusal(Fault("figures.group", field: "group", "\(measure) has no figures of that group"))
            }
            return last
        }
        let year = measures[measure]?.year ?? .unstated
        let exact = Period(code: label).flatMap { code in all.last { $0.period == code } }
        let wanted = Period(label, counting: all.first?.period.year ?? year)
        // With brackets the very status is meant, without them the most settled figures of the years.
        let named = all.last { $0.period == wanted && label.hasSuffix(")") }
        let settled = all.last { $0.period.first == wanted?.first && $0.period.last == wanted?.last }
        guard let found = exact ?? named ?? settled else {
            let there = all.map(\.period.description).joined(separator: ", ")
            throw Refusal(
                Fault("figures.period", field: "period", "\(measure) has no figures of '\(label)': there are \(there)"))
        }
        return found
    }
}
