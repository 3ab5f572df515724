import Domain
import Vocabulary

extension FoldedAgreement {
    /// Writes the requests of an agreement once all have signed it.
    mutating func settleRequests(_ agreement: Agreement<K>, _ tables: Tables) throws {
        guard !shown.hasRequests, let put = agreement.requestsPut else {
            guard varied != nil else { return }
            // A request stays as it was put, but may have passed to another authority.
            for line in agreement.lines.all {
                guard let ask = agreement.ask(line.id) else { continue }
                try tables.write(.passed, Cell(ask.by), .text(name), Cell(line.id))
            }
            return
        }
        shown.hasRequests = true
        for line in agreement.lines.all {
            guard let ask = agreement.ask(line.id) else { continue }
            let id = line.id.description
            try tables.write(
                .request, .text(name), .text(id), Cell(ask.by), Cell(ask.of), .text(ask.wants.rawValue),
                .text(ask.concerns.rawValue), .text(ask.benefits.rawValue), Cell(put.number),
                Cell(ask.due(put: put).number), .text("\(name)/\(id)"))
            try tables.write(.topic, .text(name), .text(id))
        }
    }
}

extension Fold {
    /// Writes what was said to the requests of a group.
    func write(_ event: RequestGroup.Event, _ entry: ReadEntry, _ tables: Tables) throws {
        let seat = entry.stamp.actor.seat
        let time = Cell(entry.stamp.time.milliseconds)
        switch event {
        case .answered(let answer, let outcome, let reasons):
            try tables.write(
                .response, Cell(entry.id), Cell(answer), .text(outcome.rawValue), Cell(reasons.digest),
                Cell(entry.position), time, Cell(seat))
        case .resulted(let result, let words, let link):
            try tables.write(
                .result, Cell(entry.id), Cell(result), Cell(words.digest), Cell(link?.digest), Cell(entry.position),
                time, Cell(seat))
        case .opened, .joined, .parted: break
        }
    }

    /// Brings the groups that a run touched, and the requests in them and taken out of them, to how they now stand.
    func settleGroups(_ desk: inout Desk, _ tables: Tables) throws {
        for parted in desk.regrouped.compactMap(\.parted) {
            let (compact, line) = (parted.compact, parted.line)
            try tables.write(.parted, Cell(parted), Cell(compact), Cell(line))
            try tables.write(.topic, Cell(compact), Cell(line))
        }
        var seen: Set<Identifier<RequestGroup>> = []
        let groups = desk.regrouped.compactMap { seen.insert($0.group).inserted ? desk.groups[$0.group] : nil }
        for group in groups {
            for member in group.members {
                let request = member.request
                try tables.write(
                    .grouped, Cell(group.id), Cell(member.joined.milliseconds), Cell(request.compact),
                    Cell(request.line))
                try tables.write(.noTopic, Cell(request))
            }
        }
        // Counted when every request of the run is where it belongs.
        for group in groups {
            let first = group.answers.first?.stamp.time
            try tables.write(
                .group, Cell(group.id), Cell(group.of), .text(group.title), Cell(first?.milliseconds),
                Cell(first?.londonDay.number), Cell(group.answers.last?.outcome.rawValue), Cell(group.answers.count),
                Cell(group.results), Cell(group.revision))
        }
        desk.regrouped = []
    }
}

extension RequestGroup.Event {
    /// All that it carries sealed.
    var seals: [Sealed] {
        switch self {
        case .opened, .joined: []
        case .parted(_, let reason): [reason]
        case .answered(_, _, let reasons): [reasons]
        case .resulted(_, let words, let link): [words, link].compactMap(\.self)
        }
    }
}
