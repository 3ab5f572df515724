import Statistics
public import Vocabulary

/// Which places the codes and names in a file stand for, as the register has them. The regions and England are known
/// without.
public struct KnownPlaces: Sendable {
    private let codes: [String: PlaceCode]
    private let names: [String: PlaceCode?]
    private let called: [PlaceCode: String]

    /// The places of the Office for National Statistics' codes, and of names; how names are spelt in large and small
    /// letters is all one, and a name of two places is that of none.
    public init(ons: [String: PlaceCode] = [:], names: [String: PlaceCode] = [:]) {
        codes = ons
        self.names = Dictionary(names.map { ($0.key.words.lowercased(), $0.value) }) { $0 == $1 ? $0 : nil }
        called = Dictionary(names.map { ($0.value, $0.key) }) { min($0, $1) }
    }

    /// The place that a cell stands for.
    func place(_ cell: ArraySlice<UInt8>, _ writing: ColumnMapping.PlaceColumn.Writing) -> PlaceCode? {
        switch writing {
        case .number: KnownPlaces.number(cell)
        case .school: PlaceCode(digits: cell.withoutIdleDecimal).flatMap { $0.isSchool ? $0 : nil }
        case .ons: place(ons: String(decoding: cell, as: UTF8.self))
        case .name: place(named: String(decoding: cell, as: UTF8.self).words.lowercased())
        }
    }

    /// `825`, `0825`, `825.0`.
    private static func number(_ cell: ArraySlice<UInt8>) -> PlaceCode? {
        var digits = cell.withoutIdleDecimal
        if digits.count == 4, digits.first == UInt8(ascii: "0") { digits = digits.dropFirst() }
        return digits.count == 3 ? PlaceCode(digits: digits) : nil
    }

    private func place(ons code: String) -> PlaceCode? {
        codes[code] ?? Region.code(code) ?? (code == "E92000001" ? .england : nil)
    }

    private func place(named name: String) -> PlaceCode? {
        if let known = names[name] { return known }
        return Region.code(named: name) ?? (name == "england" ? .england : nil)
    }

    /// What a place is called; nothing where nobody said.
    func name(of place: PlaceCode) -> String { called[place] ?? (place == .england ? "England" : "") }
}

/// Any table of figures in comma-separated values, read by what somebody said of its columns.
public enum MappedTable {
    private static let mostFaults = 100
    private static let mostColumns = 2000
    /// How much of a file is looked at to show how it begins.
    private static let mostShown = 1 << 20

    /// Reads a file by a mapping, all of it or nothing.
    ///
    /// Beside plain numbers a value may be written `1,234`, `61%`, `£1,234` or `-£1,234.50`; an empty cell is not
    /// available. Rows whose period or place has no known meaning are counted and left out.
    ///
    /// - Parameters:
    ///   - places: What codes and names stand for.
    ///   - sought: A figure whose row is asked for.
    /// - Throws: `Refusal` with what is wrong with the mapping for this file; with a fault for each cell that is not as
    ///   it must be, named by row and column, and where two rows give different values for the same: after a hundred it
    ///   gives up; and where no row has a figure.
    public static func read(
        _ bytes: [UInt8], by mapping: ColumnMapping, places: KnownPlaces, seeking sought: Sought? = nil
    ) throws(Refusal) -> ReadRelease {
        var scanner = CSVScanner(bytes)
        let heading = try heading(&scanner)
        let wrong = mapping.faults(for: heading)
        guard wrong.isEmpty else { throw Refusal(Array(wrong.prefix(mostFaults))) }
        var reading = MappedReading(heading, mapping, places, sought)
        while reading.faults.count < mostFaults, try scanner.next() { try reading.take(scanner) }
        guard reading.faults.isEmpty else { throw Refusal(Array(reading.faults.prefix(mostFaults))) }
        return try reading.release()
    }

    /// How a file begins, for whoever says what its columns are: the names of its columns, and of its first five rows
    /// at most sixty letters of each cell.
    ///
    /// - Throws: `Refusal` where it has no row that names columns, or is no text.
    public static func preview(_ bytes: [UInt8]) throws(Refusal) -> (heading: [String], rows: [[String]]) {
        let isWhole = bytes.count <= mostShown
        var scanner = CSVScanner(isWhole ? bytes : beginning(bytes))
        let heading = try heading(&scanner)
        var rows: [[String]] = []
        do throws(Refusal) {
            while rows.count < 5, try scanner.next() {
                rows.append((0..<min(scanner.count, heading.count)).map { shown($0, scanner) })
            }
        } catch {
            // A quotation mark may be closed behind what is looked at.
            guard !isWhole else { throw error }
        }
        return (heading, rows)
    }

