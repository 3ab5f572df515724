import Foundation
import Probes

/// Throws bytes at one probe: `Fuzz NAME [FOLDER…] [-flag=value…]`, as libFuzzer has them. Without a name it says which
/// probes there are. `Fuzz --seeds NAME FOLDER` writes a probe's seeds into a folder, `Fuzz --long` gives every probe
/// its seeds at great length, and `Fuzz --flips SECONDS` turns over the bits of a bundle.
@main
struct Fuzz {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        switch arguments.first {
        case "--seeds" where arguments.count == 3: try seeds(arguments[1], arguments[2])
        case "--long": try long()
        case "--flips": try flips(for: arguments.count > 1 ? Int(arguments[1]) ?? 20 : 20)
        default:
            guard let name = arguments.first, let probe = Probe.named(name) else {
                for probe in Probe.all { print(probe) }
                return
            }
            chosen = probe
            exit(drive([CommandLine.arguments[0]] + arguments.dropFirst()))
        }
    }

    private static func seeds(_ name: String, _ folder: String) throws {
        guard let probe = Probe.named(name) else { throw CocoaError(.fileNoSuchFile) }
        for (number, seed) in try (probe.seeds() + probe.kept()).enumerated() {
            try Data(seed).write(to: URL(filePath: "\(folder)/seed-\(number)"))
        }
    }

    /// Time that grows with more than the length of what is read lets a stranger stop a server: each seed, and each of its
    /// halves, over and over up to 1 MiB, in ten seconds at most.
    private static func long() throws {
        var slow: [String] = []
        for probe in Probe.all {
            var worst = Duration.zero
            for seed in try probe.seeds() where !seed.isEmpty {
                let halves = [
                    seed[...], seed.prefix(seed.count / 2), seed.suffix(max(1, seed.count / 2)), seed.prefix(1),
                    seed.suffix(1),
                ]
                for part in halves where !part.isEmpty {
                    let much = Array(repeatElement(part, count: (1 << 20) / part.count + 1).joined())
                    worst = max(worst, ContinuousClock().measure { throwBytes(at: probe, much) })
                    worst = max(worst, ContinuousClock().measure { throwBytes(at: probe, seed + much) })
                }
            }
            print("\(probe): \(worst.formatted(.units(allowed: [.milliseconds])))")
            if worst > .seconds(10) { slow.append(probe.name) }
        }
        guard slow.isEmpty else {
            throw Failure("1 MiB takes longer than ten seconds: \(slow.joined(separator: ", "))")
        }
    }

    private static func flips(for seconds: Int) throws {
        let (done, all, missed) = try awaited { try await Golden.missedFlips(within: .seconds(seconds)) }
        print("\(done) of the \(all) bits of a bundle turned over, one at a time: \(missed.count) missed")
        guard missed.isEmpty else { throw Failure(missed.prefix(20).joined(separator: "\n")) }
    }
}

private struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

nonisolated(unsafe) private var chosen: Probe?

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ words: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

private func drive(_ arguments: [String]) -> Int32 {
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    var count = Int32(words.count)
    words.append(nil)
    return words.withUnsafeMutableBufferPointer { words in
        guard var first = words.baseAddress else { return 1 }
        return runDriver(&count, &first) { start, count in
            if let chosen { throwBytes(at: chosen, Array(UnsafeBufferPointer(start: start, count: count))) }
            return 0
        }
    }
}

private func throwBytes(at probe: Probe, _ bytes: [UInt8]) {
    do {
        try awaited { try await probe.run(bytes) }
    } catch {
        fatalError("\(probe): \(error)")
    }
}

/// libFuzzer calls from a thread that waits.
private func awaited<Answer: Sendable>(_ work: @escaping @Sendable () async throws -> Answer) throws -> Answer {
    let (done, box) = (DispatchSemaphore(value: 0), Box<Answer>())
    Task.detached {
        do { box.answer = .success(try await work()) } catch { box.answer = .failure(error) }
        done.signal()
    }
    done.wait()
    guard let answer = box.answer else { throw Failure("no answer") }
    return try answer.get()
}

/// Written before the signal, read after it.
private final class Box<Answer>: @unchecked Sendable {
    var answer: Result<Answer, any Error>?
}
