import Domain
import Vocabulary

/// An agreement on the desk of the fold: as its entries leave it, and what the tables hold of it.
struct FoldedAgreement<K: Kind>: Sendable {
    private(set) var agreement: Agreement<K>
    /// What happened to it, and the day from which the tables have each entry public.
    private var history: [(event: AgreementEvent, position: Int, publicFrom: Day?, bodies: String)] = []
    /// How much of the history the tables hold.
    private var written = 0
    /// Whether the run has an entry of it.
    private(set) var isTouched = false
    /// What the run may have changed of its lines.
    private var reach = Reach.everything
    private var last: Stamp
    /// How many signatures the tables have as void.
    private var voided: Int
    /// All that are or were parties to it, as the tables list them.
    private(set) var bodies: String
    /// The parties to it before the run varied it; nil where it did not.
    private(set) var varied: [Identifier<Body>]?
    /// Its identifier, as the tables have it.
    let name: String
    var shown = Shown()

    /// How many entries it takes to keep.
    var weight: Int { history.count }
    /// The position of the last of them.
    var lastPosition: Int { last.position }

    /// An agreement that the tables hold as its past leaves it, or that an event opens. The event is not taken yet.
    init(
        _ id: Identifier<Agreement<K>>, _ past: [(AgreementEvent, Stamp)], _ event: AgreementEvent, _ entry: ReadEntry
    ) throws {
        let replayed = Agreement<K>.replay(past, as: id)
        guard let agreement = replayed ?? Agreement<K>(opening: event, as: id, entry.stamp) else {
            throw UnreadableEntry(position: entry.position, reason: "\(entry.event) opens nothing")
        }
        self.agreement = agreement
        last = past.last?.1 ?? entry.stamp
        voided = agreement.execution.voided.count
        name = agreement.id.description
        bodies = listed(.parties(agreement.circle))
        guard replayed != nil else { return }
        history = past.map { event, stamp in
            let audience = agreement.audience(of: event)
            return (event, stamp.position, audience.publicFrom, listed(audience))
        }
        written = history.count
        shown = Shown(agreement)
        reach = .nothing
    }

    /// Takes in an event; answers how many signatures it made void.
    mutating func take(_ event: AgreementEvent, _ stamp: Stamp) -> Int {
        if !history.isEmpty {
            reach.widen(by: event, upon: agreement.lines)
            let text = agreement.execution.text
            if case .varied = event, varied == nil { varied = agreement.parties }
            agreement.apply(event, stamp)
            if case .varied = event { bodies = listed(.parties(agreement.circle)) }
            // A text that is fixed, or thaws, changes whom every line waits on.
            if agreement.execution.text != text { reach = .everything }
        }
        history.append((event, stamp.position, nil, ""))
        last = stamp
        isTouched = true
        defer { voided = agreement.execution.voided.count }
        return agreement.execution.voided.count - voided
    }

    /// An audience as the tables list it; that of the parties is one text for all entries.
    private func bodies(of audience: Audience) -> String {
        audience.bodies == agreement.circle ? bodies : listed(audience)
    }

    /// Writes the step, the wording and the signature of an entry, with the audience that it has after the whole run.
    mutating func write(_ event: AgreementEvent, _ entry: ReadEntry, _ voided: Int, _ tables: Tables) throws {
        let (side, line, revision, named) = event.named
        let actor = entry.stamp.actor.seat
        let audience = agreement.audience(of: event)
        try tables.write(
            .step, Cell(entry.position), .text(name), .text(event.name), Cell(entry.stamp.time.milliseconds),
            Cell(named ?? actor), Cell(side), Cell(line), Cell(revision), Cell(event.words?.digest), Cell(voided),
            Cell(audience.publicFrom?.number), .text(bodies(of: audience)))
        history[written].publicFrom = audience.publicFrom
        history[written].bodies = bodies(of: audience)
        written += 1
        if voided > 0 { try tables.write(.voidSignatures, .text(name)) }
        switch event {
        case .lineProposed(let line, let revision, _, let side, _), .lineDropped(let line, let revision, let side):
            try tables.write(
                .version, .text(name), Cell(line), Cell(revision), Cell(entry.content), Cell(side),
                Cell(entry.position),
                Cell(entry.stamp.time.milliseconds))
        case .lineCarried(let line, _, let side, _):
            try tables.write(
                .version, .text(name), Cell(line), Cell(1), Cell(entry.content), Cell(side), Cell(entry.position),
                Cell(entry.stamp.time.milliseconds))
        case .varied(_, _, _, _, let lines): try writeVariation(lines, entry, tables)
        case .signed(let seat, let appointment, let text, let signature):
            try tables.write(
                .signature, Cell(entry.position), .text(name), Cell(seat), Cell(appointment), Cell(text),
                Cell(signature),
                Cell(entry.stamp.time.milliseconds))
        case .reported, .reportAccepted, .reportChallenged: try writeReport(event, entry, tables)
        case .courseProposed(let proposal, let change, let side, let reason):
            let until: Day? = if case .extended(let day) = change { day } else { nil }
            try tables.write(
                .proposal, .text(name), Cell(proposal), .text(change.word), Cell(until?.number), Cell(side),
                Cell(reason.digest), Cell(entry.position), Cell(entry.stamp.time.milliseconds), Cell(actor))
        case .reviewBegun, .reviewed, .reviewConcluded: try writeReview(event, entry, tables)
        case .paymentMoved, .reprofiled: try writePayment(event, entry, tables)
        case .returnPrepared, .returnCertified, .returnSummarised, .returnAssessed, .returnAsked:
            try writeReturn(event, entry, tables)
        default: break
        }
    }

