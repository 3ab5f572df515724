import Domain
import Exchange
import HTML
import Register
import Statistics
import Views
import Vocabulary

/// The fields of a target, once its measure is chosen.
extension LineForm {
    var target: HTML {
        guard let chosen = ChosenMeasure(words, choices) else { return unknown }
        return hidden + measure(chosen)
            + area(
                "text", "What is to become better", "In plain words, as a parent would say it. It becomes public.",
                rows: 3)
            + whom(chosen) + against(chosen) + direction(chosen) + baseline(chosen) + goal(chosen)
            + area(
                "milestones", "Milestones on the way (optional)",
                "One on a line, the year and the value: \(example(chosen)). Without any, a straight line leads to the goal.",
                rows: 3)
            + TargetHistory(chosen, name: choices.authorityName, target: previewed).html
    }

    /// Of a measure that nobody knows any more the words are kept, until another is chosen.
    private var unknown: HTML {
        let measure = words["measure"]
        let kept = [
            "set", "measure", "group", "against", "other", "direction", "baseline", "goal-year", "goal", "milestones",
        ]
        return warningText(
            measure.isEmpty
                ? "No measure is chosen yet." : "No figures of \(measure) stand for this authority: choose another.")
            + (choosing.map { "<p class=\"govuk-body\" id=\"measure\">\(link: "Choose a measure", to: $0)</p>\n" }
                ?? HTML())
            + area("text", "What is to become better", rows: 3) + HTML(kept.map { hiddenInput($0, words[$0]) })
    }

    /// The buttons that show the course of a target and how ambitious it is, or lead to another measure, and change nothing.
    var preview: HTML {
        guard name == .target, ChosenMeasure(words, choices) != nil else { return HTML() }
        return button("Show what it would mean", .secondary, name: "preview", value: "yes")
            + button("Choose another measure", .link, name: "choose", value: "yes")
    }

    /// What is wrong with the target that is only looked at.
    func lookedAt() -> LineForm {
        var reading = PartReading(words: words, choices: choices, isDone: true, standing: standing)
        let faults = (reading.aimed()?.faults() ?? []) + reading.faults
        var form = self
        form.problems = faults.map { FormProblem($0.field, $0.message, rule: $0.rule) }
        return form
    }

    /// What stands in the form as a target, where it is one already: so that its course can be drawn.
    private var previewed: Target? {
        var reading = PartReading(words: words, choices: choices, isDone: true, standing: standing)
        return reading.aimed().flatMap { $0.faults().isEmpty ? $0 : nil }
    }

    private var hidden: HTML { hiddenInput("set", words["set"]) + hiddenInput("measure", words["measure"]) }

    private func measure(_ chosen: ChosenMeasure) -> HTML {
        let error = problems.message(on: "measure").map { message -> HTML in
            "<p class=\"govuk-error-message\" id=\"measure\">\(message)</p>\n"
        }
        return """
            \(error)\(summaryList([
                SummaryRow(
                    "Measure",
                    "\(link: chosen.measure.title, to: .measure(chosen.measure.code, [("set", chosen.set.name)]))"),
                SummaryRow("Unit", words: chosen.measure.unit),
                SummaryRow("Which way is better", words: chosen.measure.betterWords),
            ]))
            """
    }

    private func whom(_ chosen: ChosenMeasure) -> HTML {
        let groups = chosen.set.groups(of: chosen.measure.code)
        guard groups.count > 1 else { return HTML() }
        return select(
            field("group", "Of whom", "Press \u{201C}Show what it would mean\u{201D} to see the figures of a group."),
            options: groups.map { Choice($0.word, $0.words) }, chosen: chosen.group.word)
    }

    private func against(_ chosen: ChosenMeasure) -> HTML {
        let groups = chosen.set.groups(of: chosen.measure.code)
        var options = [
            Choice("itself", "The figure itself"),
            Choice("england", "The gap to England", hint: "The goal is a difference: -2 is 2 below England."),
        ]
        if chosen.hasRegion || words["against"] == "region" {
            options.append(Choice("region", "The gap to its region"))
        }
        if groups.count > 1 {
            let other = select(
                field("other", "Which group"), options: groups.map { Choice($0.word, $0.words) },
                chosen: words["other"], blank: "Choose a group")
            options.append(Choice("group", "The gap to another group", reveals: other))
        }
        return radios(
            field("against", "What counts"), options: options,
            chosen: words["against"].isEmpty ? "itself" : words["against"], isSmall: true)
    }

