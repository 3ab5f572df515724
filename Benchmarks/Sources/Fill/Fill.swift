import Domain
import FoundationEssentials
import Record
import Register
import Vocabulary

/// Fills a folder with a register to be served under load: `fill FOLDER COMPACTS`. It holds a statement of intent with an
/// agenda of the areas a to n, one compact of the size of those of 2003, made through the register's own rules, and small
/// compacts of 150 authorities, year after year, until there are so many. Answers with JSON on standard output.
@main
struct Fill {
    static func main() async throws {
        guard CommandLine.arguments.count == 3, let count = Int(CommandLine.arguments[2]), count > 0 else {
            print("usage: fill FOLDER COMPACTS")
            throw CancellationError()
        }
        let register = try await Register(
            in: CommandLine.arguments[1], origin: "bench.example/record",
            clock: { Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)) }, randomness: .system)
        let cast = try await Cast(register)
        let agenda = try await cast.statement()
        let compact = try await cast.compact(under: agenda)
        try await Crowd(cast, register).compacts(count - 1, after: agenda)
        print("{\"compact\":\"\(compact)\",\"compacts\":\(count),\"entries\":\(try register.size())}")
        try register.close()
    }
}

/// The bodies that make the one compact, with somebody in each seat that acts.
struct Cast {
    let register: Register
    let department, association: Identifier<Body>
    /// 150 authorities, of which the first makes the one compact.
    let councils: [(id: Identifier<Body>, name: String)]
    let minister, adviser, chair, secretary, officer, leader: Sitting

    init(_ register: Register) async throws {
        self.register = register
        let new = register.randomness
        (department, association) = (new.identifier(of: Body.self), new.identifier(of: Body.self))
        try await register.enter(department, sort: .department, name: "Department for Education", code: "dfes")
        try await register.enter(association, sort: .association, name: "Local Government Association", code: "lga")
        let rows = try AuthorityList(csv: AuthorityList.shipped).rows.prefix(150)
        var councils: [(id: Identifier<Body>, name: String)] = []
        for row in rows {
            let id = new.identifier(of: Body.self)
            try await register.enter(id, sort: .authority, name: row.name, code: row.code, authority: row.authority)
            councils.append((id, row.name))
        }
        self.councils = councils
        minister = try await register.seat("Secretary of State", .minister, department)
        adviser = try await register.seat("Regional adviser", .adviser, department)
        chair = try await register.seat("Chair", .chair, association)
        secretary = try await register.seat("Education policy secretary", .secretary, association)
        officer = try await register.seat("Policy officer", .officer, councils[0].id)
        leader = try await register.seat("Leader of the Council", .leader, councils[0].id)
    }

    /// The agenda of 2003: thirteen areas that anybody may choose, and one that takes a title of the council's own.
    func statement() async throws -> Agenda {
        guard let year = AcademicYear(start: 2003) else { throw NotFound() }
        let draft = Draft<StatementKind>(
            register.randomness.identifier(), title: "Statement of intent", author: department, parties: [association],
            framework: Framework(year: year))
        try await make(draft, author: adviser, other: secretary, signing: [minister, chair]) { put in
            for number in 1...11 {
                _ = put(.paragraph(number: number, sense: .context, text: words(3, number), promise: nil))
            }
            let group = put(.group(number: 1, text: words(2, 50)))
            for (index, letter) in "abcdefghijklmn".enumerated() {
                _ = put(
                    .area(
                        area: register.randomness.identifier(), group: group, code: String(letter),
                        title: words(0, index), text: words(2, index), limit: letter == "n" ? .titled : .anyone))
            }
        }
        guard let agenda = try register.book.read({ try $0.load(draft.id) }).agenda else { throw NotFound() }
        return agenda
    }

    /// A compact over every area: 84 lines, each proposed by the council and accepted by the Department.
    func compact(under agenda: Agenda) async throws -> Identifier<Compact> {
        let (id, name) = councils[0]
        let draft = Draft<CompactKind>(
            register.randomness.identifier(), title: CompactKind.title(authority: name, year: agenda.year), author: id,
            parties: [department], framework: Framework(statement: agenda.statement, year: agenda.year, authority: id))
        try await make(draft, author: officer, other: adviser, signing: [leader, minister]) { put in
            _ = put(.summary(text: words(3, 1)))
            _ = put(.vision(text: words(4, 2)))
            for number in 0..<4 { _ = put(.consulted(partner: words(0, number), said: words(1, number))) }
            for (index, area) in agenda.areas.enumerated() {
                let title = area.limit == .titled ? "Small and rural schools" : nil
                let priority = put(
                    .priority(area: area.id, title: title, reason: words(2, index), horizon: .medium))
                for (number, owner) in [officer, officer, adviser, adviser].enumerated() {
                    let promise = Promise(
                        by: owner.body, owner: owner.seat,
                        due: Day(2004, 7, 31 - number).map { .day($0) } ?? .throughout)
                    _ = put(.contribution(priority: priority, text: words(1, index + number), promise: promise))
                }
            }
            for number in 0..<5 { _ = put(.term(text: words(1, number))) }
        }
        return draft.id
    }

