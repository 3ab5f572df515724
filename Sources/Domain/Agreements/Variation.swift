public import Vocabulary

/// A variation that all have signed, as the agreement knows it that it changes. It is an agreement of the same kind with a text,
/// a negotiation and signatures of its own; until its last signature what it varies stands as it was.
public struct Variation: Equatable, Sendable {
    public let id: Identifier<Framework>
    /// The digest of its text: the whole agreement as varied.
    public let text: Digest
    /// When its last seat signed, and where on the record.
    public let stamp: Stamp
}

/// A line as a variation leaves it.
public struct VariedLine: Hashable, Codable, Sendable {
    public let line: LineID
    /// What it says from now on; nil where it is left out.
    public let content: Part?
    /// The side that proposed that wording.
    public let side: Identifier<Body>
    /// The line behind which it stands, where it is new.
    public let after: LineID?

    /// A line that is reworded, added or left out.
    public init(line: LineID, content: Part?, side: Identifier<Body>, after: LineID?) {
        (self.line, self.content, self.side, self.after) = (line, content, side, after)
    }
}

/// Authorities that take the place of one that was abolished.
public struct Succession: Hashable, Sendable {
    /// The authority that is no more.
    public let left: Identifier<Body>
    /// Those to which its lines pass, the first answering for what is nobody's own.
    public let joined: [Identifier<Body>]

    /// An authority and its successors.
    public init(from left: Identifier<Body>, to joined: [Identifier<Body>]) {
        (self.left, self.joined) = (left, joined)
    }
}

/// An agreement as the rules of a variation are told of it.
public struct Original: Equatable, Sendable {
    /// The bodies between which it is.
    public let parties: [Identifier<Body>]
    /// Those of them that were abolished.
    public let abolished: Set<Identifier<Body>>
    /// What it says, in order.
    public let lines: [(id: LineID, content: Part)]
    /// The lines that a variation leaves as they are, each with why.
    public let bound: [LineID: WhyBound]
    /// Why it cannot be varied at all.
    public let refusal: Fault?
    /// The day on which all this is so.
    public let day: Day

    public static func == (left: Original, right: Original) -> Bool {
        left.parties == right.parties && left.abolished == right.abolished && left.bound == right.bound
            && left.refusal == right.refusal && left.day == right.day
            && left.lines.elementsEqual(right.lines) { $0 == $1 }
    }
}

/// Why a line stays as it is.
public enum WhyBound: String, CaseIterable, Sendable {
    /// It was put to another side, which answers it as it was put.
    case asked
    /// It was reported as kept or broken.
    case reported
    /// Money was paid, withheld or taken back under it, or all of it went to other instalments.
    case moved
    /// Returns were written as it asks for them.
    case returned
    /// It says from which day it all is in force and public.
    case begun
}

extension Framework {
    /// The unique keys that a live agreement holds which is made under this.
    public func claims<K: Kind>(_: K.Type) -> Set<Claim> {
        varies.map { [Claim("variation", "\(K.name)/\($0)")] } ?? K.claims(self)
    }
}

// MARK: The agreement that is varied

extension Agreement {
    /// Whether it is a variation of another.
    public var isVariation: Bool { framework.varies != nil }

    /// How a variation finds it on a day.
    ///
    /// - Parameter bodies: The parties to it.
    public func original(_ bodies: [Body], on day: Day) -> Original {
        Original(
            parties: parties,
            abolished: Set(
                bodies.filter { body in parties.contains(body.id) && body.isAbolished(by: day) }.map(\.id)),
            lines: lines.standing.map { ($0.id, $0.content) },
            bound: Dictionary(
                lines.standing.compactMap { line in whyBound(line.id, line.content).map { (line.id, $0) } }
            ) { first, _ in first },
            refusal: whyNotVaried, day: day)
    }

