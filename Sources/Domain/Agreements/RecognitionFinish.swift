/// Making the statement out of what the lines gave.
extension RecognitionReader {
    mutating func finished() -> RecognisedStatement {
        let numbered = lastNumbered != nil
        if !numbered, !paragraphs.isEmpty {
            doubt(paragraphs[0].line, "No numbered paragraph was found; every block of text was kept without a number.")
        }
        if day == nil, let dayBefore {
            day = dayBefore.day
            doubt(dayBefore.line, "The day was found before the first paragraph, not beside the signatures.")
        }
        if numbered {
            let last = lines.last?.number ?? 1
            if title.isEmpty { doubt(lines.first?.number ?? 1, "No title was found before the first paragraph.") }
            if signatories.isEmpty { doubt(last, "No signatory was found.") }
            if day == nil { doubt(last, "No day of signature was found.") }
        }
        let finishedParagraphs = paragraphs.map { finish($0) }
        let annex = inAnnex ? finishedAnnex() : nil
        return RecognisedStatement(
            title: title.string, paragraphs: finishedParagraphs, signatories: signatories, signedOn: day,
            footnotes: footnotes.map(\.string), annex: annex, doubts: boundedDoubts())
    }

    mutating func finish(_ paragraph: Paragraph) -> RecognisedStatement.Paragraph {
        var paragraph = paragraph
        if paragraph.points.isEmpty, paragraph.closing == nil, let list = Self.runInList(paragraph.opening) {
            doubt(
                paragraph.line,
                "The sentence runs on through \(list.points.count) points; it was divided at its semicolons.")
            paragraph.opening = list.opening
            paragraph.points = list.points.map { (.none, $0) }
            paragraph.closing = list.closing
        }
        return RecognisedStatement.Paragraph(
            number: paragraph.number, opening: paragraph.opening.string,
            points: paragraph.points.map { .init(mark: $0.mark, text: $0.text.trimmedPoint.string) },
            closing: paragraph.closing?.string, classification: Self.classify(paragraph))
    }

    /// Divides "They will: a; b; c; and d. More text." at its semicolons, where there are two or more after the colon.
    static func runInList(_ text: [UInt8]) -> (opening: [UInt8], points: [[UInt8]], closing: [UInt8]?)? {
        guard let colon = text.positions(of: ": ").first else { return nil }
        var parts = text[(colon + 2)...].split(separator: 0x3B, omittingEmptySubsequences: false).map { Array($0) }
        guard parts.count >= 3, var last = parts.popLast() else { return nil }
        // A full stop after a longer word, with a capital to follow, ends the list; after a short one it abbreviates.
        let stop = last.positions(of: ". ").first { position in
            position >= 3 && !last[(position - 3)..<position].contains(0x20)
                && position + 2 < last.count && RecognisedText.isCapital(last[position + 2])
        }
        let closing = stop.map { Array(last[($0 + 2)...]) }
        if let stop { last.removeSubrange((stop + 1)...) }
        let trimmed = Array(last.drop { $0 == 0x20 })
        for joint in ["and ", "or "] where trimmed.starts(with: joint.utf8) {
            last = Array(trimmed.dropFirst(joint.utf8.count))
        }
        parts.append(last)
        let points = parts.map { Array($0.drop { $0 == 0x20 }) }.filter { !$0.trimmedPoint.isEmpty }
        return (Array(text[...colon]), points, closing)
    }

    static func classify(_ paragraph: Paragraph) -> RecognisedStatement.Classification {
        let opening = paragraph.opening
        guard !paragraph.points.isEmpty else {
            let limits = opening.mentions("within available resources") || opening.mentions("statutory")
            return limits || opening.mentions("legally binding") ? .term : .context
        }
        let promises: [StaticString] = [
            "will:", "shall:", "undertakes to:", "undertake to:", "commits to:", "commit to:",
        ]
        if promises.contains(where: { opening.ends(with: $0) }) { return .undertaking }
        if opening.mentions("vision") { return .vision }
        return opening.mentions("focus") || opening.mentions("priorit") ? .focus : .context
    }

    func boundedDoubts() -> [RecognisedStatement.Doubt] {
        // Equal lines keep the order in which they were doubted.
        let ordered = doubts.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }
            .map(\.element)
        guard ordered.count > 100 else { return ordered }
        let more = ordered.count - 99 + furtherDoubts
        return ordered.prefix(99) + [
            .init(line: ordered[99].line, sentence: "There are \(more) more doubts from here on.")
        ]
    }
}
