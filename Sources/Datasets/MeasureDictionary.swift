public import Statistics
public import Vocabulary

/// The dictionary of the Local Authority Interactive Tool: one row a measure and table, with line breaks inside its cells.
public struct MeasureDictionary: Sendable {
    /// By code; of a measure with several rows the first.
    public let entries: [MeasureCode: Measure]
    /// How many rows it had.
    public let rows: Int

    /// Whether a heading is that of such a dictionary.
    public static func isHeading(_ cells: [String]) -> Bool {
        cells.contains("Measure_short") && cells.contains("Polarity")
    }

    /// Reads a dictionary.
    ///
    /// - Throws: `Refusal` where its columns are not named, or it is no text.
    public init(_ bytes: [UInt8]) throws(Refusal) {
        var scanner = CSVScanner(bytes)
        let heading = try scanner.heading(
            MeasureDictionary.isHeading,
            or: Fault(
                "dictionary.columns", field: "row 1",
                "Choose the tool's data dictionary: its first row names Measure_short and Polarity"))
        let (short, topic, title) = (heading["Measure_short"], heading["Topic"], heading["Chart_title"])
        let (unit, polarity, decimals) = (heading["y_axis_name"], heading["Polarity"], heading["dps"])
        let (year, method) = (heading["Year_Type"], heading["Methodology"])
        var (entries, rows): ([MeasureCode: Measure], Int) = ([:], 0)
        while try scanner.next() {
            rows += 1
            guard let code = MeasureCode(String(decoding: scanner[short].trimmed, as: UTF8.self)), entries[code] == nil
            else { continue }
            entries[code] = Measure(
                code, topic: scanner.text(topic), title: scanner.text(title), unit: scanner.text(unit),
                polarity: ["High": .high, "Low": .low][scanner.text(polarity)] ?? .neither,
                decimals: Int(scanner.text(decimals)), year: Self.year(scanner.text(year)),
                method: scanner.text(method))
        }
        (self.entries, self.rows) = (entries, rows)
    }

    private static func year(_ words: String) -> Period.Year {
        switch words {
        case "Academic Year": .academic
        case "Financial Year": .financial
        case "Calendar Year": .calendar
        case _ where words.hasPrefix("Annual"): .annual
        default: .unstated
        }
    }
}
