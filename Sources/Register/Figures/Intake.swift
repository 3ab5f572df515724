public import Datasets
public import Domain
import Record
public import Statistics
public import Views
public import Vocabulary

/// A release that was read and may be taken in: its figures, and what somebody should know before.
public struct Intake: Sendable {
    /// The data set that it is of, and which part of it.
    public let set: String
    public let part: String
    public let source: Release.Source
    /// The file with the figures first, then those that say what its columns are.
    public let files: [IncomingFile]
    /// The year in which the year ends that all its figures are of, where the file does not say.
    public let year: Int?
    public let read: ReadRelease
    /// The release of the same part that stands now.
    public let standing: ReleaseRead?
    /// What is otherwise than in that one.
    public let difference: Difference?
    /// Codes of authorities that the register has not.
    public let strangers: [PlaceCode]

    /// What whoever sends files says of them; what is left out is what is known of files of their sort.
    public struct Wishes: Sendable {
        public var sort: PublishedSort?
        /// The name of the data set.
        public var set: String?
        public var title: String?
        public var publisher: String?
        public var licence: String?
        /// Where it was published.
        public var address: String?
        /// The year in which the year ends that the figures are of.
        public var year: Int?
        /// The mapping by which a table is to be read before any other that fits.
        public var mapping: String?

        /// Nothing said.
        public init() {}
    }
}

extension Register {
    /// Unpacks, recognises and reads files, all of them or none, and changes nothing.
    ///
    /// - Parameter progress: Told of each file as it is begun.
    /// - Throws: `Refusal` with the faults of all files, each named by its row and column.
    public func examine(
        _ sent: [(name: String, bytes: [UInt8])], _ wishes: Intake.Wishes,
        progress: (@Sendable (String) -> Void)? = nil
    ) throws -> [Intake] {
        let kept = try keptMappings()
        let mappings = try (kept.filter { $0.name == wishes.mapping } + kept.filter { $0.name != wishes.mapping })
            .map { try withPlaces($0) }
        let files = try IncomingFile.recognise(sent, as: wishes.sort, mappings: mappings)
        let releases = try views.releases()
        let places = Set(try views.bodies(.authority).compactMap { Int($0.code).flatMap { PlaceCode($0) } })
        var known: [(name: String, as: ReleaseRead)] = []
        var (intakes, faults): ([Intake], [Fault]) = ([], [])
        let groups = try grouped(files, releases)
        for group in groups {
            progress?(group[0].name)
            do throws(Refusal) {
                let plan = try Plan(group, wishes, isAlone: groups.count == 1)
                let read = try plan.read()
                let part = plan.part(of: read)
                let standing = releases.first { $0.set == plan.set && $0.part == part && $0.stands }
                if let standing, standing.files[0].content == group[0].content {
                    // Of several files those that are new are taken in.
                    known.append((group[0].name, standing))
                    continue
                }
                let earlier = standing.flatMap { figures.current.held($0.id) }
                let strangers = read.catalogue.places.keys.filter { $0.isAuthority && !places.contains($0) }
                intakes.append(
                    Intake(
                        set: plan.set, part: part, source: plan.source, files: group, year: plan.year, read: read,
                        standing: standing,
                        difference: earlier.map { Difference(from: $0.columns, to: read.columns, examples: 100) },
                        strangers: strangers.sorted()))
            } catch {
                faults += error.faults.map { fault in
                    files.count == 1
                        ? fault : Fault(fault.rule, field: fault.field, "\(group[0].name): \(fault.message)")
                }
            }
        }
        for (index, intake) in intakes.enumerated()
        where intakes[..<index].contains(where: { $0.set == intake.set && $0.part == intake.part }) {
            faults.append(
                Fault(
                    "import.twice", field: "set",
                    "\(intake.files[0].name) is of the same data set as another of these files, and would supersede it: take them in one after the other, or give each a name of its own"
                ))
        }
        if intakes.isEmpty {
            faults += known.map { name, release in
                Fault(
                    "import.same",
                    "\(name) is taken in already, as \(release.title) (release \(release.id)): nothing is to be done")
            }
        }
        guard faults.isEmpty else { throw Refusal(faults) }
        return intakes
    }

