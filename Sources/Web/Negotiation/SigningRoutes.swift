import Domain
import Exchange
import HTML
import HTTPTypes
import Hummingbird
import NIOCore
import NIOPosix
import Register
import Views
import Vocabulary

extension Site {
    /// Reading the exact text and signing it.
    func addSigning(_ router: Router<Visit>) {
        for kind in Kinds.all { addSigning(of: kind, to: router) }
    }

    private func addSigning<K: Kind>(of _: K.Type, to router: Router<Visit>) {
        router.get("\(K.name)s/:id/signatures/new") { request, visit in
            let id: Identifier<Agreement<K>> = try visit.identifier("id")
            let sitting = try visit.requireSitting()
            return try showSigning(id, sitting, since: nil, request, visit)
        }
        router.post("\(K.name)s/:id/signatures") { try await sign(K.self, $0, $1) }
    }

    private func showSigning<K: Kind>(
        _ id: Identifier<Agreement<K>>, _ sitting: Sitting, since: Int?, _ request: Request, _ visit: Visit,
        isStale: Bool = false, problems: [FormProblem] = [], status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let shown = try negotiated(id, visit)
        guard shown.read.text != nil else {
            let words =
                isStale
                ? "Somebody changed the text since you opened it, so nothing was signed. Its lines are open again."
                : "The text is not fixed yet: lines are still open."
            return page(
                Message(
                    title: isStale ? "The text has changed" : "There is nothing to sign yet", words: [words],
                    more: "<p class=\"govuk-body\">\(link: "See what is open", to: shown.path)</p>", problems: problems),
                request, visit, status: status)
        }
        let text = try register.text(of: id, for: visit.viewer)
        let seen = try register.seen(id.description, by: sitting.seat)
        let asked = since ?? request.uri.queryParameters.get("since").flatMap { Int($0) } ?? seen
        let looked = min(asked, seen)
        let versions = try register.views.versions(in: id.description, for: sitting.viewer)
        return page(
            SigningPage(
                shown: shown, sitting: sitting, digest: text.digest,
                document: AgreementDocument.body(of: try AgreementText(bytes: text.bytes)), since: looked,
                changes: looked > 0 ? shown.changes(since: looked, versions) : [],
                isDemonstration: settings.isDemonstration, token: visit.formToken,
                lacking: shown.isVariation ? try register.lacking(id, by: sitting) : [], isStale: isStale,
                problems: problems),
            request, visit, status: status)
    }

    private func sign<K: Kind>(_: K.Type, _ request: Request, _ visit: Visit) async throws -> Response {
        let id: Identifier<Agreement<K>> = try visit.identifier("id")
        let sitting = try visit.requireSitting(.sign)
        let form = try await form(request, visit)
        _ = try negotiated(id, visit)
        guard let digest = Digest(form["text"]) else { throw Form.unreadable }
        if let (problem, status) = try await doubt(of: form, request, visit) {
            return try showSigning(
                id, sitting, since: form.number("since"), request, visit, problems: [problem], status: status)
        }
        do {
            let receipt = try await register.sign(id, text: digest, as: sitting)
            // Whoever signs has read all of it: should the text be opened again, what changed is shown from here.
            try await register.look(id.description, at: receipt.position, by: sitting.seat)
        } catch let refusal as Refusal {
            let isStale = refusal.current != nil
            return try showSigning(
                id, sitting, since: form.number("since"), request, visit, isStale: isStale,
                problems: [FormProblem](refusal), status: isStale ? .conflict : .unprocessableContent)
        }
        return redirect(.signature(K.name, id.description, sitting.seat), visit)
    }

    /// Why whoever signs is not known to be the one who signed in; nil where they are.
    private func doubt(
        of form: Form, _ request: Request, _ visit: Visit
    ) async throws -> (FormProblem, HTTPResponse.Status)? {
        if settings.isDemonstration {
            let words = "Tick the box to say that you sign as this seat"
            return form["who"] == "yes" ? nil : (FormProblem("who", words), .unprocessableContent)
        }
        guard let account = visit.session?.account else { throw SignInNeeded() }
        let (email, password) = (account.email, form["password"])
        let address = client(request, visit)
        // A name of its own, so that a stranger's guesses at the door keep nobody who is inside from signing.
        let name = "signing \(account.id)"
        guard password.utf8.count <= 1024, limits.allows(account: name, address: address, at: register.clock()) else {
            let words = "There were too many tries: wait a quarter of an hour, then try again"
            return (FormProblem("password", words), .tooManyRequests)
        }
        let known = try await NIOThreadPool.singleton.runIfActive { [register] in
            try register.signIn(email: email, password: password)
        }
        guard known?.id == account.id else {
            limits.failed(account: name, address: address, at: register.clock())
            return (FormProblem("password", "This is not your password. Check it"), .unprocessableContent)
        }
        limits.succeeded(account: name)
        return nil
    }
}
