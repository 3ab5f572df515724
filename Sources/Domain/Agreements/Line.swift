public import Vocabulary

/// The lasting name of a line, through all its wordings.
public typealias LineID = Identifier<Line>

/// One line of an agreement: its current wording, and for each side whether that side accepts it.
public struct Line: Equatable, Sendable {
    public let id: LineID
    /// Every wording it has had, oldest first; the last is the current one.
    public private(set) var versions: [Version]
    /// What each side says of the current wording; a side without an entry has not answered.
    public private(set) var stances: [Identifier<Body>: Stance]
    /// The decision elsewhere that it waits on.
    public private(set) var awaited: Awaited?

    /// One wording of a line.
    public struct Version: Equatable, Sendable {
        /// From 1.
        public let revision: Int
        /// What it says; nil where it proposes to leave the line out.
        public let content: Part?
        /// The side that proposed it.
        public let side: Identifier<Body>
        /// When and where on the record.
        public let stamp: Stamp
    }

    /// What a side says of a wording.
    public enum Stance: Equatable, Sendable {
        case accepts
        case considers
        case objects(reason: Sealed)
    }

    /// A decision that is made elsewhere (a schools forum, a budget), named by one side.
    public struct Awaited: Equatable, Sendable {
        /// The side that waits.
        public let side: Identifier<Body>
        /// What is waited for.
        public let decision: Sealed
    }

    init(_ id: LineID, _ first: Version) {
        self.id = id
        versions = [first]
        stances = [first.side: .accepts]
    }

    /// The number of the current wording.
    public var revision: Int { versions[versions.count - 1].revision }
    /// The current wording; nil where it is that the line be left out.
    public var content: Part? { versions[versions.count - 1].content }
    /// The last wording that said something.
    public var lastContent: Part {
        // The first version of a line always has content.
        versions.last { $0.content != nil }?.content ?? .term(text: "")
    }

    /// Whether each of these sides accepts the current wording, and it waits on nothing.
    public func isAgreed(by sides: [Identifier<Body>]) -> Bool {
        awaited == nil && sides.allSatisfy { stances[$0] == .accepts }
    }

    mutating func propose(_ version: Version) {
        versions.append(version)
        stances = [version.side: .accepts]
    }

    mutating func answer(_ side: Identifier<Body>, _ stance: Stance) { stances[side] = stance }

    mutating func wait(_ awaited: Awaited?) { self.awaited = awaited }

    mutating func settle(_ sides: [Identifier<Body>]) {
        stances = Dictionary(sides.map { ($0, .accepts) }) { first, _ in first }
    }
}

/// The lines of an agreement in their order, with what every side says of each.
public struct Lines: Equatable, Sendable {
    private var order: [LineID] = []
    private var lines: [LineID: Line] = [:]

    /// None yet.
    public init() {}

    /// All of them, in order.
    public var all: [Line] { order.compactMap { lines[$0] } }

    /// The line of that name.
    public subscript(_ id: LineID) -> Line? { lines[id] }

    /// How many there are.
    public var count: Int { order.count }

    /// Those that the text would hold as things stand: not left out, nor below one that is.
    public var standing: [(id: LineID, revision: Int, content: Part)] {
        all.compactMap { line in
            guard let content = line.content, !hangs(line) else { return nil }
            return (line.id, line.revision, content)
        }
    }

    /// Whether every side accepts every line.
    public func areAgreed(by sides: [Identifier<Body>]) -> Bool { !order.isEmpty && open(for: sides).isEmpty }

    /// The lines that some side does not accept yet. What stands under a line that is left out goes with it.
    public func open(for sides: [Identifier<Body>]) -> [Line] {
        all.filter { !hangs($0) && !$0.isAgreed(by: sides) }
    }

    /// Whether the line stands under one whose current wording is that it be left out.
    public func hangs(_ line: Line) -> Bool {
        guard let above = line.lastContent.above else { return false }
        return lines[above]?.content == nil
    }

    mutating func propose(_ id: LineID, _ version: Line.Version, after: LineID?) {
        guard lines[id] == nil else {
            lines[id]?.propose(version)
            return
        }
        lines[id] = Line(id, version)
        if let after, let index = order.firstIndex(of: after) {
            order.insert(id, at: index + 1)
        } else {
            order.append(id)
        }
    }

    mutating func answer(_ id: LineID, _ side: Identifier<Body>, _ stance: Line.Stance) {
        lines[id]?.answer(side, stance)
    }

    mutating func wait(_ id: LineID, _ awaited: Line.Awaited?) { lines[id]?.wait(awaited) }

    /// Every side accepts the line as it stands.
    mutating func settle(_ id: LineID, _ sides: [Identifier<Body>]) { lines[id]?.settle(sides) }
}
