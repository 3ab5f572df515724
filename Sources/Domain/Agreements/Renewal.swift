public import Vocabulary

/// An agreement carried over to the year after: a draft made of its lines, which keep their names, so that the two can be
/// compared line by line; and the lines that could not be carried, each with why. Between them they hold every line.
public struct Renewal<K: Kind>: Equatable, Sendable {
    public let draft: Draft<K>
    public let left: [Left]

    /// A line that was not carried over.
    public struct Left: Equatable, Sendable {
        public let line: LineID
        public let content: Part
        public let why: WhyLeft
    }

    /// Carries the lines of an earlier agreement into a draft, in their order: each as `carried` gives it, or left out for the
    /// reason that it gives.
    fileprivate init(
        of earlier: Agreement<K>, into empty: Draft<K>, in circumstances: Circumstances,
        carried: (LineID, Part) -> (content: Part, why: WhyLeft?)
    ) {
        var (draft, left): (Draft<K>, [Left]) = (empty, [])
        for (line, _, standing) in earlier.lines.standing {
            var (content, why) = carried(line, standing)
            if why == nil, let above = content.above, draft[above] == nil { why = .above }
            if why == nil {
                do throws(Refusal) {
                    try draft.put(content, as: line, in: circumstances)
                } catch {
                    why = .unfit(error.faults.map(\.message).joined(separator: ". "))
                }
            }
            if let why { left.append(Left(line: line, content: standing, why: why)) }
        }
        (self.draft, self.left) = (draft, left)
    }
}

/// Why a line was not carried over to the next year.
public enum WhyLeft: Hashable, Sendable {
    /// The new agenda no longer has its area.
    case areaGone
    /// What it stands under was left out.
    case above
    /// It was kept, or was not and will not be.
    case settled
    /// It was put, and has an answer or will have one: what is still wanted is asked anew.
    case asked
    /// It says what was said then.
    case consulted
    /// It names a day that belongs to the earlier one.
    case day
    /// The last year that it is about is over.
    case over
    /// A rule of the new one says no, in these words.
    case unfit(String)
}

extension Agreement {
    /// Whether a line's promise was kept, or was not and will not be.
    private func isDone(_ line: LineID) -> Bool {
        guard let standing = standing(of: line) else { return false }
        return standing.isSettled && standing.state != .lapsed
    }

    private func mayBeFollowed(by side: Identifier<Body>, in year: AcademicYear) throws(Refusal) {
        try mustBeParty(side)
        guard stage == .signed, !isVariation else {
            throw Refusal(Fault("renewal.unsigned", "It is renewed once all have signed it"))
        }
        guard let own = framework.year, own < year else {
            throw Refusal(
                Fault("renewal.year", field: "year", "Choose a school year after the one that it was made for"))
        }
    }

    private var asFramework: Identifier<Framework>? { Identifier(id) }
}

extension Agreement where K == CompactKind {
    /// The compact of a later year, prefilled from this one. Areas keep their lasting names through recoding and rewording:
    /// by these its priorities are found in the new agenda.
    public func renewal(
        as id: Identifier<Compact>, under agenda: Agenda, by side: Identifier<Body>, in circumstances: Circumstances
    ) throws(Refusal) -> Renewal<CompactKind> {
        try mayBeFollowed(by: side, in: agenda.year)
        guard let authority = circumstances.party(side), authority.sort == .authority else {
            throw Refusal(Fault("draft.author", "Compact: this body does not write one"))
        }
        // Several that succeeded one have a compact of their own each.
        let parties = parties.filter { $0 == side || circumstances.party($0)?.sort != .authority }
        let draft = Draft<CompactKind>(
            id, title: CompactKind.title(authority: authority.name, year: agenda.year), author: side,
            parties: parties,
            framework: Framework(
                statement: agenda.statement, year: agenda.year, authority: side, follows: asFramework))
        let circumstances = circumstances.between(parties)
        return Renewal(of: self, into: draft, in: circumstances) { line, content in
            let why: WhyLeft? =
                switch content {
                case .priority(let area, _, _, _): agenda[area] == nil ? .areaGone : nil
                case .contribution: isDone(line) ? .settled : nil
                case .target(_, _, let target): target.goal.period.last <= agenda.year.start ? .over : nil
                case .request: .asked
                case .consulted: .consulted
                case .commencement(let inForce, let publication): inForce ?? publication == nil ? nil : .day
                default: nil
                }
            return (content, why)
        }
    }
}

extension Agreement where K == StatementKind {
    /// The statement of a later year with its agenda, prefilled from this one: what a signatory proposes in the annual
    /// discussion, to add, drop, reword and recode. Areas keep their lasting names.
    public func successor(
        as id: Identifier<Statement>, for year: AcademicYear, by side: Identifier<Body>, in circumstances: Circumstances
    ) throws(Refusal) -> Renewal<StatementKind> {
        try mayBeFollowed(by: side, in: year)
        let draft = Draft<StatementKind>(
            id, title: title, author: side, parties: parties, framework: Framework(year: year, follows: asFramework))
        return Renewal(of: self, into: draft, in: circumstances) { line, content in
            if case .commencement(let inForce, let publication) = content, inForce ?? publication != nil {
                return (content, .day)
            }
            // What was kept is promised no more: its words stay, and the officer says what they are for now.
            return (isDone(line) ? content.withoutPromise : content, nil)
        }
    }
}

extension Part {
    /// The same words of a statement, promised by nobody.
    fileprivate var withoutPromise: Part {
        switch self {
        case .paragraph(let number, let sense, let text, _):
            .paragraph(number: number, sense: sense, text: text, promise: nil)
        case .point(let paragraph, let mark, let sense, let text, _):
            .point(paragraph: paragraph, mark: mark, sense: sense, text: text, promise: nil)
        default: self
        }
    }
}
