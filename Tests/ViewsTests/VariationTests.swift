import Domain
import Pathfinders
import Testing
import Vocabulary

@testable import Views

@Suite struct VariationViewTests {
    /// A compact that was varied, and then novated to two authorities; and an agreement with conditions that was varied.
    static func told(_ chronicle: Chronicle) throws -> (
        compact: Story<CompactKind>, variations: [Story<CompactKind>], money: Story<ConditionalKind>
    ) {
        let cast = chronicle.cast
        let statement = try cast.signedStatement()
        try chronicle.append(statement)
        let agenda = try #require(statement.agreement.agenda)
        var story = try cast.signedCompact(cast.norfolk, under: agenda, asking: ["Fewer returns."])
        try chronicle.append(story.history, to: story.agreement.id)
        var told = story.history.count
        let own = try #require(story.agreement.lines.all.first { $0.content?.promise?.by == cast.norfolk.id })
        let seal = cast.randomness.seal("So")
        let today = story.now.londonDay
        story.take(
            try story.agreement.report(
                own.id, after: 0, .kept, Evidence(words: seal, link: nil, file: nil), as: cast.norfolk[.officer],
                on: today))
        func take(_ variation: Story<CompactKind>) throws {
            try chronicle.append(story.history.dropFirst(told).map { $0 }, to: story.agreement.id)
            told = story.history.count
            try chronicle.append(variation)
            try story.takeUp(variation)
            try chronicle.append(story.history.dropFirst(told).map { $0 }, to: story.agreement.id)
            told = story.history.count
        }
        let first = try cast.signedVariation(of: story, by: cast.norfolk, agenda: agenda) { draft, circumstances in
            let gone = try #require(draft.lines(.priority).last)
            draft.remove(gone.id)
            let vision = try #require(draft.lines(.vision).first)
            try draft.put(.vision(text: "Other."), as: vision.id, in: circumstances)
            try draft.put(.term(text: "New."), as: cast.identifier(), after: vision.id, in: circumstances)
        }
        try take(first)
        let joined = [cast.gateshead, cast.rochdale]
        let second = try cast.signedVariation(
            of: story, by: cast.department, agenda: agenda,
            to: joined,
            bodies: [try cast.abolished(cast.norfolk, until: today.adding(days: -1))]
        ) { draft, circumstances in
            for line in draft.lines(.contribution) {
                guard case .contribution(let priority, let text, let promise) = line.content, promise.owner == nil
                else { continue }
                let owner = Promise(by: joined[1].id, owner: joined[1][.director].id, due: promise.due)
                try draft.put(
                    .contribution(priority: priority, text: text, promise: owner), as: line.id, in: circumstances)
            }
            for party in joined {
                try draft.put(
                    .signatory(seat: party[.director].id, order: 1), as: cast.identifier(), in: circumstances)
            }
        }
        try take(second)
        var money = try MoneyViewTests.told(chronicle, ending: false)
        let size = money.history.count
        let change = try cast.signedVariation(of: money, by: cast.department) { draft, circumstances in
            let last = try #require(draft.lines(.term).first)
            try draft.put(.term(text: "Within reason."), as: last.id, in: circumstances)
        }
        try chronicle.append(change)
        try money.takeUp(change)
        try chronicle.append(money.history.dropFirst(size).map { $0 }, to: money.agreement.id)
        return (story, [first, second], money)
    }

    @Test func `variations folded one by one and thousands at once leave the same tables`() async throws {
        let (chronicle, folder) = (try Chronicle(), try Folder())
        _ = try Self.told(chronicle)
        var rows: [[String]] = []
        for batch in [1, 3, 7, 50, 4000] {
            let views = try Views(in: try folder.within("\(batch)"), source: chronicle.source, batch: batch)
            try await views.reach(chronicle.size)
            rows.append(try views.rows())
            try views.close()
        }
        for other in rows.dropFirst() { #expect(other == rows[0]) }
    }

    @Test func `what an agreement said before each of its variations can still be read`() async throws {
        let (chronicle, folder) = (try Chronicle(), try Folder())
        let (compact, variations, money) = try Self.told(chronicle)
        let views = try Views(in: folder.path, source: chronicle.source)
        try await views.reach(chronicle.size)
        let id = compact.agreement.id.description
        let today = compact.now.londonDay
        let stood = try variations.map {
            try views.lines(of: id, before: $0.agreement.id.description, for: .everyone, today: today)
        }
        func vision(_ lines: [(id: LineID, content: Part)]) -> String? {
            lines.first { $0.content.name == .vision }?.content.text
        }
        #expect(vision(stood[0]) == "Every school in Norfolk a good school." && vision(stood[1]) == "Other.")
        func count(_ lines: [(id: LineID, content: Part)], _ name: Part.Name) -> Int {
            lines.count { $0.content.name == name }
        }
        #expect(count(stood[0], .priority) == 2 && count(stood[0], .contribution) == 4 && count(stood[0], .term) == 1)
        #expect(count(stood[1], .priority) == 1 && count(stood[1], .contribution) == 2 && count(stood[1], .term) == 2)
        let now = try #require(try views.agreement(id, kind: "compact", for: .everyone, today: today))
        #expect(now.lines.count == compact.agreement.lines.standing.count)
        #expect(now.parties.map(\.code) == ["390", "354", "dfes"] && now.variations.count == 2)
        // Steps of payments, returns and monitoring go on as they were.
        let later = money.now.londonDay
        let name = money.agreement.id.description
        let payments = try views.payments(of: name, kind: ConditionalKind.name, for: .everyone, today: later)
        #expect(payments.map(\.amount) == money.agreement.instalments.map(\.payment.amount))
        #expect(
            try views.paymentSteps(of: name, for: .everyone, today: later).count
                == money.agreement.paymentSteps.count)
        #expect(try !views.returns(of: name, kind: ConditionalKind.name, for: .everyone, today: later).isEmpty)
        try views.close()
    }
}
