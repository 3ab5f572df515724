public import Vocabulary

/// A wording of a line that somebody has read: what an answer to it must name.
public struct ReadLine: Hashable, Sendable {
    public let line: LineID
    /// The revision that was read.
    public let revision: Int

    /// A line as it was read.
    public init(_ line: LineID, revision: Int) {
        self.line = line
        self.revision = revision
    }
}

extension Agreement {
    /// Proposes other wording for a line. Every other side's acceptance of it lapses; signatures given are void.
    public func propose(
        _ content: Part, for read: ReadLine, by side: Identifier<Body>, in circumstances: Circumstances
    ) throws(Refusal) -> [Event] {
        let line = try current(read, side)
        guard line.content.map({ !$0.isSame(as: content) }) ?? true else {
            throw Refusal(
                Fault("line.unchanged", field: "text", "This is the wording that stands: change it, or accept it"))
        }
        guard line.lastContent.name == content.name, line.lastContent.above == content.above else {
            throw Refusal(Fault("line.part", "A line stays the part that it was: open the page anew"))
        }
        try check(content, in: circumstances)
        // A condition may not become that of the side that pays for it.
        let payers = lines.standing.filter { $0.content.above == line.id }.compactMap(\.content.instalment?.by)
        if let promise = content.promise, payers.contains(promise.by) {
            throw Refusal(
                Fault("payment.side", field: "owner", "This side pays under the condition: it cannot be its own"))
        }
        return [.lineProposed(line: line.id, revision: line.revision + 1, content: content, side: side, after: nil)]
    }

    /// Adds a line, after another or at the end.
    public func add(
        _ content: Part, as id: LineID, after: LineID?, by side: Identifier<Body>, in circumstances: Circumstances
    ) throws(Refusal) -> [Event] {
        try mayNegotiate(side)
        guard lines[id] == nil else {
            throw Refusal(Fault("line.added", "This line has been added already"))
        }
        guard lines.all.count < 1000 else { throw Refusal(Fault("draft.long", "An agreement has at most 1,000 lines")) }
        try check(content, in: circumstances)
        return [.lineProposed(line: id, revision: 1, content: content, side: side, after: after)]
    }

    /// Proposes to leave a line out.
    public func drop(_ read: ReadLine, by side: Identifier<Body>) throws(Refusal) -> [Event] {
        let line = try current(read, side)
        guard line.content != nil else {
            throw Refusal(Fault("line.dropped", "It is already proposed to leave this line out"))
        }
        return [.lineDropped(line: line.id, revision: line.revision + 1, side: side)]
    }

    /// Accepts wordings as they were read; those accepted before are passed over.
    public func accept(_ read: [ReadLine], by side: Identifier<Body>) throws(Refusal) -> [Event] {
        var events: [Event] = []
        var seen: Set<LineID> = []
        for one in read {
            let line = try current(one, side)
            if line.stances[side] != .accepts, seen.insert(line.id).inserted {
                events.append(.lineAccepted(line: line.id, revision: line.revision, side: side))
            }
        }
        return events
    }

    /// Marks a wording as under consideration.
    public func consider(_ read: ReadLine, by side: Identifier<Body>) throws(Refusal) -> [Event] {
        let line = try current(read, side)
        return line.stances[side] == .considers
            ? [] : [.lineConsidered(line: line.id, revision: line.revision, side: side)]
    }

    /// Objects to a wording, with a reason.
    public func object(_ read: ReadLine, reason: Sealed, by side: Identifier<Body>) throws(Refusal) -> [Event] {
        let line = try current(read, side)
        return [.lineObjected(line: line.id, revision: line.revision, side: side, reason: reason)]
    }

    /// Says that a line waits on a decision that is made elsewhere.
    public func wait(_ read: ReadLine, on decision: Sealed, by side: Identifier<Body>) throws(Refusal) -> [Event] {
        let line = try current(read, side)
        guard line.awaited == nil else {
            throw Refusal(Fault("line.waits", field: "decision", "This line waits on a decision already"))
        }
        return [.lineAwaited(line: line.id, side: side, decision: decision)]
    }

    /// Says that the decision was made, by the side that waited.
    public func release(_ read: ReadLine, outcome: Sealed, by side: Identifier<Body>) throws(Refusal) -> [Event] {
        let line = try current(read, side)
        guard line.awaited?.side == side else {
            throw Refusal(
                Fault("line.waits-not", field: "outcome", "Only the side that waits can say that the wait is over"))
        }
        return [.lineReleased(line: line.id, side: side, outcome: outcome)]
    }

