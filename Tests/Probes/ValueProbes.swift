import Datasets
import Domain
import HTML
import Register
import Statistics
import Vocabulary

@testable import Web

/// Words of people: values, addresses, lists and texts.
extension Probe {
    static let values = [words, address, way, authorities, published, released, statement, file]

    static let words = Probe(
        "words",
        seeds: {
            [
                "2003-07-23", "2003-07-23T10:30:00.250Z", "2003/04", "2003-2004", "abcdefghijklmn27",
                Digest(of: [1]).description,
            ].map(bytes)
        }
    ) { bytes in
        guard let text = String(validating: bytes, as: UTF8.self) else { return }
        func same(_ read: String?, _ what: String) throws {
            if let read { try must(read.utf8.elementsEqual(text.utf8), "\(what) was read that is written otherwise") }
        }
        try same(Instant(text)?.description, "a moment")
        try same(Identifier<Probe>(text)?.description, "an identifier")
        try same(Digest(text)?.description, "a digest")
        if let day = Day(text) {
            let (year, month, number) = day.parts
            try must(Day(year, month, number) == day, "a day is another when it is taken apart")
            try same(day.description, "a day")
            _ = (day.written, day.weekday, AcademicYear(holding: day)?.description)
        }
        if let year = AcademicYear(text) {
            try must(AcademicYear(year.description) == year, "a school year is another when it is written")
        }
    }

