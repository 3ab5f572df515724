public import Vocabulary

/// The statement of intent: the national framework between the Department and a representative association, with numbered
/// paragraphs that can be cited one by one, and the agenda of a year as its annex.
public typealias Statement = Agreement<StatementKind>

/// What makes a statement of intent.
public enum StatementKind: Kind {
    public static let name = "statement"
    public static let title = "Statement of intent"
    public static let parts: [Part.Name] = [
        .paragraph, .point, .note, .group, .area, .drafter, .commencement, .signatory,
    ]
    public static let parties: Set<Body.Sort> = [.department, .association]
    public static let authors: Set<Body.Sort> = [.department, .association]

    public static func faults(of part: Part, in circumstances: Circumstances) -> [Fault] {
        let (sense, promise): (Part.Sense, Promise?)
        switch part {
        case .paragraph(_, let itsSense, _, let itsPromise): (sense, promise) = (itsSense, itsPromise)
        case .point(_, _, let itsSense, _, let itsPromise): (sense, promise) = (itsSense, itsPromise)
        default: return []
        }
        if promise != nil, sense != .undertaking {
            return [
                Fault(
                    "undertaking.sense", field: "sense",
                    "Only an undertaking has an owner and a due day: class it as one")
            ]
        }
        return []
    }

    public static func lacking(_ lines: [Part], in circumstances: Circumstances) -> [Fault] {
        var faults: [Fault] = []
        if !lines.contains(where: { $0.name == .paragraph }) {
            faults.append(
                Fault("statement.paragraphs", field: "paragraphs", "Give the statement at least one paragraph"))
        }
        if !lines.contains(where: { $0.name == .area }) {
            faults.append(Fault("statement.areas", field: "areas", "Give the agenda at least one area"))
        }
        let numbers = lines.compactMap { part -> Int? in
            guard case .paragraph(let number, _, _, _) = part else { return nil }
            return number
        }
        if Set(numbers).count < numbers.count {
            faults.append(Fault("paragraph.twice", field: "paragraphs", "Give each paragraph a number of its own"))
        }
        let codes = lines.compactMap { part -> String? in
            guard case .area(_, _, let code, _, _, _) = part else { return nil }
            return code
        }
        let areas = lines.compactMap { part -> Identifier<Area>? in
            guard case .area(let area, _, _, _, _, _) = part else { return nil }
            return area
        }
        if Set(codes).count < codes.count || Set(areas).count < areas.count {
            faults.append(Fault("area.twice", field: "areas", "Give each area a letter of its own"))
        }
        for part in lines where part.promise == nil {
            switch part {
            case .paragraph(let number, .undertaking, _, _)
            where !lines.contains(where: { $0.promise != nil }):
                faults.append(
                    Fault(
                        "undertaking.owner", field: "paragraphs",
                        "Say who answers for the undertakings of paragraph \(number)"))
            case .point(_, _, .undertaking, let text, _):
                faults.append(
                    Fault(
                        "undertaking.owner", field: "paragraphs",
                        "Say who answers for the undertaking that begins '\(Wording.beginning(of: text))'"))
            default: break
            }
        }
        return faults
    }

    /// Its lines are cited by every compact that is made under it: what changes is agreed as the statement of a later year.
    public static var isVaried: Bool { false }

    public static func claims(_ framework: Framework) -> Set<Claim> {
        framework.year.map { [Claim("agenda", String($0.start))] } ?? []
    }
}

/// Something that a body says in the yearly discussion, by the name of which it is known when it is sent again.
public enum SpokenRemark {}

extension Agreement where K == StatementKind {
    /// Speaks in the yearly discussion: any authority may, and each side that signed. Everyone reads it. Sent twice it is said
    /// once: a remark is named when its form is shown.
    public func speak(
        _ text: Sealed, as remark: Identifier<SpokenRemark>, by body: Body, on day: Day
    ) throws(Refusal) -> [Event] {
        guard !remarks.contains(remark) else { return [] }
        guard body.sort == .authority || parties.contains(body.id) else {
            throw Refusal(Fault("discussion.body", "Authorities speak in it, and the sides that signed"))
        }
        guard let open = [inForce, publicFrom].compactMap(\.self).max(), open <= day else {
            throw Refusal(Fault("discussion.early", "It is discussed from the day on which it is in force and public"))
        }
        guard course.end == nil else {
            throw Refusal(Fault("discussion.over", "It has ended: speak of the one that followed it"))
        }
        return [.spoke(remark: remark, side: body.id, text: text)]
    }

    /// The agenda of its year, as its lines stand.
    public var agenda: Agenda? {
        framework.year.map { year in
            Agenda(statement: id, year: year, lines: lines.standing.map { ($0.id, $0.content) })
        }
    }
}
