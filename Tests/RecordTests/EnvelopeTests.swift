import Record
import Testing
import Vocabulary

@Suite struct EnvelopeTests {
    private static let line = [
        #"{"format":"concordat-entry-1","log":"concordat.example/record","position":41,"time":"2003-07-23T10:30:00.250Z","#,
        #""actor":"seat/mfrggzdfmztwq2lk","holder":"\#(Digest(of: utf8("x")))","subject":"compact/mfrggzdfmztwq2lk","#,
        #""sequence":3,"event":"compact.signed.1","salt":"AAECAwQFBgcICQoLDA0ODw==","body":{"digest":"ab","n":[1,-2.5e3]}}"#,
    ].joined()

    @Test func `an entry is one line with its keys in order`() throws {
        let envelope = try Envelope(
            log: "concordat.example/record", position: 41, time: #require(Instant("2003-07-23T10:30:00.250Z")),
            actor: "seat/mfrggzdfmztwq2lk", holder: Digest(of: utf8("x")), subject: "compact/mfrggzdfmztwq2lk",
            sequence: 3, event: "compact.signed.1", salt: Array(0..<16), body: utf8(#"{"digest":"ab","n":[1,-2.5e3]}"#))
        #expect(String(decoding: envelope.bytes, as: UTF8.self) == Self.line)
        #expect(try Envelope(parsing: utf8(Self.line)) == envelope)
    }

    @Test func `what is written is read back, whatever it is`() throws {
        var dice = Dice(seed: 1)
        for _ in 0..<2000 {
            let envelope = try dice.envelope()
            let read = try Envelope(parsing: envelope.bytes)
            #expect(read == envelope)
            #expect(read.bytes == envelope.bytes)
        }
    }

    @Test func `an entry has one spelling: changed bytes are refused or mean something else`() throws {
        let original = utf8(Self.line)
        let envelope = try Envelope(parsing: original)
        var refused = 0
        for place in original.indices {
            for byte: UInt8 in [0x00, 0x20, 0x22, 0x30, 0x5C, 0x7B, 0x7D, 0x80, 0xFF] where byte != original[place] {
                var bytes = original
                bytes[place] = byte
                do {
                    let read = try Envelope(parsing: bytes)
                    #expect(read != envelope)
                    #expect(read.bytes == bytes)
                } catch {
                    refused += 1
                    #expect(error.offset.map { $0 <= bytes.count } == true)
                }
            }
        }
        #expect(refused > original.count)
    }

    @Test func `no beginning of an entry is an entry`() {
        let bytes = utf8(Self.line)
        for count in bytes.indices {
            #expect(throws: Envelope.Malformed.self) { try Envelope(parsing: Array(bytes[..<count])) }
        }
    }

    @Test func `bytes thrown together are refused or written back as they were`() {
        var dice = Dice(seed: 2)
        let parts =
            Self.line.split(separator: ",").map { utf8(String($0)) } + [[0x2C], [0x7D], [0x7B], [], [0xC3, 0x28]]
        for _ in 0..<5000 {
            var bytes: [UInt8] = []
            for _ in 0..<dice.below(16) { bytes += parts[dice.below(parts.count)] + (dice.below(3) > 0 ? [0x2C] : []) }
            do { #expect(try Envelope(parsing: bytes).bytes == bytes) } catch { #expect(error.offset != nil) }
        }
    }

    @Test(arguments: [
        (#""position":41"#, #""position":041"#), (#""position":41"#, #""position":-1"#),
        (#""position":41"#, #""position":99999999999999999999"#), (#""position":41"#, #""position":4.1e1"#),
        (#""position":41"#, #""position": 41"#), (#""sequence":3"#, #""sequence":0"#),
        (#""sequence":3"#, #""sequence":"#), ("compact/mfr", "compactmfr"), ("compact/mfr", "compact/mfr/"),
        ("compact/mfrggzdfmztwq2lk", "/mfr"), ("seat/", "s\u{E9}at/"), ("seat/", #"se\"at/"#), ("seat/", "se at/"),
        ("seat/mfrggzdfmztwq2lk", ""), ("23T10", "23 10"), ("2003-07-23", "2003-02-30"), (".250Z", "Z"),
        ("ODw==", "ODx=="), ("ODw==", "ODw="), ("AAEC", "AA C"), (#""holder":""#, #""holder":"A"#),
        ("concordat-entry-1", "concordat-entry-2"), (#""body":{"#, #""body":[{"#), (#""n":["#, #""n": ["#),
        ("[1,-2.5e3]", "[1,]"), ("[1,-2.5e3]", "[01]"), ("[1,-2.5e3]", "[1.]"), ("[1,-2.5e3]", "[+1]"),
        ("[1,-2.5e3]", "[.5]"), ("[1,-2.5e3]", "[1e]"), ("[1,-2.5e3]", "nil"), ("[1,-2.5e3]", #""\x""#),
        ("[1,-2.5e3]", #""\u12g4""#), ("[1,-2.5e3]", "\"\n\""), ("}}", "}} "), ("}}", "}}\n"), ("}}", #"},"x":{}}"#),
        (#"{"digest""#, #"{digest"#), (#""ab","#, #""ab",,"#),
    ]) func `another spelling is refused`(_ part: String, _ other: String) throws {
        var line = Self.line
        line.replaceSubrange(try #require(line.firstRange(of: part)), with: other)
        let bytes = utf8(line)
        #expect(throws: Envelope.Malformed.self) { try Envelope(parsing: bytes) }
    }

    @Test func `a body nests at most sixty-four deep, and no depth brings the program down`() throws {
        func nested(_ depth: Int) -> [UInt8] {
            utf8(
                Self.line[..<(Self.line.firstRange(of: "{\"digest")?.lowerBound ?? Self.line.endIndex)]
                    + #"{"a":"# + String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1)
                    + "}}")
        }
        #expect(try Envelope(parsing: nested(64)).bytes == nested(64))
        #expect(throws: Envelope.Malformed.self) { try Envelope(parsing: nested(65)) }
        #expect(throws: Envelope.Malformed.self) { try Envelope(parsing: nested(1_000_000)) }
    }

    @Test func `a refusal says where and what was expected`() {
        let refusal = #expect(throws: Envelope.Malformed.self) {
            try Envelope(parsing: utf8(#"{"format":"concordat-entry-1","log":"a","position":x"#))
        }
        #expect(refusal?.description == "at byte 51, expected a position from 0")
    }

    @Test func `values that no entry can hold are refused`() throws {
        func envelope(
            log: String = "a", position: Int = 0, time: Int64 = 0, subject: String = "compact/a", sequence: Int = 1,
            salt: Int = 16, body: String = "{}"
        ) throws -> Envelope {
            try Envelope(
                log: log, position: position, time: Instant(milliseconds: time), actor: "operator", holder: nil,
                subject: subject, sequence: sequence, event: "compact.signed.1",
                salt: Array(repeating: 0, count: salt), body: utf8(body))
        }
        #expect(try envelope().position == 0)
        #expect(throws: Envelope.Malformed.self) { try envelope(log: "a b") }
        #expect(throws: Envelope.Malformed.self) { try envelope(log: String(repeating: "a", count: 256)) }
        #expect(throws: Envelope.Malformed.self) { try envelope(position: -1) }
        #expect(throws: Envelope.Malformed.self) { try envelope(time: Int64(10_000) * 366 * 86_400_000) }
        #expect(throws: Envelope.Malformed.self) { try envelope(subject: "compact") }
        #expect(throws: Envelope.Malformed.self) { try envelope(sequence: 0) }
        #expect(throws: Envelope.Malformed.self) { try envelope(salt: 15) }
        #expect(throws: Envelope.Malformed.self) { try envelope(body: "[]") }
        #expect(throws: Envelope.Malformed.self) { try envelope(body: #"{},"x":{}"#) }
    }
}

/// The same throws for the same seed (SplitMix64).
private struct Dice {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ z >> 31) % UInt64(bound))
    }

    mutating func bytes(_ count: Int) -> [UInt8] { (0..<count).map { _ in UInt8(below(256)) } }

    mutating func name() -> String {
        let letters = (0x21...0x7E).filter { ![0x22, 0x2F, 0x5C].contains($0) }.map(UInt8.init)
        return String(decoding: (0...below(40)).map { _ in letters[below(letters.count)] }, as: UTF8.self)
    }

    mutating func json(depth: Int) -> String {
        switch below(depth > 3 ? 4 : 6) {
        case 0: ["true", "false", "null"][below(3)]
        case 1: ["0", "-0", "7", "-12", "0.5", "1e9", "2E-3", "-1.25e+10"][below(8)]
        case 2: string()
        case 3: "{}"
        case 4: "[" + (0..<below(4)).map { _ in json(depth: depth + 1) }.joined(separator: ",") + "]"
        default: object(depth: depth + 1)
        }
    }

    mutating func object(depth: Int) -> String {
        "{" + (0..<below(4)).map { _ in string() + ":" + json(depth: depth) }.joined(separator: ",") + "}"
    }

    mutating func string() -> String {
        let letters = ["a", "}", "{", ",", "\u{E9}", "\u{1F3EB}", #"\""#, #"\\"#, #"\n"#, #"\u00e9"#, "/", "\u{301}"]
        return "\"" + (0..<below(6)).map { _ in letters[below(letters.count)] }.joined() + "\""
    }

    mutating func envelope() throws -> Envelope {
        try Envelope(
            log: name(), position: below(1 << 40), time: Instant(milliseconds: Int64(below(1 << 45))), actor: name(),
            holder: below(2) == 0 ? nil : Digest(bytes: bytes(32)), subject: name() + "/" + name(),
            sequence: 1 + below(1 << 20), event: name(), salt: bytes(16), body: utf8(object(depth: 0)))
    }
}
