import Domain
import Views
import Vocabulary

/// What has become of a line since somebody last looked, however many wordings lie between.
struct WordingChange: Sendable {
    /// What happened to it, all in all.
    enum Sort: Sendable {
        case changed, added, leftOut, putBack

        var words: String {
            switch self {
            case .changed: "Changed since you last looked"
            case .added: "New since you last looked"
            case .leftOut: "Left out since you last looked"
            case .putBack: "Put back since you last looked"
            }
        }
    }

    let line: LineRead
    let sort: Sort
    /// What the line said then; nil where the text did not have it.
    let before: Part?
    /// What it says now; nil where the text does not have it.
    let after: Part?
}

extension ShownAgreement {
    /// The lines that say something else than they did when an entry was the last one, in reading order.
    func changes(since position: Int, _ versions: [LineID: [VersionRead]]) -> [WordingChange] {
        func stood(_ line: LineID) -> VersionRead? { versions[line]?.last { $0.position <= position } }
        return inOrder(read.lines).compactMap { line in
            let known = stood(line.id)
            var before = known?.content
            if let above = before?.above, stood(above)?.content == nil { before = nil }
            let after = line.standing ? line.content : nil
            let sort: WordingChange.Sort
            switch (before, after) {
            case (nil, nil): return nil
            case (nil, .some): sort = known == nil ? .added : .putBack
            case (.some, nil): sort = .leftOut
            case (.some(let old), .some(let new)):
                guard old != new || !Wording.same(old.text, new.text) else { return nil }
                sort = .changed
            }
            return WordingChange(line: line, sort: sort, before: before, after: after)
        }
    }
}
