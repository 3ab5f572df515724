import Crypto
import FoundationEssentials
import Hummingbird
import Register
import Synchronization
import Vocabulary

/// Who is let in, and what is handed to their browser: signed cookies, and tokens that tell our forms from others'.
struct Door: Sendable {
    private let key: SymmetricKey
    private let isSecure: Bool

    init(secret: [UInt8], isSecure: Bool) {
        key = SymmetricKey(data: secret)
        self.isSecure = isSecure
    }

    /// A value with its signature behind a full stop.
    func signed(_ value: String) -> String { "\(value).\(mark("cookie", value))" }

    /// The value, where its signature is ours.
    func opened(_ signed: String) -> String? {
        guard let stop = signed.lastIndex(of: ".") else { return nil }
        let value = String(signed[..<stop])
        return isSame(String(signed[signed.index(after: stop)...]), mark("cookie", value)) ? value : nil
    }

    /// What a form sent with that session, or behind that door cookie, must carry.
    func formToken(_ bound: String) -> String { mark("form", bound) }

    /// Whether a form carries what it must.
    func isOurs(_ sent: String, for token: String) -> Bool { !token.isEmpty && isSame(sent, token) }

    /// A cookie that scripts cannot read and other sites do not send.
    func cookie(_ name: String, _ value: String, seconds: Int?) -> Cookie {
        Cookie(
            name: name, value: value, maxAge: seconds, path: "/", secure: isSecure, httpOnly: true, sameSite: .lax)
    }

    private func mark(_ purpose: String, _ value: String) -> String {
        HMAC<SHA256>.authenticationCode(for: Data("\(purpose)|\(value)".utf8), using: key)
            .prefix(20).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    private func isSame(_ left: String, _ right: String) -> Bool {
        let (left, right) = (Array(left.utf8), Array(right.utf8))
        return left.count == right.count && zip(left, right).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// How often somebody may fail to sign in: ten times in fifteen minutes for one account, a hundred for one network. A
/// success counts for neither.
final class SignInLimits: Sendable {
    private let failures = Mutex<[Vocabulary.Digest: (count: Int, since: Instant)]>([:])
    private let tally: Tally
    private static let seconds = 15 * 60
    private static let mostKept = 20_000

    init(_ tally: Tally = Tally()) { self.tally = tally }

    /// Whether another try is allowed now.
    func allows(account: String, address: String, at now: Instant) -> Bool {
        let allows = failures.withLock { failures in
            count(Self.key("account", account), now, failures) < 10
                && count(Self.key("network", Self.network(of: address)), now, failures) < 100
        }
        if !allows { tally.limited.add() }
        return allows
    }

    /// Counts a try that failed.
    func failed(account: String, address: String, at now: Instant) {
        tally.wrongPasswords.add()
        failures.withLock { failures in
            if failures.count >= Self.mostKept {
                failures = failures.filter { now < $0.value.since.adding(seconds: Self.seconds) }
            }
            // Whoever could fill the table all the same would wait for a quarter of an hour with everybody else.
            for key in [Self.key("account", account), Self.key("network", Self.network(of: address))]
            where failures.count < Self.mostKept || failures[key] != nil {
                let standing = count(key, now, failures)
                failures[key] = (standing + 1, standing == 0 ? now : failures[key]?.since ?? now)
            }
        }
    }

    /// A success makes an account's earlier failures count no more.
    func succeeded(account: String) { failures.withLock { $0[Self.key("account", account)] = nil } }

    private func count(
        _ key: Vocabulary.Digest, _ now: Instant, _ failures: [Vocabulary.Digest: (count: Int, since: Instant)]
    ) -> Int {
        guard let entry = failures[key], now < entry.since.adding(seconds: Self.seconds) else { return 0 }
        return entry.count
    }

    private static func key(_ kind: String, _ name: String) -> Vocabulary.Digest {
        Vocabulary.Digest(of: "\(kind) \(name)".utf8)
    }

    /// Of an IPv6 address the first 64 bits, which one subscriber has whole.
    private static func network(of address: String) -> String {
        address.contains(":")
            ? address.split(separator: ":", omittingEmptySubsequences: false).prefix(4).joined(separator: ":")
            : address
    }
}
