import Domain
import HTML
import Hummingbird
import Register
import Views
import Vocabulary

/// A draft on its author's desk: what it says so far, and what may be chosen for it.
struct DraftDesk<K: Kind>: Sendable {
    let row: DraftRow<K>
    let choices: LineChoices
    /// The seats that clear it before it is sent, in their order.
    let clearance: [SeatRead]
    /// Who changed it last.
    let changedBy: SeatRead?
    let sitting: Sitting
    /// The forms' token.
    let token: String
    /// The parts of the lines that stand in what it varies, where it is a variation.
    var varied: [LineID: Part.Name] = [:]

    var draft: Draft<K> { row.draft }

    /// Whether it changes an agreement that all have signed.
    var isVariation: Bool { draft.framework.varies != nil }

    /// Whether lines of a part are added: a variation adds no request, and no day from which it all is in force.
    func mayAdd(_ name: Part.Name) -> Bool { !isVariation || name != .request && name != .commencement }

    /// Whether whoever looks may write in it, or only read and clear it.
    var mayWrite: Bool { sitting.office.may(.draft) }

    /// The address of the task list, or of a place below it.
    func path(_ first: String = "", _ second: String = "", _ third: String = "") -> Path {
        Path.draft(draft.id, first, second, third)
    }

    /// The address of one line.
    func path(line: LineID, _ more: String = "") -> Path { path("lines", line.description, more) }

    /// The pages above those of the draft.
    var crumbs: [Crumb] { [Crumb("Your drafts", to: .drafts)] }

    /// The pages above one task of the draft.
    var taskCrumbs: [Crumb] { crumbs + [Crumb(draft.title, to: path())] }

    /// The lines below another, in their order.
    func lines(below id: LineID) -> [Draft<K>.DraftLine] { draft.lines.filter { $0.content.above == id } }

    /// The priorities to which a party contributes nothing, with that party.
    var onesided: [(priority: Draft<K>.DraftLine, party: BodyRead)] {
        CompactKind.onesided(draft.lines.map { ($0.id, $0.content) }, between: draft.parties).compactMap { side in
            guard let priority = draft.lines.first(where: { $0.id == side.priority }),
                let party = choices.party(side.party)
            else { return nil }
            return (priority, party)
        }
    }
}

extension Site {
    /// A draft of the seat's own body; anybody else finds nothing.
    func draftDesk<K: Kind>(_ visit: Visit, _: K.Type, may power: Power? = nil) throws -> DraftDesk<K> {
        try draftDesk(try visit.identifier("id", of: Agreement<K>.self), visit, may: power)
    }

    func draftDesk<K: Kind>(
        _ id: Identifier<Agreement<K>>, _ visit: Visit, may power: Power? = nil
    ) throws -> DraftDesk<K> {
        let sitting = try visit.requireSitting()
        // Whether it is there is nobody else's business, so it is looked for before the power is.
        let row = try register.draft(id, for: sitting.viewer)
        _ = try visit.requireSitting(power)
        let views = register.views
        let framework = row.draft.framework
        let original = try framework.varies.map {
            try views.lines(of: $0.description, before: id.description, for: sitting.viewer, today: today)
        }
        return DraftDesk(
            row: row,
            choices: try lineChoices(
                row.draft.parties, framework.statement, framework.year, for: sitting.viewer,
                // Of what stands already, somebody else may come to answer for a line.
                proposer: framework.varies == nil ? nil : sitting.body),
            clearance: try views.clearance(of: sitting.body, for: sitting.viewer),
            changedBy: try views.seat(row.seat), sitting: sitting, token: visit.formToken,
            varied: Dictionary((original ?? []).map { ($0.id, $0.content.name) }) { first, _ in first })
    }
}

/// One task of writing a draft: some parts of the agreement.
struct DraftTask: Sendable {
    /// Its name in the address.
    let slug: String
    let title: String
    /// The parts that it writes, the first of them those that stand under no other line.
    let parts: [Part.Name]
    /// There is one line of it at most.
    var isSingle = false
    /// The draft may be sent without it.
    var isOptional = false
    /// What it is for.
    let words: String

