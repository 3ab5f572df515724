public import Statistics
public import Vocabulary

/// A measure as the dictionary of the Department's Local Authority Interactive Tool describes it.
public struct MeasureEntry: Hashable, Sendable {
    public let code: MeasureCode
    /// What the tool files it under: "Key Stage 2".
    public let topic: String
    public let title: String
    /// What its values are of: "Percentage", "Rate per 10,000".
    public let unit: String
    public let polarity: Polarity
    /// How many digits stand behind the point; nil where the dictionary does not say.
    public let decimals: Int?
    /// How its years are counted; nil where the dictionary does not say.
    public let year: Period.Year?
    /// Whether authorities are put into bands by it.
    public let isBanded: Bool
}

/// The dictionary of the Local Authority Interactive Tool: one row a measure and table, with line breaks inside its cells.
public struct MeasureDictionary: Sendable {
    /// By code; of a measure with several rows the first.
    public let entries: [MeasureCode: MeasureEntry]
    /// How many rows it had.
    public let rows: Int

    /// Whether a heading is that of such a dictionary.
    public static func isHeading(_ cells: [String]) -> Bool {
        cells.contains("Measure_short") && cells.contains("Polarity")
    }

    /// Reads a dictionary.
    ///
    /// - Throws: `Refusal` where its columns are not named, or it is no text.
    public init(_ bytes: [UInt8]) throws(Refusal) {
        var scanner = CSVScanner(bytes)
        guard try scanner.next(), MeasureDictionary.isHeading(scanner.texts) else {
            throw Refusal(
                Fault(
                    "dictionary.columns", field: "row 1",
                    "Choose the tool's data dictionary: its first row names Measure_short and Polarity"))
        }
        let heading = scanner.texts
        func column(_ name: String) -> Int { heading.firstIndex(of: name) ?? -1 }
        let (short, topic, title) = (column("Measure_short"), column("Topic"), column("Chart_title"))
        let (unit, polarity, decimals) = (column("y_axis_name"), column("Polarity"), column("dps"))
        let (year, quartile) = (column("Year_Type"), column("No_Quartile"))
        var (entries, rows): ([MeasureCode: MeasureEntry], Int) = ([:], 0)
        while try scanner.next() {
            rows += 1
            guard let code = MeasureCode(String(decoding: scanner[short].trimmed, as: UTF8.self)), entries[code] == nil
            else { continue }
            entries[code] = MeasureEntry(
                code: code, topic: scanner.text(topic), title: scanner.text(title), unit: scanner.text(unit),
                polarity: ["High": .high, "Low": .low][scanner.text(polarity)] ?? .neither,
                decimals: Int(scanner.text(decimals)), year: Self.year(scanner.text(year)),
                isBanded: scanner.text(quartile) != "N")
        }
        (self.entries, self.rows) = (entries, rows)
    }

    private static func year(_ words: String) -> Period.Year? {
        switch words {
        case "Academic Year": .academic
        case "Financial Year": .financial
        case "Calendar Year": .calendar
        case _ where words.hasPrefix("Annual"): .annual
        default: nil
        }
    }
}

/// The statistical neighbours of each authority, nearest first, as published with the Local Authority Interactive Tool. Links are
/// not mutual.
public struct NeighbourTable: Sendable {
    /// By the authority's code.
    public let neighbours: [PlaceCode: [PlaceCode]]

    /// Whether a heading is that of such a table.
    public static func isHeading(_ cells: [String]) -> Bool { cells.contains("SN1") && cells.contains("SN10") }

    /// Reads a table: authority, then pairs of a neighbour and how close it is.
    ///
    /// - Throws: `Refusal` with a fault for each cell that names no authority.
    public init(_ bytes: [UInt8]) throws(Refusal) {
        var scanner = CSVScanner(bytes)
        guard try scanner.next(), NeighbourTable.isHeading(scanner.texts) else {
            throw Refusal(
                Fault(
                    "neighbours.columns", field: "row 1",
                    "Choose the table of statistical neighbours: its first row names SN1 to SN10"))
        }
        let columns = scanner.texts.enumerated().filter {
            $0.element.hasPrefix("SN") && Int($0.element.dropFirst(2)) != nil
        }
        var (neighbours, faults): ([PlaceCode: [PlaceCode]], [Fault]) = ([:], [])
        while try scanner.next() {
            // Remarks stand between the authorities that there are and those that there were.
            let isRemark = scanner[0].trimmed.isEmpty && columns.allSatisfy { scanner[$0.offset].trimmed.isEmpty }
            guard !isRemark else { continue }
            guard let own = Self.place(scanner[0]) else {
                faults.append(
                    Fault(
                        "neighbours.place", field: "row \(scanner.record), column 1",
                        "'\(scanner.text(0))' is no code of an authority: it has three digits"))
                continue
            }
            var near: [PlaceCode] = []
            for (index, name) in columns where !scanner[index].trimmed.isEmpty {
                guard let place = Self.place(scanner[index]) else {
                    faults.append(
                        Fault(
                            "neighbours.place", field: "row \(scanner.record), column \(name)",
                            "'\(scanner.text(index))' is no code of an authority: it has three digits"))
                    continue
                }
                near.append(place)
            }
            neighbours[own] = near
        }
        guard faults.isEmpty else { throw Refusal(Array(faults.prefix(100))) }
        self.neighbours = neighbours
    }

    private static func place(_ cell: ArraySlice<UInt8>) -> PlaceCode? {
        Int(String(decoding: cell.trimmed, as: UTF8.self)).flatMap { PlaceCode($0) }.flatMap {
            $0.isAuthority ? $0 : nil
        }
    }
}

