import Glibc
import Vocabulary

/// Columns with what their codes mean, as a file that is mapped into memory: a view of a release, made anew from the published file at any time.
///
/// First come eight letters that name the shape, the length of the heading and the number of cells; then the heading (places, measures,
/// neighbours, schools' groups and links, groups of pupils and series); then, from an address that eight divides, the cells; last a sum over all of it. Numbers are in the order of this machine's bytes: the file is not
/// carried from one to another.
public enum ColumnFile {
    /// The shape of the file: raise it with every change.
    public static let version = "CNCDCF03"

    /// The bytes of a file with these columns.
    public static func bytes(_ columns: Columns, _ catalogue: Catalogue) -> [UInt8] {
        var heading = Writing()
        heading.write(columns, catalogue)
        var whole = Writing()
        whole.bytes = Array(version.utf8)
        whole.put(heading.bytes.count)
        whole.put(columns.cells.all.count)
        whole.bytes += heading.bytes
        while whole.bytes.count % 8 != 0 { whole.bytes.append(0) }
        whole.bytes += UnsafeRawBufferPointer(columns.cells.all)
        whole.put(whole.bytes.withUnsafeBytes { sum($0) })
        return whole.bytes
    }

    /// A sum over words of eight bytes by which a damaged file is known: FNV-1a, of words.
    private static func sum(_ bytes: UnsafeRawBufferPointer) -> Int {
        var sum: UInt64 = 0xcbf2_9ce4_8422_2325
        for word in stride(from: 0, to: bytes.count - 7, by: 8) {
            sum = (sum ^ bytes.loadUnaligned(fromByteOffset: word, as: UInt64.self)) &* 0x100_0000_01b3
        }
        return Int(truncatingIfNeeded: sum)
    }

    /// Maps a file into memory; nil where there is none, or it is of another shape or not whole: then it is to be made anew.
    public static func map(_ path: String) -> (columns: Columns, catalogue: Catalogue)? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var facts = stat()
        guard fstat(file, &facts) == 0, facts.st_size >= 32 else { return nil }
        let size = Int(facts.st_size)
        guard let start = mmap(nil, size, PROT_READ, MAP_SHARED, file, 0), start != MAP_FAILED else { return nil }
        let whole = UnsafeRawBufferPointer(start: start, count: size)
        var reading = Reading(bytes: whole, at: 8)
        guard whole.prefix(8).elementsEqual(version.utf8), let length = reading.int(), let count = reading.int(),
            length >= 0, count >= 0, length <= size, count <= size / 8,
            (24 + length + 7) / 8 * 8 + count * 8 + 8 == size,
            sum(UnsafeRawBufferPointer(rebasing: whole[..<(size - 8)]))
                == Int(whole.loadUnaligned(fromByteOffset: size - 8, as: Int64.self)),
            let (places, runs, catalogue) = reading.heading(count)
        else {
            munmap(start, size)
            return nil
        }
        let cells = Cells(mapped: start, bytes: size, from: (24 + length + 7) / 8 * 8, count: count)
        return (Columns(places: places, runs: runs, cells: cells), catalogue)
    }
}

/// Bytes of a heading being written.
private struct Writing {
    var bytes: [UInt8] = []
    private var groups: [PupilGroup: Int] = [:]

    mutating func put(_ number: Int) { withUnsafeBytes(of: Int64(number)) { bytes += $0 } }

