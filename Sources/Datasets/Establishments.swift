public import Statistics
public import Vocabulary

/// A school, as Get Information About Schools has it. Nobody's name is taken up.
public struct School: Hashable, Sendable {
    /// By its unique reference number.
    public let place: PlaceCode
    public let name: String
    /// The authority that it lies in.
    public let authority: PlaceCode?
    /// In the publisher's words: "Academy converter".
    public let kind: String
    /// "Primary".
    public let phase: String
    /// The academy trust that it belongs to, where it does.
    public fileprivate(set) var trust: String?
    public let opened: Day?
    public let closed: Day?
}

/// All schools of Get Information About Schools (`edubasealldata.csv`).
public struct Establishments: Sendable {
    public let schools: [PlaceCode: School]
    /// How many rows the file has below its heading.
    public let rows: Int
    /// Rows of what has no number of six digits and is no school: children's centres.
    public let leftOut: Int

    /// Whether a heading is that of such a file.
    public static func isHeading(_ cells: [String]) -> Bool {
        ["URN", "EstablishmentName", "LA (code)"].allSatisfy(cells.contains) && !cells.contains("Group UID")
    }

    /// Reads it, all of it or nothing.
    ///
    /// - Throws: `Refusal` with a fault for each cell that is not as it must be, and where a school stands twice and
    ///   not the same.
    public init(_ bytes: [UInt8]) throws(Refusal) {
        var table = try SchoolTable(
            bytes, Establishments.isHeading, "all schools: its first row names URN, EstablishmentName, LA (code)")
        var schools: [PlaceCode: School] = [:]
        while try table.next() {
            let trust = table.text("Trusts (name)")
            guard
                let school = table.school(
                    trust: ["", "Not applicable"].contains(trust) ? nil : trust, opened: "OpenDate", closed: "CloseDate"
                )
            else { continue }
            table.put(school, into: &schools)
        }
        (rows, leftOut) = (table.rows, table.leftOut)
        self.schools = try table.whole(schools)
    }
}

/// The trusts, federations and other groups of schools (`groups.csv`).
public struct SchoolGroups: Sendable {
    /// By the publisher's number.
    public let groups: [Int: SchoolGroup]
    /// How many rows the file has below its heading.
    public let rows: Int

    /// Whether a heading is that of such a file.
    public static func isHeading(_ cells: [String]) -> Bool {
        ["Group UID", "Group Name", "Group Type"].allSatisfy(cells.contains) && !cells.contains("URN")
    }

    /// Reads it, all of it or nothing.
    ///
    /// - Throws: `Refusal` with a fault for each cell that is not as it must be, and where a group stands twice and not
    ///   the same.
    public init(_ bytes: [UInt8]) throws(Refusal) {
        var table = try SchoolTable(
            bytes, SchoolGroups.isHeading, "the groups: its first row names Group UID, Group Name, Group Type")
        var groups: [Int: SchoolGroup] = [:]
        while try table.next() {
            guard let group = table.group() else { continue }
            table.put(group, into: &groups)
        }
        rows = table.rows
        self.groups = try table.whole(groups)
    }
}

/// Which schools belong to which groups (`group_links.csv`). A school may belong to several: a trust, and the sponsor
/// behind it.
public struct SchoolGroupLinks: Sendable {
    /// Each school that belongs to one, with its trust. When schools opened this file does not say.
    public let schools: [PlaceCode: School]
    /// By the publisher's number.
    public let groups: [Int: SchoolGroup]
    /// The groups of each school, in the order of the rows.
    public let memberships: [PlaceCode: [Catalogue.Membership]]
    /// How many rows the file has below its heading.
    public let rows: Int
    /// Rows of what has no number of six digits and is no school: children's centres.
    public let leftOut: Int

    /// Whether a heading is that of such a file.
    public static func isHeading(_ cells: [String]) -> Bool {
        ["URN", "Group UID", "EstablishmentName", "LA (code)"].allSatisfy(cells.contains)
    }

