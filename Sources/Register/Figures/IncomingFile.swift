public import Datasets
import Domain
public import Vocabulary

/// A published file as somebody sent it: out of its archive, and recognised by what is in it.
public struct IncomingFile: Sendable {
    /// What its sender called it.
    public let name: String
    public let sort: PublishedSort
    public let bytes: [UInt8]
    /// The archive that it came in, or itself: what is kept.
    let kept: Kept

    /// A file as it is kept.
    struct Kept: Sendable {
        let digest: Digest
        let bytes: [UInt8]
    }

    /// How the record names it.
    var file: Release.File {
        Release.File(
            sort: sort.rawValue, name: name, content: content, size: bytes.count, kept: kept.digest)
    }

    /// The SHA-256 of its own bytes.
    public let content: Digest

    init(_ name: String, _ sort: PublishedSort, _ bytes: [UInt8], in kept: Kept) {
        (self.name, self.sort, self.bytes, self.kept) = (name, sort, bytes, kept)
        content = kept.bytes.count == bytes.count && kept.bytes == bytes ? kept.digest : Digest(of: bytes)
    }

    /// Unpacks and recognises files.
    ///
    /// - Parameters:
    ///   - sort: What they are taken for, where their sender says so.
    ///   - mappings: What is known of the columns of other tables: whichever fits is taken along.
    /// - Throws: `Refusal` with a fault for each that is none of the known ones.
    public static func recognise(
        _ files: [(name: String, bytes: [UInt8])], as sort: PublishedSort? = nil, mappings: [KeptMapping] = []
    ) throws(Refusal) -> [IncomingFile] {
        var (found, faults): ([IncomingFile], [Fault]) = ([], [])
        for (name, bytes) in files {
            let kept = Kept(digest: Digest(of: bytes), bytes: bytes)
            do throws(Refusal) {
                for (inner, content) in try Archive.unpack(bytes, called: tidy(name)) {
                    guard let known = PublishedSort.recognise(content) else {
                        guard let table = try table(tidy(inner), content, in: kept, mappings) else {
                            throw PublishedSort.unrecognised(content, called: tidy(inner))
                        }
                        found += table
                        continue
                    }
                    found.append(IncomingFile(tidy(inner), known, content, in: kept))
                }
            } catch {
                faults += error.faults
            }
        }
        if let sort {
            for file in found where file.sort != sort && !file.sort.describes(sort) {
                faults.append(
                    Fault(
                        "import.sort", field: "as",
                        "\(file.name) is of the sort \(file.sort.rawValue), not \(sort.rawValue): leave --as out, or choose another file"
                    ))
            }
        }
        guard faults.isEmpty else { throw Refusal(faults) }
        return found
    }

    /// A table that a mapping fits, with that mapping; nil where none does.
    private static func table(
        _ name: String, _ content: [UInt8], in kept: Kept, _ mappings: [KeptMapping]
    ) throws(Refusal) -> [IncomingFile]? {
        guard !mappings.isEmpty else { return nil }
        let heading: [String]
        // What is no table at all is told in other words.
        do throws(Refusal) { heading = try MappedTable.preview(content).heading } catch { return nil }
        guard let mapping = mappings.first(where: { $0.fits(heading) }) else { return nil }
        do { return [IncomingFile(name, .table, content, in: kept), try mapping.file] } catch {
            throw Refusal(Fault("mapping.unreadable", "The mapping \(mapping.name) cannot be written: make it anew"))
        }
    }

    /// Names come from anywhere: no more of one than fits a line, and nothing that controls a terminal or turns the direction of writing.
    private static func tidy(_ name: String) -> String {
        let scalars = name.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: false
            default: true
            }
        }
        return String(String.UnicodeScalarView(scalars.prefix(200)))
    }

    /// The name without its endings: `absence_by_term` of `absence_by_term.meta.csv`.
    var stem: String { String(name.prefix { $0 != "." }) }
}

extension PublishedSort {
    /// Whether a file of this sort says what the columns of one of that sort are.
    func describes(_ other: PublishedSort) -> Bool {
        switch self {
        case .tidyMeta: other == .tidy
        case .tableMeta: other == .keyStage2 || other == .keyStage4
        case .dictionary: other == .extract
        case .mapping: other == .table
        default: false
        }
    }
}

extension Intake {
    /// The sort of published file that goes by a name in commands.
    public static func sort(named name: String) throws(Refusal) -> PublishedSort {
        guard let sort = PublishedSort(rawValue: name) else {
            let names = PublishedSort.allCases.map(\.rawValue).joined(separator: ", ")
            throw Refusal(
                Fault("import.sort", field: "as", "'\(name)' is no sort of published file: it is one of \(names)"))
        }
        return sort
    }
}
