import Domain
import HTML
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// The settings of the body that somebody acts for.
    func addBody(_ router: Router<Visit>) {
        router.get("body", use: showBody)
        router.post("body/clearance", use: nameClearance)
    }

    @Sendable func showBody(_ request: Request, _ visit: Visit) async throws -> Response {
        let sitting = try visit.requireSitting()
        let clearing = try register.views.clearance(of: sitting.body, for: visit.viewer).map(\.id)
        let isDone = try Asked(request).word("done") == "clearance"
        return page(try bodyPage(visit, sitting, clearing, isDone: isDone), request, visit)
    }

    @Sendable func nameClearance(_ request: Request, _ visit: Visit) async throws -> Response {
        let sitting = try visit.requireSitting()
        let form = try await form(request, visit)
        let seats = try form.all("seats").map { text in
            guard let seat = Identifier<Seat>(text) else { throw NotFound() }
            return seat
        }
        do {
            try await register.nameClearance(seats, of: sitting.body, by: sitting)
        } catch let refusal as Refusal {
            let again = try bodyPage(visit, sitting, seats, problems: [FormProblem](refusal))
            return page(again, request, visit, status: .unprocessableContent)
        }
        return redirect(.body.adding(query: [("done", "clearance")]), visit)
    }

    private func bodyPage(
        _ visit: Visit, _ sitting: Sitting, _ clearing: [Identifier<Seat>], isDone: Bool = false,
        problems: [FormProblem] = []
    ) throws -> BodyPage {
        guard let body = try register.views.body(sitting.body) else { throw NotFound() }
        let seats = try register.views.seats(of: [body.id]).map { seat in
            HeldSeat(seat: seat, holders: try register.views.holders(of: seat.id, on: today))
        }
        return BodyPage(
            body: body, seats: seats, clearing: clearing, mayArrange: visit.may(.arrange), isDone: isDone,
            token: visit.formToken, problems: problems)
    }
}

/// A seat with those who hold it today.
struct HeldSeat: Sendable {
    let seat: SeatRead
    let holders: [HolderRead]
}

/// How a body works: its seats, who holds them, and which of them clear its drafts.
struct BodyPage: Page {
    let body: BodyRead
    let seats: [HeldSeat]
    let clearing: [Identifier<Seat>]
    let mayArrange: Bool
    let isDone: Bool
    let token: String
    let problems: [FormProblem]

    var title: String { "How \(body.name) works here" }
    var breadcrumbs: [Crumb] { [Crumb("Home", to: .home), Crumb("Your desk", to: .desk)] }
    var notice: HTML? { isDone ? notification(.success, "Saved. It holds for every draft sent from now on.") : nil }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(inline(title))</h1>
        <h2 class="govuk-heading-m">Who acts for it</h2>
        \(holders)
        <h2 class="govuk-heading-m">Clearing drafts</h2>
        <p class="govuk-body">A draft is sent to the other side only when each seat named here has cleared it. Where none is
        named, whoever writes a draft may send it.</p>
        \(clearance)
        """
    }

    private var holders: HTML {
        guard !seats.isEmpty else { return emptyState("It has no seat. The operator of the register creates them.") }
        let rows = seats.map { held -> [HTML] in
            let names = held.holders.map { holder -> HTML in "<div>\(holderWords(holder))</div>" }
            return ["\(held.seat.title)", names.isEmpty ? "Nobody today" : HTML(names), "\(powers(held.seat.office))"]
        }
        return table(
            caption: "Seats", isCaptionHidden: true, columns: [Column("Seat"), Column("Held by"), Column("May")],
            rows: rows)
    }

    private func holderWords(_ holder: HolderRead) -> HTML {
        let until = holder.until.map { " to \($0.written)" } ?? ""
        return "\(inline(holder.name ?? erased("Name", on: holder.erased))), from \(holder.from.written)\(until)"
    }

    private func powers(_ office: Office) -> String {
        Power.allCases.filter(office.may).map(\.words).joined(separator: ", ")
    }

    private var clearance: HTML {
        let able = seats.map(\.seat).filter { $0.office.may(.clear) }
        guard !able.isEmpty else {
            return emptyState("No seat of this body may clear drafts, so none has to be cleared.")
        }
        guard mayArrange else { return named(able) }
        let field = Field(
            "seats", "Seats that clear a draft before it is sent",
            hint: "Tick all that must. Tick none to send without clearing.",
            in: problems, size: .small)
        let choices = able.map { Choice($0.id.description, $0.title) }
        let boxes = checkboxes(field, options: choices, chosen: clearing.map(\.description))
        return postForm(to: .clearance, token: token, "\(boxes)\(button("Save"))")
    }

    private func named(_ able: [SeatRead]) -> HTML {
        let titles = able.filter { clearing.contains($0.id) }.map(\.title)
        let items = titles.map { title -> HTML in "<li>\(inline(title))</li>\n" }
        let list: HTML =
            items.isEmpty
            ? "<p class=\"govuk-body\">None: drafts are sent without clearing.</p>\n"
            : "<ul class=\"govuk-list govuk-list--bullet\">\n\(items)</ul>\n"
        return "\(list)<p class=\"govuk-body\">Your seat may read this and not change it.</p>\n"
    }
}

extension Power {
    /// What a page calls it.
    var words: String {
        switch self {
        case .draft: "write and send drafts"
        case .negotiate: "negotiate"
        case .clear: "clear drafts"
        case .sign: "sign"
        case .certify: "certify returns"
        case .pay: "decide on payments"
        case .publish: "take published figures in"
        case .arrange: "settle how the body works"
        }
    }
}
