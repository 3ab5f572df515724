public import Vocabulary

/// The text of an agreement as it is fixed and signed: everything that a reader needs, so that its bytes can be kept and
/// read without the register.
public struct AgreementText: Hashable, Codable, Sendable {
    /// `concordat-agreement-1`.
    public let format: String
    /// 32 random bytes in hexadecimal digits: whoever knows the digest of a text that was given up, and all of the text but
    /// a word, cannot find the word by trying.
    public let random: String
    /// The record that it is from, by its checkpoint's origin.
    public let log: String
    /// `compact`, `statement`, `conditional-agreement`.
    public let kind: String
    /// Its identifier in that record.
    public let id: String
    /// The name under which it is known.
    public let title: String
    /// The bodies that make it.
    public let parties: [Identifier<Body>]
    /// What it is made under.
    public let framework: Framework
    /// What it says, in order.
    public let lines: [Clause]
    /// The names, as of the freezing, of every body, seat and area that it cites, by identifier.
    public let names: [String: String]

    /// One line, in the wording that every side accepted.
    public struct Clause: Hashable, Codable, Sendable {
        public let line: LineID
        public let revision: Int
        public let content: Part
    }
}

extension Agreement {
    /// The text as its lines stand, citing things by the names that they have now. `random` is 32 random bytes.
    public func text(log: String, random: Digest, in circumstances: Circumstances) -> AgreementText {
        let clauses = lines.standing.map {
            AgreementText.Clause(line: $0.id, revision: $0.revision, content: $0.content)
        }
        var names: [String: String] = [:]
        for party in circumstances.parties { names[party.id.description] = party.name }
        for clause in clauses {
            let cited = clause.content.seats
            for id in cited {
                if let seat = circumstances.seats[id], let body = circumstances.party(seat.body) {
                    names[id.description] = "\(seat.title), \(body.name)"
                }
            }
            if case .priority(let id, _, _, _) = clause.content, let area = circumstances.agenda?[id] {
                names[id.description] = "\(area.code). \(area.title)"
            }
        }
        return AgreementText(
            format: "concordat-agreement-1", random: random.description, log: log, kind: K.name, id: id.description,
            title: title, parties: parties,
            framework: framework, lines: clauses, names: names)
    }
}
