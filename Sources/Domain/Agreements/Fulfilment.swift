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
    }

    /// Nothing reported yet.
    public init() {}

    /// Where it stands between these parties, whatever the day. The last report counts: one that says that it is under way
    /// takes back an earlier one that it was kept.
    public func state(of promise: Promise, between parties: [Identifier<Body>]) -> State {
        guard let report = reports.last else { return .open }
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
        case .broken: true
        }
    }

    /// Whether a promise of this manner is late on a day, standing thus and due then. What is reported as kept is not, until it is challenged; of
    /// what continues a report has moved the day on already, so a day that has passed wants another.
    public func isLate(_ state: Fulfilment.State, due: Day?, today: Day) -> Bool {
        guard !isSettled(state), state != .reported || self == .continues, let due else { return false }
        return due < today
    }
}

extension Agreement {
    /// The promise that a line of the text makes; nil where it makes none, or is left out.
    public func promise(_ line: LineID) -> Promise? {
        guard let line = lines[line], !lines.hangs(line) else { return nil }
        return line.content?.promise
    }

    /// What has become of a promise.
    public func fulfilment(of line: LineID) -> Fulfilment { fulfilments[line] ?? Fulfilment() }

    /// Where a promise stands, and by which day it is to be kept next; nil where the line makes none.
    public func standing(of line: LineID) -> (state: Fulfilment.State, due: Day?, isSettled: Bool)? {
        guard let promise = promise(line) else { return nil }
        let fulfilment = fulfilment(of: line)
        let state = fulfilment.state(of: promise, between: parties)
        return (state, fulfilment.due(promise, first: firstYearEnds), promise.due.isSettled(state))
    }

    /// The last day of the academic year that it was made for, else of the one in which it came into force: what continues is
    /// first reported by then.
    private var firstYearEnds: Day? {
        framework.year?.lastDay ?? inForce.flatMap { AcademicYear(holding: $0)?.lastDay }
    }

    /// Reports on a promise of one's own side: by the seat that answers for it, or one that negotiates for its body.
    public func report(
        _ line: LineID, after last: Int, _ outcome: Fulfilment.Outcome, _ evidence: Evidence, as seat: Seat, on day: Day
    ) throws(Refusal) -> [Event] {
        let promise = try promised(line, on: day)
        guard promise.by == seat.body else {
            throw Refusal(Fault("report.side", "Only the side that made this promise reports on it"))
        }
        guard promise.owner == seat.id || seat.office.may(.negotiate) else {
            throw Refusal(
                Fault("report.seat", "The seat that answers for this promise reports on it, or an officer of its body"))
        }
        let fulfilment = fulfilment(of: line)
        guard fulfilment.reports.count == last else { throw .stale(fulfilment.reports.count) }
        let state = fulfilment.state(of: promise, between: parties)
        guard state != .kept || !promise.due.isSettled(state) else {
            throw Refusal(Fault("report.settled", "The other side accepted that this promise was kept"))
        }
        switch outcome {
        case .underWay, .broken:
            guard evidence.words != nil else {
                let what = outcome == .broken ? "Say why it was not kept" : "Say how far it is"
                throw Refusal(Fault("report.words", field: "words", what))
            }
        case .kept where promise.due == .considers:
            // To consider is to publish what one came to.
            guard evidence.link != nil || evidence.file != nil else {
                throw Refusal(
                    Fault(
                        "report.conclusion", field: "link", "Show the conclusion: where it was published, or as a file")
                )
            }
        case .kept:
            guard evidence.words != nil || evidence.link != nil || evidence.file != nil else {
                throw Refusal(
                    Fault(
                        "report.evidence", field: "words",
                        "Show that it was kept: say what was done, or give a link or a file"))
            }
        }
        return [
            .reported(
                line: line, report: last + 1, outcome: outcome, side: seat.body, words: evidence.words,
                link: evidence.link, file: evidence.file)
        ]
    }

    /// Accepts another side's report that it kept its promise.
    public func acceptReport(
        _ number: Int, on line: LineID, by side: Identifier<Body>, on day: Day
    ) throws(Refusal) -> [Event] {
        let report = try answerable(number, line, side, day)
        guard !report.accepted.contains(side) else { return [] }
        return [.reportAccepted(line: line, report: number, side: side)]
    }

    /// Does not accept another side's report that it kept its promise, with the reason.
    public func challengeReport(
        _ number: Int, on line: LineID, reason: Sealed, by side: Identifier<Body>, on day: Day
    ) throws(Refusal) -> [Event] {
        let report = try answerable(number, line, side, day)
        guard !report.accepted.contains(side) else {
            throw Refusal(Fault("report.accepted", "Your side accepted this report already"))
        }
        guard !report.challenged.contains(side) else {
            throw Refusal(Fault("report.challenged", field: "reason", "Your side challenged this report already"))
        }
        return [.reportChallenged(line: line, report: number, side: side, reason: reason)]
    }

    private func promised(_ line: LineID, on day: Day) throws(Refusal) -> Promise {
        guard let promise = promise(line) else {
            throw Refusal(Fault("promise.none", "This line promises nothing"))
        }
        guard let inForce, inForce <= day else {
            throw Refusal(
                Fault("promise.early", "Promises are reported on from the day on which the agreement is in force"))
        }
        return promise
    }

    private func answerable(
        _ number: Int, _ line: LineID, _ side: Identifier<Body>, _ day: Day
    ) throws(Refusal) -> Fulfilment.Report {
        let promise = try promised(line, on: day)
        guard parties.contains(side), promise.by != side else {
            throw Refusal(Fault("report.own", "The other side answers a report, not the one that made it"))
        }
        let reports = fulfilment(of: line).reports
        guard let report = reports.last, report.number == number else { throw .stale(reports.count) }
        guard report.outcome == .kept else {
            throw Refusal(Fault("report.unanswered", "Only a report that a promise was kept is accepted or challenged"))
        }
        return report
    }
}
