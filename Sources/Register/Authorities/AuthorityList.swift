import Datasets
public import Domain
import Record
public import Vocabulary

/// A list of local authorities, as `docs/authorities.md` describes it: a CSV file with the columns code, ons, name, kind,
/// region, london, from and until, one row an authority.
public struct AuthorityList: Sendable {
    /// Its rows, in order.
    public let rows: [Row]

    /// One authority.
    public struct Row: Hashable, Sendable {
        /// The Department's three-digit code.
        public let code: String
        /// A short name.
        public let name: String
        /// What else is known of it.
        public let authority: Authority
    }

    /// The names of the columns, in their order.
    public static let columns = ["code", "ons", "name", "kind", "region", "london", "from", "until"]

    /// The list that a new register starts from, as the program brings it along.
    public static var shipped: [UInt8] { PackageResources.authorities_csv }

    private static let kinds: Set = ["county", "unitary", "metropolitan", "london-borough", "city-corporation"]
    private static let regions: Set = [
        "North East", "North West", "Yorkshire and The Humber", "East Midlands", "West Midlands", "East of England",
        "London", "South East", "South West",
    ]
    private static let mostFaults = 100
    private static let mostBytes = 1 << 20

    /// Whether a file is such a list, by its heading.
    public static func isList(_ csv: [UInt8]) -> Bool { PublishedSort.recognise(csv) == .authorities }

    /// Reads a list, all of it or nothing.
    ///
    /// - Throws: `Refusal` with a fault for each cell that is not as it must be, named by row and column; the first row of
    ///   the file is row 1. After a hundred it gives up.
    public init(csv: [UInt8]) throws(Refusal) {
        guard csv.count <= AuthorityList.mostBytes else {
            throw Refusal(Fault("authorities.long", "A list of authorities has at most 1 MiB: check that this is one"))
        }
        var scanner = CSVScanner(csv, isStrict: true, columns: AuthorityList.columns)
        guard try scanner.next(), scanner.texts == AuthorityList.columns else {
            let columns = AuthorityList.columns.joined(separator: ",")
            throw Refusal(Fault("authorities.columns", field: "row 1", "Name the columns in the first row: \(columns)"))
        }
        var (rows, faults, codes): ([Row], [Fault], [String: Int]) = ([], [], [:])
        while try scanner.next() {
            guard faults.count < AuthorityList.mostFaults else { break }
            let (number, cells) = (scanner.record, scanner.texts)
            guard cells.count == AuthorityList.columns.count else {
                faults.append(
                    Fault(
                        "authorities.cells", field: "row \(number)",
                        "Give this row \(AuthorityList.columns.count) cells, not \(cells.count)"))
                continue
            }
            let (row, found) = AuthorityList.row(number, cells)
            faults += found
            if let first = codes[cells[0]] {
                faults.append(
                    Fault(
                        "authorities.twice", field: "row \(number), column code",
                        "Row \(first) has the code \(cells[0]) already: leave one of the two out"))
            }
            codes[cells[0]] = number
            if let row { rows.append(row) }
        }
        guard faults.isEmpty else { throw Refusal(Array(faults.prefix(AuthorityList.mostFaults))) }
        self.rows = rows
    }

    private static func row(_ number: Int, _ cells: [String]) -> (Row?, [Fault]) {
        var faults: [Fault] = []
        func cell<Value>(_ column: Int, _ wanted: String, _ value: Value?) -> Value? {
            if value == nil {
                faults.append(
                    Fault(
                        "authorities.cell", field: "row \(number), column \(columns[column])",
                        "Give \(wanted), not '\(cells[column])'"))
            }
            return value
        }
        func day(_ column: Int) -> Day?? {
            cells[column].isEmpty ? .some(nil) : Day(cells[column]).map { .some($0) }
        }
        let digits = cells[0].utf8.count == 3 && cells[0].utf8.allSatisfy { (0x30...0x39).contains($0) }
        let code = cell(0, "a code of three digits", digits ? cells[0] : nil)
        let ons = cell(1, "a code such as E10000020, or nothing", cells[1].isEmpty || isONS(cells[1]) ? cells[1] : nil)
        let named = Wording.faults(cells[2], field: "name", upTo: 200, "a name").isEmpty
        let name = cell(2, "a name of at most 200 characters", named ? cells[2] : nil)
        let kind = cell(
            3, "one of \(kinds.sorted().joined(separator: ", "))", kinds.contains(cells[3]) ? cells[3] : nil)
        let region = cell(4, "one of the nine regions", regions.contains(cells[4]) ? cells[4] : nil)
        let london = cell(5, "yes for an authority of London, else no", ["yes": true, "no": false][cells[5]])
        let from = cell(6, "a day such as 2009-04-01, or nothing", day(6))
        let until = cell(7, "a day such as 2009-03-31, or nothing", day(7))
        if let london, let region, london != (region == "London") {
            _ = cell(5, "yes where the region is London, else no", nil as Bool?)
        }
        if case .some(.some(let from)) = from, case .some(.some(let until)) = until, until < from {
            _ = cell(7, "a last day that does not come before the first", nil as Day?)
        }
        guard faults.isEmpty, let code, let ons, let name, let kind, let region, let london, let from, let until else {
            return (nil, faults)
        }
        let authority = Authority(
            ons: ons.isEmpty ? nil : ons, type: kind, region: region, london: london, from: from, until: until)
        return (Row(code: code, name: name, authority: authority), faults)
    }

    private static func isONS(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.count == 9 && bytes[0] == UInt8(ascii: "E")
            && bytes[1...].allSatisfy { (0x30...0x39).contains($0) }
    }
}

extension Register {
    /// Enters the authorities of a list, in one change: all of them, or none where a row is refused. Codes that the
    /// register has already are left as they are.
    ///
    /// - Parameter csv: The bytes of an `AuthorityList`.
    /// - Returns: How many were entered, and how many the register had.
    public func importAuthorities(_ csv: [UInt8], by actor: Actor = .operator) async throws -> (
        added: Int, present: Int
    ) {
        let rows = try AuthorityList(csv: csv).rows
        return try await change(by: actor) { [randomness] page in
            var added = 0
            for row in rows where try page.reader.claim("body-code", row.code) == nil {
                try page.open(
                    randomness.identifier(of: Body.self),
                    try Body.open(sort: .authority, name: row.name, code: row.code, authority: row.authority))
                added += 1
            }
            return (added, rows.count - added)
        }
    }
}
