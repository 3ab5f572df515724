public import Domain
public import HTML
public import Vocabulary

/// The frozen text of an agreement as markup, with every line and name that it holds and nothing besides.
///
/// `verify` compares the document in a bundle with what this makes of its text. A change of what is made is therefore a
/// change of what old bundles are compared with.
public enum AgreementDocument {
    /// The text from its first heading, which is of level 2, for a page that shows it under a heading of its own.
    public static func body(of text: AgreementText) -> HTML { Reading(text).body }

    /// A whole page by itself: no script, no other file.
    ///
    /// - Parameter digest: The SHA-256 of the bytes that were frozen.
    public static func page(of text: AgreementText, digest: Digest) -> HTML {
        """
        <!DOCTYPE html>
        <html lang="en-GB">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>\(text.title)</title>
        <style>\(style)</style>
        </head>
        <body>
        <main>
        <h1 dir="auto">\(text.title)</h1>
        \(body(of: text))
        </main>
        <footer>
        <p>From the record <bdi>\(text.log)</bdi>: \(text.kind)/\(text.id). What was signed are the bytes of
        agreement.json, SHA-256 <code>\(digest.description)</code>.</p>
        </footer>
        </body>
        </html>

        """
    }

    private static let style: HTML = """

        body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1.125rem/1.5 Arial, Helvetica, sans-serif;
          color: #0b0c0c; background: #fff; overflow-wrap: anywhere; }
        h1, h2, h3 { line-height: 1.25; }
        h2 { margin-top: 2.5rem; border-top: 1px solid #767676; padding-top: 1rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: 0 0 1rem; }
        dt { font-weight: bold; }
        dd { margin: 0; }
        footer { margin-top: 3rem; border-top: 1px solid #767676; font-size: 1rem; }
        @media print { body { margin: 0; max-width: none; } h2, h3, h4 { break-after: avoid; } }

        """
}

/// A text with its lines sorted under those above them.
private struct Reading {
    private let text: AgreementText
    private let top: [AgreementText.Clause]
    private let below: [LineID: [AgreementText.Clause]]
    private let astray: [AgreementText.Clause]

    init(_ text: AgreementText) {
        self.text = text
        let above = Dictionary(text.lines.map { ($0.line, $0.content.name) }) { first, _ in first }
        var (top, astray): ([AgreementText.Clause], [AgreementText.Clause]) = ([], [])
        var below: [LineID: [AgreementText.Clause]] = [:]
        for clause in text.lines {
            if let line = clause.content.above {
                if above[line] == clause.content.name.above {
                    below[line, default: []].append(clause)
                } else {
                    astray.append(clause)
                }
            } else {
                top.append(clause)
            }
        }
        (self.top, self.below, self.astray) = (top, below, astray)
    }

    var body: HTML {
        HTML([
            facts, section("Summary", .summary), section("Vision", .vision), section("Partners consulted", .consulted),
            section("Priorities", .priority), section("Requests", .request), section("How long it runs", .period),
            section("Sections", .section), section("Conditions and payments", .condition), section("Returns", .returns),
            section("Terms", .term),
            section("Text", .paragraph),
            section("Agenda", .group), section("Notes", .note), section("Took part in the drafting", .drafter),
            // What a frozen text never has; a forged one must not hide it.
            part("Lines without a place", astray), section("Commencement", .commencement),
            section("Signatories", .signatory),
        ])
    }

    // MARK: The whole

    private var facts: HTML {
        let framework = text.framework
        return list([
            ("Between", names(text.parties.map(\.description))),
            ("School year", framework.year.map { "\($0.description)" }),
            ("Under", framework.statement.map { "statement/\($0.description)" }),
            ("Follows", framework.follows.map { "\(text.kind)/\($0.description)" }),
            ("Varies", framework.varies.map { "\(text.kind)/\($0.description)" }),
            ("Authority", framework.authority.map { name($0.description) }),
        ])
    }

