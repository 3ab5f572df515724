import Foundation

/// A reader of bytes from outside, and what must hold of it whatever the bytes are: it answers or refuses, and what it
/// took is what it would write.
public struct Probe: Sendable, CustomStringConvertible {
    /// By which `make fuzz` and the folder of kept findings name it.
    public let name: String
    /// Bytes to begin with, made by the project's own code.
    public let seeds: @Sendable () throws -> [[UInt8]]
    /// Reads the bytes; throws `Broken` where what must hold does not.
    public let run: @Sendable ([UInt8]) async throws -> Void

    init(
        _ name: String, seeds: @escaping @Sendable () throws -> [[UInt8]],
        run: @escaping @Sendable ([UInt8]) async throws -> Void
    ) {
        self.name = name
        self.seeds = seeds
        self.run = run
    }

    /// All that there are.
    public static let all: [Probe] = records + bundles + requests + values

    /// The probe of that name.
    public static func named(_ name: String) -> Probe? { all.first { $0.name == name } }

    /// The name.
    public var description: String { name }

    /// What broke it once and was mended: the files in the folder of its name.
    public func kept() throws -> [[UInt8]] {
        let folder = Place.kept.appending(path: name).path
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
            try Place.bytes(URL(filePath: "\(folder)/\($0)"))
        }
    }
}

/// What must hold of a reader does not.
public struct Broken: Error, CustomStringConvertible {
    /// What it is, as a sentence.
    public let description: String
}

func must(_ holds: Bool, _ sentence: @autoclosure () -> String) throws {
    if !holds { throw Broken(description: sentence()) }
}

/// What the reading answers; nil where it refuses.
func read<Value>(_ reading: () throws -> Value) -> Value? {
    do { return try reading() } catch { return nil }
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// Files beside the source.
enum Place {
    private static let here = URL(filePath: #filePath).deletingLastPathComponent()
    static let kept = here.appending(path: "Kept")
    static let golden = here.appending(path: "Golden")
    static let events = here.deletingLastPathComponent().appending(path: "DomainTests/Golden")

    static func bytes(_ file: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: file)) }
}
