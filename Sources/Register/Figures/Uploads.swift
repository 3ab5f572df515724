public import Domain
import FoundationEssentials
import Record
public import Vocabulary

/// Files that somebody sent through a page, and what was found in them: kept for a day, until they are taken in or thrown away.
public struct Upload: Codable, Hashable, Sendable {
    public let files: [File]
    /// What their sender said of them.
    public let set: String?
    public let title: String?
    public let publisher: String?
    public let licence: String?
    public let address: String?
    public let year: Int?
    /// The name of the mapping that was made for them.
    public var mapping: String?
    /// When they were sent.
    public let time: Instant
    /// What was found; nil while they are being read.
    public var outcome: Outcome?

    /// A file as it was sent.
    public struct File: Codable, Hashable, Sendable {
        public let name: String
        public let digest: Digest
        public let size: Int
    }

    /// What became of the files.
    public enum Outcome: Codable, Hashable, Sendable {
        /// They may be taken in.
        case read(reports: [IntakeReport])
        /// They are refused, and why.
        case refused(faults: [Found])
        /// They were taken in, as these releases.
        case taken(releases: [Identifier<Release>])
    }

    /// A fault that was found in a file.
    public struct Found: Codable, Hashable, Sendable {
        public let rule: String
        public let field: String?
        public let message: String
    }

    fileprivate static let failed = Found(
        rule: "upload.failed", field: nil,
        message:
            "The files could not be read because of a trouble of the register: send them again, or tell who runs it")

    var wishes: Intake.Wishes {
        var wishes = Intake.Wishes()
        (wishes.set, wishes.title, wishes.publisher) = (set, title, publisher)
        (wishes.licence, wishes.address, wishes.year) = (licence, address, year)
        wishes.mapping = mapping
        return wishes
    }
}

extension Register {
    private static let uploads = "upload"

    /// Keeps files that somebody sent until they are read and taken in; nobody else sees them.
    public func send(
        _ id: Identifier<Upload>, _ files: [(name: String, bytes: [UInt8])], _ wishes: Intake.Wishes,
        by sitting: Sitting
    ) async throws {
        try await change(by: sitting, may: .publish) { try $0.requireDepartment(sitting) }
        try refuseErased(files.map { Digest(of: $0.bytes) })
        var kept: [Upload.File] = []
        for (name, bytes) in files {
            let digest = try await book.bring(
                bytes, by: Actor.seat(sitting.seat).description)
            kept.append(Upload.File(name: name, digest: digest, size: bytes.count))
        }
        let upload = Upload(
            files: kept, set: wishes.set, title: wishes.title, publisher: wishes.publisher, licence: wishes.licence,
            address: wishes.address, year: wishes.year, time: clock(), outcome: nil)
        let oldest = clock().adding(seconds: -86400)
        try await change(by: sitting, may: .publish) { page in
            for row in try page.reader.rows(kind: Register.uploads)
            where try JSONDecoder().decode(Upload.self, from: Data(row.json)).time < oldest {
                try page.remove(kind: Register.uploads, key: row.key)
            }
            try page.put(
                upload, Register.uploads, id.description, owner: sitting.body.description, expecting: nil)
        }
    }

    /// Files that somebody of this body sent.
    public func upload(_ id: Identifier<Upload>, by sitting: Sitting) throws -> Upload {
        let row = try book.read { try $0.row(kind: Register.uploads, key: id.description) }
        guard let row, row.owner == sitting.body.description else { throw NotFound() }
        return try JSONDecoder().decode(Upload.self, from: Data(row.json))
    }

    /// Reads the files on a thread of its own, and keeps what was found; where they are being read already, nothing more is done.
    public func read(_ id: Identifier<Upload>, by sitting: Sitting) async throws {
        guard try upload(id, by: sitting).outcome == nil, figures.begin(id.description) else { return }
        defer { figures.end(id.description) }
        let upload = try upload(id, by: sitting)
        let outcome: Upload.Outcome
        var failure: (any Error)?
        do {
            let reports = try await figures.apart { try self.intakes(of: upload).map(\.report) }
            outcome = .read(reports: reports)
        } catch let refusal as Refusal {
            outcome = .refused(
                faults: refusal.faults.map { Upload.Found(rule: $0.rule, field: $0.field, message: $0.message) })
        } catch {
            // Said once, and not tried again at each look at the page; the cause is for the log.
            failure = error
            outcome = .refused(faults: [Upload.failed])
        }
        do {
            try await change(by: sitting, may: .publish) { try $0.settle(id, outcome) }
        } catch is TakenBefore {
            // Read twice, and taken in between: it stays taken.
            return
        }
        if let failure { throw failure }
    }

    /// Takes files in that were sent and read.
    public func take(_ id: Identifier<Upload>, by sitting: Sitting) async throws -> [Identifier<Release>] {
        let upload = try upload(id, by: sitting)
        switch upload.outcome {
        case .taken(let releases): return releases
        case .read: break
        case .refused, nil: throw NotFound()
        }
        let intakes = try await figures.apart { try self.intakes(of: upload) }
        do { return try await take(intakes, by: sitting, settling: id) } catch let before as TakenBefore {
            return before.releases
        }
    }

    /// Throws away what was sent.
    public func discard(_ id: Identifier<Upload>, by sitting: Sitting) async throws {
        _ = try upload(id, by: sitting)
        _ = try await change(by: sitting, may: .publish) { page in
            try page.remove(kind: Register.uploads, key: id.description)
        }
    }

    private func intakes(of upload: Upload) throws -> [Intake] {
        let files = try upload.files.map { file in
            guard let bytes = try book.read({ try $0.brought(file.digest) }) else { throw NotFound() }
            return (name: file.name, bytes: bytes)
        }
        return try examine(files, upload.wishes)
    }

    /// What a body has sent in the last day, the latest first.
    public func uploads(by sitting: Sitting) throws -> [(id: Identifier<Upload>, upload: Upload)] {
        try book.read { try $0.rows(kind: Register.uploads, owner: sitting.body.description) }.compactMap { row in
            guard let id = Identifier<Upload>(row.key) else { return nil }
            return (id, try JSONDecoder().decode(Upload.self, from: Data(row.json)))
        }.sorted { $1.upload.time < $0.upload.time }
    }
}

/// Somebody else has just taken the same upload in.
struct TakenBefore: Error {
    let releases: [Identifier<Release>]
}

extension BookPage {
    /// Says what became of an upload; thrown away meanwhile, it stays so.
    mutating func settle(_ id: Identifier<Upload>, _ outcome: Upload.Outcome) throws {
        guard let (found, revision) = try row("upload", id.description, as: Upload.self) else { return }
        if case .taken(let releases) = found.outcome { throw TakenBefore(releases: releases) }
        var upload = found
        upload.outcome = outcome
        let owner = try reader.row(kind: "upload", key: id.description)?.owner
        try put(upload, "upload", id.description, owner: owner, expecting: revision)
    }
}

extension Register {
    /// A file of a release as it is kept, packed or not, and what its name is to end with; nil where it was erased.
    public func releasedFile(_ file: Release.File) async throws -> (bytes: [UInt8], ending: String)? {
        let found = try await figures.apart { [book] in try book.read { try $0.file(file.kept) } }
        guard let kept = found else { return nil }
        let isPacked = file.kept != file.content
        return (kept.bytes, isPacked ? (kept.bytes.starts(with: [0x50, 0x4B]) ? "zip" : "csv.gz") : "csv")
    }
}
