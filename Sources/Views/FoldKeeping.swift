import Domain
import GRDB
import Vocabulary

extension Fold {
    /// What was done to the record as a whole. Of an erased text the day is kept in its place, the same whether its text
    /// was there or had gone before this entry was folded.
    func fold(_ event: Keeping.Event, _ entry: Entry, _ db: Database) throws {
        guard case .erased(let seals, _) = event else { return }
        for seal in seals {
            try db.execute(
                literal: """
                    INSERT OR REPLACE INTO sealed (digest, text, erased)
                    VALUES (\(seal.description), NULL, \(entry.time.londonDay.number))
                    """)
        }
    }
}
