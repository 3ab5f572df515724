import Domain
import HTML
import Register
import Views
import Vocabulary

/// What was recognised in a text, as the fields of a form: first as recognised, then as an officer corrects it.
struct Corrections: Sendable {
    /// The fields, by the names under which the form sends them.
    private(set) var words = LineWords()
    private(set) var doubts: [String] = []

    /// The most pieces that one form takes: more would not arrive whole.
    static let mostPieces = 250

    /// As recognised, with what its words suggest.
    init(_ found: RecognisedStatement, of text: String, _ choices: LineChoices) throws(Refusal) {
        let points = found.paragraphs.reduce(0) { $0 + $1.points.count }
        let areas = found.annex?.groups.reduce(0) { $0 + $1.areas.count } ?? 0
        let pieces = found.paragraphs.count + points + areas + found.footnotes.count + found.signatories.count
        guard pieces > 0 else {
            throw Refusal(
                Fault(
                    "text.nothing", field: "text",
                    "No paragraph was recognised: check that this is the text of a statement"))
        }
        guard pieces <= Corrections.mostPieces else {
            throw Refusal(
                Fault(
                    "text.pieces", field: "text",
                    "\(pieces) parts were recognised, and \(Corrections.mostPieces) can be corrected at once: send a part of the text"
                ))
        }
        words["title"] = found.title
        take(found.paragraphs)
        words["notes"] = String(found.footnotes.count)
        for (index, note) in found.footnotes.enumerated() {
            words["note-\(index)-mark"] = "*"
            words["note-\(index)-text"] = note
        }
        take(found.annex?.groups ?? [])
        take(found.signatories, choices)
        if let day = found.signedOn { words.set("in-force", to: Day(day.year, day.month, day.day)) }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        doubts = found.doubts.map { doubt in
            let line = lines.indices.contains(doubt.line - 1) ? lines[doubt.line - 1] : ""
            let start = String(String.UnicodeScalarView(line.unicodeScalars.prefix(80)))
            return "Line \(doubt.line), “\(start)”: \(doubt.sentence)"
        }
    }

    /// As a form sent them.
    init(_ form: Form) {
        words = LineWords(form)
        doubts = form.all("doubt")
    }

    private mutating func take(_ paragraphs: [RecognisedStatement.Paragraph]) {
        words["paragraphs"] = String(paragraphs.count)
        var next = 1
        for (index, paragraph) in paragraphs.enumerated() {
            let name = "paragraph-\(index)"
            let number = paragraph.number ?? next
            next = number + 1
            words["\(name)-number"] = String(number)
            words["\(name)-sense"] = paragraph.classification.sense.rawValue
            words["\(name)-text"] = paragraph.text
            words["\(name)-points"] = String(paragraph.points.count)
            for (place, point) in paragraph.points.enumerated() {
                let below = "point-\(index)-\(place)"
                if case .letter(let letter) = point.mark { words["\(below)-mark"] = letter }
                words["\(below)-sense"] = paragraph.classification.sense.rawValue
                words["\(below)-text"] = point.text
                if paragraph.classification == .undertaking {
                    words["\(below)-due"] = point.suggestedDue?.description ?? ""
                }
            }
        }
    }

    private mutating func take(_ groups: [RecognisedStatement.Group]) {
        words["groups"] = String(groups.count)
        var next = 1
        for (index, group) in groups.enumerated() {
            let name = "group-\(index)"
            let number = group.number ?? next
            next = number + 1
            words["\(name)-number"] = String(number)
            words["\(name)-text"] = group.opening
            words["\(name)-areas"] = String(group.areas.count)
            for (place, area) in group.areas.enumerated() {
                let below = "area-\(index)-\(place)"
                words["\(below)-code"] = area.code
                words["\(below)-title"] = area.suggestedTitle
                words["\(below)-text"] = area.wording
                words["\(below)-limit"] = area.suggestedLimit.rawValue
            }
        }
    }

    private mutating func take(_ signatories: [RecognisedStatement.Signatory], _ choices: LineChoices) {
        words["signatories"] = String(signatories.count)
        for (index, signatory) in signatories.enumerated() {
            let name = "signatory-\(index)"
            words["\(name)-person"] = signatory.name
            words["\(name)-office"] = signatory.office
            words["\(name)-seat"] = Corrections.seat(for: signatory.office, choices)?.id.description ?? ""
            words["\(name)-order"] = "1"
        }
    }

