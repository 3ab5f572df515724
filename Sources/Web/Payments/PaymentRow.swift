import Domain
import Exchange
import Views
import Vocabulary

/// An instalment as programs get it. Sums are pence.
struct PaymentRow: Encodable, Sendable {
    let kind: String
    let agreement: String
    /// The agreement's title.
    let title: String
    let line: LineID
    let text: String
    /// The codes and names of the bodies that pay and are paid.
    let by: String
    let byName: String
    let to: String
    let toName: String
    let owner: String?
    let amount: Money
    let due: Day
    let paid: Money
    let withheld: Money
    let repaid: Money
    let outstanding: Money
    let state: PaymentState

    init(_ payment: PaymentRead) {
        (kind, agreement, title, line) = (payment.kind, payment.agreement, payment.title, payment.line)
        text = payment.content.text
        (by, byName, to, toName) = (payment.by.code, payment.by.name, payment.to.code, payment.to.name)
        owner = payment.owner?.full
        (amount, due, paid, withheld) = (payment.amount, payment.due, payment.paid, payment.withheld)
        (repaid, outstanding, state) = (payment.repaid, payment.outstanding, payment.state)
    }
}

extension PaymentRow: ListedRow {
    /// One row an instalment; sums are pounds, as spreadsheets read them.
    static func csv(_ rows: [PaymentRow]) -> CSV {
        CSV(
            columns: [
                "kind", "agreement", "title", "line", "text", "by", "by_name", "to", "to_name", "owner", "amount",
                "due", "paid", "withheld", "repaid", "outstanding", "state",
            ],
            rows: rows.map { row in
                let names = [row.by, row.byName, row.to, row.toName, row.owner ?? ""]
                let sums = [row.paid, row.withheld, row.repaid, row.outstanding].map(\.plain)
                return [row.kind, row.agreement, row.title, row.line.description, row.text] + names
                    + [row.amount.plain, row.due.description] + sums + [row.state.rawValue]
            })
    }
}
