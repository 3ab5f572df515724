import Domain
import Vocabulary

extension Part.Sense {
    var words: String {
        switch self {
        case .context: "Context"
        case .vision: "Vision"
        case .focus: "Focus"
        case .undertaking: "Undertaking"
        case .term: "Term"
        }
    }
}

extension Part.Horizon {
    var words: String {
        switch self {
        case .short: "Short term"
        case .medium: "Medium term"
        }
    }
}

extension Part.Limit {
    var words: String {
        switch self {
        case .anyone: "Any authority"
        case .london: "London authorities only"
        case .titled: "Any authority, with a title of its own"
        }
    }
}

extension Part.Name {
    /// The heading over the lines of this part.
    var heading: String {
        switch self {
        case .summary: "In plain words"
        case .vision: "Vision"
        case .consulted: "Who was consulted"
        case .priority: "Priorities"
        case .contribution: "Contributions"
        case .target: "Targets"
        case .request: "Requests"
        case .term: "Terms"
        case .paragraph: "What it says"
        case .point: "Points"
        case .group: "The agenda"
        case .area: "Areas"
        case .note: "Notes"
        case .drafter: "Who took part in the drafting"
        case .period: "How long it runs"
        case .section: "Sections"
        case .condition: "Conditions and payments"
        case .payment: "Payments"
        case .returns: "Returns"
        case .signatory: "Who signs"
        case .commencement: "When it comes into force"
        }
    }

    /// One of them, behind "Add": "a priority".
    var one: String {
        switch self {
        case .summary: "a plain summary"
        case .vision: "a vision"
        case .consulted: "a partner"
        case .priority: "a priority"
        case .contribution: "a contribution"
        case .target: "a target"
        case .request: "a request"
        case .term: "a term"
        case .paragraph: "a paragraph"
        case .point: "a point"
        case .group: "a group of areas"
        case .area: "an area"
        case .note: "a footnote"
        case .drafter: "a drafter"
        case .period: "how long it runs"
        case .section: "a section"
        case .condition: "a condition"
        case .payment: "a payment"
        case .returns: "returns"
        case .signatory: "a signatory"
        case .commencement: "when it comes into force"
        }
    }
}

extension Part.Topic {
    /// As the heading of a section.
    var heading: String {
        switch self {
        case .purpose: "Purpose"
        case .equality: "Equality assessment"
        case .risks: "Risks"
        case .data: "Personal data"
        case .other: "Another section"
        }
    }
}