    /// Drafts, sends, accepts and signs, through the register's own rules.
    private func make<K: Kind>(
        _ draft: Draft<K>, author: Sitting, other: Sitting, signing: [Sitting],
        _ write: ((Part) -> LineID) -> Void
    ) async throws {
        let id = draft.id
        var lines: [(LineID, Part)] = []
        write { part in
            lines.append((register.randomness.identifier(of: Line.self), part))
            return lines[lines.count - 1].0
        }
        lines.append((register.randomness.identifier(of: Line.self), .commencement(inForce: nil, publication: nil)))
        for (index, sitting) in signing.enumerated() {
            lines.append(
                (register.randomness.identifier(of: Line.self), .signatory(seat: sitting.seat, order: index + 1)))
        }
        try await register.begin(draft, by: author)
        let seats = signing.map(\.seat) + lines.compactMap { $0.1.promise?.owner }
        try await register.edit(id, revision: nil, by: author, citing: seats) { [lines] draft, circumstances in
            for (line, part) in lines { try draft.put(part, as: line, in: circumstances) }
        }
        try await register.send(id, revision: try register.draft(id, for: author.viewer).revision, by: author)
        try await register.negotiate(id, by: other) { agreement, _ in
            try agreement.accept(
                agreement.lines.all.map { ReadLine($0.id, revision: $0.revision) }, by: other.body)
        }
        for sitting in signing {
            let text = try register.text(of: id, for: sitting.viewer).digest
            _ = try await register.sign(id, text: text, as: sitting)
        }
    }
}

/// Compacts in numbers, written as their entries stand once they are signed.
struct Crowd {
    private let cast: Cast
    private let register: Register

    init(_ cast: Cast, _ register: Register) { (self.cast, self.register) = (cast, register) }

    /// So many compacts: first the other councils' under the first year's agenda, then a statement and all councils' each
    /// further year.
    func compacts(_ count: Int, after first: Agenda) async throws {
        var left = count
        var agenda = first
        var councils = Array(cast.councils.dropFirst())
        while left > 0 {
            let made = Array(councils.prefix(left))
            let under = agenda
            _ = try await register.change(by: .operator) { page in
                for (index, council) in made.enumerated() {
                    try page.open(register.randomness.identifier(of: Compact.self), compact(council, index, under))
                }
            }
            left -= made.count
            guard left > 0, let next = AcademicYear(start: agenda.year.start + 1) else { return }
            agenda = try await statement(next)
            councils = cast.councils
        }
    }

    private func statement(_ year: AcademicYear) async throws -> Agenda {
        let id = register.randomness.identifier(of: Domain.Statement.self)
        let group = line()
        var parts: [(LineID, Part)] = [
            (line(), .paragraph(number: 1, sense: .context, text: words(2, year.start), promise: nil)),
            (group, .group(number: 1, text: words(1, 1))),
        ]
        for (index, letter) in "abcdefghijklmn".enumerated() {
            parts.append(
                (
                    line(),
                    .area(
                        area: register.randomness.identifier(), group: group, code: String(letter),
                        title: words(0, index), text: words(1, index), limit: .anyone)
                ))
        }
        let events = signed(
            title: "Statement of intent \(year)", [cast.department, cast.association], Framework(year: year), parts,
            by: [cast.minister, cast.chair])
        let statement = try await register.change(by: .operator) { page in try page.open(id, events) }
        guard let agenda = statement.agenda else { throw NotFound() }
        return agenda
    }

    private func compact(_ council: (id: Identifier<Body>, name: String), _ index: Int, _ agenda: Agenda)
        -> [AgreementEvent]
    {
        let area = agenda.areas[index % agenda.areas.count].id
        return signed(
            title: CompactKind.title(authority: council.name, year: agenda.year), [council.id, cast.department],
            Framework(statement: agenda.statement, year: agenda.year, authority: council.id),
            [
                (line(), .summary(text: words(1, index))),
                (line(), .priority(area: area, title: nil, reason: words(1, index), horizon: .short)),
            ], by: [cast.leader, cast.minister])
    }

    private func signed(
        title: String, _ parties: [Identifier<Body>], _ framework: Framework, _ parts: [(LineID, Part)],
        by seats: [Sitting]
    ) -> [AgreementEvent] {
        let text = Digest(of: title.utf8)
        let signing = seats.enumerated().map { (line(), Part.signatory(seat: $1.seat, order: $0 + 1)) }
        return [.opened(title: title, parties: parties, author: parties[0], framework: framework)]
            + (parts + signing).map { line, part in
                .lineProposed(line: line, revision: 1, content: part, side: parties[0], after: nil)
            } + [.frozen(text: text)]
            + seats.map { .signed(seat: $0.seat, appointment: $0.appointment, text: text, signature: text) }
    }

    private func line() -> LineID { register.randomness.identifier(of: Line.self) }
}

extension Register {
    fileprivate func seat(_ title: String, _ office: Office, _ body: Identifier<Body>) async throws -> Sitting {
        let (seat, appointment) = (randomness.identifier(of: Seat.self), randomness.identifier(of: Appointment.self))
        try await create(seat, in: body, title: title, office: office)
        try await appoint(appointment, to: seat, name: "Holder of \(title)", from: today, until: nil)
        guard let sitting = try sitting(appointment) else { throw NotFound() }
        return sitting
    }
}

/// Some sentences of the usual length, not the same for every number; for 0 a title.
private func words(_ sentences: Int, _ number: Int) -> String {
    guard sentences > 0 else { return "Standards in the \(number + 1)th group of schools" }
    return (0..<sentences).map { sentence in
        """
        By July of year \(number + sentence), every one of the \(20 + number) schools that asked for it will have had \
        help from the authority's "partners in learning" & from its neighbours.
        """
    }.joined(separator: " ")
}