    /// Reads it, all of it or nothing.
    ///
    /// - Throws: `Refusal` with a fault for each cell that is not as it must be, and where a school or a group stands
    ///   twice and not the same.
    public init(_ bytes: [UInt8]) throws(Refusal) {
        var table = try SchoolTable(
            bytes, SchoolGroupLinks.isHeading,
            "the schools of groups: its first row names URN, Group UID, EstablishmentName, LA (code)")
        var (schools, groups): ([PlaceCode: School], [Int: SchoolGroup]) = ([:], [:])
        var memberships: [PlaceCode: [Catalogue.Membership]] = [:]
        while try table.next() {
            // The group's day of opening stands in the column that other files have for the school's.
            guard let group = table.group(), let school = table.school(trust: nil, opened: nil, closed: nil) else {
                continue
            }
            table.put(group, into: &groups)
            table.put(school, into: &schools)
            memberships[school.place, default: []].append(
                Catalogue.Membership(group.number, joined: table.day("Joined date")))
        }
        for (school, memberships) in memberships {
            for group in memberships.compactMap({ groups[$0.group] }) where group.isAcademyTrust {
                // A school that went from a trust that has closed to another belongs to the other.
                if schools[school]?.trust == nil || group.closed == nil { schools[school]?.trust = group.name }
            }
        }
        (rows, leftOut, self.groups, self.memberships) = (table.rows, table.leftOut, groups, memberships)
        self.schools = try table.whole(schools)
    }
}

/// Which school came before or after which (`links_20230421.csv`).
public struct SchoolLinks: Sendable {
    /// What other schools are to each school, in the order of the rows.
    public let links: [PlaceCode: [Catalogue.Link]]
    /// How many rows the file has below its heading.
    public let rows: Int
    /// Rows of what has no number of six digits and is no school.
    public let leftOut: Int

    /// Whether a heading is that of such a file.
    public static func isHeading(_ cells: [String]) -> Bool {
        ["URN", "LinkURN", "LinkType"].allSatisfy(cells.contains)
    }

    /// Reads it, all of it or nothing.
    ///
    /// - Throws: `Refusal` with a fault for each cell that is not as it must be.
    public init(_ bytes: [UInt8]) throws(Refusal) {
        var table = try SchoolTable(
            bytes, SchoolLinks.isHeading, "predecessors and successors: its first row names URN, LinkURN, LinkType")
        var links: [PlaceCode: [Catalogue.Link]] = [:]
        while try table.next() {
            guard let school = table.place("URN"), let other = table.place("LinkURN") else { continue }
            let link = Catalogue.Link(
                other, name: table.text("LinkName"), kind: table.text("LinkType"),
                day: table.day("LinkEstablishedDate"))
            links[school, default: []].append(link)
        }
        (rows, leftOut) = (table.rows, table.leftOut)
        self.links = try table.whole(links)
    }
}

extension School {
    /// What a release says of it.
    fileprivate var described: Place {
        Place(place, name: name, authority: authority, kind: kind, phase: phase, trust: trust ?? "")
    }
}

extension Establishments {
    /// What a release of them says.
    public var catalogue: Catalogue { Catalogue(places: schools.mapValues(\.described)) }
}

extension SchoolGroups {
    /// What a release of them says.
    public var catalogue: Catalogue { Catalogue(groups: groups) }
}

extension SchoolGroupLinks {
    /// What a release of them says.
    public var catalogue: Catalogue {
        Catalogue(places: schools.mapValues(\.described), groups: groups, memberships: memberships)
    }
}

extension SchoolLinks {
    /// What a release of them says. What the other schools are called stays with the links: it may be what they were
    /// called once.
    public var catalogue: Catalogue { Catalogue(links: links) }
}

/// A table of Get Information About Schools, row by row, with what is wrong in it.
private struct SchoolTable {
    private var scanner: CSVScanner
    private let heading: CSVHeading
    private var faults: [Fault] = []
    private(set) var rows = 0
    private(set) var leftOut = 0
    private static let mostFaults = 100

    init(_ bytes: [UInt8], _ isHeading: ([String]) -> Bool, _ what: String) throws(Refusal) {
        scanner = CSVScanner(bytes)
        heading = try scanner.heading(
            isHeading, or: Fault("schools.columns", field: "row 1", "Choose the file of \(what)"))
    }

