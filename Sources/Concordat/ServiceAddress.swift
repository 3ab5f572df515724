import FoundationEssentials
import Vocabulary

/// Where a statistics service answers: an https address below which its paths begin. Without a certificate (http) only on this machine.
struct ServiceAddress: Sendable, CustomStringConvertible {
    /// The public one. The service's OpenAPI document names only its makers' own machine; this address is the one that the Department
    /// lists for it among its interfaces.
    static let published = "https://api.education.gov.uk/statistics"

    /// Without a slash at its end.
    let description: String
    /// Whether it is on this machine, so that redirects may go without a certificate too.
    private let isPlain: Bool

    /// Reads an address.
    ///
    /// - Throws: `Refusal` where it is none, holds more than a host and a path, or is http elsewhere than on this machine.
    init(_ text: String) throws(Refusal) {
        var text = text
        while text.hasSuffix("/") { text.removeLast() }
        // People copy it with the version of the interface, which every path names itself.
        if text.hasSuffix("/v1") { text.removeLast(3) }
        guard let url = URL(string: text), url.query == nil, url.fragment == nil, ServiceAddress.isWhole(url) else {
            throw Refusal(
                Fault(
                    "fetch.address", field: "from",
                    "Give the service's web address with https:// before it, not '\(text)'"))
        }
        isPlain = url.scheme == "http"
        guard !isPlain || ServiceAddress.isLoopback(url) else {
            throw Refusal(
                Fault(
                    "fetch.address", field: "from",
                    "Give the service's address with https:// before it: http is asked on this machine only"))
        }
        description = text
    }

    /// Where a redirect leads; nil where it is not gone along.
    func target(of location: String, from address: String) -> String? {
        guard let url = URL(string: location, relativeTo: URL(string: address))?.absoluteURL,
            ServiceAddress.isWhole(url),
            url.scheme == "https" || (isPlain && ServiceAddress.isLoopback(url))
        else { return nil }
        return url.absoluteString
    }

    /// Whether it has a scheme that is asked and a host, and gives nobody's password away.
    private static func isWhole(_ url: URL) -> Bool {
        ["https", "http"].contains(url.scheme) && url.host.map { !$0.isEmpty } == true && url.user == nil
            && url.password == nil
    }

    private static func isLoopback(_ url: URL) -> Bool {
        ["localhost", "127.0.0.1", "::1", "[::1]"].contains(url.host)
    }
}
