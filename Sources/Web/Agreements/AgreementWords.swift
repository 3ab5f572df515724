import Domain
import Exchange
import HTML
import Views
import Vocabulary

extension Time {
    /// A moment, in the time of London.
    init(_ instant: Instant) { self.init(instant.description, instant.written) }
}

extension Tag {
    /// Where an agreement stands.
    init(_ state: AgreementState) {
        switch state {
        case .negotiating: self.init("Negotiating", .yellow)
        case .agreed: self.init("Agreed", .lightBlue)
        case .signing: self.init("Being signed", .blue)
        case .coming: self.init("Signed, not yet in force", .turquoise)
        case .inForce: self.init("In force", .green)
        case .suspended: self.init("Suspended", .orange)
        case .completed: self.init("Completed", .blue)
        case .terminated: self.init("Terminated", .red)
        case .superseded: self.init("Superseded", .grey)
        case .withdrawn: self.init("Withdrawn", .grey)
        case .incorporated: self.init("Taken up", .green)
        }
    }
}

/// How a point is cited: 2(a).
func citation(_ number: Int, _ mark: String) -> String { "\(number)\(written(mark: mark))" }

/// A point's mark as texts write it: (a), or a dash as it is.
func written(mark: String) -> String {
    let isWord = !mark.isEmpty && mark.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    return isWord ? "(\(mark))" : mark
}

extension ShownAgreement {
    /// The name of a party.
    func name(_ body: Identifier<Body>) -> String { read.party(body)?.name ?? read.former[body] ?? "A body" }

    /// "Director of Education, Norfolk".
    func name(_ seat: Identifier<Seat>) -> String { seats[seat]?.full ?? "A seat that is no longer listed" }

    /// "b. Literacy": an area with its letter, or with the title that the authority gave it.
    func name(_ area: Identifier<Area>, titled title: String?) -> String {
        guard let known = read.areas[area] else { return title ?? "An area of the agenda" }
        return "\(known.code). \(title ?? known.title)"
    }

    /// What each line is called: terms, contributions and points that share a title below the same line are numbered.
    func toldApart(_ lines: [LineRead]) -> [LineID: String] {
        struct Shared: Hashable {
            let part: Part.Name
            let above: LineID?
            let title: String
        }
        let named = lines.map {
            (id: $0.id, Shared(part: $0.content.name, above: $0.above, title: title(of: $0.content)))
        }
        var titles: [LineID: String] = [:]
        for (shared, alike) in Dictionary(grouping: named, by: \.1) {
            let isNumbered =
                [.term, .contribution, .target, .request, .point, .condition, .payment, .returns].contains(shared.part)
                && alike.count > 1
            for (index, line) in alike.enumerated() {
                titles[line.id] = isNumbered ? "\(shared.title) (\(index + 1))" : shared.title
            }
        }
        return titles
    }

    /// What a part is called.
    func title(of part: Part) -> String {
        switch part {
        case .summary: "Plain summary"
        case .vision: "Vision"
        case .consulted(let partner, _): "Consulted: \(partner)"
        case .priority(let area, let title, _, _): "Priority \(name(area, titled: title))"
        case .contribution(let priority, _, let promise): "\(name(promise.by)) contributes\(toPriority(priority))"
        case .target(let priority, _, _): "Target\(toPriority(priority))"
        case .request: "Request"
        case .term: "Term"
        case .paragraph(let number, _, _, _): "Paragraph \(number)"
        case .point(let paragraph, let mark, _, _, _): "Point \(cited(paragraph, mark))"
        case .group(let number, _): "Group \(number) of the agenda"
        case .area(_, _, let code, let title, _, _): "Area \(code): \(title)"
        case .note(let mark, _): "Footnote \(mark)"
        case .drafter(let name): "Took part in the drafting: \(name)"
        case .period: "How long it runs"
        case .section(let topic, let title, _): title ?? topic.heading
        case .condition(_, let promise): "Condition: \(name(promise.by))"
        case .payment(_, _, let instalment): "Payment of \(instalment.amount) by \(instalment.due.written)"
        case .returns: "Returns"
        case .signatory(let seat, _): "Signs: \(name(seat))"
        case .commencement: "When it comes into force"
        }
    }

