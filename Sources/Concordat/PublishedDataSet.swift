import Vocabulary

/// What Explore Education Statistics says of a data set as a whole (`DataSetViewModel` of its OpenAPI document).
struct DataSetSummary: Decodable, Sendable {
    let title: String
    let status: DataSetStatus
    /// The data set that took its place.
    let supersedingDataSetId: String?
    /// Nothing where none is published.
    let latestVersion: Latest?

    /// The newest version that is published (`DataSetLatestVersionViewModel`).
    struct Latest: Decodable, Sendable {
        let version: String
    }
}

/// Whether a data set, or a version of one, can be used (`DataSetStatus`, `DataSetVersionStatus`).
enum DataSetStatus: String, Codable, Sendable {
    case published = "Published"
    /// It is still there, and will not be for ever.
    case deprecated = "Deprecated"
    case withdrawn = "Withdrawn"
}

/// One version of a data set (`DataSetVersionViewModel`).
struct DataSetVersion: Decodable, Sendable {
    /// `2.1`, or `2.1.1` where it patches another.
    let version: String
    let status: DataSetStatus
    /// When it was published, as the service writes it.
    let published: String?
    /// What its publisher says of it.
    let notes: String
    /// How many rows it has.
    let totalResults: Int
    let release: Release

    /// The statistical release that it came with (`DataSetVersionReleaseViewModel`).
    struct Release: Decodable, Sendable {
        let title: String
    }
}

/// One page of a list of versions (`DataSetVersionPaginatedListViewModel`).
struct DataSetVersionPage: Decodable, Sendable {
    let paging: Paging
    let results: [DataSetVersion]

    /// `PagingViewModel`.
    struct Paging: Decodable, Sendable {
        let totalPages: Int
    }
}

/// What the columns of a version are (`DataSetMetaViewModel`): those that part figures into groups, and those of figures.
struct DataSetColumns: Decodable, Sendable {
    let filters: [Filter]
    let indicators: [Indicator]

    /// `FilterOptionsViewModel`.
    struct Filter: Decodable, Sendable {
        /// The name of the column in the file.
        let column: String
        let label: String
        let hint: String?
    }

    /// `IndicatorViewModel`.
    struct Indicator: Decodable, Sendable {
        /// The name of the column in the file.
        let column: String
        let label: String
        /// `%`, `£`, `£m`, `pp`, or nothing for a number; `string` for one that is written without marks between its digits.
        let unit: String?
        let decimalPlaces: Int?
    }

    /// The same as the file beside a data set's own that says what its columns are (`.meta.csv`), as far as the service says it.
    ///
    /// It does not say under which heading an indicator stands, which is left empty; nor which column groups a filter's values. By the
    /// convention of these files that is called as the filter's with `_group` or `_grouping` after it, and is named where it is there.
    ///
    /// - Parameter heading: The names of the file's columns.
    func meta(beside heading: Set<String>) -> [UInt8] {
        let own = Set(filters.map(\.column) + indicators.map(\.column))
        let groupings = heading.subtracting(own)
        var rows = [
            [
                "col_name", "col_type", "label", "indicator_grouping", "indicator_unit", "filter_hint",
                "filter_grouping_column", "indicator_dp",
            ]
        ]
        for filter in filters {
            let grouping = ["_group", "_grouping"].map { filter.column + $0 }.first(where: groupings.contains)
            rows.append([filter.column, "Filter", filter.label, "", "", filter.hint ?? "", grouping ?? "", ""])
        }
        for indicator in indicators {
            let unit = indicator.unit == "string" ? "" : indicator.unit ?? ""
            let digits = indicator.decimalPlaces.map { String($0) } ?? ""
            rows.append([indicator.column, "Indicator", indicator.label, "", unit, "", "", digits])
        }
        return rows.flatMap { row in Array((row.map(Self.cell).joined(separator: ",") + "\r\n").utf8) }
    }

    /// As RFC 4180 has it, and nothing before signs that spreadsheets run: labels are read again as they were.
    private static func cell(_ text: String) -> String {
        text.unicodeScalars.contains { ["\"", ",", "\r", "\n"].contains($0) }
            ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
}

/// A version of a data set with its file.
struct FetchedDataSet: Sendable {
    /// No answer of the service has a licence: all that it publishes is under this one.
    static let licence = "Open Government Licence v3.0"

