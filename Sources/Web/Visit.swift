import Domain
import FoundationEssentials
import HTML
public import Hummingbird
public import NIOCore
import Register
import Views
import Vocabulary

/// One request, and who makes it.
public struct Visit: RequestContext, RemoteAddressRequestContext {
    public var coreContext: CoreRequestContextStorage
    /// Who is signed in; nil for the public.
    var session: Session?
    /// What forms are protected with: bound to the session, or to the browser's door cookie before signing in.
    var formToken = ""
    /// The request's address.
    var path = ""
    /// What the views held when the request came in, or earlier; nil before it is known.
    var standing: PageStanding?

    /// The address at the other end of the connection.
    public let remoteAddress: SocketAddress?
    /// When the request came.
    let began = ContinuousClock.now

    public init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress
    }

    /// For whom pages are shown.
    var viewer: Viewer { session?.sitting?.viewer ?? .everyone }

    /// The seat somebody sits in; whoever sits in none is asked to sign in or choose one.
    func requireSitting(_ power: Power? = nil) throws -> Sitting {
        guard let session else { throw SignInNeeded() }
        guard let sitting = session.sitting else { throw SeatNeeded() }
        if let power, !sitting.office.may(power) {
            throw Refusal(Fault("seat.power", "This seat may not do that: act from a seat that may"))
        }
        return sitting
    }

    /// Whether the seat somebody sits in may do this.
    func may(_ power: Power) -> Bool { session?.sitting?.office.may(power) ?? false }

    /// An identifier in the address; `NotFound` where it is none.
    func identifier<T>(_ name: String, of _: T.Type = T.self) throws -> Identifier<T> {
        guard let text = coreContext.parameters.get(name), let id = Identifier<T>(text) else { throw NotFound() }
        return id
    }

    /// A whole number from 1 in the address, written as such.
    func number(_ name: String) throws -> Int {
        guard let text = coreContext.parameters.get(name), let number = Int(text), number > 0, String(number) == text
        else {
            throw NotFound()
        }
        return number
    }

    /// A day in the address, such as `2026-07-31`; `NotFound` where it is none.
    func day(_ name: String) throws -> Day {
        guard let text = coreContext.parameters.get(name), let day = Day(text) else { throw NotFound() }
        return day
    }

    /// A name in the address, parted from the form that is asked for: `abc.json` is `abc` as JSON.
    func named(_ name: String) throws -> (name: String, form: AnswerForm) {
        guard let text = coreContext.parameters.get(name)?.removingURLPercentEncoding() else { throw NotFound() }
        for form in [AnswerForm.json, .csv] where text.hasSuffix("." + form.rawValue) {
            return (String(text.dropLast(form.rawValue.count + 1)), form)
        }
        return (text, .html)
    }
}

/// As what an answer is wanted.
enum AnswerForm: String, Sendable {
    case html, json, csv
}

/// Somebody's visit.
struct Session: Sendable {
    /// What their cookie holds.
    let token: String
    /// Their account; nil in the demonstration.
    let account: Account?
    /// The seat that they act from.
    let sitting: Sitting?
    /// That seat with its body, for showing.
    let seat: SeatRead?
}

/// Only somebody who is signed in may see this.
struct SignInNeeded: Error {}

/// Only somebody who acts from a seat may see this.
struct SeatNeeded: Error {}

extension String {
    /// The text behind per cent signs; nil where these are wrong.
    func removingURLPercentEncoding() -> String? {
        var bytes: [UInt8] = []
        var rest = Substring(self).utf8
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst(), let low = rest.popFirst(),
                let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16), high != UInt8(ascii: "+")
            else { return nil }
            bytes.append(value)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
