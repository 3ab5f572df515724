import Datasets
import Domain
public import FoundationEssentials
import Record
import Statistics
import Views
public import Vocabulary

/// How the columns of some table are to be read, kept by name: made once by a person, and used for every file like it. With a
/// release that was read by it goes a copy, and in it what codes and names of places stood for, so that the same is read again.
public struct KeptMapping: Codable, Hashable, Sendable {
    public let name: String
    let columns: ColumnMapping
    let ons: [String: PlaceCode]
    let names: [String: PlaceCode]

    var places: KnownPlaces { KnownPlaces(ons: ons, names: names) }

    /// As it is kept with a release.
    var file: IncomingFile {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let bytes = Array(try encoder.encode(self))
            return IncomingFile(
                "\(name).mapping.json", .mapping, bytes, in: IncomingFile.Kept(digest: Digest(of: bytes), bytes: bytes))
        }
    }

    init(name: String, columns: ColumnMapping, ons: [String: PlaceCode] = [:], names: [String: PlaceCode] = [:]) {
        (self.name, self.columns, self.ons, self.names) = (name, columns, ons, names)
    }

    /// Reads what `file` holds.
    init(_ file: IncomingFile) throws(Refusal) {
        do { self = try JSONDecoder().decode(KeptMapping.self, from: Data(file.bytes)) } catch {
            throw Refusal(Fault("mapping.unreadable", "\(file.name) is no mapping of columns: make it anew"))
        }
    }

    /// Whether a table with that heading can be read by it.
    func fits(_ heading: [String]) -> Bool { columns.faults(for: heading).isEmpty }
}

/// What somebody says of the columns of a table, as a form has it.
public struct MappingWords: Hashable, Sendable {
    /// The name under which it is kept.
    public var name = ""
    /// `wide` for a column for each measure, `long` for one with the measure's name and one with the value.
    public var shape = ""
    /// The columns of a long table.
    public var measure = ""
    public var value = ""
    /// The column of the place, how places are written in it, and the column of what they are called.
    public var place = ""
    public var writing = ""
    public var placeName = ""
    /// A wider place, for rows that have no narrower one: an authority behind its schools.
    public var outer = ""
    public var outerWriting = ""
    /// The column of the period, or the one period of the whole file, and how its years are counted.
    public var period = ""
    public var fixed = ""
    public var counting = ""
    /// The columns that part figures into groups, and the words in them that stand for everybody.
    public var groups: [String] = []
    public var everybody = ""
    /// One measure a line: column; short name; title; unit; decimals; high, low or neither.
    public var measures = ""
    /// One a line: the word in the file, an equals sign and why the value is missing.
    public var missing = ""

    /// Nothing said yet.
    public init() {}

    /// Which ways of writing places there are, with what they are called.
    public static let writings = [
        ("number", "Three digits of an authority, such as 926"),
        ("ons", "Nine characters of the Office for National Statistics, such as E10000020"),
        ("name", "Names, such as Norfolk"), ("school", "Six digits of a school (URN)"),
    ]

    /// The reasons of missing values as a mapping writes them.
    public static let reasons = Missing.allCases.map(\.words)
}

extension MappingWords {
    /// The mapping that the words say.
    ///
    /// - Throws: `Refusal` with all that is wrong with them for a table with that heading.
    func mapping(for heading: [String]) throws(Refusal) -> ColumnMapping {
        var faults: [Fault] = []
        let columns = ColumnMapping(
            places: places(&faults), period: period(&faults), groups: groups.filter { !$0.isEmpty }.map(group),
            shape: shape(&faults), measures: measures(&faults), missing: missing(&faults))
        faults += columns.faults(for: heading).map { fault in
            Fault(fault.rule, field: MappingWords.field(fault.field), fault.message)
        }
        guard faults.isEmpty else { throw Refusal(faults) }
        return columns
    }

    /// The field of the form in which a field of a mapping is written.
    private static func field(_ name: String?) -> String? {
        switch name {
        case "place-1": "place"
        case "place-1-name": "place-name"
        case "place-2": "outer"
        case let name? where name.hasPrefix("group-"): "groups"
        case let name? where name.hasPrefix("measures"): "measures"
        default: name
        }
    }

