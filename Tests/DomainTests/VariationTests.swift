import Domain
import Pathfinders
import Testing
import Vocabulary

@Suite struct VariationTests {
    let cast = Cast()
    let agenda: Agenda
    let day = Cast.day(2003, 9, 15)

    init() throws { agenda = try cast.agenda() }

    private func rules(_ attempt: () throws -> Void) -> [String] {
        do {
            try attempt()
            return []
        } catch let refusal as Refusal {
            return refusal.faults.map(\.rule)
        } catch {
            return ["\(error)"]
        }
    }

    private func compact(asking: [String] = []) throws -> Story<CompactKind> {
        try cast.signedCompact(cast.norfolk, under: agenda, asking: asking)
    }

    private func reword(
        _ name: Part.Name, _ part: Part, _ draft: inout Draft<CompactKind>, _ circumstances: Circumstances
    ) throws {
        let line = try #require(draft.lines(name).first)
        try draft.put(part, as: line.id, in: circumstances)
    }

    @Test
    func `either side varies a compact, only what changes waits, and what was signed stands until all have signed`()
        throws
    {
        var story = try compact()
        for party in [cast.norfolk, cast.department] {
            let vision = story.line(.vision)
            let revision = vision.revision
            let words = Part.vision(text: "As \(party.body.name) has it now.")
            let term = cast.identifier(of: Line.self)
            let summary = story.line(.summary).id
            var variation = try cast.sentVariation(of: story, by: party, agenda: agenda) { draft, circumstances in
                #expect(draft.framework.varies?.description == story.agreement.id.description)
                #expect(draft.author == party.id && draft.framework.claims(CompactKind.self).count == 1)
                try self.reword(.vision, words, &draft, circumstances)
                try draft.put(.term(text: "And one more."), as: term, after: summary, in: circumstances)
            }
            let agreement = variation.agreement
            #expect(agreement.isVariation && agreement.claims.map(\.kind) == ["variation"])
            // Every line but those two is as all signed it.
            let open = agreement.lines.open(for: agreement.parties)
            #expect(Set(open.map(\.id)) == [vision.id, term])
            #expect(agreement.lines[vision.id]?.versions.map(\.content) == [vision.content, words])
            #expect(story.agreement.lines[vision.id]?.content == vision.content)
            let other = party.id == cast.norfolk.id ? cast.department : cast.norfolk
            try variation.acceptAll(by: other)
            try variation.freeze()
            #expect(rules { try story.takeUp(variation) } == ["variation.other"], "not before all have signed")
            try variation.signAll()
            #expect(variation.agreement.claims.isEmpty, "another may follow")
            #expect(variation.agreement.inForce == nil && variation.agreement.publicFrom == day)
            #expect(variation.agreement.requestsPut == nil && variation.agreement.reviewDue == nil)
            let before = story.agreement
            try story.takeUp(variation)
            let after = story.agreement
            #expect(after.stage == .signed && after.execution == before.execution && after.inForce == before.inForce)
            #expect(after.lines[vision.id]?.content == words)
            #expect(after.lines[vision.id]?.revision == revision + 1)
            #expect(after.lines[vision.id]?.versions.last?.side == party.id)
            #expect(after.lines.areAgreed(by: after.parties))
            let order = after.lines.all.map(\.id)
            #expect(order.firstIndex(of: term) == order.firstIndex(of: summary).map { $0 + 1 })
            #expect(after.variations.last?.text == variation.agreement.execution.text)
            #expect(after.claims == before.claims)
        }
        #expect(story.agreement.variations.count == 2)
        #expect(Compact.replay(story.history, as: story.agreement.id) == story.agreement)
    }

