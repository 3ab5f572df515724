import Domain
import Vocabulary

extension FoldedAgreement {
    /// Writes what has changed of the lines that a run reached, and of how many wait on each party.
    mutating func settleLines(_ reach: Reach, _ agreement: Agreement<K>, _ tables: Tables) throws {
        let before = shown.waiting
        if let lines = reach.lines {
            for line in lines.lazy.compactMap({ agreement.lines[$0] }) {
                guard let ordinal = shown.lines[line.id]?.ordinal else { continue }
                try settle(line, ordinal, agreement, tables)
            }
        } else {
            for (ordinal, line) in agreement.lines.all.enumerated() { try settle(line, ordinal, agreement, tables) }
        }
        guard !shown.hasParties || shown.waiting != before else { return }
        shown.hasParties = true
        for (ordinal, party) in agreement.parties.enumerated() {
            try tables.write(.party, .text(name), Cell(ordinal), Cell(party), Cell(shown.waiting[party, default: 0]))
        }
    }

    private mutating func settle(
        _ line: Line, _ ordinal: Int, _ agreement: Agreement<K>, _ tables: Tables
    ) throws {
        let before = shown.lines[line.id]
        let now = ShownLine(line, ordinal, of: agreement, before: before)
        guard now != before else { return }
        try write(line, now, before, name, tables)
        if now.isFound || before?.isFound == true { try find(line, now, before, agreement, tables) }
        shown.put(now, for: line.id)
    }

    private func write(_ line: Line, _ now: ShownLine, _ before: ShownLine?, _ id: String, _ tables: Tables) throws {
        let name = line.id.description
        if before?.ordinal != now.ordinal || before?.revision != now.revision || before?.isStanding != now.isStanding
            || before?.awaited != now.awaited
        {
            let content = line.lastContent
            try tables.write(
                .line, .text(id), .text(name), Cell(now.ordinal), .text(content.name.rawValue), Cell(content.above),
                Cell(now.revision), Cell(now.worded), Cell(now.isDropped), Cell(now.isStanding),
                Cell(now.awaited?.side), Cell(now.awaited?.decision.digest))
        }
        let stances = before?.stances ?? [:]
        for side in stances.keys where now.stances[side] == nil {
            try tables.write(.noStance, .text(id), .text(name), Cell(side))
        }
        for (side, stance) in now.stances where stances[side] != stance {
            let (word, reason) = stance.shown
            try tables.write(
                .stance, .text(id), .text(name), Cell(side), .text(word), Cell(reason?.digest))
        }
        let waits = before?.waits ?? []
        for side in waits where !now.waits.contains(side) {
            try tables.write(.noWait, .text(id), .text(name), Cell(side))
        }
        for side in now.waits where !waits.contains(side) {
            try tables.write(.wait, .text(id), .text(name), Cell(side))
        }
        guard before?.area != now.area else { return }
        if let area = now.area {
            try tables.write(.priority, .text(id), .text(name), Cell(area))
        } else {
            try tables.write(.noPriority, .text(id), .text(name))
        }
    }

    /// Keeps what a search finds: every line that stands and has words, by its last wording.
    private func find(
        _ line: Line, _ now: ShownLine, _ before: ShownLine?, _ agreement: Agreement<K>, _ tables: Tables
    ) throws {
        let (id, name) = (name, line.id.description)
        var row: Int64?
        if before?.isFound == true {
            if now.isFound, before?.worded == now.worded { return }
            // The index must be told the words that it is to forget.
            guard let (known, words) = try tables.found(line: name, of: id) else { return }
            try tables.write(.unsought, Cell(known), .text(agreement.title), .text(words))
            guard now.isFound else {
                try tables.write(.notFound, .text(id), .text(name))
                return
            }
            row = known
        }
        let content = line.lastContent
        // An area is looked for by its name as well.
        let text =
            if case .area(_, _, _, let title, let text, _) = content { "\(title): \(text)" } else { content.text }
        if row != nil {
            try tables.write(.foundAgain, .text(text), .text(id), .text(name))
        } else {
            row = try tables.write(
                .found, .text(id), .text(name), .text(K.name), .text(agreement.title), .text(text),
                Cell(agreement.publicFrom?.number), .text(bodies))
        }
        try tables.write(.sought, Cell(row), .text(agreement.title), .text(text))
    }

    /// Writes who signs, and the areas of a statement's agenda, where they have changed.
    mutating func settleSignatories(_ agreement: Agreement<K>, _ tables: Tables) throws {
        let id = name
        let (signatories, areas) = (agreement.shownSignatories, agreement.shownAreas)
        if signatories != shown.signatories {
            shown.signatories = signatories
            try tables.write(.noSignatories, .text(id))
            for (place, one) in signatories.enumerated() {
                try tables.write(
                    .signatory, .text(id), Cell(one.seat), Cell(one.order), Cell(place), Cell(one.isNext))
            }
        }
        if areas != shown.areas {
            shown.areas = areas
            try tables.write(.noAreas, .text(id))
            for area in areas {
                try tables.write(.area, Cell(area.id), .text(id), Cell(area.line), .text(area.code), .text(area.title))
            }
        }
    }
}

extension Line.Stance {
    /// The word that the tables have for it, and the reason given.
    fileprivate var shown: (word: String, reason: Sealed?) {
        switch self {
        case .accepts: ("accepts", nil)
        case .considers: ("considers", nil)
        case .objects(let reason): ("objects", reason)
        }
    }
}
