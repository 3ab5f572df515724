import Domain
import HTML
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// The description of every address that answers programs.
    func addAPI(_ router: Router<Visit>) {
        router.get("api/openapi.json") { request, visit in try json(OpenAPI.document, request, visit) }
    }
}

/// The addresses for programs, as an OpenAPI 3.1 document. docs/api.md says the same in plain words.
enum OpenAPI {
    static let document: JSON = [
        "openapi": "3.1.0",
        "info": [
            "title": "Concordat", "version": "1",
            "summary": "What councils and the Department have agreed, and the record that proves it.",
            "description": """
            Reading needs no account. An answer holds what the public may read; with the cookie of somebody who sits in a \
            seat it also holds what their body may read. What is not there and what is not yours to see are both 404. A \
            field is left out where there is nothing to say. Errors are pages for people: go by the status.
            """,
            "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
        ],
        "servers": [["url": "/"]],
        "tags": .list(
            [
                ("agreements", "Compacts, statements of intent, and their agendas"),
                ("promises", "What each side promised, and what became of it"),
                ("money", "Payments under conditions, and the returns on which they rest"),
                ("requests", "What councils asked government to change, and what it answered"),
                ("authorities", "The councils"),
                (
                    "figures",
                    "Published statistics: measures, what authorities are compared with, and the files that they are from"
                ),
                ("search", "Words in the agreements"), ("record", "The record and its proofs, by C2SP's formats"),
                ("site", "The site itself"),
            ].map { ["name": .text($0.0), "description": .text($0.1)] }),
        "paths": .object(paths),
        "components": ["schemas": .object(Schemas.all)],
    ]

    private static var paths: [String: JSON] {
        var paths: [String: JSON] = [:]
        for list in AgreementList.allCases { paths.merge(addresses(of: list)) { $1 } }
        for kind in Kinds.names { paths.merge(addresses(ofKind: kind)) { $1 } }
        return paths.merging(agendas) { $1 }.merging(promises) { $1 }.merging(money) { $1 }.merging(requests) { $1 }
            .merging(authorities) { $1 }.merging(figures) { $1 }.merging(record) { $1 }.merging(others) { $1 }
    }

    static func get(
        _ id: String, _ tag: String, _ summary: String, _ parameters: [JSON], _ type: String, _ schema: JSON,
        or others: [String: JSON] = ["404": ["description": "There is no such thing, or it is not yours to see."]]
    ) -> JSON {
        let answer: JSON = ["description": "What was asked for.", "content": .object([type: ["schema": schema]])]
        let operation: JSON = [
            "operationId": .text(id), "tags": .list([.text(tag)]), "summary": .text(summary),
            "parameters": .list(parameters), "responses": .object(others.merging(["200": answer]) { $1 }),
        ]
        return ["get": operation]
    }

    static func inPath(_ name: String, _ schema: JSON, _ words: String) -> JSON {
        ["name": .text(name), "in": "path", "required": true, "description": .text(words), "schema": schema]
    }

    static func inQuery(_ name: String, _ schema: JSON, _ words: String) -> JSON {
        ["name": .text(name), "in": "query", "description": .text(words), "schema": schema]
    }

    static let pages = [
        inQuery(
            "page", ["type": "integer", "minimum": 1, "maximum": 1_000_000, "default": 1], "Which page of the list."),
        inQuery(
            "size", ["type": "integer", "minimum": 1, "maximum": 1000, "default": 200], "The most rows on a page."),
    ]
    private static let speaker = inQuery("by", Schemas.text, "Only what the body with this code said.")
    static let csv = "text/csv"
    private static let bytes: JSON = [:]
    private static let yearSchema: JSON = [
        "type": "string", "pattern": #"^\d{4}(/\d{2}|-\d{2})?$"#, "examples": ["2003"],
    ]
    private static let letter: JSON = ["type": "string", "pattern": "^[a-z]$"]

