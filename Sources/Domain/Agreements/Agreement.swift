public import Vocabulary

/// An agreement between bodies, from the day its draft is sent: its lines, what each side says of them, and its signing.
public struct Agreement<K: Kind>: Equatable, Sendable {
    public let id: Identifier<Agreement<K>>
    /// The name under which it is known.
    public let title: String
    /// The bodies between which it is: those that made it, the author first, or those to which it passed.
    public private(set) var parties: [Identifier<Body>]
    /// The authority that it is with, where it is with one.
    public private(set) var authority: Identifier<Body>?
    /// The body that wrote the draft.
    public let author: Identifier<Body>
    /// What it is made under.
    public let framework: Framework
    /// When it was sent.
    public let opened: Stamp
    /// What it says, line by line.
    public private(set) var lines: Lines
    /// Its freezing and signing.
    public private(set) var execution: Execution
    /// What has become of its promises, line by line; those of which nothing was reported are missing.
    private(set) var fulfilments: [LineID: Fulfilment] = [:]
    /// What has become of its instalments, line by line; those to which nothing happened are missing.
    private(set) var payments: [LineID: Payment] = [:]
    /// The steps that its instalments have taken, oldest first.
    public private(set) var paymentSteps: [PaymentStep] = []
    /// How often they were spread anew.
    private(set) var profiles = 0
    /// What has become of its returns, line by line and by due day; those to which nothing happened are missing.
    private(set) var returned: [LineID: [Day: Return]] = [:]
    /// How closely its delivery is watched, and how often that was changed.
    public private(set) var monitoring = Monitoring.ordinary
    public private(set) var monitoringChanges = 0
    /// What was said of it in the yearly discussion.
    private(set) var remarks: Set<Identifier<SpokenRemark>> = []
    /// What has become of it since all signed it.
    public private(set) var course = Course()
    /// Its reviews, oldest first; at most the last is open.
    public private(set) var reviews: [Review] = []
    /// Which side withdrew it before signature.
    public private(set) var withdrawn: Identifier<Body>?
    /// The days that the signed text states: what changes the text thaws it. Found once, when the last seat signs, because
    /// every question of an audience asks for them.
    private var stated: Commencement?
    /// The days for which the signed text says that it is made, where these are no school year. Found with the same.
    public private(set) var span: Span?
    /// The variations that all have signed, oldest first.
    public private(set) var variations: [Variation] = []
    /// The revisions of the lines of the text that all have signed.
    private var signed: [LineID: Int] = [:]
    /// All that are or were parties to it, which every audience is made of.
    public private(set) var circle: Set<Identifier<Body>>

    /// Where it stands, whatever the day.
    public enum Stage: String, Codable, CaseIterable, Sendable {
        /// Lines are open.
        case negotiating
        /// Every side accepts every line; the text is frozen and nobody has signed.
        case agreed
        /// Some have signed.
        case signing
        /// All have signed: in force from the last signature or the stated day.
        case signed
        /// Withdrawn before signature.
        case withdrawn
    }

    /// Where it stands, whatever the day.
    public var stage: Stage {
        if withdrawn != nil { return .withdrawn }
        if execution.completed != nil { return .signed }
        guard execution.text != nil else { return .negotiating }
        return execution.signatures.isEmpty ? .agreed : .signing
    }

    /// The first day in force, once all have signed: the day of the last signature, or a later one that the text states. A
    /// variation has none: what it changes stands in the agreement that it varies.
    public var inForce: Day? {
        guard framework.varies == nil, let signed = execution.completed?.londonDay else { return nil }
        return max(signed, stated?.inForce ?? signed)
    }

    /// The first day on which everyone may read it: from force on, or from the day of publication that the text states.
    public var publicFrom: Day? {
        guard let signed = execution.completed?.londonDay else { return nil }
        return max(signed, stated?.publication ?? stated?.inForce ?? signed)
    }
}

extension Agreement: Subject {
    /// What can happen to it.
    public typealias Event = AgreementEvent

    public static var kind: String { K.name }

    public init?(opening event: AgreementEvent, as id: Identifier<Self>, _ stamp: Stamp) {
        guard case .opened(let title, let parties, let author, let framework) = event else { return nil }
        self.init(
            id: id, title: title, parties: parties, authority: framework.authority, author: author,
            framework: framework, opened: stamp, lines: Lines(),
            execution: Execution(), fulfilments: [:], course: Course(), reviews: [],
            withdrawn: nil, stated: nil, span: nil,
            circle: Set(parties))
    }

