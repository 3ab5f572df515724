import Domain
import Exchange
import HTML
import Views
import Vocabulary

extension LineChoices {
    /// What a line is called on its page and in lists.
    func title(of part: Part) -> String {
        switch part {
        case .summary: "Plain summary"
        case .vision: "Vision"
        case .consulted(let partner, _): partner.isEmpty ? "A partner" : partner
        case .priority(let area, let title, _, _): priorityTitle(area, title)
        case .contribution(_, _, let promise): "\(party(promise.by)?.name ?? "A party") contributes"
        case .target: "Target"
        case .request: "Request"
        case .term: "Term"
        case .paragraph(let number, _, _, _): "Paragraph \(number)"
        case .point(_, let mark, _, _, _): mark.isEmpty ? "Point" : "Point \(mark)"
        case .group(let number, _): "Group \(number)"
        case .area(_, _, let code, let title, _, _): "Area \(code): \(title)"
        case .note(let mark, _): "Footnote \(mark)"
        case .drafter(let name): name.isEmpty ? "A drafter" : name
        case .period: "How long it runs"
        case .section(let topic, let title, _): title ?? topic.heading
        case .condition(_, let promise): "Condition: \(party(promise.by)?.name ?? "a party")"
        case .payment(_, _, let instalment): "Payment of \(instalment.amount) by \(instalment.due.written)"
        case .returns: "Returns"
        case .signatory(let seat, _): self.seat(seat)?.full ?? "A seat"
        case .commencement: "Coming into force"
        }
    }

    private func priorityTitle(_ id: Identifier<Area>, _ title: String?) -> String {
        guard let area = agenda?[id] else { return title ?? "An area that the agenda no longer has" }
        return "Area \(area.code): \(title ?? area.title)"
    }

    /// The facts of a line beside its text: what it is for, who answers for it, when it is due.
    func facts(of part: Part) -> [(name: String, words: String)] {
        var facts: [(String, String)] = []
        switch part {
        case .priority(_, _, _, let horizon): facts.append(("Horizon", horizon.words))
        case .paragraph(_, let sense, _, _), .point(_, _, let sense, _, _):
            facts.append(("What it is for", sense.words))
        case .request(_, let ask): facts += ask.facts
        case .area(_, _, _, _, _, let limit): facts.append(("Who may choose it", limit.words))
        case .signatory(_, let order): facts.append(("Order of signing", String(order)))
        case .commencement(let inForce, let publication):
            facts.append(("In force from", inForce?.written ?? "The last signature"))
            facts.append(("Public from", publication?.written ?? "When it is in force"))
        default:
            facts += part.terms(body: { party($0)?.name ?? "A party" }, seat: { seat($0)?.full ?? "Nobody yet" })
        }
        if part.name != .condition, let promise = part.promise {
            facts.append(("Who answers for it", seat(promise.owner)?.full ?? "Nobody yet"))
            facts.append(("Due", promise.due.words))
        }
        return facts
    }

    /// A line's own words.
    func text(of part: Part) -> String {
        switch part {
        case .consulted(_, let said): said
        case .priority(_, _, let reason, _): reason
        case .drafter: ""
        case .section(_, _, let text): text
        default: part.text
        }
    }

    /// A line's words and facts, as a page shows them.
    func shown(_ part: Part) -> HTML {
        let text = text(of: part)
        let facts = facts(of: part).map { "\($0.name): \($0.words)" }.joined(separator: " · ")
        let line: HTML = "<p class=\"govuk-body-s\">\(facts)</p>\n"
        let empty: HTML = "<p class=\"govuk-hint\">Nothing is written here yet.</p>\n"
        let hasText = ![.drafter, .signatory, .commencement, .period].contains(part.name)
        return "\(text.isEmpty ? (hasText ? empty : HTML()) : prose(text))\(when: !facts.isEmpty, line)"
    }
}

extension DraftDesk {
    /// The whole draft, in reading order, as the other side will see it.
    var whole: HTML {
        let tasks = DraftTask.tasks(of: K.self)
        return "\(each: tasks, section)"
    }

    private func section(_ task: DraftTask) -> HTML {
        let top = lines(of: task).filter { $0.content.above == nil }
        guard !top.isEmpty else { return HTML() }
        return """
            <h2 class="govuk-heading-m">\(task.title)</h2>
            \(each: top, { read($0, titled: !task.isSingle) })
            """
    }

    private func read(_ line: Draft<K>.DraftLine, titled: Bool) -> HTML {
        let title: HTML = "<h3 class=\"govuk-heading-s\">\(inline(choices.title(of: line.content)))</h3>\n"
        let below = lines(below: line.id)
        let items: HTML = "<ul class=\"govuk-list govuk-list--bullet\">\n\(each: below, readBelow)</ul>\n"
        return "\(when: titled, title)\(choices.shown(line.content))\(when: !below.isEmpty, items)"
    }

    private func readBelow(_ line: Draft<K>.DraftLine) -> HTML {
        "<li><strong>\(inline(choices.title(of: line.content)))</strong>\(choices.shown(line.content))</li>\n"
    }
}
