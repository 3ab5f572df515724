import Crypto
import FoundationEssentials
import HTML
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

/// One page: a value made of what it shows.
protocol Page {
    /// What it is called.
    var title: String { get }
    /// Its main part: one `h1` and what belongs to it.
    var main: HTML { get }
    /// The pages above it, from home down.
    var breadcrumbs: [Crumb] { get }
    /// Whether it wants the whole width of the screen.
    var isWide: Bool { get }
    /// What is wrong with the form that it shows again.
    var problems: [FormProblem] { get }
    /// What has just happened.
    var notice: HTML? { get }
}

extension Page {
    var breadcrumbs: [Crumb] { [] }
    var isWide: Bool { false }
    var problems: [FormProblem] { [] }
    var notice: HTML? { nil }
}

extension Site {
    /// A page as an answer. One without a session is known by its ETag: it is a function of its address, the record's position
    /// when it was begun, the run of the program and the day.
    func page(
        _ page: some Page, _ request: Request, _ visit: Visit, status: HTTPResponse.Status = .ok
    ) -> Response {
        if status == .unprocessableContent || status == .conflict { refused(page.problems.map(\.rule)) }
        let document = document(of: page, at: visit.path, visit.session, visit.formToken)
        return answer(document.before, document.main, document.after, request, visit, status: status)
    }

    /// A page with what stands round it.
    func document(of page: some Page, at path: String, _ session: Session?, _ formToken: String) -> Document {
        Document(
            title: page.title, hasErrors: !page.problems.isEmpty, navigation: navigation(path, session),
            account: account(session, formToken), banner: banner, breadcrumbs: page.breadcrumbs, notice: page.notice,
            main: page.problems.isEmpty ? page.main : errorSummary(page.problems) + page.main,
            footer: [
                NavigationLink("The record and how to check it", to: .record),
                NavigationLink("Accessibility", to: .accessibility), NavigationLink("Data and API", to: .openAPI),
            ], isWide: page.isWide)
    }

    /// A page in three pieces, as an answer.
    func answer(
        _ before: HTML, _ main: HTML, _ after: HTML, _ request: Request, _ visit: Visit,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        bytes(
            [before.bytes, main.bytes, after.bytes], "text/html; charset=utf-8", request, visit, status: status)
    }

    /// Bytes as an answer, with the caching that pages have.
    func bytes(
        _ bytes: [UInt8], _ type: String, _ request: Request, _ visit: Visit, status: HTTPResponse.Status = .ok,
        more: HTTPFields = [:]
    ) -> Response {
        self.bytes([bytes], type, request, visit, status: status, more: more)
    }

    /// The same in pieces, none of which is copied more than once.
    private func bytes(
        _ pieces: [[UInt8]], _ type: String, _ request: Request, _ visit: Visit, status: HTTPResponse.Status,
        more: HTTPFields = [:]
    ) -> Response {
        var headers = more
        headers[.contentType] = type
        if visit.session == nil, status == .ok, request.method == .get, let standing = visit.standing {
            let tag = tag(standing)
            headers[.eTag] = tag
            headers[.cacheControl] = "no-cache"
            headers[.vary] = "Cookie"
            if let known = request.headers[.ifNoneMatch], known.names(tag) {
                return Response(status: .notModified, headers: headers)
            }
        } else {
            headers[.cacheControl] = "no-store"
        }
        var body = ByteBuffer()
        body.reserveCapacity(pieces.reduce(0) { $0 + $1.count })
        for piece in pieces { body.writeBytes(piece) }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
    }

    /// A value as JSON.
    func json(_ value: some Encodable, _ request: Request, _ visit: Visit) throws -> Response {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return bytes([UInt8](try encoder.encode(value)) + [0x0A], "application/json", request, visit)
    }

    /// On to another page, after something was done.
    func redirect(_ path: Path, _ visit: Visit) -> Response {
        Response(status: .seeOther, headers: [.location: path.description, .cacheControl: "no-store"])
    }

    private func navigation(_ here: String, _ session: Session?) -> [NavigationLink] {
        var links: [NavigationLink] = []
        if session?.sitting != nil { links.append(link("Your desk", .desk, here)) }
        return links + [
            link("Compacts", .compacts, here), link("Statements", .statements, here),
            link("Promises", .promises, here), link("Requests", .requests, here), link("Agenda", .agendas, here),
            link("Authorities", .authorities, here), link("Measures", .measures, here),
            link("Search", .search, here), link("The record", .record, here),
        ]
    }

    private func link(_ title: String, _ path: Path, _ here: String) -> NavigationLink {
        let way = path.description
        return NavigationLink(title, to: path, isCurrent: here == way || here.hasPrefix(way + "/"))
    }

    private func account(_ session: Session?, _ formToken: String) -> HTML {
        guard let session else {
            return settings.isDemonstration
                ? "\(link: "Sit in a seat", to: Path.seats)" : "\(link: "Sign in", to: Path.signIn)"
        }
        let leave = postForm(
            to: .signOut, token: formToken, label: "Sign out", forgetsWords: true,
            button(settings.isDemonstration ? "Leave the seat" : "Sign out", .link))
        let who: HTML =
            session.seat.map { "\($0.full)" } ?? session.account.map { "\($0.name)" } ?? ""
        return "\(who) \(link: "Change seat", to: Path.seats) \(leave)"
    }

    private var banner: (label: String, words: HTML)? {
        guard settings.isDemonstration else { return nil }
        return (
            "Illustrative", "This is a demonstration. Its agreements and acts are invented and name no real person."
        )
    }
}

extension [FormProblem] {
    /// What a refusal says, beside the fields that it names.
    init(_ refusal: Refusal) {
        self = refusal.faults.map { FormProblem($0.field, $0.message, rule: $0.rule) }
    }
}

/// A page that says one thing: that something is not there, or went wrong, or was refused.
struct Message: Page {
    let title: String
    let words: [String]
    var more: HTML = ""
    var problems: [FormProblem] = []

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        \(each: words, paragraph)\(more)
        """
    }

    private func paragraph(_ words: String) -> HTML { "<p class=\"govuk-body\">\(words)</p>\n" }
}
