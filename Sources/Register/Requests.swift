public import Domain
import Record
public import Vocabulary

extension Register {
    /// Puts requests together that ask the same of somebody's own body, or one by itself, and answers them where an answer is
    /// given. Sent twice it is done once.
    public func open(
        _ id: Identifier<RequestGroup>, of lines: [CitedLine], title: String,
        answer: (outcome: RequestGroup.Outcome, reasons: Sealed)?, by sitting: Sitting
    ) async throws {
        try await change(by: sitting, may: .negotiate) { page in
            let seat = try page.load(sitting.seat)
            if try page.reader.sequence(of: "\(RequestGroup.kind)/\(id)") > 0 {
                let standing = try page.load(id)
                guard standing.of == seat.body else { throw NotFound() }
                guard try page.reader.isOpened(standing, lines, title, answer) else {
                    throw Refusal.stale(standing.answers.count)
                }
                return
            }
            let events = try RequestGroup.open(try page.put(lines, for: seat.body), title: title, as: seat)
            let group = try page.open(id, events)
            guard let answer else { return }
            try page.append(try group.answer(answer.outcome, reasons: answer.reasons, after: 0, as: seat), to: group)
        }
    }

    /// Adds requests to those that ask the same.
    public func join(
        _ lines: [CitedLine], to id: Identifier<RequestGroup>, after read: Int, by sitting: Sitting
    ) async throws {
        try await respond(to: id, by: sitting) { page, group, seat in
            try group.join(try page.put(lines, for: seat.body), after: read, as: seat)
        }
    }

    /// Does what a rule says of requests that are answered together, for the body that was asked.
    public func respond(
        to id: Identifier<RequestGroup>, by sitting: Sitting,
        _ rule: @escaping @Sendable (RequestGroup, Seat) throws -> [RequestGroup.Event]
    ) async throws {
        try await respond(to: id, by: sitting) { _, group, seat in try rule(group, seat) }
    }

    private func respond(
        to id: Identifier<RequestGroup>, by sitting: Sitting,
        _ rule: @escaping @Sendable (borrowing BookPage, RequestGroup, Seat) throws -> [RequestGroup.Event]
    ) async throws {
        try await change(by: sitting, may: .negotiate) { page in
            let group = try page.load(id)
            try page.append(try rule(page, group, try page.load(sitting.seat)), to: group)
        }
    }
}

extension BookPage {
    /// The requests that these lines put, today. Who is no party is told no more than that there are none.
    fileprivate func put(_ lines: [CitedLine], for body: Identifier<Body>) throws -> [PutRequest] {
        try lines.map { line in
            let none = Refusal(Fault("request.none", field: "request", "This line asks for nothing"))
            let compact: Compact
            do { compact = try load(line.compact) } catch is NotFound { throw none }
            guard compact.parties.contains(body) else { throw none }
            return try compact.put(line.line, on: today)
        }
    }
}

extension BookReader {
    /// Whether a group is what a form would open that was sent before.
    fileprivate func isOpened(
        _ group: RequestGroup, _ lines: [CitedLine], _ title: String,
        _ answer: (outcome: RequestGroup.Outcome, reasons: Sealed)?
    ) throws -> Bool {
        guard Set(group.members.map(\.request)) == Set(lines), group.title == title else { return false }
        guard let answer else { return true }
        guard let given = group.answers.first, given.outcome == answer.outcome else { return false }
        return try disclosure(of: given.reasons.digest)?.text == answer.reasons.disclosure?.text
    }
}
