import Domain
import FoundationEssentials
import Merkle
import Pathfinders
import Record
import Register
import Synchronization
import Testing
import Views
import Vocabulary

/// A register in a folder of its own, gone with it: the Department, the association and three authorities of the shared
/// cast, with all their seats held. Every test ends with `check`.
final class World: Sendable {
    static let origin = "concordat.test/record"

    let folder: String
    let clock = Clock()
    let cast: Cast
    let register: Register
    private let seed: UInt64
    private let marks = Mutex(0)

    var department: Party { cast.department }
    var association: Party { cast.association }
    var norfolk: Party { cast.norfolk }
    var gateshead: Party { cast.gateshead }
    var kingston: Party { cast.kingston }
    var present: [Party] { [department, association, norfolk, gateshead, kingston] }

    init(seed: UInt64 = 2003) async throws {
        self.seed = seed
        folder =
            FileManager.default.temporaryDirectory.path + "/register-"
            + Randomness.system.identifier(of: World.self).description
        cast = Cast(seed: seed)
        register = try await World.open(folder, clock, seed)
        for party in present { try await enter(party) }
    }

    deinit {
        do {
            try register.close()
            try FileManager.default.removeItem(atPath: folder)
        } catch { print("left behind: \(folder), \(error)") }
    }

    /// Opens the same folder again, as another process would; its seals and salts differ from the first's.
    func open() async throws -> Register { try await World.open(folder, clock, seed + 7) }

    private static func open(_ folder: String, _ clock: Clock, _ seed: UInt64) async throws -> Register {
        try await Register(in: folder, origin: origin, clock: { clock.tick() }, randomness: .seeded(seed + 1))
    }

    private func enter(_ party: Party) async throws {
        try await register.enter(
            party.id, sort: party.body.sort, name: party.body.name, code: party.body.code,
            authority: party.body.authority)
        for seat in party.allSeats {
            try await register.create(seat.id, in: party.id, title: seat.title, office: seat.office)
            let holder = party.holder(of: seat.office)
            try await register.appoint(
                holder.id, to: seat.id, name: "The \(seat.title) of \(party.body.name)", from: holder.from, until: nil)
        }
    }

    // MARK: Who acts

    /// Whoever holds the seat of that office.
    func sitting(_ party: Party, _ office: Office) throws -> Sitting {
        try #require(try register.sitting(party.holder(of: office).id))
    }

    /// Whoever writes and negotiates for a body.
    func writer(_ party: Party) throws -> Sitting { try sitting(party, party.writing) }

    /// Whoever signs for a body, where only one seat does.
    func signer(_ party: Party) throws -> Sitting { try sitting(party, party.signing) }

    /// The day in London.
    var today: Day { clock.now.londonDay }

    // MARK: Agreements

    /// A statement of intent, signed by both sides, and the agenda of its year.
    func statement(year: Int = 2003) async throws -> Agenda {
        let draft = try cast.statementDraft(year: year)
        try await send(draft, by: department)
        try await acceptAll(draft.id, by: association)
        try await signAll(draft.id)
        let start = try #require(AcademicYear(start: year))
        return try #require(try register.views.agenda(start, for: .everyone, today: today))
    }

    /// A compact sent to the Department: its author accepts every line, nobody else has answered.
    func sentCompact(
        _ authority: Party, under agenda: Agenda, signatories: [(seat: Seat, order: Int)]? = nil,
        commencement: (inForce: Day?, publication: Day?)? = nil, asking: [String] = []
    ) async throws -> Identifier<Compact> {
        let draft = try cast.compactDraft(
            authority, under: agenda, signatories: signatories, commencement: commencement, asking: asking)
        try await send(draft, by: authority)
        return draft.id
    }

    /// A compact that both sides accept, its text frozen.
    func agreedCompact(
        _ authority: Party, under agenda: Agenda, signatories: [(seat: Seat, order: Int)]? = nil,
        commencement: (inForce: Day?, publication: Day?)? = nil, asking: [String] = []
    ) async throws -> Identifier<Compact> {
        let id = try await sentCompact(
            authority, under: agenda, signatories: signatories, commencement: commencement, asking: asking)
        try await acceptAll(id, by: department)
        return id
    }

    /// A compact that every signatory has signed.
    func signedCompact(
        _ authority: Party, under agenda: Agenda, commencement: (inForce: Day?, publication: Day?)? = nil,
        asking: [String] = []
    ) async throws -> Identifier<Compact> {
        let id = try await agreedCompact(authority, under: agenda, commencement: commencement, asking: asking)
        try await signAll(id)
        return id
    }

    func send<K: Kind>(_ draft: Draft<K>, by author: Party) async throws {
        try await register.begin(draft, by: try writer(author))
        try await register.send(draft.id, revision: 1, by: try writer(author))
    }

    func load<K: Kind>(_ id: Identifier<Agreement<K>>) throws -> Agreement<K> {
        try register.book.read { try $0.load(id) }
    }

    /// A line of a part, as it stands.
    func line<K: Kind>(_ name: Part.Name, of id: Identifier<Agreement<K>>) throws -> Line {
        try #require(try load(id).lines.all.first { $0.lastContent.name == name })
    }