    /// All tasks there are, in the order in which they are best done.
    private static let all = [
        DraftTask(
            slug: "summary", title: "Plain summary", parts: [.summary], isSingle: true,
            words: "What changes, for whom and when, in plain words for the public."),
        DraftTask(
            slug: "vision", title: "Vision", parts: [.vision], isSingle: true,
            words: "What the authority wants education to be in its place."),
        DraftTask(
            slug: "partners", title: "Partners consulted", parts: [.consulted], isOptional: true,
            words: "Who was consulted or contributes, and what each said."),
        DraftTask(
            slug: "priorities", title: "Priorities, contributions and targets",
            parts: [.priority, .contribution, .target],
            words:
                "The areas chosen from the agenda: why each matters here, what each side contributes, and which published figures are to become better."
        ),
        DraftTask(
            slug: "requests", title: "Requests", parts: [.request], isOptional: true,
            words: "What the Department is asked to change, or to make possible, in policy, procedure or practice."),
        DraftTask(
            slug: "period", title: "How long it runs", parts: [.period], isSingle: true,
            words: "From which day until which. It may run for many financial years."),
        DraftTask(
            slug: "sections", title: "Sections", parts: [.section],
            words: "What it is for, an equality assessment and the risks must be there; others may."),
        DraftTask(
            slug: "conditions", title: "Conditions and payments", parts: [.condition, .payment],
            words: "What is to be done, by whom and when; under each condition the payments that rest on it."),
        DraftTask(
            slug: "returns", title: "Returns", parts: [.returns], isOptional: true,
            words: "What is reported and by which days, who certifies it, and within how many weeks it is assessed."),
        DraftTask(
            slug: "terms", title: "Terms", parts: [.term], isOptional: true,
            words: "Conditions that the whole agreement stands under."),
        DraftTask(
            slug: "paragraphs", title: "Paragraphs and points", parts: [.paragraph, .note, .point],
            words: "Numbered paragraphs with the points below them, and footnotes. Each can be cited by itself."),
        DraftTask(
            slug: "agenda", title: "Agenda: groups and areas", parts: [.group, .area],
            words: "The lettered areas from which compacts choose, in groups with an opening text each."),
        DraftTask(
            slug: "drafters", title: "Drafters who do not sign", parts: [.drafter], isOptional: true,
            words: "Bodies that took part in the drafting without signing."),
        DraftTask(
            slug: "signatories", title: "Who signs", parts: [.signatory],
            words: "The seats that must sign, any number of them, and in which order. Each party needs one at least."),
        DraftTask(
            slug: "commencement", title: "Coming into force", parts: [.commencement], isSingle: true, isOptional: true,
            words: "Without a stated day it is in force, and public, from the last signature."),
    ]

    /// The tasks of a kind of agreement.
    static func tasks<K: Kind>(of _: K.Type) -> [DraftTask] {
        all.filter { !Set($0.parts).isDisjoint(with: K.parts) }
    }

    /// The task that writes a part.
    static func task(for part: Part.Name) -> DraftTask? { all.first { $0.parts.contains(part) } }
}

extension DraftDesk {
    /// The lines that a task has written.
    func lines(of task: DraftTask) -> [Draft<K>.DraftLine] {
        draft.lines.filter { task.parts.contains($0.content.name) }
    }

    /// What is wrong or missing in a task.
    func faults(_ faults: [Fault], of task: DraftTask) -> [Fault] { faults.filter { slug(of: $0) == task.slug } }

    /// Where something that is missing can be put right.
    func path(to fault: Fault) -> Path {
        if let line = line(of: fault) { return path(line: line.id) }
        // What is left out stands beside what it varies.
        if let id = fault.field.flatMap({ LineID($0) }), varied[id] != nil { return path("comparison") }
        return path(slug(of: fault))
    }

    /// What is missing, with the line that it is about.
    func words(_ fault: Fault) -> String {
        guard let line = line(of: fault) else { return fault.message }
        return "\(choices.title(of: line.content)): \(fault.message)"
    }

    private func line(of fault: Fault) -> Draft<K>.DraftLine? {
        guard let field = fault.field, let id = LineID(field) else { return nil }
        return draft.lines.first { $0.id == id }
    }

    private func slug(of fault: Fault) -> String {
        if let line = line(of: fault) { return DraftTask.task(for: line.content.name)?.slug ?? "" }
        if let part = fault.field.flatMap({ LineID($0) }).flatMap({ varied[$0] }) {
            return DraftTask.task(for: part)?.slug ?? ""
        }
        switch fault.field {
        case "areas": return "agenda"
        // What a variation leaves out is found where it stands beside what it varies.
        case "variation", "successor": return "comparison"
        default: return fault.field ?? ""
        }
    }
}
