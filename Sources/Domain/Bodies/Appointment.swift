public import Vocabulary

/// A person holding a seat from a day to a day. The record holds the person's name sealed; the account that signs in is no
/// part of the record.
public struct Appointment: Equatable, Sendable {
    public let id: Identifier<Appointment>
    /// The office held.
    public let seat: Identifier<Seat>
    /// The holder's name.
    public let holder: Sealed
    /// The first day.
    public let from: Day
    /// The last day, where one is set.
    public private(set) var until: Day?
    /// The digest of the certificate for the key that this appointment signs with.
    public private(set) var certificate: Digest?
    /// When the key was revoked, if it was.
    public private(set) var revoked: Instant?

    /// Whether the seat is held by this appointment on a day.
    public func holds(on day: Day) -> Bool { from <= day && day <= (until ?? day) }
}

extension Appointment: Subject {
    public static let kind = "appointment"

    /// What can happen to an appointment.
    public enum Event: Codable, Equatable, Sendable {
        /// A person was appointed to a seat.
        case made(seat: Identifier<Seat>, holder: Sealed, from: Day, until: Day?)
        /// The register certified the key that signs for it.
        case certified(certificate: Digest)
        /// It ends after a day.
        case ended(after: Day)
        /// The key was withdrawn: what it signed later is not trusted.
        case revoked(reason: Sealed)
    }

    public init?(opening event: Event, as id: Identifier<Appointment>, _ stamp: Stamp) {
        guard case .made(let seat, let holder, let from, let until) = event else { return nil }
        self.init(id: id, seat: seat, holder: holder, from: from, until: until)
    }

    private init(id: Identifier<Appointment>, seat: Identifier<Seat>, holder: Sealed, from: Day, until: Day?) {
        self.id = id
        self.seat = seat
        self.holder = holder
        self.from = from
        self.until = until
    }

    public mutating func apply(_ event: Event, _ stamp: Stamp) {
        switch event {
        case .made: break
        case .certified(let digest): certificate = digest
        case .ended(let day): until = day
        case .revoked: revoked = stamp.time
        }
    }

    public func audience(of event: Event) -> Audience { .everyone }
}

extension Appointment {
    /// Appoints a person to a seat.
    public static func make(seat: Identifier<Seat>, holder: Sealed, from: Day, until: Day?) throws(Refusal) -> [Event] {
        if let until, until < from {
            throw Refusal(Fault("appointment.days", field: "until", "The last day must not come before the first"))
        }
        return [.made(seat: seat, holder: holder, from: from, until: until)]
    }

    /// Ends it after a day.
    public func end(after day: Day) throws(Refusal) -> [Event] {
        guard day >= from else {
            throw Refusal(Fault("appointment.days", field: "until", "The last day must not come before the first"))
        }
        return until == day ? [] : [.ended(after: day)]
    }

    /// Withdraws the key.
    public func revoke(reason: Sealed) throws(Refusal) -> [Event] {
        guard revoked == nil else {
            throw Refusal(Fault("appointment.revoked", "This key has been withdrawn already"))
        }
        return [.revoked(reason: reason)]
    }

    /// Refuses where the appointment may not sign on this day.
    public func maySign(on day: Day) throws(Refusal) {
        guard holds(on: day) else {
            throw Refusal(Fault("appointment.over", "You do not hold this seat today"))
        }
        guard revoked == nil, certificate != nil else {
            throw Refusal(
                Fault("appointment.key", "This appointment has no key in force: ask the register's operator for one"))
        }
    }
}
