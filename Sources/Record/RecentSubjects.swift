import Synchronization

/// A subject as its entries up to a sequence leave it. What a subject is after so many entries never changes, so what is
/// kept of one can be late, and never wrong.
public struct KnownSubject: Sendable {
    /// How many of the subject's entries are in it.
    public let sequence: Int
    /// The subject.
    public let value: any Sendable

    /// A subject after so many entries.
    public init(sequence: Int, value: any Sendable) {
        self.sequence = sequence
        self.value = value
    }
}

/// The subjects that were read last, as the durable record has them, so that an act does not read a whole history again.
/// The one used longest ago goes when there are too many.
final class RecentSubjects: Sendable {
    private struct Kept {
        var known: KnownSubject
        var used: Int
    }

    private struct State {
        var kept: [String: Kept] = [:]
        var clock = 0
    }

    private let state = Mutex(State())
    private let most: Int

    init(most: Int) { self.most = most }

    func subject(_ name: String) -> KnownSubject? {
        state.withLock { state in
            state.clock += 1
            state.kept[name]?.used = state.clock
            return state.kept[name]?.known
        }
    }

    /// Keeps subjects; of one that is kept already, whichever knows more.
    func keep(_ subjects: [String: KnownSubject]) {
        state.withLock { state in
            state.clock += 1
            for (name, known) in subjects where state.kept[name].map({ $0.known.sequence < known.sequence }) ?? true {
                state.kept[name] = Kept(known: known, used: state.clock)
            }
            guard state.kept.count > most else { return }
            // A quarter at once, so that not every act sorts them.
            let oldest = state.kept.sorted { $0.value.used < $1.value.used }.prefix(state.kept.count - most * 3 / 4)
            for (name, _) in oldest { state.kept[name] = nil }
        }
    }
}

/// What the bodies of one transaction know: subjects as they read or left them, and where subjects stand. Only the
/// writer's thread uses it, and what is in it becomes everyone's once the transaction is durable.
final class TransactionMemory {
    private(set) var subjects: [String: KnownSubject] = [:]
    var sequences: [String: Int] = [:]
    /// What was appended, in order.
    private(set) var entries: [StoredEntry] = []

    /// Set while one body runs: what it appended to is its own until it is done.
    private var before: (subjects: [String: KnownSubject], sequences: [String: Int], entries: Int)?
    private var appended: Set<String> = []

    func begin() {
        before = (subjects, sequences, entries.count)
        appended = []
    }

    /// Forgets what a body that was undone had appended; what it only read stays known.
    func undo() {
        guard let before else { return }
        for name in appended {
            subjects[name] = before.subjects[name]
            sequences[name] = before.sequences[name]
        }
        entries.removeSubrange(before.entries...)
    }

    func keep(_ name: String, _ known: KnownSubject) { subjects[name] = known }

    func append(_ entry: StoredEntry) {
        appended.insert(entry.subject)
        sequences[entry.subject] = entry.sequence
        entries.append(entry)
    }
}
