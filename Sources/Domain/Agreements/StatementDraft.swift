public import Vocabulary

/// What an officer made of a recognised text: the pieces of a statement of intent, checked and corrected, before they are
/// put into a draft. Each piece carries the name under which its form knows it, so that what is wrong is said beside it.
public struct CorrectedStatement: Equatable, Sendable {
    /// In reading order, each with its points.
    public var paragraphs: [Paragraph]
    /// The footnotes.
    public var notes: [Note]
    /// The groups of the agenda, each with its areas.
    public var groups: [Group]
    /// The seats that sign.
    public var signatories: [Signatory]
    /// The stated day from which it is in force; nil for the last signature.
    public var inForce: Day?

    /// Nothing in it yet.
    public init() {
        paragraphs = []
        notes = []
        groups = []
        signatories = []
        inForce = nil
    }

    /// A numbered paragraph with the points below it.
    public struct Paragraph: Equatable, Sendable {
        /// What its form calls it.
        public let form: String
        /// The number by which it is cited.
        public let number: Int
        /// What it is for.
        public let sense: Part.Sense
        /// Its text; the text before and after its points where it has any.
        public let text: String
        /// Who answers for it, where it is an undertaking.
        public let promise: Promise?
        /// In reading order.
        public let points: [Point]

        /// A paragraph as corrected.
        public init(
            form: String, number: Int, sense: Part.Sense, text: String, promise: Promise?, points: [Point]
        ) {
            self.form = form
            self.number = number
            self.sense = sense
            self.text = text
            self.promise = promise
            self.points = points
        }
    }

    /// A point below a paragraph.
    public struct Point: Equatable, Sendable {
        /// What its form calls it.
        public let form: String
        /// Its letter; empty where it is marked by a dash or not at all.
        public let mark: String
        /// What it is for.
        public let sense: Part.Sense
        /// Its text.
        public let text: String
        /// Who answers for it, where it is an undertaking.
        public let promise: Promise?

        /// A point as corrected.
        public init(form: String, mark: String, sense: Part.Sense, text: String, promise: Promise?) {
            self.form = form
            self.mark = mark
            self.sense = sense
            self.text = text
            self.promise = promise
        }
    }

    /// A footnote.
    public struct Note: Equatable, Sendable {
        /// What its form calls it.
        public let form: String
        /// The sign by which the text refers to it.
        public let mark: String
        /// Its text.
        public let text: String

        /// A footnote as corrected.
        public init(form: String, mark: String, text: String) {
            self.form = form
            self.mark = mark
            self.text = text
        }
    }

    /// Some areas under one opening text.
    public struct Group: Equatable, Sendable {
        /// What its form calls it.
        public let form: String
        /// Its number in the annex.
        public let number: Int
        /// The text that opens it.
        public let text: String
        /// In reading order.
        public let areas: [Area]

        /// A group as corrected.
        public init(form: String, number: Int, text: String, areas: [Area]) {
            self.form = form
            self.number = number
            self.text = text
            self.areas = areas
        }
    }

    /// A lettered area of the agenda.
    public struct Area: Equatable, Sendable {
        /// What its form calls it.
        public let form: String
        /// Its letter.
        public let code: String
        /// A short name, which the text itself does not give.
        public let title: String
        /// Its wording.
        public let text: String
        /// Who may choose it.
        public let limit: Part.Limit

        /// An area as corrected.
        public init(form: String, code: String, title: String, text: String, limit: Part.Limit) {
            self.form = form
            self.code = code
            self.title = title
            self.text = text
            self.limit = limit
        }
    }

    /// A seat that signs.
    public struct Signatory: Equatable, Sendable {
        /// What its form calls it.
        public let form: String
        /// Which seat.
        public let seat: Identifier<Seat>
        /// Lower orders sign first.
        public let order: Int

        /// A signatory as corrected.
        public init(form: String, seat: Identifier<Seat>, order: Int) {
            self.form = form
            self.seat = seat
            self.order = order
        }
    }
}

