import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import Vocabulary

/// Asks a service on the web for one thing after the other, within bounds of time, length, redirects and tries.
struct Asking: Sendable {
    /// How long, how often and how far it asks.
    struct Limits: Sendable {
        /// For everything that is asked together; what is being read then may last for another silence.
        var whole = Duration.seconds(900)
        /// Without a byte from the other side.
        var silence = Duration.seconds(30)
        /// How often the same is asked of a service that says that it is busy.
        var tries = 5
        /// Between the first two tries, where the service does not say how long; twice that after each further one.
        var pause = Duration.seconds(1)
        /// Who is told to wait longer than that gives up.
        var longestPause = Duration.seconds(60)
        var redirects = 3
    }

    /// What is wanted of an address.
    struct Wish: Sendable {
        let address: String
        /// The media type.
        let type: String
        /// Whether it may come packed with gzip.
        var mayBePacked = false
        /// How many bytes it may have.
        let most: Int
    }

    /// What came.
    struct Answer: Sendable {
        let bytes: [UInt8]
        /// Its media type, in small letters and without what follows it; nothing where the service does not say.
        let type: String
        let isPacked: Bool
    }

    /// Told how many bytes have come, and of how many where that is known: at each quarter of a MiB, and at the end.
    typealias Progress = @Sendable (Int, Int?) -> Void

    private let service: ServiceAddress
    private let limits: Limits
    private let client: HTTPClient
    private let end: ContinuousClock.Instant

    /// Asks a service, within limits that begin to count now.
    static func of<Answers: Sendable>(
        _ service: ServiceAddress, within limits: Limits, _ body: (Asking) async throws(Refusal) -> Answers
    ) async throws(Refusal) -> Answers {
        var configuration = HTTPClient.Configuration()
        let silence = min(limits.silence, limits.whole)
        configuration.timeout = .init(connect: min(.seconds(10), silence.amount), read: silence.amount)
        configuration.redirectConfiguration = .disallow
        // Else whoever gives a wrong address waits for as long as a connection may take.
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let asking = Asking(service: service, limits: limits, client: client, end: .now + limits.whole)
        do throws(Refusal) {
            let answers = try await body(asking)
            try await asking.close()
            return answers
        } catch {
            try await asking.close()
            throw error
        }
    }

    private func close() async throws(Refusal) {
        do { try await client.shutdown() } catch { throw unreachable(service.description, error) }
    }

    /// What is at an address; nil where there is nothing.
    ///
    /// - Throws: `Refusal` with one fault, whose sentence says what to do.
    func get(_ wish: Wish, progress: Progress? = nil) async throws(Refusal) -> Answer? {
        var pause = limits.pause
        for attempt in 1...limits.tries {
            let (response, address) = try await follow(wish)
            switch response.status.code {
            case 200: return try await read(response, wish, progress)
            case 404, 410: return nil
            case 401, 403:
                throw Refusal(
                    Fault(
                        "fetch.forbidden",
                        "\(address) may not be read by everybody (\(response.status.code)): ask its publisher, or choose another data set"
                    ))
            case 429, 503, 504:
                let wanted = response.headers.first(name: "Retry-After").flatMap(Asking.pause)
                if attempt < limits.tries { try await wait(wanted ?? pause, for: address) }
                pause = pause * 2
            default:
                throw Refusal(
                    Fault(
                        "fetch.status",
                        "\(address) answered \(response.status.code), which is nothing to go on with: check the address of the service, or try later"
                    ))
            }
        }
        throw busy(service.description)
    }

    /// The answer at an address, or where it leads on to.
    private func follow(_ wish: Wish) async throws(Refusal) -> (HTTPClientResponse, String) {
        var address = wish.address
        for _ in 0...limits.redirects {
            let response = try await ask(address, wish)
            guard [301, 302, 303, 307, 308].contains(response.status.code) else { return (response, address) }
            let location = response.headers.first(name: "Location") ?? ""
            guard let next = service.target(of: location, from: address) else {
                throw Refusal(
                    Fault(
                        "fetch.redirect",
                        "\(address) leads on to no https address, and others are not asked: check the address of the service"
                    ))
            }
            address = next
        }
        throw Refusal(
            Fault(
                "fetch.redirect",
                "\(wish.address) leads on from one address to the next more than \(limits.redirects) times: check the address of the service"
            ))
    }

    private func ask(_ address: String, _ wish: Wish) async throws(Refusal) -> HTTPClientResponse {
        var request = HTTPClientRequest(url: address)
        request.headers.add(name: "Accept", value: wish.type)
        request.headers.add(name: "Accept-Encoding", value: wish.mayBePacked ? "gzip" : "identity")
        request.headers.add(name: "User-Agent", value: "concordat")
        let left = ContinuousClock.now.duration(to: end)
        guard left > .zero else { throw slow(address) }
        do {
            return try await client.execute(request, timeout: min(left, limits.silence).amount)
        } catch {
            throw Asking.isSlow(error) ? slow(address) : unreachable(address, error)
        }
    }

