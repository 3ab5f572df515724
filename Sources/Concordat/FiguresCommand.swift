import ArgumentParser
import Exchange
import FoundationEssentials
import Register
import Statistics
import Vocabulary

/// Prints the published figures of a measure with what they are compared with.
struct FiguresCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "figures",
        abstract: "Prints a measure's figures of every authority, with rank, band, neighbours, region and England.",
        discussion: """
            Without --period the measure's newest. With MEASURE "all" every measure and period is printed as CSV, with the columns
            set, measure and period before the others.

            Example: concordat figures KS2RWM_Expected_STD --period 2023 --format csv --data data
            """)

    @Argument(help: "The short name of the measure, as its publisher writes it.")
    var measure: String

    @Option(help: "The period, as publishers write it: 2023, 2022/23, 2013-15.")
    var period: String?

    @Option(help: "Only one place: the three digits of an authority or region, or the six of a school.")
    var place: String?

    @Option(help: "The data set, where several have a measure of that name.")
    var set: String?

    @Option(help: "How to print them.")
    var format = RowFormat.table

    @OptionGroup var options: SettingsOptions

    func run() async throws {
        let settings = try options.settings()
        let register = try await settings.register(creating: false)
        try register.figures.reach()
        let figures = register.figures.current
        if measure == "all" {
            for set in figures.sets where self.set == nil || self.set == set.name { all(of: set) }
            return try register.close()
        }
        let rows = try FigureRow.rows(measure, period: period, place: place, set: set, in: figures)
        try register.close()
        format.answer(rows, FigureRow.columns, shown: FigureRow.columns.count - 1, \.cells)
    }

    private func all(of set: DataSet) {
        for code in set.measures.keys.sorted() {
            for series in set.series(of: code) where series.group == .all {
                let rows = FigureRow.rows(series, of: set, place: nil)
                let prefix = [set.name, code.text, series.period.code]
                Terminal.answer(CSV(rows: rows.map { prefix + $0.cells }).text)
            }
        }
    }
}
