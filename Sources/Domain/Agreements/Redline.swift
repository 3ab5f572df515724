/// The words inserted and deleted between two wordings of a line, as negotiators read them.
///
/// Wordings are compared byte for byte in UTF-8: two spellings that look alike but are stored differently are a change.
/// The runs joined without the inserted ones give the old wording exactly, and without the deleted ones the new.
public struct Redline: Equatable, Sendable {
    /// A stretch of text that both wordings share, or that only one of them has.
    public enum Run: Equatable, Sendable {
        /// Text that stands in both wordings.
        case same(String)
        /// Text that only the new wording has.
        case inserted(String)
        /// Text that only the old wording had.
        case deleted(String)

        /// Whether both runs are of one sort and hold the same bytes.
        public static func == (left: Run, right: Run) -> Bool {
            switch (left, right) {
            case (.same(let a), .same(let b)), (.inserted(let a), .inserted(let b)), (.deleted(let a), .deleted(let b)):
                a.utf8.elementsEqual(b.utf8)
            default: false
            }
        }
    }

    /// The runs in reading order; what was deleted stands before what was inserted in its place.
    public let runs: [Run]

    /// Whether the two wordings are the same bytes.
    public var isEmpty: Bool { !changed }

    /// Whether any text was inserted or deleted.
    public var changed: Bool {
        runs.contains { run in
            if case .same = run { false } else { true }
        }
    }

    /// Compares two wordings by words; where almost everything changed, by sentences, and in the end as a whole.
    public init(from old: String, to new: String) {
        var comparison = Comparison(Array(old.utf8), Array(new.utf8))
        let words = (Comparison.words(in: old), Comparison.words(in: new))
        var steps = Comparison.fewSteps
        if !comparison.compare(words.0[...], words.1[...], steps: &steps) {
            comparison.compareSentences(words.0, words.1)
        }
        runs = comparison.runs()
    }
}

/// Finds what two texts have in common, within a bound on the work, and keeps it as hunks in reading order.
private struct Comparison {
    /// Enough for a script of some two thousand changed words; a long text rewritten throughout needs far more.
    static let fewSteps = 4_000_000

    private enum Side { case same, deleted, inserted }

    private let old: [UInt8]
    private let new: [UInt8]
    private var script: [(side: Side, text: Range<Int>)] = []

    init(_ old: [UInt8], _ new: [UInt8]) {
        self.old = old
        self.new = new
    }