    @Test func `what a variation leaves out is proposed as such, with what stands under it, and can be put back`()
        throws
    {
        var story = try compact()
        let priority = try #require(story.agreement.lines.all.last { $0.content?.name == .priority })
        let below = story.agreement.lines.all.filter { $0.content?.above == priority.id }
        #expect(below.count == 2)
        var variation = try cast.sentVariation(of: story, by: cast.norfolk, agenda: agenda) { draft, circumstances in
            draft.remove(priority.id)
            // Putting back what stands under it puts it back too, where it stood.
            var other = draft
            try other.restore(below[0].id, in: circumstances)
            #expect(other[priority.id] == priority.content && other[below[1].id] == nil)
            let order = other.lines.map(\.id)
            #expect(order.firstIndex(of: below[0].id) == order.firstIndex(of: priority.id).map { $0 + 1 })
            #expect(self.rules { try other.restore(priority.id, in: circumstances) } == ["variation.whole"])
        }
        #expect(variation.agreement.lines.open(for: variation.agreement.parties).map(\.id) == [priority.id])
        #expect(variation.agreement.lines[below[0].id]?.content == below[0].content)
        // The other side wants it kept: what hung on it stands again, as it was.
        var kept = variation
        kept.take(
            try kept.agreement.propose(
                try #require(priority.content), for: kept.read(priority.id), by: cast.department.id,
                in: kept.circumstances))
        try kept.acceptAll(by: cast.norfolk)
        #expect(kept.agreement.lacking(in: kept.circumstances).map(\.rule) == ["variation.nothing"])
        #expect(!kept.agreement.mayBeFrozen(in: kept.circumstances))
        try variation.acceptAll(by: cast.department)
        try variation.freeze()
        try variation.signAll()
        try story.takeUp(variation)
        for gone in [priority] + below {
            #expect(story.agreement.lines[gone.id]?.content == nil)
            #expect(story.agreement.promise(gone.id) == nil && story.agreement.standing(of: gone.id) == nil)
        }
        // The wording that all signed stays everyone's to read.
        let proposed = story.events.first { event in
            if case .lineProposed(priority.id, 1, _, _, _) = event { true } else { false }
        }
        #expect(story.agreement.audience(of: try #require(proposed)).publicFrom == story.agreement.publicFrom)
    }

