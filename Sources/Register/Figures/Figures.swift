import Datasets
import Dispatch
import Domain
import FoundationEssentials
import Record
public import Statistics
import Synchronization
public import Views
public import Vocabulary

/// The columns of the releases that the record names: files beside the views, each made once from the published file and mapped into memory from then on.
/// They have a position of their own: what is taken in meanwhile counts from when its columns are there, and nobody waits for it but whoever takes it in.
public final class Figures: Sendable {
    private let book: Book
    private let views: Views
    private let folder: String
    private let state: Mutex<State>
    private let building = DispatchQueue(label: "figures.building")
    private let rows = DispatchQueue(label: "figures.rows")
    private let working = Mutex<Set<String>>([])
    private let asking = Mutex<(waiting: Int, known: [AskedRow: Row])>((0, [:]))

    private struct State {
        var current = StandingFigures(position: -1, releases: [], words: [], names: [:])
        var held: [Identifier<Release>: HeldRelease] = [:]
        /// How many files had been erased from the record.
        var erased = 0
        /// The releases whose files could not be read.
        var failed: Set<Identifier<Release>> = []
    }

    init(_ book: Book, _ views: Views, in folder: String) {
        (self.book, self.views) = (book, views)
        self.folder = "\(folder)/columns"
        state = Mutex(State())
    }

    /// What stands now, as far as its columns are there.
    public var current: StandingFigures { state.withLock(\.current) }

    /// Maps what was made before, so that a start waits for no file to be read again.
    func open() throws { try settle { try map($0) } }

    /// Brings the columns up to the record, as the views have it; whoever calls waits for it.
    public func reach() throws { try settle { try map($0) ?? build($0) } }

    /// The same without making anybody wait: files are read on a thread of their own.
    func follow() async throws {
        let erased = state.withLock(\.erased)
        guard try current.position != views.figuresPosition() || erasedFiles().count != erased else { return }
        try await apart { [self] in try reach() }
    }

