public import Domain
import FoundationEssentials
public import Vocabulary

/// An entry of the record, as a view reads it.
public struct Entry: Sendable {
    /// Its place in the record, from 0.
    public let position: Int
    /// `compact/<id>`
    public let subject: String
    /// `compact.signed.1`
    public let event: String
    /// By the register's clock.
    public let time: Instant
    /// `seat/<id>`, `operator`, `register`.
    public let actor: String
    /// The event's fields, as JSON.
    public let body: [UInt8]

    /// An entry as the record gives it.
    public init(position: Int, subject: String, event: String, time: Instant, actor: String, body: [UInt8]) {
        self.position = position
        self.subject = subject
        self.event = event
        self.time = time
        self.actor = actor
        self.body = body
    }

    /// `compact` of `compact/<id>`.
    public var kind: Substring { subject.prefix { $0 != "/" } }

    /// Where, when and by whom.
    public func stamp() throws -> Stamp {
        guard let actor = Actor(actor) else { throw UnreadableEntry(position: position, reason: "actor '\(actor)'") }
        return Stamp(position: position, time: time, actor: actor)
    }

    /// The identifier of its subject.
    public func identifier<S>(of _: S.Type) throws -> Identifier<S> {
        guard let id = Identifier<S>(subject.dropFirst(kind.count + 1)) else {
            throw UnreadableEntry(position: position, reason: "subject '\(subject)'")
        }
        return id
    }

    /// What happened, as an event of that subject.
    public func decoded<S: Subject>(for _: S.Type) throws -> S.Event {
        do {
            return try EventCoder.decode(S.Event.self, event, body)
        } catch {
            throw UnreadableEntry(position: position, reason: "\(event): \(error)")
        }
    }
}

/// An entry that this build of the program cannot read: it is from a later one, or the record is damaged.
public struct UnreadableEntry: Error, CustomStringConvertible {
    /// Where it stands.
    public let position: Int
    /// What could not be read.
    public let reason: String

    public var description: String {
        "entry \(position) cannot be read (\(reason)): is this program older than the record?"
    }
}

/// Between an event and what the record holds of it: a name such as `compact.signed.1`, and a JSON object of its fields.
/// A case's name is the event's; a number at its end is the shape's, and without one the shape is the first.
public enum EventCoder {
    /// The event's name, its fields, and the sealed texts that it carries.
    public static func encode(_ event: some Encodable, of kind: String) throws -> (
        name: String, body: [UInt8], disclosures: [(Digest, Disclosure)]
    ) {
        let disclosures = Disclosures()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.userInfo[.disclosures] = disclosures
        // {"signed":{…}}: one key, which is the case's name and holds no character that JSON escapes.
        let bytes = [UInt8](try encoder.encode(event))
        guard let end = bytes.dropFirst(2).firstIndex(of: 0x22) else { throw UnnamedEvent(name: kind) }
        let label = String(decoding: bytes[2..<end], as: UTF8.self)
        let number = label.reversed().prefix { $0.isNumber }.reversed()
        let name = "\(kind).\(label.dropLast(number.count)).\(number.isEmpty ? "1" : String(number))"
        return (name, Array(bytes[(end + 2)..<(bytes.count - 1)]), disclosures.rows)
    }

    /// The event of that name with those fields.
    public static func decode<E: Decodable>(_: E.Type, _ name: String, _ body: [UInt8]) throws -> E {
        try E(from: try read(name, body))
    }

    /// The JSON from which an event of that name with those fields is decoded.
    static func read(_ name: String, _ body: [UInt8]) throws -> JSONValue {
        let parts = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw UnnamedEvent(name: name) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(body.count + name.utf8.count + 5)
        bytes += "{\"".utf8
        bytes += parts[1]
        if !parts[2].elementsEqual("1".utf8) { bytes += parts[2] }
        bytes += "\":".utf8
        bytes += body
        bytes.append(UInt8(ascii: "}"))
        return try JSONValue(bytes)
    }
}

/// An event that is not one case with labelled values, or whose name is not of three parts.
struct UnnamedEvent: Error {
    let name: String
}
