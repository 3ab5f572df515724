import ArgumentParser
import Domain
import FoundationEssentials
import Register
import Vocabulary

/// The bodies that make agreements.
struct BodyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "body", abstract: "Enters bodies other than authorities.",
        discussion: "Example: concordat body add --code lga --name 'Local Government Association' --sort association",
        subcommands: [BodyAdd.self])
}

/// Enters a department or an association.
struct BodyAdd: AsyncParsableCommand, JSONAnswering {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Enters a department or an association.",
        discussion: """
            Authorities come from a list: see concordat import.

            Example: concordat body add --code dfes --name 'Department for Education and Skills' --sort department --data data
            """)

    /// The sorts of body that are entered one by one.
    enum Sort: String, ExpressibleByArgument, CaseIterable {
        case department, association
    }

    @Option(help: "A short word of small letters.") var code: String
    @Option(help: "Its full name.") var name: String
    @Option(help: "What sort of body it is.") var sort: Sort
    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: Output

    func run() async throws {
        let register = try await options.settings().register(creating: true)
        try await register.enter(
            Randomness.system.identifier(), sort: sort == .department ? .department : .association, name: name,
            code: code)
        try register.close()
        Terminal.answer(output.json ? Terminal.json(["code": code]) : "\(name) is entered as \(code)")
    }
}
