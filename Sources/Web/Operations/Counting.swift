import HTTPTypes
import Hummingbird
import Logging
import Register
import Synchronization

/// Counts each request that the site answers, and logs it where the operator wants to see all of them.
struct Counting: RouterMiddleware {
    typealias Context = Visit
    let requests: RequestCounts
    let stopping: Flag

    func handle(
        _ request: Request, context: Visit, next: (Request, Visit) async throws -> Response
    ) async throws -> Response {
        requests.inProgress.add(1, ordering: .relaxed)
        defer { requests.inProgress.subtract(1, ordering: .relaxed) }
        var response = try await next(request, context)
        let took = context.took
        let isReading = request.method == .get || request.method == .head
        requests.add(
            context.endpointPath, isReading ? .read : .write, status: response.status.code, nanoseconds: took)
        // The connection is closed behind this answer: whoever keeps it should not send the next request into it.
        if stopping.isSet { response.headers[.connection] = "close" }
        if context.logger.logLevel <= .debug {
            context.logger.debug("answered", metadata: context.facts(request, response.status))
        }
        return response
    }
}

extension Visit {
    /// Since the request came, in nanoseconds.
    var took: Int {
        let (seconds, atto) = began.duration(to: .now).components
        return Int(seconds) * 1_000_000_000 + Int(atto / 1_000_000_000)
    }

    /// What a line of the log says of a request: never its address, which names things, nor anything that was sent.
    func facts(_ request: Request, _ status: HTTPResponse.Status) -> Logger.Metadata {
        // A method is any word that somebody sends.
        let known: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .delete, .patch, .options]
        return [
            "route": "\(endpointPath ?? "none")",
            "method": "\(known.contains(request.method) ? request.method.rawValue : "other")",
            "status": "\(status.code)",
            "ms": "\(Double(took / 10_000) / 100)",
        ]
    }
}

extension Site {
    /// Notes that the program failed a request: in the log, under the reference that the page shows too, and in the counts.
    func failed(_ error: any Error, _ request: Request, _ visit: Visit, _ status: HTTPResponse.Status) {
        let failure = Failure(error)
        tally.failures.add(failure.kind)
        var facts = visit.facts(request, status)
        facts["kind"] = "\(failure.kind)"
        facts["error"] = "\(failure)"
        visit.logger.error("a request failed", metadata: facts)
    }

    /// Notes that a request was refused, by the rules that refused it.
    func refused(_ rules: some Sequence<String?>) {
        let names = Set(rules.map { $0 ?? "other" })
        for rule in names.isEmpty ? ["other"] : names { tally.refusals.add(rule) }
    }
}
