public import Domain
import Record
public import Vocabulary

extension Register {
    /// Speaks in the yearly discussion of a statement and its agenda, for any body that may.
    public func speak(
        _ text: Sealed, as remark: Identifier<SpokenRemark>, of id: Identifier<Domain.Statement>, by sitting: Sitting
    ) async throws {
        try await change(by: sitting, may: .negotiate) { page in
            let statement = try page.load(id)
            let isPublic = statement.publicFrom.map { $0 <= page.today } ?? false
            guard isPublic || statement.parties.contains(sitting.body) else { throw NotFound() }
            try page.append(
                try statement.speak(text, as: remark, by: try page.load(sitting.body), on: page.today), to: statement)
        }
    }
}
