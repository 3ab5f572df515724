import ArgumentParser
import FoundationEssentials
import Register
import Vocabulary

/// Takes published files into the register.
struct Import: AsyncParsableCommand, JSONAnswering {
    static let configuration = CommandConfiguration(
        abstract: "Takes published figures, or a list of authorities, into the register.",
        discussion: """
            Files are recognised by what is in them, packed or not: the extract of the Local Authority Interactive Tool with its
            data dictionary and table of statistical neighbours, data sets of Explore Education Statistics with their meta
            files, and performance tables. Files that belong together are given together. All are taken in or none; faults are
            named by row and column. With --check the report is printed and nothing is changed.

            Example: concordat import bds_long.csv lait_data_dictionary.csv --data data
            """)

    @Argument(help: "The files.")
    var files: [String] = []

    @Option(
        name: .customLong("as"),
        help:
            "What they are taken for, where that is to be checked: authorities, lait, neighbours, ees, ks2, ks4, gias.")
    var sort: String?

    @Option(help: "The name of the data set, in small letters; without it that of the sort, or of the file.")
    var set: String?

    @Option(help: "The year in which the year ends that the figures are of, where the file does not say.")
    var year: Int?

    @Option(help: "The title under which it was published.")
    var title: String?

    @Option(help: "Who published it.")
    var publisher: String?

    @Option(help: "The licence under which it was published.")
    var licence: String?

    @Option(help: "The web address where it was published.")
    var source: String?

    @Flag(help: "Print the report and change nothing.")
    var check = false

    @OptionGroup var options: SettingsOptions
    @OptionGroup var output: Output

    /// What was done with a list of authorities, for programs.
    private struct ListAnswer: Encodable {
        let added: Int
        let present: Int
    }

    /// What was done with figures, for programs.
    private struct Answer: Encodable {
        /// The names of the releases; none where it was only checked.
        let releases: [String]
        let reports: [IntakeReport]
    }

    func validate() throws {
        if files.isEmpty, sort != "authorities" { throw ValidationError("Name the files to take in") }
    }

    func run() async throws {
        let settings = try options.settings()
        let sent = try files.map {
            (name: String($0.split(separator: "/").last ?? "file"), bytes: try Terminal.file($0))
        }
        if sort == "authorities" || (sort == nil && sent.count == 1 && AuthorityList.isList(sent[0].bytes)) {
            return try await takeList(sent.first?.bytes ?? AuthorityList.shipped, settings)
        }
        var wishes = Intake.Wishes()
        wishes.sort = try sort.map { try Intake.sort(named: $0) }
        (wishes.set, wishes.year, wishes.title) = (set, year, title)
        (wishes.publisher, wishes.licence, wishes.address) = (publisher, licence, source)
        // Before a register is set up for files that are refused.
        _ = try IncomingFile.recognise(sent, as: wishes.sort)
        let register = try await settings.register(creating: true)
        try register.figures.reach()
        let intakes = try register.examine(sent, wishes) { name in Terminal.step("Reading \(name)") }
        let reports = intakes.map(\.report)
        var taken: [String] = []
        if !check {
            taken = try await register.take(intakes, by: nil) { name, done, all in
                Terminal.progress("Keeping \(name), KiB", done >> 10, all >> 10)
            }.map(\.description)
        }
        try register.close()
        Terminal.answer(
            output.json
                ? Terminal.json(Answer(releases: taken, reports: reports))
                : reports.map(\.text).joined(separator: "\n\n")
                    + (check ? "\n\nOnly checked: nothing was changed" : "\n\nTaken in"))
    }

    private func takeList(_ bytes: [UInt8], _ settings: Settings) async throws {
        _ = try AuthorityList(csv: bytes)
        let register = try await settings.register(creating: true)
        let (added, present) = try await register.importAuthorities(bytes)
        try register.close()
        Terminal.answer(
            output.json
                ? Terminal.json(ListAnswer(added: added, present: present))
                : "\(added) authorities entered, \(present) were in the register already")
    }
}