    /// The seat whose title stands in the office, the longest of several.
    private static func seat(for office: String, _ choices: LineChoices) -> SeatRead? {
        let office = office.lowercased()
        return choices.signing.filter { office.contains($0.title.lowercased()) }
            .max { $0.title.utf8.count < $1.title.utf8.count }
    }

    // MARK: Reading

    /// How many pieces of a sort the form has.
    func count(_ name: String) -> Int { min(max(words.number(name) ?? 0, 0), Corrections.mostPieces) }

    /// Whether a piece is to be left out.
    func leaves(_ name: String) -> Bool { words["\(name)-leave"] == "yes" }

    /// The pieces that are kept, and what the form alone shows to be wrong.
    func corrected(_ choices: LineChoices) -> (CorrectedStatement, [Fault]) {
        var reading = PartReading(words: words, choices: choices, isDone: true)
        var statement = CorrectedStatement()
        statement.paragraphs = (0..<count("paragraphs")).filter { !leaves("paragraph-\($0)") }.map { index in
            let name = "paragraph-\(index)"
            let points = (0..<count("\(name)-points")).map { "point-\(index)-\($0)" }.filter { !leaves($0) }
            let (sense, promise) = undertaking(name, &reading)
            return CorrectedStatement.Paragraph(
                form: name, number: words.number("\(name)-number") ?? 0, sense: sense, text: words["\(name)-text"],
                promise: promise, points: points.map { point($0, &reading) })
        }
        statement.notes = (0..<count("notes")).map { "note-\($0)" }.filter { !leaves($0) }.map {
            CorrectedStatement.Note(form: $0, mark: words["\($0)-mark"], text: words["\($0)-text"])
        }
        statement.groups = (0..<count("groups")).filter { !leaves("group-\($0)") }.map { index in
            let name = "group-\(index)"
            let areas = (0..<count("\(name)-areas")).map { "area-\(index)-\($0)" }.filter { !leaves($0) }
            return CorrectedStatement.Group(
                form: name, number: words.number("\(name)-number") ?? index + 1, text: words["\(name)-text"],
                areas: areas.map { area($0, &reading) })
        }
        statement.signatories = (0..<count("signatories")).map { "signatory-\($0)" }.filter { !leaves($0) }
            .compactMap { signatory($0, &reading) }
        reading.start = ""
        statement.inForce = reading.day("in-force")
        return (statement, reading.faults)
    }

    private func undertaking(_ name: String, _ reading: inout PartReading) -> (Part.Sense, Promise?) {
        reading.start = name + "-"
        return reading.undertaking()
    }

    private func point(_ name: String, _ reading: inout PartReading) -> CorrectedStatement.Point {
        let (sense, promise) = undertaking(name, &reading)
        return CorrectedStatement.Point(
            form: name, mark: words["\(name)-mark"], sense: sense, text: words["\(name)-text"], promise: promise)
    }

    private func area(_ name: String, _ reading: inout PartReading) -> CorrectedStatement.Area {
        reading.start = name + "-"
        return CorrectedStatement.Area(
            form: name, code: words["\(name)-code"], title: words["\(name)-title"], text: words["\(name)-text"],
            limit: reading.limit())
    }

    private func signatory(
        _ name: String, _ reading: inout PartReading
    ) -> CorrectedStatement.Signatory? {
        reading.start = name + "-"
        let order = words.number("\(name)-order") ?? 0
        return reading.seat("Choose the seat that signs, or leave this signatory out").map {
            CorrectedStatement.Signatory(form: name, seat: $0, order: order)
        }
    }

    /// The seats that the corrected pieces name.
    func seats(_ corrected: CorrectedStatement) -> [Identifier<Seat>] {
        let promises = corrected.paragraphs.flatMap { [$0.promise] + $0.points.map(\.promise) }
        return promises.compactMap { $0?.owner } + corrected.signatories.map(\.seat)
    }
}

/// Everything that was recognised in a text, to be corrected before any of it is put into the draft.
struct CorrectionsPage: Page {
    let desk: DraftDesk<StatementKind>
    let corrections: Corrections
    var problems: [FormProblem] = []

    var title: String { "Correct what was recognised" }
    var breadcrumbs: [Crumb] { desk.taskCrumbs }

    var main: HTML {
        """
        <span class="govuk-caption-l">\(inline(desk.draft.title))</span>
        <h1 class="govuk-heading-l">\(title)</h1>
        <p class="govuk-body">Nothing is in the draft yet. Check each piece against your text; it goes into the draft when you
        send this page, and can still be changed there.</p>
        \(namingHint())\(doubts)
        \(postForm(to: desk.path("corrections"), token: desk.token, revision: desk.row.revision, sendsFiles: true, content))
        """
    }

