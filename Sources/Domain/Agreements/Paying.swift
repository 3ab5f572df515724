public import Vocabulary

extension Payment.Move.Word {
    /// The steps that an instalment can take next, as `Agreement.move` allows them.
    ///
    /// - Parameters:
    ///   - outstanding: What may still be paid of it.
    ///   - kept: What was paid and did not go back.
    ///   - ended: Whether the agreement has ended.
    public static func next(
        outstanding: Money, kept: Money, isMet: Bool, isSuspended: Bool, ended: Bool
    ) -> [Payment.Move.Word] {
        let isOpen = outstanding > .nothing
        var words: [Payment.Move.Word] = []
        if isOpen, isSuspended, !ended || isMet { words.append(.released) }
        if isOpen, !isMet, !ended { words.append(.met) }
        if isOpen, isMet, !isSuspended { words.append(.paid) }
        if isOpen, !isSuspended, !ended { words.append(.suspended) }
        if isOpen { words.append(.withheld) }
        if kept > .nothing { words.append(.repaid) }
        return words
    }
}

extension Agreement {
    /// The instalment that a line of the text promises; nil where it promises none, or is left out.
    public func instalment(_ line: LineID) -> Instalment? {
        guard let line = lines[line], !lines.hangs(line) else { return nil }
        return line.content?.instalment
    }

    /// What has become of an instalment; nil where the line promises none.
    public func payment(_ line: LineID) -> Payment? {
        payments[line] ?? instalment(line).map { Payment($0) }
    }

    /// Whether an instalment was left at the end: nobody will find its condition to be met.
    public func isLeft(_ payment: Payment) -> Bool { course.end != nil && !payment.isMet && !payment.isSettled }

    /// The lines that promise instalments, by the day on which each is now due.
    public var instalments: [(line: LineID, instalment: Instalment, payment: Payment)] {
        lines.standing.compactMap { line in
            line.content.instalment.map { (line.id, $0, payments[line.id] ?? Payment($0)) }
        }.sorted { ($0.2.due, $0.0) < ($1.2.due, $1.0) }
    }

    /// The sums of all instalments.
    public var ledger: Ledger { Ledger(of: instalments.map(\.payment)) }

    /// Puts a step of an instalment on the record, as the seat that decides on it, with the reason.
    ///
    /// - Parameter last: How many steps of all instalments whoever decides had read.
    public func move(
        _ line: LineID, _ move: Payment.Move, reason: Sealed, after last: Int, as seat: Seat, on day: Day
    ) throws(Refusal) -> [Event] {
        try mustHaveBegun(seat.body, day)
        guard let instalment = instalment(line), let payment = payment(line) else {
            throw Refusal(Fault("payment.none", "This line promises no payment"))
        }
        try mustDecide(instalment, seat)
        guard paymentSteps.count == last else { throw .stale(paymentSteps.count) }
        try mayTake(move, payment, on: day)
        return [.paymentMoved(line: line, move: last + 1, change: move, side: seat.body, reason: reason)]
    }

    private func mayTake(_ move: Payment.Move, _ payment: Payment, on day: Day) throws(Refusal) {
        // What was found to be met before the end is still released and paid.
        let isLate = move.word == .met || move.word == .suspended || (move.word == .released && !payment.isMet)
        if course.end != nil, isLate {
            throw Refusal(
                Fault("payment.ended", "The agreement has ended: what was due is paid, withheld or repaid"))
        }
        if case .repaid(let amount, let on) = move {
            guard amount > .nothing, amount <= payment.kept else {
                throw Refusal(
                    Fault("payment.amount", field: "amount", "Enter an amount up to what was paid: \(payment.kept)"))
            }
            return try mustBePast(on, day)
        }
        guard !payment.isSettled else {
            throw Refusal(Fault("payment.settled", "Nothing of this instalment is left to be paid"))
        }
        switch move {
        case .met:
            guard !payment.isMet else {
                throw Refusal(Fault("payment.state", "Its condition was found to be met already"))
            }
        case .suspended:
            guard !payment.isSuspended else { throw Refusal(Fault("payment.state", "It is suspended already")) }
        case .released:
            guard payment.isSuspended else { throw Refusal(Fault("payment.state", "It is not suspended")) }
        case .paid(let amount, let on):
            guard !payment.isSuspended else {
                throw Refusal(Fault("payment.state", "It is suspended: release it before it is paid"))
            }
            guard payment.isMet else {
                throw Refusal(Fault("payment.state", "Say that its condition is met before it is paid"))
            }
            try mustBeLeft(amount, payment)
            try mustBePast(on, day)
        case .withheld(let amount): try mustBeLeft(amount, payment)
        case .repaid: break
        }
    }

