import Domain
import Foundation
import Record
import Register
import Views
import Vocabulary

/// How fast the views follow the record.
extension Bench {
    /// Rebuilding all views of a long record, beside reading it from the store; and one act, folded by itself. As many
    /// entries as `ENTRIES` says, else 500,000.
    static func views(in folder: String) async throws {
        let entries = ProcessInfo.processInfo.environment["ENTRIES"].flatMap { Int($0) } ?? 500_000
        let (home, scratch) = ("\(folder)/corpus", "\(folder)/corpus-views")
        for path in [home, scratch] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        let book = try Book.create(
            at: "\(home)/record.sqlite", origin: "bench.example/corpus", clock: now, randomness: .system)
        let size = try await Corpus().fill(book, upTo: entries)
        var start = ContinuousClock.now
        var position = 0
        while position < size {
            position += try book.read { try $0.entries(from: position, limit: 4000) }.count
        }
        let reading = Double(size) / seconds(since: start)
        resetPeak()
        start = ContinuousClock.now
        let views = try Views(in: scratch, source: Source(book))
        try await views.reach(size)
        report(
            "views rebuilt, entries", Double(size) / seconds(since: start), "entries read from the store", reading,
            goal: "100,000/s")
        print("  of \(size) entries; the process took \(peak()) MiB at most (goal 300)")
        let alone = try await act(in: book, views)
        report("one act on a compact of some 80 lines", alone, "entries read from the store", reading)
        try views.close()
        try book.close()
    }

    /// How many acts a second the views take in when each comes by itself.
    private static func act(in book: Book, _ views: Views) async throws -> Double {
        let (first, limit) = (max(0, try book.size() - 20_000), 20_000)
        let last = try book.read { reader in
            try reader.entries(from: first, limit: limit).last { $0.event == "compact.lineAccepted.1" }
        }
        guard let last else { return 0 }
        var took = 0.0
        for _ in 0..<200 {
            let (_, size) = try await book.write(by: last.actor, holder: nil) { page in
                try page.append(
                    last.event, body: last.body, to: last.subject, after: try page.reader.sequence(of: last.subject))
            }
            let start = ContinuousClock.now
            try await views.reach(size)
            took += seconds(since: start)
        }
        return 200 / took
    }

    /// Forgets the most memory that the process has had (Linux).
    private static func resetPeak() {
        guard let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return }
        file.write(Data("5".utf8))
        file.closeFile()
    }

    /// The most memory that the process has had since, in MiB.
    private static func peak() -> Int {
        let lines = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8))?.split(separator: "\n") ?? []
        let line = lines.first { $0.hasPrefix("VmHWM:") } ?? ""
        return (Int(line.filter(\.isNumber)) ?? 0) / 1024
    }
}
