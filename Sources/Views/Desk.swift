import Domain
import Vocabulary

/// The subjects that the fold met last, as the tables hold them.
struct Desk: Sendable {
    /// The next entry, for which they are those that the tables hold.
    var upTo = 0
    var bodies: [Identifier<Body>: Body] = [:]
    var seats: [Identifier<Seat>: Seat] = [:]
    var appointments: [Identifier<Appointment>: Appointment] = [:]
    var groups: [Identifier<RequestGroup>: RequestGroup] = [:]
    /// The groups of requests that the run has touched, in the order in which it met them, and what it took out of them.
    var regrouped: [(group: Identifier<RequestGroup>, parted: CitedLine?)] = []
    var standardLines: [Identifier<StandardLine>: StandardLine] = [:]
    var releases: [Identifier<Release>: Release] = [:]
    var measures: [Identifier<MeasureDescription>: MeasureDescription] = [:]
    var keepings: [Identifier<Keeping>: Keeping] = [:]
    var statements = Agreements<StatementKind>()
    var compacts = Agreements<CompactKind>()
    var conditionals = Agreements<ConditionalKind>()

    /// Puts away what was not touched for longest, so that what is kept stays small however long the record is.
    mutating func tidy() {
        if bodies.count > Self.mostSmall { bodies = [:] }
        if seats.count > Self.mostSmall { seats = [:] }
        if standardLines.count > Self.mostSmall { standardLines = [:] }
        if releases.count > Self.mostSmall { releases = [:] }
        if measures.count > Self.mostSmall { measures = [:] }
        if groups.count > Self.mostSmall { groups = [:] }
        if appointments.count > Self.mostSmall { appointments = [:] }
        statements.tidy(atMost: Self.mostEntries / 4)
        compacts.tidy(atMost: Self.mostEntries)
        conditionals.tidy(atMost: Self.mostEntries / 4)
    }

    private static let mostSmall = 10_000
    /// Entries of agreements: a year in which every authority negotiates has some 40,000.
    private static let mostEntries = 60_000
}

/// The agreements of a kind that are on the desk, and which of them the run has touched.
struct Agreements<K: Kind>: Sendable {
    private var kept: [Identifier<Agreement<K>>: FoldedAgreement<K>] = [:]
    private var touched: [Identifier<Agreement<K>>] = []
    private var weight = 0

    /// Applies an entry; answers how many signatures it made void.
    mutating func take(_ event: AgreementEvent, _ entry: ReadEntry, _ source: Source) throws -> Int {
        let id = Identifier<Agreement<K>>(entry.id)
        if kept[id] == nil {
            let history = try source.events(of: Agreement<K>.self, entry.subject, before: entry.position)
            kept[id] = try FoldedAgreement(id, history, event, entry)
            weight += history.count
        }
        guard let index = kept.index(forKey: id) else { return 0 }
        if !kept.values[index].isTouched { touched.append(id) }
        weight += 1
        return kept.values[index].take(event, entry.stamp)
    }

    /// Writes the rows of an entry that was applied.
    mutating func write(_ event: AgreementEvent, _ entry: ReadEntry, _ voided: Int, _ tables: Tables) throws {
        guard let index = kept.index(forKey: Identifier(entry.id)) else { return }
        try kept.values[index].write(event, entry, voided, tables)
    }

    /// Brings the rows of all that were touched to how they now stand.
    mutating func settle(_ tables: Tables) throws {
        for id in touched {
            guard let index = kept.index(forKey: id) else { continue }
            let wasSettled = kept.values[index].shown.isSettled
            try kept.values[index].settle(tables)
            // Little happens to one that all have signed, or that was withdrawn: it makes room for those that go on.
            if !wasSettled, kept.values[index].shown.isSettled {
                weight -= kept.values[index].weight
                kept.remove(at: index)
            }
        }
        touched = []
    }

    mutating func tidy(atMost most: Int) {
        guard weight > most else { return }
        for (id, agreement) in kept.sorted(by: { $0.value.lastPosition < $1.value.lastPosition }) {
            guard weight > most * 3 / 4 else { break }
            weight -= agreement.weight
            kept[id] = nil
        }
    }
}
