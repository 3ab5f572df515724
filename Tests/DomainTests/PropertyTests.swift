import Domain
import Pathfinders
import Testing
import Vocabulary

/// Random negotiations by two to five parties: whatever anybody does, in whatever order, these hold.
@Suite struct PropertyTests {
    @Test(arguments: 0..<60)
    func `however they negotiate, nothing is fixed that some side has not accepted, and what is signed stays signed`(
        seed: Int
    ) throws {
        _ = try negotiate(seed)
    }

    @Test func `these negotiations fix texts, void signatures, refuse, sign and go on after refusals`() throws {
        var all = Outcome()
        for seed in 0..<20 {
            let one = try negotiate(seed)
            all.frozen += one.frozen
            all.voided += one.voided
            all.signed += one.signed
            all.refused += one.refused
        }
        #expect(all.frozen > 20)
        #expect(all.voided > 5)
        #expect(all.signed > 10)
        #expect(all.refused > 500)
    }

    private struct Outcome {
        var frozen = 0
        var voided = 0
        var signed = 0
        var refused = 0
    }

    /// Four hundred acts by parties in turn at random.
    private func negotiate(_ seed: Int) throws -> Outcome {
        var outcome = Outcome()
        var random = Seeded(UInt64(seed))
        let cast = Cast(seed: UInt64(seed))
        let agenda = try cast.agenda()
        let others = Array([cast.gateshead, cast.rochdale, cast.telford].prefix(seed % 4))
        let parties = [cast.norfolk, cast.department] + others
        var story = try cast.sentCompact(
            cast.norfolk, under: agenda, choosing: ["a"], with: others,
            signatories: parties.flatMap { party in
                [(party[party.signing], Int.random(in: 1...2, using: &random))]
            })
        var accepted: [Identifier<Body>: [LineID: Int]] = [:]
        for case .lineProposed(let line, let revision, _, let side, _) in story.events {
            accepted[side, default: [:]][line] = revision
        }
        var signedText: Digest?
        for step in 0..<400 {
            let side = random.one(of: parties)
            let before = story.agreement
            do {
                let events = try act(side, &story, &random, cast, eager: step > 150)
                for event in events { note(event, in: &accepted) }
                if case .frozen(let text)? = events.last {
                    outcome.frozen += 1
                    #expect(story.agreement.execution.text == text)
                    for line in story.agreement.lines.all {
                        for party in story.agreement.parties {
                            #expect(accepted[party]?[line.id] == line.revision)
                        }
                    }
                }
            } catch {
                outcome.refused += 1
                #expect(story.agreement == before, "a refusal changes nothing")
            }
            if before.stage == .signed {
                #expect(story.agreement.stage == .signed)
                #expect(story.agreement.execution == before.execution)
                #expect(story.agreement.lines == before.lines)
            }
            if let text = story.agreement.execution.text, story.agreement.stage == .signed {
                #expect(signedText == nil || signedText == text)
                signedText = text
                let signed = Set(story.agreement.execution.signatures.map(\.seat))
                #expect(signed == Set(story.agreement.signatories.map(\.seat)))
            }
            #expect(story.agreement.execution.signatures.allSatisfy { $0.text == story.agreement.execution.text })
            #expect(inOrder(story.agreement.execution))
        }
        #expect(Compact.replay(story.history, as: story.agreement.id) == story.agreement)
        let half = story.history.prefix(story.history.count / 2)
        var resumed = try #require(Compact.replay(half, as: story.agreement.id))
        for (event, stamp) in story.history.dropFirst(half.count) { resumed.apply(event, stamp) }
        #expect(resumed == story.agreement)
        outcome.voided = story.agreement.execution.voided.count
        outcome.signed = story.agreement.stage == .signed ? 1 : 0
        return outcome
    }

    /// What every side has accepted, told from the events alone and not from the agreement.
    private func note(_ event: AgreementEvent, in accepted: inout [Identifier<Body>: [LineID: Int]]) {
        switch event {
        case .lineProposed(let line, let revision, _, let side, _), .lineDropped(let line, let revision, let side),
            .lineAccepted(let line, let revision, let side):
            accepted[side, default: [:]][line] = revision
        case .lineConsidered(let line, _, let side), .lineObjected(let line, _, let side, _):
            accepted[side, default: [:]][line] = nil
        default: break
        }
    }

