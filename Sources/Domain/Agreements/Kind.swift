public import Vocabulary

/// What makes one sort of agreement different from the others: the parts it has, who writes and who makes it, and what its
/// lines must be. All else (lines, acceptance, freezing, signing) agreements share.
public protocol Kind: Equatable, Sendable {
    /// The word before its identifier in the record and in addresses: `compact`.
    static var name: String { get }
    /// What people call one: "Compact".
    static var title: String { get }
    /// The parts it may have, in reading order.
    static var parts: [Part.Name] { get }
    /// The sorts of body between which it is made; the author is one of them.
    static var parties: Set<Body.Sort> { get }
    /// The sorts of body that may write a draft.
    static var authors: Set<Body.Sort> { get }
    /// What is wrong with one line, beyond what is asked of every kind.
    static func faults(of part: Part, in circumstances: Circumstances) -> [Fault]
    /// What the whole still lacks, beyond what is asked of every kind.
    static func lacking(_ lines: [Part], in circumstances: Circumstances) -> [Fault]
    /// What is wrong with what it is to be made under.
    static func faults(of framework: Framework) -> [Fault]
    /// The unique keys that a live agreement of this kind holds.
    static func claims(_ framework: Framework) -> Set<Claim>
    /// Whether one is changed by variations once all have signed it.
    static var isVaried: Bool { get }
}

extension Kind {
    /// Most kinds are made for a school year and under what holds their unique key.
    public static func faults(of framework: Framework) -> [Fault] {
        guard claims(framework).isEmpty else { return [] }
        return [Fault("draft.framework", field: "year", "Say for which school year this is made, and under what")]
    }

    /// Most kinds are.
    public static var isVaried: Bool { true }
}

/// What an agreement is made under: a statement of intent and the year of its agenda, by or with an authority; and which
/// agreement of its kind it follows.
public struct Framework: Hashable, Codable, Sendable {
    /// The statement of intent.
    public let statement: Identifier<Statement>?
    /// The academic year.
    public let year: AcademicYear?
    /// The authority.
    public let authority: Identifier<Body>?
    /// The agreement of the same kind from which it was carried over.
    public let follows: Identifier<Framework>?
    /// The agreement of the same kind that it changes, where it is a variation.
    public let varies: Identifier<Framework>?

    /// Any of them may be missing where the kind has no use for it.
    public init(
        statement: Identifier<Statement>? = nil, year: AcademicYear? = nil, authority: Identifier<Body>? = nil,
        follows: Identifier<Framework>? = nil, varies: Identifier<Framework>? = nil
    ) {
        self.statement = statement
        self.year = year
        self.authority = authority
        self.follows = follows
        self.varies = varies
    }
}

/// The facts of other subjects that the rules of an agreement are told: who the parties are, their seats, the agenda.
public struct Circumstances: Sendable {
    /// The bodies that make the agreement.
    public let parties: [Body]
    /// Their seats.
    public let seats: [Identifier<Seat>: Seat]
    /// The agenda that it chooses from, where it has one.
    public let agenda: Agenda?
    /// The agreement that it changes, where it is a variation.
    public let original: Original?

    /// Facts as the record has them now.
    public init(parties: [Body], seats: [Seat], agenda: Agenda?, original: Original? = nil) {
        self.parties = parties
        self.seats = Dictionary(seats.map { ($0.id, $0) }) { first, _ in first }
        self.agenda = agenda
        self.original = original
    }

    /// The same, as far as they are of these bodies.
    func between(_ bodies: [Identifier<Body>]) -> Circumstances {
        Circumstances(
            parties: parties.filter { bodies.contains($0.id) }, seats: Array(seats.values), agenda: agenda,
            original: original)
    }

    /// The party of that name.
    public func party(_ id: Identifier<Body>) -> Body? { parties.first { $0.id == id } }

    /// The authority among the parties, where there is one.
    public var authority: Body? { parties.first { $0.sort == .authority } }
}

extension Kind {
    /// What is wrong with one line.
    static func check(_ part: Part, above: Part?, in circumstances: Circumstances) -> [Fault] {
        guard parts.contains(part.name) else {
            return [Fault("part.kind", "\(title): there is no part '\(part.name.rawValue)' in one")]
        }
        var faults = wording(of: part)
        if part.above != nil, above?.name != part.name.above {
            faults.append(Fault("part.above", "What this line stands under is gone: open the page anew"))
        }
        if let promise = part.promise { faults += check(promise, in: circumstances) }
        if case .request(_, let ask) = part { faults += check(ask, in: circumstances) }
        if case .target(_, _, let target) = part { faults += target.faults() }
        if case .payment(_, _, let instalment) = part { faults += instalment.faults(under: above, in: circumstances) }
        if case .returns(_, let template) = part { faults += template.faults(in: circumstances) }
        if case .signatory(let seat, let order) = part {
            if let seat = circumstances.seats[seat], circumstances.party(seat.body) != nil {
                if !seat.office.may(.sign) {
                    faults.append(
                        Fault(
                            "signatory.power", field: "seat",
                            "\(seat.title) may not sign agreements: choose another seat"))
                }
            } else {
                faults.append(Fault("signatory.seat", field: "seat", "Choose a seat of one of the parties"))
            }
            if !(1...99).contains(order) {
                faults.append(
                    Fault("signatory.order", field: "order", "Give the order of signing as a number from 1 to 99"))
            }
        }
        return faults + Self.faults(of: part, in: circumstances)
    }

