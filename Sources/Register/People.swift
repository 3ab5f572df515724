import CryptoExtras
public import Domain
import FoundationEssentials
import Record
public import Vocabulary

/// Somebody with an account. No part of the record: rows of the drawer.
public enum Person {}

/// An account: whose it is, how they sign in, and the appointments that they act through.
public struct Account: Codable, Sendable, Hashable {
    public let id: Identifier<Person>
    public var name: String
    public var email: String
    /// Refused at the door while it is set.
    public var disabled: Bool
    /// The appointments that they act through.
    public var appointments: [Identifier<Appointment>]
    var password: PasswordHash
}

/// A password as it is kept: scrypt (RFC 7914) with a salt of its own.
struct PasswordHash: Codable, Sendable, Hashable {
    let salt: Data
    let hash: Data

    /// N = 2^14, r = 8, p = 1: 16 MiB and some 40 ms; never on an event loop.
    init(_ password: String, salt: [UInt8]) throws {
        self.salt = Data(salt)
        hash = try KDF.Scrypt.deriveKey(
            from: Data(password.utf8), salt: Data(salt), outputByteCount: 32, rounds: 1 << 14, blockSize: 8,
            parallelism: 1
        ).withUnsafeBytes { Data($0) }
    }

    func matches(_ password: String) throws -> Bool {
        let other = try PasswordHash(password, salt: [UInt8](salt)).hash
        // Every byte is looked at, so that the time tells nothing.
        return zip(hash, other).reduce(UInt8(hash.count == other.count ? 0 : 1)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

extension Register {
    /// Makes an account, with a seat to act from; the seat is created in its body where there is none of that title.
    public func add(
        _ id: Identifier<Person>, name: String, email: String, password: String, body code: String, title: String,
        office: Office, from: Day, until: Day?
    ) async throws {
        let email = Account.key(email)
        var faults = Wording.faults(name, field: "name", upTo: 200, "the person's name")
        if !email.contains("@") || email.utf8.count > 254 || email.utf8.contains(where: { $0 <= 0x20 }) {
            faults.append(Fault("person.email", field: "email", "Enter an e-mail address such as name@council.gov.uk"))
        }
        if password.unicodeScalars.count < 12 {
            faults.append(Fault("person.password", field: "password", "Choose a password of 12 characters or more"))
        }
        guard faults.isEmpty else { throw Refusal(faults) }
        let password = try PasswordHash(password, salt: randomness.bytes(16))
        let (holder, seatID, appointment) = (
            randomness.seal(name), randomness.identifier(of: Seat.self), randomness.identifier(of: Appointment.self)
        )
        try await change(by: .operator) { [keys] page in
            guard let text = try page.reader.claim("body-code", code)?.dropFirst(5), let body = Identifier<Body>(text)
            else {
                throw Refusal(
                    Fault(
                        "person.body", field: "body", "There is no body with the code \(code): import or enter it first"
                    ))
            }
            let seat: Identifier<Seat>
            if let claimed = try page.reader.claim("seat", "\(body)/\(title.lowercased())"),
                let known = Identifier<Seat>(claimed.dropFirst(5))
            {
                seat = known
            } else {
                seat = seatID
                _ = try page.open(seat, try Seat.open(in: try page.load(body), title: title, office: office))
            }
            try page.appoint(appointment, to: seat, holder: holder, from: from, until: until, keys: keys)
            if let (person, _) = try page.row("person-email", email, as: Identifier<Person>.self),
                case (var account, let revision)? = try page.row("person", person.description, as: Account.self)
            {
                account.appointments.append(appointment)
                account.password = password
                account.disabled = false
                try page.endVisits(of: person)
                try page.put(account, "person", person.description, owner: nil, expecting: revision)
            } else {
                let account = Account(
                    id: id, name: name, email: email, disabled: false, appointments: [appointment], password: password)
                try page.put(account, "person", id.description, owner: nil, expecting: 0)
                try page.put(id, "person-email", email, owner: nil, expecting: 0)
            }
        }
    }

    /// Closes an account at once: its visits end with the next request.
    public func disable(email: String) async throws {
        try await change(by: .operator) { page in
            guard let (person, _) = try page.row("person-email", Account.key(email), as: Identifier<Person>.self),
                case (var account, let revision)? = try page.row("person", person.description, as: Account.self)
            else {
                throw Refusal(Fault("person.unknown", field: "email", "No account has the e-mail address \(email)"))
            }
            account.disabled = true
            try page.endVisits(of: person)
            try page.put(account, "person", person.description, owner: nil, expecting: revision)
        }
    }

    /// Every account, by e-mail address.
    public func people() throws -> [Account] {
        try book.read { reader in
            try reader.rows(kind: "person").map { try JSONDecoder().decode(Account.self, from: Data($0.json)) }
                .sorted { $0.email < $1.email }
        }
    }

    /// The account that this e-mail address and password open, or nil. Takes the same time whether or not there is such an
    /// account. Slow on purpose: never on an event loop.
    public func signIn(email: String, password: String) throws -> Account? {
        let account = try book.read { reader -> Account? in
            guard let (person, _) = try reader.row("person-email", Account.key(email), as: Identifier<Person>.self)
            else {
                return nil
            }
            return try reader.row("person", person.description, as: Account.self)?.0
        }
        guard let account else {
            _ = try PasswordHash(password, salt: [UInt8](repeating: 0, count: 16))
            return nil
        }
        return try account.password.matches(password) && !account.disabled ? account : nil
    }

    /// The account, while it is open.
    public func account(_ id: Identifier<Person>) throws -> Account? {
        try book.read { try $0.row("person", id.description, as: Account.self)?.0 }.flatMap { $0.disabled ? nil : $0 }
    }

    /// The seats that an account's appointments hold today.
    public func sittings(of account: Account) throws -> [Sitting] {
        try account.appointments.compactMap { try sitting($0) }
    }

    /// Acting through one appointment; nil where it does not hold its seat today.
    public func sitting(_ appointment: Identifier<Appointment>) throws -> Sitting? {
        let today = today
        return try book.read { reader in
            let appointment = try reader.load(appointment)
            guard appointment.holds(on: today) else { return nil }
            let seat = try reader.load(appointment.seat)
            return Sitting(
                appointment: appointment.id, seat: seat.id, body: seat.body, office: seat.office,
                holder: appointment.holder)
        }
    }
}

extension Account {
    /// The one spelling of an e-mail address under which an account is kept.
    public static func key(_ email: String) -> String {
        String(String.UnicodeScalarView(email.unicodeScalars.filter { !$0.properties.isWhitespace })).lowercased()
    }
}
