import FoundationEssentials
public import Domain
import Record
public import Vocabulary

/// Somebody's visit, from signing in to signing out: a row of the drawer under the digest of the token in their cookie.
public struct VisitRow: Codable, Sendable, Hashable {
    /// Whose visit it is; nil where a seat of the demonstration was simply taken.
    public let person: Identifier<Person>?
    /// The appointment that they chose to act through.
    public var appointment: Identifier<Appointment>?
    /// When it ends.
    public var until: Instant
}

extension Register {
    /// How long a visit lasts after it begins, in seconds.
    static let visitSeconds = 12 * 3600

    /// Begins a visit and answers its token, which only the cookie holds.
    public func beginVisit(person: Identifier<Person>?, appointment: Identifier<Appointment>?) async throws -> String {
        let token =
            randomness.identifier(of: Person.self).description + randomness.identifier(of: Person.self).description
        let row = VisitRow(
            person: person, appointment: appointment, until: clock().adding(seconds: Register.visitSeconds))
        let (_, _) = try await book.write(by: Actor.register.description, holder: nil) { page in
            // Whoever comes in takes away what others left lying.
            for row in try page.reader.rows(kind: "visit", owner: person?.description)
            where try JSONDecoder().decode(VisitRow.self, from: Data(row.json)).until <= page.now {
                try page.remove(kind: "visit", key: row.key)
            }
            try page.put(
                row, "visit", Digest(of: token.utf8).description, owner: person?.description, expecting: 0)
        }
        return token
    }

    /// The visit that a token belongs to, while it lasts and its account is open.
    public func visit(_ token: String) throws -> VisitRow? {
        let now = clock()
        return try book.read { reader in
            guard let (row, _) = try reader.row("visit", Digest(of: token.utf8).description, as: VisitRow.self),
                row.until > now
            else { return nil }
            if let person = row.person {
                guard let (account, _) = try reader.row("person", person.description, as: Account.self),
                    !account.disabled
                else { return nil }
            }
            return row
        }
    }

    /// Chooses the seat to act from.
    public func sit(_ appointment: Identifier<Appointment>, visit token: String) async throws {
        let (_, _) = try await book.write(by: Actor.register.description, holder: nil) { page in
            let key = Digest(of: token.utf8).description
            guard case (var row, let revision)? = try page.row("visit", key, as: VisitRow.self) else {
                throw NotFound()
            }
            if let person = row.person {
                guard let (account, _) = try page.row("person", person.description, as: Account.self),
                    account.appointments.contains(appointment)
                else { throw NotFound() }
            }
            row.appointment = appointment
            try page.put(row, "visit", key, owner: row.person?.description, expecting: revision)
        }
    }

    /// Ends a visit.
    public func endVisit(_ token: String) async throws {
        let (_, _) = try await book.write(by: Actor.register.description, holder: nil) { page in
            try page.remove(kind: "visit", key: Digest(of: token.utf8).description)
        }
    }

    /// The position up to which a seat has looked at an agreement; 0 where it never has.
    public func seen(_ agreement: String, by seat: Identifier<Seat>) throws -> Int {
        try book.read { try $0.row("seen", "\(seat)/\(agreement)", as: Int.self)?.0 ?? 0 }
    }

    /// The positions up to which a seat has looked, by agreement.
    public func seen(by seat: Identifier<Seat>) throws -> [String: Int] {
        let start = "\(seat)/"
        return try book.read { reader in
            var positions: [String: Int] = [:]
            for row in try reader.rows(kind: "seen", owner: seat.description) where row.key.hasPrefix(start) {
                positions[String(row.key.dropFirst(start.count))] =
                    try JSONDecoder().decode(Int.self, from: Data(row.json))
            }
            return positions
        }
    }

    /// Notes that a seat has looked at an agreement as of now.
    public func look(_ agreement: String, at position: Int, by seat: Identifier<Seat>) async throws {
        let (_, _) = try await book.write(by: Actor.register.description, holder: nil) { page in
            _ = try page.put(
                position, "seen", "\(seat)/\(agreement)", owner: seat.description, expecting: nil)
        }
    }
}

extension BookPage {
    /// Ends every visit of a person, as where their password was changed.
    mutating func endVisits(of person: Identifier<Person>) throws {
        for row in try reader.rows(kind: "visit", owner: person.description) { try remove(kind: "visit", key: row.key) }
    }
}