    /// Where it is from.
    let origin: Origin
    /// The file with the figures as it came, packed or not, and what it is called.
    let file: (name: String, bytes: [UInt8])
    /// How many rows the service says that it has.
    private let rows: Int
    private let columns: DataSetColumns

    /// Which data set was fetched, and as which version, for whoever wants the same again.
    struct Origin: Codable, Hashable, Sendable {
        let id: String
        let title: String
        /// One exact version.
        let version: String
        /// What was asked for where that was not said exactly: `2.*`.
        let wish: String?
        /// Where the file of this version is for as long as it is published.
        let address: String
        let status: DataSetStatus
        /// When it was published, as the service writes it.
        let published: String?
        /// The statistical release that it came with.
        let release: String
        let notes: String
        /// The data set that took its place, where its publisher no longer goes on with it.
        let successor: String?
    }

    init(
        id: String, wish: String?, summary: DataSetSummary, version: DataSetVersion, columns: DataSetColumns,
        address: String, file: Asking.Answer
    ) {
        let title = summary.title.asLine
        origin = Origin(
            id: id, title: title, version: version.version, wish: wish == version.version ? nil : wish,
            address: address, status: summary.status == .deprecated ? .deprecated : version.status,
            published: version.published?.asLine, release: version.release.title.asLine, notes: version.notes.asLine,
            successor: summary.supersedingDataSetId?.asLine)
        (rows, self.columns) = (version.totalResults, columns)
        self.file = (Self.name(title) + (file.isPacked ? ".csv.gz" : ".csv"), file.bytes)
    }

    /// The name of the data set in the register, where nobody gives it another: `absence_by_term`.
    var set: String { Self.name(origin.title) }

    /// Its file as it came, and the one that says what its columns are.
    ///
    /// - Parameter content: The file with the figures, unpacked.
    /// - Throws: `Refusal` where it has fewer rows than the service says that there are: an answer that does not say how long it is may
    ///   end early.
    func files(holding content: [UInt8]) throws(Refusal) -> [(name: String, bytes: [UInt8])] {
        let end = UTF8.CodeUnit(ascii: "\n")
        // The heading is none, and a cell may hold ends of lines: there are so many rows at most.
        let most = content.count { $0 == end } - (content.last == end ? 1 : 0)
        guard most >= rows else {
            throw Refusal(
                Fault(
                    "fetch.rows",
                    "\(origin.address) sent \(most) rows of \(rows): it broke off in the middle of its answer. Try again"
                ))
        }
        let first = String(decoding: content.prefix { $0 != end }, as: UTF8.self)
        let heading = first.split(separator: ",").map { cell in
            String(cell.unicodeScalars.filter { !["\"", "\r", " ", "\u{FEFF}"].contains($0) }.map(Character.init))
        }
        return [file, ("\(set).meta.csv", columns.meta(beside: Set(heading)))]
    }

    /// The lines that say where it is from, for people.
    var lines: [(name: String, words: String)] {
        var lines = [
            (
                "Fetched",
                "\(origin.title), version \(origin.version)\(origin.wish.map { ", the newest of \($0)" } ?? "")"
            ),
            ("Id", origin.id), ("Came with", origin.release),
        ]
        if let published = origin.published { lines.append(("Published on", published)) }
        if !origin.notes.isEmpty { lines.append(("Notes", origin.notes)) }
        if origin.status == .deprecated {
            let next = origin.successor.map { "; \($0) takes its place" } ?? ""
            lines.append(("Deprecated", "its publisher does not go on with it\(next)"))
        }
        return lines
    }

    /// A title as a name of a data set: small letters, digits and underscores, beginning with a letter.
    private static func name(_ title: String) -> String {
        let words = title.lowercased().utf8.split { !(0x61...0x7A).contains($0) && !(0x30...0x39).contains($0) }
        let name = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "_")
        let isWhole = name.utf8.first.map { (0x61...0x7A).contains($0) } == true && name.utf8.count > 1
        return String((isWhole ? name : "ees_\(name)").prefix(50))
    }
}

extension String {
    /// Words from elsewhere as one line: without controls, which a terminal would obey, and no longer than a title may be.
    var asLine: String {
        let scalars = unicodeScalars.map { $0.properties.isWhitespace ? " " : $0 }.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: false
            default: true
            }
        }
        return String(String.UnicodeScalarView(scalars.prefix(200)))
    }
}
