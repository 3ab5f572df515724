import Domain
import Exchange
import HTML
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// What waits on somebody over all agreements of their body.
    func addDesk(_ router: Router<Visit>) {
        router.get("desk") { request, visit in
            let sitting = try visit.requireSitting()
            let (all, filter) = (try desk(sitting), deskFilter(request))
            guard let seat = try register.views.seat(sitting.seat) else { throw NotFound() }
            let rows = all.filter(filter.takes)
            let pages = max(1, (rows.count + DeskPage.size - 1) / DeskPage.size)
            let number = request.uri.queryParameters.get("page").flatMap { Int($0) } ?? 1
            return page(
                DeskPage(
                    seat: seat, mayDraft: sitting.office.may(.draft), all: all, rows: rows, filter: filter,
                    number: min(max(number, 1), pages), drafts: try drafts(sitting),
                    signed: try register.views.signed(by: sitting.body, latest: 10, today: today),
                    owing: try owing(sitting, seat.bodyCode)),
                request, visit)
        }
        router.get("desk.json") { request, visit in
            try json(try desk(try visit.requireSitting()).filter(deskFilter(request).takes), request, visit)
        }
        router.get("desk.csv") { request, visit in
            let rows = try desk(try visit.requireSitting()).filter(deskFilter(request).takes)
            return bytes(deskTable(rows).bytes, CSV.mediaType, request, visit)
        }
    }

    private func owing(_ sitting: Sitting, _ code: String) throws -> DeskOwing {
        let (views, soon) = (register.views, today.adding(days: 60))
        return DeskOwing(
            code: code, seat: sitting.seat, promised: try views.owing(of: sitting.body, today: today),
            asked: try views.asked(of: sitting.body, today: today),
            reviews: try views.reviewsDue(of: sitting.body, by: soon, today: today),
            payments: try views.paymentsDue(of: sitting.body, by: soon, today: today),
            returns: try views.returnsDue(of: sitting.body, by: soon, today: today),
            endings: try views.endings(for: sitting.body, today: today),
            offers: try views.body(sitting.body)?.sort == .department)
    }

    private func desk(_ sitting: Sitting) throws -> [DeskRow] {
        let seen = try register.seen(by: sitting.seat)
        return try register.views.desk(of: sitting.body, seat: sitting.seat, today: today).map {
            DeskRow($0, seen: seen[$0.line.id] ?? -1, for: sitting.body)
        }
    }

    private func deskFilter(_ request: Request) -> DeskFilter {
        let query = request.uri.queryParameters
        func asked(_ name: String) -> String? { query.get(name).flatMap { $0.isEmpty ? nil : $0 } }
        return DeskFilter(
            waiting: asked("waiting").flatMap { DeskFilter.Waiting(rawValue: $0) }, region: asked("region"),
            year: asked("year").flatMap { AcademicYear($0) })
    }

    private func deskTable(_ rows: [DeskRow]) -> CSV {
        CSV(
            columns: [
                "id", "kind", "title", "year", "authority", "authority_name", "region", "state", "waiting_on_us",
                "waiting_on_others", "open", "to_sign", "next_to_sign", "new", "changed",
            ],
            rows: rows.map { row in
                [
                    row.id, row.kind, row.title, row.year?.description ?? "", row.authority ?? "",
                    row.authorityName ?? "", row.region ?? "", row.state.rawValue, String(row.waitingOnUs),
                    String(row.waitingOnOthers), String(row.open), row.toSign ? "yes" : "no",
                    row.nextToSign.joined(separator: "; "), row.isNew ? "yes" : "no",
                    row.changed.description,
                ]
            })
    }

    private func drafts(_ sitting: Sitting) throws -> [DeskDraft] {
        let named = try register.views.clearance(of: sitting.body, for: sitting.viewer).map(\.id)
        return try Kinds.all.flatMap { try drafts($0, sitting, named) }
    }

    private func drafts<K: Kind>(
        _: K.Type, _ sitting: Sitting, _ named: [Identifier<Seat>]
    ) throws -> [DeskDraft] {
        try register.drafts(of: sitting.body, K.self).map { row in
            DeskDraft(
                title: row.draft.title, path: .draft(row.draft.id),
                waitsForClearance: row.draft.uncleared(named).contains(sitting.seat))
        }
    }
}
