public import Vocabulary

/// What a return says, as an officer writes it.
public struct ReturnWords: Hashable, Sendable {
    /// In the order of the template.
    public let figures: [ReportedFigure]
    /// What was done, and what the figures mean.
    public let narrative: Sealed
    public let risks: Sealed
    /// What the public may read of it, once it is certified.
    public let summary: Sealed

    /// All that a return says.
    public init(figures: [ReportedFigure], narrative: Sealed, risks: Sealed, summary: Sealed) {
        (self.figures, self.narrative, self.risks, self.summary) = (figures, narrative, risks, summary)
    }
}

extension Agreement {
    /// The returns that a line of the text asks for; nil where it asks for none, or is left out.
    public func template(_ line: LineID) -> ReturnTemplate? {
        guard let line = lines[line], !lines.hangs(line) else { return nil }
        return line.content?.template
    }

    /// What has become of each return that a line asks for, by its due day.
    public func returns(_ line: LineID) -> [Return] {
        guard let template = template(line) else { return [] }
        let extra = returned[line]?.values.filter(\.isExtra).map(\.due) ?? []
        return Set(template.days + extra).sorted().map {
            returned[line]?[$0] ?? Return(due: $0, isExtra: false)
        }
    }

    /// What has become of the return that falls due on a day.
    public func `return`(_ line: LineID, due: Day) -> Return? { returns(line).first { $0.due == due } }

    /// Where a return stands, whatever the day.
    public func state(of given: Return) -> Return.State {
        guard given.state == .awaited, let end = course.end, given.due > end.day else { return given.state }
        return .lapsed
    }

    /// Writes a return, or writes it anew, for the side that makes it. Only that side reads it until it is certified.
    ///
    /// - Parameter last: How many versions whoever writes this one had read.
    public func prepare(
        _ line: LineID, due: Day, _ words: ReturnWords, after last: Int, as seat: Seat, on day: Day
    ) throws(Refusal) -> [Event] {
        let (template, given) = try asked(line, due, seat, day)
        guard template.by == seat.body, seat.office.may(.negotiate) || template.owner == seat.id else {
            throw Refusal(Fault("returns.seat", "An officer of the body that makes the return writes it"))
        }
        guard given.editions == last else { throw .stale(given.editions) }
        try mustBeAwaited(given)
        guard words.figures.count == template.figures.count else {
            throw Refusal(Fault("returns.figures", "The return asks for other figures: open the page anew"))
        }
        return [
            .returnPrepared(
                line: line, revision: lines[line]?.revision ?? 0, due: due, edition: last + 1, figures: words.figures,
                side: seat.body, narrative: words.narrative, risks: words.risks, summary: words.summary)
        ]
    }

    /// Certifies a return as it was read, as the seat that the agreement names: it is given to the other side, and its summary
    /// becomes as public as the agreement, under the seal that it has already: erased once it is gone from both places.
    public func certify(
        _ line: LineID, due: Day, edition: Int, as seat: Seat, on day: Day
    ) throws(Refusal) -> [Event] {
        let (template, given) = try asked(line, due, seat, day)
        guard template.owner == seat.id else {
            throw Refusal(Fault("returns.certify", "The seat that the agreement names certifies this return"))
        }
        guard given.editions == edition, let summary = given.summary else { throw .stale(given.editions) }
        guard given.sent.contains(edition) || given.wording == lines[line]?.revision else {
            throw Refusal(
                Fault(
                    "returns.wording", "The agreement was varied since this version was written: write it anew first"))
        }
        // What was sent back is made again before it is certified again.
        guard !given.sent.contains(edition) else {
            if given.verdict == .sentBack {
                throw Refusal(Fault("returns.sent-back", "This version was sent back: write another one first"))
            }
            return []
        }
        try mustBeAwaited(given)
        return [
            .returnCertified(line: line, due: due, edition: edition, side: seat.body),
            .returnSummarised(line: line, due: due, edition: edition, side: seat.body, summary: summary),
        ]
    }

