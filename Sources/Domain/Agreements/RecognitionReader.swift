/// Goes through the lines once and keeps what it recognises. Looks back at the part that is open and ahead a few lines.
struct RecognitionReader {
    typealias Line = RecognisedText.Line
    typealias Point = (mark: RecognisedStatement.Mark, text: [UInt8])

    struct Paragraph {
        let number: Int?
        let line: Int
        var opening: [UInt8]
        var points: [Point] = []
        var closing: [UInt8]?
    }

    struct Area {
        let code: String
        var text: [UInt8]
    }

    struct Group {
        let number: Int?
        let line: Int
        var opening: [UInt8]
        var areas: [Area] = []
    }

    /// The part to which a line that runs on belongs.
    enum Part { case none, title, opening, point, closing, footnote, annexTitle, groupOpening, area }

    let lines: [Line]
    /// Page headers, page numbers and ruled lines: left out.
    let headers: Set<Int>
    let lastNumbered: Int?
    var part = Part.none
    var title: [UInt8] = []
    var paragraphs: [Paragraph] = []
    var signatories: [RecognisedStatement.Signatory] = []
    var day: RecognisedStatement.SigningDay?
    var dayBefore: (day: RecognisedStatement.SigningDay, line: Int)?
    var footnotes: [[UInt8]] = []
    var inAnnex = false
    var annexLine = 0
    var annexTitle: [UInt8] = []
    var groups: [Group] = []
    /// Whether the signatures have begun, after which come only footnotes and the annex.
    var signed = false
    var seenNumbers: Set<Int> = []
    var previousNumber: Int?
    var seenLetters: Set<UInt8> = []
    var previousLetter: UInt8?
    var afterHeader = false
    var doubts: [RecognisedStatement.Doubt] = []
    var furtherDoubts = 0

    init(_ text: RecognisedText) {
        lines = text.lines
        headers = text.furniture()
        // The signatures stand after the last paragraph that belongs to the statement, not to its annex.
        let end = text.lines.firstIndex { Self.annexHeading($0) != nil } ?? text.lines.endIndex
        lastNumbered = text.lines[..<end].lastIndex { if case .number = $0.mark { true } else { false } }
    }

    mutating func read() -> RecognisedStatement {
        if lines.isEmpty { doubt(1, "There is no text to read.") }
        var index = 0
        while index < lines.count {
            let line = lines[index]
            if headers.contains(index) {
                if line.bytes.contains(where: { RecognisedText.isSmall($0) || RecognisedText.isCapital($0) }) {
                    doubt(line.number, "This line was taken for a repeated page header and left out.")
                }
                afterHeader = true
                index += 1
            } else {
                index += readLine(index)
                afterHeader = false
            }
        }
        return finished()
    }

    /// Keeps a doubt; of a text that is nothing but doubts only their number.
    mutating func doubt(_ line: Int, _ sentence: String) {
        if doubts.count < 1000 { doubts.append(.init(line: line, sentence: sentence)) } else { furtherDoubts += 1 }
    }

    /// Reads the line at the index, and says how many lines were used up.
    mutating func readLine(_ index: Int) -> Int {
        let line = lines[index]
        if mayBegin(line), let heading = Self.annexHeading(line) {
            beginAnnex(heading, line)
            return 1
        }
        switch line.mark {
        case .footnote:
            footnotes.append(Array(line.text))
            part = .footnote
        case .number(let number):
            if runsOn(line), line.text.first.map({ !RecognisedText.isCapital($0) }) ?? true, number != expectedNumber {
                doubt(
                    line.number,
                    "The number \(number) at the start of this line was read as part of the sentence before.")
                append(line.bytes[...])
            } else {
                inAnnex ? beginGroup(number, line) : beginParagraph(number, line)
            }
        case .letter(let letter): inAnnex ? addArea(letter, line) : addPoint(.letter(letter.text), line, letter)
        case .bullet:
            if inAnnex {
                addArea(nil, line)
            } else if signed {
                doubt(line.number, "This point stands after the signatures and was read as a footnote.")
                footnotes.append(Array(line.text))
                part = .footnote
            } else {
                addPoint(.dash, line, nil)
            }
        case .plain: return inAnnex ? readInAnnex(line) : readPlain(index)
        }
        return 1
    }

    var expectedNumber: Int { (previousNumber ?? 0) + 1 }

    /// Whether the open part's last sentence goes on over this line.
    func runsOn(_ line: Line) -> Bool {
        part != .none && !openText.isEnded && (!line.afterBlank || afterHeader)
    }

    func mayBegin(_ line: Line) -> Bool {
        line.afterBlank || part == .none || part == .footnote || openText.isEnded
    }

