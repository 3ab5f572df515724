import Domain
import Register
import Views
import Vocabulary

/// What a line may choose from.
struct LineChoices: Sendable {
    let parties: [BodyRead]
    /// The seats of the parties.
    let seats: [SeatRead]
    /// The agenda that a compact chooses from.
    let agenda: Agenda?
    /// The side that proposes the line in a negotiation: there its area, and the side that promises, are chosen in the line's
    /// own form. Nil while drafting, where both are chosen before.
    var proposer: Identifier<Body>?
    /// What targets choose from.
    var figures: StandingFigures?

    func seat(_ id: Identifier<Seat>?) -> SeatRead? { seats.first { $0.id == id } }

    func party(_ id: Identifier<Body>?) -> BodyRead? { parties.first { $0.id == id } }

    /// The seats that may sign agreements.
    var signing: [SeatRead] { seats.filter { $0.office.may(.sign) } }

    /// The authority whose figures targets are of, by name and code.
    var authorityName: String { parties.first { $0.sort == .authority }?.name ?? "the authority" }
    var place: PlaceCode? {
        parties.first { $0.sort == .authority }.flatMap { Int($0.code) }.flatMap { PlaceCode($0) }
    }

    /// Whether areas for London only are open to this agreement.
    var isLondon: Bool { parties.contains { $0.authority?.london ?? false } }
}

extension Site {
    /// What the lines of an agreement between these parties may choose from, made under a statement and the agenda of a year
    /// where it is made under any.
    func lineChoices(
        _ parties: [Identifier<Body>], _ statement: Identifier<Statement>?, _ year: AcademicYear?, for viewer: Viewer,
        proposer: Identifier<Body>? = nil
    ) throws -> LineChoices {
        let views = register.views
        let agenda: Agenda? =
            if statement != nil, let year { try views.agenda(year, for: viewer, today: today) } else { nil }
        return LineChoices(
            parties: try parties.compactMap { try views.body($0) }, seats: try views.seats(of: parties), agenda: agenda,
            proposer: proposer, figures: register.figures.current)
    }
}
