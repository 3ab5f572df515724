import FoundationEssentials
import Glibc
import Hummingbird
import HummingbirdCore
public import Logging
import Register
import ServiceLifecycle
import UnixSignals

extension Site {
    /// How long a stop may take before what is still unanswered is cut off.
    public static let stopsWithin = Duration.seconds(20)

    /// Serves the site until the process is asked to end (SIGTERM, SIGINT). Then nothing more is accepted, what was accepted
    /// is answered, and idle connections are closed; after `stopsWithin` the rest is cut off. A second signal ends the process
    /// at once. Meanwhile the views follow what other processes write.
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
            configuration: .init(
                address: .hostname(host, port: port), serverName: nil, availableConnectionsDelegate: tally.connections),
            onServerRunning: { channel in ready(channel.localAddress?.port ?? port) }, logger: logger)
        application.addServices(Following(register: register, logger: logger))
        var configuration = ServiceGroupConfiguration(services: [application], logger: logger)
        configuration.maximumGracefulShutdownDuration = Site.stopsWithin
        let group = ServiceGroup(configuration: configuration)
        // Trapped before anything runs, so that no signal that comes early ends it half-way.
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            tasks.addTask { await stop(group, at: signals, logger) }
            defer { tasks.cancelAll() }
            do { try await tasks.next() } catch {
                guard tally.stopping.isSet else { throw error }
                logger.warning("stopped with requests unanswered", metadata: ["seconds": "\(Site.stopsWithin)"])
            }
        }
    }

    private func stop(_ group: ServiceGroup, at signals: UnixSignalsSequence, _ logger: Logger) async {
        await withDiscardingTaskGroup { tasks in
            for await signal in signals {
                if tally.stopping.isSet {
                    logger.warning("ended at once by a second signal")
                    _exit(128 + (signal == .sigint ? SIGINT : SIGTERM))
                }
                tally.stopping.set()
                logger.info("stopping", metadata: ["connections": "\(tally.connections.count)"])
                await group.triggerGracefulShutdown()
                tasks.addTask {
                    do { try await Task.sleep(for: Site.stopsWithin + .seconds(5)) } catch { return }
                    // Every answer that was given is on the disk already; what hangs is a disk or a defect.
                    logger.critical("ended without closing the record: something would not stop")
                    _exit(1)
                }
            }
        }
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
