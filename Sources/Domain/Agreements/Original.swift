public import Vocabulary

/// An agreement as the rules of a variation are told of it.
public struct Original: Equatable, Sendable {
    /// The bodies between which it is.
    public let parties: [Identifier<Body>]
    /// The last days of those of them that were or will be abolished.
    public let ends: [Identifier<Body>: Day]
    /// What it says, in order, with what is to be paid as it is profiled now.
    public let lines: [TextLine]
    /// The lines that a variation leaves as they are, each with why.
    public let bound: [LineID: WhyBound]
    /// Instalments all of which went to others: they are in no text any more.
    public let gone: Set<LineID>
    /// Why it cannot be varied at all.
    public let refusal: Fault?
    /// Counts the changes of what it says.
    public let edition: Int
    /// The day on which all this is so.
    public let day: Day
}

/// Why a line stays as it is.
public enum WhyBound: String, CaseIterable, Sendable {
    /// It was put to another side, which answers it as it was put.
    case asked
    /// It was reported as kept or broken.
    case reported
    /// Money was paid, withheld or taken back under it.
    case moved
    /// It was found to be met, for money that rests on it.
    case met
    /// Returns were given or asked for under it.
    case returned
    /// It says from which day it all is in force and public.
    case begun

    /// Behind a colon.
    var words: String {
        switch self {
        case .asked: "a request is answered as it was put"
        case .reported: "its promise was reported as kept or broken"
        case .moved: "money was paid, withheld or taken back under it"
        case .met: "it was found to be met, and money rests on it"
        case .returned: "returns were given or asked for under it"
        case .begun: "the days on which it came into force are past changing"
        }
    }
}

// MARK: Between whom

extension Original {
    /// Whether a party was abolished.
    func isAbolished(_ party: Identifier<Body>) -> Bool { ends[party].map { $0 < day } ?? false }

    /// What is wrong with the bodies between which it is to stand.
    func faults(between parties: [Identifier<Body>], _ bodies: [Body]) -> [Fault] {
        if let refusal { return [refusal] }
        let succession = Succession(from: self.parties, toward: parties)
        func name(_ id: Identifier<Body>) -> String { bodies.first { $0.id == id }?.name ?? "A party" }
        let field = "successor"
        var faults = succession.left.filter { ends[$0] == nil }.map {
            Fault("novation.left", field: field, "\(name($0)) was not abolished: it stays a party")
        }
        faults += parties.filter(isAbolished).map {
            Fault(
                "novation.needed", field: field,
                "\(name($0)) was abolished: its lines pass to those that succeed it, by a variation that names them")
        }
        if succession.left.isEmpty, !succession.heirs.isEmpty {
            faults.append(
                Fault(
                    "novation.place", field: field,
                    "A body joins in the place of an authority that was abolished, and in no other way"))
        }
        if !succession.left.isEmpty, authorities(parties, bodies).isEmpty {
            faults.append(Fault("novation.joined", field: field, "Choose at least one authority that succeeds it"))
        }
        // Those that begin when others end are prepared for before.
        let begins = succession.left.compactMap { ends[$0]?.adding(days: 1) }.max()
        for id in succession.heirs {
            guard let body = bodies.first(where: { $0.id == id }), body.sort == .authority,
                body.exists(on: max(day, begins ?? day))
            else {
                faults.append(
                    Fault("novation.joined", field: field, "\(name(id)) is no authority then: choose one that is"))
                continue
            }
        }
        return faults
    }

    /// What is still too early to sign: lines pass on when their authority is no more.
    func early(between parties: [Identifier<Body>], _ bodies: [Body]) -> [Fault] {
        Succession(from: self.parties, toward: parties).left.filter { !isAbolished($0) }.compactMap { id in
            ends[id].map { end in
                Fault(
                    "novation.early",
                    "It is signed from the day after the last one of \(bodies.first { $0.id == id }?.name ?? "the authority that ends"), which is \(end.written)"
                )
            }
        }
    }

    private func authorities(_ parties: [Identifier<Body>], _ bodies: [Body]) -> Set<Identifier<Body>> {
        Set(bodies.filter { $0.sort == .authority && parties.contains($0.id) }.map(\.id))
    }
}

// MARK: What it says

extension Original {
    private var known: [LineID: Part] { Dictionary(lines.map { ($0.id, $0.content) }) { first, _ in first } }

    /// What is wrong with a text that is to stand in its place.
    func faults(of text: [TextLine], between parties: [Identifier<Body>], _ bodies: [Body]) -> [Fault] {
        var faults = faults(between: parties, bodies)
        guard faults.isEmpty else { return faults }
        let known = known
        let left = Set(self.parties).subtracting(parties)
        let heirs = authorities(parties, bodies)
        for line in text {
            let found =
                known[line.id].map { fault(of: line.content, insteadOf: $0, bound[line.id], left, heirs) }
                ?? fault(ofNew: line)
            if let found { faults.append(found.at(line.id.description)) }
        }
        let said = Set(text.map(\.id))
        for line in lines where !said.contains(line.id) {
            guard let why = bound[line.id] else { continue }
            faults.append(
                Fault(
                    "variation.bound", field: line.id.description,
                    "'\(line.content.beginning)' cannot be left out: \(why.words)"))
        }
        // Who signs is a matter of each text by itself.
        let signing = Set((lines + text).filter { $0.content.name == .signatory }.map(\.id))
        if faults.isEmpty, left.isEmpty, changes(to: text).allSatisfy({ signing.contains($0.id) }) {
            faults.append(
                Fault("variation.nothing", field: "variation", "Change, add or leave out at least one line"))
        }
        return faults
    }

