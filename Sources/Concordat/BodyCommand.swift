import ArgumentParser
import Domain
import FoundationEssentials
import Register
import Vocabulary

/// The bodies that make agreements.
struct BodyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "body",
        abstract: "Enters bodies other than authorities, and says when an authority was abolished.",
        discussion: "Example: concordat body add --code lga --name 'Local Government Association' --sort association",
        subcommands: [BodyAdd.self, BodyAbolish.self])
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

/// Says which day is an authority's last.
struct BodyAbolish: AsyncParsableCommand, JSONAnswering {
    static let configuration = CommandConfiguration(
        commandName: "abolish", abstract: "Says which day is the last of an authority.",
        discussion: """
            Its lines then pass to those that succeed it, by a variation that these and the other parties sign. Said again,
            the day is put right.

            Example: concordat body abolish --code 909 --until 2023-03-31 --data data
            """)

    @Option(help: "The authority's three-digit code.") var code: String
    @Option(help: "Its last day, such as 2023-03-31.") var until: Day
    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: Output

    func run() async throws {
        let register = try await options.settings().register(creating: false)
        do {
            try await register.abolish(authority: code, until: until)
        } catch is NotFound {
            throw Refused("No body has the code \(code): check it")
        }
        try register.close()
        Terminal.answer(
            output.json
                ? Terminal.json(["code": code, "until": until.description])
                : "The last day of \(code) is \(until.description)")
    }
}
