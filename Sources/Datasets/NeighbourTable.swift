public import Vocabulary

/// The statistical neighbours of each authority, nearest first, as published with the Local Authority Interactive Tool. Links are
/// not mutual.
public struct NeighbourTable: Sendable {
    /// By the authority's code.
    public let neighbours: [PlaceCode: [PlaceCode]]

    /// Whether a heading is that of such a table.
    public static func isHeading(_ cells: [String]) -> Bool { cells.contains("SN1") && cells.contains("SN10") }

    /// Reads a table: authority, then pairs of a neighbour and how close it is.
    ///
    /// - Throws: `Refusal` with a fault for each cell that names no authority.
    public init(_ bytes: [UInt8]) throws(Refusal) {
        var scanner = CSVScanner(bytes)
        _ = try scanner.heading(
            NeighbourTable.isHeading,
            or: Fault(
                "neighbours.columns", field: "row 1",
                "Choose the table of statistical neighbours: its first row names SN1 to SN10"))
        let columns = scanner.texts.enumerated().filter {
            $0.element.hasPrefix("SN") && Int($0.element.dropFirst(2)) != nil
        }
        var (neighbours, faults): ([PlaceCode: [PlaceCode]], [Fault]) = ([:], [])
        while try scanner.next() {
            // Remarks stand between the authorities that there are and those that there were.
            let isRemark = scanner[0].trimmed.isEmpty && columns.allSatisfy { scanner[$0.offset].trimmed.isEmpty }
            guard !isRemark else { continue }
            guard let own = Self.place(scanner[0]) else {
                faults.append(
                    Fault(
                        "neighbours.place", field: "row \(scanner.record), column 1",
                        "'\(scanner.text(0))' is no code of an authority: it has three digits"))
                continue
            }
            var near: [PlaceCode] = []
            for (index, name) in columns where !scanner[index].trimmed.isEmpty {
                guard let place = Self.place(scanner[index]) else {
                    faults.append(
                        Fault(
                            "neighbours.place", field: "row \(scanner.record), column \(name)",
                            "'\(scanner.text(index))' is no code of an authority: it has three digits"))
                    continue
                }
                near.append(place)
            }
            neighbours[own] = near
        }
        guard faults.isEmpty else { throw Refusal(Array(faults.prefix(100))) }
        self.neighbours = neighbours
    }

    private static func place(_ cell: ArraySlice<UInt8>) -> PlaceCode? {
        Int(String(decoding: cell.trimmed, as: UTF8.self)).flatMap { PlaceCode($0) }.flatMap {
            $0.isAuthority ? $0 : nil
        }
    }
}