    private func read(
        _ response: HTTPClientResponse, _ wish: Wish, _ progress: Progress?
    ) async throws(Refusal) -> Answer {
        let all = response.headers.first(name: "Content-Length").flatMap { Int($0) }
        if let all, all > wish.most { throw large(wish) }
        var bytes: [UInt8] = []
        do {
            for try await piece in response.body {
                guard bytes.count + piece.readableBytes <= wish.most else { throw large(wish) }
                guard ContinuousClock.now < end else { throw slow(wish.address) }
                let quarters = bytes.count >> 18
                bytes.append(contentsOf: piece.readableBytesView)
                if bytes.count >> 18 > quarters { progress?((bytes.count >> 18) << 18, all) }
            }
            progress?(bytes.count, all)
        } catch let refusal as Refusal {
            throw refusal
        } catch {
            throw Asking.isSlow(error) ? slow(wish.address) : cutOff(wish.address)
        }
        return try answer(bytes, response, wish)
    }

    private func answer(
        _ bytes: [UInt8], _ response: HTTPClientResponse, _ wish: Wish
    ) throws(Refusal) -> Answer {
        let coding = response.headers.first(name: "Content-Encoding")?.lowercased() ?? "identity"
        guard coding == "identity" || (coding == "gzip" && wish.mayBePacked) else {
            throw Refusal(
                Fault(
                    "fetch.packed",
                    "\(wish.address) sent its answer packed in a manner that is not read here: get the file with a browser, and take it in from there"
                ))
        }
        let type = response.headers.first(name: "Content-Type")?.lowercased() ?? ""
        return Answer(
            bytes: bytes, type: String(type.prefix { $0 != ";" && $0 != " " }), isPacked: coding == "gzip")
    }

    private func wait(_ pause: Duration, for address: String) async throws(Refusal) {
        guard pause <= limits.longestPause, .now + pause < end else { throw busy(address, for: pause) }
        do { try await Task.sleep(for: pause) } catch { throw slow(address) }
    }

    /// How long a service asks to be left alone: seconds, or until a time as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 10.2.3); nil
    /// where it says neither.
    private static func pause(_ words: String) -> Duration? {
        if let seconds = Int(words) { return (0...1_000_000).contains(seconds) ? .seconds(seconds) : nil }
        let parts = words.split(separator: " ")
        let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        guard parts.count == 6, let month = names.firstIndex(of: String(parts[2])) else { return nil }
        let time = "\(parts[3])-\(month < 9 ? "0" : "")\(month + 1)-\(parts[1])T\(parts[4])Z"
        do {
            return .seconds(max(0, try Date(time, strategy: .iso8601).timeIntervalSinceNow))
        } catch {
            return nil
        }
    }

    private static func isSlow(_ error: any Error) -> Bool {
        switch error as? HTTPClientError {
        case .connectTimeout, .readTimeout, .deadlineExceeded, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout: true
        default: false
        }
    }

    private func slow(_ address: String) -> Refusal {
        Refusal(
            Fault("fetch.slow", "\(address) did not answer in time: try again later, or give it longer with --within"))
    }

    private func unreachable(_ address: String, _ error: any Error) -> Refusal {
        Refusal(
            Fault(
                "fetch.unreachable",
                "\(address) cannot be reached (\(Asking.words(error))): check the address and this machine's connection, or try later"
            ))
    }

    /// Why there is no connection. What the libraries say of it is for their makers.
    private static func words(_ error: any Error) -> String {
        switch error {
        case let error as NIOConnectionError where error.connectionErrors.isEmpty: "there is no such host"
        case is NIOConnectionError, is IOError: "nobody answers there"
        case is HTTPClientError, is HTTPParserError: "it does not speak HTTP, or hung up"
        default: "no secure connection came about: this machine may not trust its certificate"
        }
    }

    private func cutOff(_ address: String) -> Refusal {
        Refusal(Fault("fetch.cut-off", "\(address) broke off in the middle of its answer: try again"))
    }

    private func large(_ wish: Wish) -> Refusal {
        Refusal(
            Fault(
                "fetch.large",
                "\(wish.address) has more than the \(wish.most >> 20) MiB that are fetched at once: get the file with a browser, and take it in from there"
            ))
    }

    private func busy(_ address: String, for pause: Duration? = nil) -> Refusal {
        let longer = pause.map { " for another \($0.components.seconds) seconds" } ?? ""
        return Refusal(Fault("fetch.busy", "\(address) has too much to do\(longer): try again later"))
    }
}

extension Duration {
    /// The same for the library that keeps the connections.
    fileprivate var amount: TimeAmount {
        .nanoseconds(components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000)
    }
}
