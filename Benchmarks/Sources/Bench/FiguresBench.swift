import Datasets
import Domain
import Foundation
import Register
import Statistics
import Views
import Vocabulary

extension Bench {
    /// Published figures, one piece of work in a process, for Benchmarks/figures, which runs each beside DuckDB and pandas:
    ///
    /// - `figures-load FILE DICTIONARY`: the extract of the Local Authority Interactive Tool, to columns that are mapped from a file;
    /// - `figures-tidy FILE META`: a file of Explore Education Statistics, to the same;
    /// - `figures-compare FILE DICTIONARY NEIGHBOURS`: rank, band and neighbour mean of every authority in every series;
    /// - `figures-judge FILE DICTIONARY NEIGHBOURS`: ten targets of each of 150 authorities, judged in a register that has the extract.
    ///
    /// What was done is printed as a line of JSON. With `--values PATH` the results are written out too, as lines that the references write.
    static func figures(_ words: [String]) async throws {
        var words = words
        var values: String?
        if let at = words.firstIndex(of: "--values"), at + 1 < words.count {
            values = words[at + 1]
            words.removeSubrange(at...(at + 1))
        }
        switch (words.first, words.count) {
        case ("figures-load", 3):
            try load(words[1], values) { bytes in
                try LocalAuthorityExtract.read(bytes, MeasureDictionary(whole(words[2])))
            }
        case ("figures-tidy", 3):
            try load(words[1], values) { bytes in try TidyData.read(bytes, TidyMeta(whole(words[2]))) }
        case ("figures-compare", 4): try compare(words[1], words[2], words[3], values)
        case ("figures-judge", 4): try await judge(Array(words.dropFirst()))
        default:
            throw Refusal(
                Fault(
                    "bench.words",
                    "Say figures-load FILE DICTIONARY, figures-tidy FILE META, figures-compare or figures-judge FILE DICTIONARY NEIGHBOURS"
                ))
        }
    }

    /// What a load did.
    private struct Loaded: Encodable {
        let rows: Int
        let figures: Int
        /// The bytes of the figures, and of the whole file of columns.
        let columnBytes: Int
        let fileBytes: Int
        /// The greatest resident memory, in bytes.
        let peak: Int
        /// To the published file's bytes in memory, then to columns, to the file of columns, to columns that are mapped.
        let read: Double
        let scanned: Double
        let written: Double
        let mapped: Double
    }

    private static func load(_ path: String, _ values: String?, _ reading: ([UInt8]) throws -> ReadRelease) throws {
        let start = ContinuousClock.now
        let bytes = try whole(path)
        let read = seconds(since: start)
        let release = try reading(bytes)
        let scanned = seconds(since: start)
        let file = NSTemporaryDirectory() + "concordat-columns-\(UInt64.random(in: 0...UInt64.max))"
        let made = ColumnFile.bytes(release.columns, release.catalogue)
        try Data(made).write(to: URL(filePath: file))
        let written = seconds(since: start)
        guard let (columns, _) = ColumnFile.map(file) else {
            throw Refusal(Fault("bench.map", "The columns are not whole"))
        }
        let mapped = seconds(since: start)
        try FileManager.default.removeItem(atPath: file)
        try say(
            Loaded(
                rows: release.rows, figures: columns.count, columnBytes: columns.bytes,
                fileBytes: made.count, peak: peak(), read: read, scanned: scanned, written: written, mapped: mapped))
        guard let values else { return }
        var lines: [String] = []
        for series in columns.all {
            let key = key(series)
            for (place, value) in columns.values(series) { lines.append("\(key)\t\(place)\t\(bits(value))") }
        }
        try write(lines, to: values)
    }

    /// What a judging did.
    private struct Judged: Encodable {
        let targets: Int
        /// How many stand in each way.
        let verdicts: [String: Int]
        /// How long all took, each time that it was done.
        let seconds: [Double]
    }