    private func section(_ heading: HTML, _ name: Part.Name) -> HTML {
        part(heading, top.filter { $0.content.name == name })
    }

    private func part(_ heading: HTML, _ clauses: [AgreementText.Clause]) -> HTML {
        guard let first = clauses.first else { return HTML() }
        let content: HTML =
            switch first.content.name {
            case .signatory, .drafter: "<ul class=\"govuk-list govuk-list--bullet\">\n\(each: clauses, clause)</ul>\n"
            default: "\(each: clauses, clause)"
            }
        return "<h2 class=\"govuk-heading-m\">\(heading)</h2>\n\(content)"
    }

    // MARK: A line

    private func clause(_ clause: AgreementText.Clause) -> HTML {
        let id: HTML = "text-\(clause.line.description)"
        let below = below[clause.line] ?? []
        switch clause.content {
        case .summary(let text), .vision(let text), .term(let text):
            return "<div id=\"\(id)\">\(prose(text))</div>\n"
        case .consulted(let partner, let said):
            return "<h3 class=\"govuk-heading-s\" id=\"\(id)\"><bdi>\(partner)</bdi></h3>\n\(prose(said))"
        case .priority(let area, let title, let reason, let horizon):
            let title: HTML = "\(title.map { ": <bdi>\($0)</bdi>" as HTML })"
            return """
                <h3 class="govuk-heading-s" id="\(id)">\(name(area.description))\(title)</h3>
                \(prose(reason))\(list([("Looks ahead", horizon == .short ? "short term" : "medium term")]))\
                \(contributions(below))
                """
        case .contribution(_, let text, let promise):
            return "<li id=\"\(id)\">\(prose(text))\(terms(promise, by: false))</li>\n"
        case .target(_, let text, _):
            return "<li id=\"\(id)\">\(prose(text))\(money(clause.content))</li>\n"
        case .request(let text, let ask):
            return "<div id=\"\(id)\">\(prose(text))\(terms(ask))</div>\n"
        case .paragraph(let number, let sense, let text, let promise):
            return """
                <h3 class="govuk-heading-s" id="\(id)">\(number). \(words(for: sense))</h3>
                \(prose(text))\(promise.map { terms($0, by: true) })\(points(below))
                """
        case .point(_, let mark, let sense, let text, let promise):
            let mark: HTML = isLetters(mark) ? "(\(mark))" : "\(mark)"
            return """
                <li id="\(id)"><p class="govuk-body"><strong>\(mark) \(words(for: sense))</strong></p>
                \(prose(text))\(promise.map { terms($0, by: true) })</li>

                """
        case .group(let number, let text):
            return
                "<h3 class=\"govuk-heading-s\" id=\"\(id)\">Group \(number)</h3>\n\(prose(text))\(each: below, self.clause)"
        case .area(_, _, let code, let title, let text, let limit):
            return """
                <h4 class="govuk-heading-s" id="\(id)"><bdi>\(code). \(title)</bdi></h4>
                \(prose(text))\(words(for: limit))
                """
        case .note(let mark, let text):
            return "<div id=\"\(id)\"><p class=\"govuk-body\"><strong>\(mark)</strong></p>\(prose(text))</div>\n"
        case .period: return "<div id=\"\(id)\">\(money(clause.content))</div>\n"
        case .section(_, let title, let text):
            let title: HTML? = title.map { "<h3 class=\"govuk-heading-s\"><bdi>\($0)</bdi></h3>\n" }
            return "<div id=\"\(id)\">\(title)\(prose(text))\(money(clause.content))</div>\n"
        case .condition(let text, _), .returns(let text, _):
            return "<div id=\"\(id)\">\(prose(text))\(money(clause.content))\(points(below))</div>\n"
        case .payment(_, let text, _):
            return "<li id=\"\(id)\">\(prose(text))\(money(clause.content))</li>\n"
        case .drafter(let name): return "<li id=\"\(id)\"><bdi>\(name)</bdi></li>\n"
        case .signatory(let seat, let order):
            return "<li id=\"\(id)\">\(name(seat.description)), in place \(order)</li>\n"
        case .commencement(let inForce, let publication):
            return """
                <div id="\(id)">\(list([
                    ("In force from", inForce.map { "\($0.written)" } ?? "the last signature"),
                    ("Public from", publication.map { "\($0.written)" } ?? "the day in force"),
                ]))</div>

                """
        }
    }

