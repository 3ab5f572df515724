import ArgumentParser
import Domain
import FoundationEssentials
import Register
import Vocabulary

/// People with accounts.
struct PersonCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "person", abstract: "Makes, closes and lists accounts.",
        discussion: "Example: concordat person list --data data",
        subcommands: [PersonAdd.self, PersonDisable.self, PersonList.self])
}

/// Makes an account, with a seat to act from.
struct PersonAdd: AsyncParsableCommand, JSONAnswering {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Makes an account, with a seat to act from.",
        discussion: """
            The seat is created where its body has none of that title. Somebody who has an account already gets the seat beside
            those that they have, and the new password. The password is asked for on a terminal, or is the first line of
            standard input; it has 12 characters or more.

            Example: concordat person add --body 926 --seat 'Director of Education' --office director \\
                --name 'A. Person' --email a.person@norfolk.gov.uk --from 2003-09-01 --data data
            """)

    @Option(help: ArgumentHelp("The code of the body.", valueName: "code")) var body: String
    @Option(help: ArgumentHelp("The title of the seat.", valueName: "title")) var seat: String
    @Option(help: "The seat's sort of office, which says what it may do.") var office: Office
    @Option(help: "The person's name.") var name: String
    @Option(help: "The e-mail address to sign in with.") var email: String
    @Option(help: ArgumentHelp("The first day in the seat; today if it is left out.", valueName: "day")) var from: Day?
    @Option(help: ArgumentHelp("The last day in the seat.", valueName: "day")) var until: Day?
    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: Output

    func run() async throws {
        let settings = try options.settings()
        let password = try Terminal.password()
        let register = try await settings.register(creating: false)
        try await register.add(
            Randomness.system.identifier(), name: name, email: email, password: password, body: body, title: seat,
            office: office, from: from ?? register.today, until: until)
        try register.close()
        Terminal.answer(output.json ? Terminal.json(["email": email]) : "\(email) can sign in")
    }
}

/// Closes an account.
struct PersonDisable: AsyncParsableCommand, JSONAnswering {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Closes an account at once.",
        discussion: """
            Whoever is signed in with it is signed out by their next request. What they did stays on the record.

            Example: concordat person disable --email a.person@norfolk.gov.uk --data data
            """)

    @Option(help: "The e-mail address of the account.") var email: String
    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: Output

    func run() async throws {
        let register = try await options.settings().register(creating: false)
        try await register.disable(email: email)
        try register.close()
        Terminal.answer(output.json ? Terminal.json(["email": email]) : "\(email) can no longer sign in")
    }
}

/// Lists the accounts.
struct PersonList: AsyncParsableCommand, JSONAnswering {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the accounts and their seats.",
        discussion: "Example: concordat person list --json --data data")

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: Output

    /// One account, for programs.
    private struct Line: Encodable {
        struct Post: Encodable {
            let body: String
            let seat: String
            let office: Office
            let from: Day
            let until: Day?
        }

        let email: String
        let name: String
        let disabled: Bool
        let seats: [Post]
    }

    func run() async throws {
        let register = try await options.settings().register(creating: false)
        let lines = try register.people().map { account in
            Line(
                email: account.email, name: account.name, disabled: account.disabled,
                seats: try register.posts(of: account).map { appointment, seat, body in
                    Line.Post(
                        body: body.code, seat: seat.title, office: seat.office, from: appointment.from,
                        until: appointment.until)
                })
        }
        try register.close()
        if output.json { return Terminal.answer(Terminal.json(lines)) }
        for line in lines {
            let seats = line.seats.map { "\($0.seat) (\($0.body))" }.joined(separator: ", ")
            Terminal.answer("\(line.email)\t\(line.name)\t\(seats)\(line.disabled ? "\tdisabled" : "")")
        }
    }
}