    private static func filter(_ name: String) -> JSON {
        switch name {
        case "kind": inQuery(name, Schemas.named("Kind"), "Only of this kind.")
        case "year": inQuery(name, yearSchema, "Only of the school year that begins in this one.")
        case "authority": inQuery(name, Schemas.text, "Only those of the authority with this three-digit code.")
        case "area": inQuery(name, letter, "Only those that chose the area with this letter.")
        default: inQuery(name, Schemas.named("State"), "Only those that stand so today.")
        }
    }

    private static func addresses(of list: AgreementList) -> [String: JSON] {
        let (name, filters) = (list.rawValue, list.filters.map(filter))
        return [
            "/\(name).json": get(
                name, "agreements", "\(list.title), newest year first", filters + pages, "application/json",
                Schemas.named("AgreementLineList")),
            "/\(name).csv": get(
                "\(name)CSV", "agreements", "\(list.title), the whole list as comma-separated values", filters, csv,
                Schemas.text),
        ]
    }

    private static func addresses(ofKind kind: String) -> [String: JSON] {
        let id = inPath("id", Schemas.identifier, "The \(kind)'s identifier.")
        let seat = inPath("seat", Schemas.identifier, "The seat that signed.")
        let way = "/\(kind)s/{id}"
        return [
            way + ".json": get(
                kind, "agreements", "One \(kind)", [id], "application/json", Schemas.named("Agreement")),
            way + "/position.json": get(
                "\(kind)Position", "agreements", "The last entry that touched it", [id], "application/json",
                Schemas.named("Position")),
            way + "/text.json": get(
                "\(kind)Text", "agreements", "The exact bytes that are signed, once the text is fixed", [id],
                "application/json", ["type": "object"]),
            way + "/bundle.tar": get(
                "\(kind)Bundle", "agreements", "All that is needed to check it without this site", [id],
                "application/x-tar", bytes),
            way + "/signatures/{seat}.p7s": get(
                "\(kind)Signature", "agreements", "A signature over the text: CMS, detached, DER", [id, seat],
                "application/pkcs7-signature", bytes),
        ]
    }

