import Domain
import FoundationEssentials
import Record
import Views
public import Vocabulary

/// What somebody asks to be erased.
public enum Erasable: Hashable, Sendable {
    /// The text behind a seal, or a file. The seal on a person's name stands for the person.
    case digest(Digest)
    /// A person, by the e-mail address of their account: the account, and their name wherever it is sealed.
    case person(email: String)
}

/// What was erased.
public struct Erased: Hashable, Sendable {
    /// How many sealed texts are gone that were there before.
    public var texts = 0
    /// How many files.
    public var files = 0
    /// How many accounts.
    public var accounts = 0

    /// Nothing yet.
    public init() {}
}

extension Register {
    /// The name of the list of erasures in a register's folder.
    public static let erasures = "erasures"

    /// Deletes a sealed text, a file, or all that is kept of a person, and says on the record that it was erased. Entries and
    /// their proofs stay as they are. When it answers, no file of the folder holds what was erased, and the list of erasures
    /// names it. What was erased before is swept up again.
    ///
    /// - Parameter reason: Why; it is sealed, for whoever keeps the register.
    /// - Throws: `Refusal` where there is nothing like it, or it is part of what was signed; `StoreError` of kind `busy` where
    ///   another process reads for so long that its files cannot be swept: then it is to be asked again.
    public func erase(_ what: Erasable, reason: String) async throws -> Erased {
        let faults = Wording.faults(reason, field: "reason", upTo: 2000, "the reason")
        guard faults.isEmpty else { throw Refusal(faults) }
        let reason = randomness.seal(reason)
        let list = "\(folder)/\(Register.erasures)"
        let erased: Erased
        // The file goes with what says which it is: afterwards nobody could name it.
        try await views.reach(try book.size())
        let isEvidence = if case .digest(let digest) = what { try views.isEvidence(digest) } else { false }
        do {
            erased = try await change(by: .operator) { page in
                var things = try page.reader.things(of: what)
                if isEvidence, case .digest(let digest) = what { things += try page.reader.file(shownBy: digest) }
                let lines = things.map { ErasureList.Line(thing: $0, day: page.today, position: page.reader.size) }
                // On the disk before the texts are gone: were it the other way round, a crash between would leave an erasure that
                // no restore knows of. A line whose erasure was not committed does no harm.
                try ErasureList.append(lines, to: list)
                return try page.erase(things, reason: reason)
            }
        } catch let error where error is KeptUnseen || (error as? Refusal)?.faults.first?.rule == "person.unknown" {
            // An account is gone from the register once it was asked for, while its bytes may be in the files still.
            try await sweep()
            throw error
        }
        try await sweep()
        return erased
    }

    /// The records in the folder that restores put aside, or left where one broke off: nothing is erased from them.
    public func recordsAside() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasPrefix("record.sqlite.before-") || $0 == ".restoring" }.sorted().map { "\(folder)/\($0)" }
    }

    /// Rewrites the files of the folder, so that nothing that was deleted is left in any of them.
    func sweep() async throws {
        try await book.sweep()
        try await views.sweep()
        try views.removeOthers(in: folder)
        try figures.reach()
    }
}

extension BookPage {
    /// Deletes what is there of these things, and appends that they were erased where the record does not say so yet.
    mutating func erase(_ things: [ErasureList.Thing], reason: Sealed) throws -> Erased {
        var erased = Erased()
        var (seals, files): ([Digest], [Digest]) = ([], [])
        for thing in things {
            switch thing {
            case .text(let digest):
                seals.append(digest)
                if try erase(disclosure: digest) { erased.texts += 1 }
            case .file(let digest):
                files.append(digest)
                if try erase(file: digest) { erased.files += 1 }
            case .person(let id): if try erase(account: id) { erased.accounts += 1 }
            }
        }
        let keeping = try reader.keeping()
        try append(keeping.erase(seals: seals, files: files, reason: reason), to: keeping)
        return erased
    }

    private mutating func erase(account id: Identifier<Person>) throws -> Bool {
        guard let (account, _) = try row("person", id.description, as: Account.self) else { return false }
        try endVisits(of: id)
        try remove(kind: "person-email", key: account.email)
        try remove(kind: "person", key: id.description)
        return true
    }
}

extension BookReader {
    /// What was done to the record as a whole.
    func keeping() throws -> Keeping {
        do { return try load(Keeping.only) } catch is NotFound { return Keeping() }
    }

    /// The texts, files and accounts that are to go.
    fileprivate func things(of what: Erasable) throws -> [ErasureList.Thing] {
        switch what {
        case .person(let email):
            guard let (person, _) = try row("person-email", Account.key(email), as: Identifier<Person>.self),
                let (account, _) = try row("person", person.description, as: Account.self)
            else {
                throw Refusal(Fault("person.unknown", field: "email", "No account has the e-mail address \(email)"))
            }
            return try things(of: account)
        case .digest(let digest):
            let keeping = try keeping()
            for row in try rows(kind: "person") {
                let account = try JSONDecoder().decode(Account.self, from: Data(row.json))
                let holders = try account.appointments.map { try load($0).holder.digest }
                if holders.contains(digest) { return try things(of: account) }
            }
            if try disclosure(of: digest) != nil || keeping.erased[digest] != nil { return [.text(digest)] }
            if let file = try file(digest) {
                guard !Register.signedTypes.contains(file.type) else {
                    throw Refusal(
                        Fault(
                            "erasure.signed",
                            "\(digest) is a text that was fixed, a signature or a certificate: it stays, as what was agreed"
                        ))
                }
                return [.file(digest)]
            }
            if keeping.erasedFiles[digest] != nil { return [.file(digest)] }
            throw Refusal(
                Fault("erasure.unknown", "This register holds no sealed text and no file with the digest \(digest)"))
        }
    }

    /// The file that stands behind a seal on evidence, where it is there still.
    fileprivate func file(shownBy seal: Digest) throws -> [ErasureList.Thing] {
        guard let text = try disclosure(of: seal)?.text, let filed = FiledEvidence(sealed: text),
            let file = try file(filed.digest), !Register.signedTypes.contains(file.type)
        else { return [] }
        return [.file(filed.digest)]
    }

    private func things(of account: Account) throws -> [ErasureList.Thing] {
        try account.appointments.map { .text(try load($0).holder.digest) } + [.person(account.id)]
    }
}

extension Register {
    /// The types of the files that an agreement rests on: texts, signatures and certificates.
    static let signedTypes: Set<String> = ["application/json", "application/pkcs7-signature", "application/pkix-cert"]
}
