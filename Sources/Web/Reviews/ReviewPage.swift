import Domain
import HTML
import Register
import Views
import Vocabulary

/// The reviews of an agreement: for every priority what each side brought and thinks, and what all conclude of the whole. Both
/// sides prepare it together, and print it as it stands.
struct ReviewPage: Page {
    let shown: ShownAgreement
    /// The latest first.
    let reviews: [ReviewRead]
    /// Who looks, where they act for a party.
    let sitting: Sitting?
    let token: String
    /// Whether agreements of its kind are varied.
    let mayVary: Bool
    /// Of which state of the published figures its judgements are.
    let figures: Int
    var refused: ReviewAct?
    var typed: [String: String] = [:]
    var problems: [FormProblem] = []
    var done: ReviewAct?

    var title: String { "Review" }
    var breadcrumbs: [Crumb] { shown.crumbsWithin }
    var notice: HTML? { sitting == nil ? nil : done.map { notification(.success, $0.done) } }

    private var open: ReviewRead? { reviews.first { $0.concluded == nil } }

    /// The sides of a review: the parties, or whoever concluded it.
    private func sides(_ review: ReviewRead) -> [Identifier<Body>] {
        guard review.concluded != nil else { return shown.read.parties.map(\.id) }
        var seen: Set<Identifier<Body>> = []
        let concluding = review.opinions.filter { $0.line == nil }.map(\.side)
        return (shown.read.parties.map(\.id).filter(concluding.contains) + concluding).filter {
            seen.insert($0).inserted
        }
    }

    /// The lines that each side is asked about, or of which something was said in what was concluded.
    private func lines(_ review: ReviewRead) -> [LineRead] {
        guard review.concluded != nil else { return shown.standing.filter(\.content.isReviewed) }
        let said = Set(review.opinions.compactMap(\.line))
        return shown.read.lines.filter { said.contains($0.id) }
    }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(inline(shown.read.line.title))</span>
        <h1 class="govuk-heading-l">\(title)</h1>
        \(reviews.isEmpty ? none : HTML())\(unsent)\(each: reviews, section)\(beginning)
        """
    }

    /// What a form said that the page no longer has, because somebody was quicker.
    private var unsent: HTML {
        guard let refused, !isOffered(refused, refused == .conclusions ? .sign : .negotiate) else { return HTML() }
        return toCopy([typed["words"] ?? "", typed["reason"] ?? ""].filter { !$0.isEmpty })
    }

    /// Whether the page has the form of an act, as things stand.
    func isOffered(_ act: ReviewAct, _ power: Power) -> Bool {
        guard sitting?.office.may(power) == true else { return false }
        return act == .begun ? open == nil && isRunning : open != nil
    }

    private var isRunning: Bool { [.inForce, .suspended, .superseded].contains(shown.read.line.state) }

    private var none: HTML {
        emptyState(
            shown.read.isParty
                ? "It was not reviewed yet."
                : "No review is public. One is read here once both sides have concluded it.")
    }

    // MARK: One review

    private func section(_ review: ReviewRead) -> HTML {
        var rows = [
            SummaryRow("Why", words: review.trigger.words),
            SummaryRow("Begun", "\(Time(review.time).html)\(review.seat.map { " by \(inline($0.full))" as HTML })"),
        ]
        if let advice = review.advice, let day = review.concluded {
            rows.append(SummaryRow("Concluded", "\(Tag(advice).html) on \(day.written)"))
        } else {
            rows.append(SummaryRow("Where it stands", "Open: between the parties until they conclude the same"))
        }
        return """
            <section id="review-\(review.number)">
            <h2 class="govuk-heading-l">Review \(review.number)</h2>
            \(summaryList(rows))\(review.reason.map { told($0, "The reason was") })
            \(when: review.concluded != nil, today)\(each: lines(review), { priority($0, review) })\(conclusions(review))\(onward(review))</section>

