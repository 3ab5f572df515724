import ArgumentParser
import FoundationEssentials
import Glibc
import NIOCore
import NIOPosix
import Record
import Vocabulary

/// The program: `concordat`.
@main
struct Concordat: AsyncParsableCommand {
    /// The version of the program, as CHANGELOG.md names it.
    static let version = "unreleased"

    static let configuration = CommandConfiguration(
        abstract: "A register of agreements between the Department and local authorities.",
        discussion: """
            Every command ends with 0 when it is done, 1 when it was refused (the reasons on standard error) and 2 when it was
            called wrongly. Settings come from a file, then the environment, then flags: see docs/settings.md.

            Example: concordat serve --demo --data data
            """,
        subcommands: [
            Serve.self, Import.self, FiguresCommand.self, JudgeCommand.self, Export.self, Verify.self, Rebuild.self,
            BackupCommand.self,
            RestoreCommand.self,
            EraseCommand.self, PersonCommand.self, BodyCommand.self,
        ])

    static func main() async {
        // Keys and drafts are in what it writes: nobody else on the machine reads them, whatever the folder allows.
        umask(0o077)
        // A file that reaches the limit its process may write (ulimit -f) is answered, like a full disk, not died of.
        signal(SIGXFSZ, SIG_IGN)
        // Before any task: the event loops then run Swift's tasks too, which spares every request two hops between threads.
        NIOSingletons.unsafeTryInstallSingletonPosixEventLoopGroupAsConcurrencyGlobalExecutor()
        do {
            var command = try parseAsRoot()
            do {
                if var command = command as? any AsyncParsableCommand {
                    try await command.run()
                } else {
                    try command.run()
                }
            } catch let error where exitCode(for: error) != .success && !(error is ExitCode || error is ValidationError)
            {
                Refused(error).report(asJSON: (command as? any JSONAnswering)?.output.json ?? false)
                Self.exit(withError: ExitCode(1))
            }
        } catch {
            let code = exitCode(for: error)
            // sysexits.h has 64 for a wrong call; here it is 2.
            guard code == .validationFailure else { Self.exit(withError: error) }
            Terminal.say(fullMessage(for: error))
            Self.exit(withError: ExitCode(2))
        }
    }
}

/// Whether answers are wanted for programs.
struct Output: ParsableArguments {
    @Flag(help: "Answer, and refuse, in JSON.")
    var json = false
}

/// A command that can answer in JSON.
protocol JSONAnswering: ParsableCommand {
    var output: Output { get }
}
