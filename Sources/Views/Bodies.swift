public import Domain
import GRDB
public import Vocabulary

/// A body as lists and pages show it.
public struct BodyRead: Codable, Hashable, Sendable {
    public let id: Identifier<Body>
    public let sort: Body.Sort
    public let name: String
    /// Three digits for an authority, a short word for any other body.
    public let code: String
    /// What is known of it as an authority.
    public let authority: Authority?

    init(_ row: Row) throws {
        id = try row.identifier("id")
        sort = try row.word("sort")
        name = row["name"]
        code = row["code"]
        let type: String? = row["type"]
        authority = type.map {
            Authority(
                ons: row["ons"], type: $0, region: row["region"] ?? "", london: row["london"],
                from: row.day("firstDay"),
                until: row.day("lastDay"))
        }
    }
}

/// A seat with the name of its body.
public struct SeatRead: Codable, Hashable, Sendable {
    public let id: Identifier<Seat>
    public let body: Identifier<Body>
    public let title: String
    public let office: Office
    /// The name of the body.
    public let bodyName: String
    /// The code of the body.
    public let bodyCode: String

    /// "Director of Education, Norfolk"
    public var full: String { "\(title), \(bodyName)" }
}

/// Who holds a seat, and since when.
public struct HolderRead: Hashable, Sendable {
    public let appointment: Identifier<Appointment>
    /// The person's name; nil once it is erased.
    public let name: String?
    /// The day on which the name was erased, if it was.
    public let erased: Day?
    public let from: Day
    public let until: Day?
}

extension Views {
    /// The bodies of a sort that exist on a day, by name; those of any day where none is given.
    public func bodies(_ sort: Body.Sort, on day: Day? = nil) throws -> [BodyRead] {
        try read { db in
            try answers.answer(.bodies(sort, day), db) {
                var request: SQL = "SELECT * FROM body WHERE sort = \(sort.rawValue)"
                if let day {
                    request += " AND coalesce(firstDay, \(day.number)) <= \(day.number)"
                    request += " AND coalesce(lastDay, \(day.number)) >= \(day.number)"
                }
                return try db.rows(request + " ORDER BY name", BodyRead.init)
            }
        }
    }

    /// The body of that code.
    public func body(code: String) throws -> BodyRead? {
        try read { db in
            try SQLRequest<Row>(literal: "SELECT * FROM body WHERE code = \(code)").fetchOne(db).map(BodyRead.init)
        }
    }

    /// The body of that name for ever.
    public func body(_ id: Identifier<Body>) throws -> BodyRead? {
        try read { db in
            try SQLRequest<Row>(literal: "SELECT * FROM body WHERE id = \(id.description)").fetchOne(db)
                .map(BodyRead.init)
        }
    }

    /// The seats of some bodies, by body and title.
    public func seats(of bodies: [Identifier<Body>]) throws -> [SeatRead] {
        try read { db in
            try bodies.flatMap { body in
                try db.rows(SeatRead.request + " WHERE body = \(body.description) ORDER BY title", SeatRead.init)
            }
        }
    }

    /// The seat of that name.
    public func seat(_ id: Identifier<Seat>) throws -> SeatRead? {
        try read { db in
            try SQLRequest<Row>(literal: SeatRead.request + " WHERE seat.id = \(id.description)").fetchOne(db)
                .map(SeatRead.init)
        }
    }

    /// The seats that must clear a body's drafts, in order. For that body only.
    public func clearance(of body: Identifier<Body>, for viewer: Viewer) throws -> [SeatRead] {
        guard viewer.body == body else { return [] }
        return try read { db in
            try db.rows(
                """
                \(SeatRead.request) JOIN clearance ON clearance.seat = seat.id
                WHERE clearance.body = \(body.description) ORDER BY clearance.ordinal
                """, SeatRead.init)
        }
    }

    /// Who holds a seat on a day.
    public func holders(of seat: Identifier<Seat>, on day: Day) throws -> [HolderRead] {
        try read { db in
            try db.rows(
                """
                SELECT appointment.*, sealed.text AS name, sealed.erased FROM appointment
                LEFT JOIN sealed ON sealed.digest = appointment.holder
                WHERE seat = \(seat.description) AND firstDay <= \(day.number)
                AND coalesce(lastDay, \(day.number)) >= \(day.number) ORDER BY firstDay, appointment.id
                """
            ) { row in
                HolderRead(
                    appointment: try row.identifier("id"), name: row["name"],
                    erased: row.day("erased"), from: Day(number: row["firstDay"]),
                    until: row.day("lastDay"))
            }
        }
    }
}

extension SeatRead {
    init(_ row: Row) throws {
        self.init(
            id: try row.identifier("id"), body: try row.identifier("body"), title: row["title"],
            office: try row.word("office"), bodyName: row["bodyName"], bodyCode: row["bodyCode"])
    }

    static let request: SQL =
        "SELECT seat.*, body.name AS bodyName, body.code AS bodyCode FROM seat JOIN body ON body.id = seat.body"
}

extension Row {
    func identifier<T>(_ column: String) throws -> Identifier<T> {
        guard let id: Identifier<T> = maybeIdentifier(column) else { throw UnreadableRow(column: column) }
        return id
    }

    func maybeIdentifier<T>(_ column: String) -> Identifier<T>? {
        (self[column] as String?).flatMap { Identifier<T>($0) }
    }

    func word<W: RawRepresentable>(_ column: String) throws -> W where W.RawValue == String {
        guard let word = W(rawValue: self[column]) else { throw UnreadableRow(column: column) }
        return word
    }

    func day(_ column: String) -> Day? { (self[column] as Int?).map { Day(number: $0) } }

    func time(_ column: String) -> Instant? { (self[column] as Int64?).map { Instant(milliseconds: $0) } }
}

/// A table holds what no fold writes: the views must be built anew.
struct UnreadableRow: Error {
    let column: String
}

/// A body by its code and name.
public struct BodyName: Hashable, Sendable {
    public let id: Identifier<Body>
    public let code: String
    public let name: String
}
