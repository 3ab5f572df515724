import ArgumentParser
import FoundationEssentials
import Record
import Register
import Vocabulary

/// Deletes the views and folds them anew from the record.
struct Rebuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Builds what pages read anew from the record, or compares it.",
        discussion: """
            With --check nothing is changed: every entry is hashed again, the tree and the claims are compared with the
            entries, and the views with others built beside them. It works beside a running server. Without --check the views
            are deleted and built anew; a server that has them open must be stopped first.

            Example: concordat rebuild --check --data data
            """)

    @Flag(help: "Only compare; end with 1 where something is wrong.")
    var check = false

    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let settings = try options.settings()
        guard check else { return try await rebuild(settings) }
        let register = try await settings.register(creating: false)
        let scratch =
            FileManager.default.temporaryDirectory.path + "/concordat-\(Randomness.system.identifier(of: Self.self))"
        let problems = try await register.check(in: scratch)
        let size = try register.book.size()
        try register.close()
        guard problems.isEmpty else { throw Refused(problems) }
        Terminal.answer("\(size) entries, their tree, the claims and the views agree")
    }

    private func rebuild(_ settings: Settings) async throws {
        try await Register.rebuild(in: try settings.registerFolder(), clock: Settings.clock, randomness: .system) {
            done, all in
            Terminal.progress("Entries folded", done, all)
        }
        Terminal.answer("The views are built anew")
    }
}
