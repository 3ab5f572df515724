import HTTPTypes
import Hummingbird
import Register

extension Site {
    /// What the operator's programs ask, beside the site: nobody's visit is looked up for it, and it is not counted.
    func addOperations(_ router: Router<Visit>, _ requests: RequestCounts) {
        router.get("healthz") { _, _ in Site.plain(.ok, "ok") }
        router.get("readyz") { request, visit in
            switch await register.readiness() {
            case .ready: Site.plain(.ok, "ready")
            // What is wrong is for whoever runs it, and not for everyone who asks.
            case .not(let reason):
                Site.plain(.serviceUnavailable, isLocal(request, visit) ? reason : "not ready")
            }
        }
        router.get("metrics") { request, visit in await metrics(requests, request, visit) }
    }

    /// One line as an answer.
    static func plain(_ status: HTTPResponse.Status, _ line: String) -> Response {
        Response(status: status, headers: plain, body: ResponseBody(byteBuffer: ByteBuffer(string: line + "\n")))
    }

    private static let plain: HTTPFields = {
        var headers = Answering.headers
        headers[.contentType] = "text/plain; charset=utf-8"
        headers[.cacheControl] = "no-store"
        return headers
    }()
}
