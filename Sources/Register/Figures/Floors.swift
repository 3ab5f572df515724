public import Domain
import Statistics
public import Vocabulary

/// What a floor target says of a school, in the last of its years of which there are figures.
public struct SchoolAtFloor: Sendable {
    public let floor: FloorTarget
    public let school: PlaceCode
    public let name: String
    /// The authority that the school lies in.
    public let authority: PlaceCode?
    public let result: FloorResult
}

extension StandingFigures {
    /// What each published floor says of a school, in the years in which it was applied; none of those of which no figures of it
    /// were taken in.
    public func floors(of school: PlaceCode) -> [SchoolAtFloor] {
        FloorTarget.published.flatMap { floor in
            sets.compactMap { set in
                series(of: floor, in: set).flatMap { judge(floor, school, in: set, $0) }
            }
        }
    }

    /// The schools that a published floor speaks of, by floor and name; of one authority where one is named.
    public func atFloors(in authority: PlaceCode? = nil) -> [SchoolAtFloor] {
        FloorTarget.published.flatMap { floor in
            sets.flatMap { set -> [SchoolAtFloor] in
                guard let series = series(of: floor, in: set) else { return [] }
                let places = Set(set.releases.flatMap { $0.columns.places.filter(\.isSchool) })
                let all = places.compactMap { school -> SchoolAtFloor? in
                    guard authority == nil || set.place(school)?.authority == authority else { return nil }
                    return judge(floor, school, in: set, series)
                }
                return all.sorted { ($0.name, $0.school) < ($1.name, $1.school) }
            }
        }
    }

    /// The series of everything that a floor looks at, in its own years; nil where a data set lacks a measure of it, or has no
    /// figures of those years.
    private func series(of floor: FloorTarget, in set: DataSet) -> [Columns.Series]? {
        guard floor.measures.allSatisfy({ set.measures[$0] != nil }) else { return nil }
        let series = floor.measures.flatMap { set.series(of: $0) }.filter { series in
            series.group == .all && series.period.isCounted(as: floor.from)
                && (floor.from.last...floor.until.last).contains(series.period.last)
        }
        return series.isEmpty ? nil : series
    }

    private func judge(
        _ floor: FloorTarget, _ school: PlaceCode, in set: DataSet, _ series: [Columns.Series]
    ) -> SchoolAtFloor? {
        var figures: [Period: [MeasureCode: Figure]] = [:]
        for one in series {
            guard let found = set.figure(one, at: school)?.figure else { continue }
            figures[one.period, default: [:]][one.measure] = found
        }
        guard !figures.isEmpty else { return nil }
        // What sort of school it was then, the table of that year says.
        let place = set.place(school)
        let result = floor.judge(figures, kind: place?.kind ?? "") { set.measures[$0]?.title ?? $0.text }
        return SchoolAtFloor(
            floor: floor, school: school, name: place?.name ?? school.description, authority: place?.authority,
            result: result)
    }
}