            """
    }

    /// The way to what the sides concluded should become of it, for whoever may begin that.
    private func onward(_ review: ReviewRead) -> HTML {
        guard review.advice == .vary, review.number == reviews.first?.number, mayVary, isRunning,
            sitting?.office.may(.draft) == true
        else { return HTML() }
        return onScreen(
            "<p class=\"govuk-body\">\(link: "Begin the variation", to: shown.path.within("variation"))</p>\n")
    }

    private var today: HTML {
        "<p class=\"govuk-hint\">How each promise stands is shown as of today, and not as of the review.</p>\n"
    }

    private func priority(_ line: LineRead, _ review: ReviewRead) -> HTML {
        let below = shown.standing.filter { $0.above == line.id }
        let own = line.content.promise == nil ? below : [line]
        return """
            <section class="concordat-block" id="review-\(review.number)-\(line.id.description)">
            <h3 class="govuk-heading-m">\(inline(shown.title(of: line)))</h3>
            \(prose(reason(line.content)))\(aims(below, review))
            <div class="concordat-sides">
            \(each: sides(review), { side($0, own, line, review) })</div>
            \(form(line, review))</section>

            """
    }

    /// How the targets under a priority stand by the published figures.
    private func aims(_ lines: [LineRead], _ review: ReviewRead) -> HTML {
        let own = lines.filter { $0.content.name == .target }
        guard !own.isEmpty else { return HTML() }
        let items = own.map { "<li>\(shown.aim($0))</li>\n" as HTML }
        let when: HTML =
            review.concluded == nil
            ? "" : "<p class=\"govuk-hint\">As of today; what each side relied on stands with its view.</p>\n"
        return """
            <h4 class="govuk-heading-s">Outcome against target</h4>
            \(when)<ul class="govuk-list govuk-list--bullet">
            \(HTML(items))</ul>

            """
    }

    private func reason(_ part: Part) -> String {
        if case .priority(_, _, let reason, _) = part { reason } else { part.text }
    }

    /// What a side brought to a priority, and what it thinks of it.
    private func side(_ party: Identifier<Body>, _ lines: [LineRead], _ line: LineRead, _ review: ReviewRead) -> HTML {
        let own = lines.filter { $0.content.promise?.by == party }
        let items = own.map { promise -> HTML in
            "<li>\(prose(promise.content.text))\(shown.kept(promise))</li>\n"
        }
        let brought: HTML =
            own.isEmpty
            ? "<p class=\"govuk-body\">It promised nothing here.</p>\n"
            : "<ul class=\"govuk-list govuk-list--bullet\">\n\(items)</ul>\n"
        return """
            <div><h4 class="govuk-heading-s">\(inline(shown.name(party)))</h4>
            \(brought)\(opinion(review.opinion(line.id, of: party), "Has not said what it thinks yet."))</div>

            """
    }

    private func opinion(_ opinion: OpinionRead?, _ missing: String) -> HTML {
        guard let opinion else { return "<p class=\"govuk-hint\">\(missing)</p>\n" }
        let by: HTML? = opinion.seat.map { ", \(inline($0.full))" }
        return """
            <p class="govuk-body">\(Tag(opinion.advice).html)</p>
            \(told(opinion.words, "These words were"))\(relied(opinion.figures))
            <p class="govuk-hint">\(Time(opinion.time).html)\(by)</p>

            """
    }

    /// The figures that a side relied on when it said what it thinks.
    private func relied(_ figures: [Relied]) -> HTML {
        guard !figures.isEmpty else { return HTML() }
        let items = figures.map { figure -> HTML in
            let release: HTML? = figure.release.map { " \(link: "The release", to: Path.release($0))." }
            return "<li>\(inline(figure.sentence))\(release)</li>\n"
        }
        return details(
            "The figures that it relied on", "<ul class=\"govuk-list govuk-list--bullet\">\n\(HTML(items))</ul>\n")
    }

    private func conclusions(_ review: ReviewRead) -> HTML {
        let sides = sides(review).map { party -> HTML in
            """
            <div><h4 class="govuk-heading-s">\(inline(shown.name(party)))</h4>
            \(opinion(review.opinion(nil, of: party), "Has not concluded yet."))</div>

            """
        }
        return """
            <section class="concordat-block" id="review-\(review.number)-whole">
            <h3 class="govuk-heading-m">The whole</h3>
            <div class="concordat-sides">
            \(sides)</div>
            \(concluding(review))</section>