    private var whyNotVaried: Fault? {
        if !K.isVaried || isVariation {
            return Fault("variation.kind", field: "variation", "This is not varied: agree on what follows it")
        }
        guard execution.completed != nil else {
            return Fault(
                "variation.unsigned", field: "variation",
                "It is varied once all have signed it: until then its lines are open")
        }
        guard course.end != nil else { return nil }
        return Fault("variation.ended", field: "variation", "It has ended: nothing of it is varied any more")
    }

    private func whyBound(_ line: LineID, _ content: Part) -> WhyBound? {
        switch content {
        case .request: return .asked
        case .commencement: return .begun
        case .payment: return payments[line].map(\.hasMoved) == true ? .moved : nil
        case .returns:
            return returned[line]?.values.contains { $0.editions > 0 || $0.isExtra } == true ? .returned : nil
        default:
            guard content.promise != nil, let standing = standing(of: line) else { return nil }
            let last = fulfilment(of: line).reports.last?.outcome
            return standing.isSettled || standing.state == .reported && last == .kept ? .reported : nil
        }
    }

    /// The lines as a variation begins with them: what is to be paid as it is profiled now.
    private func profiled(_ line: LineID, _ content: Part) -> Part {
        guard case .payment(let condition, let text, let instalment) = content, let payment = payments[line],
            !payment.hasMoved
        else { return content }
        return .payment(
            condition: condition, text: text,
            instalment: Instalment(
                by: instalment.by, owner: instalment.owner, amount: payment.amount, due: payment.due))
    }

    /// The draft of a variation, made of its lines as they stand. Where an authority was abolished its lines pass to those
    /// that the succession names; for each line somebody is still to say which seat answers for it.
    ///
    /// - Parameter circumstances: The parties to it and those that would be, with all their seats that its lines cite.
    public func variation(
        as id: Identifier<Agreement<K>>, to succession: Succession?, by side: Identifier<Body>, on day: Day,
        in circumstances: Circumstances
    ) throws(Refusal) -> Draft<K> {
        try mustBeParty(side)
        let original = original(circumstances.parties, on: day)
        var parties = parties
        if let succession {
            guard side != succession.left else {
                throw Refusal(Fault("novation.side", "Another party begins it: an authority that is no more cannot"))
            }
            guard !succession.joined.isEmpty else {
                throw Refusal(
                    Fault("novation.joined", field: "successor", "Choose at least one authority that succeeds it"))
            }
            var seen: Set<Identifier<Body>> = []
            parties = parties.flatMap { $0 == succession.left ? succession.joined : [$0] }
                .filter { seen.insert($0).inserted }
        }
        let faults = original.faults(between: parties, circumstances.parties)
        guard faults.isEmpty else { throw Refusal(faults) }
        let authority = authority.map { $0 == succession?.left ? succession?.joined.first ?? $0 : $0 }
        return Draft(
            id, title: "\(title): variation \(variations.count + 1)", author: side, parties: parties,
            framework: Framework(
                statement: framework.statement, year: framework.year, authority: authority,
                varies: Identifier(self.id)),
            lines: lines.standing.compactMap { line in
                // Who signed for an authority that is no more signs nothing.
                if case .signatory(let seat, _) = line.content {
                    let body = circumstances.seats[seat]?.body
                    guard let body, parties.contains(body) else { return nil }
                }
                let content = profiled(line.id, line.content)
                return Draft.DraftLine(id: line.id, content: succession.map { content.passed($0) } ?? content)
            })
    }

    /// These parties in the order of its own, those that join in the place of the one that they succeed.
    private func parties(as others: [Identifier<Body>]) -> [Identifier<Body>] {
        var joined = others.filter { !parties.contains($0) }
        return parties.flatMap { party -> [Identifier<Body>] in
            if others.contains(party) { return [party] }
            defer { joined = [] }
            return joined
        }
    }

