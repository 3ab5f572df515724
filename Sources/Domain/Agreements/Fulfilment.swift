public import Vocabulary

/// What has become of a promise: what its side reported, and what the other parties said to that. That it is late follows
/// from the day alone and is not in it.
public struct Fulfilment: Equatable, Sendable {
    /// Every report, oldest first; the last one counts.
    public private(set) var reports: [Report] = []

    /// One report of the side that promised.
    public struct Report: Equatable, Sendable {
        /// From 1.
        public let number: Int
        public let outcome: Outcome
        /// When, by whom and where on the record.
        public let stamp: Stamp
        /// The other parties that accepted it.
        public fileprivate(set) var accepted: Set<Identifier<Body>> = []
        /// The other parties that challenge it.
        public fileprivate(set) var challenged: Set<Identifier<Body>> = []
        /// What those are taken to have said to it that stand in the place of another, and where on the record.
        public fileprivate(set) var passed: [Passed] = []

        /// An answer that passed to a successor.
        public struct Passed: Hashable, Sendable {
            public let side: Identifier<Body>
            public let isAccepted: Bool
            public let position: Int
        }

        /// Whether it says that the promise was kept, and nobody challenges that.
        fileprivate var isKept: Bool { outcome == .kept && challenged.isEmpty }
    }

    /// What a side says of its own promise.
    public enum Outcome: String, Codable, CaseIterable, Sendable {
        /// It is being done; how far it is.
        case underWay
        /// It was done; of a promise that holds on from year to year, for the year.
        case kept
        /// It was not done and will not be.
        case broken
    }

    /// Where a promise stands, whatever the day.
    public enum State: String, Codable, CaseIterable, Sendable {
        /// Nobody has said yet that it was kept.
        case open
        /// Its side says that it was kept, and another party has not answered.
        case reported
        /// Another party does not accept that it was kept.
        case challenged
        /// Its side says that it was kept, and every other party accepts that.
        case kept
        /// Its side says that it was not.
        case broken
        /// The agreement ended before it was due.
        case lapsed
    }

    /// How many of its reports were on an earlier wording of the line.
    private(set) var reworded = 0

    /// Nothing reported yet.
    public init() {}

    /// Where it stands between these parties, whatever the day. The last report counts: one that says that it is under way
    /// takes back an earlier one that it was kept.
    public func state(of promise: Promise, between parties: [Identifier<Body>]) -> State {
        guard let report = reports.last, reports.count > reworded else { return .open }
        switch report.outcome {
        case .underWay: return .open
        case .broken: return .broken
        case .kept:
            if !report.challenged.isEmpty { return .challenged }
            return parties.allSatisfy { $0 == promise.by || report.accepted.contains($0) } ? .kept : .reported
        }
    }

    /// The day by which it is to be kept next; nil where it has none. What continues is reported each year: the last report
    /// of the year that ends with that day decides whether the day moves on by a year, or else the first one after it that
    /// says that it was kept. `first` is the first such day.
    public func due(_ promise: Promise, first: Day?) -> Day? {
        switch promise.due {
        case .day(let day): return day
        case .throughout, .considers: return nil
        case .continues:
            guard var due = first else { return nil }
            var left = reports[...]
            while true {
                let begins = due.adding(years: -1)
                left = left.drop { $0.stamp.time.londonDay <= begins }
                let own = left.prefix { $0.stamp.time.londonDay <= due }
                if let last = own.last, last.isKept {
                    left = left.dropFirst(own.count)
                } else if let late = left.dropFirst(own.count).firstIndex(where: \.isKept) {
                    left = left[(late + 1)...]
                } else {
                    return due
                }
                due = due.adding(years: 1)
            }
        }
    }

    mutating func add(_ outcome: Outcome, _ stamp: Stamp) {
        reports.append(Report(number: reports.count + 1, outcome: outcome, stamp: stamp))
    }

    mutating func accept(_ number: Int, _ side: Identifier<Body>) {
        guard reports.indices.contains(number - 1) else { return }
        reports[number - 1].challenged.remove(side)
        reports[number - 1].accepted.insert(side)
    }

    mutating func challenge(_ number: Int, _ side: Identifier<Body>) {
        guard reports.indices.contains(number - 1) else { return }
        reports[number - 1].challenged.insert(side)
    }

    /// What is promised from now on is something else: what was reported was on what was promised before.
    mutating func reword() { reworded = reports.count }

    /// What parties that are gone said to a report, those say that stand in their place; to what these promise now they need
    /// not say it.
    mutating func pass(
        from left: Set<Identifier<Body>>, to heirs: [Identifier<Body>], promisedBy by: Identifier<Body>,
        at position: Int
    ) {
        for index in reports.indices {
            let (accepted, challenged) = (reports[index].accepted, reports[index].challenged)
            let new = heirs.filter { !accepted.contains($0) && !challenged.contains($0) }
            if left.contains(by) {
                reports[index].accepted.formUnion(new)
            } else if !accepted.isDisjoint(with: left) {
                reports[index].accepted.formUnion(new)
                reports[index].passed += new.map { .init(side: $0, isAccepted: true, position: position) }
            } else if !challenged.isDisjoint(with: left) {
                reports[index].challenged.formUnion(new)
                reports[index].passed += new.map { .init(side: $0, isAccepted: false, position: position) }
            }
            reports[index].challenged.subtract(left)
        }
    }
}

/// What shows that a promise was kept; each is sealed, so that it can be erased.
public struct Evidence: Hashable, Sendable {
    /// What was done, in words.
    public let words: Sealed?
    /// The web address of something that shows it.
    public let link: Sealed?
    /// A file: its digest, name, media type and size.
    public let file: Sealed?

    /// Any of the three may be missing.
    public init(words: Sealed?, link: Sealed?, file: Sealed?) {
        (self.words, self.link, self.file) = (words, link, file)
    }
}

extension Due {
    /// Whether there is nothing more to say of a promise of this manner. What continues, or holds throughout, can be kept and broken later.
    public func isSettled(_ state: Fulfilment.State) -> Bool {
        switch state {
        case .open, .reported, .challenged: false
        case .kept: self != .continues && self != .throughout
        case .broken, .lapsed: true
        }
    }

    /// Whether a promise of this manner is late on a day, standing thus and due then. What is reported as kept is not, until it is challenged; of
    /// what continues a report has moved the day on already, so a day that has passed wants another.
    public func isLate(_ state: Fulfilment.State, due: Day?, today: Day) -> Bool {
        guard !isSettled(state), state != .reported || self == .continues, let due else { return false }
        return due < today
    }
}
