import Domain
import Vocabulary

/// What a run of entries may have changed of an agreement, so that one act looks at one line and not at all.
struct Reach {
    /// The lines; nil where it may be any.
    private(set) var lines: Set<LineID>?
    /// Whether it may be more than what sides say of wordings: the wordings, who signs, and what was signed.
    private(set) var isBeyondAnswers: Bool

    static let nothing = Reach(lines: [], isBeyondAnswers: false)
    static let everything = Reach(lines: nil, isBeyondAnswers: true)

    /// Takes in what an event will change, while the lines are as they were before it.
    mutating func widen(by event: AgreementEvent, upon lines: Lines) {
        switch event {
        case .cleared, .discussed, .suspended, .resumed, .courseProposed, .courseDeclined, .reviewBegun,
            .reviewConcluded, .reviewed, .paymentMoved, .reprofiled, .returnPrepared, .returnCertified,
            .returnSummarised, .returnAssessed, .monitored, .returnAsked, .spoke:
            break
        // What ends it lets promises lapse.
        case .terminated, .courseAccepted: self = .everything
        case .lineAccepted(let line, _, _), .lineConsidered(let line, _, _), .lineObjected(let line, _, _, _),
            .lineAwaited(let line, _, _), .lineReleased(let line, _, _), .reported(let line, _, _, _, _, _, _),
            .reportAccepted(let line, _, _), .reportChallenged(let line, _, _, _):
            self.lines?.insert(line)
        case .lineProposed(let line, _, let content, _, _):
            isBeyondAnswers = true
            // One that is new moves others down; one that comes back, or stands elsewhere, brings what hangs on it.
            if let stood = lines[line]?.content, stood.above == content.above {
                self.lines?.insert(line)
            } else {
                self.lines = nil
            }
        case .signed: isBeyondAnswers = true
        case .opened, .lineCarried, .lineDropped, .frozen, .withdrawn, .varied: self = .everything
        }
    }
}
