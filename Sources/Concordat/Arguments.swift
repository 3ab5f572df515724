public import ArgumentParser
public import Domain
public import Vocabulary

extension Office: ExpressibleByArgument {}

extension Day: ExpressibleByArgument {
    /// Reads `2003-07-23`.
    public init?(argument: String) { self.init(argument) }
}
