public import Vocabulary

/// What has become of an agreement since all signed it: whether it is suspended, until when it was extended, and how it
/// ended. Each takes effect on the day on which it is put on the record.
public struct Course: Equatable, Sendable {
    /// The side that suspended it, while it is.
    public private(set) var suspended: Identifier<Body>?
    /// Until when all sides agreed to go on with it, beyond the year that it was made for.
    public private(set) var until: Day?
    /// How it ended, and on which day.
    public private(set) var end: End?
    /// What was proposed to all sides, oldest first; at most the last is open.
    public private(set) var proposals: [Proposal] = []

    /// How an agreement ended.
    public struct End: Equatable, Sendable {
        public let manner: Manner
        public let day: Day

        /// In what way.
        public enum Manner: String, Codable, CaseIterable, Sendable {
            /// All sides agreed that what it was made for is done.
            case completed
            /// One side ended it.
            case terminated
        }
    }

    /// What all sides decide together, without changing a word of what they signed.
    public enum Change: Codable, Hashable, Sendable {
        /// To go on with it until a day.
        case extended(until: Day)
        /// That it is done.
        case completed
    }

    /// A change that one side proposed, and what the others said to it.
    public struct Proposal: Equatable, Sendable {
        /// From 1.
        public let number: Int
        public let change: Change
        /// The side that proposed it.
        public let side: Identifier<Body>
        /// The other sides that accepted it.
        public fileprivate(set) var accepted: Set<Identifier<Body>> = []
        /// Whether it waits for an answer.
        public fileprivate(set) var isOpen = true
    }

    /// Nothing yet.
    public init() {}

    /// The proposal that waits for an answer.
    public var open: Proposal? { proposals.last.flatMap { $0.isOpen ? $0 : nil } }

    mutating func suspend(_ side: Identifier<Body>) { suspended = side }

    mutating func resume() { suspended = nil }

    mutating func terminate(_ stamp: Stamp) {
        end = End(manner: .terminated, day: stamp.time.londonDay)
        close()
    }

    mutating func propose(_ change: Change, _ side: Identifier<Body>) {
        proposals.append(Proposal(number: proposals.count + 1, change: change, side: side))
    }

    /// Takes in an answer; once every other side has accepted, the change takes effect.
    mutating func accept(_ side: Identifier<Body>, of parties: [Identifier<Body>], _ stamp: Stamp) {
        guard let index = proposals.indices.last else { return }
        proposals[index].accepted.insert(side)
        let proposal = proposals[index]
        guard parties.allSatisfy({ $0 == proposal.side || proposal.accepted.contains($0) }) else { return }
        close()
        switch proposal.change {
        case .extended(let day): until = day
        case .completed: end = End(manner: .completed, day: stamp.time.londonDay)
        }
    }

    mutating func extend(until day: Day?) { until = day }

    /// What a party that is gone suspended, another that stands in its place resumes.
    mutating func pass(from left: Set<Identifier<Body>>, to side: Identifier<Body>) {
        if let suspended, left.contains(suspended) { self.suspended = side }
    }

    mutating func close() {
        guard let index = proposals.indices.last else { return }
        proposals[index].isOpen = false
    }
}

extension Agreement {
    /// The last day of what it was made for: the one that its text states, the end of its school year, or a later day until
    /// which all sides extended it.
    public var lasts: Day? { course.until ?? span?.until ?? framework.year?.lastDay }

    /// Suspends it for a while, with the reason: its promises stand, and everybody sees that it is suspended.
    public func suspend(reason: Sealed, by side: Identifier<Body>, on day: Day) throws(Refusal) -> [Event] {
        try mustRun(side, day)
        guard course.suspended == nil else {
            throw Refusal(Fault("course.suspended", field: "reason", "It is suspended already"))
        }
        return [.suspended(side: side, reason: reason)]
    }

    /// Goes on with it, by the side that suspended it.
    public func resume(reason: Sealed, by side: Identifier<Body>, on day: Day) throws(Refusal) -> [Event] {
        try mustRun(side, day)
        guard course.suspended == side else {
            throw Refusal(
                Fault("course.suspended-not", field: "reason", "Only the side that suspended it can go on with it"))
        }
        return [.resumed(side: side, reason: reason)]
    }

    /// Ends it for every side, with the reason.
    public func terminate(reason: Sealed, by side: Identifier<Body>, on day: Day) throws(Refusal) -> [Event] {
        try mustRun(side, day)
        return [.terminated(side: side, reason: reason)]
    }

    /// Proposes to extend or complete it, with the reason. It takes effect when every other side has accepted.
    ///
    /// - Parameter last: How many proposals whoever writes this one had read.
    public func propose(
        _ change: Course.Change, reason: Sealed, after last: Int, by side: Identifier<Body>, on day: Day
    ) throws(Refusal) -> [Event] {
        try mustRun(side, day)
        guard course.proposals.count == last else { throw .stale(course.proposals.count) }
        guard course.open == nil else {
            throw Refusal(Fault("course.open", "A proposal waits for an answer already: answer that one first"))
        }
        if case .extended(let until) = change {
            guard until > max(day, lasts ?? day) else {
                throw Refusal(
                    Fault(
                        "course.until", field: "until",
                        "Give a day after today, and after the one until which it lasts already"))
            }
            guard until <= day.adding(years: 25) else {
                throw Refusal(Fault("course.until", field: "until", "Give a day within the next 25 years"))
            }
        }
        return [.courseProposed(proposal: last + 1, change: change, side: side, reason: reason)]
    }

    /// Accepts another side's proposal.
    public func acceptCourse(_ number: Int, by side: Identifier<Body>, on day: Day) throws(Refusal) -> [Event] {
        // Sent twice it is done once, though it has taken effect meanwhile.
        if course.proposals.contains(where: { $0.number == number && $0.accepted.contains(side) }) { return [] }
        if case .extended(let until) = try answerable(number, side, day).change, until <= day {
            throw Refusal(
                Fault("course.until", "The day that was proposed has passed: decline it, and propose another"))
        }
        return [.courseAccepted(proposal: number, side: side)]
    }

    /// Declines another side's proposal, or takes back one's own, with the reason.
    public func declineCourse(
        _ number: Int, reason: Sealed, by side: Identifier<Body>, on day: Day
    ) throws(Refusal) -> [Event] {
        _ = try open(number, side, day)
        return [.courseDeclined(proposal: number, side: side, reason: reason)]
    }

    private func answerable(_ number: Int, _ side: Identifier<Body>, _ day: Day) throws(Refusal) -> Course.Proposal {
        let proposal = try open(number, side, day)
        guard proposal.side != side else {
            throw Refusal(Fault("course.own", "Another side answers a proposal, not the one that made it"))
        }
        return proposal
    }

    private func open(_ number: Int, _ side: Identifier<Body>, _ day: Day) throws(Refusal) -> Course.Proposal {
        try mustRun(side, day)
        guard let proposal = course.open, proposal.number == number else { throw .stale(course.proposals.count) }
        return proposal
    }

    /// Refuses where it is not in force yet, or has ended.
    func mustRun(_ side: Identifier<Body>, _ day: Day) throws(Refusal) {
        try mustHaveBegun(side, day)
        guard course.end == nil else { throw Refusal(Fault("course.ended", "It has ended: nothing leads back")) }
    }

    /// Refuses where it is not in force yet.
    func mustHaveBegun(_ side: Identifier<Body>, _ day: Day) throws(Refusal) {
        try mustBeParty(side)
        guard let inForce, inForce <= day else {
            throw Refusal(Fault("course.early", "It is not in force yet: wait for its day"))
        }
    }
}