    private func mustBeLeft(_ amount: Money, _ payment: Payment) throws(Refusal) {
        guard amount > .nothing, amount <= payment.outstanding else {
            throw Refusal(
                Fault(
                    "payment.amount", field: "amount",
                    "Enter an amount up to what is outstanding: \(payment.outstanding)"))
        }
    }

    private func mustBePast(_ day: Day, _ today: Day) throws(Refusal) {
        // An agreement may have begun before all signed it here.
        guard let first = [inForce, span?.from].compactMap(\.self).min(), first <= day, day <= today else {
            throw Refusal(
                Fault("payment.day", field: "on", "Enter the day of the payment: from its first day until today"))
        }
    }

    private func mustDecide(_ instalment: Instalment, _ seat: Seat) throws(Refusal) {
        guard instalment.owner == seat.id else {
            throw Refusal(Fault("payment.seat", "The seat that the agreement names decides on this payment"))
        }
    }

    /// Spreads what is outstanding over the instalments anew, with the reason: amounts and days change, their total does not.
    ///
    /// - Parameters:
    ///   - profile: The instalments that change; the others stay as they are.
    ///   - last: How many steps of all instalments whoever decides had read.
    public func reprofile(
        _ profile: [Profiled], reason: Sealed, after last: Int, as seat: Seat, on day: Day
    ) throws(Refusal) -> [Event] {
        try mustRun(seat.body, day)
        guard instalments.contains(where: { $0.instalment.owner == seat.id }) else {
            throw Refusal(Fault("payment.seat", "The seat that the agreement names decides on this payment"))
        }
        guard paymentSteps.count == last else { throw .stale(paymentSteps.count) }
        var faults: [Fault] = []
        var (before, after): ([Money], [Money]) = ([], [])
        var changed: [Profiled] = []
        var seen: Set<LineID> = []
        for one in profile {
            guard let instalment = instalment(one.line), let payment = payment(one.line),
                seen.insert(one.line).inserted
            else { throw Refusal(Fault("payment.none", "This line promises no payment")) }
            guard one.amount != payment.amount || one.due != payment.due else { continue }
            try mustDecide(instalment, seat)
            changed.append(one)
            before.append(payment.amount)
            after.append(one.amount)
            faults += self.faults(of: one, payment, on: day)
        }
        guard !changed.isEmpty else {
            throw Refusal(Fault("payment.unchanged", "This is the profile that stands: change an amount or a day"))
        }
        guard faults.isEmpty else { throw Refusal(faults) }
        guard let old = Money.sum(before), let new = Money.sum(after), old == new else {
            let (old, new) = (Money.sum(before), Money.sum(after))
            let words = [old, new].map { $0?.description ?? "more than a sum can be" }
            throw Refusal(
                Fault(
                    "payment.total",
                    "The total must stay as it is: these instalments were \(words[0]) together, and would be \(words[1])"
                ))
        }
        return [.reprofiled(move: last + 1, profile: changed, side: seat.body, reason: reason)]
    }

    private func faults(of one: Profiled, _ payment: Payment, on day: Day) -> [Fault] {
        guard !payment.isSettled || payment.amount == .nothing else {
            return [
                Fault("payment.settled", field: "amount-\(one.line)", "Nothing of this instalment is left to be paid")
            ]
        }
        var faults: [Fault] = []
        let spent = payment.paid.adding(payment.withheld)
        if one.amount < spent {
            faults.append(
                Fault(
                    "payment.amount", field: "amount-\(one.line)",
                    "Enter at least what was paid or withheld of it already: \(spent)"))
        }
        if one.due != payment.due, one.due < day || lasts.map({ one.due > $0 }) ?? false {
            faults.append(
                Fault(
                    "payment.day", field: "due-\(one.line)", "Give a day from today on, while the agreement runs"))
        }
        return faults
    }
}
