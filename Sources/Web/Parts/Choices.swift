import HTML

/// One of the answers that a field offers.
struct Choice: Sendable {
    /// What the form sends.
    let value: String
    /// What the reader sees.
    let label: String
    /// What helps to choose it.
    let hint: String?
    /// Fields that belong to this answer alone. Without script they are always shown.
    let reveals: HTML?

    /// An answer.
    init(_ value: String, _ label: String, hint: String? = nil, reveals: HTML? = nil) {
        self.value = value
        self.label = label
        self.hint = hint
        self.reveals = reveals
    }
}

/// One answer of several in a list that opens. `blank` is what the first, empty entry says.
func select(_ field: Field, options: [Choice], chosen: String? = nil, blank: String? = nil) -> HTML {
    let classes: HTML = "govuk-select\(when: field.error != nil, " govuk-select--error")"
    let described: HTML = "\(attribute: "aria-describedby", field.describedBy())"
    let first: HTML? = blank.map { "<option value=\"\">\($0)</option>\n" }
    let all: HTML = "\(first)\(each: options, { option($0, isChosen: isSame($0.value, chosen)) })"
    return field.group(
        """
        <select class="\(classes)" id="\(field.id)" name="\(field.name)"\(described)>
        \(all)</select>
        """)
}

private func option(_ choice: Choice, isChosen: Bool) -> HTML {
    "<option value=\"\(choice.value)\"\(when: isChosen, " selected")>\(choice.label)</option>\n"
}

/// Swift's `==` equates different bytes; a form does not.
private func isSame(_ value: String, _ other: String?) -> Bool {
    other.map { value.utf8.elementsEqual($0.utf8) } ?? false
}

/// One answer of a few, all in sight. `isInline` puts short ones beside one another, `isSmall` makes their marks small.
func radios(
    _ field: Field, options: [Choice], chosen: String? = nil, isInline: Bool = false, isSmall: Bool = false
) -> HTML {
    let items = options.enumerated().map { index, choice in
        ChoiceItem(block: "radios", type: "radio", field, choice, index, isChosen: isSame(choice.value, chosen)).html
    }
    let classes: HTML = "\(when: isInline, " govuk-radios--inline")\(when: isSmall, " govuk-radios--small")"
    return field.fieldset("<div class=\"govuk-radios\(classes)\">\n\(items)</div>")
}

/// Any number of answers. Each one that is ticked is sent under the field's name.
func checkboxes(_ field: Field, options: [Choice], chosen: [String] = [], isSmall: Bool = false) -> HTML {
    let items = options.enumerated().map { index, choice in
        let isChosen = chosen.contains { isSame(choice.value, $0) }
        return ChoiceItem(block: "checkboxes", type: "checkbox", field, choice, index, isChosen: isChosen).html
    }
    return field.fieldset(
        "<div class=\"govuk-checkboxes\(when: isSmall, " govuk-checkboxes--small")\">\n\(items)</div>")
}

/// One radio or checkbox with its label. The first has the field's own identifier, so that the error summary leads to it.
private struct ChoiceItem {
    let block: HTML
    let type: HTML
    let field: Field
    let choice: Choice
    let id: String
    let isChosen: Bool

    init(block: HTML, type: HTML, _ field: Field, _ choice: Choice, _ index: Int, isChosen: Bool) {
        self.block = block
        self.type = type
        self.field = field
        self.choice = choice
        id = index == 0 ? field.id : "\(field.id)-\(index + 1)"
        self.isChosen = isChosen
    }

    var html: HTML {
        """
        <div class="govuk-\(block)__item">
        <input class="govuk-\(block)__input" id="\(id)" name="\(field.name)" type="\(type)" value="\(choice.value)"\(state)>
        <label class="govuk-label govuk-\(block)__label" for="\(id)">\(inline(choice.label))</label>
        \(hint)</div>
        \(conditional)
        """
    }

    private var conditionalID: String { id + "-more" }

    private var state: HTML {
        """
        \(when: isChosen, " checked")\
        \(attribute: "data-reveals", choice.reveals == nil ? nil : conditionalID)\
        \(attribute: "aria-describedby", choice.hint == nil ? nil : id + "-item-hint")
        """
    }

    private var hint: HTML {
        guard let words = choice.hint else { return HTML() }
        return "<div id=\"\(id)-item-hint\" class=\"govuk-hint govuk-\(block)__hint\">\(inline(words))</div>\n"
    }

    private var conditional: HTML {
        guard let reveals = choice.reveals else { return HTML() }
        return "<div class=\"govuk-\(block)__conditional\" id=\"\(conditionalID)\">\n\(reveals)</div>\n"
    }
}
