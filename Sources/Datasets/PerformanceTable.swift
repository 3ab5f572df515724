import Statistics
public import Vocabulary

/// The school performance tables of Key Stage 2 and Key Stage 4: one row for each school, each authority and England,
/// one column for each measure.
///
/// **Which columns are measures**: all that have a name and are not in `descriptive`, by their names and not by what is
/// in them. A column of boys, of girls or of pupils with free school meals is a measure of its own (`PTRWM_EXP_B`), as
/// the publisher counts it.
///
/// **Of which year a figure is**: the files do not say which year they are of; whoever takes one must. A column whose
/// name says an earlier year (`READPROG_17`, `PTEBACC_E_14_PTQ`, `TELIG_3YR`) is of that year, or of the three that end
/// with the table's.
///
/// **Marks**: `SUPP` suppressed, `LOWCOV` low coverage (of a progress score, its limits and its coverage: other
/// measures of the same pupils keep their values), `NP` not published (as of independent schools), `NE` no pupil was
/// entered and `NEW` a school too new to have been counted, so that the question does not arise; `NA` and blank not
/// available. A row that ends early has no figure at all in what follows.
public enum PerformanceTable {
    /// The sort of schools.
    public enum Stage: String, CaseIterable, Sendable {
        /// At the age of eleven.
        case keyStage2 = "Key Stage 2"
        /// At the age of sixteen.
        case keyStage4 = "Key Stage 4"

        /// A column that only its tables have: the pupils that are counted.
        var pupils: String { self == .keyStage2 ? "TELIG" : "TPUP" }

        /// What the number in RECTYPE means, which is not the same in both.
        fileprivate func record(_ kind: Int) -> Record? {
            switch (self, kind) {
            case (_, 1), (_, 2): .school
            case (.keyStage2, 3), (.keyStage4, 4): .authority
            case (.keyStage2, 4), (.keyStage4, 5): .england
            case (.keyStage2, 5), (.keyStage4, 7): .stateFunded
            default: nil
            }
        }
    }

    /// Of what a row is.
    fileprivate enum Record {
        case school, authority
        /// All schools of England.
        case england
        /// Without independent schools.
        case stateFunded
    }

    /// The group of the schools that the state pays for.
    public static let stateFunded = PupilGroup(["schools": "state-funded"])

    /// Columns that say what a school is, and hold no figures: names, addresses, codes and flags, as the meta files of
    /// 2017 to 2019 describe them.
    public static let descriptive: Set<String> = [
        "RECTYPE", "ALPHAIND", "LEA", "ESTAB", "URN", "SCHNAME", "SCHNAME_AC", "URN_AC", "OPEN_AC", "ADDRESS1",
        "ADDRESS2", "ADDRESS3", "TOWN", "PCODE", "TELNUM", "PCON_CODE", "PCON_NAME", "NFTYPE", "ICLOSE", "RELDENOM",
        "ADMPOL", "ADMPOL_2017", "EGENDER", "FEEDER", "AGERANGE", "CONFEXAM", "CONTFLAG", "TABKS2", "TAB15",
        "TAB1618",
    ]

    private static let mostFaults = 100

    /// Whether a heading is that of such a table.
    public static func isHeading(_ cells: [String], _ stage: Stage) -> Bool {
        ["RECTYPE", "LEA", "URN", "SCHNAME", stage.pupils].allSatisfy(cells.contains)
    }

    /// The calendar year in which the academic year ends that a file's name speaks of (`ks2_2018-19_850.csv`,
    /// `2018-2019_england.csv`): a suggestion to whoever takes it. Nil where it speaks of none.
    public static func year(named name: String) -> Int? {
        let words = name.utf8.split { !(0x30...0x39).contains($0) }.map {
            (range: $0.startIndex..<$0.endIndex, text: String($0))
        }
        for (word, next) in zip(words, words.dropFirst())
        where word.text?.utf8.count == 4
            && name.utf8.distance(from: word.range.upperBound, to: next.range.lowerBound) == 1
            && "-/_".utf8.contains(name.utf8[word.range.upperBound])
        {
            guard let start = word.text.flatMap({ Int($0) }), years.contains(start), let end = next.text else {
                continue
            }
            if end == String(start + 1) || end == String(String(start + 1).suffix(2)) { return start + 1 }
        }
        return nil
    }

