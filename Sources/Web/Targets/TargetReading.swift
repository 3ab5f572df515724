import Domain
import Register
import Statistics
import Views
import Vocabulary

/// The measure that a target's words choose, with what was published of it at the place that it is of.
struct ChosenMeasure: Sendable {
    let set: DataSet
    let measure: Measure
    let place: PlaceCode
    let group: PupilGroup
    let against: Target.Against

    /// Nil where the words choose none, or none of which figures stand.
    init?(_ words: LineWords, _ choices: LineChoices) {
        guard let place = choices.place, let code = MeasureCode(words["measure"]),
            let set = choices.figures?.sets(with: code).first(where: {
                words["set"].isEmpty || $0.name == words["set"]
            }), let measure = set.measures[code]
        else { return nil }
        self.init(words, measure, of: set, at: place)
    }

    /// The measure of a target that was agreed; nil where no figures of it stand.
    init?(_ target: Target, in figures: StandingFigures) {
        guard let set = figures.set(target.set), let measure = set.measures[target.measure] else { return nil }
        (self.set, self.measure, place) = (set, measure, target.place)
        (group, against) = (target.group, target.against)
    }

    private init(_ words: LineWords, _ measure: Measure, of set: DataSet, at place: PlaceCode) {
        let groups = set.groups(of: measure.code)
        func named(_ name: String) -> PupilGroup? { groups.first { $0.word == words[name] } }
        (self.set, self.measure, self.place) = (set, measure, place)
        group =
            (words.fields["group"] == nil ? nil : named("group"))
            ?? (groups.contains(.all) ? .all : groups.first ?? .all)
        switch words["against"] {
        case "england": against = .england
        case "region": against = .region
        case "group": against = named("other").map { .group(other: $0) } ?? .itself
        default: against = .itself
        }
    }

    /// Whether figures of its region stand beside its own.
    var hasRegion: Bool {
        self.set.region(of: place).map { region in
            periods.contains { self.set.figure(Columns.Series(measure.code, $0, of: group), at: region) != nil }
        } ?? false
    }

    /// How many digits of its values count.
    var decimals: Int { min(max(measure.shownDecimals, 0), 6) }

    /// The periods in which there is a figure of the group at the place, the earliest first.
    var periods: [Period] {
        self.set.periods(of: measure.code, group: group).filter {
            self.set.figure(Columns.Series(measure.code, $0, of: group), at: place)?.figure.value != nil
        }
    }

    /// What was published in a period, as a target would measure it: the figure, or the gap; nil where there is none.
    func value(in period: Period) -> Double? {
        let series = Columns.Series(measure.code, period, of: group)
        guard let own = set.figure(series, at: place)?.figure.value else { return nil }
        guard against != .itself else { return own }
        return set.figure(against, beside: series, at: place).map { own.less($0) }
    }

    /// The same, as a target's baseline has it.
    func quantity(in period: Period) -> Quantity? {
        value(in: period).flatMap { Quantity($0.text(decimals: decimals).replacing(",", with: "")) }
    }

    /// The period that somebody calls so: as publishers write it, or as pages do.
    func period(called label: String, counting year: Period.Year) -> Period? {
        Period(label, counting: year) ?? (years + periods).first { $0.description == label }
    }

    /// The years that a goal may be of, from the first after anything was published to ten years from the last.
    var years: [Period] {
        guard let first = periods.first, let last = periods.last else { return [] }
        return stride(from: first.last + 1, through: last.last + 10, by: 1).map { end in
            Period(last.year, from: end - (last.last - last.first), to: end)
        }
    }
}

extension DataSet {
    /// The value that a figure is set against.
    fileprivate func figure(_ against: Target.Against, beside series: Columns.Series, at place: PlaceCode) -> Double? {
        switch against {
        case .itself: nil
        case .england: figure(series, at: .england)?.figure.value
        case .region: region(of: place).flatMap { figure(series, at: $0)?.figure.value }
        case .group(let other):
            figure(Columns.Series(series.measure, series.period, of: other), at: place)?.figure.value
        }
    }
}

/// Reading the fields of a target.
extension PartReading {
    mutating func target(_ priority: LineID) -> Part? {
        aimed().map { .target(priority: priority, text: words["text"], target: $0) }
    }

