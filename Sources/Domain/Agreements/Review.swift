public import Vocabulary

/// A review of an agreement: for each priority what each side thinks of it, and what all sides conclude of the whole. It is
/// between the parties until it is concluded, and as public as the agreement from then on.
public struct Review: Equatable, Sendable {
    /// From 1.
    public let number: Int
    public let trigger: Trigger
    /// When it was begun.
    public let begun: Stamp
    /// What each side said last, of a line or of the whole.
    private var advice: [Subject: [Identifier<Body>: Advice]] = [:]
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

    /// What all sides concluded.
    public struct Conclusion: Equatable, Sendable {
        public let advice: Advice
        public let day: Day
    }

    private enum Subject: Hashable {
        case line(LineID)
        case whole
    }

    init(number: Int, trigger: Trigger, begun: Stamp) {
        (self.number, self.trigger, self.begun) = (number, trigger, begun)
    }

    /// What a side advises for a line, or for the whole where none is given; nil before it has said.
    public func advice(_ line: LineID?, of side: Identifier<Body>) -> Advice? {
        advice[line.map { .line($0) } ?? .whole]?[side]
    }

    mutating func say(_ line: LineID?, _ side: Identifier<Body>, _ said: Advice) {
        advice[line.map { .line($0) } ?? .whole, default: [:]][side] = said
    }

    /// Takes in what a side concludes; once all conclude the same, the review is over.
    mutating func conclude(_ side: Identifier<Body>, _ said: Advice, of parties: [Identifier<Body>], _ stamp: Stamp) {
        say(nil, side, said)
        guard parties.allSatisfy({ advice(nil, of: $0) == said }) else { return }
        conclusion = Conclusion(advice: said, day: stamp.time.londonDay)
    }
}

extension Agreement {
    /// The day by which it is to be reviewed: its last, with the yearly discussion; nil where it has none, has ended, or was
    /// reviewed within the year before that day.
    public var reviewDue: Day? {
        guard inForce != nil, course.end == nil, let lasts else { return nil }
        let done = reviews.last { $0.conclusion != nil }?.conclusion?.day
        guard let done, done > lasts.adding(years: -1) else { return lasts }
        return nil
    }

    /// The review that is open.
    public var review: Review? { reviews.last.flatMap { $0.conclusion == nil ? $0 : nil } }

    /// The lines of which a review asks each side: priorities, and of a statement its undertakings.
    public var reviewed: [LineID] {
        lines.standing.filter { line in
            switch line.content {
            case .priority: true
            case .paragraph(_, let sense, _, _), .point(_, _, let sense, _, _): sense == .undertaking
            default: false
            }
        }.map(\.id)
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
    public func review(
        _ number: Int, _ line: LineID, _ advice: Review.Advice, view: Sealed, by side: Identifier<Body>, on day: Day
    ) throws(Refusal) -> [Event] {
        try mustBeOpen(number, side, day)
        guard reviewed.contains(line) else {
            throw Refusal(Fault("review.line", "A review goes by priorities and undertakings: open the page anew"))
        }
        return [.reviewed(review: number, line: line, advice: advice, side: side, view: view)]
    }

    /// Says what a side concludes of the whole. When every side concludes the same, the review is over.
    public func conclude(
        _ number: Int, _ advice: Review.Advice, words: Sealed, by side: Identifier<Body>, on day: Day
    ) throws(Refusal) -> [Event] {
        try mustBeOpen(number, side, day)
        let open = reviewed.filter { line in parties.contains { review?.advice(line, of: $0) == nil } }
        guard open.isEmpty else {
            throw Refusal(
                Fault(
                    "review.views", field: "advice",
                    "Each side says first what it thinks of each of the \(reviewed.count)"))
        }
        return [.reviewConcluded(review: number, advice: advice, side: side, words: words)]
    }

    private func mustBeOpen(_ number: Int, _ side: Identifier<Body>, _ day: Day) throws(Refusal) {
        try mustRun(side, day)
        guard let review, review.number == number else { throw .stale(reviews.count) }
    }
}