    /// The whole lines at the beginning of a long file.
    private static func beginning(_ bytes: [UInt8]) -> [UInt8] {
        let beginning = bytes.prefix(mostShown)
        return Array(beginning.lastIndex(of: 0x0A).map { beginning[...$0] } ?? beginning)
    }

    private static func shown(_ index: Int, _ scanner: borrowing CSVScanner) -> String {
        // Most letters that are no ASCII have two bytes; what is cut in the middle of one is beyond what is shown.
        scanner[index].count > 1000
            ? String(decoding: scanner[index].prefix(1000), as: UTF8.self).shown : scanner.text(index).shown
    }

    /// The names of the columns.
    private static func heading(_ scanner: inout CSVScanner) throws(Refusal) -> [String] {
        guard try scanner.next() else {
            throw Refusal(
                Fault("mapped.heading", field: "row 1", "The file has no row that names its columns: get it anew"))
        }
        guard scanner.count <= mostColumns else {
            throw Refusal(
                Fault(
                    "mapped.heading", field: "row \(scanner.record)",
                    "Choose a file of at most \(mostColumns) columns: this has \(scanner.count)"))
        }
        for index in 0..<scanner.count where scanner[index].count > ColumnMapping.mostLetters * 4 {
            throw Refusal(
                Fault(
                    "mapped.heading", field: "row \(scanner.record), column \(index + 1)",
                    "Give the column a name of at most \(ColumnMapping.mostLetters) letters"))
        }
        return scanner.texts.map(\.words)
    }
}

/// A table as far as it was read.
private struct MappedReading {
    private(set) var faults: [Fault] = []
    private let mapping: ColumnMapping
    private let known: KnownPlaces
    private let heading: [String]
    /// Where each column stands that the mapping names.
    private let period: Int?
    private let measure: Int?
    private let places: [(index: Int, name: Int?, writing: ColumnMapping.PlaceColumn.Writing)]
    private let groups: [(index: Int, name: String, everybody: Set<String>)]
    /// The columns that hold values; of a long table one.
    private let values: [Int]
    private let missingWords: [ArraySlice<UInt8>: Missing]
    /// What is measured, by what the file calls it.
    private var measures: [String: Measure] = [:]
    private let described: Set<MeasureCode>
    private var taken: [MeasureCode: Measure] = [:]
    private var filling = Columns.Filling()
    private var seen: Set<PlaceCode> = []
    private var catalogue: [PlaceCode: Place] = [:]
    private var missing: [Missing: Int] = [:]
    private var (rows, repeated, series) = (0, 0, 0)
    private var (unknownPeriods, unknownPlaces): ([String: Int], [String: Int]) = ([:], [:])
    /// What the cells of a row that are no place and no value say of its figures, by their bytes.
    private var subjects: [[UInt8]: Subject] = [:]
    private var key: [UInt8] = []
    private let sought: Sought?
    private var soughtRow: Int?

    /// Of what the figures of a row are.
    private enum Subject {
        /// Their series, in the order of the columns of values, and whether the one that is sought is among them.
        case series([Numbered], isSought: Bool)
        case unknownPeriod
        case fault(String, column: Int, String)
    }

    /// A series with its number among the columns.
    private struct Numbered {
        let key: Columns.Series
        let number: Int

        /// Its measure, period and group, for a sentence.
        var words: String {
            let group = key.group.description
            return "\(key.measure), \(key.period)" + (group.isEmpty ? "" : ", \(group)")
        }
    }

    /// How many numbers columns may take: half a gibibyte.
    private static let room = 1 << 26
    /// How many labels without a meaning are told apart.
    private static let mostLabels = 1000

