import HTML

/// How wide a one-line field is: by how many characters are expected, or by the share of the column.
enum InputWidth: Sendable {
    case full, twoThirds, half, characters2, characters4, characters5, characters10, characters20

    fileprivate var className: HTML {
        switch self {
        case .full: HTML()
        case .twoThirds: " govuk-!-width-two-thirds"
        case .half: " govuk-!-width-one-half"
        case .characters2: " govuk-input--width-2"
        case .characters4: " govuk-input--width-4"
        case .characters5: " govuk-input--width-5"
        case .characters10: " govuk-input--width-10"
        case .characters20: " govuk-input--width-20"
        }
    }
}

/// What is expected in a one-line field, so that a phone shows the right keys.
enum InputKind: Sendable {
    case text, email, address, search, wholeNumber, sum

    fileprivate var attributes: HTML {
        switch self {
        case .text: " type=\"text\""
        case .email: " type=\"email\" spellcheck=\"false\""
        // Not of the type url: a refused one is shown again, and would not be valid there.
        case .address: " type=\"text\" inputmode=\"url\" spellcheck=\"false\""
        case .search: " type=\"search\""
        case .wholeNumber: " type=\"text\" inputmode=\"numeric\" spellcheck=\"false\""
        case .sum: " type=\"text\" inputmode=\"decimal\" spellcheck=\"false\""
        }
    }
}

/// One line of text. `prefix` and `suffix` are shown beside the box, such as "£"; `autocomplete` is one of HTML's words
/// for what the browser may fill in.
func textInput(
    _ field: Field, value: String = "", kind: InputKind = .text, width: InputWidth = .full, prefix: String? = nil,
    suffix: String? = nil, autocomplete: String? = nil
) -> HTML {
    let classes: HTML = "govuk-input\(width.className)\(when: field.error != nil, " govuk-input--error")"
    let more: HTML = """
        \(kind.attributes) dir="auto"\(attribute: "autocomplete", autocomplete)\
        \(attribute: "aria-describedby", field.describedBy())
        """
    let input: HTML = "<input class=\"\(classes)\" id=\"\(field.id)\" name=\"\(field.name)\" value=\"\(value)\"\(more)>"
    guard prefix != nil || suffix != nil else { return field.group(input) }
    let before: HTML? = prefix.map { "<div class=\"govuk-input__prefix\" aria-hidden=\"true\">\($0)</div>" }
    let after: HTML? = suffix.map { "<div class=\"govuk-input__suffix\" aria-hidden=\"true\">\($0)</div>" }
    return field.group("<div class=\"govuk-input__wrapper\">\(before)\(input)\(after)</div>")
}

/// A password, which is never sent back to the page. `isNew` where one is chosen instead of given.
func passwordInput(_ field: Field, isNew: Bool = false) -> HTML {
    let classes: HTML = "govuk-input govuk-!-width-one-half\(when: field.error != nil, " govuk-input--error")"
    let fill: HTML = isNew ? "new-password" : "current-password"
    return field.group(
        """
        <input class="\(classes)" id="\(field.id)" name="\(field.name)" type="password" spellcheck="false" \
        autocapitalize="none" autocomplete="\(fill)"\(attribute: "aria-describedby", field.describedBy())>
        """)
}

/// Several lines of text. With a `limit` the page says how many characters (Unicode scalars, a line end being one) may be
/// entered, and the script counts what is left; the rule that refuses more is elsewhere.
func textArea(_ field: Field, value: String = "", rows: Int = 5, limit: Int? = nil) -> HTML {
    let countID = field.id + "-count"
    let described = limit == nil ? field.describedBy() : field.describedBy(countID)
    let more: HTML = """
        rows="\(rows)" dir="auto"\(attribute: "data-character-limit", limit.map(String.init))\
        \(attribute: "aria-describedby", described)
        """
    let classes: HTML = "govuk-textarea\(when: field.error != nil, " govuk-textarea--error")"
    // A browser drops one line end right behind the tag, so one is written that is not a part of the value.
    let area: HTML = """
        <textarea class="\(classes)" id="\(field.id)" name="\(field.name)" \(more)>
        \(value)</textarea>
        """
    guard let limit else { return field.group(area) }
    let note: HTML = """
        <div id="\(countID)" class="govuk-hint govuk-character-count__message" data-character-count="\(field.id)">\
        You can enter up to \(limit) characters</div>

        """
    return field.group(described: note, area)
}

/// A file from the reader's own machine. `accept` names the kinds of file as HTML does: ".txt,text/plain". The form needs
/// `sendsFiles`.
func fileUpload(_ field: Field, accept: String? = nil) -> HTML {
    let classes: HTML = "govuk-file-upload\(when: field.error != nil, " govuk-file-upload--error")"
    let more: HTML = "\(attribute: "accept", accept)\(attribute: "aria-describedby", field.describedBy())"
    return field.group("<input class=\"\(classes)\" id=\"\(field.id)\" name=\"\(field.name)\" type=\"file\"\(more)>")
}

/// The three fields of a day as they were typed, right or wrong.
struct DateWords: Hashable, Sendable {
    let day: String
    let month: String
    let year: String

    /// What was typed; empty for a field left open.
    init(day: String = "", month: String = "", year: String = "") {
        self.day = day
        self.month = month
        self.year = year
    }
}

/// A day as three fields, sent as the field's name with `-day`, `-month` and `-year` behind it. The first one has the
/// field's own identifier, so that the error summary leads to it.
func dateInput(_ field: Field, value: DateWords = DateWords()) -> HTML {
    let day = datePart(field, "day", "Day", value.day, id: field.id, width: .characters2)
    let month = datePart(field, "month", "Month", value.month, id: field.id + "-month", width: .characters2)
    let year = datePart(field, "year", "Year", value.year, id: field.id + "-year", width: .characters4)
    return field.fieldset("<div class=\"govuk-date-input\">\n\(day)\(month)\(year)</div>")
}

private func datePart(
    _ field: Field, _ part: String, _ label: String, _ value: String, id: String, width: InputWidth
) -> HTML {
    let error: HTML? = field.error == nil ? nil : " govuk-input--error"
    let classes: HTML = "govuk-input govuk-date-input__input\(width.className)\(error)"
    return """
        <div class="govuk-date-input__item"><div class="govuk-form-group">
        <label class="govuk-label govuk-date-input__label" for="\(id)">\(label)</label>
        <input class="\(classes)" id="\(id)" name="\(field.name + "-" + part)" value="\(value)" type="text" inputmode="numeric">
        </div></div>

        """
}
