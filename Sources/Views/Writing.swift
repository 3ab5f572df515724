/// What the fold writes.
enum Writing: Int, CaseIterable {
    case body, abolished, noClearance, clearance, seat, appointment, entry, reopenEntry
    case step, reopenStep, version, signature, voidSignatures, sealed, erased
    case review, concluded, opinion, proposal, openProposal, agreement, party, noParties, former, signatory,
        noSignatories, area, noAreas
    case line, stance, noStance, wait, noWait, priority, noPriority
    case promise, noPromises, owing, notOwing, report, answer
    case payment, noPayments, paymentStep, paymentChange, given, noGiven, edition, sent, returnStep
    case request, passed, grouped, parted, topic, noTopic, group, response, result, standardLine, offer
    case release, releaseFile, withdrawnRelease, erasedRelease, measure
    case found, foundAgain, foundFrom, notFound, sought, unsought

    /// Its SQL, with a question mark for each value.
    var sql: String {
        switch self {
        case .body:
            """
            INSERT INTO body (id, sort, name, code, ons, type, region, london, firstDay, lastDay)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .abolished: "UPDATE body SET lastDay = ? WHERE id = ?"
        case .noClearance: "DELETE FROM clearance WHERE body = ?"
        case .clearance: "INSERT INTO clearance (body, ordinal, seat) VALUES (?, ?, ?)"
        case .seat: "INSERT INTO seat (id, body, title, office) VALUES (?, ?, ?, ?)"
        case .appointment:
            """
            INSERT OR REPLACE INTO appointment (id, seat, holder, firstDay, lastDay, certificate, revoked)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """
        case .entry: "INSERT INTO entry (position, publicFrom, bodies) VALUES (?, ?, ?)"
        case .reopenEntry: "UPDATE entry SET publicFrom = ?, bodies = ? WHERE position = ?"
        case .step:
            """
            INSERT INTO step (position, agreement, event, time, seat, side, line, revision, words, voided, publicFrom, bodies)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .reopenStep: "UPDATE step SET publicFrom = ?, bodies = ? WHERE position = ?"
        case .version:
            """
            INSERT INTO version (agreement, line, revision, content, side, position, time) VALUES (?, ?, ?, ?, ?, ?, ?)
            """
        case .signature:
            """
            INSERT INTO signature (position, agreement, seat, appointment, text, signature, time, void)
            VALUES (?, ?, ?, ?, ?, ?, ?, FALSE)
            """
        case .voidSignatures: "UPDATE signature SET void = TRUE WHERE agreement = ?"
        case .sealed: "INSERT OR IGNORE INTO sealed (digest, text) VALUES (?, ?)"
        case .erased: "INSERT OR REPLACE INTO sealed (digest, text, erased) VALUES (?, NULL, ?)"
        case .agreement:
            """
            INSERT INTO agreement (id, kind, title, author, statement, year, authority, stage, opened, completed, inForce,
            publicFrom, text, position, changed, open, course, until, follows, reviewDue, firstDay, lastDay,
            monitoring, varies, suspended)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET authority = excluded.authority, stage = excluded.stage, completed = excluded.completed,
            inForce = excluded.inForce, publicFrom = excluded.publicFrom, text = excluded.text,
            position = excluded.position, changed = excluded.changed, open = excluded.open, course = excluded.course,
            until = excluded.until, reviewDue = excluded.reviewDue, firstDay = excluded.firstDay,
            lastDay = excluded.lastDay, monitoring = excluded.monitoring,
            suspended = excluded.suspended
            """
        case .review:
            """
            INSERT INTO review (agreement, number, trigger, side, reason, position, time, seat)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .concluded: "UPDATE review SET advice = ?, concluded = ? WHERE agreement = ? AND number = ?"
        case .opinion:
            """
            INSERT INTO opinion (agreement, review, line, side, advice, words, position, time, seat, figures,
            times)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
            ON CONFLICT (agreement, review, line, side) DO UPDATE SET advice = excluded.advice, words = excluded.words,
            position = excluded.position, time = excluded.time, seat = excluded.seat, figures = excluded.figures,
            times = times + 1
            """
        case .proposal:
            """
            INSERT INTO proposal (agreement, number, change, until, side, reason, position, time, seat, open)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, FALSE)
            """
        case .openProposal: "UPDATE proposal SET open = (number IS ?) WHERE agreement = ?"
        case .party:
            """
            INSERT INTO party (agreement, ordinal, body, waiting) VALUES (?, ?, ?, ?)
            ON CONFLICT (agreement, ordinal) DO UPDATE SET waiting = excluded.waiting
            """
        case .former: "INSERT OR IGNORE INTO former (agreement, body) VALUES (?, ?)"
        case .noParties: "DELETE FROM party WHERE agreement = ?"
        case .signatory:
            "INSERT OR REPLACE INTO signatory (agreement, seat, ordinal, place, isNext) VALUES (?, ?, ?, ?, ?)"
        case .noSignatories: "DELETE FROM signatory WHERE agreement = ?"
        case .area: "INSERT OR REPLACE INTO area (id, statement, line, code, title) VALUES (?, ?, ?, ?, ?)"
        case .noAreas: "DELETE FROM area WHERE statement = ?"
        case .line:
            """
            INSERT INTO line (agreement, line, ordinal, part, above, revision, worded, dropped, standing, awaitedBy, awaited)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (agreement, line) DO UPDATE SET ordinal = excluded.ordinal, part = excluded.part,
            above = excluded.above, revision = excluded.revision, worded = excluded.worded, dropped = excluded.dropped,
            standing = excluded.standing, awaitedBy = excluded.awaitedBy, awaited = excluded.awaited
            """
        case .stance:
            """
            INSERT INTO stance (agreement, line, side, stance, reason) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (agreement, line, side) DO UPDATE SET stance = excluded.stance, reason = excluded.reason
            """
        case .noStance: "DELETE FROM stance WHERE agreement = ? AND line = ? AND side = ?"
        case .wait: "INSERT INTO lineWaits (agreement, line, side) VALUES (?, ?, ?)"
        case .noWait: "DELETE FROM lineWaits WHERE agreement = ? AND line = ? AND side = ?"
        case .priority:
            """
            INSERT INTO priority (agreement, line, area) VALUES (?, ?, ?)
            ON CONFLICT (agreement, line) DO UPDATE SET area = excluded.area
            """
        case .noPriority: "DELETE FROM priority WHERE agreement = ? AND line = ?"
        case .promise:
            """
            INSERT INTO promise (agreement, line, by, owner, manner, due, yearly, state, settled, reports, reported, inForce, publicFrom)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (agreement, line) DO UPDATE SET due = excluded.due, state = excluded.state,
            settled = excluded.settled, reports = excluded.reports, reported = excluded.reported
            """
        case .noPromises: "DELETE FROM promise WHERE agreement = ?"
        case .owing:
            """
            INSERT INTO owing (body, role, settled, due, agreement, line, yearly, state, inForce, publicFrom)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .notOwing:
            """
            DELETE FROM owing
            WHERE body = ? AND role = ? AND settled = ? AND due = ? AND agreement = ? AND line = ?
            """
        case .report:
            """
            INSERT INTO report (agreement, line, number, position, time, outcome, side, seat, words, link, file)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .answer:
            """
            INSERT INTO answer (agreement, line, number, side, stance, reason, position, time, seat)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .payment:
            """
            INSERT INTO payment (agreement, line, by, recipient, owner, amount, due, paid, withheld, repaid, state, settled,
            met, inForce, publicFrom) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (agreement, line) DO UPDATE SET amount = excluded.amount, due = excluded.due,
            paid = excluded.paid, withheld = excluded.withheld, repaid = excluded.repaid, state = excluded.state,
            settled = excluded.settled, met = excluded.met
            """
        case .noPayments: "DELETE FROM payment WHERE agreement = ?"
        case .paymentStep:
            """
            INSERT INTO paymentStep (agreement, number, word, amount, day, side, reason, position, time, seat,
            totalBefore, total, paidBefore, withheldBefore, repaidBefore, paid, withheld, repaid)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .paymentChange:
            """
            INSERT INTO paymentChange (agreement, number, line, amountBefore, dueBefore, amount, due)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """
        case .given:
            """
            INSERT OR REPLACE INTO given (agreement, line, due, extra, by, assessor, owner, state, editions, edition,
            certified, verdict, settled, next, inForce, publicFrom)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .noGiven: "DELETE FROM given WHERE agreement = ?"
        case .edition:
            """
            INSERT INTO edition (agreement, line, due, edition, figures, narrative, risks, summary, side, sent, position,
            time, seat) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, FALSE, ?, ?, ?)
            """
        case .sent: "UPDATE edition SET sent = TRUE WHERE agreement = ? AND line = ? AND due = ? AND edition = ?"
        case .returnStep:
            """
            INSERT INTO returnStep (agreement, line, due, position, event, edition, side, verdict, words, time, seat)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .request:
            """
            INSERT INTO request (agreement, line, by, of, wants, concerns, benefits, put, due, topic)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .passed: "UPDATE request SET by = ? WHERE agreement = ? AND line = ?"
        case .grouped: "UPDATE request SET topic = ?, joined = ? WHERE agreement = ? AND line = ?"
        case .parted: "UPDATE request SET topic = ?, joined = NULL WHERE agreement = ? AND line = ?"
        // A request by itself, whose topic is its own.
        case .topic:
            """
            INSERT OR REPLACE INTO topic (id, grouped, of, asked, put, due, closed, place, answers, results, revision)
            SELECT topic, FALSE, of, 1, put, due, FALSE, due, 0, 0, 0 FROM request WHERE agreement = ? AND line = ?
            """
        case .noTopic: "DELETE FROM topic WHERE id = ?"
        // The place of what is closed counts back from the day of its first answer.
        case .group:
            """
            INSERT OR REPLACE INTO topic (id, grouped, of, title, asked, put, due, closed, place, answered, outcome, answers, results, revision)
            SELECT ?1, TRUE, ?2, ?3, count(*), coalesce(min(put), 0), coalesce(min(due), 0), ?4 IS NOT NULL,
            coalesce(-?5, min(due), 0), ?4, ?6, ?7, ?8, ?9 FROM request WHERE topic = ?1
            """
        case .response:
            """
            INSERT INTO response (topic, number, outcome, reasons, position, time, seat) VALUES (?, ?, ?, ?, ?, ?, ?)
            """
        case .result:
            "INSERT INTO result (topic, number, words, link, position, time, seat) VALUES (?, ?, ?, ?, ?, ?, ?)"
        case .release:
            """
            INSERT INTO release (id, dataset, part, title, publisher, licence, address, year, rows, figures, supersedes,
            position, time, seat) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """
        case .releaseFile:
            "INSERT INTO releaseFile (release, ordinal, sort, name, content, size, kept) VALUES (?, ?, ?, ?, ?, ?, ?)"
        case .withdrawnRelease: "UPDATE release SET withdrawn = ?, withdrawnAt = ?, reason = ? WHERE id = ?"
        case .erasedRelease:
            "UPDATE release SET erased = ? WHERE id IN (SELECT release FROM releaseFile WHERE kept = ?)"
        case .measure:
            """
            INSERT INTO measure (id, dataset, code, title, unit, decimals, polarity, areas, position)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET title = excluded.title, unit = excluded.unit,
            decimals = excluded.decimals, polarity = excluded.polarity, areas = excluded.areas, position = excluded.position
            """
        case .standardLine: "INSERT INTO standardLine (id, by, title, text, position) VALUES (?, ?, ?, ?, ?)"
        case .offer: "INSERT INTO offer (standardLine, agreement, line) VALUES (?, ?, ?)"
        case .found:
            """
            INSERT INTO found (agreement, line, kind, title, text, publicFrom, bodies) VALUES (?, ?, ?, ?, ?, ?, ?)
            """
        case .foundAgain: "UPDATE found SET text = ? WHERE agreement = ? AND line = ?"
        // One row at a time, and not by triggers: a statement of several rows is a savepoint, at each of which the search
        // index writes to its tables all that it holds in memory.
        case .sought: "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)"
        case .unsought: "INSERT INTO search (search, rowid, title, text) VALUES ('delete', ?, ?, ?)"
        case .foundFrom: "UPDATE found SET publicFrom = ?, bodies = ? WHERE agreement = ?"
        case .notFound: "DELETE FROM found WHERE agreement = ? AND line = ?"
        }
    }
}
