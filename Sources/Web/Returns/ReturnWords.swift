import Domain
import HTML
import Views

extension Tag {
    /// Where a return stands.
    init(_ state: ReturnState) {
        switch state {
        case .awaited: self.init("To be made", .grey)
        case .late: self.init("Late", .orange)
        case .certified: self.init("Certified", .lightBlue)
        case .overdue: self.init("Assessment late", .orange)
        case .assessed: self.init("Assessed", .green)
        case .lapsed: self.init("Lapsed", .grey)
        }
    }
}

extension Return.Verdict {
    /// As an assessment says it.
    var words: String {
        switch self {
        case .satisfied: "It shows what was agreed"
        case .concerned: "It shows that something is to be done"
        case .sentBack: "It is to be made again"
        }
    }
}

extension Monitoring {
    var words: String {
        switch self {
        case .ordinary: "Ordinary"
        case .enhanced: "Enhanced"
        }
    }
}

/// What is done with returns by a form of their pages.
enum ReturnAct: String, CaseIterable, Sendable {
    case editions, certifications, assessments, monitoring, asked

    /// What is said once it is done.
    var done: String {
        switch self {
        case .editions: "Your version is on the record. Only your body reads it until it is certified"
        case .certifications: "The return is certified and given"
        case .assessments: "Your assessment is on the record"
        case .monitoring: "The monitoring is changed"
        case .asked: "Another return is asked for"
        }
    }
}
