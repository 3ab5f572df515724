public import Vocabulary

/// What an Explore Education Statistics file says of its own columns, in the file beside it that ends in `.meta.csv`.
public struct TidyMeta: Sendable {
    /// The columns that part pupils, schools or terms into groups.
    public let filters: [Filter]
    /// The columns that hold figures.
    public let indicators: [Indicator]

    /// A column by whose values figures are parted.
    public struct Filter: Hashable, Sendable {
        public let name: String
        public let label: String
        /// The column that says to which group a value belongs, where values stand in groups.
        public let grouping: String?
    }

    /// A column of figures.
    public struct Indicator: Hashable, Sendable {
        public let code: MeasureCode
        public let label: String
        /// What it stands with.
        public let group: String
        /// `%`, `£` or nothing for a number.
        public let unit: String
        /// How many digits stand behind the point; nil where the file does not say.
        public let decimals: Int?
    }

    /// Whether a heading is that of such a file.
    public static func isHeading(_ cells: [String]) -> Bool { cells.starts(with: ["col_name", "col_type", "label"]) }

    /// Reads it.
    ///
    /// - Throws: `Refusal` where its columns are others, or it names no column of figures.
    public init(_ bytes: [UInt8]) throws(Refusal) {
        var scanner = CSVScanner(bytes)
        let heading = try scanner.heading(
            TidyMeta.isHeading,
            or: Fault(
                "meta.columns", field: "row 1",
                "Choose the file that ends in .meta.csv: its first row begins with col_name, col_type, label"))
        let (group, unit, grouping) = (
            heading["indicator_grouping"], heading["indicator_unit"], heading["filter_grouping_column"]
        )
        let digits = heading["indicator_dp"]
        var (filters, indicators): ([Filter], [Indicator]) = ([], [])
        while try scanner.next() {
            let (name, label) = (scanner.text(0), scanner.text(2))
            switch scanner.text(1) {
            case "Filter":
                let parted = scanner.text(grouping)
                filters.append(Filter(name: name, label: label, grouping: parted.isEmpty ? nil : parted))
            case "Indicator":
                guard let code = MeasureCode(name) else { continue }
                indicators.append(
                    Indicator(
                        code: code, label: label, group: scanner.text(group), unit: scanner.text(unit),
                        decimals: Int(scanner.text(digits))))
            default:
                throw Refusal(
                    Fault(
                        "meta.sort", field: "row \(scanner.record), column col_type",
                        "'\(scanner.text(1))' is no sort of column: it is Filter or Indicator"))
            }
        }
        guard !indicators.isEmpty else {
            throw Refusal(Fault("meta.indicators", field: "column col_type", "Name at least one Indicator"))
        }
        (self.filters, self.indicators) = (filters, indicators)
    }
}
