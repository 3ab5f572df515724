/// Where random bytes come from: passed in, so that tests can repeat themselves.
public struct Randomness: Sendable {
    private let fill: @Sendable (Int) -> [UInt8]

    /// From a function that answers that many random bytes.
    public init(_ fill: @escaping @Sendable (Int) -> [UInt8]) { self.fill = fill }

    /// The operating system's generator, fit for keys.
    public static let system = Randomness { count in
        var generator = SystemRandomNumberGenerator()
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count + 7)
        // Each question is a call of the kernel, and answers eight bytes.
        while bytes.count < count {
            let word: UInt64 = generator.next()
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
        return Array(bytes.prefix(count))
    }

    /// That many bytes.
    public func bytes(_ count: Int) -> [UInt8] { fill(count) }

    /// A new name for a thing.
    public func identifier<Thing>(of _: Thing.Type = Thing.self) -> Identifier<Thing> { Identifier(random: fill(10)) }

    /// A text, sealed.
    public func seal(_ text: String) -> Sealed { Sealed(text, random: fill(32)) }
}
