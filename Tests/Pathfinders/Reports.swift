public import Domain
public import Vocabulary

extension Story {
    /// One act of a party upon one of the promises, at random; answers whether a rule let it.
    @discardableResult
    public mutating func reportOrAnswer(_ parties: [Party], _ random: inout Seeded, cast: Cast) -> Bool {
        let promises = agreement.lines.all.map(\.id).filter { agreement.promise($0) != nil }
        let (party, line) = (random.one(of: parties), random.one(of: promises))
        let last = agreement.fulfilment(of: line).reports.count
        let (day, words) = (now.londonDay, cast.randomness.seal("So it was, \(history.count)."))
        do throws(Refusal) {
            let events =
                switch Int.random(in: 0..<4, using: &random) {
                case 0, 1:
                    try agreement.report(
                        line, after: last, random.one(of: Fulfilment.Outcome.allCases),
                        Evidence(words: words, link: cast.randomness.seal("https://example.org/"), file: nil),
                        as: party[party.signing], on: day)
                case 2: try agreement.acceptReport(last, on: line, by: party.id, on: day)
                default: try agreement.challengeReport(last, on: line, reason: words, by: party.id, on: day)
                }
            take(events, by: .seat(party[party.signing].id))
            return !events.isEmpty
        } catch {
            return false
        }
    }
}
