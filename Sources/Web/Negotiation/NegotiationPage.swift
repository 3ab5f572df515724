import Domain
import HTML
import Register
import Views
import Vocabulary

/// One agreement as its parties settle it: what is open and on whose side, and every line with what each side says.
struct NegotiationPage: Page {
    let shown: ShownAgreement
    let sitting: Sitting
    /// What the whole still lacks, though each line be accepted.
    let lacking: [Fault]
    /// Up to which entry the seat had looked before.
    let since: Int
    /// What has become of the lines after that.
    let changes: [WordingChange]
    let filter: Filter
    let token: String
    var problems: [FormProblem] = []
    var done: String?

    /// Which lines are shown.
    enum Filter: String, CaseIterable, Sendable {
        case all, waiting, changed
    }

    var title: String { shown.read.line.title }
    var breadcrumbs: [Crumb] { [Crumb("Home", to: .home), Crumb("Your desk", to: .desk)] }
    var isWide: Bool { true }
    var notice: HTML? { done.map { notification(.success, $0) } }

    private var read: AgreementRead { shown.read }
    private var side: Identifier<Body> { sitting.body }
    private var mayNegotiate: Bool { sitting.office.may(.negotiate) && shown.isOpen }
    private var fresh: Set<LineID> { shown.fresh(since: since, for: sitting.seat) }

    var main: HTML {
        """
        \(watch(.within(shown.kind, shown.id, "position.json"), position: read.position))
        <span class="govuk-caption-l">\(shown.kindTitle)</span>
        <h1 class="govuk-heading-l">\(inline(title))</h1>
        \(facts)\(standing)\(filters)\(acceptAll)\(sections)\(additions)\(whole)\(steps)\(withdrawal)
        """
    }

    private var facts: HTML {
        var rows = [
            SummaryRow("Where it stands", Tag(read.line.state).html),
            SummaryRow("Between", words: read.parties.map(\.name).joined(separator: "; ")),
        ]
        if let year = read.line.year { rows.append(SummaryRow("School year", "\(year.description)")) }
        if let statement = read.statement, shown.kind != StatementKind.name {
            rows.append(SummaryRow("Made under", "\(link: "The statement of intent", to: Path.statement(statement))"))
        }
        rows += shown.following
        return summaryList(rows)
    }

    // MARK: What is open

    private var standing: HTML {
        switch read.line.state {
        case .withdrawn: withdrawn
        case .negotiating: open
        default: frozen
        }
    }

    private var withdrawn: HTML {
        let step = read.steps.last { $0.event == "withdrawn" }
        let by = step?.side.map { shown.name($0) } ?? "A side"
        let reason = prose(step?.words ?? erased("The reason was", on: step?.erased) + ".")
        return insetText(
            "<p class=\"govuk-body\">\(inline(by)) withdrew it before signature. The reason given:</p>\n\(reason)")
    }

    private var open: HTML {
        let going = read.lines.count(where: shown.goesWithAbove)
        let agreed = read.lines.count { shown.isAgreed($0) && !shown.goesWithAbove($0) }
        let gone: HTML =
            "<li>\(going == 1 ? "Goes" : "Go") with a line that it is proposed to leave out: \(counted(going, "line"))</li>\n"
        let counts: HTML = """
            <ul class="govuk-list govuk-list--bullet">
            <li><strong>Waiting on you: \(counted(waiting(on: side), "line"))</strong></li>
            \(each: read.parties.filter { $0.id != side }, { party in
                "<li>Waiting on \(inline(party.name)): \(counted(waiting(on: party.id), "line"))</li>\n"
            })<li>Accepted by every side: \(agreed) of \(counted(read.lines.count - going, "line"))</li>
            \(when: going > 0, gone)</ul>

            """
        return "<h2 class=\"govuk-heading-m\">What is open</h2>\n\(counts)\(missing)\(pointedOut)"
    }

    private var missing: HTML {
        guard !lacking.isEmpty else { return HTML() }
        return insetText(
            """
            <p class="govuk-body">Before the text can be fixed, it still lacks:</p>
            <ul class="govuk-list govuk-list--bullet">\(each: lacking, { "<li>\(inline($0.message))</li>\n" })</ul>
            """)
    }

    /// What is worth a thought and stands in nobody's way.
    private var pointedOut: HTML {
        let sides = shown.onesided
        guard !sides.isEmpty else { return HTML() }
        let items: HTML = """
            \(each: sides, { side in
                "<li>\(link: side.words, to: shown.path.at("line-\(side.priority)"))</li>\n"
            })
            """
        return insetText(
            """
            <p class="govuk-body">To think about, though the text may be fixed and signed like this:</p>
            <ul class="govuk-list govuk-list--bullet">\(items)</ul>
            """)
    }