    /// Takes up a variation that all have signed.
    public func vary(by variation: Agreement<K>, in circumstances: Circumstances) throws(Refusal) -> [Event] {
        guard variation.framework.varies == Identifier(id), let text = variation.execution.text,
            variation.execution.completed != nil, let original = circumstances.original
        else { throw Refusal(Fault("variation.other", "This is no variation of it that all have signed")) }
        let faults = variation.unfit(in: circumstances)
        guard faults.isEmpty else { throw Refusal(faults) }
        return [
            .varied(
                variation: Identifier(variation.id), text: text, parties: parties(as: variation.parties),
                authority: variation.framework.authority, lines: original.changes(to: variation))
        ]
    }
}

// MARK: The variation

extension Draft {
    /// Puts a line back that a variation was to leave out, and what it stands under.
    public mutating func restore(_ id: LineID, in circumstances: Circumstances) throws(Refusal) {
        guard let original = circumstances.original, self[id] == nil,
            let place = original.lines.firstIndex(where: { $0.id == id })
        else { throw Refusal(Fault("variation.whole", field: "variation", "This line is not left out")) }
        var content = original.lines[place].content
        if let above = content.above, self[above] == nil { try restore(above, in: circumstances) }
        let joined = parties.filter { !original.parties.contains($0) }
        if let left = original.parties.first(where: { !parties.contains($0) }) {
            content = content.passed(Succession(from: left, to: joined))
        }
        let before = original.lines[..<place].last { self[$0.id] != nil }?.id
        try put(content, as: id, after: before, .typing, in: circumstances)
    }
}

extension Agreement {
    /// What stands between a variation and the agreement that it changes; nothing of an agreement that is none.
    func unfit(in circumstances: Circumstances) -> [Fault] {
        guard isVariation, let original = circumstances.original else { return [] }
        return original.faults(
            of: lines.standing.map { ($0.id, $0.content) }, between: parties, circumstances.parties)
    }

    /// Refuses where what a variation changes has moved on since: it is put right, or withdrawn.
    public func mustFit(in circumstances: Circumstances) throws(Refusal) {
        let faults = unfit(in: circumstances)
        guard faults.isEmpty else { throw Refusal(faults) }
    }
}

extension Draft {
    /// The same of a draft.
    func unfit(in circumstances: Circumstances) -> [Fault] {
        guard framework.varies != nil, let original = circumstances.original else { return [] }
        return original.faults(of: lines.map { ($0.id, $0.content) }, between: parties, circumstances.parties)
    }
}

extension Original {
    /// What is wrong with the bodies between which it is to stand.
    func faults(between parties: [Identifier<Body>], _ bodies: [Body]) -> [Fault] {
        if let refusal { return [refusal] }
        let left = self.parties.filter { !parties.contains($0) }
        let joined = parties.filter { !self.parties.contains($0) }
        func name(_ id: Identifier<Body>) -> String { bodies.first { $0.id == id }?.name ?? "A party" }
        var faults = left.filter { !abolished.contains($0) }.map {
            Fault("novation.left", field: "successor", "\(name($0)) was not abolished: it stays a party")
        }
        faults += parties.filter(abolished.contains).map {
            Fault(
                "novation.needed", field: "successor",
                "\(name($0)) was abolished: withdraw this, and let its lines pass to those that succeed it")
        }
        if left.isEmpty != joined.isEmpty {
            faults.append(
                Fault(
                    "novation.place", field: "successor",
                    "A body joins in the place of an authority that was abolished, and in no other way"))
        }
        for id in joined {
            guard let body = bodies.first(where: { $0.id == id }), body.sort == .authority, body.exists(on: day) else {
                faults.append(
                    Fault(
                        "novation.joined", field: "successor", "\(name(id)) is no authority today: choose one that is"))
                continue
            }
        }
        return faults
    }

