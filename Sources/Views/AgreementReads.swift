public import Domain
public import Vocabulary

/// One agreement as its page shows it to a viewer.
public struct AgreementRead: Sendable {
    public let line: AgreementLine
    public let statement: Identifier<Domain.Statement>?
    public let author: Identifier<Body>
    public let parties: [PartyRead]
    /// Whether the viewer is one of the parties: then all lines, steps and discussion are here; else only what is public.
    public let isParty: Bool
    /// The digest of the frozen text.
    public let text: Digest?
    public let publicFrom: Day?
    public let lines: [LineRead]
    public let signatories: [SignatoryRead]
    /// In the order of the record.
    public let steps: [StepRead]
    /// The last entry that touched it, of those that the viewer may see.
    public let position: Int
    /// The statement's areas, where it chooses from an agenda.
    public let areas: [Identifier<Area>: AreaRead]
    /// What was proposed to all sides since it is in force.
    public let course: CourseRead
    /// How closely one side watches the other's delivery; nil where no returns are made.
    public let monitoring: Monitoring?
    /// How its requests stand, from the day on which they are put.
    public let requests: [LineID: RequestStanding]
    /// The variations of it that the viewer may see, oldest first.
    public let variations: [AgreementLine]
    /// The side that has suspended it.
    public let suspended: Identifier<Body>?
    /// The names of those that were parties to it until others took their place.
    public let former: [Identifier<Body>: String]

    /// The party of that name.
    public func party(_ id: Identifier<Body>) -> PartyRead? { parties.first { $0.id == id } }

    /// The lines below another.
    public func lines(below id: LineID) -> [LineRead] { lines.filter { $0.above == id } }

    /// The lines of a part.
    public func lines(_ name: Part.Name) -> [LineRead] { lines.filter { $0.content.name == name } }
}

/// What was proposed to all sides of an agreement in force.
public struct CourseRead: Hashable, Sendable {
    /// Oldest first.
    public let proposals: [ProposalRead]
    /// The one that waits for an answer.
    public let open: ProposalRead?
}

/// A proposal to extend or complete an agreement.
public struct ProposalRead: Hashable, Sendable {
    public let number: Int
    public let change: Course.Change
    /// The side that proposed it.
    public let side: Identifier<Body>
    /// The other sides that accepted it already.
    public let accepted: Set<Identifier<Body>>
    public let reason: Told
    public let time: Instant
    public let position: Int
    public let seat: SeatRead?
}

/// A party to an agreement, and how many of its lines wait on it.
public struct PartyRead: Hashable, Sendable {
    public let id: Identifier<Body>
    public let name: String
    public let code: String
    public let sort: Body.Sort
    public let waiting: Int
    /// Its last day, where it is an authority that was abolished or will be.
    public let until: Day?
    /// Whether that day is past.
    public let isAbolished: Bool
}

/// An area as a compact cites it.
public struct AreaRead: Hashable, Sendable {
    public let code: String
    public let title: String
}

/// A line as its page shows it.
public struct LineRead: Hashable, Sendable {
    public let id: LineID
    public let content: Part
    public let above: LineID?
    public let revision: Int
    /// The wording that stands is that the line be left out.
    public let dropped: Bool
    /// Whether the text would hold it as things stand.
    public let standing: Bool
    /// What each side says; empty for anybody but the parties.
    public let stances: [Identifier<Body>: StanceRead]
    /// On whom it waits.
    public let waitsOn: [Identifier<Body>]
    /// The decision elsewhere that a side waits for; its name is nil once erased, and then there is the day of that.
    public let awaited: (side: Identifier<Body>, decision: String?, erased: Day?)?
    /// The entry of the current wording.
    public let position: Int
    /// The side that proposed the current wording.
    public let side: Identifier<Body>
    /// The wording before, for a redline.
    public let before: Part?
    /// How often it was spoken of.
    public let remarks: Int
    /// The last entry that touched it.
    public let touched: Int
    /// How its promise stands, from the day on which the agreement is in force.
    public let promise: PromiseStanding?

    public static func == (left: LineRead, right: LineRead) -> Bool {
        left.id == right.id && left.revision == right.revision && left.touched == right.touched
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(touched)
    }
}

/// What a side says of a wording.
public struct StanceRead: Hashable, Sendable {
    /// `accepts`, `considers`, `objects`.
    public let word: String
    /// Why it objects; nil once erased.
    public let reason: String?
    /// The day on which the reason was erased, if it was.
    public let erased: Day?
}

/// A seat that must sign, and its signature once given.
public struct SignatoryRead: Hashable, Sendable {
    public let seat: SeatRead
    public let order: Int
    /// Whether its turn has come.
    public let isNext: Bool
    public let signature: SignatureRead?
}

/// A signature given.
public struct SignatureRead: Hashable, Sendable {
    public let position: Int
    public let time: Instant
    /// The name of the person who signed; nil once erased.
    public let name: String?
    /// The day on which the name was erased, if it was.
    public let erased: Day?
    public let text: Digest
    public let signature: Digest
}

/// One step in the life of an agreement.
public struct StepRead: Hashable, Sendable {
    public let position: Int
    /// The event's word: `signed`.
    public let event: String
    public let time: Instant
    /// The seat that acted.
    public let seat: SeatRead?
    public let side: Identifier<Body>?
    public let line: LineID?
    public let revision: Int?
    /// The words said, where the step carries any and they were not erased.
    public let words: String?
    /// The day on which the words were erased, if they were.
    public let erased: Day?
    /// How many signatures it voided.
    public let voided: Int
    /// A signature, or a fixed text, that a later change made void.
    public let isVoid: Bool
    /// Whether everyone may read its entry today.
    public let isPublic: Bool
}

/// One wording of a line.
public struct VersionRead: Hashable, Sendable {
    public let revision: Int
    /// Nil where it proposed to leave the line out.
    public let content: Part?
    public let side: Identifier<Body>
    public let time: Instant
    public let position: Int
}

/// An agreement on the desk of a body: what is open in it and on whose side.
public struct DeskLine: Hashable, Sendable {
    public let line: AgreementLine
    /// Lines that wait on the viewer's body.
    public let mine: Int
    /// Lines that wait on other parties.
    public let theirs: Int
    /// Lines not yet accepted by all.
    public let open: Int
    /// The viewer's own seat is the next to sign.
    public let signs: Bool
    /// The seats whose turn to sign has come.
    public let next: [SeatRead]
    /// The last entry that touched it, and when.
    public let position: Int
    public let changed: Instant
    /// The other parties.
    public let others: [String]
}

/// What everyone's reading of an agreement rests on: as long as this is the same, so is `Views.agreement` for the public on
/// that day.
public struct Footing: Hashable, Sendable {
    /// The last entry of the agreement.
    let own: Int
    /// The last entry of the statement that it is made under, which names its areas.
    let statement: Int?
    /// The last entry that is of no agreement: of a body, a seat or an appointment, which name who acted.
    let others: Int?
    /// The agreement that supersedes it.
    let successor: String?
}
