public import Domain
import Record
import Views
public import Vocabulary

extension Register {
    /// Does what a rule says of an agreement in force that asks for the seat which acts: decides on a payment, certifies a
    /// return.
    public func act<K: Kind>(
        on id: Identifier<Agreement<K>>, by sitting: Sitting,
        asSeat rule: @escaping @Sendable (Agreement<K>, Seat, Day) throws -> [AgreementEvent]
    ) async throws {
        try await change(by: sitting) { page in
            let agreement = try page.load(id)
            guard agreement.parties.contains(sitting.body) else { throw NotFound() }
            try page.append(try rule(agreement, try page.load(sitting.seat), page.today), to: agreement)
        }
    }

    /// Certifies a version of a return as it was read. Its summary is put on the record once more, for everyone: what an
    /// entry holds sealed is shown with that entry alone.
    public func certify<K: Kind>(
        _ line: LineID, due: Day, edition: Int, of id: Identifier<Agreement<K>>, by sitting: Sitting
    ) async throws {
        let editions = try views.editions(of: line, due: due, in: id.description, for: sitting.viewer)
        guard let read = editions.first(where: { $0.number == edition }) else { throw Refusal.stale(editions.count) }
        guard let summary = read.summary.text else {
            throw Refusal(
                Fault(
                    "returns.erased", "Its summary was erased from the record: write another version before you certify"
                ))
        }
        let sealed = randomness.seal(summary)
        try await act(on: id, by: sitting) { agreement, seat, day in
            try agreement.certify(line, due: due, edition: edition, summary: sealed, as: seat, on: day)
        }
    }
}
