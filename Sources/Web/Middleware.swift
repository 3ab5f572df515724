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
        do {
            try site.enter(request, &context)
            response = try await next(request, context)
        } catch {
            response = answer(to: error, request, context)
        }
        response.headers[.contentSecurityPolicy] = """
            default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
            form-action 'self'; base-uri 'none'; frame-ancestors 'none'
            """
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[HTTPField.Name("Referrer-Policy")!] = "same-origin"
        if request.method == .head { response.body = ResponseBody() }
        return response
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
                Message(title: "This cannot be answered", words: ["The request is not one that this site understands."]),
                request, context, status: error.status)
        case is SignInNeeded:
            let back = request.method == .get ? [("to", request.uri.description)] : []
            let door = site.settings.isDemonstration ? Path.seats : Path.signIn
            return site.redirect(door.adding(query: back), context)
        case is SeatNeeded: return site.redirect(.seats, context)
        case let refusal as Refusal:
            let problems = [FormProblem](refusal).map { FormProblem(nil, $0.message) }
            let title = refusal.current == nil ? "This was not done" : "Somebody else was quicker"
            return site.page(
                Message(
                    title: title, words: ["Nothing was changed. Go back to what you were doing, and open the page anew."],
                    problems: problems),
                request, context, status: refusal.current == nil ? .unprocessableContent : .conflict)
        default:
            let reference = context.id
            context.logger.error("a request failed", metadata: ["error": "\(error)", "path": "\(request.uri.path)"])
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

