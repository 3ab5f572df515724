import Domain
import Views
import Vocabulary

/// One agreement as JSON: what this viewer may read of it.
struct AgreementAnswer: Encodable {
    let agreement: AgreementLine
    let statement: Identifier<Statement>?
    let author: Identifier<Body>
    let parties: [Party]
    /// The SHA-256 of the frozen text.
    let text: Digest?
    let publicFrom: Day?
    /// How closely one side watches the other's delivery; left out where no returns are made.
    let monitoring: Monitoring?
    let lines: [Line]
    let signatures: [Signature]
    /// The variations of it, oldest first.
    let variations: [AgreementLine]
    let steps: [Step]
    /// The last entry of the record that touched it.
    let position: Int

    struct Party: Encodable {
        let id: Identifier<Body>
        let name: String
        let code: String
        let sort: Body.Sort
    }

    struct Line: Encodable {
        let id: LineID
        let title: String
        let revision: Int
        /// The entry of its wording.
        let position: Int
        let content: Part
        /// How what it promises stands, from the day in force.
        let promise: PromiseState?
        /// How what it asks stands, from the day on which it is put.
        let request: RequestState?
    }

    struct Signature: Encodable {
        let seat: Identifier<Seat>
        let title: String
        let body: String
        let order: Int
        let name: String?
        let time: Instant?
        let position: Int?
        let text: Digest?
    }

    struct Step: Encodable {
        let position: Int
        let event: String
        let time: Instant
        let seat: Identifier<Seat>?
        let line: LineID?
        let revision: Int?
        /// Whether what it did no longer counts: a signature over a text that was opened again.
        let void: Bool
    }

    init(_ shown: ShownAgreement) {
        let read = shown.read
        agreement = read.line
        statement = read.statement
        author = read.author
        parties = read.parties.map { Party(id: $0.id, name: $0.name, code: $0.code, sort: $0.sort) }
        text = read.text
        publicFrom = read.publicFrom
        monitoring = read.monitoring
        lines = shown.standing.map {
            Line(
                id: $0.id, title: shown.title(of: $0), revision: $0.revision, position: $0.position,
                content: $0.content, promise: $0.promise?.state, request: read.requests[$0.id]?.state)
        }
        signatures = read.signatories.map {
            Signature(
                seat: $0.seat.id, title: $0.seat.title, body: $0.seat.bodyName, order: $0.order,
                name: $0.signature?.name, time: $0.signature?.time, position: $0.signature?.position,
                text: $0.signature?.text)
        }
        variations = read.variations
        steps = read.steps.map {
            Step(
                position: $0.position, event: $0.event, time: $0.time, seat: $0.seat?.id, line: $0.line,
                revision: $0.revision, void: $0.isVoid)
        }
        position = read.position
    }
}

/// The last entry of the record that touched an agreement: what a page watches.
struct PositionAnswer: Encodable {
    let position: Int
}
