import Domain
import FoundationEssentials
import HTML
import HTTPTypes
import Hummingbird
import Register
import Views
import Vocabulary

extension Site {
    /// The pages and forms of a draft's lines.
    func addDraftLines<K: Kind>(_ router: Router<Visit>, _: K.Type) {
        let draft = "drafts/\(K.name)s/:id"
        router.get(RouterPath("\(draft)/new/:part")) { try await showNewLine($0, $1, K.self) }
        router.get(RouterPath("\(draft)/lines/:line")) { try await showLine($0, $1, K.self) }
        router.post(RouterPath("\(draft)/lines/:line")) { try await putLine($0, $1, K.self) }
        router.post(RouterPath("\(draft)/lines/:line/save")) { try await saveLine($0, $1, K.self) }
        router.post(RouterPath("\(draft)/lines/:line/place")) { try await placeLine($0, $1, K.self) }
        router.get(RouterPath("\(draft)/lines/:line/removal")) { try await showRemoval($0, $1, K.self) }
        router.post(RouterPath("\(draft)/lines/:line/removal")) { try await removeLine($0, $1, K.self) }
    }

    @Sendable private func showNewLine<K: Kind>(_ request: Request, _ visit: Visit, _: K.Type) async throws -> Response
    {
        let desk = try draftDesk(visit, K.self, may: .draft)
        guard let name = visit.coreContext.parameters.get("part").flatMap({ Part.Name(rawValue: String($0)) }),
            K.parts.contains(name), desk.mayAdd(name)
        else { throw NotFound() }
        let asked = request.uri.queryParameters
        let above = asked.get("above").flatMap { LineID($0) }
        guard name.above == nil || above.map({ desk.draft[$0]?.name == name.above }) == true else { throw NotFound() }
        // A target is begun in several steps, and is the same line in each.
        let line = asked.get("line").flatMap { LineID($0) } ?? register.randomness.identifier()
        guard desk.draft[line] == nil else {
            let kept = ["measure", "set", "choose", "text"].compactMap { key in asked.get(key).map { (key, $0) } }
            return redirect(desk.path(line: line).adding(query: kept), visit)
        }
        var words = desk.firstWords(name, above: above)
        if name == .contribution {
            guard let party = asked.get("by").flatMap({ Identifier<Body>($0) }), desk.draft.parties.contains(party)
            else {
                throw NotFound()
            }
            words["by"] = party.description
        }
        if name == .area { words["area"] = register.randomness.identifier(of: Area.self).description }
        let way = desk.newLine(name, above: above, as: line)
        if let chooser = try chooser(name, &words, at: way, desk.taskCrumbs, desk.choices, request) {
            return page(chooser, request, visit)
        }
        return try linePage(desk, name, line, above: above, words, request, visit)
    }

    @Sendable private func showLine<K: Kind>(_ request: Request, _ visit: Visit, _: K.Type) async throws -> Response {
        let desk = try draftDesk(visit, K.self, may: .draft)
        let line: LineID = try visit.identifier("line")
        guard let content = desk.draft[line] else { throw NotFound() }
        var words = LineWords(content)
        let way = desk.path(line: line)
        if let chooser = try chooser(content.name, &words, at: way, desk.taskCrumbs, desk.choices, request) {
            return page(chooser, request, visit)
        }
        return try linePage(desk, content.name, line, above: content.above, words, request, visit)
    }

    /// The page of a task that has one line at most: that line, or a new one.
    func showSingleLine<K: Kind>(
        _ request: Request, _ visit: Visit, _ desk: DraftDesk<K>, _ name: Part.Name
    ) throws -> Response {
        _ = try visit.requireSitting(.draft)
        let standing = desk.draft.lines(name).first
        return try linePage(
            desk, name, standing?.id ?? register.randomness.identifier(), above: nil,
            standing.map { LineWords($0.content) } ?? LineWords(), request, visit)
    }

