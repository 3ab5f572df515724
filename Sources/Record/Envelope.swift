import FoundationEssentials
public import Vocabulary

/// One entry as the record keeps it for ever: one line of UTF-8 JSON, its keys in one order, without white space, so
/// that it has one spelling only.
///
///     {"format":"concordat-entry-1","log":"…","position":0,"time":"2003-07-23T10:30:00.000Z","actor":"seat/…",
///      "holder":null,"subject":"compact/…","sequence":1,"event":"compact.signed.1","salt":"…","body":{…}}
///
/// Its SHA-256 is the data of the entry's leaf in the tree. The salt keeps the digest of an entry that few may see from
/// being guessed.
public struct Envelope: Hashable, Sendable {
    /// The origin of the log's checkpoints.
    public let log: String
    /// The entry's place in the log, from 0.
    public let position: Int
    /// When it was appended; never before its predecessor's time.
    public let time: Instant
    /// Who did it: `seat/…`, `member/…` of the public, `operator` or `register`.
    public let actor: String
    /// The seal on the name of the person who held the seat, where there was one.
    public let holder: Digest?
    /// What it happened to, as kind and name: `compact/…`.
    public let subject: String
    /// Its place among the entries of the subject, from 1.
    public let sequence: Int
    /// What happened: `compact.signed.1`.
    public let event: String
    /// 16 random bytes.
    public let salt: [UInt8]
    /// What the event says: the bytes of a JSON object.
    public let body: [UInt8]

    /// An entry. Names are 1 to 255 visible ASCII characters without quotation mark and backslash.
    ///
    /// - Throws: `Malformed` where a field is not what the format allows.
    public init(
        log: String, position: Int, time: Instant, actor: String, holder: Digest?, subject: String, sequence: Int,
        event: String, salt: [UInt8], body: [UInt8]
    ) throws(Malformed) {
        func check(_ holds: Bool, _ expected: String) throws(Malformed) {
            if !holds { throw Malformed(offset: nil, expected: expected) }
        }
        try check(Envelope.isName(log), "the log's origin as a name")
        try check(position >= 0, "a position from 0")
        try check(Instant(time.description) == time, "a time of the years 1 to 9999")
        try check(Envelope.isName(actor), "the actor as a name")
        try check(Envelope.isSubject(subject), "a subject of the form kind/name")
        try check(sequence >= 1, "a sequence from 1")
        try check(Envelope.isName(event), "the event as a name")
        try check(salt.count == 16, "a salt of 16 bytes")
        var reading = Reading(body)
        try reading.object(depth: 0)
        try reading.end()
        self.log = log
        self.position = position
        self.time = time
        self.actor = actor
        self.holder = holder
        self.subject = subject
        self.sequence = sequence
        self.event = event
        self.salt = salt
        self.body = body
    }

