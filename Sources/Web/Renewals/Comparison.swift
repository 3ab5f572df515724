import Domain
import Views
import Vocabulary

/// The lines of an agreement beside those of the one that it follows. Lines that were carried over have kept their names.
struct Comparison: Sendable {
    /// One text of the two: its lines, and what they may cite.
    struct Side: Sendable {
        let lines: [(id: LineID, content: Part)]
        let choices: LineChoices

        /// A line's title.
        func title(of part: Part) -> String { choices.title(of: part) }

        /// All that a line says, as a redline compares it.
        func words(of part: Part) -> String {
            var facts = choices.facts(of: part).map { "\($0.name): \($0.words)" }
            // Who asks is not said with a request, as it is the authority; of several it is one.
            if case .request(_, let ask) = part { facts.append("Asked by: \(choices.party(ask.by)?.name ?? "A body")") }
            return ([choices.title(of: part), choices.text(of: part)] + facts).filter { !$0.isEmpty }
                .joined(separator: "\n")
        }
    }

    let earlier: Side
    let later: Side
    /// Why a line could not be carried over, where that is known.
    var why: [LineID: WhyLeft] = [:]

    /// A line in both texts that does not say the same, with what it said and says.
    var changed: [(id: LineID, from: Part, to: Part)] {
        let known = Dictionary(earlier.lines.map { ($0.id, $0.content) }) { first, _ in first }
        return later.lines.compactMap { line in
            guard let before = known[line.id], earlier.words(of: before) != later.words(of: line.content) else {
                return nil
            }
            return (line.id, before, line.content)
        }
    }

    /// The lines of the earlier one that the later one lacks.
    var left: [(id: LineID, content: Part)] {
        let kept = Set(later.lines.map(\.id))
        return earlier.lines.filter { !kept.contains($0.id) }
    }

    /// The lines that the later one has and the earlier one had not.
    var added: [(id: LineID, content: Part)] {
        let known = Set(earlier.lines.map(\.id))
        return later.lines.filter { !known.contains($0.id) }
    }

    /// How many lines say the same in both.
    var same: Int { later.lines.count - changed.count - added.count }
}

extension WhyLeft {
    /// In words, behind the line's title.
    var words: String {
        switch self {
        case .areaGone: "The new agenda no longer has its area"
        case .above: "What it stood under was left out"
        case .settled: "It was settled: kept, or not"
        case .asked: "It was asked, and has an answer or will have one. What is still wanted is asked anew"
        case .consulted: "It says what was said then: ask again"
        case .day: "It names a day of the earlier agreement"
        case .over: "The year of its goal is over: agree on a new one"
        case .unfit(let words): words
        }
    }
}