    private var doubts: HTML {
        guard !corrections.doubts.isEmpty else { return HTML() }
        let items: HTML = "\(each: corrections.doubts, { "<li>\(inline($0))</li>\n" })"
        return """
            <h2 class="govuk-heading-m">What was uncertain</h2>
            <ul class="govuk-list govuk-list--bullet">
            \(items)</ul>

            """
    }

    private var content: HTML {
        let counts = ["paragraphs", "notes", "groups", "signatories"].map { hiddenInput($0, word($0)) }
        let kept = corrections.doubts.map { hiddenInput("doubt", $0) }
        return """
            \(counts)\(kept)\(input("title", "Title"))
            \(paragraphs)\(notes)\(agenda)\(signing)\(place)
            \(buttonGroup("\(button("Put this into the draft"))\(link: "Start over with the text", to: desk.path("text"))"))
            """
    }

    // MARK: Sections

    private var paragraphs: HTML {
        let count = corrections.count("paragraphs")
        guard count > 0 else { return HTML() }
        return "<h2 class=\"govuk-heading-l\">Paragraphs and points</h2>\n" + HTML((0..<count).map(paragraph))
    }

    private func paragraph(_ index: Int) -> HTML {
        let name = "paragraph-\(index)"
        let about = "paragraph \(word("\(name)-number"))"
        let points = (0..<corrections.count("\(name)-points")).map { point(index, $0, about) }
        return piece(
            name, "Paragraph \(word("\(name)-number"))", about,
            """
            \(hiddenInput("\(name)-points", word("\(name)-points")))
            \(input("\(name)-number", "Number of \(about)", .characters4))\(sense(name, about))
            \(area("\(name)-text", "Text of \(about)"))\(undertaking(name, about))\(points)
            """)
    }

    private func point(_ paragraph: Int, _ index: Int, _ above: String) -> HTML {
        let name = "point-\(paragraph)-\(index)"
        let mark = word("\(name)-mark")
        let about = "point \(mark.isEmpty ? String(index + 1) : mark) of \(above)"
        return piece(
            name, "Point \(mark.isEmpty ? String(index + 1) : mark)", about, isBelow: true,
            """
            \(input("\(name)-mark", "Mark of \(about)", .characters4))\(sense(name, about))
            \(area("\(name)-text", "Text of \(about)", rows: 3))\(undertaking(name, about))
            """)
    }

    private var notes: HTML {
        let count = corrections.count("notes")
        guard count > 0 else { return HTML() }
        let pieces = (0..<count).map { index -> HTML in
            let name = "note-\(index)"
            return piece(
                name, "Footnote \(index + 1)", "footnote \(index + 1)",
                """
                \(input("\(name)-mark", "Mark of footnote \(index + 1)", .characters4))
                \(area("\(name)-text", "Text of footnote \(index + 1)", rows: 2))
                """)
        }
        return "<h2 class=\"govuk-heading-l\">Footnotes</h2>\n" + HTML(pieces)
    }

    private var agenda: HTML {
        let count = corrections.count("groups")
        guard count > 0 else { return HTML() }
        return "<h2 class=\"govuk-heading-l\">Agenda</h2>\n" + HTML((0..<count).map(group))
    }

    private func group(_ index: Int) -> HTML {
        let name = "group-\(index)"
        let about = "group \(word("\(name)-number"))"
        let areas = (0..<corrections.count("\(name)-areas")).map { self.area(index, $0) }
        return piece(
            name, "Group \(word("\(name)-number"))", about,
            """
            \(hiddenInput("\(name)-areas", word("\(name)-areas")))
            \(input("\(name)-number", "Number of \(about)", .characters4))
            \(area("\(name)-text", "Opening text of \(about)"))\(areas)
            """)
    }

    private func area(_ group: Int, _ index: Int) -> HTML {
        let name = "area-\(group)-\(index)"
        let about = "area \(word("\(name)-code"))"
        let limits = Part.Limit.allCases.map { Choice($0.rawValue, $0.words) }
        return piece(
            name, "Area \(word("\(name)-code"))", about, isBelow: true,
            """
            \(input("\(name)-code", "Letter of \(about)", .characters2))
            \(input("\(name)-title", "Short name of \(about)", hint: "The text gives none: write one."))
            \(area("\(name)-text", "Wording of \(about)", rows: 3))
            \(select(field("\(name)-limit", "Who may choose \(about)"), options: limits, chosen: word("\(name)-limit")))
            """)
    }

