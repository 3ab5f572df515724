/// A pasted text as lines whose marks have been read. Works on bytes of UTF-8, so that time grows with length alone.
struct RecognisedText {
    /// What stands at the beginning of a line.
    enum Mark: Equatable {
        case number(Int)
        case letter(UInt8)
        case bullet
        case footnote
        case plain
    }

    /// A line that is not blank, with white space trimmed and repeated spaces made one.
    struct Line {
        let number: Int
        let bytes: [UInt8]
        let mark: Mark
        /// Where the text begins after the mark.
        let start: Int
        /// Whether a blank line, or the beginning of the text, stands before it.
        let afterBlank: Bool

        var text: ArraySlice<UInt8> { bytes[start...] }
    }

    private(set) var lines: [Line] = []

    init(_ text: String) {
        var bytes: [UInt8] = []
        var number = 1
        var blank = true
        var space = false
        var afterReturn = false
        var bulletStart = true

        func finish() {
            if bytes.isEmpty {
                blank = true
            } else {
                let (mark, start) = Self.mark(of: bytes)
                lines.append(Line(number: number, bytes: bytes, mark: mark, start: start, afterBlank: blank))
                bytes.removeAll(keepingCapacity: true)
                blank = false
            }
            number += 1
            space = false
            bulletStart = true
        }

        for scalar in text.unicodeScalars {
            defer { afterReturn = scalar == "\r" }
            switch scalar.value {
            case 0x0A where afterReturn: continue
            case 0x0A, 0x0D, 0x85, 0x2028, 0x2029: finish()
            case 0x09, 0x0B, 0x0C, 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: space = !bytes.isEmpty
            case 0xFEFF, 0xAD, 0x200B, 0x2060, 0x00...0x1F, 0x7F...0x9F: continue
            default:
                if bulletStart, Self.isBullet(scalar) {
                    // One byte stands for every sort of bullet; nothing else can bring it in.
                    bytes.append(Self.bullet)
                    space = false
                } else {
                    if space { bytes.append(0x20) }
                    space = false
                    bytes.append(contentsOf: UTF8.encode(scalar)!)
                }
                bulletStart = false
            }
        }
        finish()
    }

    private static let bullet: UInt8 = 0

    private static func isBullet(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x2022, 0x2023, 0x2043, 0x25AA, 0x25CF, 0x25E6, 0xB7, 0xF0B7: true
        default: false
        }
    }

    private static func mark(of bytes: [UInt8]) -> (Mark, Int) {
        var start = 0
        var bulleted = false
        if bytes[0] == bullet {
            bulleted = true
            start = 1
        } else if let dash = ["- ", "* ", "– ", "— "].first(where: { bytes.starts(with: $0.utf8) }) {
            bulleted = true
            start = dash.utf8.count
        }
        while start < bytes.count, bytes[start] == 0x20 { start += 1 }
        if let (letter, after) = letter(bytes, from: start) { return (.letter(letter), after) }
        if bulleted { return (.bullet, start) }
        if let (number, after) = number(bytes, from: 0) { return (.number(number), after) }
        if let after = footnote(bytes) { return (.footnote, after) }
        return (.plain, 0)
    }

    /// "(a)", "a)" or "a.", then a space or the end. A capital needs a bracket: "J. Example" is a name.
    private static func letter(_ bytes: [UInt8], from start: Int) -> (UInt8, Int)? {
        let opened = start < bytes.count && bytes[start] == 0x28
        let at = opened ? start + 1 : start
        guard at + 1 < bytes.count else { return nil }
        let small = bytes[at] | 0x20
        let closed = bytes[at + 1] == 0x29
        guard (0x61...0x7A).contains(small), closed || (!opened && bytes[at + 1] == 0x2E) else { return nil }
        guard closed || bytes[at] == small, let after = ends(bytes, at + 2) else { return nil }
        return (small, after)
    }

    /// "1.", "1)" or "(1)" of at most three digits, then a space or the end.
    private static func number(_ bytes: [UInt8], from start: Int) -> (Int, Int)? {
        let opened = bytes[start] == 0x28
        var at = opened ? start + 1 : start
        let first = at
        var value = 0
        while at < bytes.count, isDigit(bytes[at]), at - first < 3 {
            value = value * 10 + Int(bytes[at] - 0x30)
            at += 1
        }
        guard at > first, at < bytes.count, bytes[at] == 0x29 || (!opened && bytes[at] == 0x2E) else { return nil }
        guard let after = ends(bytes, at + 1) else { return nil }
        return (value, after)
    }

    private static func ends(_ bytes: [UInt8], _ at: Int) -> Int? {
        if at >= bytes.count { return bytes.count }
        return bytes[at] == 0x20 ? at + 1 : nil
    }

    /// Asterisks, a dagger, a double dagger, a section sign or a number in square brackets, before the footnote's text.
    private static func footnote(_ bytes: [UInt8]) -> Int? {
        var at = 0
        if bytes[0] == 0x5B {
            at = 1
            while at < bytes.count, isDigit(bytes[at]), at < 4 { at += 1 }
            guard at > 1, at < bytes.count, bytes[at] == 0x5D else { return nil }
            at += 1
        } else if bytes.starts(with: "†".utf8) || bytes.starts(with: "‡".utf8) {
            at = 3
        } else if bytes.starts(with: "§".utf8) {
            at = 2
        } else {
            while at < bytes.count, bytes[at] == 0x2A { at += 1 }
        }
        guard at > 0, at < bytes.count else { return nil }
        return bytes[at] == 0x20 ? at + 1 : at
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    static func isCapital(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) }
    static func isSmall(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }

    static func lowered(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        bytes.map { isCapital($0) ? $0 | 0x20 : $0 }
    }
}

