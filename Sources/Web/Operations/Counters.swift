import Synchronization

/// Something that only grows. Counting takes some nanoseconds and no lock.
final class Counter: Sendable {
    private let value = Atomic(0)

    var count: Int { value.load(ordering: .relaxed) }

    func add(_ more: Int = 1) { value.add(more, ordering: .relaxed) }
}

/// How often something happened, by a name out of a few.
final class NamedCounters: Sendable {
    private let counts = Mutex<[String: Int]>([:])
    /// Names come from literals of this program, so there are few of them; should one ever come from elsewhere, the rest
    /// counts as `other`.
    private static let mostNames = 500

    func add(_ name: String) {
        counts.withLock { counts in
            counts[counts.count < Self.mostNames || counts[name] != nil ? name : "other", default: 0] += 1
        }
    }

    /// By name.
    var all: [(name: String, count: Int)] {
        counts.withLock { $0.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
    }
}

/// How long something took, in buckets.
final class Histogram: Sendable {
    /// The upper end of each bucket but the last, in nanoseconds.
    static let bounds = [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000].map { Int($0 * 1_000_000) }
    private let buckets = (0...bounds.count).map { _ in Counter() }
    private let total = Counter()

    func add(_ nanoseconds: Int) {
        var bucket = 0
        while bucket < Self.bounds.count, nanoseconds > Self.bounds[bucket] { bucket += 1 }
        buckets[bucket].add()
        total.add(nanoseconds)
    }

    /// How many took at most as long as each bound, and then how many there were.
    var cumulative: [Int] {
        var sum = 0
        return buckets.map { bucket in
            sum += bucket.count
            return sum
        }
    }

    /// In nanoseconds.
    var sum: Int { total.count }
}

/// The requests answered, by route, by whether they read or write, and by the class of their status.
final class RequestCounts: Sendable {
    /// The patterns of the router, and last the place of everything else.
    let routes: [String]
    /// How many have come and are not answered yet.
    let inProgress = Atomic(0)
    /// By `Method.rawValue`.
    let durations = Method.allCases.map { _ in Histogram() }
    private let indexes: [String: Int]
    private let counters: [Counter]
    private static let classes = 5

    enum Method: Int, CaseIterable {
        case read, write
    }

    /// For routes by their patterns.
    init(routes: [String]) {
        let known = Set(routes).sorted()
        self.routes = known + ["other"]
        indexes = Dictionary(uniqueKeysWithValues: known.enumerated().map { ($1, $0) })
        counters = (0..<(known.count + 1) * Method.allCases.count * Self.classes).map { _ in Counter() }
    }

    func add(_ route: String?, _ method: Method, status: Int, nanoseconds: Int) {
        let index = route.flatMap { indexes[$0] } ?? routes.count - 1
        counters[place(index, method, min(max(status / 100, 1), Self.classes))].add()
        durations[method.rawValue].add(nanoseconds)
    }

    /// Every count above nothing.
    var all: [(route: String, method: Method, statusClass: Int, count: Int)] {
        var counts: [(String, Method, Int, Int)] = []
        for (index, route) in routes.enumerated() {
            for method in Method.allCases {
                for status in 1...Self.classes {
                    let count = counters[place(index, method, status)].count
                    if count > 0 { counts.append((route, method, status, count)) }
                }
            }
        }
        return counts
    }

    private func place(_ route: Int, _ method: Method, _ statusClass: Int) -> Int {
        (route * Method.allCases.count + method.rawValue) * Self.classes + statusClass - 1
    }
}

/// What the site counts besides requests.
struct Tally: Sendable {
    /// By the rule that refused; one for each rule that a request broke.
    let refusals = NamedCounters()
    /// Requests that the program itself failed, by what failed.
    let failures = NamedCounters()
    /// Passwords that opened no account, at the door or when signing.
    let wrongPasswords = Counter()
    /// Tries turned away because there had been too many.
    let limited = Counter()
    let connections = OpenConnections()
    /// Set once the process was asked to end.
    let stopping = Flag()
}

/// Something that happens once.
final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .relaxed) }

    func set() { value.store(true, ordering: .relaxed) }
}
