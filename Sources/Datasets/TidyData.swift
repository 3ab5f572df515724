import Statistics
public import Vocabulary

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
    public static func read(_ bytes: [UInt8], _ meta: TidyMeta, seeking sought: Sought? = nil) throws(Refusal)
        -> ReadRelease
    {
        var scanner = CSVScanner(bytes)
        let heading = try scanner.heading(
            isHeading,
            or: Fault(
                "tidy.columns", field: "row 1",
                "Choose a file of Explore Education Statistics: its first row names \(fixed.joined(separator: ", "))"))
        var reading = try Reading(heading, meta, sought)
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
        private let heading: CSVHeading
        private var filling = Columns.Filling()
        private var places: [PlaceCode: Place] = [:]
        private var missing: [Missing: Int] = [:]
        private var repeated = 0
        private var unknownPeriods: [String: Int] = [:]
        private var unknownPlaces: [String: Int] = [:]
        private let sought: Sought?
        private var soughtRow: Int?

        init(_ heading: CSVHeading, _ meta: TidyMeta, _ sought: Sought?) throws(Refusal) {
            (self.meta, self.heading, self.sought) = (meta, heading, sought)
            let wanted =
                meta.filters.map(\.name) + meta.filters.compactMap(\.grouping) + meta.indicators.map(\.code.text)
            let lacking = wanted.filter { heading[$0] < 0 }
            guard lacking.isEmpty else {
                throw Refusal(
                    lacking.map {
                        Fault(
                            "tidy.lacking", field: "row 1", "The meta file names the column \($0): this file has none")
                    })
            }
        }

        mutating func take(_ scanner: borrowing CSVScanner) {
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
                let column = heading[indicator.code.text]
                guard let figure = Figure(published: scanner[column]) else {
                    faults.append(
                        Fault(
                            "tidy.value", field: "row \(scanner.record), column \(indicator.code)",
                            "'\(scanner.text(column))' is no number, and no mark for a missing one"))
                    continue
                }
                let series = Columns.Series(indicator.code, period, of: group)
                if let sought, soughtRow == nil, sought.series == series, sought.place == place {
                    soughtRow = scanner.record
                }
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

        private func text(_ column: String, _ scanner: borrowing CSVScanner) -> String {
            String(decoding: scanner[heading[column]].trimmed, as: UTF8.self)
        }

        /// An authority by its number; a region by its code of nine characters; England. Other levels are counted and left out.
        private mutating func place(_ scanner: borrowing CSVScanner) -> PlaceCode? {
            let level = text("geographic_level", scanner)
            let (found, name): (PlaceCode?, String) =
                switch level {
                case "National": (.england, text("country_name", scanner))
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
            if places[found] == nil {
                let region = text("region_code", scanner)
                places[found] = Place(
                    found, name: name, region: found.isAuthority ? Region.code(region) : nil,
                    ons: found.isAuthority
                        ? text("new_la_code", scanner) : found == .england ? text("country_code", scanner) : region)
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
            let measures = meta.indicators.map { indicator in
                Measure(indicator.code, topic: indicator.group, title: indicator.label, unit: indicator.unit)
            }
            return ReadRelease(
                columns: filling.columns(),
                catalogue: Catalogue(
                    measures: Dictionary(measures.map { ($0.code, $0) }) { first, _ in first }, places: places),
                rows: rows, missing: missing, repeated: repeated, unknownPeriods: unknownPeriods,
                unknownPlaces: unknownPlaces, undescribed: [], soughtRow: soughtRow)
        }
    }
}