    private static let years = 1990...2099

    /// Reads a table, all of it or nothing.
    ///
    /// - Parameters:
    ///   - year: The calendar year in which its academic year ends: the file does not say it.
    ///   - meta: What its columns are; without it a measure is called by its code.
    ///   - sought: A figure whose row is asked for.
    /// - Throws: `Refusal` with a fault for each cell that is not as it must be, named by row and column, where two
    ///   rows give different values for the same, where the table gives figures of a later year and where it is cut
    ///   off; after a hundred it gives up.
    public static func read(
        _ bytes: [UInt8], stage: Stage, year: Int, meta: TableMeta? = nil, seeking sought: Sought? = nil
    ) throws(Refusal) -> ReadRelease {
        guard years.contains(year) else {
            throw Refusal(
                Fault("table.year", "Give the year in which the table's academic year ends: 2019 for 2018/19"))
        }
        var scanner = CSVScanner(bytes)
        let heading = try scanner.heading(
            { isHeading($0, stage) },
            or: Fault(
                "table.columns", field: "row 1",
                "Choose a \(stage.rawValue) performance table: its first row names RECTYPE, LEA, URN and \(stage.pupils)"
            ))
        var reading = try Reading(scanner.texts, heading, stage, year, meta, sought)
        while try scanner.next() {
            reading.take(scanner)
            if reading.faults.count >= mostFaults { break }
        }
        guard reading.faults.isEmpty else { throw Refusal(Array(reading.faults.prefix(mostFaults))) }
        guard reading.rows > 0 else {
            throw Refusal(Fault("table.empty", field: "row 2", "The file has no figure: get it anew"))
        }
        // The rows of England are the last, and the files end without an end of line.
        guard reading.hasEngland || !reading.endsEarly || bytes.last == 0x0A else {
            throw Refusal(
                Fault(
                    "table.cut-off", field: "row \(scanner.record)",
                    "The file may be cut off: this row ends early, and none of England follows. Get it anew"))
        }
        return reading.release()
    }

    /// A column of figures.
    private struct Column {
        /// Its place in the heading.
        let index: Int
        let code: MeasureCode
        let period: Period
        /// Where its figures go, of all schools and of those that the state pays for.
        var row: Int?
        var stateRow: Int?
        var isPercentage = false
        var decimals: Int?

        init(_ index: Int, _ code: MeasureCode, of year: Int) {
            (self.index, self.code) = (index, code)
            let parts = code.text.uppercased().split(separator: "_")
            if parts.contains("3YR") {
                period = Period(.academic, from: year - 2, to: year)
                return
            }
            // `_94` is no year, but the grades from 9 to 4; `AC5EM16` has its year within a word.
            let earlier = parts.compactMap { part -> Int? in
                let digits = part.utf8.reversed().prefix { (0x30...0x39).contains($0) }.count
                guard digits == 2, let number = Int(part.suffix(2)) else { return nil }
                return (year - 3...year).contains(2000 + number) ? 2000 + number : nil
            }
            let own = earlier.last ?? year
            period = Period(.academic, from: own, to: own)
        }

        /// What its figures are of.
        func series(_ isStateFunded: Bool) -> Columns.Series {
            Columns.Series(code, period, of: isStateFunded ? stateFunded : .all)
        }

        /// The year of which a column's name says that it is, where that could be one of the years after a table's.
        static func later(_ name: String, than year: Int) -> Int? {
            name.split(separator: "_").compactMap { part in
                part.utf8.count == 2
                    ? Int(part).flatMap { (year + 1...year + 10).contains(2000 + $0) ? 2000 + $0 : nil } : nil
            }.last
        }
    }

    /// A table as far as it was read.
    private struct Reading {
        var faults: [Fault] = []
        var rows = 0
        /// Whether a row of England was read, and whether the last row is a school's that has fewer cells than there
        /// are columns.
        private(set) var hasEngland = false
        private(set) var endsEarly = false
        private let stage: Stage
        private let meta: TableMeta?
        private let heading: CSVHeading
        private var columns: [Column] = []
        private var filling = Columns.Filling()
        private var places: [PlaceCode: Place] = [:]
        private var missing: [Missing: Int] = [:]
        private var repeated = 0
        private var unknownPlaces: [String: Int] = [:]
        private let sought: Sought?
        private var soughtRow: Int?