    /// Brings the agreement's own row, its parties, signatories and lines to how they now stand, and asks again who may see
    /// each entry where what was the parties' own becomes everyone's.
    mutating func settle(_ tables: Tables) throws {
        isTouched = false
        defer { (reach, varied) = (.nothing, nil) }
        if let varied { try clear(whatWasOf: varied, tables) }
        shown.isSettled = agreement.isSettled
        try settleLines(reach, agreement, tables)
        try tables.write(
            .agreement, .text(name), .text(agreement.isVariation ? "\(K.name)\(AgreementLine.variation)" : K.name),
            .text(agreement.title), Cell(agreement.author),
            Cell(agreement.framework.statement), Cell(agreement.framework.year?.start),
            Cell(agreement.authority), .text(agreement.stage.rawValue),
            Cell(agreement.opened.time.milliseconds), Cell(agreement.execution.completed?.milliseconds),
            Cell(agreement.inForce?.number), Cell(agreement.publicFrom?.number), Cell(agreement.execution.text),
            Cell(last.position), Cell(last.time.milliseconds), Cell(shown.open), Cell(agreement.course.word),
            Cell(agreement.course.until?.number), Cell(agreement.framework.follows),
            Cell(agreement.reviewDue?.number), Cell(agreement.span?.from.number), Cell(agreement.span?.until.number),
            Cell(agreement.isMonitored ? agreement.monitoring.rawValue : nil), Cell(agreement.framework.varies),
            Cell(agreement.course.suspended))
        try settleProposal(agreement, tables)
        if reach.isBeyondAnswers { try settleSignatories(agreement, tables) }
        try settlePromises(reach, agreement, tables)
        try settleRequests(agreement, tables)
        try settlePayments(agreement, tables)
        try settleReturns(agreement, tables)
        let concluded = agreement.reviews.count { $0.conclusion != nil }
        // What was the parties' own becomes everyone's when the agreement does, and a review when it is concluded; what was a
        // body's own is shown to the other when it certifies it.
        guard
            shown.publicFrom != agreement.publicFrom || shown.concluded != concluded || shown.isSent || varied != nil
        else { return }
        shown.isSent = false
        if shown.publicFrom != agreement.publicFrom || varied != nil {
            shown.publicFrom = agreement.publicFrom
            try tables.write(.foundFrom, Cell(agreement.publicFrom?.number), .text(bodies), .text(name))
        }
        if shown.concluded != concluded {
            shown.concluded = concluded
            for review in agreement.reviews {
                guard let conclusion = review.conclusion else { continue }
                try tables.write(
                    .concluded, .text(conclusion.advice.rawValue), Cell(conclusion.day.number), .text(name),
                    Cell(review.number))
            }
        }
        for index in history.indices {
            let audience = agreement.audience(of: history[index].event)
            let (day, bodies) = (audience.publicFrom, bodies(of: audience))
            guard day != history[index].publicFrom || bodies != history[index].bodies else { continue }
            (history[index].publicFrom, history[index].bodies) = (day, bodies)
            try tables.write(.reopenStep, Cell(day?.number), .text(bodies), Cell(history[index].position))
        }
    }
}

extension FoldedAgreement {
    /// Writes which proposal waits for an answer, where that has changed.
    private mutating func settleProposal(_ agreement: Agreement<K>, _ tables: Tables) throws {
        let open = agreement.course.open?.number
        guard open != shown.proposal else { return }
        shown.proposal = open
        try tables.write(.openProposal, Cell(open), .text(name))
    }
}

extension Course {
    /// The word that the tables have for where it stands beyond being in force; nil for nothing more.
    fileprivate var word: String? { end?.manner.rawValue ?? (suspended == nil ? nil : "suspended") }
}

extension Course.Change {
    /// The word that the tables have for it.
    fileprivate var word: String {
        switch self {
        case .extended: "extended"
        case .completed: "completed"
        }
    }
}
