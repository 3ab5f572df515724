import FoundationEssentials
import Glibc

/// What the system knows of this process.
struct ProcessFacts {
    /// When it began, in seconds since 1970.
    let began: Double?
    /// The memory that it holds, in bytes.
    let memory: Double?
    /// The processor time that it has used, in seconds.
    let processor: Double?
    /// The files and connections that it has open.
    let openFiles: Double?

    /// As of now; what the system does not tell is nil.
    init() {
        // Fields of proc(5) behind the name, which may itself hold spaces and brackets; `state`, the third, comes first.
        let stat = Self.words("/proc/self/stat", behind: ")")
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        let began = Self.number(stat, 22 - 3).flatMap { since in Self.systemBegan.map { $0 + since / ticks } }
        self.began = began
        if let user = Self.number(stat, 14 - 3), let system = Self.number(stat, 15 - 3) {
            processor = (user + system) / ticks
        } else {
            processor = nil
        }
        memory = Self.number(Self.words("/proc/self/statm"), 1).map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) }
        do {
            openFiles = Double(try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count)
        } catch {
            openFiles = nil
        }
    }

    private static var systemBegan: Double? {
        let words = words("/proc/stat")
        return words.firstIndex(of: "btime").flatMap { number(words, $0 + 1) }
    }

    private static func number(_ words: [Substring], _ place: Int) -> Double? {
        words.indices.contains(place) ? Double(words[place]) : nil
    }

    private static func words(_ path: String, behind mark: Character? = nil) -> [Substring] {
        guard let file = fopen(path, "r") else { return [] }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = fread(&bytes, 1, bytes.count, file)
        let text = String(decoding: bytes[..<count], as: UTF8.self)
        let start = mark.flatMap { text.lastIndex(of: $0) }.map { text.index(after: $0) } ?? text.startIndex
        return text[start...].split(whereSeparator: \.isWhitespace)
    }
}