    private func waiting(on body: Identifier<Body>) -> Int { read.lines.count { $0.waitsOn.contains(body) } }

    private var frozen: HTML {
        let mine = read.signatories.contains { $0.isNext && $0.seat.id == sitting.seat }
        let next = read.signatories.filter(\.isNext).map(\.seat.full)
        let sign = Path.within(shown.kind, shown.id, "signatures", "new").adding(query: [("since", String(since))])
        let act: HTML =
            mine
            ? linkButton("Read and sign", to: sign)
            : "<p class=\"govuk-body\">Next to sign: \(inline(next.joined(separator: "; "))).</p>\n"
        return """
            <h2 class="govuk-heading-m">The text is fixed</h2>
            <p class="govuk-body">Every side accepts every line. \(shown.signatures) of \(counted(read.signatories.count, "signature")) given.
            \(link: "The exact text that is signed", to: .within(shown.kind, shown.id, "text")).</p>
            \(lacking.isEmpty ? act : shown.unfit(lacking))\(SignatureTable(shown: shown).html)\(pointedOut)
            """
    }

    // MARK: Lines

    private var filters: HTML {
        let items: HTML = "\(each: Filter.allCases, filterItem)"
        return """
            <h2 class="govuk-heading-m" id="lines">Lines</h2>
            <nav aria-label="Which lines are shown"><ul class="govuk-list concordat-choices">
            \(items)</ul></nav>

            """
    }

    private func filterItem(_ one: Filter) -> HTML {
        let words =
            switch one {
            case .all: "All lines (\(read.lines.count))"
            case .waiting: "Waiting on us (\(waiting(on: side)))"
            case .changed: "Changed since we last looked (\(fresh.count))"
            }
        guard one != filter else { return "<li><strong aria-current=\"true\">\(words)</strong></li>\n" }
        return "<li>\(link: words, to: here(one).at("lines"))</li>\n"
    }

    private func here(_ filter: Filter) -> Path {
        shown.path.adding(query: [("show", filter.rawValue), ("since", String(since))])
    }

    private var visible: [LineRead] {
        switch filter {
        case .all: read.lines
        case .waiting: read.lines.filter { $0.waitsOn.contains(side) }
        case .changed: read.lines.filter { fresh.contains($0.id) }
        }
    }

    private var acceptable: [LineRead] {
        visible.filter { $0.waitsOn.contains(side) && $0.stances[side]?.word != "accepts" && $0.awaited == nil }
    }

    private var acceptAll: HTML {
        guard mayNegotiate, acceptable.count > 1 else { return HTML() }
        let read: HTML = "\(each: acceptable, { hiddenInput("read", "\($0.id):\($0.revision)") })"
        let words = "I have read the \(counted(acceptable.count, "line")) below that wait on us"
        let form = postForm(
            to: .within(shown.kind, shown.id, "acceptances"), token: token, label: "Accept all lines that wait on us",
            """
            \(read)\(hiddenInput("since", String(since)))\
            \(checkboxes(Field("allRead", "Accept all lines that wait on us", in: problems), options: [Choice("yes", words)]))\
            \(button("Accept all of them", .secondary))
            """)
        return details("Accept all lines that wait on us", isOpen: !problems.isEmpty, form)
    }

    private var sections: HTML {
        guard !visible.isEmpty else {
            let words =
                switch filter {
                case .all: "This agreement has no lines."
                case .waiting: "No line waits on you."
                case .changed: "Nothing has changed since you last looked."
                }
            return emptyState(
                words, filter == .all ? HTML() : "<p class=\"govuk-body\">\(link: "Show all lines", to: here(.all))</p>"
            )
        }
        let ordered = shown.inOrder(visible)
        return "\(each: shown.parts.filter { $0.above == nil }, { section($0, ordered) })"
    }

    private func section(_ name: Part.Name, _ lines: [LineRead]) -> HTML {
        let own = lines.filter { $0.content.name == name || $0.content.name.above == name }
        guard !own.isEmpty else { return HTML() }
        return "<h2 class=\"govuk-heading-m\">\(name.heading)</h2>\n\(each: own, card)"
    }

    private func card(_ line: LineRead) -> HTML {
        lineCard(
            id: "line-\(line.id)", title: shown.title(of: line),
            marks: shown.marks(of: line, for: side, isNew: fresh.contains(line.id)), text: text(of: line),
            beside: beside(line))
    }

