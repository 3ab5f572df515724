import Statistics
public import Vocabulary

/// The long extract of the Local Authority Interactive Tool: one row a figure.
public enum LocalAuthorityExtract {
    /// Its columns, in their order.
    public static let columns = [
        "Short Desc", "Data item", "Years", "LA and Regions", "Values", "LA Number", "Region",
    ]

    private static let mostFaults = 100

    /// Reads an extract, all of it or nothing.
    ///
    /// - Parameters:
    ///   - dictionary: Says how the years of each measure are counted; of others nobody says.
    ///   - sought: A figure whose row is asked for.
    /// - Throws: `Refusal` with a fault for each cell that is not as it must be, named by row and column, and where two rows give
    ///   different values for the same; after a hundred it gives up.
    public static func read(_ bytes: [UInt8], _ dictionary: MeasureDictionary?, seeking sought: Sought? = nil)
        throws(Refusal)
        -> ReadRelease
    {
        var scanner = CSVScanner(bytes)
        _ = try scanner.heading(
            { $0 == columns },
            or: Fault(
                "extract.columns", field: "row 1",
                "Choose the tool's long extract: its first row is \(columns.joined(separator: ", "))"))
        var reading = Reading(dictionary, sought)
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
        private var places: [PlaceCode: Place] = [:]
        /// Of which numbers below a thousand the place is described.
        private var isKnown = [Bool](repeating: false, count: 1000)
        private var missing: [Missing: Int] = [:]
        private var repeated = 0
        private var unknown: [String: Int] = [:]
        private var undescribed: Set<MeasureCode> = []
        private var titles: [MeasureCode: String] = [:]
        private var measure: (bytes: ArraySlice<UInt8>, code: MeasureCode, year: Period.Year)?
        private var period: (bytes: ArraySlice<UInt8>, period: Period?)?
        /// What the last row was of, and its number among the columns.
        private var series: (key: Columns.Series, row: Int)?
        private let sought: Sought?
        private var soughtRow: Int?

        init(_ dictionary: MeasureDictionary?, _ sought: Sought?) {
            (self.dictionary, self.sought) = (dictionary, sought)
        }

        mutating func take(_ scanner: borrowing CSVScanner) {
            rows += 1
            guard scanner.count == columns.count else {
                faults.append(
                    Fault(
                        "extract.cells", field: "row \(scanner.record)",
                        "Give this row \(columns.count) cells, not \(scanner.count)"))
                return
            }
            guard let (code, year) = named(scanner) else {
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
            if !isKnown[place.number] {
                isKnown[place.number] = true
                places[place] = Place(
                    place, name: scanner.text(3), region: place.isAuthority ? Region.code(named: scanner.text(6)) : nil)
            }
            guard let period = time(scanner[2], year) else {
                unknown[scanner.text(2), default: 0] += 1
                return
            }
            if series == nil {
                let key = Columns.Series(code, period)
                series = (key, filling.row(of: key))
            }
            guard let series else { return }
            if let sought, soughtRow == nil, sought.series == series.key, sought.place == place {
                soughtRow = scanner.record
            }
            if let before = filling.put(figure, row: series.row, at: place) {
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

        private mutating func named(_ scanner: borrowing CSVScanner) -> (MeasureCode, Period.Year)? {
            let cell = scanner[0]
            if let measure, measure.bytes == cell { return (measure.code, measure.year) }
            guard let code = MeasureCode(String(decoding: cell.trimmed, as: UTF8.self)) else { return nil }
            let entry = dictionary?.entries[code]
            if entry == nil { undescribed.insert(code) }
            let year = entry?.year ?? .unstated
            (measure, period, series) = ((cell, code, year), nil, nil)
            if titles[code] == nil { titles[code] = scanner.text(1) }
            return (code, year)
        }

        private mutating func time(_ cell: ArraySlice<UInt8>, _ year: Period.Year) -> Period? {
            if let period, period.bytes == cell { return period.period }
            let found = Period(String(decoding: cell.trimmed, as: UTF8.self), counting: year)
            (period, series) = ((cell, found), nil)
            return found
        }

        /// `301.0`: a number that went through a spreadsheet.
        private static func place(_ cell: ArraySlice<UInt8>) -> PlaceCode? {
            var digits = cell.trimmed
            if digits.suffix(2).elementsEqual(".0".utf8) { digits = digits.dropLast(2) }
            guard digits.count == 3 else { return nil }
            return PlaceCode(digits: digits)
        }

        consuming func release() -> ReadRelease {
            let (names, dictionary, undescribed) = (titles, self.dictionary, self.undescribed)
            let measures = names.map { code, title in dictionary?.entries[code] ?? Measure(code, title: title) }
            return ReadRelease(
                columns: filling.columns(),
                catalogue: Catalogue(
                    measures: Dictionary(measures.map { ($0.code, $0) }) { first, _ in first }, places: places),
                rows: rows, missing: missing, repeated: repeated, unknownPeriods: unknown, unknownPlaces: [:],
                undescribed: undescribed, soughtRow: soughtRow)
        }
    }
}
