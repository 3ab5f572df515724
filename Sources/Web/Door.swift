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

/// How often somebody may try to sign in: ten times in fifteen minutes for one account, a hundred for one network address.
final class SignInLimits: Sendable {
    private let tries = Mutex<[String: (count: Int, since: Instant)]>([:])
    private static let seconds = 15 * 60

    /// Whether another try is allowed now; it is counted.
    func allows(account: String, address: String, at now: Instant) -> Bool {
        tries.withLock { tries in
            if tries.count > 50_000 { tries = tries.filter { now < $0.value.since.adding(seconds: Self.seconds) } }
            let first = count("account \(account)", now, &tries) <= 10
            let second = count("address \(address)", now, &tries) <= 100
            return first && second
        }
    }

    /// A success makes an account's earlier failures count no more.
    func forget(account: String) { tries.withLock { $0["account \(account)"] = nil } }

    private func count(_ key: String, _ now: Instant, _ tries: inout [String: (count: Int, since: Instant)]) -> Int {
        var entry = tries[key] ?? (0, now)
        if entry.since.adding(seconds: Self.seconds) <= now { entry = (0, now) }
        entry.count += 1
        tries[key] = entry
        return entry.count
    }
}