extension Draft where K == StatementKind {
    /// Puts a corrected text into the draft, each paragraph before its points and each group before its areas; all of it,
    /// or nothing where something is wrong. `replacing` takes out what the draft had, but for its drafters.
    ///
    /// - Parameters:
    ///   - line: Names the lines.
    ///   - area: Names the areas.
    public mutating func put(
        _ corrected: CorrectedStatement, replacing: Bool, naming line: () -> LineID, areas area: () -> Identifier<Area>,
        in circumstances: Circumstances
    ) throws(Refusal) {
        var filling = Filling(draft: self, circumstances: circumstances)
        if replacing {
            for old in lines where old.content.name != .drafter { filling.draft.remove(old.id) }
        }
        for paragraph in corrected.paragraphs {
            let id = line()
            filling.put(
                .paragraph(
                    number: paragraph.number, sense: paragraph.sense, text: paragraph.text, promise: paragraph.promise),
                as: id, paragraph.form)
            for point in paragraph.points {
                filling.put(
                    .point(
                        paragraph: id, mark: point.mark, sense: point.sense, text: point.text, promise: point.promise),
                    as: line(), point.form)
            }
        }
        for note in corrected.notes { filling.put(.note(mark: note.mark, text: note.text), as: line(), note.form) }
        for group in corrected.groups {
            let id = line()
            filling.put(.group(number: group.number, text: group.text), as: id, group.form)
            for each in group.areas {
                filling.put(
                    .area(
                        area: area(), group: id, code: each.code, title: each.title, text: each.text, limit: each.limit),
                    as: line(), each.form)
            }
        }
        if let day = corrected.inForce, filling.draft.lines(.commencement).isEmpty {
            filling.put(.commencement(inForce: day, publication: nil), as: line(), "in-force")
        }
        for signatory in corrected.signatories where !filling.draft.isSigned(by: signatory.seat) {
            filling.put(.signatory(seat: signatory.seat, order: signatory.order), as: line(), signatory.form)
        }
        guard filling.faults.isEmpty else { throw Refusal(filling.faults) }
        self = filling.draft
    }

    private func isSigned(by seat: Identifier<Seat>) -> Bool {
        lines(.signatory).contains { line in
            if case .signatory(let named, _) = line.content { named == seat } else { false }
        }
    }

    /// A draft being filled, and all that was found wrong on the way.
    private struct Filling {
        var draft: Draft<StatementKind>
        let circumstances: Circumstances
        var faults: [Fault] = []

        mutating func put(_ content: Part, as id: LineID, _ form: String) {
            do throws(Refusal) {
                try draft.put(content, as: id, in: circumstances)
            } catch {
                // What stands under a refused line is checked too, but is not told that the line is missing.
                faults += error.faults.filter { $0.rule != "part.above" }.map { fault in
                    fault.at(fault.field.map { "\(form)-\($0)" } ?? form)
                }
            }
        }
    }
}

extension RecognisedStatement.Classification {
    /// What the paragraph is for, as the draft would have it.
    public var sense: Part.Sense { Part.Sense(rawValue: rawValue) ?? .context }
}

extension RecognisedStatement.Paragraph {
    /// All of its own words: those before its points and those after, parted by an empty line.
    public var text: String { closing.map { opening + "\n\n" + $0 } ?? opening }
}

extension RecognisedStatement.Point {
    /// How an undertaking of these words would be kept, where its first word tells.
    public var suggestedDue: Due? {
        let words = text.lowercased()
        if words.hasPrefix("consider") { return .considers }
        return words.hasPrefix("continu") ? .continues : nil
    }
}

extension RecognisedStatement.Area {
    /// All of its words, the condition in brackets too: the limit says it to the program, the words say it to readers.
    public var wording: String { condition.map { "(\($0)) \(text)" } ?? text }

    /// Its first words, as a short name to begin from.
    public var suggestedTitle: String {
        let clause = text.prefix { !":;,.(".contains($0) }
        var title = ""
        for word in clause.split(separator: " ").prefix(8) {
            guard title.utf8.count + word.utf8.count < 70 else { break }
            title += title.isEmpty ? String(word) : " " + word
        }
        return title.prefix(1).uppercased() + title.dropFirst()
    }

    /// Who seems to be meant to choose it: by the condition in brackets, or because it names no matter of its own.
    public var suggestedLimit: Part.Limit {
        if let condition, condition.lowercased().contains("london") { return .london }
        let words = text.lowercased()
        return words.hasPrefix("other ") || words.hasPrefix("any other ") ? .titled : .anyone
    }
}