    private func places(_ faults: inout [Fault]) -> [ColumnMapping.PlaceColumn] {
        var all: [ColumnMapping.PlaceColumn] = []
        for (column, written, name, field) in [
            (place, writing, placeName, "writing"), (outer, outerWriting, "", "outer-writing"),
        ] where !column.isEmpty {
            guard let writing = ColumnMapping.PlaceColumn.Writing(rawValue: written) else {
                faults.append(Fault("mapping.writing", field: field, "Choose how places are written in that column"))
                continue
            }
            all.append(ColumnMapping.PlaceColumn(column, writing: writing, name: name.isEmpty ? nil : name))
        }
        return all
    }

    private func period(_ faults: inout [Fault]) -> ColumnMapping.PeriodSource {
        let year = Period.Year(rawValue: counting)
        if year == nil {
            faults.append(Fault("mapping.counting", field: "counting", "Choose how its years are counted"))
        }
        guard !fixed.isEmpty else { return .column(period, counting: year ?? .academic) }
        if let one = Period(fixed, counting: year ?? .academic) { return .fixed(one) }
        faults.append(
            Fault(
                "mapping.period", field: "fixed",
                "Write the period as 2022/23 or 2022, or choose the column that has it"))
        return .column(period, counting: year ?? .academic)
    }

    private func group(_ column: String) -> ColumnMapping.GroupColumn {
        let words = everybody.split(separator: ",").map { $0.trimmedBlanks }.filter { !$0.isEmpty }
        return ColumnMapping.GroupColumn(column, everybody: words)
    }

    private func shape(_ faults: inout [Fault]) -> ColumnMapping.Shape {
        switch shape {
        case "long": return .long(measure: measure, value: value)
        case "wide": return .wide
        default:
            faults.append(Fault("mapping.shape", field: "shape", "Choose how the table holds its figures"))
            return .wide
        }
    }

    private func measures(_ faults: inout [Fault]) -> [ColumnMapping.MappedMeasure] {
        var all: [ColumnMapping.MappedMeasure] = []
        for (number, line) in lines(measures) {
            let parts = line.split(separator: ";", omittingEmptySubsequences: false).map(\.trimmedBlanks)
            let decimals = parts.count > 4 && !parts[4].isEmpty ? Int(parts[4]) : 0
            let polarity = parts.count > 5 ? Polarity(rawValue: parts[5].lowercased()) : .neither
            guard (2...6).contains(parts.count), let decimals, let polarity else {
                faults.append(
                    Fault(
                        "mapping.line", field: "measures",
                        "Line \(number): write column; short name; title; unit; decimals; high, low or neither"))
                continue
            }
            all.append(
                ColumnMapping.MappedMeasure(
                    parts[0], code: parts[1], title: parts.count > 2 && !parts[2].isEmpty ? parts[2] : parts[0],
                    unit: parts.count > 3 ? parts[3] : "",
                    decimals: parts.count > 4 && !parts[4].isEmpty ? decimals : nil, polarity: polarity))
        }
        return all
    }

    private func missing(_ faults: inout [Fault]) -> [String: Missing] {
        var all: [String: Missing] = [:]
        for (number, line) in lines(missing) {
            let parts = line.split(separator: "=", maxSplits: 1).map(\.trimmedBlanks)
            guard parts.count == 2, let why = Missing.allCases.first(where: { $0.words == parts[1].lowercased() })
            else {
                faults.append(
                    Fault(
                        "mapping.reason", field: "missing",
                        "Line \(number): write the word and why, such as c = suppressed; the reasons are \(MappingWords.reasons.joined(separator: ", "))"
                    ))
                continue
            }
            all[parts[0]] = why
        }
        return all
    }

    private func lines(_ text: String) -> [(Int, Substring)] {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        return zip(1..., lines).filter { !$1.trimmedBlanks.isEmpty }.map { ($0, $1) }
    }
}

extension Substring {
    /// Without blanks at its ends.
    fileprivate var trimmedBlanks: String {
        let start = drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}

// MARK: Keeping them

extension Register {
    private static let mappings = "mapping"

