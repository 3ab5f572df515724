import Domain
import FoundationEssentials
import HTML
import Merkle
import Record
import Register
import Signatures
import Views
import Vocabulary

extension Bundle {
    /// Checks everything in the bundle against everything else, and against what is known from elsewhere. Never throws for
    /// what is in the bundle: a fault is an answer.
    public func verify(by trust: Trust) async -> Verification {
        var check = BundleCheck(bundle: self, trust: trust)
        await check.run()
        return check.result
    }
}

/// One walk through a bundle.
private struct BundleCheck {
    let bundle: Bundle
    let trust: Trust
    var result = Verification()
    /// The names that the log had, by the entries in the bundle.
    private var origins = Origins(current: "")

    /// An entry whose bytes were read and whose event is one of an agreement.
    private struct Told {
        let envelope: Envelope
        let event: AgreementEvent
    }

    init(bundle: Bundle, trust: Trust) {
        self.bundle = bundle
        self.trust = trust
    }

    mutating func run() async {
        for name in Bundle.Name.once where bundle.files[name] == nil { result.refuse("\(name) is missing") }
        guard let bytes = bundle.files[Bundle.Name.text], let note = text(Bundle.Name.checkpoint),
            let checkpoint = result.checkpoint(note, Bundle.Name.checkpoint, trust.key)
        else { return }
        let text: AgreementText
        do {
            text = try AgreementText(bytes: bytes)
        } catch {
            return result.refuse("\(Bundle.Name.text) is not the text of an agreement: \(error)")
        }
        guard text.format == "concordat-agreement-1" else {
            return result.refuse("\(Bundle.Name.text) is of the form \(text.format), which this program does not read")
        }
        guard belongs(note) else { return }
        rename(note, checkpoint)
        let told = entries(note, checkpoint)
        // Whatever else could be said of another text would only repeat that it is another.
        if let frozen = freezing(text, Digest(of: bytes), told) {
            if origins.last(of: text.log) == nil {
                result.refuse(
                    "\(Bundle.Name.text) is from the log \(text.log), the checkpoint is of \(checkpoint.origin)")
            }
            subjects("\(text.kind)/\(text.id)", told)
            opening(text, told)
            lines(text, told, before: frozen)
            variations(text, told)
            let faults = result.faults.count
            let signers = await signatures(text, bytes, told, after: frozen)
            readings(text, bytes, result.faults.count == faults ? signers : nil)
        }
        since(checkpoint)
        strangers()
        conclude(checkpoint)
    }

    // MARK: The record

    /// Whether the checkpoint is the one that the proofs carry. Where they all carry another, it is the checkpoint that was
    /// changed, and not each of them.
    private mutating func belongs(_ note: String) -> Bool {
        let ending = "\n\n" + note
        let proofs = bundle.files.filter { Bundle.Name.position(of: $0.key, in: "inclusion", ".tlog-proof") != nil }
        guard proofs.count > 1,
            !proofs.values.contains(where: { $0.suffix(ending.utf8.count).elementsEqual(ending.utf8) })
        else { return true }
        result.refuse("\(Bundle.Name.checkpoint) is not the one that the proofs in inclusion/ carry")
        return false
    }

    /// The positions of its entries: of those by which the log got new names, and of the agreement's.
    private var positions: (renamings: [Int], others: [Int]) {
        let all = bundle.files.keys.compactMap { Bundle.Name.position(of: $0, in: "entries", ".json") }.sorted()
        let renamings = all.filter { position in
            guard let bytes = bundle.files[Bundle.Name.entry(position)] else { return false }
            do { return try Envelope(parsing: bytes).subject == keeping } catch { return false }
        }
        return (renamings, all.filter { !renamings.contains($0) })
    }

    private var keeping: String { "\(Keeping.kind)/\(Keeping.only)" }

    /// Finds the names that the log had.
    private mutating func rename(_ note: String, _ checkpoint: Checkpoint) {
        var renaming = Renaming()
        for position in positions.renamings {
            guard let envelope = envelope(position, note, checkpoint) else { continue }
            do {
                guard try renaming.note(envelope) else {
                    result.refuse("\(Bundle.Name.entry(position)) is no part of the agreement")
                    continue
                }
            } catch {
                result.refuse("\(Bundle.Name.entry(position)): \(error)")
            }
        }
        let (origins, faults) = renaming.origins(upTo: checkpoint.origin)
        self.origins = origins
        for fault in faults { result.refuse(fault) }
        result.belongs(to: trust.key, origins)
    }

    private mutating func entries(_ note: String, _ checkpoint: Checkpoint) -> [Told] {
        var told: [Told] = []
        let positions = positions.others
        for position in positions {
            if let entry = entry(position, note, checkpoint) { told.append(entry) }
        }
        for (before, after) in zip(told, told.dropFirst()) where before.envelope.sequence >= after.envelope.sequence {
            result.refuse("\(Bundle.Name.entry(after.envelope.position)) does not come after the entry before it")
        }
        return told
    }