    /// The words, single marks and white spaces of a text, as ranges of its UTF-8 bytes without gaps.
    static func words(in text: String) -> [Range<Int>] {
        enum Kind { case word, space, mark }
        var ranges: [Range<Int>] = []
        var start = 0
        var end = 0
        var kind: Kind?
        for scalar in text.unicodeScalars {
            let next: Kind
            if scalar.properties.isGraphemeExtend || scalar == "\u{200D}", let kind {
                next = kind
            } else if isWord(scalar) {
                next = .word
            } else {
                next = scalar.properties.isWhitespace ? .space : .mark
            }
            let extends = scalar.properties.isGraphemeExtend || scalar == "\u{200D}"
            if kind != nil, next != kind || (next == .mark && !extends) {
                ranges.append(start..<end)
                start = end
            }
            kind = next
            end += UTF8.width(scalar)
        }
        if end > start { ranges.append(start..<end) }
        return ranges
    }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "'", "\u{2019}": true
        case "\0"..."\u{7F}": false
        default: scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        }
    }

    /// Compares token by token, using up steps, and keeps the script; says false, and keeps nothing, where they run out.
    mutating func compare(_ a: ArraySlice<Range<Int>>, _ b: ArraySlice<Range<Int>>, steps: inout Int) -> Bool {
        var a = a
        var b = b
        var head: [Range<Int>] = []
        while let first = a.first, let other = b.first, old[first] == new[other] {
            head.append(first)
            a.removeFirst()
            b.removeFirst()
        }
        var tail: [Range<Int>] = []
        while let last = a.last, let other = b.last, old[last] == new[other] {
            tail.append(last)
            a.removeLast()
            b.removeLast()
        }
        var numbers: [ArraySlice<UInt8>: Int32] = [:]
        func number(_ token: ArraySlice<UInt8>) -> Int32 {
            if let known = numbers[token] { return known }
            let fresh = Int32(numbers.count)
            numbers[token] = fresh
            return fresh
        }
        let left = a.map { number(old[$0]) }
        let right = b.map { number(new[$0]) }
        guard let common = Self.common(left, right, steps: &steps) else { return false }

        script += head.map { (.same, $0) }
        var x = a.startIndex
        var y = b.startIndex
        for pair in common + [(left.count, right.count)] {
            while x < a.startIndex + pair.0 { keep(.deleted, a[x], &x) }
            while y < b.startIndex + pair.1 { keep(.inserted, b[y], &y) }
            if x < a.endIndex, y < b.endIndex {
                keep(.same, a[x], &x)
                y += 1
            }
        }
        script += tail.reversed().map { (.same, $0) }
        return true
    }

    private mutating func keep(_ side: Side, _ text: Range<Int>, _ position: inout Int) {
        script.append((side, text))
        position += 1
    }

    /// The positions of a longest common subsequence, by the greedy algorithm of E. W. Myers, "An O(ND) Difference
    /// Algorithm and Its Variations" (1986); nil where it would take more steps than allowed.
    private static func common(_ a: [Int32], _ b: [Int32], steps: inout Int) -> [(Int, Int)]? {
        guard !a.isEmpty, !b.isEmpty else { return [] }
        var trace: [[Int32]] = []
        var reached: [Int32] = [0]
        for distance in 0...(a.count + b.count) {
            // Diagonal k stands at (k + distance) / 2: only every other diagonal is alive at each distance.
            var next = [Int32](repeating: 0, count: distance + 1)
            for index in 0...distance {
                let k = 2 * index - distance
                var x: Int
                if distance == 0 {
                    x = 0
                } else if index == 0 || (index < distance && reached[index - 1] < reached[index]) {
                    x = Int(reached[index])
                } else {
                    x = Int(reached[index - 1]) + 1
                }
                var y = x - k
                while x < a.count, y < b.count, a[x] == b[y] {
                    x += 1
                    y += 1
                    steps -= 1
                }
                next[index] = Int32(x)
                if x == a.count, y == b.count {
                    trace.append(next)
                    return path(trace, a.count, b.count)
                }
                steps -= 1
            }
            guard steps > 0 else { return nil }
            trace.append(next)
            reached = next
        }
        return nil
    }

    /// Walks the trace back from the end and collects the pairs that were equal.
    private static func path(_ trace: [[Int32]], _ width: Int, _ height: Int) -> [(Int, Int)] {
        var pairs: [(Int, Int)] = []
        var x = width
        var y = height
        for distance in stride(from: trace.count - 1, through: 1, by: -1) {
            let index = (x - y + distance) / 2
            let before = trace[distance - 1]
            let down = index == 0 || (index < distance && before[index - 1] < before[index])
            let fromX = Int(before[down ? index : index - 1])
            let fromY = down ? fromX - (x - y + 1) : fromX - (x - y - 1)
            let startX = down ? fromX : fromX + 1
            while x > startX {
                x -= 1
                y -= 1
                pairs.append((x, y))
            }
            x = fromX
            y = fromY
        }
        while x > 0, y > 0 {
            x -= 1
            y -= 1
            pairs.append((x, y))
        }
        return pairs.reversed()
    }

    /// Compares sentence by sentence, then words within each changed stretch as far as the allowance goes.
    mutating func compareSentences(_ a: [Range<Int>], _ b: [Range<Int>]) {
        let sentences = (Self.sentences(a, in: old), Self.sentences(b, in: new))
        var coarse = Comparison(old, new)
        var steps = Self.fewSteps
        guard coarse.compare(sentences.0[...], sentences.1[...], steps: &steps) else {
            script.append((.deleted, 0..<old.count))
            script.append((.inserted, 0..<new.count))
            return
        }
        var allowance = Self.fewSteps
        var words = (a[...], b[...])
        func take(_ bound: Int, from tokens: inout ArraySlice<Range<Int>>) -> ArraySlice<Range<Int>> {
            let end = tokens.firstIndex { $0.lowerBound >= bound } ?? tokens.endIndex
            defer { tokens = tokens[end...] }
            return tokens[tokens.startIndex..<end]
        }
        for hunk in coarse.hunks() {
            let deleted = take(hunk.deleted.upperBound, from: &words.0)
            let inserted = take(hunk.inserted.upperBound, from: &words.1)
            let share = min(allowance, 50_000)
            var left = share
            if deleted.isEmpty || inserted.isEmpty || share < 1 || !compare(deleted, inserted, steps: &left) {
                script.append((.deleted, hunk.deleted))
                script.append((.inserted, hunk.inserted))
            }
            allowance -= share - left
            let same = take(hunk.same.upperBound, from: &words.0)
            _ = take(hunk.inserted.upperBound + hunk.same.count, from: &words.1)
            script += same.map { (.same, $0) }
        }
    }

    /// Words gathered into sentences: each ends with a full stop, semicolon, colon, exclamation or question mark and the
    /// white space after it, or with white space that holds a line break.
    private static func sentences(_ words: [Range<Int>], in text: [UInt8]) -> [Range<Int>] {
        var sentences: [Range<Int>] = []
        var start = 0
        var stopped = false
        for word in words {
            let first = text[word.lowerBound]
            let isSpace = first == 0x20 || (0x09...0x0D).contains(first)
            if isSpace, stopped || text[word].contains(0x0A) {
                sentences.append(start..<word.upperBound)
                start = word.upperBound
            }
            stopped = first == 0x2E || first == 0x3B || first == 0x3A || first == 0x21 || first == 0x3F
        }
        if start < text.count { sentences.append(start..<text.count) }
        return sentences
    }

    /// What was deleted and inserted at one place, and what both texts share after it.
    private struct Hunk {
        var deleted: Range<Int>
        var inserted: Range<Int>
        var same: Range<Int>

        var isChange: Bool { !deleted.isEmpty || !inserted.isEmpty }
    }

    /// The script as hunks: deletions and insertions between two shared stretches, whatever their order, are one hunk.
    private func hunks() -> [Hunk] {
        var hunks: [Hunk] = []
        var hunk = Hunk(deleted: 0..<0, inserted: 0..<0, same: 0..<0)
        var oldEnd = 0
        var newEnd = 0
        for step in script where !step.text.isEmpty {
            if step.side != .same, !hunk.same.isEmpty {
                hunks.append(hunk)
                hunk = Hunk(deleted: oldEnd..<oldEnd, inserted: newEnd..<newEnd, same: oldEnd..<oldEnd)
            }
            switch step.side {
            case .same:
                hunk.same = (hunk.same.isEmpty ? oldEnd : hunk.same.lowerBound)..<step.text.upperBound
                oldEnd += step.text.count
                newEnd += step.text.count
            case .deleted:
                hunk.deleted = hunk.deleted.lowerBound..<step.text.upperBound
                oldEnd += step.text.count
            case .inserted:
                hunk.inserted = hunk.inserted.lowerBound..<step.text.upperBound
                newEnd += step.text.count
            }
        }
        hunks.append(hunk)
        return hunks
    }

    /// The runs, with a single space between two replaced words counted to both sides: whole phrases read better than
    /// words that alternate.
    func runs() -> [Redline.Run] {
        var joined: [Hunk] = []
        for hunk in hunks() {
            if let last = joined.last, last.isChange, hunk.isChange, last.same.count == 1,
                old[last.same.lowerBound] == 0x20,
                !(last.deleted.isEmpty && hunk.deleted.isEmpty), !(last.inserted.isEmpty && hunk.inserted.isEmpty)
            {
                joined[joined.count - 1] = Hunk(
                    deleted: last.deleted.lowerBound..<hunk.deleted.upperBound,
                    inserted: last.inserted.lowerBound..<hunk.inserted.upperBound, same: hunk.same)
            } else {
                joined.append(hunk)
            }
        }
        var runs: [Redline.Run] = []
        for hunk in joined {
            if !hunk.deleted.isEmpty { runs.append(.deleted(String(decoding: old[hunk.deleted], as: UTF8.self))) }
            if !hunk.inserted.isEmpty { runs.append(.inserted(String(decoding: new[hunk.inserted], as: UTF8.self))) }
            if !hunk.same.isEmpty { runs.append(.same(String(decoding: old[hunk.same], as: UTF8.self))) }
        }
        return runs
    }
}
