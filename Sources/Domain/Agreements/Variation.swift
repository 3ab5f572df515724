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

/// A line of a text: its lasting name, and what it says.
public struct TextLine: Hashable, Sendable {
    public let id: LineID
    public let content: Part

    /// A line of that name.
    public init(_ id: LineID, _ content: Part) { (self.id, self.content) = (id, content) }
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

    /// How a variation finds it on a day: what is to be paid stands in it as it is profiled now.
    ///
    /// - Parameter bodies: The parties to it.
    public func original(_ bodies: [Body], on day: Day) -> Original {
        var (lines, bound, gone): ([TextLine], [LineID: WhyBound], Set<LineID>) = ([], [:], [])
        for line in self.lines.standing {
            let payment = payments[line.id]
            guard let content = payment.map({ line.content.profiled($0.amount, $0.due) }) ?? line.content else {
                gone.insert(line.id)
                continue
            }
            lines.append(TextLine(line.id, content))
            bound[line.id] = whyBound(line.id, content)
        }
        let ends = bodies.filter { parties.contains($0.id) }.compactMap { body in
            body.authority?.until.map { (body.id, $0) }
        }
        return Original(
            parties: parties, ends: Dictionary(ends) { first, _ in first }, lines: lines, bound: bound, gone: gone,
            refusal: whyNotVaried, edition: variations.count + profiles, day: day)
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
        // What only its own body has read of a return is nobody else's to learn from a refusal.
        case .returns:
            return returned[line]?.values.contains { !$0.sent.isEmpty || $0.isExtra } == true ? .returned : nil
        case .condition:
            let below = lines.standing.filter { $0.content.above == line }.compactMap { payments[$0.id] }
            return below.contains { $0.isMet || $0.hasMoved } ? .met : whyPromiseBound(line)
        default: return whyPromiseBound(line)
        }
    }

    private func whyPromiseBound(_ line: LineID) -> WhyBound? {
        guard let standing = standing(of: line) else { return nil }
        return standing.isSettled || standing.state == .reported || standing.state == .challenged ? .reported : nil
    }

    /// The draft of a variation, made of its lines as they stand. Where successors are named, the lines of the authorities
    /// among the parties that were or will be abolished pass to them; for each somebody is still to say which seat answers for
    /// it.
    ///
    /// - Parameters:
    ///   - successors: The authorities that take their place; the first answers for what no seat answers for.
    ///   - circumstances: The parties to it and those that would be, with all seats that its lines cite.
    public func variation(
        as id: Identifier<Agreement<K>>, to successors: [Identifier<Body>], by side: Identifier<Body>, on day: Day,
        in circumstances: Circumstances
    ) throws(Refusal) -> Draft<K> {
        try mustBeParty(side)
        let original = original(circumstances.parties, on: day)
        let left = successors.isEmpty ? [] : parties.filter { original.ends[$0] != nil }
        guard successors.isEmpty || !left.isEmpty else {
            throw Refusal(
                Fault("novation.left", field: "successor", "No party was abolished: each of them stays a party"))
        }
        guard !left.contains(side) else {
            throw Refusal(Fault("novation.side", "Another party begins it: an authority that ends cannot"))
        }
        guard !successors.isEmpty || !parties.contains(where: original.isAbolished) else {
            throw Refusal(
                Fault("novation.joined", field: "successor", "Choose at least one authority that succeeds it"))
        }
        let succession = Succession(from: left, to: successors)
        let parties = succession.applied(to: parties)
        let faults = original.faults(between: parties, circumstances.parties)
        guard faults.isEmpty else { throw Refusal(faults) }
        return Draft(
            id, title: "\(title): variation \(variations.count + 1)", author: side, parties: parties,
            framework: Framework(
                statement: framework.statement, year: framework.year, authority: authority.map(succession.pass),
                varies: Identifier(self.id)),
            lines: original.lines.compactMap { line in
                // Who signed for an authority that is no more signs nothing.
                if case .signatory(let seat, _) = line.content {
                    guard let body = circumstances.seats[seat]?.body, parties.contains(body) else { return nil }
                }
                return Draft.DraftLine(id: line.id, content: line.content.passed(succession))
            }, basis: original.edition)
    }

    /// Takes up a variation that all have signed.
    public func vary(by variation: Agreement<K>, in circumstances: Circumstances) throws(Refusal) -> [Event] {
        guard variation.framework.varies == Identifier(id), let text = variation.execution.text,
            variation.execution.completed != nil, let original = circumstances.original
        else { throw Refusal(Fault("variation.other", "This is no variation of it that all have signed")) }
        try variation.mustFit(in: circumstances)
        let succession = Succession(from: parties, toward: variation.parties)
        return [
            .varied(
                variation: Identifier(variation.id), text: text, parties: succession.applied(to: parties),
                authority: variation.framework.authority, lines: original.changes(to: variation))
        ]
    }
}

// MARK: The variation

extension Agreement {
    /// What stands between a variation and the agreement that it changes; nothing of an agreement that is none.
    func unfit(in circumstances: Circumstances) -> [Fault] {
        guard isVariation, let original = circumstances.original else { return [] }
        let text = lines.standing.map { TextLine($0.id, $0.content) }
        let began = Dictionary(lines.all.compactMap { line in line.versions.first?.content.map { (line.id, $0) } }) {
            first, _ in first
        }
        return original.faults(of: text, between: parties, circumstances.parties)
            + original.moved(text, from: began)
    }

    /// Refuses to sign where what a variation changes has moved on since, or an authority is still there whose lines pass on.
    public func mustFit(in circumstances: Circumstances) throws(Refusal) {
        var faults = unfit(in: circumstances)
        if faults.isEmpty, isVariation, let original = circumstances.original {
            faults = original.early(between: parties, circumstances.parties)
        }
        guard faults.isEmpty else { throw Refusal(faults) }
    }
}

extension Draft {
    /// The same of a draft.
    func unfit(in circumstances: Circumstances) -> [Fault] {
        guard framework.varies != nil, let original = circumstances.original else { return [] }
        guard basis == original.edition else {
            return [
                Fault(
                    "variation.moved", field: "variation",
                    "The agreement has changed since this draft was begun: copy what you want to keep, discard it and begin anew"
                )
            ]
        }
        return original.faults(
            of: lines.map { TextLine($0.id, $0.content) }, between: parties, circumstances.parties)
    }

    /// Puts a line back that a variation was to leave out, and what it stands under.
    public mutating func restore(_ id: LineID, in circumstances: Circumstances) throws(Refusal) {
        guard let original = circumstances.original, self[id] == nil,
            let place = original.lines.firstIndex(where: { $0.id == id })
        else { throw Refusal(Fault("variation.whole", field: "variation", "This line is not left out")) }
        let content = original.lines[place].content.passed(Succession(from: original.parties, toward: parties))
        if let above = content.above, self[above] == nil { try restore(above, in: circumstances) }
        let before = original.lines[..<place].last { self[$0.id] != nil }?.id
        try put(content, as: id, after: before, .typing, in: circumstances)
    }
}
