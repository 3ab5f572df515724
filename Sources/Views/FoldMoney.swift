import Domain
import Vocabulary

extension FoldedAgreement {
    /// Writes the instalments of a signed agreement that a run changed.
    mutating func settlePayments(_ agreement: Agreement<K>, _ tables: Tables) throws {
        guard K.parts.contains(.payment), let inForce = agreement.inForce else { return }
        for (line, instalment, payment) in agreement.instalments {
            let now = ShownPayment(payment: payment, isLeft: agreement.isLeft(payment))
            guard shown.payments.updateValue(now, forKey: line) != now else { continue }
            // Whoever promises what it rests on.
            let condition = agreement.lines[line]?.content?.above.flatMap { agreement.lines[$0]?.content?.promise?.by }
            let recipient = condition ?? agreement.parties.first { $0 != instalment.by }
            try tables.write(
                .payment, .text(name), Cell(line), Cell(instalment.by), Cell(recipient), Cell(instalment.owner),
                Cell(payment.amount.pence), Cell(payment.due.number), Cell(payment.paid.pence),
                Cell(payment.withheld.pence), Cell(payment.repaid.pence),
                .text(now.isLeft ? "left" : payment.state.rawValue),
                Cell(payment.isSettled || now.isLeft), Cell(payment.isMet), Cell(inForce.number),
                Cell(agreement.publicFrom?.number))
        }
    }

    /// Writes a step of instalments, with all sums before and after it.
    func writePayment(_ event: AgreementEvent, _ entry: ReadEntry, _ tables: Tables) throws {
        switch event {
        case .paymentMoved(_, let move, let change, let by, let why):
            try writeStep(move, change.word.rawValue, change.amount, change.day, by, why, entry, tables)
        case .reprofiled(let move, _, let by, let why):
            try writeStep(move, "reprofiled", nil, nil, by, why, entry, tables)
        default: return
        }
    }

    /// Writes a step of instalments; what a variation makes of them has no reason of its own.
    func writeStep(
        _ number: Int, _ word: String, _ amount: Money?, _ day: Day?, _ side: Identifier<Body>,
        _ reason: Sealed?, _ entry: ReadEntry, _ tables: Tables
    ) throws {
        guard agreement.paymentSteps.indices.contains(number - 1) else { return }
        let step = agreement.paymentSteps[number - 1]
        let (before, after) = (step.before, step.after)
        try tables.write(
            .paymentStep, .text(name), Cell(number), .text(word), Cell(amount?.pence), Cell(day?.number), Cell(side),
            Cell(reason?.digest), Cell(entry.position), Cell(entry.stamp.time.milliseconds),
            Cell(entry.stamp.actor.seat),
            Cell(before.total.pence), Cell(after.total.pence), Cell(before.paid.pence), Cell(before.withheld.pence),
            Cell(before.repaid.pence),
            Cell(after.paid.pence), Cell(after.withheld.pence), Cell(after.repaid.pence))
        for change in step.changes {
            try tables.write(
                .paymentChange, .text(name), Cell(number), Cell(change.line), Cell(change.before.amount.pence),
                Cell(change.before.due.number), Cell(change.after.amount.pence), Cell(change.after.due.number))
        }
    }

    /// Writes the returns of a signed agreement that a run changed.
    mutating func settleReturns(_ agreement: Agreement<K>, _ tables: Tables) throws {
        guard K.parts.contains(.returns), let inForce = agreement.inForce else { return }
        for line in agreement.templates {
            guard let template = agreement.template(line) else { continue }
            let (before, now) = (shown.returns[line] ?? [], agreement.shownReturns(line))
            guard before != now else { continue }
            shown.returns[line] = now
            for one in now where !before.contains(one) {
                let given = one.given
                try tables.write(
                    .given, .text(name), Cell(line), Cell(given.due.number), Cell(given.isExtra), Cell(template.by),
                    Cell(template.to), Cell(template.owner), .text(one.state.rawValue), Cell(given.editions),
                    Cell(given.certified?.edition), Cell(given.certified?.day.number), Cell(given.verdict?.rawValue),
                    Cell(one.isSettled), Cell(one.next(template).number), Cell(inForce.number),
                    Cell(agreement.publicFrom?.number))
            }
        }
    }

    /// Writes a version of a return, or what happened to one.
    mutating func writeReturn(_ event: AgreementEvent, _ entry: ReadEntry, _ tables: Tables) throws {
        let (time, seat) = (Cell(entry.stamp.time.milliseconds), Cell(entry.stamp.actor.seat))
        let position = Cell(entry.position)
        let (line, day, edition, side): (LineID, Day, Int?, Identifier<Body>)
        switch event {
        case .returnPrepared(
            let line, _, let due, let edition, let figures, let side, let narrative, let risks, let summary):
            try tables.write(
                .edition, .text(name), Cell(line), Cell(due.number), Cell(edition), try .json(figures),
                Cell(narrative.digest), Cell(risks.digest), Cell(summary.digest), Cell(side), position, time, seat)
            return
        case .returnCertified(let its, let due, let given, let by):
            (line, day, edition, side) = (its, due, given, by)
            try tables.write(.sent, .text(name), Cell(its), Cell(due.number), Cell(given))
            shown.isSent = true
        case .returnSummarised(let its, let due, let given, let by, _):
            (line, day, edition, side) = (its, due, given, by)
        case .returnAssessed(let its, let due, let given, _, _, let by, _):
            (line, day, edition, side) = (its, due, given, by)
        case .returnAsked(let its, let due, let by, _): (line, day, edition, side) = (its, due, nil, by)
        default: return
        }
        let verdict: Return.Verdict? =
            if case .returnAssessed(_, _, _, let verdict, _, _, _) = event { verdict } else { nil }
        try tables.write(
            .returnStep, .text(name), Cell(line), Cell(day.number), position, .text(event.name), Cell(edition),
            Cell(side), Cell(verdict?.rawValue), Cell(event.words?.digest), time, seat)
    }
}

/// An instalment as the tables show it.
struct ShownPayment: Equatable, Sendable {
    let payment: Payment
    /// Whether it was left when the agreement ended.
    let isLeft: Bool
}

/// A return as the tables show it.
struct ShownReturn: Equatable, Sendable {
    let given: Return
    let state: Return.State

    /// Whether nobody is to act on it any more.
    var isSettled: Bool { state == .assessed || state == .lapsed }

    /// By which day somebody is to act on it: to certify it, or to assess it.
    func next(_ template: ReturnTemplate) -> Day {
        guard state == .certified, let certified = given.certified else { return given.again ?? given.due }
        return certified.day.adding(days: 7 * template.weeks)
    }
}

extension Agreement {
    /// The lines that ask for returns.
    var templates: [LineID] { lines.standing.filter { $0.content.template != nil }.map(\.id) }

    /// Whether one side watches the other's delivery.
    var isMonitored: Bool {
        K.parts.contains(.returns) && inForce != nil && lines.all.contains { $0.content?.template != nil }
    }

    func shownReturns(_ line: LineID) -> [ShownReturn] {
        returns(line).map { ShownReturn(given: $0, state: state(of: $0)) }
    }
}
