public import Domain
import Record
public import Vocabulary

extension Register {
    /// Begins the draft of a variation of an agreement that all have signed, made of its lines as they stand.
    ///
    /// - Parameter successors: The authorities to which the lines of those that were or will be abolished pass; none for others.
    public func vary<K: Kind>(
        _ id: Identifier<Agreement<K>>, as new: Identifier<Agreement<K>>, to successors: [Identifier<Body>] = [],
        by sitting: Sitting
    ) async throws {
        try await change(by: sitting, may: .draft) { page in
            let agreement = try page.load(id)
            guard agreement.parties.contains(sitting.body) else { throw NotFound() }
            let bodies = agreement.parties + successors.filter { !agreement.parties.contains($0) }
            let draft = try agreement.variation(
                as: new, to: successors, by: sitting.body, on: page.today,
                in: try page.circumstances(
                    bodies, Framework(), citing: agreement.lines.standing.map(\.content)))
            try page.begin(draft, by: sitting)
        }
    }
}
