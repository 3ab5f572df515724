public import Vocabulary

/// What a written text must be to stand in an agreement.
public enum Wording {
    /// The most characters one line's text may have.
    public static let longest = 20_000

    /// What is wrong with a text: nothing in it, or too much. `what` completes "Enter …".
    public static func faults(_ text: String, field: String, upTo longest: Int = longest, _ what: String) -> [Fault] {
        if text.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }) {
            return [Fault("wording.empty", field: field, "Enter \(what)")]
        }
        // Scalars, not characters: a thousand combining marks on one letter are a thousand.
        if text.unicodeScalars.count > longest {
            return [Fault("wording.long", field: field, "Shorten \(what) to \(longest) characters or fewer")]
        }
        return []
    }

    /// Whether two wordings are the same text, byte for byte.
    public static func same(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }

    /// The first words of a text, some sixty characters of them.
    public static func beginning(of text: String) -> String {
        guard text.count > 60 else { return text }
        let start = text.prefix(60)
        return String(start[..<(start.lastIndex(of: " ") ?? start.endIndex)]) + "…"
    }
}
