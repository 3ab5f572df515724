public import Vocabulary

/// The least that was asked of every school: a rule of the Department's, for the years in which it held. Schools below it could
/// expect to be asked what they do about it.
public struct FloorTarget: Hashable, Sendable {
    public let name: String
    /// The first year that it was applied to.
    public let from: Period
    /// The last year that it was applied to.
    public let until: Period
    /// The sorts of school that it applies to, in the publisher's words or codes; none for all sorts.
    public let kinds: Set<String>
    /// How many there must be for a year to count.
    public let cohorts: [Cohort]
    /// How many years running a school must be below it, from 1 to 50.
    public let years: Int
    /// What it is to be below it in one year.
    public let condition: FloorCondition

    /// How many there must be, in number or in per cent, for a year's figures to speak of a school.
    public struct Cohort: Hashable, Codable, Sendable {
        /// What counts them.
        public let measure: MeasureCode
        public let least: Int

        /// At least so many.
        public init(measure: MeasureCode, least: Int) { (self.measure, self.least) = (measure, least) }
    }

    /// A rule for these years.
    public init(
        name: String, from: Period, until: Period, kinds: Set<String> = [], cohorts: [Cohort] = [], years: Int = 1,
        condition: FloorCondition
    ) {
        (self.name, self.from, self.until, self.kinds) = (name, from, until, kinds)
        (self.cohorts, self.years, self.condition) = (cohorts, min(max(years, 1), 50), condition)
    }

    /// Every measure that the rule looks at.
    public var measures: Set<MeasureCode> { Set(cohorts.map(\.measure)).union(condition.measures) }
}

extension FloorTarget: Codable {
    private enum Field: String, CodingKey { case name, from, until, kinds, cohorts, years, condition }

    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Field.self)
        self.init(
            name: try fields.decode(String.self, forKey: .name), from: try fields.decode(Period.self, forKey: .from),
            until: try fields.decode(Period.self, forKey: .until),
            kinds: Set(try fields.decode([String].self, forKey: .kinds)),
            cohorts: try fields.decode([Cohort].self, forKey: .cohorts),
            years: try fields.decode(Int.self, forKey: .years),
            condition: try fields.decode(FloorCondition.self, forKey: .condition))
    }

    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Field.self)
        try fields.encode(name, forKey: .name)
        try fields.encode(from, forKey: .from)
        try fields.encode(until, forKey: .until)
        // A set comes in another order each time; the record's bytes must not.
        try fields.encode(kinds.sorted(), forKey: .kinds)
        try fields.encode(cohorts, forKey: .cohorts)
        try fields.encode(years, forKey: .years)
        try fields.encode(condition, forKey: .condition)
    }
}

/// What must hold of a school's figures of one year for it to be below a floor.
public indirect enum FloorCondition: Hashable, Codable, Sendable {
    /// A figure is less than a value.
    case below(measure: MeasureCode, value: Quantity)
    /// A figure is a value or less.
    case atMost(measure: MeasureCode, value: Quantity)
    /// A figure is less than a value by more than chance would have it: the upper limit of its 95% confidence interval, which is
    /// published beside it, is less than that too.
    case significantlyBelow(upperLimit: MeasureCode, value: Quantity)
    /// All of these hold.
    case all(of: [FloorCondition])
    /// One of these holds, or several.
    case any(of: [FloorCondition])

    /// Every measure that it looks at.
    public var measures: Set<MeasureCode> {
        switch self {
        case .below(let measure, _), .atMost(let measure, _), .significantlyBelow(let measure, _): [measure]
        case .all(let parts), .any(let parts): parts.reduce(into: []) { $0.formUnion($1.measures) }
        }
    }

    /// Whether it holds of these figures; nil where that hangs on one that has no value. A missing figure is never guessed, but
    /// one that makes no difference is not waited for either.
    public func holds(_ figures: [MeasureCode: Figure]) -> Bool? {
        switch self {
        case .below(let measure, let value), .significantlyBelow(let measure, let value):
            return figures[measure]?.value.map { $0.scaled(9) < value.number.scaled(9) }
        case .atMost(let measure, let value):
            return figures[measure]?.value.map { $0.scaled(9) <= value.number.scaled(9) }
        case .all(let parts):
            let held = parts.map { $0.holds(figures) }
            return held.contains(false) ? false : held.contains(nil) ? nil : true
        case .any(let parts):
            let held = parts.map { $0.holds(figures) }
            return held.contains(true) ? true : held.contains(nil) ? nil : false
        }
    }

    /// The simple conditions that settle it, in their order and each once: those that hold where it does, or those that nobody
    /// knows of where nobody knows.
    fileprivate func grounds(_ figures: [MeasureCode: Figure]) -> [FloorCondition] {
        switch self {
        case .below, .atMost, .significantlyBelow: return [self]
        case .all(let parts), .any(let parts):
            let held = holds(figures)
            var grounds: [FloorCondition] = []
            for part in parts where part.holds(figures) == held {
                for ground in part.grounds(figures) where !grounds.contains(ground) { grounds.append(ground) }
            }
            return grounds
        }
    }
}

