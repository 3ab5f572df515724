import ArgumentParser
import Merkle
import Register
import Vocabulary

/// Copies the record into one file, checked.
struct BackupCommand: AsyncParsableCommand, JSONAnswering {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copies the record into one file, checked, while the server goes on.",
        discussion: """
            The file holds everything that cannot be rebuilt, the keys and the drafts too: keep it as closely as the register.
            The signed checkpoint of what it holds is written beside it, as FILE.checkpoint. Nothing that was erased is in it.
            No file is ever written over.

            Example: concordat backup --to /backups/2026-11-22.sqlite --data data
            """)

    @Option(help: ArgumentHelp("The file to write; there is none of that name yet.", valueName: "file")) var to: String
    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: Output

    /// What was made, for programs.
    private struct Answer: Encodable {
        let file: String
        let checkpoint: String
        let bytes: Int
        let entries: Int
        let log: String
        let root: String
    }

    func run() async throws {
        let folder = try options.settings().registerFolder()
        let backup = try Register.backUp(folder, to: to, clock: Settings.clock, randomness: .system) {
            Terminal.progress("Entries checked", $0, $1)
        }
        let state = backup.checkpoint
        Terminal.answer(
            output.json
                ? Terminal.json(
                    Answer(
                        file: to, checkpoint: backup.note, bytes: backup.bytes, entries: state.size, log: state.origin,
                        root: state.root.base64))
                : """
                \(to): \(backup.bytes) bytes, \(state.size) entries of \(state.origin), root \(state.root.base64)
                \(backup.note): the signed checkpoint
                """)
    }
}