    /// The names of the mappings that are kept.
    public func mappingNames() throws -> [String] { try keptMappings().map(\.name) }

    func keptMappings() throws -> [KeptMapping] {
        try book.read { try $0.rows(kind: Register.mappings) }.map {
            try JSONDecoder().decode(KeptMapping.self, from: Data($0.json))
        }.sorted { $0.name < $1.name }
    }

    /// How a table begins that somebody sent and that nobody has said how to read: its columns and its first rows.
    public func tableSent(_ id: Identifier<Upload>, by sitting: Sitting) throws -> (
        heading: [String], rows: [[String]]
    ) {
        let upload = try upload(id, by: sitting)
        guard let file = upload.files.first, let bytes = try book.read({ try $0.brought(file.digest) }) else {
            throw NotFound()
        }
        return try MappedTable.preview(try Archive.unpack(bytes, called: file.name).first?.bytes ?? [])
    }

    /// Keeps a mapping by its name, in place of one of the same name, and has what was sent read by it.
    public func map(_ id: Identifier<Upload>, by words: MappingWords, as sitting: Sitting) async throws {
        let (heading, _) = try tableSent(id, by: sitting)
        let named = Wording.faults(words.name, field: "name", upTo: 60, "a name for this sort of table")
        let isName = words.name.unicodeScalars.allSatisfy {
            $0.properties.isAlphabetic || "0123456789 -_".unicodeScalars.contains($0)
        }
        var faults = named
        if named.isEmpty, !isName {
            faults.append(Fault("mapping.named", field: "name", "Name it with letters, digits, spaces and hyphens"))
        }
        if faults.isEmpty {
            // The data set is called after it.
            do throws(Refusal) { _ = try Plan.set(.table, words.name) } catch {
                faults += error.faults.map { Fault($0.rule, field: "name", $0.message) }
            }
        }
        var columns: ColumnMapping?
        do throws(Refusal) { columns = try words.mapping(for: heading) } catch { faults += error.faults }
        guard let columns, faults.isEmpty else { throw Refusal(faults) }
        let mapping = KeptMapping(name: words.name, columns: columns)
        try await change(by: sitting, may: .publish) { page in
            try page.requireDepartment(sitting)
            let standing = try page.reader.row(kind: Register.mappings, key: mapping.name)
            try page.put(
                mapping, Register.mappings, mapping.name, owner: sitting.body.description,
                expecting: standing?.revision)
            try page.reread(id, by: mapping.name)
        }
    }

    /// A kept mapping with the places as they are known now, as it is kept with a release.
    func withPlaces(_ mapping: KeptMapping) throws -> KeptMapping {
        var (ons, names): ([String: PlaceCode], [String: PlaceCode]) = ([:], [:])
        for set in figures.current.sets {
            for place in set.releases.flatMap({ $0.catalogue.places.values }) where !place.code.isSchool {
                if !place.ons.isEmpty { ons[place.ons] = place.code }
            }
        }
        var several: Set<String> = []
        for body in try views.bodies(.authority) {
            guard let place = Int(body.code).flatMap({ PlaceCode($0) }) else { continue }
            // A name that two had, one after the other, is that of none: their codes tell them apart.
            if names.updateValue(place, forKey: body.name) != nil { several.insert(body.name) }
            if let code = body.authority?.ons { ons[code] = place }
        }
        for name in several { names[name] = nil }
        return KeptMapping(name: mapping.name, columns: mapping.columns, ons: ons, names: names)
    }
}

extension BookPage {
    /// Lets what was sent be read anew, unless it was taken in.
    fileprivate mutating func reread(_ id: Identifier<Upload>, by mapping: String) throws {
        guard let (found, revision) = try row("upload", id.description, as: Upload.self) else { throw NotFound() }
        if case .taken(let releases) = found.outcome { throw TakenBefore(releases: releases) }
        var upload = found
        (upload.outcome, upload.mapping) = (nil, mapping)
        let owner = try reader.row(kind: "upload", key: id.description)?.owner
        try put(upload, "upload", id.description, owner: owner, expecting: revision)
    }
}