    var openText: ArraySlice<UInt8> {
        switch part {
        case .none: []
        case .title: title[...]
        case .opening: paragraphs[paragraphs.count - 1].opening[...]
        case .point: paragraphs[paragraphs.count - 1].points.last?.text[...] ?? []
        case .closing: paragraphs[paragraphs.count - 1].closing?[...] ?? []
        case .footnote: footnotes[footnotes.count - 1][...]
        case .annexTitle: annexTitle[...]
        case .groupOpening: groups[groups.count - 1].opening[...]
        case .area: groups[groups.count - 1].areas.last?.text[...] ?? []
        }
    }

    mutating func append(_ text: ArraySlice<UInt8>) {
        switch part {
        case .none: break
        case .title: title.join(text)
        case .opening: paragraphs[paragraphs.count - 1].opening.join(text)
        case .point:
            let paragraph = paragraphs.count - 1
            let point = paragraphs[paragraph].points.count - 1
            paragraphs[paragraph].points[point].text.join(text)
        case .closing: paragraphs[paragraphs.count - 1].closing?.join(text)
        case .footnote: footnotes[footnotes.count - 1].join(text)
        case .annexTitle: annexTitle.join(text)
        case .groupOpening: groups[groups.count - 1].opening.join(text)
        case .area:
            let group = groups.count - 1
            let area = groups[group].areas.count - 1
            groups[group].areas[area].text.join(text)
        }
    }

    mutating func beginParagraph(_ number: Int, _ line: Line) {
        checkNumber(number, "Paragraph", line.number)
        paragraphs.append(Paragraph(number: number, line: line.number, opening: Array(line.text)))
        part = .opening
        signed = false
        previousLetter = nil
        seenLetters = []
    }

    mutating func checkNumber(_ number: Int, _ what: String, _ line: Int) {
        if !seenNumbers.insert(number).inserted {
            doubt(line, "\(what) number \(number) appears more than once; each was kept.")
        } else if number != expectedNumber {
            let before = previousNumber.map { "after \($0)" } ?? "first"
            doubt(line, "\(what) number \(number) stands \(before), where \(expectedNumber) was expected.")
        }
        previousNumber = number
    }

    mutating func checkLetter(_ letter: UInt8, _ what: String, _ line: Int) {
        let expected = previousLetter.map { $0 + 1 } ?? 0x61
        if !seenLetters.insert(letter).inserted {
            doubt(line, "\(what) \(letter.text) appears more than once; each was kept.")
        } else if letter != expected {
            let before = previousLetter.map { "after \($0.text)" } ?? "first"
            doubt(line, "\(what) \(letter.text) stands \(before), out of the order of letters.")
        }
        previousLetter = letter
    }

    mutating func beginLoose(_ text: [UInt8], _ line: Line) {
        paragraphs.append(Paragraph(number: nil, line: line.number, opening: text))
        part = .opening
        previousLetter = nil
        seenLetters = []
    }

    mutating func addPoint(_ mark: RecognisedStatement.Mark, _ line: Line, _ letter: UInt8?) {
        if paragraphs.isEmpty || signed || part == .title {
            doubt(line.number, "This point stands below no paragraph; one without a number was made for it.")
            beginLoose([], line)
            signed = false
        }
        if let letter { checkLetter(letter, "Point", line.number) }
        paragraphs[paragraphs.count - 1].points.append((mark, Array(line.text)))
        part = .point
    }

    /// Reads a line without a mark, and says how many lines were used up.
    mutating func readPlain(_ index: Int) -> Int {
        let line = lines[index]
        if mayBegin(line), readDay(line) { return 1 }
        if runsOn(line) {
            append(line.text)
            return 1
        }
        if mayBegin(line), part != .title, let used = readSignatories(index) { return used }
        if !line.afterBlank, part != .none {
            if part == .point, isClosing(line) { beginClosing(line) } else { append(line.text) }
            return 1
        }
        readBlock(index)
        return 1
    }

    /// Reads a line that begins after a blank one.
    mutating func readBlock(_ index: Int) {
        let line = lines[index]
        let startsSmall = line.bytes.first.map(RecognisedText.isSmall) ?? false
        if part != .none, part != .title, part != .footnote, openText.isEmpty || (startsSmall && !openText.isEnded) {
            append(line.text)
        } else if lastNumbered == nil {
            beginLoose(line.bytes, line)
        } else if paragraphs.isEmpty, title.isEmpty {
            title = line.bytes
            part = .title
        } else if part == .point || part == .closing, !signed, !isHeading(index) {
            beginClosing(line)
        } else {
            doubt(line.number, "This text has no number; it was kept as a paragraph without one.")
            beginLoose(line.bytes, line)
        }
    }

