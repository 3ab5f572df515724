import Domain
import Vocabulary

extension FoldedAgreement {
    /// Writes the beginning of a review, or what a side said in it.
    func writeReview(_ event: AgreementEvent, _ entry: ReadEntry, _ tables: Tables) throws {
        let seat = entry.stamp.actor.seat
        let time = Cell(entry.stamp.time.milliseconds)
        func opinion(
            _ review: Int, _ line: LineID?, _ side: Identifier<Body>, _ advice: Review.Advice, _ words: Sealed,
            _ figures: [Relied]?
        ) throws {
            try tables.write(
                .opinion, .text(name), Cell(review), .text(line?.description ?? ""), Cell(side), .text(advice.rawValue),
                Cell(words.digest), Cell(entry.position), time, Cell(seat),
                try figures.map { try .json($0) } ?? .null)
        }
        switch event {
        case .reviewBegun(let review, let trigger, let side, let reason):
            try tables.write(
                .review, .text(name), Cell(review), .text(trigger.rawValue), Cell(side), Cell(reason?.digest),
                Cell(entry.position), time, Cell(seat))
        case .reviewed(let review, let line, let advice, let side, let view, let figures):
            try opinion(review, line, side, advice, view, figures)
        case .reviewConcluded(let review, let advice, let side, let words):
            try opinion(review, nil, side, advice, words, nil)
        default: break
        }
    }
}
