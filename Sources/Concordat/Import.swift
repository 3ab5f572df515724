import ArgumentParser
import FoundationEssentials
import Register

/// Takes published lists into the register.
struct Import: AsyncParsableCommand, JSONAnswering {
    static let configuration = CommandConfiguration(
        abstract: "Takes a list of authorities into the register.",
        discussion: """
            All of the file is taken or nothing; faults are named by row and column. Codes that the register has already are
            left as they are, and counted. Without FILE it is the list that came with the program.

            Example: concordat import authorities.csv --as authorities --data data
            """)

    /// The sorts of list there are.
    enum Sort: String, ExpressibleByArgument, CaseIterable {
        case authorities
    }

    /// What was done, for programs.
    private struct Answer: Encodable {
        let added: Int
        let present: Int
    }

    @Argument(help: "The file, CSV in UTF-8.")
    var file: String?

    @Option(name: .customLong("as"), help: "What it is a list of.")
    var sort: Sort

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: Output

    func run() async throws {
        let settings = try options.settings()
        let bytes = try file.map(Terminal.file) ?? AuthorityList.shipped
        // Before a register is set up for a list that is refused.
        _ = try AuthorityList(csv: bytes)
        let register = try await settings.register(creating: true)
        let (added, present) = try await register.importAuthorities(bytes)
        try register.close()
        Terminal.answer(
            output.json
                ? Terminal.json(Answer(added: added, present: present))
                : "\(added) authorities entered, \(present) were in the register already")
    }
}