    /// The target that the words say, whatever they call it.
    mutating func aimed() -> Target? {
        guard let chosen = ChosenMeasure(words, choices) else {
            faults.append(
                Fault(
                    "target.measure", field: "measure",
                    "Choose a measure of which figures were published for the authority"))
            return nil
        }
        if let group = words.fields["group"], group != chosen.group.word {
            faults.append(Fault("target.whom", field: "group", "Choose of whom: nothing is published of them any more"))
        }
        if words["against"] == "group", chosen.against == .itself {
            faults.append(Fault("target.group", field: "other", "Choose the group to compare this one with"))
        }
        let direction = direction(chosen)
        let (baseline, goal) = (baseline(chosen), goal(chosen))
        guard let baseline, let goal, let direction else {
            // The rules are not asked as long as there is no target to ask about.
            faults = Wording.faults(words["text"], field: "text", "what is to become better") + faults
            return nil
        }
        let milestones = milestones(chosen)
        guard faults.isEmpty || !isDone else { return nil }
        return Target(
            set: chosen.set.name, measure: chosen.measure.code, place: chosen.place, group: chosen.group,
            against: chosen.against, direction: direction, decimals: chosen.decimals, unit: chosen.measure.unit,
            baseline: baseline, milestones: milestones, goal: goal)
    }

    private mutating func direction(_ chosen: ChosenMeasure) -> Target.Direction? {
        switch chosen.measure.polarity {
        case .high: return .rise
        case .low: return .fall
        case .neither:
            let direction = Target.Direction(rawValue: words["direction"])
            if direction == nil {
                faults.append(Fault("form.missing", field: "direction", "Choose whether it is to rise or to fall"))
            }
            return direction
        }
    }

    /// Where it starts: what was published, and of what was agreed already the value that was agreed.
    private mutating func baseline(_ chosen: ChosenMeasure) -> Target.Point? {
        guard let period = Period(code: words["baseline"]) else {
            faults.append(Fault("form.missing", field: "baseline", "Choose the year from which it starts"))
            return nil
        }
        if case .target(_, _, let old) = standing, old.set == chosen.set.name, old.measure == chosen.measure.code,
            old.place == chosen.place, old.group == chosen.group, old.against == chosen.against,
            old.baseline.period == period, old.baseline.value.decimals <= chosen.decimals
        {
            return old.baseline
        }
        guard let value = chosen.quantity(in: period) else {
            faults.append(
                Fault(
                    "target.baseline", field: "baseline",
                    "Nothing that it can start from was published for \(period): choose another year"))
            return nil
        }
        return Target.Point(period: period, value: value)
    }

    private mutating func goal(_ chosen: ChosenMeasure) -> Target.Point? {
        let period = Period(code: words["goal-year"])
        if period == nil {
            faults.append(Fault("form.missing", field: "goal-year", "Choose the year by which it is to be reached"))
        }
        let value = Quantity(typed: words["goal"])
        if value == nil {
            faults.append(Fault("target.goal", field: "goal", "Enter the goal as a number, such as 65 or 4.5"))
        }
        guard let period, let value else { return nil }
        return Target.Point(period: period, value: value)
    }

    /// One on a line: the year, and the value behind it.
    private mutating func milestones(_ chosen: ChosenMeasure) -> [Target.Point] {
        var points: [Target.Point] = []
        let year = chosen.periods.last?.year ?? chosen.measure.year
        for (number, line) in lines("milestones").enumerated() {
            let words = line.split(whereSeparator: \.isWhitespace)
            guard words.count >= 2, let last = words.last, let value = Quantity(typed: String(last)),
                let period = chosen.period(called: words.dropLast().joined(separator: " "), counting: year)
            else {
                faults.append(
                    Fault(
                        "target.milestones", field: "milestones",
                        "Line \(number + 1): write the year and the value, such as \(chosen.years.last?.description ?? "2005/06") 65"
                    ))
                continue
            }
            points.append(Target.Point(period: period, value: value))
        }
        return points
    }
}

extension Quantity {
    /// As somebody types it, with the sign of a percentage or of pounds.
    fileprivate init?(typed text: String) {
        var text = text.trimmed[...]
        if text.hasSuffix("%") { text = text.dropLast() }
        if text.hasPrefix("£") { text = text.dropFirst() }
        self.init(text)
    }
}

extension LineWords {
    /// The words with which the form of a target begins.
    init(_ text: String, _ target: Target) {
        self.init([
            "text": text, "set": target.set, "measure": target.measure.text, "group": target.group.word,
            "against": target.against.word, "direction": target.direction.rawValue,
            "baseline": target.baseline.period.code, "goal-year": target.goal.period.code,
            "goal": target.goal.value.description,
            "milestones": target.milestones.map { "\($0.period) \($0.value)" }.joined(separator: "\n"),
        ])
        if case .group(let other) = target.against { self["other"] = other.word }
    }
}

extension PupilGroup {
    /// As forms have it: nothing would be no choice at all.
    var word: String { self == .all ? "all" : description }
}

extension Target.Against {
    /// As forms have it.
    fileprivate var word: String {
        switch self {
        case .itself: "itself"
        case .group: "group"
        case .england: "england"
        case .region: "region"
        }
    }
}
