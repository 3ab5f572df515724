import FoundationEssentials
import Vocabulary

/// The data sets that Explore Education Statistics publishes through its public interface (version 1 of its OpenAPI document): what
/// there is of one, and the whole of one version with what its columns are.
struct PublishedDataSets: Sendable {
    private let service: ServiceAddress
    private let limits: Asking.Limits
    /// How many bytes a file of figures may have, as it comes.
    private let most: Int
    /// As many for answers in JSON, which name every option of every filter.
    private static let mostJSON = 64 << 20

    /// The service at an address.
    ///
    /// - Parameter most: How many bytes a file of figures may have, as it comes: packed where the service packs it.
    /// - Throws: `Refusal` where the address is none to ask.
    init(
        at address: String = ServiceAddress.published, within limits: Asking.Limits = Asking.Limits(),
        upTo most: Int = 512 << 20
    ) throws(Refusal) {
        (service, self.limits, self.most) = (try ServiceAddress(address), limits, most)
    }

    /// The versions of a data set, the newest first, withdrawn ones among them.
    ///
    /// - Throws: `Refusal` as `fetch`.
    func versions(of id: String) async throws(Refusal) -> [DataSetVersion] {
        let id = try Self.id(id)
        return try await Asking.of(service, within: limits) { (asking) async throws(Refusal) in
            try await versions(id, asking)
        }
    }

    /// Fetches a version of a data set, whole into memory.
    ///
    /// - Parameters:
    ///   - id: As the service's catalogue shows it.
    ///   - version: `2.1`, or `2.*` for the newest that begins so; nil for the newest of all. What is fetched is always one exact
    ///     version.
    ///   - progress: Told how much of its file has come.
    /// - Throws: `Refusal` with one fault `fetch.…`, whose sentence says what to do.
    func fetch(
        _ id: String, version: String? = nil, progress: Asking.Progress? = nil
    ) async throws(Refusal) -> FetchedDataSet {
        let id = try Self.id(id)
        let wish = try version.map { (text) throws(Refusal) in try VersionWish(text) }
        return try await Asking.of(service, within: limits) { (asking) async throws(Refusal) in
            let summary = try await summary(id, asking)
            let version = try await pin(wish, of: summary, id, asking)
            let query = "dataSetVersion=\(version.version)"
            // Its places and periods can be many, and are in the file itself.
            let parts = "types=Filters&types=Indicators"
            guard let columns: DataSetColumns = try await json("\(id)/meta?\(query)&\(parts)", asking) else {
                throw gone(id, version)
            }
            let address = address("\(id)/csv?\(query)")
            let file = try await file(at: address, asking, progress)
            guard let file else { throw gone(id, version) }
            return FetchedDataSet(
                id: id, wish: wish?.description, summary: summary, version: version, columns: columns,
                address: address, file: file)
        }
    }

    private static func id(_ text: String) throws(Refusal) -> String {
        guard let id = UUID(uuidString: text) else {
            throw Refusal(
                Fault(
                    "fetch.id", field: "data-set",
                    "'\(text)' is no id of a data set: copy it from the catalogue of the service, where it is written as 7588c2d6-9e8a-4d84-8f19-6b8d52a01fbd"
                ))
        }
        return id.uuidString.lowercased()
    }

    private func address(_ path: String) -> String { "\(service)/v1/data-sets/\(path)" }

    private func summary(_ id: String, _ asking: Asking) async throws(Refusal) -> DataSetSummary {
        guard let summary: DataSetSummary = try await json(id, asking) else {
            throw Refusal(
                Fault(
                    "fetch.unknown", field: "data-set",
                    "\(service) has no data set \(id): check the id in its catalogue, and the address of the service"))
        }
        guard summary.status != .withdrawn else {
            throw Refusal(
                Fault(
                    "fetch.withdrawn", field: "data-set",
                    "The data set \(id), \(summary.title.asLine), was withdrawn by its publisher: choose another"))
        }
        return summary
    }

    /// The one version that is meant. What an asterisk stands for the service says, so that both mean the same.
    private func pin(
        _ wish: VersionWish?, of summary: DataSetSummary, _ id: String, _ asking: Asking
    ) async throws(Refusal) -> DataSetVersion {
        let newest = summary.latestVersion.flatMap { VersionWish.isExact($0.version) ? $0.version : nil }
        let wanted = wish?.description ?? newest ?? "*"
        guard let version: DataSetVersion = try await json("\(id)/versions/\(wanted)", asking) else {
            throw noVersion(wish, of: id, try await versions(id, asking))
        }
        guard VersionWish.isExact(version.version), wish?.includes(version.version) ?? true else {
            throw Refusal(
                Fault(
                    "fetch.other-version", field: "version",
                    "\(service) answered version \(version.version.asLine) where \(wanted) was asked for: name one exact version"
                ))
        }
        guard version.status != .withdrawn else {
            let why = version.notes.isEmpty ? "" : " (\(version.notes.asLine))"
            throw Refusal(
                Fault(
                    "fetch.withdrawn", field: "version",
                    "Version \(version.version) of \(summary.title.asLine) was withdrawn by its publisher\(why): choose another"
                ))
        }
        return version
    }

    private func noVersion(_ wish: VersionWish?, of id: String, _ versions: [DataSetVersion]) -> Refusal {
        let usable = versions.filter { $0.status != .withdrawn }.map(\.version.asLine)
        let known = usable.isEmpty ? "it has none that can be used" : "choose one of \(usable.joined(separator: ", "))"
        return Refusal(
            Fault(
                "fetch.no-version", field: "version",
                "The data set \(id) has no version\(wish.map { " \($0)" } ?? "") to use: \(known)"))
    }

    private func gone(_ id: String, _ version: DataSetVersion) -> Refusal {
        Refusal(
            Fault(
                "fetch.gone", field: "version",
                "Version \(version.version) of the data set \(id) is listed and not there: choose another, or try later"
            ))
    }

    /// All pages of the list; at most twenty stand on one.
    private func versions(_ id: String, _ asking: Asking) async throws(Refusal) -> [DataSetVersion] {
        var versions: [DataSetVersion] = []
        for number in 1...100 {
            let page: DataSetVersionPage? = try await json("\(id)/versions?page=\(number)&pageSize=20", asking)
            versions += page?.results ?? []
            if number >= page?.paging.totalPages ?? 0 { break }
        }
        return versions
    }

    private func json<Value: Decodable>(_ path: String, _ asking: Asking) async throws(Refusal) -> Value? {
        let wish = Asking.Wish(address: address(path), type: "application/json", most: Self.mostJSON)
        guard let answer = try await asking.get(wish) else { return nil }
        do {
            return try JSONDecoder().decode(Value.self, from: Data(answer.bytes))
        } catch {
            throw Refusal(
                Fault(
                    "fetch.json",
                    "\(wish.address) answered something else than version 1 of the statistics interface does: check the address of the service"
                ))
        }
    }

    private func file(
        at address: String, _ asking: Asking, _ progress: Asking.Progress?
    ) async throws(Refusal) -> Asking.Answer? {
        let wish = Asking.Wish(address: address, type: "text/csv", mayBePacked: true, most: most)
        guard let answer = try await asking.get(wish, progress: progress) else { return nil }
        guard answer.type == "text/csv" else {
            throw Refusal(
                Fault(
                    "fetch.csv",
                    "\(address) answered \(answer.type.isEmpty ? "something" : answer.type.asLine) where figures were to come (text/csv): check the address of the service"
                ))
        }
        return answer
    }
}
