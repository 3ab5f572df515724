public import Domain
import GRDB
public import Vocabulary

/// Where an instalment stands on a day.
public enum PaymentState: String, Codable, CaseIterable, Sendable {
    /// Its day is to come.
    case profiled
    /// Its day has come, and its condition is not found to be met.
    case due
    /// Its condition is met.
    case met
    /// The same, and its day has passed.
    case late
    case suspended
    /// It was held back, and is so no longer.
    case released
    case paid
    /// Paid after it had been held back.
    case backPaid = "back-paid"
    case withheld
    case repaid
    /// The whole of it went to other instalments.
    case moved
    /// The agreement ended before its condition was found to be met.
    case left

    init(_ state: Payment.State, due: Day, today: Day) {
        switch state {
        case .profiled: self = due <= today ? .due : .profiled
        case .met: self = due < today ? .late : .met
        case .suspended: self = .suspended
        case .released: self = .released
        case .paid: self = .paid
        case .backPaid: self = .backPaid
        case .withheld: self = .withheld
        case .repaid: self = .repaid
        case .moved: self = .moved
        }
    }

    /// The same of a row of the table of payments.
    func isState(_ today: Day) -> SQL {
        switch self {
        case .profiled: "payment.state = 'profiled' AND payment.due > \(today.number)"
        case .due: "payment.state = 'profiled' AND payment.due <= \(today.number)"
        case .met: "payment.state = 'met' AND payment.due >= \(today.number)"
        case .late: "payment.state = 'met' AND payment.due < \(today.number)"
        case .backPaid: "payment.state = 'backPaid'"
        default: "payment.state = \(rawValue)"
        }
    }
}

/// An instalment of an agreement in force, as it is profiled now.
public struct PaymentRead: Hashable, Sendable {
    public let agreement: String
    /// `conditional-agreement`.
    public let kind: String
    /// The agreement's title.
    public let title: String
    public let line: LineID
    public let content: Part
    public let by: BodyName
    public let to: BodyName
    /// The seat that decides on it.
    public let owner: SeatRead?
    public let amount: Money
    public let due: Day
    public let paid: Money
    public let withheld: Money
    public let repaid: Money
    public let state: PaymentState
    /// Whether its condition was found to be met.
    public let isMet: Bool

    /// What may still be paid of it.
    public var outstanding: Money { amount.less(paid).less(withheld) }
}

/// A step of one instalment, or a profile spread anew.
public struct PaymentStepRead: Sendable {
    /// From 1, over all instalments of the agreement.
    public let number: Int
    /// Nil where a profile was spread anew, or a variation was taken up.
    public let word: Payment.Move.Word?
    /// Whether all signed it, as part of a variation.
    public let isVaried: Bool
    public let amount: Money?
    public let day: Day?
    public let side: Identifier<Body>
    /// Nil of a variation, whose reasons are in its own negotiation.
    public let reason: Told?
    public let position: Int
    public let time: Instant
    public let seat: SeatRead?
    /// All sums of the agreement, before and after.
    public let before: Ledger
    public let after: Ledger
    public let changes: [Change]

    /// What became of one instalment.
    public struct Change: Hashable, Sendable {
        public let line: LineID
        public let amountBefore: Money
        public let dueBefore: Day
        public let amount: Money
        public let due: Day
    }
}

extension Ledger {
    /// The sums of these instalments.
    public init(of payments: [PaymentRead]) {
        func sum(_ part: (PaymentRead) -> Money) -> Money { payments.reduce(.nothing) { $0.adding(part($1)) } }
        self.init(total: sum(\.amount), paid: sum(\.paid), withheld: sum(\.withheld), repaid: sum(\.repaid))
    }
}

/// Which payments, or returns, a list is asked for; what is left out is not asked.
public struct MoneyFilter<State: Hashable & Sendable>: Hashable, Sendable {
    /// The code of a body that is on either side.
    public var body: String?
    public var state: State?
    /// From 1.
    public var page = 1
    /// The most rows on a page.
    public var size = 50

    /// Asks for all.
    public init() {}
}
