public import Vocabulary

/// From which days an agreement states that it is in force, and public; nil where it leaves that to the last signature.
public struct Commencement: Equatable, Sendable {
    public let inForce: Day?
    public let publication: Day?
}

extension Agreement {
    /// The days that the lines state as they stand.
    public var commencement: Commencement {
        for line in lines.standing {
            if case .commencement(let inForce, let publication) = line.content {
                return Commencement(inForce: inForce, publication: publication)
            }
        }
        return Commencement(inForce: nil, publication: nil)
    }
}