    private var signing: HTML {
        let pieces = (0..<corrections.count("signatories")).map(signatory)
        let day = dateInput(
            field(
                "in-force", "In force from (optional)",
                "The day that stands with the signatures. Not before the last signature, whatever day is given."),
            value: corrections.words.dayWords("in-force"))
        return "<h2 class=\"govuk-heading-l\">Signatures</h2>\n" + HTML(pieces) + day
    }

    private func signatory(_ index: Int) -> HTML {
        let name = "signatory-\(index)"
        let (person, office) = (word("\(name)-person"), word("\(name)-office"))
        let seats = desk.choices.signing.map { Choice($0.id.description, $0.full) }
        let seat = select(
            field("\(name)-seat", "Seat that signs for signatory \(index + 1)"), options: seats,
            chosen: word("\(name)-seat"), blank: "Choose a seat")
        return piece(
            name, "Signatory \(index + 1)", "signatory \(index + 1)",
            """
            \(hiddenInput("\(name)-person", person))\(hiddenInput("\(name)-office", office))
            <p class="govuk-body">The text has: \(inline(person)), \(inline(office)). The name is not put into the draft.</p>
            \(seat)\(input("\(name)-order", "Order of signing of signatory \(index + 1)", .characters2))
            """)
    }

    private var place: HTML {
        let count = desk.draft.lines.count
        guard count > 0 else { return HTML() }
        return radios(
            field("place", "The draft has \(count) \(count == 1 ? "line" : "lines") already"),
            options: [
                Choice("replace", "Put this in their place", hint: "Drafters who do not sign are kept."),
                Choice("add", "Keep them, and add this behind them"),
            ], chosen: word("place"))
    }

    // MARK: One piece, one field

    private func piece(_ name: String, _ heading: String, _ about: String, isBelow: Bool = false, _ fields: HTML)
        -> HTML
    {
        let title: HTML =
            isBelow
            ? "<h4 class=\"govuk-heading-s\" id=\"\(name)-heading\">\(inline(heading))</h4>"
            : "<h3 class=\"govuk-heading-m\" id=\"\(name)-heading\">\(inline(heading))</h3>"
        return """
            <div id="\(fieldID(name))" class="concordat-piece">
            \(title)
            \(leave(name, about))\(fields)</div>

            """
    }

    private func leave(_ name: String, _ about: String) -> HTML {
        let isLeft = corrections.leaves(name)
        return """
            <div class="govuk-form-group"><div class="govuk-checkboxes govuk-checkboxes--small"><div class="govuk-checkboxes__item">
            <input class="govuk-checkboxes__input" type="checkbox" id="\(name)-leave" name="\(name)-leave" value="yes"\(when: isLeft, " checked")>
            <label class="govuk-label govuk-checkboxes__label" for="\(name)-leave">Leave out \(inline(about))</label>
            </div></div></div>

            """
    }

    private func sense(_ name: String, _ about: String) -> HTML {
        select(
            field("\(name)-sense", "What \(about) is for"),
            options: Part.Sense.allCases.map { Choice($0.rawValue, $0.words) },
            chosen: word("\(name)-sense"))
    }

    private func undertaking(_ name: String, _ about: String) -> HTML {
        let form = LineForm(name: .point, words: corrections.words, choices: desk.choices)
        let fields = form.undertakingFields(
            field("\(name)-due", "How \(about) will be kept"), field("\(name)-due-on", "By which day"),
            field("\(name)-owner", "Who answers for \(about)"))
        let isOpen = word("\(name)-sense") == Part.Sense.undertaking.rawValue
        return details("Who answers for it, if it is an undertaking", isOpen: isOpen, fields)
    }

    private func word(_ name: String) -> String { corrections.words[name] }

    private func field(_ name: String, _ label: String, _ hint: String? = nil) -> Field {
        Field(name, label, hint: hint, in: problems)
    }

    private func input(_ name: String, _ label: String, _ width: InputWidth = .full, hint: String? = nil) -> HTML {
        textInput(field(name, label, hint), value: word(name), width: width)
    }

    private func area(_ name: String, _ label: String, rows: Int = 5) -> HTML {
        textArea(field(name, label), value: word(name), rows: rows)
    }
}
