import Domain
import HTML
import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix
import Register
import Views
import Vocabulary

extension Site {
    func addSignIn(_ router: Router<Visit>) {
        router.get("sign-in", use: showSignIn)
        router.post("sign-in", use: signIn)
        router.post("sign-out", use: signOut)
        router.get("seats", use: showSeats)
        router.post("seat", use: sit)
    }

    @Sendable func showSignIn(_ request: Request, _ visit: Visit) async throws -> Response {
        guard !settings.isDemonstration else { return redirect(Path.seats.onTheWay(to: here(request)), visit) }
        let (visit, door) = withDoor(visit)
        var response = page(
            SignInPage(email: "", to: here(request), token: visit.formToken, problems: []), request, visit)
        keep(door, in: &response)
        return response
    }

    @Sendable func signIn(_ request: Request, _ visit: Visit) async throws -> Response {
        guard !settings.isDemonstration else { throw NotFound() }
        let form = try await form(request, visit)
        let (email, password) = (form["email"], form["password"])
        func again(_ status: HTTPResponse.Status, _ message: String) -> Response {
            let problem = FormProblem("email", message)
            return page(
                SignInPage(email: email, to: form["to"], token: visit.formToken, problems: [problem]), request, visit,
                status: status)
        }
        let address = client(request, visit)
        let name = Account.key(email)
        guard !email.isEmpty, !password.isEmpty else {
            return again(.unprocessableContent, "Enter your e-mail address and your password")
        }
        guard email.utf8.count <= 254, password.utf8.count <= 1024 else {
            return again(.unprocessableContent, "No account opens with this e-mail address and password. Check both")
        }
        guard limits.allows(account: name, address: address, at: register.clock()) else {
            return again(.tooManyRequests, "There were too many tries: wait a quarter of an hour, then try again")
        }
        let account = try await NIOThreadPool.singleton.runIfActive { [register] in
            try register.signIn(email: email, password: password)
        }
        guard let account else {
            limits.failed(account: name, address: address, at: register.clock())
            return again(.unprocessableContent, "No account opens with this e-mail address and password. Check both")
        }
        limits.succeeded(account: name)
        let sittings = try register.sittings(of: account)
        let token = try await register.beginVisit(
            person: account.id, appointment: sittings.count == 1 ? sittings[0].appointment : nil)
        var response = redirect(.signedIn(seats: sittings.count, to: form["to"]), visit)
        response.setCookie(door.cookie("visit", door.signed(token), seconds: nil))
        return response
    }

    @Sendable func signOut(_ request: Request, _ visit: Visit) async throws -> Response {
        _ = try await form(request, visit)
        if let session = visit.session { try await register.endVisit(session.token) }
        var response = redirect(.home, visit)
        response.setCookie(door.cookie("visit", "", seconds: 0))
        return response
    }

    @Sendable func showSeats(_ request: Request, _ visit: Visit) async throws -> Response {
        if settings.isDemonstration { return try showAllSeats(request, visit) }
        guard let account = visit.session?.account else {
            return redirect(Path.signIn.onTheWay(to: here(request)), visit)
        }
        let seats = try register.sittings(of: account).compactMap { sitting in
            try register.views.seat(sitting.seat).map {
                SeatChoice(sitting: sitting, seat: $0, waiting: try waiting(sitting))
            }
        }
        return page(
            SeatsPage(choices: seats, isDemonstration: false, to: here(request), token: visit.formToken), request, visit
        )
    }

    private func showAllSeats(_ request: Request, _ visit: Visit) throws -> Response {
        let (visit, door) = withDoor(visit)
        var choices: [SeatChoice] = []
        for sort in [Body.Sort.department, .association, .authority] {
            let bodies = try register.views.bodies(sort, on: today)
            for seat in try register.views.seats(of: bodies.map(\.id)) {
                for holder in try register.views.holders(of: seat.id, on: today).prefix(1) {
                    guard let sitting = try register.sitting(holder.appointment) else { continue }
                    choices.append(SeatChoice(sitting: sitting, seat: seat, waiting: try waiting(sitting)))
                }
            }
        }
        var response = page(
            SeatsPage(choices: choices, isDemonstration: true, to: here(request), token: visit.formToken), request,
            visit)
        keep(door, in: &response)
        return response
    }

    @Sendable func sit(_ request: Request, _ visit: Visit) async throws -> Response {
        let form = try await form(request, visit)
        guard let appointment = form.identifier("appointment", of: Appointment.self),
            try register.sitting(appointment) != nil
        else { throw NotFound() }
        let goal = Path(local: form["to"]) ?? .desk
        if let session = visit.session {
            try await register.sit(appointment, visit: session.token)
            return redirect(goal, visit)
        }
        guard settings.isDemonstration else { throw SignInNeeded() }
        let token = try await register.beginVisit(person: nil, appointment: appointment)
        var response = redirect(goal, visit)
        response.setCookie(door.cookie("visit", door.signed(token), seconds: nil))
        return response
    }

