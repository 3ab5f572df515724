import Crypto
import Domain
import FoundationEssentials
import HTML
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

/// The files that pages are dressed with: our own stylesheet and script, which are part of the program, and the design
/// system's stylesheet, from a folder.
struct Assets: Sendable {
    /// Names this run of the program: what browsers keep is asked for anew after it.
    let run: String
    private let files: [String: (bytes: [UInt8], type: String)]

    init(folder: String?) throws {
        var files: [String: (bytes: [UInt8], type: String)] = [
            "concordat.css": (PackageResources.concordat_css, "text/css; charset=utf-8"),
            "concordat.js": (PackageResources.concordat_js, "text/javascript; charset=utf-8"),
            "govuk.css": ([], "text/css; charset=utf-8"),
        ]
        if let folder {
            let sheet = try Data(contentsOf: URL(filePath: "\(folder)/concordat-govuk.css"))
            files["govuk.css"] = ([UInt8](sheet), "text/css; charset=utf-8")
        }
        self.files = files
        var hash = SHA256()
        for name in files.keys.sorted() { hash.update(data: files[name]?.bytes ?? []) }
        // Pages are a function of the program too, which a digest of its files does not name: its start does.
        run =
            hash.finalize().prefix(4).map { String($0, radix: 36) }.joined()
            + String(Int(Date().timeIntervalSince1970), radix: 36)
    }

    func file(_ name: String) -> (bytes: [UInt8], type: String)? { files[name] }
}

extension Site {
    /// Whether the program answers at all: before anything else, so that it says no more than that.
    func addHealth(_ router: Router<Visit>) {
        var headers = Answering.headers
        headers[.contentType] = "text/plain; charset=utf-8"
        router.get("healthz") { [headers] _, _ in
            Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: "ok\n")))
        }
    }

    func addAssets(_ router: Router<Visit>) {
        router.get("assets/:name") { request, visit in
            guard let file = assets.file(try visit.named("name").name) else { throw NotFound() }
            let tag = "\"\(assets.run)\""
            let headers: HTTPFields = [
                .contentType: file.type, .eTag: tag, .cacheControl: "public, max-age=600, must-revalidate",
            ]
            if request.headers[.ifNoneMatch] == tag { return Response(status: .notModified, headers: headers) }
            return Response(
                status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: file.bytes)))
        }
        router.get("readyz") { _, _ -> Response in
            let ready = try register.views.position >= register.size()
            return Response(
                status: ready ? .ok : .serviceUnavailable, headers: [.contentType: "text/plain; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: ready ? "ready\n" : "behind\n")))
        }
        router.get("robots.txt") { _, _ in "User-agent: *\nDisallow: /sign-in\nDisallow: /drafts\n" }
        router.get("favicon.ico") { _, _ in
            Response(status: .noContent, headers: [.cacheControl: "public, max-age=86400"])
        }
    }
}