    init(_ heading: [String], _ mapping: ColumnMapping, _ known: KnownPlaces, _ sought: Sought?) {
        (self.heading, self.mapping, self.known, self.sought) = (heading, mapping, known, sought)
        let columns = Dictionary(zip(heading, heading.indices)) { first, _ in first }
        func index(_ name: String) -> Int { columns[name.words] ?? -1 }
        places = mapping.places.map { (index($0.column), $0.name.map(index), $0.writing) }
        groups = mapping.groups.map { (index($0.column), $0.column.words, Set($0.everybody.map(\.words))) }
        if case .column(let name, _) = mapping.period { period = index(name) } else { period = nil }
        switch mapping.shape {
        case .long(let name, let value): (measure, values) = (index(name), [index(value)])
        case .wide: (measure, values) = (nil, mapping.measures.map { index($0.name) })
        }
        missingWords = Dictionary(
            mapping.missing.map { (Array($0.key.trimmingSpaces.utf8)[...], $0.value) }
        ) { first, _ in first }
        let year = mapping.period.year
        for mapped in mapping.measures { measures[mapped.name.words] = mapped.measure(year) }
        described = Set(measures.values.map(\.code))
    }

    mutating func take(_ scanner: borrowing CSVScanner) throws(Refusal) {
        rows += 1
        guard scanner.count == heading.count else {
            faults.append(
                Fault(
                    "mapped.cells", field: "row \(scanner.record)",
                    "Give this row \(heading.count) cells, not \(scanner.count)"))
            return
        }
        let subject = try subject(scanner)
        try demandRoom(scanner)
        switch subject {
        case .unknownPeriod: count(period.map { scanner.text($0) } ?? "", in: \.unknownPeriods)
        case .fault(let rule, let column, let message): fault(rule, column, scanner, message)
        case .series(let series, let wanted):
            guard let place = place(scanner) else { return }
            for (series, column) in zip(series, values) { take(series, at: place, column, scanner) }
            if wanted, soughtRow == nil, sought?.place == place { soughtRow = scanner.record }
        }
    }

    private mutating func take(
        _ series: Numbered, at place: PlaceCode, _ column: Int, _ scanner: borrowing CSVScanner
    ) {
        guard let figure = figure(scanner[column]) else {
            fault(
                "mapped.value", column, scanner,
                "'\(scanner.text(column).shown)' is no number, and no mark for a missing one")
            return
        }
        guard let before = filling.put(figure, row: series.number, at: place) else {
            if case .missing(let why) = figure { missing[why, default: 0] += 1 }
            return
        }
        repeated += 1
        guard before != figure else { return }
        let name = catalogue[place]?.name ?? ""
        fault(
            "mapped.twice", column, scanner,
            "Another row gives another value for \(series.words) of \(name.isEmpty ? place.description : name): leave "
                + "one out, or choose as a group the column that tells them apart")
    }

    private mutating func fault(_ rule: String, _ column: Int, _ scanner: borrowing CSVScanner, _ message: String) {
        let name = heading[column].isEmpty ? String(column + 1) : heading[column]
        faults.append(Fault(rule, field: "row \(scanner.record), column \(name)", message))
    }

    /// Counts a row that is left out by what it has in a cell.
    private mutating func count(_ label: String, in counts: WritableKeyPath<Self, [String: Int]>) {
        let label = label.shown.isEmpty ? "(empty)" : label.shown
        let isKnown = self[keyPath: counts][label] != nil || self[keyPath: counts].count < Self.mostLabels
        self[keyPath: counts][isKnown ? label : "(others)", default: 0] += 1
    }

    /// A column of many values chosen as a group would make a series of each, with room for every place.
    private func demandRoom(_ scanner: borrowing CSVScanner) throws(Refusal) {
        // A series takes as much as some sixty numbers before it has one.
        guard series * (seen.count + 64) > Self.room else { return }
        throw Refusal(
            Fault(
                "mapped.room", field: "row \(scanner.record)",
                "Choose as groups columns of fewer different values: up to this row they part the figures into "
                    + "\(series) series"))
    }

    /// The value of a cell, or why there is none: the mapping's own words come before the usual marks.
    private func figure(_ cell: ArraySlice<UInt8>) -> Figure? {
        if !missingWords.isEmpty, let why = missingWords[cell.trimmed] { return .missing(why) }
        return Figure(published: cell) ?? Double(dressed: cell.trimmed).map { .value($0) }
    }
}

// Places.
extension MappedReading {
    /// The place of a row; nil where the cell has no known meaning, which is counted.
    private mutating func place(_ scanner: borrowing CSVScanner) -> PlaceCode? {
        for (number, column) in places.enumerated() {
            let cell = scanner[column.index].trimmed
            guard !cell.isEmpty else { continue }
            guard let place = known.place(cell, column.writing) else {
                count(scanner.text(column.index), in: \.unknownPlaces)
                return nil
            }
            if seen.insert(place).inserted { describe(place, number, scanner) }
            return place
        }
        count("", in: \.unknownPlaces)
        return nil
    }