    /// Says what the other side makes of a certified return, with a summary for the public where it gives one; where it is sent
    /// back, by which day it is to be made again.
    public func assess(
        _ line: LineID, due: Day, edition: Int, _ verdict: Return.Verdict, again: Day? = nil, words: Sealed,
        summary: Sealed?, as seat: Seat, on day: Day
    ) throws(Refusal) -> [Event] {
        let (template, given) = try asked(line, due, seat, day)
        guard template.to == seat.body, seat.office.may(.negotiate) else {
            throw Refusal(Fault("returns.assess", "An officer of the body to which the return is made assesses it"))
        }
        guard let certified = given.certified, certified.edition == edition, given.verdict == nil else {
            throw .stale(given.editions)
        }
        guard (verdict == .sentBack) == (again != nil), again.map({ $0 > day }) ?? true else {
            throw Refusal(
                Fault("returns.again", field: "again", "Give a day after today by which it is to be made again"))
        }
        let assessed = Event.returnAssessed(
            line: line, due: due, edition: edition, verdict: verdict, again: again, side: seat.body, words: words)
        guard let summary else { return [assessed] }
        return [
            assessed, .returnSummarised(line: line, due: due, edition: edition, side: seat.body, summary: summary),
        ]
    }

    /// Watches more closely, or as before, with the reason. Only a side to which returns are made does.
    ///
    /// - Parameter last: How many changes of it whoever decides had read.
    public func monitor(
        _ level: Monitoring, reason: Sealed, after last: Int, by side: Identifier<Body>, on day: Day
    ) throws(Refusal) -> [Event] {
        try mustRun(side, day)
        try mustAssess(lines.standing.compactMap(\.content.template), side)
        guard monitoringChanges == last else { throw .stale(monitoringChanges) }
        guard monitoring != level else {
            throw Refusal(Fault("monitoring.same", field: "level", "It is watched like this already"))
        }
        return [.monitored(change: last + 1, level: level, side: side, reason: reason)]
    }

    /// Asks for a return beside those of the template, while it is watched more closely.
    public func ask(
        forReturn line: LineID, due: Day, reason: Sealed, by side: Identifier<Body>, on day: Day
    ) throws(Refusal) -> [Event] {
        try mustRun(side, day)
        try mustAssess(template(line).map { [$0] } ?? [], side)
        guard monitoring == .enhanced else {
            throw Refusal(Fault("monitoring.ordinary", "More returns are asked for under enhanced monitoring only"))
        }
        guard `return`(line, due: due) == nil else {
            throw Refusal(
                Fault("returns.day-taken", field: "due", "A return falls due on this day already: give another"))
        }
        guard due > day, due <= max(lasts ?? day, day).adding(years: 1) else {
            throw Refusal(
                Fault(
                    "returns.day", field: "due",
                    "Give a day after today, while the agreement runs or within the year after"))
        }
        guard returns(line).count < ReturnTemplate.most else {
            throw Refusal(
                Fault("returns.days", field: "due", "At most \(ReturnTemplate.most) returns can be asked for"))
        }
        return [.returnAsked(line: line, due: due, side: side, reason: reason)]
    }

    private func mustAssess(_ templates: [ReturnTemplate], _ side: Identifier<Body>) throws(Refusal) {
        guard templates.contains(where: { $0.to == side }) else {
            throw Refusal(Fault("returns.assess", "Only a side to which returns are made does this"))
        }
    }

    private func mustBeAwaited(_ given: Return) throws(Refusal) {
        switch state(of: given) {
        case .awaited: return
        case .certified: throw Refusal(Fault("returns.certified", "It is certified, and waits for its assessment"))
        case .assessed: throw Refusal(Fault("returns.assessed", "It was assessed already"))
        case .lapsed: throw Refusal(Fault("returns.lapsed", "The agreement ended before this return was due"))
        }
    }

    private func asked(
        _ line: LineID, _ due: Day, _ seat: Seat, _ day: Day
    ) throws(Refusal) -> (ReturnTemplate, Return) {
        try mustHaveBegun(seat.body, day)
        guard let template = template(line), let given = `return`(line, due: due) else {
            throw Refusal(Fault("returns.none", "No return is asked for here"))
        }
        return (template, given)
    }
}