    /// What is wrong with a text that is to stand in its place.
    func faults(
        of text: [(id: LineID, content: Part)], between parties: [Identifier<Body>], _ bodies: [Body]
    ) -> [Fault] {
        var faults = faults(between: parties, bodies)
        guard faults.isEmpty else { return faults }
        let known = Dictionary(lines.map { ($0.id, $0.content) }) { first, _ in first }
        let left = Set(self.parties).subtracting(parties)
        for (id, content) in text {
            if let old = known[id] {
                faults += Self.faults(of: content, instead: old, bound[id], left).map { $0.at(id.description) }
            } else if content.name == .request || content.name == .commencement {
                faults.append(
                    Fault(
                        "variation.new", field: id.description,
                        "'\(Wording.beginning(of: content.words))': a variation adds no request, and no day on which the agreement begins"
                    ))
            }
        }
        let said = Set(text.map(\.id))
        for (id, content) in lines where !said.contains(id) {
            guard let why = bound[id] else { continue }
            faults.append(
                Fault(
                    "variation.bound", field: "variation",
                    "'\(Wording.beginning(of: content.words))' cannot be left out: \(why.words)"))
        }
        // Who signs is a matter of each text by itself.
        let signing = Set((lines + text).filter { $0.content.name == .signatory }.map(\.id))
        if faults.isEmpty, left.isEmpty, changes(to: text).allSatisfy({ signing.contains($0.id) }) {
            faults.append(
                Fault("variation.nothing", field: "variation", "Change, add or leave out at least one line"))
        }
        return faults
    }

    private static func faults(
        of new: Part, instead old: Part, _ why: WhyBound?, _ left: Set<Identifier<Body>>
    ) -> [Fault] {
        guard !new.isSame(as: old) else { return [] }
        let beginning = Wording.beginning(of: old.words)
        if let why, !new.isSame(as: old.answered(as: new)) {
            return [Fault("variation.bound", "'\(beginning)' stays as it is: \(why.words)")]
        }
        for (before, after) in zip(old.sides, new.sides) where before != after && !left.contains(before) {
            return [
                Fault(
                    "variation.side",
                    "'\(beginning)' stays with the side that it is of: leave it out, and add a line of the other side")
            ]
        }
        return []
    }

    /// What a text that stands in its place changes.
    private func changes(to text: [(id: LineID, content: Part)]) -> [(id: LineID, content: Part?, after: LineID?)] {
        let known = Dictionary(lines.map { ($0.id, $0.content) }) { first, _ in first }
        var changes: [(id: LineID, content: Part?, after: LineID?)] = []
        var last: LineID?
        for (id, content) in text {
            if known[id].map({ !content.isSame(as: $0) }) ?? true {
                changes.append((id, content, known[id] == nil ? last : nil))
            }
            last = id
        }
        let said = Set(text.map(\.id))
        return changes + lines.filter { !said.contains($0.id) }.map { ($0.id, nil, nil) }
    }

    /// The lines that a signed variation leaves otherwise than they were, each with the side that worded it last.
    func changes<K: Kind>(to variation: Agreement<K>) -> [VariedLine] {
        changes(to: variation.lines.standing.map { ($0.id, $0.content) }).map { change in
            VariedLine(
                line: change.id, content: change.content,
                side: variation.lines[change.id]?.versions.last?.side ?? variation.author, after: change.after)
        }
    }

    /// The events by which a variation begins with these lines: what stood before each that is reworded or left out, so that
    /// every side sees what is proposed in place of what.
    func opening<K: Kind>(_ draft: Draft<K>) -> [AgreementEvent] {
        let (side, text) = (draft.author, draft.lines)
        let known = Dictionary(lines.map { ($0.id, $0.content) }) { first, _ in first }
        let said = Set(text.map(\.id))
        var order = text.map(\.id)
        var last: LineID?
        for (id, _) in lines {
            if !said.contains(id) {
                order.insert(id, at: last.flatMap { order.firstIndex(of: $0) }.map { $0 + 1 } ?? 0)
            }
            last = id
        }
        let dropped = Set(lines.map(\.id)).subtracting(said)
        return order.flatMap { id -> [AgreementEvent] in
            let new = draft[id]
            guard let old = known[id] else {
                return new.map { [.lineProposed(line: id, revision: 1, content: $0, side: side, after: nil)] } ?? []
            }
            let carried = AgreementEvent.lineCarried(line: id, content: old, side: side)
            guard let new else {
                // What stands under a line that is left out goes with it.
                let goes = old.above.map(dropped.contains) ?? false
                return goes ? [carried] : [carried, .lineDropped(line: id, revision: 2, side: side)]
            }
            guard !new.isSame(as: old) else { return [carried] }
            return [carried, .lineProposed(line: id, revision: 2, content: new, side: side, after: nil)]
        }
    }
}