/// The long extract of the Local Authority Interactive Tool: one row a figure.
public enum LocalAuthorityExtract {
    /// Its columns, in their order.
    public static let columns = [
        "Short Desc", "Data item", "Years", "LA and Regions", "Values", "LA Number", "Region",
    ]

    private static let mostFaults = 100

    /// Reads an extract, all of it or nothing.
    ///
    /// - Parameter dictionary: Says how the years of each measure are counted; those of others are taken as academic.
    /// - Throws: `Refusal` with a fault for each cell that is not as it must be, named by row and column, and where two rows give
    ///   different values for the same; after a hundred it gives up.
    public static func read(_ bytes: [UInt8], _ dictionary: MeasureDictionary?) throws(Refusal) -> ReadRelease {
        var scanner = CSVScanner(bytes)
        guard try scanner.next(), scanner.texts == columns else {
            throw Refusal(
                Fault(
                    "extract.columns", field: "row 1",
                    "Choose the tool's long extract: its first row is \(columns.joined(separator: ", "))"))
        }
        var reading = Reading(dictionary)
        while try scanner.next() {
            reading.take(scanner)
            if reading.faults.count >= mostFaults { break }
        }
        guard reading.faults.isEmpty else { throw Refusal(reading.faults) }
        guard reading.rows > 0 else {
            throw Refusal(Fault("extract.empty", field: "row 2", "The file has no figure: get it anew"))
        }
        return reading.release()
    }

    /// An extract as far as it was read. Rows come one series after the other, so that what the last row had is looked for first.
    private struct Reading {
        let dictionary: MeasureDictionary?
        var faults: [Fault] = []
        var rows = 0
        private var filling = Columns.Filling()
        private var names: [PlaceCode: String] = [:]
        private var regions: [PlaceCode: String] = [:]
        private var missing: [Missing: Int] = [:]
        private var repeated = 0
        private var unknown: [String: Int] = [:]
        private var undescribed: Set<MeasureCode> = []
        private var measure: (bytes: ArraySlice<UInt8>, code: MeasureCode, year: Period.Year)?
        private var period: (bytes: ArraySlice<UInt8>, year: Period.Year, period: Period?)?

        init(_ dictionary: MeasureDictionary?) { self.dictionary = dictionary }

        mutating func take(_ scanner: CSVScanner) {
            rows += 1
            guard scanner.count == columns.count else {
                faults.append(
                    Fault(
                        "extract.cells", field: "row \(scanner.record)",
                        "Give this row \(columns.count) cells, not \(scanner.count)"))
                return
            }
            guard let (code, year) = named(scanner[0]) else {
                faults.append(
                    Fault("extract.measure", field: "row \(scanner.record), column Short Desc", "Name the measure"))
                return
            }
            guard let place = Self.place(scanner[5]) else {
                faults.append(
                    Fault(
                        "extract.place", field: "row \(scanner.record), column LA Number",
                        "'\(scanner.text(5))' is no code of an authority, a region or England: it has three digits"))
                return
            }
            guard let figure = Figure(published: scanner[4]) else {
                faults.append(
                    Fault(
                        "extract.value", field: "row \(scanner.record), column Values",
                        "'\(scanner.text(4))' is no number, and no mark for a missing one"))
                return
            }
            guard let period = time(scanner[2], year) else {
                unknown[scanner.text(2), default: 0] += 1
                return
            }
            if names[place] == nil {
                names[place] = scanner.text(3)
                let region = scanner.text(6)
                if place.isAuthority, region != "NA" { regions[place] = region }
            }
            if let before = filling.put(figure, Columns.Series(code, period), at: place) {
                repeated += 1
                if before != figure {
                    faults.append(
                        Fault(
                            "extract.twice", field: "row \(scanner.record)",
                            "Another row gives another value for \(code), \(period), \(scanner.text(3)): leave one out")
                    )
                }
            } else if case .missing(let why) = figure {
                missing[why, default: 0] += 1
            }
        }

        private mutating func named(_ cell: ArraySlice<UInt8>) -> (MeasureCode, Period.Year)? {
            if let measure, measure.bytes == cell { return (measure.code, measure.year) }
            guard let code = MeasureCode(String(decoding: cell.trimmed, as: UTF8.self)) else { return nil }
            let entry = dictionary?.entries[code]
            if entry == nil { undescribed.insert(code) }
            let year = entry?.year ?? .academic
            measure = (cell, code, year)
            return (code, year)
        }

        private mutating func time(_ cell: ArraySlice<UInt8>, _ year: Period.Year) -> Period? {
            if let period, period.bytes == cell, period.year == year { return period.period }
            let found = Period(String(decoding: cell.trimmed, as: UTF8.self), counting: year)
            period = (cell, year, found)
            return found
        }

        /// `301.0`: a number that went through a spreadsheet.
        private static func place(_ cell: ArraySlice<UInt8>) -> PlaceCode? {
            var digits = cell.trimmed
            if digits.suffix(2).elementsEqual(".0".utf8) { digits = digits.dropLast(2) }
            guard digits.count == 3 else { return nil }
            return Int(String(decoding: digits, as: UTF8.self)).flatMap { PlaceCode($0) }
        }

        consuming func release() -> ReadRelease {
            ReadRelease(
                columns: filling.columns(), names: names, regions: regions, rows: rows, missing: missing,
                repeated: repeated, unknownPeriods: unknown, unknownPlaces: [:], undescribed: undescribed)
        }
    }
}
