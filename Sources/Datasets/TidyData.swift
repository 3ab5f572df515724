import Statistics
public import Vocabulary

/// What an Explore Education Statistics file says of its own columns, in the file beside it that ends in `.meta.csv`.
public struct TidyMeta: Sendable {
    /// The columns that part pupils, schools or terms into groups.
    public let filters: [Filter]
    /// The columns that hold figures.
    public let indicators: [Indicator]

    /// A column by whose values figures are parted.
    public struct Filter: Hashable, Sendable {
        public let name: String
        public let label: String
        /// The column that says to which group a value belongs, where values stand in groups.
        public let grouping: String?
    }

    /// A column of figures.
    public struct Indicator: Hashable, Sendable {
        public let code: MeasureCode
        public let label: String
        /// What it stands with.
        public let group: String
        /// `%`, `£` or nothing for a number.
        public let unit: String
    }

    /// Whether a heading is that of such a file.
    public static func isHeading(_ cells: [String]) -> Bool { cells.starts(with: ["col_name", "col_type", "label"]) }

    /// Reads it.
    ///
    /// - Throws: `Refusal` where its columns are others, or it names no column of figures.
    public init(_ bytes: [UInt8]) throws(Refusal) {
        var scanner = CSVScanner(bytes)
        guard try scanner.next(), TidyMeta.isHeading(scanner.texts) else {
            throw Refusal(
                Fault(
                    "meta.columns", field: "row 1",
                    "Choose the file that ends in .meta.csv: its first row begins with col_name, col_type, label"))
        }
        let heading = scanner.texts
        func column(_ name: String) -> Int { heading.firstIndex(of: name) ?? -1 }
        let (group, unit, grouping) = (
            column("indicator_grouping"), column("indicator_unit"), column("filter_grouping_column")
        )
        var (filters, indicators): ([Filter], [Indicator]) = ([], [])
        while try scanner.next() {
            let (name, label) = (scanner.text(0), scanner.text(2))
            switch scanner.text(1) {
            case "Filter":
                let parted = scanner.text(grouping)
                filters.append(Filter(name: name, label: label, grouping: parted.isEmpty ? nil : parted))
            case "Indicator":
                guard let code = MeasureCode(name) else { continue }
                indicators.append(
                    Indicator(code: code, label: label, group: scanner.text(group), unit: scanner.text(unit)))
            default:
                throw Refusal(
                    Fault(
                        "meta.sort", field: "row \(scanner.record), column col_type",
                        "'\(scanner.text(1))' is no sort of column: it is Filter or Indicator"))
            }
        }
        guard !indicators.isEmpty else {
            throw Refusal(Fault("meta.indicators", field: "column col_type", "Name at least one Indicator"))
        }
        (self.filters, self.indicators) = (filters, indicators)
    }
}

/// The "tidy" files of Explore Education Statistics: one row for each place, period and group, one column for each measure.
public enum TidyData {
    private static let mostFaults = 100
    private static let fixed = ["time_identifier", "time_period", "geographic_level"]

    /// Whether a heading is that of such a file.
    public static func isHeading(_ cells: [String]) -> Bool { fixed.allSatisfy(cells.contains) }

    /// Reads a file by what its meta file says of it, all of it or nothing.
    ///
    /// - Throws: `Refusal` with a fault for each cell that is not as it must be, named by row and column, where a column is missing
    ///   that the meta file names, and where two rows give different values for the same; after a hundred it gives up.
    public static func read(_ bytes: [UInt8], _ meta: TidyMeta) throws(Refusal) -> ReadRelease {
        var scanner = CSVScanner(bytes)
        guard try scanner.next(), isHeading(scanner.texts) else {
            throw Refusal(
                Fault(
                    "tidy.columns", field: "row 1",
                    "Choose a file of Explore Education Statistics: its first row names \(fixed.joined(separator: ", "))"
                ))
        }
        var reading = try Reading(scanner.texts, meta)
        while try scanner.next() {
            reading.take(scanner)
            if reading.faults.count >= mostFaults { break }
        }
        guard reading.faults.isEmpty else { throw Refusal(Array(reading.faults.prefix(mostFaults))) }
        guard reading.rows > 0 else {
            throw Refusal(Fault("tidy.empty", field: "row 2", "The file has no figure: get it anew"))
        }
        return reading.release()
    }

    /// A file as far as it was read.
    private struct Reading {
        let meta: TidyMeta
        var faults: [Fault] = []
        var rows = 0
        private let heading: [String]
        private let columns: [String: Int]
        private var filling = Columns.Filling()
        private var names: [PlaceCode: String] = [:]
        private var regions: [PlaceCode: String] = [:]
        private var missing: [Missing: Int] = [:]
        private var repeated = 0
        private var unknownPeriods: [String: Int] = [:]
        private var unknownPlaces: [String: Int] = [:]

