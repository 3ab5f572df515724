import Domain
import Vocabulary

/// A promise as the tables show it.
struct ShownPromise: Equatable, Sendable {
    let promise: Promise
    let state: Fulfilment.State
    let due: Day?
    let isSettled: Bool
    /// How many reports there are.
    let reports: Int

    /// The promise of a line as it stands; nil where the line makes none.
    init?<K: Kind>(_ line: LineID, of agreement: Agreement<K>) {
        guard let promise = agreement.promise(line), let standing = agreement.standing(of: line) else { return nil }
        self.promise = promise
        (state, due, isSettled) = standing
        reports = agreement.fulfilment(of: line).reports.count
    }

    /// Whether a party owes it, or is owed it.
    func role(of party: Identifier<Body>) -> String { party == promise.by ? "owes" : "owed" }
}

extension Tables {
    /// Takes away what a party owed, or was owed.
    func removeOwing(
        _ promise: ShownPromise, _ line: LineID, in agreement: String, _ party: Identifier<Body>
    ) throws {
        try write(
            .notOwing, Cell(party), .text(promise.role(of: party)), Cell(promise.isSettled),
            Cell(promise.due?.number ?? Day.never.number), .text(agreement), Cell(line))
    }
}

extension FoldedAgreement {
    /// Writes the promises of a signed agreement: all of them where the run may have changed any, else those of the lines
    /// that it reached.
    mutating func settlePromises(_ reach: Reach, _ agreement: Agreement<K>, _ tables: Tables) throws {
        guard let inForce = agreement.inForce else { return }
        let isNew = shown.promisesFrom != agreement.publicFrom
        let lines =
            if !isNew, let few = reach.lines { few.compactMap { agreement.lines[$0] } } else { agreement.lines.all }
        if isNew {
            shown.promisesFrom = agreement.publicFrom
            shown.promises = [:]
        }
        for line in lines {
            guard let now = ShownPromise(line.id, of: agreement) else { continue }
            let before = shown.promises.updateValue(now, forKey: line.id)
            guard now != before else { continue }
            try write(now, before, line.id, agreement, inForce, tables)
        }
    }

    private func write(
        _ now: ShownPromise, _ before: ShownPromise?, _ id: LineID, _ agreement: Agreement<K>, _ inForce: Day,
        _ tables: Tables
    ) throws {
        let line = id.description
        let last = agreement.fulfilment(of: id).reports.last
        try tables.write(
            .promise, .text(name), .text(line), Cell(now.promise.by), Cell(now.promise.owner),
            .text(now.promise.due.description), Cell(now.due?.number ?? Day.never.number),
            Cell(now.promise.due == .continues), .text(now.state.rawValue),
            Cell(now.isSettled), Cell(now.reports), Cell(last?.stamp.time.milliseconds), Cell(inForce.number),
            Cell(agreement.publicFrom?.number))
        for party in agreement.parties {
            if let before { try tables.removeOwing(before, id, in: name, party) }
            try tables.write(
                .owing, Cell(party), .text(now.role(of: party)), Cell(now.isSettled),
                Cell(now.due?.number ?? Day.never.number),
                .text(name), .text(line), Cell(now.promise.due == .continues), .text(now.state.rawValue),
                Cell(inForce.number),
                Cell(agreement.publicFrom?.number))
        }
    }

    /// Writes a report, or what another side said to one.
    func writeReport(_ event: AgreementEvent, _ entry: ReadEntry, _ tables: Tables) throws {
        let seat = entry.stamp.actor.seat
        switch event {
        case .reported(let line, let report, let outcome, let side, let words, let link, let file):
            try tables.write(
                .report, .text(name), Cell(line), Cell(report), Cell(entry.position),
                Cell(entry.stamp.time.milliseconds), .text(outcome.rawValue), Cell(side), Cell(seat),
                Cell(words?.digest), Cell(link?.digest), Cell(file?.digest))
        case .reportAccepted(let line, let report, let side):
            try tables.write(
                .answer, .text(name), Cell(line), Cell(report), Cell(side), .text("accepted"), .null,
                Cell(entry.position), Cell(entry.stamp.time.milliseconds), Cell(seat))
        case .reportChallenged(let line, let report, let side, let reason):
            try tables.write(
                .answer, .text(name), Cell(line), Cell(report), Cell(side), .text("challenged"), Cell(reason.digest),
                Cell(entry.position), Cell(entry.stamp.time.milliseconds), Cell(seat))
        default: break
        }
    }
}

extension Day {
    /// The last day of the calendar, in the place of a day that there is not.
    static let never = Day(9999, 12, 31) ?? Day(number: 0)
}
