import Domain
import Pathfinders
import Testing
import Vocabulary

@Suite struct SigningTests {
    let cast = Cast()
    let agenda: Agenda
    var norfolk: Party { cast.norfolk }
    var department: Party { cast.department }

    init() throws { agenda = try cast.agenda() }

    @Test func `the text is fixed only when every side accepts every line`() throws {
        var story = try cast.sentCompact(norfolk, under: agenda)
        for line in story.agreement.lines.all {
            #expect(broken { try story.agreement.freeze(story.digest, in: story.circumstances) } == ["text.open"])
            story.take(try story.agreement.accept([story.read(line.id)], by: department.id))
        }
        #expect(story.agreement.stage == .negotiating)
        try story.freeze()
        #expect(story.agreement.stage == .agreed)
        #expect(broken { try story.agreement.freeze(story.digest, in: story.circumstances) } == ["text.open"])
    }

    @Test func `accepted lines are not fixed while the whole lacks something`() throws {
        var story = try cast.sentCompact(norfolk, under: agenda)
        story.take(try story.agreement.drop(story.read(story.line(.summary).id), by: norfolk.id))
        try story.acceptAll(by: department)
        #expect(story.agreement.lines.areAgreed(by: story.agreement.parties))
        #expect(story.agreement.lacking(in: story.circumstances).map(\.rule) == ["compact.summary"])
        #expect(broken { try story.agreement.freeze(story.digest, in: story.circumstances) } == ["text.open"])
    }

    @Test func `an agreement of one side's acceptance is not fixed`() throws {
        var story = try cast.sentCompact(norfolk, under: agenda, with: [cast.rochdale])
        try story.acceptAll(by: department)
        #expect(broken { try story.agreement.freeze(story.digest, in: story.circumstances) } == ["text.open"])
        try story.acceptAll(by: cast.rochdale)
        #expect(broken { try story.agreement.freeze(story.digest, in: story.circumstances) } == [])
    }

    @Test func `signatures are over the text that stands, and refused over any other`() throws {
        var story = try cast.sentCompact(norfolk, under: agenda)
        func sign(_ text: Digest) throws -> [AgreementEvent] {
            try story.agreement.sign(
                text, as: norfolk[.director].id, appointment: norfolk.holder(of: .director), signature: Digest(of: [1]),
                on: story.now.londonDay)
        }
        let open = #expect(throws: Refusal.self) { try sign(story.digest) }
        #expect(open?.current == .text(nil))
        try story.acceptAll(by: department)
        try story.freeze()
        let text = try #require(story.agreement.execution.text)
        let other = #expect(throws: Refusal.self) { try sign(Digest(of: [9])) }
        #expect(other?.current == .text(text))
        #expect(other?.faults.map(\.rule) == ["text.stale"])
        #expect(broken { try sign(text) } == [])
    }

    @Test func `a seat signs through an appointment to it that is in force`() throws {
        let story = try cast.agreedCompact(norfolk, under: agenda)
        let text = try #require(story.agreement.execution.text)
        func sign(_ appointment: Appointment, on day: Day) -> [String] {
            broken {
                try story.agreement.sign(
                    text, as: norfolk[.director].id, appointment: appointment, signature: Digest(of: [1]), on: day)
            }
        }
        let today = story.now.londonDay
        #expect(sign(norfolk.holder(of: .director), on: today) == [])
        #expect(sign(norfolk.holder(of: .leader), on: today) == ["appointment.seat"])
        #expect(sign(norfolk.holder(of: .director), on: Day(number: 0)) == ["appointment.over"])
    }

    @Test func `seats that are not required do not sign, and none signs twice`() throws {
        var story = try cast.agreedCompact(norfolk, under: agenda)
        #expect(broken { try story.sign(as: norfolk[.leader]) } == ["signature.not-required"])
        #expect(broken { try story.sign(as: norfolk[.director]) } == [])
        #expect(story.agreement.stage == .signing)
        #expect(broken { try story.sign(as: norfolk[.director]) } == ["signature.given"])
        #expect(broken { try story.sign(as: department[.minister]) } == [])
        #expect(story.agreement.stage == .signed)
    }

