import Vocabulary

/// Which version of a published data set is wanted: one (`2.1`, or `2.1.1` for a patch), or with an asterisk last the newest of those
/// that begin so (`2.*`, `2.1.*`, `*`), as the service's OpenAPI document has it.
struct VersionWish: Sendable, CustomStringConvertible {
    let description: String
    /// Whether it is one version and no other.
    let isExact: Bool
    /// The numbers before the asterisk, or all.
    private let numbers: [Int]

    /// Reads a version.
    ///
    /// - Throws: `Refusal` where it is none.
    init(_ text: String) throws(Refusal) {
        guard let wish = VersionWish(reading: text) else {
            throw Refusal(
                Fault(
                    "fetch.version", field: "version",
                    "'\(text)' is no version: give one as 2.1, the newest that begin so as 2.*, or none for the newest of all"
                ))
        }
        self = wish
    }

    private init?(reading text: String) {
        var parts = text.split(separator: ".", omittingEmptySubsequences: false)
        isExact = parts.last != "*"
        if !isExact { parts.removeLast() }
        guard (isExact ? 2...3 : 0...2).contains(parts.count) else { return nil }
        numbers = parts.compactMap { part in
            (1...6).contains(part.utf8.count) && part.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(part) : nil
        }
        guard numbers.count == parts.count else { return nil }
        description = text
    }

    /// Whether an exact version is what is wanted: `2.1` is of `2.*`, and `2.1.0` is `2.1`.
    func includes(_ version: String) -> Bool {
        guard let other = VersionWish(reading: version), other.isExact else { return false }
        return isExact ? full == other.full : other.numbers.starts(with: numbers)
    }

    /// Whether a text names one version.
    static func isExact(_ text: String) -> Bool { VersionWish(reading: text)?.isExact == true }

    /// Major, minor and patch.
    private var full: [Int] { numbers + Array(repeating: 0, count: 3 - numbers.count) }
}
