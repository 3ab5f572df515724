/// What a line says about a day, where it says nothing else.
enum RecognisedDay: Equatable {
    case day(RecognisedStatement.SigningDay)
    /// It has the form of a day that no calendar has, such as 31 June.
    case impossible

    /// Reads "23 July 2003", "23rd July, 2003", "July 23, 2003", "23/07/2003" and "2003-07-23", also after words such as
    /// "Signed on" or "Wednesday"; nil for any line that says more.
    init?(_ line: some Collection<UInt8>) {
        guard line.count <= 60 else { return nil }
        let separators: Set<UInt8> = [0x20, 0x2C, 0x3A, 0x2E]
        var words = RecognisedText.lowered(line).split(whereSeparator: separators.contains).map { Array($0).string }
        while let first = words.first, Self.introductions.contains(first) { words.removeFirst() }
        words.removeAll { $0 == "of" || $0 == "day" }

        let numbers: (day: Int, month: Int, year: Int)?
        switch words.count {
        case 1: numbers = Self.numerals(words[0])
        case 3:
            let named = Self.month(words[1]).map { (Self.dayOfMonth(words[0]), $0) }
            let other = Self.month(words[0]).map { (Self.dayOfMonth(words[1]), $0) }
            guard let (day, month) = named ?? other, let day, let year = Self.year(words[2]) else { return nil }
            numbers = (day, month, year)
        default: numbers = nil
        }
        guard let numbers else { return nil }
        guard (1...12).contains(numbers.month), (1...Self.length(numbers.month, numbers.year)).contains(numbers.day)
        else {
            self = .impossible
            return
        }
        self = .day(.init(year: numbers.year, month: numbers.month, day: numbers.day))
    }

    private static let introductions: Set<String> = [
        "signed", "dated", "date", "on", "day", "the", "this", "monday", "tuesday", "wednesday", "thursday", "friday",
        "saturday", "sunday",
    ]

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    private static func month(_ word: String) -> Int? {
        let found = months.firstIndex { $0 == word || (word.utf8.count == 3 && $0.hasPrefix(word)) }
        return found.map { $0 + 1 } ?? (word == "sept" ? 9 : nil)
    }

    private static func dayOfMonth(_ word: String) -> Int? {
        let ordinal = ["st", "nd", "rd", "th"].contains { word.hasSuffix($0) }
        let digits = ordinal ? word.dropLast(2) : word[...]
        return digits.utf8.count <= 2 ? number(digits) : nil
    }

    private static func year(_ word: some StringProtocol) -> Int? {
        guard word.utf8.count == 4, let year = number(word), year >= 1000 else { return nil }
        return year
    }

    private static func number(_ word: some StringProtocol) -> Int? {
        word.utf8.allSatisfy(RecognisedText.isDigit) ? Int(word) : nil
    }

    private static func numerals(_ word: String) -> (day: Int, month: Int, year: Int)? {
        let dashed = word.split(separator: "-", omittingEmptySubsequences: false)
        if dashed.count == 3, let year = year(dashed[0]), dashed[1].utf8.count == 2, dashed[2].utf8.count == 2,
            let month = number(dashed[1]), let day = number(dashed[2])
        {
            return (day, month, year)
        }
        let slashed = word.split(separator: "/", omittingEmptySubsequences: false)
        if slashed.count == 3, let year = year(slashed[2]), slashed[0].utf8.count <= 2, slashed[1].utf8.count <= 2,
            let day = number(slashed[0]), let month = number(slashed[1])
        {
            return (day, month, year)
        }
        return nil
    }

    private static func length(_ month: Int, _ year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        default: 31
        }
    }

    /// The first calendar year of the first academic year that the text names, as 2003/04, 2003-04 or 2003/2004.
    static func academicYear(in text: [UInt8]) -> Int? {
        let dash = Array("–".utf8)
        var at = 0
        while at + 6 < text.count {
            guard RecognisedText.isDigit(text[at]), at == 0 || !RecognisedText.isDigit(text[at - 1]) else {
                at += 1
                continue
            }
            var end = at
            while end < text.count, RecognisedText.isDigit(text[end]) { end += 1 }
            let first = text[at..<end]
            at = end
            guard first.count == 4, end < text.count else { continue }
            if text[end] == 0x2F || text[end] == 0x2D {
                end += 1
            } else if text[end...].starts(with: dash) {
                end += dash.count
            } else {
                continue
            }
            var stop = end
            while stop < text.count, RecognisedText.isDigit(text[stop]) { stop += 1 }
            let second = text[end..<stop]
            guard let year = Int(first.string), let next = Int(second.string) else { continue }
            if second.count == 2 ? next == (year + 1) % 100 : second.count == 4 && next == year + 1 { return year }
        }
        return nil
    }
}
