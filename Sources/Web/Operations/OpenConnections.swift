import Hummingbird
import HummingbirdCore
import Synchronization

/// How many connections are open.
final class OpenConnections: Sendable, AvailableConnectionsDelegate {
    private let number = Atomic(0)

    var count: Int { number.load(ordering: .relaxed) }

    func connectionOpened() { number.add(1, ordering: .relaxed) }
    func connectionClosed() { number.subtract(1, ordering: .relaxed) }
    func isAcceptingNewConnections() -> Bool { true }
}
