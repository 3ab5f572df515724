import Glibc
import HTTPTypes
import Hummingbird

/// An address of the internet, version 4 or 6. One of version 4 in the clothes of version 6 is one of version 4.
struct IPAddress: Hashable, Sendable {
    /// 4 or 16.
    let bytes: [UInt8]

    /// From its text; nil for anything else, names too.
    init?(_ text: String) {
        if let four = Self.bytes(of: text, AF_INET, count: 4) {
            bytes = four
        } else if let six = Self.bytes(of: text, AF_INET6, count: 16) {
            bytes = six.starts(with: Self.mapped) ? Array(six.suffix(4)) : six
        } else {
            return nil
        }
    }

    private static func bytes(of text: String, _ family: Int32, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        return inet_pton(family, text, &bytes) == 1 ? bytes : nil
    }

    private static let mapped = [UInt8](repeating: 0, count: 10) + [255, 255]

    var isLoopback: Bool { bytes.count == 4 ? bytes[0] == 127 : bytes == [UInt8](repeating: 0, count: 15) + [1] }
}

/// The servers in front of the site that are believed when they say for whom they ask: single addresses and networks.
public struct Proxies: Sendable, Hashable {
    private let networks: [Network]

    private struct Network: Hashable {
        let address: [UInt8]
        let bits: Int

        func holds(_ other: IPAddress) -> Bool {
            guard other.bytes.count == address.count else { return false }
            return zip(address, other.bytes).enumerated().allSatisfy { place, pair in
                let left = max(0, min(8, bits - place * 8))
                let mask = left == 0 ? 0 : UInt8.max << UInt8(8 - left)
                return pair.0 & mask == pair.1 & mask
            }
        }
    }

    /// None is believed.
    public static let none = Proxies(networks: [])

    private init(networks: [Network]) { self.networks = networks }

    /// From addresses (`127.0.0.1`, `::1`) and networks (`10.0.0.0/8`) with commas or spaces between them; nil where one is
    /// neither.
    public init?(_ text: String) {
        var networks: [Network] = []
        for word in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            let parts = word.split(separator: "/", omittingEmptySubsequences: false)
            guard let address = IPAddress(String(parts[0])) else { return nil }
            var bits = address.bytes.count * 8
            if parts.count > 1 {
                guard parts.count == 2, let number = Int(parts[1]), (0...bits).contains(number) else { return nil }
                bits = number
            }
            networks.append(Network(address: address.bytes, bits: bits))
        }
        self.networks = networks
    }

    /// The address of whoever asks: at the other end of the connection, or, where a believed server is there, the last one
    /// in `X-Forwarded-For` that is not itself such a server. What stands before it may be anybody's invention.
    func client(of connection: String, forwarded: [String]) -> String {
        guard var client = IPAddress(connection), trusts(client) else { return connection }
        var text = connection
        for hop in forwarded.joined(separator: ",").split(separator: ",", omittingEmptySubsequences: false).reversed() {
            let name = Self.address(in: hop)
            // What a believed server wrote and is no address leaves that server itself.
            guard let next = IPAddress(name) else { return text }
            (client, text) = (next, name)
            guard trusts(client) else { return text }
        }
        return text
    }

    private func trusts(_ address: IPAddress) -> Bool { networks.contains { $0.holds(address) } }

    /// Without the port that some servers write behind it: `192.0.2.1:1234`, `[2001:db8::1]:1234`.
    private static func address(in hop: Substring) -> String {
        let word = hop.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" }
        if word.hasPrefix("[") { return String(word.dropFirst().prefix { $0 != "]" }) }
        return word.count { $0 == ":" } == 1 ? String(word.prefix { $0 != ":" }) : String(word)
    }
}

extension Site {
    /// The address of whoever asks, for counting tries.
    func client(_ request: Request, _ visit: Visit) -> String {
        settings.proxies.client(
            of: visit.remoteAddress?.ipAddress ?? "unknown", forwarded: request.headers[values: .xForwardedFor])
    }
}
