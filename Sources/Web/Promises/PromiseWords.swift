import Domain
import Exchange
import HTML
import Views
import Vocabulary

extension Tag {
    /// Where a promise stands.
    init(_ state: PromiseState) {
        switch state {
        case .open: self.init("Open", .grey)
        case .late: self.init("Late", .orange)
        case .reported: self.init("Reported as kept", .lightBlue)
        case .challenged: self.init("Challenged", .yellow)
        case .kept: self.init("Kept", .green)
        case .broken: self.init("Not kept", .red)
        case .lapsed: self.init("Lapsed", .grey)
        }
    }
}

extension Fulfilment.Outcome {
    /// As a report says it.
    var words: String {
        switch self {
        case .underWay: "It is under way"
        case .kept: "It was kept"
        case .broken: "It was not kept"
        }
    }
}

extension PromiseStanding {
    /// The day by which it is to be kept next, or what it has in place of one.
    func due(_ manner: Due) -> String { due?.written ?? manner.words }

    /// Where it stands; of one that is late, also that it is challenged.
    var tags: HTML {
        "\(Tag(state).html)\(when: state == .late && isChallenged, " \(Tag(PromiseState.challenged).html)")"
    }
}

extension ShownAgreement {
    /// How a line's promise stands, with the way to what was reported; nothing before the agreement is in force.
    func kept(_ line: LineRead) -> HTML {
        guard let standing = line.promise else { return HTML() }
        let said = standing.reports == 0 ? "Nothing reported yet" : counted(standing.reports, "report")
        return """
            <p class="govuk-body concordat-kept">\(standing.tags) \
            <a class="govuk-link" href="\(to: path(line.id, "promise"))">\(said)\(spokenAbout(title(of: line)))</a></p>

            """
    }
}