    private static let agendas: [String: JSON] = [
        "/statements/{id}/discussion.json": get(
            "discussion", "agreements", "What councils say of a statement and its agenda, the latest first",
            [inPath("id", Schemas.identifier, "The statement's identifier."), speaker] + pages, "application/json",
            Schemas.named("SpokenList")),
        "/statements/{id}/discussion.csv": get(
            "discussionCSV", "agreements", "The same, the whole list as comma-separated values",
            [inPath("id", Schemas.identifier, "The statement's identifier."), speaker], csv, Schemas.text),
        "/agendas.json": get(
            "agendas", "agreements", "The years that have an agenda", [], "application/json",
            Schemas.named("AgendaLineList"), or: [:]),
        "/agendas.csv": get(
            "agendasCSV", "agreements", "The same as comma-separated values", [], csv, Schemas.text, or: [:]),
        "/agendas/{year}.json": get(
            "agenda", "agreements", "The agenda of a school year",
            [inPath("year", ["type": "string", "pattern": #"^\d{4}$"#], "The calendar year in which it begins.")],
            "application/json", Schemas.named("Agenda")),
        "/agendas/{year}/areas/{code}.json": get(
            "area", "agreements", "An area, and the compacts that chose it",
            [
                inPath("year", ["type": "string", "pattern": #"^\d{4}$"#], "The calendar year in which it begins."),
                inPath("code", letter, "The area's letter."),
            ], "application/json", Schemas.named("Area")),
    ]

    private static let promises: [String: JSON] = {
        let filters = [
            inQuery("body", Schemas.text, "Only those of the body with this code, such as `926`."),
            inQuery(
                "role", Schemas.words(PromiseFilter.Role.allCases.map(\.rawValue)),
                "Which side that body is on: it made the promise (`owes`, without this), or was promised it."),
            inQuery("state", Schemas.named("PromiseState"), "Only those that stand so today."),
        ]
        let kinds = Kinds.names
        let files = kinds.map { kind in
            (
                "/\(kind)s/{id}/lines/{line}/reports/{number}/file",
                get(
                    "\(kind)Evidence", "promises", "The file that a report shows",
                    [
                        inPath("id", Schemas.identifier, "The \(kind)'s identifier."),
                        inPath("line", Schemas.identifier, "The line that promises."),
                        inPath("number", ["type": "integer", "minimum": 1], "Which report."),
                    ], "*/*", bytes)
            )
        }
        let lists: [String: JSON] = [
            "/promises.json": get(
                "promises", "promises", "Promises of agreements in force, those first that fall due first",
                filters + pages, "application/json", Schemas.named("PromiseLineList")),
            "/promises.csv": get(
                "promisesCSV", "promises", "The same, the whole list as comma-separated values", filters, csv,
                Schemas.text),
            "/seats/{seat}/promises.ics": get(
                "seatCalendar", "promises", "The days by which a seat is to keep what it answers for",
                [inPath("seat", Schemas.identifier, "The seat.")], "text/calendar", Schemas.text),
        ]
        return lists.merging(files) { $1 }
    }()

    private static let money: [String: JSON] = {
        var paths: [String: JSON] = [:]
        let body = inQuery("body", Schemas.text, "Only those of the body with this code, on either side.")
        for (name, part, row, words) in [
            (
                "payments", Part.Name.payment, "PaymentLine",
                "Instalments, those first that fall due first; sums are pence, in CSV pounds"
            ),
            ("returns", .returns, "ReturnLine", "Returns, those first on which somebody is to act soonest"),
        ] {
            let states = row == "PaymentLine" ? "PaymentState" : "ReturnState"
            let filters = [body, inQuery("state", Schemas.named(states), "Only those that stand so today.")]
            paths["/\(name).json"] = get(
                name, "money", words, filters + pages, "application/json", Schemas.named("\(row)List"))
            paths["/\(name).csv"] = get(
                "\(name)CSV", "money", "The same, the whole list as comma-separated values", filters, csv, Schemas.text)
            for kind in Kinds.all where kind.parts.contains(part) {
                let id = inPath("id", Schemas.identifier, "The agreement's identifier.")
                let way = "/\(kind.name)s/{id}/\(name)"
                paths["\(way).json"] = get(
                    "\(kind.name)-\(name)", "money", "Those of one agreement, by their days", [id], "application/json",
                    Schemas.named("\(row)List"))
                paths["\(way).csv"] = get(
                    "\(kind.name)-\(name)CSV", "money", "The same as comma-separated values", [id], csv, Schemas.text)
            }
        }
        return paths
    }()

    private static let requests: [String: JSON] = {
        let filters = [
            inQuery("words", Schemas.text, "Only what holds all of these words."),
            inQuery("by", Schemas.text, "Only what the authority with this three-digit code asks."),
            inQuery("state", Schemas.named("RequestState"), "Only what stands so today."),
            inQuery(
                "concerns", Schemas.words(Ask.Concern.allCases.map(\.rawValue)), "Only what would have to change so."),
        ]
        return [
            "/requests.json": get(
                "requests", "requests", "What was asked: first what waits for an answer, by when it is due",
                filters + pages, "application/json", Schemas.named("TopicLineList")),
            "/requests.csv": get(
                "requestsCSV", "requests", "The same, the whole list as comma-separated values", filters, csv,
                Schemas.text),
            "/standard-lines/{id}.json": get(
                "standardLine", "requests", "What each compact has answered to a line that your body offers to many",
                [inPath("id", Schemas.identifier, "The standard line.")], "application/json",
                Schemas.named("OfferList")),
            "/standard-lines/{id}.csv": get(
                "standardLineCSV", "requests", "The same as comma-separated values",
                [inPath("id", Schemas.identifier, "The standard line.")], csv, Schemas.text),
            "/requests/{id}.json": get(
                "request", "requests", "Requests that are answered together, with the answer and what came of it",
                [inPath("id", Schemas.identifier, "The group's identifier.")], "application/json",
                Schemas.named("Topic")),
        ]
    }()

    private static let authorities: [String: JSON] = {
        let filters = [
            inQuery("name", Schemas.text, "Only those with this in their name, in capitals or not."),
            inQuery("region", Schemas.text, "Only those of this region, such as `East of England`."),
            inQuery("kind", Schemas.text, "Only those of this kind, such as `county`."),
            inQuery("compact", yearSchema, "Only those with a compact of this school year."),
        ]
        return [
            "/authorities.json": get(
                "authorities", "authorities", "All local authorities since 2003, by name", filters, "application/json",
                Schemas.named("AuthorityLineList")),
            "/authorities.csv": get(
                "authoritiesCSV", "authorities", "The same as comma-separated values", filters, csv, Schemas.text),
            "/authorities/{code}.json": get(
                "authority", "authorities", "One authority",
                [inPath("code", ["type": "string", "pattern": #"^\d{3}$"#], "The Department's three-digit code.")],
                "application/json", Schemas.named("Authority")),
        ]
    }()

    private static let record: [String: JSON] = {
        let index = inPath(
            "index", Schemas.text,
            "Which tile of its level, as C2SP writes it: `000`; from 1,000 on in pieces, `x001/234`.")
        let level = inPath("level", ["type": "integer", "minimum": 0, "maximum": 63], "The level.")
        let width = inPath(
            "width", ["type": "integer", "minimum": 1, "maximum": 255], "How many hashes a partial tile has.")
        func tile(_ id: String, _ summary: String, _ parameters: [JSON]) -> JSON {
            get(id, "record", summary, parameters, "application/octet-stream", bytes)
        }
        return [
            "/record/checkpoint": get(
                "checkpoint", "record", "The signed checkpoint (C2SP tlog-checkpoint)", [], "text/plain", Schemas.text,
                or: [:]),
            "/record/vkey": get(
                "verifierKey", "record", "The key that checkpoints are checked with (C2SP signed-note)", [],
                "text/plain",
                Schemas.text, or: [:]),
            "/record/root": get(
                "root", "record", "The certificate that all signatures lead to, PEM", [], "application/x-pem-file",
                Schemas.text, or: [:]),
            "/record/tile/{level}/{index}": tile("tile", "A full tile of hashes (C2SP tlog-tiles)", [level, index]),
            "/record/tile/{level}/{index}.p/{width}": tile(
                "partialTile", "A partial tile of hashes", [level, index, width]),
            "/record/tile/entries/{index}": tile(
                "entryTile", "A bundle of 256 entries' digests, each with its length", [index]),
            "/record/tile/entries/{index}.p/{width}": tile("partialEntryTile", "A bundle of fewer", [index, width]),
            "/record/entries/{position}": get(
                "entry", "record", "An entry that you may read", [inPath("position", Schemas.count, "From 0.")],
                "application/json", Schemas.named("Entry")),
        ]
    }()

    private static let others: [String: JSON] = [
        "/search.json": get(
            "search", "search", "Lines of agreements that hold all of the words, best first",
            [inQuery("q", ["type": "string", "maxLength": 200], "The words; endings do not matter.")] + pages,
            "application/json", Schemas.named("FoundList"),
            or: [
                "404": ["description": "The query cannot be read."],
                "422": ["description": "The words are longer than 200 characters."],
            ]),
        "/search.csv": get(
            "searchCSV", "search", "The same as comma-separated values, at most 10,000 lines",
            [inQuery("q", ["type": "string", "maxLength": 200], "The words; endings do not matter.")], csv,
            Schemas.text,
            or: ["422": ["description": "The words are longer than 200 characters."]]),
        "/api/openapi.json": get(
            "openAPI", "site", "This document", [], "application/json", ["type": "object"], or: [:]),
        "/healthz": get("health", "site", "The program runs", [], "text/plain", Schemas.text, or: [:]),
        "/readyz": get(
            "readiness", "site", "The record can be read and written, and pages hold all of it", [], "text/plain",
            Schemas.text,
            or: ["503": ["description": "What is wrong, and what to do about it."]]),
        "/metrics": get(
            "metrics", "site", "Figures for Prometheus", [], "text/plain", Schemas.text,
            or: ["403": ["description": "The operator keeps them inside."]]),
    ]
}