    private func text(of line: LineRead) -> HTML {
        if line.dropped {
            return "<p class=\"govuk-body\">\(inline(shown.name(line.side))) proposes to leave this line out:</p>\n"
                + shown.redlined(line.content, nil)
        }
        if let change = changes.first(where: { $0.line.id == line.id }) {
            if change.sort == .changed { return text(of: line, since: change.before) }
            return shown.content(of: line.content)
        }
        guard let before = line.before, !line.waitsOn.isEmpty || fresh.contains(line.id) else {
            return shown.content(of: line.content)
        }
        return """
            <p class="govuk-body">Wording \(line.revision), proposed by \(inline(shown.name(line.side))), against the one before:</p>
            \(shown.redlined(before, line.content))\(details("The wording as it now stands", shown.content(of: line.content)))
            """
    }

    private func text(of line: LineRead, since before: Part?) -> HTML {
        """
        <p class="govuk-body">Wording \(line.revision), proposed by \(inline(shown.name(line.side))), against the one that
        you last saw:</p>
        \(shown.redlined(before, line.content))\(details("The wording as it now stands", shown.content(of: line.content)))
        """
    }

    private func beside(_ line: LineRead) -> HTML {
        let remarks: HTML? =
            line.remarks == 0 ? nil : "<p class=\"govuk-body\">\(counted(line.remarks, "remark")) on this line.</p>\n"
        let open: HTML = """
            <p class="govuk-body"><a class="govuk-link" href="\(to: shown.path(line.id))">\
            \(mayNegotiate ? "Answer, discuss or change" : "Discussion and history")\(spokenAbout(shown.title(of: line)))</a></p>

            """
        return "\(StanceList(shown: shown, line: line).html)\(remarks)\(quick(line))\(open)"
    }

    private func quick(_ line: LineRead) -> HTML {
        guard mayNegotiate, read.text == nil, line.stances[side]?.word != "accepts" else { return HTML() }
        let words = line.dropped ? "Accept leaving it out" : "Accept"
        return postForm(
            to: shown.path(line.id, "acceptances"), token: token, revision: line.revision,
            """
            \(hiddenInput("from", "whole"))\(hiddenInput("show", filter.rawValue))\(hiddenInput("since", String(since)))\
            \(button(words, .secondary, about: shown.title(of: line)))
            """)
    }

    // MARK: The whole

    private var additions: HTML {
        guard mayNegotiate else { return HTML() }
        let tops: HTML = """
            \(each: shown.parts.filter { $0.above == nil }, { name in
                "<li>\(link: "Add \(name.one)", to: .newLine(shown.kind, shown.id, name, above: nil))</li>\n"
            })
            """
        let under: HTML = "\(each: shown.parts.filter { $0.above != nil }, additions(under:))"
        return details("Add a line", "<ul class=\"govuk-list\">\n\(tops)\(under)</ul>")
    }

    private func additions(under name: Part.Name) -> HTML {
        let above = read.lines.filter { $0.content.name == name.above && $0.standing }
        return """
            \(each: above, { line in
                "<li>\(link: "Add \(name.one) under \(shown.title(of: line))", to: .newLine(shown.kind, shown.id, name, above: line.id))</li>\n"
            })
            """
    }

    private var whole: HTML {
        let said = read.steps.filter { $0.event == "discussed" && $0.line == nil }
        let form = postForm(
            to: .within(shown.kind, shown.id, "remarks"), token: token,
            """
            \(hiddenInput("since", String(since)))\
            \(textArea(Field("remark", "Your remark", hint: sealedHint, in: problems), rows: 3, limit: Wording.longest))\
            \(button("Say it", .secondary))
            """)
        let none: HTML? = said.isEmpty ? "<p class=\"govuk-body\">Nothing was said of the whole yet.</p>\n" : nil
        let may = sitting.office.may(.negotiate)
        return """
            <h2 class="govuk-heading-m" id="discussion">Discussion of the whole</h2>
            \(none)\(discussion(said.map { shown.remark($0) }))\(when: may, form)
            """
    }

    private var steps: HTML {
        """
        <h2 class="govuk-heading-m">Every step so far</h2>
        \(details("Show every step", AgreementSteps(shown: shown, steps: read.steps.filter { $0.event != "discussed" }).html))
        """
    }

    private var withdrawal: HTML {
        guard mayNegotiate else { return HTML() }
        let path = Path.within(shown.kind, shown.id, "withdrawal")
        return "<p class=\"govuk-body\">\(link: "Withdraw this \(shown.called)", to: path)</p>\n"
    }
}

/// What each side says of a line, and what it waits for.
struct StanceList {
    let shown: ShownAgreement
    let line: LineRead

