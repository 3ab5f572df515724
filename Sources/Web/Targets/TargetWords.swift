import Domain
import HTML
import Register
import Views
import Vocabulary

extension Tag {
    /// How a target stands: the word says it, colour repeats it.
    init(_ verdict: Judgement.Verdict.Name) {
        switch verdict {
        case .met: self.init("Met", .green)
        case .onCourse: self.init("On course", .turquoise)
        case .behind: self.init("Behind", .yellow)
        case .missed: self.init("Missed", .orange)
        case .cannotBeJudged: self.init("Cannot be judged", .grey)
        }
    }
}

extension ShownAgreement {
    /// A target in an agreement: what it says, how it stands, and the way to its figures.
    func aim(_ line: LineRead) -> HTML {
        guard case .target(_, let text, let target) = line.content else { return HTML() }
        let course = "From \(target.words(target.baseline)) to \(target.words(target.goal))."
        return """
            \(prose(text))<p class="govuk-body">\(inline(course))</p>
            \(judged[line.id].map { verdict($0, line) } ?? factList(facts(of: line.content)))
            """
    }

    private func verdict(_ judged: JudgedTarget, _ line: LineRead) -> HTML {
        let before: HTML? = judged.before.map { inset(revised: $0) }
        return """
            <p class="govuk-body concordat-kept">\(Tag(judged.judgement.verdict.name).html) \(inline(judged.judgement.sentence))
            <a class="govuk-link" href="\(to: path(line.id, "target"))">Its figures and course\(spokenAbout("of \(line.content.text.beginning(80))"))</a></p>
            \(before)
            """
    }
}

/// What a revision of the figures changed.
func inset(revised before: Judgement) -> HTML {
    insetText(
        "<p class=\"govuk-body\">The figures were revised. By those before: \(inline(before.sentence))</p>\n")
}

/// Targets in a list, each with how it stands.
func targetTable(_ rows: [JudgedRow], caption: String, isCaptionHidden: Bool = false, namesAuthority: Bool) -> HTML {
    let cells = rows.map { row -> [HTML] in
        let path = Path.line("compact", row.compact, row.line, "target")
        let place: [HTML] = namesAuthority ? ["\(link: row.authorityName, to: .authority(row.authority))"] : []
        return place + [
            "\(link: row.target.beginning(160), to: path)", inline(row.priority), Tag(row.judgement).html,
            inline(row.sentence),
        ]
    }
    let columns =
        (namesAuthority ? [Column("Authority")] : [])
        + [Column("Target"), Column("Area"), Column("How it stands"), Column("Why")]
    return table(caption: caption, isCaptionHidden: isCaptionHidden, columns: columns, rows: cells)
}
