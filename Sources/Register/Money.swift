public import Domain
import Record
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
}