    mutating func put(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            withUnsafeBytes(of: UInt32(utf8.count)) { bytes += $0 }
            bytes += utf8
        }
    }

    mutating func write(_ columns: Columns, _ catalogue: Catalogue) {
        put(columns.places.count)
        for place in columns.places { put(place.number) }
        put(catalogue.places.count)
        for place in catalogue.places.values.sorted(by: { $0.code < $1.code }) {
            put(place.code.number)
            put(place.name)
            put(place.region?.number ?? 0)
            put(place.ons)
            put(place.authority?.number ?? 0)
            for text in [place.kind, place.phase, place.trust] { put(text) }
        }
        let measures = catalogue.measures.values.sorted { $0.code < $1.code }
        put(measures.count)
        for measure in measures {
            for text in [measure.code.text, measure.topic, measure.title, measure.unit, measure.polarity.rawValue] {
                put(text)
            }
            put(measure.decimals ?? -1)
            put(measure.year.rawValue)
            put(measure.method)
        }
        put(catalogue.neighbours.count)
        for (place, near) in catalogue.neighbours.sorted(by: { $0.key < $1.key }) {
            put(place.number)
            put(near.count)
            for place in near { put(place.number) }
        }
        writeSchools(catalogue)
        let all = columns.all
        let groups = Set(all.map(\.group)).sorted()
        put(groups.count)
        for group in groups {
            put(group.parts.count)
            for (name, value) in group.parts.sorted(by: { $0.key < $1.key }) {
                put(name)
                put(value)
            }
        }
        let number = Dictionary(uniqueKeysWithValues: zip(groups, groups.indices))
        let codes = Set(all.map(\.measure)).sorted()
        put(codes.count)
        for code in codes { put(code.text) }
        let coded = Dictionary(uniqueKeysWithValues: zip(codes, codes.indices))
        put(all.count)
        for series in all {
            guard let run = columns.runs[series], let group = number[series.group], let code = coded[series.measure]
            else {
                continue
            }
            put(code)
            put(Period.Year.allCases.firstIndex(of: series.period.year) ?? 0)
            put(Period.Status.allCases.firstIndex(of: series.period.status) ?? 0)
            for number in [series.period.first, series.period.last, group, run.first, run.count, run.offset] {
                put(number)
            }
        }
    }

    private mutating func writeSchools(_ catalogue: Catalogue) {
        put(catalogue.links.count)
        for (place, links) in catalogue.links.sorted(by: { $0.key < $1.key }) {
            put(place.number)
            put(links.count)
            for link in links {
                put(link.other.number)
                put(link.name)
                put(link.kind)
                put(link.day)
            }
        }
        put(catalogue.groups.count)
        for group in catalogue.groups.values.sorted(by: { $0.number < $1.number }) {
            put(group.number)
            put(group.name)
            put(group.kind)
            put(group.opened)
            put(group.closed)
        }
        put(catalogue.memberships.count)
        for (place, memberships) in catalogue.memberships.sorted(by: { $0.key < $1.key }) {
            put(place.number)
            put(memberships.count)
            for membership in memberships {
                put(membership.group)
                put(membership.joined)
            }
        }
    }

    private mutating func put(_ day: Day?) { put(day?.number ?? noDay) }
}

/// What stands where no day is known.
private let noDay = Int.min

/// A heading being read; every number is held against what the file has.
private struct Reading {
    let bytes: UnsafeRawBufferPointer
    var at: Int

    mutating func int() -> Int? {
        guard at + 8 <= bytes.count else { return nil }
        defer { at += 8 }
        return Int(bytes.loadUnaligned(fromByteOffset: at, as: Int64.self))
    }

    /// How many of something follow, each of which takes at least four bytes.
    mutating func several() -> Int? { int().flatMap { (0...bytes.count / 4).contains($0) ? $0 : nil } }

