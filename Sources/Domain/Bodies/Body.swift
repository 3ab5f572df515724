public import Vocabulary

/// An organisation that makes agreements: the Department, an authority, a representative association.
public struct Body: Equatable, Sendable {
    public let id: Identifier<Body>
    /// What sort of organisation.
    public let sort: Sort
    /// Its full name.
    public let name: String
    /// An authority's three-digit code (Department's numbering), or a short word for any other body.
    public let code: String
    /// What is known of it as an authority.
    public private(set) var authority: Authority?
    /// The seats that must clear a draft before it is sent.
    public private(set) var clearance: [Identifier<Seat>]

    /// The sorts of organisation there are.
    public enum Sort: String, Codable, CaseIterable, Sendable {
        case department, authority, association
    }

    /// Whether it exists on a day.
    public func exists(on day: Day) -> Bool {
        guard let authority else { return true }
        return (authority.from ?? day) <= day && day <= (authority.until ?? day)
    }

    /// Whether its last day is before that one.
    public func isAbolished(by day: Day) -> Bool { authority?.until.map { $0 < day } ?? false }
}

/// A local authority with education functions in England.
public struct Authority: Hashable, Codable, Sendable {
    /// The Office for National Statistics' code, E10000002, where it has one.
    public let ons: String?
    /// County, unitary, metropolitan, London borough …, as the list of authorities words it.
    public let type: String
    /// One of the nine regions.
    public let region: String
    /// Whether it is one of London's: area m is for these only.
    public let london: Bool
    /// Its first day, where it was founded after 2003.
    public let from: Day?
    /// Its last day, where it was abolished.
    public let until: Day?

    /// The facts of one authority.
    public init(ons: String?, type: String, region: String, london: Bool, from: Day?, until: Day?) {
        self.ons = ons
        self.type = type
        self.region = region
        self.london = london
        self.from = from
        self.until = until
    }

    fileprivate func abolished(_ day: Day) -> Authority {
        Authority(ons: ons, type: type, region: region, london: london, from: from, until: day)
    }
}

extension Body: Subject {
    public static let kind = "body"

    /// What can happen to a body.
    public enum Event: Codable, Equatable, Sendable {
        /// It was entered in the register.
        case opened(sort: Sort, name: String, code: String, authority: Authority?)
        /// It named the seats that must clear a draft before it is sent.
        case clearanceNamed(seats: [Identifier<Seat>])
        /// An authority was abolished, or will be: its last day.
        case abolished(until: Day)
    }

    public init?(opening event: Event, as id: Identifier<Body>, _ stamp: Stamp) {
        guard case .opened(let sort, let name, let code, let authority) = event else { return nil }
        self.init(id: id, sort: sort, name: name, code: code, authority: authority, clearance: [])
    }

    public mutating func apply(_ event: Event, _ stamp: Stamp) {
        switch event {
        case .opened: break
        case .clearanceNamed(let seats): clearance = seats
        case .abolished(let day): authority = authority?.abolished(day)
        }
    }

    public var claims: Set<Claim> { [Claim("body-code", code)] }

    public func audience(of event: Event) -> Audience {
        switch event {
        case .opened, .abolished: .everyone
        case .clearanceNamed: .body(id)
        }
    }
}

extension Body {
    /// Enters a body in the register. An authority's code has three digits; another's is a short word.
    public static func open(sort: Sort, name: String, code: String, authority: Authority?) throws(Refusal) -> [Event] {
        var faults = Wording.faults(name, field: "name", upTo: 200, "the body's name")
        let isNumber = code.utf8.count == 3 && code.utf8.allSatisfy { (0x30...0x39).contains($0) }
        let isWord = (2...12).contains(code.utf8.count) && code.utf8.allSatisfy { (0x61...0x7A).contains($0) }
        if sort == .authority ? !isNumber : !isWord {
            faults.append(
                Fault(
                    "body.code", field: "code",
                    sort == .authority
                        ? "Give the authority's three-digit code, such as 926"
                        : "Give a code of 2 to 12 small letters, such as dfes"))
        }
        if (sort == .authority) != (authority != nil) {
            faults.append(
                Fault("body.authority", field: "sort", "Give region and type for an authority, and for no other body"))
        }
        guard faults.isEmpty else { throw Refusal(faults) }
        return [.opened(sort: sort, name: name, code: code, authority: authority)]
    }

    /// Names the seats that must clear a draft before it is sent; each must belong to this body and have the power.
    public func nameClearance(_ seats: [Seat]) throws(Refusal) -> [Event] {
        for seat in seats {
            guard seat.body == id else {
                throw Refusal(Fault("clearance.body", field: "seats", "\(seat.title) is not a seat of \(name)"))
            }
            guard seat.office.may(.clear) else {
                throw Refusal(
                    Fault("clearance.power", field: "seats", "\(seat.title) may not clear drafts: choose another seat"))
            }
        }
        let named = seats.map(\.id)
        return named == clearance ? [] : [.clearanceNamed(seats: named)]
    }

    /// Says which day is an authority's last one, as the order says that abolishes it (Local Government and Public
    /// Involvement in Health Act 2007, section 7); said again, the day is put right.
    public func abolish(until day: Day) throws(Refusal) -> [Event] {
        guard let authority else {
            throw Refusal(Fault("abolition.sort", field: "code", "\(name) is no authority: only these are abolished"))
        }
        guard authority.from.map({ $0 <= day }) ?? true else {
            throw Refusal(
                Fault("abolition.day", field: "until", "Give a last day that does not come before the first"))
        }
        return authority.until == day ? [] : [.abolished(until: day)]
    }
}
