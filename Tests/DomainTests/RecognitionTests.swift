import Domain
import Foundation
import Testing

@Suite struct RecognitionTests {
    /// The statement signed on 23 July 2003. It is not part of the project: it lies beside it where the tests are developed.
    static let signedStatement: String? = {
        let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let file = root.deletingLastPathComponent().appending(path: "shared/data/texts/001_158802344e725e62.txt")
        return FileManager.default.contents(atPath: file.path).map { String(decoding: $0, as: UTF8.self) }
    }()

    @Test(.enabled(if: signedStatement != nil, "The signed statement lies outside the project and is absent here"))
    func `the statement of 2003 is recognised in full`() throws {
        let statement = RecognisedStatement(recognising: try #require(Self.signedStatement))
        #expect(statement.title.hasPrefix("Supporting Transformation in Partnership"))
        #expect(statement.paragraphs.map(\.number) == Array(1...10))
        #expect(statement.paragraphs.map(\.points.count) == [0, 4, 0, 0, 5, 0, 4, 0, 0, 0])
        #expect(statement.paragraphs[1].points.map(\.mark) == ["a", "b", "c", "d"].map { .letter($0) })
        #expect(statement.paragraphs[1].points[0].text == "is accorded equal worth")
        #expect(statement.paragraphs[1].points[2].text.hasSuffix("for life"))
        #expect(statement.paragraphs[4].points.allSatisfy { $0.mark == .dash })
        #expect(statement.paragraphs[4].points[3].text.hasSuffix("phase of education"))
        #expect(statement.paragraphs[4].points[4].text.hasPrefix("transforming the school workforce"))
        #expect(statement.paragraphs[6].opening.hasSuffix("DfES will:"))
        #expect(statement.paragraphs[6].points.allSatisfy { $0.mark == .none })
        #expect(
            statement.paragraphs[6].points.map { $0.text.prefix(8) } == [
                "consider", "work tow", "give pri", "support ",
            ])
        #expect(statement.paragraphs[6].points[3].text.hasSuffix("by 2006"))
        #expect(statement.paragraphs.allSatisfy { $0.closing == nil })
        #expect(
            statement.paragraphs.map(\.classification) == [
                .context, .vision, .context, .context, .focus, .context, .undertaking, .context, .term, .context,
            ])
        #expect(statement.paragraphs[0].opening.contains("Local Authorities*"))
        #expect(
            statement.signatories == [
                .init(name: "CHARLES CLARKE", office: "Secretary of State for Education and Skills"),
                .init(name: "SIR JEREMY BEECHAM", office: "Chair of the Local Government Association"),
            ])
        #expect(statement.signedOn == .init(year: 2003, month: 7, day: 23))
        #expect(statement.footnotes.count == 1)
        #expect(statement.footnotes[0].hasPrefix("Upper tier local authorities"))
    }

    @Test(.enabled(if: signedStatement != nil, "The signed statement lies outside the project and is absent here"))
    func `the annex of 2003 is recognised in full`() throws {
        let statement = RecognisedStatement(recognising: try #require(Self.signedStatement))
        let annex = try #require(statement.annex)
        #expect(annex.title == "Agenda for the academic year 2003/04")
        #expect(annex.year == 2003)
        #expect(annex.groups.map(\.number) == [1, nil])
        #expect(annex.groups.map { $0.areas.map(\.code).joined() } == ["abcdefghi", "jklmn"])
        #expect(annex.groups[0].opening.hasSuffix("all key stages:"))
        #expect(annex.groups[1].opening.hasSuffix("such as:"))
        #expect(annex.groups[0].areas[2].text == "improved delivery of KS3")
        #expect(annex.groups[0].areas[7].text.hasSuffix("a National Agreement"))
        #expect(annex.groups[1].areas[3].condition == "for authorities in London")
        #expect(annex.groups[1].areas[3].text.hasSuffix("the London Challenge"))
        #expect(annex.groups[1].areas[4].text == "other local strategic issues")
        #expect(annex.groups.flatMap(\.areas).filter { $0.condition != nil }.count == 1)
        // The footnote lost its asterisk in the copy, and paragraph 7 runs on: both are guesses, and nothing else is.
        #expect(statement.doubts.count == 2)
    }

    /// A small invented statement, one line to each part.
    static let invented = """
        A Promise between Rivers and Lakes
        1. The rivers* and the lakes work together.
        2. Our vision is of water in which every fish:
        (a) swims freely;
        (b) finds food; and
        (c) grows old.
        3. We focus on:
        - clear banks;
        - quiet nights.
        4. The rivers will: carry boats; feed meadows; and reach the sea. Nothing else is promised.
        5. This is delivered within available resources.

        Ada Rill
        Warden of the Rivers

        Ben Tarn
        Warden of the Lakes

        3rd March 2011

        *Rivers with a bridge

        Annex A: Agenda for 2010-11
        1. These matter most:
        a. bridges;
        b. (for rivers in the north) ice.
        """

    @Test func `an invented statement is recognised in every part`() throws {
        let statement = RecognisedStatement(recognising: Self.invented)
        #expect(statement.title == "A Promise between Rivers and Lakes")
        #expect(statement.paragraphs.map(\.number) == [1, 2, 3, 4, 5])
        #expect(statement.paragraphs[1].points.map(\.text) == ["swims freely", "finds food", "grows old"])
        #expect(
            statement.paragraphs[2].points == [
                .init(mark: .dash, text: "clear banks"), .init(mark: .dash, text: "quiet nights"),
            ])
        #expect(statement.paragraphs[3].opening == "The rivers will:")
        #expect(statement.paragraphs[3].points.map(\.text) == ["carry boats", "feed meadows", "reach the sea"])
        #expect(statement.paragraphs[3].closing == "Nothing else is promised.")
        #expect(statement.paragraphs.map(\.classification) == [.context, .vision, .focus, .undertaking, .term])
        #expect(statement.signatories.map(\.name) == ["Ada Rill", "Ben Tarn"])
        #expect(statement.signatories.map(\.office) == ["Warden of the Rivers", "Warden of the Lakes"])
        #expect(statement.signedOn == .init(year: 2011, month: 3, day: 3))
        #expect(statement.footnotes == ["Rivers with a bridge"])
        #expect(
            statement.annex
                == .init(
                    title: "Agenda for 2010-11", year: 2010,
                    groups: [
                        .init(
                            number: 1, opening: "These matter most:",
                            areas: [
                                .init(code: "a", text: "bridges"),
                                .init(code: "b", text: "ice", condition: "for rivers in the north"),
                            ])
                    ]))
    }

    @Test(arguments: ["\r\n", "\r", "\u{2028}", "\n\u{FEFF}", " \n\t", "\u{A0}\n\u{A0}\u{A0}"])
    func `line ends and white space of any sort change nothing`(ending: String) {
        let expected = RecognisedStatement(recognising: Self.invented)
        let text = "\u{FEFF}" + Self.invented.replacingOccurrences(of: "\n", with: ending)
        #expect(RecognisedStatement(recognising: text) == expected)
        let spaced = Self.invented.replacingOccurrences(of: " ", with: "\u{A0}").replacingOccurrences(
            of: "\n", with: ending)
        #expect(RecognisedStatement(recognising: spaced) == expected)
    }

    @Test(arguments: ["-", "*", "•", "–", "—", "▪", "·"])
    func `a point may have any bullet`(bullet: String) {
        let statement = RecognisedStatement(
            recognising: "1. We like:\n\(bullet) rain;\n \(bullet) snow and\n\(bullet) hail.")
        #expect(statement.paragraphs[0].opening == "We like:")
        #expect(statement.paragraphs[0].points == ["rain", "snow", "hail"].map { .init(mark: .dash, text: $0) })
    }

    @Test(arguments: [("(", ")"), ("", ")"), ("", "."), ("- ", "."), ("• (", ")")])
    func `a point may have its letter in any form`(before: String, after: String) {
        let text = "1. We like:\n\(before)a\(after) rain; or\n\(before)b\(after)\tsnow,\n\(before)c\(after) hail"
        let statement = RecognisedStatement(recognising: text)
        #expect(statement.paragraphs[0].points.map(\.mark) == ["a", "b", "c"].map { .letter($0) })
        #expect(statement.paragraphs[0].points.map(\.text) == ["rain", "snow", "hail"])
    }

    @Test(arguments: [("", "."), ("", ")"), ("(", ")")])
    func `a paragraph may have its number in any form`(before: String, after: String) {
        let text = "\(before)1\(after) Rain falls.\n\(before)2\(after)\nSnow lies.\n\(before)3\(after) Hail hurts."
        let statement = RecognisedStatement(recognising: text)
        #expect(statement.paragraphs.map(\.number) == [1, 2, 3])
        #expect(statement.paragraphs.map(\.opening) == ["Rain falls.", "Snow lies.", "Hail hurts."])
    }

    @Test func `Roman numerals, decimals and abbreviations are not marks`() {
        let statement = RecognisedStatement(recognising: "1. We counted\nii. two,\n2.5 litres and\ni.e. not much")
        #expect(statement.paragraphs.map(\.opening) == ["We counted ii. two, 2.5 litres and i.e. not much"])
        #expect(statement.paragraphs[0].points.isEmpty)
    }

    @Test func `broken lines are joined`() {
        let text = """
            1. The long river
            runs from the well-
            known hill to the sea, where
            14. gulls wait.
            2. It carries:
              a. boats that are
                 painted green;
              b. leaves.

            and also

            c. foam.
            3. It ends.
            """
        let statement = RecognisedStatement(recognising: text)
        #expect(statement.paragraphs.map(\.number) == [1, 2, 3])
        #expect(
            statement.paragraphs[0].opening
                == "The long river runs from the well-known hill to the sea, where 14. gulls wait.")
        #expect(statement.paragraphs[1].points.map(\.text).first == "boats that are painted green")
        #expect(statement.doubts.contains { $0.line == 4 })
    }

    @Test func `text after the points closes the paragraph`() {
        let apart = RecognisedStatement(
            recognising: "1. We bring:\n- bread;\n- salt.\n\nAll of it is fresh.\n2. We leave.")
        let together = RecognisedStatement(
            recognising: "1. We bring:\n- bread;\n- salt.\nAll of it is fresh.\n2. We leave.")
        #expect(apart.paragraphs == together.paragraphs)
        #expect(apart.paragraphs[0].points.map(\.text) == ["bread", "salt"])
        #expect(apart.paragraphs[0].closing == "All of it is fresh.")
    }

    @Test func `page headers and page numbers are left out`() {
        let text = """
            The Lake Accord
            1. The lake is
            The Lake Accord - Page 1 of 3
            7
            Deep and cold.
            2. The shore is
            The Lake Accord

            wide.
            - 3 -
            3. The end.
            """
        let statement = RecognisedStatement(recognising: text)
        #expect(statement.title == "The Lake Accord")
        #expect(statement.paragraphs.map(\.opening).prefix(2) == ["The lake is Deep and cold.", "The shore is wide."])
        #expect(statement.doubts.filter { $0.sentence.contains("header") }.map(\.line) == [3, 7])
    }

    @Test func `numbers and letters out of order are kept and doubted`() {
        let statement = RecognisedStatement(recognising: "1. One.\n1. Again.\n4. Four:\na. x;\nc. y;\nc. z.")
        #expect(statement.paragraphs.map(\.number) == [1, 1, 4])
        #expect(statement.paragraphs[2].points.map(\.mark) == [.letter("a"), .letter("c"), .letter("c")])
        for line in [2, 3, 5, 6] { #expect(statement.doubts.contains { $0.line == line }, "line \(line)") }
    }

    @Test func `two semicolons make a list and one does not`() {
        let one = RecognisedStatement(recognising: "1. They will: sing; and dance.")
        #expect(one.paragraphs[0].opening == "They will: sing; and dance.")
        #expect(one.paragraphs[0].points.isEmpty)
        let two = RecognisedStatement(recognising: "1. They will: sing; dance; or sleep.")
        #expect(two.paragraphs[0].points == ["sing", "dance", "sleep"].map { .init(mark: .none, text: $0) })
    }

    @Test func `a text without structure becomes paragraphs without numbers`() {
        let statement = RecognisedStatement(recognising: "Rain fell\nall day.\n\nThen it stopped.")
        #expect(statement.title.isEmpty)
        #expect(statement.paragraphs.map(\.number) == [nil, nil])
        #expect(statement.paragraphs.map(\.opening) == ["Rain fell all day.", "Then it stopped."])
        #expect(statement.annex == nil && statement.signatories.isEmpty && statement.signedOn == nil)
        #expect(statement.doubts.map(\.line) == [1])
    }

    @Test(arguments: ["", " \r\n\t\u{A0}\n\u{FEFF}"]) func `an empty text is doubted`(text: String) {
        let statement = RecognisedStatement(recognising: text)
        #expect(statement.paragraphs.isEmpty && statement.title.isEmpty && statement.annex == nil)
        #expect(statement.doubts == [.init(line: 1, sentence: "There is no text to read.")])
    }

    @Test(arguments: [
        ("9 May 1999", 1999, 5, 9), ("May 9, 1999", 1999, 5, 9), ("Signed on Sunday, 9th May 1999", 1999, 5, 9),
        ("09/05/1999", 1999, 5, 9), ("1999-05-09", 1999, 5, 9), ("this 29th day of February 2000", 2000, 2, 29),
    ])
    func `a day is read in any of its forms`(line: String, year: Int, month: Int, day: Int) {
        let statement = RecognisedStatement(recognising: "1. So it is.\n\n\(line)\n")
        #expect(statement.signedOn == .init(year: year, month: month, day: day))
    }

    @Test func `a day that no calendar has is doubted`() {
        let statement = RecognisedStatement(recognising: "1. So it is.\n\n31 June 2003")
        #expect(statement.signedOn == nil)
        #expect(statement.doubts.contains { $0.line == 3 && $0.sentence.contains("calendar") })
    }

    @Test func `signatories without blank lines between them are told apart`() {
        let capitals = RecognisedStatement(
            recognising: "1. So it is.\n\nJO FELL\nWarden of Hills\nand Dales\nMO DALE\nReeve")
        #expect(
            capitals.signatories == [
                .init(name: "JO FELL", office: "Warden of Hills and Dales"), .init(name: "MO DALE", office: "Reeve"),
            ])
        let mixed = RecognisedStatement(
            recognising: "1. So it is.\n\nSigned:\nJo Fell\nWarden\nMo Dale\nReeve of the Fen")
        #expect(
            mixed.signatories == [
                .init(name: "Jo Fell", office: "Warden"), .init(name: "Mo Dale", office: "Reeve of the Fen"),
            ])
        let inline = RecognisedStatement(recognising: "1. So it is.\n\nJo Fell, Warden of Hills\n\nMo Dale, Reeve")
        #expect(inline.signatories.map(\.office) == ["Warden of Hills", "Reeve"])
    }

    @Test(arguments: [("2003/04", 2003), ("2003-04", 2003), ("2003–04", 2003), ("2003/2004", 2003), ("1999/00", 1999)])
    func `an academic year is read in any of its forms`(year: String, first: Int) {
        let alone = RecognisedStatement(
            recognising: "Agenda for the academic year \(year)\n\n1. Most of all:\na) frogs.")
        #expect(alone.annex?.year == first)
        #expect(alone.annex?.groups.first?.areas == [.init(code: "a", text: "frogs")])
        let below = RecognisedStatement(
            recognising: "1. See below.\n\nANNEX\n\nAgenda for \(year)\n1. Most:\na) frogs.")
        #expect(below.annex?.year == first)
    }

    @Test func `years that do not follow each other are doubted`() {
        let statement = RecognisedStatement(
            recognising: "1. See below.\n\nAnnex\n\nAgenda for 2003/05\n\n1. Most:\na) frogs.")
        #expect(statement.annex?.year == nil)
        #expect(statement.doubts.contains { $0.sentence.contains("academic year") })
    }

    @Test func `a sentence that mentions an annex does not begin one`() {
        let statement = RecognisedStatement(
            recognising: "1. The list stands in the\nAnnex to this text and in\nAnnex\nB.\n2. It ends.")
        #expect(statement.annex == nil)
        #expect(statement.paragraphs.map(\.number) == [1, 2])
    }

    @Test func `areas without letters or in several groups are kept`() {
        let text =
            "Annex\n\nAgenda for 2005/06\n\n1. First of all:\na. newts;\nb. toads; and\n\nc. frogs.\n\nBeyond those:\n\n- ducks;\nd. geese."
        let annex = RecognisedStatement(recognising: text).annex
        #expect(annex?.groups.map { $0.areas.map(\.code) } == [["a", "b", "c"], ["", "d"]])
        #expect(annex?.groups.map(\.opening) == ["First of all:", "Beyond those:"])
        #expect(annex?.groups.flatMap(\.areas).map(\.text) == ["newts", "toads", "frogs", "ducks", "geese"])
    }

    @Test(arguments: [
        "1.\n", "a)\n", ";", ": ; ; and ", "x-\n", "x", "JO FELL\n\n", "31 June 2003\n\n", "Page 1\n", "Annex\n\n",
    ])
    func `a megabyte of hostile text is read in seconds`(piece: String) {
        let text = "1. Go: " + String(repeating: piece, count: 1_000_000 / piece.utf8.count)
        let clock = ContinuousClock()
        var statement: RecognisedStatement?
        let taken = clock.measure { statement = RecognisedStatement(recognising: text) }
        #expect((statement?.doubts.count ?? .max) <= 100)
        // Far above what linear work takes in an unoptimised build, far below what quadratic work would.
        #expect(taken < .seconds(60))
    }
}
