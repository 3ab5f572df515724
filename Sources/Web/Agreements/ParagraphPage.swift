import Domain
import HTML
import Views
import Vocabulary

/// One paragraph of a statement of intent, as others cite it.
struct ParagraphPage: Page {
    let shown: ShownAgreement
    let line: LineRead
    let number: Int

    var title: String { "Paragraph \(number)" }
    var breadcrumbs: [Crumb] { shown.crumbsWithin }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(inline(shown.read.line.title))</span>
        <h1 class="govuk-heading-l">\(title)</h1>
        \(shown.content(of: line.content))\(points)
        <h2 class="govuk-heading-m">How to cite it</h2>
        <p class="govuk-body">Cite it as \(citations).</p>
        <h2 class="govuk-heading-m">Who cites it</h2>
        \(emptyState("No compact cites this paragraph."))
        <p class="govuk-body">\(link: "The whole statement", to: shown.path.at("line-\(line.id)"))</p>
        \(neighbours)
        """
    }

    private var below: [LineRead] { shown.standing.filter { $0.above == line.id } }

    private var points: HTML { "\(each: below, point)" }

    private func point(_ line: LineRead) -> HTML {
        guard case .point(_, let mark, _, _, _) = line.content else { return HTML() }
        return """
            <section id="line-\(line.id.description)">
            <h2 class="govuk-heading-s">\(inline(citation(number, mark)))</h2>
            \(shown.content(of: line.content))</section>

            """
    }

    private var citations: String {
        let marks = below.compactMap { line -> String? in
            guard case .point(_, let mark, _, _, _) = line.content else { return nil }
            return citation(number, mark)
        }
        return ([String(number)] + marks).joined(separator: ", ")
    }

    private var neighbours: HTML {
        let numbers = shown.standing.compactMap { line -> Int? in
            guard case .paragraph(let number, _, _, _) = line.content else { return nil }
            return number
        }
        let near = [numbers.filter { $0 < number }.max(), numbers.filter { $0 > number }.min()].compactMap(\.self)
        let items: HTML = "\(each: near, { "<li>\(link: "Paragraph \($0)", to: Path.paragraph(shown.id, $0))</li>\n" })"
        return near.isEmpty ? HTML() : "<ul class=\"govuk-list\">\n\(items)</ul>\n"
    }
}

/// The frozen text of an agreement, as it was signed or will be.
struct TextPage: Page {
    let shown: ShownAgreement
    let digest: String
    let document: HTML

    var title: String { "\(shown.read.line.title): the text" }
    var breadcrumbs: [Crumb] { shown.crumbsWithin }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(inline(title))</h1>
        <p class="govuk-body">\(link: "Download the exact bytes", to: .within(shown.kind, shown.id, "text.json")). SHA-256:
        <code class="concordat-code">\(digest)</code></p>
        \(document)
        """
    }
}