extension WhyBound {
    /// Behind a colon.
    var words: String {
        switch self {
        case .asked: "a request is answered as it was put"
        case .reported: "its promise was reported as kept or broken"
        case .moved: "money was paid, withheld or taken back under it"
        case .returned: "returns were written or asked for under it"
        case .begun: "the days on which it came into force are past changing"
        }
    }
}

extension Part {
    /// Its words, or what it is where it has none.
    var words: String { text.isEmpty ? name.rawValue : text }

    /// The bodies that it binds, each at its place.
    public var sides: [Identifier<Body>] {
        switch self {
        case .request(_, let ask): [ask.by, ask.of]
        case .payment(_, _, let instalment): [instalment.by]
        case .returns(_, let template): [template.by, template.to]
        default: [promise?.by].compactMap(\.self)
        }
    }

    /// Whether it is the other one, byte for byte.
    func isSame(as other: Part) -> Bool { self == other && Wording.same(text, other.text) }

    /// The same line, for which the bodies and the seat of another answer.
    func answered(as other: Part) -> Part {
        switch (self, other) {
        case (.contribution(let priority, let text, let promise), .contribution(_, _, let new)):
            .contribution(priority: priority, text: text, promise: promise.answered(as: new))
        case (.condition(let text, let promise), .condition(_, let new)):
            .condition(text: text, promise: promise.answered(as: new))
        case (.request(let text, let ask), .request(_, let new)):
            .request(text: text, ask: ask.between(new.by, new.of))
        case (.payment(let condition, let text, let one), .payment(_, _, let new)):
            .payment(
                condition: condition, text: text,
                instalment: Instalment(by: new.by, owner: new.owner, amount: one.amount, due: one.due))
        case (.returns(let text, let one), .returns(_, let new)):
            .returns(
                text: text,
                template: ReturnTemplate(
                    by: new.by, owner: new.owner, to: new.to, days: one.days, figures: one.figures, weeks: one.weeks))
        default: self
        }
    }

    /// The same line, of an authority's first successor where it was that authority's; which seat answers for it is open.
    func passed(_ succession: Succession) -> Part {
        func pass(_ body: Identifier<Body>) -> Identifier<Body> {
            body == succession.left ? succession.joined.first ?? body : body
        }
        func pass(_ promise: Promise) -> Promise {
            promise.by == succession.left ? Promise(by: pass(promise.by), owner: nil, due: promise.due) : promise
        }
        switch self {
        case .contribution(let priority, let text, let promise):
            return .contribution(priority: priority, text: text, promise: pass(promise))
        case .condition(let text, let promise): return .condition(text: text, promise: pass(promise))
        case .request(let text, let ask): return .request(text: text, ask: ask.between(pass(ask.by), pass(ask.of)))
        case .returns(let text, let one):
            return .returns(
                text: text,
                template: ReturnTemplate(
                    by: pass(one.by), owner: one.by == succession.left ? nil : one.owner, to: pass(one.to),
                    days: one.days, figures: one.figures, weeks: one.weeks))
        default: return self
        }
    }
}

extension Promise {
    fileprivate func answered(as other: Promise) -> Promise { Promise(by: other.by, owner: other.owner, due: due) }
}

extension Ask {
    fileprivate func between(_ by: Identifier<Body>, _ of: Identifier<Body>) -> Ask {
        Ask(by: by, of: of, wants: wants, concerns: concerns, benefits: benefits, weeks: weeks)
    }
}

extension Payment {
    /// Whether money moved under it, or all of it went to other instalments.
    var hasMoved: Bool { paid > .nothing || withheld > .nothing || repaid > .nothing || amount == .nothing }
}
