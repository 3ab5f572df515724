public import Vocabulary

/// A review of an agreement: for each priority what each side thinks of it, and what all sides conclude of the whole. It is
/// between the parties until it is concluded, and as public as the agreement from then on.
public struct Review: Equatable, Sendable {
    /// From 1.
    public let number: Int
    public let trigger: Trigger
    /// When it was begun.
    public let begun: Stamp
    /// What each side said last, and how often it has spoken: of a line, or of the whole where no line is named.
    private var opinions: [LineID?: [Identifier<Body>: Opinion]] = [:]
    /// What all sides concluded, and on which day; nil while they have not, or differ.
    public private(set) var conclusion: Conclusion?

    /// Why it is reviewed.
    public enum Trigger: String, Codable, CaseIterable, Sendable {
        /// Its day has come, with the yearly discussion of the agenda.
        case yearly
        case funding
        /// National policy has changed.
        case policy
        /// There is too little progress.
        case progress
    }

    /// What should become of a priority, or of the whole.
    public enum Advice: String, Codable, CaseIterable, Sendable {
        case carryOn, vary, renew, end
    }

    private struct Opinion: Equatable {
        let advice: Advice
        let times: Int
    }

    /// What all sides concluded.
    public struct Conclusion: Equatable, Sendable {
        public let advice: Advice
        public let day: Day
    }

    init(number: Int, trigger: Trigger, begun: Stamp) {
        (self.number, self.trigger, self.begun) = (number, trigger, begun)
    }

    /// What a side advises for a line, or for the whole where none is given; nil before it has said.
    public func advice(_ line: LineID?, of side: Identifier<Body>) -> Advice? { opinions[line]?[side]?.advice }

    /// How often a side has spoken of a line.
    public func times(_ line: LineID, by side: Identifier<Body>) -> Int { opinions[line]?[side]?.times ?? 0 }

    /// How often anything was said in it.
    public var said: Int { opinions.values.reduce(0) { $0 + $1.values.reduce(0) { $0 + $1.times } } }

    mutating func say(_ line: LineID?, _ side: Identifier<Body>, _ said: Advice) {
        let times = opinions[line]?[side]?.times ?? 0
        opinions[line, default: [:]][side] = Opinion(advice: said, times: times + 1)
    }

    /// Takes in what a side concludes; once all conclude the same, the review is over.
    mutating func conclude(_ side: Identifier<Body>, _ said: Advice, of parties: [Identifier<Body>], _ stamp: Stamp) {
        say(nil, side, said)
        guard parties.allSatisfy({ advice(nil, of: $0) == said }) else { return }
        conclusion = Conclusion(advice: said, day: stamp.time.londonDay)
    }
}

extension Agreement {
    /// The day by which it is to be reviewed: its last, with the yearly discussion; where it runs for some years, the end of
    /// each of them. Nil where it has none, has ended, or its yearly review was concluded within the year before that day.
    public var reviewDue: Day? {
        guard inForce != nil, course.end == nil, let lasts else { return nil }
        let yearly = reviews.lazy.filter { $0.trigger == .yearly }.compactMap(\.conclusion?.day)
        if span != nil, var due = firstYearEnds {
            for done in yearly where done > due.adding(years: -1) {
                guard due < lasts else { return nil }
                due = due.adding(years: 1)
            }
            return min(due, lasts)
        }
        let done = yearly.last
        guard let done, done > lasts.adding(years: -1) else { return lasts }
        return nil
    }

    /// The review that is open.
    public var review: Review? { reviews.last.flatMap { $0.conclusion == nil ? $0 : nil } }

    /// The lines of which a review asks each side: priorities, conditions, and of a statement its undertakings.
    public var reviewed: [LineID] {
        lines.standing.filter(\.content.isReviewed).map(\.id)
    }

    /// Begins a review, by its day or for a reason that is stated.
    public func beginReview(
        _ trigger: Review.Trigger, reason: Sealed?, after last: Int, by side: Identifier<Body>, on day: Day
    ) throws(Refusal) -> [Event] {
        try mustRun(side, day)
        guard reviews.count == last else { throw .stale(reviews.count) }
        guard review == nil else {
            throw Refusal(Fault("review.open", "A review is open already: conclude that one first"))
        }
        guard trigger == .yearly || reason != nil else {
            throw Refusal(Fault("review.reason", field: "reason", "Say what happened that it is to be reviewed now"))
        }
        return [.reviewBegun(review: last + 1, trigger: trigger, side: side, reason: reason)]
    }

    /// Says what a side thinks of a priority, and what should become of it. What it said before is replaced, and stays on the
    /// record.
    ///
    /// - Parameters:
    ///   - last: How often one's own side had spoken of it when the page was read.
    ///   - figures: How the targets under it stood on that page.
    public func review(
        _ number: Int, _ line: LineID, _ advice: Review.Advice, view: Sealed, relying figures: [Relied] = [],
        after last: Int, by side: Identifier<Body>, on day: Day
    ) throws(Refusal) -> [Event] {
        let times = try opened(number, side, day).times(line, by: side)
        guard reviewed.contains(line) else {
            throw Refusal(Fault("review.line", "A review goes by priorities and undertakings: open the page anew"))
        }
        guard times == last else { throw .stale(times) }
        return [
            .reviewed(
                review: number, line: line, advice: advice, side: side, view: view,
                figures: figures.isEmpty ? nil : figures)
        ]
    }

    /// Says what a side concludes of the whole. When every side concludes the same, the review is over.
    ///
    /// - Parameter last: How often anything had been said in it when the page was read: nobody concludes on a view that has
    ///   changed since.
    public func conclude(
        _ number: Int, _ advice: Review.Advice, words: Sealed, after last: Int, by side: Identifier<Body>, on day: Day
    ) throws(Refusal) -> [Event] {
        let said = try opened(number, side, day).said
        guard said == last else { throw .stale(said) }
        let open = reviewed.filter { line in parties.contains { review?.advice(line, of: $0) == nil } }
        guard open.isEmpty else {
            throw Refusal(
                Fault(
                    "review.views", field: "advice",
                    "Each side says first what it thinks of each of the \(reviewed.count)"))
        }
        return [.reviewConcluded(review: number, advice: advice, side: side, words: words)]
    }

    /// The open review of that number. It is brought to its end though the agreement has ended meanwhile.
    private func opened(_ number: Int, _ side: Identifier<Body>, _ day: Day) throws(Refusal) -> Review {
        try mustHaveBegun(side, day)
        guard let review, review.number == number else { throw .stale(reviews.count) }
        return review
    }
}

extension Part {
    /// Whether a review asks each side about it: a priority, a condition, and of a statement an undertaking.
    public var isReviewed: Bool {
        switch self {
        case .priority, .condition: true
        case .paragraph(_, let sense, _, _), .point(_, _, let sense, _, _): sense == .undertaking
        default: false
        }
    }
}