    /// Whether a line that follows a point without a blank line closes the list: the points before ended with semicolons,
    /// and this one with a full stop.
    func isClosing(_ line: Line) -> Bool {
        guard let points = paragraphs.last?.points, points.count > 1, let last = points.last?.text else { return false }
        let listed = points[points.count - 2].text
        return last.last == 0x2E && (listed.last == 0x3B || listed.ends(with: "; and") || listed.ends(with: "; or"))
            && (line.bytes.first.map(RecognisedText.isCapital) ?? false)
    }

    mutating func beginClosing(_ line: Line) {
        let paragraph = paragraphs.count - 1
        if paragraphs[paragraph].closing == nil {
            paragraphs[paragraph].closing = line.bytes
        } else {
            paragraphs[paragraph].closing?.join(line.text)
        }
        part = .closing
    }

    func isHeading(_ index: Int) -> Bool {
        let line = lines[index]
        guard line.bytes.count <= 80, !line.text.isEnded, index + 1 < lines.count else { return false }
        if case .number = lines[index + 1].mark { return true }
        return false
    }

    mutating func readDay(_ line: Line) -> Bool {
        guard let found = RecognisedDay(line.bytes) else { return false }
        switch found {
        case .impossible: doubt(line.number, "This reads like a day, but the calendar has none such.")
        case .day(let found) where paragraphs.isEmpty && lastNumbered != nil: dayBefore = (found, line.number)
        case .day(let found) where day == nil: day = found
        case .day: doubt(line.number, "A second day was found; the first was kept.")
        }
        if !paragraphs.isEmpty { signed = true }
        part = .none
        return true
    }

    /// Reads the signatories of one block of lines after the last numbered paragraph, and says how many lines they took.
    mutating func readSignatories(_ index: Int) -> Int? {
        guard !paragraphs.isEmpty, index > lastNumbered ?? -1 else { return nil }
        let line = lines[index]
        if line.bytes.count <= 60, RecognisedText.lowered(line.bytes.prefix(6)).elementsEqual("signed".utf8) {
            signed = true
            part = .none
            return 1
        }
        var end = index + 1
        while end < lines.count, end - index < 24, !lines[end].afterBlank, isOfficeLine(end) { end += 1 }
        if end == index + 1, let pair = RecognisedName.nameAndOffice(line.bytes), lastNumbered != nil {
            sign(pair.name, pair.office, line, certain: false)
            return 1
        }
        // A name may stand apart from its office by a blank line, but only where nothing else explains both.
        if end == index + 1, end < lines.count, isOfficeLine(end), RecognisedName(lines[end].bytes) != .capitals,
            end + 1 == lines.count || lines[end + 1].afterBlank, !lines[end].bytes[...].isEnded
        {
            end += 1
        }
        let name = RecognisedName(line.bytes)
        guard end > index + 1, name != .none, name == .capitals || lastNumbered != nil else { return nil }
        let block = index..<end
        let starts: [Int]
        if name == .capitals {
            starts = block.filter { RecognisedName(lines[$0].bytes) == .capitals }
        } else if block.count >= 4, block.count.isMultiple(of: 2),
            stride(from: index, to: end, by: 2).allSatisfy({ RecognisedName(lines[$0].bytes) != .none })
        {
            starts = Array(stride(from: index, to: end, by: 2))
        } else {
            starts = [index]
        }
        for (position, start) in starts.enumerated() {
            let stop = position + 1 < starts.count ? starts[position + 1] : end
            var office: [UInt8] = []
            for other in start + 1..<max(stop, start + 1) { office.join(lines[other].bytes) }
            sign(lines[start].bytes, office, lines[start], certain: name == .capitals && !office.isEmpty)
        }
        return block.count
    }

    mutating func sign(_ name: [UInt8], _ office: [UInt8], _ line: Line, certain: Bool) {
        signatories.append(.init(name: name.string, office: office.string))
        if !certain { doubt(line.number, "\(name.string) was read as a signatory; check the name and the office.") }
        signed = true
        part = .none
    }

    func isOfficeLine(_ index: Int) -> Bool {
        let line = lines[index]
        guard line.mark == .plain, line.bytes.count <= 120, !headers.contains(index) else { return false }
        guard let last = line.bytes.last, ![0x2E, 0x3A, 0x3B].contains(last) else { return false }
        return RecognisedDay(line.bytes) == nil && Self.annexHeading(line) == nil
    }
}

extension UInt8 {
    /// The letter that a byte of ASCII stands for.
    var text: String { String(UnicodeScalar(self)) }
}