    private mutating func entry(_ position: Int, _ note: String, _ checkpoint: Checkpoint) -> Told? {
        guard let envelope = envelope(position, note, checkpoint) else { return nil }
        guard envelope.log.utf8.elementsEqual(origins.name(at: position).utf8) else {
            result.refuse("\(Bundle.Name.entry(position)) is of the log \(envelope.log), not of \(checkpoint.origin)")
            return nil
        }
        do {
            let event = try EventCoder.decode(AgreementEvent.self, envelope.event, envelope.body)
            return Told(envelope: envelope, event: event)
        } catch {
            result.refuse("\(Bundle.Name.entry(position)) cannot be read: \(error)")
            return nil
        }
    }

    /// The envelope of an entry, which stands in the log by its proof.
    private mutating func envelope(_ position: Int, _ note: String, _ checkpoint: Checkpoint) -> Envelope? {
        let (name, proofName) = (Bundle.Name.entry(position), Bundle.Name.inclusion(position))
        guard let bytes = bundle.files[name] else { return nil }
        guard let proofText = text(proofName) else {
            result.refuse("\(proofName) is missing, so nothing shows that \(name) is in the log")
            return nil
        }
        do {
            let proof = try TransparencyProof(text: proofText)
            guard proof.text.utf8.elementsEqual(proofText.utf8), proof.note.utf8.elementsEqual(note.utf8),
                proof.extra == nil, proof.inclusion.index == position
            else {
                result.refuse("\(proofName) is not the proof of entry \(position) for this checkpoint")
                return nil
            }
            guard proof.inclusion.verify(leaf: Tree.leaf(Hash(sha256: bytes)), root: checkpoint.root) else {
                // Only these two speak of the entry, so nothing else tells them apart.
                result.refuse(
                    "\(name) and \(proofName) do not belong together: one of them was changed, or that is not what stands in the log"
                )
                return nil
            }
            let envelope = try Envelope(parsing: bytes)
            guard envelope.position == position else {
                result.refuse("\(name) is entry \(envelope.position) of the log \(envelope.log)")
                return nil
            }
            return envelope
        } catch let error as NoteError {
            result.refuse("\(proofName): \(error)")
        } catch {
            result.refuse("\(name) cannot be read: \(error)")
        }
        return nil
    }

    /// That every entry tells of the agreement whose text this is.
    private mutating func subjects(_ subject: String, _ told: [Told]) {
        for entry in told where entry.envelope.subject != subject {
            result.refuse(
                "\(Bundle.Name.entry(entry.envelope.position)) is of \(entry.envelope.subject), not of \(subject)")
        }
        if let last = told.last, result.faults.isEmpty {
            result.show(
                "The \(told.count) entries of \(subject) stand in the log \(last.envelope.log), byte for byte.")
        }
    }

    // MARK: The text

    private mutating func opening(_ text: AgreementText, _ told: [Told]) {
        for entry in told {
            guard case .opened(let title, let parties, _, let framework) = entry.event else { continue }
            let name = Bundle.Name.entry(entry.envelope.position)
            if !title.utf8.elementsEqual(text.title.utf8) || parties != text.parties || framework != text.framework {
                result.refuse(
                    "\(name) opens an agreement of another title, framework or parties than \(Bundle.Name.text)")
            }
            return
        }
        result.refuse("entries/ has none that opens \(text.kind)/\(text.id)")
    }

    /// The entry that froze the text: the last that froze one, or what was signed is not what was agreed in the end.
    private mutating func freezing(_ text: AgreementText, _ digest: Digest, _ told: [Told]) -> Envelope? {
        let frozen = told.last { if case .frozen = $0.event { true } else { false } }
        guard let frozen, case .frozen(let stated) = frozen.event else {
            result.refuse("entries/ has none that freezes the text of \(text.kind)/\(text.id)")
            return nil
        }
        let name = Bundle.Name.entry(frozen.envelope.position)
        guard stated == digest else {
            result.refuse("\(Bundle.Name.text) has the SHA-256 \(digest), but \(name) froze a text with \(stated)")
            return nil
        }
        result.show("\(Bundle.Name.text) is the text that \(name) froze on \(frozen.envelope.time): SHA-256 \(digest).")
        return frozen.envelope
    }