    private func linePage<K: Kind>(
        _ desk: DraftDesk<K>, _ name: Part.Name, _ line: LineID, above: LineID?, _ words: LineWords,
        _ request: Request, _ visit: Visit, problems: [FormProblem] = [], status: HTTPResponse.Status = .ok,
        asRead: LineAsRead? = nil
    ) throws -> Response {
        var form = LineForm(
            name: name, words: words, choices: desk.choices, problems: problems, standing: desk.draft[line])
        let way = desk.draft[line] == nil ? desk.newLine(name, above: above, as: line) : desk.path(line: line)
        form.choosing = way.adding(query: [("choose", "yes")])
        return page(
            DraftLinePage(
                desk: desk, line: line, above: above, form: form, read: try asRead?.line ?? desk.draft.digest(of: line),
                revision: asRead?.revision ?? desk.row.revision),
            request, visit, status: status)
    }

    @Sendable private func putLine<K: Kind>(_ request: Request, _ visit: Visit, _: K.Type) async throws -> Response {
        let desk = try draftDesk(visit, K.self, may: .draft)
        let form = try await form(request, visit)
        let sent = try SentLine(form, try visit.identifier("line"), desk)
        if form["choose"] == "yes" {
            let way =
                desk.draft[sent.line] == nil
                ? desk.newLine(sent.name, above: sent.above, as: sent.line) : desk.path(line: sent.line)
            return redirect(sent.words.choosing(at: way), visit)
        }
        if form["preview"] == "yes" {
            let form = LineForm(
                name: sent.name, words: sent.words, choices: desk.choices, standing: desk.draft[sent.line]
            ).lookedAt()
            return try linePage(
                desk, sent.name, sent.line, above: sent.above, sent.words, request, visit, problems: form.problems,
                status: form.problems.isEmpty ? .ok : .unprocessableContent, asRead: sent.asRead)
        }
        do {
            _ = try await put(sent, desk, isDone: true)
            return redirect(desk.goal(after: sent.name, sent.above), visit)
        } catch let other as StandsElsewhere {
            return try comparison(sent, with: other.line, visit, request, desk.draft.id)
        } catch let refusal as Refusal where refusal.current != nil {
            return try comparison(sent, with: sent.line, visit, request, desk.draft.id)
        } catch let refusal as Refusal {
            return try linePage(
                desk, sent.name, sent.line, above: sent.above, sent.words, request, visit,
                problems: [FormProblem](refusal), status: .unprocessableContent)
        }
    }

    /// What the script sends as one types: answered with the revision that the form now rests on.
    @Sendable private func saveLine<K: Kind>(_ request: Request, _ visit: Visit, _: K.Type) async throws -> Response {
        let desk = try draftDesk(visit, K.self, may: .draft)
        let sent: SentLine<K>
        do {
            sent = try SentLine(try await form(request, visit), try visit.identifier("line"), desk)
            let revision = try await put(sent, desk, isDone: false)
            let read = try register.draft(desk.draft.id, for: desk.sitting.viewer).draft.digest(of: sent.line)
            return try json(Saved(revision: revision, read: read.description), request, visit)
        } catch is StandsElsewhere {
            return try unsaved(
                Refusal.stale(0).faults, .conflict, request, visit)
        } catch let refusal as Refusal {
            return try unsaved(
                refusal.faults, refusal.status, request, visit)
        }
    }

    /// Why words were not saved as they were typed.
    func unsaved(
        _ faults: [Fault], _ status: HTTPResponse.Status, _ request: Request, _ visit: Visit
    ) throws -> Response {
        let words = faults.map { $0.message + "." }.joined(separator: " ")
        var response = try json(["message": words.prefix(1).lowercased() + words.dropFirst()], request, visit)
        response.status = status
        return response
    }

    private func put<K: Kind>(_ sent: SentLine<K>, _ desk: DraftDesk<K>, isDone: Bool) async throws -> Int {
        let line = sent.line
        let reading = LineReading(
            sent.name, above: sent.above, sent.words, standing: desk.draft[line], desk.choices, isDone: isDone)
        let content = try reading.part()
        return try await register.edit(
            desk.draft.id, line: line, asRead: sent.asRead, by: desk.sitting, citing: reading.seats
        ) { draft, circumstances in
            let once = DraftTask.task(for: content.name)?.isSingle ?? false
            if once, let other = draft.lines(content.name).first(where: { $0.id != line }) {
                throw StandsElsewhere(line: other.id)
            }
            try reading.checked { () throws(Refusal) in
                try draft.put(
                    content, as: line, after: draft.placeForNew(content), isDone ? .done : .typing, in: circumstances)
            }
        }
    }

