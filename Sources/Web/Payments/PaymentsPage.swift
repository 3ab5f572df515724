import Domain
import HTML
import Views
import Vocabulary

/// All instalments of an agreement by financial year, their sums, and every step that was taken.
struct PaymentsPage: Page {
    let shown: ShownAgreement
    let payments: [PaymentRead]
    let steps: [PaymentStepRead]
    /// Whether whoever looks decides on one of them.
    let decides: Bool
    var done: Bool

    var title: String { "Payments" }
    var isWide: Bool { true }
    var breadcrumbs: [Crumb] { shown.crumbsWithin }
    var notice: HTML? { decides && done ? notification(.success, "The new profile is on the record") : nil }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(inline(shown.read.line.title))</span>
        <h1 class="govuk-heading-l">\(title)</h1>
        \(totals)\(each: years, year)\(spreading)
        \(downloads(shown.path.within("payments"), hasRows: true))
        <h2 class="govuk-heading-m" id="steps">Every step</h2>
        \(PaymentSteps(shown: shown, payments: payments, steps: steps).html)
        """
    }

    private var totals: HTML {
        let sums = Sums(of: payments)
        return summaryList([
            SummaryRow("Total", words: sums.total.description), SummaryRow("Paid", words: sums.paid.description),
            SummaryRow("Repaid", words: sums.repaid.description),
            SummaryRow("Withheld", words: sums.withheld.description),
            SummaryRow("Outstanding", words: sums.outstanding.description),
        ])
    }

    private var years: [FinancialYear] { Set(payments.map { FinancialYear(holding: $0.due) }).sorted() }

    private func year(_ year: FinancialYear) -> HTML {
        let own = payments.filter { FinancialYear(holding: $0.due) == year }
        let rows = own.map { payment -> [HTML] in
            [
                "\(link: payment.due.written, to: shown.path(payment.line, "payment"))",
                inline(payment.content.text.beginning(100)), "\(payment.amount.description)",
                "\(payment.paid.description)", Tag(payment.state).html,
            ]
        }
        let sum = own.reduce(Money.nothing) { $0.adding($1.amount) }
        return """
            <h2 class="govuk-heading-m">Financial year \(year.description)</h2>
            \(table(caption: "\(year.description): \(sum) profiled", columns: columns, rows: rows))
            """
    }

    private var columns: [Column] {
        [
            Column("Due"), Column("For"), Column("Amount", isNumeric: true), Column("Paid", isNumeric: true),
            Column("State"),
        ]
    }

    private var spreading: HTML {
        guard decides, payments.contains(where: { $0.outstanding > .nothing }) else { return HTML() }
        return onScreen(linkButton("Spread what is outstanding anew", to: shown.path.within("profile"), .secondary))
    }
}

/// Steps of instalments, each with its reason and all sums before and after it.
struct PaymentSteps {
    let shown: ShownAgreement
    let payments: [PaymentRead]
    let steps: [PaymentStepRead]

    var html: HTML {
        guard !steps.isEmpty else { return emptyState("No step was taken yet.") }
        return timeline(steps.map(item))
    }

    private func item(_ step: PaymentStepRead) -> TimelineStep {
        let words = step.word?.words ?? "Profile spread anew"
        let sum = step.amount.map { ": \($0)" } ?? ""
        let day = step.day.map { ", on \($0.written)" } ?? ""
        let body: HTML = """
            \(each: step.changes, { change($0, isNew: step.word == nil) })\(told(step.reason, "The reason was"))\
            \(sums(step.before, step.after))\(entryLink(step.position))

            """
        return TimelineStep("\(step.number). \(words)\(sum)\(day)", at: Time(step.time), by: step.seat?.full, body)
    }

    private func change(_ change: PaymentStepRead.Change, isNew: Bool) -> HTML {
        guard let payment = payments.first(where: { $0.line == change.line }) else { return HTML() }
        let name = "\(link: payment.content.text.beginning(80), to: shown.path(change.line, "payment"))" as HTML
        let condition: HTML? = payment.content.above.flatMap { shown.line($0) }.map {
            ", under \(link: "its condition", to: shown.path.at("line-\($0.id)"))"
        }
        guard isNew else { return "<p class=\"govuk-body\">\(name)\(condition)</p>\n" }
        let before = "\(change.amountBefore) by \(change.dueBefore.written)"
        return """
            <p class="govuk-body">\(name)\(condition): \(before) became \(change.amount.description) by \(change.due.written).</p>

            """
    }
}
