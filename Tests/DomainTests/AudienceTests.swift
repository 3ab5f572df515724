import Domain
import Pathfinders
import Testing
import Vocabulary

@Suite struct AudienceTests {
    let cast = Cast()
    let agenda: Agenda
    let publication = Day(number: 12_500)

    init() throws { agenda = try cast.agenda() }

    /// Who among the public, a stranger, the Department and the author may see an event on a day.
    enum Seen: Equatable { case everyone, parties, author, nobodyElse(Set<String>) }

    func seen<K: Kind>(_ event: AgreementEvent, in agreement: Agreement<K>, on day: Day) -> Seen {
        let audience = agreement.audience(of: event)
        let viewers: [(String, Viewer)] =
            [("public", .everyone)]
            + [cast.gateshead, cast.department, cast.norfolk].map { ($0.body.code, Viewer(body: $0.id, seat: nil)) }
        let who = Set(viewers.filter { audience.includes($0.1, today: day) }.map(\.0))
        switch who {
        case ["public", "390", "dfes", "926"]: return .everyone
        case ["dfes", "926"]: return .parties
        case ["926"]: return .author
        default: return .nobodyElse(who)
        }
    }

    /// A compact with one event of every case, still open: superseded and dropped lines, talk, waits, objections.
    func eventful() throws -> Story<CompactKind> {
        let named = [cast.norfolk[.director].id]
        let circumstances = cast.circumstances([cast.norfolk, cast.department], agenda: agenda)
        var draft = try cast.compactDraft(cast.norfolk, under: agenda, commencement: (nil, publication))
        try draft.clear(as: named[0], at: Story<CompactKind>.morning, edition: draft.edition, named: named)
        var story = try Story<CompactKind>(
            draft.send(named: named, in: circumstances), as: draft.id, circumstances, cast: cast)
        let seal = cast.randomness.seal("So")
        let department = cast.department.id
        let vision = story.line(.vision).id
        story.take(try story.agreement.object(story.read(vision), reason: seal, by: department))
        story.take(try story.agreement.consider(story.read(vision), by: department))
        story.take(try story.agreement.accept([story.read(vision)], by: department))
        story.take(
            try story.agreement.propose(
                .vision(text: "Other."), for: story.read(vision), by: department, in: circumstances))
        story.take(try story.agreement.wait(story.read(vision), on: seal, by: cast.norfolk.id))
        story.take(try story.agreement.release(story.read(vision), outcome: seal, by: cast.norfolk.id))
        story.take(try story.agreement.drop(story.read(story.line(.term).id), by: department))
        story.take(try story.agreement.discuss(vision, seal, by: department))
        return story
    }

    @Test func `before force nobody but the parties sees anything, and a clearance stays with the author`() throws {
        var story = try eventful()
        let far = Day(number: 1_000_000)
        func check() {
            for event in story.events {
                if case .cleared = event {
                    #expect(seen(event, in: story.agreement, on: far) == .author)
                } else {
                    #expect(seen(event, in: story.agreement, on: far) == .parties, "\(event)")
                }
            }
        }
        check()
        try story.acceptAll(by: cast.department)
        try story.acceptAll(by: cast.norfolk)
        try story.freeze()
        check()
        try story.sign(as: cast.norfolk[.director])
        check()
    }

    @Test func `from the day of publication on, steps and agreed wordings are everyone's and the rest is not`() throws {
        var story = try eventful()
        try story.acceptAll(by: cast.department)
        try story.acceptAll(by: cast.norfolk)
        try story.freeze()
        try story.signAll()
        #expect(story.agreement.publicFrom == publication)
        let vision = story.line(.vision).id
        let term = story.line(.term).id
        for event in story.events {
            let expected: Seen =
                switch event {
                case .opened, .frozen, .signed, .reported, .reportAccepted, .reportChallenged, .suspended, .resumed,
                    .terminated, .courseProposed, .courseAccepted, .courseDeclined, .paymentMoved, .reprofiled,
                    .returnCertified, .returnSummarised, .monitored, .returnAsked, .spoke, .varied:
                    .everyone
                case .lineProposed(let line, let revision, _, _, _), .lineAccepted(let line, let revision, _):
                    line == term || (line == vision && revision == 1) ? .parties : .everyone
                case .lineCarried: .everyone
                case .lineDropped, .lineConsidered, .lineObjected, .lineAwaited, .lineReleased, .discussed,
                    .reviewBegun, .reviewed, .reviewConcluded, .returnAssessed:
                    .parties
                case .returnPrepared: .author
                case .cleared: .author
                case .withdrawn: .parties
                }
            #expect(seen(event, in: story.agreement, on: publication) == expected, "\(event)")
            let before = seen(event, in: story.agreement, on: publication.adding(days: -1))
            #expect(before == (expected == .author ? .author : .parties), "\(event)")
        }
    }

    @Test func `a withdrawal stays with the parties for ever`() throws {
        var story = try eventful()
        story.take(try story.agreement.withdraw(reason: cast.randomness.seal("No"), by: cast.norfolk.id))
        for event in story.events {
            let who = seen(event, in: story.agreement, on: Day(number: 1_000_000))
            if case .cleared = event { #expect(who == .author) } else { #expect(who == .parties, "\(event)") }
        }
    }

    @Test func `what stood under a line that was left out stays with the parties`() throws {
        var story = try cast.sentCompact(cast.norfolk, under: agenda)
        let contribution = story.line(.contribution)
        let priority = try #require(contribution.lastContent.above)
        story.take(try story.agreement.drop(story.read(priority), by: cast.norfolk.id))
        try story.acceptAll(by: cast.department)
        try story.freeze()
        try story.signAll()
        let today = try #require(story.agreement.publicFrom)
        for event in story.events {
            guard case .lineProposed(let line, _, let content, _, _) = event else { continue }
            let gone = line == priority || content.above == priority
            #expect(seen(event, in: story.agreement, on: today) == (gone ? .parties : .everyone))
        }
    }

    @Test func `bodies, seats and appointments are everyone's, but a body's clearance is its own`() throws {
        let norfolk = cast.norfolk
        let today = Day(number: 12_000)
        func isPublic(_ audience: Audience) -> Bool { audience.includes(.everyone, today: today) }
        for event in norfolk.events.body { #expect(isPublic(norfolk.body.audience(of: event))) }
        for seat in norfolk.allSeats {
            for event in norfolk.events.seats[seat.office] ?? [] { #expect(isPublic(seat.audience(of: event))) }
            let holder = norfolk.holder(of: seat.office)
            for event in norfolk.events.appointments[seat.office] ?? [] {
                #expect(isPublic(holder.audience(of: event)))
            }
            #expect(isPublic(holder.audience(of: .ended(after: today))))
            #expect(isPublic(holder.audience(of: .revoked(reason: cast.randomness.seal("Lost")))))
        }
        let clearance = norfolk.body.audience(of: .clearanceNamed(seats: []))
        #expect(!isPublic(clearance))
        #expect(clearance.includes(Viewer(body: norfolk.id, seat: nil), today: today))
        #expect(!clearance.includes(Viewer(body: cast.department.id, seat: nil), today: today))
    }
}