        init(_ heading: [String], _ meta: TidyMeta) throws(Refusal) {
            (self.meta, self.heading) = (meta, heading)
            columns = Dictionary(zip(heading, heading.indices)) { first, _ in first }
            let wanted =
                meta.filters.map(\.name) + meta.filters.compactMap(\.grouping) + meta.indicators.map(\.code.text)
            let lacking = wanted.filter { columns[$0] == nil }
            guard lacking.isEmpty else {
                throw Refusal(
                    lacking.map {
                        Fault(
                            "tidy.lacking", field: "row 1", "The meta file names the column \($0): this file has none")
                    })
            }
        }

        mutating func take(_ scanner: CSVScanner) {
            rows += 1
            guard scanner.count == heading.count else {
                faults.append(
                    Fault(
                        "tidy.cells", field: "row \(scanner.record)",
                        "Give this row \(heading.count) cells, not \(scanner.count)"))
                return
            }
            let label = text("time_period", scanner)
            guard let period = Self.period(label, text("time_identifier", scanner)) else {
                unknownPeriods["\(text("time_identifier", scanner)) \(label)", default: 0] += 1
                return
            }
            guard let place = place(scanner) else { return }
            var parts: [String: String] = [:]
            for filter in meta.filters {
                let value = text(filter.name, scanner)
                guard value != "Total" else { continue }
                parts[filter.name] = filter.grouping.map { "\(text($0, scanner))/\(value)" } ?? value
            }
            let group = PupilGroup(parts)
            for indicator in meta.indicators {
                guard let column = columns[indicator.code.text] else { continue }
                guard let figure = Figure(published: scanner[column]) else {
                    faults.append(
                        Fault(
                            "tidy.value", field: "row \(scanner.record), column \(indicator.code)",
                            "'\(scanner.text(column))' is no number, and no mark for a missing one"))
                    continue
                }
                let series = Columns.Series(indicator.code, period, of: group)
                if let before = filling.put(figure, series, at: place) {
                    repeated += 1
                    if before != figure {
                        faults.append(
                            Fault(
                                "tidy.twice", field: "row \(scanner.record), column \(indicator.code)",
                                "Another row gives another value for the same place, period and group: leave one out"))
                    }
                } else if case .missing(let why) = figure {
                    missing[why, default: 0] += 1
                }
            }
        }

        private func text(_ column: String, _ scanner: CSVScanner) -> String {
            columns[column].map { String(decoding: scanner[$0].trimmed, as: UTF8.self) } ?? ""
        }

        /// An authority by its number; a region by its code of nine characters; England. Other levels are counted and left out.
        private mutating func place(_ scanner: CSVScanner) -> PlaceCode? {
            let level = text("geographic_level", scanner)
            let (found, name): (PlaceCode?, String) =
                switch level {
                case "National": (PlaceCode(PlaceCode.england), text("country_name", scanner))
                case "Regional": (Region.code(text("region_code", scanner)), text("region_name", scanner))
                case "Local authority":
                    (
                        Int(text("old_la_code", scanner)).flatMap { PlaceCode($0) }.flatMap {
                            $0.isAuthority ? $0 : nil
                        },
                        text("la_name", scanner)
                    )
                default: (nil, "")
                }
            guard let found else {
                if level == "Local authority" || level == "Regional" {
                    let column = level == "Regional" ? "region_code" : "old_la_code"
                    faults.append(
                        Fault(
                            "tidy.place", field: "row \(scanner.record), column \(column)",
                            "'\(text(column, scanner))' is no code of \(level == "Regional" ? "a region" : "an authority")"
                        ))
                } else {
                    unknownPlaces[level, default: 0] += 1
                }
                return nil
            }
            if names[found] == nil {
                names[found] = name
                if found.isAuthority { regions[found] = text("region_name", scanner) }
            }
            return found
        }

        /// `201617` of an academic or financial year, `2017` of a calendar year.
        private static func period(_ label: String, _ identifier: String) -> Period? {
            let year: Period.Year
            switch identifier {
            case "Academic year": year = .academic
            case "Financial year": year = .financial
            case "Calendar year": year = .calendar
            default: return nil
            }
            guard label.utf8.count == 6 else { return label.utf8.count == 4 ? Period(label, counting: year) : nil }
            return Period("\(label.prefix(4))/\(label.suffix(2))", counting: year)
        }

        consuming func release() -> ReadRelease {
            ReadRelease(
                columns: filling.columns(), names: names, regions: regions, rows: rows, missing: missing,
                repeated: repeated, unknownPeriods: unknownPeriods, unknownPlaces: unknownPlaces, undescribed: [])
        }
    }
}

/// The regions of England, by the Office for National Statistics' codes and by the Department's numbers.
enum Region {
    /// The Department's number of a region, or of inner or outer London.
    static func code(_ ons: String) -> PlaceCode? { numbers[ons].flatMap { PlaceCode($0) } }

    private static let numbers = [
        "E12000001": 980, "E12000002": 981, "E12000003": 982, "E12000004": 983, "E12000005": 984, "E12000006": 985,
        "E12000007": 986, "E13000001": 987, "E13000002": 988, "E12000008": 989, "E12000009": 990,
    ]
}
