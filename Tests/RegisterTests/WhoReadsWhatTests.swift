import Domain
import Pathfinders
import Record
import Register
import Testing
import Views
import Vocabulary

/// A word that stands nowhere else goes into every text there is, and everything that anybody can read is searched for it.
@Suite struct WhoReadsWhatTests {
    /// All that the rooms above can ask for in somebody's name, as one text.
    private func everything(_ world: World, for viewer: Viewer, words: [String]) throws -> String {
        let (register, views, today) = (world.register, world.register.views, world.today)
        var parts: [String] = []
        func add(_ part: Any?) { if let part { parts.append("\(part)") } }
        var filters = [AgreementFilter()]
        for kind in Kinds.names {
            var filter = AgreementFilter()
            filter.kind = kind
            filters.append(filter)
        }
        for state in AgreementState.allCases {
            var filter = AgreementFilter()
            filter.state = state
            filters.append(filter)
        }
        var filter = AgreementFilter()
        (filter.year, filter.authority, filter.area) = (AcademicYear(start: 2003), "926", "a")
        filters.append(filter)
        for filter in filters { add(try views.agreements(filter, for: viewer, today: today).rows) }
        for agenda in try views.agendas(for: viewer, today: today) {
            add(try views.agenda(agenda.year, for: viewer, today: today))
            add(try views.choices(in: agenda.statement, for: viewer, today: today))
        }
        add(try views.authorities(AuthorityFilter(), for: viewer, today: today))
        for kind in Kinds.names { add(try views.latest(kind, limit: 100, today: today)) }
        add(try views.payments(MoneyFilter(), for: viewer, today: today).rows)
        add(try views.returns(MoneyFilter(), for: viewer, today: today).rows)
        add(try views.latestSteps(limit: 1000, today: today))
        for word in words { add(try views.search(word, for: viewer, today: today, size: 100).rows) }
        if let body = viewer.body {
            for seat in world.present.first(where: { $0.id == body })?.allSeats ?? [] {
                add(try views.desk(of: body, seat: seat.id, today: today))
            }
            add(try views.signed(by: body, latest: 100, today: today))
            func drafts<K: Kind>(_: K.Type) throws { add(try register.drafts(of: body, K.self)) }
            for kind in Kinds.all { try drafts(kind) }
            add(try views.paymentsDue(of: body, by: today, today: today))
            add(try views.returnsDue(of: body, by: today, today: today))
        }
        let subjects = try register.book.read { Set(try $0.entries(from: 0, limit: .max).map(\.subject)) }
        for subject in subjects.sorted() {
            let name = subject.split(separator: "/").map(String.init)
            switch name[0] {
            case "statement": try agreement(#require(Identifier<Domain.Statement>(name[1])))
            case "compact": try agreement(#require(Identifier<Compact>(name[1])))
            case "conditional-agreement": try agreement(#require(Identifier<ConditionalAgreement>(name[1])))
            default: continue
            }
        }
        func agreement<K: Kind>(_ id: Identifier<Agreement<K>>) throws {
            add(try views.agreement(id.description, kind: K.name, for: viewer, today: today))
            add(try views.steps(of: id.description, line: nil, for: viewer, today: today))
            add(try views.spoken(of: id.description, by: nil, for: viewer, today: today).rows)
            add(try views.payments(of: id.description, kind: K.name, for: viewer, today: today))
            add(try views.paymentSteps(of: id.description, for: viewer, today: today))
            for given in try views.returns(of: id.description, kind: K.name, for: viewer, today: today) {
                add(given)
                add(try views.editions(of: given.line, due: given.due, in: id.description, for: viewer))
                add(
                    try views.returnSteps(
                        of: given.line, due: given.due, in: id.description, for: viewer, today: today))
            }
            for line in try world.load(id).lines.all {
                add(try views.steps(of: id.description, line: line.id, for: viewer, today: today))
                add(try views.versions(of: line.id, in: id.description, for: viewer))
                add(try register.keptProposal(for: line.id, of: id, viewer: viewer))
            }
            add(try seen { try register.draft(id, for: viewer) })
            if let text = try seen({ try register.text(of: id, for: viewer) }) {
                add(String(decoding: text.bytes, as: UTF8.self))
            }
            for (entry, _) in try register.proven(id, for: viewer).entries {
                add(String(decoding: entry.bytes, as: UTF8.self))
            }
            if let exported = try seen({ try register.exported(id, for: viewer) }) {
                for (entry, _) in exported.entries { add(String(decoding: entry.bytes, as: UTF8.self)) }
            }
        }
        for position in 0..<(try register.size()) {
            if let bytes = try seen({ try register.envelope(position, for: viewer) }) {
                add(String(decoding: bytes, as: UTF8.self))
            }
        }
        return parts.joined(separator: "\n")
    }

    @Test func `nobody reads a word that is not theirs, at any stage`() async throws {
        let world = try await World()
        let agenda = try await world.statement()
        let (norfolk, department) = (world.norfolk, world.department)
        let random = world.register.randomness
        /// Everybody's once published; the parties' for ever; Norfolk's alone; one seat's of the Department.
        var agreed: [String] = []
        var parties: [String] = []
        var norfolks: [String] = []
        var departments: [String] = []
        func mark(_ list: inout [String]) -> String {
            list.append(world.mark())
            return list[list.count - 1]
        }
        func look(isPublished: Bool, sourceLocation: SourceLocation = #_sourceLocation) throws {
            let words = agreed + parties + norfolks + departments
            let writer = try world.writer(department).viewer
            for viewer in [.everyone, writer] + world.present.map(\.viewer) {
                let text = try everything(world, for: viewer, words: words)
                var theirs: Set<String> = []
                if isPublished || viewer.body == norfolk.id || viewer.body == department.id { theirs.formUnion(agreed) }
                if viewer.body == norfolk.id { theirs.formUnion(parties + norfolks) }
                if viewer.body == department.id { theirs.formUnion(parties) }
                if viewer == writer { theirs.formUnion(departments) }
                let found = Set(words.filter { text.contains($0) })
                #expect(found.subtracting(theirs).isEmpty, "\(viewer) reads too much", sourceLocation: sourceLocation)
                #expect(theirs.subtracting(found).isEmpty, "\(viewer) reads too little", sourceLocation: sourceLocation)
            }
        }

        // Drafts: one that is thrown away never goes anywhere.
        var draft = world.cast.emptyDraft(norfolk, under: agenda)
        draft.title = "Norfolk compact \(mark(&norfolks))"
        let circumstances = world.cast.circumstances([norfolk, department], agenda: agenda)
        let lines = (0..<9).map { _ in world.cast.identifier(of: Line.self) }
        func promise(_ party: Party) -> Promise {
            Promise(by: party.id, owner: party[party.signing].id, due: .throughout)
        }
        let area = try #require(agenda["n"])
        func write(_ list: inout [String]) throws {
            try draft.put(.summary(text: mark(&list)), as: lines[0], in: circumstances)
            try draft.put(.consulted(partner: mark(&list), said: mark(&list)), as: lines[2], in: circumstances)
            try draft.put(
                .priority(area: area.id, title: mark(&list), reason: mark(&list), horizon: .short), as: lines[3],
                in: circumstances)
            try draft.put(
                .contribution(priority: lines[3], text: mark(&list), promise: promise(norfolk)), as: lines[4],
                in: circumstances)
        }
        try write(&norfolks)
        try await world.register.begin(draft, by: world.writer(norfolk))
        try look(isPublished: false)
        try await world.register.discard(draft.id, revision: 1, by: world.writer(norfolk))
        norfolks = []

        draft.title = "Norfolk compact \(mark(&agreed))"
        try write(&agreed)
        let (superseded, dropped, below) = (mark(&parties), mark(&parties), mark(&parties))
        try draft.put(.vision(text: superseded), as: lines[1], in: circumstances)
        let other = try #require(agenda["a"])
        try draft.put(
            .priority(area: other.id, title: nil, reason: dropped, horizon: .short), as: lines[5], in: circumstances)
        try draft.put(
            .contribution(priority: lines[5], text: below, promise: promise(department)), as: lines[6],
            in: circumstances)
        try draft.put(.signatory(seat: norfolk[.director].id, order: 1), as: lines[7], in: circumstances)
        try draft.put(.signatory(seat: department[.minister].id, order: 2), as: lines[8], in: circumstances)
        try await world.send(draft, by: norfolk)
        let id = draft.id
        try look(isPublished: false)

        // Everything that can be said of a line.
        func seal() -> Sealed { random.seal(mark(&parties)) }
        let first = ReadLine(lines[1], revision: 1)
        let said0 = seal()
        try await world.says(department, of: id) { try $0.object(first, reason: said0, by: department.id) }
        let said1 = seal()
        try await world.says(norfolk, of: id) { try $0.wait(first, on: said1, by: norfolk.id) }
        try look(isPublished: false)
        let said2 = seal()
        try await world.says(norfolk, of: id) { try $0.release(first, outcome: said2, by: norfolk.id) }
        let said3 = seal()
        try await world.says(norfolk, of: id) { try $0.discuss(first.line, said3, by: norfolk.id) }
        let said4 = seal()
        try await world.says(department, of: id) { try $0.discuss(nil, said4, by: department.id) }
        try await world.register.keepProposal(
            ["text": mark(&departments)], for: lines[1], of: id, by: world.writer(department))
        try look(isPublished: false)
        // Its words are sent, so nothing is left unsent.
        departments = []
        try await world.propose(.vision(text: mark(&parties)), for: lines[1], of: id, by: department)
        try await world.propose(.vision(text: mark(&agreed)), for: lines[1], of: id, by: norfolk)
        try await world.says(department, of: id) { try $0.drop(ReadLine(lines[5], revision: 1), by: department.id) }
        try look(isPublished: false)
        try await world.acceptAll(id, by: department)
        try await world.acceptAll(id, by: norfolk)
        #expect(try world.load(id).stage == .agreed)
        try look(isPublished: false)
        let text = try #require(try world.load(id).execution.text)
        _ = try await world.register.sign(id, text: text, as: world.signer(norfolk))
        try look(isPublished: false)
        try await world.signAll(id)
        try look(isPublished: true)
        let said5 = seal()
        try await world.says(department, of: id) { try $0.discuss(lines[1], said5, by: department.id) }
        try look(isPublished: true)
        world.clock.leap(days: 400)
        try look(isPublished: true)

        // A variation: drafted by one side, negotiated between both, everyone's when all have signed.
        let register = world.register
        let variation: Identifier<Compact> = random.identifier()
        try await register.vary(id, as: variation, by: world.writer(norfolk))
        let drafted = mark(&norfolks)
        try await register.edit(variation, revision: 1, by: world.writer(norfolk)) { draft, circumstances in
            try draft.put(.vision(text: drafted), as: lines[1], in: circumstances)
            draft.remove(lines[2])
        }
        try look(isPublished: true)
        // Sent, it is between the two, whatever becomes of it.
        norfolks = []
        parties.append(drafted)
        let revision = try register.draft(variation, for: norfolk.viewer).revision
        try await register.send(variation, revision: revision, by: world.writer(norfolk))
        try look(isPublished: true)
        let said6 = seal()
        try await world.says(department, of: variation) { try $0.discuss(lines[1], said6, by: department.id) }
        let better = mark(&parties)
        try await world.propose(.vision(text: better), for: lines[1], of: variation, by: department)
        try await world.acceptAll(variation, by: department)
        try await world.acceptAll(variation, by: norfolk)
        try look(isPublished: true)
        let varied = try #require(try world.load(variation).execution.text)
        _ = try await register.sign(variation, text: varied, as: world.signer(norfolk))
        try look(isPublished: true)
        try await world.signAll(variation)
        // What all signed anew is everyone's, and so stays what all had signed before.
        parties.removeAll { $0 == better }
        agreed.append(better)
        try look(isPublished: true)
        try await world.check()
    }

    @Test func `a statement that is negotiated is read by its two sides alone`() async throws {
        let world = try await World()
        var draft = try world.cast.statementDraft()
        let group = try #require(draft.lines(.group).first)
        let paragraph = try #require(draft.lines(.paragraph).first)
        let (title, opening, words, better) = (world.mark(), world.mark(), world.mark(), world.mark())
        draft.title = title
        let circumstances = world.cast.circumstances([world.department, world.association])
        try draft.put(.group(number: 1, text: opening), as: group.id, in: circumstances)
        try draft.put(
            .paragraph(number: 1, sense: .context, text: words, promise: nil), as: paragraph.id, in: circumstances)
        let all = [title, opening, words, better]
        func found(_ viewer: Viewer) throws -> Set<String> {
            let text = try everything(world, for: viewer, words: all)
            return Set(all.filter { text.contains($0) })
        }
        try await world.register.begin(draft, by: world.writer(world.department))
        #expect(try found(world.association.viewer) == [] && found(world.department.viewer) == [title, opening, words])
        try await world.register.send(draft.id, revision: 1, by: world.writer(world.department))
        #expect(try found(world.association.viewer) == [title, opening, words])
        try await world.propose(
            .paragraph(number: 1, sense: .context, text: better, promise: nil), for: paragraph.id, of: draft.id,
            by: world.association)
        try await world.acceptAll(draft.id, by: world.association)
        try await world.acceptAll(draft.id, by: world.department)
        for viewer in [Viewer.everyone, world.norfolk.viewer] { #expect(try found(viewer) == []) }
        try await world.signAll(draft.id)
        for viewer in [Viewer.everyone, world.norfolk.viewer] {
            #expect(try found(viewer) == [title, opening, better])
        }
        #expect(try found(world.association.viewer) == Set(all))
        try await world.check()
    }
}