    func acceptAll<K: Kind>(_ id: Identifier<Agreement<K>>, by party: Party) async throws {
        try await register.negotiate(id, by: try writer(party)) { agreement, _ in
            try agreement.accept(
                agreement.lines.all.map { ReadLine($0.id, revision: $0.revision) }, by: party.id)
        }
    }

    /// A party proposes other wording for a line, as it stands or as it was read.
    func propose<K: Kind>(
        _ content: Part, for line: LineID, revision: Int? = nil, of id: Identifier<Agreement<K>>, by party: Party
    ) async throws {
        try await register.negotiate(id, by: try writer(party), citing: content) { agreement, circumstances in
            let read = ReadLine(line, revision: revision ?? agreement.lines[line]?.revision ?? 0)
            return try agreement.propose(content, for: read, by: party.id, in: circumstances)
        }
    }

    /// Something that a party says of an agreement, by a rule.
    func says<K: Kind>(
        _ party: Party, of id: Identifier<Agreement<K>>,
        _ rule: @escaping @Sendable (Agreement<K>) throws -> [AgreementEvent]
    ) async throws {
        try await register.negotiate(id, by: try writer(party)) { agreement, _ in try rule(agreement) }
    }

    /// Every seat that must sign does, in turn.
    func signAll<K: Kind>(_ id: Identifier<Agreement<K>>) async throws {
        while case let execution = try load(id).execution, let seat = execution.next.first, let text = execution.text {
            _ = try await register.sign(id, text: text, as: try sitting(in: seat))
        }
    }

    func sitting(in seat: Identifier<Seat>) throws -> Sitting {
        for party in present {
            if let seat = party.allSeats.first(where: { $0.id == seat }) { return try sitting(party, seat.office) }
        }
        throw NotFound()
    }

    /// A word that stands nowhere else.
    func mark() -> String {
        let number = marks.withLock { marks in
            marks += 1
            return marks
        }
        let letters = "kqxzjvbf".map(String.init)
        return "zq" + [number / 64 % 8, number / 8 % 8, number % 8].map { letters[$0] }.joined() + "o"
    }

    // MARK: What is so at the end of every test

    /// Nothing is wrong with the register: every entry is hashed again, claims and views are made again beside the live
    /// ones, and the checkpoint and every entry's proof are verified from the envelopes alone.
    func check(_ other: Register? = nil, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let register = other ?? register
        let problems = try await register.check(in: "\(folder)/check-\(Randomness.system.identifier(of: World.self))")
        #expect(problems == [], sourceLocation: sourceLocation)
        let note = try Note(try register.checkpoint())
        let checkpoint = try Checkpoint(text: try note.verified(by: try VerifierKey(vkey: register.verifierKey)))
        let entries = try register.book.read { try $0.entries(from: 0, limit: .max) }
        #expect(checkpoint.origin == World.origin && checkpoint.size == entries.count, sourceLocation: sourceLocation)
        let leaves = entries.map { Tree.leaf(Hash(sha256: $0.bytes)) }
        #expect(Tree.root(of: leaves) == checkpoint.root, sourceLocation: sourceLocation)
        for (position, leaf) in leaves.enumerated() {
            let proof = try register.inclusion(of: position, in: checkpoint.size)
            #expect(proof.verify(leaf: leaf, root: checkpoint.root), sourceLocation: sourceLocation)
        }
    }
}

/// A clock that goes on by a millisecond with every look at it, and leaps where a test says so.
final class Clock: Sendable {
    // 15 September 2003, ten o'clock in London.
    private let time = Mutex(Instant(milliseconds: 1_063_616_400_000))

    func tick() -> Instant {
        time.withLock { time in
            time = Instant(milliseconds: time.milliseconds + 1)
            return time
        }
    }

    var now: Instant { time.withLock { $0 } }

    func leap(seconds: Int) { time.withLock { $0 = $0.adding(seconds: seconds) } }

    func leap(days: Int) { leap(seconds: days * 86_400) }
}

extension Party {
    /// The office that writes and negotiates for it.
    var writing: Office {
        switch body.sort {
        case .department: .adviser
        case .authority: .officer
        case .association: .secretary
        }
    }

    var viewer: Viewer { Viewer(body: id, seat: nil) }
}

/// The names of the rules that something breaks; none where it is allowed.
func broken<Answer>(_ attempt: () async throws -> Answer) async throws -> [String] {
    do {
        _ = try await attempt()
        return []
    } catch let refusal as Refusal {
        return refusal.faults.map(\.rule)
    }
}

/// What stands now, where something is refused because it rests on what has since changed.
func current<Answer>(_ attempt: () async throws -> Answer) async throws -> Refusal.Current? {
    do {
        _ = try await attempt()
        return nil
    } catch let refusal as Refusal {
        return refusal.current
    }
}

/// What somebody may see; nil where for them it is not there.
func seen<Answer>(_ attempt: () throws -> Answer) throws -> Answer? {
    do { return try attempt() } catch is NotFound { return nil }
}
