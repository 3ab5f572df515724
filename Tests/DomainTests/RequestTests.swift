import Domain
import Pathfinders
import Testing
import Vocabulary

@Suite struct RequestTests {
    let cast = Cast()
    let agenda: Agenda
    var norfolk: Party { cast.norfolk }
    var department: Party { cast.department }
    var adviser: Seat { department[.adviser] }

    init() throws { agenda = try cast.agenda() }

    private func signed(
        _ authority: Party? = nil, commencement: (inForce: Day?, publication: Day?)? = nil,
        asking: [String] = ["One return."]
    ) throws -> Story<CompactKind> {
        try cast.signedCompact(authority ?? norfolk, under: agenda, commencement: commencement, asking: asking)
    }

    private func put(_ story: Story<CompactKind>) throws -> PutRequest {
        try story.agreement.put(story.line(.request).id, on: story.now.londonDay)
    }

    /// A group as events leave it.
    private func group(_ events: [RequestGroup.Event], at time: Instant = Story<CompactKind>.morning) throws
        -> RequestGroup
    {
        let history = events.enumerated().map { index, event in
            (event, Stamp(position: index, time: time.adding(seconds: index), actor: .seat(adviser.id)))
        }
        return try #require(RequestGroup.replay(history, as: cast.identifier()))
    }

    private var reasons: Sealed { cast.randomness.seal("The law fixes it.") }

    @Test func `a request is put on the first day in force and public, and due so many weeks later`() throws {
        let story = try signed()
        let request = try put(story)
        #expect(request.day == story.agreement.inForce)
        #expect(request.ask.due(put: request.day) == request.day.adding(days: 84))
        let days = (Day(2004, 1, 1), Day(2004, 2, 1))
        let later = try signed(commencement: days)
        let line = later.line(.request).id
        #expect(later.agreement.requestsPut == days.1)
        #expect(broken { try later.agreement.put(line, on: try #require(Day(2004, 1, 31))) } == ["request.early"])
        #expect(try later.agreement.put(line, on: try #require(Day(2004, 2, 1))).day == days.1)
        let early = try signed(commencement: (Day(2004, 3, 1), Day(2004, 2, 1)))
        #expect(early.agreement.requestsPut == Day(2004, 3, 1))
        #expect(broken { try story.agreement.put(story.line(.term).id, on: story.now.londonDay) } == ["request.none"])
    }

    @Test func `nothing is asked before all have signed`() throws {
        let sent = try cast.agreedCompact(norfolk, under: agenda, asking: ["One return."])
        #expect(sent.agreement.requestsPut == nil)
        #expect(broken { try sent.agreement.put(sent.line(.request).id, on: sent.now.londonDay) } == ["request.early"])
    }

    @Test func `in a compact the authority asks and the Department answers, within a year`() throws {
        func faults(by: Party, of: Party, weeks: Int = 12) -> [String] {
            var draft = cast.emptyDraft(norfolk, under: agenda)
            let ask = Ask(by: by.id, of: of.id, wants: .change, concerns: .policy, benefits: .authority, weeks: weeks)
            return broken {
                try draft.put(
                    .request(text: "Less.", ask: ask), as: cast.identifier(),
                    in: cast.circumstances([norfolk, department], agenda: agenda))
            }
        }
        #expect(faults(by: norfolk, of: department) == [])
        #expect(faults(by: department, of: norfolk) == ["compact.request"])
        #expect(faults(by: norfolk, of: norfolk) == ["request.side", "compact.request"])
        #expect(faults(by: cast.gateshead, of: department) == ["request.side", "compact.request"])
        #expect(faults(by: norfolk, of: department, weeks: 0) == ["request.clock"])
        #expect(faults(by: norfolk, of: department, weeks: 53) == ["request.clock"])
    }

    @Test func `equal requests are answered once, by the body that was asked`() throws {
        let (first, second) = (try put(signed()), try put(signed(cast.gateshead)))
        let opened = try RequestGroup.open([first, first, second], title: "One return", as: adviser)
        #expect(opened == [.opened(of: department.id, title: "One return", requests: [first.line, second.line])])
        let council = norfolk[.officer]
        #expect(broken { try RequestGroup.open([first], title: "One return", as: council) } == ["request.body"])
        #expect(broken { try RequestGroup.open([], title: "", as: adviser) } == ["wording.empty", "request.empty"])
        let open = try group(opened)
        #expect(open.claims == Set([first, second].map { Claim("request", $0.line.description) }))
        #expect(broken { try open.answer(.declined, reasons: reasons, after: 0, as: council) } == ["request.body"])
        #expect(broken { try open.result(reasons, link: nil, after: 0, as: adviser) } == ["request.unanswered"])
        let why = reasons
        let answered = try group(opened + open.answer(.acceptedInPart, reasons: why, after: 0, as: adviser))
        #expect(answered.answers.map(\.outcome) == [.acceptedInPart])
        #expect(throws: Refusal.stale(1)) { try answered.answer(.declined, reasons: why, after: 0, as: adviser) }
        #expect(throws: Refusal.stale(0)) { try answered.result(why, link: nil, after: 1, as: adviser) }
        #expect(
            try answered.result(why, link: nil, after: 0, as: adviser) == [.resulted(result: 1, words: why, link: nil)])
        #expect(try answered.answer(.accepted, reasons: why, after: 1, as: adviser).count == 1)
    }

    @Test func `a request that asks something else is taken out before the answer, and not after it`() throws {
        let (first, second) = (try put(signed()), try put(signed(cast.gateshead)))
        let opened = try RequestGroup.open([first], title: "One return", as: adviser)
        let joined = try group(opened).join([first, second], after: 0, as: adviser)
        #expect(joined == [.joined(requests: [second.line])])
        let both = try group(opened + joined)
        // No answer reaches a request that its writer has not read, and nobody joins what was answered unseen.
        let unread = reasons
        #expect(throws: Refusal.stale(1)) { try both.answer(.declined, reasons: unread, after: 0, as: adviser) }
        #expect(throws: Refusal.stale(1)) { try both.join([first], after: 0, as: adviser) }
        #expect(both.members.map(\.request) == [first.line, second.line])
        #expect(try both.join([first], after: 1, as: adviser) == [])
        let why = reasons
        let parted = try both.part(second.line, reason: why, as: adviser)
        #expect(try group(opened + joined + parted).claims == [Claim("request", first.line.description)])
        #expect(try both.part(CitedLine(cast.identifier(), cast.identifier()), reason: why, as: adviser) == [])
        let empty = try group(opened + group(opened).part(first.line, reason: why, as: adviser))
        #expect(broken { try empty.answer(.accepted, reasons: why, after: 0, as: adviser) } == ["request.empty"])
        let answered = try group(opened + joined + both.answer(.accepted, reasons: why, after: 1, as: adviser))
        #expect(broken { try answered.part(second.line, reason: why, as: adviser) } == ["request.answered"])
        #expect(try answered.join([try put(signed(cast.rochdale))], after: 2, as: adviser).count == 1)
    }

    @Test func `a cited line is written as it is read, and nothing else is one`() {
        let line = CitedLine(cast.identifier(), cast.identifier())
        #expect(CitedLine(line.description) == line)
        for wrong in ["", "/", "\(line)/", "/\(line)", "\(line.compact)", "\(line.compact)//\(line.line)", "a/b"] {
            #expect(CitedLine(wrong) == nil, "\(wrong)")
        }
    }
}
