import ArgumentParser
import Exchange

/// How a command prints a list.
enum RowFormat: String, ExpressibleByArgument, CaseIterable {
    case table, csv, json

    /// Prints rows; of a table as many columns as there is room for.
    func answer<Row: Encodable>(_ rows: [Row], _ columns: [String], shown: Int, _ cells: (Row) -> [String]) {
        switch self {
        case .csv: Terminal.answer(CSV(columns: columns, rows: rows.map(cells)).text)
        case .json: Terminal.answer(Terminal.json(rows))
        case .table:
            let lines = ([columns] + rows.map(cells)).map { $0.prefix(shown) }
            let widths = (0..<shown).map { column in lines.map { $0[column].count }.max() ?? 0 }
            let text = lines.map { line in
                zip(line, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
                    .joined(separator: "  ")
            }
            Terminal.answer(text.joined(separator: "\n"))
        }
    }
}