            """
    }

    // MARK: What can be done

    private func mayWrite(_ review: ReviewRead, _ power: Power) -> Bool {
        review.number == open?.number && sitting?.office.may(power) == true
    }

    private func advice(_ name: String, _ label: String, _ problems: [FormProblem], _ chosen: String?) -> HTML {
        radios(
            Field("advice", label, error: problems.message(on: "advice"), id: "\(name)-advice"),
            options: Review.Advice.allCases.map { Choice($0.rawValue, $0.words) }, chosen: chosen, isSmall: true)
    }

    private func words(_ name: String, _ label: String, _ problems: [FormProblem], _ value: String) -> HTML {
        textArea(
            Field(
                "words", label, hint: sealedUntilConcluded, error: problems.message(on: "words"), id: "\(name)-words"),
            value: value, rows: 5, limit: Wording.longest)
    }

    private var sealedUntilConcluded: String {
        "Do not name people. The parties read it now, and everyone once the review is concluded"
    }

    private func form(_ line: LineRead, _ review: ReviewRead) -> HTML {
        guard mayWrite(review, .negotiate), let sitting else { return HTML() }
        let name = line.id.description
        let isRefused = refused == .views && typed["line"] == name
        let own = review.opinion(line.id, of: sitting.body)
        let problems = isRefused ? problems : []
        let fields: HTML = """
            \(hiddenInput("line", name))\(hiddenInput("figures", String(figures)))\
            \(advice(name, "What should become of it?", problems, isRefused ? typed["advice"] : own?.advice.rawValue))\
            \(words(name, "What your side thinks", problems, isRefused ? typed["words"] ?? "" : own?.words.text ?? ""))\
            \(button("Say it", .secondary, about: shown.title(of: line)))
            """
        let content = postForm(to: path(review, "views"), token: token, revision: own?.times ?? 0, fields)
        return details(own == nil ? "Say what your side thinks" : "Say it anew", isOpen: isRefused, content)
    }

    private func path(_ review: ReviewRead, _ more: String) -> Path {
        shown.path.within("reviews", String(review.number), more)
    }

    private func concluding(_ review: ReviewRead) -> HTML {
        guard mayWrite(review, .sign), let sitting else { return HTML() }
        let isRefused = refused == .conclusions
        let own = review.opinion(nil, of: sitting.body)
        let problems = isRefused ? problems : []
        let fields: HTML = """
            \(advice("whole", "What should become of the whole?", problems, isRefused ? typed["advice"] : own?.advice.rawValue))\
            \(words("whole", "Why", problems, isRefused ? typed["words"] ?? "" : own?.words.text ?? ""))\
            \(button("Conclude"))
            """
        return onScreen(
            """
            <p class="govuk-body">The review is over, and public, when every side concludes the same.</p>
            \(postForm(to: path(review, "conclusions"), token: token, revision: review.said, fields))
            """)
    }

    private var beginning: HTML {
        guard isOffered(.begun, .negotiate) else { return HTML() }
        let problems = refused == .begun ? problems : []
        let triggers = Review.Trigger.allCases.map { Choice($0.rawValue, $0.words) }
        let fields: HTML = """
            \(radios(Field("trigger", "Why is it reviewed?", in: problems), options: triggers, chosen: typed["trigger"]))\
            \(textArea(
                Field("reason", "What happened (optional for the yearly review)", hint: sealedUntilConcluded, in: problems),
                value: refused == .begun ? typed["reason"] ?? "" : "", rows: 4, limit: Wording.longest))\
            \(button("Begin the review"))
            """
        return onScreen(
            """
            <h2 class="govuk-heading-m">Begin a review</h2>
            \(postForm(to: shown.path.within("reviews"), token: token, revision: reviews.count, fields))
            """)
    }
}

/// What is done in a review by a form.
enum ReviewAct: String, CaseIterable, Sendable {
    case begun, views, conclusions

    /// What is said once it is done.
    var done: String {
        switch self {
        case .begun: "The review is open"
        case .views: "Your side's view is in the review"
        case .conclusions: "Your side's conclusion is in the review"
        }
    }
}

extension Tag {
    /// What a side advises.
    init(_ advice: Review.Advice) {
        switch advice {
        case .carryOn: self.init(advice.words, .green)
        case .vary: self.init(advice.words, .yellow)
        case .renew: self.init(advice.words, .lightBlue)
        case .end: self.init(advice.words, .grey)
        }
    }
}

extension Review.Advice {
    var words: String {
        switch self {
        case .carryOn: "Carry on"
        case .vary: "Vary it"
        case .renew: "Renew it"
        case .end: "End it"
        }
    }
}

extension Review.Trigger {
    var words: String {
        switch self {
        case .yearly: "Its day has come"
        case .funding: "Funding has changed"
        case .policy: "National policy has changed"
        case .progress: "There is too little progress"
        }
    }
}