/// What a floor target says of a school.
public enum FloorResult: Hashable, Sendable {
    /// It is below, and was in every year from this one.
    case below(since: Period, sentence: String)
    case notBelow
    case doesNotApply(why: String)
    case cannotBeJudged(why: String)
}

extension FloorTarget {
    /// What it says of a school in the latest year of which there are figures.
    ///
    /// - Parameters:
    ///   - figures: The school's figures by year. Of one year the most settled ones count.
    ///   - kind: What sort of school it is.
    ///   - name: What a measure is called in a sentence.
    public func judge(
        _ figures: [Period: [MeasureCode: Figure]], kind: String, name: (MeasureCode) -> String = { $0.text }
    ) -> FloorResult {
        guard kinds.isEmpty || kinds.contains(kind) else {
            return .doesNotApply(why: "\(self.name) does not apply to this kind of school.")
        }
        var byYear: [Int: [MeasureCode: Figure]] = [:]
        for (period, figures) in figures.sorted(by: { $0.key.status.settled < $1.key.status.settled })
        where period.isCounted(as: from) {
            byYear[period.last] = figures
        }
        guard let latest = byYear.keys.max() else {
            return .cannotBeJudged(why: "No figures of this school have been published.")
        }
        let year = self.year(latest)
        guard latest <= until.last else {
            return .doesNotApply(
                why: "\(self.name) was last applied in \(until.years), and the latest figures are for \(year).")
        }
        guard latest - years + 1 >= from.last else {
            let first = self.year(from.last + years - 1)
            return .doesNotApply(
                why: "\(self.name) was first applied in \(first), and the latest figures are for \(year).")
        }
        let run = (0..<years).map { (year: latest - $0, standing: standing(byYear[latest - $0], name)) }
        if case .small(let cohort, let count) = run[0].standing {
            let counted = "\(name(cohort.measure)) was \(count.published)"
            return .doesNotApply(why: "\(self.name) asks for at least \(cohort.least): \(counted) in \(year).")
        }
        if run.contains(where: { $0.standing.isBelow == false }) { return .notBelow }
        for (year, standing) in run {
            guard case .unknown(let measures) = standing else { continue }
            let years = self.year(year)
            return .cannotBeJudged(
                why: measures.isEmpty
                    ? "No figures for \(years) have been published."
                    : "There is no value for \(Self.listed(measures)) in \(years).")
        }
        var since = latest
        while since > from.last, standing(byYear[since - 1], name).isBelow == true { since -= 1 }
        return .below(
            since: self.year(since), sentence: sentence(byYear[latest] ?? [:], latest, since: since, name))
    }

    /// How a school stands in one year.
    private enum Standing {
        case below
        case notBelow
        /// The year does not count.
        case small(Cohort, Double)
        /// These have no value; none of them where nothing is published.
        case unknown([String])

        var isBelow: Bool? {
            switch self {
            case .below: true
            case .notBelow, .small: false
            case .unknown: nil
            }
        }
    }

    private func standing(_ figures: [MeasureCode: Figure]?, _ name: (MeasureCode) -> String) -> Standing {
        guard let figures else { return .unknown([]) }
        for cohort in cohorts {
            if let count = figures[cohort.measure]?.value, count < Double(cohort.least) { return .small(cohort, count) }
        }
        let held = condition.holds(figures)
        // Whoever is not below is not below, however many they are.
        if held == false { return .notBelow }
        let uncounted = cohorts.map(\.measure).filter { figures[$0]?.value == nil }.map(name)
        let unknown = held == nil ? condition.grounds(figures).flatMap { $0.measures.map(name) } : []
        let missing = uncounted + unknown.filter { !uncounted.contains($0) }
        return missing.isEmpty ? .below : .unknown(missing)
    }

    private func sentence(
        _ figures: [MeasureCode: Figure], _ latest: Int, since: Int, _ name: (MeasureCode) -> String
    ) -> String {
        func was(_ measure: MeasureCode) -> String {
            "\(name(measure)) was \(figures[measure]?.value?.published ?? "")"
        }
        let grounds = condition.grounds(figures).map { ground in
            switch ground {
            case .below(let measure, let value): "\(was(measure)), below \(value.grouped)"
            case .atMost(let measure, let value): "\(was(measure)), not above \(value.grouped)"
            case .significantlyBelow(let measure, let value):
                "\(was(measure)), so that it is below \(value.grouped) by more than chance"
            case .all, .any: ""
            }
        }
        let running = since == latest ? "" : ", as in every year since \(year(since))"
        return "Below in \(year(latest))\(running): \(grounds.joined(separator: "; "))."
    }

