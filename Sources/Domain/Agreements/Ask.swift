public import Vocabulary

/// What one party to an agreement asks of another, beside what it says: the terms of a request. A compact lets the authority
/// ask the Department for changes to policy, procedure and practice, for itself or its schools (Hampshire County Council,
/// Education Policy Review Committee, 2 December 2003, item 6).
public struct Ask: Hashable, Codable, Sendable {
    /// The body that asks.
    public let by: Identifier<Body>
    /// The body that is to answer.
    public let of: Identifier<Body>
    public let wants: Want
    public let concerns: Concern
    public let benefits: Beneficiary
    /// Within how many weeks it is to be answered, from the day on which it is put.
    public let weeks: Int

    /// What is asked for.
    public enum Want: String, Codable, CaseIterable, Sendable {
        /// That something be done in another way.
        case change
        /// Money, people or help.
        case capacity
        /// To be allowed to do it in another way.
        case flexibility
    }

    /// What would have to change.
    public enum Concern: String, Codable, CaseIterable, Sendable {
        case policy, procedure, practice
    }

    /// For whom it is asked.
    public enum Beneficiary: String, Codable, CaseIterable, Sendable {
        case authority, schools
    }

    /// The terms of a request.
    public init(
        by: Identifier<Body>, of: Identifier<Body>, wants: Want, concerns: Concern, benefits: Beneficiary, weeks: Int
    ) {
        self.by = by
        self.of = of
        self.wants = wants
        self.concerns = concerns
        self.benefits = benefits
        self.weeks = weeks
    }

    /// The number of weeks that a request may give for its answer.
    public static let clock = 1...52

    /// The day by which it is to be answered, when it was put on that day.
    public func due(put day: Day) -> Day { day.adding(days: 7 * weeks) }
}

/// A request that stands in an agreement in force, as whoever answers it finds it.
public struct PutRequest: Hashable, Sendable {
    public let line: CitedLine
    public let ask: Ask
    /// The day on which it was put: the first on which its agreement is in force and public.
    public let day: Day
}

extension Agreement {
    /// The request that a line of the text makes; nil where it makes none, or is left out.
    public func ask(_ line: LineID) -> Ask? {
        guard let line = lines[line], !lines.hangs(line), case .request(_, let ask) = line.content else { return nil }
        return ask
    }

    /// The first day on which its requests are put: in force and public. Nil before all have signed.
    public var requestsPut: Day? {
        guard let inForce, let publicFrom else { return nil }
        return max(inForce, publicFrom)
    }
}

extension Agreement where K == CompactKind {
    /// A request that it puts, on a day on which it is put already.
    public func put(_ line: LineID, on day: Day) throws(Refusal) -> PutRequest {
        guard let ask = ask(line) else {
            throw Refusal(Fault("request.none", field: "request", "This line asks for nothing"))
        }
        guard let put = requestsPut, put <= day else {
            throw Refusal(
                Fault(
                    "request.early", field: "request",
                    "A request is answered from the day on which its agreement is in force and public"))
        }
        return PutRequest(line: CitedLine(id, line), ask: ask, day: put)
    }
}