    private mutating func lines(_ text: AgreementText, _ told: [Told], before frozen: Envelope) {
        struct Accepted: Hashable {
            let line: LineID
            let revision: Int
            let side: Identifier<Body>
        }
        var (latest, accepted): ([LineID: (Int, Part?, Int)], Set<Accepted>) = ([:], [])
        var carried: Set<LineID> = []
        for entry in told where entry.envelope.position < frozen.position {
            switch entry.event {
            case .lineProposed(let line, let revision, let content, let side, _):
                latest[line] = (revision, content, entry.envelope.position)
                accepted.insert(Accepted(line: line, revision: revision, side: side))
            case .lineCarried(let line, let content, _, let signed) where text.framework.varies != nil:
                // As the agreement has it that this one varies: who signed that accepts it until another is proposed.
                latest[line] = (1, content, entry.envelope.position)
                carried.insert(line)
                for party in signed { accepted.insert(Accepted(line: line, revision: 1, side: party)) }
            case .lineDropped(let line, let revision, _): latest[line] = (revision, nil, entry.envelope.position)
            case .lineAccepted(let line, let revision, let side):
                accepted.insert(Accepted(line: line, revision: revision, side: side))
            default: break
            }
        }
        let faults = result.faults.count
        for (number, clause) in text.lines.enumerated() {
            let which = "line \(number + 1) of \(Bundle.Name.text)"
            guard let (revision, content, position) = latest[clause.line] else {
                result.refuse("\(which) has no entry that proposed it")
                continue
            }
            guard revision == clause.revision, let content, same(content, clause.content) else {
                result.refuse("\(which) is not the wording that \(Bundle.Name.entry(position)) proposed")
                continue
            }
            for party in text.parties
            where !accepted.contains(Accepted(line: clause.line, revision: revision, side: party)) {
                result.refuse(
                    "\(which) has no entry by which \(text.names[party.description] ?? "\(party)") accepted it")
            }
        }
        if Set(text.lines.map(\.line)).count < text.lines.count {
            result.refuse("\(Bundle.Name.text) has a line twice")
        }
        if result.faults.count == faults {
            let kept = text.lines.count { carried.contains($0.line) && $0.revision == 1 }
            let more =
                kept == 0
                ? ""
                : " Of these, \(kept) are carried over from what it varies, where whoever signed that accepts them."
            result.show(
                "Each of its \(text.lines.count) lines is the wording proposed on the record and accepted by each party.\(more)"
            )
        }
    }

    /// What a bundle of an agreement that was varied since does not hold.
    private mutating func variations(_ text: AgreementText, _ told: [Told]) {
        for entry in told {
            guard case .varied(let variation, let digest, _, _, _) = entry.event else { continue }
            result.leave(
                "\(Bundle.Name.entry(entry.envelope.position)) says that it was varied by \(text.kind)/\(variation): what stands since is the text with SHA-256 \(digest), which has a bundle of its own."
            )
        }
    }

    /// By their bytes on the record: Swift's `==` takes different spellings of one character for the same.
    private func same(_ left: Part, _ right: Part) -> Bool {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do { return try encoder.encode(left) == encoder.encode(right) } catch { return false }
    }

    // MARK: Signatures

    /// Checks every signature, and answers the seats that signed with their certificates, in their order.
    private mutating func signatures(
        _ text: AgreementText, _ bytes: [UInt8], _ told: [Told], after frozen: Envelope
    ) async -> [(seat: String, certificate: [UInt8])] {
        var required: [(seat: String, order: Int)] = []
        for clause in text.lines {
            if case .signatory(let seat, let order) = clause.content { required.append((seat.description, order)) }
        }
        if required.isEmpty { result.refuse("\(Bundle.Name.text) names nobody who signs") }
        var (signers, signed): ([(String, [UInt8])], [String]) = ([], [])
        for entry in told where entry.envelope.position > frozen.position {
            guard case .signed(let seat, let appointment, let digest, let signature) = entry.event else { continue }
            let (name, file) = (Bundle.Name.entry(entry.envelope.position), Bundle.Name.signature(seat.description))
            guard digest == Digest(of: bytes), entry.envelope.actor == "seat/\(seat)" else {
                result.refuse("\(name) is of a signature by another seat or over another text")
                continue
            }
            guard let cms = bundle.files[file] else {
                result.refuse("\(file) is missing, which \(name) cites")
                continue
            }
            guard Digest(of: cms) == signature else {
                result.refuse("\(file) is not the signature that \(name) cites")
                continue
            }
            guard let order = required.first(where: { $0.seat == seat.description })?.order else {
                result.refuse("\(name) is of a signature by a seat that \(Bundle.Name.text) does not ask for")
                continue
            }
            // Lower orders sign first.
            for (other, its) in required where its < order && !signed.contains(other) {
                result.refuse("\(name): \(text.names[other] ?? other) should have signed before")
            }
            signed.append(seat.description)
            if let certificate = await signer(
                file, cms, over: bytes, seat: seat.description, appointment.description, entry.envelope.time, text)
            {
                signers.append((seat.description, certificate))
            }
        }
        for (seat, _) in required where !signed.contains(seat) {
            result.refuse(
                "\(text.names[seat] ?? seat) has not signed: no entry and no \(Bundle.Name.signature(seat)) fit")
        }
        let cited = Set(signed.map(Bundle.Name.signature))
        for name in bundle.files.keys.sorted() where name.hasPrefix("signatures/") && !cited.contains(name) {
            result.refuse("\(name) is cited by no entry")
        }
        if signed.count == required.count, result.faults.isEmpty {
            result.show("All \(required.count) seats that must sign have signed, in their order.")
        }
        return signers
    }

