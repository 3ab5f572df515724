import Domain
import HTML
import Views
import Vocabulary

/// What a body owes, is owed and is asked under its agreements in force, as its desk shows it.
struct DeskOwing: Sendable {
    /// The body's code.
    let code: String
    /// The seat whose desk it is.
    let seat: Identifier<Seat>
    /// The promises that are not settled, on either side.
    let promised: [PromiseFilter.Role: OwingRead]
    /// The requests that wait for an answer of this body.
    let asked: AskedRead
    /// The agreements that are to be reviewed soon, or are being.
    let reviews: [ReviewDue]
    /// The payments on which it is to decide soon.
    let payments: [PaymentRead]
    /// The returns that it is to make or to assess soon.
    let returns: [ReturnRead]
    /// Its agreements with authorities that were or will be abolished.
    let endings: [EndingRead]
    /// Whether its body offers standard lines.
    let offers: Bool

    var html: HTML { "\(promises)\(money)\(requests)\(toReview)\(toPass)\(standard)" }

    /// What this seat is to decide on by name; of what is its body's, how much there is.
    private var money: HTML {
        guard !payments.isEmpty || !returns.isEmpty else { return HTML() }
        let own = payments.filter { $0.owner?.id == seat }.prefix(10).map { payment -> HTML in
            let path = Path.line(payment.kind, payment.agreement, payment.line, "payment")
            let words = "Decide on the payment of \(payment.outstanding) by \(payment.due.written)"
            return "<li>\(link: words, to: path) \(payment.tags) \(inline(payment.title))</li>\n"
        }
        let reporting = returns.prefix(10).map { given -> HTML in
            let isOurs = given.by.code == code
            let act = !isOurs ? "Assess" : given.owner?.id == seat ? "Certify" : "Write"
            let until = given.next == given.due ? "" : ", by \(given.next.written)"
            let written = isOurs && given.editions > 0 ? " (\(counted(given.editions, "version")) written)" : ""
            let words = "\(act) the return due \(given.due.written)\(until)\(written)"
            return "<li>\(link: words, to: Path.given(given)) \(Tag(given.state).html) \(inline(given.title))</li>\n"
        }
        let query = [("body", code)]
        let paying: HTML = """
            <li>\(link: "\(counted(payments.count, "payment")) of your body to decide on soon", to: Path.payments.adding(query: query))</li>

            """
        let rest: HTML = """
            <li>\(link: "\(counted(returns.count, "return")) to make or assess soon", to: Path.returns.adding(query: query))</li>

            """
        return """
            <h2 class="govuk-heading-m">Payments and returns</h2>
            <ul class="govuk-list">
            \(when: !payments.isEmpty, paying)\(when: !returns.isEmpty, rest)\(HTML(own + reporting))</ul>

            """
    }

    private var promises: HTML {
        let rows = PromiseFilter.Role.allCases.map { role in
            row(role == .owes ? "What we promised" : "What we were promised", role, promised[role])
        }
        return "<h2 class=\"govuk-heading-m\">Promises</h2>\n\(summaryList(rows))"
    }

    private func row(_ words: String, _ role: PromiseFilter.Role, _ counts: OwingRead?) -> SummaryRow {
        let path = Path.promises(code, role)
        guard let counts else { return SummaryRow(words, "Nothing is open. \(link: "All of it", to: path)") }
        func part(_ count: Int, _ state: PromiseState, _ meaning: String) -> HTML? {
            guard count > 0 else { return nil }
            return ", \(link: "\(count) \(meaning)", to: path.adding(query: [("state", state.rawValue)]))"
        }
        let reported = role == .owes ? "waiting on an answer" : "waiting on our answer"
        return SummaryRow(
            words,
            """
            \(link: "\(counts.count) not settled", to: path)\(part(counts.late, .late, "late"))\
            \(part(counts.reported, .reported, reported))\(part(counts.challenged, .challenged, "challenged"))
            """)
    }

    private var requests: HTML {
        guard asked.open > 0 else { return HTML() }
        let late: HTML? =
            asked.late == 0
            ? nil
            : ", \(link: "\(asked.late) late", to: Path.requests.adding(query: [("state", RequestState.late.rawValue)]))"
        return """
            <h2 class="govuk-heading-m">Requests</h2>
            <p class="govuk-body">\(link: "\(counted(asked.open, "request")) waiting for our answer", to: .requests)\(late)</p>

            """
    }

    private var toReview: HTML {
        guard !reviews.isEmpty else { return HTML() }
        let items = reviews.map { review -> HTML in
            let path = Path.within(review.kind, review.agreement, "reviews")
            let state =
                review.isOpen ? "the review is open" : review.due.map { "to be reviewed by \($0.written)" } ?? ""
            return "<li>\(link: review.title, to: path): \(state)</li>\n"
        }
        return "<h2 class=\"govuk-heading-m\">Reviews</h2>\n<ul class=\"govuk-list\">\n\(items)</ul>\n"
    }

    /// Agreements whose lines are to pass to successors.
    private var toPass: HTML {
        guard !endings.isEmpty else { return HTML() }
        let items = endings.map { ending -> HTML in
            let words = ending.isOver ? "was abolished: its last day was" : "will be abolished: its last day is"
            let way = Path.agreement(ending.kind, ending.agreement).at("variations")
            return "<li>\(link: ending.title, to: way): \(inline(ending.name)) \(words) \(ending.until.written)</li>\n"
        }
        return """
            <h2 class="govuk-heading-m">Authorities that end</h2>
            <p class="govuk-body">What they promised is to pass to those that succeed them.</p>
            <ul class="govuk-list">
            \(items)</ul>

            """
    }

    private var standard: HTML {
        guard offers else { return HTML() }
        return """
            <h2 class="govuk-heading-m">Standard lines</h2>
            <p class="govuk-body">\(link: "Offer a line to many compacts, and read what each has answered", to: .standardLines)</p>

            """
    }
}