    /// The year that ends in a calendar year, counted as this rule counts.
    private func year(_ last: Int) -> Period { Period(from.year, from: last - (from.last - from.first), to: last) }

    /// Names as a sentence lists them: `one, two and three`.
    private static func listed(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        return "\(names.dropLast().joined(separator: ", ")) and \(last)"
    }
}

extension FloorTarget {
    /// The floors that the Department published. They ended in 2019: nothing was below a floor in 2018/19 or since.
    public static let published: [FloorTarget] = [keyStage2In2014, keyStage2In2015, keyStage2From2016, progress8]

    /// Mainstream schools, by the codes of the performance tables' column NFTYPE: the sorts of record type 1 in the description
    /// of the key stage 2 file of 2018/19. No floor applied to special schools, independent ones or pupil referral units.
    public static let mainstream: Set<String> = ["AC", "CY", "VA", "VC", "FD", "CTC", "ACC", "F"]

    /// Fewer than 65% at level 4 in reading, writing and maths, and in each of the three fewer than the median school's share who
    /// made expected progress; at least 11 eligible pupils. The floor: Department for Education, SFR 47/2015, section 5. The
    /// medians: Coasting Schools (England) Regulations 2017 (SI 2017/9), regulation 4, table 1. The measures: the performance
    /// tables of 2014.
    public static let keyStage2In2014 = keyStage2(2014, reading: "94", writing: "96", maths: "93")

    /// The same with the medians of 2015.
    public static let keyStage2In2015 = keyStage2(2015, reading: "94", writing: "97", maths: "93")

    /// Fewer than 65% at the expected standard in reading, writing and maths, and progress below -5 in reading, below -7 in
    /// writing or below -5 in maths, a single one of the three only where it is significantly below average; at least 11 eligible
    /// pupils. Department for Education, Primary school accountability in 2016, in 2017 and in 2018; the measures are those of
    /// the performance tables.
    public static let keyStage2From2016: FloorTarget = {
        let subjects = [("READPROG", "-5"), ("WRITPROG", "-7"), ("MATPROG", "-5")]
        let low = subjects.map { below($0.0, $0.1) }
        let alone = subjects.enumerated().map { index, subject in
            FloorCondition.all(of: [low[index], significantlyBelow("\(subject.0)_UPPER", "0")])
        }
        let pairs = [(0, 1), (0, 2), (1, 2)].map { FloorCondition.all(of: [low[$0.0], low[$0.1]]) }
        return FloorTarget(
            name: "The key stage 2 floor standard of 2016 to 2018", from: academic(2016), until: academic(2018),
            kinds: mainstream, cohorts: [Cohort(measure: code("TELIG"), least: 11)],
            condition: .all(of: [below("PTRWM_EXP", "65"), .any(of: pairs + alone)]))
    }()

    /// Progress 8 below -0.5, with its upper 95% confidence limit below zero; at least 6 pupils at the end of key stage 4, of whom
    /// at least half count towards it. Department for Education, Progress 8 measure in 2016, 2017 and 2018; the measures are
    /// those of the performance tables.
    public static let progress8 = FloorTarget(
        name: "The Progress 8 floor standard", from: academic(2016), until: academic(2018), kinds: mainstream,
        cohorts: [Cohort(measure: code("TPUP"), least: 6), Cohort(measure: code("P8MEACOV"), least: 50)],
        condition: .all(of: [below("P8MEA", "-0.5"), significantlyBelow("P8CIUPP", "0")]))

    private static func keyStage2(_ year: Int, reading: String, writing: String, maths: String) -> FloorTarget {
        FloorTarget(
            name: "The key stage 2 floor standard of \(year)", from: academic(year), until: academic(year),
            kinds: mainstream, cohorts: [Cohort(measure: code("TELIG"), least: 11)],
            condition: .all(of: [
                below("PTREADWRITTAMATX", "65"), below("PT2READ", reading), below("PT2WRITTA", writing),
                below("PT2MATH", maths),
            ]))
    }

    private static func academic(_ last: Int) -> Period { Period(.academic, from: last, to: last) }

    private static func code(_ text: String) -> MeasureCode { MeasureCode(text)! }

    private static func below(_ measure: String, _ value: String) -> FloorCondition {
        .below(measure: code(measure), value: Quantity(value)!)
    }

    private static func significantlyBelow(_ measure: String, _ value: String) -> FloorCondition {
        .significantlyBelow(upperLimit: code(measure), value: Quantity(value)!)
    }
}
