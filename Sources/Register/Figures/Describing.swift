public import Domain
import Record
import Views
public import Vocabulary

extension Register {
    /// Says of a measure what its publisher does not, or says wrongly: for the Department.
    public func describe(
        _ measure: MeasureCode, of set: String, _ words: MeasureDescription.Words, by sitting: Sitting
    ) async throws {
        guard figures.current.set(set)?.measures[measure] != nil else { throw NotFound() }
        let standing = try views.measureWords().first { $0.set == set && $0.measure == measure }?.id
        let id = standing ?? randomness.identifier()
        try await change(by: sitting, may: .publish) { page in
            try page.requireDepartment(sitting)
            if standing != nil {
                let description = try page.load(id)
                try page.append(try description.correct(words), to: description)
            } else {
                try page.open(id, try MeasureDescription.describe(measure, of: set, words))
            }
        }
        try await figures.apart { [figures] in try figures.reach() }
    }
}
