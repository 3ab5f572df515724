import HTML

/// What is wrong with one field of a form, or, without a field, with the form as a whole.
struct FormProblem: Hashable, Sendable {
    /// The name of the field in the form.
    let field: String?
    /// What to do about it, as a sentence without a full stop: "Enter a due day".
    let message: String
    /// The identifier of the field in the page.
    let id: String?
    /// The rule that found it, where one did; pages do not show it.
    let rule: String?

    /// A problem with the field of this name; `id` only where the field was given one that is not made from its name.
    init(_ field: String?, _ message: String, id: String? = nil, rule: String? = nil) {
        self.field = field
        self.message = message
        self.rule = rule
        self.id = id ?? field.map(fieldID)
    }
}

extension [FormProblem] {
    /// What is wrong with the field of this name; several messages follow one another. Nil if nothing is.
    func message(on name: String) -> String? {
        let messages = filter { $0.field == name }.map(\.message)
        return messages.isEmpty ? nil : messages.joined(separator: ". ")
    }
}

/// The summary at the top of a form that was refused: each problem links to its field. Nothing for no problems. Set
/// `Document.hasErrors` with it.
func errorSummary(_ problems: [FormProblem]) -> HTML {
    guard !problems.isEmpty else { return HTML() }
    return """
        <div class="govuk-error-summary" data-error-summary tabindex="-1"><div role="alert">
        <h2 class="govuk-error-summary__title">There is a problem</h2>
        <div class="govuk-error-summary__body"><ul class="govuk-list govuk-error-summary__list">
        \(each: problems, problemItem)</ul></div>
        </div></div>

        """
}

private func problemItem(_ problem: FormProblem) -> HTML {
    guard let id = problem.id else { return "<li>\(inline(problem.message))</li>\n" }
    return "<li><a href=\"#\(id)\">\(inline(problem.message))</a></li>\n"
}

/// The identifier in the page of the field of this name. Ends in what may stand in an identifier and in a fragment:
/// letters, digits, hyphens and underscores; everything else becomes a hyphen.
func fieldID(_ name: String) -> String {
    let bytes = name.utf8.map { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            byte
        default: UInt8(ascii: "-")
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
