/// What was asked for lately, in a room of so many bytes: what has not been asked for the longest goes first.
///
/// It holds two generations. What is asked for is in the young one or moves there; when that has half of the room, it becomes
/// the old one, and what was old goes.
struct Lately<Value> {
    private struct Held {
        let value: Value
        let bytes: Int
    }

    private let room: Int
    private var young: [String: Held] = [:]
    private var old: [String: Held] = [:]
    private var youngBytes = 0

    /// An empty room.
    init(room: Int) { self.room = room }

    /// What is held under a name, if it is still there.
    subscript(name: String) -> Value? {
        mutating get {
            if let held = young[name] { return held.value }
            guard let held = old.removeValue(forKey: name) else { return nil }
            add(held, name)
            return held.value
        }
    }

    /// Holds a value of so many bytes under a name; one that would take much of the room is not held.
    mutating func keep(_ value: Value, _ name: String, bytes: Int) {
        let bytes = bytes + name.utf8.count
        remove(name)
        guard bytes <= room / 16 else { return }
        add(Held(value: value, bytes: bytes), name)
    }

    /// Empties the room.
    mutating func removeAll() { self = Lately(room: room) }

    /// How many bytes are held.
    var bytes: Int { young.values.reduce(old.values.reduce(0) { $0 + $1.bytes }) { $0 + $1.bytes } }

    private mutating func remove(_ name: String) {
        if let held = young.removeValue(forKey: name) { youngBytes -= held.bytes }
        old[name] = nil
    }

    private mutating func add(_ held: Held, _ name: String) {
        if youngBytes + held.bytes > room / 2 {
            old = young
            young = [:]
            youngBytes = 0
        }
        young[name] = held
        youngBytes += held.bytes
    }
}
