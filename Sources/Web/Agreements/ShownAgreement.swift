import Domain
import HTML
import Register
import Views
import Vocabulary

/// An agreement as pages show it: what a viewer may read of it, and the names of what it cites.
struct ShownAgreement: Sendable {
    let read: AgreementRead
    /// The seats of the parties.
    let seats: [Identifier<Seat>: SeatRead]
    /// "Compact".
    let kindTitle: String
    /// The parts that its kind has, in reading order.
    let parts: [Part.Name]
    /// How its targets stand by the published figures, from when all have signed it.
    var judged: [LineID: JudgedTarget] = [:]
    private let lines: [LineID: LineRead]
    /// What each line is called, told apart from others of its part.
    private var titles: [LineID: String] = [:]

    init<K: Kind>(_ read: AgreementRead, seats: [SeatRead], _: K.Type) {
        self.read = read
        self.seats = Dictionary(seats.map { ($0.id, $0) }) { first, _ in first }
        kindTitle = K.title
        parts = K.parts
        lines = Dictionary(read.lines.map { ($0.id, $0) }) { first, _ in first }
        titles = toldApart(read.lines)
    }

    var id: String { read.line.id }
    var kind: String { read.line.kind }
    /// Its page.
    var path: Path { .agreement(kind, id) }
    /// The lines that the text holds as things stand.
    var standing: [LineRead] { read.lines.filter(\.standing) }
    /// How many signatures have been given over the current text.
    var signatures: Int { read.signatories.count { $0.signature != nil } }

    /// Whether its parties still settle it, or stopped doing so: they then see the negotiation.
    var isUnsigned: Bool {
        switch read.line.state {
        case .negotiating, .agreed, .signing, .withdrawn: true
        case .coming, .inForce, .suspended, .completed, .terminated, .superseded, .incorporated: false
        }
    }

    /// Whether it is in force, or was.
    var hasBegun: Bool { !isUnsigned && read.line.state != .coming && !isVariation }

    /// Whether it changes another agreement, in which it is then taken up.
    var isVariation: Bool { read.line.varies != nil }

    /// What it is called in a sentence: "compact", "variation".
    var called: String { isVariation ? "variation" : kindTitle.lowercased() }

    /// Whether it stands by itself, and all have signed it: then it has a course, and is reviewed.
    var stands: Bool { !isUnsigned && !isVariation }

    /// Whether it was completed or terminated.
    var hasEnded: Bool { [.completed, .terminated].contains(read.line.state) }

    /// Whether its lines may be spoken for and changed.
    var isOpen: Bool { isUnsigned && read.line.state != .withdrawn }

    /// A page of one of its lines, or what is posted there.
    func path(_ line: LineID, _ more: String? = nil) -> Path {
        more.map { .line(kind, id, line, $0) } ?? .line(kind, id, line)
    }

    /// The line of that name.
    func line(_ id: LineID) -> LineRead? { lines[id] }

    /// What a line is called, told apart from others of its part.
    func title(of line: LineRead) -> String { titles[line.id] ?? title(of: line.content) }

    /// The pages above those that stand under it.
    var crumbs: [Crumb] {
        let list = AgreementList.list(of: kind)
        return [Crumb("Home", to: .home), Crumb(list == .statements ? "Statements" : list.title, to: list.path)]
    }

    /// The same, with its own page.
    var crumbsWithin: [Crumb] { crumbs + [Crumb(read.line.title, to: path)] }

    /// The agreement that it follows or varies, with the two side by side, and the one that follows it.
    var following: [SummaryRow] {
        var rows: [SummaryRow] = []
        if let varies = read.line.varies {
            let original: HTML = "\(link: "The agreement as it stands", to: Path.agreement(kind, varies))"
            rows.append(
                SummaryRow("Varies", "\(original), \(link: "what changes", to: path.within("comparison"))"))
        }
        if let follows = read.line.follows {
            let before: HTML = "\(link: "The one before it", to: Path.agreement(kind, follows))"
            rows.append(
                SummaryRow("Follows", "\(before), \(link: "what changes", to: path.within("comparison"))"))
        }
        if let next = read.line.next {
            rows.append(
                SummaryRow("Followed by", "\(link: "The one after it", to: Path.agreement(kind, next))"))
        }
        return rows
    }

    /// The lines of the parts that stand under no other, each with those under it.
    func inOrder(_ lines: [LineRead]) -> [LineRead] {
        let shown = Set(lines.map(\.id))
        return parts.filter { $0.above == nil }.flatMap { name in
            lines.filter { $0.content.name == name }.flatMap { line in
                [line] + lines.filter { $0.above == line.id }
            }
        } + lines.filter { line in line.above.map { !shown.contains($0) } ?? false }
    }
}

extension Site {
    /// An agreement for whoever asks; `NotFound` where it is not theirs to see.
    func shown<K: Kind>(_ id: Identifier<Agreement<K>>, _ visit: Visit) throws -> ShownAgreement {
        guard let shown = try shown(id, for: visit.viewer, on: today) else { throw NotFound() }
        return shown
    }

    /// An agreement as a viewer may read it on a day.
    func shown<K: Kind>(_ id: Identifier<Agreement<K>>, for viewer: Viewer, on day: Day) throws -> ShownAgreement? {
        guard let read = try register.views.agreement(id.description, kind: K.name, for: viewer, today: day) else {
            return nil
        }
        var shown = ShownAgreement(read, seats: try register.views.seats(of: read.parties.map(\.id)), K.self)
        if shown.stands {
            let figures = register.figures.current
            for line in shown.standing {
                if case .target(_, _, let target) = line.content { shown.judged[line.id] = figures.judge(target) }
            }
        }
        return shown
    }

    /// An agreement for one of its parties; `NotFound` for anybody else.
    func negotiated<K: Kind>(_ id: Identifier<Agreement<K>>, _ visit: Visit) throws -> ShownAgreement {
        let shown = try shown(id, visit)
        guard shown.read.isParty else { throw NotFound() }
        return shown
    }
}
