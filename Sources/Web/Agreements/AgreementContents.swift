import Domain
import Exchange
import HTML
import Views
import Vocabulary

/// What an agreement says, for reading: part after part, every line with an anchor of its own.
struct AgreementContents {
    let shown: ShownAgreement
    private let lines: [LineRead]

    init(_ shown: ShownAgreement) {
        self.shown = shown
        lines = shown.standing
    }

    var html: HTML {
        let names = shown.parts.filter { $0.above == nil && $0 != .signatory }
        return "\(each: names, section)\(undertakings)"
    }

    private func section(_ name: Part.Name) -> HTML {
        let all = lines.filter { $0.content.name == name }
        guard !all.isEmpty else { return HTML() }
        let content: HTML =
            switch name {
            case .priority: "\(each: all, priority)"
            case .request: "\(each: all, request)"
            case .paragraph: "\(each: all, paragraph)"
            case .group: "\(each: all, group)"
            case .consulted: "\(each: all, consulted)"
            case .drafter: list(all)
            case .term where all.count > 1: "<ol class=\"govuk-list govuk-list--number\">\n\(each: all, item)</ol>\n"
            case .note: "\(each: all, note)"
            case .section: "\(each: all, titled)"
            case .condition: "\(each: all, condition)"
            default: "\(each: all, plain)"
            }
        return "<h2 class=\"govuk-heading-m\">\(heading(name))</h2>\n\(content)"
    }

    private func heading(_ name: Part.Name) -> String {
        guard name == .group, let year = shown.read.line.year else { return name.heading }
        return "The agenda for \(year)"
    }

    private func anchor(_ line: LineRead) -> HTML { "line-\(line.id.description)" }

    private func plain(_ line: LineRead) -> HTML {
        "<div id=\"\(anchor(line))\">\(shown.content(of: line.content))</div>\n"
    }

    private func item(_ line: LineRead) -> HTML {
        "<li id=\"\(anchor(line))\">\(shown.content(of: line.content))\(shown.kept(line))</li>\n"
    }

    private func request(_ line: LineRead) -> HTML {
        let standing = shown.read.requests[line.id].map(answered)
        return "<div id=\"\(anchor(line))\">\(shown.content(of: line.content))\(standing)</div>\n"
    }

    private func answered(_ standing: RequestStanding) -> HTML {
        let words = standing.asked == 1 ? "The request and its answer" : "Asked by \(standing.asked): read the answer"
        return """
            <p class="govuk-body concordat-kept">\(Tag(standing.state).html) \(link: words, to: Path.request(standing.topic))</p>

            """
    }

    private func list(_ lines: [LineRead]) -> HTML {
        """
        <ul class="govuk-list govuk-list--bullet">
        \(each: lines, { "<li id=\"\(anchor($0))\">\(inline($0.content.text))</li>\n" })</ul>

        """
    }

    private func note(_ line: LineRead) -> HTML {
        guard case .note(let mark, let text) = line.content else { return HTML() }
        return
            "<div id=\"\(anchor(line))\"><p class=\"govuk-body\"><strong>\(inline(mark))</strong></p>\(prose(text))</div>\n"
    }

    private func consulted(_ line: LineRead) -> HTML {
        guard case .consulted(let partner, let said) = line.content else { return HTML() }
        return """
            <div id="\(anchor(line))"><h3 class="govuk-heading-s">\(inline(partner))</h3>
            \(prose(said))</div>

            """
    }

    // MARK: Conditions

    private func titled(_ line: LineRead) -> HTML {
        let title: HTML = "<h3 class=\"govuk-heading-s\">\(inline(shown.title(of: line)))</h3>\n"
        return "<section id=\"\(anchor(line))\">\(title)\(prose(shown.body(of: line.content)))</section>\n"
    }

    private func condition(_ line: LineRead) -> HTML {
        let payments = lines.filter { $0.above == line.id }
        return """
            <section class="concordat-block" id="\(anchor(line))">
            <h3 class="govuk-heading-m">\(inline(shown.title(of: line)))</h3>
            \(shown.content(of: line.content))\(shown.kept(line))\(payments.isEmpty ? HTML() : rests(payments))</section>

            """
    }

    /// The payments that rest on a condition, as the text has them.
    private func rests(_ payments: [LineRead]) -> HTML {
        let isReadable = shown.hasBegun
        let rows = payments.map { line -> [HTML] in
            guard let instalment = line.content.instalment else { return [] }
            let name = line.content.text.beginning(100)
            let what: HTML = isReadable ? "\(link: name, to: shown.path(line.id, "payment"))" : inline(name)
            return [
                "<span id=\"\(anchor(line))\">\(what)</span>", "\(instalment.amount.description)",
                "<span class=\"concordat-day\">\(instalment.due.written)</span>",
                inline(instalment.owner.map { shown.name($0) } ?? "Not named"),
            ]
        }
        return table(
            caption: "Payments that rest on it",
            columns: [Column("For"), Column("Amount", isNumeric: true), Column("Due"), Column("Who decides")],
            rows: rows)
    }

    // MARK: Priorities

