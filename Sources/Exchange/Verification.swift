public import Merkle
public import Record

/// What somebody who checks has got elsewhere: from the register earlier, from another holder, or on paper.
public struct Trust: Sendable {
    /// The register's root certificate, DER.
    public var root: [UInt8]?
    /// The key of the register's log.
    public var key: VerifierKey?
    /// A checkpoint kept earlier: the signed note, as it was received.
    public var since: String?

    /// Nothing is known unless it is given.
    public init(root: [UInt8]? = nil, key: VerifierKey? = nil, since: String? = nil) {
        self.root = root
        self.key = key
        self.since = since
    }
}

/// What a check has shown: of a bundle, of a register's address, or of its folder.
public struct Verification: Equatable, Sendable {
    /// What holds, a sentence each.
    public internal(set) var shown: [String] = []
    /// What was not shown, and what it would take.
    public internal(set) var open: [String] = []
    /// What fails, each naming the file or the entry; where there is one, nothing else counts.
    public internal(set) var faults: [String] = []

    /// The answer in one word or two.
    public enum Verdict: String, Codable, Sendable {
        /// All of it holds, and it is of the register that the root and the key given are of.
        case verified
        /// It agrees with itself, and it is not known whose it is.
        case consistent = "consistent, signer unknown"
        /// The signatures are of the root given; the log's key was not given.
        case logUnknown = "signatures verified, log unknown"
        /// Something fails.
        case refused
    }

    /// The answer.
    public var verdict: Verdict {
        if !faults.isEmpty { return .refused }
        return known
    }

    var known = Verdict.consistent

    /// Nothing checked yet.
    init() {}

    /// What was found of a store by looking at all of it from within.
    ///
    /// - Parameters:
    ///   - shown: What holds.
    ///   - faults: What is wrong.
    public init(shown: [String], faults: [String]) {
        self.shown = shown.map(Verification.plain)
        self.faults = faults.map(Verification.plain)
        open = ["A store cannot show by itself whose it is: check its address, or a bundle from it."]
    }

    mutating func show(_ sentence: String) { shown.append(Verification.plain(sentence)) }

    mutating func leave(_ sentence: String) { open.append(Verification.plain(sentence)) }

    mutating func refuse(_ sentence: String) { faults.append(Verification.plain(sentence)) }

    /// Names in what is checked come from anywhere: no control of a terminal, and no turn of the direction of writing, is
    /// passed on.
    private static func plain(_ sentence: String) -> String {
        String(
            String.UnicodeScalarView(
                sentence.unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: "\u{FFFD}"
                    default: scalar
                    }
                }))
    }
}

extension Verification {
    /// Reads a checkpoint, checks it by the key where one is known, and says so; nil where it is refused. A log that goes on
    /// under a new name keeps its key, of which the name is a part: whether the two names are of one log, `belongs` asks.
    mutating func checkpoint(_ note: String, _ file: String, _ key: VerifierKey?) -> Checkpoint? {
        do {
            let unverified = try Checkpoint(text: try Note(note).text)
            guard let key else { return unverified }
            let named = try VerifierKey(name: unverified.origin, publicKey: key.key)
            return try Checkpoint(text: try Note(note).verified(by: named))
        } catch {
            refuse("\(file): \(error)")
            return nil
        }
    }

    /// Says whose log it is: refuses where the key given is of a name that the log never had.
    public mutating func belongs(to key: VerifierKey?, _ origins: Origins) {
        for former in origins.former {
            show(
                "The log was named \(former.name) up to its first \(former.until) entries, and goes on under another name."
            )
        }
        guard let key, origins.last(of: key.name) == nil else { return }
        refuse("the checkpoint is of the log \(origins.current), and nothing shows that it was \(key.name) before")
    }

    /// Whether the log as it is now goes on from a checkpoint kept earlier, by the root that it has at the earlier size. Under a
    /// former name no more is compared than is left of that log.
    public mutating func goesOn(
        _ checkpoint: Checkpoint, from since: String, _ key: VerifierKey?, _ origins: Origins,
        root: (Int) throws -> Hash?
    ) rethrows {
        guard let earlier = self.checkpoint(since, "the earlier checkpoint", key) else { return }
        guard let last = origins.last(of: earlier.origin) else {
            return refuse("the earlier checkpoint is of the log \(earlier.origin), not of \(checkpoint.origin)")
        }
        guard earlier.size <= min(last, checkpoint.size) else {
            let now = min(last, checkpoint.size)
            return refuse(
                "the log \(earlier.origin) had \(earlier.size) entries, of which \(now) are left: entries are gone")
        }
        guard try root(earlier.size) == earlier.root else {
            return refuse(
                "the first \(earlier.size) entries are not those of the earlier checkpoint: they were changed")
        }
        show("The log goes on from the earlier checkpoint: its first \(earlier.size) entries are unchanged.")
    }
}