    @Test func `any number sign, several of one side among them; lower orders first and equal ones as they come`()
        throws
    {
        let seats: [(seat: Seat, order: Int)] = [
            (department[.minister], 3), (norfolk[.director], 2), (norfolk[.leader], 1), (norfolk[.chiefExecutive], 2),
            (department[.director], 2),
        ]
        var story = try cast.agreedCompact(norfolk, under: agenda, signatories: seats)
        #expect(story.agreement.execution.required.map(\.order) == [1, 2, 2, 2, 3])
        #expect(story.agreement.execution.next == [norfolk[.leader].id])
        #expect(broken { try story.sign(as: norfolk[.director]) } == ["signature.order"])
        #expect(broken { try story.sign(as: department[.minister]) } == ["signature.order"])
        try story.sign(as: norfolk[.leader])
        #expect(
            story.agreement.execution.next == [
                norfolk[.director].id, norfolk[.chiefExecutive].id, department[.director].id,
            ])
        try story.sign(as: department[.director])
        try story.sign(as: norfolk[.director])
        #expect(broken { try story.sign(as: department[.minister]) } == ["signature.order"])
        try story.sign(as: norfolk[.chiefExecutive])
        #expect(story.agreement.execution.completed == nil)
        try story.sign(as: department[.minister])
        #expect(story.agreement.execution.completed == story.history.last?.1.time)
        #expect(story.agreement.execution.next == [])
    }

    @Test func `any change after a signature voids all that were given, and goes back to negotiating`() throws {
        let seal = cast.randomness.seal("So")
        let changes: [(Story<CompactKind>) throws -> [AgreementEvent]] = [
            { story in
                let read = story.read(story.line(.vision).id)
                return try story.agreement.propose(
                    .vision(text: "Second."), for: read, by: norfolk.id, in: story.circumstances)
            },
            { story in
                try story.agreement.add(
                    .term(text: "More."), as: cast.identifier(), after: nil, by: norfolk.id, in: story.circumstances)
            },
            { story in try story.agreement.drop(story.read(story.line(.term).id), by: norfolk.id) },
            { story in try story.agreement.consider(story.read(story.line(.term).id), by: norfolk.id) },
            { story in try story.agreement.object(story.read(story.line(.term).id), reason: seal, by: norfolk.id) },
            { story in try story.agreement.wait(story.read(story.line(.term).id), on: seal, by: norfolk.id) },
        ]
        for change in changes {
            var story = try cast.agreedCompact(norfolk, under: agenda)
            try story.sign(as: department[.minister])
            let text = try #require(story.agreement.execution.text)
            story.take(try change(story))
            #expect(story.agreement.stage == .negotiating)
            #expect(story.agreement.execution.signatures.isEmpty)
            #expect(story.agreement.execution.voided.map(\.seat) == [department[.minister].id])
            #expect(story.agreement.execution.voided.map(\.text) == [text])
            #expect(broken { try story.sign(as: norfolk[.director]) } == ["text.stale"])
        }
    }

    @Test func `after a change all sign anew`() throws {
        var story = try cast.agreedCompact(norfolk, under: agenda)
        try story.sign(as: norfolk[.director])
        let first = story.agreement.execution.text
        let read = story.read(story.line(.vision).id)
        story.take(
            try story.agreement.propose(.vision(text: "Second."), for: read, by: department.id, in: story.circumstances)
        )
        try story.acceptAll(by: norfolk)
        try story.freeze()
        #expect(story.agreement.execution.text != first)
        #expect(story.agreement.execution.outstanding.count == 2)
        try story.signAll()
        #expect(story.agreement.stage == .signed)
        #expect(story.agreement.execution.signatures.allSatisfy { $0.text == story.agreement.execution.text })
        #expect(story.agreement.execution.voided.count == 1)
    }

    @Test func `talk changes nothing of what is signed`() throws {
        var story = try cast.agreedCompact(norfolk, under: agenda)
        try story.sign(as: norfolk[.director])
        let before = story.agreement.execution
        story.take(try story.agreement.discuss(nil, cast.randomness.seal("Soon?"), by: norfolk.id))
        #expect(story.agreement.execution == before)
    }

    @Test func `the frozen text holds the standing lines in order and the names of all that it cites`() throws {
        var story = try cast.sentCompact(norfolk, under: agenda, choosing: ["d"])
        let term = story.line(.term).id
        story.take(try story.agreement.drop(story.read(term), by: norfolk.id))
        let text = story.agreement.text(log: "example.org/log", random: Digest(of: []), in: story.circumstances)
        #expect(text.format == "concordat-agreement-1")
        #expect(text.log == "example.org/log")
        #expect(text.kind == "compact")
        #expect(text.id == story.agreement.id.description)
        #expect(text.lines.map(\.line) == story.agreement.lines.all.map(\.id).filter { $0 != term })
        #expect(text.lines.allSatisfy { $0.revision == 1 })
        let area = try #require(agenda["d"])
        #expect(
            text.names == [
                norfolk.id.description: "Norfolk",
                department.id.description: "Department for Education and Skills",
                norfolk[.director].id.description: "Director of Education, Norfolk",
                department[.minister].id.description: "Secretary of State, Department for Education and Skills",
                area.id.description: "d. \(area.title)",
            ])
    }

    // MARK: From when it holds

    func signed(
        at times: (String, String), inForce: Day? = nil, publication: Day? = nil
    ) throws -> Agreement<CompactKind> {
        var story = try cast.agreedCompact(norfolk, under: agenda, commencement: (inForce, publication))
        story.now = try #require(Instant(times.0))
        try story.sign(as: norfolk[.director])
        story.now = try #require(Instant(times.1))
        try story.sign(as: department[.minister])
        return story.agreement
    }

    @Test func `it is in force from the day in London of the last signature`() throws {
        let winter = try signed(at: ("2003-12-01T10:00:00.000Z", "2003-12-31T23:30:00.000Z"))
        #expect(winter.inForce == Day(2003, 12, 31))
        let summer = try signed(at: ("2004-03-01T10:00:00.000Z", "2004-03-31T23:30:00.000Z"))
        #expect(summer.inForce == Day(2004, 4, 1))
        #expect(summer.publicFrom == Day(2004, 4, 1))
    }

    @Test func `it is in force from a stated day, where that is later than the last signature`() throws {
        let times = ("2003-12-01T10:00:00.000Z", "2003-12-15T10:00:00.000Z")
        let later = try signed(at: times, inForce: Day(2004, 1, 1))
        #expect(later.inForce == Day(2004, 1, 1))
        #expect(later.publicFrom == Day(2004, 1, 1))
        let earlier = try signed(at: times, inForce: Day(2003, 9, 1))
        #expect(earlier.inForce == Day(2003, 12, 15))
    }

    @Test func `it is public from a stated day of publication, and never before it is signed`() throws {
        let times = ("2003-12-01T10:00:00.000Z", "2003-12-15T10:00:00.000Z")
        #expect(try signed(at: times, publication: Day(2004, 2, 1)).publicFrom == Day(2004, 2, 1))
        #expect(
            try signed(at: times, inForce: Day(2004, 3, 1), publication: Day(2004, 2, 1)).publicFrom == Day(2004, 2, 1))
        #expect(try signed(at: times, publication: Day(2003, 9, 1)).publicFrom == Day(2003, 12, 15))
    }

    @Test func `before the last signature there is no day in force nor of publication`() throws {
        let story = try cast.agreedCompact(norfolk, under: agenda, commencement: (Day(2003, 9, 1), Day(2003, 9, 1)))
        #expect(story.agreement.inForce == nil)
        #expect(story.agreement.publicFrom == nil)
        #expect(story.agreement.commencement.inForce == Day(2003, 9, 1))
    }
}
