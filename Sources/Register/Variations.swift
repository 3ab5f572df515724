public import Domain
import Record
public import Vocabulary

extension Register {
    /// Begins the draft of a variation of an agreement that all have signed, made of its lines as they stand.
    ///
    /// - Parameter succession: The authorities that take the place of one that was abolished, where it passes to others.
    public func vary<K: Kind>(
        _ id: Identifier<Agreement<K>>, as new: Identifier<Agreement<K>>, to succession: Succession? = nil,
        by sitting: Sitting
    ) async throws {
        try await change(by: sitting, may: .draft) { page in
            let agreement = try page.load(id)
            guard agreement.parties.contains(sitting.body) else { throw NotFound() }
            let bodies = agreement.parties + (succession?.joined.filter { !agreement.parties.contains($0) } ?? [])
            let draft = try agreement.variation(
                as: new, to: succession, by: sitting.body, on: page.today,
                in: try page.circumstances(
                    bodies, Framework(), citing: agreement.lines.standing.map(\.content)))
            try page.begin(draft, by: sitting)
        }
    }
}
