import Datasets
import Domain
import Statistics
import Vocabulary

/// How files that belong together are read: as which part of which data set, and with which words about where they are from.
struct Plan {
    let set: String
    let source: Release.Source
    let year: Int?
    private let files: [IncomingFile]

    init(_ files: [IncomingFile], _ wishes: Intake.Wishes, isAlone: Bool) throws(Refusal) {
        self.files = files
        // What came along with figures is a data set of its own, whatever these are called.
        let isBeside = !isAlone && [.dictionary, .neighbours].contains(files[0].sort)
        let (sort, name) = (files[0].sort, files[0].name)
        switch sort {
        case .keyStage2, .keyStage4:
            guard let found = wishes.year ?? PerformanceTable.year(named: name) else {
                throw Refusal(
                    Fault(
                        "import.year", field: "year",
                        "Say of which year the figures in \(name) are, as the year in which it ends: the file does not")
                )
            }
            year = found
        default: year = nil
        }
        let given = isBeside ? nil : wishes.set
        // A table is of the data set that its mapping is called after.
        let mapping = files.first { $0.sort == .mapping }?.stem
        if let given { set = given } else { set = try Plan.set(sort, mapping ?? files[0].stem) }
        source = Release.Source(
            title: (isBeside ? nil : wishes.title) ?? mapping ?? Plan.title(sort, files[0].stem),
            publisher: wishes.publisher ?? (mapping == nil ? "Department for Education" : "Not stated"),
            licence: wishes.licence ?? (mapping == nil ? "Open Government Licence v3.0" : "Not stated"),
            address: wishes.address)
    }

    /// The same of a release that stands on the record, to read it again.
    init(_ files: [IncomingFile], year: Int?) {
        (self.files, self.year) = (files, year)
        (set, source) = ("", Release.Source(title: "", publisher: "", licence: "", address: nil))
    }

    /// Reads the figures.
    func read(seeking sought: Sought? = nil) throws(Refusal) -> ReadRelease {
        let (file, other) = (files[0], files.count > 1 ? files[1] : nil)
        switch file.sort {
        case .extract:
            var dictionary: MeasureDictionary?
            if let other { dictionary = try MeasureDictionary(other.bytes) }
            return try LocalAuthorityExtract.read(file.bytes, dictionary, seeking: sought)
        case .dictionary:
            let dictionary = try MeasureDictionary(file.bytes)
            return ReadRelease(Catalogue(measures: dictionary.entries), rows: dictionary.rows)
        case .neighbours:
            let table = try NeighbourTable(file.bytes)
            return ReadRelease(Catalogue(neighbours: table.neighbours), rows: table.neighbours.count)
        case .tidy:
            guard let other else { throw PublishedSort.unrecognised(file.bytes, called: file.name) }
            return try TidyData.read(file.bytes, try TidyMeta(other.bytes), seeking: sought)
        case .keyStage2, .keyStage4:
            var meta: TableMeta?
            if let other { meta = try TableMeta(other.bytes) }
            return try PerformanceTable.read(
                file.bytes, stage: file.sort == .keyStage2 ? .keyStage2 : .keyStage4, year: year ?? 0, meta: meta,
                seeking: sought)
        case .establishments:
            let establishments = try Establishments(file.bytes)
            return ReadRelease(establishments.catalogue, rows: establishments.rows)
        case .groups:
            let groups = try SchoolGroups(file.bytes)
            return ReadRelease(groups.catalogue, rows: groups.rows)
        case .links:
            let links = try SchoolLinks(file.bytes)
            return ReadRelease(links.catalogue, rows: links.rows)
        case .groupLinks:
            let links = try SchoolGroupLinks(file.bytes)
            return ReadRelease(links.catalogue, rows: links.rows)
        case .table:
            guard let other else { throw PublishedSort.unrecognised(file.bytes, called: file.name) }
            let mapping = try KeptMapping(other)
            return try MappedTable.read(file.bytes, by: mapping.columns, places: mapping.places, seeking: sought)
        case .tidyMeta, .tableMeta, .mapping, .authorities:
            throw Refusal(
                Fault(
                    "import.not-yet", field: "file",
                    "\(file.name) is recognised as \(file.sort.rawValue), and holds no figures: only files of figures, dictionaries and tables of neighbours are taken in as releases"
                ))
        }
    }

    static func set(_ sort: PublishedSort, _ stem: String) throws(Refusal) -> String {
        guard sort == .tidy || sort == .table else { return sort.rawValue }
        // A browser that has downloaded it before calls it `absence (1)`.
        let name = stem.lowercased().replacing(/\ \([0-9]+\)$/, with: "")
        let plain = name.utf8.map { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x2D ? byte : UInt8(ascii: "_")
        }
        let word = String(decoding: plain, as: UTF8.self)
        let set = PublishedSort(rawValue: word) == nil ? word : "ees-\(word)"
        guard Release.isSet(set), set != "data" else {
            throw Refusal(
                Fault(
                    "import.set", field: "set",
                    "Give the data set a name: that of the file, \(stem), does not tell it from others"))
        }
        return set
    }

    /// Which part of its data set it is: performance tables come one year at a time, for England or for one authority.
    func part(of read: ReadRelease) -> String {
        guard let year else { return "" }
        let name = Period(.academic, from: year, to: year).description
        let lying = read.catalogue.places.values.compactMap(\.authority)
        let authorities = Set(read.columns.places.filter(\.isAuthority) + lying).sorted()
        return authorities.isEmpty || authorities.count > 10
            ? name : ([name] + authorities.map(\.description)).joined(separator: ", ")
    }

    private static func title(_ sort: PublishedSort, _ stem: String) -> String {
        switch sort {
        case .extract: "Local Authority Interactive Tool"
        case .dictionary: "Local Authority Interactive Tool: data dictionary"
        case .neighbours: "Statistical neighbours of local authorities"
        case .keyStage2: "Key stage 2 performance tables"
        case .keyStage4: "Key stage 4 performance tables"
        case .establishments: "Get Information About Schools: establishments"
        case .groups: "Get Information About Schools: groups"
        case .groupLinks: "Get Information About Schools: schools of groups"
        case .links: "Get Information About Schools: predecessors and successors"
        default: stem.split(separator: "_").joined(separator: " ")
        }
    }
}
