public import Vocabulary

/// The sorts of published files that are read here. Which one a file is, its first row says; its name says nothing.
public enum PublishedSort: String, CaseIterable, Sendable {
    /// The long extract of the Local Authority Interactive Tool.
    case extract = "lait"
    /// Its dictionary of measures.
    case dictionary = "lait-dictionary"
    /// Its table of statistical neighbours.
    case neighbours
    /// A "tidy" file of Explore Education Statistics.
    case tidy = "ees"
    /// What such a file says of its own columns.
    case tidyMeta = "ees-meta"
    /// A performance table of primary schools.
    case keyStage2 = "ks2"
    /// A performance table of secondary schools.
    case keyStage4 = "ks4"
    /// What a performance table says of its own columns.
    case tableMeta = "performance-meta"
    /// All schools of Get Information About Schools.
    case establishments = "gias"
    /// Its trusts and federations.
    case groups = "gias-groups"
    /// The schools of each.
    case groupLinks = "gias-group-links"
    /// Predecessors and successors of schools.
    case links = "gias-links"
    /// Any other table, read by what somebody said of its columns: only together with such a mapping.
    case table
    /// What somebody said of the columns of a table, as JSON.
    case mapping
    /// The register's own list of authorities.
    case authorities

    /// What people call it.
    public var title: String {
        switch self {
        case .extract: "the long extract of the Local Authority Interactive Tool"
        case .dictionary: "its data dictionary"
        case .neighbours: "its table of statistical neighbours"
        case .tidy: "a data file of Explore Education Statistics"
        case .tidyMeta: "its meta file"
        case .keyStage2: "a Key Stage 2 performance table"
        case .keyStage4: "a Key Stage 4 performance table"
        case .tableMeta: "the meta file of a performance table"
        case .establishments: "all schools of Get Information About Schools"
        case .groups: "its groups"
        case .groupLinks: "the schools of its groups"
        case .links: "its predecessors and successors"
        case .table: "a table that is read by a mapping of its columns"
        case .mapping: "a mapping of columns"
        case .authorities: "a list of authorities"
        }
    }

    /// How much of a file is looked at. The longest heading has 10,000 bytes.
    private static let most = 1 << 16

    /// What sort of file this is; nil for any other.
    public static func recognise(_ bytes: [UInt8]) -> PublishedSort? {
        // Why a file has no heading, `unrecognised` says.
        guard let cells = (try? heading(bytes)) ?? nil else { return nil }
        return allCases.first { $0.isHeading(cells) }
    }

    private func isHeading(_ cells: [String]) -> Bool {
        switch self {
        case .extract: cells == LocalAuthorityExtract.columns
        case .dictionary: MeasureDictionary.isHeading(cells)
        case .neighbours: NeighbourTable.isHeading(cells)
        case .tidy: TidyData.isHeading(cells)
        case .tidyMeta: TidyMeta.isHeading(cells)
        case .keyStage2: PerformanceTable.isHeading(cells, .keyStage2)
        case .keyStage4: PerformanceTable.isHeading(cells, .keyStage4)
        case .tableMeta: TableMeta.isHeading(cells)
        case .establishments: Establishments.isHeading(cells)
        case .groups: SchoolGroups.isHeading(cells)
        case .groupLinks: SchoolGroupLinks.isHeading(cells)
        case .links: SchoolLinks.isHeading(cells)
        // Nothing in a table says so, and a mapping is no table.
        case .table, .mapping: false
        case .authorities: cells.starts(with: ["code", "ons", "name", "kind", "region", "london", "from", "until"])
        }
    }

    /// The cells of the first row; nil where there is none.
    private static func heading(_ bytes: [UInt8]) throws(Refusal) -> [String]? {
        var scanner = CSVScanner(Array(bytes.prefix(most)))
        return try scanner.next() ? scanner.texts : nil
    }

    /// Why nothing can be made of a file that is of none of these sorts, in the words of whoever has it in hand.
    public static func unrecognised(_ bytes: [UInt8], called name: String) -> Refusal {
        // Controls other than tabs and ends of lines are in no text, and at the beginning of nearly all else.
        guard !bytes.prefix(most).contains(where: { $0 < 0x20 && ![0x09, 0x0A, 0x0C, 0x0D].contains($0) }) else {
            return Refusal(
                Fault("file.text", "\(name) is no text: choose a file of comma-separated values (CSV)"))
        }
        let cells: [String]
        do throws(Refusal) {
            guard let first = try heading(bytes) else {
                return Refusal(Fault("file.empty", "\(name) is empty: get it anew"))
            }
            cells = first.map(\.words)
        } catch {
            return error
        }
        let named = cells.filter { !$0.isEmpty }
        let figures = named.count { Double($0.last == "%" ? $0.dropLast() : $0[...]) != nil }
        // A column may be called 2019, and a heading has others beside it.
        guard figures < 2 || figures * 3 < named.count else {
            return Refusal(
                Fault(
                    "file.heading", field: "row 1",
                    "\(name) has no heading: its first row is figures. Get the file anew, with the row that names the columns"
                ))
        }
        var faults: [Fault] = []
        if let last = cellsOfCutRow(bytes), last < cells.count {
            faults.append(
                Fault(
                    "file.cut-off",
                    "\(name) is cut off: its last row breaks off after \(last) cells of \(cells.count). Get it anew"))
        }
        let shown = named.prefix(4).map { $0.count > 40 ? "\($0.prefix(40))…" : $0 }.joined(separator: ", ")
        faults.append(
            Fault(
                "file.unknown", field: "row 1",
                "\(name) is of no sort that is read here: its first columns are \(shown). Choose "
                    + allCases.filter { $0 != .table && $0 != .mapping }.map(\.title).joined(separator: "; ")))
        return Refusal(faults)
    }

    /// How many cells the last row has, where no end of line follows it.
    private static func cellsOfCutRow(_ bytes: [UInt8]) -> Int? {
        let tail = bytes.suffix(most)
        guard let end = tail.lastIndex(of: 0x0A), end + 1 < tail.endIndex else { return nil }
        var scanner = CSVScanner(Array(tail[(end + 1)...]))
        // A cell whose quotation mark is not closed is cut off too.
        guard let isRow = try? scanner.next() else { return 0 }
        return isRow ? scanner.count : nil
    }
}
