public import Domain
import FoundationEssentials
import Record
import Views
public import Vocabulary

/// A file that shows something, as it is kept under a seal.
public struct FiledEvidence: Codable, Hashable, Sendable {
    /// The SHA-256 of its bytes.
    public let digest: Digest
    /// What its sender called it.
    public let name: String
    /// Its media type, as its first bytes say.
    public let type: String
    /// How many bytes it has.
    public let size: Int

    /// Reads what is kept under the seal; nil where that is something else.
    public init?(sealed text: String) {
        do {
            self = try JSONDecoder().decode(FiledEvidence.self, from: Data(text.utf8))
        } catch {
            return nil
        }
    }

    init(_ bytes: [UInt8], name: String, type: String) {
        (digest, self.name, self.type, size) = (Digest(of: bytes), name, type, bytes.count)
    }

    func sealed(_ randomness: Randomness) throws -> Sealed {
        randomness.seal(String(decoding: try BookPage.json(self), as: UTF8.self))
    }
}

extension Register {
    /// Reports on a promise of somebody's own side.
    ///
    /// - Parameters:
    ///   - line: The line that promises.
    ///   - last: How many reports whoever writes this one had read.
    ///   - words: What was done, in words.
    ///   - link: The web address of something that shows it.
    ///   - file: A file that shows it, with its name and media type.
    public func report<K: Kind>(
        on line: LineID, of id: Identifier<Agreement<K>>, after last: Int, _ outcome: Fulfilment.Outcome,
        words: Sealed?, link: Sealed?, file: (bytes: [UInt8], name: String, type: String)?, by sitting: Sitting
    ) async throws {
        let filed = file.map { FiledEvidence($0.bytes, name: $0.name, type: $0.type) }
        let evidence = Evidence(words: words, link: link, file: try filed?.sealed(randomness))
        try await change(by: sitting) { page in
            let agreement = try page.load(id)
            guard agreement.parties.contains(sitting.body) else { throw NotFound() }
            let events = try agreement.report(
                line, after: last, outcome, evidence, as: try page.load(sitting.seat), on: page.today)
            if let file, let filed {
                guard try page.reader.keeping().erasedFiles[filed.digest] == nil else {
                    throw Refusal(
                        Fault("report.file", field: "file", "This file was erased from the record: choose another"))
                }
                _ = try page.keep(file.bytes, type: file.type)
            }
            try page.append(events, to: agreement)
        }
    }

    /// The file that a report shows, for whoever may see the agreement; `NotFound` where there is none, or it was erased.
    public func evidence<K: Kind>(
        _ number: Int, on line: LineID, of id: Identifier<Agreement<K>>, for viewer: Viewer
    ) throws -> (file: FiledEvidence, bytes: [UInt8]) {
        let reports = try views.reports(on: line, in: id.description, for: viewer, today: today)
        guard try views.promise(line, in: id.description, kind: K.name, for: viewer, today: today) != nil,
            let text = reports.first(where: { $0.number == number })?.file?.text,
            let filed = FiledEvidence(sealed: text),
            let file = try book.read({ try $0.file(filed.digest) })
        else { throw NotFound() }
        return (filed, file.bytes)
    }
}