    /// Reads the one spelling of an entry, and nothing else.
    ///
    /// - Throws: `Malformed` at the first byte that is not as the format has it.
    public init(parsing bytes: [UInt8]) throws(Malformed) {
        var reading = Reading(bytes)
        try reading.pass(#"{"format":"concordat-entry-1","log":""#)
        log = try reading.text("the log's origin as a name") { Envelope.isName($0) ? $0 : nil }
        try reading.pass(#","position":"#)
        position = try reading.number("a position from 0", atLeast: 0)
        try reading.pass(#","time":""#)
        time = try reading.text("a time in UTC to the millisecond") { Instant($0) }
        try reading.pass(#","actor":""#)
        actor = try reading.text("the actor as a name") { Envelope.isName($0) ? $0 : nil }
        try reading.pass(#","holder":"#)
        if reading.next == UInt8(ascii: "n") {
            try reading.pass("null")
            holder = nil
        } else {
            try reading.pass("\"")
            holder = try reading.text("a SHA-256 digest") { Digest($0) }
        }
        try reading.pass(#","subject":""#)
        subject = try reading.text("a subject of the form kind/name") { Envelope.isSubject($0) ? $0 : nil }
        try reading.pass(#","sequence":"#)
        sequence = try reading.number("a sequence from 1", atLeast: 1)
        try reading.pass(#","event":""#)
        event = try reading.text("the event as a name") { Envelope.isName($0) ? $0 : nil }
        try reading.pass(#","salt":""#)
        salt = try reading.text("a salt of 16 bytes in base 64", Envelope.salt)
        try reading.pass(#","body":"#)
        let start = reading.offset
        try reading.object(depth: 0)
        body = Array(bytes[start..<reading.offset])
        try reading.pass("}")
        try reading.end()
    }

    /// The line, without a newline at its end.
    public var bytes: [UInt8] {
        let holder = holder.map { "\"\($0)\"" } ?? "null"
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512 + body.count)
        bytes += #"{"format":"concordat-entry-1","log":"\#(log)","position":\#(position),"time":"\#(time)""#.utf8
        bytes += #","actor":"\#(actor)","holder":\#(holder),"subject":"\#(subject)","sequence":\#(sequence)"#.utf8
        bytes += #","event":"\#(event)","salt":"\#(Data(salt).base64EncodedString())","body":"#.utf8
        bytes += body
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    /// Bytes or values that are no entry.
    public struct Malformed: Error, Hashable, Sendable, CustomStringConvertible {
        /// How many bytes were as they should be; nil where values were given.
        public let offset: Int?
        /// What should have stood there.
        public let expected: String

        /// A sentence that says what is wrong.
        public var description: String {
            offset.map { "at byte \($0), expected \(expected)" } ?? "expected \(expected)"
        }
    }

    static func isName(_ text: String) -> Bool {
        (1...255).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
            }
    }

    static func isSubject(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return isName(text) && parts.count == 2 && parts.allSatisfy { !$0.isEmpty }
    }

    private static func salt(_ text: String) -> [UInt8]? {
        // Foundation also reads spellings whose unused bits are not zero; writing it again finds them out.
        guard let salt = Data(base64Encoded: text), salt.count == 16, salt.base64EncodedString() == text else {
            return nil
        }
        return Array(salt)
    }
}

/// A place in the bytes that moves on while they are as they should be.
private struct Reading {
    private let bytes: [UInt8]
    private(set) var offset = 0

    /// JSON readers give up at some depth, each at its own: ours is below all of theirs.
    private static let deepest = 64

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private func malformed(_ expected: String, at place: Int? = nil) -> Envelope.Malformed {
        Envelope.Malformed(offset: place ?? offset, expected: expected)
    }

    mutating func pass(_ text: StaticString) throws(Envelope.Malformed) {
        let wanted = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        for byte in wanted {
            guard next == byte else { throw malformed(text.description) }
            offset += 1
        }
    }

    func end() throws(Envelope.Malformed) {
        guard next == nil else { throw malformed("the end") }
    }

    /// The text up to the next quotation mark, which it passes: no field but the body ever needs an escape.
    mutating func text<Value>(_ what: String, _ read: (String) -> Value?) throws(Envelope.Malformed) -> Value {
        let start = offset
        while let byte = next, byte != UInt8(ascii: "\"") { offset += 1 }
        guard let value = read(String(decoding: bytes[start..<offset], as: UTF8.self)) else {
            throw malformed(what, at: start)
        }
        try pass("\"")
        return value
    }

    /// A whole number in its one spelling: no sign, no leading zero.
    mutating func number(_ what: String, atLeast least: Int) throws(Envelope.Malformed) -> Int {
        let start = offset
        var value = 0
        while let byte = next, (0x30...0x39).contains(byte) {
            let (tens, tooMany) = value.multipliedReportingOverflow(by: 10)
            let (sum, tooLarge) = tens.addingReportingOverflow(Int(byte - 0x30))
            guard !tooMany, !tooLarge, offset == start || value > 0 else { throw malformed(what, at: start) }
            value = sum
            offset += 1
        }
        guard offset > start, value >= least else { throw malformed(what, at: start) }
        return value
    }

    mutating func object(depth: Int) throws(Envelope.Malformed) {
        guard depth < Reading.deepest else { throw malformed("values nested at most \(Reading.deepest) deep") }
        try pass("{")
        if next == UInt8(ascii: "}") { return try pass("}") }
        while true {
            try string()
            try pass(":")
            try value(depth: depth + 1)
            if next == UInt8(ascii: "}") { return try pass("}") }
            try pass(",")
        }
    }

    private mutating func array(depth: Int) throws(Envelope.Malformed) {
        guard depth < Reading.deepest else { throw malformed("values nested at most \(Reading.deepest) deep") }
        try pass("[")
        if next == UInt8(ascii: "]") { return try pass("]") }
        while true {
            try value(depth: depth + 1)
            if next == UInt8(ascii: "]") { return try pass("]") }
            try pass(",")
        }
    }

    private mutating func value(depth: Int) throws(Envelope.Malformed) {
        switch next {
        case UInt8(ascii: "{"): try object(depth: depth)
        case UInt8(ascii: "["): try array(depth: depth)
        case UInt8(ascii: "\""): try string()
        case UInt8(ascii: "t"): try pass("true")
        case UInt8(ascii: "f"): try pass("false")
        case UInt8(ascii: "n"): try pass("null")
        default: try fraction()
        }
    }

    private mutating func string() throws(Envelope.Malformed) {
        try pass("\"")
        let start = offset
        while let byte = next, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw malformed("a control character written as an escape") }
            offset += 1
            if byte == UInt8(ascii: "\\") { try escape() }
        }
        guard String(validating: bytes[start..<offset], as: UTF8.self) != nil else {
            throw malformed("text in UTF-8", at: start)
        }
        try pass("\"")
    }

    private mutating func escape() throws(Envelope.Malformed) {
        switch next {
        case UInt8(ascii: "u"):
            offset += 1
            for _ in 0..<4 {
                guard let byte = next, "0123456789abcdefABCDEF".utf8.contains(byte) else {
                    throw malformed("four hexadecimal digits")
                }
                offset += 1
            }
        case .some(let byte) where #""\/bfnrt"#.utf8.contains(byte): offset += 1
        default: throw malformed("an escape of JSON")
        }
    }

    private mutating func fraction() throws(Envelope.Malformed) {
        let start = offset
        if next == UInt8(ascii: "-") { offset += 1 }
        if next == UInt8(ascii: "0") { offset += 1 } else { try digits(start) }
        if next == UInt8(ascii: ".") {
            offset += 1
            try digits(start)
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            offset += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { offset += 1 }
            try digits(start)
        }
    }

    private mutating func digits(_ start: Int) throws(Envelope.Malformed) {
        let first = offset
        while let byte = next, (0x30...0x39).contains(byte) { offset += 1 }
        guard offset > first else { throw malformed("a value of JSON", at: start) }
    }
}