    public mutating func apply(_ event: AgreementEvent, _ stamp: Stamp) {
        switch event {
        case .opened, .cleared, .discussed: break
        case .spoke(let remark, _, _): remarks.insert(remark)
        case .lineProposed(let line, let revision, let content, let side, let after):
            change(line, revision, content, side, after, stamp)
        case .lineCarried(let line, let content, let side, let signed):
            change(line, 1, content, side, nil, stamp)
            lines.settle(line, signed)
        case .lineDropped(let line, let revision, let side): change(line, revision, nil, side, nil, stamp)
        case .lineAccepted(let line, _, let side): lines.answer(line, side, .accepts)
        case .lineConsidered(let line, _, let side):
            execution.thaw()
            lines.answer(line, side, .considers)
        case .lineObjected(let line, _, let side, let reason):
            execution.thaw()
            lines.answer(line, side, .objects(reason: reason))
        case .lineAwaited(let line, let side, let decision):
            execution.thaw()
            lines.wait(line, Line.Awaited(side: side, decision: decision))
        case .lineReleased(let line, _, _): lines.wait(line, nil)
        case .frozen(let text): execution.freeze(text, signatories)
        case .signed(let seat, let appointment, let text, let signature):
            execution.add(
                Execution.Signature(
                    seat: seat, appointment: appointment, text: text, signature: signature, stamp: stamp))
            if execution.completed != nil {
                stated = commencement
                span = lines.all.lazy.compactMap(\.content?.span).first
                signed = Dictionary(lines.standing.map { ($0.id, $0.revision) }) { first, _ in first }
            }
        case .withdrawn(let side, _):
            execution.thaw()
            withdrawn = side
        case .reported(let line, _, let outcome, _, _, _, _):
            fulfilments[line, default: Fulfilment()].add(outcome, stamp)
        case .reportAccepted(let line, let report, let side): fulfilments[line]?.accept(report, side)
        case .reportChallenged(let line, let report, let side, _): fulfilments[line]?.challenge(report, side)
        case .suspended(let side, _): course.suspend(side)
        case .resumed: course.resume()
        case .terminated: course.terminate(stamp)
        case .courseProposed(_, let change, let side, _): course.propose(change, side)
        case .courseAccepted(_, let side): course.accept(side, of: parties, stamp)
        case .courseDeclined: course.close()
        case .reviewBegun(let review, let trigger, _, _):
            reviews.append(Review(number: review, trigger: trigger, begun: stamp))
        case .reviewed(_, let line, let advice, let side, _, _): say(of: line, advice, side)
        case .reviewConcluded(_, let advice, let side, _):
            guard let last = reviews.indices.last else { break }
            reviews[last].conclude(side, advice, of: parties, stamp)
        case .paymentMoved(let line, _, let change, _, _): step([line], stamp) { $1.take(change) }
        case .reprofiled(_, let profile, _, _):
            profiles += 1
            let profile = Dictionary(profile.map { ($0.line, $0) }) { $1 }
            step(Array(profile.keys), stamp) { line, payment in
                if let one = profile[line] { payment.profile(one.amount, one.due) }
            }
        case .returnPrepared(let line, let revision, let due, _, _, _, _, _, let summary):
            update(return: line, due) { $0.prepare(summary, as: revision) }
        case .returnCertified(let line, let due, let edition, _):
            update(return: line, due) { $0.certify(edition, stamp) }
        case .returnAssessed(let line, let due, _, let verdict, let again, _, _):
            update(return: line, due) { $0.assess(verdict, again) }
        case .returnSummarised: break
        case .monitored(_, let level, _, _):
            monitoring = level
            monitoringChanges += 1
        case .returnAsked(let line, let due, _, _):
            returned[line, default: [:]][due] = Return(due: due, isExtra: true)
        case .varied(let variation, let text, let parties, let authority, let lines):
            variations.append(Variation(id: variation, text: text, stamp: stamp))
            pass(to: parties, authority, stamp)
            vary(lines, stamp)
        }
    }

    private mutating func vary(_ changes: [VariedLine], _ stamp: Stamp) {
        let (before, paid) = (ledger, Dictionary(instalments.map { ($0.line, $0.payment) }) { first, _ in first })
        for one in changes { vary(one, stamp) }
        for line in lines.all { lines.settle(line.id, parties) }
        let runs = lines.standing.lazy.compactMap(\.content.span).first
        // A period that all signed anew takes the place of one until which it was extended.
        if runs != span { course.extend(until: nil) }
        span = runs
        let now = Dictionary(instalments.map { ($0.line, $0.payment) }) { first, _ in first }
        let steps = Set(paid.keys).union(now.keys).sorted().compactMap { line -> PaymentStep.Change? in
            guard let one = paid[line] ?? now[line], paid[line] != now[line] else { return nil }
            return PaymentStep.Change(line: line, before: paid[line] ?? one.none, after: now[line] ?? one.none)
        }
        if !steps.isEmpty {
            paymentSteps.append(PaymentStep(changes: steps, before: before, after: ledger, position: stamp.position))
        }
    }

    private mutating func vary(_ one: VariedLine, _ stamp: Stamp) {
        let revision = (lines[one.line]?.revision ?? 0) + 1
        if let old = lines[one.line]?.content, one.content.map({ !$0.isSame(as: old.answered(as: $0)) }) ?? true {
            fulfilments[one.line]?.reword()
        }
        lines.propose(
            one.line, Line.Version(revision: revision, content: one.content, side: one.side, stamp: stamp),
            after: one.after)
        if let instalment = one.content?.instalment { payments[one.line]?.profile(instalment.amount, instalment.due) }
    }