    private static func check(_ promise: Promise, in circumstances: Circumstances) -> [Fault] {
        guard let by = circumstances.party(promise.by) else {
            return [Fault("promise.side", field: "by", "Choose which party makes this promise")]
        }
        guard let owner = promise.owner else {
            return [Fault("promise.owner", field: "owner", "Choose the seat at \(by.name) that answers for it")]
        }
        guard circumstances.seats[owner]?.body == by.id else {
            return [Fault("promise.owner", field: "owner", "Choose a seat at \(by.name) as the owner")]
        }
        return []
    }

    private static func check(_ ask: Ask, in circumstances: Circumstances) -> [Fault] {
        var faults: [Fault] = []
        if ask.by == ask.of || circumstances.party(ask.by) == nil || circumstances.party(ask.of) == nil {
            faults.append(Fault("request.side", "A request is made by one party and answered by another"))
        }
        if !Ask.clock.contains(ask.weeks) {
            faults.append(
                Fault(
                    "request.clock", field: "weeks",
                    "Give the weeks within which it is to be answered as a number from 1 to 52"))
        }
        return faults
    }

    private static func wording(of part: Part) -> [Fault] {
        switch part {
        case .summary(let text): Wording.faults(text, field: "text", "a plain summary")
        case .vision(let text): Wording.faults(text, field: "text", "the vision")
        case .consulted(let partner, let said):
            Wording.faults(partner, field: "partner", upTo: 200, "the partner's name")
                + Wording.faults(said, field: "said", "what the partner said")
        case .priority(_, let title, let reason, _):
            Wording.faults(reason, field: "reason", "why this area matters here")
                + (title.map { Wording.faults($0, field: "title", upTo: 200, "a title for this area") } ?? [])
        case .contribution(_, let text, _): Wording.faults(text, field: "text", "what is contributed")
        case .target(_, let text, _): Wording.faults(text, field: "text", "what is to become better")
        case .request(let text, _): Wording.faults(text, field: "text", "what is asked")
        case .term(let text): Wording.faults(text, field: "text", "the term")
        case .paragraph(let number, _, let text, _):
            Wording.faults(text, field: "text", "the paragraph")
                + ((1...999).contains(number)
                    ? [] : [Fault("paragraph.number", field: "number", "Number paragraphs from 1 to 999")])
        case .point(_, let mark, _, let text, _):
            Wording.faults(text, field: "text", "the point")
                + (mark.unicodeScalars.count <= 3
                    ? [] : [Fault("point.mark", field: "mark", "Shorten the point's mark")])
        case .group(_, let text): Wording.faults(text, field: "text", "the group's opening text")
        case .area(_, _, let code, let title, let text, _):
            Wording.faults(title, field: "title", upTo: 200, "the area's title")
                + Wording.faults(text, field: "text", "the area's text")
                + (code.utf8.count == 1 && code.utf8.allSatisfy { (0x61...0x7A).contains($0) }
                    ? [] : [Fault("area.code", field: "code", "Give the area a small letter from a to z")])
        case .note(_, let text): Wording.faults(text, field: "text", "the note")
        case .drafter(let name): Wording.faults(name, field: "name", upTo: 200, "the drafter's name")
        case .section(let topic, let title, let text):
            Wording.faults(text, field: "text", "the section")
                + (topic == .other || title != nil
                    ? Wording.faults(title ?? "", field: "title", upTo: 200, "a title for this section") : [])
        case .condition(let text, _): Wording.faults(text, field: "text", "what is done")
        case .payment(_, let text, _): Wording.faults(text, field: "text", "what the money is for")
        case .returns(let text, _): Wording.faults(text, field: "text", "what is reported")
        case .signatory, .commencement, .period: []
        }
    }

    /// What the whole still lacks: a signatory of every party, and what the kind asks for.
    static func whole(_ lines: [Part], in circumstances: Circumstances) -> [Fault] {
        var faults = lacking(lines, in: circumstances)
        let signing = lines.compactMap { part -> Identifier<Body>? in
            guard case .signatory(let seat, _) = part else { return nil }
            return circumstances.seats[seat]?.body
        }
        for party in circumstances.parties where !signing.contains(party.id) {
            faults.append(Fault("signatory.party", field: "signatories", "Name who signs for \(party.name)"))
        }
        let seats = lines.compactMap { part -> Identifier<Seat>? in
            guard case .signatory(let seat, _) = part else { return nil }
            return seat
        }
        if Set(seats).count < seats.count {
            faults.append(Fault("signatory.twice", field: "signatories", "Name each signing seat once"))
        }
        if lines.count(where: { $0.name == .commencement }) > 1 {
            faults.append(Fault("commencement.twice", field: "commencement", "State once when it comes into force"))
        }
        return faults
    }
}