    /// Speaks of a line or of the whole. Possible at any time, and between the parties only.
    public func discuss(_ line: LineID?, _ text: Sealed, by side: Identifier<Body>) throws(Refusal) -> [Event] {
        try mustBeParty(side)
        if let line, lines[line] == nil { throw Refusal(Fault("line.unknown", "This agreement has no such line")) }
        return [.discussed(line: line, side: side, text: text)]
    }

    /// Withdraws the agreement before signature.
    public func withdraw(reason: Sealed, by side: Identifier<Body>) throws(Refusal) -> [Event] {
        try mayNegotiate(side)
        return [.withdrawn(side: side, reason: reason)]
    }

    /// Whether nothing stands between the lines and their freezing.
    public func mayBeFrozen(in circumstances: Circumstances) -> Bool {
        execution.text == nil && withdrawn == nil && lines.areAgreed(by: parties) && lacking(in: circumstances).isEmpty
    }

    /// What the whole still lacks, though each line be accepted.
    public func lacking(in circumstances: Circumstances) -> [Fault] {
        K.whole(lines.standing.map(\.content), in: circumstances) + unfit(in: circumstances)
    }

    /// Fixes the text, byte for byte, as soon as every side accepts every line.
    public func freeze(_ text: Digest, in circumstances: Circumstances) throws(Refusal) -> [Event] {
        guard mayBeFrozen(in: circumstances) else {
            throw Refusal(Fault("text.open", "Lines are still open, so the text cannot be fixed"))
        }
        return [.frozen(text: text)]
    }

    /// Signs the frozen text, as a required seat whose turn it is.
    public func sign(
        _ text: Digest, as seat: Identifier<Seat>, appointment: Appointment, signature: Digest, on day: Day
    ) throws(Refusal) -> [Event] {
        try maySign(text, as: seat, appointment: appointment, on: day)
        return [.signed(seat: seat, appointment: appointment.id, text: text, signature: signature)]
    }

    /// Refuses where that seat may not sign that text now.
    public func maySign(
        _ text: Digest, as seat: Identifier<Seat>, appointment: Appointment, on day: Day
    ) throws(Refusal) {
        guard text == execution.text else { throw .stale(execution.text) }
        guard appointment.seat == seat else {
            throw Refusal(Fault("appointment.seat", "Your appointment is to another seat"))
        }
        try appointment.maySign(on: day)
        try execution.mayNowSign(seat)
    }

    /// The sides whose answer each open line waits on; none where every side accepts it.
    public func waiting(_ line: Line) -> Set<Identifier<Body>> {
        guard execution.text == nil, withdrawn == nil, !lines.hangs(line) else { return [] }
        if let awaited = line.awaited { return [awaited.side] }
        let objecting = parties.filter { if case .objects = line.stances[$0] { true } else { false } }
        if !objecting.isEmpty {
            let others = parties.filter { !objecting.contains($0) }
            return Set(others.isEmpty ? objecting : others)
        }
        return Set(parties.filter { line.stances[$0] != .accepts })
    }

    func mustBeParty(_ side: Identifier<Body>) throws(Refusal) {
        guard parties.contains(side) else {
            throw Refusal(Fault("side.party", "Only the parties may act on this agreement"))
        }
    }

    private func mayNegotiate(_ side: Identifier<Body>) throws(Refusal) {
        try mustBeParty(side)
        switch stage {
        case .negotiating, .agreed, .signing: return
        case .signed:
            throw Refusal(Fault("agreement.signed", "All have signed: what stands is changed by a variation only"))
        case .withdrawn: throw Refusal(Fault("agreement.withdrawn", "This agreement was withdrawn"))
        }
    }

    private func current(_ read: ReadLine, _ side: Identifier<Body>) throws(Refusal) -> Line {
        try mayNegotiate(side)
        guard let line = lines[read.line] else {
            throw Refusal(Fault("line.unknown", "This agreement has no such line"))
        }
        guard line.revision == read.revision else { throw .stale(line.revision) }
        return line
    }

    private func check(_ content: Part, in circumstances: Circumstances) throws(Refusal) {
        let above = content.above.flatMap { lines[$0]?.content }
        let faults = K.check(content, above: above, in: circumstances)
        guard faults.isEmpty else { throw Refusal(faults) }
    }
}
