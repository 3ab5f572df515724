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

            With --data-set a data set of Explore Education Statistics is fetched from its public service in place of files: the newest
            version, or the one that --version names; what an asterisk stands for is pinned, and shown.

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

    @Option(name: .customLong("data-set"), help: "The id of a data set of Explore Education Statistics, to be fetched.")
    var dataSet: String?

    @Option(help: "Which version of it: 2.1, or 2.* for the newest that begins so. Without it the newest of all.")
    var version: String?

    @Option(name: .customLong("from"), help: "The address of the service that it is fetched from.")
    var service = ServiceAddress.published

    @Option(help: "After how many seconds fetching is given up.")
    var within = 900

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
        /// Which version was fetched from where; left out where files were given.
        let fetched: FetchedDataSet.Origin?
        let reports: [IntakeReport]
    }

    func validate() throws {
        if files.isEmpty, sort != "authorities", dataSet == nil { throw ValidationError("Name the files to take in") }
        if !files.isEmpty, dataSet != nil { throw ValidationError("Name files, or a data set to fetch, and not both") }
        guard (1...86_400).contains(within) else { throw ValidationError("Give --within as 1 to 86400 seconds") }
        if dataSet == nil, version != nil {
            throw ValidationError("A version is one of a data set: give --data-set too")
        }
    }

    func run() async throws {
        let settings = try options.settings()
        let fetched = try await fetch()
        let sent =
            try fetched?.files
            ?? files.map { (name: String($0.split(separator: "/").last ?? "file"), bytes: try Terminal.file($0)) }
        if sort == "authorities" || (sort == nil && sent.count == 1 && AuthorityList.isList(sent[0].bytes)) {
            return try await takeList(sent.first?.bytes ?? AuthorityList.shipped, settings)
        }
        var wishes = Intake.Wishes()
        wishes.sort = try sort.map { try Intake.sort(named: $0) }
        let origin = fetched?.set.origin
        (wishes.set, wishes.year, wishes.title) = (set ?? fetched?.set.set, year, title ?? origin?.title)
        wishes.publisher = publisher
        wishes.licence = licence ?? fetched.map { _ in FetchedDataSet.licence }
        wishes.address = source ?? origin?.address
        // Before a register is set up for files that are refused.
        if !FileManager.default.fileExists(atPath: settings.data) {
            _ = try IncomingFile.recognise(sent, as: wishes.sort)
        }
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
                ? Terminal.json(Answer(releases: taken, fetched: origin, reports: reports))
                : (fetched?.set.lines.map { "\($0.name): \($0.words)\n" }.joined() ?? "")
                    + reports.map(\.text).joined(separator: "\n\n")
                    + (check ? "\n\nOnly checked: nothing was changed" : "\n\nTaken in"))
    }

    /// The data set that is asked for, before anything is made for files that do not come.
    private func fetch() async throws -> (set: FetchedDataSet, files: [(name: String, bytes: [UInt8])])? {
        guard let dataSet else { return nil }
        var limits = Asking.Limits()
        limits.whole = .seconds(within)
        let fetched = try await PublishedDataSets(at: service, within: limits).fetch(dataSet, version: version) {
            Terminal.progress("Fetching, KiB", $0 >> 10, ($1 ?? 0) >> 10)
        }
        let content = try IncomingFile.recognise([fetched.file])[0].bytes
        return (fetched, try fetched.files(holding: content))
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
