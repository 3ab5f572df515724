import Synchronization
public import Vocabulary

/// A generator that repeats itself: the same seed gives the same numbers (SplitMix64, G. L. Steele and others, 2014).
public struct Seeded: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// From a seed.
    public init(_ seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Whether something of this chance (out of a hundred) happens.
    public mutating func happens(_ chance: Int) -> Bool { Int.random(in: 0..<100, using: &self) < chance }

    /// One of these.
    public mutating func one<C: Collection>(of choices: C) -> C.Element {
        choices[choices.index(choices.startIndex, offsetBy: Int.random(in: 0..<choices.count, using: &self))]
    }
}

extension Randomness {
    /// Bytes that repeat themselves: the same seed gives the same identifiers and seals, in the order asked.
    public static func seeded(_ seed: UInt64) -> Randomness {
        let source = Source(seed)
        return Randomness { source.bytes($0) }
    }

    private final class Source: Sendable {
        private let generator: Mutex<Seeded>

        init(_ seed: UInt64) { generator = Mutex(Seeded(seed)) }

        func bytes(_ count: Int) -> [UInt8] {
            generator.withLock { generator in (0..<count).map { _ in UInt8(truncatingIfNeeded: generator.next() >> 56) }
            }
        }
    }
}