    mutating func text() -> String? {
        guard at + 4 <= bytes.count else { return nil }
        let length = Int(bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
        guard at + 4 + length <= bytes.count else { return nil }
        defer { at += 4 + length }
        return String(decoding: bytes[(at + 4)..<(at + 4 + length)], as: UTF8.self)
    }

    mutating func list<Value>(_ value: (inout Reading) -> Value?) -> [Value]? {
        guard let count = several() else { return nil }
        var values: [Value] = []
        values.reserveCapacity(count)
        for _ in 0..<count {
            guard let next = value(&self) else { return nil }
            values.append(next)
        }
        return values
    }

    mutating func heading(_ cells: Int) -> ([PlaceCode], [Columns.Series: Columns.Run], Catalogue)? {
        guard let places = list({ $0.code() }), let described = list({ $0.place() }),
            let measures = list({ $0.measure() }),
            let neighbours = list({ reading in
                reading.code().flatMap { place in reading.list { $0.code() }.map { (place, $0) } }
            }),
            let links = list({ reading in
                reading.code().flatMap { place in reading.list { $0.link() }.map { (place, $0) } }
            }), let schoolGroups = list({ $0.schoolGroup() }),
            let memberships = list({ reading in
                reading.code().flatMap { place in reading.list { $0.membership() }.map { (place, $0) } }
            }),
            let groups = list({ reading in
                reading.list { part in part.text().flatMap { name in part.text().map { (name, $0) } } }
                    .map { PupilGroup(Dictionary($0) { first, _ in first }) }
            }), let codes = list({ $0.text().flatMap { MeasureCode($0) } }),
            let series = list({ $0.series(places.count, groups, codes, cells) })
        else { return nil }
        return (
            places, Dictionary(series) { first, _ in first },
            Catalogue(
                measures: Dictionary(measures.map { ($0.code, $0) }) { first, _ in first },
                places: Dictionary(described.map { ($0.code, $0) }) { first, _ in first },
                neighbours: Dictionary(neighbours) { first, _ in first },
                links: Dictionary(links) { first, _ in first },
                groups: Dictionary(schoolGroups.map { ($0.number, $0) }) { first, _ in first },
                memberships: Dictionary(memberships) { first, _ in first })
        )
    }

    private mutating func code() -> PlaceCode? { int().flatMap { PlaceCode($0) } }

    private mutating func place() -> Place? {
        guard let code = code(), let name = text(), let region = int(), let ons = text(),
            let authority = int(), let kind = text(), let phase = text(), let trust = text()
        else { return nil }
        return Place(
            code, name: name, region: PlaceCode(region), ons: ons, authority: PlaceCode(authority), kind: kind,
            phase: phase, trust: trust)
    }

    private mutating func link() -> Catalogue.Link? {
        guard let other = code(), let name = text(), let kind = text(), let day = day() else { return nil }
        return Catalogue.Link(other, name: name, kind: kind, day: day)
    }

    private mutating func schoolGroup() -> SchoolGroup? {
        guard let number = int(), let name = text(), let kind = text(), let opened = day(), let closed = day() else {
            return nil
        }
        return SchoolGroup(number, name: name, kind: kind, opened: opened, closed: closed)
    }

    private mutating func membership() -> Catalogue.Membership? {
        guard let group = int(), let joined = day() else { return nil }
        return Catalogue.Membership(group, joined: joined)
    }

    /// A day of the years 1 to 9999, or that none is known; nil for any other number.
    private mutating func day() -> Day?? {
        guard let number = int() else { return nil }
        guard number != noDay else { return .some(nil) }
        return (-719_162...2_932_896).contains(number) ? .some(Day(number: number)) : nil
    }

    private mutating func measure() -> Measure? {
        guard let code = text().flatMap({ MeasureCode($0) }), let topic = text(), let title = text(), let unit = text(),
            let polarity = text().flatMap({ Polarity(rawValue: $0) }), let decimals = int(),
            let year = text().flatMap({ Period.Year(rawValue: $0) }), let method = text()
        else { return nil }
        return Measure(
            code, topic: topic, title: title, unit: unit, polarity: polarity, decimals: decimals < 0 ? nil : decimals,
            year: year, method: method)
    }

    private mutating func series(
        _ places: Int, _ groups: [PupilGroup], _ codes: [MeasureCode], _ cells: Int
    ) -> (Columns.Series, Columns.Run)? {
        guard let code = int(), let year = int(), let status = int(), let first = int(), let last = int(),
            let group = int(), let start = int(), let count = int(), let offset = int(),
            codes.indices.contains(code), groups.indices.contains(group),
            Period.Year.allCases.indices.contains(year), Period.Status.allCases.indices.contains(status),
            start >= 0, count >= 0, offset >= 0, start <= places, count <= places - start, offset <= cells,
            count <= cells - offset, (0...9999).contains(first), (0...9999).contains(last)
        else { return nil }
        let period = Period(
            Period.Year.allCases[year], from: first, to: last, Period.Status.allCases[status])
        return (
            Columns.Series(codes[code], period, of: groups[group]),
            Columns.Run(first: start, count: count, offset: offset)
        )
    }
}
