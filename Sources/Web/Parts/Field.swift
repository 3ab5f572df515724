import HTML

/// What every field of a form has: its name, what it is called, what helps to fill it in, and what is wrong with it.
struct Field: Sendable {
    /// How large the label is, and whether it is the heading of the page.
    enum LabelSize: Sendable {
        case plain, small, medium, large, pageHeading
    }

    /// The name under which the form sends the value.
    let name: String
    /// What the field is called.
    let label: String
    /// What helps to fill it in.
    let hint: String?
    /// What is wrong with it.
    let error: String?
    /// How large the label is.
    let size: LabelSize
    /// The identifier in the page.
    let id: String

    /// A field; `id` only where one page has several fields of this name.
    init(
        _ name: String, _ label: String, hint: String? = nil, error: String? = nil, size: LabelSize = .plain,
        id: String? = nil
    ) {
        self.name = name
        self.label = label
        self.hint = hint
        self.error = error
        self.size = size
        self.id = id ?? fieldID(name)
    }

    /// A field of a form that may have been refused: its error is the one among the problems that names it.
    init(
        _ name: String, _ label: String, hint: String? = nil, in problems: [FormProblem], size: LabelSize = .plain,
        id: String? = nil
    ) {
        self.init(name, label, hint: hint, error: problems.message(on: name), size: size, id: id)
    }
}

extension Field {
    var hintID: String { id + "-hint" }
    var errorID: String { id + "-error" }

    /// What a screen reader reads after the label: hint, error and what else describes the field, in this order.
    func describedBy(_ others: String...) -> String? {
        let ids = [hint.map { _ in hintID }, error.map { _ in errorID }].compactMap { $0 } + others
        return ids.isEmpty ? nil : ids.joined(separator: " ")
    }

    /// The field with its label, hint and error round it.
    func group(described: HTML = HTML(), _ control: HTML) -> HTML {
        """
        <div class="govuk-form-group\(when: error != nil, " govuk-form-group--error")">
        \(labelElement)\(hintElement)\(errorElement)\(control)
        \(described)</div>

        """
    }

    /// Several controls under one legend.
    func fieldset(_ controls: HTML) -> HTML {
        """
        <div class="govuk-form-group\(when: error != nil, " govuk-form-group--error")">
        <fieldset class="govuk-fieldset"\(attribute: "aria-describedby", describedBy())>
        \(legendElement)\(hintElement)\(errorElement)\(controls)
        </fieldset></div>

        """
    }

    private var labelElement: HTML {
        let element: HTML = "<label class=\"govuk-label\(sizeClass("label"))\" for=\"\(id)\">\(inline(label))</label>"
        return size == .pageHeading ? "<h1 class=\"govuk-label-wrapper\">\(element)</h1>\n" : "\(element)\n"
    }

    private var legendElement: HTML {
        let heading: HTML = "<h1 class=\"govuk-fieldset__heading\">\(inline(label))</h1>"
        let words = size == .pageHeading ? heading : inline(label)
        return "<legend class=\"govuk-fieldset__legend\(sizeClass("fieldset__legend"))\">\(words)</legend>\n"
    }

    private func sizeClass(_ block: HTML) -> HTML {
        switch size {
        case .plain: HTML()
        case .small: " govuk-\(block)--s"
        case .medium: " govuk-\(block)--m"
        case .large, .pageHeading: " govuk-\(block)--l"
        }
    }

    private var hintElement: HTML {
        guard let hint else { return HTML() }
        return "<div id=\"\(hintID)\" class=\"govuk-hint\">\(inline(hint))</div>\n"
    }

    private var errorElement: HTML {
        guard let error else { return HTML() }
        let words: HTML = "\(spoken("Error:")) \(inline(error))"
        return "<p id=\"\(errorID)\" class=\"govuk-error-message\">\(words)</p>\n"
    }
}
