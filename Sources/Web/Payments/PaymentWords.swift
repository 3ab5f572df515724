import Domain
import HTML
import Views
import Vocabulary

extension Tag {
    /// Where an instalment stands.
    init(_ state: PaymentState) {
        switch state {
        case .profiled: self.init("Profiled", .grey)
        case .due: self.init("Due", .yellow)
        case .met: self.init("Condition met", .lightBlue)
        case .late: self.init("Late", .orange)
        case .suspended: self.init("Suspended", .orange)
        case .released: self.init("Released", .turquoise)
        case .paid: self.init("Paid", .green)
        case .backPaid: self.init("Back-paid", .green)
        case .withheld: self.init("Withheld", .red)
        case .repaid: self.init("Repaid", .purple)
        case .moved: self.init("Moved to others", .grey)
        case .left: self.init("Left at the end", .grey)
        }
    }
}

extension Payment.Move.Word {
    /// As a step says it.
    var words: String {
        switch self {
        case .met: "Condition found to be met"
        case .paid: "Paid"
        case .suspended: "Suspended"
        case .released: "Released"
        case .withheld: "Withheld"
        case .repaid: "Repaid"
        }
    }

    /// As a form offers it.
    var offer: String {
        switch self {
        case .met: "Its condition is met"
        case .paid: "It was paid, all or a part"
        case .suspended: "Suspend it for the time being"
        case .released: "Release it"
        case .withheld: "Withhold it, all or a part"
        case .repaid: "It was repaid, all or a part"
        }
    }

    /// What the offer means, where that is not plain; while the instalment is held back, or not.
    func meaning(isHeld: Bool) -> String? {
        switch self {
        case .met: isHeld ? "It can be paid once it is released." : "It can be paid from now on."
        case .suspended: "It is not paid until it is released; then what is due is paid in arrears."
        case .withheld: "That part will not be paid."
        case .repaid: "Money that was paid went back."
        case .paid, .released: nil
        }
    }
}

extension PaymentRead {
    /// Where it stands; of one that is late, also that its condition is met.
    var tags: HTML { "\(Tag(state).html)\(when: state == .late, " \(Tag(PaymentState.met).html)")" }

    /// The steps that its seat may take next.
    func moves(ended: Bool) -> [Payment.Move.Word] {
        Payment.Move.Word.next(
            outstanding: outstanding, kept: paid.less(repaid), isMet: isMet, isSuspended: state == .suspended,
            ended: ended)
    }
}

/// The sums of all instalments before and after a step, as a small table.
func sums(_ before: Ledger, _ after: Ledger) -> HTML {
    let rows: [(String, Money, Money)] = [
        ("Paid", before.paid, after.paid), ("Withheld", before.withheld, after.withheld),
        ("Repaid", before.repaid, after.repaid), ("Outstanding", before.outstanding, after.outstanding),
        ("Total", before.total, after.total),
    ]
    return details(
        "Totals before and after",
        table(
            caption: "Totals before and after", isCaptionHidden: true,
            columns: [Column("All instalments"), Column("Before", isNumeric: true), Column("After", isNumeric: true)],
            rows: rows.map { ["\($0.0)", "\($0.1.description)", "\($0.2.description)"] }))
}
