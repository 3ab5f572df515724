import Domain
import HTML
import Register
import Views
import Vocabulary

/// One instalment: what it rests on, what became of it, and the form of the seat that decides on it.
struct PaymentPage: Page {
    let shown: ShownAgreement
    let payment: PaymentRead
    /// All instalments of the agreement.
    let payments: [PaymentRead]
    /// All steps of all instalments.
    let steps: [PaymentStepRead]
    /// Who looks, where they act for a party.
    let sitting: Sitting?
    let token: String
    let today: Day
    var words = LineWords()
    var problems: [FormProblem] = []
    var done: Payment.Move.Word?

    var title: String { "Payment of \(payment.amount) by \(payment.due.written)" }
    var breadcrumbs: [Crumb] { shown.crumbsWithin + [Crumb("Payments", to: shown.path.within("payments"))] }
    var notice: HTML? {
        decides ? done.map { notification(.success, "On the record: \($0.words.lowercased())") } : nil
    }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(inline(shown.read.line.title))</span>
        <h1 class="govuk-heading-l">\(title)</h1>
        \(prose(payment.content.text))\(facts)\(condition)
        <h2 class="govuk-heading-m" id="steps">What became of it</h2>
        \(PaymentSteps(shown: shown, payments: payments, steps: own).html)\(act)
        """
    }

    private var own: [PaymentStepRead] {
        steps.filter { step in step.changes.contains { $0.line == payment.line } }
    }

    private var decides: Bool { shown.read.isParty && sitting?.seat == payment.owner?.id }

    private var facts: HTML {
        let signed = payment.content.instalment
        var rows = [
            SummaryRow("Where it stands", payment.tags),
            SummaryRow("From", words: payment.by.name), SummaryRow("To", words: payment.to.name),
            SummaryRow("Who decides on it", words: payment.owner?.full ?? "Nobody is named"),
            SummaryRow("Amount", words: payment.amount.description),
            SummaryRow("To be paid by", words: payment.due.written),
        ]
        if let signed, signed.amount != payment.amount || signed.due != payment.due {
            rows.append(SummaryRow("As signed", words: "\(signed.amount) by \(signed.due.written)"))
        }
        rows += [
            SummaryRow("Paid", words: payment.paid.description),
            SummaryRow("Withheld", words: payment.withheld.description),
            SummaryRow("Repaid", words: payment.repaid.description),
            SummaryRow("Outstanding", words: payment.outstanding.description),
        ]
        return summaryList(rows)
    }

    private var condition: HTML {
        guard let line = payment.content.above.flatMap({ shown.line($0) }) else { return HTML() }
        return """
            <h2 class="govuk-heading-m">The condition on which it rests</h2>
            \(prose(line.content.text))\(shown.kept(line))
            <p class="govuk-body">What its side reports is one thing; whether it is met for this payment is for
            \(inline(payment.owner?.title ?? "the seat that decides")) to say.</p>

            """
    }

    // MARK: What can be done

    private var act: HTML {
        guard decides else { return HTML() }
        let ended = shown.hasEnded
        let offered = payment.moves(ended: ended)
        guard !offered.isEmpty else {
            // What somebody wrote stays before them, though nothing is left to do.
            return words["reason"].isEmpty ? HTML() : toCopy([words["reason"]])
        }
        let options = offered.map { move in
            Choice(
                move.rawValue, move.offer, hint: move.meaning(isHeld: payment.state == .suspended),
                reveals: fields(of: move))
        }
        let choice = radios(
            Field("move", "What is there to decide?", in: problems), options: options, chosen: words["move"])
        let reason = textArea(
            Field("reason", "Why", hint: publicHint, in: problems), value: words["reason"], rows: 4,
            limit: Wording.longest)
        return onScreen(
            """
            <h2 class="govuk-heading-m">Decide on it</h2>
            \(postForm(
                to: shown.path(payment.line, "payment"), token: token, revision: steps.count,
                "\(choice)\(reason)\(button("Put it on the record"))"))
            """)
    }

    private func fields(of move: Payment.Move.Word) -> HTML? {
        let most = move == .repaid ? payment.paid.less(payment.repaid) : payment.outstanding
        switch move {
        case .met, .suspended, .released: return nil
        case .withheld: return amount(move, most)
        case .paid, .repaid:
            let name = "\(move.rawValue)-on"
            let day = dateInput(
                Field(name, "On which day", in: problems),
                value: words.fields.isEmpty ? DateWords(today) : words.dayWords(name))
            return amount(move, most) + day
        }
    }

    private func amount(_ move: Payment.Move.Word, _ most: Money) -> HTML {
        let name = "\(move.rawValue)-amount"
        let value = words.fields.isEmpty ? String(most.description.dropFirst()) : words[name]
        return textInput(
            Field(name, "Amount in pounds", hint: "At most \(most).", in: problems), value: value, kind: .sum,
            width: .characters20)
    }
}

extension DateWords {
    /// A day as it stands in a form.
    init(_ day: Day) {
        let (year, month, number) = day.parts
        self.init(day: String(number), month: String(month), year: String(year))
    }
}

/// What is outstanding, spread over the instalments anew.
struct ProfilePage: Page {
    let shown: ShownAgreement
    let payments: [PaymentRead]
    let steps: Int
    let seat: Identifier<Seat>
    let token: String
    var words: LineWords?
    var problems: [FormProblem] = []

    var title: String { "Spread what is outstanding anew" }
    var isWide: Bool { true }
    var breadcrumbs: [Crumb] { shown.crumbsWithin + [Crumb("Payments", to: shown.path.within("payments"))] }

    /// The instalments on which somebody decides and of which something is left to be paid, or all went to others.
    var open: [PaymentRead] {
        payments.filter { $0.owner?.id == seat && ($0.outstanding > .nothing || $0.state == .moved) }
    }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(inline(shown.read.line.title))</span>
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">Amounts and days may change; the total of \(Ledger(of: payments).total.description) does not. An
        amount may be nothing: then all of it has gone to the others.</p>
        \(open.isEmpty ? emptyState("Nothing is left to be paid.") : form)\(lost)
        """
    }

    /// What somebody wrote, where nothing is left to change.
    private var lost: HTML {
        guard open.isEmpty, let words, !words["reason"].isEmpty else { return HTML() }
        return toCopy([words["reason"]])
    }

    private var form: HTML {
        let reason = textArea(
            Field("reason", "Why", hint: publicHint, in: problems), value: words?["reason"] ?? "", rows: 4,
            limit: Wording.longest)
        return postForm(
            to: shown.path.within("profile"), token: token, revision: steps,
            "\(each: open, fields)\(reason)\(button("Put the new profile on the record"))")
    }

    private func fields(_ payment: PaymentRead) -> HTML {
        let (amount, due) = ("amount-\(payment.line)", "due-\(payment.line)")
        let spent = payment.paid.adding(payment.withheld)
        let hint = spent == .nothing ? nil : "At least \(spent), which was paid or withheld already."
        let name = payment.content.text.beginning(60)
        let sum = textInput(
            Field(amount, "Amount in pounds: \(name)", hint: hint, in: problems),
            value: words?[amount] ?? String(payment.amount.description.dropFirst()), kind: .sum, width: .characters20)
        let day = dateInput(
            Field(due, "To be paid by: \(name)", in: problems), value: words?.dayWords(due) ?? DateWords(payment.due))
        return """
            <h2 class="govuk-heading-s">\(inline(payment.content.text.beginning(100))): \(payment.amount.description) by \(payment.due.written)</h2>
            \(sum)\(day)
            """
    }
}
