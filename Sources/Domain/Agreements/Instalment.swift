public import Vocabulary

/// One payment of a profile, as the agreement promises it: how much, by which day, and the seat that decides on it.
public struct Instalment: Hashable, Codable, Sendable {
    /// The body that pays.
    public let by: Identifier<Body>
    /// The seat of that body that decides on it.
    public let owner: Identifier<Seat>?
    public let amount: Money
    /// The day by which it is to be paid.
    public let due: Day

    /// An instalment of a body.
    public init(by: Identifier<Body>, owner: Identifier<Seat>?, amount: Money, due: Day) {
        (self.by, self.owner, self.amount, self.due) = (by, owner, amount, due)
    }

    func faults(under condition: Part?, in circumstances: Circumstances) -> [Fault] {
        guard let by = circumstances.party(by) else {
            return [Fault("payment.side", field: "owner", "Choose a seat of the party that pays")]
        }
        var faults: [Fault] = []
        if condition?.promise?.by == by.id {
            faults.append(
                Fault("payment.side", field: "owner", "\(by.name) cannot pay itself: the condition is its own"))
        }
        if let owner = owner.flatMap({ circumstances.seats[$0] }), owner.body == by.id {
            if !owner.office.may(.pay) {
                faults.append(
                    Fault(
                        "payment.owner", field: "owner",
                        "\(owner.title) may not decide on payments: choose another seat"))
            }
        } else {
            faults.append(Fault("payment.owner", field: "owner", "Choose the seat at \(by.name) that decides on it"))
        }
        if amount == .nothing {
            faults.append(
                Fault("payment.amount", field: "amount", "Enter an amount in pounds, such as 1,250,000 or 499.50"))
        }
        return faults
    }
}

/// What has become of an instalment. Its profile may change, what was paid does not; all of it always adds up: what was paid,
/// what was withheld and what is outstanding are its amount. That it is due follows from the day alone and is not in it.
public struct Payment: Hashable, Sendable {
    /// How much it is as profiled now.
    public private(set) var amount: Money
    /// The day by which it is to be paid, as profiled now.
    public private(set) var due: Day
    /// How much was paid, whatever went back.
    public private(set) var paid = Money.nothing
    /// How much of it will not be paid.
    public private(set) var withheld = Money.nothing
    /// How much of what was paid went back.
    public private(set) var repaid = Money.nothing
    /// Whether its condition was found to be met.
    public private(set) var isMet = false
    /// Whether it is held back for the time being.
    public private(set) var isSuspended = false
    /// Whether it was held back once.
    public private(set) var wasSuspended = false
    /// Whether some of it was paid after it had been held back.
    public private(set) var isBackPaid = false

    /// A step of an instalment.
    public enum Move: Codable, Hashable, Sendable {
        /// Its condition is met.
        case met
        /// That much was paid, on a day.
        case paid(amount: Money, on: Day)
        /// It is held back for the time being.
        case suspended
        /// It is held back no longer.
        case released
        /// That much of it will not be paid.
        case withheld(amount: Money)
        /// That much of what was paid went back, on a day.
        case repaid(amount: Money, on: Day)

        /// The word that tables have for it.
        public var word: Word {
            switch self {
            case .met: .met
            case .paid: .paid
            case .suspended: .suspended
            case .released: .released
            case .withheld: .withheld
            case .repaid: .repaid
            }
        }

        /// How much it moves.
        public var amount: Money? {
            switch self {
            case .met, .suspended, .released: nil
            case .paid(let amount, _), .withheld(let amount), .repaid(let amount, _): amount
            }
        }

        /// The day on which it was moved.
        public var day: Day? {
            switch self {
            case .met, .suspended, .released, .withheld: nil
            case .paid(_, let day), .repaid(_, let day): day
            }
        }

        /// The sorts of step.
        public enum Word: String, CaseIterable, Sendable {
            case met, paid, suspended, released, withheld, repaid
        }
    }

