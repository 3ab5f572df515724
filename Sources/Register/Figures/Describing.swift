public import Domain
import Record
import Views
public import Vocabulary

extension Register {
    /// Says of a measure what its publisher does not, or says wrongly, and to which areas of the agenda it belongs: for the Department. What
    /// is left out stays as it is.
    public func describe(
        _ measure: MeasureCode, of set: String, _ words: MeasureDescription.Words? = nil,
        in areas: [Identifier<Area>]? = nil, by sitting: Sitting?
    ) async throws {
        guard figures.current.set(set)?.measures[measure] != nil else { throw NotFound() }
        let standing = try views.measureWords().first { $0.set == set && $0.measure == measure }?.id
        let id = standing ?? randomness.identifier()
        let write: @Sendable (inout BookPage) throws -> Void = { page in
            if let sitting { try page.requireDepartment(sitting) }
            guard standing == nil else {
                var description = try page.load(id)
                let worded = try words.map { try description.correct($0) }
                description = try page.append(worded ?? [], to: description)
                let assigned = try areas.map { try description.assign(to: $0) }
                try page.append(assigned ?? [], to: description)
                return
            }
            let worded = try words.map { try MeasureDescription.describe(measure, of: set, $0) } ?? []
            let assigned =
                try areas.map {
                    $0.isEmpty ? [] : try MeasureDescription.assign(measure, of: set, to: $0)
                } ?? []
            guard !(worded + assigned).isEmpty else { return }
            try page.open(id, worded + assigned)
        }
        if let sitting {
            try await change(by: sitting, may: .publish, write)
        } else {
            try await change(by: .operator, write)
        }
        try await figures.apart { [figures] in try figures.reach() }
    }
}
