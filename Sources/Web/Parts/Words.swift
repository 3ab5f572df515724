import HTML

/// Words that only a screen reader speaks.
func spoken(_ text: String) -> HTML {
    "<span class=\"govuk-visually-hidden\">\(text)</span>"
}

/// Text without the controls that turn the direction of writing, for the few places that hold plain text only, such as
/// the title of a page.
func withoutDirectionControls(_ text: String) -> String {
    String(
        text.unicodeScalars.filter { !(0x202A...0x202E).contains($0.value) && !(0x2066...0x2069).contains($0.value) })
}