    /// Goes on to the next row that has a cell for each column; false after the last, and after a hundred faults.
    mutating func next() throws(Refusal) -> Bool {
        while faults.count < Self.mostFaults, try scanner.next() {
            rows += 1
            guard scanner.count == heading.count else {
                faults.append(
                    Fault(
                        "schools.cells", field: "row \(scanner.record)",
                        "Give this row \(heading.count) cells, not \(scanner.count)"))
                continue
            }
            return true
        }
        return false
    }

    /// What was read of it.
    ///
    /// - Throws: What was found wrong, and where it has no row.
    consuming func whole<Read>(_ read: Read) throws(Refusal) -> Read {
        guard faults.isEmpty else { throw Refusal(Array(faults.prefix(Self.mostFaults))) }
        guard rows > 0 else {
            throw Refusal(Fault("schools.empty", field: "row 2", "The file has no row: get it anew"))
        }
        return read
    }

    func text(_ column: String) -> String { scanner.text(heading[column]).words }

    /// A day, written `31-08-2021` or `2010-08-31`; nil for none.
    mutating func day(_ column: String) -> Day? {
        let text = text(column)
        guard !text.isEmpty else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let iso = parts.first?.utf8.count == 2 ? parts.reversed().joined(separator: "-") : text
        if let day = Day(iso) { return day }
        fault("schools.day", column, "'\(text)' is no day: it is written 31-08-2021 or 2021-08-31")
        return nil
    }

    /// A whole number.
    private mutating func number(_ column: String, _ what: String) -> Int? {
        let text = text(column)
        if text.utf8.count <= 9, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text) {
            return number
        }
        fault("schools.number", column, "'\(text)' is no \(what): it has digits only")
        return nil
    }

    /// A school by its number; what has a shorter one is left out.
    mutating func place(_ column: String) -> PlaceCode? {
        guard let number = number(column, "number of a school") else { return nil }
        if let place = PlaceCode(number), place.isSchool { return place }
        guard number < 100_000 else {
            fault("schools.number", column, "'\(number)' is no number of a school: it has six digits")
            return nil
        }
        leftOut += 1
        return nil
    }

    /// The school of the row.
    mutating func school(trust: String?, opened: String?, closed: String?) -> School? {
        guard let place = place("URN") else { return nil }
        let name = text("EstablishmentName")
        guard !name.isEmpty else {
            fault("schools.name", "EstablishmentName", "Name the school")
            return nil
        }
        // `000` is of none.
        let authority =
            text("LA (code)").isEmpty ? nil : number("LA (code)", "code of an authority").flatMap { PlaceCode($0) }
        return School(
            place: place, name: name, authority: authority.flatMap { $0.isAuthority ? $0 : nil },
            kind: text("TypeOfEstablishment (name)"), phase: text("PhaseOfEducation (name)"), trust: trust,
            opened: opened.flatMap { day($0) }, closed: closed.flatMap { day($0) })
    }

    /// The group of the row.
    mutating func group() -> SchoolGroup? {
        guard let number = number("Group UID", "number of a group") else { return nil }
        let opened = day("Open date")
        let incorporated = day("Incorporated on (open date)")
        return SchoolGroup(
            number, name: text("Group Name"), kind: text("Group Type"), opened: opened ?? incorporated,
            closed: day("Closed Date"))
    }

    mutating func put(_ school: School, into schools: inout [PlaceCode: School]) {
        if let before = schools.updateValue(school, forKey: school.place), before != school { twice("URN", "school") }
    }

    mutating func put(_ group: SchoolGroup, into groups: inout [Int: SchoolGroup]) {
        if let before = groups.updateValue(group, forKey: group.number), before != group { twice("Group UID", "group") }
    }

    private mutating func twice(_ column: String, _ what: String) {
        fault("schools.twice", column, "Another row says something else of the same \(what): leave one out")
    }

    private mutating func fault(_ rule: String, _ column: String, _ message: String) {
        faults.append(Fault(rule, field: "row \(scanner.record), column \(column)", message))
    }
}
