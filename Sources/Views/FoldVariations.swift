import Domain
import FoundationEssentials
import Vocabulary

extension FoldedAgreement {
    /// Writes the wordings that a variation brought.
    func writeVariation(_ lines: [VariedLine], _ entry: ReadEntry, _ tables: Tables) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for one in lines {
            guard
                let version = agreement.lines[one.line]?.versions.first(where: {
                    $0.stamp.position == entry.position
                })
            else { continue }
            let content = try one.content.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
            try tables.write(
                .version, .text(name), Cell(one.line), Cell(version.revision), Cell(content), Cell(one.side),
                Cell(entry.position), Cell(entry.stamp.time.milliseconds))
        }
    }

    /// Takes away what a signed agreement shows of its lines and parties, so that all of it is written as it now stands: a
    /// variation may leave lines out, and have others answer for them.
    ///
    /// - Parameter parties: The parties to it before.
    mutating func clear(whatWasOf parties: [Identifier<Body>], _ tables: Tables) throws {
        try tables.write(.noParties, .text(name))
        shown.hasParties = false
        for (line, promise) in shown.promises {
            for party in parties { try tables.removeOwing(promise, line, in: name, party) }
        }
        try tables.write(.noPromises, .text(name))
        try tables.write(.noPayments, .text(name))
        try tables.write(.noGiven, .text(name))
        (shown.promises, shown.payments, shown.returns) = ([:], [:], [:])
    }
}
