public import Domain
import FoundationEssentials
import Record
public import Vocabulary

extension Register {
    /// Does what a rule says of an agreement, for a party; when it leaves every line accepted by every side, the text is
    /// frozen in the same transaction.
    @discardableResult
    public func negotiate<K: Kind>(
        _ id: Identifier<Agreement<K>>, by sitting: Sitting, citing content: Part? = nil,
        _ rule: @escaping @Sendable (Agreement<K>, Circumstances) throws -> [AgreementEvent]
    ) async throws -> Agreement<K> {
        let random = Digest(of: randomness.bytes(32))
        return try await change(by: sitting, may: .negotiate) { page in
            let agreement = try page.load(id)
            guard agreement.parties.contains(sitting.body) else { throw NotFound() }
            let cited = agreement.lines.all.map(\.lastContent) + (content.map { [$0] } ?? [])
            let circumstances = try page.circumstances(agreement.parties, agreement.framework, citing: cited)
            let events = try rule(agreement, circumstances)
            let after = try page.append(events, to: agreement)
            for case .lineProposed(let line, _, _, _, _) in events {
                // Its words are sent: the seat that began them has nothing unsent any more.
                try page.remove(kind: "proposal", key: "\(id)/\(line)/\(sitting.seat)")
            }
            guard after.mayBeFrozen(in: circumstances) else { return after }
            let text = after.text(log: page.reader.origin, random: random, in: circumstances)
            let digest = try page.keep(try text.bytes(), type: "application/json")
            return try page.append(try after.freeze(digest, in: circumstances), to: after)
        }
    }

    /// What the whole of an agreement still lacks, though each line be accepted.
    public func lacking<K: Kind>(_ id: Identifier<Agreement<K>>, by sitting: Sitting) throws -> [Fault] {
        let today = today
        return try book.read { reader in
            let agreement = try reader.load(id)
            guard agreement.parties.contains(sitting.body) else { throw NotFound() }
            let cited = agreement.lines.standing.map(\.content)
            return agreement.lacking(
                in: try reader.circumstances(agreement.parties, agreement.framework, citing: cited, on: today))
        }
    }

    // MARK: Counter-proposals not yet sent

    /// Keeps what somebody is writing as other wording for a line, for their own seat alone.
    public func keepProposal<K: Kind>(
        _ words: [String: String], for line: LineID, of id: Identifier<Agreement<K>>, by sitting: Sitting
    ) async throws {
        try await change(by: sitting, may: .negotiate) { page in
            let agreement = try page.load(id)
            guard agreement.parties.contains(sitting.body), agreement.lines[line] != nil else { throw NotFound() }
            guard agreement.stage != .signed, agreement.stage != .withdrawn else {
                throw Refusal(Fault("agreement.signed", "All have signed: what stands is changed by a variation only"))
            }
            try page.put(
                words, "proposal", "\(id)/\(line)/\(sitting.seat)", owner: sitting.body.description, expecting: nil)
        }
    }

    /// What somebody in that seat was writing as other wording for a line.
    public func keptProposal<K: Kind>(
        for line: LineID, of id: Identifier<Agreement<K>>, viewer: Viewer
    ) throws -> [String: String]? {
        guard let seat = viewer.seat else { return nil }
        return try book.read { try $0.row("proposal", "\(id)/\(line)/\(seat)", as: [String: String].self)?.0 }
    }

    /// Forgets what was being written, once it is sent or given up.
    public func dropProposal<K: Kind>(for line: LineID, of id: Identifier<Agreement<K>>, by sitting: Sitting)
        async throws
    {
        try await change(by: sitting) { page in
            _ = try page.remove(kind: "proposal", key: "\(id)/\(line)/\(sitting.seat)")
        }
    }
}

extension AgreementText {
    /// The exact bytes that are signed: JSON with sorted keys, on lines that a person can read.
    public func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(self)) + [0x0A]
    }

    /// Reads what `bytes` writes.
    public init(bytes: [UInt8]) throws { self = try JSONDecoder().decode(AgreementText.self, from: Data(bytes)) }
}
