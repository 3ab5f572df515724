import Domain
import Record
import Register
import Statistics
import Vocabulary

/// A draft as the demonstration writes it: its lines in the order in which they will be read, to be put into the drawer
/// and sent in one go.
struct Paper<K: Kind> {
    /// The identifier that the agreement will have.
    let id: Identifier<Agreement<K>>
    private let draft: Draft<K>
    private let register: Register
    private let strictness: Strictness
    private let areas: [String: Identifier<Area>]
    private var lines: [(id: LineID, content: Part)] = []

    /// An empty paper, choosing from the agenda's areas by letter. A draft that is still being typed may lack words and
    /// owners.
    init(
        _ draft: Draft<K>, choosingFrom areas: [String: Identifier<Area>] = [:], in register: Register,
        _ strictness: Strictness = .done
    ) {
        (id, self.draft, self.register) = (draft.id, draft, register)
        (self.strictness, self.areas) = (strictness, areas)
    }

    /// Adds a line, and answers the name by which others cite it.
    @discardableResult
    mutating func put(_ part: Part) -> LineID {
        let line = register.randomness.identifier(of: Line.self)
        lines.append((line, part))
        return line
    }

    /// Adds a line for each seat that signs, in that order.
    mutating func signs(_ seats: Sitting...) {
        for (index, sitting) in seats.enumerated() { put(.signatory(seat: sitting.seat, order: index + 1)) }
    }

    /// Begins the draft and puts every line into it.
    func begin(by author: Sitting) async throws {
        try await register.begin(draft, by: author)
        let seats = lines.flatMap(\.content.seats)
        try await register.edit(id, revision: nil, by: author, citing: seats) {
            [lines, strictness] draft, circumstances in
            for line in lines { try draft.put(line.content, as: line.id, strictness, in: circumstances) }
        }
    }

    /// Begins the draft, has it cleared, and sends it to the other parties.
    func send(by author: Sitting, clearedBy seats: Sitting...) async throws {
        try await begin(by: author)
        for sitting in seats {
            let edition = try register.draft(id, for: sitting.viewer).draft.edition
            try await register.clear(id, edition: edition, by: sitting)
        }
        let revision = try register.draft(id, for: author.viewer).revision
        try await register.send(id, revision: revision, by: author)
    }
}

/// The statement that compacts are made under, and its areas by letter.
struct Framework2003: Sendable {
    let statement: Identifier<Domain.Statement>
    let year: AcademicYear
    let areas: [String: Identifier<Area>]
}

extension Paper where K == CompactKind {
    /// An empty compact between an authority and the Department.
    init(
        _ council: Cast.Council, with department: Cast.Department, under framework: Framework2003,
        in register: Register, _ strictness: Strictness = .done
    ) throws {
        let authority: Body = try register.book.read { try $0.load(council.body) }
        let draft = Draft<CompactKind>(
            register.randomness.identifier(), title: CompactKind.title(authority: authority.name, year: framework.year),
            author: council.body, parties: [department.body],
            framework: Framework(statement: framework.statement, year: framework.year, authority: council.body))
        self.init(draft, choosingFrom: framework.areas, in: register, strictness)
    }

    /// What changes, in plain words.
    mutating func summary(_ text: String) { put(.summary(text: text)) }

    /// What the authority wants education to be.
    mutating func vision(_ text: String) { put(.vision(text: text)) }

    /// Somebody who was asked, and what they said.
    mutating func heard(_ partner: String, _ said: String) {
        put(.consulted(partner: partner, said: said))
    }

    /// An area of the agenda by its letter, and why it matters here.
    mutating func chooses(
        _ letter: String, _ horizon: Part.Horizon, title: String? = nil, _ reason: String
    ) throws -> LineID {
        guard let area = areas[letter] else { throw Refused("The agenda of the demonstration has no area \(letter)") }
        return put(.priority(area: area, title: title, reason: reason, horizon: horizon))
    }

    /// What somebody brings to a priority: by a day written `2004-07-31`, or throughout.
    @discardableResult
    mutating func brings(
        _ owner: Sitting, to priority: LineID, by due: String = "throughout", _ text: String
    ) throws -> LineID {
        guard let due = Due(due) else { throw Refused("'\(due)' is no day on which a contribution can be due") }
        let promise = Promise(by: owner.body, owner: owner.seat, due: due)
        return put(.contribution(priority: priority, text: text, promise: promise))
    }

    /// What an invented figure is to become by the school year that ends in `year`, from where it stood in 2002/03, with a
    /// milestone half of the way where there is room for one.
    ///
    /// - Parameters:
    ///   - change: What is to be added, as the measure counts; negative where less is better.
    ///   - isGap: Whether the distance from England is what counts.
    mutating func aims(
        _ council: Cast.Council, at measure: String, under priority: LineID, by change: Double, until year: Int,
        toEngland isGap: Bool = false, _ text: String
    ) throws {
        let body: Body = try register.book.read { try $0.load(council.body) }
        let start = Period(.academic, from: 2003, to: 2003)
        guard let place = Int(body.code).flatMap({ PlaceCode($0) }), let code = MeasureCode(measure),
            let set = register.figures.current.sets(with: code).first, let described = set.measures[code],
            let own = set.figure(Columns.Series(code, start), at: place)?.figure.value,
            let england = set.figure(Columns.Series(code, start), at: .england)?.figure.value
        else { throw Refused("The demonstration has no figure of \(measure) for \(body.name)") }
        let decimals = described.decimals ?? 0
        let from = isGap ? own - england : own
        func point(_ year: Int, _ value: Double) throws -> Target.Point {
            guard let value = Quantity(value.text(decimals: decimals)) else {
                throw Refused("The demonstration has no goal for \(measure)")
            }
            return Target.Point(period: Period(.academic, from: year, to: year), value: value)
        }
        let isLong = year - start.last > 2
        let target = Target(
            set: set.name, measure: code, place: place, against: isGap ? .england : .itself,
            direction: described.polarity == .low ? .fall : .rise, decimals: decimals, unit: described.unit,
            baseline: try point(start.last, from),
            milestones: isLong ? [try point((start.last + year) / 2, from + change / 2)] : [],
            goal: try point(year, from + change))
        put(.target(priority: priority, text: text, target: target))
    }

    /// The same, of a side that has not said yet who answers for it.
    mutating func bringsLater(_ side: Identifier<Body>, to priority: LineID, _ text: String) {
        let promise = Promise(by: side, owner: nil, due: .throughout)
        put(.contribution(priority: priority, text: text, promise: promise))
    }

    /// What the authority asks of the Department, for its schools where nothing else is said.
    mutating func asks(
        _ council: Cast.Council, _ department: Cast.Department, _ wants: Ask.Want, _ concerns: Ask.Concern,
        for benefits: Ask.Beneficiary = .schools, weeks: Int = 12, _ text: String
    ) {
        let ask = Ask(
            by: council.body, of: department.body, wants: wants, concerns: concerns, benefits: benefits, weeks: weeks)
        put(.request(text: text, ask: ask))
    }

    /// A condition under which the whole stands.
    mutating func term(_ text: String) { put(.term(text: text)) }

    /// What every compact of the demonstration stands under, and that it is in force from the last signature.
    mutating func usualTerms() {
        term("This compact is voluntary. It creates no duty in law and takes none away from either side.")
        term(
            """
            Each side keeps its promises within the money and people that it has. It tells the other early where it \
            cannot.
            """)
        term(
            """
            Both sides look at the compact together in the autumn of 2004, when the next agenda is discussed \
            nationally.
            """)
        put(.commencement(inForce: nil, publication: nil))
    }
}
