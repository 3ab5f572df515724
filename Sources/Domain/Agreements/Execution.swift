public import Vocabulary

/// The signing of an agreement: the digest of the frozen text, who must sign it in which order, and who has.
public struct Execution: Equatable, Sendable {
    /// The digest of the text that is to be signed; nil while it is negotiated.
    public private(set) var text: Digest?
    /// The seats that must sign, by order.
    public private(set) var required: [Required] = []
    /// The signatures over the current text.
    public private(set) var signatures: [Signature] = []
    /// Those over earlier texts, which a change voided.
    public private(set) var voided: [Signature] = []

    /// A seat that must sign.
    public struct Required: Equatable, Sendable {
        public let seat: Identifier<Seat>
        /// Lower orders sign first; equal ones in any order.
        public let order: Int
    }

    /// One seat's signature.
    public struct Signature: Equatable, Sendable {
        public let seat: Identifier<Seat>
        /// By whose appointment to the seat.
        public let appointment: Identifier<Appointment>
        /// The text it is over.
        public let text: Digest
        /// The digest of the CMS signature in the store.
        public let signature: Digest
        /// When and where on the record.
        public let stamp: Stamp
    }

    /// Nothing frozen yet.
    public init() {}

    /// When the last required seat signed; nil until then.
    public var completed: Instant? {
        guard text != nil, !required.isEmpty, outstanding.isEmpty else { return nil }
        return signatures.map(\.stamp.time).max()
    }

    /// The required seats that have not signed, by order.
    public var outstanding: [Required] {
        required.filter { wanted in !signatures.contains { $0.seat == wanted.seat } }
    }

    /// The seats whose turn it is.
    public var next: [Identifier<Seat>] {
        guard let first = outstanding.first else { return [] }
        return outstanding.filter { $0.order == first.order }.map(\.seat)
    }

    /// Refuses where this seat is not required, has signed, or must wait for an earlier one.
    public func mayNowSign(_ seat: Identifier<Seat>) throws(Refusal) {
        guard required.contains(where: { $0.seat == seat }) else {
            throw Refusal(Fault("signature.not-required", "This seat is not among those that sign"))
        }
        guard !signatures.contains(where: { $0.seat == seat }) else {
            throw Refusal(Fault("signature.given", "This seat has signed already"))
        }
        guard next.contains(seat) else {
            throw Refusal(Fault("signature.order", "Another seat signs before this one: wait for its signature"))
        }
    }

    mutating func freeze(_ digest: Digest, _ required: [Required]) {
        text = digest
        self.required = required.enumerated()
            .sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }.map(\.element)
    }

    mutating func thaw() {
        voided += signatures
        signatures = []
        text = nil
        required = []
    }

    mutating func add(_ signature: Signature) { signatures.append(signature) }
}
