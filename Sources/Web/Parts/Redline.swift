import HTML

/// A run of words in a comparison of two texts.
enum RedlineRun: Hashable, Sendable {
    case same(String)
    case inserted(String)
    case deleted(String)
}

/// Two texts as one: what was put in is underlined, what was taken out struck through, and a screen reader says both.
func redline(_ runs: [RedlineRun]) -> HTML {
    "<div class=\"concordat-redline concordat-words\" dir=\"auto\">\(each: runs, redlineRun)</div>\n"
}

private func redlineRun(_ run: RedlineRun) -> HTML {
    switch run {
    case .same(let words): "\(words)"
    case .inserted(let words): "<ins>\(spoken("inserted: "))\(words)\(spoken(" end of insertion "))</ins>"
    case .deleted(let words): "<del>\(spoken("deleted: "))\(words)\(spoken(" end of deletion "))</del>"
    }
}