    /// Those that take the place of a party answer for what it promised, and say what it would have said.
    private mutating func pass(to parties: [Identifier<Body>], _ authority: Identifier<Body>?, _ stamp: Stamp) {
        let succession = Succession(from: self.parties, toward: parties)
        guard !succession.left.isEmpty else { return }
        let heirs = succession.heirs.isEmpty ? [authority].compactMap(\.self) : succession.heirs
        for line in fulfilments.keys {
            guard let promise = promise(line) else { continue }
            fulfilments[line]?.pass(from: Set(succession.left), to: heirs, promisedBy: promise.by, at: stamp.position)
        }
        if let first = heirs.first { course.pass(from: Set(succession.left), to: first) }
        self.parties = parties
        self.authority = authority
        circle.formUnion(parties)
    }

    private mutating func step(_ lines: [LineID], _ stamp: Stamp, _ change: (LineID, inout Payment) -> Void) {
        let before = ledger
        var changes: [PaymentStep.Change] = []
        for line in lines.sorted() {
            guard let stood = payment(line) else { continue }
            var now = stood
            change(line, &now)
            payments[line] = now
            changes.append(PaymentStep.Change(line: line, before: stood, after: now))
        }
        paymentSteps.append(PaymentStep(changes: changes, before: before, after: ledger, position: stamp.position))
    }

    private mutating func update(return line: LineID, _ due: Day, _ change: (inout Return) -> Void) {
        change(&returned[line, default: [:]][due, default: Return(due: due, isExtra: false)])
    }

    private mutating func say(of line: LineID, _ advice: Review.Advice, _ side: Identifier<Body>) {
        guard let last = reviews.indices.last else { return }
        reviews[last].say(line, side, advice)
    }

    private mutating func change(
        _ line: LineID, _ revision: Int, _ content: Part?, _ side: Identifier<Body>, _ after: LineID?, _ stamp: Stamp
    ) {
        execution.thaw()
        lines.propose(
            line, Line.Version(revision: revision, content: content, side: side, stamp: stamp), after: after)
    }

    /// The seats that the standing lines say must sign.
    public var signatories: [Execution.Required] {
        lines.standing.compactMap { line in
            guard case .signatory(let seat, let order) = line.content else { return nil }
            return Execution.Required(seat: seat, order: order)
        }
    }

    /// A variation holds its place among the variations of one agreement until all have signed it: one is open at a time.
    public var claims: Set<Claim> {
        guard withdrawn == nil, course.end?.manner != .terminated else { return [] }
        guard framework.varies == nil || execution.completed == nil else { return [] }
        return framework.claims(K.self)
    }

    /// At force the agreed lines, the steps and the days become public; discussion, objections, what was waited for and
    /// superseded wordings stay with the parties for ever, and so does what a return says; a clearance stays with the body
    /// that gave it. What becomes of promises, of money, and of the agreement itself, is as public as it is.
    public func audience(of event: AgreementEvent) -> Audience {
        switch event {
        case .opened, .frozen, .signed, .reported, .reportAccepted, .reportChallenged, .suspended, .resumed,
            .terminated, .courseProposed, .courseAccepted, .courseDeclined, .paymentMoved, .reprofiled,
            .returnCertified, .returnSummarised, .monitored, .returnAsked, .spoke, .varied:
            .parties(circle, everyoneFrom: publicFrom)
        case .cleared: .body(author)
        // Whoever writes a return shows it to the others by certifying it; to everyone it shows its summary.
        case .returnPrepared(let line, _, let due, let edition, _, let side, _, _, _):
            returned[line]?[due]?.sent.contains(edition) == true
                ? .parties(circle, everyoneFrom: nil) : .body(side)
        case .returnAssessed: .parties(circle, everyoneFrom: nil)
        case .lineProposed(let line, let revision, _, _, _), .lineAccepted(let line, let revision, _):
            .parties(circle, everyoneFrom: signed[line] == revision ? publicFrom : nil)
        case .lineCarried(let line, _, _, _): .parties(circle, everyoneFrom: signed[line] == 1 ? publicFrom : nil)
        case .reviewBegun(let review, _, _, _), .reviewed(let review, _, _, _, _, _),
            .reviewConcluded(let review, _, _, _):
            .parties(circle, everyoneFrom: isConcluded(review) ? publicFrom : nil)
        case .lineDropped, .lineConsidered, .lineObjected, .lineAwaited, .lineReleased, .discussed, .withdrawn:
            .parties(circle, everyoneFrom: nil)
        }
    }

    /// A review is between the parties until they have concluded it.
    private func isConcluded(_ review: Int) -> Bool {
        reviews.indices.contains(review - 1) && reviews[review - 1].conclusion != nil
    }
}
