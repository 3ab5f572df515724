import FoundationEssentials
import Hummingbird
public import Logging
import Register
import ServiceLifecycle
import UnixSignals

extension Site {
    /// Serves the site until the process is asked to end (SIGTERM, SIGINT); what was accepted by then is finished. Meanwhile
    /// the views follow what other processes write.
    ///
    /// - Parameters:
    ///   - host: The address to listen on.
    ///   - port: 0 for any free one.
    ///   - ready: Is told the port once the site answers.
    public func serve(
        host: String, port: Int, logger: Logger, ready: @escaping @Sendable (Int) -> Void
    ) async throws {
        var application = Application(
            router: router(),
            configuration: .init(address: .hostname(host, port: port), serverName: nil),
            onServerRunning: { channel in ready(channel.localAddress?.port ?? port) }, logger: logger)
        application.addServices(Following(register: register, logger: logger))
        try await application.runService(gracefulShutdownSignals: [.sigterm, .sigint])
    }
}

/// Keeps the views up with what commands beside the server write.
private struct Following: Service {
    let register: Register
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown { [register, logger] in
            await register.follow(every: .milliseconds(250), logger: logger)
        }
    }
}
