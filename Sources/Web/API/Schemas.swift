import Domain
import Views

/// The shapes that answers have, as JSON Schema.
enum Schemas {
    /// By the names under which the document refers to them.
    static let all: [String: JSON] = values.merging(rows) { $1 }.merging(agreement) { $1 }.merging(figures) { $1 }
        .merging(lists) { $1 }

    /// A reference to one of them.
    static func named(_ name: String) -> JSON { ["$ref": .text("#/components/schemas/" + name)] }

    /// One of the fields of an object.
    struct Field {
        let name: String
        let schema: JSON
        let isOptional: Bool

        init(_ name: String, _ schema: JSON, _ words: String? = nil, optional: Bool = false) {
            self.name = name
            self.schema = words.map { schema.with(["description": .text($0)]) } ?? schema
            isOptional = optional
        }
    }

    /// An object of these fields; one that is optional is left out where there is nothing to say.
    static func object(_ words: String? = nil, _ fields: [Field]) -> JSON {
        let object: JSON = [
            "type": "object",
            "properties": .object(Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.schema) })),
            "required": .list(fields.filter { !$0.isOptional }.map { .text($0.name) }),
        ]
        return words.map { object.with(["description": .text($0)]) } ?? object
    }

    /// A list of what a schema describes.
    static func list(of schema: JSON) -> JSON { ["type": "array", "items": schema] }

    /// One of a few words.
    static func words(_ words: [String]) -> JSON { ["type": "string", "enum": .list(words.map { .text($0) })] }

    static let text: JSON = ["type": "string"]
    static let number: JSON = ["type": "integer"]
    static let count: JSON = ["type": "integer", "minimum": 0]
    static let truth: JSON = ["type": "boolean"]
    static let identifier = named("Identifier")
    static let day = named("Day")
    static let instant = named("Instant")
    static let digest = named("Digest")
    static let year = named("AcademicYear")

    private static func pattern(_ pattern: String, _ words: String, _ example: JSON) -> JSON {
        ["type": "string", "pattern": .text(pattern), "description": .text(words), "examples": .list([example])]
    }

    private static let values: [String: JSON] = [
        "Identifier": pattern(
            "^[a-z2-7]{16}$", "The lasting name of one thing: 80 random bits in base 32.", "abcdefghijkl2345"),
        "Day": pattern(#"^\d{4}-\d{2}-\d{2}$"#, "A day of the calendar.", "2003-07-23").with(["format": "date"]),
        "Instant": pattern(
            #"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$"#, "A moment in UTC, to the millisecond.",
            "2003-07-23T10:30:00.000Z"
        ).with(["format": "date-time"]),
        "Digest": pattern("^[0-9a-f]{64}$", "A SHA-256 digest.", .text(String(repeating: "0", count: 64))),
        "AcademicYear": pattern(#"^\d{4}/\d{2}$"#, "A school year, from 1 September to 31 August.", "2003/04"),
        "Kind": words(Kinds.names),
        "RequestState": words(RequestState.allCases.map(\.rawValue)),
        "Ask": object(
            "Who asks what of whom, and within how many weeks it is to be answered.",
            [
                Field("by", identifier, "The body that asks."), Field("of", identifier, "The body that answers."),
                Field("wants", words(Ask.Want.allCases.map(\.rawValue))),
                Field("concerns", words(Ask.Concern.allCases.map(\.rawValue)), "What would have to change."),
                Field("benefits", words(Ask.Beneficiary.allCases.map(\.rawValue)), "For whom it is asked."),
                Field("weeks", ["type": "integer", "minimum": 1, "maximum": 52]),
            ]),
        "PaymentState": words(PaymentState.allCases.map(\.rawValue)),
        "ReturnState": words(ReturnState.allCases.map(\.rawValue)),
        "PromiseState": words(PromiseState.allCases.map(\.rawValue)),
        "State": words(AgreementState.allCases.map(\.rawValue)).with([
            "description": """
            Where an agreement stands on the day of the answer: `coming` is signed by all with its day still to come. The \
            public sees agreements from the day on which they become public, so mostly `in-force`. `incorporated` is a \
            variation that all have signed: what it changes stands in the agreement that it varies.
            """
        ]),
        "Promise": object(
            "Who promises a thing, which seat answers for it, and by when or how it is to be kept.",
            [
                Field("by", identifier, "The body that promises."),
                Field("owner", identifier, "The seat.", optional: true),
                Field("due", text, "A day, or `throughout`, `considers` or `continues`."),
            ]),
    ]

    /// When, where on the record and by which seat something was done.
    private static let acted = [
        Field("time", instant), Field("position", count), Field("seat", text, optional: true),
    ]

    private static let rows: [String: JSON] = [
        "AgreementLine": object(
            "An agreement in a list.",
            [
                Field("id", identifier), Field("kind", named("Kind")), Field("title", text),
                Field("year", year, optional: true),
                Field("firstDay", day, "From which day it runs, where its text says so.", optional: true),
                Field("lastDay", day, "Until which day it runs, where its text says so.", optional: true),
                Field("authority", text, "The authority's three-digit code.", optional: true),
                Field("authorityName", text, optional: true), Field("region", text, optional: true),
                Field("state", named("State")), Field("opened", instant, "When it was sent to the other side."),
                Field("signed", instant, "When the last required seat signed.", optional: true),
                Field("inForce", day, "From which day it is in force.", optional: true),
                Field("until", day, "Until when all sides agreed to go on with it.", optional: true),
                Field("follows", identifier, "The agreement of its kind that it follows.", optional: true),
                Field("next", identifier, "The one that follows it, once that is in force and public.", optional: true),
                Field("varies", identifier, "The agreement that it changes, where it is a variation.", optional: true),
                Field("areas", list(of: text), "The letters of the areas chosen, in order."),
            ]),
        "PromiseLine": object(
            "A promise in a list.",
            [
                Field("kind", named("Kind")), Field("agreement", identifier),
                Field("title", text, "The agreement's."), Field("line", identifier), Field("text", text),
                Field("by", text, "The code of the body that promises."), Field("byName", text),
                Field("owner", text, "The seat that answers for it.", optional: true),
                Field("manner", text, "A day, `throughout`, `considers` or `continues`."),
                Field("due", day, "By when it is to be kept next.", optional: true),
                Field("state", named("PromiseState")),
                Field("challenged", truth, "Whether another side does not accept that it was kept."),
                Field("reports", count),
                Field("reported", instant, "When it was reported on last.", optional: true),
            ]),
        "PaymentLine": object(
            "An instalment in a list; sums are pence.",
            [
                Field("kind", named("Kind")), Field("agreement", identifier),
                Field("title", text, "The agreement's."), Field("line", identifier), Field("text", text),
                Field("by", text, "The code of the body that pays."), Field("byName", text),
                Field("to", text, "The code of the body that is paid."), Field("toName", text),
                Field("owner", text, "The seat that decides on it.", optional: true),
                Field("amount", count, "As it is profiled now."), Field("due", day), Field("paid", count),
                Field("withheld", count, "What will not be paid."),
                Field("repaid", count, "What of the paid went back."),
                Field("outstanding", count, "The amount without what was paid and withheld."),
                Field("state", named("PaymentState")),
            ]),
        "ReturnLine": object(
            "A return in a list, without what it says.",
            [
                Field("kind", named("Kind")), Field("agreement", identifier),
                Field("title", text, "The agreement's."), Field("line", identifier), Field("due", day),
                Field("extra", truth, "Whether it was asked for beside those of the agreement."),
                Field("by", text, "The code of the body that makes it."), Field("byName", text),
                Field("to", text, "The code of the body that assesses it."), Field("toName", text),
                Field("certifier", text, "The seat that certifies it.", optional: true),
                Field("state", named("ReturnState")), Field("certified", day, optional: true),
                Field("next", day, "By which day somebody is to act on it.", optional: true),
            ]),
        "Spoken": object(
            "What a body said in a yearly discussion.",
            [
                Field("position", count, "Its entry."), Field("time", instant),
                Field("by", text, "The code of the body that spoke."), Field("byName", text),
                Field("seat", text, optional: true), Field("words", text, "Left out once erased.", optional: true),
                Field("erased", day, "When the words were erased.", optional: true),
            ]),
        "TopicLine": object(
            "What is asked and answered once, by however many.",
            [
                Field("id", text, "The group's identifier, or `compact/line` of a request by itself."),
                Field("grouped", truth, "Whether requests were put together."), Field("title", text),
                Field("of", text, "The code of the body that was asked."), Field("ofName", text),
                Field("asked", count, "How many ask it."),
                Field(
                    "put", day,
                    "When the first of them was put; left out, as all of it, where every request was taken out.",
                    optional: true),
                Field("due", day, optional: true), Field("state", named("RequestState"), optional: true),
                Field("answered", instant, "When it was answered first.", optional: true),
                Field("days", number, "How many days that took.", optional: true),
                Field("results", count, "How often it was told what came of it."),
            ]),
        "Topic": object(
            "Requests that are answered together.",
            [
                Field("topic", named("TopicLine")),
                Field(
                    "requests",
                    list(
                        of: object(
                            nil,
                            [
                                Field("compact", identifier), Field("line", identifier),
                                Field("title", text, "The compact's."), Field("text", text),
                                Field("by", text, "The code of the body that asks."), Field("byName", text),
                                Field("ask", named("Ask")), Field("put", day), Field("due", day),
                                Field("joined", instant, "When it was put together with others.", optional: true),
                            ]))),
                Field(
                    "answers",
                    list(
                        of: object(
                            nil,
                            [
                                Field("number", count),
                                Field("outcome", words(RequestGroup.Outcome.allCases.map(\.rawValue))),
                                Field("reasons", text, "Left out once erased.", optional: true),
                            ] + acted)), "Oldest first; the last counts."),
                Field(
                    "results",
                    list(
                        of: object(
                            nil,
                            [
                                Field("number", count), Field("words", text, "Left out once erased.", optional: true),
                                Field("link", text, optional: true),
                            ] + acted)), "What came of it."),
            ]),
        "Offer": object(
            "A standard line in one compact.",
            [
                Field("compact", identifier), Field("line", identifier), Field("title", text, "The compact's."),
                Field("authority", text, "The authority's three-digit code."), Field("authorityName", text),
                Field("answer", words(OfferState.allCases.map(\.rawValue))), Field("state", named("State")),
            ]),
        "AuthorityLine": object(
            "A local authority in a list.",
            authorityFields + [
                Field("compacts", count, "How many of its compacts you may read.")
            ]),
        "Authority": object(
            "A local authority.",
            authorityFields + [
                Field("seats", list(of: text), "The titles of its seats."),
                Field(
                    "founded", list(of: named("AuthorityLine")),
                    "Authorities of its region that began the day after its last."),
                Field(
                    "abolished", list(of: named("AuthorityLine")),
                    "Authorities of its region that ended the day before its first."),
                Field("agreements", list(of: named("AgreementLine")), "Its agreements that you may read."),
            ]),
        "AgendaLine": object(
            "An agenda in the list of them.",
            [
                Field("year", year), Field("statement", identifier, "The statement of intent that it is part of."),
                Field("areas", count, "How many areas it has."),
                Field("choices", count, "How often compacts that you may read chose one."),
            ]),
        "AgendaArea": object(
            "An area of an agenda.",
            [
                Field("id", identifier, "Lasting, through recoding and rewording."),
                Field("line", identifier, "Its line in the statement."), Field("code", text, "Its letter this year."),
                Field("title", text), Field("text", text, "The full wording."),
                Field("limit", words(Part.Limit.allCases.map(\.rawValue)), "Who may choose it."),
                Field("compacts", count, "How many compacts that you may read chose it."),
            ]),
        "AgendaGroup": object(
            nil,
            [
                Field("number", number), Field("text", text, "What is said before its areas."),
                Field("areas", list(of: named("AgendaArea"))),
            ]),
        "Agenda": object(
            "The agenda of a school year.",
            [
                Field("year", year), Field("statement", identifier), Field("groups", list(of: named("AgendaGroup"))),
            ]),
        "Area": object(
            "An area with the compacts that chose it.",
            [
                Field("year", year), Field("statement", identifier), Field("area", named("AgendaArea")),
                Field("compacts", list(of: named("AgreementLine"))),
            ]),
        "Found": object(
            "A line in which the words were found.",
            [
                Field("kind", named("Kind")), Field("agreement", identifier), Field("line", identifier),
                Field("title", text, "The agreement's."), Field("excerpt", text, "Some of the text round the words."),
                Field("matches", list(of: text), "The words found, as they stand in the excerpt."),
            ]),
        "Entry": object(
            "An entry of the record, as the exact bytes that were hashed.",
            [
                Field("format", ["const": "concordat-entry-1"]),
                Field("log", text, "The origin of the log's checkpoints."),
                Field("position", count), Field("time", instant),
                Field("actor", text, "`seat/…`, `member/…`, `operator` or `register`."),
                Field(
                    "holder", ["oneOf": [digest, ["type": "null"]]],
                    "The seal on the name of the person who held the seat."),
                Field("subject", text, "`compact/…`"), Field("sequence", ["type": "integer", "minimum": 1]),
                Field("event", text, "`compact.signed.1`"), Field("salt", text), Field("body", ["type": "object"]),
            ]),
        "Position": object("The last entry of the record that touched an agreement.", [Field("position", count)]),
    ]

    private static let authorityFields = [
        Field("code", pattern(#"^\d{3}$"#, "The Department's code.", "926")), Field("name", text),
        Field("ons", text, "The Office for National Statistics' code.", optional: true),
        Field("kind", text, "`county`, `unitary`, `metropolitan`, `london-borough`, `city-corporation`."),
        Field("region", text), Field("london", truth),
        Field("from", day, "Its first day, where it was founded after 2003.", optional: true),
        Field("until", day, "Its last day, where it was abolished.", optional: true),
    ]

    /// A list's rows, with how many there are in all.
    private static let lists = Dictionary(
        uniqueKeysWithValues: [
            "AgreementLine", "AuthorityLine", "AgendaLine", "Found", "PromiseLine", "PaymentLine",
            "ReturnLine", "Spoken", "TopicLine", "Offer", "MeasureLine", "NewestFigure", "Release", "JudgedTarget",
            "FloorLine", "AreaStanding",
        ].map { row in
            (
                row + "List",
                object(
                    "One page of a list.",
                    [
                        Field("total", count, "How many rows the whole list has."), Field("page", number, "From 1."),
                        Field("size", number, "The most rows on a page."), Field("rows", list(of: named(row))),
                    ])
            )
        })
}

extension Schemas {
    /// One agreement, its lines and what they say.
    fileprivate static let agreement: [String: JSON] = [
        "Agreement": object(
            "One agreement: what you may read of it.",
            [
                Field("agreement", named("AgreementLine")), Field("statement", identifier, optional: true),
                Field("author", identifier, "The body that drafted it."), Field("parties", list(of: named("Party"))),
                Field("text", digest, "Of the frozen text.", optional: true), Field("publicFrom", day, optional: true),
                Field(
                    "monitoring", words(Monitoring.allCases.map(\.rawValue)), "Where returns are made.", optional: true),
                Field("lines", list(of: named("Line"))), Field("signatures", list(of: named("Signature"))),
                Field("variations", list(of: named("AgreementLine")), "The variations of it, oldest first."),
                Field("steps", list(of: named("Step")), "In the order of the record."),
                Field("position", count, "The last entry that touched it."),
            ]),
        "Party": object(
            nil,
            [
                Field("id", identifier), Field("name", text), Field("code", text),
                Field("sort", words(Body.Sort.allCases.map(\.rawValue))),
            ]),
        "Line": object(
            "A line of the text.",
            [
                Field("id", identifier), Field("title", text, "What it is called."), Field("revision", number),
                Field("position", count, "The entry of its wording."), Field("content", named("Part")),
                Field("promise", named("PromiseState"), "How what it promises stands.", optional: true),
                Field("request", named("RequestState"), "How what it asks stands.", optional: true),
            ]),
        "Signature": object(
            "A seat that must sign, and its signature once given.",
            [
                Field("seat", identifier), Field("title", text), Field("body", text, "The body's name."),
                Field("order", number, "Lower ones sign first."), Field("name", text, "Who signed.", optional: true),
                Field("time", instant, optional: true), Field("position", count, "The entry.", optional: true),
                Field("text", digest, "The text signed.", optional: true),
            ]),
        "Step": object(
            "A step in its life.",
            [
                Field("position", count), Field("event", text, "`signed`"), Field("time", instant),
                Field("seat", identifier, "The seat that acted.", optional: true),
                Field("line", identifier, optional: true),
                Field("revision", number, optional: true),
                Field("void", truth, "It no longer counts: the text was opened again after it."),
            ]),
        "Part": [
            "description": "What a line says: an object with one field, which says what part of the agreement it is.",
            "oneOf": .list(parts.map(part)),
        ],
    ]
}
