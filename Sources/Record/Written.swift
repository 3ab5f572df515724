import GRDB
import Synchronization

/// What this process has written to the record since it opened it: for whoever watches over the program.
public final class Written: Sendable {
    private let entriesCount = Atomic(0)
    private let commitsCount = Atomic(0)
    private let failuresCount = Atomic(0)
    private let lastFailure = Mutex<StoreError?>(nil)
    private let unfollowedCount = Atomic(0)

    /// The entries appended.
    public var entries: Int { entriesCount.load(ordering: .relaxed) }
    /// The durable commits; writers that meet share one.
    public var commits: Int { commitsCount.load(ordering: .relaxed) }
    /// The commits that failed.
    public var failures: Int { failuresCount.load(ordering: .relaxed) }
    /// Why the last commit failed; nil where it did not.
    public var failure: StoreError? { lastFailure.withLock { $0 } }

    /// The commits that what follows the record could not take in at once.
    public var unfollowed: Int { unfollowedCount.load(ordering: .relaxed) }

    func unfollowed(_: any Error) { unfollowedCount.add(1, ordering: .relaxed) }

    func committed(entries: Int) {
        entriesCount.add(entries, ordering: .relaxed)
        commitsCount.add(1, ordering: .relaxed)
        lastFailure.withLock { $0 = nil }
    }

    func failed(_ error: any Error) {
        failuresCount.add(1, ordering: .relaxed)
        if let error = error as? StoreError { lastFailure.withLock { $0 = error } }
    }
}

extension Book {
    /// Writes a commit that changes nothing, durably: throws `StoreError` where the record cannot be written now.
    public func tryWriting() async throws {
        let (_, _) = try await write(by: "register", holder: nil) { try $0.touch() }
    }

    /// Of the file.
    public var path: String { pool.path }
}

extension BookPage {
    /// Has something to commit. SQLite does not write a page that an update leaves as it was: this one changes and comes back.
    fileprivate func touch() throws {
        try db.run("UPDATE head SET time = time + 1")
        try db.run("UPDATE head SET time = time - 1")
    }
}
