public import Domain
public import Statistics
public import Views
public import Vocabulary

/// How a target stands by the figures of a moment: computed each time, and never typed in.
public struct JudgedTarget: Sendable {
    public let judgement: Judgement
    /// The release that it rests on; nil where nothing was published.
    public let release: ReleaseRead?
    /// How it stood in the same year by the figures as they were before they were revised; nil where nothing that counts was.
    public let before: Judgement?
}

extension StandingFigures {
    /// What was published of a target's measure for its group at its place, the earlier periods first.
    public func observations(of target: Target) -> [Observation] {
        observations(of: target) { set, series, place in
            set.figure(series, at: place).map { ($0.figure, $0.release.id) }
        }
    }

    /// Judges a target by all that stands.
    public func judge(_ target: Target) -> JudgedTarget {
        let judgement = target.judge(observations(of: target))
        let release = judgement.release.flatMap { Identifier<Release>($0) }.flatMap { held($0)?.facts }
        return JudgedTarget(judgement: judgement, release: release, before: before(judgement, of: target))
    }

    /// How a target stood in the same year by what each release of its data set superseded.
    private func before(_ judgement: Judgement, of target: Target) -> Judgement? {
        guard let set = set(target.set), set.releases.contains(where: { $0.facts.supersedes != nil }) else {
            return nil
        }
        let now = observations(of: target)
        let earlier = set.releases.map { release in
            release.facts.supersedes.flatMap { held($0) }.flatMap { $0.columns.places.isEmpty ? nil : $0 } ?? release
        }
        // A measure that a release has left out altogether is found in the one before.
        let stands = set.series(of: target.measure)
        let known =
            stands.isEmpty
            ? earlier.flatMap { $0.columns.all.filter { $0.measure == target.measure } }.sorted {
                $0.period < $1.period
            } : stands
        let then = observations(of: target, in: known) { _, series, place in
            for release in earlier {
                if let figure = release.columns.figure(series, at: place) { return (figure, release.facts.id) }
            }
            return nil
        }
        let stood = target.judge(then)
        guard stood.sentence != judgement.sentence,
            let year = stood.actual?.period.last ?? judgement.actual?.period.last
        else { return nil }
        // Another year's figures are no revision; what was said of the year that counted is, or that nothing is said any more.
        let (before, after) = (then.figures(of: year), now.figures(of: year))
        return before.isEmpty || before == after ? nil : stood
    }

    private func observations(
        of target: Target, in known: [Columns.Series]? = nil,
        _ figure: (DataSet, Columns.Series, PlaceCode) -> (Figure, Identifier<Release>)?
    ) -> [Observation] {
        guard let set = set(target.set) else { return [] }
        return (known ?? set.series(of: target.measure)).compactMap { series in
            guard series.group == target.group, let (own, release) = figure(set, series, target.place) else {
                return nil
            }
            var other: Figure?
            if let (series, place) = set.other(of: target, in: series) {
                other = figure(set, series, place).map(\.0) ?? .missing(.notAvailable)
            } else if target.against != .itself {
                other = .missing(.notAvailable)
            }
            return Observation(period: series.period, figure: own, other: other, release: release.description)
        }
    }
}

extension [Observation] {
    /// What was published of a year, whoever published it.
    fileprivate func figures(of year: Int) -> [[Figure?]] {
        filter { $0.period.last == year }.map { [$0.figure, $0.other] }
    }
}

extension DataSet {
    /// The figure that a target's own is set against; nil where it is set against nothing, or the region is not known.
    public func other(of target: Target, in series: Columns.Series) -> (Columns.Series, PlaceCode)? {
        switch target.against {
        case .itself: nil
        case .group(let other): (Columns.Series(series.measure, series.period, of: other), target.place)
        case .england: (series, .england)
        case .region:
            region(of: target.place.isSchool ? place(target.place)?.authority ?? target.place : target.place).map {
                (series, $0)
            }
        }
    }
}

/// A target with how it stands: a row of `concordat judge` and of the list of targets.
public struct JudgedRow: Encodable, Sendable {
    public let compact: String
    public let title: String
    public let authority: String
    public let authorityName: String
    public let line: LineID
    public let priority: String
    /// What is to become better, in words.
    public let target: String
    public let measure: String
    public let set: String
    public let place: PlaceCode
    public let judgement: Judgement.Verdict.Name
    /// What it rests on, as the target measures it; nil where it cannot be judged.
    public let actual: Double?
    /// The year that it is judged in.
    public let period: Period?
    public let expected: Double?
    public let goal: Quantity
    public let goalPeriod: Period
    public let sentence: String
    /// What else there is to know.
    public let notes: [String]
    public let release: String

    /// A target judged by the figures of a moment.
    public init(_ read: TargetRead, by figures: StandingFigures) {
        let judged = figures.judge(read.target).judgement
        (compact, title, line) = (read.agreement, read.title, read.line)
        (authority, authorityName) = (read.authority, read.authorityName)
        (priority, target) = (read.priority, read.text)
        (measure, set, place) = (read.target.measure.text, read.target.set, read.target.place)
        judgement = judged.verdict.name
        (actual, period, expected) = (judged.actual?.value, judged.actual?.period, judged.expected)
        (goal, goalPeriod) = (read.target.goal.value, read.target.goal.period)
        (sentence, notes, release) = (judged.sentence, judged.notes, judged.release ?? "")
    }

    /// The names of the columns, in their order.
    public static let columns = [
        "compact", "priority", "target", "measure", "place", "judgement", "actual", "expected", "goal", "sentence",
        "release",
    ]

    /// What stands in them. Numbers are as they were published, or computed, to the last digit.
    public var cells: [String] {
        [
            compact, priority, target, measure, place.description, judgement.rawValue, actual?.description ?? "",
            expected?.description ?? "", goal.description, sentence, release,
        ]
    }
}

extension Register {
    /// The targets that a viewer may read, each judged by what is published now.
    public func judged(_ filter: TargetFilter, for viewer: Viewer) throws -> [JudgedRow] {
        let figures = figures.current
        return try views.targets(filter, for: viewer, today: today).map { JudgedRow($0, by: figures) }
    }
}

extension Agreement {
    /// How the targets under a line stand by the figures of a moment, as whoever relies on them keeps it.
    public func relied(on line: LineID, by figures: StandingFigures) -> [Relied] {
        lines.standing.compactMap { below in
            guard below.content.above == line, case .target(_, _, let target) = below.content else { return nil }
            let judged = figures.judge(target)
            return Relied(
                line: below.id, verdict: judged.judgement.verdict.name, sentence: judged.judgement.sentence,
                release: judged.release?.id, file: judged.release?.files.first?.content)
        }
    }
}
