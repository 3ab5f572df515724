public import Vocabulary

/// What one line of an agreement says. Which parts an agreement has is its kind's to say; a part's labels are the record's
/// words for ever.
public enum Part: Codable, Hashable, Sendable {
    /// What changes, for whom and when, in plain words for the public.
    case summary(text: String)
    /// What the author wants education to be in its place.
    case vision(text: String)
    /// A partner that was consulted or contributes, and what it said.
    case consulted(partner: String, said: String)
    /// An area chosen from the agenda, why it matters here, and how far ahead it looks. `title` where the area needs one.
    case priority(area: Identifier<Area>, title: String?, reason: String, horizon: Horizon)
    /// What one side brings to a priority.
    case contribution(priority: LineID, text: String, promise: Promise)
    /// What a published figure is to become under a priority; judged from what is published, never typed in.
    case target(priority: LineID, text: String, target: Target)
    /// What one side asks another to change, or to make possible.
    case request(text: String, ask: Ask)
    /// A condition that the whole agreement stands under.
    case term(text: String)
    /// A numbered paragraph, cited by its number.
    case paragraph(number: Int, sense: Sense, text: String, promise: Promise?)
    /// A point below a paragraph, cited as 2(a).
    case point(paragraph: LineID, mark: String, sense: Sense, text: String, promise: Promise?)
    /// The opening text of a group of areas.
    case group(number: Int, text: String)
    /// A lettered area of the agenda.
    case area(area: Identifier<Area>, group: LineID, code: String, title: String, text: String, limit: Limit)
    /// A footnote.
    case note(mark: String, text: String)
    /// A body that took part in the drafting without signing.
    case drafter(name: String)
    /// From which day until which it runs, where that is no school year.
    case period(from: Day, until: Day)
    /// A section that its kind asks for, or another one; `title` where it is another.
    case section(topic: Topic, title: String?, text: String)
    /// What one side does, on which money of another rests.
    case condition(text: String, promise: Promise)
    /// An instalment, under the condition on which it rests.
    case payment(condition: LineID, text: String, instalment: Instalment)
    /// What one side reports to another, and when.
    case returns(text: String, template: ReturnTemplate)
    /// A seat that must sign. Lower orders sign first; equal ones in any order.
    case signatory(seat: Identifier<Seat>, order: Int)
    /// From which stated day it is in force, and public; nil: from the last signature.
    case commencement(inForce: Day?, publication: Day?)

    /// How far ahead a priority looks.
    public enum Horizon: String, Codable, CaseIterable, Sendable {
        case short, medium
    }

    /// What a paragraph or point is for.
    public enum Sense: String, Codable, CaseIterable, Sendable {
        case context, vision, focus, undertaking, term
    }

    /// Who may choose an area.
    public enum Limit: String, Codable, CaseIterable, Sendable {
        /// Any authority.
        case anyone
        /// London authorities only.
        case london
        /// Any authority that gives it a title of its own.
        case titled
    }

    /// What a section is about.
    public enum Topic: String, Codable, CaseIterable, Sendable {
        /// What it is for, and what should come of it.
        case purpose
        /// Whom it may touch otherwise than others, and what is done about that (Equality Act 2010, section 149).
        case equality
        case risks
        /// Which personal data is shared, and on what grounds.
        case data
        /// Whatever its title says.
        case other
    }

    /// The names of the parts, as tables and addresses use them.
    public enum Name: String, Codable, CaseIterable, Sendable {
        case summary, vision, consulted, priority, contribution, target, request, term
        case paragraph, point, group, area, note, drafter
        case period, section, condition, payment, returns
        case signatory, commencement

        /// The part under a line of which it stands, where it stands under one.
        public var above: Name? {
            switch self {
            case .contribution, .target: .priority
            case .point: .paragraph
            case .area: .group
            case .payment: .condition
            default: nil
            }
        }
    }

    /// Which part it is.
    public var name: Name {
        switch self {
        case .summary: .summary
        case .vision: .vision
        case .consulted: .consulted
        case .priority: .priority
        case .contribution: .contribution
        case .target: .target
        case .request: .request
        case .term: .term
        case .paragraph: .paragraph
        case .point: .point
        case .group: .group
        case .area: .area
        case .note: .note
        case .drafter: .drafter
        case .period: .period
        case .section: .section
        case .condition: .condition
        case .payment: .payment
        case .returns: .returns
        case .signatory: .signatory
        case .commencement: .commencement
        }
    }

    /// The line under which it stands: a contribution or a target under its priority, a point under its paragraph, an area in its group, an
    /// instalment under its condition.
    public var above: LineID? {
        switch self {
        case .contribution(let priority, _, _), .target(let priority, _, _): priority
        case .point(let paragraph, _, _, _, _): paragraph
        case .area(_, let group, _, _, _, _): group
        case .payment(let condition, _, _): condition
        default: nil
        }
    }

    /// What it promises, where it promises something.
    public var promise: Promise? {
        switch self {
        case .contribution(_, _, let promise), .condition(_, let promise): promise
        case .paragraph(_, _, _, let promise), .point(_, _, _, _, let promise): promise
        default: nil
        }
    }

    /// The seats that it names.
    public var seats: [Identifier<Seat>] {
        switch self {
        case .signatory(let seat, _): [seat]
        case .payment(_, _, let instalment): [instalment.owner].compactMap(\.self)
        case .returns(_, let template): [template.owner].compactMap(\.self)
        default: [promise?.owner].compactMap(\.self)
        }
    }

    /// Whether it is the other one, byte for byte.
    func isSame(as other: Part) -> Bool { self == other && Wording.same(text, other.text) }

    /// Its first words, or what it is where it has none.
    var beginning: String { text.isEmpty ? name.rawValue : Wording.beginning(of: text) }

    /// Its words, as a redline compares them.
    public var text: String {
        switch self {
        case .summary(let text), .vision(let text), .term(let text), .contribution(_, let text, _),
            .target(_, let text, _), .request(let text, _), .paragraph(_, _, let text, _), .point(_, _, _, let text, _),
            .group(_, let text),
            .area(_, _, _, _, let text, _), .note(_, let text), .condition(let text, _), .payment(_, let text, _),
            .returns(let text, _):
            text
        case .section(_, let title, let text): title.map { "\($0): \(text)" } ?? text
        case .consulted(let partner, let said): "\(partner): \(said)"
        case .priority(_, let title, let reason, _): title.map { "\($0): \(reason)" } ?? reason
        case .drafter(let name): name
        case .signatory, .commencement, .period: ""
        }
    }
}
