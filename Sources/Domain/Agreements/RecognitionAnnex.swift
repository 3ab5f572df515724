/// Reading the annex: its title, its groups and their areas.
extension RecognitionReader {
    /// The title beside the word "Annex", empty where the word stands alone; nil for any other line. An agenda that names
    /// its academic year opens an annex too, since a revised agenda is often sent without its statement.
    static func annexHeading(_ line: Line) -> [UInt8]? {
        guard line.mark == .plain, line.bytes.count <= 160, line.bytes.last != 0x2E else { return nil }
        let small = RecognisedText.lowered(line.bytes)
        if small.starts(with: "agenda ".utf8), RecognisedDay.academicYear(in: small) != nil { return line.bytes }
        guard let word = ["annexe", "annex", "appendix"].first(where: { small.starts(with: $0.utf8) }) else {
            return nil
        }
        var rest = line.bytes[word.utf8.count...]
        func dropSpaces() { while rest.first == 0x20 { rest.removeFirst() } }
        if rest.isEmpty { return [] }
        let separators: Set<UInt8> = [0x3A, 0x2D, 0x2E, 0x29]
        if rest.first == 0x20 {
            dropSpaces()
            let token = rest.prefix { $0 != 0x20 && !separators.contains($0) }
            let isDesignation = token.count == 1 || (token.count == 2 && token.allSatisfy(RecognisedText.isDigit))
            if isDesignation { rest = rest.dropFirst(token.count) }
            dropSpaces()
            if rest.isEmpty { return [] }
        }
        let separated = rest.first.map(separators.contains) == true || rest.starts(with: "–".utf8)
        guard separated else { return nil }
        let title = rest.drop { separators.contains($0) || $0 == 0x20 || $0 >= 0x80 }
        return Array(title)
    }

    mutating func beginAnnex(_ heading: [UInt8], _ line: Line) {
        if inAnnex {
            if groups.isEmpty, annexTitle.isEmpty {
                annexTitle = heading
            } else {
                doubt(line.number, "A second annex begins here; it was read as part of the first.")
            }
        } else {
            inAnnex = true
            annexLine = line.number
            annexTitle = heading
            seenNumbers = []
            previousNumber = nil
            seenLetters = []
            previousLetter = nil
        }
        part = groups.isEmpty ? .annexTitle : .none
    }

    mutating func beginGroup(_ number: Int?, _ line: Line) {
        if let number { checkNumber(number, "Annex paragraph", line.number) }
        groups.append(Group(number: number, line: line.number, opening: Array(line.text)))
        part = .groupOpening
    }

    mutating func addArea(_ letter: UInt8?, _ line: Line) {
        if groups.isEmpty {
            doubt(line.number, "This area stands below no opening text; a group without one was made for it.")
            groups.append(Group(number: nil, line: line.number, opening: []))
        }
        if let letter {
            checkLetter(letter, "Area", line.number)
        } else {
            doubt(line.number, "This area has no letter.")
        }
        groups[groups.count - 1].areas.append(Area(code: letter?.text ?? "", text: Array(line.text)))
        part = .area
    }

    mutating func readInAnnex(_ line: Line) -> Int {
        let startsSmall = line.bytes.first.map(RecognisedText.isSmall) ?? false
        let opens = line.bytes.last == 0x3A && !startsSmall
        switch part {
        case .annexTitle where annexTitle.isEmpty && !opens: annexTitle = line.bytes
        case .annexTitle where !opens && !line.afterBlank && RecognisedDay.academicYear(in: annexTitle) == nil:
            append(line.text)
        case .annexTitle, .none: beginGroup(nil, line)
        case .groupOpening: append(line.text)
        case .area
        where line.afterBlank ? !(runsOn(line) || (startsSmall && !openText.isEnded)) : openText.isEnded && opens:
            beginGroup(nil, line)
        case .footnote where line.afterBlank: beginGroup(nil, line)
        default: append(line.text)
        }
        return 1
    }

    mutating func finishedAnnex() -> RecognisedStatement.Annex {
        let year = RecognisedDay.academicYear(in: annexTitle)
        if year == nil { doubt(annexLine, "The title of the annex names no academic year.") }
        if groups.isEmpty { doubt(annexLine, "The annex holds no areas.") }
        for group in groups where group.areas.isEmpty {
            doubt(group.line, "This text of the annex opens no areas; it was kept as a group without any.")
        }
        return RecognisedStatement.Annex(
            title: annexTitle.string, year: year,
            groups: groups.map { group in
                .init(number: group.number, opening: group.opening.string, areas: group.areas.map(Self.finish))
            })
    }

    static func finish(_ area: Area) -> RecognisedStatement.Area {
        let text = area.text.trimmedPoint
        guard text.first == 0x28, let close = text.firstIndex(of: 0x29), close > 1 else {
            return .init(code: area.code, text: text.string)
        }
        let rest = text[(close + 1)...].drop { $0 == 0x20 }
        guard !rest.isEmpty else { return .init(code: area.code, text: text.string) }
        return .init(code: area.code, text: rest.string, condition: text[1..<close].string)
    }
}
