import HTML
import Views

/// What somebody wrote under a seal, or that it was erased: "These words were erased on 3 May 2004".
func told(_ told: Told, _ what: String) -> HTML { prose(told.text ?? erased(what, on: told.erased) + ".") }

/// The same of a web address, as a link.
func linked(_ link: Told) -> HTML {
    guard let text = link.text, let address = WebAddress(text) else { return told(link, "The address was") }
    return "<p class=\"govuk-body\">\(link: text, to: address)</p>\n"
}

/// The way to an entry, for whoever wants to check it.
func entryLink(_ position: Int) -> HTML {
    "<p class=\"govuk-body\">\(link: "Entry \(position) of the record", to: Path.entry(position))</p>\n"
}