    /// What the file says of a place. A school that has no name here keeps the one that it has elsewhere.
    private mutating func describe(_ place: PlaceCode, _ number: Int, _ scanner: borrowing CSVScanner) {
        let column = places[number]
        let cell = scanner.text(column.index).words
        var name = column.name.map { scanner.text($0).words } ?? ""
        if name.isEmpty { name = column.writing == .name ? cell : known.name(of: place) }
        guard !place.isSchool || !name.isEmpty else { return }
        let wider = places[(number + 1)...].compactMap { known.place(scanner[$0.index].trimmed, $0.writing) }
        catalogue[place] = Place(
            place, name: name,
            region: place.isAuthority ? wider.first { !$0.isAuthority && !$0.isSchool && $0 != .england } : nil,
            ons: column.writing == .ons ? cell : "", authority: place.isSchool ? wider.first(where: \.isAuthority) : nil
        )
    }
}

// Periods, groups and measures.
extension MappedReading {
    private mutating func subject(_ scanner: borrowing CSVScanner) throws(Refusal) -> Subject {
        key.removeAll(keepingCapacity: true)
        if let period { add(scanner[period]) }
        if let measure { add(scanner[measure]) }
        for group in groups { add(scanner[group.index]) }
        if let known = subjects[key] { return known }
        let found = try read(scanner)
        subjects[key] = found
        return found
    }

    /// A text has no zero byte, so that no two rows have one key by chance.
    private mutating func add(_ cell: ArraySlice<UInt8>) {
        key += cell
        key.append(0)
    }

    private mutating func read(_ scanner: borrowing CSVScanner) throws(Refusal) -> Subject {
        guard let period = time(scanner) else { return .unknownPeriod }
        var parts: [String: String] = [:]
        for group in groups {
            guard scanner[group.index].count <= ColumnMapping.mostLetters * 4 else {
                return .fault(
                    "mapped.group", column: group.index,
                    "Choose as group a column of short values: this has \(scanner[group.index].count) letters")
            }
            let value = scanner.text(group.index).words
            if !value.isEmpty, !group.everybody.contains(value) { parts[group.name] = value }
        }
        if let measure {
            guard let named = named(scanner.text(measure).words) else {
                return .fault(
                    "mapped.measure", column: measure,
                    "'\(scanner.text(measure).shown)' is no name of a measure here: give it one of at most "
                        + "\(ColumnMapping.mostLetters) letters that is not another's short name")
            }
            return try series([named], period, PupilGroup(parts), scanner)
        }
        return try series(
            mapping.measures.compactMap { measures[$0.name.words] }, period, PupilGroup(parts), scanner)
    }

    /// The series of measures, which are counted.
    private mutating func series(
        _ measures: [Measure], _ period: Period, _ group: PupilGroup, _ scanner: borrowing CSVScanner
    ) throws(Refusal) -> Subject {
        for measure in measures { taken[measure.code] = measure }
        guard taken.count <= ColumnMapping.mostMeasures else {
            throw Refusal(
                Fault(
                    "mapped.most", field: "row \(scanner.record)",
                    "Choose as measure a column of at most \(ColumnMapping.mostMeasures) different values"))
        }
        let all = measures.map { measure in
            let key = Columns.Series(measure.code, period, of: group)
            return Numbered(key: key, number: filling.row(of: key))
        }
        series = max(series, (all.map(\.number).max() ?? -1) + 1)
        return .series(all, isSought: all.contains { $0.key == sought?.series })
    }

    /// The measure that a long table calls so; one that the mapping has not bears the file's name of it.
    private mutating func named(_ name: String) -> Measure? {
        if let known = measures[name] { return known }
        guard let code = MeasureCode(name), !described.contains(code) else { return nil }
        let measure = Measure(code, title: name, year: mapping.period.year)
        measures[name] = measure
        return measure
    }

    private func time(_ scanner: borrowing CSVScanner) -> Period? {
        switch mapping.period {
        case .fixed(let period): period
        case .column(_, let year): period.flatMap { Period(mapped: scanner.text($0).trimmingSpaces, counting: year) }
        }
    }

