import Domain
import HTML
import HTTPTypes
import Hummingbird
import Register
import Vocabulary

extension Site {
    /// The record itself, for anybody's tools: C2SP checkpoint, key and tiles, the certificate root, and public entries.
    func addRecord(_ router: Router<Visit>) {
        router.get("record") { request, visit in
            page(
                RecordPage(
                    origin: register.origin, size: try register.size(), checkpoint: try register.checkpoint(),
                    verifierKey: register.verifierKey, restarts: try register.restarts()),
                request, visit)
        }
        router.get("record/checkpoint") { _, _ in plain(try register.checkpoint(), "no-cache") }
        router.get("record/vkey") { _, _ in plain(register.verifierKey + "\n", "no-cache") }
        router.get("record/root") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/x-pem-file", .cacheControl: "no-cache"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: register.rootCertificate)))
        }
        router.get("record/tile/**") { _, visit in
            let rest = visit.parameters.getCatchAll().joined(separator: "/")
            // A tile of this path never changes: a wider one has another path.
            return Response(
                status: .ok,
                headers: [
                    .contentType: "application/octet-stream", .cacheControl: "public, max-age=31536000, immutable",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: try register.tile("tile/\(rest)"))))
        }
        router.get("record/entries/:position") { _, visit in
            guard let text = visit.parameters.get("position"), let position = Int(text), String(position) == text,
                position >= 0
            else { throw NotFound() }
            let entry = try register.envelope(position, for: visit.viewer)
            return Response(
                status: .ok,
                headers: [
                    .contentType: "application/json", .cacheControl: visit.session == nil ? "no-cache" : "no-store",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: entry)))
        }
    }

    private func plain(_ text: String, _ caching: String) -> Response {
        Response(
            status: .ok, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: caching],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