    private func direction(_ chosen: ChosenMeasure) -> HTML {
        guard chosen.measure.polarity == .neither else { return HTML() }
        return radios(
            field("direction", "Which way it is to go"), options: [Choice("rise", "Up"), Choice("fall", "Down")],
            chosen: words["direction"], isInline: true)
    }

    private func baseline(_ chosen: ChosenMeasure) -> HTML {
        let options = chosen.periods.reversed().map { period in
            let value = chosen.value(in: period)
            let words = value.map { shown($0, chosen) } ?? "no gap can be said"
            return Choice(period.code, "\(period): \(words)")
        }
        return select(
            field("baseline", "Where it starts", "Figures as they were published for \(choices.authorityName)."),
            options: options, chosen: words["baseline"], blank: "Choose a year")
    }

    /// A figure, or a gap.
    private func shown(_ value: Double, _ chosen: ChosenMeasure) -> String {
        let words = chosen.measure.words(value)
        guard chosen.against != .itself else { return words }
        return value > 0 ? "+\(words)" : words
    }

    private func goal(_ chosen: ChosenMeasure) -> HTML {
        let years = select(
            field("goal-year", "By when"), options: chosen.years.reversed().map { Choice($0.code, $0.description) },
            chosen: words["goal-year"], blank: "Choose a year")
        let decimals = chosen.decimals
        let digits = decimals == 0 ? "A whole number" : decimals == 1 ? "Up to 1 decimal" : "Up to \(decimals) decimals"
        let isShare = chosen.measure.isShare
        return years
            + textInput(
                field("goal", chosen.against == .itself ? "The goal" : "The gap that is to be reached", digits + "."),
                value: words["goal"], kind: .sum, width: .characters5,
                prefix: chosen.measure.unit == "£" ? "£" : nil, suffix: isShare ? "%" : nil)
    }

    private func example(_ chosen: ChosenMeasure) -> String {
        guard let last = chosen.periods.last else { return "2005/06 65" }
        let next = Period(last.year, from: last.first + 1, to: last.last + 1)
        let value = chosen.value(in: last).map { $0.text(decimals: chosen.decimals) } ?? "65"
        return "\(next) \(value)"
    }

}

/// What a target's measure has been at its place, beside its neighbours and England, with the course of a target where there
/// is one, and how ambitious that is by what has happened.
struct TargetHistory: Sendable {
    let chosen: ChosenMeasure
    let name: String
    let target: Target?
    var isCurrent = false

    init(_ chosen: ChosenMeasure, name: String, target: Target?) {
        (self.chosen, self.name, self.target) = (chosen, name, target)
    }

    var html: HTML {
        let heading = target == nil ? "How it has gone" : "What it would mean"
        return """
            <h2 class="govuk-heading-m" id="history">\(heading)</h2>
            \(picture)\(ambition)
            """
    }

    /// All years from the first figure to the goal's; of equal years the most settled.
    private var periods: [Period] {
        var settled: [Int: Period] = [:]
        let goal = target?.goal.period
        for period in chosen.periods where goal.map({ period.isCounted(as: $0) }) ?? true {
            settled[period.last] = period
        }
        if let target {
            let last = target.goal.period
            let span = last.last - last.first
            let first = settled.keys.min() ?? target.baseline.period.last
            for end in min(first, target.baseline.period.last)...last.last where settled[end] == nil {
                settled[end] = Period(last.year, from: end - span, to: end)
            }
        }
        return settled.values.sorted { $0.last < $1.last }
    }

    var picture: HTML {
        let periods = periods
        var lines = [LineChart.Series(name: name, values: periods.map { chosen.value(in: $0) })]
        if chosen.against == .itself {
            let compared = periods.map { chosen.set.beside(Columns.Series(chosen.measure.code, $0, of: chosen.group)) }
            let near = compared.map { $0[chosen.place]?.neighbours }
            if near.contains(where: { $0 != nil }) {
                lines.append(LineChart.Series(name: "Its neighbours", values: near))
            }
            lines.append(LineChart.Series(name: "England", values: compared.map { $0.england?.value }))
        }
        return LineChart(
            id: "target-chart", message: message, unit: chosen.measure.unit, periods: periods.map(\.description),
            series: lines, course: course(periods), words: { [measure = chosen.measure] in measure.words($0) }
        ).html
    }

