public import Domain
import GRDB
public import Vocabulary

/// Where a promise stands on a day, in one word.
public enum PromiseState: String, Codable, CaseIterable, Sendable {
    /// Not due yet, or without a day; nobody has said that it was kept.
    case open
    /// Its day has passed, and nobody says that it was kept, or another side does not accept it.
    case late
    /// Its side says that it was kept; another side has not answered.
    case reported
    /// Another side does not accept that it was kept, and its day has not passed.
    case challenged
    /// Every side accepts that it was kept.
    case kept
    /// Its side says that it was not kept.
    case broken
    /// The agreement ended before it was due.
    case lapsed

    init(_ state: Fulfilment.State, _ manner: Due, due: Day?, today: Day) {
        self =
            if manner.isLate(state, due: due, today: today) {
                .late
            } else {
                switch state {
                case .open: .open
                case .reported: .reported
                case .challenged: .challenged
                case .kept: .kept
                case .broken: .broken
                case .lapsed: .lapsed
                }
            }
    }
}

/// How a line's promise stands on a day.
public struct PromiseStanding: Hashable, Sendable {
    public let state: PromiseState
    /// Whether another side does not accept that it was kept.
    public let isChallenged: Bool
    /// By when it is to be kept next; nil where it has no day.
    public let due: Day?
    /// Whether there is nothing more to say of it.
    public let isSettled: Bool
    /// How many reports there are.
    public let reports: Int

    init?(_ row: Row, today: Day) throws {
        guard let word: String = row["promised"], let state = Fulfilment.State(rawValue: word),
            let manner = Due(row["manner"] as String)
        else { return nil }
        isSettled = row["settled"]
        due = row.dueDay
        isChallenged = state == .challenged
        reports = row["reports"]
        self.state = PromiseState(state, manner, due: due, today: today)
    }
}

extension Row {
    fileprivate var dueDay: Day? { day("due").flatMap { $0 == .never ? nil : $0 } }
}

/// A promise in a list.
public struct PromiseRead: Hashable, Sendable {
    public let agreement: String
    /// `compact`, `statement`.
    public let kind: String
    /// The agreement's title.
    public let title: String
    public let line: LineID
    public let content: Part
    public let by: Identifier<Body>
    public let byName: String
    /// The promising body's code.
    public let byCode: String
    /// The seat that answers for it.
    public let owner: SeatRead?
    public let manner: Due
    public let standing: PromiseStanding
    /// When it was reported on last.
    public let reported: Instant?
}

/// Which promises a list is asked for; what is left out is not asked.
public struct PromiseFilter: Hashable, Sendable {
    /// The side of a promise that a body is on.
    public enum Role: String, CaseIterable, Sendable {
        /// It made the promise.
        case owes
        /// The promise was made to it, by another party to the agreement.
        case owed
    }

    /// A body's code, and on which side it is.
    public var body: String?
    public var role = Role.owes
    public var state: PromiseState?
    /// From 1.
    public var page = 1
    /// The most rows on a page.
    public var size = 50

    /// Asks for all.
    public init() {}

    /// The same list, whatever its page.
    var whole: PromiseFilter {
        var whole = self
        (whole.page, whole.size) = (1, 0)
        return whole
    }
}

/// How many promises that are not settled are on one side of a body.
public struct OwingRead: Hashable, Sendable {
    public let count: Int
    /// Past their day, and nobody says that they were kept, or another side does not accept it.
    public let late: Int
    /// Reported as kept, and not answered.
    public let reported: Int
    /// Reported as kept, and challenged; some of these are late as well.
    public let challenged: Int
}

/// A report on a promise, and what other sides said to it.
public struct ReportRead: Sendable {
    public let number: Int
    public let position: Int
    public let time: Instant
    public let outcome: Fulfilment.Outcome
    public let side: Identifier<Body>
    public let seat: SeatRead?
    /// What was done, in words; missing where none were written.
    public let words: Told?
    /// The web address of something that shows it.
    public let link: Told?
    /// What the file is: JSON of its digest, name, type and size.
    public let file: Told?
    public let answers: [AnswerRead]
}

/// What another side said to a report.
public struct AnswerRead: Sendable {
    public let side: Identifier<Body>
    public let isAccepted: Bool
    /// Why it is challenged.
    public let reason: Told?
    public let time: Instant
    public let position: Int
    public let seat: SeatRead?
}
