import HTML

/// A moment or a day, for machines and in words.
struct Time: Hashable, Sendable {
    let machine: String
    let words: String

    /// `machine` as HTML's `time` wants it: `2003-07-23` or `2003-07-23T14:05:00Z`.
    init(_ machine: String, _ words: String) {
        self.machine = machine
        self.words = words
    }

    /// The moment as it stands in a page.
    var html: HTML { "<time datetime=\"\(machine)\">\(words)</time>" }
}

/// A step in a course of events.
struct TimelineStep: Sendable {
    let title: String
    let time: Time
    let by: String?
    let body: HTML

    /// A step, and who took it.
    init(_ title: String, at time: Time, by: String? = nil, _ body: HTML = HTML()) {
        self.title = title
        self.time = time
        self.by = by
        self.body = body
    }
}

/// What happened, in order.
func timeline(_ steps: [TimelineStep]) -> HTML {
    "<ol class=\"concordat-timeline\">\n\(each: steps, timelineItem)</ol>\n"
}

private func timelineItem(_ step: TimelineStep) -> HTML {
    let by: HTML? = step.by.map { " by \(inline($0))" }
    return """
        <li class="concordat-timeline__item">
        <h3 class="govuk-heading-s concordat-timeline__title">\(inline(step.title))</h3>
        <p class="concordat-timeline__when">\(step.time.html)\(by)</p>
        \(step.body)</li>

        """
}