    private func fault(ofNew line: TextLine) -> Fault? {
        let beginning = line.content.beginning
        if gone.contains(line.id) {
            return Fault("variation.moved", "'\(beginning)': all of it went to other payments since: leave it out")
        }
        guard line.content.name == .request || line.content.name == .commencement else { return nil }
        return Fault(
            "variation.new",
            "'\(beginning)': a variation adds no request, and no day on which the agreement begins")
    }

    private func fault(
        of new: Part, insteadOf old: Part, _ why: WhyBound?, _ left: Set<Identifier<Body>>,
        _ heirs: Set<Identifier<Body>>
    ) -> Fault? {
        guard !new.isSame(as: old) else { return nil }
        guard new.name == old.name, new.above == old.above else {
            return Fault("line.part", "'\(old.beginning)' stays the part that it is, where it is: add another line")
        }
        if let why, !new.isSame(as: old.answered(as: new)) {
            return Fault("variation.bound", "'\(old.beginning)' stays as it is: \(why.words)")
        }
        if let from = old.span?.from, new.span?.from != from {
            return Fault("variation.bound", "Its first day stays \(from.written): what is due each year counts from it")
        }
        let stays = zip(old.sides, new.sides).allSatisfy { before, after in
            left.contains(before) ? heirs.contains(after) : before == after
        }
        guard stays, old.sides.count == new.sides.count else {
            return Fault(
                "variation.side",
                "'\(old.beginning)' stays with the side that it is of, or with those that succeed it: leave it out, and add a line of the other side"
            )
        }
        return nil
    }

    /// The lines of a variation that have changed here since it was sent, and do not say what stands here now.
    ///
    /// - Parameter began: The lines as they stood when it was sent.
    func moved(_ text: [TextLine], from began: [LineID: Part]) -> [Fault] {
        let said = Dictionary(text.map { ($0.id, $0.content) }) { first, _ in first }
        return lines.compactMap { line in
            let (before, now) = (began[line.id], line.content)
            guard before.map({ !$0.isSame(as: now) }) ?? true, said[line.id].map({ !$0.isSame(as: now) }) ?? true
            else { return nil }
            return Fault(
                "variation.moved", field: line.id.description,
                "'\(now.beginning)' has changed in the agreement since: propose it as it stands there, or withdraw this variation and begin another"
            )
        }
    }

    /// A line that a text leaves otherwise than it was: nil where it leaves it out; behind which one it stands, where it is new.
    private struct Change {
        let id: LineID
        let content: Part?
        let after: LineID?
    }

    private func changes(to text: [TextLine]) -> [Change] {
        let known = known
        var changes: [Change] = []
        var last: LineID?
        for line in text {
            let old = known[line.id]
            if old.map({ !line.content.isSame(as: $0) }) ?? true {
                changes.append(Change(id: line.id, content: line.content, after: old == nil ? last : nil))
            }
            last = line.id
        }
        let said = Set(text.map(\.id))
        return changes
            + lines.filter { !said.contains($0.id) }.map { Change(id: $0.id, content: nil, after: nil) }
    }

    /// The lines that a signed variation leaves otherwise than they were, each with the side that worded it last.
    func changes<K: Kind>(to variation: Agreement<K>) -> [VariedLine] {
        changes(to: variation.lines.standing.map { TextLine($0.id, $0.content) }).map { change in
            VariedLine(
                line: change.id, content: change.content,
                side: variation.lines[change.id]?.versions.last?.side ?? variation.author, after: change.after)
        }
    }

    /// The events by which a variation begins with the lines of a draft: what stood before each that is reworded or left out,
    /// so that every side sees what is proposed in place of what. Who has signed it accepts a line as it stood.
    func opening<K: Kind>(_ draft: Draft<K>) -> [AgreementEvent] {
        let (side, known) = (draft.author, known)
        let signed = parties.filter { draft.parties.contains($0) }
        var order = draft.lines.map(\.id)
        var last: LineID?
        for line in lines {
            if draft[line.id] == nil {
                order.insert(line.id, at: last.flatMap { order.firstIndex(of: $0) }.map { $0 + 1 } ?? 0)
            }
            last = line.id
        }
        return order.flatMap { id -> [AgreementEvent] in
            let new = draft[id]
            guard let old = known[id] else {
                return new.map { [.lineProposed(line: id, revision: 1, content: $0, side: side, after: nil)] } ?? []
            }
            let carried = AgreementEvent.lineCarried(line: id, content: old, side: side, signed: signed)
            guard let new else {
                // What stands under a line that is left out goes with it.
                let goes = old.above.map { known[$0] != nil && draft[$0] == nil } ?? false
                return goes ? [carried] : [carried, .lineDropped(line: id, revision: 2, side: side)]
            }
            guard !new.isSame(as: old) else { return [carried] }
            return [carried, .lineProposed(line: id, revision: 2, content: new, side: side, after: nil)]
        }
    }
}
