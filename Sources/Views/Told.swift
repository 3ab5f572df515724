import GRDB
public import Vocabulary

/// Something that was written under a seal.
public struct Told: Hashable, Sendable {
    /// The text; nil once it is erased.
    public let text: String?
    /// The day on which it was erased, if it was.
    public let erased: Day?
}

extension Row {
    /// What a column of a seal binds, beside its text and the day on which that was erased; nil where there is no seal.
    func told(_ column: String) -> Told? {
        (self[column] as String?).map { _ in Told(text: self["\(column)Text"], erased: day("\(column)Erased")) }
    }

    /// The same, where there is always a seal.
    func certainlyTold(_ column: String) throws -> Told {
        guard let told = told(column) else { throw UnreadableRow(column: column) }
        return told
    }
}
