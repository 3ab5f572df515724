public import Vocabulary

/// What can happen to an agreement of any kind. Each proposed wording is an event of its own, so that at force the agreed
/// ones become public one by one while superseded ones stay with the parties.
public enum AgreementEvent: Codable, Equatable, Sendable {
    /// The author sent its draft to the other parties.
    case opened(title: String, parties: [Identifier<Body>], author: Identifier<Body>, framework: Framework)
    /// Before it was sent, a seat of the author cleared it.
    case cleared(seat: Identifier<Seat>, time: Instant)
    /// A side proposed a wording: the first adds the line, each later one replaces what stood.
    case lineProposed(line: LineID, revision: Int, content: Part, side: Identifier<Body>, after: LineID?)
    /// A variation began with a line as it stands in what it varies: those that signed that accept it until another wording is
    /// proposed.
    case lineCarried(line: LineID, content: Part, side: Identifier<Body>, signed: [Identifier<Body>])
    /// A side proposed to leave the line out.
    case lineDropped(line: LineID, revision: Int, side: Identifier<Body>)
    /// A side accepted the wording.
    case lineAccepted(line: LineID, revision: Int, side: Identifier<Body>)
    /// A side is considering the wording.
    case lineConsidered(line: LineID, revision: Int, side: Identifier<Body>)
    /// A side objected to the wording.
    case lineObjected(line: LineID, revision: Int, side: Identifier<Body>, reason: Sealed)
    /// A side waits on a decision that is made elsewhere.
    case lineAwaited(line: LineID, side: Identifier<Body>, decision: Sealed)
    /// That decision was made.
    case lineReleased(line: LineID, side: Identifier<Body>, outcome: Sealed)
    /// A side spoke, of a line or of the whole.
    case discussed(line: LineID?, side: Identifier<Body>, text: Sealed)
    /// Every side accepts every line: the text is fixed, byte for byte.
    case frozen(text: Digest)
    /// A required seat signed that text.
    case signed(seat: Identifier<Seat>, appointment: Identifier<Appointment>, text: Digest, signature: Digest)
    /// A side withdrew it before signature.
    case withdrawn(side: Identifier<Body>, reason: Sealed)
    /// The side that made a promise reported on it, with what shows it.
    case reported(
        line: LineID, report: Int, outcome: Fulfilment.Outcome, side: Identifier<Body>, words: Sealed?, link: Sealed?,
        file: Sealed?)
    /// Another side accepted a report that a promise was kept.
    case reportAccepted(line: LineID, report: Int, side: Identifier<Body>)
    /// Another side does not accept it.
    case reportChallenged(line: LineID, report: Int, side: Identifier<Body>, reason: Sealed)
    /// A side suspended it.
    case suspended(side: Identifier<Body>, reason: Sealed)
    /// That side goes on with it.
    case resumed(side: Identifier<Body>, reason: Sealed)
    /// A side ended it.
    case terminated(side: Identifier<Body>, reason: Sealed)
    /// A side proposed to extend or complete it.
    case courseProposed(proposal: Int, change: Course.Change, side: Identifier<Body>, reason: Sealed)
    /// Another side accepted the proposal; it takes effect when all have.
    case courseAccepted(proposal: Int, side: Identifier<Body>)
    /// A side declined the proposal, or took back its own.
    case courseDeclined(proposal: Int, side: Identifier<Body>, reason: Sealed)
    /// A side began a review.
    case reviewBegun(review: Int, trigger: Review.Trigger, side: Identifier<Body>, reason: Sealed?)
    /// A side said what it thinks of a line, and what should become of it; with how the targets under it stood, as it read them.
    case reviewed(
        review: Int, line: LineID, advice: Review.Advice, side: Identifier<Body>, view: Sealed, figures: [Relied]?)
    /// A side said what it concludes of the whole.
    case reviewConcluded(review: Int, advice: Review.Advice, side: Identifier<Body>, words: Sealed)
    /// The seat that decides on an instalment took a step of it.
    case paymentMoved(line: LineID, move: Int, change: Payment.Move, side: Identifier<Body>, reason: Sealed)
    /// The seat that decides on instalments spread what is outstanding anew.
    case reprofiled(move: Int, profile: [Profiled], side: Identifier<Body>, reason: Sealed)
    /// A side wrote a return, or wrote it anew, as that wording of the line asks for it.
    case returnPrepared(
        line: LineID, revision: Int, due: Day, edition: Int, figures: [ReportedFigure], side: Identifier<Body>,
        narrative: Sealed,
        risks: Sealed, summary: Sealed)
    /// Its seat for that certified a return: it is given.
    case returnCertified(line: LineID, due: Day, edition: Int, side: Identifier<Body>)
    /// A side said for the public what is in a return, or what it makes of one.
    case returnSummarised(line: LineID, due: Day, edition: Int, side: Identifier<Body>, summary: Sealed)
    /// The other side said what it makes of a return.
    case returnAssessed(
        line: LineID, due: Day, edition: Int, verdict: Return.Verdict, again: Day?, side: Identifier<Body>,
        words: Sealed)
    /// A side watches more closely from now on, or as before.
    case monitored(change: Int, level: Monitoring, side: Identifier<Body>, reason: Sealed)
    /// A side asked for a return beside those of the template.
    case returnAsked(line: LineID, due: Day, side: Identifier<Body>, reason: Sealed)
    /// A body spoke in the yearly discussion of a statement and its agenda, a party to it or not.
    case spoke(remark: Identifier<SpokenRemark>, side: Identifier<Body>, text: Sealed)
    /// All have signed a variation: what it changes stands from now on, between the parties that it names.
    case varied(
        variation: Identifier<Framework>, text: Digest, parties: [Identifier<Body>], authority: Identifier<Body>?,
        lines: [VariedLine])
}
