import Domain
import Foundation
import Record
import Synchronization
import Views
import Vocabulary

/// A record of years of compacts of the 2003 shape, for measuring: 150 authorities with their seats, and every year a
/// statement with its agenda, under which all of them negotiate at the same time, act by act.
struct Corpus: Sendable {
    let randomness: Randomness

    init() { randomness = Randomness { bytes in (0..<bytes).map { _ in UInt8.random(in: 0...255) } } }

    /// Appends whole years until the record has that many entries, and answers how many it has.
    func fill(_ book: Book, upTo entries: Int) async throws -> Int {
        let department = try await enter(.department, "Department for Education and Skills", "dfes", nil, in: book)
        let association = try await enter(.association, "Local Government Association", "lga", nil, in: book)
        var authorities: [Member] = []
        for number in 0..<150 {
            let facts = Authority(
                ons: "E0\(8_000_000 + number)", type: "unitary", region: "North West", london: number % 5 == 0,
                from: nil, until: nil)
            authorities.append(try await enter(.authority, "Authority \(number)", "\(200 + number)", facts, in: book))
        }
        var year = 1990
        while try book.size() < entries {
            let agenda = try await state(year, department, association, in: book)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for authority in authorities {
                    group.addTask { [year] in
                        try await negotiate(authority, department, agenda, year, in: book, upTo: entries)
                    }
                }
                try await group.waitForAll()
            }
            year += 1
        }
        return try book.size()
    }

    // MARK: Bodies

    private struct Member: Sendable {
        let body: Identifier<Body>
        let name: String
        let seats: [(seat: Identifier<Seat>, appointment: Identifier<Appointment>, holder: Sealed)]
    }

    private func enter(
        _ sort: Body.Sort, _ name: String, _ code: String, _ authority: Authority?, in book: Book
    ) async throws -> Member {
        let id: Identifier<Body> = randomness.identifier()
        var seats: [(seat: Identifier<Seat>, appointment: Identifier<Appointment>, holder: Sealed)] = []
        var acts: [Act] = [try act(id, [.opened(sort: sort, name: name, code: code, authority: authority)])]
        for office in Office.allCases where office.belongs(to: sort) {
            let (seat, appointment) = (
                randomness.identifier(of: Seat.self), randomness.identifier(of: Appointment.self)
            )
            let holder = randomness.seal("The \(office.rawValue) of \(name)")
            acts.append(try act(seat, [.opened(body: id, title: "\(office.rawValue)", office: office)]))
            acts.append(
                try act(
                    appointment,
                    [
                        .made(seat: seat, holder: holder, from: Day(number: 4000), until: nil),
                        .certified(certificate: digest()),
                    ]))
            seats.append((seat, appointment, holder))
        }
        try await write(acts, by: "operator", holder: nil, to: book)
        return Member(body: id, name: name, seats: seats)
    }

    // MARK: Agreements

    private func state(_ year: Int, _ department: Member, _ association: Member, in book: Book) async throws -> (
        statement: Identifier<Domain.Statement>, areas: [Identifier<Area>]
    ) {
        let id: Identifier<Domain.Statement> = randomness.identifier()
        var (parts, areas): ([(LineID, Part)], [Identifier<Area>]) = ([], [])
        for number in 1...24 {
            let paragraph = line()
            parts.append((paragraph, .paragraph(number: number, sense: .context, text: words(40), promise: nil)))
            for mark in ["a", "b"] where number % 2 == 0 {
                parts.append(
                    (line(), .point(paragraph: paragraph, mark: mark, sense: .focus, text: words(25), promise: nil)))
            }
        }
        for number in 1...3 {
            let group = line()
            parts.append((group, .group(number: number, text: words(20))))
            for letter in 0..<5 {
                let area: Identifier<Area> = randomness.identifier()
                areas.append(area)
                let code = String(UnicodeScalar(UInt8(0x61 + (number - 1) * 5 + letter)))
                parts.append(
                    (
                        line(),
                        .area(area: area, group: group, code: code, title: words(3), text: words(30), limit: .anyone)
                    ))
            }
        }
        let talks = Talks(
            title: "Statement of intent \(year)", author: association, other: department, seats: [0, 0],
            framework: Framework(year: AcademicYear(start: year)))
        for acts in try negotiation(id, talks, parts) {
            try await write([acts.act], by: "seat/\(acts.by.seats[0].seat)", holder: acts.by.seats[0].holder, to: book)
        }
        return (id, areas)
    }

    private func negotiate(
        _ authority: Member, _ department: Member,
        _ agenda: (statement: Identifier<Domain.Statement>, areas: [Identifier<Area>]),
        _ year: Int, in book: Book, upTo entries: Int
    ) async throws {
        let id: Identifier<Compact> = randomness.identifier()
        var parts: [(LineID, Part)] = [(line(), .summary(text: words(30))), (line(), .vision(text: words(45)))]
        for _ in 0..<Int.random(in: 2...5) {
            parts.append((line(), .consulted(partner: "Partner \(words(2))", said: words(18))))
        }
        for area in agenda.areas.shuffled().prefix(Int.random(in: 6...9)) {
            let priority = line()
            parts.append((priority, .priority(area: area, title: nil, reason: words(28), horizon: .medium)))
            for number in 0..<Int.random(in: 5...9) {
                let side = number % 3 == 0 ? department : authority
                let promise = Promise(
                    by: side.body, owner: side.seats[0].seat, due: .day(Day(number: (year - 1970) * 365 + 300)))
                parts.append((line(), .contribution(priority: priority, text: words(24), promise: promise)))
            }
        }
        for _ in 0..<Int.random(in: 5...9) { parts.append((line(), .term(text: words(22)))) }
        let talks = Talks(
            title: "\(authority.name) compact \(year)", author: authority, other: department, seats: [1, 1],
            framework: Framework(
                statement: agenda.statement, year: AcademicYear(start: year), authority: authority.body))
        for acts in try negotiation(id, talks, parts) {
            guard try book.size() < entries else { return }
            try await write([acts.act], by: "seat/\(acts.by.seats[0].seat)", holder: acts.by.seats[0].holder, to: book)
        }
    }

    private struct Talks {
        let title: String
        let author: Member
        let other: Member
        /// Which seat of each signs.
        let seats: [Int]
        let framework: Framework
    }

    /// What both sides do, act by act, from the opening to the last signature.
    private func negotiation<K: Kind>(
        _ id: Identifier<Agreement<K>>, _ talks: Talks, _ parts: [(LineID, Part)]
    ) throws -> [(act: Act, by: Member)] {
        let (author, other) = (talks.author, talks.other)
        let signing = [(author, talks.seats[0]), (other, talks.seats[1])]
        let parts =
            parts + [(line(), .commencement(inForce: nil, publication: nil))]
            + signing.map { (line(), .signatory(seat: $0.0.seats[$0.1].seat, order: 1)) }
        var acts: [(act: Act, by: Member)] = []
        func add(_ events: [AgreementEvent], _ member: Member) throws {
            if !events.isEmpty { acts.append((try act(id, events), member)) }
        }
        let sent: [AgreementEvent] =
            [
                .opened(
                    title: talks.title, parties: [author.body, other.body], author: author.body,
                    framework: talks.framework),
                .cleared(seat: author.seats[1].seat, time: Instant(milliseconds: 1_057_000_000_000)),
            ] + parts.map { .lineProposed(line: $0, revision: 1, content: $1, side: author.body, after: nil) }
        try add(sent, author)
        var rest = parts[...]
        while !rest.isEmpty {
            let run = rest.prefix(Int.random(in: 8...30))
            rest = rest.dropFirst(run.count)
            var (answers, replies, ends): ([AgreementEvent], [AgreementEvent], [AgreementEvent]) = ([], [], [])
            for (line, part) in run {
                func accepted(_ revision: Int, _ member: Member) -> AgreementEvent {
                    .lineAccepted(line: line, revision: revision, side: member.body)
                }
                switch Int.random(in: 0..<100) {
                case 0..<8:
                    answers.append(.lineConsidered(line: line, revision: 1, side: other.body))
                    ends.append(accepted(1, other))
                case 8..<16 where !reworded(part).isEmpty:
                    answers.append(.lineObjected(line: line, revision: 1, side: other.body, reason: sealed()))
                    replies.append(
                        .lineProposed(
                            line: line, revision: 2, content: reworded(part)[0], side: author.body, after: nil))
                    ends.append(accepted(2, other))
                case 16..<24 where !reworded(part).isEmpty:
                    answers.append(
                        .lineProposed(
                            line: line, revision: 2, content: reworded(part)[0], side: other.body, after: nil))
                    replies.append(accepted(2, author))
                case 24..<32:
                    answers.append(.discussed(line: line, side: other.body, text: sealed()))
                    replies.append(.discussed(line: line, side: author.body, text: sealed()))
                    ends.append(accepted(1, other))
                case 32..<34:
                    answers.append(.lineAwaited(line: line, side: other.body, decision: sealed()))
                    ends += [.lineReleased(line: line, side: other.body, outcome: sealed()), accepted(1, other)]
                default: answers.append(accepted(1, other))
                }
            }
            try add(answers, other)
            try add(replies, author)
            try add(ends, other)
        }
        let text = digest()
        try add([.frozen(text: text)], other)
        for (member, seat) in signing {
            let (seat, appointment, _) = member.seats[seat]
            try add([.signed(seat: seat, appointment: appointment, text: text, signature: digest())], member)
        }
        return acts
    }

    private func reworded(_ part: Part) -> [Part] {
        switch part {
        case .term: [.term(text: words(24))]
        case .contribution(let priority, _, let promise):
            [.contribution(priority: priority, text: words(25), promise: promise)]
        case .priority(let area, let title, _, let horizon):
            [.priority(area: area, title: title, reason: words(28), horizon: horizon)]
        default: []
        }
    }

    // MARK: Appending

    /// Encoded events of one subject.
    private struct Act: Sendable {
        let subject: String
        let events: [(name: String, body: [UInt8], disclosures: [(Digest, Disclosure)])]
    }

    private func act<S: Subject>(_ id: Identifier<S>, _ events: [S.Event]) throws -> Act {
        Act(subject: "\(S.kind)/\(id)", events: try events.map { try EventCoder.encode($0, of: S.kind) })
    }

    private func write(_ acts: [Act], by actor: String, holder: Sealed?, to book: Book) async throws {
        _ = try await book.write(by: actor, holder: holder) { page in
            for act in acts {
                var sequence = try page.reader.sequence(of: act.subject)
                for event in act.events {
                    try page.append(
                        event.name, body: event.body, disclosures: event.disclosures, to: act.subject, after: sequence)
                    sequence += 1
                }
            }
        }
    }

    // MARK: Words

    private func line() -> LineID { randomness.identifier() }

    private func digest() -> Digest { Digest(of: randomness.bytes(32)) }

    private func sealed() -> Sealed { randomness.seal(words(15)) }

    /// Some text of about so many words, as letters of councils have them.
    private func words(_ count: Int) -> String {
        let count = max(2, count + Int.random(in: -(count / 3)...(count / 3)))
        let text = (0..<count).map { _ in
            // Some words are said all the time, most now and then.
            Self.vocabulary[min(Int.random(in: 0..<Self.vocabulary.count), Int.random(in: 0..<Self.vocabulary.count))]
        }.joined(separator: " ")
        return text.prefix(1).uppercased() + text.dropFirst() + "."
    }

    private static let vocabulary: [String] = {
        let common = """
            the of and to in a for schools pupils that is with by on their will be at we from children which authority \
            support teachers each every standards attainment primary secondary local partnership learning governors \
            headteachers parents improve improvement raise results year funding targets literacy numeracy behaviour \
            attendance inclusion early years extended community workforce leadership recruitment retention advisers \
            consultants programme strategy network specialist academy federation collaborative resources agreed reviewed \
            Department council county borough service services standing conference forum schools' children's
            """.split(separator: " ").map(String.init)
        let stems = [
            "teach", "learn", "govern", "improv", "develop", "achiev", "particip", "region", "educat", "assess",
        ]
        let ends = ["ing", "ed", "ment", "ation", "er", "ers", "s", "ive", "al", "ality"]
        let places = (0..<400).map { "\(["Nor", "Gate", "Roch", "King", "Tel"][$0 % 5])\(stems[$0 / 40])\($0)" }
        return common + stems.flatMap { stem in ends.map { stem + $0 } } + places
    }()
}