    private mutating func signer(
        _ file: String, _ cms: [UInt8], over bytes: [UInt8], seat: String, _ appointment: String, _ time: Instant,
        _ text: AgreementText
    ) async -> [UInt8]? {
        do {
            let signer = try await SealedSignature.verify(cms, over: bytes, root: trust.root)
            guard signer.seatIdentifier == seat, signer.appointment == appointment else {
                result.refuse("\(file) was made with the certificate of another seat or appointment")
                return nil
            }
            // Signatures hold whole seconds.
            guard let at = signer.signedAt, at == time.milliseconds - time.milliseconds % 1000 else {
                result.refuse("\(file) does not say that it was made when its entry was appended, \(time)")
                return nil
            }
            let by = trust.root == nil ? "by a certificate that calls itself" : "by the root given, as"
            result.show(
                "\(text.names[seat] ?? seat) signed \(Bundle.Name.text) on \(time), certified \(by) \(signer.seat), \(signer.body)."
            )
            return signer.certificate
        } catch {
            result.refuse("\(file): \(error)")
            return nil
        }
    }

    // MARK: For reading

    private mutating func readings(
        _ text: AgreementText, _ bytes: [UInt8], _ signers: [(seat: String, certificate: [UInt8])]?
    ) {
        let document = AgreementDocument.page(of: text, digest: Digest(of: bytes)).bytes
        if let found = bundle.files[Bundle.Name.document], found != document {
            result.refuse(
                "\(Bundle.Name.document) is not what this program makes of \(Bundle.Name.text): do not rely on it")
        }
        guard let signers else { return }
        let pem = Array(PEM.encode(signers.map(\.certificate)).utf8)
        if let found = bundle.files[Bundle.Name.certificates], found != pem {
            result.refuse(
                "\(Bundle.Name.certificates) does not hold the certificates of the signatures, in their order")
        }
        let readme = Array(Bundle.readme(of: text, signers: signers.map(\.seat).sorted()).utf8)
        if let found = bundle.files[Bundle.Name.readme], found != readme {
            result.refuse("\(Bundle.Name.readme) is not the one that a bundle has: do not follow it")
        }
        if result.faults.isEmpty {
            result.show("The page, the certificates and the instructions beside it are those that belong to it.")
        }
    }

    private mutating func since(_ checkpoint: Checkpoint) {
        guard let note = trust.since, let earlier = result.checkpoint(note, "the earlier checkpoint", trust.key) else {
            return
        }
        // A bundle proves what stands at its own checkpoint, and nothing between two.
        if earlier.size == checkpoint.size {
            result.goesOn(checkpoint, from: note, trust.key, origins) { _ in checkpoint.root }
        } else {
            result.refuse(
                "the earlier checkpoint: a bundle cannot be compared with it; verify the register's address with --since"
            )
        }
    }

    private mutating func strangers() {
        for name in bundle.files.keys.sorted() where !Bundle.Name.once.contains(name) {
            let isKnown =
                Bundle.Name.position(of: name, in: "entries", ".json") != nil
                || Bundle.Name.middle(of: name, in: "signatures", ".p7s") != nil
            if isKnown { continue }
            if let position = Bundle.Name.position(of: name, in: "inclusion", ".tlog-proof") {
                if bundle.files[Bundle.Name.entry(position)] == nil {
                    result.refuse("\(name) proves an entry that is not here")
                }
            } else {
                result.leave("\(name) is no part of a bundle: nothing is said of it.")
            }
        }
    }

    private mutating func conclude(_ checkpoint: Checkpoint) {
        if let key = trust.key {
            result.show("The checkpoint of \(checkpoint.size) entries is signed by the key given, \(key).")
        } else {
            result.leave("Whose log this is: give its key with --key.")
        }
        if trust.root == nil { result.leave("Who the signers are: give the register's root with --root.") }
        result.known =
            switch (trust.root, trust.key) {
            case (.some, .some): .verified
            case (.some, nil): .logUnknown
            default: .consistent
            }
    }

    private mutating func text(_ name: String) -> String? {
        guard let bytes = bundle.files[name] else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            result.refuse("\(name) is not text in UTF-8")
            return nil
        }
        return text
    }
}