        init(
            _ names: [String], _ heading: CSVHeading, _ stage: Stage, _ year: Int, _ meta: TableMeta?, _ sought: Sought?
        ) throws(Refusal) {
            (self.stage, self.meta, self.heading, self.sought) = (stage, meta, heading, sought)
            var wrong: [Fault] = []
            for (index, name) in names.enumerated() where !descriptive.contains(name) {
                guard let code = MeasureCode(name) else { continue }
                if heading[name] != index {
                    wrong.append(
                        Fault(
                            "table.columns", field: "row 1, column \(name)", "Two columns bear this name: leave one out"
                        ))
                }
                if let later = Column.later(name, than: year) {
                    wrong.append(
                        Fault(
                            "table.year", field: "row 1, column \(name)",
                            "This column is of \(later): say of which later year than \(year) the table is"))
                }
                columns.append(Column(index, code, of: year))
            }
            guard wrong.isEmpty else { throw Refusal(Array(wrong.prefix(mostFaults))) }
        }

        mutating func take(_ scanner: borrowing CSVScanner) {
            rows += 1
            guard scanner.count <= heading.count else {
                fault("table.cells", scanner, nil, "Give this row at most \(heading.count) cells, not \(scanner.count)")
                return
            }
            endsEarly = false
            let kind = text("RECTYPE", scanner)
            guard let number = Int(kind) else {
                fault("table.record", scanner, "RECTYPE", "'\(kind)' is no sort of row: it is a number")
                return
            }
            guard let record = stage.record(number) else {
                unknownPlaces["RECTYPE \(number)", default: 0] += 1
                return
            }
            if record == .england || record == .stateFunded {
                hasEngland = true
                places[.england] = Place(.england, name: "England")
            }
            endsEarly = record == .school && scanner.count < heading.count
            guard let place = place(record, scanner) else { return }
            for index in columns.indices where columns[index].index < scanner.count {
                take(scanner, at: place, isStateFunded: record == .stateFunded, column: index)
            }
        }

        private mutating func take(
            _ scanner: borrowing CSVScanner, at place: PlaceCode, isStateFunded: Bool, column index: Int
        ) {
            let cell = scanner[columns[index].index].trimmed
            guard let (figure, isPercentage, decimals) = PerformanceTable.figure(cell) else {
                fault(
                    "table.value", scanner, columns[index].code.text,
                    "'\(scanner.text(columns[index].index))' is no number, and no mark for a missing one")
                return
            }
            if isPercentage { columns[index].isPercentage = true }
            if let decimals { columns[index].decimals = max(decimals, columns[index].decimals ?? 0) }
            let row: Int
            if let known = isStateFunded ? columns[index].stateRow : columns[index].row {
                row = known
            } else {
                row = filling.row(of: columns[index].series(isStateFunded))
                if isStateFunded { columns[index].stateRow = row } else { columns[index].row = row }
            }
            if let sought, soughtRow == nil, sought.place == place,
                sought.series == columns[index].series(isStateFunded)
            {
                soughtRow = scanner.record
            }
            if let before = filling.put(figure, row: row, at: place) {
                repeated += 1
                if before != figure {
                    fault(
                        "table.twice", scanner, columns[index].code.text,
                        "Another row gives another value for \(place): leave one out")
                }
            } else if case .missing(let why) = figure {
                missing[why, default: 0] += 1
            }
        }

        /// A school by its reference number, an authority by its code; England has neither.
        private mutating func place(_ record: Record, _ scanner: borrowing CSVScanner) -> PlaceCode? {
            guard record == .school || record == .authority else { return .england }
            let name = text("SCHNAME", scanner)
            let cell = scanner[heading["LEA"]].trimmed
            let authority = PlaceCode(digits: cell).flatMap { $0.isAuthority ? $0 : nil }
            // A school may be in no authority; what is written there must be one.
            guard authority != nil || record == .school && cell.isEmpty else {
                fault(
                    "table.place", scanner, "LEA",
                    "'\(text("LEA", scanner))' is no code of an authority: it has three digits")
                return nil
            }
            guard record == .school else {
                // Key Stage 4 leaves the names of authorities out.
                if let authority, places[authority] == nil, !name.isEmpty {
                    places[authority] = Place(authority, name: name)
                }
                return authority
            }
            guard let school = PlaceCode(digits: scanner[heading["URN"]].trimmed), school.isSchool else {
                fault(
                    "table.place", scanner, "URN",
                    "'\(text("URN", scanner))' is no number of a school: it has six digits")
                return nil
            }
            if places[school] == nil {
                places[school] = Place(school, name: name, authority: authority, kind: text("NFTYPE", scanner))
            }
            return school
        }

