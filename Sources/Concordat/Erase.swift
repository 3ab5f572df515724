import ArgumentParser
import Register
import Vocabulary

/// Deletes a sealed text, a file, or what is kept of a person.
struct EraseCommand: AsyncParsableCommand, JSONAnswering {
    static let configuration = CommandConfiguration(
        commandName: "erase", abstract: "Erases a sealed text, a file, or what is kept of a person.",
        discussion: """
            A text is named by the digest of its seal, as its entry has it; a person by the e-mail address of their account, or
            by the digest of the seal on their name. The account is deleted, and their name goes wherever it stands. Entries and
            proofs stay as they are, and the record says that something was erased, and when. Copy the file erasures in the
            register's folder away with your backups: a restore needs it. Asked for once more, the folder is swept once more.

            Example: concordat erase a.person@norfolk.gov.uk --reason 'Asked for on 3 May' --data data
            """)

    @Argument(
        help: ArgumentHelp("A digest of 64 hexadecimal digits, or an e-mail address.", valueName: "digest|person"))
    var what: String
    @Option(help: ArgumentHelp("Why. It is sealed, and shown to nobody.", valueName: "text")) var reason: String
    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: Output

    /// What was erased, for programs.
    private struct Answer: Encodable {
        let texts: Int
        let files: Int
        let accounts: Int
        let olderRecords: [String]
    }

    func run() async throws {
        let erasable: Erasable
        if let digest = Digest(what) {
            erasable = .digest(digest)
        } else if what.contains("@") {
            erasable = .person(email: what)
        } else {
            throw ValidationError("'\(what)' is neither a digest of 64 hexadecimal digits nor an e-mail address")
        }
        let register = try await options.settings().register(creating: false)
        let erased = try await register.erase(erasable, reason: reason)
        let older = try register.recordsAside()
        try register.close()
        if output.json {
            return Terminal.answer(
                Terminal.json(
                    Answer(texts: erased.texts, files: erased.files, accounts: erased.accounts, olderRecords: older)))
        }
        Terminal.answer(
            erased == Erased()
                ? "It was erased before; the folder was swept again"
                : "Erased: \(erased.texts) texts, \(erased.files) files, \(erased.accounts) accounts")
        for record in older { Terminal.answer("\(record) was left by a restore and may still hold it: delete it") }
    }
}