    /// Takes releases in: the files are brought into the store piece by piece, so that nobody waits for them, and then all are put on the
    /// record in one change, or none.
    public func take(
        _ intakes: [Intake], by sitting: Sitting?, settling upload: Identifier<Upload>? = nil,
        progress: (@Sendable (String, Int, Int) -> Void)? = nil
    ) async throws -> [Identifier<Release>] {
        let actor = sitting.map { Actor.seat($0.seat) } ?? .operator
        if let sitting { try await change(by: sitting, may: .publish) { try $0.requireDepartment(sitting) } }
        try refuseErased(intakes.flatMap(\.files).map(\.kept.digest))
        var brought: [Digest: String] = [:]
        for file in intakes.flatMap(\.files) where brought[file.kept.digest] == nil {
            _ = try await book.bring(
                file.kept.bytes, by: actor.description,
                progress: { progress?(file.name, $0, $1) })
            brought[file.kept.digest] = file.name
        }
        let named = intakes.map { ($0, randomness.identifier(of: Release.self)) }
        // Whoever has read them already need not read them again, in this process or another.
        try await figures.apart { [figures] in for intake in intakes { try figures.keep(intake) } }
        let kept = Array(brought.keys)
        let write: @Sendable (inout BookPage) throws -> Void = { page in
            if let sitting { try page.requireDepartment(sitting) }
            if let upload { try page.settle(upload, .taken(releases: named.map(\.1))) }
            for digest in kept {
                guard try page.reader.keeping().erasedFiles[digest] == nil else {
                    throw Refusal(Fault("import.erased", "This file was erased from the record: it is not taken again"))
                }
                try page.keep(brought: digest, type: "application/octet-stream")
            }
            for (intake, id) in named {
                let earlier = try intake.standing.map { try page.load($0.id) }
                let events = try Release.take(
                    set: intake.set, part: intake.part, source: intake.source, files: intake.files.map(\.file),
                    year: intake.year, rows: intake.read.rows, figures: intake.read.columns.count, after: earlier)
                try page.open(id, events)
            }
        }
        if let sitting {
            try await change(by: sitting, may: .publish, write)
        } else {
            try await change(by: actor, write)
        }
        try await figures.apart { [figures] in try figures.reach() }
        return named.map(\.1)
    }

    /// Refuses files that were erased from the record, before a byte of them is kept again.
    func refuseErased(_ files: [Digest]) throws {
        let erased = try book.read { try $0.keeping().erasedFiles }
        guard !files.contains(where: { erased[$0] != nil }) else {
            throw Refusal(Fault("import.erased", "This file was erased from the record: it is not taken again"))
        }
    }

    /// Takes a release back: the one before it stands again.
    public func withdraw(_ id: Identifier<Release>, reason: Sealed, by sitting: Sitting?) async throws {
        let write: @Sendable (inout BookPage) throws -> Void = { page in
            if let sitting { try page.requireDepartment(sitting) }
            let release = try page.load(id)
            try page.append(try release.withdraw(reason), to: release)
        }
        if let sitting {
            try await change(by: sitting, may: .publish, write)
        } else {
            try await change(by: .operator, write)
        }
        try await figures.apart { [figures] in try figures.reach() }
    }

    /// Puts the files that belong together into one list each, the one with the figures first.
    private func grouped(_ files: [IncomingFile], _ releases: [ReleaseRead]) throws -> [[IncomingFile]] {
        var (groups, faults): ([[IncomingFile]], [Fault]) = ([], [])
        let describing: Set<PublishedSort> = [.tidyMeta, .tableMeta, .mapping]
        for file in files where !describing.contains(file.sort) {
            var group = [file]
            let near = files.filter { $0.sort.describes(file.sort) }
            // The one that is called as it is, or the only one.
            if let own = near.first(where: { $0.stem == file.stem }) ?? (near.count == 1 ? near[0] : nil) {
                group.append(own)
            } else if file.sort == .extract, let dictionary = try standingDictionary(releases) {
                group.append(dictionary)
            } else if file.sort == .tidy {
                faults.append(
                    Fault(
                        "import.meta", field: "file",
                        "Send the file \(file.stem).meta.csv together with \(file.name): it says what the columns are"))
            }
            groups.append(group)
        }
        let used = Set(groups.flatMap { $0.dropFirst() }.map(\.content))
        for file in files where describing.contains(file.sort) && !used.contains(file.content) {
            faults.append(
                Fault(
                    "import.alone", field: "file",
                    "Send the file with the figures together with \(file.name): by itself it says nothing"))
        }
        guard faults.isEmpty else { throw Refusal(faults) }
        // What others are read by comes first.
        return groups.sorted { left, right in
            (left[0].sort == .dictionary ? 0 : 1) < (right[0].sort == .dictionary ? 0 : 1)
        }
    }

    /// The dictionary that stands, as a file that was sent with an extract.
    private func standingDictionary(_ releases: [ReleaseRead]) throws -> IncomingFile? {
        guard
            let file = releases.first(where: { $0.stands && $0.files[0].sort == PublishedSort.dictionary.rawValue })?
                .files[0]
        else { return nil }
        return try figures.sent(file)
    }
}

extension BookPage {
    /// Refuses where the seat is not the Department's: figures are the same for everybody.
    func requireDepartment(_ sitting: Sitting) throws {
        guard try load(sitting.body).sort == .department else {
            throw Refusal(
                Fault("release.department", "Published figures are taken in by the Department: ask its statisticians"))
        }
    }
}
