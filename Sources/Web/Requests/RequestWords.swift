import Domain
import HTML
import Views
import Vocabulary

extension Tag {
    /// Where a request stands.
    init(_ state: RequestState) {
        switch state {
        case .open: self.init("To be answered", .grey)
        case .late: self.init("Answer late", .orange)
        case .accepted: self.init("Accepted", .green)
        case .acceptedInPart: self.init("Accepted in part", .lightBlue)
        case .declined: self.init("Declined", .red)
        }
    }
}

extension RequestGroup.Outcome {
    /// As a form offers it, and an answer is headed.
    var words: String {
        switch self {
        case .accepted: "Accepted"
        case .acceptedInPart: "Accepted in part"
        case .declined: "Declined"
        }
    }
}

extension Ask.Want {
    var words: String {
        switch self {
        case .change: "A change"
        case .capacity: "Capacity"
        case .flexibility: "Flexibility"
        }
    }

    /// What it means, beside the word.
    var meaning: String {
        switch self {
        case .change: "That something be done in another way."
        case .capacity: "Money, people or help."
        case .flexibility: "To be allowed to do it in another way."
        }
    }
}

extension Ask.Concern {
    var words: String {
        switch self {
        case .policy: "Policy"
        case .procedure: "Procedure"
        case .practice: "Practice"
        }
    }
}

extension Ask.Beneficiary {
    var words: String {
        switch self {
        case .authority: "The authority itself"
        case .schools: "Its schools"
        }
    }
}

extension Ask {
    /// What it says besides its text.
    var facts: [(name: String, words: String)] {
        [
            ("Asks for", wants.words), ("In", concerns.words), ("For", benefits.words),
            ("To be answered within", counted(weeks, "week")),
        ]
    }
}

extension TopicRead {
    /// Who asks, in a few words.
    var askers: String { byName ?? counted(asked, "request") }

    /// How long the answer took, or by when it is due.
    var clock: String {
        guard let answered, let days else { return "Due \(due.written)" }
        return "\(answered.londonDay.written), \(days == 0 ? "the same day" : "after \(counted(days, "day"))")"
    }
}
