/// What was recognised in the pasted text of a statement of intent: an offer for an officer to check, never more.
///
/// Wording is kept, with line breaks and repeated white space made one space; the marks of points, and the semicolon, "and",
/// "or" or full stop that ends a point, are left off. Whatever was not plain is named in the doubts.
public struct RecognisedStatement: Equatable, Sendable {
    /// The heading before the first numbered paragraph; empty where there is none.
    public var title: String
    /// The paragraphs in reading order, numbered or not.
    public var paragraphs: [Paragraph]
    /// The people who signed, in the order in which they stand.
    public var signatories: [Signatory]
    /// The day that stands with the signatures, where one was found.
    public var signedOn: SigningDay?
    /// Footnotes without their marks. The mark in the text itself stays where it was.
    public var footnotes: [String]
    /// The agenda annexed to the statement, where there is one.
    public var annex: Annex?
    /// What was uncertain, by line of the pasted text; at most a hundred, the last then says how many more there were.
    public var doubts: [Doubt]

    /// Recognises a pasted text. Any text is read, in time that grows with its length alone.
    public init(recognising text: String) {
        var reader = RecognitionReader(RecognisedText(text))
        self = reader.read()
    }

    init(
        title: String, paragraphs: [Paragraph], signatories: [Signatory], signedOn: SigningDay?, footnotes: [String],
        annex: Annex?, doubts: [Doubt]
    ) {
        self.title = title
        self.paragraphs = paragraphs
        self.signatories = signatories
        self.signedOn = signedOn
        self.footnotes = footnotes
        self.annex = annex
        self.doubts = doubts
    }

    /// One paragraph of the statement, with the points below it.
    public struct Paragraph: Equatable, Sendable {
        /// The number by which it is cited; nil where the text gave none.
        public var number: Int?
        /// The text before the points, or the whole text where there are none.
        public var opening: String
        /// The points in order.
        public var points: [Point]
        /// The text after the points, where there is any.
        public var closing: String?
        /// What the paragraph seems to be for.
        public var classification: Classification

        /// A paragraph as an officer would enter it.
        public init(
            number: Int?, opening: String, points: [Point] = [], closing: String? = nil, classification: Classification
        ) {
            self.number = number
            self.opening = opening
            self.points = points
            self.closing = closing
            self.classification = classification
        }
    }

    /// One point below a paragraph.
    public struct Point: Equatable, Sendable {
        /// How the point was marked.
        public var mark: Mark
        /// The point without its mark and without the punctuation that joins it to the next.
        public var text: String

        /// A point with its mark.
        public init(mark: Mark, text: String) {
            self.mark = mark
            self.text = text
        }
    }

    /// How a point is marked in the text.
    public enum Mark: Equatable, Sendable {
        /// A small letter, by which the point is cited.
        case letter(String)
        /// A dash, bullet or asterisk.
        case dash
        /// Nothing: the point was one of a list that ran on within the paragraph.
        case none
    }

    /// What a paragraph seems to be for, by plain cues in its wording; a suggestion that is never certain.
    public enum Classification: String, Equatable, Sendable, CaseIterable {
        /// It names the parts of a shared vision.
        case vision
        /// It names what the partners will concentrate on.
        case focus
        /// It lists what one side will do.
        case undertaking
        /// It limits the agreement: resources, or its standing in law.
        case term
        /// Anything else.
        case context
    }

    /// Someone who signed, and in which office.
    public struct Signatory: Equatable, Sendable {
        /// The name as it stands in the text, capitals and all.
        public var name: String
        /// The office as it stands in the text.
        public var office: String

        /// A signatory in an office.
        public init(name: String, office: String) {
            self.name = name
            self.office = office
        }
    }

    /// A day of the Gregorian calendar as read from the text; it exists in the calendar.
    public struct SigningDay: Equatable, Sendable {
        /// The year, from 1000 to 9999.
        public var year: Int
        /// The month, from 1 to 12.
        public var month: Int
        /// The day of the month, from 1.
        public var day: Int

        /// A day that the caller knows to exist.
        public init(year: Int, month: Int, day: Int) {
            self.year = year
            self.month = month
            self.day = day
        }
    }

    /// The agenda for one academic year: lettered areas in groups.
    public struct Annex: Equatable, Sendable {
        /// The heading below the word "Annex", or beside it.
        public var title: String
        /// The first calendar year of the academic year that the title names: 2003 for 2003/04.
        public var year: Int?
        /// The groups in reading order.
        public var groups: [Group]

        /// An agenda as an officer would enter it.
        public init(title: String, year: Int?, groups: [Group]) {
            self.title = title
            self.year = year
            self.groups = groups
        }
    }

    /// Some areas of the agenda under one opening text.
    public struct Group: Equatable, Sendable {
        /// The number of the paragraph that opens the group; nil where it has none.
        public var number: Int?
        /// The text that opens the group.
        public var opening: String
        /// The areas in reading order.
        public var areas: [Area]

        /// A group with its areas.
        public init(number: Int?, opening: String, areas: [Area]) {
            self.number = number
            self.opening = opening
            self.areas = areas
        }
    }

    /// One area that a compact may choose.
    public struct Area: Equatable, Sendable {
        /// The small letter by which it is cited; empty where the text gave none.
        public var code: String
        /// The wording, without the condition and without the punctuation that joins it to the next.
        public var text: String
        /// What stands in brackets before the wording: who may choose the area.
        public var condition: String?

        /// An area of an agenda.
        public init(code: String, text: String, condition: String? = nil) {
            self.code = code
            self.text = text
            self.condition = condition
        }
    }

    /// Something that was not plain, for the officer to look at.
    public struct Doubt: Equatable, Sendable {
        /// The line of the pasted text, counted from 1.
        public var line: Int
        /// What was doubtful and what was made of it, in one sentence.
        public var sentence: String

        /// A doubt about one line.
        public init(line: Int, sentence: String) {
            self.line = line
            self.sentence = sentence
        }
    }
}