    static let address = Probe(
        "address",
        seeds: { ["https://a.example:80/b?c=d#e", "HTTP://xn--a-ecp.ru/%41 b", "https://a/[]{}<>\"'"].map(bytes) }
    ) { bytes in
        guard let text = String(validating: bytes, as: UTF8.self), let address = WebAddress(text) else { return }
        let written = address.description
        try must(
            written.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"<>\\^`{|}".utf8.contains($0) },
            "an address holds what would end it")
        try must(WebAddress(written)?.description == written, "an address is another when it is read again")
        let rest = written.drop { $0 != "/" }.dropFirst(2)
        try must(
            rest.prefix { !"/?#".contains($0) }.utf8.allSatisfy { !"@\\%".utf8.contains($0) },
            "an address leads to another host than it seems")
    }

    /// Where somebody is led after signing in.
    static let way = Probe(
        "way", seeds: { ["/compacts/abc?area=m&q=a%20b", "/%2F%2Fevil", "/%2e%2e/x", "//evil"].map(bytes) }
    ) { bytes in
        guard let text = String(validating: bytes, as: UTF8.self), let path = Path(local: text) else { return }
        let written = path.description
        try must(written.hasPrefix("/") && !written.hasPrefix("//"), "a way leads to another site")
        try must(
            written.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"<>\\".utf8.contains($0) },
            "a way holds what would end it")
        // Read again it is the same, unless it has grown beyond what is read.
        if let again = Path(local: written) {
            try must(Path(local: again.description)?.description == again.description, "a way does not settle")
        }
    }

    static let authorities = Probe(
        "authorities",
        seeds: {
            let first = bytes(AuthorityList.columns.joined(separator: ",") + "\n")
            return [
                Array(AuthorityList.shipped.prefix(2000)),
                first
                    + bytes("839,E06000058,\"Bournemouth, \"\"Christchurch\"\"\",unitary,South West,no,2019-04-01,\r\n"),
            ]
        }
    ) { bytes in
        guard let rows = read({ try AuthorityList(csv: bytes).rows }) else { return }
        let lines = rows.map { row in
            let authority = row.authority
            return [
                row.code, authority.ons ?? "", "\"\(row.name.replacing("\"", with: "\"\""))\"", authority.type,
                authority.region, authority.london ? "yes" : "no", authority.from?.description ?? "",
                authority.until?.description ?? "",
            ].joined(separator: ",")
        }
        let text = ([AuthorityList.columns.joined(separator: ",")] + lines).joined(separator: "\n")
        try must(
            try AuthorityList(csv: Array(text.utf8)).rows == rows, "a list of authorities changed when it was written")
    }

    /// Comma-separated values of any sort, and the long extract.
    static let published = Probe(
        "published",
        seeds: {
            let first = LocalAuthorityExtract.columns.joined(separator: ",") + "\r\n"
            return [
                bytes(first + "M,\"a \"\"b\"\"\",2013/14-15/16,Norfolk,4.7980000000000002E-2,926.0,East of England\n"),
                bytes(first + "M,,2018 (Rev),Norfolk,-,926,NA\nM,,0,England,c,970.0,NA\n"),
            ]
        }
    ) { bytes in
        func all(_ bytes: [UInt8]) throws -> [[String]] {
            var scanner = CSVScanner(bytes)
            var records: [[String]] = []
            while try scanner.next() { records.append(scanner.texts) }
            return records
        }
        if let records = read({ try all(bytes) }) {
            let text = records.map { record in
                record.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",")
            }.joined(separator: "\n")
            let again = try all(Array(text.utf8))
            try must(
                again == records,
                "records are others when they are written and read again")
        }
        guard let release = read({ try LocalAuthorityExtract.read(bytes, nil) }) else { return }
        let unknown = release.unknownPeriods.values.reduce(0, +)
        try must(
            release.columns.count + release.repeated + unknown == release.rows, "a figure is lost or made up")
    }

    /// Packed files and files of every sort that is recognised.
    static let released = Probe(
        "released",
        seeds: {
            [
                bytes("RECTYPE,LEA,ESTAB,URN,SCHNAME,TELIG,PTRWM_EXP\r\n1,850,1,115903,A,30,68%\n3,850,,,,30,SUPP\n"),
                bytes("Column,Field Name,Label/Description\n1,RECTYPE,Record type\n"),
                bytes("URN,EstablishmentName,LA (code),OpenDate\n115903,A,850,01-09-2003\n"),
                bytes("col_name,col_type,label\nrate,Indicator,Rate\n"),
                [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            ]
        }
    ) { bytes in
        guard let files = read({ try Archive.unpack(bytes, called: "x", upTo: 1 << 20) }) else { return }
        let size = files.reduce(0) { $0 + $1.bytes.count }
        try must(size <= 1 << 20 || files.map(\.bytes) == [bytes], "more is unpacked than may be")
        for file in files {
            guard let sort = PublishedSort.recognise(file.bytes) else {
                try must(
                    !PublishedSort.unrecognised(file.bytes, called: file.name).faults.isEmpty,
                    "nobody says why it is refused")
                if let (heading, rows) = read({ try MappedTable.preview(file.bytes) }) {
                    try must(rows.count <= 5, "more is shown than the beginning")
                    let mapping = ColumnMapping(
                        places: [ColumnMapping.PlaceColumn(heading[0], writing: .number)],
                        period: .column(heading.count > 1 ? heading[1] : "", counting: .academic), shape: .wide,
                        measures: heading.dropFirst(2).prefix(3).map {
                            ColumnMapping.MappedMeasure($0, code: $0, title: $0)
                        })
                    _ = read { try MappedTable.read(file.bytes, by: mapping, places: KnownPlaces()) }
                }
                continue
            }
            switch sort {
            case .keyStage2, .keyStage4:
                for stage in [PerformanceTable.Stage.keyStage2, .keyStage4] {
                    let release = read { try PerformanceTable.read(file.bytes, stage: stage, year: 2019) }
                    try must(release.map { $0.columns.count >= 0 } ?? true, "columns cannot be counted")
                }
            case .tableMeta: _ = read { try TableMeta(file.bytes) }
            case .tidyMeta: _ = read { try TidyMeta(file.bytes) }
            case .establishments: _ = read { try Establishments(file.bytes) }
            case .groups: _ = read { try SchoolGroups(file.bytes) }
            case .groupLinks: _ = read { try SchoolGroupLinks(file.bytes) }
            case .links: _ = read { try SchoolLinks(file.bytes) }
            case .dictionary: _ = read { try MeasureDictionary(file.bytes) }
            case .neighbours: _ = read { try NeighbourTable(file.bytes) }
            case .extract, .tidy, .table, .mapping, .authorities: break
            }
        }
    }

    static let statement = Probe("statement", seeds: { [bytes(Sample.statement), bytes(Sample.scraps)] }) { bytes in
        guard let text = String(validating: bytes, as: UTF8.self) else { return }
        let found = RecognisedStatement(recognising: text)
        try must(found == RecognisedStatement(recognising: text), "a text is recognised in two ways")
        let pieces = found.paragraphs.count + found.signatories.count + found.footnotes.count
        try must(pieces <= bytes.count, "more is recognised than a text holds")
        let choices = LineChoices(parties: [], seats: [], agenda: nil)
        guard let corrections = read({ try Corrections(found, of: text, choices) }) else { return }
        let fields = corrections.words.fields.map { name, value in Sample.pair(name, value) }
        let sent = try Form(urlEncoded: fields.joined(separator: "&").utf8)
        _ = Corrections(sent).corrected(choices)
    }

    static let file = Probe(
        "file",
        seeds: {
            [
                bytes(Sample.statement), [0xEF, 0xBB, 0xBF] + bytes("a"), bytes("%PDF-1.4"), [0x50, 0x4B, 3, 4],
                [0x50, 0x4B, 3, 4] + bytes("mimetypeapplication/vnd.oasis.opendocument.textPK"), bytes(" <svg>"),
                [0x50, 0x4B, 3, 4] + bytes("[Content_Types].xml word/document.xml"), [0x89, 0x50, 0x4E, 0x47],
                [0xFF, 0xFE, 0x61, 0],
            ]
        }
    ) { bytes in
        let file = SentFile(called: String(decoding: bytes.prefix(300), as: UTF8.self), bytes: bytes[...])
        try must(file.name.unicodeScalars.count <= 62, "the name of a file is shown at length")
        try must(
            !file.name.contains { "/\\\n\u{202E}\u{0}".contains($0) }, "the name of a file turns the words beside it")
        if let shown = read({ try file.evidence() }) {
            try must(shown.bytes == bytes, "evidence is not what was sent")
            try must(SentFile.ending(of: shown.type) != "bin", "evidence is of a type that nobody opens")
            try must(!shown.type.contains("html") && !shown.type.contains("svg"), "evidence is a page")
        }
        guard let text = read({ try file.text(upTo: 1 << 20) }) else { return }
        try must(
            !text.unicodeScalars.contains {
                $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\t"
            }, "a text holds control characters")
        let again = SentFile(called: "a", bytes: Array(text.utf8)[...])
        // A second byte order mark is a part of the text, and would be taken off when it is read again.
        guard !text.utf8.starts(with: [0xEF, 0xBB, 0xBF]) else { return }
        try must(read { try again.text(upTo: 2 << 20) } == text, "a text is another when it is sent again")
    }
}

/// Invented words in the forms that the recogniser knows.
enum Sample {
    static let statement = """
        A trial statement of intent

        1. We, the Department and the councils, work together.
        2. We share a vision in which every child:
         - a. learns;
         - b. is well (see note *).

        3. By 31 July 2004 we will publish results.

        Signed on 23 July 2003

        A. Minister, Minister for Schools
        B. Chair, Chair of the Association

        * As in the Act.

        Annex

        Agenda for the academic year 2003/04

        1. Choose from:
         - a. reading;
         - b. (for authorities in London) the capital; and
         - c. other local matters.
        """
    static let scraps =
        "1.\n\n - a.\n\n* \n\nAnnex\n\n2003/04\n\n(a)\n\n99999999999999999999. x\n\nSigned 31 February 2003\n"

    static func pair(_ name: String, _ value: String) -> String {
        func coded(_ text: String) -> String {
            text.utf8.map { "%" + String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        }
        return "\(coded(name))=\(coded(value))"
    }
}