    var html: HTML {
        "<ul class=\"govuk-list\">\n\(each: shown.read.parties, item)</ul>\n\(awaited)"
    }

    private func item(_ party: PartyRead) -> HTML {
        let stance = line.stances[party.id]
        let words =
            switch stance?.word {
            case "accepts": "accepts"
            case "considers": "is considering it"
            case "objects": "objects"
            default: "has not answered"
            }
        let reason: HTML? =
            stance?.word == "objects"
            ? prose(stance?.reason ?? erased("The reason was", on: stance?.erased) + ".")
            : nil
        return "<li><strong>\(inline(party.name))</strong> \(words)\(reason)</li>\n"
    }

    private var awaited: HTML {
        guard let awaited = line.awaited else { return HTML() }
        return """
            <p class="govuk-body">\(inline(shown.name(awaited.side))) waits on a decision elsewhere:
            \(inline(awaited.decision ?? erased("its name was", on: awaited.erased)))</p>

            """
    }
}

extension ShownAgreement {
    /// The lines that somebody else touched after an entry.
    func fresh(since position: Int, for seat: Identifier<Seat>) -> Set<LineID> {
        Set(
            read.steps.filter { step in
                step.position > position && step.seat?.id != seat && !["cleared", "lineCarried"].contains(step.event)
            }
            .compactMap(\.line))
    }

    /// Whether every side accepts the current wording of a line, and it waits on nothing.
    func isAgreed(_ line: LineRead) -> Bool {
        line.awaited == nil && read.parties.allSatisfy { line.stances[$0.id]?.word == "accepts" }
    }

    /// Whether a line stands under one that it is proposed to leave out, and so waits on nobody.
    func goesWithAbove(_ line: LineRead) -> Bool {
        line.above.flatMap { self.line($0) }?.dropped ?? false
    }

    /// The priorities to which a party contributes nothing, in words: "The Department contributes nothing to priority f
    /// yet".
    var onesided: [(priority: LineID, words: String)] {
        CompactKind.onesided(standing.map { ($0.id, $0.content) }, between: read.parties.map(\.id)).compactMap { side in
            guard case .priority(let area, let title, _, _)? = line(side.priority)?.content else { return nil }
            return (
                side.priority, "\(name(side.party)) contributes nothing to priority \(name(area, titled: title)) yet"
            )
        }
    }

    /// How a line stands, for a side.
    func marks(of line: LineRead, for side: Identifier<Body>, isNew: Bool) -> [LineMark] {
        var marks: [LineMark] = []
        if line.awaited != nil { marks.append(LineMark(.waiting, "Waits on a decision elsewhere")) }
        if line.stances.values.contains(where: { $0.word == "objects" }) {
            marks.append(LineMark(.stopped, "Objected to"))
        }
        if goesWithAbove(line) {
            marks.append(LineMark(.waiting, "Goes with the line above"))
        } else if line.waitsOn.contains(side) {
            marks.append(LineMark(.open, "Waiting on you"))
        } else if let other = line.waitsOn.first {
            marks.append(LineMark(.open, "Waiting on \(name(other))"))
        } else if isAgreed(line), read.line.state != .withdrawn {
            marks.append(LineMark(.settled, "Accepted by every side"))
        }
        if isNew { marks.append(LineMark(.open, "New since you looked")) }
        return marks
    }

    /// A step of the parties' talk, as a remark.
    func remark(_ step: StepRead) -> Remark {
        let (words, tag): (String, Tag?) =
            switch step.event {
            case "discussed": (words(of: step, "These words were"), nil)
            case "lineObjected": (words(of: step, "The reason was"), Tag("Objected", .red))
            case "lineAwaited":
                (words(of: step, "The name of the decision was"), Tag("Waits on a decision", .purple))
            case "lineReleased": (words(of: step, "The outcome was"), Tag("The wait is over", .turquoise))
            case "lineCarried": ("The wording that all signed.", Tag("As it stood", .grey))
            case "lineProposed": ("Proposed wording \(step.revision ?? 1).", Tag("Wording", .yellow))
            case "lineDropped": ("Proposed to leave the line out.", Tag("Leave out", .orange))
            case "lineAccepted": ("Accepted wording \(step.revision ?? 1).", Tag("Accepted", .green))
            case "lineConsidered": ("Is considering wording \(step.revision ?? 1).", Tag("Considering", .lightBlue))
            default: (step.words ?? "", nil)
            }
        return Remark(by: step.seat?.full ?? "The register", at: Time(step.time), words, tag: tag)
    }

    /// What was said at a step, or that it was erased.
    private func words(of step: StepRead, _ what: String) -> String {
        step.words ?? erased(what, on: step.erased) + "."
    }
}