extension RecognisedText {
    /// A line of nothing but dashes, underscores and the like.
    private static func isRule(_ line: Line) -> Bool {
        line.mark == .plain
            && line.bytes.allSatisfy { $0 < 0x80 && !RecognisedText.isDigit($0) && !(0x61...0x7A).contains($0 | 0x20) }
    }

    /// The lines that are page numbers or mere rules, or that repeat a header: the first line of the text, or a short line
    /// that stands three times or more and is nobody's office.
    func furniture() -> Set<Int> {
        var places: [[UInt8]: [Int]] = [:]
        var headers: Set<Int> = []
        for (index, line) in lines.enumerated() where line.bytes.count <= 120 && line.mark == .plain {
            let key = Self.withoutPageNumber(line.bytes)
            if key.isEmpty || Self.isRule(line) {
                headers.insert(index)
            } else {
                places[key, default: []].append(index)
            }
        }
        for (_, found) in places where found.count > 1 {
            if found[0] == 0 {
                headers.formUnion(found.dropFirst())
            } else if found.count > 2, RecognisedDay(lines[found[0]].bytes) == nil, !found.contains(where: followsName)
            {
                headers.formUnion(found)
            }
        }
        return headers
    }

    private func followsName(_ index: Int) -> Bool {
        index > 0 && !lines[index].afterBlank && RecognisedName(lines[index - 1].bytes) != .none
    }

    /// A line without a page number such as "Page 2 of 7" at its end; empty for a line that is nothing else.
    private static func withoutPageNumber(_ line: [UInt8]) -> [UInt8] {
        var words = line.split(separator: 0x20)
        guard let last = words.last, last.allSatisfy(RecognisedText.isDigit) else { return line }
        if words.count == 1 { return last.count <= 3 ? [] : line }
        words.removeLast()
        if words.count > 2, words.last.map({ RecognisedText.lowered($0) }).map({ $0.elementsEqual("of".utf8) }) == true,
            words[words.count - 2].allSatisfy(RecognisedText.isDigit)
        {
            words.removeLast(2)
        }
        guard let page = words.popLast(), RecognisedText.lowered(page).elementsEqual("page".utf8) else { return line }
        while let mark = words.last,
            mark.elementsEqual("-".utf8) || mark.elementsEqual("|".utf8) || mark.elementsEqual("–".utf8)
        {
            words.removeLast()
        }
        return Array(words.joined(separator: [0x20]))
    }
}

/// Small questions about a stretch of bytes, each answered in one pass.
extension Collection<UInt8> {
    /// The bytes as text.
    var string: String { String(decoding: self, as: UTF8.self) }
}

extension BidirectionalCollection<UInt8> {
    /// Whether the stretch ends as a sentence or a point does.
    var isEnded: Bool {
        guard let last else { return true }
        return [0x2E, 0x3A, 0x3B, 0x21, 0x3F].contains(last) || ends(with: "; and") || ends(with: "; or")
    }

    func ends(with suffix: StaticString) -> Bool {
        suffix.withUTF8Buffer { suffix in self.suffix(suffix.count).elementsEqual(suffix) }
    }
}

extension [UInt8] {
    /// Adds a line that runs on. A hyphen at the break joins its two halves.
    mutating func join(_ line: some Collection<UInt8>) {
        guard let last, let first = line.first else {
            append(contentsOf: line)
            return
        }
        let hyphenated = last == 0x2D && count > 1 && self[count - 2] != 0x20 && first != 0x20
        if !hyphenated { append(0x20) }
        append(contentsOf: line)
    }

    /// A point without what joins it to the next: "; and", a semicolon, a comma, or one full stop.
    var trimmedPoint: [UInt8] {
        var point = self[...]
        func dropSpaces() {
            while point.last == 0x20 { point.removeLast() }
        }
        dropSpaces()
        if point.ends(with: " and") {
            point.removeLast(4)
        } else if point.ends(with: " or") {
            point.removeLast(3)
        }
        dropSpaces()
        if let last = point.last, last == 0x3B || last == 0x2C || (last == 0x2E && !point.ends(with: "..")) {
            point.removeLast()
        }
        dropSpaces()
        return Array(point)
    }

    /// Whether the word stands anywhere, small or capital letters alike; the word is given in small letters.
    func mentions(_ word: StaticString) -> Bool {
        word.withUTF8Buffer { word in
            guard count >= word.count else { return false }
            return (0...(count - word.count)).contains { start in
                (0..<word.count).allSatisfy { offset in
                    let byte = self[start + offset]
                    return (RecognisedText.isCapital(byte) ? byte | 0x20 : byte) == word[offset]
                }
            }
        }
    }

    /// Every position at which the bytes stand.
    func positions(of pattern: StaticString) -> [Int] {
        pattern.withUTF8Buffer { pattern in
            guard count >= pattern.count else { return [] }
            return (0...(count - pattern.count)).filter { start in
                (0..<pattern.count).allSatisfy { self[start + $0] == pattern[$0] }
            }
        }
    }
}
