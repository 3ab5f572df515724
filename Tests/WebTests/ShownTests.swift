import Domain
import HTML
import Testing
import Vocabulary

@testable import Views
@testable import Web

/// What the pages of a negotiation say of lines, seats and steps.
@Suite struct ShownTests {
    private static func name<T>(_ byte: UInt8, of _: T.Type = T.self) -> Identifier<T> {
        Identifier(random: [UInt8](repeating: byte, count: 10))
    }

    private let norfolk: Identifier<Body> = name(1)
    private let department: Identifier<Body> = name(2)
    private let area: Identifier<Area> = name(3)
    private let vision: LineID = name(4)
    private let priority: LineID = name(5)
    private let contribution: LineID = name(6)

    private func part(_ reason: String) -> Part { .priority(area: area, title: nil, reason: reason, horizon: .short) }

    private var promised: Part {
        .contribution(priority: priority, text: "Money", promise: Promise(by: norfolk, owner: nil, due: .throughout))
    }

    private func line(
        _ id: LineID, _ content: Part, accepted: [Identifier<Body>] = [], waitsOn: [Identifier<Body>] = [],
        dropped: Bool = false, standing: Bool = true
    ) -> LineRead {
        let stances = Dictionary(
            uniqueKeysWithValues: accepted.map { ($0, StanceRead(word: "accepts", reason: nil, erased: nil)) })
        return LineRead(
            id: id, content: content, above: content.above, revision: 1, dropped: dropped, standing: standing,
            stances: stances, waitsOn: waitsOn, awaited: nil, position: 1, side: norfolk, before: nil, remarks: 0,
            touched: 1, promise: nil)
    }

    private func seat(_ byte: UInt8, of body: Identifier<Body>, _ title: String) -> SeatRead {
        SeatRead(
            id: Self.name(byte), body: body, title: title, office: .director,
            bodyName: body == norfolk ? "Norfolk" : "The Department", bodyCode: body == norfolk ? "926" : "DfES")
    }

    private func listed(_ state: AgreementState) -> AgreementLine {
        AgreementLine(
            id: "aaaaaaaaaaaaaaaa", kind: "compact", title: "Norfolk compact", year: nil, firstDay: nil, lastDay: nil,
            authority: nil,
            authorityName: nil, region: nil, state: state, opened: Instant(milliseconds: 0), signed: nil, inForce: nil,
            until: nil, follows: nil, next: nil, varies: nil,
            areas: [])
    }

    private func shown(
        _ lines: [LineRead], steps: [StepRead] = [], signatories: [SignatoryRead] = []
    ) -> ShownAgreement {
        let parties = [
            PartyRead(
                id: norfolk, name: "Norfolk", code: "926", sort: .authority, waiting: 0, until: nil, isAbolished: false),
            PartyRead(
                id: department, name: "The Department", code: "DfES", sort: .department, waiting: 0, until: nil,
                isAbolished: false),
        ]
        let read = AgreementRead(
            line: listed(.negotiating), statement: nil, author: norfolk, parties: parties, isParty: true, text: nil,
            publicFrom: nil, lines: lines, signatories: signatories, steps: steps, position: 9,
            areas: [area: AreaRead(code: "f", title: "Small schools")], course: CourseRead(proposals: [], open: nil),
            monitoring: nil, requests: [:], variations: [], suspended: nil, former: [:])
        return ShownAgreement(read, seats: [], CompactKind.self)
    }

    private func version(_ revision: Int, _ content: Part?, at position: Int) -> VersionRead {
        VersionRead(
            revision: revision, content: content, side: norfolk, time: Instant(milliseconds: 0), position: position)
    }

    // MARK: What changed

    @Test func `several wordings since somebody looked are one change from the one they saw`() throws {
        let now = Part.vision(text: "Third")
        let changes = shown([line(vision, now)]).changes(
            since: 10,
            [
                vision: [
                    version(1, .vision(text: "First"), at: 5), version(2, .vision(text: "Second"), at: 11),
                    version(3, now, at: 12),
                ]
            ])
        let change = try #require(changes.first)
        #expect(changes.count == 1 && change.sort == .changed)
        #expect(change.before == .vision(text: "First") && change.after == now)
    }

    @Test func `a wording that was changed and changed back is no change`() {
        let now = Part.vision(text: "First")
        let versions = [
            vision: [version(1, now, at: 5), version(2, .vision(text: "Second"), at: 11), version(3, now, at: 12)]
        ]
        #expect(shown([line(vision, now)]).changes(since: 10, versions).isEmpty)
        #expect(shown([line(vision, now)]).changes(since: 11, versions).map(\.sort) == [.changed])
        #expect(shown([line(vision, now)]).changes(since: 12, versions).isEmpty)
    }

    @Test func `a line added since is new, and one left out takes along what stands under it`() {
        let lines = [
            line(vision, .vision(text: "New")), line(priority, part("Far"), dropped: true, standing: false),
            line(contribution, promised, standing: false),
        ]
        let versions = [
            vision: [version(1, .vision(text: "New"), at: 11)],
            priority: [version(1, part("Far"), at: 5), version(2, nil, at: 12)],
            contribution: [version(1, promised, at: 6)],
        ]
        let changes = shown(lines).changes(since: 10, versions)
        #expect(changes.map(\.line.id) == [vision, priority, contribution])
        #expect(changes.map(\.sort) == [.added, .leftOut, .leftOut])
        #expect(changes.map(\.before) == [nil, part("Far"), promised])
        #expect(changes.allSatisfy { ($0.after == nil) == ($0.sort == .leftOut) })
    }

