public import Vocabulary

/// Who may see a thing: certain bodies at once, and everyone from a day on where it becomes public.
public struct Audience: Hashable, Sendable {
    /// The bodies that may see it whatever the day.
    public let bodies: Set<Identifier<Body>>
    /// The first day on which everyone may; nil while it is not known to become public.
    public let publicFrom: Day?

    private init(_ bodies: Set<Identifier<Body>>, _ publicFrom: Day?) {
        self.bodies = bodies
        self.publicFrom = publicFrom
    }

    /// Everyone, from the first.
    public static let everyone = Audience([], Day(number: 0))

    /// The parties to an agreement, and everyone from a day on.
    public static func parties(_ bodies: some Sequence<Identifier<Body>>, everyoneFrom day: Day? = nil) -> Audience {
        Audience(Set(bodies), day)
    }

    /// The same of a set that there is already.
    static func parties(_ bodies: Set<Identifier<Body>>, everyoneFrom day: Day?) -> Audience { Audience(bodies, day) }

    /// One body alone.
    public static func body(_ body: Identifier<Body>) -> Audience { Audience([body], nil) }

    /// Whether this viewer may see it today.
    public func includes(_ viewer: Viewer, today: Day) -> Bool {
        if let publicFrom, publicFrom <= today { return true }
        guard let body = viewer.body else { return false }
        return bodies.contains(body)
    }
}

/// For whom a question is answered: the public, or a body through one of its seats.
public struct Viewer: Hashable, Sendable {
    /// The body whose private matters it may see; nil for the public.
    public let body: Identifier<Body>?
    /// The seat through which it looks.
    public let seat: Identifier<Seat>?

    /// Anybody.
    public static let everyone = Viewer(body: nil, seat: nil)

    /// Whoever sits in a seat of a body.
    public init(body: Identifier<Body>?, seat: Identifier<Seat>?) {
        self.body = body
        self.seat = seat
    }
}
