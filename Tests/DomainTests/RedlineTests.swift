import Domain
import Testing

@Suite struct RedlineTests {
    @Test func `the same bytes are no change`() {
        let redline = Redline(from: "Two words.", to: "Two words.")
        #expect(redline.isEmpty && !redline.changed)
        #expect(redline.runs == [.same("Two words.")])
        #expect(Redline(from: "", to: "").runs.isEmpty)
    }

    @Test func `words inserted and deleted are shown in place`() {
        let redline = Redline(from: "We will visit schools each year.", to: "We will visit all schools each term.")
        #expect(
            redline.runs == [
                .same("We will visit "), .inserted("all "), .same("schools each "), .deleted("year"), .inserted("term"),
                .same("."),
            ])
        #expect(redline.changed)
    }

    @Test func `a single space between replaced words belongs to the change`() {
        #expect(
            Redline(from: "by old ways only", to: "by new means only").runs == [
                .same("by "), .deleted("old ways"), .inserted("new means"), .same(" only"),
            ])
    }

    @Test func `a word with an apostrophe is one word and a mark is its own`() {
        #expect(
            Redline(from: "the council's plan", to: "the councils' plan").runs == [
                .same("the "), .deleted("council's"), .inserted("councils'"), .same(" plan"),
            ])
        #expect(Redline(from: "now;", to: "now.").runs == [.same("now"), .deleted(";"), .inserted(".")])
    }

    @Test func `spellings that look alike but differ in bytes are a change`() {
        let redline = Redline(from: "caf\u{E9}", to: "cafe\u{301}")
        #expect(redline.runs == [.deleted("caf\u{E9}"), .inserted("cafe\u{301}")])
        #expect(redline.runs != [.deleted("cafe\u{301}"), .inserted("caf\u{E9}")])
        #expect(
            Redline(from: "a\r\nb", to: "a\nb").runs == [.same("a"), .deleted("\r\n"), .inserted("\n"), .same("b")])
    }

    @Test func `everything from nothing, and nothing from everything`() {
        #expect(Redline(from: "", to: "All new.").runs == [.inserted("All new.")])
        #expect(Redline(from: "All gone.", to: "").runs == [.deleted("All gone.")])
    }

    @Test(arguments: 1...400) func `both wordings can be put together from the runs, byte for byte`(seed: UInt64) {
        var dice = Dice(state: seed)
        let pieces = [
            "a", "b", "word", "it's", " ", "  ", "\n", "\r\n", "\t", ".", ";", ":", "é", "e\u{301}", "\u{301}", "👩‍👧",
            "\u{200D}", "\u{A0}",
            "14", "–", "\u{0}",
        ]
        let old = (0..<dice.roll(60)).map { _ in pieces[dice.roll(pieces.count)] }
        var new = old
        for _ in 0..<dice.roll(12) {
            let place = dice.roll(new.count + 1)
            if dice.roll(2) == 0 {
                new.insert(pieces[dice.roll(pieces.count)], at: place)
            } else if place < new.count {
                new.remove(at: place)
            }
        }
        check(old.joined(), new.joined())
        check(old.joined(), String(old.joined().unicodeScalars.reversed().map(Character.init)))
    }

    @Test func `a script is as short as can be`() {
        var dice = Dice(state: 7)
        for _ in 0..<200 {
            let old = (0..<dice.roll(12)).map { _ in ["a", "b", "c"][dice.roll(3)] }
            let new = (0..<dice.roll(12)).map { _ in ["a", "b", "c"][dice.roll(3)] }
            let redline = Redline(from: old.joined(separator: "."), to: new.joined(separator: "."))
            let shared = redline.runs.reduce(0) { sum, run in
                if case .same(let text) = run { sum + text.utf8.count } else { sum }
            }
            let marked = (old.flatMap { [$0, "."] }.dropLast(), new.flatMap { [$0, "."] }.dropLast())
            #expect(shared == longestCommon(Array(marked.0), Array(marked.1)))
        }
    }

    @Test func `twenty thousand words that all changed take no longer than a moment`() {
        let old = (0..<20_000).map { "old\($0)" + ($0 % 12 == 11 ? "." : "") }.joined(separator: " ")
        let new = (0..<20_000).map { "new\($0)" + ($0 % 15 == 14 ? "." : "") }.joined(separator: " ")
        let clock = ContinuousClock()
        // An unoptimised build on a busy machine is some ten times slower than the release that has to stay below a second.
        #expect(clock.measure { check(old, new) } < .seconds(10))
    }

    @Test func `a long text with a changed word in every sentence is compared sentence by sentence and then by words`()
    {
        let old = (0..<1_000).map { "Item \($0) says plain words and more." }
        let new = old.enumerated().map { index, item in
            index.isMultiple(of: 2) ? item : "Item \(index) says w\(index) x\(index) y\(index) z\(index)."
        }
        check(old.joined(separator: " "), new.joined(separator: " "))
        let runs = Redline(from: old.joined(separator: " "), to: new.joined(separator: " ")).runs
        #expect(
            runs.prefix(3) == [
                .same("Item 0 says plain words and more. Item 1 says "), .deleted("plain words and more"),
                .inserted("w1 x1 y1 z1"),
            ])
        #expect(runs.count == 1_501)
    }

    private func check(_ old: String, _ new: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let runs = Redline(from: old, to: new).runs
        var joined = (old: "", new: "")
        for run in runs {
            switch run {
            case .same(let text):
                joined.old += text
                joined.new += text
            case .deleted(let text): joined.old += text
            case .inserted(let text): joined.new += text
            }
        }
        #expect(joined.old.utf8.elementsEqual(old.utf8), sourceLocation: sourceLocation)
        #expect(joined.new.utf8.elementsEqual(new.utf8), sourceLocation: sourceLocation)
        for (run, next) in zip(runs, runs.dropFirst()) {
            #expect(
                sort(run) < sort(next) || sort(run) == 2, "runs that follow each other differ in sort",
                sourceLocation: sourceLocation)
            #expect(sort(next) != sort(run), sourceLocation: sourceLocation)
        }
        let changed = !old.utf8.elementsEqual(new.utf8)
        #expect(Redline(from: old, to: new).changed == changed, sourceLocation: sourceLocation)
    }

    private func sort(_ run: Redline.Run) -> Int {
        switch run {
        case .deleted: 0
        case .inserted: 1
        case .same: 2
        }
    }

    private func longestCommon(_ a: [String], _ b: [String]) -> Int {
        var lengths = [Int](repeating: 0, count: b.count + 1)
        for left in a {
            var diagonal = 0
            for (index, right) in b.enumerated() {
                let above = lengths[index + 1]
                lengths[index + 1] = left == right ? diagonal + 1 : max(above, lengths[index])
                diagonal = above
            }
        }
        return lengths[b.count]
    }
}

/// A generator of the same numbers on every run (SplitMix64).
private struct Dice {
    var state: UInt64

    mutating func roll(_ sides: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)) % UInt64(sides))
    }
}