        private func text(_ column: String, _ scanner: borrowing CSVScanner) -> String {
            scanner.text(heading[column]).words
        }

        private mutating func fault(
            _ rule: String, _ scanner: borrowing CSVScanner, _ column: String?, _ message: String
        ) {
            let field = column.map { "row \(scanner.record), column \($0)" } ?? "row \(scanner.record)"
            faults.append(Fault(rule, field: field, message))
        }

        consuming func release() -> ReadRelease {
            let (stage, meta) = (stage, meta)
            let measures = columns.map { column in
                let title = meta?[column.code.text]
                // Where no value says it, as where all are suppressed, the title does.
                let saysPercentage =
                    column.decimals == nil && ["Percentage", "%"].contains { title?.hasPrefix($0) == true }
                return Measure(
                    column.code, topic: "\(stage.rawValue) performance tables", title: title ?? column.code.text,
                    unit: column.isPercentage || saysPercentage ? "%" : "", polarity: polarity(column.code.text, stage),
                    decimals: column.decimals, year: .academic)
            }
            let undescribed = columns.map(\.code).filter { meta?[$0.text] == nil }
            return ReadRelease(
                columns: filling.columns(),
                catalogue: Catalogue(
                    measures: Dictionary(measures.map { ($0.code, $0) }) { first, _ in first }, places: places),
                rows: rows, missing: missing, repeated: repeated, unknownPeriods: [:], unknownPlaces: unknownPlaces,
                undescribed: Set(undescribed), soughtRow: soughtRow)
        }
    }

    /// What a cell says, whether with a percent sign, and with how many digits behind the point that are not idle
    /// zeros.
    private static func figure(_ cell: ArraySlice<UInt8>) -> (Figure, isPercentage: Bool, decimals: Int?)? {
        let isPercentage = cell.last == UInt8(ascii: "%")
        let digits = isPercentage ? cell.dropLast().trimmed : cell
        if let value = Double(plain: digits) {
            var behind = digits.lastIndex(of: UInt8(ascii: ".")).map { digits[($0 + 1)...] } ?? []
            while behind.last == UInt8(ascii: "0") { behind.removeLast() }
            return (.value(value), isPercentage, behind.count)
        }
        if !isPercentage, let mark = marks[String(decoding: digits, as: UTF8.self)] {
            return (.missing(mark), false, nil)
        }
        guard let figure = Figure(published: digits), !isPercentage || figure.value != nil else { return nil }
        return (figure, isPercentage, nil)
    }

    /// Marks that only these tables have.
    private static let marks: [String: Missing] = ["NP": .notPublished, "NE": .notApplicable, "NEW": .notApplicable]

    /// Better high are the percentages that reach a standard (at Key Stage 2 those whose code begins with PT and has
    /// EXP or HIGH in it, at Key Stage 4 those that begin with PT, PB or PG and have the grades 94 or 95), and the
    /// progress scores (READPROG, WRITPROG, MATPROG, P8MEA), but neither their limits and coverage nor the bands made
    /// of them. Of others nobody says.
    private static func polarity(_ code: String, _ stage: Stage) -> Polarity {
        let parts = Set(code.uppercased().split(separator: "_").map(String.init))
        func begins(_ beginnings: [String]) -> Bool { beginnings.contains { code.hasPrefix($0) } }
        guard parts.isDisjoint(with: ["LOWER", "UPPER", "DESCR", "CILOW", "CIUPP"]) else { return .neither }
        let isHigh =
            switch stage {
            case .keyStage2:
                begins(["PT"]) && !parts.isDisjoint(with: ["EXP", "HIGH"])
                    || begins(["READPROG", "WRITPROG", "MATPROG"])
            case .keyStage4:
                begins(["PT", "PB", "PG"]) && !parts.isDisjoint(with: ["94", "95"])
                    || begins(["P8MEA"]) && !parts.contains("P8MEACOV")
            }
        return isHigh ? .high : .neither
    }
}