    private func contributions(_ below: [AgreementText.Clause]) -> HTML {
        let targets = below.filter { $0.content.name == .target }
        let clauses = below.filter { $0.content.name != .target }
        let aims: HTML = """
            <h4 class="govuk-heading-s">Targets</h4>
            <ul class="govuk-list govuk-list--bullet">
            \(each: targets, clause)</ul>

            """
        var sides: [String] = []
        for clause in clauses {
            let side = clause.content.promise?.by.description ?? ""
            if !sides.contains(side) { sides.append(side) }
        }
        return """
            \(when: !targets.isEmpty, aims)\(each: sides, { side in
                """
                <h4 class="govuk-heading-s">\(name(side)) contributes</h4>
                <ul class="govuk-list govuk-list--bullet">
                \(each: clauses.filter { $0.content.promise?.by.description ?? "" == side }, clause)</ul>

                """
            })
            """
    }

    private func points(_ clauses: [AgreementText.Clause]) -> HTML {
        clauses.isEmpty ? HTML() : "<ul class=\"govuk-list\">\n\(each: clauses, clause)</ul>\n"
    }

    private func terms(_ promise: Promise, by: Bool) -> HTML {
        return list([
            ("Promised by", by ? name(promise.by.description) : nil),
            ("Owner", promise.owner.map { name($0.description) }), ("Due", "\(promise.due.words)"),
        ])
    }

    private func money(_ part: Part) -> HTML {
        let names = text.names
        let facts = part.terms(
            body: { names[$0.description] ?? $0.description },
            seat: { $0.map { names[$0.description] ?? $0.description } ?? "nobody" })
        return list(facts.map { ("\($0.key)", "<bdi>\($0.words)</bdi>") })
    }

    private func terms(_ ask: Ask) -> HTML {
        list([
            ("Asked by", name(ask.by.description)), ("Asked of", name(ask.of.description)),
            ("Asks for", "\(ask.wants.rawValue)"), ("In", "\(ask.concerns.rawValue)"),
            ("For", ask.benefits == .schools ? "schools" : "the authority"),
            ("To be answered within", ask.weeks == 1 ? "1 week" : "\(ask.weeks) weeks"),
        ])
    }

    // MARK: Words

    /// The name as of the freezing; the identifier where the text gives none.
    private func name(_ id: String) -> HTML { "<bdi>\(text.names[id] ?? id)</bdi>" }

    private func names(_ ids: [String]) -> HTML { HTML(ids.enumerated().map { $0 == 0 ? name($1) : "; " + name($1) }) }

    private func list(_ facts: [(HTML, HTML?)]) -> HTML {
        let rows = facts.compactMap { fact -> HTML? in
            fact.1.map { "<dt>\(fact.0)</dt><dd>\($0)</dd>\n" }
        }
        return rows.isEmpty ? HTML() : "<dl class=\"govuk-body concordat-facts\">\n\(rows)</dl>\n"
    }

    private func words(for sense: Part.Sense) -> HTML {
        switch sense {
        case .context: HTML()
        case .vision: "Vision"
        case .focus: "Focus"
        case .undertaking: "Undertaking"
        case .term: "Term"
        }
    }

    private func words(for limit: Part.Limit) -> HTML {
        switch limit {
        case .anyone: HTML()
        case .london: "<p class=\"govuk-body\">For London authorities only.</p>\n"
        case .titled: "<p class=\"govuk-body\">For authorities that give it a title of their own.</p>\n"
        }
    }

    private func isLetters(_ mark: String) -> Bool {
        !mark.isEmpty && mark.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    }
}
