/// Where random bytes come from: passed in, so that tests can repeat themselves.
public struct Randomness: Sendable {
    private let fill: @Sendable (Int) -> [UInt8]

    /// From a function that answers that many random bytes.
    public init(_ fill: @escaping @Sendable (Int) -> [UInt8]) { self.fill = fill }

    /// The operating system's generator, fit for keys.
    public static let system = Randomness { count in
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    /// That many bytes.
    public func bytes(_ count: Int) -> [UInt8] { fill(count) }

    /// A new name for a thing.
    public func identifier<Thing>(of _: Thing.Type = Thing.self) -> Identifier<Thing> { Identifier(random: fill(10)) }

    /// A text, sealed.
    public func seal(_ text: String) -> Sealed { Sealed(text, random: fill(32)) }
}
