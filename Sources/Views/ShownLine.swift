import Domain
import Vocabulary

/// A line of an agreement as the tables show it.
struct ShownLine: Equatable, Sendable {
    let ordinal: Int
    let revision: Int
    /// The revision of its last wording that said something.
    let worded: Int
    let isDropped: Bool
    let isStanding: Bool
    /// Whether some side does not accept it yet.
    let isOpen: Bool
    let awaited: Line.Awaited?
    let stances: [Identifier<Body>: Line.Stance]
    /// The sides that it waits on.
    let waits: [Identifier<Body>]
    /// The area of the agenda that it chooses, while it stands.
    let area: Identifier<Area>?
    /// Whether a search finds it: it stands, and has words.
    let isFound: Bool

    /// A line as it now stands; what is known of its wording is taken from before where that is still the last.
    init<K: Kind>(_ line: Line, _ ordinal: Int, of agreement: Agreement<K>, before: ShownLine?) {
        self.ordinal = ordinal
        revision = line.revision
        isDropped = line.versions.last?.content == nil
        worded = isDropped ? line.versions.last { $0.content != nil }?.revision ?? revision : revision
        let hangs = agreement.lines.hangs(line)
        isStanding = !isDropped && !hangs
        isOpen = !hangs && !line.isAgreed(by: agreement.parties)
        awaited = line.awaited
        stances = line.stances
        waits = agreement.waiting(line).sorted()
        if let before, before.worded == worded, before.isStanding == isStanding {
            (area, isFound) = (before.area, before.isFound)
        } else {
            area = if isStanding, case .priority(let area, _, _, _) = line.lastContent { area } else { nil }
            // A variation says again what its agreement says.
            isFound = isStanding && !line.lastContent.text.isEmpty && !agreement.isVariation
        }
    }
}

/// What the tables show of an agreement besides its entries.
struct Shown: Sendable {
    var publicFrom: Day?
    /// Whether it is signed or withdrawn.
    var isSettled = false
    /// Whether the parties have rows.
    var hasParties = false
    /// How many lines wait on each party; none for a party is no entry.
    private(set) var waiting: [Identifier<Body>: Int] = [:]
    /// How many lines are open.
    private(set) var open = 0
    var signatories: [ShownSignatory] = []
    var areas: [Area] = []
    /// From which day the promises are shown as public; nil before they are shown.
    var promisesFrom: Day?
    var promises: [LineID: ShownPromise] = [:]
    /// Whether the requests have rows: no variation adds one.
    var hasRequests = false
    /// How many reviews are shown as concluded.
    var concluded = 0
    /// The proposal that is shown as open.
    var proposal: Int?
    var payments: [LineID: ShownPayment] = [:]
    var returns: [LineID: [ShownReturn]] = [:]
    /// Whether the run has a certification: what it certifies is read by more bodies.
    var isSent = false
    private(set) var lines: [LineID: ShownLine] = [:]

    /// Nothing yet.
    init() {}

    /// All that there is to show of an agreement.
    init<K: Kind>(_ agreement: Agreement<K>) {
        publicFrom = agreement.publicFrom
        isSettled = agreement.isSettled
        signatories = agreement.shownSignatories
        areas = agreement.shownAreas
        hasParties = true
        proposal = agreement.course.open?.number
        concluded = agreement.reviews.count { $0.conclusion != nil }
        promisesFrom = agreement.publicFrom
        if agreement.inForce != nil {
            hasRequests = true
            for line in agreement.lines.all { promises[line.id] = ShownPromise(line.id, of: agreement) }
            for one in agreement.instalments {
                payments[one.line] = ShownPayment(payment: one.payment, isLeft: agreement.isLeft(one.payment))
            }
            for line in agreement.templates { returns[line] = agreement.shownReturns(line) }
        }
        for (ordinal, line) in agreement.lines.all.enumerated() {
            put(ShownLine(line, ordinal, of: agreement, before: nil), for: line.id)
        }
    }

    /// Puts a line in the place of what was shown of it.
    mutating func put(_ line: ShownLine, for id: LineID) {
        if let before = lines.updateValue(line, forKey: id) { count(before, -1) }
        count(line, 1)
    }

    private mutating func count(_ line: ShownLine, _ one: Int) {
        if line.isOpen { open += one }
        for side in line.waits {
            waiting[side, default: 0] += one
            if waiting[side] == 0 { waiting[side] = nil }
        }
    }
}

/// A seat that signs, at its place in the order.
struct ShownSignatory: Equatable, Sendable {
    let seat: Identifier<Seat>
    let order: Int
    let isNext: Bool
}

extension Agreement {
    /// Who signs the frozen text, or would sign the lines as they stand.
    var shownSignatories: [ShownSignatory] {
        let next = execution.next
        return (execution.text == nil ? signatories : execution.required).map {
            ShownSignatory(seat: $0.seat, order: $0.order, isNext: next.contains($0.seat))
        }
    }

    /// Whether nothing of it is negotiated any more.
    var isSettled: Bool { stage == .signed || stage == .withdrawn }

    /// The areas of a statement's agenda; none of another agreement.
    var shownAreas: [Area] { (self as? Domain.Statement)?.agenda?.areas ?? [] }
}
