public import Vocabulary

/// What one side reports to another under an agreement: the figures that it gives, by which days, who certifies them, and
/// within how many weeks the other side says what it makes of them.
public struct ReturnTemplate: Hashable, Codable, Sendable {
    /// The body that reports.
    public let by: Identifier<Body>
    /// The seat of that body that certifies: in a council the section 151 officer.
    public let owner: Identifier<Seat>?
    /// The body that assesses.
    public let to: Identifier<Body>
    /// By which days, each once, in order.
    public let days: [Day]
    /// The figures that are asked for, each by its name with its unit.
    public let figures: [String]
    /// Within how many weeks it is assessed.
    public let weeks: Int

    /// The terms of returns.
    public init(
        by: Identifier<Body>, owner: Identifier<Seat>?, to: Identifier<Body>, days: [Day], figures: [String], weeks: Int
    ) {
        (self.by, self.owner, self.to, self.days) = (by, owner, to, days)
        (self.figures, self.weeks) = (figures, weeks)
    }

    /// The number of weeks that may be given for the assessment.
    public static let clock = 1...52
    /// The most days, and the most figures, of one template.
    public static let most = 100

    func faults(in circumstances: Circumstances) -> [Fault] {
        guard let by = circumstances.party(by), by.id != to, circumstances.party(to) != nil else {
            return [Fault("returns.side", "Returns are made by one party and assessed by another")]
        }
        var faults: [Fault] = []
        if let owner = owner.flatMap({ circumstances.seats[$0] }), owner.body == by.id {
            if !owner.office.may(.certify) {
                faults.append(
                    Fault(
                        "returns.owner", field: "owner", "\(owner.title) may not certify returns: choose another seat"))
            }
        } else {
            faults.append(Fault("returns.owner", field: "owner", "Choose the seat at \(by.name) that certifies them"))
        }
        if days.isEmpty || days.count > Self.most || zip(days, days.dropFirst()).contains(where: { $0 >= $1 }) {
            faults.append(
                Fault("returns.days", field: "days", "Give from 1 to \(Self.most) due days, each once and in order"))
        }
        if figures.count > Self.most {
            faults.append(Fault("returns.figures", field: "figures", "Ask for at most \(Self.most) figures"))
        }
        for figure in figures {
            faults += Wording.faults(figure, field: "figures", upTo: 200, "each figure by its name")
        }
        if Set(figures).count < figures.count {
            faults.append(Fault("returns.figures", field: "figures", "Ask for each figure once"))
        }
        if !Self.clock.contains(weeks) {
            faults.append(
                Fault(
                    "returns.clock", field: "weeks",
                    "Give the weeks within which it is assessed as a number from 1 to 52"))
        }
        return faults
    }
}

/// One figure of a return: what it was, and what it is expected to be. Unpublished, and certified as a whole with the return.
public struct ReportedFigure: Hashable, Codable, Sendable {
    /// What it was; nil where there is none yet.
    public let value: Quantity?
    /// What it is expected to be at the end of the agreement's year.
    public let forecast: Quantity?

    /// Either may be missing.
    public init(value: Quantity?, forecast: Quantity?) { (self.value, self.forecast) = (value, forecast) }
}

/// A return that falls due on a day: what was prepared, certified and assessed. That it is late follows from the day alone and
/// is not in it.
public struct Return: Equatable, Sendable {
    /// The day by which it is to be certified.
    public let due: Day
    /// Whether it was asked for beside those of the template.
    public let isExtra: Bool
    /// How many versions of it were written.
    public private(set) var editions = 0
    /// The wording of the line which the version written last answers.
    private(set) var wording = 0
    /// The version that was certified last, and on which day.
    public private(set) var certified: Certification?
    /// The summary for the public of the version written last.
    public private(set) var summary: Sealed?
    /// Every version that was certified: the other side has read them.
    public private(set) var sent: Set<Int> = []
    /// What the other side made of it last.
    public private(set) var verdict: Verdict?
    /// By which day it is to be made again, where it was sent back.
    public private(set) var again: Day?

    /// That a version is right, in the name of its body.
    public struct Certification: Hashable, Sendable {
        public let edition: Int
        public let day: Day
    }

    /// What the other side makes of a return.
    public enum Verdict: String, Codable, CaseIterable, Sendable {
        /// It shows what was agreed.
        case satisfied
        /// It shows that something is to be done.
        case concerned
        /// It is to be made again.
        case sentBack
    }

    /// Where a return stands, whatever the day.
    public enum State: String, CaseIterable, Sendable {
        /// It is to be written, certified or made again.
        case awaited
        /// It is certified, and waits for the assessment.
        case certified
        case assessed
        /// The agreement ended before it was due.
        case lapsed
    }

    init(due: Day, isExtra: Bool) { (self.due, self.isExtra) = (due, isExtra) }

    /// Where it stands while the agreement goes on.
    public var state: State {
        if verdict == .sentBack { return .awaited }
        guard certified != nil else { return .awaited }
        return verdict == nil ? .certified : .assessed
    }

    mutating func prepare(_ summary: Sealed, as revision: Int) {
        editions += 1
        wording = revision
        self.summary = summary
    }

    mutating func certify(_ edition: Int, _ stamp: Stamp) {
        certified = Certification(edition: edition, day: stamp.time.londonDay)
        sent.insert(edition)
        (verdict, again) = (nil, nil)
    }

    mutating func assess(_ verdict: Verdict, _ again: Day?) { (self.verdict, self.again) = (verdict, again) }
}

/// How closely one side looks on another's delivery.
public enum Monitoring: String, Codable, CaseIterable, Sendable {
    /// Returns fall due as the template says.
    case ordinary
    /// More returns may be asked for.
    case enhanced
}
