import ArgumentParser
import Foundation
import Merkle
import Register
import Vocabulary

/// Puts a record back from a backup.
struct RestoreCommand: AsyncParsableCommand, JSONAnswering {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Puts a record back from a backup.",
        discussion: """
            The file is checked whole before anything is changed. What was erased since it was made is erased again, by the
            list named erasures: the one in the folder, or the one given. Unless the newest checkpoint that ever left the house
            is known, by --last-checkpoint or by the record that is in the folder, and the file holds everything that it
            covers, the log goes on under a new name, and its first entry under it says what is left of the old. The server
            must be stopped.

            Example: concordat restore /backups/2026-11-22.sqlite --last-checkpoint checkpoint --data data
            """)

    @Argument(help: "The backup.") var file: String
    @Option(help: ArgumentHelp("The newest checkpoint that anybody may have.", valueName: "file")) var lastCheckpoint:
        String?
    @Option(help: ArgumentHelp("The list of erasures; else the one in the folder.", valueName: "file")) var erasures:
        String?
    @Option(help: ArgumentHelp("The key that the log must have, or a file that holds it.", valueName: "vkey")) var key:
        String?
    @Option(help: ArgumentHelp("The log's new name; where it is given the log gets it.", valueName: "name")) var origin:
        String?
    @Flag(help: "Put a record that is in the folder aside; it is never deleted.") var replace = false
    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: Output

    /// What was put back, for programs.
    private struct Answer: Encodable {
        let entries: Int
        let log: String
        let formerLog: String?
        let root: String
        let erasedTexts: Int
        let erasedFiles: Int
        let erasedAccounts: Int
        let aside: String?
    }

    func run() async throws {
        var restoration = Restoration(file: file, folder: try options.settings().data)
        restoration.lastCheckpoint = try lastCheckpoint.map { String(decoding: try Terminal.file($0), as: UTF8.self) }
        restoration.key = try key.map { try Terminal.key($0) }
        restoration.erasures = erasures
        restoration.origin = origin
        restoration.replaces = replace
        let restored = try await Register.restore(restoration, clock: Settings.clock, randomness: .system) {
            Terminal.progress("Entries checked", $0, $1)
        }
        Terminal.answer(output.json ? json(restored) : words(restored, restoration))
    }

    private func json(_ restored: Restored) -> String {
        Terminal.json(
            Answer(
                entries: restored.checkpoint.size, log: restored.checkpoint.origin, formerLog: restored.former,
                root: restored.checkpoint.root.base64, erasedTexts: restored.erased.texts,
                erasedFiles: restored.erased.files, erasedAccounts: restored.erased.accounts, aside: restored.aside))
    }

    private func words(_ restored: Restored, _ restoration: Restoration) -> String {
        let state = restored.checkpoint
        var lines = ["The \(restored.entries) entries of \(file) are put back in \(restoration.folder)"]
        if let former = restored.former {
            lines.append("The log was \(former) and goes on as \(state.origin): publish its new key, from /record/vkey")
        } else {
            lines.append("The log keeps its name, \(state.origin)")
        }
        let erased = restored.erased
        lines.append(
            restored.hasErasures
                ? "Erased again: \(erased.texts) texts, \(erased.files) files, \(erased.accounts) accounts"
                : "No list of erasures was found: whatever was erased after the backup was made is back")
        if !restored.isCheckpointed { lines.append("There was no \(file).checkpoint to compare the file with") }
        if let aside = restored.aside { lines.append("The record that was there is kept as \(aside)") }
        lines.append("\(state.size) entries, root \(state.root.base64)")
        return lines.joined(separator: "\n")
    }
}