    @Test func `a line put back since is told from a new one, with what stands under it`() {
        let versions = [
            priority: [version(1, part("Far"), at: 4), version(2, nil, at: 5), version(3, part("Far"), at: 11)],
            contribution: [version(1, promised, at: 4)],
        ]
        let changes = shown([line(priority, part("Far")), line(contribution, promised)]).changes(since: 10, versions)
        #expect(changes.map(\.sort) == [.putBack, .putBack])
    }

    // MARK: What is settled

    @Test func `what stands under a line proposed to be left out is not called accepted`() {
        let hanging = line(contribution, promised, accepted: [norfolk], standing: false)
        let shown = shown([
            line(priority, part("Far"), accepted: [norfolk], waitsOn: [department], dropped: true, standing: false),
            hanging,
            line(vision, .vision(text: "Near"), accepted: [norfolk, department]),
        ])
        #expect(shown.marks(of: hanging, for: norfolk, isNew: false).map(\.words) == ["Goes with the line above"])
        #expect(
            shown.marks(of: shown.read.lines[2], for: norfolk, isNew: false).map(\.words) == ["Accepted by every side"])
        #expect(shown.read.lines.count { shown.isAgreed($0) && !shown.goesWithAbove($0) } == 1)
    }

    @Test func `a line that nobody is said to wait on is accepted only where every party accepts it`() {
        let half = line(vision, .vision(text: "Near"), accepted: [norfolk])
        #expect(shown([half]).marks(of: half, for: norfolk, isNew: false).isEmpty)
    }

    @Test func `a priority to which a side brings nothing is pointed out by name`() {
        #expect(
            shown([line(priority, part("Far")), line(contribution, promised)]).onesided.map(\.words)
                == ["The Department contributes nothing to priority f. Small schools yet"])
        #expect(shown([line(priority, part("Far"), dropped: true, standing: false)]).onesided.isEmpty)
    }

    // MARK: Signatures

    @Test func `a desk says whose signature is next, and whether it is one's own body's`() {
        let next = [seat(7, of: norfolk, "Director"), seat(8, of: department, "Minister")]
        let row = DeskRow(
            DeskLine(
                line: listed(.agreed), mine: 0, theirs: 0, open: 0, signs: false, next: next, position: 1,
                changed: Instant(milliseconds: 0), others: []),
            seen: 1, for: norfolk)
        #expect(row.nextToSign == ["Director, Norfolk", "Minister, The Department"])
        #expect(row.signaturesOnUs == 1 && row.signaturesOnOthers == 1)
        #expect(DeskFilter(waiting: .us, region: nil, year: nil).takes(row))
        #expect(!DeskFilter(waiting: .signature, region: nil, year: nil).takes(row))
    }

    @Test func `a void signature reads as void in the steps, the table and the answer to programs`() throws {
        let director = seat(7, of: norfolk, "Director")
        let steps = [true, false].enumerated().map { index, isVoid in
            StepRead(
                position: index, event: "signed", time: Instant(milliseconds: 0), seat: director, side: norfolk,
                line: nil, revision: nil, words: nil, erased: nil, voided: 0, isVoid: isVoid, isPublic: true)
        }
        let shown = shown(
            [], steps: steps,
            signatories: [SignatoryRead(seat: director, order: 1, isNext: true, signature: nil)])
        func count(_ words: String, in html: HTML) -> Int {
            String(decoding: html.bytes, as: UTF8.self).ranges(of: words).count
        }
        let words = "void since the text was opened again"
        #expect(count(words, in: AgreementSteps(shown: shown, steps: steps).html) == 1)
        #expect(count(words, in: SignatureTable(shown: shown).html) == 1)
        #expect(AgreementAnswer(shown).steps.map(\.void) == [true, false])
    }

    // MARK: Coming in

    @Test func `whoever is asked for a seat is led on to where they were going`() {
        #expect(Path.signedIn(seats: 1, to: "/compacts/a").description == "/compacts/a")
        #expect(Path.signedIn(seats: 1, to: "").description == "/desk")
        let choosing = Path.signedIn(seats: 2, to: "/compacts/a?show=all")
        #expect(choosing.description == Path.seats.adding(query: [("to", "/compacts/a?show=all")]).description)
        #expect(Path.seats.onTheWay(to: "https://elsewhere.example").description == "/seats")
        #expect(Path.seats.onTheWay(to: "").description == "/seats")
    }

    @Test func `a list's filters stand behind a closed line that says whether they are in use`() {
        let (plain, used) = (filterPanel(to: .desk, ""), filterPanel(to: .desk, isFiltered: true, ""))
        #expect(String(decoding: plain.bytes, as: UTF8.self).contains("<details data-filter>"))
        #expect(String(decoding: used.bytes, as: UTF8.self).contains("Filter (in use)</h2></summary>"))
    }

    @Test(arguments: Part.Name.allCases)
    func `whoever may write anything in the form of a line is told to name nobody`(part: Part.Name) {
        let form = LineForm(
            name: part, words: LineWords([:]), choices: LineChoices(parties: [], seats: [], agenda: nil))
        let warns = String(decoding: form.fields.bytes, as: UTF8.self).contains("Do not name people")
        #expect(warns == ![.signatory, .commencement, .period].contains(part))
    }
}
