public import Vocabulary

/// The agreement with conditions: money of the Department against what an authority delivers, over some years, with returns.
/// It needs no statement and no agenda.
public typealias ConditionalAgreement = Agreement<ConditionalKind>

/// What makes an agreement with conditions.
public enum ConditionalKind: Kind {
    public static let name = "conditional-agreement"
    public static let title = "Agreement with conditions"
    public static let parts: [Part.Name] = [
        .summary, .period, .section, .condition, .payment, .returns, .term, .commencement, .signatory,
    ]
    public static let parties: Set<Body.Sort> = [.department, .authority]
    public static let authors: Set<Body.Sort> = [.department, .authority]
    /// The sections that each must have.
    public static let sections: [Part.Topic] = [.purpose, .equality, .risks]
    /// The most years that one may run.
    public static let longest = 25

    public static func faults(of part: Part, in circumstances: Circumstances) -> [Fault] {
        switch part {
        case .period(let from, let until) where until <= from || until > from.adding(years: longest):
            [
                Fault(
                    "period.days", field: "until",
                    "Give a last day after the first one, and at most \(longest) years later")
            ]
        case .condition(_, let promise) where promise.due == .considers:
            [Fault("condition.due", field: "due", "Give a due day, or choose throughout or each year")]
        case .payment(_, _, let instalment) where circumstances.party(instalment.by)?.sort != .department:
            [Fault("payment.side", field: "owner", "In an agreement with conditions the Department pays")]
        default: []
        }
    }

    public static func lacking(_ lines: [Part], in circumstances: Circumstances) -> [Fault] {
        var faults: [Fault] = []
        let missing = [
            Part.Name.summary: Fault("conditional.summary", field: "summary", "Write a plain summary for the public"),
            .period: Fault("conditional.period", field: "period", "Say from which day until which it runs"),
        ]
        for name in [Part.Name.summary, .period] {
            switch lines.count(where: { $0.name == name }) {
            case 0: faults += [missing[name]].compactMap(\.self)
            case 1: break
            default:
                faults.append(
                    Fault(
                        "conditional.once", field: name.rawValue,
                        "Keep \(name == .period ? "one line that says how long it runs" : "one summary")"))
            }
        }
        for topic in sections {
            let count = lines.count { if case .section(topic, _, _) = $0 { true } else { false } }
            if count != 1 {
                faults.append(
                    Fault(
                        "conditional.section", field: "sections",
                        "\(count == 0 ? "Write a section" : "Keep one section") on \(topic.words)"))
            }
        }
        if !lines.contains(where: { $0.name == .payment }) {
            faults.append(
                Fault(
                    "conditional.payment", field: "conditions", "Give at least one condition, with a payment under it"))
        }
        let instalments = lines.compactMap(\.instalment)
        if Money.sum(instalments.map(\.amount)) == nil {
            faults.append(
                Fault("payment.total", field: "conditions", "Keep all payments under a thousand billion pounds in sum"))
        }
        guard let span = lines.lazy.compactMap(\.span).first else { return faults }
        for instalment in instalments where !span.contains(instalment.due) {
            faults.append(
                Fault(
                    "payment.period", field: "conditions",
                    "The payment of \(instalment.amount) by \(instalment.due.written): let it fall due while the agreement runs"
                ))
        }
        // The last return may look back on all of it.
        let reporting = Span(from: span.from, until: span.until.adding(years: 1))
        for day in lines.compactMap(\.template).flatMap(\.days) where !reporting.contains(day) {
            faults.append(
                Fault(
                    "returns.period", field: "returns",
                    "The return due \(day.written): let it fall due while the agreement runs, or within the year after")
            )
        }
        return faults
    }

    public static func faults(of framework: Framework) -> [Fault] {
        guard framework.authority == nil else { return [] }
        return [Fault("draft.authority", field: "authority", "Choose the authority with which this is made")]
    }

    /// An authority may have several.
    public static func claims(_ framework: Framework) -> Set<Claim> { [] }
}

/// The days for which an agreement is made, where these are no school year.
public struct Span: Hashable, Sendable {
    public let from: Day
    /// The last day.
    public let until: Day

    /// From a day until another, both included.
    public init(from: Day, until: Day) { (self.from, self.until) = (from, until) }

    /// Whether a day is one of them.
    public func contains(_ day: Day) -> Bool { from <= day && day <= until }
}

extension Part {
    /// How long it says that the agreement runs.
    public var span: Span? {
        if case .period(let from, let until) = self { Span(from: from, until: until) } else { nil }
    }

    /// The instalment that it promises.
    public var instalment: Instalment? { if case .payment(_, _, let instalment) = self { instalment } else { nil } }

    /// The returns that it asks for.
    public var template: ReturnTemplate? { if case .returns(_, let template) = self { template } else { nil } }
}

extension Part.Topic {
    /// Behind "a section on".
    public var words: String {
        switch self {
        case .purpose: "what it is for"
        case .equality: "equality: whom it may touch, and how"
        case .risks: "risks"
        case .data: "the personal data that is shared"
        case .other: "something else"
        }
    }
}
