/// One thing that a rule found wrong, and what to do about it.
public struct Fault: Hashable, Sendable {
    /// The rule's name, as docs/rules.md lists it: `agenda.london-only`.
    public let rule: String
    /// The field of the form that it is about, where there is one.
    public let field: String?
    /// A sentence that says what to do.
    public let message: String

    /// A fault found by a rule.
    public init(_ rule: String, field: String? = nil, _ message: String) {
        self.rule = rule
        self.field = field
        self.message = message
    }

    /// The same fault, said of a field of the form.
    public func at(_ field: String) -> Fault { Fault(rule, field: field, message) }
}

/// A rule said no, and nothing was changed.
public struct Refusal: Error, Hashable, Sendable {
    /// What is wrong; never empty.
    public let faults: [Fault]
    /// What stands now, where the request rested on something that has since changed.
    public let current: Current?

    /// What stands now in the place of what was read.
    public enum Current: Hashable, Sendable {
        /// A line's or a draft's revision.
        case revision(Int)
        /// The digest of the text that stands, if any does.
        case text(Digest?)
    }

    /// For these faults.
    public init(_ faults: [Fault]) {
        precondition(!faults.isEmpty, "a refusal says why")
        self.faults = faults
        current = nil
    }

    /// For one fault.
    public init(_ fault: Fault) { self.init([fault]) }

    private init(stale current: Current, _ fault: Fault) {
        faults = [fault]
        self.current = current
    }

    /// The request was made of an older revision.
    public static func stale(_ revision: Int) -> Refusal {
        Refusal(
            stale: .revision(revision),
            Fault("revision.stale", "Somebody changed this since you opened it. Compare both, then send yours again"))
    }

    /// The request was made of a text that is no longer the current one.
    public static func stale(_ text: Digest?) -> Refusal {
        Refusal(
            stale: .text(text),
            Fault("text.stale", "The text has changed since you opened it. Read what stands now before you go on"))
    }

    /// The same refusal with every fault said of a field.
    public func at(_ field: String) -> Refusal {
        current == nil ? Refusal(faults.map { $0.at(field) }) : self
    }
}

/// It is not there, or not theirs to see: the two are never told apart.
public struct NotFound: Error, Hashable, Sendable {
    /// Nothing to say about it.
    public init() {}
}
