import Crypto
import Domain
import Foundation
import GRDB
import HTML
import Merkle
import Record
import Register
import Views
import Vocabulary

/// Measures what matters beside a reference in the same run; only the ratios are worth keeping: `Bench [changes tree views
/// promises pages]`, all where none is named. `Bench figures-…` is one piece of work for Benchmarks/figures.
@main
struct Bench {
    static func main() async throws {
        let words = Array(CommandLine.arguments.dropFirst())
        if words.first?.hasPrefix("figures-") == true { return try await figures(words) }
        let folder = NSTemporaryDirectory() + "concordat-bench-\(UInt64.random(in: 0...UInt64.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        print("what".padded(44), "rate".padded(14), "reference".padded(52), "ratio".padded(8), "goal")
        let asked = Set(words)
        func isAsked(_ name: String) -> Bool { asked.isEmpty || asked.contains(name) }
        if isAsked("changes") { try await changes(in: folder) }
        if isAsked("tree") {
            try await wholeTree(in: folder)
            try tree()
        }
        if isAsked("views") { try await views(in: folder) }
        if isAsked("promises") { try await promises(in: folder) }
        if isAsked("pages") { escaping() }
        try FileManager.default.removeItem(atPath: folder)
    }

    /// The root over a million leaves, beside hashing as many blocks.
    static func tree() throws {
        let count = 1_000_000
        let leaf = Tree.leaf([1, 2, 3])
        let leaves = [Hash](repeating: leaf, count: count)
        var start = ContinuousClock.now
        let root = Tree.root(of: leaves)
        let tree = Double(count) / seconds(since: start)
        start = ContinuousClock.now
        let block = [UInt8](repeating: 1, count: 65)
        var bytes = 0
        for _ in 0..<count { bytes &+= Int(SHA256.hash(data: block).first { _ in true } ?? 0) }
        let hashes = Double(count) / seconds(since: start)
        precondition(root != leaf && bytes >= 0)
        report("leaves of a tree, to its root", tree, "SHA-256 of 65 bytes", hashes)
    }

    /// Escaping text into a page, beside copying it.
    static func escaping() {
        let text = String(repeating: "Raise attainment in \"every\" school & keep it <there>. ", count: 2000)
        let copied = rate(200) { precondition(Array(text.utf8).count > 0) }
        let escaped = rate(200) { precondition(("<p>\(text)</p>" as HTML).bytes.count > 0) }
        report("pages of 110 kB escaped", escaped, "the same text copied", copied)
    }

    /// A line of the table: a rate beside its reference, and what their ratio should be at least.
    static func report(_ what: String, _ rate: Double, _ reference: String, _ other: Double, goal: String = "") {
        let ratio = "\((rate / other * 1000).rounded() / 1000)"
        print(
            what.padded(44), "\(Int(rate))/s".padded(14), "\(reference): \(Int(other))/s".padded(52), ratio.padded(8),
            goal)
    }

    static func rate(_ count: Int, _ work: () throws -> Void) rethrows -> Double {
        let start = ContinuousClock.now
        for _ in 0..<count { try work() }
        return Double(count) / seconds(since: start)
    }

    static func rate(_ count: Int, _ work: () async throws -> Void) async rethrows -> Double {
        let start = ContinuousClock.now
        for _ in 0..<count { try await work() }
        return Double(count) / seconds(since: start)
    }

    static func seconds(since start: ContinuousClock.Instant) -> Double {
        let (whole, atto) = (ContinuousClock.now - start).components
        return Double(whole) + Double(atto) / 1e18
    }

    @Sendable static func now() -> Instant { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }
}

extension String {
    fileprivate func padded(_ width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
