/// A person's words within a line. Isolated, so that writing from right to left, or controls that turn the direction,
/// end with the words and do not disturb what stands beside them.
public func inline(_ text: String) -> HTML {
    "<bdi>\(text)</bdi>"
}

/// A person's words as paragraphs: a blank line parts them, a single line end stays a line end. Each takes the direction
/// of its own writing.
public func prose(_ text: String) -> HTML {
    var paragraphs: [[Substring]] = [[]]
    for line in lines(of: text) {
        if line.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
            paragraphs.append([])
        } else {
            paragraphs[paragraphs.count - 1].append(line)
        }
    }
    return HTML(paragraphs.filter { !$0.isEmpty }.map(paragraph))
}

private func paragraph(_ lines: [Substring]) -> HTML {
    let rest: HTML = "\(each: lines.dropFirst(), { "<br>\($0)" })"
    return "<p class=\"govuk-body concordat-words\" dir=\"auto\">\(lines[0])\(rest)</p>"
}

/// By scalar: for Swift, return and line feed together are one Character.
private func lines(of text: String) -> [Substring] {
    var lines: [Substring] = []
    var rest = text.unicodeScalars[...]
    while let end = rest.firstIndex(where: { $0 == "\n" || $0 == "\r" }) {
        lines.append(Substring(rest[..<end]))
        let next = rest.index(after: end)
        let pair = rest[end] == "\r" && next < rest.endIndex && rest[next] == "\n"
        rest = rest[(pair ? rest.index(after: next) : next)...]
    }
    return lines + [Substring(rest)]
}
