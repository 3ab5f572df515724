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
        try writeSteps(entry, tables)
        try writeAnswers(entry, tables)
    }

    /// Writes what a variation makes of payments as a step of them.
    private func writeSteps(_ entry: ReadEntry, _ tables: Tables) throws {
        guard let index = agreement.paymentSteps.firstIndex(where: { $0.position == entry.position }),
            let side = agreement.parties.first
        else { return }
        try writeStep(index + 1, "varied", nil, nil, side, nil, entry, tables)
    }

    /// What was said to reports, those say from here on that stand in the place of whoever said it.
    private func writeAnswers(_ entry: ReadEntry, _ tables: Tables) throws {
        for line in agreement.lines.all {
            for report in agreement.fulfilment(of: line.id).reports {
                for answer in report.passed where answer.position == entry.position {
                    try tables.write(
                        .answer, .text(name), Cell(line.id), Cell(report.number), Cell(answer.side),
                        .text(answer.isAccepted ? "accepted" : "challenged"), .null, Cell(entry.position),
                        Cell(entry.stamp.time.milliseconds), .null)
                }
            }
        }
    }

    /// Takes away what a signed agreement shows of its lines and parties, so that all of it is written as it now stands: a
    /// variation may leave lines out, and have others answer for them.
    ///
    /// - Parameter parties: The parties to it before.
    mutating func clear(whatWasOf parties: [Identifier<Body>], _ tables: Tables) throws {
        try tables.write(.noParties, .text(name))
        for party in parties where !agreement.parties.contains(party) {
            try tables.write(.former, .text(name), Cell(party))
        }
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
