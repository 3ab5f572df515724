import Domain
import FoundationEssentials
import HTML
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Register
import Views
import Vocabulary

/// Finds out who comes in, turns what went wrong into a page, and sets what every answer carries.
struct Answering: RouterMiddleware {
    typealias Context = Visit
    let site: Site

    func handle(
        _ request: Request, context: Visit, next: (Request, Visit) async throws -> Response
    ) async throws -> Response {
        var context = context
        context.path = request.uri.path
        var response: Response
        var request = request
        do {
            await site.catchUp(with: request, context)
            try site.enter(request, &context)
            // Read here, so that what somebody wrote is still there when it turns out that they are no longer signed in.
            if request.method == .post { _ = try await request.collectBody(upTo: Site.mostBytes) }
            response = try await next(request, context)
        } catch  where request.method == .post && (error is SignInNeeded || error is SeatNeeded || error is NotFound) {
            response = try await unsaved(error, request, context)
        } catch let unseen as KeptUnseen {
            response = site.answer(to: unseen, request, context)
        } catch let error as any Troubled where error.trouble != nil {
            response = try await site.answer(to: error, request, context)
        } catch {
            response = answer(to: error, request, context)
        }
        site.carryPosition(of: request, context, in: &response)
        // A file that somebody sent is closed further than a page.
        for field in Self.headers where field.name != .contentSecurityPolicy || response.headers[field.name] == nil {
            response.headers[field.name] = field.value
        }
        if request.method == .head { response.body = ResponseBody() }
        return response
    }

    /// What every answer carries, so that a browser runs nothing but our own script and shows us in nobody's frame.
    static let headers: HTTPFields = [
        .contentSecurityPolicy: """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
        form-action 'self'; base-uri 'none'; frame-ancestors 'none'
        """,
        .xContentTypeOptions: "nosniff", HTTPField.Name("Referrer-Policy")!: "same-origin",
    ]

    /// Where somebody is led once they have come in: nowhere for what was posted, since it would be done unasked.
    private func back(to request: Request) -> String { request.method == .get ? request.uri.description : "" }

    /// Nothing that somebody wrote is lost because their visit ended, or because they took another seat in the meantime.
    private func unsaved(_ error: any Error, _ request: Request, _ context: Visit) async throws -> Response {
        let words = try await site.wordsSent(request)
        guard !words.isEmpty else { return answer(to: error, request, context) }
        let isOut = error is SignInNeeded
        let door = isOut && !site.settings.isDemonstration ? Path.signIn : Path.seats
        let way =
            "\(link: isOut ? "Sign in again" : "Choose your seat", to: door.onTheWay(to: back(to: request)))" as HTML
        return site.page(
            Message(
                title: isOut ? "You are no longer signed in" : "This was not saved",
                words: [
                    isOut
                        ? "Your visit ended before this was saved."
                        : "The seat that you act from now has nothing at this address. It may have been another seat's.",
                    "Nothing was changed. Your words are below: copy them before you go on.",
                ], more: "<p class=\"govuk-body\">\(way)</p>\n" + toCopy(words)),
            request, context, status: isOut ? .forbidden : .notFound)
    }

    private func answer(to error: any Error, _ request: Request, _ context: Visit) -> Response {
        switch error {
        case is NotFound:
            return site.page(
                Message(
                    title: "Page not found",
                    words: [
                        "There is nothing at this address, or it is not yours to see.",
                        "If you typed it, check it. Agreements that are still negotiated are seen by their parties only.",
                    ]), request, context, status: .notFound)
        case let error as HTTPError where error.status == .notFound:
            return answer(to: NotFound(), request, context)
        case is NIOTooManyBytesError:
            let words = "What you sent is larger than 4 megabytes: send less of it at a time."
            return site.page(Message(title: "Too large", words: [words]), request, context, status: .contentTooLarge)
        case let error as HTTPError:
            return site.page(
                Message(
                    title: "This cannot be answered", words: ["The request is not one that this site understands."]),
                request, context, status: error.status)
        case is SignInNeeded:
            let door = site.settings.isDemonstration ? Path.seats : Path.signIn
            return site.redirect(door.onTheWay(to: back(to: request)), context)
        case is SeatNeeded: return site.redirect(Path.seats.onTheWay(to: back(to: request)), context)
        case let refusal as Refusal:
            let problems = refusal.faults.map { FormProblem(nil, $0.message, rule: $0.rule) }
            let title = refusal.current == nil ? "This was not done" : "Somebody else was quicker"
            return site.page(
                Message(
                    title: title,
                    words: ["Nothing was changed. Go back to what you were doing, and open the page anew."],
                    problems: problems),
                request, context, status: refusal.status)
        default:
            let reference = context.id
            site.failed(error, request, context, .internalServerError)
            return site.page(
                Message(
                    title: "Something went wrong",
                    words: ["This is a fault of ours. Nothing that was accepted is lost. Reference: \(reference)"]),
                request, context, status: .internalServerError)
        }
    }
}

extension Site {
    fileprivate func enter(_ request: Request, _ visit: inout Visit) throws {
        // Before any question is put to the views: a page that is newer than its ETag says is only made once more.
        if visit.standing == nil { visit.standing = standing }
        visit.session = try session(request)
        if let session = visit.session {
            visit.formToken = door.formToken(session.token)
        } else if let cookie = request.cookies["door"]?.value, let value = door.opened(cookie) {
            visit.formToken = door.formToken(value)
        }
    }

    private func session(_ request: Request) throws -> Session? {
        guard let cookie = request.cookies["visit"]?.value, let token = door.opened(cookie),
            let row = try register.visit(token)
        else { return nil }
        let sitting = try row.appointment.flatMap { try register.sitting($0) }
        return Session(
            token: token, account: try row.person.flatMap { try register.account($0) }, sitting: sitting,
            seat: try sitting.flatMap { try register.views.seat($0.seat) })
    }
}

extension Refusal {
    /// With what an answer says that something was refused: for what was sent, or because something else stands by now.
    var status: HTTPResponse.Status { current == nil ? .unprocessableContent : .conflict }
}
