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
        \(left)\(totals)\(years)\(instalments)\(spreading)
        \(downloads(shown.path.within("payments"), hasRows: true))
        <h2 class="govuk-heading-m" id="steps">Every step</h2>
        \(PaymentSteps(shown: shown, payments: payments, steps: steps).html)
        """
    }

    /// What an ended agreement's open money is.
    private var left: HTML {
        guard payments.contains(where: { $0.state == .left }) else { return HTML() }
        return insetText(
            "<p class=\"govuk-body\">The agreement has ended. What was not found to be met by then is not paid.</p>")
    }

    private var totals: HTML {
        let sums = Ledger(of: payments)
        return summaryList([
            SummaryRow("Total", words: sums.total.description), SummaryRow("Paid", words: sums.paid.description),
            SummaryRow("Repaid", words: sums.repaid.description),
            SummaryRow("Withheld", words: sums.withheld.description),
            SummaryRow("Outstanding", words: sums.outstanding.description),
        ])
    }

    /// What is profiled in each financial year, and what was paid of it.
    private var years: HTML {
        let years = Set(payments.map { FinancialYear(holding: $0.due) }).sorted()
        let rows = years.map { year -> [HTML] in
            let sums = Ledger(of: payments.filter { FinancialYear(holding: $0.due) == year })
            return [
                "\(year.description)", "\(sums.total.description)", "\(sums.paid.description)",
                "\(sums.outstanding.description)",
            ]
        }
        let columns = [
            Column("Financial year"), Column("Profiled", isNumeric: true), Column("Paid", isNumeric: true),
            Column("Outstanding", isNumeric: true),
        ]
        return table(caption: "By financial year", columns: columns, rows: rows)
    }

    private var instalments: HTML {
        let rows = payments.map { payment -> [HTML] in
            [
                day(payment.due, to: shown.path(payment.line, "payment")), inline(payment.content.text.beginning(100)),
                "\(payment.amount.description)", "\(payment.paid.description)", payment.tags,
            ]
        }
        let columns = [
            Column("Due"), Column("For"), Column("Amount", isNumeric: true), Column("Paid", isNumeric: true),
            Column("State"),
        ]
        return table(caption: "Instalments, as they are profiled now", columns: columns, rows: rows)
    }

    private var spreading: HTML {
        let isOver = shown.hasEnded
        guard decides, !isOver, payments.contains(where: { $0.outstanding > .nothing }) else { return HTML() }
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
        let words = step.word?.words ?? (step.isVaried ? "A variation taken up" : "Profile spread anew")
        let sum = step.amount.map { ": \($0)" } ?? ""
        let day = step.day.map { ", on \($0.written)" } ?? ""
        let body: HTML = """
            \(each: step.changes, { change($0, isNew: step.word == nil) })\(step.reason.map { told($0, "The reason was") })\
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

/// A day that leads somewhere, on one line.
func day(_ day: Day, to path: Path) -> HTML { "<span class=\"concordat-day\">\(link: day.written, to: path)</span>" }