    /// All that was read.
    ///
    /// - Throws: `Refusal` where nothing was.
    consuming func release() throws(Refusal) -> ReadRelease {
        guard rows > 0 else {
            throw Refusal(Fault("mapped.empty", field: "row 2", "The file has no figure: get it anew"))
        }
        guard !seen.isEmpty else { throw nothing() }
        let (measures, undescribed) = (taken, Set(taken.keys).subtracting(described))
        return ReadRelease(
            columns: filling.columns(), catalogue: Catalogue(measures: measures, places: catalogue), rows: rows,
            missing: missing, repeated: repeated, unknownPeriods: unknownPeriods, unknownPlaces: unknownPlaces,
            undescribed: undescribed, soughtRow: soughtRow)
    }

    /// Why no row of a file could be taken.
    private func nothing() -> Refusal {
        func some(_ labels: [String: Int]) -> String { labels.keys.sorted().prefix(3).joined(separator: ", ") }
        var faults: [Fault] = []
        if !unknownPeriods.isEmpty {
            faults.append(
                Fault(
                    "mapped.nothing", field: "period",
                    "Choose another column for the period: no row has one that is known, but \(some(unknownPeriods))"))
        }
        if !unknownPlaces.isEmpty {
            faults.append(
                Fault(
                    "mapped.nothing", field: "place-1",
                    "Choose another column for the place, or another way in which it is written: no row has one that "
                        + "is known, but \(some(unknownPlaces))"))
        }
        return Refusal(faults)
    }
}

extension ColumnMapping.MappedMeasure {
    /// It as releases describe measures.
    fileprivate func measure(_ year: Period.Year) -> Measure? {
        measureCode.map {
            Measure($0, title: title.words, unit: unit.words, polarity: polarity, decimals: decimals, year: year)
        }
    }
}

extension Period {
    /// A label as publishers write it, also `201617` of an academic or financial year.
    fileprivate init?(mapped label: String, counting year: Year) {
        let digits = label.utf8
        guard digits.count == 6, digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
            self.init(label, counting: year)
            return
        }
        guard year == .academic || year == .financial else { return nil }
        // Years that do not follow each other are none with a stroke between them.
        self.init("\(label.prefix(4))/\(label.suffix(2))", counting: year)
    }
}

extension Double {
    /// The value of digits as people write them: `1,234`, `61%`, `£1,234.50`, `-£5`. Nil for anything else.
    fileprivate init?(dressed cell: ArraySlice<UInt8>) {
        var (text, isNegative, isMoney) = (cell, false, false)
        func isFirst(_ byte: UInt8) -> Bool { text.first == byte }
        if isFirst(0x2D) { (text, isNegative) = (text.dropFirst(), true) }
        // The pound sign of UTF-8, and that of Windows.
        for sign in [[0xC2, 0xA3], [0xA3]] as [[UInt8]] where !isMoney && text.starts(with: sign) {
            (text, isMoney) = (text.dropFirst(sign.count).trimmed, true)
        }
        if isMoney, !isNegative, isFirst(0x2D) { (text, isNegative) = (text.dropFirst(), true) }
        if !isMoney, text.last == UInt8(ascii: "%") { text = text.dropLast().trimmed }
        let parts = text.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, let digits = Double.digits(grouped: whole) else { return nil }
        let behind = parts.count == 2 ? parts[1] : [UInt8(ascii: "0")]
        guard !behind.isEmpty, behind.allSatisfy({ (0x30...0x39).contains($0) }),
            let value = Double(String(decoding: digits + [UInt8(ascii: ".")] + behind, as: UTF8.self)), value.isFinite
        else { return nil }
        self = isNegative ? -value : value
    }

    /// Digits, with a comma before every three or with none.
    private static func digits(grouped text: ArraySlice<UInt8>) -> [UInt8]? {
        let groups = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard groups.allSatisfy({ !$0.isEmpty && $0.allSatisfy { (0x30...0x39).contains($0) } }) else { return nil }
        guard groups.count == 1 || groups[0].count <= 3 && groups.dropFirst().allSatisfy({ $0.count == 3 }) else {
            return nil
        }
        return groups.flatMap { $0 }
    }
}

extension ArraySlice<UInt8> {
    /// Without the `.0` that a spreadsheet puts behind a code.
    fileprivate var withoutIdleDecimal: ArraySlice<UInt8> {
        suffix(2).elementsEqual(".0".utf8) ? dropLast(2) : self
    }
}
