import Vocabulary

/// The fields of an envelope that is known to be the one appended. It may still be any bytes where envelope and leaf were
/// both changed: then a field is missing, or says what it should not, and whoever checks the tree finds it.
struct KeptEnvelope {
    let position: Int
    let time: Instant
    let actor: String
    let holder: Digest?
    let subject: String
    let sequence: Int
    let event: String

    /// Reads the fields in their order, and answers where the body stands.
    static func read(_ bytes: [UInt8]) throws(Envelope.Malformed) -> (KeptEnvelope, body: ArraySlice<UInt8>) {
        var fields = Fields(bytes)
        try fields.pass(#"{"format":"concordat-entry-1","log":""#)
        _ = try fields.quoted()
        try fields.pass(#","position":"#)
        let position = try fields.number()
        try fields.pass(#","time":""#)
        guard let time = Instant(utf8: try fields.quoted()) else { throw fields.malformed("a time") }
        try fields.pass(#","actor":""#)
        let actor = try fields.text()
        try fields.pass(#","holder":"#)
        var holder: Digest?
        if fields.next == UInt8(ascii: "\"") {
            try fields.pass("\"")
            holder = Digest(try fields.text())
            guard holder != nil else { throw fields.malformed("a digest") }
        } else {
            try fields.pass("null")
        }
        try fields.pass(#","subject":""#)
        let subject = try fields.text()
        try fields.pass(#","sequence":"#)
        let sequence = try fields.number()
        try fields.pass(#","event":""#)
        let event = try fields.text()
        try fields.pass(#","salt":""#)
        _ = try fields.quoted()
        try fields.pass(#","body":"#)
        guard fields.offset < bytes.count, bytes.last == UInt8(ascii: "}") else { throw fields.malformed("a body") }
        let envelope = KeptEnvelope(
            position: position, time: time, actor: actor, holder: holder, subject: subject, sequence: sequence,
            event: event)
        return (envelope, bytes[fields.offset..<bytes.count - 1])
    }

    private struct Fields {
        let bytes: [UInt8]
        private(set) var offset = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

        func malformed(_ expected: String) -> Envelope.Malformed {
            Envelope.Malformed(offset: offset, expected: expected)
        }

        mutating func pass(_ text: StaticString) throws(Envelope.Malformed) {
            let count = text.utf8CodeUnitCount
            guard bytes.count - offset >= count else { throw malformed(text.description) }
            for index in 0..<count where bytes[offset + index] != text.utf8Start[index] {
                throw malformed(text.description)
            }
            offset += count
        }

        /// The bytes up to the next quotation mark, which it passes.
        mutating func quoted() throws(Envelope.Malformed) -> ArraySlice<UInt8> {
            let start = offset
            var end = start
            while end < bytes.count, bytes[end] != UInt8(ascii: "\"") { end += 1 }
            guard end < bytes.count else { throw malformed("a quotation mark") }
            offset = end + 1
            return bytes[start..<end]
        }

        mutating func text() throws(Envelope.Malformed) -> String {
            guard let text = String(validating: try quoted(), as: UTF8.self) else { throw malformed("text in UTF-8") }
            return text
        }

        mutating func number() throws(Envelope.Malformed) -> Int {
            let start = offset
            var value = 0
            while let byte = next, (0x30...0x39).contains(byte), offset - start < 18 {
                value = value * 10 + Int(byte - 0x30)
                offset += 1
            }
            guard offset > start else { throw malformed("a number") }
            return value
        }
    }
}
