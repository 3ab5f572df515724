public import Domain
import GRDB
public import Vocabulary

/// Where a return stands on a day.
public enum ReturnState: String, Codable, CaseIterable, Sendable {
    /// It is to be written and certified.
    case awaited
    /// The same, and its day has passed.
    case late
    /// It is certified, and waits for its assessment.
    case certified
    /// The same, and the day for that has passed.
    case overdue
    case assessed
    /// The agreement ended before it was due.
    case lapsed

    init(_ state: Return.State, next: Day, today: Day) {
        switch state {
        case .awaited: self = next < today ? .late : .awaited
        case .certified: self = next < today ? .overdue : .certified
        case .assessed: self = .assessed
        case .lapsed: self = .lapsed
        }
    }

    /// The same of a row of the table of returns.
    func isState(_ today: Day) -> SQL {
        switch self {
        case .awaited: "given.state = 'awaited' AND given.next >= \(today.number)"
        case .late: "given.state = 'awaited' AND given.next < \(today.number)"
        case .certified: "given.state = 'certified' AND given.next >= \(today.number)"
        case .overdue: "given.state = 'certified' AND given.next < \(today.number)"
        case .assessed, .lapsed: "given.state = \(rawValue)"
        }
    }
}

/// A return of an agreement in force. What it says is not in it: that is its editions'.
public struct ReturnRead: Hashable, Sendable {
    public let agreement: String
    /// `conditional-agreement`.
    public let kind: String
    /// The agreement's title.
    public let title: String
    public let line: LineID
    public let content: Part
    /// The day by which it is to be certified.
    public let due: Day
    /// Whether it was asked for beside those of the template.
    public let isExtra: Bool
    public let by: BodyName
    /// The body that assesses it.
    public let to: BodyName
    /// The seat that certifies it.
    public let owner: SeatRead?
    public let state: ReturnState
    /// How many versions of it were written; 0 for anybody but the body that writes it, until it is certified.
    public let editions: Int
    /// The version that was certified last, and when.
    public let certified: (edition: Int, day: Day)?
    /// What the other side made of it; nil for anybody but the parties.
    public let verdict: Return.Verdict?
    /// By which day somebody is to act on it.
    public let next: Day

    public static func == (left: ReturnRead, right: ReturnRead) -> Bool {
        left.agreement == right.agreement && left.line == right.line && left.due == right.due
            && left.state == right.state && left.editions == right.editions
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(agreement)
        hasher.combine(line)
        hasher.combine(due)
    }
}

/// A version of a return, for those who may read it.
public struct EditionRead: Sendable {
    public let number: Int
    public let figures: [ReportedFigure]
    public let narrative: Told
    public let risks: Told
    public let summary: Told
    /// Whether it was certified, and so given to the other side.
    public let isSent: Bool
    public let position: Int
    public let time: Instant
    public let seat: SeatRead?
}

/// What happened to a return besides its writing.
public struct ReturnStepRead: Sendable {
    /// `returnCertified`, `returnSummarised`, `returnAssessed`, `returnAsked`.
    public let event: String
    public let edition: Int?
    public let side: Identifier<Body>
    public let verdict: Return.Verdict?
    public let words: Told?
    public let position: Int
    public let time: Instant
    public let seat: SeatRead?
}