    /// Both wordings, where somebody else was quicker.
    private func comparison<K: Kind>(
        _ sent: SentLine<K>, with line: LineID, _ visit: Visit, _ request: Request, _ id: Identifier<Agreement<K>>
    ) throws -> Response {
        let desk = try draftDesk(id, visit, may: .draft)
        let reading = LineReading(sent.name, above: sent.above, sent.words, desk.choices, isDone: false)
        let form = LineForm(name: sent.name, words: sent.words, choices: desk.choices)
        return page(
            DraftComparisonPage(
                desk: desk, line: line, above: sent.above, standing: desk.draft[line], theirs: reading.content,
                form: form, read: try desk.draft.digest(of: line)), request, visit, status: .conflict)
    }

    // MARK: Order and removal

    @Sendable private func placeLine<K: Kind>(_ request: Request, _ visit: Visit, _: K.Type) async throws -> Response {
        let desk = try draftDesk(visit, K.self, may: .draft)
        let line: LineID = try visit.identifier("line")
        let isUp = try await form(request, visit)["to"] == "up"
        guard let content = desk.draft[line] else { throw NotFound() }
        // Moving changes no words, so it need not wait for anybody's.
        try await register.edit(desk.draft.id, revision: nil, by: desk.sitting) { draft, _ in
            draft.step(line, up: isUp)
        }
        return redirect(desk.list(of: content.name).at(line.description), visit)
    }

    @Sendable private func showRemoval<K: Kind>(_ request: Request, _ visit: Visit, _: K.Type) async throws -> Response
    {
        let desk = try draftDesk(visit, K.self, may: .draft)
        return try removalPage(desk, try visit.identifier("line"), [], request, visit)
    }

    private func removalPage<K: Kind>(
        _ desk: DraftDesk<K>, _ line: LineID, _ problems: [FormProblem], _ request: Request, _ visit: Visit,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        guard let content = desk.draft[line] else { throw NotFound() }
        return page(
            DraftRemovalPage(
                desk: desk, line: line, content: content, read: try desk.draft.digest(withAllBelow: line),
                problems: problems),
            request, visit, status: status)
    }

    @Sendable private func removeLine<K: Kind>(_ request: Request, _ visit: Visit, _: K.Type) async throws -> Response {
        let desk = try draftDesk(visit, K.self, may: .draft)
        let line: LineID = try visit.identifier("line")
        let form = try await form(request, visit)
        let name = Part.Name(rawValue: form["part"]) ?? .term
        guard let content = desk.draft[line] else { return redirect(desk.list(of: name), visit) }
        do {
            try await register.remove(line, from: desk.draft.id, asRead: LineAsRead(form), by: desk.sitting)
            return redirect(desk.list(of: content.name), visit)
        } catch let refusal as Refusal where refusal.current != nil {
            let now = try draftDesk(desk.draft.id, visit)
            guard now.draft[line] != nil else { return redirect(desk.list(of: content.name), visit) }
            let words =
                "Somebody changed it, or what stands below it, since you opened this page. Nothing was taken out"
            return try removalPage(now, line, [FormProblem(nil, words)], request, visit, status: .conflict)
        }
    }
}

/// What the script is told when words were saved.
private struct Saved: Encodable {
    let revision: Int
    let read: String
}

/// There may be one line of this part, and somebody else has written it meanwhile.
private struct StandsElsewhere: Error {
    let line: LineID
}

/// A line as a form sent it.
private struct SentLine<K: Kind> {
    let line: LineID
    let name: Part.Name
    let above: LineID?
    let words: LineWords
    let asRead: LineAsRead

