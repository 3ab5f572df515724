import Domain
import Vocabulary

/// What an entry says, in the words of the kind of subject that it happened to.
enum Happening: Sendable {
    case body(Body.Event)
    case seat(Seat.Event)
    case appointment(Appointment.Event)
    case statement(AgreementEvent)
    case compact(AgreementEvent)
    case conditional(AgreementEvent)
    case requests(RequestGroup.Event)
    case standardLine(StandardLine.Event)
    case release(Release.Event)
    case measure(MeasureDescription.Event)
    case keeping(Keeping.Event)
}

/// An entry, read as far as it can be without the tables.
struct ReadEntry: Sendable {
    let stamp: Stamp
    let subject: String
    /// The identifier of its subject.
    let id: Identifier<ReadEntry>
    let event: String
    let happening: Happening
    /// The wording that it proposes or carries over, as the record has it.
    let content: String?

    var position: Int { stamp.position }

    init(_ entry: Entry) throws {
        stamp = try entry.stamp()
        subject = entry.subject
        id = try entry.identifier(of: ReadEntry.self)
        event = entry.event
        do {
            let value = try EventCoder.read(entry.event, entry.body)
            var content: String?
            switch entry.kind {
            case Substring(Body.kind): happening = .body(try Body.Event(from: value))
            case Substring(Seat.kind): happening = .seat(try Seat.Event(from: value))
            case Substring(Appointment.kind): happening = .appointment(try Appointment.Event(from: value))
            case Substring(Domain.Statement.kind):
                happening = .statement(try AgreementEvent(from: value))
                content = value.wording
            case Substring(Compact.kind):
                happening = .compact(try AgreementEvent(from: value))
                content = value.wording
            case Substring(ConditionalAgreement.kind):
                happening = .conditional(try AgreementEvent(from: value))
                content = value.wording
            case Substring(RequestGroup.kind): happening = .requests(try RequestGroup.Event(from: value))
            case Substring(StandardLine.kind): happening = .standardLine(try StandardLine.Event(from: value))
            case Substring(Release.kind): happening = .release(try Release.Event(from: value))
            case Substring(MeasureDescription.kind): happening = .measure(try MeasureDescription.Event(from: value))
            case Substring(Keeping.kind): happening = .keeping(try Keeping.Event(from: value))
            default: throw UnreadableEntry(position: entry.position, reason: "subject '\(entry.subject)'")
            }
            self.content = content
        } catch let error as UnreadableEntry {
            throw error
        } catch {
            throw UnreadableEntry(position: entry.position, reason: "\(entry.event): \(error)")
        }
    }

    /// The texts that it carries sealed.
    var seals: [Sealed] {
        switch happening {
        case .statement(let event), .compact(let event), .conditional(let event): event.seals
        case .requests(let event): event.seals
        case .appointment(.made(_, let holder, _, _)): [holder]
        case .appointment(.revoked(let reason)): [reason]
        case .release(.withdrawn(let reason)): [reason]
        default: []
        }
    }
}

extension JSONValue {
    /// The wording of a line that is proposed or carried over, as its event has it: {"lineProposed":{"content":…}}.
    fileprivate var wording: String? {
        guard let event = text.value(of: "lineProposed", in: index) ?? text.value(of: "lineCarried", in: index),
            text.marks[event].sort == .object, let content = text.value(of: "content", in: event)
        else { return nil }
        return String(validating: text.raw(content), as: UTF8.self)
    }
}

/// Entries in their order, and the texts behind their seals that have not been erased: what is folded in one transaction.
struct Run: Sendable {
    /// The position of its first entry.
    let first: Int
    let entries: [ReadEntry]
    let texts: [Digest: String]

    /// Reads the entries from a position on, at most so many.
    init(_ source: Source, from first: Int, limit: Int) throws {
        self.first = first
        entries = try source.entries(first, limit).map { try ReadEntry($0) }
        let seals = entries.flatMap(\.seals)
        texts = seals.isEmpty ? [:] : try source.disclosures(seals.map(\.digest)).mapValues(\.text)
    }
}