    private func waiting(_ sitting: Sitting) throws -> String {
        let lines = try register.views.desk(of: sitting.body, seat: sitting.seat, today: today)
        let signing = lines.filter(\.signs).count
        let open = lines.filter { $0.mine > 0 }.count
        var words: [String] = []
        if signing > 0 { words.append("\(signing) to sign") }
        if open > 0, sitting.office.may(.negotiate) { words.append("\(open) with lines waiting") }
        func cleared<K: Kind>(_: K.Type) throws -> [[Identifier<Seat>]] {
            try register.drafts(of: sitting.body, K.self).map { $0.draft.clearances.map(\.seat) }
        }
        let drafts = try Kinds.all.flatMap { try cleared($0) }
        if !drafts.isEmpty, sitting.office.may(.draft) {
            words.append(drafts.count == 1 ? "1 draft" : "\(drafts.count) drafts")
        }
        let named = try register.views.clearance(of: sitting.body, for: sitting.viewer).contains {
            $0.id == sitting.seat
        }
        let uncleared = drafts.filter { !$0.contains(sitting.seat) }.count
        if named, uncleared > 0 { words.append("\(uncleared) to clear") }
        return words.isEmpty ? "Nothing is waiting" : words.joined(separator: ", ")
    }

    private func here(_ request: Request) -> String { request.uri.queryParameters.get("to") ?? "" }

    /// Before signing in, forms are bound to a cookie that says nothing.
    private func withDoor(_ visit: Visit) -> (Visit, String?) {
        guard visit.formToken.isEmpty else { return (visit, nil) }
        var visit = visit
        let value = register.randomness.identifier(of: Person.self).description
        visit.formToken = door.formToken(value)
        return (visit, value)
    }

    private func keep(_ value: String?, in response: inout Response) {
        response.headers[.eTag] = nil
        response.headers[.cacheControl] = "no-store"
        guard let value else { return }
        response.setCookie(door.cookie("door", door.signed(value), seconds: nil))
    }
}

extension Path {
    /// The same with the address that somebody was on the way to, which every page of coming in hands on to the next.
    func onTheWay(to goal: String) -> Path { Path(local: goal) == nil ? self : adding(query: [("to", goal)]) }

    /// Where signing in leads: to the goal, or first to the choice of a seat where there is one to make.
    static func signedIn(seats: Int, to goal: String) -> Path {
        seats == 1 ? Path(local: goal) ?? .desk : Path.seats.onTheWay(to: goal)
    }

    /// An address of this site that somebody was on the way to; nil for anything that might lead elsewhere.
    init?(local text: String) {
        guard text.hasPrefix("/"), !text.hasPrefix("//"), text.utf8.count < 500,
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") })
        else { return nil }
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let names = parts[0].split(separator: "/").compactMap { String($0).removingURLPercentEncoding() }
        let query =
            parts.count < 2
            ? []
            : parts[1].split(separator: "&").compactMap { pair -> (String, String)? in
                let sides = pair.split(separator: "=", maxSplits: 1).compactMap {
                    String($0).removingURLPercentEncoding()
                }
                return sides.count == 2 ? (sides[0], sides[1]) : nil
            }
        self.init(names, query: query)
    }
}

/// A seat that somebody may act from, and what waits there.
struct SeatChoice: Sendable {
    let sitting: Sitting
    let seat: SeatRead
    let waiting: String
}

/// Where people with an account come in.
struct SignInPage: Page {
    let email: String
    let to: String
    let token: String
    let problems: [FormProblem]

    var title: String { "Sign in" }

    var main: HTML {
        let fields: HTML = """
            \(hiddenInput("to", to))
            \(textInput(Field("email", "E-mail address", in: problems), value: email, kind: .email, autocomplete: "username"))
            \(passwordInput(Field("password", "Password")))
            \(button("Sign in"))
            """
        return """
            <h1 class="govuk-heading-l">Sign in</h1>
            <p class="govuk-body">For people who hold a seat in one of the bodies. Reading needs no account.</p>
            \(postForm(to: .signIn, token: token, fields))
            """
    }
}

/// The seats that one may act from.
struct SeatsPage: Page {
    let choices: [SeatChoice]
    let isDemonstration: Bool
    let to: String
    let token: String

    var title: String { isDemonstration ? "Sit in a seat" : "Choose your seat" }

    var main: HTML {
        """
        <h1 class="govuk-heading-l">\(title)</h1>
        \(introduction)\(list)
        """
    }

    private var introduction: HTML {
        isDemonstration
            ? """
            <p class="govuk-body">Whoever sits in a seat acts for its body. In this demonstration everybody may sit anywhere:
            take the Department's side, then the authority's, and see what each is waiting for.</p>
            """
            : "<p class=\"govuk-body\">You act, and what you do is recorded, in the name of the seat that you choose.</p>\n"
    }

    private var list: HTML {
        guard !choices.isEmpty else {
            return emptyState("You hold no seat today. Ask the operator of the register to appoint you to one.")
        }
        return table(
            caption: "Seats", isCaptionHidden: true,
            columns: [Column("Seat"), Column("Body"), Column("Waiting"), Column("Act from it")],
            rows: choices.map { choice in
                let sit = postForm(
                    to: .seat, token: token, label: choice.seat.full,
                    "\(hiddenInput("appointment", choice.sitting.appointment.description))\(hiddenInput("to", to))\(button("Sit here", .link, about: choice.seat.full))"
                )
                return ["\(choice.seat.title)", "\(choice.seat.bodyName)", "\(choice.waiting)", sit]
            })
    }
}