    /// Runs long work on a thread of its own, one after the other, so that no request waits for it.
    func apart<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await on(building, work)
    }

    private func on<Value: Sendable>(
        _ queue: DispatchQueue, _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            queue.async {
                do { continuation.resume(returning: try work()) } catch { continuation.resume(throwing: error) }
            }
        }
    }

    /// Whether somebody may begin a work of that name now: one at a time.
    func begin(_ work: String) -> Bool { working.withLock { $0.insert(work).inserted } }

    /// Ends it.
    func end(_ work: String) { _ = working.withLock { $0.remove(work) } }

    private func settle(_ hold: (ReleaseRead) throws -> HeldRelease?) throws {
        let position = try views.figuresPosition()
        let all = try views.releases()
        let releases = all.filter { $0.withdrawn == nil }
        let words = try views.measureWords()
        let named = try views.bodies(.authority).compactMap { body in
            Int(body.code).flatMap { PlaceCode($0) }.map { ($0, body.name) }
        }
        let erased = try erasedFiles()
        var (known, failed) = state.withLock { ($0.held, $0.failed) }
        for id in failed { known[id] = nil }
        var failure: (any Error)?
        var held: [Identifier<Release>: HeldRelease] = [:]
        for release in releases {
            if release.files.contains(where: { erased.contains($0.kept) }) {
                held[release.id] = HeldRelease(release, Columns.Filling().columns(), Catalogue())
            } else if let known = known[release.id] {
                held[release.id] = HeldRelease(release, known.columns, known.catalogue)
            } else if failed.contains(release.id) {
                held[release.id] = HeldRelease(release, Columns.Filling().columns(), Catalogue())
            } else {
                // One that cannot be read keeps no other from being shown; it is tried again at the next start.
                do { if let found = try hold(release) { held[release.id] = found } } catch {
                    failed.insert(release.id)
                    failure = error
                    held[release.id] = HeldRelease(release, Columns.Filling().columns(), Catalogue())
                }
            }
        }
        // An erased file takes its columns with it, whatever became of its release.
        for release in all where release.files.contains(where: { erased.contains($0.kept) }) {
            let path = path(release.files.map(\.content), release.year)
            if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
        }
        let isWhole = held.count == releases.count
        state.withLock { state in
            guard state.current.position <= position else { return }
            (state.held, state.erased, state.failed) = (held, erased.count, failed)
            state.current = StandingFigures(
                // What is made before the last file was read is of no position.
                position: isWhole ? position : -1, releases: releases.compactMap { held[$0.id] }, words: words,
                names: Dictionary(named) { first, _ in first })
        }
        if let failure { throw failure }
    }

    private func erasedFiles() throws -> Set<Digest> { Set(try book.read { try $0.keeping().erasedFiles.keys }) }

    /// Keeps what was just read of a release as its columns.
    func keep(_ intake: Intake) throws {
        try write(intake.read, to: path(intake.files.map(\.content), intake.year))
    }

    private func map(_ release: ReleaseRead) throws -> HeldRelease? {
        ColumnFile.map(path(release.files.map(\.content), release.year)).map {
            HeldRelease(release, $0.columns, $0.catalogue)
        }
    }

    private func build(_ release: ReleaseRead) throws -> HeldRelease? {
        let files = try release.files.compactMap { try sent($0) }
        guard files.count == release.files.count else { throw NotFound() }
        let read = try Plan(files, year: release.year).read()
        try write(read, to: path(release.files.map(\.content), release.year))
        return try map(release)
    }

    /// A file of a release as it was sent; nil where it was erased.
    func sent(_ file: Release.File) throws -> IncomingFile? {
        guard let kept = try book.read({ try $0.file(file.kept) }), let sort = PublishedSort(rawValue: file.sort) else {
            return nil
        }
        let inner = try Archive.unpack(kept.bytes, called: file.name).first { Digest(of: $0.bytes) == file.content }
        return inner.map {
            IncomingFile(file.name, sort, $0.bytes, in: IncomingFile.Kept(digest: file.kept, bytes: kept.bytes))
        }
    }

    /// The row of a figure in its published file.
    public enum Row: Hashable, Sendable {
        /// From 1 for the heading.
        case number(Int)
        /// The file was erased.
        case erased
        /// So many ask at the same time that this is to be asked again.
        case busy
    }

    /// Finds the row of a figure: the file is read again on a thread of its own, and what was found is remembered. Few wait for it at
    /// a time.
    public func row(of series: Columns.Series, at place: PlaceCode, in release: ReleaseRead) async throws -> Row {
        let asked = AskedRow(release: release.id, series: series, place: place)
        let mayWait = asking.withLock { asking -> Row? in
            if let known = asking.known[asked] { return known }
            guard asking.waiting < Self.mostWaiting else { return .busy }
            asking.waiting += 1
            return nil
        }
        if let mayWait { return mayWait }
        defer { asking.withLock { $0.waiting -= 1 } }
        let found = try await on(rows) { [self] in try find(series, at: place, in: release) }
        let row = found.map { Row.number($0) } ?? .erased
        asking.withLock { asking in
            if asking.known.count >= Self.mostKnown { asking.known = [:] }
            asking.known[asked] = row
        }
        return row
    }

    private static let mostWaiting = 8
    private static let mostKnown = 10_000

    private struct AskedRow: Hashable {
        let release: Identifier<Release>
        let series: Columns.Series
        let place: PlaceCode
    }

    private func find(_ series: Columns.Series, at place: PlaceCode, in release: ReleaseRead) throws -> Int? {
        let files = try release.files.compactMap { try sent($0) }
        guard files.count == release.files.count else { return nil }
        return try Plan(files, year: release.year).read(seeking: Sought(series, at: place)).soughtRow
    }

    /// Deletes the columns of a folder: they are made anew from the files.
    static func remove(in folder: String) throws {
        guard FileManager.default.fileExists(atPath: "\(folder)/columns") else { return }
        try FileManager.default.removeItem(atPath: "\(folder)/columns")
    }

    /// The columns compared with those that are made anew from the published files; nothing where all are the same.
    func problems() throws -> [String] {
        try reach()
        return try views.releases().filter { $0.withdrawn == nil }.compactMap { release in
            let files = try release.files.compactMap { try sent($0) }
            guard files.count == release.files.count else { return nil }
            let read = try Plan(files, year: release.year).read()
            let path = path(release.files.map(\.content), release.year)
            let standing = try Data(contentsOf: URL(filePath: path))
            return Array(standing) == ColumnFile.bytes(read.columns, read.catalogue)
                ? nil : "the columns of the release \(release.id) are not what its file says"
        }
    }

    private func path(_ files: [Digest], _ year: Int?) -> String {
        let name =
            "\(ColumnFile.version) \(ReadRelease.readers) \(files.map(\.description).joined(separator: " ")) \(year ?? 0)"
        return "\(folder)/\(Digest(of: name.utf8).description.prefix(32)).columns"
    }

    private func write(_ read: ReadRelease, to path: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        // Whole under another name first: whoever maps it meanwhile sees all of it or none.
        let making = "\(path).\(Randomness.system.identifier(of: Release.self))"
        do {
            try Disk.write(ColumnFile.bytes(read.columns, read.catalogue), to: making)
            try Disk.replace(path, with: making)
        } catch {
            if FileManager.default.fileExists(atPath: making) { try FileManager.default.removeItem(atPath: making) }
            throw error
        }
    }
}

/// A release with its columns in memory.
public struct HeldRelease: Sendable {
    public let facts: ReleaseRead
    public let columns: Columns
    public let catalogue: Catalogue

    init(_ facts: ReleaseRead, _ columns: Columns, _ catalogue: Catalogue) {
        (self.facts, self.columns, self.catalogue) = (facts, columns, catalogue)
    }
}
