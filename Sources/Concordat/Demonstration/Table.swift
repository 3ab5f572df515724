import Domain
import Register
import Vocabulary

/// An agreement that was sent, as the parties sit around it: each act is one call of the register, of the wording that
/// stands.
struct Table<K: Kind> {
    let id: Identifier<Agreement<K>>
    let register: Register

    /// An agreement of the register.
    init(_ id: Identifier<Agreement<K>>, in register: Register) { (self.id, self.register) = (id, register) }

    /// A side accepts every line but some.
    @discardableResult
    func accept(by sitting: Sitting, but left: Set<LineID> = []) async throws -> Agreement<K> {
        try await register.negotiate(id, by: sitting) { agreement, _ in
            try agreement.accept(
                agreement.lines.all.filter { !left.contains($0.id) }.map { ReadLine($0.id, revision: $0.revision) },
                by: sitting.body)
        }
    }

    /// A side accepts one line.
    func accept(_ line: LineID, by sitting: Sitting) async throws {
        try await register.negotiate(id, by: sitting) { agreement, _ in
            try agreement.accept([agreement.standing(line)], by: sitting.body)
        }
    }

    /// A side considers a line.
    func consider(_ line: LineID, by sitting: Sitting) async throws {
        try await register.negotiate(id, by: sitting) { agreement, _ in
            try agreement.consider(agreement.standing(line), by: sitting.body)
        }
    }

    /// A side objects to a line.
    func object(_ line: LineID, by sitting: Sitting, _ reason: String) async throws {
        let reason = register.randomness.seal(reason)
        try await register.negotiate(id, by: sitting) { agreement, _ in
            try agreement.object(agreement.standing(line), reason: reason, by: sitting.body)
        }
    }

    /// A side proposes other words for a line, which stays all else that it is.
    func reword(_ line: LineID, by sitting: Sitting, _ text: String) async throws {
        try await register.negotiate(id, by: sitting) { agreement, circumstances in
            guard let content = agreement.lines[line]?.content?.saying(text) else { throw NotFound() }
            return try agreement.propose(content, for: agreement.standing(line), by: sitting.body, in: circumstances)
        }
    }

    /// A side says what decision elsewhere a line waits on.
    func wait(_ line: LineID, by sitting: Sitting, on decision: String) async throws {
        let decision = register.randomness.seal(decision)
        try await register.negotiate(id, by: sitting) { agreement, _ in
            try agreement.wait(agreement.standing(line), on: decision, by: sitting.body)
        }
    }

    /// Somebody speaks of a line, or of the whole.
    func say(_ text: String, of line: LineID? = nil, by sitting: Sitting) async throws {
        let text = register.randomness.seal(text)
        try await register.negotiate(id, by: sitting) { agreement, _ in
            try agreement.discuss(line, text, by: sitting.body)
        }
    }

    /// Seats sign the frozen text, one after the other.
    func sign(_ seats: Sitting...) async throws {
        for sitting in seats {
            let text = try register.text(of: id, for: sitting.viewer).digest
            _ = try await register.sign(id, text: text, as: sitting)
        }
    }
}

extension Agreement {
    /// A line as it stands; one that is not there is left to the rule to refuse.
    fileprivate func standing(_ line: LineID) -> ReadLine { ReadLine(line, revision: lines[line]?.revision ?? 0) }
}

extension Part {
    /// The same contribution, request or reason in other words.
    fileprivate func saying(_ text: String) -> Part? {
        switch self {
        case .contribution(let priority, _, let promise):
            .contribution(priority: priority, text: text, promise: promise)
        case .priority(let area, let title, _, let horizon):
            .priority(area: area, title: title, reason: text, horizon: horizon)
        case .request(_, let ask): .request(text: text, ask: ask)
        default: nil
        }
    }
}