    /// Targets of every sort: of a figure and of a gap, with a milestone and without, to years that are over and to come.
    private static func judge(_ files: [String]) async throws {
        let folder = NSTemporaryDirectory() + "concordat-judge-\(UInt64.random(in: 0...UInt64.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let register = try await Register(
            in: folder, origin: "bench/record", clock: { Instant(milliseconds: 1_700_000_000_000) }, randomness: .system
        )
        let sent = try files.map {
            (name: $0.split(separator: "/").last.map(String.init) ?? "file", bytes: try whole($0))
        }
        _ = try await register.take(try register.examine(sent, Intake.Wishes()), by: nil)
        let figures = register.figures.current
        guard let set = figures.set("lait") else { throw NotFound() }
        var targets: [Target] = []
        let measures = set.measures.values.filter { $0.polarity != .neither && set.periods(of: $0.code).count > 4 }
            .sorted { $0.code < $1.code }
        let places = set.releases.flatMap { $0.columns.places.filter(\.isAuthority) }.sorted().prefix(150)
        for (number, place) in places.enumerated() {
            for step in 0..<10 {
                let measure = measures[(number * 7 + step * 31) % measures.count]
                let periods = set.periods(of: measure.code)
                let start = periods[step % 3]
                let last = start.last + 2 + step
                let isRise = measure.polarity == .high
                func point(_ year: Int, _ value: Int) -> Target.Point {
                    Target.Point(
                        period: Period(start.year, from: year - (start.last - start.first), to: year),
                        value: Quantity(String(value)) ?? Quantity("0")!)
                }
                let (from, to) = isRise ? (40, 60) : (60, 40)
                targets.append(
                    Target(
                        set: "lait", measure: measure.code, place: place, against: step % 4 == 0 ? .england : .itself,
                        direction: isRise ? .rise : .fall, decimals: 0, unit: measure.unit,
                        baseline: point(start.last, from), milestones: step % 2 == 0 ? [point(last - 1, 50)] : [],
                        goal: point(last, to)))
            }
        }
        var (times, verdicts): ([Double], [String: Int]) = ([], [:])
        for _ in 0..<6 {
            let start = ContinuousClock.now
            let judged = targets.map { figures.judge($0).judgement.verdict.name.rawValue }
            times.append(seconds(since: start))
            verdicts = Dictionary(judged.map { ($0, 1) }, uniquingKeysWith: +)
        }
        try say(Judged(targets: targets.count, verdicts: verdicts, seconds: times))
        try register.close()
        try FileManager.default.removeItem(atPath: folder)
    }

    /// What a comparison did.
    private struct Compared: Encodable {
        let series: Int
        let places: Int
        /// How long all took, each time that it was done.
        let seconds: [Double]
    }

    private static func compare(_ path: String, _ dictionary: String, _ neighbours: String, _ values: String?) throws {
        let release = try LocalAuthorityExtract.read(whole(path), MeasureDictionary(whole(dictionary)))
        let near = try NeighbourTable(whole(neighbours)).neighbours
        let file = NSTemporaryDirectory() + "concordat-columns-\(UInt64.random(in: 0...UInt64.max))"
        try Data(ColumnFile.bytes(release.columns, release.catalogue)).write(to: URL(filePath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        guard let (columns, catalogue) = ColumnFile.map(file) else {
            throw Refusal(Fault("bench.map", "The columns are not whole"))
        }
        let polarity = catalogue.measures.mapValues(\.polarity)
        var all: [(Columns.Series, Comparisons)] = []
        var times: [Double] = []
        for _ in 0..<5 {
            let start = ContinuousClock.now
            let surroundings = catalogue.places.filter(\.key.isAuthority).mapValues { place in
                Surroundings(region: place.region, neighbours: near[place.code] ?? [])
            }
            let vicinity = Vicinity(columns, surroundings)
            all = columns.all.map { series in
                (series, columns.compare(series, polarity[series.measure] ?? .neither, vicinity))
            }
            times.append(seconds(since: start))
        }
        try say(Compared(series: all.count, places: all.reduce(0) { $0 + $1.1.all.count }, seconds: times))
        guard let values else { return }
        var lines: [String] = []
        for (series, compared) in all {
            let key = key(series)
            for (place, one) in compared.all {
                let mean = one.neighbours.map(bits) ?? ""
                lines.append("\(key)\t\(place)\t\(one.rank ?? 0)\t\(one.band?.rawValue ?? "")\t\(mean)")
            }
        }
        try write(lines, to: values)
    }

    private static func key(_ series: Columns.Series) -> String {
        "\(series.measure)\t\(series.period.code)\t\(series.group)"
    }

    /// A number to its last bit, whatever way of writing numbers a language has.
    private static func bits(_ value: Double) -> String {
        let digits = String(value.bitPattern, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// In the order of their bytes, which is the same in every language.
    private static func write(_ lines: [String], to path: String) throws {
        let sorted = lines.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        try Data((sorted.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
    }

    private static func say(_ done: some Encodable) throws {
        print(String(decoding: try JSONEncoder().encode(done), as: UTF8.self))
    }

    /// A file's bytes, in memory once.
    private static func whole(_ path: String) throws -> [UInt8] {
        let file = try FileHandle(forReadingFrom: URL(filePath: path))
        defer { try? file.close() }
        let size = Int(try file.seekToEnd())
        return try [UInt8](unsafeUninitializedCapacity: size) { room, count in
            while count < size {
                let got = pread(file.fileDescriptor, room.baseAddress! + count, size - count, off_t(count))
                guard got > 0 else { throw CocoaError(.fileReadUnknown) }
                count += got
            }
        }
    }

    private static func peak() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return (Int(line.filter(\.isNumber)) ?? 0) * 1024
    }
}