    private func priority(_ line: LineRead) -> HTML {
        guard case .priority(let area, let title, let reason, let horizon) = line.content else { return HTML() }
        return """
            <section class="concordat-block" id="\(anchor(line))">
            <h3 class="govuk-heading-m">\(inline(shown.name(area, titled: title)))</h3>
            <h4 class="govuk-heading-s">Why it matters here</h4>
            \(prose(reason))\(factList([("Looks ahead", horizon.words)]))\(areaLink(area))\(targets(line))
            <div class="concordat-sides">
            \(each: shown.read.parties, { side($0, of: line) })</div>
            </section>

            """
    }

    private func targets(_ priority: LineRead) -> HTML {
        let own = lines.filter { $0.above == priority.id && $0.content.name == .target }
        guard !own.isEmpty else { return HTML() }
        return """
            <h4 class="govuk-heading-s">Targets</h4>
            <ul class="govuk-list govuk-list--bullet">
            \(each: own, target)</ul>

            """
    }

    private func target(_ line: LineRead) -> HTML {
        "<li id=\"\(anchor(line))\">\(shown.aim(line))</li>\n"
    }

    private func areaLink(_ area: Identifier<Area>) -> HTML {
        guard let year = shown.read.line.year, let known = shown.read.areas[area] else { return HTML() }
        return """
            <p class="govuk-body">\(link: "Area \(known.code) of the agenda: \(known.title)", to: Path.area(year, known.code))</p>

            """
    }

    private func side(_ party: PartyRead, of priority: LineRead) -> HTML {
        let own = lines.filter { $0.above == priority.id && $0.content.promise?.by == party.id }
        let list: HTML = "<ul class=\"govuk-list govuk-list--bullet\">\n\(each: own, item)</ul>\n"
        let none: HTML = "<p class=\"govuk-body\">Nothing was promised by this side.</p>\n"
        return """
            <div><h4 class="govuk-heading-s">\(inline(party.name)) contributes</h4>
            \(own.isEmpty ? none : list)</div>

            """
    }

    // MARK: Statements

    private func paragraph(_ line: LineRead) -> HTML {
        guard case .paragraph(let number, let sense, let text, let promise) = line.content else { return HTML() }
        let points = lines.filter { $0.above == line.id }
        let mark: HTML = sense == .context ? HTML() : tag(sense.words, .grey)
        let more: HTML? = points.isEmpty ? nil : "<ul class=\"govuk-list\">\n\(each: points, point)</ul>\n"
        return """
            <section id="\(anchor(line))">
            <h3 class="govuk-heading-s">\(link: "Paragraph \(number)", to: Path.paragraph(shown.id, number)) \(mark)</h3>
            \(prose(text))\(promise.map { owed($0) })\(shown.kept(line))\(more)</section>

            """
    }

    private func point(_ line: LineRead) -> HTML {
        guard case .point(_, let mark, _, let text, let promise) = line.content else { return HTML() }
        return """
            <li class="concordat-point" id="\(anchor(line))"><strong>\(inline(written(mark: mark)))</strong>
            <div>\(prose(text))\(promise.map { owed($0) })\(shown.kept(line))</div></li>

            """
    }

    private func owed(_ promise: Promise) -> HTML {
        factList([
            ("Promised by", shown.name(promise.by)), ("Owner", promise.owner.map { shown.name($0) } ?? "Not named"),
            ("Due", promise.due.words),
        ])
    }

    private func group(_ line: LineRead) -> HTML {
        guard case .group(let number, let text) = line.content else { return HTML() }
        return """
            <section id="\(anchor(line))">
            <h3 class="govuk-heading-s">Group \(number)</h3>
            \(prose(text))\(each: lines.filter { $0.above == line.id }, area)</section>

            """
    }

    private func area(_ line: LineRead) -> HTML {
        guard case .area(_, _, let code, let title, let text, let limit) = line.content else { return HTML() }
        let name = "\(code). \(title)"
        let words: HTML = shown.read.line.year.map { "\(link: name, to: Path.area($0, code))" } ?? inline(name)
        let only: HTML? = limit == .anyone ? nil : "<p class=\"govuk-body\">\(limit.words).</p>\n"
        return """
            <div id="\(anchor(line))"><h4 class="govuk-heading-s">\(words)</h4>
            \(prose(text))\(only)</div>

            """
    }

    private var undertakings: HTML {
        let owed = lines.filter { $0.content.promise != nil && ![.contribution, .condition].contains($0.content.name) }
        guard !owed.isEmpty else { return HTML() }
        let rows = owed.map { line -> [HTML] in
            let promise = line.content.promise
            return [
                "<a class=\"govuk-link\" href=\"#\(anchor(line))\">\(inline(shown.title(of: line)))</a>",
                inline(promise.map { shown.name($0.by) } ?? ""), inline(promise?.owner.map { shown.name($0) } ?? ""),
                "\(promise?.due.words ?? "")", line.promise.map { Tag($0.state).html } ?? "–",
            ]
        }
        return """
            <h2 class="govuk-heading-m">Undertakings</h2>
            \(table(caption: "Undertakings, who answers for each, and when it is due", isCaptionHidden: true,
                columns: [Column("Where"), Column("Promised by"), Column("Owner"), Column("Due"), Column("State")], rows: rows))
            """
    }
}