    /// Where an instalment stands, whatever the day.
    public enum State: String, CaseIterable, Sendable {
        /// Nothing has become of it yet.
        case profiled
        /// Its condition is met, and something is to be paid.
        case met
        case suspended
        /// It was held back, is so no longer, and its condition is not found to be met yet.
        case released
        /// All that is to be paid was.
        case paid
        /// The same, after it had been held back.
        case backPaid
        /// Nothing of it will be paid.
        case withheld
        /// All that was paid went back.
        case repaid
        /// The whole of it went to other instalments.
        case moved
    }

    init(_ instalment: Instalment) { (amount, due) = (instalment.amount, instalment.due) }

    /// What may still be paid of it.
    public var outstanding: Money { amount.less(paid).less(withheld) }

    /// What was paid and did not go back.
    public var kept: Money { paid.less(repaid) }

    /// Whether nothing of it is left to be paid.
    public var isSettled: Bool { outstanding == .nothing }

    /// Whether money moved under it.
    var hasMoved: Bool { paid > .nothing || withheld > .nothing || repaid > .nothing }

    /// Where it stands, whatever the day.
    public var state: State {
        guard isSettled else {
            if isSuspended { return .suspended }
            return isMet ? .met : wasSuspended ? .released : .profiled
        }
        if amount == .nothing { return .moved }
        if paid == .nothing { return .withheld }
        if repaid == paid { return .repaid }
        return isBackPaid ? .backPaid : .paid
    }

    /// The same with nothing to be paid: before it was agreed, or once it is left out.
    var none: Payment {
        var none = self
        none.amount = .nothing
        return none
    }

    mutating func take(_ move: Move) {
        switch move {
        case .met: isMet = true
        case .paid(let amount, _):
            paid = paid.adding(amount)
            if wasSuspended { isBackPaid = true }
        case .suspended: (isSuspended, wasSuspended) = (true, true)
        case .released: isSuspended = false
        case .withheld(let amount): withheld = withheld.adding(amount)
        case .repaid(let amount, _): repaid = repaid.adding(amount)
        }
    }

    mutating func profile(_ amount: Money, _ due: Day) { (self.amount, self.due) = (amount, due) }
}

extension Part {
    /// An instalment as it is profiled by now; nil where all of it went to others. Any other line as it is.
    public func profiled(_ amount: Money, _ due: Day) -> Part? {
        guard case .payment(let condition, let text, let one) = self else { return self }
        guard amount > .nothing else { return nil }
        return .payment(
            condition: condition, text: text,
            instalment: Instalment(by: one.by, owner: one.owner, amount: amount, due: due))
    }
}

/// An instalment in a new profile.
public struct Profiled: Hashable, Codable, Sendable {
    public let line: LineID
    public let amount: Money
    public let due: Day

    /// How much of an instalment is to be paid, and by when.
    public init(line: LineID, amount: Money, due: Day) { (self.line, self.amount, self.due) = (line, amount, due) }
}

/// The sums of all instalments of an agreement: what was paid, what was withheld and what is outstanding are the total, which
/// only a variation changes.
public struct Ledger: Hashable, Codable, Sendable {
    public let total: Money
    /// What was paid, whatever went back.
    public let paid: Money
    public let withheld: Money
    /// What of the paid went back.
    public let repaid: Money

    /// What may still be paid.
    public var outstanding: Money { total.less(paid).less(withheld) }

    /// These sums.
    public init(total: Money, paid: Money, withheld: Money, repaid: Money) {
        (self.total, self.paid, self.withheld, self.repaid) = (total, paid, withheld, repaid)
    }

    init(of payments: some Collection<Payment>) {
        // An agreement is refused whose total is beyond what a sum can be.
        func sum(_ part: (Payment) -> Money) -> Money { Money.sum(payments.lazy.map(part)) ?? .nothing }
        (total, paid, withheld, repaid) = (sum(\.amount), sum(\.paid), sum(\.withheld), sum(\.repaid))
    }
}

/// One step of one instalment or, where a profile is spread anew or all have signed a variation, of several: how each stood, and all sums, before and after.
public struct PaymentStep: Equatable, Sendable {
    public let changes: [Change]
    public let before: Ledger
    public let after: Ledger
    /// Where on the record.
    public let position: Int

    /// What a step made of one instalment.
    public struct Change: Equatable, Sendable {
        public let line: LineID
        public let before: Payment
        public let after: Payment
    }
}
