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
        private let count: Int
        private let time: (identifier: Int, period: Int)
        /// The columns that say of which place a row is.
        private let at: Places
        private let filters: [(name: String, value: Int, grouping: Int)]
        private let indicators: [Int]
        private var filling = Columns.Filling()
        private var places: [PlaceCode: Place] = [:]
        private var missing: [Missing: Int] = [:]
        private var repeated = 0
        private var unknownPeriods: [String: Int] = [:]
        private var unknownPlaces: [String: Int] = [:]
        private var periods: [[UInt8]: Period?] = [:]
        /// The numbers of the series of each indicator, by the bytes that say of which period and group a row is.
        private var known: [[UInt8]: [Int]] = [:]
        private var key: [UInt8] = []
        private let sought: Sought?
        private var soughtRow: Int?

        /// The places of columns in a row; -1 where there is none.
        private struct Places {
            let level, country, countryCode, region, regionCode, authority, authorityCode, ons, school, urn, kind: Int

            init(_ heading: CSVHeading) {
                (level, country, countryCode) = (
                    heading["geographic_level"], heading["country_name"], heading["country_code"]
                )
                (region, regionCode) = (heading["region_name"], heading["region_code"])
                (authority, authorityCode, ons) = (
                    heading["la_name"], heading["old_la_code"], heading["new_la_code"]
                )
                (school, urn, kind) = (heading["school_name"], heading["school_urn"], heading["school_type"])
            }
        }

        init(_ heading: CSVHeading, _ meta: TidyMeta, _ sought: Sought?) throws(Refusal) {
            (self.meta, self.sought, count) = (meta, sought, heading.count)
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
            time = (heading["time_identifier"], heading["time_period"])
            at = Places(heading)
            filters = meta.filters.map { ($0.name, heading[$0.name], $0.grouping.map { heading[$0] } ?? -1) }
            indicators = meta.indicators.map { heading[$0.code.text] }
        }

        mutating func take(_ scanner: borrowing CSVScanner) {
            rows += 1
            guard scanner.count == count else {
                faults.append(
                    Fault(
                        "tidy.cells", field: "row \(scanner.record)",
                        "Give this row \(count) cells, not \(scanner.count)"))
                return
            }
            key.removeAll(keepingCapacity: true)
            key += scanner[time.identifier]
            key.append(0)
            key += scanner[time.period]
            guard let period = period(scanner) else {
                let label = "\(text(time.identifier, scanner)) \(text(time.period, scanner))"
                unknownPeriods[label, default: 0] += 1
                return
            }
            guard let place = place(scanner) else { return }
            for filter in filters {
                key.append(0)
                key += scanner[filter.value]
                if filter.grouping >= 0 {
                    key.append(0)
                    key += scanner[filter.grouping]
                }
            }
            let series = series(period, scanner)
            for (index, column) in indicators.enumerated() {
                guard let figure = Figure(published: scanner[column]) else {
                    faults.append(
                        Fault(
                            "tidy.value", field: "row \(scanner.record), column \(meta.indicators[index].code)",
                            "'\(scanner.text(column))' is no number, and no mark for a missing one"))
                    continue
                }
                put(figure, series[index], at: place, index, scanner)
            }
            if let sought, soughtRow == nil, sought.place == place, sought.series.period == period,
                meta.indicators.contains(where: { $0.code == sought.series.measure }),
                group(scanner) == sought.series.group
            {
                soughtRow = scanner.record
            }
        }

        private mutating func put(
            _ figure: Figure, _ row: Int, at place: PlaceCode, _ index: Int, _ scanner: borrowing CSVScanner
        ) {
            if let before = filling.put(figure, row: row, at: place) {
                repeated += 1
                guard before != figure else { return }
                faults.append(
                    Fault(
                        "tidy.twice", field: "row \(scanner.record), column \(meta.indicators[index].code)",
                        "Another row gives another value for the same place, period and group: leave one out"))
            } else if case .missing(let why) = figure {
                missing[why, default: 0] += 1
            }
        }

        /// The numbers of the series of a row's period and group; read from its cells where none before it had the same.
        private mutating func series(_ period: Period, _ scanner: borrowing CSVScanner) -> [Int] {
            if let known = known[key] { return known }
            let group = group(scanner)
            let rows = meta.indicators.map { filling.row(of: Columns.Series($0.code, period, of: group)) }
            known[key] = rows
            return rows
        }

        private func group(_ scanner: borrowing CSVScanner) -> PupilGroup {
            var parts: [String: String] = [:]
            for filter in filters {
                let value = text(filter.value, scanner)
                guard value != "Total" else { continue }
                parts[filter.name] = filter.grouping >= 0 ? "\(text(filter.grouping, scanner))/\(value)" : value
            }
            return PupilGroup(parts)
        }

        private mutating func period(_ scanner: borrowing CSVScanner) -> Period? {
            if let known = periods[key] { return known }
            let found = Self.period(text(time.period, scanner), text(time.identifier, scanner))
            periods[key] = .some(found)
            return found
        }

        private func text(_ column: Int, _ scanner: borrowing CSVScanner) -> String {
            scanner.text(column).trimmingSpaces
        }

        /// A school by its number, an authority by its own, a region by its code of nine characters; England. Other levels are counted and left out.
        private mutating func place(_ scanner: borrowing CSVScanner) -> PlaceCode? {
            let level = scanner[at.level].trimmed
            let (found, column, what): (PlaceCode?, String, String)
            if at.urn >= 0, level.elementsEqual("School".utf8) {
                (found, column, what) = (
                    PlaceCode(digits: scanner[at.urn].trimmed).flatMap { $0.isSchool ? $0 : nil }, "school_urn",
                    "a school"
                )
            } else if level.elementsEqual("Local authority".utf8) {
                (found, column, what) = (
                    PlaceCode(digits: scanner[at.authorityCode].trimmed).flatMap { $0.isAuthority ? $0 : nil },
                    "old_la_code", "an authority"
                )
            } else if level.elementsEqual("Regional".utf8) {
                (found, column, what) = (Region.code(text(at.regionCode, scanner)), "region_code", "a region")
            } else if level.elementsEqual("National".utf8), isEngland(scanner) {
                (found, column, what) = (.england, "", "")
            } else {
                unknownPlaces[text(at.level, scanner), default: 0] += 1
                return nil
            }
            guard let found else {
                let cell = ["school_urn": at.urn, "old_la_code": at.authorityCode][column] ?? at.regionCode
                faults.append(
                    Fault(
                        "tidy.place", field: "row \(scanner.record), column \(column)",
                        "'\(text(cell, scanner))' is no code of \(what)"))
                return nil
            }
            if places[found] == nil { places[found] = described(found, scanner) }
            return found
        }

        /// Rows of Great Britain or of the United Kingdom are national too.
        private func isEngland(_ scanner: borrowing CSVScanner) -> Bool {
            let code = scanner[at.countryCode].trimmed
            return code.isEmpty ? text(at.country, scanner) == "England" : code.elementsEqual("E92000001".utf8)
        }

        private func described(_ place: PlaceCode, _ scanner: borrowing CSVScanner) -> Place {
            if place.isSchool {
                return Place(
                    place, name: text(at.school, scanner),
                    authority: PlaceCode(digits: scanner[at.authorityCode].trimmed),
                    kind: text(at.kind, scanner))
            }
            if place.isAuthority {
                return Place(
                    place, name: text(at.authority, scanner), region: Region.code(text(at.regionCode, scanner)),
                    ons: text(at.ons, scanner))
            }
            guard place != .england else {
                return Place(place, name: text(at.country, scanner), ons: text(at.countryCode, scanner))
            }
            return Place(place, name: text(at.region, scanner), ons: text(at.regionCode, scanner))
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
                Measure(
                    indicator.code, topic: indicator.group, title: indicator.label, unit: indicator.unit,
                    decimals: indicator.decimals)
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