    @Test func `what was asked, reported or begun stays as it is, and so does the side that a line is of`() throws {
        var story = try cast.signedCompact(
            cast.norfolk, under: agenda, commencement: (inForce: day, publication: nil), asking: ["One return."])
        let contributions = story.agreement.lines.all.filter { $0.content?.name == .contribution }
        let (own, theirs) = (contributions[0], contributions[1])
        #expect(own.content?.promise?.by == cast.norfolk.id && theirs.content?.promise?.by == cast.department.id)
        let seal = cast.randomness.seal("Done.")
        story.take(
            try story.agreement.report(
                own.id, after: 0, .kept, Evidence(words: seal, link: nil, file: nil), as: cast.norfolk[.officer],
                on: day))
        let adviser = cast.department[.adviser]
        func refused(_ change: (inout Draft<CompactKind>, Circumstances) throws -> Void) -> [String] {
            rules { _ = try cast.sentVariation(of: story, by: cast.norfolk, agenda: agenda, change) }
        }
        #expect(refused { _, _ in } == ["variation.nothing"])
        #expect(
            refused { draft, circumstances in
                guard case .contribution(let priority, _, let promise) = own.content else { return }
                try draft.put(
                    .contribution(priority: priority, text: "Less.", promise: promise), as: own.id, in: circumstances)
            } == ["variation.bound"])
        #expect(refused { draft, _ in draft.remove(own.id) } == ["variation.bound"])
        #expect(refused { draft, _ in draft.remove(self.line(.request, story)) } == ["variation.bound"])
        #expect(refused { draft, _ in draft.remove(self.line(.commencement, story)) } == ["variation.bound"])
        #expect(
            refused { draft, circumstances in
                guard case .request(_, let ask) = story.line(.request).content else { return }
                try draft.put(.request(text: "Two.", ask: ask), as: self.cast.identifier(), in: circumstances)
            } == ["variation.new"])
        #expect(
            refused { draft, circumstances in
                guard case .contribution(let priority, let text, let promise) = theirs.content else { return }
                let other = Promise(by: self.cast.norfolk.id, owner: self.cast.norfolk[.director].id, due: promise.due)
                try draft.put(
                    .contribution(priority: priority, text: text, promise: other), as: theirs.id, in: circumstances)
            } == ["variation.side"])
        // Another seat of the same side may answer for it, though it was reported on.
        #expect(
            refused { draft, circumstances in
                for line in [own, theirs] {
                    guard case .contribution(let priority, let text, let promise) = line.content else { return }
                    let seat = line == own ? self.cast.norfolk[.officer] : adviser
                    try draft.put(
                        .contribution(
                            priority: priority, text: text,
                            promise: Promise(by: promise.by, owner: seat.id, due: promise.due)), as: line.id,
                        in: circumstances)
                }
            } == [])
    }

    private func line(_ name: Part.Name, _ story: Story<CompactKind>) -> LineID { story.line(name).id }

    @Test func `only what all have signed and has not ended is varied, and a statement or a variation never`() throws {
        func refused<K: Kind>(_ story: Story<K>, by party: Party) -> [String] {
            rules {
                _ = try story.agreement.variation(
                    as: cast.identifier(), to: [], by: party.id, on: day,
                    in: cast.circumstances(varying: story.agreement, on: day))
            }
        }
        #expect(
            refused(try cast.agreedCompact(cast.norfolk, under: agenda), by: cast.norfolk) == ["variation.unsigned"])
        #expect(refused(try cast.signedStatement(), by: cast.department) == ["variation.kind"])
        var story = try compact()
        #expect(refused(story, by: cast.gateshead) == ["side.party"])
        #expect(refused(story, by: cast.norfolk) == [])
        let variation = try cast.signedVariation(of: story, by: cast.norfolk, agenda: agenda) {
            try self.reword(.vision, .vision(text: "Other."), &$0, $1)
        }
        #expect(refused(variation, by: cast.norfolk) == ["variation.kind"])
        // It ends while the variation is signed: nothing of it is varied any more.
        story.take(
            try story.agreement.terminate(reason: cast.randomness.seal("No"), by: cast.norfolk.id, on: day))
        #expect(refused(story, by: cast.norfolk) == ["variation.ended"])
        var late = variation
        late.circumstances = cast.circumstances(varying: story.agreement, agenda: agenda, on: day)
        #expect(rules { try late.agreement.mustFit(in: late.circumstances) } == ["variation.ended"])
        #expect(rules { try story.takeUp(late) } == ["variation.ended"])
    }

    @Test func `instalments change by a variation as long as no money moved, and always add up`() throws {
        var story = try cast.signedConditional(cast.norfolk)
        story.now = Instant(day: Cast.day(2004, 7, 1))
        let payer = cast.department[.financeOfficer]
        let seal = cast.randomness.seal("So")
        let lines = story.agreement.instalments.map(\.line)
        func amount(_ index: Int) -> Money? { story.agreement.payment(lines[index])?.amount }
        let today = story.now.londonDay
        story.take(try story.agreement.move(lines[0], .met, reason: seal, after: 0, as: payer, on: today))
        story.take(
            try story.agreement.move(
                lines[0], .paid(amount: Cast.pounds(100_000), on: today), reason: seal, after: 1, as: payer, on: today))
        story.take(
            try story.agreement.reprofile(
                [
                    Profiled(line: lines[1], amount: Cast.pounds(250_000), due: Cast.day(2005, 6, 30)),
                    Profiled(line: lines[2], amount: Cast.pounds(250_000), due: Cast.day(2006, 6, 30)),
                ], reason: seal, after: 2, as: payer, on: today))
        func paying(_ pounds: Int64, _ part: Part?) -> Part? {
            guard case .payment(let condition, let text, let one)? = part else { return nil }
            return .payment(
                condition: condition, text: text,
                instalment: Instalment(by: one.by, owner: one.owner, amount: Cast.pounds(pounds), due: one.due))
        }
        #expect(
            rules {
                _ = try cast.sentVariation(of: story, by: cast.department) { draft, circumstances in
                    try draft.put(try #require(paying(1, draft[lines[0]])), as: lines[0], in: circumstances)
                }
            } == ["variation.bound"])
        let condition = try #require(story.agreement.lines[lines[0]]?.content?.above)
        #expect(
            rules {
                _ = try cast.sentVariation(of: story, by: cast.department) { draft, _ in draft.remove(condition) }
            }.contains("variation.bound"))
        let variation = try cast.signedVariation(of: story, by: cast.department) { draft, circumstances in
            // It begins with the profile as it is now.
            #expect(draft[lines[1]]?.instalment?.amount == Cast.pounds(250_000))
            try draft.put(try #require(paying(400_000, draft[lines[4]])), as: lines[4], in: circumstances)
            draft.remove(lines[3])
        }
        #expect(story.agreement.ledger.total == Cast.pounds(1_000_000))
        try story.takeUp(variation)
        #expect(story.agreement.ledger.total == Cast.pounds(1_200_000))
        #expect(story.agreement.ledger.paid == Cast.pounds(100_000))
        #expect((1...2).map { amount($0) } == [Cast.pounds(250_000), Cast.pounds(250_000)])
        #expect(story.agreement.payment(lines[3]) == nil && amount(4) == Cast.pounds(400_000))
        let total = Money.sum(story.agreement.instalments.map(\.payment.amount))
        #expect(total == story.agreement.ledger.total)
        let ledger = story.agreement.ledger
        #expect(Money.sum([ledger.paid, ledger.withheld, ledger.outstanding]) == ledger.total)
        // Steps go on from where they were.
        story.take(
            try story.agreement.move(
                lines[0], .paid(amount: Cast.pounds(200_000), on: today), reason: seal, after: 4, as: payer, on: today))
        #expect(story.agreement.ledger.paid == Cast.pounds(300_000))
    }

    @Test func `a return that was written binds the line that asks for it, and its seat may change`() throws {
        var story = try cast.signedConditional(cast.norfolk)
        story.now = Instant(day: Cast.day(2004, 10, 1))
        let line = story.line(.returns)
        let template = try #require(line.content?.template)
        func with(days: [Day], owner: Identifier<Seat>?) -> Part {
            .returns(
                text: line.content?.text ?? "",
                template: ReturnTemplate(
                    by: template.by, owner: owner, to: template.to, days: days, figures: template.figures,
                    weeks: template.weeks))
        }
        func refused(_ part: Part) -> [String] {
            rules {
                _ = try cast.sentVariation(of: story, by: cast.norfolk) { draft, circumstances in
                    try draft.put(part, as: line.id, in: circumstances)
                    let term = try #require(draft.lines(.term).first)
                    try draft.put(.term(text: "Within reason."), as: term.id, in: circumstances)
                }
            }
        }
        let fewer = with(days: Array(template.days.prefix(2)), owner: template.owner)
        #expect(refused(fewer) == [])
        story.take(
            try story.agreement.prepare(
                line.id, due: template.days[0], cast.returnWords("12", "0"), after: 0, as: cast.norfolk[.officer],
                on: story.now.londonDay))
        // What only its own body has read tells the other nothing.
        #expect(refused(fewer) == [])
        var reworded = story
        let variation = try cast.signedVariation(of: story, by: cast.norfolk) { draft, circumstances in
            try draft.put(fewer, as: line.id, in: circumstances)
        }
        try reworded.takeUp(variation)
        func certify(_ story: inout Story<ConditionalKind>) throws {
            story.take(
                try story.agreement.certify(
                    line.id, due: template.days[0], edition: 1, as: cast.norfolk[.financeOfficer],
                    on: story.now.londonDay))
        }
        #expect(rules { try certify(&reworded) } == ["returns.wording"])
        try certify(&story)
        #expect(refused(fewer) == ["variation.bound"])
        #expect(refused(with(days: template.days, owner: cast.norfolk[.chiefExecutive].id)) == ["returns.owner"])
        #expect(refused(with(days: template.days, owner: template.owner)) == [])
    }

    // MARK: Authorities that are no more

    @Test func `lines pass to named successors by a signed novation, which then stand in the place of what is gone`()
        throws
    {
        var story = try compact(asking: ["One return."])
        let (left, joined) = (cast.norfolk, [cast.gateshead, cast.rochdale])
        let seal = cast.randomness.seal("So")
        let own = try #require(story.agreement.lines.all.first { $0.content?.promise?.by == left.id })
        let theirs = try #require(story.agreement.lines.all.first { $0.content?.promise?.by == cast.department.id })
        // One promise was kept and accepted, one of the other side challenged; and it is suspended.
        story.take(
            try story.agreement.report(
                own.id, after: 0, .kept, Evidence(words: seal, link: nil, file: nil), as: left[.officer], on: day))
        story.take(try story.agreement.acceptReport(1, on: own.id, by: cast.department.id, on: day))
        story.take(
            try story.agreement.report(
                theirs.id, after: 0, .kept, Evidence(words: seal, link: nil, file: nil), as: cast.department[.adviser],
                on: day))
        story.take(try story.agreement.challengeReport(1, on: theirs.id, reason: seal, by: left.id, on: day))
        story.take(try story.agreement.suspend(reason: seal, by: left.id, on: day))
        let before = try #require(story.agreement.standing(of: own.id)?.state)
        let gone = try cast.abolished(left, until: day.adding(days: -1))
        func refused(_ party: Party, _ successors: [Party], _ bodies: [Body]) -> [String] {
            rules {
                _ = try cast.sentVariation(
                    of: story, by: party, agenda: agenda, to: successors, bodies: bodies
                ) { _, _ in }
            }
        }
        let dept = cast.department
        #expect(refused(dept, [], [gone]) == ["novation.joined"])
        #expect(refused(left, joined, [gone]) == ["novation.side"])
        #expect(refused(dept, [cast.association], [gone]) == ["novation.joined", "novation.joined"])
        #expect(refused(dept, joined, []) == ["novation.left"])
        let other = try cast.abolished(cast.rochdale, until: day.adding(days: -9))
        #expect(refused(dept, joined, [gone, other]) == ["novation.joined"])
        // Until somebody is named for each line it is not sent.
        #expect(Set(refused(dept, joined, [gone])) == ["promise.owner", "signatory.party"])
        let variation = try cast.signedVariation(
            of: story, by: dept, agenda: agenda, to: joined, bodies: [gone]
        ) { draft, circumstances in
            for (index, line) in draft.lines(.contribution).enumerated() {
                guard case .contribution(let priority, let text, let promise) = line.content, promise.owner == nil
                else { continue }
                let party = joined[index / 2 % 2]
                try draft.put(
                    .contribution(
                        priority: priority, text: text,
                        promise: Promise(by: party.id, owner: party[.director].id, due: promise.due)), as: line.id,
                    in: circumstances)
            }
            for party in joined {
                try draft.put(
                    .signatory(seat: party[.director].id, order: 1), as: self.cast.identifier(), in: circumstances)
            }
        }
        try story.takeUp(variation)
        let agreement = story.agreement
        #expect(agreement.parties == joined.map(\.id) + [dept.id], "in the place of what is gone")
        #expect(agreement.authority == cast.gateshead.id)
        ownedBySomebody(agreement)
        #expect(agreement.claims == [try #require(CompactKind.claims(agreement.framework).first)])
        // What was kept stays kept, what was challenged is challenged, and one of them goes on with it.
        #expect(agreement.standing(of: own.id)?.state == before)
        #expect(agreement.standing(of: theirs.id)?.state == .challenged)
        story.take(try story.agreement.acceptReport(1, on: theirs.id, by: cast.gateshead.id, on: day))
        #expect(story.agreement.standing(of: theirs.id)?.state == .challenged)
        story.take(try story.agreement.acceptReport(1, on: theirs.id, by: cast.rochdale.id, on: day))
        #expect(story.agreement.standing(of: theirs.id)?.state == .kept)
        #expect(rules { _ = try story.agreement.resume(reason: seal, by: left.id, on: day) } == ["side.party"])
        story.take(try story.agreement.resume(reason: seal, by: cast.gateshead.id, on: day))
        // All that was between the parties, the successors may read.
        let viewer = Viewer(body: cast.rochdale.id, seat: nil)
        let talk = AgreementEvent.discussed(line: nil, side: left.id, text: seal)
        #expect(agreement.audience(of: talk).includes(viewer, today: day))
        #expect(!agreement.audience(of: talk).includes(.everyone, today: day))
    }

    private func ownedBySomebody<K: Kind>(_ agreement: Agreement<K>) {
        for line in agreement.lines.standing {
            for side in line.content.sides { #expect(agreement.parties.contains(side), "\(line.content)") }
            for seat in line.content.seats {
                let body = cast.parties.first { $0.allSeats.contains { $0.id == seat } }?.id
                #expect(body.map(agreement.parties.contains) == true)
            }
        }
    }

    @Test(arguments: 0..<40)
    func `however it is varied and novated, it stays signed, adds up, and every line is owned by somebody`(
        seed: Int
    ) throws {
        var random = Seeded(UInt64(seed))
        var story = try cast.signedConditional(cast.norfolk)
        var authorities = [cast.norfolk]
        var spare = [cast.gateshead, cast.rochdale, cast.telford, cast.kingston]
        var (varied, novated, refused) = (0, 0, 0)
        let payer = cast.department[.financeOfficer]
        for _ in 0..<12 {
            story.now = story.now.adding(seconds: 86_400 * 60)
            let today = story.now.londonDay
            let seal = cast.randomness.seal("So")
            // Money moves now and then, which binds some lines.
            if random.happens(40), let one = story.agreement.instalments.first(where: { !$0.payment.isSettled }) {
                let last = story.agreement.paymentSteps.count
                story.take(
                    try story.agreement.move(
                        one.line, .withheld(amount: Cast.pounds(1000)), reason: seal, after: last, as: payer, on: today)
                )
            }
            let before = story.agreement
            do {
                if random.happens(30), spare.count > 0 {
                    let gone = authorities[0]
                    let joined = Array(spare.prefix(Int.random(in: 1...2, using: &random)))
                    let body = try cast.abolished(gone, until: today.adding(days: -1))
                    let variation = try cast.signedVariation(
                        of: story, by: cast.department, to: joined,
                        bodies: [body]
                    ) { draft, circumstances in try self.own(&draft, joined, &random, circumstances) }
                    try story.takeUp(variation)
                    spare.removeFirst(joined.count)
                    authorities = authorities.dropFirst() + joined
                    novated += 1
                } else {
                    let variation = try cast.signedVariation(of: story, by: cast.department) { draft, circumstances in
                        let line = random.one(of: draft.lines)
                        switch line.content {
                        case .payment(let condition, let text, let one):
                            let amount = Cast.pounds(Int64.random(in: 1...900_000, using: &random))
                            try draft.put(
                                .payment(
                                    condition: condition, text: text,
                                    instalment: Instalment(by: one.by, owner: one.owner, amount: amount, due: one.due)),
                                as: line.id, in: circumstances)
                        case .term: try draft.put(.term(text: "\(random.next())"), as: line.id, in: circumstances)
                        default: draft.remove(line.id)
                        }
                    }
                    try story.takeUp(variation)
                    varied += 1
                }
            } catch {
                refused += 1
                #expect(story.agreement == before, "a refusal changes nothing")
            }
            let agreement = story.agreement
            #expect(agreement.stage == .signed && agreement.execution == before.execution)
            #expect(agreement.inForce == before.inForce && agreement.publicFrom == before.publicFrom)
            #expect(Set(agreement.parties) == Set(authorities.map(\.id) + [cast.department.id]))
            ownedBySomebody(agreement)
            let ledger = agreement.ledger
            #expect(Money.sum([ledger.paid, ledger.withheld, ledger.outstanding]) == ledger.total)
            #expect(Money.sum(agreement.instalments.map(\.payment.amount)) == ledger.total)
            #expect(agreement.lines.areAgreed(by: agreement.parties))
        }
        #expect(ConditionalAgreement.replay(story.history, as: story.agreement.id) == story.agreement)
        #expect(varied + novated > 0 && refused < 12)
    }

    /// Says for each line which successor answers for it, and who signs for each.
    private func own(
        _ draft: inout Draft<ConditionalKind>, _ joined: [Party], _ random: inout Seeded,
        _ circumstances: Circumstances
    ) throws {
        for line in draft.lines {
            let party = random.one(of: joined)
            switch line.content {
            case .condition(let text, let promise) where promise.owner == nil:
                try draft.put(
                    .condition(
                        text: text, promise: Promise(by: party.id, owner: party[.director].id, due: promise.due)),
                    as: line.id, in: circumstances)
            case .returns(let text, let one) where one.owner == nil:
                try draft.put(
                    .returns(
                        text: text,
                        template: ReturnTemplate(
                            by: party.id, owner: party[.financeOfficer].id, to: one.to, days: one.days,
                            figures: one.figures, weeks: one.weeks)), as: line.id, in: circumstances)
            default: break
            }
        }
        for party in joined {
            try draft.put(.signatory(seat: party[.director].id, order: 1), as: cast.identifier(), in: circumstances)
        }
    }

    @Test func `what has moved on since a variation was begun or sent is not signed over`() throws {
        var story = try cast.signedConditional(cast.norfolk)
        story.now = Instant(day: Cast.day(2004, 7, 1))
        let (payer, seal, today) = (cast.department[.financeOfficer], cast.randomness.seal("So"), story.now.londonDay)
        let lines = story.agreement.instalments.map(\.line)
        let condition = try #require(story.agreement.lines[lines[0]]?.content?.above)
        func profile(_ story: inout Story<ConditionalKind>, _ first: Int64, _ second: Int64) throws {
            story.take(
                try story.agreement.reprofile(
                    [
                        Profiled(line: lines[1], amount: Cast.pounds(first), due: Cast.day(2005, 6, 30)),
                        Profiled(line: lines[2], amount: Cast.pounds(second), due: Cast.day(2006, 6, 30)),
                    ], reason: seal, after: story.agreement.paymentSteps.count, as: payer, on: today))
        }
        func term(_ draft: inout Draft<ConditionalKind>, _ circumstances: Circumstances) throws {
            try draft.put(
                .term(text: "Within reason."), as: try #require(draft.lines(.term).first).id, in: circumstances)
        }
        // A draft that was begun before is not sent after.
        let early = rules {
            _ = try cast.sentVariation(of: story, by: cast.department) { draft, circumstances in
                try term(&draft, circumstances)
                var later = story
                try profile(&later, 400_000, 100_000)
                let now = cast.circumstances(varying: later.agreement, on: today)
                #expect(draft.lacking(named: [], in: now).map(\.rule) == ["variation.moved"])
                throw Refusal(Fault("draft.sent", "Enough"))
            }
        }
        #expect(early == ["draft.sent"])
        var variation = try cast.sentVariation(of: story, by: cast.department) { try term(&$0, $1) }
        try variation.acceptAll(by: cast.norfolk)
        try variation.freeze()
        try profile(&story, 400_000, 100_000)
        variation.circumstances = cast.circumstances(varying: story.agreement, on: today)
        #expect(
            rules { try variation.agreement.mustFit(in: variation.circumstances) } == [
                "variation.moved", "variation.moved",
            ])
        // Each line is proposed as it stands now; then all sign what stands.
        for line in lines[1...2] {
            let now = try #require(variation.circumstances.original?.lines.first { $0.id == line }?.content)
            variation.take(
                try variation.agreement.propose(
                    now, for: variation.read(line), by: cast.department.id, in: variation.circumstances))
        }
        try variation.acceptAll(by: cast.norfolk)
        try variation.freeze()
        try variation.signAll()
        let steps = story.agreement.paymentSteps.count
        try story.takeUp(variation)
        #expect(story.agreement.paymentSteps.count == steps, "nothing of the money changed")
        #expect(story.agreement.payment(lines[1])?.amount == Cast.pounds(400_000))
        // What was found to be met for money stays what it was, and so does the first day.
        story.take(
            try story.agreement.move(lines[0], .met, reason: seal, after: steps, as: payer, on: today))
        func refused(_ part: Part, _ line: LineID) -> [String] {
            rules {
                _ = try cast.sentVariation(of: story, by: cast.norfolk) { draft, circumstances in
                    try draft.put(part, as: line, in: circumstances)
                }
            }
        }
        let promise = try #require(story.agreement.promise(condition))
        #expect(refused(.condition(text: "Thirty places.", promise: promise), condition) == ["variation.bound"])
        let period = story.line(.period).id
        #expect(
            refused(.period(from: Cast.day(2004, 5, 1), until: Cast.day(2009, 3, 31)), period) == ["variation.bound"])
        // What all went to other instalments is in no text any more, and comes back in none.
        try profile(&story, 0, 500_000)
        let back = rules {
            _ = try cast.sentVariation(of: story, by: cast.norfolk) { draft, circumstances in
                #expect(draft[lines[1]] == nil && draft[lines[2]]?.instalment?.amount == Cast.pounds(500_000))
                try term(&draft, circumstances)
                let old = try #require(story.agreement.lines[lines[1]]?.content)
                try draft.put(old, as: lines[1], in: circumstances)
            }
        }
        #expect(back == ["variation.moved"])
    }

    @Test func `a promise that holds on is reported anew once it is reworded, and a varied period ends an extension`()
        throws
    {
        var story = try cast.signedConditional(cast.norfolk)
        story.now = Instant(day: Cast.day(2004, 7, 1))
        let (seal, today) = (cast.randomness.seal("So"), story.now.londonDay)
        let line = try #require(story.agreement.lines.all.first { $0.content?.promise?.due == .throughout })
        let promise = try #require(line.content?.promise)
        let done = Evidence(words: seal, link: nil, file: nil)
        story.take(
            try story.agreement.report(line.id, after: 0, .kept, done, as: cast.department[.adviser], on: today))
        story.take(try story.agreement.acceptReport(1, on: line.id, by: cast.norfolk.id, on: today))
        #expect(story.agreement.standing(of: line.id)?.state == .kept)
        story.take(
            try story.agreement.propose(
                .extended(until: Cast.day(2009, 9, 30)), reason: seal, after: 0, by: cast.norfolk.id, on: today))
        story.take(try story.agreement.acceptCourse(1, by: cast.department.id, on: today))
        #expect(story.agreement.lasts == Cast.day(2009, 9, 30))
        let period = story.line(.period).id
        let variation = try cast.signedVariation(of: story, by: cast.norfolk) { draft, circumstances in
            try draft.put(
                .condition(
                    text: "Two advisers work with the council.",
                    promise: Promise(by: promise.by, owner: promise.owner, due: .day(Cast.day(2005, 7, 31)))),
                as: line.id, in: circumstances)
            try draft.put(
                .period(from: Cast.fiveYears.from, until: Cast.day(2010, 3, 31)), as: period, in: circumstances)
        }
        try story.takeUp(variation)
        #expect(story.agreement.lasts == Cast.day(2010, 3, 31))
        #expect(story.agreement.standing(of: line.id)?.state == .open)
        #expect(
            rules {
                _ = try story.agreement.challengeReport(1, on: line.id, reason: seal, by: cast.norfolk.id, on: today)
            }
                == ["report.reworded"])
        story.take(
            try story.agreement.report(line.id, after: 1, .kept, done, as: cast.department[.adviser], on: today))
        #expect(story.agreement.standing(of: line.id)?.state == .reported)
    }

    @Test
    func
        `what is to pass on is prepared before the last day, to several or to one that is a party, and signed after it`()
        throws
    {
        var story = try compact()
        let (left, heir) = (cast.norfolk, cast.gateshead)
        let ends = try cast.abolished(left, until: day.adding(days: 30))
        func own(_ draft: inout Draft<CompactKind>, _ circumstances: Circumstances, by party: Party) throws {
            for line in draft.lines(.contribution) {
                guard case .contribution(let priority, let text, let promise) = line.content, promise.owner == nil
                else { continue }
                let passed = Promise(by: party.id, owner: party[party.signing].id, due: promise.due)
                try draft.put(
                    .contribution(priority: priority, text: text, promise: passed), as: line.id, in: circumstances)
            }
            try draft.put(.signatory(seat: heir[.director].id, order: 1), as: cast.identifier(), in: circumstances)
        }
        // To the other side no line passes.
        #expect(
            rules {
                _ = try cast.sentVariation(of: story, by: cast.department, agenda: agenda, to: [heir], bodies: [ends]) {
                    try own(&$0, $1, by: cast.department)
                }
            } == ["variation.side", "variation.side"])
        var variation = try cast.sentVariation(
            of: story, by: cast.department, agenda: agenda, to: [heir], bodies: [ends]
        ) { try own(&$0, $1, by: heir) }
        // Who signed nothing of it accepts nothing unasked.
        let open = variation.agreement.lines.open(for: variation.agreement.parties)
        #expect(open.count > 8 && open.allSatisfy { $0.stances[heir.id] == nil })
        try variation.acceptAll(by: heir)
        try variation.freeze()
        #expect(rules { try variation.agreement.mustFit(in: variation.circumstances) } == ["novation.early"])
        let later = ends.authority?.until?.adding(days: 1) ?? day
        (story.now, variation.now) = (Instant(day: later), Instant(day: later))
        variation.circumstances = cast.circumstances(
            varying: story.agreement, between: variation.agreement.parties, agenda: agenda, bodies: [ends], on: later)
        try variation.signAll()
        try story.takeUp(variation)
        #expect(story.agreement.parties == [heir.id, cast.department.id] && story.agreement.circle.contains(left.id))
        ownedBySomebody(story.agreement)
    }
}