    private func toPriority(_ id: LineID) -> String {
        guard case .priority(let area, let title, _, _)? = line(id)?.content else { return "" }
        return " to \(name(area, titled: title))"
    }

    private func cited(_ paragraph: LineID, _ mark: String) -> String {
        guard case .paragraph(let number, _, _, _)? = line(paragraph)?.content else { return written(mark: mark) }
        return citation(number, mark)
    }

    /// What a part says besides its text.
    func facts(of part: Part) -> [(key: String, words: String)] {
        switch part {
        case .priority(_, _, _, let horizon): [("Looks ahead", horizon.words)]
        case .contribution(_, _, let promise): facts(of: promise)
        case .paragraph(_, let sense, _, let promise), .point(_, _, let sense, _, let promise):
            [("Class", sense.words)] + (promise.map { [("Promised by", name($0.by))] + facts(of: $0) } ?? [])
        case .request(_, let ask): ask.facts.map { ($0.name, $0.words) }
        case .area(_, _, _, _, _, let limit): limit == .anyone ? [] : [("For", limit.words)]
        case .signatory(_, let order): [("Order of signing", String(order))]
        case .commencement(let inForce, let publication):
            [
                ("In force from", inForce?.written ?? "the last signature"),
                ("Public from", publication?.written ?? "the day in force"),
            ]
        default: part.terms(body: { name($0) }, seat: { $0.map { name($0) } ?? "Not named yet" })
        }
    }

    private func facts(of promise: Promise) -> [(key: String, words: String)] {
        [("Owner", promise.owner.map { name($0) } ?? "Not named yet"), ("Due", promise.due.words)]
    }

    /// A part's words as a page shows them.
    func content(of part: Part) -> HTML {
        let text: HTML =
            switch part {
            case .consulted(_, let said): prose(said)
            case .priority(_, _, let reason, _): prose(reason)
            case .drafter, .signatory: HTML()
            case .section(_, _, let text): prose(text)
            default: prose(part.text)
            }
        return text + factList(facts(of: part))
    }

    /// A part's words and all else that it says as one text, so that a redline shows a change of any of it.
    func words(of part: Part) -> String {
        let text =
            switch part {
            case .consulted, .priority, .area, .signatory, .drafter, .section:
                part.text.isEmpty ? title(of: part) : "\(title(of: part))\n\(body(of: part))"
            default: part.text
            }
        return ([text] + facts(of: part).map { "\($0.key): \($0.words)" }).filter { !$0.isEmpty }.joined(
            separator: "\n")
    }

    /// A part's own words.
    func body(of part: Part) -> String {
        switch part {
        case .consulted(_, let said): said
        case .priority(_, _, let reason, _): reason
        case .drafter: ""
        case .section(_, _, let text): text
        default: part.text
        }
    }

    /// The words inserted and deleted between two wordings; nil stands for leaving the line out.
    func redlined(_ old: Part?, _ new: Part?) -> HTML {
        let compared = Redline(from: old.map { words(of: $0) } ?? "", to: new.map { words(of: $0) } ?? "")
        return redline(compared.runs.map(RedlineRun.init))
    }
}

extension RedlineRun {
    /// A stretch of a comparison.
    init(_ run: Redline.Run) {
        switch run {
        case .same(let text): self = .same(text)
        case .inserted(let text): self = .inserted(text)
        case .deleted(let text): self = .deleted(text)
        }
    }
}

/// Short facts, one under the other; nothing for none.
func factList(_ facts: [(key: String, words: String)]) -> HTML {
    guard !facts.isEmpty else { return HTML() }
    return """
        <dl class="govuk-body concordat-facts">
        \(each: facts, { "<dt>\($0.key)</dt><dd>\(inline($0.words))</dd>\n" })</dl>

        """
}
