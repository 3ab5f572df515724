public import Vocabulary

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
        let due = fulfilment.due(promise, first: firstYearEnds)
        // What was not due when it ended is owed no longer; what was is.
        guard let end = course.end, due.map({ $0 > end.day }) ?? true else {
            return (state, due, promise.due.isSettled(state))
        }
        switch state {
        case .open, .challenged: return (.lapsed, nil, true)
        case .kept, .broken, .lapsed: return (state, nil, true)
        // The other side may still say whether it was.
        case .reported: return (state, nil, false)
        }
    }

    /// The last day of the financial year in which it begins, where its text states its days; else of the academic year that
    /// it was made for, or in which it came into force. What continues is first reported by then.
    var firstYearEnds: Day? {
        if let span, let inForce { return FinancialYear(holding: max(span.from, inForce)).lastDay }
        return framework.year?.lastDay ?? inForce.flatMap { AcademicYear(holding: $0)?.lastDay }
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
        let state = standing(of: line)?.state ?? .open
        guard state != .lapsed else {
            throw Refusal(Fault("promise.lapsed", "The agreement ended before this promise was due"))
        }
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
        guard number > fulfilment(of: line).reworded else {
            throw Refusal(Fault("report.reworded", "The promise was reworded since: what it says now is reported anew"))
        }
        guard report.outcome == .kept else {
            throw Refusal(Fault("report.unanswered", "Only a report that a promise was kept is accepted or challenged"))
        }
        return report
    }
}
