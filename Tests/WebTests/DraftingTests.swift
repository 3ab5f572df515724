import Domain
import HTML
import Register
import Testing
import Vocabulary

@testable import Views
@testable import Web

@Suite struct DraftingTests {
    private let source = Names()

    /// Names that differ from one another.
    private final class Names {
        private var last: UInt8 = 0
        func next<T>(_: T.Type = T.self) -> Identifier<T> {
            last += 1
            return Identifier(random: [UInt8](repeating: 0, count: 9) + [last])
        }
    }

    private let choices = LineChoices(parties: [], seats: [], agenda: nil)

    private func form(_ words: [String: String]) throws -> Form {
        let pairs = words.sorted { $0.key < $1.key }.map { name, value in
            let bytes = value.utf8.map { "%" + String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            return "\(name)=\(bytes.joined())"
        }
        return try Form(urlEncoded: pairs.joined(separator: "&").utf8)
    }

    @Test func `a line that is opened and sent again unchanged stays the same`() throws {
        let above: LineID = source.next()
        let promise = Promise(
            by: source.next(), owner: source.next(), due: Day("2004-07-31").map { .day($0) } ?? .throughout)
        let parts: [Part] = [
            .summary(text: "More help,\n\nand sooner."), .consulted(partner: "Heads", said: "\"\u{301} & <b>"),
            .priority(area: source.next(), title: "Small schools", reason: "So far apart.", horizon: .medium),
            .contribution(priority: above, text: "Advisers", promise: promise),
            .paragraph(number: 7, sense: .context, text: "We will:", promise: nil),
            .point(paragraph: above, mark: "a", sense: .vision, text: "learn", promise: nil),
            .area(area: source.next(), group: above, code: "m", title: "London", text: "for it", limit: .london),
            .signatory(seat: source.next(), order: 2), .commencement(inForce: Day("2003-09-01"), publication: nil),
        ]
        for part in parts {
            let sent = try form(LineWords(part).fields)
            let read = LineReading(part.name, above: part.above, LineWords(sent), choices)
            #expect(read.content == part)
            #expect(read.faults == [])
        }
    }

    @Test func `a due day that is still being typed leaves the one that stands`() throws {
        let day = try #require(Day("2004-07-31"))
        let body: Identifier<Body> = source.next()
        let above: LineID = source.next()
        let standing = Part.contribution(
            priority: above, text: "Advisers", promise: Promise(by: body, owner: nil, due: .day(day)))
        let typed = try form([
            "by": body.description, "text": "Advisers and money", "due": "day", "due-on-day": "31", "due-on-month": "",
            "due-on-year": "",
        ])
        let read = LineReading(
            .contribution, above: above, LineWords(typed), standing: standing, choices, isDone: false)
        #expect(read.content?.promise?.due == .day(day))
        #expect(read.content?.text == "Advisers and money")
        #expect(read.faults == [])
        let done = LineReading(.contribution, above: above, LineWords(typed), standing: standing, choices)
        #expect(done.faults.map(\.rule) == ["form.day"])
    }

    @Test func `a file in another encoding is refused and not guessed at`() throws {
        let sent =
            Array("--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n".utf8)
            + [0x63, 0x61, 0x66, 0xE9] + Array("\r\n--X--\r\n".utf8)
        let form = try Form(multipart: sent, boundary: "X")
        let refusal = #expect(throws: Refusal.self) { try SentText(form) }
        #expect(refusal?.faults.map(\.rule) == ["text.encoding"])
    }

    @Test func `moving a paragraph takes its points along`() throws {
        let (department, association): (Identifier<Body>, Identifier<Body>) = (source.next(), source.next())
        var draft = Draft<StatementKind>(
            source.next(), title: "Statement", author: department, parties: [department, association],
            framework: Framework(year: AcademicYear(start: 2003)))
        let circumstances = Circumstances(parties: [], seats: [], agenda: nil)
        var lines: [LineID] = []
        for number in 1...2 {
            let id: LineID = source.next()
            try draft.put(
                .paragraph(number: number, sense: .context, text: "We will:", promise: nil), as: id, in: circumstances)
            lines.append(id)
            let point: LineID = source.next()
            try draft.put(
                .point(paragraph: id, mark: "a", sense: .context, text: "go on", promise: nil), as: point,
                in: circumstances)
            lines.append(point)
        }
        draft.step(lines[2], up: true)
        #expect(draft.lines.map(\.id) == [lines[2], lines[3], lines[0], lines[1]])
        draft.step(lines[2], up: true)
        #expect(draft.lines.map(\.id) == [lines[2], lines[3], lines[0], lines[1]])
        draft.step(lines[2], up: false)
        #expect(draft.lines.map(\.id) == lines)
    }

    @Test func `a recognised text goes into the draft as corrected, without what was left out`() throws {
        let text = """
            A trial statement

            1. We work together.
            2. We share a vision in which every child:
             - a. learns;
             - b. is well.

            Annex

            Agenda for the academic year 2003/04

            1. Choose from:
             - a. reading;
             - b. (for authorities in London) the capital; and
             - c. other local matters.
            """
        let found = try Corrections(RecognisedStatement(recognising: text), of: text, choices)
        var words = found.words
        words["point-1-1-leave"] = "yes"
        words["paragraph-0-text"] = "We work side by side."
        let sent = try form(words.fields)
        let (corrected, faults) = Corrections(sent).corrected(choices)
        #expect(faults == [])
        #expect(corrected.paragraphs.map(\.text).first == "We work side by side.")
        #expect(corrected.paragraphs.last?.points.map(\.text) == ["learns"])
        #expect(corrected.groups.flatMap(\.areas).map(\.limit) == [.anyone, .london, .titled])

        var draft = Draft<StatementKind>(
            source.next(), title: "Statement", author: source.next(), parties: [],
            framework: Framework(year: AcademicYear(start: 2003)))
        try draft.put(
            corrected, replacing: true, naming: { source.next() }, areas: { source.next() },
            in: Circumstances(parties: [], seats: [], agenda: nil))
        #expect(draft.lines.map(\.content.name) == [.paragraph, .paragraph, .point, .group, .area, .area, .area])
    }
}
