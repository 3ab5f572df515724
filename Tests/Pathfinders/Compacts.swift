public import Domain
public import Vocabulary

/// Compacts of the cast, from draft to signature.
extension Cast {
    /// An empty draft of a compact between an authority and the Department, and whoever else joins.
    public func emptyDraft(
        _ authority: Party, under agenda: Agenda, with others: [Party] = [],
        following earlier: Identifier<Compact>? = nil
    ) -> Draft<CompactKind> {
        Draft(
            identifier(), title: CompactKind.title(authority: authority.body.name, year: agenda.year),
            author: authority.id,
            parties: [authority.id, department.id] + others.map(\.id),
            framework: Framework(
                statement: agenda.statement, year: agenda.year, authority: authority.id,
                follows: earlier.flatMap { Identifier($0.description) }))
    }

    /// A complete draft: summary, vision, a priority for each letter with a contribution of every party, a term, and the
    /// signatories; where none are given, one of each party in any order.
    public func compactDraft(
        _ authority: Party, under agenda: Agenda, choosing letters: [String] = ["a", "d"], with others: [Party] = [],
        signatories: [(seat: Seat, order: Int)]? = nil, commencement: (inForce: Day?, publication: Day?)? = nil,
        due: Due = .throughout, asking: [String] = [],
        following earlier: Identifier<Compact>? = nil
    ) throws(Refusal) -> Draft<CompactKind> {
        let parties = [authority, department] + others
        let circumstances = circumstances(parties, agenda: agenda)
        var draft = emptyDraft(authority, under: agenda, with: others, following: earlier)
        func put(_ part: Part) throws(Refusal) -> LineID {
            let line: LineID = identifier()
            try draft.put(part, as: line, in: circumstances)
            return line
        }
        _ = try put(.summary(text: "More help for schools that need it, from September."))
        _ = try put(.vision(text: "Every school in \(authority.body.name) a good school."))
        _ = try put(.consulted(partner: "Head teachers' association", said: "Welcome, if money follows."))
        for letter in letters {
            guard let area = agenda[letter] else { throw Refusal(Fault("agenda.unknown", "No area \(letter)")) }
            let title = area.limit == .titled ? "Small rural schools" : nil
            let priority = try put(
                .priority(area: area.id, title: title, reason: "It matters here most.", horizon: .medium))
            for party in parties {
                let promise = Promise(by: party.id, owner: party[party.signing].id, due: due)
                _ = try put(
                    .contribution(
                        priority: priority, text: "\(party.body.name) gives its advisers' time.", promise: promise))
            }
        }
        for text in asking {
            let ask = Ask(
                by: authority.id, of: department.id, wants: .flexibility, concerns: .procedure, benefits: .schools,
                weeks: 12)
            _ = try put(.request(text: text, ask: ask))
        }
        _ = try put(.term(text: "All within the resources that each side has."))
        if let commencement {
            _ = try put(.commencement(inForce: commencement.inForce, publication: commencement.publication))
        }
        for (seat, order) in signatories ?? parties.map({ ($0[$0.signing], 1) }) {
            _ = try put(.signatory(seat: seat.id, order: order))
        }
        return draft
    }

    /// A compact sent to the other parties: its author accepts every line, nobody else has answered.
    public func sentCompact(
        _ authority: Party, under agenda: Agenda, choosing letters: [String] = ["a", "d"], with others: [Party] = [],
        signatories: [(seat: Seat, order: Int)]? = nil, commencement: (inForce: Day?, publication: Day?)? = nil,
        due: Due = .throughout, asking: [String] = []
    ) throws(Refusal) -> Story<CompactKind> {
        let draft = try compactDraft(
            authority, under: agenda, choosing: letters, with: others, signatories: signatories,
            commencement: commencement, due: due, asking: asking)
        return try Story(draft, circumstances([authority, department] + others, agenda: agenda), cast: self)
    }

    /// A compact that every party accepts, its text frozen.
    public func agreedCompact(
        _ authority: Party, under agenda: Agenda, choosing letters: [String] = ["a", "d"], with others: [Party] = [],
        signatories: [(seat: Seat, order: Int)]? = nil, commencement: (inForce: Day?, publication: Day?)? = nil,
        due: Due = .throughout, asking: [String] = []
    ) throws(Refusal) -> Story<CompactKind> {
        var story = try sentCompact(
            authority, under: agenda, choosing: letters, with: others, signatories: signatories,
            commencement: commencement, due: due, asking: asking)
        for party in [department] + others { try story.acceptAll(by: party) }
        try story.freeze()
        return story
    }

    /// A compact that every signatory has signed.
    public func signedCompact(
        _ authority: Party, under agenda: Agenda, choosing letters: [String] = ["a", "d"], with others: [Party] = [],
        commencement: (inForce: Day?, publication: Day?)? = nil,
        due: Due = .throughout, asking: [String] = []
    ) throws(Refusal) -> Story<CompactKind> {
        var story = try agreedCompact(
            authority, under: agenda, choosing: letters, with: others, commencement: commencement, due: due,
            asking: asking)
        try story.signAll()
        return story
    }
}
