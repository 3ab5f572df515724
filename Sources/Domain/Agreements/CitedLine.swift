public import Vocabulary

/// A line of a compact, as another subject cites it.
public struct CitedLine: Hashable, Codable, Sendable {
    public let compact: Identifier<Compact>
    public let line: LineID

    /// A line of a compact.
    public init(_ compact: Identifier<Compact>, _ line: LineID) {
        self.compact = compact
        self.line = line
    }
}

extension CitedLine: CustomStringConvertible {
    /// As forms and claims name it: the compact's identifier, a slash, the line's.
    public var description: String { "\(compact)/\(line)" }

    /// Reads what `description` writes.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let compact = Identifier<Compact>(parts[0]), let line = LineID(parts[1]) else {
            return nil
        }
        self.init(compact, line)
    }
}
