public import Domain
import Record
public import Vocabulary

extension Register {
    /// Does what a rule says of an agreement in force, for a party: answers a report, suspends it, ends it.
    public func act<K: Kind>(
        on id: Identifier<Agreement<K>>, by sitting: Sitting, may power: Power,
        _ rule: @escaping @Sendable (Agreement<K>, Day) throws -> [AgreementEvent]
    ) async throws {
        try await change(by: sitting, may: power) { page in
            let agreement = try page.load(id)
            guard agreement.parties.contains(sitting.body) else { throw NotFound() }
            try page.append(try rule(agreement, page.today), to: agreement)
        }
    }
}
