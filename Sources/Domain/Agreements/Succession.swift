public import Vocabulary

/// Bodies that take the place of others among the parties to an agreement: authorities that succeed those that are abolished.
public struct Succession: Hashable, Sendable {
    /// Those that leave.
    public let left: [Identifier<Body>]
    /// Those that stand in their place, the first answering for what is nobody's own. Some may be parties already.
    public let heirs: [Identifier<Body>]

    /// Bodies and their successors.
    public init(from left: [Identifier<Body>], to heirs: [Identifier<Body>]) { (self.left, self.heirs) = (left, heirs) }

    /// What leads from some parties to others.
    init(from before: [Identifier<Body>], toward after: [Identifier<Body>]) {
        self.init(from: before.filter { !after.contains($0) }, to: after.filter { !before.contains($0) })
    }

    /// These parties with the successors in the place of those that leave.
    func applied(to parties: [Identifier<Body>]) -> [Identifier<Body>] {
        var seen: Set<Identifier<Body>> = []
        return parties.flatMap { left.contains($0) ? heirs : [$0] }.filter { seen.insert($0).inserted }
    }

    /// The body that stands in the place of one: itself, where it stays.
    func pass(_ body: Identifier<Body>) -> Identifier<Body> { left.contains(body) ? heirs.first ?? body : body }
}

extension Part {
    /// The same line, of an authority's first successor where it was that authority's; which seat answers for it is open.
    func passed(_ succession: Succession) -> Part {
        between(sides.map(succession.pass), owner: sides.first.map(succession.left.contains) == true ? nil : owner)
    }

    /// The same line, for which the bodies and the seat of another answer.
    func answered(as other: Part) -> Part {
        name == other.name && sides.count == other.sides.count ? between(other.sides, owner: other.owner) : self
    }

    /// The bodies that it binds, each at its place: first the one that answers for it.
    public var sides: [Identifier<Body>] {
        switch self {
        case .request(_, let ask): [ask.by, ask.of]
        case .payment(_, _, let instalment): [instalment.by]
        case .returns(_, let template): [template.by, template.to]
        default: [promise?.by].compactMap(\.self)
        }
    }

    /// The seat that answers for it, where one does.
    private var owner: Identifier<Seat>? { name == .signatory ? nil : seats.first }

    /// The same line between other bodies, one for each of its own.
    private func between(_ sides: [Identifier<Body>], owner: Identifier<Seat>?) -> Part {
        func promise(_ old: Promise) -> Promise { Promise(by: sides[0], owner: owner, due: old.due) }
        return switch self {
        case .contribution(let priority, let text, let old):
            .contribution(priority: priority, text: text, promise: promise(old))
        case .condition(let text, let old): .condition(text: text, promise: promise(old))
        case .paragraph(let number, let sense, let text, let old?):
            .paragraph(number: number, sense: sense, text: text, promise: promise(old))
        case .point(let paragraph, let mark, let sense, let text, let old?):
            .point(paragraph: paragraph, mark: mark, sense: sense, text: text, promise: promise(old))
        case .request(let text, let old):
            .request(
                text: text,
                ask: Ask(
                    by: sides[0], of: sides[1], wants: old.wants, concerns: old.concerns, benefits: old.benefits,
                    weeks: old.weeks))
        case .payment(let condition, let text, let old):
            .payment(
                condition: condition, text: text,
                instalment: Instalment(by: sides[0], owner: owner, amount: old.amount, due: old.due))
        case .returns(let text, let old):
            .returns(
                text: text,
                template: ReturnTemplate(
                    by: sides[0], owner: owner, to: sides[1], days: old.days, figures: old.figures, weeks: old.weeks))
        default: self
        }
    }
}
