import Domain
import HTML
import Views
import Vocabulary

/// The steps in the life of an agreement, in the order of the record. What one seat did in one go stands together.
struct AgreementSteps {
    let shown: ShownAgreement
    let steps: [StepRead]
    /// What some of them were about, by their entries.
    var about: [Int: String] = [:]

    var html: HTML {
        guard !steps.isEmpty else { return emptyState("No step is public yet.") }
        return timeline(grouped.map(item))
    }

    private var grouped: [[StepRead]] {
        var groups: [[StepRead]] = []
        for step in steps {
            if let last = groups.last?.last, last.event == step.event, last.seat == step.seat,
                last.isVoid == step.isVoid,
                step.line != nil
            {
                groups[groups.count - 1].append(step)
            } else {
                groups.append([step])
            }
        }
        return groups
    }

    private func item(_ group: [StepRead]) -> TimelineStep {
        let first = group[0]
        let voided = group.reduce(0) { $0 + $1.voided }
        let warning: HTML? =
            voided == 0 ? nil : "<p class=\"govuk-body\">\(counted(voided, "signature")) became void.</p>\n"
        let subject: HTML? = about[first.position].map { "<p class=\"govuk-body\">\(inline($0))</p>\n" }
        let words: HTML? = group.count == 1 ? "\(subject)\(first.words.map { prose($0) })" : nil
        let body: HTML = group.count == 1 ? "\(words)\(warning)\(single(first))" : "\(warning)\(several(group))"
        return TimelineStep(
            first.void ?? title(first.event, group.count), at: Time(first.time), by: first.seat?.full, body)
    }

    private func single(_ step: StepRead) -> HTML {
        if step.event == "varied" {
            let way = shown.path.at("variations")
            return "<p class=\"govuk-body\">\(link: "Its variations", to: way). \(entry(step))</p>\n"
        }
        let line: HTML? = step.line.flatMap { shown.line($0) }.map { "\(inline(shown.title(of: $0))). " }
        return "<p class=\"govuk-body\">\(line)\(entry(step))</p>\n"
    }

    private func several(_ group: [StepRead]) -> HTML {
        let items: HTML =
            "\(each: group, { step in "<li>\(inline(name(step))): \(entry(step))</li>\n" })"
        return details("Each of them", "<ul class=\"govuk-list\">\n\(items)</ul>")
    }

    private func name(_ step: StepRead) -> String {
        step.line.flatMap { shown.line($0) }.map { shown.title(of: $0) } ?? "A line"
    }

    private func entry(_ step: StepRead) -> HTML {
        "\(link: "Entry \(step.position) of the record", to: Path.entry(step.position))"
    }

    private func title(_ event: String, _ count: Int) -> String {
        switch event {
        case "opened": "Sent to the other side"
        case "cleared": "Cleared for sending"
        case "lineProposed": count == 1 ? "Wording proposed" : "\(count) wordings proposed"
        case "lineCarried": count == 1 ? "Line as it stood" : "\(count) lines as they stood"
        case "varied": "A variation taken up"
        case "lineDropped": count == 1 ? "Proposed to leave a line out" : "Proposed to leave \(count) lines out"
        case "lineAccepted": count == 1 ? "Line accepted" : "\(count) lines accepted"
        case "lineConsidered": count == 1 ? "Line under consideration" : "\(count) lines under consideration"
        case "lineObjected": count == 1 ? "Objection to a line" : "\(count) objections"
        case "lineAwaited": "Waits on a decision elsewhere"
        case "lineReleased": "The wait is over"
        case "discussed": count == 1 ? "Remark" : "\(count) remarks"
        case "frozen": "Every side accepts every line: the text is fixed"
        case "signed": "Signed"
        case "withdrawn": "Withdrawn"
        case "reported": count == 1 ? "Promise reported on" : "\(count) promises reported on"
        case "reportAccepted": count == 1 ? "Report accepted" : "\(count) reports accepted"
        case "reportChallenged": count == 1 ? "Report challenged" : "\(count) reports challenged"
        case "suspended": "Suspended"
        case "resumed": "Goes on"
        case "terminated": "Terminated"
        case "reviewBegun": "Review begun"
        case "reviewed": count == 1 ? "View given in the review" : "\(count) views given in the review"
        case "reviewConcluded": "Conclusion of a side on the review"
        case "paymentMoved": count == 1 ? "Step of a payment" : "\(count) steps of payments"
        case "reprofiled": "Payments spread anew"
        case "returnPrepared": count == 1 ? "Return written" : "\(count) versions of returns written"
        case "returnCertified": count == 1 ? "Return certified" : "\(count) returns certified"
        case "returnSummarised": "What a return shows"
        case "returnAssessed": count == 1 ? "Return assessed" : "\(count) returns assessed"
        case "returnAsked": "Another return asked for"
        case "spoke": "Spoken in the yearly discussion"
        case "monitored": "Monitoring changed"
        case "courseProposed": "Proposed to all sides"
        case "courseAccepted": "Proposal accepted"
        case "courseDeclined": "Proposal declined"
        default: event
        }
    }
}

extension StepRead {
    /// What a step is called that no longer counts; nil for every other.
    var void: String? { isVoid ? wordsOfVoid(event) : nil }
}

extension PublicStep {
    /// What a step is called that no longer counts; nil for every other.
    var void: String? { isVoid ? wordsOfVoid(event) : nil }
}

private func wordsOfVoid(_ event: String) -> String? {
    switch event {
    case "signed": "Signed (void since the text was opened again)"
    case "frozen": "Every side accepted every line: the text was fixed (opened again since)"
    default: nil
    }
}

/// "1 line", "5 lines".
func counted(_ number: Int, _ noun: String, _ several: String? = nil) -> String {
    "\(number) \(number == 1 ? noun : several ?? noun + "s")"
}