    private func inOrder(_ execution: Execution) -> Bool {
        let orders = execution.signatures.map { signature in
            execution.required.first { $0.seat == signature.seat }?.order ?? 0
        }
        return orders == orders.sorted()
    }

    /// One act of a side; as the register does, the text is fixed as soon as nothing stands between.
    private func act(
        _ side: Party, _ story: inout Story<CompactKind>, _ random: inout Seeded, _ cast: Cast, eager: Bool
    ) throws -> [AgreementEvent] {
        let agreement = story.agreement
        let line = random.one(of: agreement.lines.all)
        // Now and then somebody answers what is no longer there.
        let read = ReadLine(line.id, revision: line.revision - (random.happens(10) ? 1 : 0))
        let seal = cast.randomness.seal("So")
        var events: [AgreementEvent]
        let dice = Int.random(in: 0..<(eager ? 400 : 100), using: &random)
        // Towards the end, what is agreed is mostly signed.
        switch eager && agreement.execution.text != nil && random.happens(80) ? 30 : dice {
        case 0..<8:
            events = try agreement.propose(
                reworded(line.lastContent, &random), for: read, by: side.id, in: story.circumstances)
        case 8..<10:
            events = try agreement.add(
                .term(text: "Term \(random.next())"), as: cast.identifier(), after: random.happens(50) ? line.id : nil,
                by: side.id, in: story.circumstances)
        case 10..<12: events = try agreement.drop(read, by: side.id)
        case 12..<16: events = try agreement.consider(read, by: side.id)
        case 16..<20: events = try agreement.object(read, reason: seal, by: side.id)
        case 20..<22: events = try agreement.wait(read, on: seal, by: side.id)
        case 22..<26: events = try agreement.discuss(line.id, seal, by: side.id)
        case 26..<50:
            let seat = side[side.signing]
            guard random.happens(90), let text = agreement.execution.text else {
                events = try agreement.sign(
                    Digest(of: [1]), as: seat.id, appointment: side.holder(of: seat.office), signature: Digest(of: [2]),
                    on: story.now.londonDay)
                break
            }
            events = try agreement.sign(
                text, as: seat.id, appointment: side.holder(of: seat.office), signature: Digest(of: [2]),
                on: story.now.londonDay)
        case 50..<70:
            guard let waits = agreement.lines.all.first(where: { $0.awaited?.side == side.id }) else { fallthrough }
            events = try agreement.release(
                ReadLine(waits.id, revision: waits.revision), outcome: seal, by: side.id)
        case 70..<85: events = try agreement.accept([read], by: side.id)
        default:
            // A line of the whole that is lacking is put back first, by whoever comes by.
            if let gone = agreement.lines.all.first(where: { $0.content == nil && $0.lastContent.name != .term }),
                agreement.execution.text == nil
            {
                events = try agreement.propose(
                    gone.lastContent, for: ReadLine(gone.id, revision: gone.revision), by: side.id,
                    in: story.circumstances)
            } else {
                events = try agreement.accept(
                    agreement.lines.all.map { ReadLine($0.id, revision: $0.revision) }, by: side.id)
            }
        }
        story.take(events)
        if story.agreement.mayBeFrozen(in: story.circumstances) {
            let freezing = try story.agreement.freeze(story.digest, in: story.circumstances)
            story.take(freezing)
            events += freezing
        }
        return events
    }

    private func reworded(_ part: Part, _ random: inout Seeded) -> Part {
        let text = "Wording \(random.next() % 1000)"
        return switch part {
        case .summary: .summary(text: text)
        case .vision: .vision(text: text)
        case .consulted(let partner, _): .consulted(partner: partner, said: text)
        case .priority(let area, let title, _, let horizon):
            .priority(area: area, title: title, reason: text, horizon: horizon)
        case .contribution(let priority, _, let promise):
            .contribution(priority: priority, text: text, promise: promise)
        case .term: .term(text: text)
        case .signatory(let seat, let order): .signatory(seat: seat, order: 3 - order)
        default: part
        }
    }
}
