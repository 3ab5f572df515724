import Domain
import Vocabulary

extension Fold {
    /// What was done to the record as a whole. Of an erased text the day is kept in its place, the same whether its text
    /// was there or had gone before this entry was folded.
    func write(_ event: Keeping.Event, _ entry: ReadEntry, _ tables: Tables) throws {
        if case .fileErased(let file, _) = event { try tables.write(.erasedRelease, Cell(entry.position), Cell(file)) }
        guard case .erased(let seals, _) = event else { return }
        for seal in seals { try tables.write(.erased, Cell(seal), Cell(entry.stamp.time.londonDay.number)) }
    }
}