    init(_ form: Form, _ line: LineID, _ desk: DraftDesk<K>) throws {
        guard let name = Part.Name(rawValue: form["part"]), K.parts.contains(name) else { throw NotFound() }
        let standing = desk.draft[line]
        guard standing == nil || standing?.name == name else { throw NotFound() }
        words = LineWords(form)
        asRead = LineAsRead(form)
        self.line = line
        self.name = name
        above = standing?.above ?? form.identifier("above", of: Line.self)
    }
}

extension LineAsRead {
    /// As a form of our own carries it.
    init(_ form: Form) { self.init(revision: form.number("revision"), line: Digest(form["read"])) }
}

extension Draft {
    /// After which line a new one stands: the last of its own, with whatever is below that, or the one above it.
    func placeForNew(_ content: Part) -> LineID? {
        let own = lines.filter { $0.content.name == content.name && $0.content.above == content.above }
        guard let last = own.last else { return content.above }
        return lines.last { $0.id == last.id || $0.content.above == last.id }?.id
    }

    /// Moves a line, with whatever is below it, past its neighbour of the same part.
    mutating func step(_ id: LineID, up: Bool) {
        guard let content = self[id] else { return }
        let own = lines.filter { $0.content.name == content.name && $0.content.above == content.above }.map(\.id)
        guard let place = own.firstIndex(of: id), own.indices.contains(place + (up ? -1 : 1)) else { return }
        let neighbour = own[place + (up ? -1 : 1)]
        let block = [id] + lines.filter { $0.content.above == id }.map(\.id)
        var anchor: LineID?
        if up {
            anchor = lines.prefix { $0.id != neighbour }.last { !block.contains($0.id) }?.id
        } else {
            anchor = lines.last { $0.id == neighbour || $0.content.above == neighbour }?.id
        }
        for line in block {
            move(line, after: anchor)
            anchor = line
        }
    }
}

extension DraftDesk {
    /// Where the lines of a part are listed.
    func list(of name: Part.Name) -> Path { path(DraftTask.task(for: name)?.slug ?? "") }

    /// Where somebody goes on after a line of a part.
    func goal(after name: Part.Name, _ above: LineID?) -> Path {
        guard let task = DraftTask.task(for: name), !task.isSingle else { return path() }
        let list = list(of: name)
        return above.map { list.at($0.description) } ?? list
    }

    /// The address of the form of a new line.
    func newLine(_ name: Part.Name, above: LineID?, as line: LineID) -> Path {
        let under = above.map { [("above", $0.description)] } ?? []
        return path("new", name.rawValue).adding(query: under + [("line", line.description)])
    }

    /// What stands in the form of a new line: the next number or letter.
    func firstWords(_ name: Part.Name, above: LineID?) -> LineWords {
        let own = draft.lines(name).map(\.content)
        switch name {
        case .paragraph, .group:
            let numbers = own.map { part in
                switch part {
                case .paragraph(let number, _, _, _), .group(let number, _): number
                default: 0
                }
            }
            return LineWords(["number": String((numbers.max() ?? 0) + 1)])
        case .point:
            var words = LineWords(["mark": nextLetter(own.filter { $0.above == above }.map(\.mark))])
            if case .paragraph(_, let sense, _, _) = above.flatMap({ draft[$0] }) { words["sense"] = sense.rawValue }
            return words
        case .area: return LineWords(["code": nextLetter(own.map(\.mark))])
        case .note: return LineWords(["mark": String(repeating: "*", count: min(own.count + 1, 3))])
        default: return LineWords()
        }
    }

    private func nextLetter(_ marks: [String]) -> String {
        let last = marks.compactMap { $0.utf8.count == 1 ? $0.utf8.first : nil }.filter { (0x61..<0x7A).contains($0) }
            .max()
        guard let last else { return marks.isEmpty ? "a" : "" }
        return String(decoding: [last + 1], as: UTF8.self)
    }
}

extension Part {
    /// The letter or sign by which it is cited.
    fileprivate var mark: String {
        switch self {
        case .point(_, let mark, _, _, _), .note(let mark, _): mark
        case .area(_, _, let code, _, _, _): code
        default: ""
        }
    }
}