    private func course(_ periods: [Period]) -> LineChart.Course? {
        guard let target else { return nil }
        func point(_ name: String, _ point: Target.Point) -> LineChart.Course.Point? {
            periods.firstIndex { $0.last == point.period.last }.map {
                LineChart.Course.Point(name, period: $0, point.value.number)
            }
        }
        let points =
            [point("Baseline", target.baseline)] + target.milestones.map { point("Milestone", $0) }
            + [point("Goal", target.goal)]
        return LineChart.Course(points: points.compactMap(\.self))
    }

    private var message: String {
        guard let target else {
            guard let last = chosen.periods.last, let value = chosen.value(in: last) else {
                return "\(name): nothing was published yet"
            }
            return "\(name) stands at \(chosen.measure.words(value)) in \(last)"
        }
        return "\(name) is to go from \(target.words(target.baseline)) to \(target.words(target.goal))"
    }

    /// How often as much was achieved before: of all authorities that began about there.
    var ambition: HTML {
        guard let words = ambitionWords else { return HTML() }
        return insetText("<p class=\"govuk-body\"><strong>How ambitious is it?</strong> \(words)</p>\n")
    }

    private var ambitionWords: String? {
        guard let target, target.against == .itself, !target.place.isSchool, chosen.measure.polarity != .neither else {
            return nil
        }
        let years = target.goal.period.last - target.baseline.period.last
        let (from, to) = (target.baseline.value.number, target.goal.value.number)
        // Three percentage points to either side; of what is no percentage a tenth.
        let distance = chosen.measure.isShare ? 3 : abs(from) / 10
        let about = chosen.measure.isShare ? "3 percentage points" : chosen.measure.words(distance)
        let span = years == 1 ? "one year" : "\(years) years"
        let found = chosen.set.releases.lazy.compactMap { release in
            release.columns.ambition(
                of: chosen.measure.code, group: chosen.group,
                in: chosen.set.settled(of: chosen.measure.code, chosen.group),
                from: from, to: to, years: years, within: distance, chosen.measure.polarity)
        }.first
        guard let found, found.began > 0 else {
            return
                "No authority that stood within \(about) of \(chosen.measure.words(from)) has figures of \(span) later: history does not say."
        }
        let share = (found.share * 100).text(decimals: 0)
        let way = chosen.measure.polarity == .high ? "rose" : "fell"
        let (low, high) = (abs(found.improvement.lower), abs(found.improvement.upper))
        let times = found.began == 1 ? "Once" : "\(grouped(found.began)) times"
        let spread =
            found.improvement.lower >= 0
            ? " The middle half \(way) by \(chosen.measure.bare(low)) to \(chosen.measure.bare(high))."
            : found.improvement.upper < 0
                ? " Of every four, three fell back by \(chosen.measure.bare(high)) or more."
                : " Of every four, one did not improve, or fell back, by \(chosen.measure.bare(low)) or more, and one improved by \(chosen.measure.bare(high)) or more."
        return
            "\(times) an authority stood within \(about) of \(chosen.measure.words(from)) and has figures of \(span) later. \(share)% of them improved by \(chosen.measure.bare(abs(to - from))) or more.\(spread)"
    }
}

extension Measure {
    /// A difference of two values, without the sign of a percentage in front of which "points" would have to stand.
    fileprivate func bare(_ value: Double) -> String {
        let number = value.text(decimals: shownDecimals)
        if isShare { return "\(number) percentage point\(number == "1" ? "" : "s")" }
        return unit == "£" ? "£\(number)" : number
    }
}

extension DataSet {
    /// How authorities compare in a series that may have no figures at all.
    fileprivate func beside(_ series: Columns.Series) -> Comparisons { compare(series) }

    /// The periods of a measure, of those of the same years the most settled.
    fileprivate func settled(of measure: MeasureCode, _ group: PupilGroup) -> [Period] {
        var settled: [[Int]: Period] = [:]
        for period in periods(of: measure, group: group) { settled[[period.first, period.last]] = period }
        return settled.values.sorted()
    }
}
