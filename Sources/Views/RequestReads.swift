public import Domain
import GRDB
public import Vocabulary

/// Where a request stands on a day, in one word.
public enum RequestState: String, Codable, CaseIterable, Sendable {
    /// Not answered, and not yet due.
    case open
    /// Its day has passed without an answer.
    case late
    case accepted
    case acceptedInPart
    case declined

    init(_ outcome: RequestGroup.Outcome?, due: Day, today: Day) {
        self =
            switch outcome {
            case nil: due < today ? .late : .open
            case .accepted: .accepted
            case .acceptedInPart: .acceptedInPart
            case .declined: .declined
            }
    }
}

/// What is asked and answered once, by however many: equal requests together, or one that stands by itself.
public struct TopicRead: Hashable, Sendable {
    /// The group's identifier, or the line that asks: `compact/line`.
    public let id: String
    /// The group that holds the answer; nil for a request by itself.
    public let group: Identifier<RequestGroup>?
    /// What is asked: the group's title, or the request's own words.
    public let title: String
    /// The name and code of the body that was asked.
    public let ofName: String
    public let ofCode: String
    public let of: Identifier<Body>
    /// How many ask it.
    public let asked: Int
    /// The name of the body that asks, where it is one.
    public let byName: String?
    /// When the first of them was put, and by when the first is to be answered.
    public let put: Day
    public let due: Day
    public let state: RequestState
    /// When it was answered first.
    public let answered: Instant?
    /// How many answers there are, of which the last counts.
    public let answers: Int
    /// How often what is in it, or is answered, has changed.
    public let revision: Int
    /// How often it was told what came of it.
    public let results: Int

    /// How many days the first answer took from when the first of them was put.
    public var days: Int? { answered.map { $0.londonDay.number - put.number } }
}

/// A request as its topic's page shows it.
public struct RequestRead: Hashable, Sendable {
    public let cited: CitedLine
    /// The compact's title.
    public let title: String
    public let text: String
    public let ask: Ask
    public let byName: String
    public let byCode: String
    public let put: Day
    public let due: Day
    /// When it was put together with others; nil where it stands by itself.
    public let joined: Instant?
}

/// An answer to requests.
public struct ResponseRead: Sendable {
    public let number: Int
    public let outcome: RequestGroup.Outcome
    public let reasons: Told
    public let time: Instant
    public let position: Int
    public let seat: SeatRead?
}

/// What came of requests.
public struct ResultRead: Sendable {
    public let number: Int
    public let words: Told
    public let link: Told?
    public let time: Instant
    public let position: Int
    public let seat: SeatRead?
}

/// A topic with all that is known of it.
public struct TopicWhole: Sendable {
    public let topic: TopicRead
    /// In the order in which they were put.
    public let requests: [RequestRead]
    /// Oldest first.
    public let answers: [ResponseRead]
    public let results: [ResultRead]
}

/// How a line's request stands, once it is put.
public struct RequestStanding: Hashable, Sendable {
    public let topic: String
    public let group: Identifier<RequestGroup>?
    public let state: RequestState
    public let due: Day
    /// How many ask it.
    public let asked: Int
}

/// Which requests a list is asked for; what is left out is not asked.
public struct RequestFilter: Hashable, Sendable {
    /// The code of a body that asks.
    public var by: String?
    public var state: RequestState?
    public var concerns: Ask.Concern?
    /// Words that they hold.
    public var words: String?
    /// From 1.
    public var page = 1
    /// The most rows on a page.
    public var size = 50

    /// Asks for all.
    public init() {}

    /// The same list, whatever its page.
    var whole: RequestFilter {
        var whole = self
        (whole.page, whole.size) = (1, 0)
        return whole
    }
}

/// How many requests wait for an answer of a body.
public struct AskedRead: Hashable, Sendable {
    public let open: Int
    /// Those of them whose day has passed.
    public let late: Int
}
